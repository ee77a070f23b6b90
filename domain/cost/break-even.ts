/** Break-even: what must hold for a one-off cost to be earned back. */
import { ZERO, ceiling, isPositive, isZero, rational, type Rational } from './number.js';

export type BreakEvenInput = {
  readonly oneOff: Rational;
  readonly years: Rational;
  readonly cases: Rational;
  readonly savingPerCase: Rational;
  readonly uptake: Rational;
};

/**
 * Null = never earned back ("không hoàn vốn"). `paybackMonth`, `casesPerYearNeeded` are whole, rounded up; the other
 * thresholds are exact: at them the balance over `years` is exactly 0.
 */
export type BreakEven = {
  readonly yearlySaving: Rational;
  readonly paybackYears: Rational | null;
  readonly paybackMonth: Rational | null;
  readonly casesPerYearNeeded: Rational | null;
  readonly casesPerYearExact: Rational | null;
  readonly uptakeNeeded: Rational | null;
  readonly savingPerCaseNeeded: Rational | null;
};

export function breakEven({ oneOff, years, cases, savingPerCase, uptake }: BreakEvenInput): BreakEven {
  const yearlySaving = cases.mul(savingPerCase).mul(uptake);
  const over = (divisor: Rational): Rational | null => (isPositive(divisor) ? oneOff.div(divisor) : isZero(oneOff) ? ZERO : null);
  const up = (value: Rational | null): Rational | null => (value === null ? null : rational(ceiling(value)));
  const paybackYears = over(yearlySaving);
  const casesPerYearExact = over(years.mul(savingPerCase).mul(uptake));
  return {
    yearlySaving,
    paybackYears,
    paybackMonth: up(paybackYears?.mul(12) ?? null),
    casesPerYearNeeded: up(casesPerYearExact),
    casesPerYearExact,
    uptakeNeeded: over(years.mul(cases).mul(savingPerCase)),
    savingPerCaseNeeded: over(years.mul(cases).mul(uptake)),
  };
}

/** What is left after `years`: savings − one-off. */
export const balance = ({ oneOff, years, cases, savingPerCase, uptake }: BreakEvenInput): Rational =>
  years.mul(cases).mul(savingPerCase).mul(uptake).sub(oneOff);
