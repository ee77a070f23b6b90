/** Rows for a terminal, or for a pipe. */
import Table from 'cli-table3';
import type { Io, Sink } from './io.js';

export type Column<T> = {
  readonly header: string;
  readonly cell: (row: T) => string;
  readonly align?: 'right';
  /** May be folded to fit the terminal; ids and figures are never cut. */
  readonly folds?: boolean;
  /** Colour of one cell on a terminal. */
  readonly tone?: (row: T) => Tone | null;
};

export type Tone = 'alarm' | 'soon' | 'good' | 'quiet';
const ANSI: Readonly<Record<Tone, string>> = { alarm: '31', soon: '33', good: '32', quiet: '90' };

/** `NO_COLOR` of any value, or no terminal: plain text. */
export const hasColour = ({ env, stdout }: Pick<Io, 'env' | 'stdout'>): boolean => stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';

const LEAST_FOLDED = 16;
const DEFAULT_WIDTH = 120;

const widthOf = (text: string): number => Math.max(...text.split('\n').map((line) => [...line.normalize('NFC')].length));

/** A framed table on a terminal; elsewhere a line per row with tabs between, the headers first. */
export function tableText<T>(io: Pick<Io, 'env' | 'stdout'>, columns: readonly Column<T>[], rows: readonly T[]): string {
  if (!io.stdout.isTTY) {
    const line = (cells: readonly string[]): string => cells.map((cell) => cell.replace(/\s+/gu, ' ').trim()).join('\t');
    return [line(columns.map((column) => column.header)), ...rows.map((row) => line(columns.map((column) => column.cell(row))))].join('\n');
  }
  const coloured = hasColour(io);
  const widths = fittedWidths(io.stdout, columns, rows);
  const table = new Table({
    head: columns.map((column) => column.header),
    colAligns: columns.map((column) => column.align ?? 'left'),
    colWidths: widths.map((width) => width + 2),
    wordWrap: true,
    style: { head: coloured ? ['bold'] : [], border: coloured ? ['grey'] : [], compact: true },
  });
  for (const row of rows) table.push(columns.map((column) => painted(column.cell(row), coloured ? (column.tone?.(row) ?? null) : null)));
  return table.toString();
}

const painted = (text: string, tone: Tone | null): string =>
  tone === null
    ? text
    : text
        .split('\n')
        .map((line) => `\u001b[${ANSI[tone]}m${line}\u001b[39m`)
        .join('\n');

function fittedWidths<T>(stdout: Sink, columns: readonly Column<T>[], rows: readonly T[]): readonly number[] {
  const natural = columns.map((column) => Math.max(widthOf(column.header), ...rows.map((row) => widthOf(column.cell(row)))));
  const frame = columns.length * 3 + 1;
  let surplus = natural.reduce((sum, width) => sum + width, 0) + frame - (stdout.columns ?? DEFAULT_WIDTH);
  const widths = [...natural];
  while (surplus > 0) {
    // The widest column that may fold gives way first, one by one, so that none is starved beside a wide one.
    const index = columns.reduce(
      (widest, column, here) =>
        column.folds && (widths[here] ?? 0) > LEAST_FOLDED && (widest === -1 || (widths[here] ?? 0) > (widths[widest] ?? 0)) ? here : widest,
      -1,
    );
    if (index === -1) break;
    widths[index] = (widths[index] ?? 0) - 1;
    surplus -= 1;
  }
  return widths;
}

/** Label and value, one a line; lines without a value are left out. */
export function factsText(facts: readonly (readonly [label: string, value: string | null | undefined])[]): string {
  const shown = facts.filter((fact): fact is readonly [string, string] => typeof fact[1] === 'string' && fact[1] !== '');
  const width = Math.max(0, ...shown.map(([label]) => widthOf(label)));
  return shown.map(([label, value]) => `${label}${' '.repeat(width - widthOf(label))}  ${value.split('\n').join(`\n${' '.repeat(width + 2)}`)}`).join('\n');
}
