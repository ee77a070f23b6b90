/** The tidy exchange table: one row per state × line × figure, each with its unit. */
import { DomainError } from '../shared/errors.js';
import type { Result } from './measured.js';
import { MONEY_COLUMNS } from './model.js';
import { numberText, parseNumber, type NumberText, type Rational } from './number.js';

/** `year` = price year. A row without a unit is no row. */
export type TidyRow = {
  readonly model: string;
  readonly state: 'before' | 'after';
  readonly line: string;
  readonly kind: 'recurring' | 'oneOff';
  readonly addressee: string;
  readonly year: number | null;
  readonly figure: string;
  readonly value: NumberText;
  readonly unit: string;
};

/** A result as rows; figures that are not priced have no row. */
export function tidyRows(result: Result): readonly TidyRow[] {
  const once = (kind: TidyRow['kind']): string => (kind === 'oneOff' ? '' : '/yr');
  return result.lines.flatMap((line) => {
    const base = { model: result.modelId, state: result.state, line: line.id, kind: line.kind, addressee: line.addressee, year: result.priceYear } as const;
    const row = (figure: string, value: Rational, unit: string): TidyRow => ({ ...base, figure, value: numberText(value), unit });
    return [
      row('cases', line.cases, `case${once(line.kind)}`),
      row('hours', line.hours, `h${once(line.kind)}`),
      ...MONEY_COLUMNS.flatMap((column) => {
        const value = line.columns[column];
        return value === null ? [] : [row(column, value, `${result.currency}${once(line.kind)}`)];
      }),
    ];
  });
}

const COLUMNS = ['model', 'state', 'line', 'kind', 'addressee', 'year', 'figure', 'value', 'unit'] as const;

/** Rows read back. @throws cost_missing_field for a row without a unit, cost_bad_number */
export function readTidyRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly TidyRow[] {
  return rows.map((row, index) => {
    for (const column of COLUMNS) {
      if (row[column] === undefined || (column === 'unit' && row[column] === '')) throw new DomainError('cost_missing_field', { path: `[${index}].${column}` });
    }
    parseNumber(row['value'], `[${index}].value`);
    return row as unknown as TidyRow;
  });
}
