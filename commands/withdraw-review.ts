/** Ends a review without a decision on its substance. */
import type { ReviewId } from '../domain/shared/ids.js';
import { DomainError } from '../domain/shared/errors.js';
import { holds } from '../domain/review/directory.js';
import { withdrawReview as decide } from '../domain/review/withdraw.js';
import type { Transact } from '../db/transaction.js';
import { endReviewOfProcedure } from './adopt-version.js';
import type { Actor } from './frame/actor.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { proposalOf } from './frame/proposal.js';
import { changeReview } from './frame/review-change.js';

export type WithdrawReview = { readonly reviewId: ReviewId; readonly reason: string };

/**
 * @throws not_found, not_eligible (the coordinator or the owning unit's head), comment_required, review_closed, key_reused
 * @idempotent by key
 */
export async function withdrawReview(
  transact: Transact,
  actor: Actor,
  key: string,
  { reviewId, reason }: WithdrawReview,
): Promise<Answer<{ readonly reviewId: ReviewId }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'withdrawReview', reviewId, reason }, async () => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => {
        const may =
          law.directory.holdings.some((holding) => holding.personId === actor.personId && holding.role === 'coordinator') ||
          holds(law.directory, actor.personId, state.ownerUnitId, 'unitHead');
        if (!may) throw new DomainError('not_eligible', { why: [] });
        if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
        return decide(state, { by: actor.personId, reason }, law);
      });
      await endReviewOfProcedure(tx, written.state, await proposalOf(tx, reviewId, written.state.revision), null, cause);
      return { reviewId };
    }),
  );
}
