/** Kinds for what is not known for sure: `range`, `simulate`, `completeness`. */
import { DomainError } from '../../shared/errors.js';
import { NOT_APPLICABLE, UNKNOWN, counted, known, product, type Input, type Resolved } from '../input.js';
import { completenessOf } from '../measure.js';
import type { LineStatus } from '../measured.js';
import { COST_MODEL_SCHEMA, type CostModel } from '../model.js';
import {
  ONE,
  ZERO,
  greatest,
  isNegative,
  isPositive,
  isZero,
  least,
  numberText,
  parseNumber,
  rational,
  sum,
  type NumberText,
  type Rational,
} from '../number.js';
import type { Interval } from '../polynomial.js';
import { bounds, differenceOfRanges } from '../ranges.js';
import { simulate, type Simulation } from '../simulate.js';
import { tornado } from '../tornado.js';
import { texts, type Computed, type Exact } from './figure.js';
import { countOf, fieldsOf, listOf, numberOf, numberOr, rangeOf, textOf, type Fields } from './reader.js';

const TWO = rational(2n);
const pair = ([low, high]: Interval): Exact => [numberText(low), numberText(high)];
const middle = ([low, high]: Interval): Rational => low.add(high).div(TWO);

export function computeRange(inputs: Fields, path: string): Computed {
  const op = textOf(inputs, 'op', path);
  switch (op) {
    case 'product':
      return rangeProduct(inputs, path);
    case 'difference': {
      const { independent, paired } = differenceOfRanges(rangeOf(inputs['before'], `${path}.before`), rangeOf(inputs['after'], `${path}.after`));
      return { exact: { independent: pair(independent), paired: pair(paired) } };
    }
    case 'sharedSaving':
      return sharedSaving(inputs, path);
    default:
      throw new DomainError('cost_bad_document', { path: `${path}.op`, expected: 'product, difference, sharedSaving' });
  }
}

function rangeProduct(inputs: Fields, path: string): Computed {
  const factors = listOf(inputs, 'factors', path).map((range, index) => rangeOf(range, `${path}.factors[${index}]`));
  const constant = numberOr(inputs, 'constant', ONE, path);
  const corners = factors.reduce<readonly Rational[]>((products, range) => products.flatMap((value) => range.map((end) => value.mul(end))), [constant]);
  const sorted = [...corners].sort((left, right) => left.compare(right));
  const ends: Interval = [sorted[0] as Rational, sorted[sorted.length - 1] as Rational];
  const atInputMidpoints = factors.reduce((value, range) => value.mul(middle(range)), constant);
  const midpointOfBounds = middle(ends);
  return {
    exact: {
      corners: sorted.map(numberText),
      bounds: pair(ends),
      ...texts({ atInputMidpoints, midpointOfBounds, gap: midpointOfBounds.sub(atInputMidpoints) }),
    },
  };
}

const RANGED = ['population', 'hoursBefore', 'hoursAfter', 'rate'] as const;
type Ranged = (typeof RANGED)[number];

/** saving = population × (hoursBefore − hoursAfter) × rate as a model whose population and rate are shared unknowns. */
function savingModel(ranges: Readonly<Record<Ranged, Interval>>): CostModel {
  const input = (name: Ranged): Input => {
    const [low, high] = ranges[name];
    const value = numberText(middle(ranges[name]));
    return low.equals(high) ? value : { value, range: { low: numberText(low), high: numberText(high), unknownId: name } };
  };
  const state = (hours: 'hoursBefore' | 'hoursAfter') => ({
    lines: [{ id: 'line', population: input('population'), labour: [{ role: 'role', hours: input(hours), rate: input('rate') }] }],
  });
  return { schema: COST_MODEL_SCHEMA, id: 'range', currency: '', before: state('hoursBefore'), after: state('hoursAfter') };
}

function readRanges(inputs: Fields, path: string): Readonly<Record<Ranged, Interval>> {
  return Object.fromEntries(
    RANGED.map((name) => {
      const value = inputs[name];
      if (value === undefined) throw new DomainError('cost_missing_field', { path: `${path}.${name}` });
      const range: Interval =
        typeof value === 'string' ? [parseNumber(value, `${path}.${name}`), parseNumber(value, `${path}.${name}`)] : rangeOf(value, `${path}.${name}`);
      if (isNegative(range[0])) throw new DomainError('cost_negative_value', { path: `${path}.${name}` });
      return [name, range];
    }),
  ) as Record<Ranged, Interval>;
}

function sharedSaving(inputs: Fields, path: string): Computed {
  const model = savingModel(readRanges(inputs, path));
  const of = (figure: 'before' | 'after' | 'saving') => bounds(model, { figure });
  const before = of('before');
  const after = of('after');
  const saving = of('saving');
  const ends = ({ low, high }: { readonly low: Rational; readonly high: Rational }): Interval => [low, high];
  return {
    exact: {
      before: pair(ends(before)),
      after: pair(ends(after)),
      treatedAsIndependent: pair(differenceOfRanges(ends(before), ends(after)).independent),
      sharedOnce: pair(ends(saving)),
      atMidpoints: numberText(saving.atPoint),
      tornado: tornado(model, { figure: 'saving' }).map(({ input, atLow, atHigh, swing }) => ({ input, ...texts({ atLow, atHigh, swing }) })),
    },
  };
}

export type SimulatedText = { readonly [K in 'mean' | 'probabilitySavingPositive' | 'p5' | 'p50' | 'p95']: NumberText };

/** The closed form, and the simulation it is held against. */
export function computeSimulate(inputs: Fields, path: string): Computed & { readonly simulated: SimulatedText } {
  const ranges = readRanges(inputs, path);
  const distribution = inputs['distribution'] ?? 'uniform';
  if (distribution !== 'uniform') throw new DomainError('cost_bad_document', { path: `${path}.distribution`, expected: 'uniform' });
  const run = simulate(savingModel(ranges), { figure: 'saving' }, { seed: textOf(inputs, 'seed', path), draws: countOf(inputs, 'draws', path) });
  return { exact: texts(closedForm(ranges)), simulated: simulatedText(run) };
}

const simulatedText = (run: Simulation): SimulatedText =>
  ({
    ...texts({ mean: run.mean, probabilitySavingPositive: run.probabilityPositive, p5: run.p5, p50: run.p50, p95: run.p95 }),
  }) as SimulatedText;

/** Mean, variance and P(saving > 0) of independent uniform inputs. */
function closedForm(ranges: Readonly<Record<Ranged, Interval>>): {
  readonly mean: Rational;
  readonly variance: Rational;
  readonly probabilitySavingPositive: Rational;
} {
  const difference = middle(ranges.hoursBefore).sub(middle(ranges.hoursAfter));
  const square = (value: Rational): Rational => value.mul(value);
  const differenceSquare = square(difference).add(uniformVariance(ranges.hoursBefore)).add(uniformVariance(ranges.hoursAfter));
  const second = (range: Interval): Rational => square(middle(range)).add(uniformVariance(range));
  const mean = middle(ranges.population).mul(difference).mul(middle(ranges.rate));
  const never = !isPositive(ranges.population[1]) || !isPositive(ranges.rate[1]);
  return {
    mean,
    variance: second(ranges.population).mul(differenceSquare).mul(second(ranges.rate)).sub(square(mean)),
    probabilitySavingPositive: never ? ZERO : probabilityAbove(ranges.hoursBefore, ranges.hoursAfter),
  };
}

const uniformVariance = ([low, high]: Interval): Rational => high.sub(low).mul(high.sub(low)).div(rational(12n));

/** P(X > Y) of two independent uniform variables; a range of no width is a fixed number. */
export function probabilityAbove(x: Interval, y: Interval): Rational {
  const [a, b] = y;
  const width = b.sub(a);
  const below = (value: Rational): Rational => (isZero(width) ? (value.compare(a) > 0 ? ONE : ZERO) : least(ONE, greatest(ZERO, value.sub(a).div(width))));
  const [low, high] = x;
  if (low.equals(high)) return below(low);
  const area = (value: Rational): Rational => {
    if (value.compare(a) <= 0) return ZERO;
    if (isZero(width) || value.compare(b) >= 0) return value.sub(middle(y));
    return value.sub(a).mul(value.sub(a)).div(width.mul(TWO));
  };
  return area(high).sub(area(low)).div(high.sub(low));
}

/** Each line is the product of its factors; a factor may be one of the missing states. */
export function computeCompleteness(inputs: Fields, path: string): Computed {
  const lines = listOf(inputs, 'lines', path).map((item, index) => {
    const at = `${path}.lines[${index}]`;
    const line = fieldsOf(item, at);
    const factors = Object.entries(fieldsOf(line['factors'], `${at}.factors`)).map(([name, factor]) => readFactor(factor, `${at}.factors.${name}`));
    return { id: textOf(line, 'id', at), value: product(factors) };
  });
  const marked = lines.map(({ id, value }) => ({ id, status: statusOf(value), atMost: value.state === 'negligible' ? (value.atMost ?? ZERO) : ZERO }));
  const complete = completenessOf(marked);
  return {
    exact: {
      countedTotal: numberText(sum(lines.map(({ value }) => counted(value)))),
      status: complete.status,
      negligibleAtMost: numberText(complete.negligibleAtMost),
      coverage: numberText(complete.coverage),
      missing: complete.missing,
      negligible: complete.negligible,
      notApplicable: complete.notApplicable,
    },
  };
}

function readFactor(factor: unknown, path: string): Resolved {
  if (typeof factor === 'string') return known(parseNumber(factor, path));
  const fields = fieldsOf(factor, path);
  switch (fields['state']) {
    case 'unknown':
      return UNKNOWN;
    case 'notApplicable':
      return NOT_APPLICABLE;
    case 'negligible':
      return { state: 'negligible', atMost: fields['atMost'] === undefined ? null : numberOf(fields, 'atMost', path) };
    case undefined:
    case 'known':
      return known(numberOf(fields, 'value', path));
    default:
      throw new DomainError('cost_bad_document', { path: `${path}.state`, expected: 'known, unknown, negligible, notApplicable' });
  }
}

const statusOf = (value: Resolved): LineStatus =>
  ({ known: 'counted', unknown: 'missing', negligible: 'negligible', notApplicable: 'notApplicable' } as const)[value.state];
