/** What late tasks have lost so far: by due instant where nothing was held, task by task where some time is charged to nobody. */
import type { Calendar } from '../domain/calendar/calendar.js';
import { attributableDays, lostDong, lostTogether, rateDong, unheldDays, type DaysByYear, type HeldTime } from '../domain/escalation/cost-of-delay.js';
import { calendarsOfTerm } from '../domain/review/law.js';
import type { ReviewEvent, RunningTerm } from '../domain/review/review.js';
import { inParts } from '../domain/shared/in-parts.js';
import { localDateOf, yearOf, type Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { ZONE_OFFSET_MINUTES } from './clock.query.js';
import type { DelayRow } from './delay-page.js';
import { marks, sqlInstant, type SqlPart } from './keyset.js';
import type { LateGroup } from './late-groups.js';
import { workingDaysLeft } from './lateness.js';
import type { Rulebook } from './rulebook.js';
import type { SeenUnit } from './visibility.js';

/** đồng lost so far, and with each further working day. */
export type TotalDelay = { readonly lost: number; readonly ratePerDay: number };

/** What is the same for all tasks of one calendar and due instant, worked out once. */
export type DelayClock = {
  readonly now: Instant;
  readonly units: ReadonlyMap<string, SeenUnit>;
  /** The official working days of a year are those of the topmost unit's calendar. */
  readonly national: Calendar | null;
  readonly lateDays: (calendarId: string, dueAt: Instant) => number;
  readonly unheldDays: (calendarId: string, dueAt: Instant) => DaysByYear | null;
};

export function delayClock(units: readonly SeenUnit[], rules: Rulebook, now: Instant): DelayClock {
  const once = <T>(count: (calendar: Calendar, dueAt: Instant) => T): ((calendarId: string, dueAt: Instant) => T) => {
    const known = new Map<string, T>();
    return (calendarId, dueAt) => {
      const key = `${calendarId} ${dueAt}`;
      if (!known.has(key)) known.set(key, count(rules.calendar(calendarId), dueAt));
      return known.get(key) as T;
    };
  };
  const [root] = units;
  return {
    now,
    units: new Map(units.map((unit) => [unit.id, unit])),
    national: root ? rules.findCalendar(root.calendarId) : null,
    lateDays: once((calendar, dueAt) => -(workingDaysLeft(calendar, dueAt, now) ?? 0)),
    unheldDays: once((calendar, dueAt) => unheldDays(calendar, dueAt, now)),
  };
}

export const calendarOf = (clock: DelayClock, unitId: string): string => clock.units.get(unitId)?.calendarId ?? '';

/** What each task has lost; only where some time may be charged to nobody its own term and disputes are looked at. */
export async function lossesOf(reader: Reader, rows: readonly DelayRow[], rules: Rulebook, clock: DelayClock): Promise<readonly (number | null)[]> {
  const { national } = clock;
  const charged = await heldDays(
    reader,
    rows.filter((row) => row.held && row.rank !== null),
    rules,
    clock,
  );
  return rows.map((row) => {
    const days = row.held ? (charged.get(row.id) ?? null) : clock.unheldDays(calendarOf(clock, row.unitId), row.dueAt);
    return row.rank === null || national === null || days === null ? null : lostDong(0 - row.rank, days, national);
  });
}

async function heldDays(reader: Reader, rows: readonly DelayRow[], rules: Rulebook, clock: DelayClock): Promise<ReadonlyMap<string, DaysByYear | null>> {
  const charged = new Map<string, DaysByYear | null>();
  for (const part of inParts(rows, 1000)) {
    const ids = part.map((row) => row.id);
    const terms = await reader.rows<{ id: string; review_id: string; term: string }>(`SELECT id, review_id, term FROM tasks WHERE id IN (${marks(ids)})`, ids);
    const disputes = await disputesOf(
      reader,
      terms.map((row) => row.review_id),
    );
    for (const { id, dueAt, unitId } of part) {
      const found = terms.find((row) => row.id === id);
      if (!found) continue;
      const term = JSON.parse(found.term) as RunningTerm;
      const calendar = rules.calendar(calendarOf(clock, unitId));
      charged.set(id, attributableDays(calendar, term, calendarsOfTerm(rules, term), disputes.get(found.review_id) ?? [], dueAt, clock.now));
    }
  }
  return charged;
}

/** What all late tasks with verified figures have lost, and lose with each further working day; each rounded once. */
export async function delayOfAll(reader: Reader, late: readonly LateGroup[], visible: SqlPart, rules: Rulebook, clock: DelayClock): Promise<TotalDelay> {
  const { national, now } = clock;
  if (national === null) return { lost: 0, ratePerDay: 0 };
  const sure = late.filter((group) => group.sure > 0n);
  // Tasks of one calendar and due instant share their days: together they are one part.
  const shared = new Map<DaysByYear, bigint>();
  for (const group of sure.filter((candidate) => !candidate.held)) {
    const days = clock.unheldDays(group.unit.calendarId, group.dueAt);
    if (days !== null) shared.set(days, (shared.get(days) ?? 0n) + group.sure);
  }
  const parts = [...shared].map(([days, saving]): { readonly saving: bigint; readonly days: DaysByYear | null } => ({ saving, days }));
  const held = [...new Set(sure.filter((group) => group.held).map((group) => sqlInstant(group.dueAt)))];
  for (const dues of inParts(held, 1000)) {
    const rows = await reader.rows<{ id: string; due_at: Instant; unit_id: string; delay_rank: string }>(
      `SELECT t.id, t.due_at, t.unit_id, t.delay_rank FROM tasks t FORCE INDEX (ix_tasks_overdue_counts)
       WHERE t.is_open = 1 AND t.due_at IN (${marks(dues)}) AND t.held = 1 AND t.verified = 1 AND t.delay_rank < 0 AND (${visible.sql})`,
      [...dues, ...visible.params],
    );
    const found = rows.map((row) => ({ id: row.id, dueAt: row.due_at, unitId: row.unit_id, rank: Number(row.delay_rank), held: true, verified: true }));
    const charged = await heldDays(reader, found, rules, clock);
    parts.push(...found.map((row) => ({ saving: BigInt(0 - row.rank), days: charged.get(row.id) ?? null })));
  }
  const told = parts.flatMap(({ saving, days }) => (days === null || lostTogether([{ saving, days }], national) === null ? [] : [{ saving, days }]));
  const year = yearOf(localDateOf(now, ZONE_OFFSET_MINUTES));
  const rate = rateDong(
    told.reduce((sum, { saving }) => sum + saving, 0n),
    year,
    national,
  );
  return { lost: lostTogether(told, national) ?? 0, ratePerDay: rate ?? 0 };
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
