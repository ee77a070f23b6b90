/** "Quá hạn": what is late, how late, who holds it, how far the ladder has climbed, when it climbs next. */
import type { Scope } from '../domain/shared/access.js';
import { rateDong } from '../domain/escalation/cost-of-delay.js';
import { calendarsOfTerm } from '../domain/review/law.js';
import type { RunningTerm } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import { localDateOf, yearOf, type Instant, type LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { calendarOf, delayClock, delayOfAll, lossesOf, type DelayClock } from './delay-losses.js';
import { rankText, readDelayPage, type Ranked } from './delay-page.js';
import { allOf, decodeCursor, encodeCursor, marks, NOTHING, sqlInstant, type SqlPart } from './keyset.js';
import { readLateGroups, type LateGroup } from './late-groups.js';
import { readLastLetters } from './last-letters.js';
import { soonUntil } from './lateness.js';
import { namePeople, type PersonName, type UnitName } from './people.js';
import { loadRulebook, type Rulebook } from './rulebook.js';
import { nextRung, readFirings, type NextRung } from './rungs.js';
import { TASK_COLUMNS, TASK_JOINS, taskRowsOf, type TaskRecord, type TaskRow } from './task-row.js';
import { listUnits, tasksInScope } from './visibility.js';
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
  /** Open tasks that nothing can be due for until their calendar is prolonged, by calendar. */
  readonly needsCalendar: readonly { readonly calendarId: string; readonly knownThrough: LocalDate; readonly tasks: number }[];
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
  const units = await listUnits(reader);
  const visible = tasksInScope(units, scope, unit);
  const soon = new Map(rules.calendars.map((calendar) => [calendar.id, soonUntil(calendar, now)]));
  const clock = delayClock(units, rules, now);
  // The figures and the list are read side by side; only a list of one age must know the figures first.
  const counting = readLateGroups(reader, visible, units, [...soon.values()].toSorted().at(-1) ?? now);
  const listing = listLate(async () => (age === null ? NOTHING : ofAge(lateOf(await counting, now), age, clock)));
  const [groups, { shown, items, more }, needsCalendar, fuse] = await Promise.all([
    counting,
    listing,
    calendarsNeeded(reader, visible, rules),
    readFuse(reader),
  ]);
  const late = lateOf(groups, now);
  const last = shown.at(-1);
  return {
    now,
    counts: {
      overdue: sumOf(late, (group) => group.tasks),
      dueSoon: sumOf(
        groups.filter((group) => group.dueAt > now && group.dueAt <= (soon.get(group.unit.calendarId) ?? now)),
        (group) => group.tasks,
      ),
      escalated: sumOf(late, (group) => group.escalated),
      oldestDays: late.reduce((oldest, { unit: { calendarId }, dueAt }) => Math.max(oldest, clock.lateDays(calendarId, dueAt)), 0),
    },
    ages: agesByUnit(late, clock),
    needsCalendar,
    costUnknown: sumOf(late, (group) => group.costUnknown),
    delay: await delayOfAll(reader, late, visible, rules, clock),
    fuse,
    items,
    next: more && last ? encodeCursor([rankText(last), last.id], bound) : null,
  };

  async function listLate(
    narrowed: () => Promise<SqlPart>,
  ): Promise<{ readonly shown: readonly Ranked[]; readonly items: readonly OverdueRow[]; readonly more: boolean }> {
    const wanted = allOf([{ sql: 't.due_at <= ?', params: [sqlInstant(now)] }, visible, await narrowed()]);
    const listed = await readDelayPage(reader, wanted, cursor, limit + 1, (rows) => lossesOf(reader, rows, rules, clock));
    const shown = listed.slice(0, limit);
    return { shown, items: await overdueRows(reader, shown, rules, clock), more: listed.length > limit };
  }
}

const lateOf = (groups: readonly LateGroup[], now: Instant): readonly LateGroup[] => groups.filter((group) => group.dueAt <= now);

const sumOf = (groups: readonly LateGroup[], amount: (group: LateGroup) => number): number => groups.reduce((sum, group) => sum + amount(group), 0);

async function calendarsNeeded(
  reader: Reader,
  visible: { readonly sql: string; readonly params: readonly unknown[] },
  rules: Rulebook,
): Promise<OverdueBoard['needsCalendar']> {
  const rows = await reader.rows<{ calendar_id: string; n: string }>(
    `SELECT u.calendar_id, COUNT(*) AS n FROM tasks t JOIN reviews r ON r.id = t.review_id JOIN units u ON u.id = t.unit_id
     JOIN units ou ON ou.id = r.owner_unit_id
     WHERE t.is_open = 1 AND t.due_at IS NULL AND JSON_EXTRACT(t.term, '$.needsCalendar') IS NOT NULL AND (${visible.sql})
     GROUP BY u.calendar_id ORDER BY u.calendar_id`,
    visible.params,
  );
  return rows.map((row) => ({ calendarId: row.calendar_id, knownThrough: rules.calendar(row.calendar_id).knownThrough, tasks: Number(row.n) }));
}

/** Tasks of one age, as stretches of due instants in each calendar. */
function ofAge(late: readonly LateGroup[], age: Age, clock: DelayClock): SqlPart {
  const stretches: { readonly calendarId: string; readonly from: Instant; to: Instant }[] = [];
  let open: (typeof stretches)[number] | null = null;
  for (const calendarId of new Set(late.map((group) => group.unit.calendarId))) {
    open = null;
    for (const { dueAt } of late.filter((group) => group.unit.calendarId === calendarId)) {
      if (ageOf(clock.lateDays(calendarId, dueAt)) !== age) open = null;
      else if (open) open.to = dueAt;
      else stretches.push((open = { calendarId, from: dueAt, to: dueAt }));
    }
  }
  if (stretches.length === 0) return { sql: '1 = 0', params: [] };
  const parts = stretches.map(({ calendarId, from, to }): SqlPart => {
    const of = [...clock.units.values()].filter((unit) => unit.calendarId === calendarId).map((unit) => unit.id);
    return { sql: `(t.due_at BETWEEN ? AND ? AND t.unit_id IN (${marks(of)}))`, params: [sqlInstant(from), sqlInstant(to), ...of] };
  });
  return { sql: parts.map((part) => part.sql).join(' OR '), params: parts.flatMap((part) => part.params) };
}

function agesByUnit(late: readonly LateGroup[], clock: DelayClock): OverdueBoard['ages'] {
  return [...new Set(late.map((group) => group.unit))]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map((holder) => {
      const mine = late.filter((group) => group.unit === holder);
      const counts = Object.fromEntries(AGES.map((age) => [age, 0])) as Record<Age, number>;
      for (const group of mine) counts[ageOf(clock.lateDays(holder.calendarId, group.dueAt))] += group.tasks;
      const { id, code, name } = holder;
      return { unit: { id, code, name }, counts, total: sumOf(mine, (group) => group.tasks) };
    });
}

async function overdueRows(reader: Reader, shown: readonly Ranked[], rules: Rulebook, clock: DelayClock): Promise<readonly OverdueRow[]> {
  if (shown.length === 0) return [];
  const ids = shown.map((task) => task.id);
  const found = await reader.rows<TaskRecord>(`SELECT ${TASK_COLUMNS} FROM tasks t ${TASK_JOINS} WHERE t.id IN (${marks(ids)})`, ids);
  const records = ids.flatMap((id) => found.find((record) => record.id === id) ?? []);
  const rows = await taskRowsOf(reader, records, rules, clock.now);
  const firings = await readFirings(
    reader,
    records.map((record) => record.review_id),
  );
  const candidates = await reader.rows<{ task_id: string; person_id: string }>(
    `SELECT task_id, person_id FROM task_candidates WHERE task_id IN (${marks(ids)})`,
    ids,
  );
  const letters = await readLastLetters(reader, records, firings);
  const people = await namePeople(reader, [...candidates.map((row) => row.person_id), ...[...letters.values()].map((letter) => letter.recipientId)]);
  return rows.flatMap((row, index): readonly OverdueRow[] => {
    const record = records[index];
    const ranked = shown.find((task) => task.id === row.id);
    // Decided between the two reads: it is late no more.
    if (!record || !ranked || Number(record.is_open) !== 1) return [];
    const late = clock.lateDays(calendarOf(clock, ranked.unitId), ranked.dueAt);
    const term = JSON.parse(record.term) as RunningTerm;
    const stage = stageOf(rules.route(record.route_key, Number(record.route_version)), record.stage_key);
    const letter = letters.get(row.id);
    return [
      {
        ...row,
        lateWorkingDays: late,
        age: ageOf(late),
        nextRung: nextRung(stage, term, firings.get(row.id) ?? [], calendarsOfTerm(rules, term)),
        holders: candidates.filter((candidate) => candidate.task_id === row.id).map((candidate) => people(candidate.person_id)),
        lastNotice: letter
          ? { kind: letter.kind, rung: letter.rung === '' ? null : letter.rung, status: letter.state, recipient: people(letter.recipientId), at: letter.at }
          : null,
        ratePerDay:
          ranked.saving === null || ranked.lost === null || clock.national === null
            ? null
            : rateDong(ranked.saving, yearOf(localDateOf(clock.now, ZONE_OFFSET_MINUTES)), clock.national),
        lost: ranked.lost,
        unverified: !ranked.verified,
      },
    ];
  });
}
