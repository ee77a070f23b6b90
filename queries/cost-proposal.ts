/** The cost part of a review's newest proposal, with the model that figures are explained from. */
import type { CostModel } from '../domain/cost/model.js';
import { checkVnSheet } from '../domain/cost/vn/check.js';
import { modelOfSheets } from '../domain/cost/vn/sheet.js';
import type { ChangeItem } from '../domain/procedure/change-items.js';
import { EMPTY_PROPOSAL, type ProposalBody } from '../domain/review/proposal.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import type { Sheets } from './cost-figures.js';

export type CostProposal = {
  readonly reviewId: string;
  readonly revision: number;
  readonly outcome: ReviewOutcome | null;
  readonly route: { readonly key: string; readonly version: number };
  readonly sheets: Sheets;
  readonly items: readonly ChangeItem[];
  readonly writtenBy: string | null;
  readonly writtenAt: Instant | null;
  /** When the target the review answers to was announced: the launch of its campaign. */
  readonly announcedAt: Instant | null;
};

type Row = {
  revision: number;
  outcome: ReviewOutcome | null;
  route_key: string;
  route_version: number;
  body: string | null;
  revised_by: string | null;
  revised_at: Instant | null;
  launched_at: Instant | null;
};

/** Null when there is no such review. */
export async function readCostProposal(reader: Reader, reviewId: string): Promise<CostProposal | null> {
  const row = await reader.row<Row>(
    `SELECT r.revision, r.outcome, r.route_key, r.route_version, pr.body, pr.revised_by, pr.revised_at, c.launched_at
     FROM reviews r LEFT JOIN proposals pr ON pr.review_id = r.id AND pr.revision = r.revision LEFT JOIN campaigns c ON c.id = r.campaign_id WHERE r.id = ?`,
    [reviewId],
  );
  if (!row) return null;
  const { cost, items } = row.body === null ? EMPTY_PROPOSAL : (JSON.parse(row.body) as ProposalBody);
  return {
    reviewId,
    revision: Number(row.revision),
    outcome: row.outcome,
    route: { key: row.route_key, version: Number(row.route_version) },
    sheets: cost,
    items,
    writtenBy: row.revised_by,
    writtenAt: row.revised_at,
    announcedAt: row.launched_at,
  };
}

/** Both sheets as one model, unusable cells taken out; null without a before sheet. */
export function modelOf(id: string, { before, after }: Sheets): CostModel | null {
  if (!before) return null;
  return modelOfSheets(id, checkVnSheet(before, 'before').usable, after ? checkVnSheet(after, 'after').usable : undefined);
}
