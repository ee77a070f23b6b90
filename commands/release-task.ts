/** A person gives a claimed task back to all who may decide it. */
import { releaseTask as decide } from '../domain/review/claims.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type ReleaseTask = OnTask;

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused
 * @idempotent by key
 */
export async function releaseTask(transact: Transact, actor: Actor, key: string, command: ReleaseTask): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'releaseTask', command, ({ state, taskId, by, law }) => decide(state, { taskId, by }, law));
}
