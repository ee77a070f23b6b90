/** What the due sweep does for a review its workflow has not served: the same commands, with the same keys. */
import type { ReviewId } from '../domain/shared/ids.js';
import { REVIEW_LIMIT, type StepId } from '../domain/escalation/due-rungs.js';
import { publicationStepId, trackStepId } from '../domain/escalation/execution-steps.js';
import { awaitingNext } from '../domain/review/what-follows.js';
import { publicationsAwaited, tracksAwaited } from '../domain/review/execution.js';
import { isPublished, phaseOfReview } from '../domain/review/review.js';
import type { Transact } from '../db/transaction.js';
import { loadReview } from './frame/review-change.js';
import { fireRungs } from './fire-rungs.js';
import { openNextStages } from './open-next-stages.js';
import { openPublication } from './open-publication.js';
import { openTracks } from './open-tracks.js';

/** @returns how many steps were looked at @idempotent as the commands it calls */
export async function serveDueReview(transact: Transact, reviewId: ReviewId): Promise<number> {
  const look = () =>
    transact(async (tx) => {
      const { state, head, law } = await loadReview(tx, reviewId);
      return { state, law, run: { reviewId, rebuild: head.rebuild } };
    });
  const { state, law, run } = await look();
  const waiting = awaitingNext(state, law);
  for (const after of waiting) await openNextStages(transact, { ...run, after }, 'workflow');
  const deliberating: readonly StepId[] =
    state.outcome === null ? [...state.stages.filter((stage) => stage.status === 'open').map((stage) => stage.id), REVIEW_LIMIT] : [];
  for (const step of deliberating) await fireRungs(transact, { ...run, step }, 'workflow');

  // What has just been approved is carried out at once, as its workflow would do.
  const { state: approved } = waiting.length > 0 ? await look() : { state };
  if (tracksAwaited(approved)) await openTracks(transact, run, 'workflow');
  if (publicationsAwaited(approved).length > 0) await openPublication(transact, run, 'workflow');
  const carrying: readonly StepId[] = ['execute', 'publish'].includes(phaseOfReview(approved))
    ? [
        ...approved.tracks.filter((track) => track.outcome === null).map((track) => trackStepId(track.key)),
        ...approved.tracks.filter((track) => track.publication !== null && !isPublished(track)).map((track) => publicationStepId(track.key)),
      ]
    : [];
  for (const step of carrying) await fireRungs(transact, { ...run, step }, 'workflow');
  return waiting.length + deliberating.length + carrying.length;
}
