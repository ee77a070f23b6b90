/** What changed in a proposal since somebody saw it, found by the digest they were shown. */
import { parseTaskId } from '../domain/shared/ids.js';
import { changedPaths, coveredDigest, coveredPart, type Hash } from '../domain/review/content-digest.js';
import { evolve, findTask, type ReviewState } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { loadReview } from './review-law.js';

/** Paths that differ in the covered content since the revision with that digest; null when no revision ever had it. */
export async function changesSince(reader: Reader, hash: Hash, taskIdText: string, digest: string): Promise<readonly string[] | null> {
  const { reviewId, taskId } = parseTaskId(taskIdText);
  const loaded = await loadReview(reader, reviewId);
  const task = loaded && findTask(loaded.state, taskId);
  if (!loaded || !task) return null;
  const { covers } = stageOf(loaded.law.route, task.stageKey);
  let state: ReviewState | null = null;
  for (const { event } of loaded.facts) {
    state = evolve(state, event);
    if (coveredDigest(state.content, covers, hash) === digest)
      return changedPaths(coveredPart(state.content, covers), coveredPart(loaded.state.content, covers));
  }
  return null;
}
