/** The reviews of one test worker: its activities answer for whichever review a run is of. */
import type { ReviewActivities } from '../../activities/review.activities.js';
import { startTestWorker, type TestWorker } from './temporal.js';

type Played = { readonly reviewId: string; readonly activities: Partial<ReviewActivities> };
type Act = (run: { readonly reviewId: string }) => Promise<unknown>;

export type ReviewCast<R extends Played> = { readonly add: (review: R) => R; readonly startWorker: () => Promise<TestWorker> };

export function reviewCast<R extends Played>(): ReviewCast<R> {
  const reviews = new Map<string, R>();
  const play =
    (name: keyof ReviewActivities): Act =>
    async (run) => {
      const act = reviews.get(run.reviewId)?.activities[name];
      if (!act) throw new Error(`nobody plays ${name} of ${run.reviewId}`);
      return (act as Act)(run);
    };
  return {
    add: (review) => {
      reviews.set(review.reviewId, review);
      return review;
    },
    startWorker: () =>
      startTestWorker({
        loadReview: play('loadReview'),
        openNextStages: play('openNextStages'),
        openTracks: play('openTracks'),
        openPublication: play('openPublication'),
        fireRungs: play('fireRungs'),
      } satisfies Record<keyof ReviewActivities, Act>),
  };
}
