/** Tells the same person the same thing again, as a notice of its own with a link of its own. */
import type { NoticeDraft } from '../domain/review/notices.js';
import { plusMs, MS_PER_DAY } from '../domain/shared/instant.js';
import { insertOutbox } from '../db/repositories/ledger.repository.js';
import { countNoticesSince, insertNotices } from '../db/repositories/notice.repository.js';
import type { Tx } from '../db/transaction.js';
import { newId } from './frame/new-id.js';

/** Prefix of the `rung` of repeated notices. */
export const AGAIN = 'again-';

/** @policy links per person, task and day that may be asked for again; letters we replace ourselves count too */
export const AGAIN_PER_DAY = 3;

/** Writes a notice with its outbox row. Nothing is written when the same one exists already. */
export async function tellOne(tx: Tx, draft: NoticeDraft): Promise<string | null> {
  const { wallNow } = await tx.clock();
  const [id] = await insertNotices(tx, [{ ...draft, id: newId('notice', wallNow) }]);
  if (id === undefined) return null;
  await insertOutbox(tx, [{ kind: 'notice', refId: id, payload: { noticeId: id } }]);
  return id;
}

/**
 * A fresh assignment letter, to the address registered now. Null when the day's limit is spent.
 * The caller holds a lock that orders rivals (the token or the old notice).
 */
export async function reissueAssignment(tx: Tx, of: Pick<NoticeDraft, 'reviewId' | 'taskId' | 'round' | 'epoch' | 'recipientId'>): Promise<string | null> {
  if (of.taskId === null) return null;
  const { wallNow } = await tx.clock();
  const sent = await countNoticesSince(tx, 'task.assigned', of.taskId, of.recipientId, AGAIN, plusMs(wallNow, -MS_PER_DAY));
  if (sent >= AGAIN_PER_DAY) return null;
  return tellOne(tx, {
    kind: 'task.assigned',
    reviewId: of.reviewId,
    taskId: of.taskId,
    subjectId: of.taskId,
    round: of.round,
    epoch: of.epoch,
    rung: `${AGAIN}${newId('notice', wallNow).slice(-16)}`,
    recipientId: of.recipientId,
    model: {},
  });
}
