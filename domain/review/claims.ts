/** A soft reservation of a shared task: it never stops the clock, and lapses when nothing follows. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { withinKnown } from '../calendar/calendar.js';
import { workingDaysBetween } from '../calendar/term.js';
import { holds, type WayToFill } from './directory.js';
import { dutiesOn, keepsOut, mayTake, wayOf } from './duties.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { calendarOfTerm, type Law } from './law.js';
import type { ReviewEvent, ReviewState, TaskState } from './review.js';

/** @policy a claim without action lapses after two working days */
const CLAIM_WORKING_DAYS = 2;

/**
 * Who holds the task now; null when nobody does, the claim has lapsed, the claimant's post has ended, or a duty keeps him out
 * since, because he has become an author.
 */
export function claimant(state: ReviewState, task: TaskState, law: Law): PersonId | null {
  const { claim } = task;
  if (!claim || !mayTake(state, task, claim.by, law)) return null;
  const held = withinKnown(() => workingDaysBetween(calendarOfTerm(law, task.term), claim.at, law.now));
  // Where the calendar has ended nobody can say that the claim still holds; it is soft, so it gives way.
  return held === null || held > CLAIM_WORKING_DAYS ? null : claim.by;
}

/** Takes a task; the unit's head may take it over. Whom a duty keeps out reserves nothing. @throws not_eligible, claimed, and as `openTaskOf` */
export function claimTask(state: ReviewState, command: { readonly taskId: TaskId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  const way = wayOf(state, task, command.by, law);
  requireAuthority(way !== null, 'no_seat');
  const duties = dutiesOn(state, task, command.by, way, law);
  if (keepsOut(duties)) requireAuthority(false, duties);
  const holder = claimant(state, task, law);
  if (holder === command.by) return [];
  const takesOver = holder !== null;
  if (takesOver && !holds(law.directory, command.by, task.unitId, 'unitHead')) throw new DomainError('claimed', { by: holder });
  return [
    ...(task.claim
      ? [{ type: 'TaskReleased' as const, at: law.now, taskId: task.id, by: task.claim.by, reason: takesOver ? ('takenOver' as const) : ('lapsed' as const) }]
      : []),
    { type: 'TaskClaimed', at: law.now, taskId: task.id, by: command.by, ...standingFor(way) },
  ];
}

const standingFor = (way: WayToFill | null): { readonly onBehalfOf?: PersonId; readonly authority?: string } => ({
  ...(way?.onBehalfOf ? { onBehalfOf: way.onBehalfOf } : {}),
  ...(way?.authority ? { authority: way.authority } : {}),
});

/** Gives a task back to all who may decide it. @throws not_eligible, and as `openTaskOf` */
export function releaseTask(state: ReviewState, command: { readonly taskId: TaskId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  if (!task.claim) return [];
  requireAuthority(task.claim.by === command.by || isSupervisor(law, command.by, task), 'not_claimant');
  return [{ type: 'TaskReleased', at: law.now, taskId: task.id, by: command.by, reason: 'released' }];
}
