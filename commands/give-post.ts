/** Gives a person a post at a unit, from a date, on a paper. */
import { parseId, type PersonId, type UnitId } from '../domain/shared/ids.js';
import type { LocalDate } from '../domain/shared/instant.js';
import type { Role } from '../domain/route/route.js';
import { checkPost } from '../domain/review/posts.js';
import { findUnitDates, insertPost, listPostsOf, listReviewsAskingUnit } from '../db/repositories/post.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { changePosts, holdAccount } from './frame/post-change.js';
import type { Answer } from './frame/idempotency.js';

export type GivePost = {
  readonly personId: PersonId;
  readonly unitId: UnitId;
  readonly role: Role;
  readonly from: LocalDate;
  /** First date on which it is no longer held; null for no end. */
  readonly to: LocalDate | null;
  /** Number and symbol of the paper it rests on. */
  readonly source: string;
};

/**
 * Open tasks at the seat are offered to the new holder in the same transaction; a post that begins later joins on its day.
 * @throws not_permitted, not_found, own_post, evidence_required, post_invalid, date_invalid, post_held, key_reused
 * @idempotent by key
 */
export async function givePost(transact: Transact, actor: Actor, key: string, command: GivePost): Promise<Answer<{ readonly postId: string }>> {
  const personId = parseId('person', command.personId);
  parseId('unit', command.unitId);
  return changePosts(transact, actor, key, { ...command, kind: 'givePost' }, 'posts.give', async (tx) => {
    const account = await holdAccount(tx, personId);
    return {
      personId,
      touched: await listReviewsAskingUnit(tx, command.unitId),
      change: async ({ now, today }) => {
        const source = command.source.normalize('NFC').trim();
        const world = { personActive: account.active, unit: await findUnitDates(tx, command.unitId), held: await listPostsOf(tx, personId), today };
        checkPost({ ...command, source }, actor.personId, world);
        const postId = await insertPost(tx, command, source);
        return { fact: { type: 'PostGiven', at: now, by: actor.personId, postId, ...command, source }, answer: { postId } };
      },
    };
  });
}
