/**
 * The life of one procedure as a fold over its facts: in force → under review → adopted → in force on its day →
 * measured again. At most one review is open at a time.
 */
import { addMonths, startOfDate, type Instant, type LocalDate } from '../shared/instant.js';
import { assertNever } from '../shared/assert-never.js';
import { DomainError } from '../shared/errors.js';
import type { PersonId, ProcedureId, ProcedureVersionId, ReviewId } from '../shared/ids.js';

export const PROCEDURE_PHASES = ['inForce', 'underReview', 'adopted', 'measuring'] as const;
export type ProcedurePhase = (typeof PROCEDURE_PHASES)[number];

export type ProcedureEvent =
  | {
      readonly type: 'ProcedureImported';
      readonly at: Instant;
      readonly by: PersonId;
      readonly procedureId: ProcedureId;
      readonly versionId: ProcedureVersionId;
      readonly digest: string;
    }
  | {
      readonly type: 'VersionImported';
      readonly at: Instant;
      readonly by: PersonId;
      readonly versionId: ProcedureVersionId;
      readonly number: number;
      readonly digest: string;
    }
  | { readonly type: 'ReviewStarted'; readonly at: Instant; readonly reviewId: ReviewId; readonly versionId: ProcedureVersionId }
  | { readonly type: 'ReviewEnded'; readonly at: Instant; readonly reviewId: ReviewId; readonly outcome: 'approved' | 'rejected' | 'withdrawn' }
  | {
      readonly type: 'VersionAdopted';
      readonly at: Instant;
      readonly reviewId: ReviewId;
      readonly versionId: ProcedureVersionId;
      readonly number: number;
      readonly digest: string;
      readonly effectiveFrom: LocalDate;
      readonly measureOn: LocalDate;
    }
  | { readonly type: 'VersionBroughtIntoForce'; readonly at: Instant; readonly versionId: ProcedureVersionId; readonly effectiveFrom: LocalDate }
  | { readonly type: 'MeasurementOpened'; readonly at: Instant; readonly versionId: ProcedureVersionId; readonly measureOn: LocalDate };

export type AdoptedVersion = {
  readonly versionId: ProcedureVersionId;
  readonly number: number;
  readonly effectiveFrom: LocalDate;
  readonly measureOn: LocalDate;
};

export type ProcedureState = {
  readonly id: ProcedureId;
  readonly currentVersionId: ProcedureVersionId;
  readonly versionCount: number;
  readonly openReviewId: ReviewId | null;
  /** Adopted, waiting for their days, the first first; each builds on the one before it. */
  readonly coming: readonly AdoptedVersion[];
  /** In force and to be measured again on a day. */
  readonly toMeasure: { readonly versionId: ProcedureVersionId; readonly measureOn: LocalDate } | null;
  readonly measuring: boolean;
};

export function evolveProcedure(state: ProcedureState | null, event: ProcedureEvent): ProcedureState {
  if (event.type === 'ProcedureImported') {
    if (state) throw new Error(`procedure ${state.id} was imported twice`);
    return { id: event.procedureId, currentVersionId: event.versionId, versionCount: 1, openReviewId: null, coming: [], toMeasure: null, measuring: false };
  }
  if (!state) throw new Error(`a procedure starts with its import, not with ${event.type}`);
  switch (event.type) {
    case 'VersionImported':
      return { ...state, currentVersionId: event.versionId, versionCount: event.number };
    case 'ReviewStarted':
      return { ...state, openReviewId: event.reviewId, measuring: false };
    case 'ReviewEnded':
      return { ...state, openReviewId: null };
    case 'VersionAdopted':
      // The newer text holds what the older one changes: an older one that would come on its day or later never does.
      return {
        ...state,
        versionCount: event.number,
        coming: [
          ...state.coming.filter((version) => version.effectiveFrom < event.effectiveFrom),
          { versionId: event.versionId, number: event.number, effectiveFrom: event.effectiveFrom, measureOn: event.measureOn },
        ],
      };
    case 'VersionBroughtIntoForce': {
      const version = state.coming.find((candidate) => candidate.versionId === event.versionId);
      return {
        ...state,
        currentVersionId: event.versionId,
        coming: state.coming.filter((candidate) => candidate !== version),
        toMeasure: version ? { versionId: event.versionId, measureOn: version.measureOn } : null,
      };
    }
    case 'MeasurementOpened':
      return { ...state, toMeasure: null, measuring: true };
    default:
      return assertNever(event);
  }
}

export function foldProcedure(events: readonly ProcedureEvent[], from: ProcedureState | null = null): ProcedureState {
  const state = events.reduce<ProcedureState | null>(evolveProcedure, from);
  if (!state) throw new Error('a procedure without facts');
  return state;
}

export function phaseOf(state: ProcedureState): ProcedurePhase {
  if (state.openReviewId !== null) return 'underReview';
  if (state.coming.length > 0) return 'adopted';
  return state.measuring ? 'measuring' : 'inForce';
}

/** The text a review is written against. */
export const newestVersionOf = (state: ProcedureState): ProcedureVersionId => state.coming.at(-1)?.versionId ?? state.currentVersionId;

/** @policy an approved change is measured again a year after it takes effect */
const MONTHS_UNTIL_MEASURED = 12;
export const measureDateOf = (effectiveFrom: LocalDate): LocalDate => addMonths(effectiveFrom, MONTHS_UNTIL_MEASURED);

/**
 * A review starts from the newest text: one that is adopted and waits for its day is part of what the next change builds on.
 * @throws review_open_already: one procedure, one open review
 */
export function startReview(state: ProcedureState, reviewId: ReviewId, now: Instant): readonly ProcedureEvent[] {
  if (state.openReviewId !== null) throw new DomainError('review_open_already', { reviewId: state.openReviewId });
  return [{ type: 'ReviewStarted', at: now, reviewId, versionId: newestVersionOf(state) }];
}

export const MILESTONE_KINDS = ['bringIntoForce', 'measureAgain'] as const;
export type MilestoneKind = (typeof MILESTONE_KINDS)[number];
export type Milestone = { readonly kind: MilestoneKind; readonly versionId: ProcedureVersionId; readonly on: LocalDate; readonly at: Instant };

/** Dated events ahead, the first first. A day begins at its local midnight. */
export function milestonesOf(state: ProcedureState, zoneOffsetMinutes: number): readonly Milestone[] {
  const coming = state.coming.map((version) => ({ kind: 'bringIntoForce' as const, versionId: version.versionId, on: version.effectiveFrom }));
  const measure = state.toMeasure === null ? [] : [{ kind: 'measureAgain' as const, versionId: state.toMeasure.versionId, on: state.toMeasure.measureOn }];
  return [...coming, ...measure]
    .map((milestone) => ({ ...milestone, at: startOfDate(milestone.on, zoneOffsetMinutes) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The facts of a milestone whose day has come; none when it is early or done. */
export function reachMilestone(state: ProcedureState, kind: MilestoneKind, now: Instant, zoneOffsetMinutes: number): readonly ProcedureEvent[] {
  const milestone = milestonesOf(state, zoneOffsetMinutes).find((candidate) => candidate.kind === kind);
  if (!milestone || milestone.at > now) return [];
  switch (kind) {
    case 'bringIntoForce':
      return [{ type: 'VersionBroughtIntoForce', at: now, versionId: milestone.versionId, effectiveFrom: milestone.on }];
    case 'measureAgain':
      return [{ type: 'MeasurementOpened', at: now, versionId: milestone.versionId, measureOn: milestone.on }];
  }
}

/** What the procedure's workflow waits by: milestones as wall instants in epoch milliseconds. */
export type ProcedureView = {
  readonly procedureId: ProcedureId;
  readonly seq: number;
  readonly milestones: readonly { readonly kind: MilestoneKind; readonly at: number }[];
};
