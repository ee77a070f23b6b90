/**
 * What a decision about a review is judged with: the pinned route, the calendars, the posts held, the business clock.
 * All of it is loaded by the command inside its transaction; the domain fetches nothing.
 */
import type { Calendar } from '../calendar/calendar.js';
import { dueOf } from '../calendar/term.js';
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

export const calendarOfTerm = (law: Law, term: RunningTerm): Calendar => law.calendarVersion(term.calendarId, term.calendarVersion);

/** The calendars a running term counts on: the one it opened with, then those it was rebased to. */
export const calendarsOfTerm = (law: Pick<Law, 'calendarVersion'>, term: RunningTerm): readonly Calendar[] => [
  law.calendarVersion(term.calendarId, term.calendarVersion),
  ...term.events.flatMap((event) => (event.type === 'rebased' ? [law.calendarVersion(event.calendarId, event.calendarVersion)] : [])),
];

/** A fresh term of a limit on a unit's own calendar. @throws calendar_unknown past the calendar's last confirmed year */
export function startTerm(law: Law, unit: UnitId, limit: StageLimit, anchor: Instant): RunningTerm {
  const calendar = law.calendarOfUnit(unit);
  const due = dueOf({ anchor, limit, events: [] }, calendar);
  return {
    limit,
    anchor,
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    events: [],
    epoch: 1,
    dueAt: due.dueAt,
    provisional: due.provisional,
  };
}
