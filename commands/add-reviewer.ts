/** A superior has one more person asked in a stage that is running. */
import type { Role } from '../domain/route/route.js';
import type { UnitId } from '../domain/shared/ids.js';
import { addReviewer as decide } from '../domain/review/reviewers.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type AddReviewer = OnTask & {
  readonly unitId: UnitId;
  readonly role: Role;
  readonly reason: string;
};

/**
 * Answers with the task it was asked at; the new one stands beside it.
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, comment_required, reviewer_not_here, route_has_no_holder, holders_excluded, nothing_changed
 * @idempotent by key
 */
export async function addReviewer(transact: Transact, actor: Actor, key: string, command: AddReviewer): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'addReviewer', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, unitId: command.unitId, role: command.role, reason: command.reason.normalize('NFC') }, law),
  );
}
