/** Seeded simulation of a figure whose inputs are ranges; shared unknowns are drawn once for both states. */
import type { CostModel } from './model.js';
import { ZERO, rational, type Rational } from './number.js';
import { variablesOf, type Polynomial } from './polynomial.js';
import { GENERATOR, draw, generatorOf } from './random.js';
import { evaluateTarget, isPlain, targetFunction, type Target, type TargetFunction } from './target.js';
import { unknownsOf, type Unknown } from './unknowns.js';

export type SimulationOptions = {
  readonly seed: string;
  readonly draws: number;
  /** The figure counts as met when it reaches this. */
  readonly goal?: Rational;
};

/** Percentiles by nearest rank. `standardError` is that of the mean, cut to 6 decimals. */
export type Simulation = {
  readonly generator: typeof GENERATOR;
  readonly seed: string;
  readonly draws: number;
  readonly mean: Rational;
  readonly variance: Rational;
  readonly standardError: Rational;
  readonly p5: Rational;
  readonly p50: Rational;
  readonly p95: Rational;
  readonly probabilityPositive: Rational;
  readonly probabilityGoal: Rational | null;
};

/** The same seed and draws give the same result anywhere. @throws cost_bad_range, the codes of `readState` */
export function simulate(model: CostModel, target: Target, options: SimulationOptions): Simulation {
  const unknowns = unknownsOf(model);
  const figure = targetFunction(model, target);
  const next = generatorOf(options.seed);
  const sample = isPlain(figure) ? integerSampler(figure, unknowns) : rationalSampler(figure, unknowns);
  const values: bigint[] = [];
  for (let count = 0; count < options.draws; count += 1) values.push(sample.take(unknowns.map((unknown) => draw(unknown, next))));
  return summary(values, sample.denominator, options);
}

type Sampler = { readonly denominator: bigint; readonly take: (values: readonly Rational[]) => bigint };

/** Draws lie on a lattice, so every value of a polynomial is an integer over one denominator known in advance. */
function integerSampler(figure: TargetFunction, unknowns: readonly Unknown[]): Sampler {
  const polynomials = [figure.linear, ...figure.floored.flatMap((part) => [part.gross, part.floor])];
  const index = new Map(unknowns.map((unknown, position) => [unknown.id, position]));
  const grids = unknowns.map(gridOf);
  const degrees = unknowns.map(({ id }) =>
    Math.max(0, ...polynomials.flatMap((polynomial) => [...polynomial.keys()].map((key) => variablesOf(key).filter((name) => name === id).length))),
  );
  const coefficients = polynomials.reduce((common, polynomial) => [...polynomial.values()].reduce((left, value) => lcm(left, value.d), common), 1n);
  const compiled = polynomials.map((polynomial) => compile(polynomial, index, grids, degrees, coefficients));
  const whole = degrees.reduce((product, degree, position) => product * (grids[position] as bigint) ** BigInt(degree), coefficients);
  return {
    denominator: whole,
    take: (values) => {
      const numerators = values.map((value, position) => (value.s * value.n * (grids[position] as bigint)) / value.d);
      const at = (terms: readonly Term[]): bigint =>
        terms.reduce((total, term) => total + term.positions.reduce((product, position) => product * (numerators[position] as bigint), term.coefficient), 0n);
      return figure.floored.reduce(
        (total, part, order) => {
          const above = at(compiled[1 + 2 * order] as readonly Term[]) - at(compiled[2 + 2 * order] as readonly Term[]);
          return above > 0n ? total + BigInt(part.sign) * above : total;
        },
        at(compiled[0] as readonly Term[]),
      );
    },
  };
}

type Term = { readonly coefficient: bigint; readonly positions: readonly number[] };

function compile(
  polynomial: Polynomial,
  index: ReadonlyMap<string, number>,
  grids: readonly bigint[],
  degrees: readonly number[],
  common: bigint,
): readonly Term[] {
  return [...polynomial].map(([key, value]) => {
    const positions = variablesOf(key).map((name) => index.get(name) as number);
    const missing = degrees.reduce((product, degree, position) => {
      const own = positions.filter((other) => other === position).length;
      return product * (grids[position] as bigint) ** BigInt(degree - own);
    }, 1n);
    return { coefficient: value.s * value.n * (common / value.d) * missing, positions };
  });
}

/** A denominator that every draw of an unknown divides. */
function gridOf(unknown: Unknown): bigint {
  const width = unknown.high.sub(unknown.low);
  const lattice = lcm(unknown.low.d, width.d) << 21n;
  return unknown.values.reduce((grid, { value }) => lcm(grid, value.d), lattice);
}

const gcd = (left: bigint, right: bigint): bigint => (right === 0n ? left : gcd(right, left % right));
const lcm = (left: bigint, right: bigint): bigint => (left / gcd(left, right)) * right;

const FINE = 10n ** 12n;

/** Where a factor is no polynomial (expected goes), values are kept to 12 decimals. */
function rationalSampler(figure: TargetFunction, unknowns: readonly Unknown[]): Sampler {
  return {
    denominator: FINE,
    take: (values) => {
      const byId = new Map(unknowns.map((unknown, position) => [unknown.id, values[position] as Rational]));
      const value = evaluateTarget(figure, (id) => byId.get(id) ?? ZERO);
      return (value.s * value.n * FINE) / value.d;
    },
  };
}

function summary(values: bigint[], denominator: bigint, options: SimulationOptions): Simulation {
  const count = BigInt(values.length);
  const total = values.reduce((left, right) => left + right, 0n);
  const squares = values.reduce((left, right) => left + right * right, 0n);
  const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const rank = (percent: number): Rational => rational(sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)] ?? 0n, denominator);
  const share = (met: (value: bigint) => boolean): Rational => rational(BigInt(values.filter(met).length), count);
  const variance = rational(count * squares - total * total, count * count * denominator * denominator);
  const { goal } = options;
  return {
    generator: GENERATOR,
    seed: options.seed,
    draws: values.length,
    mean: rational(total, count * denominator),
    variance,
    standardError: squareRoot(variance.div(rational(count))),
    p5: rank(5),
    p50: rank(50),
    p95: rank(95),
    probabilityPositive: share((value) => value > 0n),
    probabilityGoal: goal === undefined ? null : share((value) => value * goal.d >= goal.s * goal.n * denominator),
  };
}

const ROOT_DIGITS = 10n ** 6n;

/** The square root cut to 6 decimals, by whole numbers only. */
export function squareRoot(value: Rational): Rational {
  const scaled = (value.n * ROOT_DIGITS * ROOT_DIGITS) / value.d;
  if (scaled < 2n) return rational(scaled, ROOT_DIGITS);
  let root = 1n << BigInt(Math.ceil(scaled.toString(2).length / 2));
  for (let better = (root + scaled / root) >> 1n; better < root; better = (root + scaled / root) >> 1n) root = better;
  return rational(root, ROOT_DIGITS);
}
