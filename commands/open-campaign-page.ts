/** Opens the reviews of one page of a campaign's plan, with their first tasks, in one transaction. */
import { DomainError, type ErrorCode } from '../domain/shared/errors.js';
import type { CampaignId, ReviewId } from '../domain/shared/ids.js';
import { newestVersionOf, startReview } from '../domain/procedure/life.js';
import { contentMapOf } from '../domain/review/content-digest.js';
import { openReview } from '../domain/review/opening.js';
import { holdersOf } from '../domain/review/directory.js';
import { EMPTY_PROPOSAL, proposalFields, type ProposalBody } from '../domain/review/proposal.js';
import { failpoint } from '../config/failpoint.js';
import { listCampaignItems, updateCampaignItem, type CampaignItemRow } from '../db/repositories/campaign.repository.js';
import { insertProposals, type ProposalRow } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import { sha256, type Cause } from './frame/audit-chain.js';
import { loadCampaign, writeCampaign } from './frame/campaign-change.js';
import { loadLaw } from './frame/law.js';
import { newId } from './frame/new-id.js';
import { loadProcedures, writeProcedures, type LoadedProcedure } from './frame/procedure-change.js';
import { writeReviews, type PlannedChange } from './frame/review-change.js';
import { costsOf } from './frame/proposal-costs.js';
import { freezeBaselines } from './freeze-cost-sheets.js';

/** Lines a page takes: one transaction, one batch of workflow starts. */
export const PAGE_SIZE = 200;

export type OpenedPage = {
  readonly reviews: readonly ReviewId[];
  readonly problems: readonly { readonly code: string; readonly problem: ErrorCode }[];
  /** Position after the page's last line; null when the plan ends here. */
  readonly next: number | null;
};

/**
 * A line that cannot be opened (its procedure is under review already) is recorded as refused and does not stop the others.
 * @param from position after which the page begins: 0, 200, 400 …
 * @throws not_found
 * @idempotent by (campaign, position): a page asked for again answers the same reviews
 */
export async function openCampaignPage(transact: Transact, campaignId: CampaignId, from: number): Promise<OpenedPage> {
  return transact(async (tx) => {
    const campaign = await loadCampaign(tx, campaignId);
    const items = await listCampaignItems(tx, campaignId, from, PAGE_SIZE);
    const next = from + items.length < campaign.state.itemCount ? from + items.length : null;
    const waiting = items.filter((item) => item.state === 'queued' && campaign.state.closedAt === null);
    const loaded = await loadProcedures(tx, items.map((item) => item.procedureId).sort());
    const procedures = new Map(loaded.map((procedure) => [procedure.head.id, procedure]));
    const codeOf = (item: CampaignItemRow): string => procedures.get(item.procedureId)?.head.code ?? item.procedureId;
    const answer = (opened: readonly CampaignItemRow[]): OpenedPage => ({
      reviews: opened.flatMap((item) => item.reviewId ?? []),
      problems: opened.flatMap((item) => (item.problem === null ? [] : [{ code: codeOf(item), problem: item.problem as ErrorCode }])),
      next,
    });
    if (waiting.length === 0) return answer(items);

    const { now } = await tx.clock();
    const cause: Cause = { key: `page.${campaignId}.${from}`, actorId: campaign.row.launchedBy, channel: 'system' };
    const law = await loadLaw(tx, campaign.row, []);
    const drafts = (campaign.row.plan as { drafts: Record<string, ProposalBody> }).drafts;
    const reviews: PlannedChange[] = [];
    const lives: { loaded: LoadedProcedure; events: ReturnType<typeof startReview> }[] = [];
    const proposals: ProposalRow[] = [];
    const settled = items.map((item): CampaignItemRow => {
      const procedure = procedures.get(item.procedureId);
      if (!waiting.includes(item) || !procedure) return item;
      try {
        const reviewId = newId('review', now);
        const draft = drafts[procedure.head.code];
        const authors = draft ? holdersOf(law.directory, procedure.head.ownerUnitId, 'officer').slice(0, 1) : [];
        const content = contentMapOf(proposalFields(draft ?? EMPTY_PROPOSAL), sha256);
        const events = startReview(procedure.state, reviewId, now);
        reviews.push({
          loaded: null,
          law,
          events: openReview(
            {
              reviewId,
              procedureId: procedure.head.id,
              versionId: newestVersionOf(procedure.state),
              campaignId,
              ownerUnitId: procedure.head.ownerUnitId,
              openedBy: campaign.row.launchedBy as never,
              authors,
              content,
            },
            law,
          ),
        });
        lives.push({ loaded: procedure, events });
        proposals.push({
          reviewId,
          revision: 0,
          body: draft ?? EMPTY_PROPOSAL,
          revisedBy: authors[0] ?? campaign.row.launchedBy,
          revisedAt: now,
          ...costsOf(draft ?? EMPTY_PROPOSAL),
        });
        return { ...item, state: 'opened', reviewId };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { ...item, state: 'refused', problem: error.code };
      }
    });
    await writeReviews(tx, reviews, cause, 'caller');
    await insertProposals(tx, proposals);
    await freezeBaselines(tx, proposals);
    await writeProcedures(tx, lives, cause, 'workflow');
    for (const item of settled) await updateCampaignItem(tx, campaignId, item.position, item);
    await writeCampaign(tx, campaign, [{ type: 'ReviewsOpened', at: now, from, to: from + items.length, opened: reviews.length }], cause, 'workflow');
    await failpoint('open-campaign-page/before-commit');
    return answer(settled);
  });
}
