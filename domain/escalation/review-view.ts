/**
 * The small view of a review its workflow walks by: ids, codes and instants, nothing else.
 * `wakeAt` is a wall instant in epoch milliseconds: the business instant less the clock's offset of the moment.
 */
import { earliest, epochMs, plusMs, type Instant } from '../shared/instant.js';
import type { ReviewId, StageId } from '../shared/ids.js';
import { allRungsOf, stageOf, type StageOutcome } from '../route/route.js';
import { calendarsOfTerm, type Law } from '../review/law.js';
import { awaitingNext } from '../review/what-follows.js';
import { publicationsAwaited, tracksAwaited } from '../review/execution.js';
import { findStage, isOpen, isPublished, phaseOfReview, type ReviewOutcome, type ReviewPhase, type ReviewState, type TaskState } from '../review/review.js';
import { INBOUND_PATIENCE_MS, silenceRule } from '../review/silence.js';
import type { CompetenceTrack } from '../procedure/change-items.js';
import { publicationStepId, stepIdsOf, trackStepId, wakeOfExecution } from './execution-steps.js';
import { breachAwaited, wakeOf } from './ladder.js';

export type StepView = {
  readonly id: StageId;
  readonly key: string;
  readonly status: 'open' | 'closed';
  readonly outcome: StageOutcome | null;
  readonly openedBy: StageId | null;
  /** Epoch milliseconds of the wall clock; null when only people can act. */
  readonly wakeAt: number | null;
};

/** `executed`: a text of its own stands, and is to be published. */
export type TrackStepView = {
  readonly key: CompetenceTrack;
  readonly status: 'open' | 'closed';
  readonly executed: boolean;
  readonly wakeAt: number | null;
  readonly publication: { readonly status: 'open' | 'closed'; readonly wakeAt: number | null } | null;
};

export type ReviewView = {
  readonly reviewId: ReviewId;
  /** Rises with each change; the newest view wins. */
  readonly seq: number;
  readonly rebuild: number;
  readonly phase: ReviewPhase;
  readonly outcome: ReviewOutcome | null;
  readonly stages: readonly StepView[];
  readonly tracks: readonly TrackStepView[];
  /** When the review's own limit is next looked at. */
  readonly limitWakeAt: number | null;
  /** The closed stage after which something may open now and has not; views of former times do not say. */
  readonly awaiting?: StageId | null;
};

/** The business instant at which a step next needs looking at. */
export function wakeOfStage(state: ReviewState, stageId: StageId, law: Law): Instant | null {
  return earliest(
    state.tasks
      .filter((task) => task.stageId === stageId && isOpen(task))
      .flatMap((task) => [...silenceAwaited(task, law), wakeOf(task, allRungsOf(stageOf(law.route, task.stageKey)), calendarsOfTerm(law, task.term), law.now)])
      .filter((at) => at !== null),
  );
}

/** When silence that waits for mail still being read is settled one way or the other. */
function silenceAwaited(task: TaskState, law: Law): readonly Instant[] {
  const rule = breachAwaited(task) ? null : silenceRule(task, stageOf(law.route, task.stageKey), law.now);
  return rule === null ? [] : [plusMs(rule.at, INBOUND_PATIENCE_MS)];
}

export function wakeOfLimit(state: ReviewState, law: Law): Instant | null {
  return state.outcome === null && state.limitTerm ? wakeOf(state.limitTerm, law.route.reviewLadder ?? [], calendarsOfTerm(law, state.limitTerm.term)) : null;
}

/** While an approved change is carried out: what nobody has opened yet, and the clocks that run. */
function wakeOfCarryingOut(state: ReviewState, law: Law): Instant | null {
  if (tracksAwaited(state)) return state.closedAt;
  return earliest([
    ...publicationsAwaited(state).flatMap((track) => track.closedAt ?? []),
    ...stepIdsOf(state).flatMap((step) => wakeOfExecution(state, step, law) ?? []),
  ]);
}

/**
 * The business instant at which the review next needs looking at: a rung or due instant of an open step, or the closing
 * of a step whose follower is not open yet. What the due sweep is indexed by.
 */
export function nextWakeOf(state: ReviewState, law: Law): Instant | null {
  if (state.outcome !== null) return phaseOfReview(state) === 'closed' ? null : wakeOfCarryingOut(state, law);
  const open = state.stages.filter((stage) => stage.status === 'open').map((stage) => wakeOfStage(state, stage.id, law));
  const waiting = awaitingNext(state, law).map((id) => findStage(state, id)?.closedAt ?? null);
  return earliest([...open, ...waiting, wakeOfLimit(state, law)].filter((at) => at !== null));
}

/** @param offsetMs business clock less wall clock, in milliseconds */
export function viewOf(state: ReviewState, seq: number, rebuild: number, offsetMs: number, law: Law): ReviewView {
  const wall = (at: Instant | null): number | null => (at === null ? null : epochMs(at) - offsetMs);
  return {
    reviewId: state.id,
    seq,
    rebuild,
    phase: phaseOfReview(state),
    outcome: state.outcome,
    stages: state.stages.map((stage) => ({
      id: stage.id,
      key: stage.key,
      status: stage.status,
      outcome: stage.outcome,
      openedBy: stage.openedBy,
      wakeAt: stage.status === 'open' ? wall(wakeOfStage(state, stage.id, law)) : null,
    })),
    limitWakeAt: wall(wakeOfLimit(state, law)),
    awaiting: awaitingNext(state, law)[0] ?? null,
    tracks: state.tracks.map((track) => ({
      key: track.key,
      status: track.outcome === null ? 'open' : 'closed',
      executed: track.outcome === 'executed',
      wakeAt: wall(wakeOfExecution(state, trackStepId(track.key), law)),
      publication: track.publication && {
        status: isPublished(track) ? 'closed' : 'open',
        wakeAt: wall(wakeOfExecution(state, publicationStepId(track.key), law)),
      },
    })),
  };
}
