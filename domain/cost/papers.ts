/** Papers that several procedures share: producing one costs once per real event, attaching it costs each time. */
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
