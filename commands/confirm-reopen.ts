/** A second person has a closed stage run again as a new round. */
import type { StageId } from '../domain/shared/ids.js';
import { confirmReopen as decide } from '../domain/review/reopen.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';

export type ConfirmReopen = {
  readonly reviewId: string;
  readonly stageId: string;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, frozen, stage_not_reopenable, comment_required, key_reused, request_unknown, second_person_needed
 * @idempotent by key
 */
export async function confirmReopen(
  transact: Transact,
  actor: Actor,
  key: string,
  command: ConfirmReopen,
): Promise<Answer<ReviewMoved & { readonly stageId: string }>> {
  const moved = await moveReview(transact, actor, key, 'confirmReopen', command.reviewId, command, ({ state, by, law }) =>
    decide(state, { stageId: command.stageId as StageId, by, reason: command.reason.normalize('NFC') }, law),
  );
  return { ...moved, stageId: command.stageId };
}
