/**
 * Whether the ladder works: of the tasks a rung told somebody about, how many moved within two working days.
 * Read from the facts alone. What the law or a rung does by itself is no movement; only what people do is.
 */
import { endOfDate, isKnown, isWorkingDay, localDate, type Calendar } from '../calendar/calendar.js';
import { addDays, type Instant } from '../shared/instant.js';
import type { TaskId } from '../shared/ids.js';
import type { ReviewEvent } from '../review/review.js';
import type { RunningTerm } from '../review/review-state.js';

/** @policy a rung has worked when the task moves by the end of the second working day after it fired */
export const MOVES_WITHIN_WORKING_DAYS = 2;

export type ReviewFacts = { readonly routeKey: string; readonly routeVersion: number; readonly events: readonly ReviewEvent[] };

export type RungEffect = {
  readonly routeKey: string;
  readonly routeVersion: number;
  readonly stageKey: string;
  readonly rung: string;
  readonly fired: number;
  /** Tasks that moved in time; `waiting` still have time left, and count in no share. */
  readonly moved: number;
  readonly waiting: number;
  /** moved ÷ (fired − waiting) in whole percent, rounded down; null while nothing can be told. */
  readonly percent: number | null;
};

/** The task a person's act moved on; null for everything else. */
function movedBy(event: ReviewEvent): TaskId | null {
  switch (event.type) {
    case 'DecisionRecorded':
      return event.decision.byLaw === undefined ? event.decision.taskId : null;
    case 'TaskReassigned':
    case 'TermExtended':
    case 'TermResumed':
      return event.by === null ? null : event.taskId;
    case 'TaskClaimed':
    case 'TermSuspended':
    case 'TermAdjusted':
    case 'ExtensionRequested':
      return event.taskId;
    default:
      return null;
  }
}

/** End of the second working day after an instant; null where the calendar does not reach. */
function windowEnd(calendar: Calendar, from: Instant): Instant | null {
  let date = localDate(calendar, from);
  for (let left = MOVES_WITHIN_WORKING_DAYS; left > 0;) {
    date = addDays(date, 1);
    if (!isKnown(calendar, date)) return null;
    if (isWorkingDay(calendar, date)) left -= 1;
  }
  return endOfDate(calendar, date);
}

type Counts = { fired: number; moved: number; waiting: number };

/** One line per route version, stage and rung, in that order; rungs without a task (the review's own limit) are not in it. */
export function ladderReport(reviews: readonly ReviewFacts[], calendarOf: (term: RunningTerm) => Calendar, now: Instant): readonly RungEffect[] {
  const lines = new Map<string, { readonly head: Pick<RungEffect, 'routeKey' | 'routeVersion' | 'stageKey' | 'rung'>; readonly counts: Counts }>();
  for (const { routeKey, routeVersion, events } of reviews) {
    const opened = new Map(
      events.flatMap((event) => (event.type === 'StageOpened' ? event.tasks.map((task) => [task.id, { stageKey: event.key, term: task.term }] as const) : [])),
    );
    events.forEach((event, index) => {
      if (event.type !== 'RungFired' || event.taskId === null || event.rung.result !== 'fired') return;
      const task = opened.get(event.taskId);
      if (!task) return;
      const end = windowEnd(calendarOf(task.term), event.rung.firedAt);
      if (end === null) return;
      const key = [routeKey, String(routeVersion).padStart(6, '0'), task.stageKey, event.rung.key].join(' ');
      const line = lines.get(key) ?? {
        head: { routeKey, routeVersion, stageKey: task.stageKey, rung: event.rung.key },
        counts: { fired: 0, moved: 0, waiting: 0 },
      };
      lines.set(key, line);
      line.counts.fired += 1;
      if (events.slice(index + 1).some((later) => later.at <= end && movedBy(later) === event.taskId)) line.counts.moved += 1;
      else if (now < end) line.counts.waiting += 1;
    });
  }
  return [...lines.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { head, counts }]) => ({
      ...head,
      ...counts,
      percent: counts.fired === counts.waiting ? null : Math.floor((counts.moved * 100) / (counts.fired - counts.waiting)),
    }));
}
