/** The text of a proposal, as commands read it. */
import type { ReviewId } from '../../domain/shared/ids.js';
import type { ProposalBody } from '../../domain/review/proposal.js';
import { findLastProposal, findProposal } from '../../db/repositories/review.repository.js';
import type { Tx } from '../../db/transaction.js';

export async function proposalOf(tx: Tx, reviewId: ReviewId, revision: number): Promise<ProposalBody> {
  const row = await findProposal(tx, reviewId, revision);
  if (!row) throw new Error(`review ${reviewId} has no revision ${revision} of its proposal`);
  return row.body as ProposalBody;
}

/** What a review that has ended ended with. */
export async function lastProposalOf(tx: Tx, reviewId: ReviewId): Promise<ProposalBody> {
  const row = await findLastProposal(tx, reviewId);
  if (!row) throw new Error(`review ${reviewId} has no proposal`);
  return row.body as ProposalBody;
}
