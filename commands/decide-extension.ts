/** The clock keeper grants or refuses more time. */
import { decideExtension as decide } from '../domain/review/term-changes.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type DecideExtension = OnTask & {
  readonly requestId: string;
  readonly grant: boolean;
  /** Basis of the grant, or why not. */
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, second_person_needed, request_unknown, extend_budget
 * @idempotent by key
 */
export async function decideExtension(transact: Transact, actor: Actor, key: string, command: DecideExtension): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'decideExtension', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, requestId: command.requestId, grant: command.grant, reason: command.reason.normalize('NFC') }, law),
  );
}
