/** Every night: works out anew what should have happened on every open term, raises the alarm where it did not, and repairs it. */
import type { ReviewId } from '../domain/shared/ids.js';
import type { Log } from '../config/log.js';
import type { Recomputed, TermDiff } from '../queries/sweep-recompute.query.js';

export type RecomputeDeps = {
  readonly page: (after: string) => Promise<Recomputed>;
  /** While rungs are held nothing is expected to have fired. */
  readonly isHeld: () => Promise<boolean>;
  readonly restate: (id: ReviewId) => Promise<void>;
  readonly serve: (id: ReviewId) => Promise<void>;
  readonly writeDiffs: (diffs: readonly (TermDiff & { readonly repaired: boolean })[]) => Promise<void>;
  readonly log: Log;
};

/** `held`: the fuse is blown, so the check was put off. */
export type RecomputeResult = {
  readonly reviews: number;
  readonly terms: number;
  readonly shouldHaveFired: number;
  readonly fired: number;
  readonly differences: number;
  readonly repaired: number;
  readonly held: boolean;
};

/** A wrong due instant is for two people to correct; everything else the ordinary commands put right. */
const isRepairable = ({ kind }: TermDiff): boolean => kind !== 'dueDiffers' && kind !== 'rungEarly';

/** Goes through all reviews. Differences are logged as errors, kept, and repaired review by review; one that fails does not stop the rest. */
export async function recompute(deps: RecomputeDeps): Promise<RecomputeResult> {
  const total = { reviews: 0, terms: 0, shouldHaveFired: 0, fired: 0, differences: 0, repaired: 0 };
  if (await deps.isHeld()) return { ...total, held: true };
  for (let after: string | null = ''; after !== null;) {
    const page: Recomputed = await deps.page(after);
    total.reviews += page.reviews;
    total.terms += page.terms;
    total.shouldHaveFired += page.shouldHaveFired;
    total.fired += page.fired;
    total.differences += page.diffs.length;
    for (const reviewId of new Set(page.diffs.map((diff) => diff.reviewId))) {
      const mine = page.diffs.filter((diff) => diff.reviewId === reviewId);
      deps.log.error({ reviewId, differences: mine }, 'nightly check: what happened is not what should have happened');
      const repaired = mine.some(isRepairable) && (await repair(deps, reviewId));
      if (repaired) total.repaired += mine.filter(isRepairable).length;
      await deps.writeDiffs(mine.map((diff) => ({ ...diff, repaired: repaired && isRepairable(diff) })));
    }
    after = page.next;
  }
  return { ...total, held: false };
}

async function repair({ restate, serve, log }: RecomputeDeps, reviewId: ReviewId): Promise<boolean> {
  try {
    await restate(reviewId);
    await serve(reviewId);
    return true;
  } catch (error) {
    log.error({ reviewId, err: error }, 'nightly check: the repair failed');
    return false;
  }
}
