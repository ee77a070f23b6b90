/** Counts what waits for its calendar anew, once a later version of that calendar is published. */
import type { ReviewId } from '../domain/shared/ids.js';
import { recountWaiting } from '../domain/escalation/recount.js';
import type { Transact } from '../db/transaction.js';
import { changeReview } from './frame/review-change.js';

/** @returns how many clocks were counted anew @throws not_found @idempotent by (term, calendar version) */
export async function recountTerms(transact: Transact, reviewId: ReviewId): Promise<number> {
  return transact(async (tx) => {
    const cause = { key: `calendar.${reviewId}`, actorId: null, channel: 'system' } as const;
    const { events } = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => recountWaiting(state, law));
    return events.length;
  });
}
