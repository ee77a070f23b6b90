/** What a review proposes, as letters and decision pages tell it. */
import type { ChangeItem } from '../domain/procedure/change-items.js';
import { applyChangeItems } from '../domain/procedure/change-items.js';
import { compareContents, type ContentDiff } from '../domain/procedure/compare.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import type { ReviewState } from '../domain/review/review.js';
import type { Reader } from '../db/reader.js';
import { dong } from './task-row.js';

export type ReviewSubject = {
  readonly procedure: { readonly id: string; readonly code: string; readonly name: string };
  readonly ownerUnit: string;
  readonly campaign: string | null;
  readonly items: readonly ChangeItem[];
  /** Null while nothing is proposed. */
  readonly diff: ContentDiff | null;
  /** Yearly compliance cost; null while a side is unknown. */
  readonly costBeforeDong: number | null;
  readonly costAfterDong: number | null;
};

type Row = {
  procedure_id: string;
  code: string;
  name: string;
  owner_unit: string;
  campaign: string | null;
  content: string;
  body: string | null;
  cost_before: string | null;
  cost_after: string | null;
};

export async function readReviewSubject(reader: Reader, state: ReviewState): Promise<ReviewSubject> {
  const row = await reader.row<Row>(
    `SELECT p.id AS procedure_id, p.code, p.name, u.name AS owner_unit, c.name AS campaign, v.content, pr.body, pr.cost_before, pr.cost_after
     FROM procedures p JOIN units u ON u.id = ? JOIN procedure_versions v ON v.id = ? LEFT JOIN campaigns c ON c.id = ?
     LEFT JOIN proposals pr ON pr.review_id = ? AND pr.revision = ? WHERE p.id = ?`,
    [state.ownerUnitId, state.versionId, state.campaignId, state.id, state.revision, state.procedureId],
  );
  if (!row) throw new Error(`review ${state.id} has no procedure ${state.procedureId}`);
  const items = row.body === null ? [] : (JSON.parse(row.body) as ProposalBody).items;
  return {
    procedure: { id: row.procedure_id, code: row.code, name: row.name },
    ownerUnit: row.owner_unit,
    campaign: row.campaign,
    items,
    diff: items.length === 0 ? null : diffOf(JSON.parse(row.content) as ProcedureContent, items),
    costBeforeDong: dong(row.cost_before),
    costAfterDong: dong(row.cost_after),
  };
}

const diffOf = (content: ProcedureContent, items: readonly ChangeItem[]): ContentDiff => compareContents(content, applyChangeItems(content, items));
