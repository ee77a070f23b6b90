/** Everything the letter of a notice says. */
import type { Hash } from '../domain/review/content-digest.js';
import { linkExpiryOf } from '../domain/review/link.js';
import { DIGEST_WINDOW_MS, type NoticeKind } from '../domain/review/notices.js';
import type { ReviewOutcome } from '../domain/review/review.js';
import { allRungsOf, stageOf, type Verdict } from '../domain/route/route.js';
import { nameOfStepRung } from '../domain/escalation/execution-steps.js';
import type { ExecutionStep } from '../domain/review/review-events.js';
import { EXECUTION_STEP_LABELS } from '../domain/shared/labels.js';
import type { Text } from '../domain/shared/errors.js';
import type { ReviewId, TaskId } from '../domain/shared/ids.js';
import { localDateOf, type Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { ZONE_OFFSET_MINUTES } from './clock.query.js';
import { calendarsOfTerm, loadReview } from './review-law.js';
import type { Rulebook } from './rulebook.js';
import { readReviewSubject, type ReviewSubject } from './review-subject.js';
import { readTaskAround, type TaskAround, type VerdictGiven } from './task-around.js';

/** Tasks whose rungs were merged: the first few, and how many there are. */
export type NoticeDigest = {
  readonly total: number;
  readonly lines: readonly {
    readonly code: string;
    readonly stageName: Text;
    readonly rungName: Text;
    readonly unit: string;
    readonly dueAt: Instant | null;
  }[];
};

const MOST_LINES = 20;

export type LetterRecipient = {
  readonly id: string;
  readonly honorific: string;
  readonly name: string;
  /** A unit where the person holds a post today. */
  readonly unit: string | null;
  readonly locale: 'vi' | 'en';
};

export type NoticeLetter = {
  readonly noticeId: string;
  readonly kind: NoticeKind;
  readonly reviewId: ReviewId;
  readonly recipient: LetterRecipient;
  readonly now: Instant;
  readonly review: { readonly outcome: ReviewOutcome | null; readonly closedAt: Instant | null };
  readonly subject: ReviewSubject;
  readonly task: TaskAround | null;
  /** Whether the recipient may still decide the task. */
  readonly mayDecide: boolean;
  /** When a link issued now ends; null without a task. */
  readonly linkExpiresAt: Instant | null;
  readonly rungName: Text | null;
  /** The step of carrying out it is about. */
  readonly carrying: Text | null;
  /** What a digest stands for. */
  readonly digest: NoticeDigest | null;
  /** The decision a receipt is about. */
  readonly decision: VerdictGiven | null;
  /** Why a task fell away. */
  readonly reason: string | null;
  /** The verdict a one-time code is bound to. */
  readonly codeVerdict: Verdict | null;
};

type Row = {
  kind: NoticeKind;
  review_id: ReviewId;
  task_id: TaskId | null;
  subject_id: string;
  rung: string;
  model: string;
  recipient_id: string;
  honorific: string;
  name: string;
  locale: string;
};

/** Null when there is no such notice, or the review it is about has no facts. */
export async function findNoticeLetter(reader: Reader, hash: Hash, noticeId: string): Promise<NoticeLetter | null> {
  const row = await reader.row<Row>(
    `SELECT n.kind, n.review_id, n.task_id, n.subject_id, n.rung, n.model, n.recipient_id, p.honorific, p.name, p.locale
     FROM notices n JOIN people p ON p.id = n.recipient_id WHERE n.id = ?`,
    [noticeId],
  );
  if (!row) return null;
  const loaded = await loadReview(reader, row.review_id);
  if (!loaded) return null;
  const { state, law, rules } = loaded;
  const task = row.task_id === null ? null : await readTaskAround(reader, loaded, row.task_id, hash);
  const term = state.tasks.find((candidate) => candidate.id === row.task_id)?.term ?? null;
  const model = JSON.parse(row.model) as Readonly<Record<string, unknown>>;
  const today = localDateOf(law.now, ZONE_OFFSET_MINUTES);
  const post = await reader.row<{ unit: string }>(
    `SELECT u.name AS unit FROM holdings h JOIN units u ON u.id = h.unit_id
     WHERE h.person_id = ? AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?) ORDER BY h.id LIMIT 1`,
    [row.recipient_id, today, today],
  );
  const step = typeof model['step'] === 'string' && model['step'] in EXECUTION_STEP_LABELS ? (model['step'] as ExecutionStep) : null;
  const rungs = task === null ? (law.route.reviewLadder ?? []) : allRungsOf(stageOf(law.route, task.stageKey));
  return {
    noticeId,
    kind: row.kind,
    reviewId: row.review_id,
    recipient: { id: row.recipient_id, honorific: row.honorific, name: row.name, unit: post?.unit ?? null, locale: row.locale === 'en' ? 'en' : 'vi' },
    now: law.now,
    review: { outcome: state.outcome, closedAt: state.closedAt },
    subject: await readReviewSubject(reader, state),
    task,
    mayDecide: task !== null && task.open && task.candidates.includes(row.recipient_id),
    linkExpiresAt:
      term === null
        ? null
        : linkExpiryOf(term.dueAt, law.now, calendarsOfTerm(rules, term).at(-1) ?? rules.calendarVersion(term.calendarId, term.calendarVersion)),
    rungName: step === null ? (rungs.find((rung) => rung.key === row.rung)?.name ?? null) : nameOfStepRung(step, row.rung),
    carrying: step && EXECUTION_STEP_LABELS[step],
    digest: row.kind === 'ladder.digest' ? await readDigest(reader, rules, noticeId) : null,
    decision:
      task === null ? null : ([...task.earlier, ...(task.decision ? [task.decision] : [])].find((given) => given.decisionId === row.subject_id) ?? null),
    reason: typeof model['reason'] === 'string' ? model['reason'] : null,
    codeVerdict: typeof model['verdict'] === 'string' ? (model['verdict'] as Verdict) : null,
  };
}

/** Notices that were set apart as merged while the digest's window was open. */
async function readDigest(reader: Reader, rules: Rulebook, noticeId: string): Promise<NoticeDigest> {
  const where = `FROM notices d JOIN notices n ON n.recipient_id = d.recipient_id AND n.reason = 'merged'
    AND n.created_at >= d.created_at AND n.created_at < d.created_at + INTERVAL ? SECOND WHERE d.id = ?`;
  const params = [DIGEST_WINDOW_MS / 1000, noticeId];
  const total = await reader.row<{ n: string }>(`SELECT COUNT(*) AS n ${where}`, params);
  const rows = await reader.rows<{
    rung: string;
    code: string;
    unit: string;
    due_at: Instant | null;
    stage_key: string;
    route_key: string;
    route_version: number;
  }>(
    `SELECT m.rung, p.code, u.name AS unit, t.due_at, t.stage_key, r.route_key, r.route_version
     FROM (SELECT n.task_id, n.rung ${where}) m JOIN tasks t ON t.id = m.task_id JOIN units u ON u.id = t.unit_id
     JOIN reviews r ON r.id = t.review_id JOIN procedures p ON p.id = r.procedure_id ORDER BY t.due_at, t.id LIMIT ?`,
    [...params, MOST_LINES],
  );
  return {
    total: Number(total?.n ?? 0),
    lines: rows.map((row) => {
      const stage = stageOf(rules.route(row.route_key, Number(row.route_version)), row.stage_key);
      return {
        code: row.code,
        stageName: stage.name,
        rungName: allRungsOf(stage).find((rung) => rung.key === row.rung)?.name ?? { vi: row.rung, en: row.rung },
        unit: row.unit,
        dueAt: row.due_at,
      };
    }),
  };
}
