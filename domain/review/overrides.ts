/** Lifts a separation-of-duties rule for one person on one task for a day, by two other people. */
import { DomainError } from '../shared/errors.js';
import { MS_PER_DAY, plusMs } from '../shared/instant.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { stageOf } from '../route/route.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { waysToTake } from './directory.js';
import type { Law } from './law.js';
import type { ReviewEvent, ReviewState, TaskState } from './review.js';

export type OverrideDuty = { readonly taskId: TaskId; readonly by: PersonId; readonly person: PersonId; readonly reason: string };

function liftable(state: ReviewState, command: OverrideDuty, law: Law): TaskState {
  const task = openTaskOf(state, command.taskId);
  if (stageOf(law.route, task.stageKey).duties.override === 'never') throw new DomainError('override_never');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  return task;
}

/** @throws override_never, comment_required, not_eligible (holds the seat himself, or is its superior), and as `openTaskOf` */
export function requestOverride(state: ReviewState, command: OverrideDuty, law: Law): readonly ReviewEvent[] {
  const task = liftable(state, command, law);
  const seated = (person: PersonId): boolean => waysToTake(law.directory, person, task).length > 0;
  requireAuthority(seated(command.person), 'no_seat');
  requireAuthority(seated(command.by) || isSupervisor(law, command.by, task), 'not_supervisor');
  return [{ type: 'OverrideRequested', at: law.now, taskId: task.id, by: command.by, person: command.person, reason: command.reason }];
}

/**
 * @policy holds for 24 hours, on this task only; the one who benefits grants nothing
 * @throws override_never, comment_required, request_unknown, second_person_needed, not_eligible, and as `openTaskOf`
 */
export function grantOverride(state: ReviewState, command: OverrideDuty, law: Law): readonly ReviewEvent[] {
  const task = liftable(state, command, law);
  const asked = task.overrides.find((override) => override.person === command.person && override.grantedBy === null);
  if (!asked) throw new DomainError('request_unknown', { id: command.person });
  if (command.by === asked.requestedBy || command.by === command.person) throw new DomainError('second_person_needed');
  requireAuthority(isSupervisor(law, command.by, task), 'not_supervisor');
  return [
    {
      type: 'OverrideGranted',
      at: law.now,
      taskId: task.id,
      by: command.by,
      person: command.person,
      reason: command.reason,
      until: plusMs(law.now, MS_PER_DAY),
    },
  ];
}
