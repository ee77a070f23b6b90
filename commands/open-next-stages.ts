/** Opens what the route names after a closed stage, or ends the review where the route ends. */
import type { ReviewId, StageId } from '../domain/shared/ids.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import { openNext } from '../domain/review/what-follows.js';
import { failpoint } from '../config/failpoint.js';
import type { Transact } from '../db/transaction.js';
import { adoptionDay, endReviewOfProcedure } from './adopt-version.js';
import { proposalOf } from './frame/proposal.js';
import { assertCurrentRun } from './frame/stale-run.js';
import { loadReview, writeReviews, type Tell } from './frame/review-change.js';

export type OpenNextStages = { readonly reviewId: ReviewId; readonly after: StageId; readonly rebuild: number };

/** `opened` lists the stages that `after` opened, whoever asked for it and however often. */
export type OpenedStages = { readonly opened: readonly StageId[]; readonly view: ReviewView };

/**
 * @throws not_found, stale_run (an older run of a rebuilt workflow), calendar_unknown, route_has_no_holder
 * @idempotent by (review, stage key, round, slot): asked twice, the second answer opens nothing
 */
export async function openNextStages(transact: Transact, { reviewId, after, rebuild }: OpenNextStages, tell: Tell): Promise<OpenedStages> {
  return transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    assertCurrentRun(loaded.head, rebuild);
    await failpoint('open-next-stages/after-lock');
    const proposal = await proposalOf(tx, reviewId, loaded.state.revision);
    const adoptsOn = await adoptionDay(tx, proposal.effectiveOn);
    const events = openNext(loaded.state, after, { adoptsOn }, loaded.law);
    const cause = { key: `next.${after}`, actorId: null, channel: 'system' };
    const [written] = await writeReviews(tx, [{ loaded, events, law: loaded.law }], cause, tell);
    if (!written) throw new Error('nothing was written');
    if (written.state.outcome !== null && loaded.state.outcome === null) await endReviewOfProcedure(tx, written.state, proposal, adoptsOn, cause);
    await failpoint('open-next-stages/before-commit');
    return { opened: written.state.stages.filter((stage) => stage.openedBy === after).map((stage) => stage.id), view: written.view };
  });
}
