/** A person takes a shared task for himself. */
import { claimTask as decide } from '../domain/review/claims.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type ClaimTask = OnTask;

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, claimed
 * @idempotent by key
 */
export async function claimTask(transact: Transact, actor: Actor, key: string, command: ClaimTask): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'claimTask', command, ({ state, taskId, by, law }) => decide(state, { taskId, by }, law));
}
