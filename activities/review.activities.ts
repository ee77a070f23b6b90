/** What a review's workflow may ask for. */
import type { Commands } from '../commands/index.js';
import type { OpenedStages } from '../commands/open-next-stages.js';
import type { StepId } from '../domain/escalation/due-rungs.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import type { ReviewId, StageId } from '../domain/shared/ids.js';
import { throughDoor } from './failures.js';

type Run = { readonly reviewId: string; readonly rebuild: number };

export type ReviewActivities = {
  readonly loadReview: (run: Run) => Promise<ReviewView>;
  /** @idempotent by (review, stage key, round, slot) */
  readonly openNextStages: (run: Run & { readonly after: StageId }) => Promise<OpenedStages>;
  /** @idempotent by (review, track) */
  readonly openTracks: (run: Run) => Promise<ReviewView>;
  /** @idempotent by review */
  readonly openPublication: (run: Run) => Promise<ReviewView>;
  /** @idempotent by (term, epoch, rung) */
  readonly fireRungs: (run: Run & { readonly step: StepId }) => Promise<ReviewView>;
};

export function createReviewActivities(commands: Commands): ReviewActivities {
  return {
    loadReview: ({ reviewId, rebuild }) => throughDoor(() => commands.readReviewView(reviewId as ReviewId, rebuild)),
    openNextStages: ({ reviewId, rebuild, after }) => throughDoor(() => commands.openNextStages({ reviewId: reviewId as ReviewId, rebuild, after }, 'caller')),
    openTracks: ({ reviewId, rebuild }) => throughDoor(() => commands.openTracks({ reviewId: reviewId as ReviewId, rebuild }, 'caller')),
    openPublication: ({ reviewId, rebuild }) => throughDoor(() => commands.openPublication({ reviewId: reviewId as ReviewId, rebuild }, 'caller')),
    fireRungs: ({ reviewId, rebuild, step }) => throughDoor(() => commands.fireRungs({ reviewId: reviewId as ReviewId, rebuild, step }, 'caller')),
  };
}
