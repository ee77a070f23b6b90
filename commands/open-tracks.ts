/** Opens the tracks on which an approved review is carried out. */
import type { ReviewId } from '../domain/shared/ids.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import { openTracks as decide, tracksAwaited } from '../domain/review/execution.js';
import { savingsByTrack } from '../domain/review/track-savings.js';
import { failpoint } from '../config/failpoint.js';
import type { Transact } from '../db/transaction.js';
import { lastProposalOf } from './frame/proposal.js';
import { currentView, loadReview, writeReviews, type Tell } from './frame/review-change.js';
import { assertCurrentRun } from './frame/stale-run.js';

export type OfRun = { readonly reviewId: ReviewId; readonly rebuild: number };

/**
 * @throws not_found, stale_run, calendar_unknown
 * @idempotent by (review, track): asked twice, the second answer opens nothing
 */
export async function openTracks(transact: Transact, { reviewId, rebuild }: OfRun, tell: Tell): Promise<ReviewView> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    assertCurrentRun(loaded.head, rebuild);
    if (!tracksAwaited(loaded.state)) return currentView(tx, loaded);
    const proposal = await lastProposalOf(tx, reviewId);
    const events = decide(loaded.state, proposal.items, savingsByTrack(proposal), loaded.law);
    const [written] = await writeReviews(tx, [{ loaded, events, law: loaded.law }], { key: `tracks.${reviewId}`, actorId: null, channel: 'system' }, tell);
    if (!written) throw new Error('nothing was written');
    await failpoint('open-tracks/before-commit');
    return written.view;
  });
}
