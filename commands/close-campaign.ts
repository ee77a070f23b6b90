/** Ends a campaign; its running reviews go on or are withdrawn one by one. */
import type { CampaignId } from '../domain/shared/ids.js';
import { closeCampaign as decide } from '../domain/programme/campaign.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { loadCampaign, writeCampaign } from './frame/campaign-change.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';

export type CloseCampaign = { readonly campaignId: CampaignId; readonly reason: string };

/**
 * @throws not_found, campaign_closed, comment_required, key_reused
 * @idempotent by key
 */
export async function closeCampaign(
  transact: Transact,
  actor: Actor,
  key: string,
  { campaignId, reason }: CloseCampaign,
): Promise<Answer<{ readonly campaignId: CampaignId }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'closeCampaign', campaignId, reason }, async () => {
      const loaded = await loadCampaign(tx, campaignId);
      const { now } = await tx.clock();
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      await writeCampaign(tx, loaded, decide(loaded.state, actor.personId, reason, now), cause, 'workflow');
      return { campaignId };
    }),
  );
}
