/** Asks to lift a separation-of-duties rule for one person on one task. */
import type { PersonId } from '../domain/shared/ids.js';
import { requestOverride as decide } from '../domain/review/overrides.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type RequestOverride = OnTask & {
  readonly personId: PersonId;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, review_closed, stage_closed, frozen, version_moved, key_reused, override_never, comment_required
 * @idempotent by key
 */
export async function requestOverride(transact: Transact, actor: Actor, key: string, command: RequestOverride): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'requestOverride', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, person: command.personId, reason: command.reason.normalize('NFC') }, law),
  );
}
