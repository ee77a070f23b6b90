/**
 * One number of a line as it was entered, with the four ways not to have a number.
 *
 * A missing number is not zero: `unknown` leaves a line missing, `negligible` counts 0 and is listed, `notApplicable`
 * leaves the line out of the coverage.
 */
import { DomainError } from '../shared/errors.js';
import type { Bound } from './bound.js';
import { evaluate, type Expression } from './expression.js';
import { ZERO, isNegative, isZero, parseNumber, type NumberText, type Rational } from './number.js';
import { checkUnit, shareOf, type Unit } from './quantity.js';

export const RANGE_SHAPES = ['uniform', 'triangular', 'discrete'] as const;

/**
 * What the number may be. `point` of the input lies between `low` and `high`; `discrete` lists the values with weights.
 * Inputs with the same `unknownId` are one unknown, in both states and in several sheets.
 */
export type InputRange = {
  readonly low: NumberText;
  readonly high: NumberText;
  readonly shape?: (typeof RANGE_SHAPES)[number];
  readonly values?: readonly { readonly value: NumberText; readonly weight: NumberText }[];
  readonly unknownId?: string;
};

/** `value` is the point value; `source` is the id of a source of the model, absent = an assumption. */
export type KnownInput = {
  readonly state?: 'known';
  readonly value: NumberText;
  readonly unit?: Unit;
  readonly range?: InputRange;
  readonly source?: string;
  readonly derivation?: Expression;
  readonly supersedes?: NumberText;
  readonly bound?: Bound;
  /** A second value somebody stands by until the dispute is settled; totals show both as a range. */
  readonly disputed?: { readonly value: NumberText; readonly by: string; readonly until: string };
};

export type MissingInput =
  | { readonly state: 'unknown'; readonly reason?: string }
  | { readonly state: 'negligible'; readonly reason: string; readonly atMost?: NumberText }
  | { readonly state: 'notApplicable'; readonly reason: string };

export type Input = NumberText | KnownInput | MissingInput;

/** An input read into exact form. */
export type Resolved =
  | { readonly state: 'known'; readonly value: Rational }
  | { readonly state: 'unknown' }
  | { readonly state: 'negligible'; readonly atMost: Rational | null }
  | { readonly state: 'notApplicable' };

export const UNKNOWN: Resolved = { state: 'unknown' };
export const NOT_APPLICABLE: Resolved = { state: 'notApplicable' };
export const known = (value: Rational): Resolved => ({ state: 'known', value });
export const KNOWN_ZERO: Resolved = known(ZERO);

/** What a field demands of its number. */
export type FieldRule = { readonly unit: Unit; readonly negative?: boolean };

/**
 * Reads an input for a field.
 * @throws cost_bad_number, cost_wrong_unit, cost_negative_value, cost_share_out_of_range, cost_derivation_mismatch with the path
 */
export function resolve(input: Input, rule: FieldRule, path: string): Resolved {
  if (typeof input === 'string') return known(checked(parseNumber(input, path), rule, path));
  if (input.state === 'unknown') return UNKNOWN;
  if (input.state === 'notApplicable') return NOT_APPLICABLE;
  if (input.state === 'negligible') {
    return { state: 'negligible', atMost: input.atMost === undefined ? null : checked(parseNumber(input.atMost, `${path}.atMost`), rule, `${path}.atMost`) };
  }
  checkUnit(input.unit, rule.unit, path);
  const value = checked(parseNumber(input.value, path), rule, path);
  if (input.derivation !== undefined && !evaluate(input.derivation, `${path}.derivation`).equals(value)) {
    throw new DomainError('cost_derivation_mismatch', { path, value: input.value });
  }
  return known(value);
}

function checked(value: Rational, rule: FieldRule, path: string): Rational {
  if (rule.unit === 'share') return shareOf(value, path);
  if (rule.negative !== true && isNegative(value)) throw new DomainError('cost_negative_value', { path });
  return value;
}

/**
 * The product of factors, by precedence: not applicable, then an exact zero (no cases cost nothing, whatever is unknown),
 * then unknown, then negligible.
 */
export function product(factors: readonly Resolved[]): Resolved {
  if (factors.some((factor) => factor.state === 'notApplicable')) return NOT_APPLICABLE;
  if (factors.some((factor) => factor.state === 'known' && isZero(factor.value))) return KNOWN_ZERO;
  if (factors.some((factor) => factor.state === 'unknown')) return UNKNOWN;
  let value: Rational | null = null;
  let negligible = false;
  let bounded = true;
  for (const factor of factors) {
    if (factor.state === 'negligible') negligible = true;
    const next = factor.state === 'known' ? factor.value : factor.state === 'negligible' ? factor.atMost : null;
    if (next === null) bounded = false;
    else value = value === null ? next : value.mul(next);
  }
  if (!negligible) return known(value ?? ZERO);
  return { state: 'negligible', atMost: bounded ? value : null };
}

/** The number that stands in a sum: unknown and negligible count 0 and are listed elsewhere. */
export const counted = (value: Resolved): Rational => (value.state === 'known' ? value.value : ZERO);
