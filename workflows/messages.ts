/**
 * The contract of the workflows: their types, signals, queues and payloads. Every name here is stored data.
 *
 * Each signal carries its kind's whole small view with a rising `seq`; the newest wins, so that a signal lost, repeated
 * or reordered changes nothing but time.
 */
import type { CampaignView } from '../domain/programme/campaign.js';
import type { ProcedureView } from '../domain/procedure/life.js';
import type { ReviewView } from '../domain/escalation/review-view.js';

export const REVIEW_WORKFLOW = 'reviewWorkflow';
export const PROCEDURE_WORKFLOW = 'procedureWorkflow';
export const CAMPAIGN_WORKFLOW = 'campaignWorkflow';

/** Reviews and procedures: interactive. Campaigns and their batches: bulk starts. */
export const REVIEW_QUEUE = 'review';
export const LAUNCH_QUEUE = 'launch';

export const REVIEW_MOVED = 'reviewMoved';
export const PROCEDURE_MOVED = 'procedureMoved';
export const CAMPAIGN_MOVED = 'campaignMoved';

export type ReviewInput = { readonly reviewId: string; readonly rebuild: number };
export type ProcedureInput = { readonly procedureId: string };
export type CampaignInput = { readonly campaignId: string };
/** `from` is the position after which the batch's page of the plan begins. */
export type BatchInput = { readonly campaignId: string; readonly from: number };

export type { CampaignView, ProcedureView, ReviewView };

/** Keyword attributes an operator may filter by; ids only, they are never encrypted. */
export const SEARCH_ATTRIBUTES = { campaignId: 'CampaignId', procedureId: 'ProcedureId' } as const;
