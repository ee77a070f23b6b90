/** "Không phải tôi": holds a review while two people settle whether a verdict was given by the person it names. */
import type { TermEvent } from '../calendar/term.js';
import { DomainError } from '../shared/errors.js';
import type { DecisionId, PersonId } from '../shared/ids.js';
import { comesAfter } from '../route/next-stages.js';
import { isSupervisor, requireAuthority } from './authority.js';
import type { Law } from './law.js';
import { fallen, restsOn, voidAfter } from './reapproval.js';
import {
  decisionOf,
  findStage,
  findTask,
  fold,
  isFrozen,
  isOpen,
  LAW,
  standingOf,
  type DecisionState,
  type ReviewEvent,
  type ReviewState,
  type TaskState,
} from './review.js';
import { withEntry } from './term-changes.js';

type TermPause = Extract<TermEvent, { readonly type: 'suspended' }>;

/** The ground on which a term stands while its review is disputed. */
export const DISPUTE_GROUND = 'dispute';
const BASIS = 'Tạm giữ để xác minh ý kiến bị báo “không phải tôi”';

function decisionToSettle(state: ReviewState, id: DecisionId): DecisionState {
  const decision = decisionOf(state, id);
  if (!decision || decision.actor === LAW) throw new DomainError('not_found', { kind: 'decision', id });
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  return decision;
}

/**
 * Freezes the review: closing and next stages wait, terms stand; a fixed date keeps running.
 * @throws not_found, review_closed, not_eligible (the person named, or the one he stood for), dispute_not_open
 */
export function disputeDecision(state: ReviewState, command: { readonly decisionId: DecisionId; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const decision = decisionToSettle(state, command.decisionId);
  requireAuthority(decision.actor === command.by || decision.onBehalfOf === command.by, 'not_own_verdict');
  const standing = standingOf(state, decision.id);
  if (standing.t === 'disputed') return [];
  if (standing.t !== 'counts') throw new DomainError('dispute_not_open');
  return [
    { type: 'DecisionDisputed', at: law.now, decisionId: decision.id, by: command.by },
    ...state.tasks
      .filter((task) => isAsked(state, task, decision) && !('fixedDate' in task.term.limit) && !standsOpenEnded(task))
      .map((task): ReviewEvent => ({
        type: 'TermSuspended',
        at: law.now,
        taskId: task.id,
        by: command.by,
        ground: DISPUTE_GROUND,
        basis: BASIS,
        until: null,
        term: withEntry(task.term, { type: 'suspended', at: law.now, from: law.now, ground: DISPUTE_GROUND, basis: BASIS }, law),
      })),
  ];
}

export type ResolveDispute = { readonly decisionId: DecisionId; readonly by: PersonId; readonly outcome: 'upheld' | 'annulled'; readonly reason: string };

/**
 * Annulled, the fact is kept but no longer counts: its task is asked again, as a new round where the stage had closed,
 * and what rested on it falls with it.
 * @throws not_found, review_closed, dispute_not_open, second_person_needed, not_eligible, comment_required
 */
export function resolveDispute(state: ReviewState, command: ResolveDispute, law: Law): readonly ReviewEvent[] {
  const decision = decisionToSettle(state, command.decisionId);
  const standing = standingOf(state, decision.id);
  if (standing.t !== 'disputed') throw new DomainError('dispute_not_open');
  const task = findTask(state, decision.taskId);
  if ([decision.actor, decision.onBehalfOf, standing.by].includes(command.by)) throw new DomainError('second_person_needed');
  requireAuthority(task !== null && isSupervisor(law, command.by, task), 'not_supervisor');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  const resolved: ReviewEvent = {
    type: 'DisputeResolved',
    at: law.now,
    decisionId: decision.id,
    by: command.by,
    outcome: command.outcome,
    reason: command.reason,
  };
  const after = fold([resolved], state);
  // While another verdict is disputed the review stays frozen, and its clocks stand.
  const resumed = isFrozen(after)
    ? []
    : after.tasks.filter((open) => isAsked(after, open, decision) && heldByDispute(open)).flatMap((open) => released(open, command.by, law));
  if (command.outcome === 'upheld') return [resolved, ...resumed];
  const again = fallen(after).filter((stage) => restsOn(after, stage).some((one) => one.id === decision.id));
  const rested = after.stages
    .filter((stage) => stage.status === 'closed' && stage.outcome !== null && again.some((one) => comesAfter(law.route, stage.key, one.key)))
    .flatMap((stage) => restsOn(after, stage))
    .filter((one) => standingOf(after, one.id).t === 'counts');
  const voided = voidAfter(after, again, 'reopened', law);
  const gone = new Set(voided.flatMap((event) => (event.type === 'TaskWithdrawn' ? [event.taskId] : [])));
  return [
    resolved,
    ...[...new Set(rested)].map((one): ReviewEvent => ({ type: 'DecisionSuperseded', at: law.now, decisionId: one.id, fields: [] })),
    ...voided,
    ...resumed.filter((event) => !gone.has(event.taskId)),
  ];
}

/** Tasks whose clocks a dispute holds: the open ones, and the disputed verdict's own, which may be asked again. */
const isAsked = (state: ReviewState, task: TaskState, disputed: DecisionState): boolean =>
  isOpen(task) || (task.decisionId === disputed.id && findStage(state, task.stageId)?.status === 'open');

const lastPause = ({ term: { events } }: TaskState): TermPause | null => {
  const last = events.findLast((entry) => entry.type === 'suspended' || entry.type === 'resumed');
  return last?.type === 'suspended' ? last : null;
};

/** A pause without a planned end holds the clock whatever else does. */
const standsOpenEnded = (task: TaskState): boolean => {
  const pause = lastPause(task);
  return pause !== null && pause.until === undefined;
};

const heldByDispute = (task: TaskState): boolean => lastPause(task)?.ground === DISPUTE_GROUND;

type OnTerm = Extract<ReviewEvent, { readonly type: 'TermResumed' | 'TermSuspended' }>;

/** The clock runs again; a pause whose planned end is still ahead goes on to that end. */
function released(task: TaskState, by: PersonId, law: Law): readonly OnTerm[] {
  const term = withEntry(task.term, { type: 'resumed', at: law.now }, law);
  const resumed: OnTerm = { type: 'TermResumed', at: law.now, taskId: task.id, by, term };
  const rest = task.term.events.findLast((entry): entry is TermPause => entry.type === 'suspended' && entry.until !== undefined && entry.until > law.now);
  const begun = task.term.events.findLastIndex((entry) => entry.type === 'resumed');
  if (rest?.until === undefined || task.term.events.indexOf(rest) < begun) return [resumed];
  const { until, ground, basis } = rest;
  return [
    resumed,
    { type: 'TermSuspended', at: law.now, taskId: task.id, by, ground, basis, until, term: withEntry(term, { ...rest, at: law.now, from: law.now }, law) },
  ];
}
