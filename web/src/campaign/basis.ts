/** The legal grounds of a plan of reviews. */
import { CAMPAIGN_BASES, type CampaignBasis } from '../../../domain/programme/campaign.js';

export const BASES = CAMPAIGN_BASES;

export const basisOf = (code: string): CampaignBasis => BASES.find((basis) => basis === code) ?? 'a';
