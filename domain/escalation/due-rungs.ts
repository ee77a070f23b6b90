/**
 * What fires on a step at one instant: every rung that is due, at most once per epoch and never early.
 * Levels of the ladder missed during an outage are all recorded in order; a reminder that a later rung has overtaken is not told.
 */
import type { StageId } from '../shared/ids.js';
import { rungsOf, stageOf, type Rung } from '../route/route.js';
import { resolveAudience } from '../review/directory.js';
import { calendarOfTerm, type Law } from '../review/law.js';
import { isOpen, type Clocked, type ReviewEvent, type ReviewState, type RungRecord, type TaskState } from '../review/review.js';
import { liesBeforeOpening, unfiredRungs } from './ladder.js';

/** The step a rung or a due instant belongs to: a stage, or the review's own limit. */
export const REVIEW_LIMIT = 'reviewLimit';
export type StepId = StageId | typeof REVIEW_LIMIT;

/** Every rung of a step that is due now, and the breach of its due instant. Run too early it yields nothing. */
export function dueRungs(state: ReviewState, step: StepId, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) return [];
  if (step === REVIEW_LIMIT) {
    return state.limitTerm ? fireOn(state.limitTerm, null, law.route.reviewLadder ?? [], [], law) : [];
  }
  return state.tasks
    .filter((task) => task.stageId === step && isOpen(task))
    .flatMap((task) => {
      const stage = stageOf(law.route, task.stageKey);
      return fireOn(task, task, rungsOf(stage), stage.reminders.map((rung) => rung.key), law);
    });
}

function fireOn(clock: Clocked, task: TaskState | null, rungs: readonly Rung[], reminders: readonly string[], law: Law): readonly ReviewEvent[] {
  const { term } = clock;
  const taskId = task?.id ?? null;
  const due = unfiredRungs(clock, rungs, calendarOfTerm(law, term)).filter((planned) => planned.at <= law.now);
  const breach: readonly ReviewEvent[] = clock.breachedAt === null && term.dueAt !== null && term.dueAt <= law.now
    ? [{ type: 'TermBreached', at: law.now, taskId, dueAt: term.dueAt }]
    : [];
  const fired = due.map((planned, index): ReviewEvent => {
    const result: RungRecord['result'] = liesBeforeOpening(term, planned)
      ? 'pastAtOpen'
      : reminders.includes(planned.rung.key) && index < due.length - 1 ? 'overtaken' : 'fired';
    return {
      type: 'RungFired', at: law.now, taskId,
      rung: {
        epoch: term.epoch, key: planned.rung.key, plannedAt: planned.at, firedAt: law.now, result,
        told: result === 'fired' ? resolveAudience(planned.rung.notify, task, law.directory) : [],
      },
    };
  });
  return [...breach, ...fired];
}
