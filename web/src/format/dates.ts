/** Dates and times as people of the province read them; the zone is always Asia/Ho_Chi_Minh. */
import { localDateOf, parseInstant, withOffset, weekdayOf, parseLocalDate, type LocalDate } from '../../../domain/shared/instant.js';

export type Language = 'vi' | 'en';

/** Minutes east of UTC of the one zone. */
const ZONE = 420;

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  vi: ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
};

/** The local date of an RFC 3339 time; null when it is none. */
export function dateOfTime(time: string): LocalDate | null {
  const instant = parseInstant(time);
  return instant === null ? null : localDateOf(instant, ZONE);
}

/** `2026-11-23` → `23/11/2026`; text that is no date comes back as it is. */
export function dateText(date: string): string {
  const [year, month, day] = date.split('-');
  return parseLocalDate(date) === null ? date : `${day}/${month}/${year}`;
}

/** `23/11`, for chips where the year is clear. */
export const shortDateText = (date: string): string => dateText(date).slice(0, 5);

/** RFC 3339 → `23/11/2026 17:05`. */
export function timeText(time: string): string {
  const instant = parseInstant(time);
  if (instant === null) return time;
  const local = withOffset(instant, ZONE);
  return `${dateText(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** RFC 3339 → `23/11/2026 17:05:31.204`, for records. */
export function exactTimeText(time: string): string {
  const instant = parseInstant(time);
  if (instant === null) return time;
  const local = withOffset(instant, ZONE);
  return `${dateText(local.slice(0, 10))} ${local.slice(11, -6)}`;
}

/** `08:30` of an RFC 3339 time. */
export const hourText = (time: string): string => timeText(time).slice(11);

/** `Thứ Hai, 23/11/2026`. */
export function longDateText(date: string, language: Language): string {
  const read = parseLocalDate(date);
  return read === null ? date : `${WEEKDAYS[language][weekdayOf(read) - 1]}, ${dateText(date)}`;
}

/** `Thứ Hai, 23/11/2026, 17:05`. */
export function longTimeText(time: string, language: Language): string {
  const date = dateOfTime(time);
  return date === null ? time : `${longDateText(date, language)}, ${hourText(time)}`;
}
