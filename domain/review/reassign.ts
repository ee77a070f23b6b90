/** Moves the responsibility for a task to another seat: same term, same used budget. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId, UnitId } from '../shared/ids.js';
import { isPersonal, stageOf, type Role } from '../route/route.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import { calendarOfTerm, type Law } from './law.js';
import { isWith, type ResolvedSeat } from './directory.js';
import { votesOf } from './opening.js';
import { ladderGrants } from './remedies.js';
import { askable } from './reviewers.js';
import type { ReviewEvent, ReviewState, RunningTerm, TaskState } from './review.js';
import { withEntry } from './term-changes.js';

export type ReassignTask = { readonly taskId: TaskId; readonly by: PersonId | null; readonly unitId: UnitId; readonly role: Role; readonly reason: string };

/**
 * Back into the seat it is with, it goes to those who hold that seat now: so an empty seat of a panel is filled.
 * @throws not_eligible (the unit's head, the clock keeper, or whom the ladder lets; a rung has `by` null), comment_required,
 *   route_has_no_holder, holders_excluded, nothing_changed, and as `openTaskOf`
 */
export function reassignTask(state: ReviewState, command: ReassignTask, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  if (command.by !== null) requireAuthority(isSupervisor(law, command.by, task) || ladderGrants(state, task, command.by, 'reassign', law), 'not_supervisor');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  const free = askable(state, task.stageKey, command, task.round, law).filter((person) => !asksElsewhere(state, task, person, law));
  const candidates = isPersonal(stageOf(law.route, task.stageKey)) ? oneOf(task, { ...command, personIds: free }, law) : free;
  const sameSeat = isWith(task, command);
  if (candidates.length === 0 || (sameSeat && candidates.every((person) => task.candidates.includes(person)))) throw new DomainError('nothing_changed');
  return [
    {
      type: 'TaskReassigned',
      at: law.now,
      taskId: task.id,
      by: command.by,
      reason: command.reason,
      from: task.candidates,
      unitId: command.unitId,
      role: command.role,
      candidates,
      term: rebasedTo(task, command.unitId, law),
    },
  ];
}

/** Where each member answers for himself, one holder of the seat with his stand-ins: somebody new before whoever has it. */
function oneOf(task: TaskState, seat: ResolvedSeat, law: Law): readonly PersonId[] {
  const votes = votesOf([seat], law).map((vote) => vote.personIds);
  return votes.find(([owner]) => owner !== undefined && !task.candidates.includes(owner)) ?? votes[0] ?? [];
}

/** Where each member has a task of his own, whoever has one is not given a second. */
const asksElsewhere = (state: ReviewState, task: TaskState, person: PersonId, law: Law): boolean =>
  isPersonal(stageOf(law.route, task.stageKey)) &&
  state.tasks.some((other) => other.stageId === task.stageId && other.id !== task.id && other.status !== 'withdrawn' && other.candidates[0] === person);

/** To a unit with another calendar the rest of the budget counts there. */
function rebasedTo(task: TaskState, unitId: UnitId, law: Law): RunningTerm {
  const calendar = law.calendarOfUnit(unitId);
  const { term } = task;
  if (calendar.id === calendarOfTerm(law, term).id) return term;
  return withEntry(term, { type: 'rebased', at: law.now, calendarId: calendar.id, calendarVersion: calendar.version }, law);
}
