/** Dates, clocks, limits in words, Vietnamese beside English, for sentences about a term. */
import type { Text } from '../shared/errors.js';
import { epochMs, instantFromMs, MS_PER_MINUTE, weekdayOf, withOffset, yearOf, type Instant, type LocalDate } from '../shared/instant.js';
import { dayEndMinute, localDate, offsetAt, type Calendar } from './calendar.js';

export const WEEKDAYS_VI = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'] as const;
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const UNIT_WORDS = {
  days: { vi: 'ngày', en: 'day' },
  workingDays: { vi: 'ngày làm việc', en: 'working day' },
  workingHours: { vi: 'giờ làm việc', en: 'working hour' },
  months: { vi: 'tháng', en: 'month' },
} as const;
export type CountedUnit = keyof typeof UNIT_WORDS;

/** `5 ngày làm việc` · `5 working days`. */
export const amountWords = (amount: number, unit: CountedUnit): Text => ({
  vi: `${amount} ${UNIT_WORDS[unit].vi}`,
  en: `${amount} ${UNIT_WORDS[unit].en}${Math.abs(amount) === 1 ? '' : 's'}`,
});

const dayMonth = (date: LocalDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}`;

/** `26/02/2026`. */
export const dateWords = (date: LocalDate): string => `${dayMonth(date)}/${date.slice(0, 4)}`;

/** `thứ Năm, 26/02/2026` · `Thu 26/02/2026`. */
export const longDate = (date: LocalDate): Text => ({
  vi: `${WEEKDAYS_VI[weekdayOf(date) - 1]}, ${dateWords(date)}`,
  en: `${WEEKDAYS_EN[weekdayOf(date) - 1]} ${dateWords(date)}`,
});

/** `10/02` · `11–12/02` · `30/04–03/05`, with years where the two differ. */
export function rangeLabel(from: LocalDate, to: LocalDate): string {
  if (from === to) return dayMonth(from);
  if (yearOf(from) !== yearOf(to)) return `${dateWords(from)}–${dateWords(to)}`;
  return from.slice(5, 7) === to.slice(5, 7) ? `${from.slice(8, 10)}–${dayMonth(to)}` : `${dayMonth(from)}–${dayMonth(to)}`;
}

/** Local time of day, `10:12`, with seconds where there are any. */
export function clockWords(calendar: Calendar, instant: Instant): string {
  const local = instantFromMs(epochMs(instant) + offsetAt(calendar, instant) * MS_PER_MINUTE);
  return local.slice(17, 19) === '00' ? local.slice(11, 16) : local.slice(11, 19);
}

/** `90 phút` · `90 minutes`, with exact seconds where the time is no whole number of minutes. */
export function durationWords(ms: number): Text {
  const minutes = Math.floor(ms / MS_PER_MINUTE);
  const rest = ms - minutes * MS_PER_MINUTE;
  const seconds = rest === 0 ? '' : rest % 1000 === 0 ? String(rest / 1000) : `${Math.floor(rest / 1000)},${String(rest % 1000).padStart(3, '0')}`;
  const vi = seconds === '' ? [`${minutes} phút`] : [...(minutes === 0 ? [] : [`${minutes} phút`]), `${seconds} giây`];
  const en =
    seconds === ''
      ? [`${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`]
      : [...(minutes === 0 ? [] : [`${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`]), `${seconds.replace(',', '.')} s`];
  return { vi: vi.join(' '), en: en.join(' ') };
}

/** `10:12 09/02` for stretches of hours. */
export const momentLabel = (calendar: Calendar, instant: Instant): string => `${clockWords(calendar, instant)} ${dayMonth(localDate(calendar, instant))}`;

/** Local time with offset, `2026-02-12T10:12:00+07:00`. */
export const localTime = (calendar: Calendar, instant: Instant): string => withOffset(instant, offsetAt(calendar, instant));

const minuteWords = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Due at the end of a date, in the law's own form: `2026-02-25T24:00+07:00`. */
export const endOfDateText = (calendar: Calendar, date: LocalDate, dueAt: Instant): string =>
  `${date}T${minuteWords(dayEndMinute(calendar, date))}${localTime(calendar, dueAt).slice(-6)}`;

/** `24:00` or the closing time of a date. */
export const endClock = (calendar: Calendar, date: LocalDate): string => minuteWords(dayEndMinute(calendar, date));
