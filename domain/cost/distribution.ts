/** Who bears it: cost of one case by segment. */
import type { Comparison } from './compare.js';
import type { Result } from './measured.js';
import { ZERO, isZero, sum, type Rational } from './number.js';

export type SegmentCost = {
  readonly segment: string;
  readonly cases: Rational;
  readonly total: Rational;
  readonly perCase: Rational | null;
  readonly shareOfIncome: Rational | null;
};

/** Recurring cost by segment; `incomes` are yearly income or turnover of one member. */
export function bySegment(result: Result, incomes: ReadonlyMap<string, Rational> = new Map()): readonly SegmentCost[] {
  const names = [...new Set(result.lines.filter((line) => line.kind === 'recurring').map((line) => line.line.segment ?? ''))].sort();
  return names.map((segment) => {
    const lines = result.lines.filter((line) => line.kind === 'recurring' && (line.line.segment ?? '') === segment);
    const total = sum(lines.map((line) => line.total ?? ZERO));
    // Lines of one segment describe the same cases; the busiest line counts them.
    const cases = lines.reduce((most, line) => (line.cases.compare(most) > 0 ? line.cases : most), ZERO as Rational);
    const perCase = isZero(cases) ? null : total.div(cases);
    const income = incomes.get(segment);
    return { segment, cases, total, perCase, shareOfIncome: perCase === null || income === undefined || isZero(income) ? null : perCase.div(income) };
  });
}

export type SegmentChange = {
  readonly segment: string;
  readonly before: Rational | null;
  readonly after: Rational | null;
  readonly change: Rational | null;
  readonly worse: boolean;
};

/** Cost of one case by segment before and after; `worse` marks who pays more although the whole may pay less. */
export function segmentChanges(comparison: Comparison): readonly SegmentChange[] {
  const [before, after] = [bySegment(comparison.before), bySegment(comparison.after)];
  return [...new Set([...before, ...after].map((part) => part.segment))].sort().map((segment) => {
    const old = before.find((part) => part.segment === segment)?.perCase ?? null;
    const next = after.find((part) => part.segment === segment)?.perCase ?? null;
    const change = old === null || next === null ? null : next.sub(old);
    return { segment, before: old, after: next, change, worse: change !== null && change.s > 0n && !isZero(change) };
  });
}

/** Where the cost jumps although the size moves by one step: thresholds worth a second look. */
export function cliffs(
  steps: readonly { readonly size: Rational; readonly cost: Rational }[],
  jump: Rational,
): readonly { readonly from: Rational; readonly to: Rational; readonly rise: Rational }[] {
  return steps.slice(1).flatMap((step, index) => {
    const previous = steps[index] as { readonly size: Rational; readonly cost: Rational };
    const rise = step.cost.sub(previous.cost);
    return rise.compare(jump) > 0 ? [{ from: previous.size, to: step.size, rise }] : [];
  });
}
