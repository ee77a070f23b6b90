/** Dated tables of tariffs: which row holds on a day, at its published precision. */
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import { mapStates, type CostModel } from './model.js';
import { parseNumber, roundTo, type NumberText, type Rational } from './number.js';

export const TABLE_KINDS = ['hourlyIncome', 'wage', 'standardTime', 'conversion', 'exchangeRate'] as const;

/** Values are data; the code holds none. `validTo` is the last day, absent = still in force. */
export type Table = {
  readonly id: string;
  readonly vintage: string;
  readonly kind: (typeof TABLE_KINDS)[number];
  readonly scope: string;
  readonly unit: string;
  readonly rows: readonly { readonly key: string; readonly value: NumberText }[];
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  readonly basis?: string;
  readonly source: string;
  readonly certainty: 'verified' | 'derived' | 'unverified';
  readonly enteredBy: string;
  readonly approvedBy?: string;
};

/** The approved vintage of a table in force on a day for a scope; null when there is none. */
export function tableOn(tables: readonly Table[], kind: Table['kind'], scope: string, day: LocalDate): Table | null {
  const inForce = tables.filter(
    (table) =>
      table.kind === kind &&
      table.scope === scope &&
      table.approvedBy !== undefined &&
      table.validFrom <= day &&
      (table.validTo === undefined || day <= table.validTo),
  );
  return inForce.reduce<Table | null>((latest, table) => (latest === null || table.validFrom > latest.validFrom ? table : latest), null);
}

/** The value of a row, at its published precision. @throws cost_bad_path, cost_bad_number */
export function rowValue(table: Table, key: string): Rational {
  const row = table.rows.find((candidate) => candidate.key === key);
  if (row === undefined) throw new DomainError('cost_bad_path', { path: `${table.id}.${key}` });
  return parseNumber(row.value, `${table.id}.${key}`);
}

/** A rate is frozen at its published precision before anything is multiplied with it. */
export const freezeRate = (exact: Rational, digits: number): Rational => roundTo(exact, digits);

export const AVERAGINGS = ['lowerMiddle', 'median', 'mean'] as const;

/**
 * One value out of several sources. `lowerMiddle` takes element ⌊(n − 1) / 2⌋ of the sorted values.
 * @legal Thông tư 02/2017/TT-VPCP, Điều 27: "trung bình thấp" where sources differ (how to read it is configurable)
 */
export function valueOfSources(values: readonly Rational[], how: (typeof AVERAGINGS)[number] = 'lowerMiddle'): Rational | null {
  const sorted = [...values].sort((left, right) => left.compare(right));
  if (sorted.length === 0) return null;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] as Rational;
  switch (how) {
    case 'lowerMiddle':
      return lower;
    case 'median':
      return lower.add(sorted[Math.floor(sorted.length / 2)] as Rational).div(2);
    case 'mean':
      return sorted.reduce((left, right) => left.add(right)).div(sorted.length);
  }
}

/**
 * The model under another vintage: every role whose tariff names the table takes its value in both states. The frozen
 * model stays as it is; restating at the same vintage changes nothing.
 * @throws cost_bad_path when the table lacks a row that is used
 */
export function restate(model: CostModel, table: Table): CostModel {
  return mapStates(model, (state) => ({
    ...state,
    ...(state.tariffs === undefined
      ? {}
      : {
          tariffs: Object.fromEntries(
            Object.entries(state.tariffs).map(([role, tariff]) => {
              if (tariff.tableId !== table.id || tariff.rate === null) return [role, tariff];
              const key = tariff.row ?? role;
              rowValue(table, key);
              const value = table.rows.find((row) => row.key === key)?.value as NumberText;
              const rate = typeof tariff.rate === 'object' && 'value' in tariff.rate ? { ...tariff.rate, value } : value;
              return [role, { ...tariff, rate, vintage: table.vintage }];
            }),
          ),
        }),
  }));
}
