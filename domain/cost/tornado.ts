/** What to measure next: how far each unknown swings the figure a decision hangs on. */
import type { CostModel } from './model.js';
import { ZERO, ceiling, isNegative, isPositive, power, type Rational } from './number.js';
import { evaluateTarget, targetFunction, type Target } from './target.js';
import { unknownsOf } from './unknowns.js';

/** One unknown at both ends, the others at their point. `turnsSign`: the figure changes sign within its range. */
export type Bar = {
  readonly input: string;
  readonly atLow: Rational;
  readonly atHigh: Rational;
  readonly swing: Rational;
  readonly turnsSign: boolean;
  readonly turnsGoal: boolean;
};

/** Largest swing first, ties by id. `goal` marks unknowns that decide whether a target is met. */
export function tornado(model: CostModel, target: Target, goal?: Rational): readonly Bar[] {
  const unknowns = unknownsOf(model);
  const figure = targetFunction(model, target);
  const points = new Map(unknowns.map((unknown) => [unknown.id, unknown.point]));
  return unknowns
    .map((unknown): Bar => {
      const at = (value: Rational): Rational => evaluateTarget(figure, (id) => (id === unknown.id ? value : (points.get(id) ?? ZERO)));
      const atLow = at(unknown.low);
      const atHigh = at(unknown.high);
      const meets = (value: Rational): boolean => goal !== undefined && value.compare(goal) >= 0;
      return {
        input: unknown.id,
        atLow,
        atHigh,
        swing: atHigh.sub(atLow).abs(),
        turnsSign: isPositive(atLow) !== isPositive(atHigh) || isNegative(atLow) !== isNegative(atHigh),
        turnsGoal: meets(atLow) !== meets(atHigh),
      };
    })
    .filter((bar) => bar.swing.n !== 0n)
    .sort((left, right) => right.swing.compare(left.swing) || (left.input < right.input ? -1 : 1));
}

/**
 * Interviews needed until the mean is known to ± `halfWidth`: (z·s / e)², rounded up, at least 1. `z` is chosen by the
 * caller (about 1.96 for 95 %).
 */
export const interviewsNeeded = (variance: Rational, halfWidth: Rational, z: Rational): bigint => {
  const needed = ceiling(power(z, 2).mul(variance).div(power(halfWidth, 2)));
  return needed < 1n ? 1n : needed;
};
