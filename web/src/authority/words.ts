/** Half-open dates as people say them: the last day that still counts. */
import { addDays, parseLocalDate } from '../../../domain/shared/instant.js';

/** The day before `to`; null where there is no end. */
export function lastDayOf(to: string | null): string | null {
  const date = to === null ? null : parseLocalDate(to);
  return date === null ? null : addDays(date, -1);
}

/** The first day after a last day, as the server keeps it; null where there is no end. */
export function endAfter(lastDay: string | null): string | null {
  const date = lastDay === null ? null : parseLocalDate(lastDay);
  return date === null ? null : addDays(date, 1);
}
