/** Stops the clock of a task on a lawful ground. */
import type { Instant } from '../domain/shared/instant.js';
import { suspendTerm as decide } from '../domain/review/term-changes.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import type { Answer } from './frame/idempotency.js';
import { moveTask, type OnTask, type TaskMoved } from './frame/task-verb.js';

export type SuspendTerm = OnTask & {
  /** A ground of the stage; the route lists them. */
  readonly ground: string;
  /** Planned end; null for a pause without one. */
  readonly until: Instant | null;
  readonly reason: string;
};

/**
 * @throws not_found, not_eligible, already_decided, stage_closed, review_closed, frozen, version_moved, key_reused, pause_ground_unknown, pause_on_fixed_date, already_due, pause_budget, pause_end_required
 * @idempotent by key
 */
export async function suspendTerm(transact: Transact, actor: Actor, key: string, command: SuspendTerm): Promise<Answer<TaskMoved>> {
  return moveTask(transact, actor, key, 'suspendTerm', command, ({ state, taskId, by, law }) =>
    decide(state, { taskId, by, ground: command.ground, until: command.until, reason: command.reason }, law),
  );
}
