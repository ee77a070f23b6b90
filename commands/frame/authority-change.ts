/** What a change of posts, delegations or absences does beside its own row: an audited fact, and fresh candidates on the open tasks it touches. */
import type { PersonId, ReviewId, UnitId } from '../../domain/shared/ids.js';
import { fallenClaims } from '../../domain/review/posts.js';
import { fold } from '../../domain/review/review.js';
import { candidateChanges } from '../../domain/review/stand-ins.js';
import { listReviewsInUnitsOf } from '../../db/repositories/authority.repository.js';
import { insertFacts, lastFact } from '../../db/repositories/ledger.repository.js';
import { lockReviews } from '../../db/repositories/review.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, GENESIS, type Cause } from './audit-chain.js';
import { changeReview } from './review-change.js';

/** Chains one fact onto a register entry's own stream. The caller holds the entry's lock. */
export async function recordAuthority(
  tx: Tx,
  streamId: string,
  fact: { readonly type: string } & Readonly<Record<string, unknown>>,
  cause: Cause,
): Promise<void> {
  const { now } = await tx.clock();
  const last = await lastFact(tx, streamId);
  await insertFacts(tx, chainFacts(streamId, last?.seq ?? 0, last?.hash ?? GENESIS, [fact], cause, now).rows);
}

/**
 * Locks the reviews whose open tasks a person's posts touch. Before the clock is read: what happens in a review is dated after what happened
 * in it before.
 */
export async function holdReviewsInUnitsOf(tx: Tx, personId: PersonId, unitId: UnitId | null): Promise<readonly ReviewId[]> {
  return (await lockReviews(tx, await listReviewsInUnitsOf(tx, personId, unitId))).map((head) => head.id);
}

/**
 * @param held the reviews that were locked for it
 * @param leaver whose posts changed: where he fills a seat in no way any more, his claim falls too
 * @returns how many changed
 */
export async function refreshCandidates(tx: Tx, held: readonly ReviewId[], cause: Cause, leaver: PersonId | null = null): Promise<number> {
  let changed = 0;
  for (const id of held) {
    const written = await changeReview(tx, id, cause, 'workflow', ({ state, law }) => {
      const fallen = leaver === null ? [] : fallenClaims(state, leaver, law);
      return [...fallen, ...candidateChanges(fallen.length === 0 ? state : fold(fallen, state), law)];
    });
    if (written.events.length > 0) changed += 1;
  }
  return changed;
}
