/**
 * What follows when a due instant passes in silence: a verdict by law, where the rule and the proof of notice allow it,
 * or a refusal, after which the stage escalates. Judged as of the due instant, so that a late timer changes nothing.
 */
import { plusMs, MS_PER_MINUTE, type Instant } from '../shared/instant.js';
import type { DecisionId, PersonId } from '../shared/ids.js';
import { workingDaysBetween } from '../calendar/term.js';
import { PRE_NOTICE, stageOf, type LegalRef, type PreNotice, type Stage, type Verdict } from '../route/route.js';
import { coveredDigest, coveredPart, type Hash } from './content-digest.js';
import { isLastRound, recorded } from './decide.js';
import { calendarOfTerm, type Law } from './law.js';
import { isFrozen, isOpen, LAW, type DecisionState, type ReviewEvent, type ReviewState, type TaskState } from './review.js';

/** One pre-notice to one person, with what became of it. */
export type NoticeProof = {
  readonly noticeId: string;
  readonly recipientId: PersonId;
  readonly epoch: number;
  /** How long after the rung his mail server took it, in milliseconds; null while it has not. Independent of any shift of the business clock. */
  readonly takenAfterMs: number | null;
  readonly bounced: boolean;
};

export const SILENCE_REFUSALS = ['disputed', 'noNotice', 'noticeLate', 'noProof', 'bounced', 'inboundUnread', 'roundsSpent'] as const;
export type SilenceRefusal = (typeof SILENCE_REFUSALS)[number];

/** What the caller loads for a judgement; ids and hashing come from outside. */
export type Evidence = {
  readonly proofs: readonly NoticeProof[];
  /** All mail received before this instant has been read; null where no mail is taken in. */
  readonly inboundWatermark: Instant | null;
  readonly decisionId: DecisionId;
  readonly hash: Hash;
};

/** A rule by which the law itself decides a task at an instant. */
export type LawRule = { readonly verdict: Verdict; readonly basis: LegalRef; readonly preNotice: PreNotice; readonly at: Instant };

const VERDICTS_BY_SILENCE = { tacitApprove: 'approve', tacitReject: 'reject', return: 'return' } as const satisfies Record<string, Verdict>;

/** The rule of a task's stage once its due instant has passed; null where silence only escalates, or has been refused. */
export function silenceRule(task: TaskState, stage: Stage, now: Instant): LawRule | null {
  const { silence } = stage;
  const { dueAt } = task.term;
  if (!isOpen(task) || silence === undefined || silence === 'escalate' || task.silenceRefused !== null || dueAt === null || dueAt > now) return null;
  return { verdict: VERDICTS_BY_SILENCE[silence.then], basis: silence.basis, preNotice: silence.preNotice, at: dueAt };
}

/** Tasks whose silence is to be settled before anything else happens to their review. */
export function silenceDue(state: ReviewState, law: Law): readonly TaskState[] {
  if (state.outcome !== null) return [];
  return state.tasks.filter((task) => silenceRule(task, stageOf(law.route, task.stageKey), law.now) !== null);
}

/** @policy mail that reached us before the due instant is read within half an hour, or somebody is alarmed */
export const INBOUND_PATIENCE_MS = 30 * MS_PER_MINUTE;

const isUnread = (at: Instant, { inboundWatermark }: Evidence): boolean => inboundWatermark !== null && inboundWatermark < at;

/** Whether mail that may hold a verdict given before an instant is still being read. */
export const waitsForMail = (at: Instant, law: Pick<Law, 'now'>, evidence: Evidence): boolean =>
  isUnread(at, evidence) && law.now < plusMs(at, INBOUND_PATIENCE_MS);

/** The verdict by law, the refusal of it, or nothing while received mail is still being read. */
export function settleSilence(state: ReviewState, task: TaskState, law: Law, evidence: Evidence): readonly ReviewEvent[] {
  const rule = silenceRule(task, stageOf(law.route, task.stageKey), law.now);
  return rule === null ? [] : decideByLaw(state, task, rule, law, evidence);
}

/** @returns the facts of a verdict by the law, a `SilenceRefused`, or none while the inbound mail is not read up to `rule.at` */
export function decideByLaw(state: ReviewState, task: TaskState, rule: LawRule, law: Law, evidence: Evidence): readonly ReviewEvent[] {
  if (waitsForMail(rule.at, law, evidence)) return [];
  const refusal = isUnread(rule.at, evidence) ? 'inboundUnread' : refusalOf(state, task, rule, law, evidence.proofs);
  if (refusal !== null) return [{ type: 'SilenceRefused', at: law.now, taskId: task.id, reason: refusal }];
  const stage = stageOf(law.route, task.stageKey);
  // The law returns no more often than people may.
  if (rule.verdict === 'return' && isLastRound(state, stage) && stage.returns?.onExhausted !== 'reject')
    return [{ type: 'SilenceRefused', at: law.now, taskId: task.id, reason: 'roundsSpent' }];
  const returnTo = rule.verdict === 'return' ? stage.returns?.to[0] : undefined;
  const decision: DecisionState = {
    id: evidence.decisionId,
    taskId: task.id,
    taskVersion: task.version,
    stageKey: task.stageKey,
    round: task.round,
    verdict: rule.verdict,
    comment: '',
    actor: LAW,
    onBehalfOf: null,
    unitId: task.unitId,
    channel: 'system',
    assurance: null,
    contentDigest: coveredDigest(state.content, stage.covers, evidence.hash),
    recordedAt: law.now,
    receivedAt: rule.at,
    late: false,
    shown: coveredPart(state.content, stage.covers),
    authority: rule.basis,
    ...(returnTo === undefined ? {} : { returnTo }),
    byLaw: { basis: rule.basis, effectiveAt: rule.at, proofs: proofsFor(task, evidence.proofs).map((proof) => proof.noticeId) },
  };
  return recorded(state, stage, task, decision, ['settled_by_law'], law);
}

const proofsFor = (task: TaskState, proofs: readonly NoticeProof[]): readonly NoticeProof[] =>
  proofs.filter((proof) => proof.epoch === task.term.epoch && task.candidates.includes(proof.recipientId));

function refusalOf(state: ReviewState, task: TaskState, rule: LawRule, law: Law, proofs: readonly NoticeProof[]): SilenceRefusal | null {
  if (isFrozen(state)) return 'disputed';
  const calendar = calendarOfTerm(law, task.term);
  const early = (at: Instant): boolean => at <= rule.at && workingDaysBetween(calendar, at, rule.at) >= rule.preNotice.workingDaysBefore;
  const told = task.rungs.find((rung) => rung.key === PRE_NOTICE && rung.epoch === task.term.epoch && rung.result === 'fired');
  // Nobody asked, nobody silent.
  if (!told || task.candidates.length === 0 || task.candidates.some((person) => !told.told.includes(person))) return 'noNotice';
  if (!early(told.firedAt)) return 'noticeLate';
  for (const person of task.candidates) {
    const own = proofsFor(task, proofs).filter((proof) => proof.recipientId === person);
    if (own.some((proof) => proof.bounced)) return 'bounced';
    const taken = own.flatMap((proof) => (proof.takenAfterMs === null ? [] : [plusMs(told.firedAt, proof.takenAfterMs)]));
    if (taken.length === 0) return 'noProof';
    if (!taken.some(early)) return 'noticeLate';
  }
  return null;
}
