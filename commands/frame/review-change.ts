/**
 * The one way a review changes: lock, let the law decide, write facts, projections, notices and the view in one transaction.
 */
import { DomainError } from '../../domain/shared/errors.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { calendarWanted } from '../../domain/escalation/recount.js';
import { nextWakeOf, viewOf, type ReviewView } from '../../domain/escalation/review-view.js';
import type { Law } from '../../domain/review/law.js';
import { noticesFor } from '../../domain/review/notices.js';
import { quorumJudged } from '../../domain/review/quorum.js';
import { fold, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import { silenceDue } from '../../domain/review/silence.js';
import { insertFacts, insertOutbox, type FactRow, type OutboxRow } from '../../db/repositories/ledger.repository.js';
import { insertNotices } from '../../db/repositories/notice.repository.js';
import { listReviewFacts, lockReview, projectReviews, type ReviewChange, type ReviewHead } from '../../db/repositories/review.repository.js';
import type { Tx } from '../../db/transaction.js';
import { chainFacts, GENESIS, type Cause } from './audit-chain.js';
import { mergeNotices } from './digest-notices.js';
import { loadLaw } from './law.js';
import { newId } from './new-id.js';

/** Thrown by the first load of a review whose silence the law must settle before anything else; never seen by an edge. */
export class SilenceDue extends Error {
  override readonly name = 'SilenceDue';
  constructor(readonly reviewId: ReviewId) {
    super(`silence of ${reviewId} is due`);
  }
}

const settledIn = new WeakMap<Tx, ReadonlySet<ReviewId> | 'all'>();

/** Marks the reviews whose silence has been looked at before this transaction. */
export const afterSilence = (tx: Tx, reviews: ReadonlySet<ReviewId> | 'all' = 'all'): void => {
  settledIn.set(tx, reviews);
};

export type LoadedReview = { readonly state: ReviewState; readonly head: ReviewHead; readonly law: Law };

/** Locks a review and loads it with its law. @throws not_found */
export async function loadReview(tx: Tx, id: ReviewId): Promise<LoadedReview> {
  const head = await lockReview(tx, id);
  if (!head) throw new DomainError('not_found', { kind: 'review', id });
  const state = fold(await listReviewFacts(tx, id));
  const law = await loadLaw(tx, state, [state]);
  const settled = settledIn.get(tx) ?? 'all';
  if (settled !== 'all' && !settled.has(id) && silenceDue(state, law).length > 0) throw new SilenceDue(id);
  return { state, head, law };
}

/** What the workflow walks by, as of a loaded review. */
export async function currentView(tx: Tx, { state, head, law }: LoadedReview): Promise<ReviewView> {
  return viewOf(state, head.viewSeq, head.rebuild, await tx.offsetMs(), law);
}

/** A review's next facts, ready to be written together with others'. */
export type PlannedChange = { readonly loaded: LoadedReview | null; readonly events: readonly ReviewEvent[]; readonly law: Law };

/** Whether the workflow must be told: its own activities get the view as their answer. */
export type Tell = 'workflow' | 'caller';

export type Written = { readonly state: ReviewState; readonly head: ReviewHead; readonly law: Law; readonly view: ReviewView };

/** Writes the next facts of several reviews. A review without new facts is left alone. @idempotent by (stream, seq) */
export async function writeReviews(tx: Tx, planned: readonly PlannedChange[], cause: Cause, tell: Tell): Promise<readonly Written[]> {
  const { now, wallNow } = await tx.clock();
  const offsetMs = await tx.offsetMs();
  const facts: FactRow[] = [];
  const changes: ReviewChange[] = [];
  const outbox: OutboxRow[] = [];
  const notices: Parameters<typeof mergeNotices>[1][number][] = [];
  const written = planned.map(({ loaded, events: acts, law }): Written => {
    const before = loaded?.state ?? null;
    // Whatever happened may have put a quorum out of reach, or a seat that was empty may be filled.
    const events = [...acts, ...quorumJudged(acts.length > 0 || before === null ? fold(acts, before) : before, law)];
    const after = events.length > 0 || before === null ? fold(events, before) : before;
    if (events.length === 0 && loaded) return { ...loaded, view: viewOf(after, loaded.head.viewSeq, loaded.head.rebuild, offsetMs, law) };
    const chained = chainFacts(after.id, loaded?.head.seq ?? 0, loaded?.head.chainHead ?? GENESIS, events, cause, now);
    const head: ReviewHead = {
      id: after.id,
      seq: chained.seq,
      viewSeq: (loaded?.head.viewSeq ?? 0) + 1,
      rebuild: loaded?.head.rebuild ?? 0,
      chainHead: chained.head,
    };
    const view = viewOf(after, head.viewSeq, head.rebuild, offsetMs, law);
    facts.push(...chained.rows);
    changes.push({ before, after, head, nextWakeAt: nextWakeOf(after, law), wanted: calendarWanted(after, law) });
    notices.push(...noticesFor(events, after, law).map((draft) => ({ ...draft, id: newId('notice', wallNow) })));
    if (tell === 'workflow') outbox.push({ kind: 'reviewMoved', refId: after.id, payload: view });
    return { state: after, head, law, view };
  });
  await insertFacts(tx, facts);
  await projectReviews(tx, changes);
  const told = await insertNotices(tx, await mergeNotices(tx, notices));
  await insertOutbox(tx, [...outbox, ...told.map((id): OutboxRow => ({ kind: 'notice', refId: id, payload: { noticeId: id } }))]);
  return written;
}

/** Loads one review, decides, writes. */
export async function changeReview(
  tx: Tx,
  id: ReviewId,
  cause: Cause,
  tell: Tell,
  decide: (loaded: LoadedReview) => readonly ReviewEvent[],
): Promise<Written & { readonly before: LoadedReview; readonly events: readonly ReviewEvent[] }> {
  const before = await loadReview(tx, id);
  const events = decide(before);
  const [written] = (await writeReviews(tx, [{ loaded: before, events, law: before.law }], cause, tell)) as [Written];
  return { ...written, before, events };
}
