/** Fires every rung of a step that is due, and records the breach of its due instant. */
import type { ReviewId, TaskId } from '../domain/shared/ids.js';
import { epochMs } from '../domain/shared/instant.js';
import { stageOf, type Stage } from '../domain/route/route.js';
import { dueRungs, type StepId } from '../domain/escalation/due-rungs.js';
import { HELD_LOOK_MS, lookLater } from '../domain/escalation/fuse.js';
import type { ReviewView } from '../domain/escalation/review-view.js';
import { fold, isOpen } from '../domain/review/review.js';
import type { Evidence } from '../domain/review/silence.js';
import { candidateChanges } from '../domain/review/stand-ins.js';
import { failpoint } from '../config/failpoint.js';
import { setViewSeq } from '../db/repositories/review.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { holdsRungs } from './frame/fuse.js';
import { assertCurrentRun } from './frame/stale-run.js';
import { currentView, loadReview, writeReviews, type LoadedReview, type Tell } from './frame/review-change.js';
import { evidenceFor } from './frame/settle-silence.js';

const decidesByRung = (stage: Stage): boolean => stage.ladder.some((rung) => rung.act !== undefined && 'decide' in rung.act);

export type FireRungs = { readonly reviewId: ReviewId; readonly step: StepId; readonly rebuild: number };

/**
 * One transaction for all rungs of the step that are due; too early, or while the fuse holds the ladder, it changes nothing
 * and answers when to look again.
 * @throws not_found, stale_run
 * @idempotent by (term, epoch, rung)
 */
export async function fireRungs(transact: Transact, { reviewId, step, rebuild }: FireRungs, tell: Tell): Promise<ReviewView> {
  const view = await transact(async (tx) => {
    const loaded = await loadReview(tx, reviewId);
    await failpoint('fire-rungs/after-lock');
    assertCurrentRun(loaded.head, rebuild);
    // Who may decide may have changed since the task opened: whoever a rung tells is named by the posts of now.
    const changes = candidateChanges(loaded.state, loaded.law);
    const state = changes.length > 0 ? fold(changes, loaded.state) : loaded.state;
    const evidence = new Map<TaskId, Evidence>();
    for (const task of state.tasks.filter(
      (candidate) => candidate.stageId === step && isOpen(candidate) && decidesByRung(stageOf(loaded.law.route, candidate.stageKey)),
    )) {
      evidence.set(task.id, await evidenceFor(tx, task.id));
    }
    const events = [...changes, ...dueRungs(state, step, loaded.law, (task) => evidence.get(task.id) ?? null)];
    if (events.length > 0 && (await holdsRungs(tx))) return heldView(tx, loaded);
    const [written] = await writeReviews(tx, [{ loaded, events, law: loaded.law }], { key: `rungs.${step}`, actorId: null, channel: 'system' }, tell);
    await failpoint('fire-rungs/before-commit');
    if (!written) throw new Error('nothing was written');
    return written.view;
  });
  await failpoint('fire-rungs/after-commit-before-reply');
  return view;
}

/** The present view under a new number, so that a workflow takes it in place of the one that sent it here. */
async function heldView(tx: Tx, loaded: LoadedReview): Promise<ReviewView> {
  const { wallNow } = await tx.clock();
  const head = { ...loaded.head, viewSeq: loaded.head.viewSeq + 1 };
  await setViewSeq(tx, head.id, head.viewSeq);
  return lookLater(await currentView(tx, { ...loaded, head }), epochMs(wallNow) + HELD_LOOK_MS);
}
