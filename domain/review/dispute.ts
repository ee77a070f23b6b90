/** "Không phải tôi": holds a review while two people settle whether a verdict was given by the person it names. */
import { DomainError } from '../shared/errors.js';
import type { DecisionId, PersonId } from '../shared/ids.js';
import { comesAfter } from '../route/next-stages.js';
import { isSupervisor, requireAuthority } from './authority.js';
import type { Law } from './law.js';
import { fallen, restsOn, voidAfter } from './reapproval.js';
import { decisionOf, findTask, fold, isOpen, LAW, standingOf, type DecisionState, type ReviewEvent, type ReviewState } from './review.js';
import { isRunning, withEntry } from './term-changes.js';

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
      .filter((task) => isOpen(task) && !('fixedDate' in task.term.limit) && isRunning(task.term, law.now))
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
  const resumed = after.tasks
    .filter(
      (open) =>
        isOpen(open) &&
        open.term.events.findLast((entry) => entry.type === 'suspended' || entry.type === 'resumed')?.type === 'suspended' &&
        heldByDispute(open.term.events),
    )
    .map((open): ReviewEvent => ({
      type: 'TermResumed',
      at: law.now,
      taskId: open.id,
      by: command.by,
      term: withEntry(open.term, { type: 'resumed', at: law.now }, law),
    }));
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
    ...resumed.filter((event) => event.type !== 'TermResumed' || !gone.has(event.taskId)),
  ];
}

const heldByDispute = (events: ReviewState['tasks'][number]['term']['events']): boolean => {
  const last = events.findLast((entry) => entry.type === 'suspended');
  return last?.type === 'suspended' && last.ground === DISPUTE_GROUND;
};
