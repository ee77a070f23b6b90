/** The register of posts, and the accounts of the people who hold them. */
import type { Role } from '../domain/route/route.js';
import { holdsOn } from '../domain/review/stand-ins.js';
import type { Scope } from '../domain/shared/access.js';
import { fold } from '../domain/shared/fold.js';
import { localDateOf, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { AUTHORITY_STATES, type AuthorityState } from './authority.query.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { allOf, behind, cutPage, decodeCursor, NOTHING, orderBy, type Order, type Page, type SqlPart } from './keyset.js';
import type { PersonName, UnitName } from './people.js';
import { inScope, inSubtree } from './visibility.js';

export const POST_STATES = AUTHORITY_STATES;

export type PostView = {
  readonly id: string;
  readonly person: PersonName;
  readonly active: boolean;
  readonly unit: UnitName;
  readonly role: Role;
  readonly from: LocalDate;
  /** First date on which it is no longer held. */
  readonly to: LocalDate | null;
  /** The paper it rests on. */
  readonly source: string;
  readonly state: AuthorityState;
  readonly mayEnd: boolean;
};

export type PostArgs = {
  readonly scope: Scope;
  /** Who asks: nobody ends his own post. */
  readonly personId: string;
  readonly mayGive: boolean;
  readonly unit: string | null;
  readonly person: string | null;
  readonly state: AuthorityState | null;
  readonly cursor: string | null;
  readonly limit: number;
};

type PostRow = {
  id: string;
  person_id: string;
  honorific: string;
  name: string;
  post: string;
  active: number;
  unit_id: string;
  code: string;
  unit_name: string;
  role: Role;
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  source: string;
};

const ORDER: Order = { column: 'h.valid_from', id: 'h.id', descending: true };

function inState(state: AuthorityState | null, today: LocalDate): SqlPart {
  switch (state) {
    case null:
      return NOTHING;
    case 'current':
      return { sql: 'h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?)', params: [today, today] };
    case 'coming':
      return { sql: 'h.valid_from > ? AND (h.valid_to IS NULL OR h.valid_to > h.valid_from)', params: [today] };
    case 'ended':
      return { sql: 'h.valid_to <= ? OR h.valid_to = h.valid_from', params: [today] };
  }
}

const stateOf = (from: LocalDate, to: LocalDate | null, today: LocalDate): AuthorityState =>
  to !== null && (to <= today || to <= from) ? 'ended' : holdsOn({ from, to }, today) ? 'current' : 'coming';

/** Newest first, at units of the caller's branch. @throws cursor_invalid, parameter_invalid */
export async function listPosts(reader: Reader, { scope, personId, mayGive, unit, person, state, cursor, limit }: PostArgs): Promise<Page<PostView>> {
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const bound = { list: 'posts', unit, person, state };
  const where = allOf([
    inScope(scope, 'u.path'),
    await inSubtree(reader, unit, 'u.path'),
    person === null ? NOTHING : { sql: 'h.person_id = ?', params: [person] },
    inState(state, today),
    behind(ORDER, decodeCursor(cursor, bound)),
  ]);
  const rows = await reader.rows<PostRow>(
    `SELECT h.id, h.person_id, p.honorific, p.name, p.post, p.active, h.unit_id, u.code, u.name AS unit_name, h.role, h.valid_from, h.valid_to, h.source
     FROM holdings h JOIN people p ON p.id = h.person_id JOIN units u ON u.id = h.unit_id WHERE ${where.sql} ${orderBy(ORDER)} LIMIT ?`,
    [...where.params, limit + 1],
  );
  return cutPage(
    rows,
    limit,
    bound,
    (row) => [row.valid_from, String(row.id)],
    (row): PostView => {
      const now = stateOf(row.valid_from, row.valid_to, today);
      return {
        id: String(row.id),
        person: { id: row.person_id, honorific: row.honorific, name: row.name, post: row.post },
        active: Number(row.active) === 1,
        unit: { id: row.unit_id, code: row.code, name: row.unit_name },
        role: row.role,
        from: row.valid_from,
        to: row.valid_to,
        source: row.source,
        state: now,
        mayEnd: mayGive && now !== 'ended' && row.person_id !== personId,
      };
    },
  );
}

export type AccountView = PersonName & {
  readonly login: string;
  readonly active: boolean;
  readonly posts: readonly { readonly unit: UnitName; readonly role: Role }[];
  /** Nobody closes his own. */
  readonly maySwitch: boolean;
};

export type AccountArgs = { readonly personId: string; readonly q: string | null; readonly cursor: string | null; readonly limit: number };

type AccountRow = {
  id: string;
  login: string;
  honorific: string;
  name: string;
  post: string;
  active: number;
  role: Role | null;
  unit_id: string | null;
  code: string | null;
  unit_name: string | null;
};

/** Everybody, active or not, with the posts held today, in the order of logins. @throws cursor_invalid */
export async function listAccounts(reader: Reader, { personId, q, cursor, limit }: AccountArgs): Promise<Page<AccountView>> {
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  // A province has some hundreds of people: they are read whole and searched here, accents or not.
  const rows = await reader.rows<AccountRow>(
    `SELECT p.id, p.login, p.honorific, p.name, p.post, p.active, h.role, u.id AS unit_id, u.code, u.name AS unit_name
     FROM people p
     LEFT JOIN holdings h ON h.person_id = p.id AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?)
     LEFT JOIN units u ON u.id = h.unit_id
     WHERE NOT EXISTS (SELECT 1 FROM holdings s JOIN units su ON su.id = s.unit_id WHERE s.person_id = p.id AND su.path LIKE '~%')
     ORDER BY p.login, h.id`,
    [today, today],
  );
  const words = fold(q ?? '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const people = [...new Map(rows.map((row) => [row.id, row])).values()].filter((row) => {
    const told = rows.filter((other) => other.id === row.id).map((other) => other.unit_name ?? '');
    const text = fold([row.login, row.name, row.post, ...told].join(' '));
    return words.every((word) => text.includes(word));
  });
  const bound = { list: 'accounts', q };
  const start = decodeCursor(cursor, bound);
  const rest = people.filter((row) => start === null || row.login > (start[0] ?? ''));
  return cutPage(
    rest.slice(0, limit + 1),
    limit,
    bound,
    (row) => [row.login, row.id],
    (row): AccountView => ({
      id: row.id,
      login: row.login,
      honorific: row.honorific,
      name: row.name,
      post: row.post,
      active: Number(row.active) === 1,
      posts: rows
        .filter((other) => other.id === row.id)
        .flatMap(({ role, unit_id: id, code, unit_name: name }) =>
          role === null || id === null ? [] : [{ role, unit: { id, code: code ?? '', name: name ?? '' } }],
        ),
      maySwitch: row.id !== personId,
    }),
  );
}
