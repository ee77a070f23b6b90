/** The present view of a review, for a workflow that starts, is rebuilt, or continues as new. */
import type { ReviewId } from '../domain/shared/ids.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import type { Transact } from '../db/transaction.js';
import { assertCurrentRun } from './frame/stale-run.js';
import { currentView, loadReview } from './frame/review-change.js';

/** @throws not_found, stale_run */
export async function readReviewView(transact: Transact, reviewId: ReviewId, rebuild: number): Promise<ReviewView> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    assertCurrentRun(loaded.head, rebuild);
    return currentView(tx, loaded);
  });
}
