/**
 * Exact rational numbers: reading them from text, writing them back, rounding them where they are shown.
 *
 * Everything that ends in money or hours is computed with these; a binary float never enters.
 */
import Fraction from 'fraction.js';
import { DomainError } from '../shared/errors.js';

/** An exact rational on BigInt, always reduced. */
export type Rational = InstanceType<typeof Fraction>;

/** A stored number: a terminating decimal (`"12.5"`) or a fraction (`"85/29"`), never grouped, never with a comma. */
export type NumberText = string;

export const ROUNDING_MODES = ['halfAway', 'up', 'down'] as const;
/** `halfAway`: ties away from zero · `up`: away from zero · `down`: cut, towards zero. */
export type RoundingMode = (typeof ROUNDING_MODES)[number];

const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/;
const FRACTION = /^(-?\d{1,600})\/(\d{1,600})$/;

export const rational = (numerator: bigint, denominator = 1n): Rational => new Fraction(numerator, denominator);

export const ZERO: Rational = rational(0n);
export const ONE: Rational = rational(1n);
export const SIXTY: Rational = rational(60n);
export const HUNDRED: Rational = rational(100n);

/** Reads a stored number; null when the text is none. */
export function tryNumber(text: unknown): Rational | null {
  if (typeof text !== 'string') return null;
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    const places = decimal[3] ?? '';
    return rational(BigInt(`${decimal[1]}${decimal[2]}${places}`), 10n ** BigInt(places.length));
  }
  const fraction = FRACTION.exec(text);
  if (!fraction) return null;
  const denominator = BigInt(fraction[2] as string);
  return denominator === 0n ? null : rational(BigInt(fraction[1] as string), denominator);
}

/** Reads a stored number. @throws cost_bad_number with the path when the text is none. */
export function parseNumber(text: unknown, path: string): Rational {
  const value = tryNumber(text);
  if (value === null) throw new DomainError('cost_bad_number', { path, given: String(text).slice(0, 80) });
  return value;
}

const signed = (value: Rational): bigint => value.s * value.n;

/** Writes a number as the shortest exact text: a terminating decimal where there is one, else a reduced fraction. */
export function numberText(value: Rational): NumberText {
  let rest = value.d;
  let twos = 0;
  let fives = 0;
  while (rest % 2n === 0n) {
    rest /= 2n;
    twos += 1;
  }
  while (rest % 5n === 0n) {
    rest /= 5n;
    fives += 1;
  }
  if (rest !== 1n) return `${signed(value)}/${value.d}`;
  return fixed(signed(value), value.d, Math.max(twos, fives));
}

function fixed(numerator: bigint, denominator: bigint, digits: number): string {
  const scaled = (numerator * 10n ** BigInt(digits)) / denominator;
  return decimalText(scaled, digits);
}

/** An integer count of 10^-digits as a decimal; zero never carries a sign. */
function decimalText(scaled: bigint, digits: number): string {
  const body = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
  const whole = body.slice(0, body.length - digits);
  const places = digits === 0 ? '' : `.${body.slice(body.length - digits)}`;
  return `${scaled < 0n ? '-' : ''}${whole}${places}`;
}

/** The whole number nearest to a value under a mode. */
export function roundWhole(value: Rational, mode: RoundingMode = 'halfAway'): bigint {
  const { n, d, s } = value;
  const quotient = n / d;
  const remainder = n % d;
  const away = mode === 'up' ? remainder > 0n : mode === 'halfAway' && remainder * 2n >= d;
  return s * (away ? quotient + 1n : quotient);
}

/** A value rounded to decimal places (`digits` may be negative: tens, hundreds …). */
export function roundTo(value: Rational, digits: number, mode: RoundingMode = 'halfAway'): Rational {
  const scale = 10n ** BigInt(Math.abs(digits));
  return digits >= 0 ? rational(roundWhole(value.mul(rational(scale)), mode), scale) : rational(roundWhole(value.div(rational(scale)), mode) * scale);
}

/** A value as text with exactly `digits` decimal places. */
export function fixedText(value: Rational, digits: number, mode: RoundingMode = 'halfAway'): string {
  return decimalText(roundWhole(value.mul(rational(10n ** BigInt(digits))), mode), digits);
}

export const sum = (values: Iterable<Rational>): Rational => {
  let total = ZERO;
  for (const value of values) total = total.add(value);
  return total;
};

export const isZero = (value: Rational): boolean => value.n === 0n;
export const isNegative = (value: Rational): boolean => value.n !== 0n && value.s < 0n;
export const isPositive = (value: Rational): boolean => value.n !== 0n && value.s > 0n;
export const least = (left: Rational, right: Rational): Rational => (left.compare(right) <= 0 ? left : right);
export const greatest = (left: Rational, right: Rational): Rational => (left.compare(right) >= 0 ? left : right);
export const positivePart = (value: Rational): Rational => (isNegative(value) ? ZERO : value);

/** The smallest whole number not below a value. */
export const ceiling = (value: Rational): bigint => (isNegative(value) ? roundWhole(value, 'down') : roundWhole(value, 'up'));

/** base^exponent for a whole exponent of at least 0. */
export function power(base: Rational, exponent: number): Rational {
  let result = ONE;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result.mul(square);
    square = square.mul(square);
  }
  return result;
}
