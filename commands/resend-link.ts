/** Sends a fresh link for a task to the address registered for the old link's addressee. */
import { parseTaskId, type PersonId } from '../domain/shared/ids.js';
import { findTask, fold, isOpen } from '../domain/review/review.js';
import { listReviewFacts } from '../db/repositories/review.repository.js';
import { lockToken } from '../db/repositories/token.repository.js';
import type { Transact } from '../db/transaction.js';
import { reissueAssignment } from './reissue-notice.js';

/** `gone`: the task no longer waits for this person. `limit`: asked for too often today. */
export type LinkResent = 'sent' | 'gone' | 'limit';

/** Whoever holds an old link can at most cause a letter to its rightful addressee, three a day. */
export async function resendLink(transact: Transact, tokenHash: string): Promise<LinkResent> {
  return transact(async (tx): Promise<LinkResent> => {
    const token = await lockToken(tx, tokenHash);
    if (!token) return 'gone';
    const { taskId, reviewId } = parseTaskId(token.taskId);
    const task = findTask(fold(await listReviewFacts(tx, reviewId)), taskId);
    const addressee = token.addresseeId as PersonId;
    if (!task || !isOpen(task) || !task.candidates.includes(addressee)) return 'gone';
    const sent = await reissueAssignment(tx, { reviewId, taskId, round: task.round, epoch: task.term.epoch, recipientId: addressee });
    return sent === null ? 'limit' : 'sent';
  });
}
