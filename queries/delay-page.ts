/**
 * A page of late tasks in the order of the overdue board.
 *
 * Tasks stand in an index by the part of their rank that does not move with the clock; among tasks of one saving the order is
 * the law's, by what each has lost. So a page reads its own rows and the rest of its last saving, however many are late.
 */
import { compareDelays, type RankedDelay } from '../domain/escalation/cost-of-delay.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { allOf, sqlInstant, type CursorKey, type SqlPart } from './keyset.js';

/** A late task as the index has it. */
export type DelayRow = {
  readonly id: string;
  readonly dueAt: Instant;
  readonly unitId: string;
  readonly rank: number | null;
  readonly held: boolean;
  readonly verified: boolean;
};
export type Ranked = DelayRow & RankedDelay;

/** What each row has lost so far, in the order of the rows. */
export type Losses = (rows: readonly DelayRow[]) => Promise<readonly (number | null)[]>;

type Row = { id: string; due_at: Instant; unit_id: string; delay_rank: string | null; held: number; verified: number };

/** Of one rank by age, of several by both: said as each is, the index needs no sorting. */
const BY_AGE = { sql: 't.due_at, t.id' } as const;
const BY_RANK = { sql: 't.delay_rank, t.due_at, t.id' } as const;
type Order = typeof BY_AGE | typeof BY_RANK;

/** What a cursor remembers of a row's rank; with the id it is the whole of it. */
export const rankText = ({ rank, lost, dueAt }: Ranked): string => `${rank ?? ''}|${lost ?? ''}|${dueAt}`;

function rankedOf([text, id]: CursorKey): RankedDelay & { readonly rank: number | null } {
  const [rank = '', lost = '', dueAt = ''] = (text ?? '').split('|');
  const known = (part: string): number | null => (part === '' ? null : Number(part));
  return { id, rank: known(rank), saving: savingOfRank(known(rank)), lost: known(lost), dueAt: dueAt as Instant };
}

const savingOfRank = (rank: number | null): number | null => (rank === null ? null : 0 - rank);
const loses = (rank: number | null): rank is number => rank !== null && rank < 0;

/** @param late conditions on `t` that say which tasks are meant; the due instant is one of them */
export async function readDelayPage(reader: Reader, late: SqlPart, cursor: CursorKey | null, want: number, losses: Losses): Promise<readonly Ranked[]> {
  const read = async (where: SqlPart, order: Order, most: number | null): Promise<readonly Ranked[]> => {
    const all = allOf([late, where]);
    const rows = await reader.rows<Row>(
      `SELECT t.id, t.due_at, t.unit_id, t.delay_rank, t.held, t.verified FROM tasks t FORCE INDEX (ix_tasks_overdue_order)
       WHERE t.is_open = 1 AND ${all.sql} ORDER BY ${order.sql} LIMIT ?`,
      [...all.params, most ?? Number.MAX_SAFE_INTEGER],
    );
    const found = rows.map((row) => ({
      id: row.id,
      dueAt: row.due_at,
      unitId: row.unit_id,
      rank: row.delay_rank === null ? null : Number(row.delay_rank),
      held: Number(row.held) === 1,
      verified: Number(row.verified) === 1,
    }));
    const lost = await losses(found);
    return found.map((row, index) => ({ ...row, saving: savingOfRank(row.rank), lost: lost[index] ?? null }));
  };
  const ofRank = (rank: number): Promise<readonly Ranked[]> => read({ sql: 't.delay_rank = ?', params: [rank] }, BY_AGE, null);

  const from = cursor === null ? null : rankedOf(cursor);
  const rows: Ranked[] = from === null ? [] : [...(await restOfRank(from))].toSorted(compareDelays);
  const room = want - rows.length;
  if (room > 0) {
    const next = await read(beyond(from), BY_RANK, room);
    const last = next.at(-1)?.rank ?? null;
    const whole = next.length === room && loses(last) ? [...next.filter((row) => row.rank !== last), ...(await ofRank(last))] : next;
    rows.push(...whole.toSorted(compareDelays));
  }
  return rows.slice(0, want);

  /** Where nothing is lost, rows of one rank stand by age, as in the index. */
  async function restOfRank(at: RankedDelay & { readonly rank: number | null }): Promise<readonly Ranked[]> {
    if (loses(at.rank)) return (await ofRank(at.rank)).filter((row) => compareDelays(row, at) > 0);
    const due = sqlInstant(at.dueAt);
    const behind: SqlPart = { sql: 't.due_at >= ? AND (t.due_at > ? OR t.id > ?)', params: [due, due, at.id] };
    const same: SqlPart = at.rank === null ? { sql: 't.delay_rank IS NULL', params: [] } : { sql: 't.delay_rank = ?', params: [at.rank] };
    return read(allOf([same, behind]), BY_AGE, want);
  }
}

const beyond = (from: { readonly rank: number | null } | null): SqlPart =>
  from === null
    ? { sql: '1 = 1', params: [] }
    : from.rank === null
      ? { sql: 't.delay_rank IS NOT NULL', params: [] }
      : { sql: 't.delay_rank > ?', params: [from.rank] };
