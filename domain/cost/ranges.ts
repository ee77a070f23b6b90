/** Guaranteed bounds of a figure whose inputs are ranges. */
import type { CostModel } from './model.js';
import { ZERO, greatest, isNegative, isPositive, least, positivePart, rational, type Rational } from './number.js';
import { intervalOf, isMultilinear, minusInterval, plusInterval, valueUnder, type Interval } from './polynomial.js';
import { evaluateTarget, readVariable, targetFunction, type Target, type TargetFunction } from './target.js';
import { unknownsOf, type Unknown } from './unknowns.js';

const CORNERS_UP_TO = 12;

/**
 * `kind: corners` are the exact extremes (shared unknowns fixed once per corner); `outer` holds every value but may be
 * wider. `atPoint` is the figure at the point values, `midpoint` the middle of the bounds: they differ when two factors are ranges.
 */
export type Bounds = {
  readonly low: Rational;
  readonly high: Rational;
  readonly kind: 'corners' | 'outer';
  readonly atPoint: Rational;
  readonly midpoint: Rational;
  readonly unknowns: readonly string[];
};

/** @throws cost_bad_range, cost_conflicting_key, the codes of `readState` */
export function bounds(model: CostModel, target: Target): Bounds {
  const unknowns = unknownsOf(model);
  const figure = targetFunction(model, target);
  const points = new Map(unknowns.map((unknown) => [unknown.id, unknown.point]));
  const atPoint = evaluateTarget(figure, (id) => points.get(id) ?? ZERO);
  const exact = unknowns.length <= CORNERS_UP_TO && multilinear(figure) && steadyFloors(figure, unknowns);
  const [low, high] = exact ? cornerBounds(figure, unknowns) : outerBounds(figure, unknowns);
  return { low, high, kind: exact ? 'corners' : 'outer', atPoint, midpoint: low.add(high).div(rational(2n)), unknowns: unknowns.map((unknown) => unknown.id) };
}

const multilinear = (figure: TargetFunction): boolean =>
  isMultilinear(figure.linear) && figure.floored.every((part) => isMultilinear(part.gross) && isMultilinear(part.floor));

/** Every corner of the box of unknowns as an assignment. */
export function corners(unknowns: readonly Unknown[]): readonly ((id: string) => Rational)[] {
  const index = new Map(unknowns.map((unknown, position) => [unknown.id, position]));
  return Array.from({ length: 1 << unknowns.length }, (_, mask) => (id: string): Rational => {
    const position = index.get(id);
    if (position === undefined) return ZERO;
    const unknown = unknowns[position] as Unknown;
    return (mask & (1 << position)) === 0 ? unknown.low : unknown.high;
  });
}

/** Whether each floor bites at all corners or at none: otherwise the figure bends inside the box. */
function steadyFloors(figure: TargetFunction, unknowns: readonly Unknown[]): boolean {
  if (figure.floored.length === 0) return true;
  const at = corners(unknowns);
  return figure.floored.every((part) => {
    const above = at.map((values) => {
      const read = (name: string): Rational => readVariable(name, values);
      return valueUnder(part.gross, read).sub(valueUnder(part.floor, read));
    });
    return above.every((value) => !isNegative(value)) || above.every((value) => !isPositive(value));
  });
}

function cornerBounds(figure: TargetFunction, unknowns: readonly Unknown[]): Interval {
  const values = corners(unknowns).map((corner) => evaluateTarget(figure, corner));
  return [values.reduce(least), values.reduce(greatest)];
}

function outerBounds(figure: TargetFunction, unknowns: readonly Unknown[]): Interval {
  const byId = new Map(unknowns.map((unknown) => [unknown.id, unknown]));
  const range = (name: string): Interval => [readVariable(name, (id) => byId.get(id)?.low ?? ZERO), readVariable(name, (id) => byId.get(id)?.high ?? ZERO)];
  return figure.floored.reduce<Interval>(
    (total, part) => {
      const [low, high] = minusInterval(intervalOf(part.gross, range), intervalOf(part.floor, range));
      const burden: Interval = [positivePart(low), positivePart(high)];
      return part.sign === 1 ? plusInterval(total, burden) : minusInterval(total, burden);
    },
    intervalOf(figure.linear, range),
  );
}

/** A difference of two published ranges names its reading: every combination, or low with low and high with high. */
export const differenceOfRanges = (before: Interval, after: Interval): { readonly independent: Interval; readonly paired: Interval } => ({
  independent: minusInterval(before, after),
  paired: [before[0].sub(after[0]), before[1].sub(after[1])],
});
