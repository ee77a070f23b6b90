/** More asked in a stage that is running: a further task beside those open, with a term of its own; where each answers, one a person. */
import { DomainError } from '../shared/errors.js';
import { taskIdOf, type PersonId, type TaskId, type UnitId } from '../shared/ids.js';
import { isPersonal, stageOf, type Role } from '../route/route.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { candidatesFor } from './directory.js';
import { mayBeAsked } from './duties.js';
import { startTerm, type Law } from './law.js';
import { votesOf } from './opening.js';
import { ladderGrants } from './remedies.js';
import type { ReviewEvent, ReviewState } from './review.js';

export type AddReviewer = { readonly taskId: TaskId; readonly by: PersonId; readonly unitId: UnitId; readonly role: Role; readonly reason: string };

/**
 * The stage still closes as its mode says: by the first answer, by all of them, or at the number it needs, which stays.
 * @throws not_eligible (the unit's head, the clock keeper, or whom the ladder lets), comment_required, reviewer_not_here (an
 *   author works alone), route_has_no_holder, holders_excluded, nothing_changed (all of them are asked already), and as `openTaskOf`
 */
export function addReviewer(state: ReviewState, command: AddReviewer, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  requireAuthority(isSupervisor(law, command.by, task) || ladderGrants(state, task, command.by, 'addReviewer', law), 'not_supervisor');
  const stage = stageOf(law.route, task.stageKey);
  if (stage.kind === 'author') throw new DomainError('reviewer_not_here');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  const siblings = state.tasks.filter((other) => other.stageId === task.stageId);
  const candidates = askable(state, task.stageKey, command, task.round, law).filter(
    (person) => !siblings.some((other) => other.candidates.includes(person) && other.status !== 'withdrawn'),
  );
  const { unitId, role } = command;
  const asked = isPersonal(stage) ? votesOf([{ unitId, role, personIds: candidates }], law).map((vote) => vote.personIds) : [candidates];
  if (candidates.length === 0 || asked.length === 0) throw new DomainError('nothing_changed');
  const last = Math.max(...siblings.map((other) => other.slot));
  return asked.map((people, index): ReviewEvent => {
    const slot = last + 1 + index;
    return {
      type: 'ReviewerAdded',
      at: law.now,
      stageId: task.stageId,
      by: command.by,
      reason: command.reason,
      task: {
        id: taskIdOf(state.id, task.stageKey, task.round, slot),
        slot,
        unitId,
        role,
        candidates: people,
        term: startTerm(law, unitId, stage.limit, law.now),
      },
    };
  });
}

/** Those of a seat whom no duty of the stage keeps out. @throws route_has_no_holder, holders_excluded */
export function askable(
  state: ReviewState,
  stageKey: string,
  seat: { readonly unitId: UnitId; readonly role: Role },
  round: number,
  law: Law,
): readonly PersonId[] {
  const { unitId, role } = seat;
  const held = candidatesFor(law.directory, unitId, role);
  if (held.length === 0) throw new DomainError('route_has_no_holder', { unitId, role });
  const free = held.filter((person) => mayBeAsked(state, stageOf(law.route, stageKey), person, seat, law, round));
  if (free.length === 0) throw new DomainError('holders_excluded', { unitId, role });
  return free;
}
