/** Merges a flood of notices: whoever is told of more than a few rungs within minutes gets one letter about all of them. */
import type { NoticeDraft } from '../../domain/review/notices.js';
import { DIGEST_WAIT_MS, DIGEST_WINDOW_MS, isDigestible, MOST_IMMEDIATE } from '../../domain/review/notices.js';
import { epochMs, plusMs } from '../../domain/shared/instant.js';
import type { NoticeId, PersonId } from '../../domain/shared/ids.js';
import { countRecentRungs, extendDigest, lockRecentDigests, type NewNotice, type RecentDigest } from '../../db/repositories/notice.repository.js';
import type { Tx } from '../../db/transaction.js';
import { newId } from './new-id.js';

type Draft = NoticeDraft & { readonly id: NoticeId };

/**
 * The notices as they are to be stored. Those of a flood fall away: their rungs are on record with whom they told, and one
 * digest per person, going out a moment later, tells every rung from its `since` on.
 */
export async function mergeNotices(tx: Tx, drafts: readonly Draft[]): Promise<readonly NewNotice[]> {
  const fresh = new Map<PersonId, Draft[]>();
  for (const draft of drafts.filter(isDigestible)) {
    const known = fresh.get(draft.recipientId);
    if (known) known.push(draft);
    else fresh.set(draft.recipientId, [draft]);
  }
  if (fresh.size === 0) return drafts;
  const people = [...fresh.keys()];
  const { now, wallNow } = await tx.clock();
  const windowStart = plusMs(wallNow, -DIGEST_WINDOW_MS);
  const digests = await lockRecentDigests(tx, people, windowStart);
  // Whoever had a digest lately is in the middle of a flood: whatever comes next is collected too.
  const others = people.filter((person) => !digests.has(person));
  const recent = await countRecentRungs(tx, others, windowStart);
  const flooded = new Set(people.filter((person) => digests.has(person) || (fresh.get(person)?.length ?? 0) + (recent.get(person) ?? 0) > MOST_IMMEDIATE));
  const added: NewNotice[] = [];
  for (const person of flooded) {
    const last = digests.get(person);
    if (last?.waits !== true) added.push(digestFor(fresh.get(person)?.[0] as Draft, last));
    // The clock of this transaction may have been read before the digest's own.
    else if (now < last.since) await extendDigest(tx, last.id, now);
  }
  return [...drafts.filter((draft) => !isDigestible(draft) || !flooded.has(draft.recipientId)), ...added];

  function digestFor({ reviewId, recipientId }: Draft, last: RecentDigest | undefined): NewNotice {
    return {
      id: newId('notice', wallNow),
      kind: 'ladder.digest',
      reviewId,
      taskId: null,
      subjectId: recipientId,
      round: 0,
      // Never the last one's, however long this transaction has waited: a digest with a known key would not be stored.
      epoch: Math.max(Math.floor(epochMs(wallNow) / 1000), (last?.epoch ?? 0) + 1),
      rung: '',
      recipientId,
      model: { since: now },
      notBefore: plusMs(wallNow, DIGEST_WAIT_MS),
    };
  }
}
