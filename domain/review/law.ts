/**
 * What a decision about a review is judged with: the pinned route, the calendars, the posts held, the business clock.
 * All of it is loaded by the command inside its transaction; the domain fetches nothing.
 */
import type { Beyond, Calendar } from '../calendar/calendar.js';
import { dueOf, rulingCalendar } from '../calendar/term.js';
import type { Instant } from '../shared/instant.js';
import type { UnitId } from '../shared/ids.js';
import type { Route, StageLimit } from '../route/route.js';
import type { Directory } from './directory.js';
import type { RunningTerm } from './review.js';

export type Law = {
  readonly route: Route;
  readonly directory: Directory;
  /** The calendar version in force for a unit now. */
  readonly calendarOfUnit: (unit: UnitId) => Calendar;
  /** A calendar version a running term is pinned to. */
  readonly calendarVersion: (id: string, version: number) => Calendar;
  readonly now: Instant;
};

/** The calendars a running term counts on: the one it opened with, then those it was rebased to. */
export const calendarsOfTerm = (law: Pick<Law, 'calendarVersion'>, term: RunningTerm): readonly Calendar[] => [
  law.calendarVersion(term.calendarId, term.calendarVersion),
  ...term.events.flatMap((event) => (event.type === 'rebased' ? [law.calendarVersion(event.calendarId, event.calendarVersion)] : [])),
];

/** The calendar on which what is left of a term counts. */
export const calendarOfTerm = (law: Pick<Law, 'calendarVersion'>, term: RunningTerm): Calendar => rulingCalendar(term, calendarsOfTerm(law, term));

/**
 * The term with its due instant counted anew. A term that runs is never refused for its calendar: it waits for a later one.
 * @throws calendar_unknown only where it may not wait
 */
export function timed({ needsCalendar: _, ...term }: RunningTerm, law: Pick<Law, 'calendarVersion'>, beyond: Beyond = 'wait'): RunningTerm {
  const due = dueOf({ anchor: term.anchor, limit: term.limit, events: term.events }, calendarsOfTerm(law, term), beyond);
  return { ...term, dueAt: due.dueAt, provisional: due.provisional, ...(due.needsCalendar ? { needsCalendar: true } : {}) };
}

/** A fresh term of a limit on a unit's own calendar. @throws calendar_unknown past the calendar's last confirmed year, where it may not wait */
export function startTerm(law: Law, unit: UnitId, limit: StageLimit, anchor: Instant, beyond: Beyond = 'wait'): RunningTerm {
  const calendar = law.calendarOfUnit(unit);
  return timed(
    { limit, anchor, calendarId: calendar.id, calendarVersion: calendar.version, events: [], epoch: 1, dueAt: null, provisional: false },
    law,
    beyond,
  );
}
