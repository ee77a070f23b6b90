/** A campaign of reviews as a fold over its facts: launched line by line, closed by its coordinator. */
import { DomainError } from '../shared/errors.js';
import { assertNever } from '../shared/assert-never.js';
import type { Instant } from '../shared/instant.js';
import type { CampaignId, PersonId } from '../shared/ids.js';

/** Why a procedure is under review: by order, by own choice, on a petition. @legal NĐ 63/2010/NĐ-CP, Điều 30.1 */
export const CAMPAIGN_BASES = ['a', 'b', 'c'] as const;
export type CampaignBasis = (typeof CAMPAIGN_BASES)[number];

export type CampaignEvent =
  | {
      readonly type: 'CampaignLaunched';
      readonly at: Instant;
      readonly by: PersonId;
      readonly campaignId: CampaignId;
      readonly name: string;
      readonly planYear: number;
      readonly basis: CampaignBasis;
      readonly basisDocument: string;
      readonly routeKey: string;
      readonly routeVersion: number;
      readonly itemCount: number;
    }
  | { readonly type: 'ReviewsOpened'; readonly at: Instant; readonly from: number; readonly to: number; readonly opened: number }
  | { readonly type: 'CampaignClosed'; readonly at: Instant; readonly by: PersonId; readonly reason: string };

export type CampaignState = {
  readonly id: CampaignId;
  readonly itemCount: number;
  /** Lines taken so far, page by page in whatever order. */
  readonly taken: number;
  readonly opened: number;
  readonly closedAt: Instant | null;
};

export function evolveCampaign(state: CampaignState | null, event: CampaignEvent): CampaignState {
  if (event.type === 'CampaignLaunched') return { id: event.campaignId, itemCount: event.itemCount, taken: 0, opened: 0, closedAt: null };
  if (!state) throw new Error(`a campaign starts with its launch, not with ${event.type}`);
  switch (event.type) {
    case 'ReviewsOpened':
      return { ...state, taken: state.taken + event.to - event.from, opened: state.opened + event.opened };
    case 'CampaignClosed':
      return { ...state, closedAt: event.at };
    default:
      return assertNever(event);
  }
}

export function foldCampaign(events: readonly CampaignEvent[]): CampaignState {
  const state = events.reduce<CampaignState | null>(evolveCampaign, null);
  if (!state) throw new Error('a campaign without facts');
  return state;
}

export type CampaignStatus = 'launching' | 'running' | 'closed';
export const campaignStatusOf = (state: CampaignState): CampaignStatus =>
  state.closedAt !== null ? 'closed' : state.taken < state.itemCount ? 'launching' : 'running';

/** @throws campaign_closed, comment_required */
export function closeCampaign(state: CampaignState, by: PersonId, reason: string, now: Instant): readonly CampaignEvent[] {
  if (state.closedAt !== null) throw new DomainError('campaign_closed');
  if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  return [{ type: 'CampaignClosed', at: now, by, reason }];
}

/** What the campaign's workflow follows: how many lines there are, how far the launch is, whether it has closed. */
export type CampaignView = {
  readonly campaignId: CampaignId;
  readonly seq: number;
  readonly itemCount: number;
  readonly taken: number;
  readonly closed: boolean;
};
