/** Gives an open review whose workflow is gone the next run number, so that it can be started again under a new id. */
import { phaseOfReview } from '../domain/review/review.js';
import type { ReviewId } from '../domain/shared/ids.js';
import { insertOutbox } from '../db/repositories/ledger.repository.js';
import { raiseRebuild, setViewSeq } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import { currentView, loadReview } from './frame/review-change.js';

/**
 * @param seen the rebuild number of the run that was found closed
 * @returns whether a new run was ordered: a review that is over, or one somebody else has rebuilt, needs none
 * @idempotent by (review, seen)
 */
export async function rebuildReview(transact: Transact, reviewId: ReviewId, seen: number): Promise<boolean> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    if (phaseOfReview(loaded.state) === 'closed' || loaded.head.rebuild !== seen || !(await raiseRebuild(tx, reviewId, seen))) return false;
    const head = { ...loaded.head, rebuild: seen + 1, viewSeq: loaded.head.viewSeq + 1 };
    await setViewSeq(tx, reviewId, head.viewSeq);
    await insertOutbox(tx, [{ kind: 'reviewMoved', refId: reviewId, payload: await currentView(tx, { ...loaded, head }) }]);
    return true;
  });
}
