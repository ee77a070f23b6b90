/**
 * The only place that rounds a result for people: every figure of a sheet under one named policy.
 *
 * The result itself stays as it was computed. Where shown parts do not add up, the sheet says so.
 */
import type { MeasuredLine, Result } from './measured.js';
import { CONCEPT_COLUMNS } from './model.js';
import { ZERO, fixedText, numberText, rational, sum, type NumberText, type Rational } from './number.js';
import {
  EXACT_LATE,
  SHOWN_COLUMNS,
  WHOLE_UNITS,
  lineUnder,
  shown,
  totalUnder,
  type Policy,
  type PolicyColumns,
  type Rounding,
  type ShownColumn,
} from './policy.js';

/** A figure in the unit of the sheet (value ÷ scale), with exactly the digits asked for; null = not priced. */
export type Cells = { readonly [K in ShownColumn]: string | null };

/** Shown parts that do not add to the shown total, in the unit of the sheet. */
export type DoesNotAdd = {
  readonly column: ShownColumn;
  readonly kind: 'recurring' | 'oneOff';
  readonly shownSum: string;
  readonly shownTotal: string;
  readonly difference: string;
};

/** What is printed, and everything a reader needs to know about how: concept, year, policy, scale, coverage. */
export type Sheet = {
  readonly concept: Result['concept'];
  readonly currency: string;
  readonly priceYear: number | null;
  readonly policy: Policy;
  readonly scale: NumberText;
  readonly digits: number;
  readonly status: Result['status'];
  readonly coverage: NumberText;
  readonly rows: readonly { readonly id: string; readonly kind: MeasuredLine['kind']; readonly cells: Cells }[];
  readonly totals: { readonly recurring: Cells; readonly oneOff: Cells };
  readonly doesNotAdd: readonly DoesNotAdd[];
};

/** Hours and cases are counts: the scale of money does not apply to them. */
const isCount = (column: ShownColumn): boolean => column === 'cases' || column === 'hours';
const HOUR_DIGITS = 2;

/** Shows a result under a policy. */
export function present(result: Result, policy: Policy = EXACT_LATE, rounding: Rounding = WHOLE_UNITS): Sheet {
  const parts = CONCEPT_COLUMNS[result.concept];
  const under = result.lines.map((line) => ({ line, columns: lineUnder(line, policy, rounding, parts) }));
  const totalsOf = (kind: MeasuredLine['kind']): PolicyColumns =>
    totalUnder(
      under.filter(({ line }) => line.kind === kind).map(({ columns }) => columns),
      policy,
      rounding,
    );
  const totals = { recurring: totalsOf('recurring'), oneOff: totalsOf('oneOff') };
  return {
    concept: result.concept,
    currency: result.currency,
    priceYear: result.priceYear,
    policy,
    scale: numberText(rounding.scale),
    digits: rounding.digits,
    status: result.status,
    coverage: numberText(result.coverage),
    rows: under.map(({ line, columns }) => ({ id: line.id, kind: line.kind, cells: cellsOf(columns, rounding) })),
    totals: { recurring: cellsOf(totals.recurring, rounding), oneOff: cellsOf(totals.oneOff, rounding) },
    doesNotAdd: (['recurring', 'oneOff'] as const).flatMap((kind) =>
      mismatches(
        kind,
        under.filter(({ line }) => line.kind === kind).map(({ columns }) => columns),
        totals[kind],
        rounding,
      ),
    ),
  };
}

const roundingOf = (column: ShownColumn, rounding: Rounding): Rounding =>
  isCount(column) ? { ...rounding, scale: rational(1n), digits: column === 'hours' ? HOUR_DIGITS : 0 } : rounding;

/** A value under a rounding as text. */
export const cellText = (value: Rational | null, rounding: Rounding): string | null =>
  value === null ? null : fixedText(value.div(rounding.scale), rounding.digits, rounding.mode);

const cellsOf = (columns: PolicyColumns, rounding: Rounding): Cells =>
  Object.fromEntries(SHOWN_COLUMNS.map((column) => [column, cellText(columns[column], roundingOf(column, rounding))])) as Cells;

function mismatches(kind: MeasuredLine['kind'], lines: readonly PolicyColumns[], total: PolicyColumns, rounding: Rounding): readonly DoesNotAdd[] {
  return SHOWN_COLUMNS.flatMap((column) => {
    const own = roundingOf(column, rounding);
    const shownTotal = total[column] === null ? ZERO : shown(total[column], own);
    const shownSum = sum(lines.map((line) => (line[column] === null ? ZERO : shown(line[column], own))));
    if (shownSum.equals(shownTotal)) return [];
    const text = (value: Rational): string => cellText(value, own) as string;
    return [{ column, kind, shownSum: text(shownSum), shownTotal: text(shownTotal), difference: text(shownSum.sub(shownTotal)) }];
  });
}
