/**
 * A working calendar as dated data: which dates work, within which hours, and where its knowledge ends.
 *
 * One value is one published version, already flattened: it inherits from nobody and is plain JSON, so it can be stored,
 * hashed and pinned by a term. A date it does not know is refused; the bare weekly rhythm is never an answer.
 */
import { DomainError, type Text } from '../shared/errors.js';
import {
  addDays,
  dateFromDayNumber,
  dayNumber,
  epochMs,
  instantFromMs,
  MS_PER_DAY,
  MS_PER_MINUTE,
  weekdayOf,
  yearOf,
  type Instant,
  type LocalDate,
  type Weekday,
} from '../shared/instant.js';

/** Working time of a date, in minutes from local midnight, half-open. */
export type Span = { readonly fromMinute: number; readonly toMinute: number };

/** V verified in its source · D derived by rule · U unverified, to be confirmed before production use. */
export const CERTAINTIES = ['V', 'D', 'U'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What one date is, against the weekly rhythm. */
export type CalendarRow = {
  readonly day: 'off' | 'work';
  readonly occasion: Text;
  /** Only for `work`: the hours of that date. Absent means the calendar's `fullDay`. */
  readonly spans?: readonly Span[];
  readonly source: string;
  readonly certainty: Certainty;
  /** The other half of a swap: the make-up date of a date off, or the date off of a make-up date. */
  readonly swapWith?: LocalDate;
};

/** The time at which a date ends: `24:00`, or the closing time `HH:mm`. */
export type DayEnd = '24:00' | `${number}:${number}`;

export type Calendar = {
  readonly id: string;
  readonly version: number;
  readonly name: Text;
  /** Minutes east of UTC, 420 for Vietnam. */
  readonly zoneOffsetMinutes: number;
  /** Later changes of the offset, ascending by `from`; Vietnam has none. */
  readonly zoneShifts?: readonly { readonly from: Instant; readonly offsetMinutes: number }[];
  readonly dayEnd: DayEnd;
  readonly knownFrom: LocalDate;
  readonly knownThrough: LocalDate;
  /** Years inside the known range for which nothing was published. */
  readonly missingYears?: readonly number[];
  /** From this date on the calendar is a proposal; null when all of it is official. */
  readonly provisionalFrom: LocalDate | null;
  /** Working hours of each ISO weekday; none = a weekly day of rest. */
  readonly weekly: Readonly<Record<Weekday, readonly Span[]>>;
  /** Hours of a make-up working date: a full day, even on a Saturday. */
  readonly fullDay: readonly Span[];
  /** How sure the hours are; they matter only to limits in working hours. */
  readonly hoursCertainty?: Certainty;
  /** Proposals chosen instead of the listed days, by id. */
  readonly alternatives?: readonly string[];
  /** Dates that differ from the weekly rhythm, by date. */
  readonly rows: Readonly<Record<string, CalendarRow>>;
};

export const MINUTES_A_DAY = 1440;

export const isKnown = (calendar: Calendar, date: LocalDate): boolean =>
  date >= calendar.knownFrom && date <= calendar.knownThrough && !(calendar.missingYears?.includes(yearOf(date)) ?? false);

/** @throws calendar_unknown with the date that cannot be judged and the last one that can. */
export function requireKnown(calendar: Calendar, date: LocalDate): void {
  if (isKnown(calendar, date)) return;
  throw new DomainError('calendar_unknown', {
    date,
    calendarId: calendar.id,
    knownFrom: calendar.knownFrom,
    knownThrough: calendar.knownThrough,
  });
}

/**
 * What a count does where the calendar's knowledge ends: whoever may still be refused is refused; what already runs waits
 * until the calendar is prolonged.
 */
export type Beyond = 'refuse' | 'wait';

/** What a count comes to; null where it leaves the known dates. */
export function withinKnown<T>(count: () => T): T | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_unknown') return null;
    throw error;
  }
}

/** The row of a date, or null where the weekly rhythm decides. */
export const rowOf = (calendar: Calendar, date: LocalDate): CalendarRow | null => calendar.rows[date] ?? null;

/** Working hours of a date, empty when it is off. @throws calendar_unknown */
export function spansOf(calendar: Calendar, date: LocalDate): readonly Span[] {
  requireKnown(calendar, date);
  const row = rowOf(calendar, date);
  if (row === null) return calendar.weekly[weekdayOf(date)];
  return row.day === 'off' ? [] : (row.spans ?? calendar.fullDay);
}

/** Whether a date counts in `workingDays`; a half day counts. @throws calendar_unknown */
export const isWorkingDay = (calendar: Calendar, date: LocalDate): boolean => spansOf(calendar, date).length > 0;

/** Whether a date lies in a part of the calendar that is only proposed. */
export const isProvisional = (calendar: Calendar, date: LocalDate): boolean => calendar.provisionalFrom !== null && date >= calendar.provisionalFrom;

/** Minutes east of UTC that hold at an instant. */
export function offsetAt(calendar: Calendar, instant: Instant): number {
  let offset = calendar.zoneOffsetMinutes;
  for (const shift of calendar.zoneShifts ?? []) if (shift.from <= instant) offset = shift.offsetMinutes;
  return offset;
}

/** The local date of an instant. `24:00` of a date is already the next one: see `dueDate`. */
export const localDate = (calendar: Calendar, instant: Instant): LocalDate =>
  dateFromDayNumber(Math.floor((epochMs(instant) + offsetAt(calendar, instant) * MS_PER_MINUTE) / MS_PER_DAY));

/** The date a due instant belongs to: due at 24:00 of 26/02 is due on 26/02. */
export const dueDate = (calendar: Calendar, dueAt: Instant): LocalDate => localDate(calendar, instantFromMs(epochMs(dueAt) - 1));

/**
 * Milliseconds of a local wall time. Where the clocks go back and the time comes twice, `twice` says which is meant;
 * where they go forward and it never comes, the moment of the change stands for it.
 */
function wallMs(calendar: Calendar, date: LocalDate, minute: number, twice: 'first' | 'last'): number {
  const wall = dayNumber(date) * MS_PER_DAY + minute * MS_PER_MINUTE;
  const shifts = calendar.zoneShifts;
  if (shifts === undefined || shifts.length === 0) return wall - calendar.zoneOffsetMinutes * MS_PER_MINUTE;
  const hits: number[] = [];
  for (const offset of new Set([calendar.zoneOffsetMinutes, ...shifts.map((shift) => shift.offsetMinutes)])) {
    const ms = wall - offset * MS_PER_MINUTE;
    if (offsetAt(calendar, instantFromMs(ms)) === offset) hits.push(ms);
  }
  if (hits.length > 0) return twice === 'first' ? Math.min(...hits) : Math.max(...hits);
  const change = shifts.find((shift) => epochMs(shift.from) + shift.offsetMinutes * MS_PER_MINUTE > wall);
  if (change === undefined) throw new Error(`no local time ${minute} on ${date} in calendar ${calendar.id}`);
  return epochMs(change.from);
}

/** The instant of a local wall time, minutes from midnight. */
export const instantAt = (calendar: Calendar, date: LocalDate, minute: number): Instant => instantFromMs(wallMs(calendar, date, minute, 'first'));

/** Minutes from midnight of `HH:mm`, `24:00` included. */
export const minutesOfClock = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/**
 * Minutes from midnight at which a date ends. A counter that closes at noon on Saturday ends that date at noon
 * when the calendar ends its days at closing time.
 */
export function dayEndMinute(calendar: Calendar, date: LocalDate): number {
  const minute = minutesOfClock(calendar.dayEnd);
  if (minute === MINUTES_A_DAY || !isKnown(calendar, date)) return minute;
  const last = spansOf(calendar, date).at(-1);
  return last === undefined ? minute : Math.min(minute, last.toMinute);
}

/**
 * The instant at which a date ends, `end(d)`.
 * @legal Bộ luật Dân sự 2015, Điều 148: a term ends at the close of its last day, 24:00
 */
export const endOfDate = (calendar: Calendar, date: LocalDate): Instant => instantFromMs(wallMs(calendar, date, dayEndMinute(calendar, date), 'last'));

/** Working hours of a date as milliseconds from 1970-01-01T00:00Z, ascending. @throws calendar_unknown */
export const workingMs = (calendar: Calendar, date: LocalDate): readonly { readonly from: number; readonly to: number }[] =>
  spansOf(calendar, date).map((span) => ({
    from: wallMs(calendar, date, span.fromMinute, 'first'),
    to: wallMs(calendar, date, span.toMinute, 'last'),
  }));

/** The first working date from `date` on, itself included. @throws calendar_unknown */
export function workingDateFrom(calendar: Calendar, date: LocalDate): LocalDate {
  let current = date;
  while (!isWorkingDay(calendar, current)) current = addDays(current, 1);
  return current;
}

/** The last working date up to `date`, itself included. @throws calendar_unknown */
export function workingDateUpTo(calendar: Calendar, date: LocalDate): LocalDate {
  let current = date;
  while (!isWorkingDay(calendar, current)) current = addDays(current, -1);
  return current;
}
