/** The present view of a campaign, for its workflow. */
import type { CampaignId } from '../domain/shared/ids.js';
import type { CampaignView } from '../domain/programme/campaign.js';
import type { Transact } from '../db/transaction.js';
import { campaignView, loadCampaign } from './frame/campaign-change.js';

/** @throws not_found */
export async function readCampaignView(transact: Transact, campaignId: CampaignId): Promise<CampaignView> {
  return transact(async (tx) => {
    const { row, state } = await loadCampaign(tx, campaignId);
    return campaignView(state, row.viewSeq);
  });
}
