/** Take-up of channels: a reform reaches only those who use it; the old path stays costed as long as somebody walks it. */
import { DomainError } from '../shared/errors.js';
import { finding, type Finding } from './finding.js';
import type { CostLine } from './model.js';
import { ONE, ZERO, isNegative, isZero, numberText, sum, tryNumber, type NumberText, type Rational } from './number.js';
import { shareOf } from './quantity.js';

/** (1 − u) × old path + u × new path. @throws cost_share_out_of_range */
export function takeUp(oldPath: Rational, newPath: Rational, uptake: Rational, path = 'uptake'): Rational {
  shareOf(uptake, path);
  return ONE.sub(uptake).mul(oldPath).add(uptake.mul(newPath));
}

/** After a reform of the unit cost: after = (1 − u)·before + u·before·unitAfter/unitBefore. @throws cost_division_by_zero */
export function takeUpByUnit(
  before: Rational,
  unitBefore: Rational,
  unitAfter: Rational,
  uptake: Rational,
  path: string,
): { readonly after: Rational; readonly saving: Rational } {
  if (isZero(unitBefore)) throw new DomainError('cost_division_by_zero', { path: `${path}.unitBefore` });
  const after = takeUp(before, before.mul(unitAfter).div(unitBefore), uptake, `${path}.uptake`);
  return { after, saving: before.sub(after) };
}

/** The take-up at which the cost reaches a target; null when no share between 0 and 1 does. */
export function takeUpForTarget(oldPath: Rational, newPath: Rational, target: Rational): Rational | null {
  const span = oldPath.sub(newPath);
  if (isZero(span)) return target.equals(oldPath) ? ZERO : null;
  const share = oldPath.sub(target).div(span);
  return isNegative(share) || share.compare(ONE) > 0 ? null : share;
}

/** Year-by-year take-up: the cost of each year, the old path kept while anybody uses it. */
export const takeUpCurve = (oldPath: Rational, newPath: Rational, uptakes: readonly Rational[]): readonly Rational[] =>
  uptakes.map((uptake, year) => takeUp(oldPath, newPath, uptake, `uptakes[${year}]`));

/** Marks duties whose channel shares do not sum to 1. Only lines that name a channel take part. */
export function shareMarks(lines: readonly CostLine[], state: string): readonly Finding[] {
  const duties = new Map<string, Rational[]>();
  for (const line of lines) {
    if (line.channel === undefined || line.dutyId === undefined) continue;
    const share = shareNumber(line);
    if (share !== null) duties.set(line.dutyId, [...(duties.get(line.dutyId) ?? []), share]);
  }
  return [...duties].flatMap(([duty, shares]) => {
    const total = sum(shares);
    return total.equals(ONE) ? [] : [finding('shareSum', `${state}.duties.${duty}`, { duty, sum: numberText(total) })];
  });
}

function shareNumber(line: CostLine): Rational | null {
  const { share } = line;
  const text: NumberText | undefined = share === undefined ? '1' : typeof share === 'string' ? share : 'value' in share ? share.value : undefined;
  return tryNumber(text);
}
