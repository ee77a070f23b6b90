/** What a campaign's workflows may ask for. */
import type { Commands } from '../commands/index.js';
import type { CampaignView } from '../domain/programme/campaign.js';
import type { CampaignId } from '../domain/shared/ids.js';
import { throughDoor } from './failures.js';

export type LaunchedPage = {
  readonly reviews: readonly { readonly reviewId: string; readonly rebuild: number }[];
  readonly next: number | null;
};

export type LaunchActivities = {
  readonly loadCampaign: (input: { readonly campaignId: string }) => Promise<CampaignView>;
  /** @idempotent by (campaign, position) */
  readonly launchPage: (input: { readonly campaignId: string; readonly from: number }) => Promise<LaunchedPage>;
};

export function createLaunchActivities(commands: Commands): LaunchActivities {
  return {
    loadCampaign: ({ campaignId }) => throughDoor(() => commands.readCampaignView(campaignId as CampaignId)),
    launchPage: ({ campaignId, from }) =>
      throughDoor(async () => {
        const page = await commands.openCampaignPage(campaignId as CampaignId, from);
        // A rebuilt review is started by the relay under its own number; the first run is number 0.
        return { reviews: page.reviews.map((reviewId) => ({ reviewId, rebuild: 0 })), next: page.next };
      }),
  };
}
