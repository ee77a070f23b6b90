/** Elapsed time, of which only waiting beyond the applicant's own readiness counts. Days never stand in for effort. */
import { ZERO, greatest, positivePart, type Rational } from './number.js';

/** Durations in one unit of elapsed time. */
export type Waiting = { readonly application?: Rational; readonly approval: Rational; readonly ready?: Rational };

/** max(0, application + approval − ready). */
export const effectiveWaiting = (item: Waiting): Rational => positivePart((item.application ?? ZERO).add(item.approval).sub(item.ready ?? ZERO));

/** Yearly money of waiting: files × effective waiting × cost of one unit of waiting. */
export const waitingCost = (item: Waiting, filesPerYear: Rational, costPerUnit: Rational): Rational =>
  filesPerYear.mul(effectiveWaiting(item)).mul(costPerUnit);

/**
 * A step of a case: its own elapsed days, the steps it waits for, and days during which the clock stands still for want of
 * papers (they count for the applicant, not against the office).
 */
export type Step = { readonly id: string; readonly days: Rational; readonly after: readonly string[]; readonly suspendedDays?: Rational };

export type CriticalPath = { readonly days: Rational; readonly officeDays: Rational; readonly path: readonly string[] };

/** The longest chain of steps; a step that waits for itself through others ends the chain there. */
export function criticalPath(steps: readonly Step[]): CriticalPath {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const done = new Map<string, CriticalPath>();
  const walk = (id: string, open: ReadonlySet<string>): CriticalPath => {
    const known = done.get(id);
    const step = byId.get(id);
    if (known !== undefined) return known;
    if (step === undefined || open.has(id)) return { days: ZERO, officeDays: ZERO, path: [] };
    let before: CriticalPath = { days: ZERO, officeDays: ZERO, path: [] };
    for (const previous of step.after) {
      const chain = walk(previous, new Set([...open, id]));
      if (chain.days.compare(before.days) > 0) before = chain;
    }
    const own = { days: before.days.add(step.days).add(step.suspendedDays ?? ZERO), officeDays: before.officeDays.add(step.days), path: [...before.path, id] };
    done.set(id, own);
    return own;
  };
  return steps
    .map((step) => walk(step.id, new Set()))
    .reduce((longest, chain) => (chain.days.compare(longest.days) > 0 ? chain : longest), { days: ZERO, officeDays: ZERO, path: [] });
}

/** Elapsed days of a whole process that queues before its own work. */
export const elapsedWithQueue = (path: CriticalPath, queueDays: Rational): Rational => path.days.add(greatest(queueDays, ZERO));
