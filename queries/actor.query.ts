/** Who a credential stands for: an active person with the posts held today, or nobody. */
import type { AccessPost } from '../domain/shared/access.js';
import type { PersonId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Role } from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { ZONE_OFFSET_MINUTES } from './clock.query.js';
import type { PersonName, UnitName } from './people.js';

export type HeldPost = AccessPost & { readonly unit: UnitName };

export type ActingPerson = {
  readonly person: PersonName & { readonly id: PersonId; readonly login: string; readonly locale: string };
  readonly posts: readonly HeldPost[];
  /** Posts of people this one stands in for today, by delegation or during an absence. */
  readonly standsIn: readonly AccessPost[];
};

/** Everything that opens a door to this person: own posts, and those filled for somebody. */
export const accessOf = ({ posts, standsIn }: ActingPerson): readonly AccessPost[] => [...posts, ...standsIn];

type Row = {
  id: PersonId;
  login: string;
  honorific: string;
  name: string;
  post: string;
  locale: string;
  role: Role | null;
  unit_id: string | null;
  code: string | null;
  unit_name: string | null;
  path: string | null;
  stands_in: number | string | null;
};

/** The zone's minutes, once for each end of a validity. */
const TWICE = [ZONE_OFFSET_MINUTES, ZONE_OFFSET_MINUTES] as const;
const TODAY = 'DATE(NOW(3) + INTERVAL b.offset_ms * 1000 MICROSECOND + INTERVAL ? MINUTE)';
const holdsToday = (alias: string): string => `${alias}.valid_from <= ${TODAY} AND (${alias}.valid_to IS NULL OR ${alias}.valid_to > ${TODAY})`;
const HELD = `
  SELECT h.id, h.role, h.unit_id, 0 AS stands_in FROM business_clock b JOIN holdings h ON h.person_id = ? AND ${holdsToday('h')} WHERE b.id = 1
  UNION ALL
  SELECT h.id, h.role, h.unit_id, 1 FROM business_clock b JOIN delegations d ON d.delegate_id = ? AND d.revoked_at IS NULL AND ${holdsToday('d')}
  JOIN holdings h ON h.person_id = d.owner_id AND h.unit_id = d.unit_id AND h.role = d.role AND ${holdsToday('h')} WHERE b.id = 1
  UNION ALL
  SELECT h.id, h.role, h.unit_id, 1 FROM business_clock b JOIN absences a ON a.substitute_id = ? AND a.ended_at IS NULL AND ${holdsToday('a')}
  JOIN holdings h ON h.person_id = a.person_id AND ${holdsToday('h')} WHERE b.id = 1`;

/** Null for somebody unknown or no longer active: a closed account ends with the next request. */
export async function findActor(reader: Reader, personId: string): Promise<ActingPerson | null> {
  // One round trip: this runs before every request.
  const rows = await reader.rows<Row>(
    `SELECT p.id, p.login, p.honorific, p.name, p.post, p.locale, held.role, held.unit_id, u.code, u.name AS unit_name, u.path, held.stands_in
     FROM people p
     LEFT JOIN (${HELD}) held ON 1 = 1
     LEFT JOIN units u ON u.id = held.unit_id
     WHERE p.id = ? AND p.active = 1 ORDER BY held.stands_in, held.id`,
    [personId, ...TWICE, personId, ...TWICE, ...TWICE, personId, ...TWICE, ...TWICE, personId],
  );
  const [row] = rows;
  if (!row) return null;
  return {
    person: { id: row.id, login: row.login, honorific: row.honorific, name: row.name, post: row.post, locale: row.locale },
    posts: rows.flatMap((held) => (Number(held.stands_in) === 1 ? [] : postOf(held))),
    standsIn: rows.flatMap((held) => (Number(held.stands_in) === 1 ? postOf(held).map(({ role, unitPath }) => ({ role, unitPath, standIn: true })) : [])),
  };
}

const postOf = ({ role, unit_id, code, unit_name, path }: Row): readonly HeldPost[] =>
  role === null || unit_id === null || code === null || unit_name === null || path === null
    ? []
    : [{ role, unitPath: path, unit: { id: unit_id, code, name: unit_name } }];

/** The person behind an API token, by the SHA-256 of the token; null when it is unknown, ended or revoked. */
export async function findActorByToken(reader: Reader, tokenHash: string): Promise<ActingPerson | null> {
  const row = await reader.row<{ person_id: string }>('SELECT person_id FROM api_tokens WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > NOW(3)', [
    tokenHash,
  ]);
  return row && findActor(reader, row.person_id);
}

export type StoredSession = { readonly data: string; readonly expiresAt: Instant };

/** A sign-in session by the hash of its id; null when it is unknown or over. */
export async function findSession(reader: Reader, idHash: string): Promise<StoredSession | null> {
  const row = await reader.row<{ data: string; expires_at: Instant }>('SELECT data, expires_at FROM sessions WHERE id = ? AND expires_at > NOW(3)', [idHash]);
  return row && { data: row.data, expiresAt: row.expires_at };
}
