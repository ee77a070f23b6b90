/**
 * The port to the spreadsheet library: sheets as plain rows of plain cells.
 * Macros are ignored, merged cells carry their value in every cell they cover, and no library type leaves this file.
 */
import { type Cell as LibraryCell, Workbook, type Worksheet } from '@cj-tech-master/excelts';

/** `date` is `YYYY-MM-DD` where the cell holds a real date. `continues` marks a cell that a merge from above covers. */
export type Cell = {
  readonly value: string | number | boolean | null;
  readonly date: string | null;
  readonly font: string | null;
  readonly continues: boolean;
};

export type Sheet = { readonly name: string; readonly rows: readonly (readonly Cell[])[] };

export const EMPTY_CELL: Cell = { value: null, date: null, font: null, continues: false };

export type ReadLimits = { readonly rows: number; readonly columns: number };

/**
 * The visible sheets of an .xlsx. Keeps one row and one column past the limits, so that the caller sees they are exceeded.
 * @throws whatever the library throws on a broken file
 */
export async function readWorkbook(bytes: Uint8Array, limits: ReadLimits): Promise<readonly Sheet[]> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes);
  return workbook.worksheets.filter((sheet) => sheet.state === 'visible').map((sheet) => readSheet(sheet, limits));
}

function readSheet(sheet: Worksheet, limits: ReadLimits): Sheet {
  const rows: Cell[][] = [];
  const width = Math.min(sheet.columnCount, limits.columns + 1);
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    const last = Math.min(number, limits.rows + 2);
    while (rows.length < last - 1) rows.push([]);
    if (number > limits.rows + 1) return;
    const cells: Cell[] = [];
    for (let column = 1; column <= width; column += 1) cells.push(readCell(row.getCell(column), number));
    rows.push(cells);
  });
  return { name: sheet.name, rows };
}

function readCell(cell: LibraryCell, row: number): Cell {
  const merged = cell.isMerged && cell.master !== cell;
  const origin = merged ? cell.master : cell;
  const value = plainValue(origin.value);
  return {
    value: value instanceof Date ? null : value,
    date: value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString().slice(0, 10) : null,
    font: origin.font?.name ?? null,
    continues: merged && Number(cell.master.row) < row,
  };
}

/** Formulas give their cached result, rich text and links their words, errors nothing. */
function plainValue(value: unknown): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value;
  if (typeof value !== 'object') return null;
  if ('richText' in value && Array.isArray(value.richText)) {
    return value.richText.map((run: unknown) => (typeof run === 'object' && run !== null && 'text' in run ? String(run.text) : '')).join('');
  }
  if ('result' in value) return plainValue(value.result);
  if ('text' in value) return plainValue(value.text);
  return null;
}
