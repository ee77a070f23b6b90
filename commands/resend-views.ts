/** Tells workflows their present view again: what the reconciler and the due sweep ask for. */
import type { CampaignId, ProcedureId, ReviewId } from '../domain/shared/ids.js';
import { insertOutbox } from '../db/repositories/ledger.repository.js';
import type { Transact } from '../db/transaction.js';
import { campaignView, loadCampaign } from './frame/campaign-change.js';
import { loadProcedure, procedureView } from './frame/procedure-change.js';
import { currentView, loadReview } from './frame/review-change.js';

/** @throws not_found @idempotent by the view's number: a second one changes nothing */
export async function resendReviewView(transact: Transact, reviewId: ReviewId): Promise<void> {
  await transact(async (tx) => {
    await insertOutbox(tx, [{ kind: 'reviewMoved', refId: reviewId, payload: await currentView(tx, await loadReview(tx, reviewId)) }]);
  });
}

/** @throws not_found */
export async function resendProcedureView(transact: Transact, procedureId: ProcedureId): Promise<void> {
  await transact(async (tx) => {
    const { head, state } = await loadProcedure(tx, procedureId);
    await insertOutbox(tx, [{ kind: 'procedureMoved', refId: procedureId, payload: await procedureView(tx, state, head.viewSeq) }]);
  });
}

/** @throws not_found */
export async function resendCampaignView(transact: Transact, campaignId: CampaignId): Promise<void> {
  await transact(async (tx) => {
    const { row, state } = await loadCampaign(tx, campaignId);
    await insertOutbox(tx, [{ kind: 'campaignMoved', refId: campaignId, payload: campaignView(state, row.viewSeq) }]);
  });
}
