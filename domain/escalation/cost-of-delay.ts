/**
 * What a late task costs the people who wait for its saving: đồng lost by each working day after the due instant.
 *
 * `rate = saving a year / W(year)`, `lost = floor(Σ saving × d / W)` over the years the delay runs through: d the working days
 * of the unit's own calendar that are its own doing, W the official working days of the national calendar.
 */
import { dueDate, endOfDate, isKnown, isWorkingDay, type Calendar } from '../calendar/calendar.js';
import { pausesOf, type Calendars, type Term } from '../calendar/term.js';
import { addDays, epochMs, yearOf, type Instant, type LocalDate } from '../shared/instant.js';

/** Half-open stretch of time that is charged to nobody: a pause, or a dispute. `to: null` = it still lasts. */
export type HeldTime = { readonly from: Instant; readonly to: Instant | null };

/** Working days by the year they fall in. */
export type DaysByYear = ReadonlyMap<number, number>;

/**
 * Working days after the due date up to the date of `now` that the unit answers for. A date is charged to nobody when its
 * end lies in a pause of the term or in held time.
 * @returns null where the calendar does not reach
 */
export function attributableDays(
  calendar: Calendar,
  term: Term,
  calendars: Calendars,
  held: readonly HeldTime[],
  dueAt: Instant,
  now: Instant,
): DaysByYear | null {
  const stretches = [
    ...pausesOf(term, calendars).map(({ from, to }) => ({ from, to })),
    ...held.map(({ from, to }) => ({ from: epochMs(from), to: to === null ? Number.POSITIVE_INFINITY : epochMs(to) })),
  ];
  return daysCharged(calendar, stretches, dueAt, now);
}

const counted = new WeakMap<Calendar, { readonly today: LocalDate; readonly byDueDate: Map<LocalDate, DaysByYear | null> }>();

/** The same of a task whose time nothing was ever held of: one answer, kept for the day, for all of them that fell due on a date. */
export function unheldDays(calendar: Calendar, dueAt: Instant, now: Instant): DaysByYear | null {
  const today = dueDate(calendar, now);
  const kept = counted.get(calendar);
  const ofToday = kept?.today === today ? kept : { today, byDueDate: new Map<LocalDate, DaysByYear | null>() };
  counted.set(calendar, ofToday);
  const date = dueDate(calendar, dueAt);
  const known = ofToday.byDueDate.get(date);
  if (known !== undefined) return known;
  const days = daysCharged(calendar, [], dueAt, now);
  ofToday.byDueDate.set(date, days);
  return days;
}

/** Whether some of a task's time may be charged to nobody: its term was suspended, or a verdict of its review disputed. */
export const mayBeHeld = (term: Term, disputed: boolean): boolean => disputed || term.events.some((event) => event.type === 'suspended');

type Stretch = { readonly from: number; readonly to: number };

function daysCharged(calendar: Calendar, stretches: readonly Stretch[], dueAt: Instant, now: Instant): DaysByYear | null {
  const [start, end] = [dueDate(calendar, dueAt), dueDate(calendar, now)];
  if (!isKnown(calendar, start) || (end > start && !isKnown(calendar, end))) return null;
  const days = new Map<number, number>();
  for (let date = addDays(start, 1); date <= end; date = addDays(date, 1)) {
    if (!isKnown(calendar, date)) return null;
    if (!isWorkingDay(calendar, date) || isHeld(calendar, date, stretches)) continue;
    days.set(yearOf(date), (days.get(yearOf(date)) ?? 0) + 1);
  }
  return days;
}

function isHeld(calendar: Calendar, date: LocalDate, stretches: readonly Stretch[]): boolean {
  if (stretches.length === 0) return false;
  const end = epochMs(endOfDate(calendar, date));
  return stretches.some(({ from, to }) => from < end && end <= to);
}

const perYear = new WeakMap<Calendar, Map<number, number | null>>();

/** Working days of a whole year; null where the calendar does not know every date of it. */
export function workingDaysOfYear(calendar: Calendar, year: number): number | null {
  const known = perYear.get(calendar) ?? new Map<number, number | null>();
  perYear.set(calendar, known);
  const counted = known.get(year);
  if (counted !== undefined) return counted;
  const days = countYear(calendar, year);
  known.set(year, days);
  return days;
}

function countYear(calendar: Calendar, year: number): number | null {
  let days = 0;
  for (let date = `${year}-01-01` as LocalDate; yearOf(date) === year; date = addDays(date, 1)) {
    if (!isKnown(calendar, date)) return null;
    if (isWorkingDay(calendar, date)) days += 1;
  }
  return days;
}

/**
 * đồng lost so far, rounded down once at the end; exact in between.
 * @param saving đồng a year; 0 or less costs nobody anything
 * @returns null where a year's working days are not known
 */
export function lostDong(saving: number, days: DaysByYear, national: Calendar): number | null {
  return lostTogether([{ saving: BigInt(Math.max(saving, 0)), days }], national);
}

/**
 * The same of many delays, rounded down once for all of them.
 * @param parts savings above 0, together where they were lost on the same days
 * @returns null where a year's working days are not known
 */
export function lostTogether(parts: readonly { readonly saving: bigint; readonly days: DaysByYear }[], national: Calendar): number | null {
  const lost = new Map<number, bigint>();
  for (const { saving, days } of parts) {
    if (saving > 0n) for (const [year, count] of days) lost.set(year, (lost.get(year) ?? 0n) + saving * BigInt(count));
  }
  let [top, bottom] = [0n, 1n];
  for (const [year, part] of lost) {
    const working = workingDaysOfYear(national, year);
    if (working === null || working === 0) return null;
    [top, bottom] = [top * BigInt(working) + part * bottom, bottom * BigInt(working)];
  }
  return Number(top / bottom);
}

/** đồng lost with each working day of a year, rounded down; 0 without a saving, null where the year is not known. */
export function rateDong(saving: number | bigint, year: number, national: Calendar): number | null {
  if (saving <= 0) return 0;
  const working = workingDaysOfYear(national, year);
  return working === null || working === 0 ? null : Number(BigInt(saving) / BigInt(working));
}

/** What a late task is ranked by. `saving` is đồng a year, null while the cost is unknown. */
export type RankedDelay = { readonly id: string; readonly saving: number | null; readonly lost: number | null; readonly dueAt: Instant };

/** Places on the board: what cannot be ranked stands apart on top, what loses nothing comes last. */
export type DelayBlock = 'costUnknown' | 'losing' | 'losingNothing';

export const blockOf = ({ saving }: Pick<RankedDelay, 'saving'>): DelayBlock => (saving === null ? 'costUnknown' : saving > 0 ? 'losing' : 'losingNothing');

/**
 * The part of a task's place on the board that does not move with the clock, ascending with null first: the unknown cost, then
 * the dearest saving down to the cheapest, then what loses nothing. Tasks of one rank differ by what is lost and by age.
 */
export const delayRankOf = (saving: number | null): number | null => (saving === null ? null : saving > 0 ? -saving : 0);

const BLOCKS: readonly DelayBlock[] = ['costUnknown', 'losing', 'losingNothing'];

/**
 * The order of the board: inside the losing block by rate, then by what is lost, then by age; elsewhere by age. Two different
 * tasks are never equal. All rates have one denominator, so the saving orders as the rate does.
 */
export function compareDelays(a: RankedDelay, b: RankedDelay): number {
  const [one, other] = [blockOf(a), blockOf(b)];
  if (one !== other) return BLOCKS.indexOf(one) - BLOCKS.indexOf(other);
  if (one === 'losing') {
    const [rate, lost] = [(b.saving ?? 0) - (a.saving ?? 0), (b.lost ?? 0) - (a.lost ?? 0)];
    if (rate !== 0) return rate;
    if (lost !== 0) return lost;
  }
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
