/** Opens the publication of each text that has been issued. */
import type { ReviewView } from '../domain/escalation/review-view.js';
import { openPublications as decide } from '../domain/review/execution.js';
import { failpoint } from '../config/failpoint.js';
import type { Transact } from '../db/transaction.js';
import type { OfRun } from './open-tracks.js';
import { loadReview, writeReviews, type Tell } from './frame/review-change.js';
import { assertCurrentRun } from './frame/stale-run.js';

/**
 * @throws not_found, stale_run, calendar_unknown
 * @idempotent by (review, track): asked twice, or too early, it opens nothing and answers the present view
 */
export async function openPublication(transact: Transact, { reviewId, rebuild }: OfRun, tell: Tell): Promise<ReviewView> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    assertCurrentRun(loaded.head, rebuild);
    const events = decide(loaded.state, loaded.law);
    const [written] = await writeReviews(tx, [{ loaded, events, law: loaded.law }], { key: `publication.${reviewId}`, actorId: null, channel: 'system' }, tell);
    if (!written) throw new Error('nothing was written');
    await failpoint('open-publication/before-commit');
    return written.view;
  });
}
