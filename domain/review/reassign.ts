/** Moves the responsibility for a task to another seat: same term, same used budget. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId, UnitId } from '../shared/ids.js';
import { dueOf } from '../calendar/term.js';
import type { Role } from '../route/route.js';
import { candidatesFor } from './directory.js';
import { isSupervisor, openTaskOf, requireAuthority } from './authority.js';
import type { Law } from './law.js';
import type { ReviewEvent, ReviewState, RunningTerm, TaskState } from './review.js';

export type ReassignTask = { readonly taskId: TaskId; readonly by: PersonId | null; readonly unitId: UnitId; readonly role: Role; readonly reason: string };

/** @throws not_eligible (the unit's head or the clock keeper; a rung has `by` null), comment_required, route_has_no_holder, nothing_changed, and as `openTaskOf` */
export function reassignTask(state: ReviewState, command: ReassignTask, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  if (command.by !== null) requireAuthority(isSupervisor(law, command.by, task), 'not_supervisor');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  const candidates = candidatesFor(law.directory, command.unitId, command.role);
  if (candidates.length === 0) throw new DomainError('route_has_no_holder', { unitId: command.unitId, role: command.role });
  if (task.unitId === command.unitId && task.role === command.role) throw new DomainError('nothing_changed');
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

/** To a unit with another calendar the rest of the budget counts there. */
function rebasedTo(task: TaskState, unitId: UnitId, law: Law): RunningTerm {
  const calendar = law.calendarOfUnit(unitId);
  const { term } = task;
  if (calendar.id === term.calendarId) return term;
  const events = [...term.events, { type: 'rebased' as const, at: law.now, calendarId: calendar.id, calendarVersion: calendar.version }];
  const due = dueOf({ anchor: term.anchor, limit: term.limit, events }, [law.calendarVersion(term.calendarId, term.calendarVersion), calendar]);
  return { ...term, events, dueAt: due.dueAt, provisional: due.provisional };
}
