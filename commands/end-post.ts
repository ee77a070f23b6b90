/** Ends a post a person holds, today or on a day to come. */
import { DomainError } from '../domain/shared/errors.js';
import type { LocalDate } from '../domain/shared/instant.js';
import { checkPostEnd } from '../domain/review/posts.js';
import { findPost, listReviewsAskingUnit, updatePostEnd } from '../db/repositories/post.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { changePosts, holdAccount } from './frame/post-change.js';
import type { Answer } from './frame/idempotency.js';

export type EndPost = {
  readonly postId: string;
  /** First date on which it is no longer held. */
  readonly to: LocalDate;
  readonly reason: string;
};

/**
 * Ending today takes the tasks of the post away at once, claims included; ending later does so on its day.
 * @throws not_permitted, not_found, own_post, comment_required, post_ended, date_invalid, key_reused
 * @idempotent by key
 */
export async function endPost(
  transact: Transact,
  actor: Actor,
  key: string,
  { postId, to, reason }: EndPost,
): Promise<Answer<{ readonly postId: string; readonly to: LocalDate }>> {
  return changePosts(transact, actor, key, { kind: 'endPost', postId, to, reason }, 'posts.give', async (tx) => {
    const seen = await findPost(tx, postId);
    if (!seen) throw new DomainError('not_found', { kind: 'post', id: postId });
    await holdAccount(tx, seen.personId);
    return {
      personId: seen.personId,
      touched: await listReviewsAskingUnit(tx, seen.unitId),
      change: async ({ now, today }) => {
        // As it stands behind the lock: somebody else may have ended it meanwhile.
        const post = (await findPost(tx, postId)) ?? seen;
        if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
        checkPostEnd(post, to, actor.personId, today);
        await updatePostEnd(tx, postId, to);
        return { fact: { type: 'PostEnded', at: now, by: actor.personId, postId, to, reason }, answer: { postId, to } };
      },
    };
  });
}
