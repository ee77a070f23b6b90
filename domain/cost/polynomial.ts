/** Exact polynomials in named unknowns: totals as functions of what is not known for sure. */
import { ONE, ZERO, isZero, least, greatest, type Rational } from './number.js';

/** Coefficients by the sorted variables they multiply, joined with a line feed; the empty key is the constant. */
export type Polynomial = ReadonlyMap<string, Rational>;
export type Interval = readonly [Rational, Rational];

const JOIN = '\n';
export const variablesOf = (key: string): readonly string[] => (key === '' ? [] : key.split(JOIN));
export const constant = (value: Rational): Polynomial => (isZero(value) ? new Map() : new Map([['', value]]));
export const variable = (name: string): Polynomial => new Map([[name, ONE]]);

export function add(left: Polynomial, right: Polynomial): Polynomial {
  const result = new Map(left);
  for (const [key, value] of right) {
    const sum = (result.get(key) ?? ZERO).add(value);
    if (isZero(sum)) result.delete(key);
    else result.set(key, sum);
  }
  return result;
}

export const scale = (polynomial: Polynomial, factor: Rational): Polynomial =>
  isZero(factor) ? new Map() : new Map([...polynomial].map(([key, value]) => [key, value.mul(factor)]));

export function multiply(left: Polynomial, right: Polynomial): Polynomial {
  let result: Polynomial = new Map();
  for (const [a, x] of left) {
    for (const [b, y] of right) {
      const key = [...variablesOf(a), ...variablesOf(b)].sort().join(JOIN);
      result = add(result, new Map([[key, x.mul(y)]]));
    }
  }
  return result;
}

/** The value under an assignment of every variable. */
export function valueUnder(polynomial: Polynomial, assignment: (name: string) => Rational): Rational {
  let total = ZERO;
  for (const [key, coefficient] of polynomial) total = total.add(variablesOf(key).reduce((product, name) => product.mul(assignment(name)), coefficient));
  return total;
}

/** An interval that holds every value; wider than needed where terms share a variable. */
export function intervalOf(polynomial: Polynomial, range: (name: string) => Interval): Interval {
  let low = ZERO;
  let high = ZERO;
  for (const [key, coefficient] of polynomial) {
    const [from, to] = variablesOf(key).reduce<Interval>((product, name) => times(product, range(name)), [coefficient, coefficient]);
    low = low.add(from);
    high = high.add(to);
  }
  return [low, high];
}

function times([a, b]: Interval, [c, d]: Interval): Interval {
  const products = [a.mul(c), a.mul(d), b.mul(c), b.mul(d)] as const;
  return [products.reduce(least), products.reduce(greatest)];
}

export const minusInterval = ([a, b]: Interval, [c, d]: Interval): Interval => [a.sub(d), b.sub(c)];
export const plusInterval = ([a, b]: Interval, [c, d]: Interval): Interval => [a.add(c), b.add(d)];

/** Whether every variable stands at most once in each term: then extremes lie at corners. */
export const isMultilinear = (polynomial: Polynomial): boolean =>
  [...polynomial.keys()].every((key) => {
    const names = variablesOf(key);
    return new Set(names).size === names.length;
  });
