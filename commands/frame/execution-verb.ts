/** The one way a person carries an approved review on: once per key, under its lock, with what it does to the procedure. */
import type { Json } from '../../domain/shared/canonical.js';
import { parseId, type PersonId } from '../../domain/shared/ids.js';
import type { Law } from '../../domain/review/law.js';
import { phaseOfReview, type ReviewEvent, type ReviewPhase, type ReviewState } from '../../domain/review/review.js';
import type { Transact } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { once, scopedKey, type Answer } from './idempotency.js';
import { changeReview } from './review-change.js';
import type { ReviewMoved } from './review-verb.js';
import { settleExecution } from './settle-execution.js';

/** A review after a step of carrying out. */
export type CarriedOn = ReviewMoved & { readonly phase: ReviewPhase };

/** @throws not_found, key_reused, and whatever `decide` refuses @idempotent by key */
export async function carryOn<C extends { readonly reviewId: string }>(
  transact: Transact,
  actor: Actor,
  key: string,
  kind: string,
  command: C,
  decide: (judged: { readonly state: ReviewState; readonly by: PersonId; readonly law: Law }) => readonly ReviewEvent[],
): Promise<Answer<CarriedOn>> {
  const reviewId = parseId('review', command.reviewId);
  return transact((tx) =>
    once(tx, actor, key, { ...command, kind } as unknown as Json, async (): Promise<CarriedOn> => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) => decide({ state, by: actor.personId, law }));
      await settleExecution(tx, written.state, written.events, cause);
      return { reviewId, seq: written.head.seq, phase: phaseOfReview(written.state) };
    }),
  );
}
