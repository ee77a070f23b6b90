/** The person a verdict names says it was not his. */
import { parseId, parseTaskId } from '../domain/shared/ids.js';
import { disputeDecision as decide } from '../domain/review/dispute.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';

export type DisputeDecision = {
  /** The task the verdict was given on. */
  readonly taskId: string;
  readonly decisionId: string;
};

/**
 * @throws not_found, not_eligible, review_closed, dispute_not_open, key_reused
 * @idempotent by key
 */
export async function disputeDecision(
  transact: Transact,
  actor: Actor,
  key: string,
  command: DisputeDecision,
): Promise<Answer<ReviewMoved & { readonly decisionId: string }>> {
  const moved = await moveReview(transact, actor, key, 'disputeDecision', parseTaskId(command.taskId).reviewId, command, ({ state, by, law }) =>
    decide(state, { decisionId: parseId('decision', command.decisionId), by }, law),
  );
  return { ...moved, decisionId: command.decisionId };
}
