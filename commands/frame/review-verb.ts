/** The one way a person moves a review as a whole: once per key, under its lock, judged by the law. */
import type { Json } from '../../domain/shared/canonical.js';
import { parseId, type PersonId, type ReviewId } from '../../domain/shared/ids.js';
import type { Law } from '../../domain/review/law.js';
import type { ReviewEvent, ReviewState } from '../../domain/review/review.js';
import type { Transact } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { once, scopedKey, type Answer } from './idempotency.js';
import { changeReview } from './review-change.js';

/** `seq`: facts of the review so far. */
export type ReviewMoved = { readonly reviewId: ReviewId; readonly seq: number };

/** @throws not_found, key_reused, and whatever `decide` refuses @idempotent by key */
export async function moveReview<C extends object>(
  transact: Transact,
  actor: Actor,
  key: string,
  kind: string,
  review: string,
  command: C,
  decide: (judged: { readonly state: ReviewState; readonly by: PersonId; readonly law: Law }) => readonly ReviewEvent[],
): Promise<Answer<ReviewMoved>> {
  const reviewId = parseId('review', review);
  return transact((tx) =>
    once(tx, actor, key, { ...command, kind } as unknown as Json, async (): Promise<ReviewMoved> => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => decide({ state, by: actor.personId, law }));
      return { reviewId, seq: written.head.seq };
    }),
  );
}
