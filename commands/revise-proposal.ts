/** A new revision of a proposal: what changes, from when, at what cost. */
import type { ReviewId } from '../domain/shared/ids.js';
import { applyChangeItems } from '../domain/procedure/change-items.js';
import { DomainError } from '../domain/shared/errors.js';
import type { Json } from '../domain/shared/canonical.js';
import { contentMapOf } from '../domain/review/content-digest.js';
import { reviseProposal as decide } from '../domain/review/revise.js';
import { proposalFields, type ProposalBody } from '../domain/review/proposal.js';
import { findVersion } from '../db/repositories/procedure.repository.js';
import { insertProposals } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { sha256 } from './frame/audit-chain.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { changeReview } from './frame/review-change.js';
import { costsOf } from './frame/proposal-costs.js';
import { freezeBaselines } from './freeze-cost-sheets.js';

export type ReviseProposal = { readonly reviewId: ReviewId; readonly expectedRevision: number; readonly body: ProposalBody };
export type Revised = { readonly revision: number };

/**
 * Kept as a new row; what was approved before a change that touches it no longer stands on the new text.
 * @throws not_found, not_eligible (only the owning unit writes), version_moved, proposal_locked, nothing_changed,
 *   change_target_unknown, change_conflict, change_value_invalid, key_reused
 * @idempotent by key
 */
export async function reviseProposal(
  transact: Transact,
  actor: Actor,
  key: string,
  { reviewId, expectedRevision, body }: ReviseProposal,
): Promise<Answer<Revised>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'reviseProposal', reviewId, expectedRevision, body: body as unknown as Json }, async (): Promise<Revised> => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => {
        if (state.revision !== expectedRevision) throw new DomainError('version_moved', { revision: state.revision });
        return decide(state, { by: actor.personId, content: contentMapOf(proposalFields(body), sha256) }, law);
      });
      const base = await findVersion(tx, written.state.versionId);
      if (!base) throw new Error(`version ${written.state.versionId} is gone`);
      applyChangeItems(base.content, body.items);
      const proposal = { reviewId, revision: written.state.revision, body, revisedBy: actor.personId, revisedAt: written.law.now, ...costsOf(body) };
      await insertProposals(tx, [proposal]);
      await freezeBaselines(tx, [proposal]);
      return { revision: written.state.revision };
    }),
  );
}
