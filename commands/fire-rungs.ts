/** Fires every rung of a step that is due, and records the breach of its due instant. */
import type { ReviewId } from '../domain/shared/ids.js';
import { dueRungs, type StepId } from '../domain/escalation/due-rungs.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import { failpoint } from '../config/failpoint.js';
import type { Transact } from '../db/transaction.js';
import { assertCurrentRun } from './frame/stale-run.js';
import { loadReview, writeReviews, type Tell } from './frame/review-change.js';

export type FireRungs = { readonly reviewId: ReviewId; readonly step: StepId; readonly rebuild: number };

/**
 * One transaction for all rungs of the step that are due; too early it changes nothing and answers when to look again.
 * @throws not_found, stale_run
 * @idempotent by (term, epoch, rung)
 */
export async function fireRungs(transact: Transact, { reviewId, step, rebuild }: FireRungs, tell: Tell): Promise<ReviewView> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    assertCurrentRun(loaded.head, rebuild);
    const events = dueRungs(loaded.state, step, loaded.law);
    const [written] = await writeReviews(tx, [{ loaded, events, law: loaded.law }], { key: `rungs.${step}`, actorId: null, channel: 'system' }, tell);
    await failpoint('fire-rungs/before-commit');
    if (!written) throw new Error('nothing was written');
    return written.view;
  });
}
