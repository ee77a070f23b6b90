/** A superior moves a task to another seat. */
import type { Role } from '../domain/route/route.js';
import type { UnitId } from '../domain/shared/ids.js';
import { reassignTask as decide } from '../domain/review/reassign.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type ReassignTask = OnTask & {
  readonly unitId: UnitId;
  readonly role: Role;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, comment_required, route_has_no_holder, holders_excluded, nothing_changed
 * @idempotent by key
 */
export async function reassignTask(transact: Transact, actor: Actor, key: string, command: ReassignTask): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'reassignTask', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, unitId: command.unitId, role: command.role, reason: command.reason.normalize('NFC') }, law),
  );
}
