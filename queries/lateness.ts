/**
 * How a due instant stands against the business clock: one answer for rows and for filters.
 * Both compare with the same two instants, so a list filtered by lateness shows exactly the rows that carry it.
 */
import { dueDate, endOfDate, isKnown, isWorkingDay, localDate, type Calendar } from '../domain/calendar/calendar.js';
import { progressOf, workingDaysBetween, type Calendars, type Term } from '../domain/calendar/term.js';
import { addDays, type Instant, type LocalDate } from '../domain/shared/instant.js';
import { NOTHING, sqlInstant, type SqlPart } from './keyset.js';

export const LATENESS = ['overdue', 'dueSoon', 'onTime'] as const;
export type Lateness = (typeof LATENESS)[number];

/** @policy "sắp quá hạn": due within the next two working days */
const SOON_WORKING_DAYS = 2;

/** Up to this instant a term is due soon: the end of the second working date after today. */
export function soonUntil(calendar: Calendar, now: Instant): Instant {
  let date = localDate(calendar, now);
  // A board must not go dark where the calendar ends: the last known date stands for what lies behind it.
  for (let left = SOON_WORKING_DAYS; left > 0 && isKnown(calendar, addDays(date, 1));) {
    date = addDays(date, 1);
    if (isWorkingDay(calendar, date)) left -= 1;
  }
  return endOfDate(calendar, date);
}

export function latenessOf(calendar: Calendar, dueAt: Instant | null, now: Instant): Lateness {
  if (dueAt === null) return 'onTime';
  if (dueAt <= now) return 'overdue';
  return dueAt <= soonUntil(calendar, now) ? 'dueSoon' : 'onTime';
}

/** Working days until due, negative when late; null without a due instant or where the calendar does not reach. */
export function workingDaysLeft(calendar: Calendar, dueAt: Instant | null, now: Instant): number | null {
  if (dueAt === null || !isKnown(calendar, dueDate(calendar, dueAt)) || !isKnown(calendar, dueDate(calendar, now))) return null;
  const left = dueAt <= now ? -workingDaysBetween(calendar, dueAt, now) : workingDaysBetween(calendar, now, dueAt);
  return left === 0 ? 0 : left;
}

/** The same of a term: while its clock stands still, what is left of its budget, as the clock's own account tells it. */
export function termDaysLeft(calendar: Calendar, term: Term, calendars: Calendars, dueAt: Instant | null, now: Instant): number | null {
  const left = workingDaysLeft(calendar, dueAt, now);
  const held = term.events.some((event) => event.type === 'suspended' && event.until !== undefined && event.until > now);
  if (left === null || left < 0 || !held || !('workingDays' in term.limit)) return left;
  return progressOf(term, calendars, now, 'wait')?.remaining ?? left;
}

export const dueOnOf = (calendar: Calendar, dueAt: Instant | null): LocalDate | null => (dueAt === null ? null : dueDate(calendar, dueAt));

/** Open tasks (`t`, of unit `u`) of one lateness. Each calendar has its own "soon". */
export function ofLateness(lateness: Lateness | null, calendars: readonly Calendar[], now: Instant): SqlPart {
  if (lateness === null) return NOTHING;
  const at = sqlInstant(now);
  if (lateness === 'overdue') return { sql: 't.is_open = 1 AND t.due_at <= ?', params: [at] };
  const soon = calendars.map((calendar) => ({ id: calendar.id, until: sqlInstant(soonUntil(calendar, now)) }));
  const within = soon.map(() => '(u.calendar_id = ? AND t.due_at <= ?)').join(' OR ') || '1 = 0';
  const params = soon.flatMap(({ id, until }) => [id, until]);
  return lateness === 'dueSoon'
    ? { sql: `t.is_open = 1 AND t.due_at > ? AND (${within})`, params: [at, ...params] }
    : { sql: `t.is_open = 1 AND (t.due_at IS NULL OR (t.due_at > ? AND NOT (${within})))`, params: [at, ...params] };
}
