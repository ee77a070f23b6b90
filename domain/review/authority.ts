/** Who may order work about: the unit's head over his unit's tasks, the clock keeper over every term. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { holds } from './directory.js';
import type { Law } from './law.js';
import { findTask, isFrozen, isOpen, type ReviewState, type TaskState } from './review.js';

/** Holds the post that keeps the clocks of this route, by default the coordinator's. */
export const isClockKeeper = (law: Law, person: PersonId): boolean =>
  law.directory.holdings.some((holding) => holding.personId === person && holding.role === (law.route.clockKeeper ?? 'coordinator'));

/** Heads the unit the task is given to, or keeps the clocks. */
export const isSupervisor = (law: Law, person: PersonId, task: TaskState): boolean =>
  holds(law.directory, person, task.unitId, 'unitHead') || isClockKeeper(law, person);

/** Writes the proposal: an officer of the owning unit, or its head. */
export const isWriter = (law: Law, person: PersonId, state: ReviewState): boolean =>
  (['officer', 'unitHead'] as const).some((role) => holds(law.directory, person, state.ownerUnitId, role));

/** @throws not_eligible */
export function requireAuthority(allowed: boolean, needed: string): void {
  if (!allowed) throw new DomainError('not_eligible', { why: [{ code: needed }] });
}

/** An open task of a review that nobody disputes. @throws not_found, already_decided, stage_closed, review_closed, frozen */
export function openTaskOf(state: ReviewState, taskId: TaskId): TaskState {
  const task = findTask(state, taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: taskId });
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  if (task.status === 'done') throw new DomainError('already_decided', { decisionId: task.decisionId });
  if (!isOpen(task)) throw new DomainError('stage_closed', { stageId: task.stageId });
  if (isFrozen(state)) throw new DomainError('frozen');
  return task;
}
