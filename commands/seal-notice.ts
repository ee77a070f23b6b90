/**
 * Freezes a letter: the sealed bytes, the archive copy, and the link inside become one fact.
 * The link is bound to the task version and content read here, under the review's own facts.
 */
import { coveredDigest } from '../domain/review/content-digest.js';
import { findTask, fold, isOpen } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import type { TaskId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import { findNoticeTask, lockNotice, updateNotice } from '../db/repositories/notice.repository.js';
import { listReviewFacts, lockReview } from '../db/repositories/review.repository.js';
import { insertToken } from '../db/repositories/token.repository.js';
import { findRoute } from '../db/repositories/rules.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { failpoint } from '../config/failpoint.js';
import { sha256 } from './frame/audit-chain.js';

export type SealedLetter = {
  readonly noticeId: string;
  readonly attempt: number;
  readonly messageId: string;
  /** The complete message, encrypted; the raw token is in no other place. */
  readonly sealed: Buffer;
  /** Readable text with token and code blanked. */
  readonly archived: string;
  /** The link the letter carries, with what the letter says it is about. */
  readonly link: { readonly tokenHash: string; readonly taskVersion: number; readonly contentDigest: string; readonly expiresAt: Instant } | null;
};

/** `moved`: the task or its content changed while the letter was made; make it again. `lost`: another worker holds the notice. */
export type SealAnswer = 'sealed' | 'moved' | 'lost';

/** @idempotent by (notice, attempt) */
export async function sealNotice(transact: Transact, letter: SealedLetter): Promise<SealAnswer> {
  return transact(async (tx): Promise<SealAnswer> => {
    const { noticeId, attempt, link } = letter;
    // Same order of locks as a decision takes them: the review, then its notices.
    const bound = link === null ? null : await boundTask(tx, noticeId, link);
    const notice = await lockNotice(tx, noticeId);
    if (notice?.state !== 'leased' || notice.attempts !== attempt || notice.sealed !== null) return 'lost';
    if (bound === 'moved') return 'moved';
    if (link !== null && bound !== null) {
      const { now } = await tx.clock();
      await insertToken(tx, {
        tokenHash: link.tokenHash,
        taskId: bound,
        taskVersion: link.taskVersion,
        addresseeId: notice.recipientId,
        contentDigest: link.contentDigest,
        noticeId,
        issuedAt: now,
        expiresAt: link.expiresAt,
      });
    }
    await updateNotice(tx, noticeId, { messageId: letter.messageId, sealed: letter.sealed, archived: letter.archived, phase: 'smtp' });
    await failpoint('seal-notice/before-commit');
    return 'sealed';
  });
}

async function boundTask(tx: Tx, noticeId: string, link: NonNullable<SealedLetter['link']>): Promise<TaskId | 'moved'> {
  const notice = await findNoticeTask(tx, noticeId);
  if (notice === null) throw new Error(`notice ${noticeId} has a link and no task`);
  await lockReview(tx, notice.reviewId);
  const state = fold(await listReviewFacts(tx, notice.reviewId));
  const task = findTask(state, notice.taskId);
  const route = await findRoute(tx, state.routeKey, state.routeVersion);
  if (!task || !isOpen(task) || !route || task.version !== link.taskVersion) return 'moved';
  return coveredDigest(state.content, stageOf(route, task.stageKey).covers, sha256) === link.contentDigest ? task.id : 'moved';
}
