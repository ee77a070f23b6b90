/** A soft reservation of a shared task: it never stops the clock, and lapses when nothing follows. */
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { workingDaysBetween } from '../calendar/term.js';
import { holds, waysToFill } from './directory.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { calendarOfTerm, type Law } from './law.js';
import type { ReviewEvent, ReviewState, TaskState } from './review.js';

/** @policy a claim without action lapses after two working days */
const CLAIM_WORKING_DAYS = 2;

/** Who holds the task now; null when nobody does or the claim has lapsed, or the claimant's post has ended. */
export function claimant(task: TaskState, law: Law, now: Instant = law.now): PersonId | null {
  const { claim } = task;
  if (!claim || waysToFill(law.directory, claim.by, task.unitId, task.role).length === 0) return null;
  return workingDaysBetween(calendarOfTerm(law, task.term), claim.at, now) > CLAIM_WORKING_DAYS ? null : claim.by;
}

/** Takes a task; the unit's head may take it over. @throws not_eligible, claimed, and as `openTaskOf` */
export function claimTask(state: ReviewState, command: { readonly taskId: TaskId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  requireAuthority(waysToFill(law.directory, command.by, task.unitId, task.role).length > 0, 'no_seat');
  const holder = claimant(task, law);
  if (holder === command.by) return [];
  const takesOver = holder !== null;
  if (takesOver && !holds(law.directory, command.by, task.unitId, 'unitHead')) throw new DomainError('claimed', { by: holder });
  return [
    ...(task.claim
      ? [{ type: 'TaskReleased' as const, at: law.now, taskId: task.id, by: task.claim.by, reason: takesOver ? ('takenOver' as const) : ('lapsed' as const) }]
      : []),
    { type: 'TaskClaimed', at: law.now, taskId: task.id, by: command.by },
  ];
}

/** Gives a task back to all who may decide it. @throws not_eligible, and as `openTaskOf` */
export function releaseTask(state: ReviewState, command: { readonly taskId: TaskId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  if (!task.claim) return [];
  requireAuthority(task.claim.by === command.by || isSupervisor(law, command.by, task), 'not_claimant');
  return [{ type: 'TaskReleased', at: law.now, taskId: task.id, by: command.by, reason: 'released' }];
}
