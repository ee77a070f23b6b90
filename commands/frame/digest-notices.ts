/** Merges a flood of notices: whoever is told of more than a few rungs within minutes gets one letter about all of them. */
import type { NoticeDraft } from '../../domain/review/notices.js';
import { DIGEST_WAIT_MS, DIGEST_WINDOW_MS, isDigestible, MOST_IMMEDIATE } from '../../domain/review/notices.js';
import { epochMs, plusMs } from '../../domain/shared/instant.js';
import type { NoticeId, PersonId } from '../../domain/shared/ids.js';
import { countRecentRungs, listOpenDigests, type NewNotice } from '../../db/repositories/notice.repository.js';
import type { Tx } from '../../db/transaction.js';
import { newId } from './new-id.js';

/**
 * The notices as they are to be stored: those of a flood set apart as merged, with one digest per person that goes out a
 * moment later. Every notice stays on record; only the letters are fewer.
 */
export async function mergeNotices(tx: Tx, drafts: readonly (NoticeDraft & { readonly id: NoticeId })[]): Promise<readonly NewNotice[]> {
  const fresh = new Map<PersonId, number>();
  for (const draft of drafts) if (isDigestible(draft)) fresh.set(draft.recipientId, (fresh.get(draft.recipientId) ?? 0) + 1);
  if (fresh.size === 0) return drafts;
  const { wallNow } = await tx.clock();
  const recent = await countRecentRungs(tx, [...fresh.keys()], plusMs(wallNow, -DIGEST_WINDOW_MS));
  const flooded = new Set([...fresh].filter(([person, count]) => count + (recent.get(person) ?? 0) > MOST_IMMEDIATE).map(([person]) => person));
  if (flooded.size === 0) return drafts;
  const open = await listOpenDigests(tx, [...flooded]);
  const digests = [...flooded]
    .filter((person) => !open.has(person))
    .map((recipientId): NewNotice => {
      const reviewId = drafts.find((draft) => draft.recipientId === recipientId && isDigestible(draft))?.reviewId as NoticeDraft['reviewId'];
      return {
        id: newId('notice', wallNow),
        kind: 'ladder.digest',
        reviewId,
        taskId: null,
        subjectId: recipientId,
        round: 0,
        epoch: Math.floor(epochMs(wallNow) / 1000),
        rung: '',
        recipientId,
        model: {},
        notBefore: plusMs(wallNow, DIGEST_WAIT_MS),
      };
    });
  return [...drafts.map((draft): NewNotice => (isDigestible(draft) && flooded.has(draft.recipientId) ? { ...draft, merged: true } : draft)), ...digests];
}
