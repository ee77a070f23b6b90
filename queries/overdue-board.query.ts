/** "Quá hạn": what is late, how late, who holds it, how far the ladder has climbed, when it climbs next. */
import type { Scope } from '../domain/shared/access.js';
import type { RunningTerm } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow } from './clock.query.js';
import { allOf, decodeCursor, encodeCursor, marks, type CursorKey } from './keyset.js';
import { ofLateness, workingDaysLeft } from './lateness.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import { loadRulebook, type Rulebook } from './rulebook.js';
import { nextRung, readFirings, type NextRung } from './rungs.js';
import { TASK_COLUMNS, TASK_JOINS, taskRowsOf, type TaskRecord, type TaskRow } from './task-row.js';
import { inScopeOfEither, inSubtree } from './visibility.js';

/** Age in whole working days late; a task late since this morning counts as 1–2. */
export const AGES = ['1-2', '3-5', '6-10', '11-20', 'over20'] as const;
export type Age = (typeof AGES)[number];

const ageOf = (lateDays: number): Age => (lateDays <= 2 ? '1-2' : lateDays <= 5 ? '3-5' : lateDays <= 10 ? '6-10' : lateDays <= 20 ? '11-20' : 'over20');

export type LastNotice = { readonly kind: string; readonly rung: string | null; readonly status: string; readonly recipient: PersonName; readonly at: Instant };

export type OverdueRow = TaskRow & {
  readonly lateWorkingDays: number;
  readonly age: Age;
  readonly nextRung: NextRung | null;
  readonly holders: readonly PersonName[];
  readonly lastNotice: LastNotice | null;
};

export type OverdueBoard = {
  readonly now: Instant;
  readonly counts: { readonly overdue: number; readonly dueSoon: number; readonly escalated: number; readonly oldestDays: number };
  /** Late tasks by the unit that holds them; units without any are left out. */
  readonly ages: readonly { readonly unit: UnitName; readonly counts: Readonly<Record<Age, number>>; readonly total: number }[];
  /** The longest overdue on top. */
  readonly items: readonly OverdueRow[];
  readonly next: string | null;
};

export type OverdueArgs = {
  readonly scope: Scope;
  readonly unit: string | null;
  readonly age: Age | null;
  readonly cursor: string | null;
  readonly limit: number;
};

type Late = { id: string; due_at: Instant; rung_level: number; unit_id: string; unit_code: string; unit_name: string; calendar_id: string };
type Aged = Late & { readonly late: number; readonly age: Age };

/**
 * Counts and ages are of the whole scope and unit; `age` narrows the list only, so that the table stays whole while one
 * of its cells is open.
 * @throws cursor_invalid, parameter_invalid
 */
export async function findOverdueBoard(reader: Reader, args: OverdueArgs): Promise<OverdueBoard> {
  const { scope, unit, age, limit } = args;
  const bound = { list: 'overdue', unit, age };
  const cursor = decodeCursor(args.cursor, bound);
  const rules = await loadRulebook(reader);
  const now = await businessNow(reader);
  const visible = allOf([inScopeOfEither(scope, 'u.path', 'ou.path'), await inSubtree(reader, unit, 'u.path')]);
  const late = await lateTasks(reader, visible, rules, now);
  const soon = allOf([ofLateness('dueSoon', rules.calendars, now), visible]);
  const dueSoon = await reader.row<{ n: string }>(
    `SELECT COUNT(*) AS n FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id JOIN units ou ON ou.id = r.owner_unit_id WHERE ${soon.sql}`,
    soon.params,
  );
  const listed = late.filter((task) => age === null || task.age === age).filter((task) => isBehind(task, cursor));
  const shown = listed.slice(0, limit);
  const last = shown.at(-1);
  return {
    now,
    counts: {
      overdue: late.length,
      dueSoon: Number(dueSoon?.n ?? 0),
      escalated: late.filter((task) => Number(task.rung_level) > 0).length,
      oldestDays: late.reduce((oldest, task) => Math.max(oldest, task.late), 0),
    },
    ages: agesByUnit(late),
    items: await overdueRows(reader, shown, rules, now),
    next: listed.length > limit && last ? encodeCursor([last.due_at, last.id], bound) : null,
  };
}

async function lateTasks(
  reader: Reader,
  visible: { readonly sql: string; readonly params: readonly unknown[] },
  rules: Rulebook,
  now: Instant,
): Promise<readonly Aged[]> {
  const where = allOf([ofLateness('overdue', rules.calendars, now), visible]);
  const rows = await reader.rows<Late>(
    `SELECT t.id, t.due_at, t.rung_level, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name, u.calendar_id
     FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id JOIN units ou ON ou.id = r.owner_unit_id
     WHERE ${where.sql} ORDER BY t.due_at, t.id`,
    where.params,
  );
  return rows.map((row) => {
    const days = -(workingDaysLeft(rules.calendar(row.calendar_id), row.due_at, now) ?? 0);
    return { ...row, late: days, age: ageOf(days) };
  });
}

const isBehind = (task: Aged, cursor: CursorKey | null): boolean => {
  if (cursor === null) return true;
  const [dueAt, id] = cursor;
  return dueAt === null || task.due_at > dueAt || (task.due_at === dueAt && task.id > id);
};

function agesByUnit(late: readonly Aged[]): OverdueBoard['ages'] {
  const units = [...new Map(late.map((task) => [task.unit_code, { id: task.unit_id, code: task.unit_code, name: task.unit_name }])).values()];
  return units
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((unit) => {
      const mine = late.filter((task) => task.unit_id === unit.id);
      const counts = Object.fromEntries(AGES.map((age) => [age, mine.filter((task) => task.age === age).length])) as Record<Age, number>;
      return { unit, counts, total: mine.length };
    });
}

async function overdueRows(reader: Reader, shown: readonly Aged[], rules: Rulebook, now: Instant): Promise<readonly OverdueRow[]> {
  if (shown.length === 0) return [];
  const ids = shown.map((task) => task.id);
  const records = await reader.rows<TaskRecord>(`SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE t.id IN (${marks(ids)}) ORDER BY t.due_at, t.id`, ids);
  const rows = await taskRowsOf(reader, records, rules, now);
  const firings = await readFirings(reader, ids);
  const candidates = await reader.rows<{ task_id: string; person_id: string }>(
    `SELECT task_id, person_id FROM task_candidates WHERE task_id IN (${marks(ids)})`,
    ids,
  );
  const notices = await lastNotices(reader, ids);
  const people = await namePeople(reader, [...candidates.map((row) => row.person_id), ...[...notices.values()].map((notice) => notice.recipient_id)]);
  return rows.flatMap((row, index): readonly OverdueRow[] => {
    const record = records[index];
    const aged = shown.find((task) => task.id === row.id);
    // Decided between the two reads: it is late no more.
    if (!record || !aged || Number(record.is_open) !== 1) return [];
    const term = JSON.parse(record.term) as RunningTerm;
    const stage = stageOf(rules.route(record.route_key, Number(record.route_version)), record.stage_key);
    const notice = notices.get(row.id);
    return [
      {
        ...row,
        lateWorkingDays: aged.late,
        age: aged.age,
        nextRung: nextRung(stage, term, firings.get(row.id) ?? [], rules.calendarVersion(term.calendarId, term.calendarVersion)),
        holders: candidates.filter((candidate) => candidate.task_id === row.id).map((candidate) => people(candidate.person_id)),
        lastNotice: notice
          ? {
              kind: notice.kind,
              rung: notice.rung === '' ? null : notice.rung,
              status: notice.state,
              recipient: people(notice.recipient_id),
              at: notice.created_at,
            }
          : null,
      },
    ];
  });
}

type NoticeRow = { id: string; task_id: string; kind: string; rung: string; state: string; recipient_id: string; created_at: Instant };

async function lastNotices(reader: Reader, taskIds: readonly string[]): Promise<ReadonlyMap<string, NoticeRow>> {
  const rows = await reader.rows<NoticeRow>(
    `SELECT n.id, n.task_id, n.kind, n.rung, n.state, n.recipient_id, n.created_at FROM notices n
     WHERE n.subject_id IN (${marks(taskIds)}) AND n.task_id = n.subject_id ORDER BY n.created_at, n.id`,
    taskIds,
  );
  return new Map(rows.map((row) => [row.task_id, row]));
}
