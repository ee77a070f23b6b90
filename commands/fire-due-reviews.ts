/** Fires what is due on many reviews in one transaction: a storm of deadlines is recorded in batches. */
import { REVIEW_LIMIT, dueRungs, type StepId } from '../domain/escalation/due-rungs.js';
import { publicationsAwaited, tracksAwaited } from '../domain/review/execution.js';
import { awaitingNext } from '../domain/review/what-follows.js';
import { stageOf } from '../domain/route/route.js';
import { fold, isOpen, phaseOfReview, type ReviewEvent, type ReviewState } from '../domain/review/review.js';
import { candidateChanges } from '../domain/review/stand-ins.js';
import type { Law } from '../domain/review/law.js';
import type { ReviewId } from '../domain/shared/ids.js';
import { failpoint } from '../config/failpoint.js';
import { listFactsOfReviews, lockReviews } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import { holdsRungs } from './frame/fuse.js';
import { loadLaw } from './frame/law.js';
import { writeReviews, type PlannedChange } from './frame/review-change.js';

export type FiredMany = {
  /** Reviews that were written. */
  readonly fired: number;
  /** Reviews that need more than rungs: something to be opened, or silence to be settled. They are served one by one. */
  readonly rest: readonly ReviewId[];
  readonly held: boolean;
};

/** Whether a review asks for nothing but its rungs. */
function onlyRungs(state: ReviewState, law: Law): boolean {
  if (phaseOfReview(state) !== 'deliberate' || awaitingNext(state, law).length > 0 || tracksAwaited(state) || publicationsAwaited(state).length > 0)
    return false;
  return !state.tasks.some((task) => {
    if (!isOpen(task)) return false;
    const stage = stageOf(law.route, task.stageKey);
    return (stage.silence !== undefined && stage.silence !== 'escalate') || stage.ladder.some((rung) => rung.act !== undefined);
  });
}

/**
 * The same rungs as `fireRungs` fires step by step. All or nothing: whoever calls it takes the reviews one by one when it throws.
 * @param reviewIds at most a few hundred
 * @idempotent by (term, epoch, rung)
 */
export async function fireDueReviews(transact: Transact, reviewIds: readonly ReviewId[]): Promise<FiredMany> {
  return transact(async (tx): Promise<FiredMany> => {
    const heads = await lockReviews(tx, reviewIds);
    if (heads.length === 0) return { fired: 0, rest: [], held: false };
    if (await holdsRungs(tx)) return { fired: 0, rest: [], held: true };
    const facts = await listFactsOfReviews(
      tx,
      heads.map((head) => head.id),
    );
    const states = heads.map((head) => ({ head, state: fold(facts.get(head.id) ?? []) }));
    const laws = new Map<string, Law>();
    const routeOf = (state: ReviewState): string => `${state.routeKey}@${state.routeVersion}`;
    for (const { state } of states) {
      if (laws.has(routeOf(state))) continue;
      const same = states.filter((other) => routeOf(other.state) === routeOf(state)).map((other) => other.state);
      laws.set(routeOf(state), await loadLaw(tx, state, same));
    }
    const planned: PlannedChange[] = [];
    const rest: ReviewId[] = [];
    for (const { head, state } of states) {
      const law = laws.get(routeOf(state)) as Law;
      if (!onlyRungs(state, law)) rest.push(head.id);
      else planned.push({ loaded: { state, head, law }, events: dueOn(state, law), law });
    }
    const due = planned.filter(({ events }) => events.length > 0);
    // The workflows are not told one by one: each has a timer of its own for the same instant, and asks when it lives again.
    await writeReviews(tx, due, { key: 'rungs.sweep', actorId: null, channel: 'system' }, 'caller');
    await failpoint('fire-due-reviews/before-commit');
    return { fired: due.length, rest, held: false };
  });
}

function dueOn(state: ReviewState, law: Law): readonly ReviewEvent[] {
  const events: ReviewEvent[] = [...candidateChanges(state, law)];
  let current = events.length > 0 ? fold(events, state) : state;
  const steps: readonly StepId[] = [...current.stages.filter((stage) => stage.status === 'open').map((stage) => stage.id), REVIEW_LIMIT];
  for (const step of steps) {
    const next = dueRungs(current, step, law);
    if (next.length === 0) continue;
    events.push(...next);
    current = fold(next, current);
  }
  return events;
}
