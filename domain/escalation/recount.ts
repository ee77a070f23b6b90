/**
 * Clocks that lead past the last date their calendar knows: which wait, and how they count anew once a later version stands.
 * Until then nothing of them is due; nobody is refused for it, and nothing fires early.
 */
import { addDays, type Instant } from '../shared/instant.js';
import type { TaskId, UnitId } from '../shared/ids.js';
import { endOfDate, localDate, withinKnown, workingDateFrom, type Calendar } from '../calendar/calendar.js';
import { allRungsOf, stageOf, type Rung } from '../route/route.js';
import { calendarOfTerm, calendarsOfTerm, type Law } from '../review/law.js';
import { isOpen, type Clocked, type ReviewEvent, type ReviewState, type RunningTerm } from '../review/review.js';
import type { ExecutionStep } from '../review/review-events.js';
import { withEntry } from '../review/term-changes.js';
import { clockOfStep, stepIdsOf } from './execution-steps.js';
import { waitsForCalendar } from './ladder.js';

type RunningClock = {
  /** Null for the review's own limit and for a step of carrying out. */
  readonly taskId: TaskId | null;
  readonly step?: ExecutionStep;
  readonly unitId: UnitId;
  readonly clock: Clocked;
  readonly rungs: readonly Rung[];
};

function runningClocks(state: ReviewState, law: Law): readonly RunningClock[] {
  if (state.outcome !== null) {
    return stepIdsOf(state).flatMap((step): readonly RunningClock[] => {
      const found = clockOfStep(state, step, law);
      return found ? [{ taskId: null, step: found.of, unitId: found.unitId, clock: found.clock, rungs: found.rungs }] : [];
    });
  }
  return [
    ...state.tasks.filter(isOpen).map((task) => ({ taskId: task.id, unitId: task.unitId, clock: task, rungs: allRungsOf(stageOf(law.route, task.stageKey)) })),
    ...(state.limitTerm ? [{ taskId: null, unitId: state.ownerUnitId, clock: state.limitTerm, rungs: law.route.reviewLadder ?? [] }] : []),
  ];
}

const waiting = (state: ReviewState, law: Law): readonly RunningClock[] =>
  runningClocks(state, law).filter(({ clock, rungs }) => waitsForCalendar(clock, rungs, calendarsOfTerm(law, clock.term)));

/** A calendar of which a version later than `version` is waited for. */
export type CalendarWanted = { readonly id: string; readonly version: number };

/** The calendar the first waiting clock of a review needs prolonged; null while none waits. */
export function calendarWanted(state: ReviewState, law: Law): CalendarWanted | null {
  const [first] = waiting(state, law);
  if (!first) return null;
  const { id, version } = calendarOfTerm(law, first.clock.term);
  return { id, version };
}

/** Waiting clocks counted anew on the version in force now; none where no later one stands. Asked again, it changes nothing. */
export function recountWaiting(state: ReviewState, law: Law): readonly ReviewEvent[] {
  return waiting(state, law).flatMap(({ taskId, step, unitId, clock }): readonly ReviewEvent[] => {
    const [old, later] = [calendarOfTerm(law, clock.term), law.calendarOfUnit(unitId)];
    if (later.id !== old.id || later.version <= old.version) return [];
    const term = onVersion(clock.term, later, law);
    return [
      { type: 'TermRecounted', at: law.now, taskId, ...(step === undefined ? {} : { step }), calendarId: later.id, calendarVersion: later.version, term },
    ];
  });
}

/** A new version makes nobody late who was not: what it moves earlier is due by the end of the next working day at the soonest. */
function onVersion(term: RunningTerm, calendar: Calendar, law: Law): RunningTerm {
  const entry = { type: 'rebased', at: law.now, calendarId: calendar.id, calendarVersion: calendar.version } as const;
  let next = withEntry(term, entry, law);
  if ('fixedDate' in term.limit) return next;
  const soonest = withinKnown(() => endOfDate(calendar, workingDateFrom(calendar, addDays(localDate(calendar, law.now), 1))));
  const least = [term.dueAt, soonest].filter((at): at is Instant => at !== null).toSorted()[0];
  while (least !== undefined && next.dueAt !== null && next.dueAt < least) next = withEntry(next, { type: 'floored', by: 1 }, law);
  return next;
}
