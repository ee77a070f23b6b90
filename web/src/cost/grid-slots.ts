/** The columns of the grid in each view: what stands where, and which of it is computed. */
import type { Column } from './cell.js';
import type { Side } from './sheet-state.js';

export const VIEWS = ['before', 'after', 'both'] as const;
export type View = (typeof VIEWS)[number];

export const COMPUTED = ['once', 'year'] as const;
export type SlotColumn = Column | (typeof COMPUTED)[number];
export type Slot = { readonly side: Side; readonly column: SlotColumn };

export const isComputed = (column: SlotColumn): column is (typeof COMPUTED)[number] => (COMPUTED as readonly string[]).includes(column);

const one = (side: Side): readonly Slot[] =>
  (['task', 'activity', 'hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear', 'once', 'year', 'note'] as const).map((column) => ({ side, column }));
const short = (side: Side): readonly Slot[] =>
  (['hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear', 'year'] as const).map((column) => ({ side, column }));

export const SLOTS: Readonly<Record<View, readonly Slot[]>> = {
  before: one('before'),
  after: one('after'),
  both: [{ side: 'before', column: 'task' }, ...short('before'), ...short('after')],
};

/** Whether a slot is the first of block II beside block I. */
export const startsSide = (view: View, { side, column }: Slot): boolean => view === 'both' && side === 'after' && column === 'hours';

/** The hourly income is one number for the sheet; the form repeats it in a column of its own, shown after the time. */
export const SHOWS_RATE: Readonly<Record<View, boolean>> = { before: true, after: true, both: false };
