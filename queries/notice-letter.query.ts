/** Everything the letter of a notice says. */
import type { Hash } from '../domain/review/content-digest.js';
import { linkExpiryOf } from '../domain/review/link.js';
import { calendarsOfTerm } from '../domain/review/law.js';
import type { NoticeKind } from '../domain/review/notices.js';
import type { ReviewEvent, ReviewOutcome } from '../domain/review/review.js';
import { allRungsOf, stageOf, type Remedy, type Verdict } from '../domain/route/route.js';
import { nameOfStepRung } from '../domain/escalation/execution-steps.js';
import type { ExecutionStep } from '../domain/review/review-events.js';
import { EXECUTION_STEP_LABELS } from '../domain/shared/labels.js';
import type { Text } from '../domain/shared/errors.js';
import type { PersonId, ReviewId, TaskId } from '../domain/shared/ids.js';
import { localDateOf, type Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { ZONE_OFFSET_MINUTES } from './clock.query.js';
import { loadReview, type LoadedReview } from './review-law.js';
import { readDigest, type NoticeDigest } from './rung-digest.query.js';
import { taskActs } from './task-acts.js';
import { readReviewSubject, type ReviewSubject } from './review-subject.js';
import { readTaskAround, type TaskAround, type VerdictGiven } from './task-around.js';

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
  /** Of what its rung offers, what the recipient may use now. */
  readonly remedies: readonly Remedy[];
  /** How far a stage is from the approvals it needs, in a letter about that. */
  readonly quorum: Omit<Extract<ReviewEvent, { readonly type: 'QuorumJudged' }>, 'type' | 'at' | 'stageId' | 'reachable'> | null;
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
    remedies: remediesOf(loaded, row),
    quorum: row.kind === 'quorum.impossible' ? quorumIn(model) : null,
    carrying: step && EXECUTION_STEP_LABELS[step],
    digest: row.kind === 'ladder.digest' ? await readDigest(reader, rules, row.recipient_id, String(model['since'])) : null,
    decision:
      task === null ? null : ([...task.earlier, ...(task.decision ? [task.decision] : [])].find((given) => given.decisionId === row.subject_id) ?? null),
    reason: typeof model['reason'] === 'string' ? model['reason'] : null,
    codeVerdict: typeof model['verdict'] === 'string' ? (model['verdict'] as Verdict) : null,
  };
}

/** Each is a verb the recipient could use at once, tried by the law's own functions. */
function remediesOf({ state, law }: LoadedReview, row: Row): readonly Remedy[] {
  const task = state.tasks.find((candidate) => candidate.id === row.task_id);
  if (row.kind !== 'ladder.rung' || !task) return [];
  const offered = allRungsOf(stageOf(law.route, task.stageKey)).find((rung) => rung.key === row.rung)?.remedies ?? [];
  const acts = taskActs({ state, by: row.recipient_id as PersonId, law }, task);
  return offered.filter((remedy) => acts.includes(remedy === 'extend' ? 'requestExtension' : remedy));
}

function quorumIn(model: Readonly<Record<string, unknown>>): NoticeLetter['quorum'] {
  return { need: Number(model['need']), approvals: Number(model['approvals']), unanswered: Number(model['unanswered']), empty: Number(model['empty']) };
}
