/** Closes a person's account: with the next request it opens nothing any more. */
import { DomainError } from '../domain/shared/errors.js';
import { parseId, type PersonId } from '../domain/shared/ids.js';
import { requireOther } from '../domain/review/posts.js';
import { listReviewsAsking, revokeKeysOf, updateActive } from '../db/repositories/post.repository.js';
import { deleteSessionsOf } from '../db/repositories/session.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { changePosts, holdAccount } from './frame/post-change.js';
import type { Answer } from './frame/idempotency.js';

export type SwitchAccount = { readonly personId: PersonId; readonly reason: string };

/**
 * Claims are released, links and tokens revoked, sessions ended; the posts stay on record and count for nothing meanwhile.
 * @throws not_permitted, not_found, own_post, comment_required, account_closed, key_reused
 * @idempotent by key
 */
export async function closeAccount(
  transact: Transact,
  actor: Actor,
  key: string,
  { personId, reason }: SwitchAccount,
): Promise<Answer<{ readonly personId: PersonId; readonly active: boolean }>> {
  parseId('person', personId);
  return changePosts(transact, actor, key, { kind: 'closeAccount', personId, reason }, 'accounts.manage', async (tx) => {
    const account = await holdAccount(tx, personId);
    return {
      personId,
      touched: await listReviewsAsking(tx, personId),
      change: async ({ now }) => {
        requireOther(personId, actor.personId);
        if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
        if (!account.active) throw new DomainError('account_closed');
        await updateActive(tx, personId, false);
        await revokeKeysOf(tx, personId, now);
        await deleteSessionsOf(tx, personId);
        return { fact: { type: 'AccountClosed', at: now, by: actor.personId, reason }, answer: { personId, active: false } };
      },
    };
  });
}
