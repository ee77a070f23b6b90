/** "Quá hạn": what is late, how late, who holds it, how far the ladder has climbed, when it climbs next. */
import type { Calendar } from '../domain/calendar/calendar.js';
import type { Scope } from '../domain/shared/access.js';
import { attributableDays, blockOf, compareDelays, lostDong, rateDong, type HeldTime, type RankedDelay } from '../domain/escalation/cost-of-delay.js';
import { calendarsOfTerm } from '../domain/review/law.js';
import type { ReviewEvent, RunningTerm } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import { inParts } from '../domain/shared/in-parts.js';
import { localDateOf, yearOf, type Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { allOf, decodeCursor, encodeCursor, marks, type CursorKey } from './keyset.js';
import { ofLateness, workingDaysLeft } from './lateness.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import { loadRulebook, type Rulebook } from './rulebook.js';
import { nextRung, readFirings, type NextRung } from './rungs.js';
import { dong, savingOf, TASK_COLUMNS, TASK_JOINS, taskRowsOf, type TaskRecord, type TaskRow } from './task-row.js';
import { inScopeOfEither, inSubtree } from './visibility.js';
import { readFuse, type FuseState } from './watch.query.js';

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
  /** đồng of saving that each further working day costs; 0 where the proposal saves nothing, null while the cost is unknown. */
  readonly ratePerDay: number | null;
  /** đồng lost since the due instant, pauses and disputes left out. */
  readonly lost: number | null;
  /** The saving rests on figures that nobody has sent on yet. */
  readonly unverified: boolean;
};

export type OverdueBoard = {
  readonly now: Instant;
  readonly counts: { readonly overdue: number; readonly dueSoon: number; readonly escalated: number; readonly oldestDays: number };
  /** Late tasks by the unit that holds them; units without any are left out. */
  readonly ages: readonly { readonly unit: UnitName; readonly counts: Readonly<Record<Age, number>>; readonly total: number }[];
  /** Late tasks whose cost of delay cannot be told: they stand on top of the list, as a block of their own. */
  readonly costUnknown: number;
  /** đồng lost by all of them so far, and with each further working day; without unverified figures. */
  readonly delay: { readonly lost: number; readonly ratePerDay: number };
  /** Whether rungs and silence are held just now. */
  readonly fuse: FuseState;
  /** Unknown costs first; then by rate, by what is lost, by age; what loses nothing last. */
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

type Late = {
  id: string;
  due_at: Instant;
  rung_level: number;
  unit_id: string;
  unit_code: string;
  unit_name: string;
  calendar_id: string;
  review_id: string;
  term: string;
  cost_before: string | null;
  cost_after: string | null;
  frozen: number;
};
type Aged = Late &
  RankedDelay & { readonly late: number; readonly age: Age; readonly dueAt: Instant; readonly ratePerDay: number | null; readonly unverified: boolean };

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
  const ranked = late.filter((task) => age === null || task.age === age).toSorted(compareDelays);
  const listed = ranked.filter((task) => isBehind(task, cursor));
  const shown = listed.slice(0, limit);
  const last = shown.at(-1);
  const sure = late.filter((task) => blockOf(task) === 'losing' && !task.unverified);
  return {
    now,
    counts: {
      overdue: late.length,
      dueSoon: Number(dueSoon?.n ?? 0),
      escalated: late.filter((task) => Number(task.rung_level) > 0).length,
      oldestDays: late.reduce((oldest, task) => Math.max(oldest, task.late), 0),
    },
    ages: agesByUnit(late),
    costUnknown: late.filter((task) => blockOf(task) === 'costUnknown').length,
    delay: {
      lost: sure.reduce((sum, task) => sum + (task.lost ?? 0), 0),
      ratePerDay: sure.reduce((sum, task) => sum + (task.ratePerDay ?? 0), 0),
    },
    fuse: await readFuse(reader),
    items: await overdueRows(reader, shown, rules, now),
    next: listed.length > limit && last ? encodeCursor([rankText(last), last.id], bound) : null,
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
    `SELECT t.id, t.due_at, t.rung_level, t.review_id, t.term, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name, u.calendar_id,
       pr.cost_before, pr.cost_after,
       EXISTS (SELECT 1 FROM cost_sheets s WHERE s.review_id = r.id AND s.revision = r.revision AND s.kind IN ('submission', 'decision', 'execution')) AS frozen
     FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id JOIN units ou ON ou.id = r.owner_unit_id
     LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision
     WHERE ${where.sql} ORDER BY t.due_at, t.id`,
    where.params,
  );
  const national = await nationalCalendar(reader, rules);
  const disputes = await disputesOf(
    reader,
    rows.map((row) => row.review_id),
  );
  const year = yearOf(localDateOf(now, ZONE_OFFSET_MINUTES));
  return rows.map((row) => {
    const calendar = rules.calendar(row.calendar_id);
    const days = -(workingDaysLeft(calendar, row.due_at, now) ?? 0);
    const saving = savingOf(dong(row.cost_before), dong(row.cost_after));
    const term = JSON.parse(row.term) as RunningTerm;
    const charged =
      saving === null || national === null
        ? null
        : attributableDays(calendar, term, calendarsOfTerm(rules, term), disputes.get(row.review_id) ?? [], row.due_at, now);
    const lost = saving === null || national === null || charged === null ? null : lostDong(saving, charged, national);
    return {
      ...row,
      late: days,
      age: ageOf(days),
      dueAt: row.due_at,
      saving,
      lost,
      ratePerDay: saving === null || lost === null || national === null ? null : rateDong(saving, year, national),
      unverified: Number(row.frozen) !== 1,
    };
  });
}

/** The official working days of a year are those of the topmost unit's calendar. */
async function nationalCalendar(reader: Reader, rules: Rulebook): Promise<Calendar | null> {
  const root = await reader.row<{ calendar_id: string }>('SELECT calendar_id FROM units WHERE parent_id IS NULL ORDER BY path LIMIT 1');
  return root ? rules.findCalendar(root.calendar_id) : null;
}

type Dispute = Extract<ReviewEvent, { type: 'DecisionDisputed' | 'DisputeResolved' }>;

/** When work on a review stood still because a decision was disputed. */
async function disputesOf(reader: Reader, reviewIds: readonly string[]): Promise<ReadonlyMap<string, readonly HeldTime[]>> {
  const held = new Map<string, HeldTime[]>();
  for (const part of inParts([...new Set(reviewIds)], 1000)) {
    const rows = await reader.rows<{ stream_id: string; payload: string }>(
      `SELECT stream_id, payload FROM facts WHERE stream_id IN (${marks(part)}) AND type IN ('DecisionDisputed', 'DisputeResolved') ORDER BY stream_id, seq`,
      part,
    );
    const open = new Map<string, Instant>();
    for (const row of rows) {
      const event = JSON.parse(row.payload) as Dispute;
      const key = `${row.stream_id} ${event.decisionId}`;
      if (event.type === 'DecisionDisputed') open.set(key, event.at);
      const from = open.get(key);
      if (event.type === 'DisputeResolved' && from !== undefined) {
        held.set(row.stream_id, [...(held.get(row.stream_id) ?? []), { from, to: event.at }]);
        open.delete(key);
      }
    }
    for (const [key, from] of open) {
      const id = key.slice(0, key.indexOf(' '));
      held.set(id, [...(held.get(id) ?? []), { from, to: null }]);
    }
  }
  return held;
}

/** What a cursor remembers of a row's rank; with the id it is the whole of it. */
const rankText = ({ saving, lost, dueAt }: RankedDelay): string => `${saving ?? ''}|${lost ?? ''}|${dueAt}`;

function isBehind(task: Aged, cursor: CursorKey | null): boolean {
  if (cursor === null) return true;
  const [saving = '', lost = '', dueAt = ''] = (cursor[0] ?? '').split('|');
  const known = (text: string): number | null => (text === '' ? null : Number(text));
  return compareDelays(task, { id: cursor[1], saving: known(saving), lost: known(lost), dueAt: dueAt as Instant }) > 0;
}

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
  const found = await reader.rows<TaskRecord>(`SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE t.id IN (${marks(ids)})`, ids);
  const records = ids.flatMap((id) => found.find((record) => record.id === id) ?? []);
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
        ratePerDay: aged.ratePerDay,
        lost: aged.lost,
        unverified: aged.unverified,
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
