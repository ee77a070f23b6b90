/** A CSV or tab-separated file as rows of cells, with the lines that broke. */
import { CsvError, parse } from 'csv-parse/sync';
import type { Cell } from './spreadsheet.js';

/** `brokenAt` is the line from which the file could not be read; rows before it stand. */
export type CsvReading = { readonly rows: readonly (readonly Cell[])[]; readonly brokenAt: number | null };

const DELIMITERS = [';', ',', '\t'] as const;

export function readCsv(text: string, maxRows: number): CsvReading {
  const delimiter = delimiterOf(text);
  const records: Cell[][] = [];
  let brokenAt: number | null = null;
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      to: maxRows + 1,
      on_record: (record: readonly string[]) => {
        records.push(record.map((value) => ({ value: value === '' ? null : value, date: null, font: null, continues: false })));
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    brokenAt = records.reduce((line, record) => line + 1 + record.reduce((breaks, cell) => breaks + String(cell.value ?? '').split('\n').length - 1, 0), 1);
  }
  return { rows: records, brokenAt };
}

/** The separator that stands most often in the first lines, outside quotes. */
function delimiterOf(text: string): string {
  const head = text
    .slice(0, 4_000)
    .replace(/"(?:[^"]|"")*"/gu, '')
    .split('\n')
    .slice(0, 30);
  const counts = DELIMITERS.map((sign) => ({ sign, count: Math.max(...head.map((line) => line.split(sign).length - 1)) }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}
