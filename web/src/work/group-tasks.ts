/** Open tasks in four groups by how near the deadline is. */
import { addDays, weekdayOf, type LocalDate } from '../../../domain/shared/instant.js';

export const TASK_GROUPS = ['overdue', 'today', 'thisWeek', 'later'] as const;
export type TaskGroup = (typeof TASK_GROUPS)[number];

type Due = { readonly lateness: string | null; readonly dueOn: string | null };

/** @param today the date of the business clock */
export function groupOf(task: Due, today: LocalDate): TaskGroup {
  if (task.lateness === 'overdue') return 'overdue';
  if (task.dueOn === null) return 'later';
  if (task.dueOn <= today) return 'today';
  const sunday = addDays(today, 7 - weekdayOf(today));
  return task.dueOn <= sunday ? 'thisWeek' : 'later';
}

/** Groups that hold something, overdue first; inside a group the order of the list stays. */
export function groupTasks<T extends Due>(tasks: readonly T[], today: LocalDate): readonly { readonly group: TaskGroup; readonly tasks: readonly T[] }[] {
  return TASK_GROUPS.map((group) => ({ group, tasks: tasks.filter((task) => groupOf(task, today) === group) })).filter(
    ({ tasks: inside }) => inside.length > 0,
  );
}
