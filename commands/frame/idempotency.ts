/** One key, one effect: the first answer of a command is kept beside its effect and given again. */
import { DomainError } from '../../domain/shared/errors.js';
import { canonicalJson, type Json } from '../../domain/shared/canonical.js';
import { claimKey, writeReceipt } from '../../db/repositories/ledger.repository.js';
import type { Tx } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { sha256 } from './audit-chain.js';

export type Answer<T> = T & { readonly replayed: boolean };

/** The key as stored: one person's keys never meet another's. */
export const scopedKey = (actor: Pick<Actor, 'personId'>, key: string): string => `${actor.personId}.${key}`;

/**
 * Runs `work` unless the key has been used. Same key and request: the first answer, `replayed: true`.
 * @throws key_reused when the key was used for another request
 * @idempotent by `scopedKey`
 */
export async function once<T extends object>(tx: Tx, actor: Pick<Actor, 'personId'>, key: string, request: Json, work: () => Promise<T>): Promise<Answer<T>> {
  const stored = scopedKey(actor, key);
  const digest = sha256(canonicalJson(request));
  // The business clock is left unread: `work` takes its lock first, so that whoever waited is dated after his rival.
  const known = await claimKey(tx, stored, actor.personId, digest);
  if (known) {
    if (known.requestDigest !== digest) throw new DomainError('key_reused');
    return { ...(known.response as T), replayed: true };
  }
  const answer = await work();
  await writeReceipt(tx, stored, answer);
  return { ...answer, replayed: false };
}
