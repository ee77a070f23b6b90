/** Asks to run a closed stage again. */
import type { StageId } from '../domain/shared/ids.js';
import { requestReopen as decide } from '../domain/review/reopen.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';

export type RequestReopen = {
  readonly reviewId: string;
  readonly stageId: string;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, frozen, stage_not_reopenable, comment_required, key_reused
 * @idempotent by key
 */
export async function requestReopen(
  transact: Transact,
  actor: Actor,
  key: string,
  command: RequestReopen,
): Promise<Answer<ReviewMoved & { readonly stageId: string }>> {
  const moved = await moveReview(transact, actor, key, 'requestReopen', command.reviewId, command, ({ state, by, law }) =>
    decide(state, { stageId: command.stageId as StageId, by, reason: command.reason.normalize('NFC') }, law),
  );
  return { ...moved, stageId: command.stageId };
}
