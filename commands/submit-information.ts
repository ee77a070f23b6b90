/** The owning unit gives what was asked for, and the clock runs again. */
import { submitInformation as decide } from '../domain/review/comments.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type SubmitInformation = OnTask & {
  readonly text: string;
};

/**
 * @throws not_found, not_eligible, review_closed, stage_closed, frozen, version_moved, key_reused, request_unknown, comment_required
 * @idempotent by key
 */
export async function submitInformation(transact: Transact, actor: Actor, key: string, command: SubmitInformation): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'submitInformation', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, text: command.text.normalize('NFC') }, law),
  );
}
