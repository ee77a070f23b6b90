/** A person takes his own verdict back while the stage is open. */
import { recallDecision as decide } from '../domain/review/recall.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type RecallDecision = OnTask & {
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, stage_closed, frozen, version_moved, key_reused, nothing_to_recall
 * @idempotent by key
 */
export async function recallDecision(transact: Transact, actor: Actor, key: string, command: RecallDecision): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'recallDecision', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, reason: command.reason.normalize('NFC') }, law),
  );
}
