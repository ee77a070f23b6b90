/** Somebody who is neither disputer nor decider settles a disputed verdict. */
import { parseId, parseTaskId } from '../domain/shared/ids.js';
import { resolveDispute as decide } from '../domain/review/dispute.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';

export type ResolveDispute = {
  readonly taskId: string;
  readonly decisionId: string;
  readonly outcome: 'upheld' | 'annulled';
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, dispute_not_open, second_person_needed, comment_required, key_reused
 * @idempotent by key
 */
export async function resolveDispute(
  transact: Transact,
  actor: Actor,
  key: string,
  command: ResolveDispute,
): Promise<Answer<ReviewMoved & { readonly decisionId: string }>> {
  const moved = await moveReview(transact, actor, key, 'resolveDispute', parseTaskId(command.taskId).reviewId, command, ({ state, by, law }) =>
    decide(state, { decisionId: parseId('decision', command.decisionId), by, outcome: command.outcome, reason: command.reason.normalize('NFC') }, law),
  );
  return { ...moved, decisionId: command.decisionId };
}
