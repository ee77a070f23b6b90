/**
 * What the law makes of a command on a review: the facts that follow, or the refusal.
 * Pure and exhaustive; the caller holds the review's lock and writes what comes back.
 */
import { DomainError } from '../shared/errors.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import { stageIdOf, taskIdOf, type CampaignId, type DecisionId, type PersonId, type ProcedureId, type ProcedureVersionId, type ReviewId, type StageId, type TaskId, type UnitId } from '../shared/ids.js';
import { firstStages, nextStages } from '../route/next-stages.js';
import { stageOf, type Assurance, type Stage, type StageKey, type StageOutcome, type Verdict, type Who } from '../route/route.js';
import { changedPaths, coveredDigest, coveredPart, type Hash } from './content-digest.js';
import { resolveSeats } from './directory.js';
import { assertEligible, dutyAgainst } from './eligibility.js';
import { startTerm, type Law } from './law.js';
import { decisionOf, findStage, findTask, fold, isOpen, standingOf, type ActChannel, type ContentMap, type DecisionState, type OpenedTask, type ReviewEvent, type ReviewState, type TaskState } from './review.js';

export type OpenReview = {
  readonly reviewId: ReviewId;
  readonly procedureId: ProcedureId;
  readonly versionId: ProcedureVersionId;
  readonly campaignId: CampaignId | null;
  readonly ownerUnitId: UnitId;
  readonly openedBy: PersonId;
  readonly authors: readonly PersonId[];
  readonly content: ContentMap;
};

/** Opens a review with the first stages of its route. @throws calendar_unknown, route_has_no_holder */
export function openReview(command: OpenReview, law: Law): readonly ReviewEvent[] {
  const opened: ReviewEvent = {
    type: 'ReviewOpened', at: law.now, by: command.openedBy, reviewId: command.reviewId, procedureId: command.procedureId,
    versionId: command.versionId, campaignId: command.campaignId, ownerUnitId: command.ownerUnitId, routeKey: law.route.key,
    routeVersion: law.route.version, authors: command.authors, content: command.content,
    limitTerm: law.route.reviewLimit ? startTerm(law, command.ownerUnitId, law.route.reviewLimit, law.now) : null,
  };
  const state = fold([opened]);
  return [opened, ...firstStages(law.route).map((key) => openStage(state, key, null, law.now, law))];
}

function openStage(state: ReviewState, key: StageKey, openedBy: StageId | null, anchor: Instant, law: Law): ReviewEvent {
  const stage = stageOf(law.route, key);
  const round = latestRound(state, key) + 1;
  return {
    type: 'StageOpened', at: law.now, stageId: stageIdOf(state.id, key, round), key, round, openedBy,
    tasks: seatsFor(state, stage, law).map((seat, index): OpenedTask => ({
      id: taskIdOf(state.id, key, round, index + 1), slot: index + 1, unitId: seat.unitId, role: seat.role, candidates: seat.personIds,
      term: startTerm(law, seat.unitId, stage.limit, anchor),
    })),
  };
}

/**
 * One task per seat: shared by the holders in mode `one`, one per person in `all` and `quorum`, one per unit in `perUnit`.
 * Whom a duty excludes is not asked; the fallback is, where that leaves nobody.
 */
function seatsFor(state: ReviewState, stage: Stage, law: Law): ReturnType<typeof resolveSeats> {
  const held = (who: Who, may: (person: PersonId) => boolean): ReturnType<typeof resolveSeats> =>
    resolveSeats(who, state.ownerUnitId, law.directory)
      .map((seat) => ({ ...seat, personIds: seat.personIds.filter(may) }))
      .filter((seat) => seat.personIds.length > 0);
  const free = (person: PersonId): boolean => dutyAgainst(state, stage, person, law) === null;
  // Excluded all, and nobody to fall back on: the task opens with its holders, so that the clock runs and the ladder tells.
  const usable = [held(stage.who, free), held(stage.fallback, free), held(stage.who, () => true), held(stage.fallback, () => true)].find((seats) => seats.length > 0);
  if (usable === undefined) throw new DomainError('route_has_no_holder', { stage: stage.key });
  switch (stage.mode.t) {
    case 'one': {
      const [first] = usable as [ReturnType<typeof resolveSeats>[number]];
      return [{ ...first, personIds: [...new Set(usable.filter((seat) => seat.unitId === first.unitId).flatMap((seat) => seat.personIds))] }];
    }
    case 'all':
    case 'quorum':
      // Two seats in one hand are one vote.
      return usable.flatMap((seat, index) => seat.personIds
        .filter((personId) => !usable.slice(0, index).some((earlier) => earlier.personIds.includes(personId)))
        .map((personId) => ({ ...seat, personIds: [personId] })));
    case 'perUnit':
      return [...new Set(usable.map((seat) => seat.unitId))].map((unitId) => {
        const ofUnit = usable.filter((seat) => seat.unitId === unitId) as [ReturnType<typeof resolveSeats>[number], ...ReturnType<typeof resolveSeats>[number][]];
        return { ...ofUnit[0], personIds: [...new Set(ofUnit.flatMap((seat) => seat.personIds))] };
      });
  }
}

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
};

/** The winner of a task as far as a colleague may see it. */
export const winnerOf = (state: ReviewState, task: TaskState): Record<string, unknown> | null => {
  const decision = decisionOf(state, task.decisionId);
  return decision && {
    decisionId: decision.id, verdict: decision.verdict, by: decision.actor, channel: decision.channel, recordedAt: decision.recordedAt,
  };
};

/**
 * A verdict on a task, with what it settles by itself: the stage and its rivals.
 * What comes next is opened by `openNext`, asked for by the workflow.
 * @throws not_found, not_eligible, step_up_required, already_decided, stage_closed, stale_content, version_moved,
 *   verdict_not_allowed, comment_required, round_budget_spent, proposal_empty
 */
export function recordDecision(state: ReviewState, command: RecordDecision, law: Law, hash: Hash): readonly ReviewEvent[] {
  const task = findTask(state, command.taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: command.taskId });
  const stage = stageOf(law.route, task.stageKey);
  if (!isOpen(task)) {
    const winner = winnerOf(state, task);
    if (winner) throw new DomainError('already_decided', { winner });
    throw new DomainError(state.outcome === null ? 'stage_closed' : 'review_closed', { outcome: findStage(state, task.stageId)?.outcome ?? state.outcome });
  }
  const { trace, way } = assertEligible(state, task.id, command.actor, command.assurance, law);
  const digest = coveredDigest(state.content, stage.covers, hash);
  if (digest !== command.contentDigest) throw new DomainError('stale_content', { contentDigest: digest, version: task.version });
  if (task.version !== command.expectedVersion) throw new DomainError('version_moved', { version: task.version });
  if (!stage.verdicts.includes(command.verdict)) throw new DomainError('verdict_not_allowed', { allowed: stage.verdicts });
  if ((command.verdict === 'reject' || command.verdict === 'return') && command.comment.trim() === '') throw new DomainError('comment_required', { pointer: '/comment' });
  if (command.verdict === 'return' && task.round >= (stage.returns?.maxRounds ?? 0)) throw new DomainError('round_budget_spent', { round: task.round });
  if (stage.kind === 'author' && command.verdict === 'approve' && !Object.keys(state.content).some((path) => path.startsWith('items/'))) {
    throw new DomainError('proposal_empty');
  }
  const decision: DecisionState = {
    id: command.decisionId, taskId: task.id, taskVersion: task.version, stageKey: task.stageKey, round: task.round, verdict: command.verdict,
    comment: command.comment, actor: command.actor, onBehalfOf: way.onBehalfOf, unitId: task.unitId, channel: command.channel,
    assurance: command.assurance, contentDigest: digest, recordedAt: law.now, receivedAt: command.receivedAt,
    late: task.term.dueAt !== null && command.receivedAt >= task.term.dueAt, shown: coveredPart(state.content, stage.covers),
    ...(way.authority === null ? {} : { authority: way.authority }),
  };
  const recorded: ReviewEvent = { type: 'DecisionRecorded', at: law.now, decision, trace };
  return [recorded, ...settleStage(fold([recorded], state), stage, task, decision, law)];
}

function settleStage(state: ReviewState, stage: Stage, task: TaskState, decision: DecisionState, law: Law): readonly ReviewEvent[] {
  const siblings = state.tasks.filter((candidate) => candidate.stageId === task.stageId);
  const outcome = outcomeOf(stage, siblings, state);
  if (outcome === null) return [];
  return [
    { type: 'StageClosed', at: law.now, stageId: task.stageId, outcome, by: decision.id },
    ...siblings.filter(isOpen).map((rival): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: rival.id, reason: 'stageClosed', by: decision.id })),
  ];
}

/**
 * The outcome a stage has reached with the verdicts cast so far, or null while it stays open.
 * Without a single approval nothing is approved: answers without an opinion leave the outcome `opinion`.
 */
export function outcomeOf(stage: Stage, tasks: readonly TaskState[], state: ReviewState): StageOutcome | null {
  const verdicts = tasks.flatMap((task) => {
    const decision = decisionOf(state, task.decisionId);
    return decision && standingOf(state, decision.id).t === 'counts' ? [decision.verdict] : [];
  });
  const open = tasks.filter(isOpen).length;
  if (verdicts.includes('return')) return 'returned';
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
      const need = stage.mode.needUnits === 'all' ? tasks.length : stage.mode.needUnits;
      if (stage.kind !== 'opinion' && rejects > 0) return 'rejected';
      return verdicts.length >= need ? answered : null;
    }
  }
}

/** Day on which an approved change takes effect, unless the proposal names one. */
export type Adoption = { readonly adoptsOn: LocalDate };

/**
 * Opens what the route names after a closed stage, or closes the review where the route ends; with it whatever other
 * closed stages were waiting for this one, so that a workflow that asks once per closing misses nothing.
 * Nothing to do is no fact: asked twice, the second answer is empty.
 */
export function openNext(state: ReviewState, after: StageId, adoption: Adoption, law: Law): readonly ReviewEvent[] {
  const closed = findStage(state, after);
  if (!closed) throw new DomainError('not_found', { kind: 'stage', id: after });
  // A later round has taken its place: what follows is asked of that one.
  if (state.outcome !== null || closed.status === 'open' || closed.round < latestRound(state, closed.key)) return [];
  const events: ReviewEvent[] = [];
  let current = state;
  for (const key of [closed.key, ...awaitingNext(state, law).flatMap((id) => findStage(state, id)?.key ?? [])]) {
    const step = nextStages(law.route, current.stages, key);
    if (step.close) {
      const outcome = step.close === 'closeApproved' ? 'approved' : 'rejected';
      return [
        ...events,
        ...current.tasks.filter(isOpen).map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'stageClosed', by: closed.closedBy })),
        { type: 'ReviewClosed', at: law.now, outcome, by: null, reason: null, adoptsOn: outcome === 'approved' ? adoption.adoptsOn : null },
      ];
    }
    const opened = step.open.map((target) => openStage(current, target, after, law.now, law));
    events.push(...opened);
    if (opened.length > 0) current = fold(opened, current);
  }
  return events;
}

/**
 * Closed stages that something still follows: what the due sweep asks `openNext` for when the workflow could not.
 * The last to close comes first: of a join it is the one whose follower the workflow will look for.
 */
export function awaitingNext(state: ReviewState, law: Pick<Law, 'route'>): readonly StageId[] {
  if (state.outcome !== null) return [];
  return state.stages
    .filter((stage) => stage.status === 'closed' && stage.round === latestRound(state, stage.key))
    .filter((stage) => {
      const step = nextStages(law.route, state.stages, stage.key);
      return step.close !== null || step.open.length > 0;
    })
    .toSorted((a, b) => (b.closedOrder ?? 0) - (a.closedOrder ?? 0))
    .map((stage) => stage.id);
}

const latestRound = (state: ReviewState, key: StageKey): number =>
  Math.max(0, ...state.stages.filter((stage) => stage.key === key).map((stage) => stage.round));

export type ReviseProposal = { readonly by: PersonId; readonly content: ContentMap };

/** A new revision of the proposal, written while a stage of kind `author` is open. @throws proposal_locked, nothing_changed */
export function reviseProposal(state: ReviewState, command: ReviseProposal, law: Law): readonly ReviewEvent[] {
  const writing = state.outcome === null && state.stages.some((stage) => stage.status === 'open' && stageOf(law.route, stage.key).kind === 'author');
  if (!writing) throw new DomainError('proposal_locked');
  const changed = changedPaths(state.content, command.content);
  if (changed.length === 0) throw new DomainError('nothing_changed');
  return [{ type: 'ProposalRevised', at: law.now, by: command.by, revision: state.revision + 1, content: command.content, changed }];
}

/** Ends a review without a decision on its substance. @throws review_closed */
export function withdrawReview(state: ReviewState, command: { readonly by: PersonId; readonly reason: string }, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  return [
    ...state.tasks.filter(isOpen).map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'reviewWithdrawn', by: null })),
    { type: 'ReviewClosed', at: law.now, outcome: 'withdrawn', by: command.by, reason: command.reason, adoptsOn: null },
  ];
}

/** The digest and part of the content a task's stage covers: what a person must be shown. */
export function shownContent(state: ReviewState, task: TaskState, law: Pick<Law, 'route'>, hash: Hash): { readonly digest: string; readonly paths: ContentMap } {
  const { covers } = stageOf(law.route, task.stageKey);
  return { digest: coveredDigest(state.content, covers, hash), paths: coveredPart(state.content, covers) };
}
