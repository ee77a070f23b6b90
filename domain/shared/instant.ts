/**
 * Points in time and calendar dates as plain text, with the integer arithmetic the law needs.
 * Nothing here reads a clock or a time-zone database: `now` and offsets arrive as arguments.
 */
declare const instantBrand: unique symbol;
declare const localDateBrand: unique symbol;

/** A point in time, always UTC with milliseconds: `2026-02-12T03:12:00.000Z`. Text order is time order. */
export type Instant = string & { readonly [instantBrand]: true };

/** A date of the local calendar, `YYYY-MM-DD`, without zone. Text order is date order. */
export type LocalDate = string & { readonly [localDateBrand]: true };

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const MS_PER_MINUTE = 60_000;
export const MS_PER_DAY = 86_400_000;

/** The years that four digits can write; text order is time order only within them. */
const FIRST_MS = -62_167_219_200_000;
const LAST_MS = 253_402_300_799_999;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

/** Days from 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's civil calendar formula). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** The date of a count of days from 1970-01-01. */
export function dateFromDayNumber(days: number): LocalDate {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as LocalDate;
}

/** Days from 1970-01-01 of a date. */
export function dayNumber(date: LocalDate): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
}

/** Reads `YYYY-MM-DD`; null when it is not a date that exists. */
export function parseLocalDate(text: string): LocalDate | null {
  if (!DATE.test(text)) return null;
  const date = text as LocalDate;
  return dateFromDayNumber(dayNumber(date)) === date ? date : null;
}

export const addDays = (date: LocalDate, days: number): LocalDate => dateFromDayNumber(dayNumber(date) + days);

export const weekdayOf = (date: LocalDate): Weekday => (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday;

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/**
 * Same day `months` later, or the last day of that month when it has no such day.
 * @legal Bộ luật Dân sự 2015, Điều 147–148
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12 + 1;
  const nextYear = targetMonth === 12 ? targetYear + 1 : targetYear;
  const nextMonth = targetMonth === 12 ? 1 : targetMonth + 1;
  const lastDay = daysFromCivil(nextYear, nextMonth, 1) - daysFromCivil(targetYear, targetMonth, 1);
  return `${pad(targetYear, 4)}-${pad(targetMonth, 2)}-${pad(Math.min(day, lastDay), 2)}` as LocalDate;
}

/** Milliseconds from 1970-01-01T00:00Z of an instant. */
export function epochMs(instant: Instant): number {
  const match = INSTANT.exec(instant);
  if (!match) throw new Error(`not an instant: ${instant}`);
  return msOf(match);
}

function msOf(match: RegExpExecArray): number {
  const [, date, hour, minute, second, fraction, zone] = match;
  const offset = zone === 'Z' ? 0 : offsetMinutesOf(zone as string);
  return (
    dayNumber(date as LocalDate) * MS_PER_DAY +
    Number(hour) * 3_600_000 +
    Number(minute) * MS_PER_MINUTE +
    Number(second ?? 0) * 1000 +
    Number((fraction ?? '').padEnd(3, '0').slice(0, 3)) -
    offset * MS_PER_MINUTE
  );
}

/** Minutes east of UTC of `+07:00`. */
export function offsetMinutesOf(offset: string): number {
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
}

/** The instant of a count of milliseconds from 1970-01-01T00:00Z. */
export function instantFromMs(ms: number): Instant {
  const days = Math.floor(ms / MS_PER_DAY);
  const rest = ms - days * MS_PER_DAY;
  const time = `${pad(Math.floor(rest / 3_600_000), 2)}:${pad(Math.floor(rest / MS_PER_MINUTE) % 60, 2)}:${pad(Math.floor(rest / 1000) % 60, 2)}.${pad(rest % 1000, 3)}`;
  return `${dateFromDayNumber(days)}T${time}Z` as Instant;
}

/** Reads an RFC 3339 time with offset (`24:00` allowed as the end of a day); null when it is none. */
export function parseInstant(text: string): Instant | null {
  const match = INSTANT.exec(text);
  if (!match || parseLocalDate(match[1] as string) === null) return null;
  const [, , hour, minute, second, , zone] = match;
  const endOfDay = hour === '24' && Number(minute) === 0 && Number(second ?? 0) === 0;
  if ((Number(hour) > 23 && !endOfDay) || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  if (zone !== 'Z' && (Number(zone?.slice(1, 3)) > 23 || Number(zone?.slice(4)) > 59)) return null;
  const ms = msOf(match);
  return ms < FIRST_MS || ms > LAST_MS ? null : instantFromMs(ms);
}

/** The local date of an instant under a fixed offset. */
export const localDateOf = (instant: Instant, offsetMinutes: number): LocalDate =>
  dateFromDayNumber(Math.floor((epochMs(instant) + offsetMinutes * MS_PER_MINUTE) / MS_PER_DAY));

/** The instant at which a local date begins under a fixed offset; its end is the start of the next date. */
export const startOfDate = (date: LocalDate, offsetMinutes: number): Instant => instantFromMs(dayNumber(date) * MS_PER_DAY - offsetMinutes * MS_PER_MINUTE);

/** `instant` moved by `ms` milliseconds. */
export const plusMs = (instant: Instant, ms: number): Instant => instantFromMs(epochMs(instant) + ms);

export const earliest = (instants: readonly Instant[]): Instant | null =>
  instants.reduce<Instant | null>((least, at) => (least === null || at < least ? at : least), null);

/** The instant as local wall time with its offset, `2026-02-12T10:12:00+07:00`, for people and HTTP. */
export function withOffset(instant: Instant, offsetMinutes: number): string {
  const local = instantFromMs(epochMs(instant) + offsetMinutes * MS_PER_MINUTE);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const size = Math.abs(offsetMinutes);
  const time = local.endsWith('.000Z') ? local.slice(0, 19) : local.slice(0, 23);
  return `${time}${sign}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}
