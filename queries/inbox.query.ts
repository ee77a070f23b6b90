/** "Việc của tôi": what somebody must do, waits for, has done. */
import type { Scope } from '../domain/shared/access.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { allOf, behind, cutPage, decodeCursor, NOTHING, orderBy, sqlInstant, type Order, type Page, type SqlPart } from './keyset.js';
import { ofLateness, type Lateness } from './lateness.js';
import { loadRulebook } from './rulebook.js';
import { TASK_COLUMNS, TASK_JOINS, taskRowsOf, type TaskRecord, type TaskRow } from './task-row.js';
import { inScopeOfEither, inSubtree, matching } from './visibility.js';

export const BOXES = ['todo', 'waiting', 'done'] as const;
/** `todo` given to me and open · `waiting` open with others, in reviews I decided on · `done` decided by me. */
export type Box = (typeof BOXES)[number];

export type InboxArgs = {
  readonly personId: string;
  readonly scope: Scope;
  readonly box: Box;
  readonly lateness: Lateness | null;
  readonly unit: string | null;
  readonly campaign: string | null;
  readonly q: string | null;
  readonly cursor: string | null;
  readonly limit: number;
};

export type InboxCounts = { readonly todo: number; readonly waiting: number; readonly done: number; readonly overdue: number };

/** Counts come with the first page only. */
export type Inbox = Page<TaskRow> & { readonly counts: InboxCounts | null };

type BoxSource = { readonly from: string; readonly where: (personId: string) => SqlPart; readonly order: Order };

const SOURCES: Readonly<Record<Box, BoxSource>> = {
  todo: {
    from: 'task_candidates tc JOIN tasks t ON t.id = tc.task_id',
    where: (personId) => ({ sql: 'tc.person_id = ? AND tc.is_open = 1 AND t.is_open = 1', params: [personId] }),
    order: { column: 'tc.due_at', id: 'tc.task_id' },
  },
  waiting: {
    from: 'tasks t',
    where: (personId) => ({
      sql: `t.is_open = 1 AND t.review_id IN (SELECT mine.review_id FROM decisions mine WHERE mine.actor_id = ?)
        AND NOT EXISTS (SELECT 1 FROM task_candidates me WHERE me.task_id = t.id AND me.person_id = ?)`,
      params: [personId, personId],
    }),
    order: { column: 't.due_at', id: 't.id' },
  },
  done: {
    from: 'decisions done JOIN tasks t ON t.id = done.task_id',
    where: (personId) => ({ sql: 'done.actor_id = ?', params: [personId] }),
    order: { column: 'done.recorded_at', id: 't.id', descending: true },
  },
};

/** @throws cursor_invalid, parameter_invalid */
export async function listInbox(reader: Reader, args: InboxArgs): Promise<Inbox> {
  const { personId, scope, box, lateness, unit, campaign, q, limit } = args;
  const source = SOURCES[box];
  const bound = { list: 'inbox', personId, box, lateness, unit, campaign, q };
  const cursor = decodeCursor(args.cursor, bound);
  const rules = await loadRulebook(reader);
  const now = await businessNow(reader);
  const where = allOf([
    source.where(personId),
    inScopeOfEither(scope, 'u.path', 'ou.path'),
    ofLateness(lateness, rules.calendars, now),
    await inSubtree(reader, unit, 'u.path'),
    campaign === null ? NOTHING : { sql: 'r.campaign_id = ?', params: [campaign] },
    matching(q, 'p.search_text'),
    behind(source.order, cursor),
  ]);
  const records = await reader.rows<TaskRecord>(
    `SELECT ${TASK_COLUMNS} FROM ${source.from} ${TASK_JOINS} WHERE ${where.sql} ${orderBy(source.order)} LIMIT ?`,
    [...where.params, limit + 1],
  );
  const rows = await taskRowsOf(reader, records, rules, now);
  const sortedBy = (row: TaskRow): string | null => (box === 'done' ? (row.decision?.recordedAt ?? null) : row.dueAt);
  const page = cutPage(
    rows,
    limit,
    bound,
    (row) => {
      const value = sortedBy(row);
      return [value === null ? null : sqlInstant(value), row.id];
    },
    (row) => row,
  );
  return { ...page, counts: cursor === null ? await countInbox(reader, personId, scope, sqlInstant(now)) : null };
}

async function countInbox(reader: Reader, personId: string, scope: Scope, now: string): Promise<InboxCounts> {
  const visible = inScopeOfEither(scope, 'u.path', 'ou.path');
  const count = async (box: Box, extra: SqlPart = NOTHING): Promise<number> => {
    const { from, where } = SOURCES[box];
    const all = allOf([where(personId), visible, extra]);
    const row = await reader.row<{ n: string }>(
      `SELECT COUNT(*) AS n FROM ${from} JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id JOIN units ou ON ou.id = r.owner_unit_id WHERE ${all.sql}`,
      all.params,
    );
    return Number(row?.n ?? 0);
  };
  return {
    todo: await count('todo'),
    waiting: await count('waiting'),
    done: await count('done'),
    overdue: await count('todo', { sql: 't.due_at <= ?', params: [now] }),
  };
}
