/** What a person proves himself with: a password for the browser, a token for tools. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { plusMs, MS_PER_DAY, type Instant } from '../domain/shared/instant.js';
import type { PersonId } from '../domain/shared/ids.js';
import { findCredential, insertApiToken } from '../db/repositories/person.repository.js';
import type { Transact } from '../db/transaction.js';
import { sha256 } from './frame/audit-chain.js';

/** argon2id, 19 MiB, two passes: the least OWASP recommends. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

const derive = (password: string, nonce: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parameters: Argon2Parameters = { message: password.normalize('NFC'), nonce, ...COST };
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
  });

/** `argon2id$<nonce>$<tag>`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return `argon2id$${nonce.toString('base64url')}$${(await derive(password, nonce)).toString('base64url')}`;
}

/** Takes as long for an unknown login as for a wrong password. */
const DECOY = `argon2id$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(32).toString('base64url')}`;

/** The person a login and password belong to, or null. */
export async function checkPassword(transact: Transact, login: string, password: string): Promise<{ readonly personId: PersonId } | null> {
  const found = await transact((tx) => findCredential(tx, login.trim().toLowerCase()));
  const [, nonce = '', tag = ''] = (found?.passwordHash ?? DECOY).split('$');
  const expected = Buffer.from(tag, 'base64url');
  const given = await derive(password, Buffer.from(nonce, 'base64url'));
  const matches = expected.length === given.length && timingSafeEqual(expected, given);
  return matches && found?.passwordHash && found.active ? { personId: found.personId } : null;
}

const TOKEN_DAYS = 90;

/** A token shown once; only its hash is kept. */
export async function issueApiToken(transact: Transact, personId: PersonId, label: string): Promise<{ readonly token: string; readonly expiresAt: Instant }> {
  const token = `tinhgon_pat_${randomBytes(32).toString('base64url')}`;
  return transact(async (tx) => {
    const { wallNow } = await tx.clock();
    const expiresAt = plusMs(wallNow, TOKEN_DAYS * MS_PER_DAY);
    await insertApiToken(tx, { tokenHash: sha256(token), personId, label, createdAt: wallNow, expiresAt });
    return { token, expiresAt };
  });
}
