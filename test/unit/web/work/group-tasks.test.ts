import type { LocalDate } from '../../../../domain/shared/instant.js';
import { groupOf, groupTasks } from '../../../../web/src/work/group-tasks.js';

const WEDNESDAY = '2026-11-25' as LocalDate;
const task = (dueOn: string | null, lateness = 'onTime') => ({ dueOn, lateness });

describe('my work in groups', () => {
  it('puts what is late first, whatever its date says', () => {
    expect(groupOf(task('2026-12-30', 'overdue'), WEDNESDAY)).toBe('overdue');
  });

  it('ends the week on Sunday', () => {
    expect(groupOf(task('2026-11-25'), WEDNESDAY)).toBe('today');
    expect(groupOf(task('2026-11-29'), WEDNESDAY)).toBe('thisWeek');
    expect(groupOf(task('2026-11-30'), WEDNESDAY)).toBe('later');
  });

  it('keeps a deadline on Sunday itself inside today', () => {
    const sunday = '2026-11-29' as LocalDate;
    expect(groupOf(task('2026-11-29'), sunday)).toBe('today');
    expect(groupOf(task('2026-11-30'), sunday)).toBe('later');
  });

  it('puts a paused task without a date last', () => {
    expect(groupOf(task(null), WEDNESDAY)).toBe('later');
  });

  it('leaves empty groups out and keeps the order of the list inside', () => {
    const rows = [
      { id: 'a', ...task('2026-12-09') },
      { id: 'b', ...task('2026-11-20', 'overdue') },
      { id: 'c', ...task('2026-12-01') },
    ];
    expect(groupTasks(rows, WEDNESDAY).map(({ group, tasks }) => [group, tasks.map(({ id }) => id)])).toEqual([
      ['overdue', ['b']],
      ['later', ['a', 'c']],
    ]);
  });
});
