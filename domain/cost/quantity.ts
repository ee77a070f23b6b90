/**
 * Units as part of the type: hours do not add to money, a one-off amount does not add to a yearly one.
 *
 * At run time a quantity is a plain rational; a stored number that names its unit is checked against the field.
 */
import { DomainError } from '../shared/errors.js';
import { ONE, SIXTY, isNegative, type Rational } from './number.js';

/**
 * `min`, `h`, `personDay`: effort of persons · `day`, `workingDay`: elapsed time, never effort · `person`: distinct
 * respondents · `1/yr`: frequency · `case/yr`: completions a year · `h/yr`: yearly effort · `share`: 0…1 ·
 * `money/h`, `money/case`, `money/yr`, `money/day`: in the currency of the model · `money`: once, never added to `money/yr`.
 */
export const UNITS = [
  'min',
  'h',
  'personDay',
  'day',
  'workingDay',
  'person',
  '1/yr',
  'case/yr',
  'h/yr',
  'share',
  'factor',
  'money/h',
  'money/case',
  'money/yr',
  'money/day',
  'money',
] as const;
export type Unit = (typeof UNITS)[number];

declare const unitBrand: unique symbol;
/** An exact number of one unit. */
export type Exact<U extends Unit> = Rational & { readonly [unitBrand]: U };

/** Puts a unit on a number that was read for a field of that unit. */
export const exact = <U extends Unit>(value: Rational, _unit: U): Exact<U> => value as Exact<U>;

export const plus = <U extends Unit>(left: Exact<U>, right: NoInfer<Exact<U>>): Exact<U> => left.add(right) as Exact<U>;
export const minus = <U extends Unit>(left: Exact<U>, right: NoInfer<Exact<U>>): Exact<U> => left.sub(right) as Exact<U>;
/** A quantity times a pure number. */
export const times = <U extends Unit>(value: Exact<U>, factor: Exact<'share' | 'factor'>): Exact<U> => value.mul(factor) as Exact<U>;

/** 60 minutes are one hour, exactly. */
export const hoursOfMinutes = (minutes: Exact<'min'>): Exact<'h'> => minutes.div(SIXTY) as Rational as Exact<'h'>;
/** Person-days become hours by a stored conversion, never by a constant of the code. */
export const hoursOfPersonDays = (days: Exact<'personDay'>, hoursPerDay: Exact<'h'>): Exact<'h'> => days.mul(hoursPerDay) as Rational as Exact<'h'>;
export const casesOf = (population: Exact<'person'>, frequency: Exact<'1/yr'>): Exact<'case/yr'> => population.mul(frequency) as Rational as Exact<'case/yr'>;
export const yearlyHours = (cases: Exact<'case/yr'>, perCase: Exact<'h'>): Exact<'h/yr'> => cases.mul(perCase) as Rational as Exact<'h/yr'>;
export const pricedHours = (hours: Exact<'h/yr'>, rate: Exact<'money/h'>): Exact<'money/yr'> => hours.mul(rate) as Rational as Exact<'money/yr'>;
export const yearlyMoney = (cases: Exact<'case/yr'>, perCase: Exact<'money/case'>): Exact<'money/yr'> => cases.mul(perCase) as Rational as Exact<'money/yr'>;

/** A share, checked. @throws cost_share_out_of_range outside 0…1 */
export function shareOf(value: Rational, path: string): Exact<'share'> {
  if (isNegative(value) || value.compare(ONE) > 0) throw new DomainError('cost_share_out_of_range', { path });
  return value as Exact<'share'>;
}

/** @throws cost_wrong_unit when a stored number names another unit than its field */
export function checkUnit(given: Unit | undefined, expected: Unit, path: string): void {
  if (given !== undefined && given !== expected) throw new DomainError('cost_wrong_unit', { path, given, expected });
}
