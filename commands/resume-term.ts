/** Lets the clock of a task run again. */
import { resumeTerm as decide } from '../domain/review/term-changes.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type ResumeTerm = OnTask;

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused
 * @idempotent by key
 */
export async function resumeTerm(transact: Transact, actor: Actor, key: string, command: ResumeTerm): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'resumeTerm', command, ({ state, taskId, by, law }) => decide(state, { taskId, by }, law));
}
