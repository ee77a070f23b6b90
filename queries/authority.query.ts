/** The register of delegations and absences, and the people one may name in it. */
import type { DelegationKind } from '../domain/review/directory.js';
import { overlap, type Dates } from '../domain/review/stand-ins.js';
import type { Role } from '../domain/route/route.js';
import type { Scope } from '../domain/shared/access.js';
import { localDateOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import { fold } from '../domain/shared/fold.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { allOf, behind, cutPage, decodeCursor, NOTHING, orderBy, type Order, type Page, type SqlPart } from './keyset.js';
import { namePeople, nameUnits, type PersonName, type UnitName } from './people.js';
import { inScope, inSubtree } from './visibility.js';

export const AUTHORITY_STATES = ['current', 'coming', 'ended'] as const;
export type AuthorityState = (typeof AUTHORITY_STATES)[number];

/** What both kinds of entry have. `to` is the first date on which it no longer holds. */
type Entry = {
  readonly id: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly state: AuthorityState;
  readonly recordedBy: PersonName;
  readonly recordedAt: Instant;
  /** Set when somebody ended it before its day. */
  readonly endedAt: Instant | null;
  /** Other entries of the same person that hold on some of the same dates. */
  readonly overlaps: readonly string[];
  readonly mayEnd: boolean;
};

export type DelegationView = Entry & {
  readonly kind: DelegationKind;
  readonly owner: PersonName;
  readonly delegate: PersonName;
  readonly unit: UnitName;
  readonly role: Role;
  readonly document: string;
};
export type AbsenceView = Entry & { readonly person: PersonName; readonly substitute: PersonName; readonly source: 'self' | 'clerk' };

export type AuthorityArgs = {
  readonly personId: string;
  /** Keeps the register for others. */
  readonly keeper: boolean;
  readonly scope: Scope;
  readonly mine: boolean;
  readonly state: AuthorityState | null;
  readonly cursor: string | null;
  readonly limit: number;
};

type DelegationRow = {
  id: string;
  kind: DelegationKind;
  owner_id: string;
  delegate_id: string;
  unit_id: string;
  role: Role;
  document: string;
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  granted_by: string;
  granted_at: Instant;
  revoked_at: Instant | null;
};
type AbsenceRow = {
  id: string;
  person_id: string;
  substitute_id: string;
  source: 'self' | 'clerk';
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  recorded_by: string;
  recorded_at: Instant;
  ended_at: Instant | null;
};

type Shape = { readonly table: string; readonly alias: string; readonly ended: string };

/** Entries in a state on a date. */
function inState(state: AuthorityState | null, { alias, ended }: Shape, today: LocalDate): SqlPart {
  switch (state) {
    case null:
      return NOTHING;
    case 'current':
      return { sql: `${ended} IS NULL AND ${alias}.valid_from <= ? AND (${alias}.valid_to IS NULL OR ${alias}.valid_to > ?)`, params: [today, today] };
    case 'coming':
      return { sql: `${ended} IS NULL AND ${alias}.valid_from > ?`, params: [today] };
    case 'ended':
      return { sql: `${ended} IS NOT NULL OR ${alias}.valid_to <= ?`, params: [today] };
  }
}

const stateOf = (row: { valid_from: LocalDate; valid_to: LocalDate | null }, endedAt: Instant | null, today: LocalDate): AuthorityState =>
  endedAt !== null || (row.valid_to !== null && row.valid_to <= today) ? 'ended' : row.valid_from > today ? 'coming' : 'current';

const orderOf = (alias: string): Order => ({ column: `${alias}.valid_from`, id: `${alias}.id`, descending: true });

type Living = Dates & { readonly id: string; readonly about: string };

/** Not ended and not over, with what each is about: those of one person that meet are told. */
const overlapsOf = (id: string, about: string, dates: Dates, living: readonly Living[]): readonly string[] =>
  living.filter((other) => other.id !== id && other.about === about && overlap(other, dates)).map((other) => other.id);

/** Newest first. @throws cursor_invalid */
export async function listDelegations(reader: Reader, args: AuthorityArgs): Promise<Page<DelegationView>> {
  const { personId, scope, mine, state, limit, keeper } = args;
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const bound = { list: 'delegations', personId, mine, state };
  const order = orderOf('d');
  const own: SqlPart = { sql: 'd.owner_id = ? OR d.delegate_id = ?', params: [personId, personId] };
  const branch = inScope(scope, 'u.path');
  const where = allOf([
    mine ? own : { sql: `(${own.sql}) OR (${branch.sql})`, params: [...own.params, ...branch.params] },
    inState(state, { table: 'delegations', alias: 'd', ended: 'd.revoked_at' }, today),
    behind(order, decodeCursor(args.cursor, bound)),
  ]);
  const rows = await reader.rows<DelegationRow>(
    `SELECT d.id, d.kind, d.owner_id, d.delegate_id, d.unit_id, d.role, d.document, d.valid_from, d.valid_to, d.granted_by, d.granted_at, d.revoked_at
     FROM delegations d JOIN units u ON u.id = d.unit_id WHERE ${where.sql} ${orderBy(order)} LIMIT ?`,
    [...where.params, limit + 1],
  );
  const living = (
    await reader.rows<{ id: string; owner_id: string; unit_id: string; role: string; valid_from: LocalDate; valid_to: LocalDate | null }>(
      'SELECT id, owner_id, unit_id, role, valid_from, valid_to FROM delegations WHERE revoked_at IS NULL AND (valid_to IS NULL OR valid_to > ?)',
      [today],
    )
  ).map((row): Living => ({ id: row.id, about: `${row.owner_id} ${row.unit_id} ${row.role}`, from: row.valid_from, to: row.valid_to }));
  const people = await namePeople(
    reader,
    rows.flatMap((row) => [row.owner_id, row.delegate_id, row.granted_by]),
  );
  const units = await nameUnits(
    reader,
    rows.map((row) => row.unit_id),
  );
  return cutPage(
    rows,
    limit,
    bound,
    (row) => [row.valid_from, row.id],
    (row): DelegationView => {
      const now = stateOf(row, row.revoked_at, today);
      return {
        id: row.id,
        kind: row.kind,
        owner: people(row.owner_id),
        delegate: people(row.delegate_id),
        unit: units(row.unit_id),
        role: row.role,
        document: row.document,
        from: row.valid_from,
        to: row.valid_to,
        state: now,
        recordedBy: people(row.granted_by),
        recordedAt: row.granted_at,
        endedAt: row.revoked_at,
        overlaps: now === 'ended' ? [] : overlapsOf(row.id, `${row.owner_id} ${row.unit_id} ${row.role}`, { from: row.valid_from, to: row.valid_to }, living),
        mayEnd: now !== 'ended' && (keeper || row.owner_id === personId),
      };
    },
  );
}

/** Newest first: one's own, and those of people who hold a post in the branch. @throws cursor_invalid */
export async function listAbsences(reader: Reader, args: AuthorityArgs): Promise<Page<AbsenceView>> {
  const { personId, scope, mine, state, limit, keeper } = args;
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const bound = { list: 'absences', personId, mine, state };
  const order = orderOf('a');
  const own: SqlPart = { sql: 'a.person_id = ? OR a.substitute_id = ?', params: [personId, personId] };
  const branch = inScope(scope, 'u.path');
  const where = allOf([
    mine
      ? own
      : {
          sql: `(${own.sql}) OR EXISTS (SELECT 1 FROM holdings h JOIN units u ON u.id = h.unit_id WHERE h.person_id = a.person_id AND (${branch.sql}))`,
          params: [...own.params, ...branch.params],
        },
    inState(state, { table: 'absences', alias: 'a', ended: 'a.ended_at' }, today),
    behind(order, decodeCursor(args.cursor, bound)),
  ]);
  const rows = await reader.rows<AbsenceRow>(
    `SELECT a.id, a.person_id, a.substitute_id, a.source, a.valid_from, a.valid_to, a.recorded_by, a.recorded_at, a.ended_at
     FROM absences a WHERE ${where.sql} ${orderBy(order)} LIMIT ?`,
    [...where.params, limit + 1],
  );
  const living = (
    await reader.rows<{ id: string; person_id: string; valid_from: LocalDate; valid_to: LocalDate | null }>(
      'SELECT id, person_id, valid_from, valid_to FROM absences WHERE ended_at IS NULL AND (valid_to IS NULL OR valid_to > ?)',
      [today],
    )
  ).map((row): Living => ({ id: row.id, about: row.person_id, from: row.valid_from, to: row.valid_to }));
  const people = await namePeople(
    reader,
    rows.flatMap((row) => [row.person_id, row.substitute_id, row.recorded_by]),
  );
  return cutPage(
    rows,
    limit,
    bound,
    (row) => [row.valid_from, row.id],
    (row): AbsenceView => {
      const now = stateOf(row, row.ended_at, today);
      return {
        id: row.id,
        person: people(row.person_id),
        substitute: people(row.substitute_id),
        source: row.source,
        from: row.valid_from,
        to: row.valid_to,
        state: now,
        recordedBy: people(row.recorded_by),
        recordedAt: row.recorded_at,
        endedAt: row.ended_at,
        overlaps: now === 'ended' ? [] : overlapsOf(row.id, row.person_id, { from: row.valid_from, to: row.valid_to }, living),
        mayEnd: now !== 'ended' && (keeper || row.person_id === personId || row.substitute_id === personId),
      };
    },
  );
}

/** Somebody with the posts held today. */
export type PersonRow = PersonName & { readonly posts: readonly { readonly unit: UnitName; readonly role: Role }[] };

export type PeopleArgs = { readonly q: string | null; readonly unit: string | null; readonly cursor: string | null; readonly limit: number };

/** Active people who hold a post today, in the order of their ids. @throws cursor_invalid, parameter_invalid */
export async function listPeople(reader: Reader, args: PeopleArgs): Promise<Page<PersonRow>> {
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const rows = await heldPosts(reader, today, args.unit);
  const words = fold(args.q ?? '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const found = [...new Map(rows.map((row) => [row.id, row])).values()].filter((row) => {
    const text = fold(`${row.name} ${row.post} ${row.unit_name} ${row.unit_code}`);
    return words.every((word) => text.includes(word));
  });
  const bound = { list: 'people', q: args.q, unit: args.unit };
  const cursor = decodeCursor(args.cursor, bound);
  const rest = found.toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter((row) => cursor === null || row.id > cursor[1]);
  return cutPage(
    rest.slice(0, args.limit + 1),
    args.limit,
    bound,
    (row) => [null, row.id],
    (row): PersonRow => ({
      id: row.id,
      honorific: row.honorific,
      name: row.name,
      post: row.post,
      posts: rows
        .filter((other) => other.id === row.id)
        .map((other) => ({ unit: { id: other.unit_id, code: other.unit_code, name: other.unit_name }, role: other.role })),
    }),
  );
}

type HeldRow = { id: string; honorific: string; name: string; post: string; role: Role; unit_id: string; unit_code: string; unit_name: string };

/** A province has some hundreds of posts: they are read whole and searched here, accents or not. */
async function heldPosts(reader: Reader, today: LocalDate, unit: string | null): Promise<readonly HeldRow[]> {
  const branch = await inSubtree(reader, unit, 'u.path');
  return reader.rows<HeldRow>(
    `SELECT p.id, p.honorific, p.name, p.post, h.role, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name
     FROM holdings h JOIN people p ON p.id = h.person_id JOIN units u ON u.id = h.unit_id
     WHERE p.active = 1 AND u.path NOT LIKE '~%' AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?) AND (${branch.sql}) ORDER BY p.id, h.id`,
    [today, today, ...branch.params],
  );
}
