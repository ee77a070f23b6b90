/** Where the arrows lead in a grid of cells, and which cells a range covers. */

/** `row` and `slot` count from 0 over what is shown. */
export type Position = { readonly row: number; readonly slot: number };
export type Extent = { readonly rows: number; readonly slots: number };
export type Move = 'up' | 'down' | 'left' | 'right' | 'rowStart' | 'rowEnd' | 'top' | 'bottom';

const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

/** The neighbour in a direction; at the edge the cell itself. */
export function moveFrom(from: Position, move: Move, { rows, slots }: Extent): Position {
  switch (move) {
    case 'up':
      return { ...from, row: within(from.row - 1, rows) };
    case 'down':
      return { ...from, row: within(from.row + 1, rows) };
    case 'left':
      return { ...from, slot: within(from.slot - 1, slots) };
    case 'right':
      return { ...from, slot: within(from.slot + 1, slots) };
    case 'rowStart':
      return { ...from, slot: 0 };
    case 'rowEnd':
      return { ...from, slot: slots - 1 };
    case 'top':
      return { ...from, row: 0 };
    case 'bottom':
      return { ...from, row: rows - 1 };
  }
}

export type Range = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** The rectangle between two corners. */
export const rangeBetween = (a: Position, b: Position): Range => ({
  top: Math.min(a.row, b.row),
  bottom: Math.max(a.row, b.row),
  left: Math.min(a.slot, b.slot),
  right: Math.max(a.slot, b.slot),
});

export const isInRange = (range: Range, { row, slot }: Position): boolean =>
  row >= range.top && row <= range.bottom && slot >= range.left && slot <= range.right;

/** What an arrow key does: in a cell just entered or typed into it moves; after F2 or a click into the text it stays in the text. */
export type Mode = 'ready' | 'typing' | 'editing';

export function moveOfKey(key: string, mode: Mode, ctrl: boolean): Move | null {
  if (key === 'ArrowUp') return ctrl ? 'top' : 'up';
  if (key === 'ArrowDown') return ctrl ? 'bottom' : 'down';
  if (mode === 'editing') return null;
  if (key === 'ArrowLeft') return ctrl ? 'rowStart' : 'left';
  if (key === 'ArrowRight') return ctrl ? 'rowEnd' : 'right';
  return null;
}

/** Cells as text for a spreadsheet: tabs between, lines below each other, quotes where needed. */
export const blockText = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => cells.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n');
