/**
 * A term: its anchor, its limit, what happened to it since, with the due instant computed from these alone.
 *
 * Nothing is stored but facts. Pauses keep the budget, extensions and adjustments change it, a rebase lets the rest count
 * on another calendar; the walk below is the only place that turns them into dates.
 */
import { DomainError } from '../shared/errors.js';
import { addDays, epochMs, instantFromMs, type Instant, type LocalDate } from '../shared/instant.js';
import {
  dueDate,
  endOfDate,
  isKnown,
  isProvisional,
  isWorkingDay,
  localDate,
  requireKnown,
  rowOf,
  workingDateUpTo,
  workingMs,
  type Beyond,
  type Calendar,
  type CalendarRow,
} from './calendar.js';
import { MS_PER_HOUR, requireWhole, type LimitUnit } from './working-time.js';

export { addLegalMonths, addLimit, latestDateBefore, LIMIT_UNITS, measure, shiftWorking, workingDaysBetween, type LimitUnit } from './working-time.js';

/** A budget of legal time; exactly one of the four. `fixedDate` neither rolls nor pauses. */
export type Limit = ({ readonly days: number } | { readonly workingDays: number } | { readonly workingHours: number } | { readonly fixedDate: LocalDate }) & {
  /** Whether the date on which a pause ends counts again; default `counted`. */
  readonly resumeDay?: 'counted' | 'notCounted';
  readonly basis?: string;
};

/** One fact of the suspension ledger, in the order of recording. `by` counts in the unit of the limit. */
export type TermEvent =
  /** Half-open `[from, until)`; without `until` the pause is open and the term has no due instant. */
  | { readonly type: 'suspended'; readonly at: Instant; readonly from: Instant; readonly until?: Instant; readonly ground: string; readonly basis: string }
  /** Ends every pause that runs at `at`, a planned one early. */
  | { readonly type: 'resumed'; readonly at: Instant }
  | { readonly type: 'extended'; readonly by: number; readonly basis: string }
  | { readonly type: 'adjusted'; readonly by: number; readonly reason: string }
  /** What is not over at `at` counts on that calendar; a new version of the same calendar recounts its whole part. */
  | { readonly type: 'rebased'; readonly at: Instant; readonly calendarId: string; readonly calendarVersion: number }
  | { readonly type: 'floored'; readonly by: number };

export type Term = { readonly anchor: Instant; readonly limit: Limit; readonly events: readonly TermEvent[] };

/** The calendar the term opened on; as a list, that one first and then those it was rebased to. */
export type Calendars = Calendar | readonly Calendar[];

export type Due = {
  /** Null while a pause is open, or where the calendar must first be prolonged. */
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  /** Last counted date, before a day off is rolled forward. */
  readonly rawEndOn: LocalDate | null;
  /** A date it ran over is only proposed: "tạm tính". */
  readonly provisional: boolean;
  /** The term leads past the last known date: nothing is due until the calendar is prolonged. */
  readonly needsCalendar: boolean;
};

/** A pause as it counts, milliseconds; `to` is infinite while it is open. */
export type Pause = { readonly from: number; readonly to: number; readonly ground: string; readonly basis: string };

/** What one date after the anchor was. */
export type DateStep = {
  readonly date: LocalDate;
  readonly kind: 'counted' | 'held' | 'off' | 'rolled';
  readonly calendar: Calendar;
  readonly row: CalendarRow | null;
  /** The pause that holds it; on a rolled date, the reason why it is passed over. */
  readonly pause: Pause | null;
  readonly working: boolean;
};

/** What one stretch of time after the anchor was, milliseconds, contiguous. */
export type TimeStep = { readonly from: number; readonly to: number; readonly kind: 'counted' | 'held' | 'off'; readonly pause: Pause | null };

/** The walk of a term from its anchor, as far as it can be walked. */
export type Walk = {
  readonly dates: readonly DateStep[];
  readonly times: readonly TimeStep[];
  readonly rawEndOn: LocalDate | null;
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  /** The open pause at which the walk stopped. */
  readonly heldBy: Pause | null;
  readonly needsCalendar: boolean;
  readonly provisional: boolean;
};

export type UnitOfTerm = LimitUnit | 'fixedDate';

export function unitOf(limit: Limit): UnitOfTerm {
  if ('workingDays' in limit) return 'workingDays';
  if ('workingHours' in limit) return 'workingHours';
  return 'days' in limit ? 'days' : 'fixedDate';
}

export function amountOf(limit: Limit): number {
  if ('workingDays' in limit) return limit.workingDays;
  if ('workingHours' in limit) return limit.workingHours;
  return 'days' in limit ? limit.days : 0;
}

/** The parts of a term's budget, all in the unit of its limit. */
export type Budget = {
  readonly limit: number;
  readonly extended: number;
  readonly adjusted: number;
  readonly floored: number;
  readonly total: number;
};

/** @throws limit_invalid when a part is no whole number or nothing is left · fixed_date_immovable */
export function budgetOf(term: Term): Budget {
  const parts = { extended: 0, adjusted: 0, floored: 0 };
  for (const event of term.events) {
    if (event.type === 'suspended' && 'fixedDate' in term.limit) throw new DomainError('fixed_date_immovable', { fixedDate: term.limit.fixedDate });
    if (event.type !== 'extended' && event.type !== 'adjusted' && event.type !== 'floored') continue;
    if ('fixedDate' in term.limit) throw new DomainError('fixed_date_immovable', { fixedDate: term.limit.fixedDate });
    requireWhole(event.by, event.type === 'adjusted' ? -Number.MAX_SAFE_INTEGER : 1);
    parts[event.type] += event.by;
  }
  const limit = amountOf(term.limit);
  const total = limit + parts.extended + parts.adjusted + parts.floored;
  if (!('fixedDate' in term.limit)) {
    requireWhole(limit);
    requireWhole(total);
  }
  return { limit, ...parts, total };
}

const asList = (calendars: Calendars): readonly Calendar[] => ('id' in calendars ? [calendars] : calendars);

/** The calendar on which a term opened. */
export function openingCalendar(calendars: Calendars): Calendar {
  const first = asList(calendars)[0];
  if (first === undefined) throw new Error('a term needs a calendar');
  return first;
}

type Era = { readonly calendar: Calendar; readonly since: number };

/** Which calendar rules from when; the first rules from the beginning. */
function erasOf(term: Term, calendars: Calendars): readonly [Era, ...Era[]] {
  const known = asList(calendars);
  const eras: [Era, ...Era[]] = [{ calendar: openingCalendar(calendars), since: Number.NEGATIVE_INFINITY }];
  for (const event of term.events) {
    if (event.type !== 'rebased') continue;
    const calendar = known.find((candidate) => candidate.id === event.calendarId && candidate.version === event.calendarVersion);
    if (calendar === undefined) throw new Error(`calendar ${event.calendarId} v${event.calendarVersion} was not loaded for the term`);
    const last = eras[eras.length - 1] as Era;
    if (last.calendar.id === calendar.id) eras[eras.length - 1] = { calendar, since: last.since };
    else eras.push({ calendar, since: epochMs(event.at) });
  }
  return eras;
}

/** The calendar on which what is left of a term counts. */
export const rulingCalendar = (term: Term, calendars: Calendars): Calendar => (erasOf(term, calendars).at(-1) as Era).calendar;

/** A date that was over before a rebase stays with the old calendar; so it counts at most once. */
function calendarOn(eras: readonly [Era, ...Era[]], date: LocalDate): Calendar {
  let calendar = eras[0].calendar;
  for (const era of eras.slice(1)) {
    if (epochMs(endOfDate(calendar, date)) <= era.since) break;
    calendar = era.calendar;
  }
  return calendar;
}

/** The pauses of a term as they count: early resumes cut them, `notCounted` stretches them to the end of the date of resuming. */
export function pausesOf(term: Term, calendars: Calendars): readonly Pause[] {
  let pauses: Pause[] = [];
  for (const event of term.events) {
    if (event.type === 'suspended') {
      pauses.push({
        from: epochMs(event.from),
        to: event.until === undefined ? Number.POSITIVE_INFINITY : epochMs(event.until),
        ground: event.ground,
        basis: event.basis,
      });
    } else if (event.type === 'resumed') {
      const at = epochMs(event.at);
      pauses = pauses.map((pause) => (pause.from <= at && at < pause.to ? { ...pause, to: at } : pause));
    }
  }
  const lasting = pauses.filter((pause) => pause.to > pause.from);
  if (term.limit.resumeDay !== 'notCounted') return lasting;
  const eras = erasOf(term, calendars);
  return lasting.map((pause) => {
    if (pause.to === Number.POSITIVE_INFINITY) return pause;
    const resumedOn = localDate(eras[0].calendar, instantFromMs(pause.to));
    return { ...pause, to: Math.max(pause.to, epochMs(endOfDate(calendarOn(eras, resumedOn), resumedOn))) };
  });
}

/** Whether a pause runs at an instant; a term at rest is never overdue. */
export const isSuspendedAt = (term: Term, calendars: Calendars, at: Instant): boolean =>
  pausesOf(term, calendars).some((pause) => pause.from <= epochMs(at) && epochMs(at) < pause.to);

/**
 * A date is held when its last moment lies in a pause, which reads `from < end(d) <= to`: the end of a date belongs to
 * that date, so a pause that begins at 24:00 holds nothing of it, while one that lasts until 24:00 holds it.
 */
function holding(pauses: readonly Pause[], endMs: number): Pause | null {
  let found: Pause | null = null;
  for (const pause of pauses) {
    if (pause.from < endMs && endMs <= pause.to && (found === null || pause.to > found.to)) found = pause;
  }
  return found;
}

/**
 * Walks a term date by date, or stretch by stretch for working hours, until its budget is used up.
 * @throws calendar_unknown unless it may wait · limit_invalid · fixed_date_immovable
 */
export function walkTerm(term: Term, calendars: Calendars, beyond: Beyond = 'refuse'): Walk {
  const budget = budgetOf(term).total;
  const eras = erasOf(term, calendars);
  const unit = unitOf(term.limit);
  if ('fixedDate' in term.limit) return walkToFixedDate(term.limit.fixedDate, eras);
  const pauses = pausesOf(term, calendars);
  const course = { term, eras, pauses, beyond };
  return unit === 'workingHours' ? walkHours(course, budget * MS_PER_HOUR) : walkDates(course, budget, unit === 'workingDays');
}

function walkToFixedDate(fixedDate: LocalDate, eras: readonly [Era, ...Era[]]): Walk {
  const dueAt = endOfDate(calendarOn(eras, fixedDate), fixedDate);
  return { dates: [], times: [], rawEndOn: fixedDate, dueAt, dueOn: fixedDate, heldBy: null, needsCalendar: false, provisional: false };
}

/** What a walk is made over. */
type Course = { readonly term: Term; readonly eras: readonly [Era, ...Era[]]; readonly pauses: readonly Pause[]; readonly beyond: Beyond };

function walkDates({ term, eras, pauses, beyond }: Course, budget: number, workingOnly: boolean): Walk {
  const dates: DateStep[] = [];
  let provisional = false;
  let rawEndOn: LocalDate | null = null;
  let counted = 0;
  const stop = (heldBy: Pause | null): Walk => ({ dates, times: [], rawEndOn, dueAt: null, dueOn: null, heldBy, needsCalendar: heldBy === null, provisional });

  for (let date = addDays(localDate(eras[0].calendar, term.anchor), 1); ; date = addDays(date, 1)) {
    const calendar = calendarOn(eras, date);
    if (!isKnown(calendar, date)) {
      if (beyond === 'wait') return stop(null);
      requireKnown(calendar, date);
    }
    provisional ||= isProvisional(calendar, date);
    const working = isWorkingDay(calendar, date);
    const end = endOfDate(calendar, date);
    const pause = workingOnly && !working ? null : holding(pauses, epochMs(end));
    const step = { date, calendar, row: rowOf(calendar, date), pause, working };
    const openPause = pause !== null && pause.to === Number.POSITIVE_INFINITY;

    if (rawEndOn !== null) {
      if (openPause && working) return stop(pause);
      dates.push({ ...step, kind: 'rolled' });
      if (working && pause === null) return { ...stop(null), dueAt: end, dueOn: date, needsCalendar: false, provisional };
      continue;
    }
    if (openPause) return stop(pause);
    if (pause !== null) dates.push({ ...step, kind: 'held' });
    else if (workingOnly && !working) dates.push({ ...step, kind: 'off' });
    else {
      dates.push({ ...step, kind: 'counted' });
      counted += 1;
      if (counted < budget) continue;
      rawEndOn = date;
      if (working) return { ...stop(null), dueAt: end, dueOn: date, needsCalendar: false, provisional };
    }
  }
}

function walkHours({ term, eras, pauses, beyond }: Course, budgetMs: number): Walk {
  const times: TimeStep[] = [];
  const anchor = epochMs(term.anchor);
  let cursor = anchor;
  let need = budgetMs;
  let provisional = false;
  const stop = (heldBy: Pause | null): Walk => ({
    dates: [],
    times,
    rawEndOn: null,
    dueAt: null,
    dueOn: null,
    heldBy,
    needsCalendar: heldBy === null,
    provisional,
  });
  const pass = (to: number, kind: TimeStep['kind'], pause: Pause | null): void => {
    if (to > cursor) times.push({ from: cursor, to, kind, pause });
    cursor = Math.max(cursor, to);
  };

  for (let date = localDate(eras[0].calendar, term.anchor); ; date = addDays(date, 1)) {
    const calendar = calendarOn(eras, date);
    if (!isKnown(calendar, date)) {
      if (beyond === 'wait') return stop(null);
      requireKnown(calendar, date);
    }
    provisional ||= isProvisional(calendar, date);
    for (const piece of workingPieces(eras, date)) {
      if (piece.to <= cursor) continue;
      pass(piece.from, 'off', null);
      while (cursor < piece.to) {
        const pause = coveringPause(pauses, cursor);
        if (pause !== null) {
          if (pause.to === Number.POSITIVE_INFINITY) return stop(pause);
          pass(Math.min(piece.to, pause.to), 'held', pause);
          continue;
        }
        const nextPause = Math.min(...pauses.filter((candidate) => candidate.from > cursor).map((candidate) => candidate.from));
        const to = Math.min(piece.to, cursor + need, nextPause);
        need -= to - cursor;
        pass(to, 'counted', null);
        if (need === 0) {
          const dueAt = instantFromMs(cursor);
          const dueOn = dueDate(calendar, dueAt);
          return { ...stop(null), dueAt, dueOn, rawEndOn: dueOn, needsCalendar: false, provisional };
        }
      }
    }
  }
}

/** Working stretches of a date, each under the calendar that rules at that time. */
function workingPieces(eras: readonly [Era, ...Era[]], date: LocalDate): readonly { readonly from: number; readonly to: number }[] {
  if (eras.length === 1) return workingMs(eras[0].calendar, date);
  return eras.flatMap((era, index) => {
    const until = eras[index + 1]?.since ?? Number.POSITIVE_INFINITY;
    if (!isKnown(era.calendar, date)) return [];
    return workingMs(era.calendar, date)
      .map((piece) => ({ from: Math.max(piece.from, era.since), to: Math.min(piece.to, until) }))
      .filter((piece) => piece.to > piece.from);
  });
}

function coveringPause(pauses: readonly Pause[], ms: number): Pause | null {
  let found: Pause | null = null;
  for (const pause of pauses) {
    if (pause.from <= ms && ms < pause.to && (found === null || pause.to > found.to)) found = pause;
  }
  return found;
}

/**
 * The due instant of a term.
 * @throws calendar_unknown when it ends beyond the known dates and may not wait · limit_invalid · fixed_date_immovable
 * @legal Bộ luật Dân sự 2015, Điều 147–148
 */
export function dueOf(term: Term, calendars: Calendars, beyond: Beyond = 'refuse'): Due {
  const { dueAt, dueOn, rawEndOn, provisional, needsCalendar } = walkTerm(term, calendars, beyond);
  return { dueAt, dueOn, rawEndOn, provisional, needsCalendar };
}

/** Used and remaining budget at an instant, in dates or, for working hours, in working milliseconds. */
export type Progress = { readonly unit: 'dates' | 'milliseconds'; readonly used: number; readonly remaining: number };

/** How much of its budget a term has used up; null for a fixed date. Used and remaining always add up to the budget. */
export function progressOf(term: Term, calendars: Calendars, now: Instant, beyond: Beyond = 'refuse'): Progress | null {
  if ('fixedDate' in term.limit) return null;
  const walk = walkTerm(term, calendars, beyond);
  const total = budgetOf(term).total;
  if (unitOf(term.limit) === 'workingHours') {
    const at = epochMs(now);
    const used = walk.times.reduce((sum, step) => sum + (step.kind === 'counted' ? Math.max(0, Math.min(step.to, at) - step.from) : 0), 0);
    return { unit: 'milliseconds', used, remaining: total * MS_PER_HOUR - used };
  }
  const used = walk.dates.filter((step) => step.kind === 'counted' && endOfDate(step.calendar, step.date) <= now).length;
  return { unit: 'dates', used, remaining: total - used };
}

/**
 * The date by which reminders and colours aim: the due date, or the last working date before a fixed date on a day off.
 * @throws calendar_unknown
 */
export const remindByOf = (calendar: Calendar, dueAt: Instant): LocalDate => workingDateUpTo(calendar, dueDate(calendar, dueAt));
