/** What the due sweep does for a review its workflow has not served: the same commands, with the same keys. */
import type { ReviewId } from '../domain/shared/ids.js';
import { REVIEW_LIMIT } from '../domain/escalation/due-rungs.js';
import { awaitingNext } from '../domain/review/decide.js';
import type { Transact } from '../db/transaction.js';
import { loadReview } from './frame/review-change.js';
import { fireRungs } from './fire-rungs.js';
import { openNextStages } from './open-next-stages.js';

/** @returns how many steps were looked at @idempotent as `fireRungs` and `openNextStages` */
export async function serveDueReview(transact: Transact, reviewId: ReviewId): Promise<number> {
  const { waiting, open, rebuild } = await transact(async (tx) => {
    const { state, head, law } = await loadReview(tx, reviewId);
    return {
      waiting: awaitingNext(state, law),
      open: state.outcome === null ? state.stages.filter((stage) => stage.status === 'open').map((stage) => stage.id) : [],
      rebuild: head.rebuild,
    };
  });
  for (const after of waiting) await openNextStages(transact, { reviewId, after, rebuild }, 'workflow');
  const steps = [...open, REVIEW_LIMIT] as const;
  for (const step of steps) await fireRungs(transact, { reviewId, step, rebuild }, 'workflow');
  return waiting.length + steps.length;
}
