/**
 * Silence comes first: whatever command reaches a review whose term has passed in silence, the law settles that in a
 * transaction of its own, which stays even when the command is then refused.
 */
import type { ReviewId, TaskId } from '../../domain/shared/ids.js';
import { findTask, fold, type ReviewEvent } from '../../domain/review/review.js';
import { settleSilence, silenceDue, type Evidence } from '../../domain/review/silence.js';
import { readInboundWatermark } from '../../db/repositories/mail-source.repository.js';
import { listNoticeProofs } from '../../db/repositories/notice.repository.js';
import type { Transact, Tx } from '../../db/transaction.js';
import { sha256 } from './audit-chain.js';
import { holdsRungs } from './fuse.js';
import { newId } from './new-id.js';
import { afterSilence, loadReview, SilenceDue, writeReviews } from './review-change.js';

/** What a verdict by law on a task is judged on. */
export async function evidenceFor(tx: Tx, taskId: TaskId): Promise<Evidence> {
  const { now } = await tx.clock();
  return { proofs: await listNoticeProofs(tx, taskId), inboundWatermark: await readInboundWatermark(tx), decisionId: newId('decision', now), hash: sha256 };
}

/** @idempotent by (task, version) of the verdict by law */
async function settle(tx: Tx, reviewId: ReviewId): Promise<void> {
  afterSilence(tx);
  // While the fuse holds the ladder, the law does not speak either: the command goes on as if the time were not yet up.
  if (await holdsRungs(tx)) return;
  const loaded = await loadReview(tx, reviewId);
  const events: ReviewEvent[] = [];
  let state = loaded.state;
  for (const { id } of silenceDue(loaded.state, loaded.law)) {
    const task = findTask(state, id);
    if (!task) continue;
    const next = settleSilence(state, task, loaded.law, await evidenceFor(tx, id));
    events.push(...next);
    if (next.length > 0) state = fold(next, state);
  }
  await writeReviews(tx, [{ loaded, events, law: loaded.law }], { key: `silence.${reviewId}`, actorId: null, channel: 'system' }, 'workflow');
}

/** Transactions that let the law settle first: at most once for each review a command touches. */
export function settlingSilence(transact: Transact): Transact {
  return async (work) => {
    const settled = new Set<ReviewId>();
    for (;;) {
      try {
        return await transact((tx) => {
          afterSilence(tx, settled);
          return work(tx);
        });
      } catch (error) {
        if (!(error instanceof SilenceDue) || settled.has(error.reviewId)) throw error;
        settled.add(error.reviewId);
        await transact((tx) => settle(tx, error.reviewId));
      }
    }
  };
}
