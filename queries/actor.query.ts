/** Who a credential stands for: an active person with the posts held today, or nobody. */
import type { AccessPost } from '../domain/shared/access.js';
import type { PersonId } from '../domain/shared/ids.js';
import { localDateOf, type Instant } from '../domain/shared/instant.js';
import type { Role } from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import type { PersonName, UnitName } from './people.js';

export type HeldPost = AccessPost & { readonly unit: UnitName };

export type ActingPerson = {
  readonly person: PersonName & { readonly id: PersonId; readonly login: string; readonly locale: string };
  readonly posts: readonly HeldPost[];
};

/** Null for somebody unknown or no longer active: a closed account ends with the next request. */
export async function findActor(reader: Reader, personId: string): Promise<ActingPerson | null> {
  const row = await reader.row<{ id: PersonId; login: string; honorific: string; name: string; post: string; locale: string }>(
    'SELECT id, login, honorific, name, post, locale FROM people WHERE id = ? AND active = 1', [personId],
  );
  if (!row) return null;
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const posts = await reader.rows<{ role: Role; id: string; code: string; name: string; path: string }>(
    `SELECT h.role, u.id, u.code, u.name, u.path FROM holdings h JOIN units u ON u.id = h.unit_id
     WHERE h.person_id = ? AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?) ORDER BY h.id`,
    [personId, today, today],
  );
  return {
    person: { id: row.id, login: row.login, honorific: row.honorific, name: row.name, post: row.post, locale: row.locale },
    posts: posts.map(({ role, id, code, name, path }) => ({ role, unitPath: path, unit: { id, code, name } })),
  };
}

/** The person behind an API token, by the SHA-256 of the token; null when it is unknown, ended or revoked. */
export async function findActorByToken(reader: Reader, tokenHash: string): Promise<ActingPerson | null> {
  const row = await reader.row<{ person_id: string }>(
    'SELECT person_id FROM api_tokens WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > NOW(3)', [tokenHash],
  );
  return row && findActor(reader, row.person_id);
}

export type StoredSession = { readonly data: string; readonly expiresAt: Instant };

/** A sign-in session by the hash of its id; null when it is unknown or over. */
export async function findSession(reader: Reader, idHash: string): Promise<StoredSession | null> {
  const row = await reader.row<{ data: string; expires_at: Instant }>('SELECT data, expires_at FROM sessions WHERE id = ? AND expires_at > NOW(3)', [idHash]);
  return row && { data: row.data, expiresAt: row.expires_at };
}
