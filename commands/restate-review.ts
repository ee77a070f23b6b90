/** Writes a review's tables anew from its facts, when the nightly check has found them to differ. */
import type { ReviewId } from '../domain/shared/ids.js';
import { calendarWanted } from '../domain/escalation/recount.js';
import { nextWakeOf } from '../domain/escalation/review-view.js';
import { restateReview as restate } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import { loadReview } from './frame/review-change.js';

/** No fact is added and nobody is told: what happened stays what it was. @throws not_found @idempotent */
export async function restateReview(transact: Transact, reviewId: ReviewId): Promise<void> {
  await transact(async (tx) => {
    const { state, head, law } = await loadReview(tx, reviewId);
    await restate(tx, { after: state, head, nextWakeAt: nextWakeOf(state, law), wanted: calendarWanted(state, law) });
  });
}
