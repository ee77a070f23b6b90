/** What the page behind a decision link shows, with what the link is still good for. */
import type { Hash } from '../domain/review/content-digest.js';
import { explainEligibility } from '../domain/review/eligibility.js';
import { linkStateOf, type LinkState } from '../domain/review/link.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import type { Text } from '../domain/shared/errors.js';
import { parseTaskId, type PersonId, type ReviewId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { loadReview } from './review-law.js';
import { readReviewSubject, type ReviewSubject } from './review-subject.js';
import { readTaskAround, type TaskAround } from './task-around.js';

export type DecisionPage = {
  readonly tokenHash: string;
  readonly state: LinkState;
  /** Task version and digest the letter was about. */
  readonly taskVersion: number;
  readonly contentDigest: string;
  readonly expiresAt: Instant;
  readonly now: Instant;
  readonly addressee: { readonly id: PersonId; readonly honorific: string; readonly name: string; readonly locale: 'vi' | 'en' };
  readonly reviewId: ReviewId;
  readonly reviewOutcome: ReviewOutcome | null;
  readonly subject: ReviewSubject;
  readonly task: TaskAround;
  /** Why the addressee may not decide, when he may not. */
  readonly why: readonly Text[];
};

type Row = {
  task_id: string;
  task_version: number;
  addressee_id: PersonId;
  content_digest: string;
  expires_at: Instant;
  state: string;
  honorific: string;
  name: string;
  locale: string;
};

/** Null when no link of ours has this hash. Reads only; opening a link changes nothing. */
export async function findDecisionPage(reader: Reader, hash: Hash, tokenHash: string): Promise<DecisionPage | null> {
  const row = await reader.row<Row>(
    `SELECT t.task_id, t.task_version, t.addressee_id, t.content_digest, t.expires_at, t.state, p.honorific, p.name, p.locale
     FROM decision_tokens t JOIN people p ON p.id = t.addressee_id WHERE t.token_hash = ?`,
    [tokenHash],
  );
  if (!row) return null;
  const { reviewId, taskId } = parseTaskId(row.task_id);
  const loaded = await loadReview(reader, reviewId);
  const task = loaded && (await readTaskAround(reader, loaded, taskId, hash));
  if (!loaded || !task) return null;
  const rules = explainEligibility(loaded.state, taskId, row.addressee_id, null, loaded.law).filter((rule) => rule.rule !== 'state');
  const failing = rules.filter((rule) => !rule.pass);
  return {
    tokenHash,
    state: linkStateOf({
      token: { revoked: row.state !== 'live', taskVersion: Number(row.task_version), contentDigest: row.content_digest, expiresAt: row.expires_at },
      decided: task.decision === null ? null : task.decision.by.id === row.addressee_id ? 'byAddressee' : 'byOther',
      reviewOpen: loaded.state.outcome === null,
      task,
      eligible: failing.length === 0,
      now: loaded.law.now,
    }),
    taskVersion: Number(row.task_version),
    contentDigest: row.content_digest,
    expiresAt: row.expires_at,
    now: loaded.law.now,
    addressee: { id: row.addressee_id, honorific: row.honorific, name: row.name, locale: row.locale === 'en' ? 'en' : 'vi' },
    reviewId,
    reviewOutcome: loaded.state.outcome,
    subject: await readReviewSubject(reader, loaded.state),
    task,
    why: failing.map((rule) => rule.sentence),
  };
}
