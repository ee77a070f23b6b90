/** The cost part of a proposal written anew, the rest of it left as it stands. */
import type { ProposalBody } from '../domain/review/proposal.js';
import { DomainError } from '../domain/shared/errors.js';
import type { ReviewId } from '../domain/shared/ids.js';
import { findProposal } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { reviseProposal, type Revised } from './revise-proposal.js';

export type SaveCostSheets = { readonly reviewId: ReviewId; readonly expectedRevision: number; readonly cost: ProposalBody['cost'] };

/**
 * A revision never changes, so what is read before the transaction of the revising is what it is revised from.
 * @throws version_moved, and whatever `reviseProposal` refuses
 * @idempotent by key
 */
export async function saveCostSheets(
  transact: Transact,
  actor: Actor,
  key: string,
  { reviewId, expectedRevision, cost }: SaveCostSheets,
): Promise<Answer<Revised>> {
  const seen = await transact((tx) => findProposal(tx, reviewId, expectedRevision));
  if (!seen) throw new DomainError('version_moved');
  return reviseProposal(transact, actor, key, { reviewId, expectedRevision, body: { ...(seen.body as ProposalBody), cost } });
}
