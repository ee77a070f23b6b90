/** A second person confirms a correction of a running term. */
import { confirmAdjustment as decide } from '../domain/review/term-changes.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type ConfirmAdjustment = OnTask & {
  readonly requestId: string;
};

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, second_person_needed, request_unknown
 * @idempotent by key
 */
export async function confirmAdjustment(transact: Transact, actor: Actor, key: string, command: ConfirmAdjustment): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'confirmAdjustment', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, requestId: command.requestId }, law),
  );
}
