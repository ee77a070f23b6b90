/** The owning unit takes a comment on, or explains why not. */
import { answerComment as decide } from '../domain/review/comments.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';

export type AnswerComment = {
  readonly reviewId: string;
  readonly commentId: string;
  readonly kind: 'accepted' | 'explained';
  readonly text: string;
};

/**
 * @throws not_found, not_eligible, review_closed, comment_required, content_too_long, nothing_changed, key_reused
 * @idempotent by key
 */
export async function answerComment(
  transact: Transact,
  actor: Actor,
  key: string,
  command: AnswerComment,
): Promise<Answer<ReviewMoved & { readonly commentId: string }>> {
  const moved = await moveReview(transact, actor, key, 'answerComment', command.reviewId, command, ({ state, by, law }) =>
    decide(state, { commentId: command.commentId, by, kind: command.kind, text: command.text.normalize('NFC') }, law),
  );
  return { ...moved, commentId: command.commentId };
}
