/** Adds a comment of a unit or of people affected. */
import { parseTaskId } from '../domain/shared/ids.js';
import { addComment as decide } from '../domain/review/comments.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveReview, type ReviewMoved } from './frame/review-verb.js';
import { idOfAct } from './frame/task-verb.js';

export type AddComment = {
  readonly reviewId: string;
  readonly taskId: string | null;
  /** Content it is about; null for the whole. */
  readonly path: string | null;
  readonly text: string;
  /** Who it comes from, when not from the person who types it in. */
  readonly source: string | null;
};

/**
 * @throws not_found, review_closed, comment_required, content_too_long, content_field_unknown, key_reused
 * @idempotent by key
 */
export async function addComment(
  transact: Transact,
  actor: Actor,
  key: string,
  command: AddComment,
): Promise<Answer<ReviewMoved & { readonly commentId: string }>> {
  const commentId = idOfAct('cmt', actor, key);
  const moved = await moveReview(transact, actor, key, 'addComment', command.reviewId, command, ({ state, by, law }) =>
    decide(
      state,
      {
        commentId,
        by,
        taskId: command.taskId === null ? null : parseTaskId(command.taskId).taskId,
        path: command.path,
        text: command.text.normalize('NFC'),
        source: command.source,
      },
      law,
    ),
  );
  return { ...moved, commentId };
}
