/**
 * What the law makes of a verdict on a task: the facts that follow, a stage that closes with them, or the refusal.
 * Pure and exhaustive; the caller holds the review's lock and writes what comes back.
 */
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import type { DecisionId, PersonId, StageId, TaskId } from '../shared/ids.js';
import { stageOf, type Assurance, type Stage, type StageKey, type StageOutcome, type Verdict } from '../route/route.js';
import { changedPaths, coveredDigest, coveredPart, type Hash } from './content-digest.js';
import { unanswered } from './comments.js';
import { assertEligible } from './eligibility.js';
import { assertOwnRight } from './own-right.js';
import type { Law } from './law.js';
import { votedOn } from './quorum.js';
import { roundsSpent } from './reapproval.js';
import {
  decisionOf,
  findStage,
  findTask,
  fold,
  isFrozen,
  isOpen,
  standingOf,
  type ActChannel,
  type DecisionState,
  type ReviewEvent,
  type ReviewState,
  type TaskState,
} from './review.js';

export type RecordDecision = {
  readonly decisionId: DecisionId;
  readonly taskId: TaskId;
  /** The task version the person saw. */
  readonly expectedVersion: number;
  /** Digest of the covered content the person saw. */
  readonly contentDigest: string;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly actor: PersonId;
  readonly channel: ActChannel;
  readonly assurance: Assurance;
  /** When our edge received the act, on the business clock: a slow server does not make a timely act late. */
  readonly receivedAt: Instant;
  /** Where a return goes; left out, the stage's only target. */
  readonly returnTo?: StageKey;
  /** Why the author sends the same content again after a return. */
  readonly objection?: string;
  /** A superior decides a late task that was given to others. */
  readonly inOwnRight?: true;
};

/** The winner of a task as far as a colleague may see it. */
export const winnerOf = (state: ReviewState, task: TaskState): Record<string, unknown> | null => {
  const decision = decisionOf(state, task.decisionId);
  return (
    decision && {
      decisionId: decision.id,
      verdict: decision.verdict,
      by: decision.actor,
      channel: decision.channel,
      recordedAt: decision.recordedAt,
    }
  );
};

/**
 * A verdict on a task, with what it settles by itself: the stage and its rivals.
 * What comes next is opened by `openNext`, asked for by the workflow.
 * @throws not_found, not_eligible, step_up_required, already_decided, stage_closed, stale_content, version_moved,
 *   verdict_not_allowed, comment_required, round_budget_spent, proposal_empty, already_voted, return_target_invalid,
 *   nothing_changed, comments_unanswered, settled_by_silence
 */
export function recordDecision(state: ReviewState, command: RecordDecision, law: Law, hash: Hash): readonly ReviewEvent[] {
  const task = findTask(state, command.taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: command.taskId });
  const stage = stageOf(law.route, task.stageKey);
  if (!isOpen(task)) {
    const winner = winnerOf(state, task);
    if (winner) throw new DomainError(decisionOf(state, task.decisionId)?.byLaw ? 'settled_by_silence' : 'already_decided', { winner });
    throw new DomainError(state.outcome === null ? 'stage_closed' : 'review_closed', { outcome: findStage(state, task.stageId)?.outcome ?? state.outcome });
  }
  const voted = voteOf(state, stage, task, command.actor);
  if (voted) throw new DomainError('already_voted', { own: voted });
  const { trace, way } = command.inOwnRight
    ? { trace: assertOwnRight(state, task.id, command.actor, command.assurance, law), way: { onBehalfOf: null, authority: null } }
    : assertEligible(state, task.id, command.actor, command.assurance, law);
  const digest = coveredDigest(state.content, stage.covers, hash);
  if (digest !== command.contentDigest) throw new DomainError('stale_content', { contentDigest: digest, version: task.version });
  if (task.version !== command.expectedVersion) throw new DomainError('version_moved', { version: task.version });
  if (!stage.verdicts.includes(command.verdict)) throw new DomainError('verdict_not_allowed', { allowed: stage.verdicts });
  if ((command.verdict === 'reject' || command.verdict === 'return') && command.comment.trim() === '')
    throw new DomainError('comment_required', { pointer: '/comment' });
  const returnTo = command.verdict === 'return' ? returnTarget(state, stage, command.returnTo) : undefined;
  if (stage.kind === 'author' && command.verdict === 'approve' && !Object.keys(state.content).some((path) => path.startsWith('items/'))) {
    throw new DomainError('proposal_empty');
  }
  checkResubmission(state, stage, task, command);
  if (stage.kind === 'approval' && command.verdict === 'approve' && unanswered(state).length > 0) {
    throw new DomainError('comments_unanswered', { comments: unanswered(state).map((comment) => comment.id) });
  }
  const decision: DecisionState = {
    id: command.decisionId,
    taskId: task.id,
    taskVersion: task.version,
    stageKey: task.stageKey,
    round: task.round,
    verdict: command.verdict,
    comment: command.comment,
    actor: command.actor,
    onBehalfOf: way.onBehalfOf,
    unitId: task.unitId,
    channel: command.channel,
    assurance: command.assurance,
    contentDigest: digest,
    recordedAt: law.now,
    receivedAt: command.receivedAt,
    late: task.term.dueAt !== null && command.receivedAt >= task.term.dueAt,
    shown: coveredPart(state.content, stage.covers),
    ...(way.authority === null ? {} : { authority: way.authority }),
    ...(command.inOwnRight ? { inOwnRight: command.inOwnRight } : {}),
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(command.objection === undefined || command.objection.trim() === '' ? {} : { objection: command.objection }),
  };
  return recorded(state, stage, task, decision, trace, law);
}

/** A verdict as a fact, with what it settles by itself. */
export function recorded(
  state: ReviewState,
  stage: Stage,
  task: TaskState,
  decision: DecisionState,
  trace: readonly string[],
  law: Law,
): readonly ReviewEvent[] {
  const fact: ReviewEvent = { type: 'DecisionRecorded', at: law.now, decision, trace };
  return [fact, ...settleStage(fold([fact], state), stage, task, decision, law)];
}

/** One person, one vote in a stage, whoever's seat he fills; at several units he answers once each, unless the stage says otherwise. */
function voteOf(state: ReviewState, stage: Stage, task: TaskState, person: PersonId): Record<string, unknown> | null {
  if (stage.mode.t === 'one' || (stage.mode.t === 'perUnit' && !stage.duties.exclude.includes('answeredTwice'))) return null;
  const other = votedOn(state, task.stageId, person);
  return other && winnerOf(state, other);
}

/** @throws round_budget_spent, return_target_invalid */
function returnTarget(state: ReviewState, stage: Stage, wished: StageKey | undefined): StageKey {
  const rule = stage.returns;
  if (!rule || (isLastRound(state, stage) && rule.onExhausted !== 'reject'))
    throw new DomainError('round_budget_spent', { round: roundsSpent(state, stage.key) });
  const target = wished ?? (rule.to.length === 1 ? rule.to[0] : undefined);
  if (target === undefined || !rule.to.includes(target)) throw new DomainError('return_target_invalid', { pointer: '/returnTo', allowed: rule.to });
  return target;
}

/** What comes back from a return must differ, or say why it does not. @throws nothing_changed */
function checkResubmission(state: ReviewState, stage: Stage, task: TaskState, command: RecordDecision): void {
  if (stage.kind !== 'author' || task.round === 1 || (command.objection ?? '').trim() !== '') return;
  const openedBy = findStage(state, task.stageId)?.openedBy ?? null;
  if (openedBy === null || findStage(state, openedBy)?.outcome !== 'returned') return;
  const before = state.decisions.filter((decision) => decision.stageKey === stage.key && decision.round < task.round).at(-1);
  if (before?.shown && changedPaths(before.shown, coveredPart(state.content, stage.covers)).length === 0)
    throw new DomainError('nothing_changed', { pointer: '/objection' });
}

function settleStage(state: ReviewState, stage: Stage, task: TaskState, decision: DecisionState, law: Law): readonly ReviewEvent[] {
  const siblings = state.tasks.filter((candidate) => candidate.stageId === task.stageId);
  const outcome = outcomeOf(stage, siblings, state);
  if (outcome === null) return mergedReturn(state, task.stageId, law);
  return closeStage(state, task.stageId, outcome, standingReturns(state, task.stageId)[0]?.id ?? decision.id, law);
}

/** Returns of a stage that count: what it comes to is theirs, and the first names where it goes. */
const standingReturns = (state: ReviewState, stageId: StageId): readonly DecisionState[] =>
  state.tasks
    .filter((task) => task.stageId === stageId)
    .flatMap((task) => decisionOf(state, task.decisionId) ?? [])
    .filter((decision) => decision.verdict === 'return' && standingOf(state, decision.id).t === 'counts');

/** Returns that waited for their siblings go out as one when every open term of the stage has ended. */
export function mergedReturn(state: ReviewState, stageId: StageId, law: Law): readonly ReviewEvent[] {
  const open = findStage(state, stageId);
  if (open === null || open.status !== 'open' || isFrozen(state)) return [];
  const stage = stageOf(law.route, open.key);
  const [first] = standingReturns(state, stageId);
  const over = state.tasks.filter((task) => task.stageId === stageId && isOpen(task)).every(({ term }) => term.dueAt !== null && term.dueAt <= law.now);
  return stage.returns?.collect === true && first && over ? closeStage(state, stageId, returnedOr(state, stage), first.id, law) : [];
}

/** A stage with its outcome: whoever has not answered is no longer asked. */
export function closeStage(state: ReviewState, stageId: StageId, outcome: StageOutcome, by: DecisionId, law: Law): readonly ReviewEvent[] {
  const siblings = state.tasks.filter((candidate) => candidate.stageId === stageId);
  return [
    { type: 'StageClosed', at: law.now, stageId, outcome, by },
    ...siblings.filter(isOpen).map((rival): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: rival.id, reason: 'stageClosed', by })),
  ];
}

/**
 * The outcome a stage has reached with the verdicts cast so far, or null while it stays open.
 * Without a single approval nothing is approved: answers without an opinion leave the outcome `opinion`.
 */
export function outcomeOf(stage: Stage, tasks: readonly TaskState[], state: ReviewState): StageOutcome | null {
  const verdictsOf = (task: TaskState): readonly Verdict[] => {
    const decision = decisionOf(state, task.decisionId);
    return decision && standingOf(state, decision.id).t === 'counts' ? [decision.verdict] : [];
  };
  const verdicts = tasks.flatMap(verdictsOf);
  const open = tasks.filter(isOpen).length;
  if (verdicts.includes('return')) {
    // Merged returns wait for the siblings, or for the end of the term.
    if (stage.returns?.collect && open > 0) return null;
    return returnedOr(state, stage);
  }
  const approvals = verdicts.filter((verdict) => verdict === 'approve').length;
  const rejects = verdicts.filter((verdict) => verdict === 'reject').length;
  const answered: StageOutcome = stage.kind === 'opinion' || approvals === 0 ? 'opinion' : 'approved';
  switch (stage.mode.t) {
    case 'one':
      if (verdicts.length === 0) return null;
      return stage.kind !== 'opinion' && rejects > 0 ? 'rejected' : answered;
    case 'all':
      if (stage.kind !== 'opinion' && rejects > 0) return 'rejected';
      return open > 0 ? null : answered;
    case 'quorum': {
      const { need, veto } = stage.mode;
      if (approvals >= need) return answered;
      if (rejects > 0 && (veto || approvals + open < need)) return stage.kind === 'opinion' ? 'opinion' : 'rejected';
      return null;
    }
    case 'perUnit': {
      if (stage.kind !== 'opinion' && rejects > 0) return 'rejected';
      const asked = tasks.filter((task) => task.status !== 'withdrawn');
      const units = [...new Set(asked.map((task) => task.unitId))];
      // A unit that is asked by more than one task has answered once each of them is.
      const heard = units.filter((unitId) => asked.every((task) => task.unitId !== unitId || verdictsOf(task).length > 0)).length;
      // Moved into one unit, tasks of several are as many answers as that unit can give.
      const need = stage.mode.needUnits === 'all' ? units.length : Math.min(stage.mode.needUnits, units.length);
      return heard > 0 && heard >= need ? answered : null;
    }
  }
}

/** Whether the last round a stage may be returned in is the present one, or past. */
export const isLastRound = (state: ReviewState, stage: Stage): boolean =>
  stage.returns !== undefined && roundsSpent(state, stage.key) >= stage.returns.maxRounds;

/** What a return makes of a stage: in the last round of a route that says so, a rejection. */
const returnedOr = (state: ReviewState, stage: Stage): StageOutcome =>
  stage.returns?.onExhausted === 'reject' && isLastRound(state, stage) ? 'rejected' : 'returned';
