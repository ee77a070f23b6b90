/** Days of a post as people say them. */
import { addDays, parseLocalDate } from '../../../domain/shared/instant.js';

/** The earliest day that may be the last one held: yesterday ends a post at once, and one that has not begun ends before its first day. */
export function lastHeldDay(today: string, from: string): string | null {
  const first = parseLocalDate(from > today ? from : today);
  return first === null ? null : addDays(first, -1);
}
