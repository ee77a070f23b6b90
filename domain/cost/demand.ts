/** Demand along the graph of papers: a procedure that stops asking for a paper lowers the volume of the one that issues it. */
import { ONE, ZERO, type Rational } from './number.js';

/** That procedure `demands` the paper that `issues` issues: what share of its issues this demand causes. */
export type Demand = { readonly demands: string; readonly issues: string; readonly paper: string; readonly share: Rational };

/**
 * Volumes after a procedure stops asking for papers: the issuing procedure loses its share of issues, and so on down the
 * chain. A procedure that demands itself through others is walked once.
 */
export function propagate(
  volumes: ReadonlyMap<string, Rational>,
  demands: readonly Demand[],
  dropped: readonly { readonly procedure: string; readonly paper: string }[],
): ReadonlyMap<string, Rational> {
  const next = new Map(volumes);
  const lower = (procedure: string, keep: Rational, walked: ReadonlySet<string>): void => {
    if (walked.has(procedure)) return;
    const before = next.get(procedure) ?? ZERO;
    next.set(procedure, before.mul(keep));
    for (const demand of demands.filter((candidate) => candidate.demands === procedure)) {
      // Only the part of the issues that this demand causes falls with it.
      lower(demand.issues, keep.sub(ONE).mul(demand.share).add(ONE), new Set([...walked, procedure]));
    }
  };
  for (const drop of dropped) {
    for (const demand of demands.filter((candidate) => candidate.demands === drop.procedure && candidate.paper === drop.paper)) {
      lower(demand.issues, ONE.sub(demand.share), new Set([drop.procedure]));
    }
  }
  return next;
}
