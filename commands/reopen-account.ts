/** Opens a closed account again; who holds a post still, or again, is offered its tasks. */
import { DomainError } from '../domain/shared/errors.js';
import { parseId, type PersonId } from '../domain/shared/ids.js';
import { requireOther } from '../domain/review/posts.js';
import { listReviewsInUnitsOf } from '../db/repositories/authority.repository.js';
import { updateActive } from '../db/repositories/post.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { changePosts, holdAccount } from './frame/post-change.js';
import type { Answer } from './frame/idempotency.js';
import type { SwitchAccount } from './close-account.js';

/**
 * Links and sessions of before stay dead: new ones are issued.
 * @throws not_permitted, not_found, own_post, comment_required, account_open, key_reused
 * @idempotent by key
 */
export async function reopenAccount(
  transact: Transact,
  actor: Actor,
  key: string,
  { personId, reason }: SwitchAccount,
): Promise<Answer<{ readonly personId: PersonId; readonly active: boolean }>> {
  parseId('person', personId);
  return changePosts(transact, actor, key, { kind: 'reopenAccount', personId, reason }, 'accounts.manage', async (tx) => {
    const account = await holdAccount(tx, personId);
    return {
      personId,
      touched: await listReviewsInUnitsOf(tx, personId, null),
      change: async ({ now }) => {
        requireOther(personId, actor.personId);
        if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
        if (account.active) throw new DomainError('account_open');
        await updateActive(tx, personId, true);
        return { fact: { type: 'AccountReopened', at: now, by: actor.personId, reason }, answer: { personId, active: true } };
      },
    };
  });
}
