/**
 * Named rounding policies: how a figure is shown, never what it is.
 *
 * `exactLate` is the house rule. The others exist to reproduce and check other people's papers.
 */
import { DomainError } from '../shared/errors.js';
import type { MeasuredEntry, MeasuredLine } from './measured.js';
import { ONE, ZERO, greatest, isPositive, isZero, rational, roundTo, sum, type Rational, type RoundingMode } from './number.js';

export const POLICY_NAMES = [
  'exactLate',
  'sumOfShownParts',
  'hoursThenPrice',
  'casesThenHoursThenPrice',
  'unitPriceThenQuantity',
  'upPerLine',
  'shownInput',
] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/**
 * `exactLate`: exact, rounded once · `sumOfShownParts`: the sum of the parts as shown · `hoursThenPrice`: yearly hours of
 * each labour entry whole, then priced · `casesThenHoursThenPrice`: cases whole, hours of those whole, then priced ·
 * `unitPriceThenQuantity`: price of one case rounded (for `entries`, all if absent), then times cases · `upPerLine`: hours
 * of each line up, at least `min` · `shownInput`: an input shown shorter than used, no effect on results.
 */
export type Policy = {
  readonly name: PolicyName;
  readonly mode?: RoundingMode;
  readonly digits?: number;
  readonly entries?: readonly number[];
  readonly columns?: readonly string[];
  readonly min?: number;
};

export const EXACT_LATE: Policy = { name: 'exactLate' };

/** How a figure is written: divided by `scale`, rounded to `digits`. */
export type Rounding = { readonly scale: Rational; readonly digits: number; readonly mode: RoundingMode };

export const WHOLE_UNITS: Rounding = { scale: ONE, digits: 0, mode: 'halfAway' };

/** @throws cost_unknown_policy */
export function policyNamed(name: string, path: string): PolicyName {
  const found = POLICY_NAMES.find((policy) => policy === name);
  if (found === undefined) throw new DomainError('cost_unknown_policy', { path, given: name, known: POLICY_NAMES.join(', ') });
  return found;
}

/** A value as it is shown, still in units of 1. */
export const shown = (value: Rational, rounding: Rounding): Rational => roundTo(value.div(rounding.scale), rounding.digits, rounding.mode).mul(rounding.scale);

export const SHOWN_COLUMNS = ['cases', 'hours', 'labour', 'external', 'cash', 'fees', 'delay', 'total'] as const;
export type ShownColumn = (typeof SHOWN_COLUMNS)[number];
/** The columns of a line or total under a policy, before the final rounding; null = not priced. */
export type PolicyColumns = { readonly [K in ShownColumn]: Rational | null };

const whole = (value: Rational, mode: RoundingMode = 'halfAway'): Rational => roundTo(value, 0, mode);

/** One line under a policy. `total` contains the money columns of `parts`. */
export function lineUnder(
  line: MeasuredLine,
  policy: Policy,
  rounding: Rounding,
  parts: readonly ('labour' | 'external' | 'cash' | 'fees' | 'delay')[],
): PolicyColumns {
  const base = labourUnder(line, policy, rounding);
  const perCase = (amount: Rational): Rational => amount.mul(base.cases);
  const recase = policy.name === 'casesThenHoursThenPrice' && !isZero(line.cases);
  const fixedCash = line.columns.cash.sub(line.perCase.cashPerCase.mul(countedCases(line)));
  const columns = {
    cases: base.cases,
    hours: base.hours,
    labour: base.labour,
    external: recase ? perCase(line.perCase.externalPerCase) : line.columns.external,
    cash: recase ? perCase(line.perCase.cashPerCase).add(fixedCash) : line.columns.cash,
    fees: recase ? perCase(line.perCase.feePerCase) : line.columns.fees,
    delay: line.columns.delay,
  };
  const total =
    line.total === null
      ? null
      : sum(parts.map((part) => (policy.name === 'sumOfShownParts' ? shown(columns[part] ?? ZERO, rounding) : (columns[part] ?? ZERO))));
  return { ...columns, total };
}

/** Cases as they count once the part done anyway is off. */
const countedCases = (line: MeasuredLine): Rational => (isZero(line.gross) ? line.cases : line.cases.mul(line.burden.div(line.gross)));

type LabourColumns = { readonly cases: Rational; readonly hours: Rational; readonly labour: Rational | null };

function labourUnder(line: MeasuredLine, policy: Policy, rounding: Rounding): LabourColumns {
  const cases = countedCases(line);
  const yearly = (entry: MeasuredEntry): Rational => cases.mul(line.passes).mul(entry.hours);
  const priced = (hours: readonly Rational[]): Rational | null =>
    line.columns.labour === null ? null : sum(line.entries.map((entry, index) => (hours[index] as Rational).mul(entry.rate ?? ZERO)));
  switch (policy.name) {
    case 'hoursThenPrice': {
      const hours = line.entries.map((entry) => whole(yearly(entry), policy.mode));
      return { cases, hours: sum(hours), labour: priced(hours) };
    }
    case 'casesThenHoursThenPrice': {
      const rounded = whole(cases, policy.mode);
      const hours = line.entries.map((entry) => whole(rounded.mul(line.passes).mul(entry.hours), policy.mode));
      return { cases: rounded, hours: sum(hours), labour: priced(hours) };
    }
    case 'unitPriceThenQuantity': {
      const digits = policy.digits ?? rounding.digits;
      const unit = sum(
        line.entries.map((entry, index) => {
          const price = line.passes.mul(entry.hours).mul(entry.rate ?? ZERO);
          return policy.entries === undefined || policy.entries.includes(index) ? roundTo(price, digits, policy.mode) : price;
        }),
      );
      return { cases, hours: line.hours, labour: line.columns.labour === null ? null : cases.mul(unit) };
    }
    case 'upPerLine': {
      const up = whole(line.hours, 'up');
      return { cases, hours: isPositive(line.hours) ? greatest(up, rational(BigInt(policy.min ?? 1))) : up, labour: line.columns.labour };
    }
    case 'exactLate':
    case 'sumOfShownParts':
    case 'shownInput':
      return { cases, hours: line.hours, labour: line.columns.labour };
  }
}

/** A total under a policy: the sum of its lines under it; shown lines where the policy adds what is shown. */
export function totalUnder(lines: readonly PolicyColumns[], policy: Policy, rounding: Rounding): PolicyColumns {
  const column = (name: ShownColumn): Rational | null => {
    const values = lines.map((line) => line[name]);
    if (values.length > 0 && values.every((value) => value === null)) return null;
    return sum(values.map((value) => value ?? ZERO));
  };
  const columns = Object.fromEntries(SHOWN_COLUMNS.map((name) => [name, column(name)])) as { [K in ShownColumn]: Rational | null };
  if (policy.name !== 'sumOfShownParts' || policy.columns === undefined || columns.total === null) return columns;
  const parts = policy.columns.filter((name): name is ShownColumn => SHOWN_COLUMNS.some((known) => known === name));
  return { ...columns, total: sum(parts.map((name) => shown(columns[name] ?? ZERO, rounding))) };
}
