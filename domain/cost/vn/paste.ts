/** A block pasted from a spreadsheet or a Word table: tab-separated cells become rows of the form. */
import type { Finding } from '../finding.js';
import type { FormRow } from '../model.js';
import { readVnNumber, type FieldKind } from './read-number.js';
import { VN_GROUP_LABELS, type VnRow } from './sheet.js';

/** What a pasted column holds; `skip` ignores it (a computed cell, the hourly rate). */
export const VN_COLUMNS = ['no', 'task', 'activity', 'hours', 'minutes', 'service', 'fees', 'timesPerYear', 'subjectsPerYear', 'note', 'skip'] as const;
export type VnColumn = (typeof VN_COLUMNS)[number];

/** Column order of form 03/SCM-KSTT: no., task, hours, rate, service, fees, times, subjects, two results, note. */
export const FORM_COLUMNS: readonly VnColumn[] = ['no', 'task', 'hours', 'skip', 'service', 'fees', 'timesPerYear', 'subjectsPerYear', 'skip', 'skip', 'note'];

const KINDS: Readonly<Partial<Record<VnColumn, FieldKind>>> = {
  hours: 'hours',
  minutes: 'minutes',
  service: 'money',
  fees: 'money',
  timesPerYear: 'count',
  subjectsPerYear: 'count',
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type PastedRow = Partial<Omit<VnRow, 'id' | 'state'>>;

/** The cells of a pasted text; a quoted cell may hold line breaks. */
export function pastedCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const close = (): void => {
    (rows[rows.length - 1] as string[]).push(cell.trim());
    cell = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (quoted) {
      if (char === '"' && text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === '\t') close();
    else if (char === '\n') {
      close();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  close();
  return rows.filter((row) => row.some((value) => value !== ''));
}

/**
 * Reads a pasted block. A line that only names a row group ("1. Chuẩn bị hồ sơ") sets the group of the rows below; a
 * heading line is left out. Empty cells stay without a figure (`null`).
 */
export function readPastedBlock(
  text: string,
  columns: readonly VnColumn[] = FORM_COLUMNS,
): { readonly rows: readonly PastedRow[]; readonly findings: readonly Finding[] } {
  const rows: PastedRow[] = [];
  const findings: Finding[] = [];
  let group: FormRow | undefined;
  for (const cells of pastedCells(text)) {
    const named = groupOf(cells);
    if (named !== null) {
      group = named;
      continue;
    }
    if (isHeading(cells, columns)) continue;
    const row: Mutable<PastedRow> = group === undefined ? {} : { group };
    columns.forEach((column, index) => {
      const given = cells[index];
      if (column === 'skip' || given === undefined) return;
      const kind = KINDS[column];
      if (kind === undefined) {
        row[column as 'no' | 'task' | 'activity' | 'note'] = given;
        return;
      }
      const read = readVnNumber(given, kind, `rows[${rows.length}].${column}`);
      row[column as 'hours' | 'minutes' | 'service' | 'fees' | 'timesPerYear' | 'subjectsPerYear'] = read.value;
      findings.push(...read.findings);
    });
    rows.push(row);
  }
  return { rows, findings };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/^[\d.ivx)\s-]+/u, '')
    .replace(/\s+/g, ' ')
    .trim();

function groupOf(cells: readonly string[]): FormRow | null {
  const filled = cells.filter((cell) => cell !== '' && !/^[\dIVX.)]+$/.test(cell));
  if (filled.length !== 1) return null;
  const words = plain(filled[0] as string);
  const entry = Object.entries(VN_GROUP_LABELS).find(([, label]) => words === plain(label.vi) || words === plain(label.en));
  return entry === undefined ? null : (entry[0] as FormRow);
}

/** A line whose number columns hold words only. */
function isHeading(cells: readonly string[], columns: readonly VnColumn[]): boolean {
  const numbers = columns.flatMap((column, index) => (KINDS[column] === undefined ? [] : [cells[index] ?? '']));
  return numbers.some((cell) => cell !== '') && numbers.every((cell) => cell === '' || !/\d/.test(cell));
}
