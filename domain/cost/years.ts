/** Costs over years, one-off cost read as a yearly amount among them. */
import { DomainError } from '../shared/errors.js';
import { finding, type Finding } from './finding.js';
import { ONE, ZERO, isZero, power, rational, sum, type Rational } from './number.js';

/** An event: in year `from`, then every `every` years up to `to`; years count from 1. */
export type Event = { readonly from: number; readonly to: number; readonly every: number; readonly hours: Rational; readonly cash: Rational };

/** A recurring duty runs from its first year on: one that leaves year 1 out is marked. A periodic duty has its anchor year. */
export const scheduleMarks = (events: readonly Event[], path: string): readonly Finding[] =>
  events.flatMap((event, index) =>
    event.every === 1 && event.from > 1 ? [finding('yearOneMissing', `${path}[${index}].from`, { from: String(event.from) })] : [],
  );

export type YearlyCost = { readonly perYear: readonly Rational[]; readonly total: Rational; readonly averagePerYear: Rational };

/** Each event costs entities × (hours × rate + cash) in each of its years. */
export function schedule(events: readonly Event[], years: number, entities: Rational, rate: Rational): YearlyCost {
  const perYear = Array.from({ length: years }, (_, index) =>
    sum(events.filter((event) => happensIn(event, index + 1)).map((event) => entities.mul(event.hours.mul(rate).add(event.cash)))),
  );
  const total = sum(perYear);
  return { perYear, total, averagePerYear: total.div(rational(BigInt(years))) };
}

const happensIn = (event: Event, year: number): boolean => year >= event.from && year <= event.to && (year - event.from) % event.every === 0;

/** The years in which a duty met every `every` years falls, given its anchor year. */
export const occurrences = (anchor: number, every: number, years: number): readonly number[] =>
  Array.from({ length: years }, (_, index) => index + 1).filter((year) => year >= anchor && (year - anchor) % every === 0);

/**
 * How a one-off amount is read a year. `sideBySide` leaves it beside the yearly cost (no yearly amount) · `depreciation`
 * and `straightLine` divide by the years · `profile` averages yearly amounts · `annuity` spreads K at a rate.
 */
export type Annualising =
  | { readonly method: 'sideBySide' }
  | { readonly method: 'depreciation' | 'straightLine'; readonly years: Rational }
  | { readonly method: 'profile'; readonly amounts: readonly Rational[]; readonly years?: Rational }
  | { readonly method: 'annuity'; readonly years: number; readonly rate: Rational };

/** The yearly amount of a one-off amount; null where the variant has none. @throws cost_division_by_zero for no years */
export function annualise(amount: Rational, variant: Annualising): Rational | null {
  switch (variant.method) {
    case 'sideBySide':
      return null;
    case 'depreciation':
    case 'straightLine':
      return divided(amount, variant.years);
    case 'profile':
      return divided(sum(variant.amounts), variant.years ?? rational(BigInt(variant.amounts.length)));
    case 'annuity':
      return annuity(amount, variant.years, variant.rate);
  }
}

function divided(amount: Rational, years: Rational): Rational {
  if (isZero(years)) throw new DomainError('cost_division_by_zero', { path: 'years' });
  return amount.div(years);
}

/** K·r / (1 − (1 + r)^−n), and K / n at r = 0: n payments at the end of each year are worth K today. */
function annuity(amount: Rational, years: number, rate: Rational): Rational {
  if (isZero(rate)) return divided(amount, rational(BigInt(years)));
  const growth = power(ONE.add(rate), years);
  return amount.mul(rate).mul(growth).div(growth.sub(ONE));
}

/** What n yearly payments are worth today at a rate. */
export function presentValue(payment: Rational, years: number, rate: Rational): Rational {
  let value = ZERO;
  for (let year = years; year >= 1; year -= 1) value = value.add(payment).div(ONE.add(rate));
  return value;
}
