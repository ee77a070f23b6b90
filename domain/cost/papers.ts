/**
 * Papers that several procedures share: producing or obtaining one costs once per real event, attaching and checking it
 * costs each time.
 */
import { ZERO, greatest, sum, type Rational } from './number.js';

export const PAPER_EDGES = ['produce', 'obtain', 'attach', 'check'] as const;
export type PaperEdge = (typeof PAPER_EDGES)[number];

/**
 * What one procedure does with one paper: events a year and cost of each. `sharedEvents` names the real event behind it
 * (one birth, one firm founded): edges of one paper with one name share it.
 */
export type PaperUse = {
  readonly procedure: string;
  readonly paper: string;
  readonly edge: PaperEdge;
  readonly eventsPerYear: Rational;
  readonly costPerEvent: Rational;
  readonly sharedEvents?: string;
};

const shares = (use: PaperUse): boolean => use.sharedEvents !== undefined && (use.edge === 'produce' || use.edge === 'obtain');
const cost = (use: PaperUse): Rational => use.eventsPerYear.mul(use.costPerEvent);

/** The yearly cost of a set of procedures: at most the sum of its parts, equal where nothing is shared. */
export function costOfSet(uses: readonly PaperUse[], procedures: ReadonlySet<string>): Rational {
  const within = uses.filter((use) => procedures.has(use.procedure));
  const single = sum(within.filter((use) => !shares(use)).map(cost));
  const once = new Map<string, Rational>();
  for (const use of within.filter(shares)) {
    const key = `${use.paper}\n${use.edge}\n${use.sharedEvents}`;
    once.set(key, greatest(once.get(key) ?? ZERO, cost(use)));
  }
  return single.add(sum(once.values()));
}

/** What sharing saves against counting each procedure alone. */
export function sharedPart(uses: readonly PaperUse[], procedures: ReadonlySet<string>): Rational {
  const apart = sum([...procedures].map((procedure) => costOfSet(uses, new Set([procedure]))));
  return apart.sub(costOfSet(uses, procedures));
}

/** That procedure `demands` the paper that `issues` issues: what share of its issues this demand causes. */
export type Demand = { readonly demands: string; readonly issues: string; readonly paper: string; readonly share: Rational };

/**
 * Volumes after a procedure stops asking for papers: the issuing procedure loses its share of issues, and so on down the
 * chain. A procedure that demands itself through others is walked once.
 */
export function propagate(volumes: ReadonlyMap<string, Rational>, demands: readonly Demand[], dropped: readonly { readonly procedure: string; readonly paper: string }[]): ReadonlyMap<string, Rational> {
  const next = new Map(volumes);
  const lower = (procedure: string, keep: Rational, walked: ReadonlySet<string>): void => {
    if (walked.has(procedure)) return;
    const before = next.get(procedure) ?? ZERO;
    next.set(procedure, before.mul(keep));
    for (const demand of demands.filter((candidate) => candidate.demands === procedure)) {
      // Only the part of the issues that this demand causes falls with it.
      lower(demand.issues, keep.sub(1).mul(demand.share).add(1), new Set([...walked, procedure]));
    }
  };
  for (const drop of dropped) {
    for (const demand of demands.filter((candidate) => candidate.demands === drop.procedure && candidate.paper === drop.paper)) {
      lower(demand.issues, ZERO.add(1).sub(demand.share), new Set([drop.procedure]));
    }
  }
  return next;
}
