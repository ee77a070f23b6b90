/** Keeps cost sheets as they stood at a turn of their review, within the transaction that makes the turn. */
import { sheetBytes } from '../domain/cost/freeze.js';
import { BLOCKS, type Block, type FreezeKind } from '../domain/cost/frozen.js';
import { measureVnSheet } from '../domain/cost/vn/measure-sheet.js';
import type { VnSheet } from '../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../domain/review/proposal.js';
import { findStage, type ReviewEvent } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import { localDateOf } from '../domain/shared/instant.js';
import type { ProcedureVersionId, ReviewId } from '../domain/shared/ids.js';
import { insertCostSheets, newestFreeze, reviewsWithFreeze, type CostSheetRow } from '../db/repositories/cost.repository.js';
import { findVersion } from '../db/repositories/procedure.repository.js';
import { findProposal, isWhollyExecuted, type ProposalRow } from '../db/repositories/review.repository.js';
import type { Tx } from '../db/transaction.js';
import { sha256 } from './frame/audit-chain.js';
import { newId } from './frame/new-id.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';
import type { Written } from './frame/review-change.js';

export type Freeze = {
  readonly proposal: Pick<ProposalRow, 'reviewId' | 'revision' | 'revisedBy' | 'revisedAt'>;
  readonly kind: FreezeKind;
  readonly sheets: Readonly<Partial<Record<Block, VnSheet | null>>>;
  /** Null: the law, or a date, not a person. */
  readonly by: string | null;
};

/**
 * Every given block as a new row beside those before. The same bytes as last time leave everything as it is.
 * @idempotent by (review, kind, number, block), the review being locked
 */
export async function freezeCostSheets(
  tx: Tx,
  { proposal, kind, sheets, by }: Freeze,
  supersededBlocks: Readonly<Partial<Record<Block, string>>> = {},
): Promise<readonly CostSheetRow[]> {
  const given = BLOCKS.flatMap((block) => (sheets[block] ? [{ block, body: sheetBytes(sheets[block]), sheet: sheets[block] }] : []));
  if (given.length === 0) return [];
  const last = await newestFreeze(tx, proposal.reviewId, kind);
  const lastOf = (block: Block): CostSheetRow | undefined => last.find((row) => row.block === block);
  if (last.length === given.length && given.every(({ block, body }) => lastOf(block)?.digest === sha256(body))) return [];
  const { now } = await tx.clock();
  const rows = given.map(({ block, body, sheet }): CostSheetRow => ({
    id: newId('costSheet', now),
    reviewId: proposal.reviewId,
    kind,
    number: (last[0]?.number ?? 0) + 1,
    block,
    revision: proposal.revision,
    body,
    digest: sha256(body),
    tableId: sheet.hourlyIncome.tableId ?? null,
    vintage: sheet.hourlyIncome.vintage ?? null,
    writtenBy: proposal.revisedBy,
    writtenAt: proposal.revisedAt,
    frozenBy: by,
    frozenAt: now,
    supersedes: supersededBlocks[block] ?? lastOf(block)?.id ?? null,
  }));
  await insertCostSheets(tx, rows);
  return rows;
}

const isComplete = (sheet: VnSheet): boolean => measureVnSheet(sheet, 'before').total.status === 'complete';

/** The first complete before sheet of each review becomes its baseline; a later one leaves it. @policy a baseline is what was known first */
export async function freezeBaselines(tx: Tx, proposals: readonly ProposalRow[]): Promise<void> {
  const measured = proposals.filter((proposal) => isMeasured(proposal));
  const frozen = await reviewsWithFreeze(
    tx,
    measured.map((proposal) => proposal.reviewId),
    'baseline',
  );
  for (const proposal of measured) {
    if (frozen.has(proposal.reviewId)) continue;
    await freezeCostSheets(tx, { proposal, kind: 'baseline', sheets: { before: costOf(proposal).before }, by: proposal.revisedBy });
  }
}

const costOf = (proposal: Pick<ProposalRow, 'body'>): ProposalBody['cost'] => (proposal.body as ProposalBody).cost;
const isMeasured = (proposal: ProposalRow): boolean => {
  const { before } = costOf(proposal);
  return before !== null && isComplete(before);
};

/** What the closing of a stage freezes, by the kind of the stage. */
const AT_CLOSING = { author: 'submission', approval: 'decision' } as const;

/** Freezes what a closed author or approval stage sent on. Returned, rejected or without sheets: nothing. */
export async function freezeAtClosing(tx: Tx, { state, law }: Written, events: readonly ReviewEvent[], by: string | null): Promise<void> {
  for (const event of events) {
    if (event.type !== 'StageClosed' || event.outcome !== 'approved') continue;
    const stage = findStage(state, event.stageId);
    const kind = stage && stageOf(law.route, stage.key).kind;
    if (kind === 'author' || kind === 'approval') await freezeProposal(tx, state.id, state.revision, AT_CLOSING[kind], by);
  }
}

/** Freezes both blocks of a revision; a submission without a baseline becomes it. */
export async function freezeProposal(tx: Tx, reviewId: ReviewId, revision: number, kind: FreezeKind, by: string | null): Promise<void> {
  const proposal = await findProposal(tx, reviewId, revision);
  if (!proposal) throw new Error(`review ${reviewId} has no revision ${revision} of its proposal`);
  const sheets = costOf(proposal);
  if (kind === 'submission' && sheets.before && !(await reviewsWithFreeze(tx, [reviewId], 'baseline')).has(reviewId)) {
    await freezeCostSheets(tx, { proposal, kind: 'baseline', sheets: { before: sheets.before }, by });
  }
  await freezeCostSheets(tx, { proposal, kind, sheets, by });
}

/** An adopted version in force carries out what was decided: those sheets are kept as executed. A part of it executes no sheet. */
export async function freezeExecution(tx: Tx, versionId: ProcedureVersionId): Promise<void> {
  const reviewId = (await findVersion(tx, versionId))?.reviewId as ReviewId | null | undefined;
  if (!reviewId || !(await isWhollyExecuted(tx, reviewId, localDateOf((await tx.clock()).now, ZONE_OFFSET_MINUTES)))) return;
  const decided = await newestFreeze(tx, reviewId, 'decision');
  const [first] = decided;
  if (!first) return;
  await freezeCostSheets(
    tx,
    {
      proposal: { reviewId, revision: first.revision, revisedBy: first.writtenBy, revisedAt: first.writtenAt },
      kind: 'execution',
      by: null,
      sheets: Object.fromEntries(decided.map((sheet) => [sheet.block, JSON.parse(sheet.body) as VnSheet])),
    },
    Object.fromEntries(decided.map((sheet) => [sheet.block, sheet.id])),
  );
}
