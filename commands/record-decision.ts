/** A person's verdict on a task. */
import type { Instant } from '../domain/shared/instant.js';
import { parseTaskId, type DecisionId, type ReviewId, type TaskId } from '../domain/shared/ids.js';
import type { StageKey, StageOutcome, Verdict } from '../domain/route/route.js';
import { recordDecision as decide } from '../domain/review/decide.js';
import { findStage, findTask } from '../domain/review/review.js';
import { DomainError } from '../domain/shared/errors.js';
import { failpoint } from '../config/failpoint.js';
import type { Transact, Tx } from '../db/transaction.js';
import { addComment } from './add-comment.js';
import { receivedAtOf, type Actor } from './frame/actor.js';
import { sha256 } from './frame/audit-chain.js';
import { once, scopedKey, type Answer } from './frame/idempotency.js';
import { newId } from './frame/new-id.js';
import { changeReview } from './frame/review-change.js';
import { freezeAtClosing } from './freeze-cost-sheets.js';

export type RecordDecision = {
  readonly taskId: string;
  /** The task version shown to the person. */
  readonly expectedVersion: number;
  /** Digest of the covered content shown to the person. */
  readonly contentDigest: string;
  readonly verdict: Verdict;
  readonly comment: string;
  /** Where a return goes; left out, the stage's only target. */
  readonly returnTo?: StageKey;
  /** Why the author sends the same content again after a return. */
  readonly objection?: string;
  /** A superior decides a late task that was given to others. */
  readonly inOwnRight?: true;
};

/** The person's witness: chain position and head let anyone prove later that the log was not cut. */
export type DecisionReceipt = {
  readonly decisionId: DecisionId;
  readonly taskId: TaskId;
  readonly reviewId: ReviewId;
  readonly verdict: Verdict;
  readonly recordedAt: Instant;
  readonly late: boolean;
  readonly seq: number;
  readonly chainHead: string;
  readonly stageOutcome: StageOutcome | null;
};

/**
 * Accepts a verdict by one committed transaction and settles what it settles by itself. What comes next is opened by
 * the workflow, which hears of it through the outbox.
 * @throws not_found, not_eligible, step_up_required, already_decided, stage_closed, review_closed, stale_content,
 *   version_moved, verdict_not_allowed, comment_required, round_budget_spent, proposal_empty, already_voted, return_target_invalid,
 *   nothing_changed, comments_unanswered, settled_by_silence, claimed, frozen, key_reused
 * @idempotent by key, and by `unique(task_id, task_version)`
 */
export async function recordDecision(transact: Transact, actor: Actor, key: string, command: RecordDecision): Promise<Answer<DecisionReceipt>> {
  const { reviewId, taskId } = parseTaskId(command.taskId);
  const comment = command.comment.normalize('NFC');
  const answer = await keepingText(transact, actor, key, command, (tx) => record(tx));
  await failpoint('record-decision/after-commit-before-reply');
  return answer;

  async function record(tx: Tx): Promise<Answer<DecisionReceipt>> {
    await failpoint('record-decision/after-begin');
    return once(tx, actor, key, { ...command, comment, kind: 'recordDecision' }, async (): Promise<DecisionReceipt> => {
      const cause = { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel };
      const written = await changeReview(tx, reviewId, cause, 'workflow', ({ state, law }) =>
        decide(
          state,
          {
            ...command,
            taskId,
            comment,
            decisionId: newId('decision', law.now),
            actor: actor.personId,
            channel: actor.channel,
            assurance: actor.assurance,
            receivedAt: receivedAtOf(actor, law.now),
          },
          law,
          sha256,
        ),
      );
      await freezeAtClosing(tx, written, written.events, actor.personId);
      await failpoint('record-decision/before-commit');
      const task = findTask(written.state, taskId);
      const decision = written.events.flatMap((event) => (event.type === 'DecisionRecorded' ? [event.decision] : []))[0];
      if (!task || !decision) throw new Error('a recorded decision left no trace');
      return {
        decisionId: decision.id,
        taskId,
        reviewId,
        verdict: decision.verdict,
        recordedAt: decision.recordedAt,
        late: decision.late,
        seq: written.head.seq,
        chainHead: written.head.chainHead,
        stageOutcome: findStage(written.state, task.stageId)?.outcome ?? null,
      };
    });
  }
}

/**
 * Whoever answers a stage that a rival vote has just closed loses his vote, not his words: they stay as a comment, which is
 * answered like any other.
 * @throws stage_closed with `keptAs`, the id of that comment
 */
async function keepingText<T>(transact: Transact, actor: Actor, key: string, { taskId, comment }: RecordDecision, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transact(work);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'stage_closed' || comment.trim() === '') throw error;
    const { reviewId } = parseTaskId(taskId);
    const kept = await addComment(transact, actor, `${key}.text`, { reviewId, taskId, path: null, text: comment, source: null });
    throw new DomainError(error.code, { ...error.details, keptAs: kept.commentId });
  }
}
