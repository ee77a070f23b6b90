/** Opens a closed stage again as a new round: asked for by one person, confirmed by another. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, StageId } from '../shared/ids.js';
import { isClockKeeper, requireAuthority } from './authority.js';
import { holds } from './directory.js';
import type { Law } from './law.js';
import { latestRound, restsOn, voidAfter, voided } from './reapproval.js';
import { findStage, isFrozen, type ReviewEvent, type ReviewState, type StageState } from './review.js';

export type ReopenStage = { readonly stageId: StageId; readonly by: PersonId; readonly reason: string };

function closedStage(state: ReviewState, stageId: StageId): StageState {
  const stage = findStage(state, stageId);
  if (!stage) throw new DomainError('not_found', { kind: 'stage', id: stageId });
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  if (isFrozen(state)) throw new DomainError('frozen');
  // A later round has taken its place, or it is running: there is nothing to open.
  if (isStuck(stage)) return stage;
  if (stage.status === 'open' || stage.outcome === null || stage.round < latestRound(state, stage.key) || stage.reopenConfirmedBy !== null)
    throw new DomainError('stage_not_reopenable');
  return stage;
}

/** Runs, but can no longer reach the approvals it needs; the stage before it opens it again. */
const isStuck = (stage: StageState): boolean => stage.status === 'open' && !stage.quorumReachable && stage.openedBy !== null;

/** Took part in the stage, heads a unit that did, or keeps the clocks. */
const mayAsk = (state: ReviewState, stage: StageState, person: PersonId, law: Law): boolean =>
  restsOn(state, stage).some(
    (decision) => decision.actor === person || decision.onBehalfOf === person || holds(law.directory, person, decision.unitId, 'unitHead'),
  ) || isClockKeeper(law, person);

/** @throws not_found, review_closed, frozen, stage_not_reopenable, not_eligible, comment_required */
export function requestReopen(state: ReviewState, command: ReopenStage, law: Law): readonly ReviewEvent[] {
  const stage = closedStage(state, command.stageId);
  requireAuthority(mayAsk(state, stage, command.by, law), 'not_supervisor');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  return [{ type: 'ReopenRequested', at: law.now, stageId: stage.id, by: command.by, reason: command.reason }];
}

/**
 * The second person. What comes after ends without an outcome; the new round is opened as every next stage is.
 * @throws not_found, review_closed, frozen, stage_not_reopenable, request_unknown, not_eligible, second_person_needed, comment_required
 */
export function confirmReopen(state: ReviewState, command: ReopenStage, law: Law): readonly ReviewEvent[] {
  const stage = closedStage(state, command.stageId);
  if (stage.reopenRequestedBy === null) throw new DomainError('request_unknown', { id: stage.id });
  requireAuthority(mayAsk(state, stage, command.by, law), 'not_supervisor');
  if (stage.reopenRequestedBy === command.by) throw new DomainError('second_person_needed');
  if (command.reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
  const confirmed: ReviewEvent = { type: 'ReopenConfirmed', at: law.now, stageId: stage.id, by: command.by, reason: command.reason };
  if (isStuck(stage)) return [confirmed, ...voided(state, stage, 'reopened', law)];
  return [confirmed, ...voidAfter(state, [stage], 'reopened', law)];
}
