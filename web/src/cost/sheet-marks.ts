/** Findings by the cell they stand at. */
import type { Finding } from '../../../domain/cost/finding.js';
import type { VnComparison } from '../../../domain/cost/vn/compare-sheets.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';
import { NUMBER_COLUMNS, type NumberColumn } from './cell.js';
import { cellOf, isOverridden, SIDES, type SheetState, type Side } from './sheet-state.js';

/** `row` null = the whole sheet; `column` null = the whole row. */
export type Mark = { readonly side: Side; readonly row: string | null; readonly column: NumberColumn | null; readonly finding: Finding };

const PATH = /^(before|after)\.(?:rows\[(\d+)\](?:\.(\w+))?|(\w+).*)$/;

function placed(finding: Finding, sheets: Readonly<Record<Side, VnSheet>>): Mark {
  const match = PATH.exec(finding.path);
  if (match === null) return { side: 'after', row: null, column: null, finding };
  const side = match[1] as Side;
  const row = match[2] === undefined ? null : (sheets[side].rows[Number(match[2])]?.id ?? null);
  const name = match[3] === 'minutes' ? 'hours' : match[3];
  return { side, row, column: NUMBER_COLUMNS.find((column) => column === name) ?? null, finding };
}

/** Unreadable or ambiguous words as typed; a linked cell repeats nothing. */
function typedMarks(state: SheetState): readonly Mark[] {
  return state.rows.flatMap((row) =>
    SIDES.flatMap((side) =>
      NUMBER_COLUMNS.flatMap((column): readonly Mark[] => {
        if (side === 'before' && row.before === null) return [];
        if (side === 'after' && row.before !== null && !isOverridden(row, side, column)) return [];
        const own = side === 'after' ? row.after.cells[column] : (row.before?.cells[column] ?? null);
        return own?.problem ? [{ side, row: row.id, column, finding: own.problem }] : [];
      }),
    ),
  );
}

/** Empty cells are many and shown by their look; they are counted, not listed. */
const COUNTED_ONLY = 'unknownValue';

/** What block II repeats only because it follows block I is said once. */
function isEcho(mark: Mark, state: SheetState): boolean {
  if (mark.side !== 'after' || mark.row === null)
    return mark.side === 'after' && mark.finding.path.startsWith('after.hourlyIncome') && state.rateAfter === null;
  const row = state.rows.find((candidate) => candidate.id === mark.row);
  if (row === undefined || row.before === null) return false;
  if (mark.column !== null) return !isOverridden(row, 'after', mark.column) && mark.finding.code !== 'volumeJump';
  return mark.finding.code === 'possibleDoubleCount' || mark.finding.code === 'droppedRowCounted';
}

/** Every mark worth reading, unreadable words first. */
export function marksOf(state: SheetState, sheets: Readonly<Record<Side, VnSheet>>, comparison: VnComparison | null): readonly Mark[] {
  const computed = (comparison?.findings ?? [])
    .filter(({ code }) => code !== COUNTED_ONLY && code !== 'badNumber')
    .map((finding) => placed(finding, sheets))
    .filter((mark) => !isEcho(mark, state));
  const order = { problem: 0, warning: 1, note: 2 } as const;
  return [...typedMarks(state), ...computed].sort((a, b) => order[a.finding.severity] - order[b.finding.severity]);
}

/** Cells that count and hold no figure. */
export function emptyCellCount(state: SheetState): number {
  return state.rows.reduce(
    (sum, row) =>
      sum +
      SIDES.reduce((inside, side) => {
        if ((side === 'before' && row.before === null) || (side === 'after' && row.after.dropped)) return inside;
        return (
          inside +
          NUMBER_COLUMNS.filter(
            (column) => cellOf(state, row, side, column).value === null && (side === 'before' || row.before === null || isOverridden(row, side, column)),
          ).length
        );
      }, 0),
    0,
  );
}

/** Marks of one row by `side column`; those of the whole row under `side `. */
export function marksByRow(marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> {
  const byRow = new Map<string, Mark[]>();
  for (const mark of marks) {
    if (mark.row === null) continue;
    const list = byRow.get(mark.row);
    if (list === undefined) byRow.set(mark.row, [mark]);
    else list.push(mark);
  }
  return byRow;
}
