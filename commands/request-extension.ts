/** Asks the clock keeper for more time. */
import { requestExtension as decide } from '../domain/review/term-changes.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { idOfAct, moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type RequestExtension = OnTask & {
  /** In the unit of the stage's limit. */
  readonly amount: number;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, extend_budget, amount_invalid, comment_required
 * @idempotent by key
 */
export async function requestExtension(
  transact: Transact,
  actor: Actor,
  key: string,
  command: RequestExtension,
): Promise<Answer<TaskMoved & { readonly requestId: string }>> {
  const requestId = idOfAct('req', actor, key);
  const moved = await moveTask(transact, actor, key, 'requestExtension', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, requestId, amount: command.amount, reason: command.reason.normalize('NFC') }, law),
  );
  return { ...moved, requestId };
}
