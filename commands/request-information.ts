/** Asks the owning unit for more, and stops the clock meanwhile. */
import type { Instant } from '../domain/shared/instant.js';
import { requestInformation as decide } from '../domain/review/comments.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { idOfAct, moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type RequestInformation = OnTask & {
  readonly question: string;
  /** Content it is about; null for the whole. */
  readonly path: string | null;
  /** Planned end of the pause; null for none. */
  readonly until: Instant | null;
};

/**
 * @throws not_found, not_eligible, review_closed, stage_closed, frozen, version_moved, key_reused, nothing_changed, comment_required, pause_ground_unknown, pause_on_fixed_date, already_due, pause_budget, pause_end_required
 * @idempotent by key
 */
export async function requestInformation(
  transact: Transact,
  actor: Actor,
  key: string,
  command: RequestInformation,
): Promise<Answer<TaskMoved & { readonly commentId: string }>> {
  const commentId = idOfAct('cmt', actor, key);
  const moved = await moveTask(transact, actor, key, 'requestInformation', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, commentId, question: command.question.normalize('NFC'), path: command.path, until: command.until }, law),
  );
  return { ...moved, commentId };
}
