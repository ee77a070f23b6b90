/**
 * What fires on a step at one instant: every rung that is due, at most once per epoch and never early.
 * Levels of the ladder missed during an outage are all recorded in order; a reminder that a later rung has overtaken is not
 * told, and of several rungs that change the state only one acts, so that nobody is skipped over without having had his turn.
 */
import type { StageId } from '../shared/ids.js';
import { allRungsOf, stageOf, type Rung } from '../route/route.js';
import { mergedReturn } from '../review/decide.js';
import { resolveAudience } from '../review/directory.js';
import { calendarsOfTerm, type Law } from '../review/law.js';
import { fold, isFrozen, isOpen, type Clocked, type ReviewEvent, type ReviewState, type RungRecord, type TaskState } from '../review/review.js';
import { waitsForMail, type Evidence } from '../review/silence.js';
import { dueExecutionRungs, isExecutionStep, type ExecutionStepId } from './execution-steps.js';
import { breachAwaited, isDecider, liesBeforeOpening, unfiredRungs, type PlannedRung } from './ladder.js';
import { actOf } from './rung-acts.js';

/** The step a rung or a due instant belongs to: a stage, the review's own limit, a track or the publication of its text. */
export const REVIEW_LIMIT = 'reviewLimit';
export type StepId = StageId | typeof REVIEW_LIMIT | ExecutionStepId;

/** What a rung that lets the law decide is judged on; null decides nothing. */
export type EvidenceOf = (task: TaskState) => Evidence | null;

/** Every rung of a step that is due now, and the breach of its due instant. Run too early it yields nothing. */
export function dueRungs(state: ReviewState, step: StepId, law: Law, evidenceOf: EvidenceOf = () => null): readonly ReviewEvent[] {
  if (isExecutionStep(step)) return dueExecutionRungs(state, step, law);
  if (state.outcome !== null) return [];
  if (step === REVIEW_LIMIT) {
    return state.limitTerm ? tell(state.limitTerm, null, law.route.reviewLadder ?? [], [], law).flatMap(({ events }) => events) : [];
  }
  const events: ReviewEvent[] = [];
  let current = state;
  const write = (next: readonly ReviewEvent[]): void => {
    events.push(...next);
    if (next.length > 0) current = fold(next, current);
  };
  for (const { id, stageKey } of state.tasks.filter((task) => task.stageId === step)) {
    const task = current.tasks.find((candidate) => candidate.id === id);
    if (!task || !isOpen(task)) continue;
    const stage = stageOf(law.route, stageKey);
    const reminders = stage.reminders.map((rung) => rung.key);
    const due = tell(task, task, allRungsOf(stage), reminders, law);
    for (const { events: told, planned } of due) {
      const now = current.tasks.find((candidate) => candidate.id === id);
      // A rung before this one has moved or settled the task.
      if (!now || !isOpen(now) || (planned !== null && now.term.epoch !== task.term.epoch)) break;
      // It has not fired yet: who answered in time may only not have been read.
      if (planned !== null && isDecider(planned.rung) && isWaiting(planned, evidenceOf(now), law)) break;
      const acted = planned === null || isFrozen(current) ? null : actOf(current, now, planned.rung, planned.at, law, evidenceOf(now));
      write(acted === null ? told : told.map((event) => (event.type === 'RungFired' ? { ...event, rung: { ...event.rung, acted: acted.acted } } : event)));
      if (acted !== null) write(acted.events);
    }
  }
  write(mergedReturn(current, step, law));
  return events;
}

const isWaiting = (planned: PlannedRung, evidence: Evidence | null, law: Law): boolean => evidence !== null && waitsForMail(planned.at, law, evidence);

type Told = { readonly events: readonly ReviewEvent[]; readonly planned: PlannedRung | null };

function tell(clock: Clocked, task: TaskState | null, rungs: readonly Rung[], reminders: readonly string[], law: Law): readonly Told[] {
  const { term } = clock;
  const taskId = task?.id ?? null;
  const due = oneActAtATime(unfiredRungs(clock, rungs, calendarsOfTerm(law, term)).filter((planned) => planned.at <= law.now));
  const breach: readonly Told[] =
    breachAwaited(clock) && term.dueAt !== null && term.dueAt <= law.now
      ? [{ events: [{ type: 'TermBreached', at: law.now, taskId, dueAt: term.dueAt }], planned: null }]
      : [];
  const fired = due.map((planned, index): Told => {
    const result: RungRecord['result'] = liesBeforeOpening(term, planned)
      ? 'pastAtOpen'
      : reminders.includes(planned.rung.key) && index < due.length - 1
        ? 'overtaken'
        : 'fired';
    const event: ReviewEvent = {
      type: 'RungFired',
      at: law.now,
      taskId,
      rung: {
        epoch: term.epoch,
        key: planned.rung.key,
        plannedAt: planned.at,
        firedAt: law.now,
        result,
        told: result === 'fired' ? resolveAudience(planned.rung.notify, task, law.directory) : [],
      },
    };
    return { events: [event], planned: result === 'fired' && planned.rung.act !== undefined ? planned : null };
  });
  return [...breach, ...fired];
}

/** The first state-changing rung acts; the next has its own working day, and so have the rungs after it. */
function oneActAtATime(due: readonly PlannedRung[]): readonly PlannedRung[] {
  const second = due.filter((planned) => planned.rung.act !== undefined)[1];
  return second === undefined ? due : due.slice(0, due.indexOf(second));
}
