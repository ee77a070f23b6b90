/**
 * Counting over one calendar, without pauses: from a date or an instant so many units on, back, or between.
 * A raw end ignores the rule that moves a day off to the next working date.
 */
import { DomainError } from '../shared/errors.js';
import { addDays, addMonths, epochMs, instantFromMs, type Instant, type LocalDate } from '../shared/instant.js';
import {
  dueDate,
  endOfDate,
  instantAt,
  isWorkingDay,
  localDate,
  minutesOfClock,
  requireKnown,
  workingDateFrom,
  workingDateUpTo,
  workingMs,
  type Calendar,
} from './calendar.js';

/** Days, working days and working hours are different things; none converts into another. */
export const LIMIT_UNITS = ['days', 'workingDays', 'workingHours'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

export const MS_PER_HOUR = 3_600_000;

/** Longest distance counted in months: beyond a century the dates are no longer four-digit law. */
const MAX_MONTHS = 1200;

/** @throws limit_invalid unless a whole number of at least `least`. */
export function requireWhole(amount: number, least = 1): void {
  if (!Number.isSafeInteger(amount) || amount < least) throw new DomainError('limit_invalid', { amount });
}

function counts(calendar: Calendar, unit: 'days' | 'workingDays', date: LocalDate): boolean {
  if (unit === 'workingDays') return isWorkingDay(calendar, date);
  requireKnown(calendar, date);
  return true;
}

/**
 * Raw end of `amount` units after `from`: the end of the n-th counted date after the anchor's date, or the earliest
 * instant at which the working hours are used up. Zero units end where they begin.
 * @throws calendar_unknown
 * @legal Bộ luật Dân sự 2015, Điều 147 khoản 2: the first day is not counted
 */
export function addLimit(calendar: Calendar, unit: LimitUnit, from: Instant, amount: number): Instant {
  requireWhole(amount, 0);
  if (amount === 0) return from;
  if (unit === 'workingHours') return workingHoursAfter(calendar, from, amount * MS_PER_HOUR);
  let date = localDate(calendar, from);
  for (let left = amount; left > 0;) {
    date = addDays(date, 1);
    if (counts(calendar, unit, date)) left -= 1;
  }
  return endOfDate(calendar, date);
}

/** How many whole units lie between two instants, 0 when `to` is not after `from`; the inverse of `addLimit`. @throws calendar_unknown */
export function measure(calendar: Calendar, unit: LimitUnit, from: Instant, to: Instant): number {
  if (unit === 'workingHours') return Math.floor(workingMsBetween(calendar, from, to) / MS_PER_HOUR);
  let amount = 0;
  for (let date = addDays(localDate(calendar, from), 1); endOfDate(calendar, date) <= to; date = addDays(date, 1)) {
    if (counts(calendar, unit, date)) amount += 1;
  }
  return amount;
}

function workingHoursAfter(calendar: Calendar, from: Instant, needMs: number): Instant {
  const anchor = epochMs(from);
  let need = needMs;
  for (let date = localDate(calendar, from); ; date = addDays(date, 1)) {
    for (const span of workingMs(calendar, date)) {
      const start = Math.max(span.from, anchor);
      if (span.to <= start) continue;
      if (span.to - start >= need) return instantFromMs(start + need);
      need -= span.to - start;
    }
  }
}

/** The latest instant that has exactly this much working time between it and `until`. */
function workingHoursBefore(calendar: Calendar, until: Instant, needMs: number): Instant {
  const anchor = epochMs(until);
  let need = needMs;
  for (let date = localDate(calendar, until); ; date = addDays(date, -1)) {
    for (const span of [...workingMs(calendar, date)].reverse()) {
      const end = Math.min(span.to, anchor);
      if (end <= span.from) continue;
      if (end - span.from >= need) return instantFromMs(end - need);
      need -= end - span.from;
    }
  }
}

/** Working time between two instants in milliseconds, 0 when `to` is not after `from`. @throws calendar_unknown */
export function workingMsBetween(calendar: Calendar, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  const [start, end] = [epochMs(from), epochMs(to)];
  const last = dueDate(calendar, to);
  let total = 0;
  for (let date = localDate(calendar, from); date <= last; date = addDays(date, 1)) {
    for (const span of workingMs(calendar, date)) total += Math.max(0, Math.min(span.to, end) - Math.max(span.from, start));
  }
  return total;
}

/**
 * Planned instant of a reminder or rung: the start or due instant (or date) shifted by `offset`.
 *
 * Working days land on working dates at the local time `clock`; calendar days on any date at `clock`; working hours
 * move by working minutes. Offset 0 is the instant itself, or `clock` of the date. An instant at a date's very end
 * (due 24:00 of 26/02) belongs to that date. Counting back from a day off starts at the last working date before it,
 * so that a fixed date on a Sunday is announced in time.
 * @throws calendar_unknown
 */
export function shiftWorking(calendar: Calendar, base: Instant | LocalDate, offset: number, unit: LimitUnit, clock = '08:30'): Instant {
  if (!Number.isSafeInteger(offset)) throw new DomainError('limit_invalid', { amount: offset });
  const minute = minutesOfClock(clock);
  const instant = isInstant(base) ? base : null;
  if (offset === 0) return instant ?? instantAt(calendar, base as LocalDate, minute);
  if (unit === 'workingHours') {
    const from = instant ?? instantAt(calendar, base as LocalDate, minute);
    const need = Math.abs(offset) * MS_PER_HOUR;
    return offset > 0 ? workingHoursAfter(calendar, from, need) : workingHoursBefore(calendar, from, need);
  }
  let date = instant === null ? (base as LocalDate) : dueDate(calendar, instant);
  if (offset < 0) date = workingDateUpTo(calendar, date);
  const step = offset > 0 ? 1 : -1;
  for (let left = Math.abs(offset); left > 0;) {
    date = addDays(date, step);
    if (counts(calendar, unit, date)) left -= 1;
  }
  return instantAt(calendar, date, minute);
}

const isInstant = (base: Instant | LocalDate): base is Instant => base.length > 10;

/**
 * Working dates after the date of `from` up to the date of `to`; negative when `to` lies before. With the due instant
 * first it is the lateness "quá hạn n ngày làm việc", with it second the distance "còn n ngày làm việc".
 * @throws calendar_unknown
 */
export function workingDaysBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const [start, end] = [dueDate(calendar, from), dueDate(calendar, to)];
  return end >= start ? workingDatesAfter(calendar, start, end) : -workingDatesAfter(calendar, end, start);
}

function workingDatesAfter(calendar: Calendar, start: LocalDate, end: LocalDate): number {
  let total = 0;
  for (let date = addDays(start, 1); date <= end; date = addDays(date, 1)) if (isWorkingDay(calendar, date)) total += 1;
  return total;
}

/**
 * Dates of law counted in months (12 to the year), never limits of a stage: the corresponding date, or the last of
 * its month, and from there the next working date.
 * @throws calendar_unknown · limit_invalid
 * @legal Bộ luật Dân sự 2015, Điều 147–148
 */
export function addLegalMonths(calendar: Calendar, date: LocalDate, months: number): { readonly rawEnd: LocalDate; readonly due: LocalDate } {
  requireWhole(months);
  if (months > MAX_MONTHS) {
    throw new DomainError('calendar_unknown', {
      months,
      calendarId: calendar.id,
      knownFrom: calendar.knownFrom,
      knownThrough: calendar.knownThrough,
    });
  }
  const rawEnd = addMonths(date, months);
  return { rawEnd, due: workingDateFrom(calendar, rawEnd) };
}

/**
 * The latest date for an act owed at least `days` calendar days before `date`, moved back from a day off.
 * @throws calendar_unknown
 * @legal Nghị định 63/2010/NĐ-CP, Điều 15: publication so many days before effect
 */
export const latestDateBefore = (calendar: Calendar, date: LocalDate, days: number): LocalDate => workingDateUpTo(calendar, addDays(date, -days));
