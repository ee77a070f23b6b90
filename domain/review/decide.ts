/**
 * What the law makes of a command on a review: the facts that follow, or the refusal.
 * Pure and exhaustive; the caller holds the review's lock and writes what comes back.
 */
import type { Beyond } from '../calendar/calendar.js';
import { DomainError } from '../shared/errors.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import {
  stageIdOf,
  taskIdOf,
  type CampaignId,
  type DecisionId,
  type PersonId,
  type ProcedureId,
  type ProcedureVersionId,
  type ReviewId,
  type StageId,
  type TaskId,
  type UnitId,
} from '../shared/ids.js';
import { firstStages, nextStages } from '../route/next-stages.js';
import { stageOf, type Assurance, type Stage, type StageKey, type StageOutcome, type Verdict, type Who } from '../route/route.js';
import { isWriter, requireAuthority } from './authority.js';
import { changedPaths, coveredDigest, coveredPart, type Hash } from './content-digest.js';
import { unanswered } from './comments.js';
import { holds, resolveSeats, waysToFill } from './directory.js';
import { dutyAgainst } from './duties.js';
import { assertEligible } from './eligibility.js';
import { assertOwnRight } from './own-right.js';
import { startTerm, type Law } from './law.js';
import { carried, latestRound, reapprovalAfter, reasonToReopen, roundsSpent, routeOf, routeStages, toReopen } from './reapproval.js';
import {
  decisionOf,
  findStage,
  findTask,
  fold,
  isFrozen,
  isOpen,
  standingOf,
  type ActChannel,
  type ContentMap,
  type DecisionState,
  type OpenedTask,
  type ReviewEvent,
  type ReviewState,
  type TaskState,
} from './review.js';

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

/**
 * Opens a review with the first stages of its route. Nothing runs yet, so a limit that leads past the calendar is refused;
 * what is opened later waits for a later calendar instead.
 * @throws calendar_unknown, route_has_no_holder
 */
export function openReview(command: OpenReview, law: Law): readonly ReviewEvent[] {
  const opened: ReviewEvent = {
    type: 'ReviewOpened',
    at: law.now,
    by: command.openedBy,
    reviewId: command.reviewId,
    procedureId: command.procedureId,
    versionId: command.versionId,
    campaignId: command.campaignId,
    ownerUnitId: command.ownerUnitId,
    routeKey: law.route.key,
    routeVersion: law.route.version,
    authors: command.authors,
    content: command.content,
    limitTerm: law.route.reviewLimit ? startTerm(law, command.ownerUnitId, law.route.reviewLimit, law.now, 'refuse') : null,
  };
  const state = fold([opened]);
  return [opened, ...firstStages(law.route).map((key) => openStage(state, key, null, law.now, law, undefined, 'refuse'))];
}

function openStage(
  state: ReviewState,
  key: StageKey,
  openedBy: StageId | null,
  anchor: Instant,
  law: Law,
  reason?: 'contentChanged' | 'reopened',
  beyond: Beyond = 'wait',
): ReviewEvent {
  const stage = stageOf(law.route, key);
  const round = latestRound(state, key) + 1;
  return {
    type: 'StageOpened',
    at: law.now,
    stageId: stageIdOf(state.id, key, round),
    key,
    round,
    openedBy,
    ...(reason === undefined ? {} : { reason }),
    tasks: seatsFor(state, stage, law, beyond).map((seat, index): OpenedTask => ({
      id: taskIdOf(state.id, key, round, index + 1),
      slot: index + 1,
      unitId: seat.unitId,
      role: seat.role,
      candidates: seat.personIds,
      term: startTerm(law, seat.unitId, stage.limit, anchor, beyond),
    })),
  };
}

/**
 * One task per seat: shared by the holders in mode `one`, one per person in `all` and `quorum`, one per unit in `perUnit`.
 * Whom a duty excludes is not asked; the fallback is, where that leaves nobody. Where nobody is left at all, the task opens
 * unassigned: its clock runs, and those who can fill the seat are told.
 * @param beyond `refuse` at the launch of a review: nothing runs yet, so a post that nobody holds is refused instead
 */
function seatsFor(state: ReviewState, stage: Stage, law: Law, beyond: Beyond): ReturnType<typeof resolveSeats> {
  const seatsOf = (who: Who): ReturnType<typeof resolveSeats> => resolveSeats(who, state.ownerUnitId, law.directory);
  const free = (person: PersonId): boolean => dutyAgainst(state, stage, person, law) === null;
  const held = (who: Who): ReturnType<typeof resolveSeats> =>
    seatsOf(who)
      .map((seat) => ({ ...seat, personIds: seat.personIds.filter(free) }))
      .filter((seat) => seat.personIds.length > 0);
  const usable = [held(stage.who), held(stage.fallback)].find((seats) => seats.length > 0);
  if (usable === undefined) {
    if (beyond === 'refuse') throw new DomainError('route_has_no_holder', { stage: stage.key });
    const [seat] = [...seatsOf(stage.who), ...seatsOf(stage.fallback)];
    return [{ unitId: seat?.unitId ?? state.ownerUnitId, role: seat?.role ?? stage.who[0]?.role ?? 'officer', personIds: [] }];
  }
  switch (stage.mode.t) {
    case 'one': {
      const [first] = usable as [ReturnType<typeof resolveSeats>[number]];
      return [{ ...first, personIds: [...new Set(usable.filter((seat) => seat.unitId === first.unitId).flatMap((seat) => seat.personIds))] }];
    }
    case 'all':
    case 'quorum':
      return seatsOfHolders(usable, law);
    case 'perUnit':
      return [...new Set(usable.map((seat) => seat.unitId))].map((unitId) => {
        const ofUnit = usable.filter((seat) => seat.unitId === unitId) as [
          ReturnType<typeof resolveSeats>[number],
          ...ReturnType<typeof resolveSeats>[number][],
        ];
        return { ...ofUnit[0], personIds: [...new Set(ofUnit.flatMap((seat) => seat.personIds))] };
      });
  }
}

/** The members of a stage that asks each of them, as the posts stand now: whom a duty keeps out is none. */
export const membersOf = (state: ReviewState, stage: Stage, law: Law): ReturnType<typeof resolveSeats> =>
  seatsOfHolders(
    resolveSeats(stage.who, state.ownerUnitId, law.directory).map((seat) => ({
      ...seat,
      personIds: seat.personIds.filter((person) => dutyAgainst(state, stage, person, law) === null),
    })),
    law,
  );

/** One task a holder, whom his stand-ins may answer for; two seats in one hand are one vote. */
function seatsOfHolders(seats: ReturnType<typeof resolveSeats>, law: Law): ReturnType<typeof resolveSeats> {
  const votes = seats.flatMap((seat) => {
    const holders = seat.personIds.filter((person) => holds(law.directory, person, seat.unitId, seat.role));
    const standsFor = (holder: PersonId): readonly PersonId[] =>
      seat.personIds.filter((person) => waysToFill(law.directory, person, seat.unitId, seat.role).some((way) => way.onBehalfOf === holder));
    // Where a duty keeps every holder away, his stand-ins still answer.
    const owners = holders.length > 0 ? holders : seat.personIds;
    return owners.map((owner) => ({ ...seat, personIds: [owner, ...standsFor(owner).filter((person) => person !== owner)] }));
  });
  return votes.filter((vote, index) => !votes.slice(0, index).some((earlier) => earlier.personIds[0] === vote.personIds[0]));
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
  const other = state.tasks
    .filter((sibling) => sibling.stageId === task.stageId && sibling.id !== task.id)
    .find((sibling) => {
      const decision = decisionOf(state, sibling.decisionId);
      return decision !== null && standingOf(state, decision.id).t === 'counts' && (decision.actor === person || decision.onBehalfOf === person);
    });
  return other ? winnerOf(state, other) : null;
}

/** @throws round_budget_spent, return_target_invalid */
function returnTarget(state: ReviewState, stage: Stage, wished: StageKey | undefined): StageKey {
  const rule = stage.returns;
  const round = roundsSpent(state, stage.key);
  if (!rule || (round >= rule.maxRounds && rule.onExhausted !== 'reject')) throw new DomainError('round_budget_spent', { round });
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
  if (outcome === null) return [];
  return closeStage(state, task.stageId, outcome, decision.id, law);
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
  const verdicts = tasks.flatMap((task) => {
    const decision = decisionOf(state, task.decisionId);
    return decision && standingOf(state, decision.id).t === 'counts' ? [decision.verdict] : [];
  });
  const open = tasks.filter(isOpen).length;
  if (verdicts.includes('return')) {
    // Merged returns wait for the siblings, or for the end of the term.
    if (stage.returns?.collect && open > 0) return null;
    return exhausted(state, stage) ? 'rejected' : 'returned';
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
      const need = stage.mode.needUnits === 'all' ? tasks.length : stage.mode.needUnits;
      if (stage.kind !== 'opinion' && rejects > 0) return 'rejected';
      return verdicts.length >= need ? answered : null;
    }
  }
}

/** In the last round of a route that says so, a return is a rejection. */
const exhausted = (state: ReviewState, stage: Stage): boolean =>
  stage.returns?.onExhausted === 'reject' && roundsSpent(state, stage.key) >= stage.returns.maxRounds;

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
  if (state.outcome !== null || isFrozen(state) || closed.status === 'open' || closed.round < latestRound(state, closed.key)) return [];
  const events: ReviewEvent[] = [];
  let current = state;
  const open = (stages: readonly ReviewEvent[]): void => {
    events.push(...stages);
    if (stages.length > 0) current = fold(stages, current);
  };
  for (const key of [closed.key, ...awaitingNext(state, law).flatMap((id) => findStage(state, id)?.key ?? [])]) {
    const step = nextStages(routeOf(current, law.route), routeStages(current), key);
    if (step.close) {
      const outcome = step.close === 'closeApproved' ? 'approved' : 'rejected';
      // An approval that is still to be carried out has no day of effect of its own: the amending text has.
      const executes = outcome === 'approved' && law.route.execution !== undefined;
      return [
        ...events,
        ...current.tasks
          .filter(isOpen)
          .map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'stageClosed', by: closed.closedBy })),
        {
          type: 'ReviewClosed',
          at: law.now,
          outcome,
          by: null,
          reason: null,
          adoptsOn: outcome === 'approved' && !executes ? adoption.adoptsOn : null,
          ...(executes ? { executes } : {}),
        },
      ];
    }
    // Whoever a return names is asked again, whatever he said before.
    const returned = current.stages.findLast((stage) => stage.key === key)?.outcome === 'returned';
    open(step.open.flatMap((target) => (returned ? [openStage(current, target, after, law.now, law)] : nextRound(current, target, after, law))));
  }
  open(toReopen(current, law).map((stage) => openStage(current, stage.key, after, law.now, law, reasonToReopen(current, stage))));
  return events;
}

/** The next round of a stage, closed at once where an earlier round still covers the same content. */
function nextRound(state: ReviewState, key: StageKey, openedBy: StageId, law: Law): readonly ReviewEvent[] {
  const before = carried(state, key, law);
  if (before === null || before.outcome === null) return [openStage(state, key, openedBy, law.now, law)];
  const round = latestRound(state, key) + 1;
  const stageId = stageIdOf(state.id, key, round);
  return [
    { type: 'StageOpened', at: law.now, stageId, key, round, openedBy, tasks: [] },
    { type: 'StageClosed', at: law.now, stageId, outcome: before.outcome, by: before.closedBy, carriedOver: true },
  ];
}

/**
 * Closed stages that something still follows: what the due sweep asks `openNext` for when the workflow could not.
 * The last to close comes first: of a join it is the one whose follower the workflow will look for.
 */
export function awaitingNext(state: ReviewState, law: Pick<Law, 'route'>): readonly StageId[] {
  if (state.outcome !== null || isFrozen(state)) return [];
  const seen = routeStages(state);
  const route = routeOf(state, law.route);
  const closed = state.stages
    .filter((stage) => stage.status === 'closed' && stage.round === latestRound(state, stage.key))
    .toSorted((a, b) => (b.closedOrder ?? 0) - (a.closedOrder ?? 0));
  // A fallen stage opens again whoever is asked: the last to close is, as by the workflow.
  const reopens = toReopen(state, law).length > 0;
  return closed
    .filter((stage, index) => {
      const step = nextStages(route, seen, stage.key);
      return step.close !== null || step.open.length > 0 || (reopens && index === 0);
    })
    .map((stage) => stage.id);
}

export type ReviseProposal = { readonly by: PersonId; readonly content: ContentMap };

/**
 * A new revision of the proposal. While an author's stage is open nothing else moves; written later, it voids the answers
 * whose content it touches, ends what is open after them, and revives those it is edited back to.
 * @throws not_eligible (only the owning unit writes), proposal_locked, frozen, nothing_changed
 */
export function reviseProposal(state: ReviewState, command: ReviseProposal, law: Law): readonly ReviewEvent[] {
  requireAuthority(isWriter(law, command.by, state), 'not_owner');
  const writing = state.stages.some((stage) => stage.status === 'open' && stageOf(law.route, stage.key).kind === 'author');
  if (state.outcome !== null) throw new DomainError('proposal_locked');
  if (isFrozen(state)) throw new DomainError('frozen');
  const changed = changedPaths(state.content, command.content);
  if (changed.length === 0) throw new DomainError('nothing_changed');
  const revised: ReviewEvent = { type: 'ProposalRevised', at: law.now, by: command.by, revision: state.revision + 1, content: command.content, changed };
  return writing ? [revised] : [revised, ...reapprovalAfter(fold([revised], state), law)];
}

/** Ends a review without a decision on its substance. @throws review_closed */
export function withdrawReview(state: ReviewState, command: { readonly by: PersonId; readonly reason: string }, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  return [
    ...state.tasks.filter(isOpen).map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'reviewWithdrawn', by: null })),
    { type: 'ReviewClosed', at: law.now, outcome: 'withdrawn', by: command.by, reason: command.reason, adoptsOn: null },
  ];
}
