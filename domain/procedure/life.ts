/**
 * The life of one procedure as a fold over its facts: in force → under review → adopted → in force on its day →
 * measured again. At most one review is open at a time.
 */
import { addDays, addMonths, localDateOf, startOfDate, type Instant, type LocalDate } from '../shared/instant.js';
import { assertNever } from '../shared/assert-never.js';
import { DomainError } from '../shared/errors.js';
import type { CompetenceTrack } from './change-items.js';
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
      /** Null where the approval is still to be carried out: the amending text will name the day. */
      readonly effectiveFrom: LocalDate | null;
      readonly measureOn: LocalDate | null;
    }
  /** A text was issued: what it executes has its day, as this version. */
  | {
      readonly type: 'ForceDated';
      readonly at: Instant;
      readonly reviewId: ReviewId;
      readonly track: CompetenceTrack;
      readonly itemIds: readonly string[];
      readonly versionId: ProcedureVersionId;
      readonly number: number;
      readonly digest: string;
      readonly effectiveFrom: LocalDate;
      /** Last day on which the text holds by itself. */
      readonly effectiveTo: LocalDate | null;
      readonly measureOn: LocalDate;
    }
  /** A version that waited for a later day holds the newly dated change too. */
  | {
      readonly type: 'VersionRebuilt';
      readonly at: Instant;
      readonly replaces: ProcedureVersionId;
      readonly versionId: ProcedureVersionId;
      readonly number: number;
      readonly digest: string;
      readonly effectiveFrom: LocalDate;
    }
  /** Not everything approved was executed: the whole text never comes into force. */
  | { readonly type: 'AdoptionDropped'; readonly at: Instant; readonly reviewId: ReviewId; readonly versionId: ProcedureVersionId }
  /** A text has ended by itself: from `on` the version without what rested on it is in force. */
  | {
      readonly type: 'ProvisionLapsed';
      readonly at: Instant;
      readonly lapsed: readonly { readonly reviewId: ReviewId; readonly track: CompetenceTrack | null }[];
      readonly versionId: ProcedureVersionId;
      readonly number: number;
      readonly digest: string;
      readonly on: LocalDate;
    }
  | { readonly type: 'VersionBroughtIntoForce'; readonly at: Instant; readonly versionId: ProcedureVersionId; readonly effectiveFrom: LocalDate }
  | { readonly type: 'MeasurementOpened'; readonly at: Instant; readonly versionId: ProcedureVersionId; readonly measureOn: LocalDate };

export type AdoptedVersion = {
  readonly versionId: ProcedureVersionId;
  readonly number: number;
  readonly effectiveFrom: LocalDate;
  readonly measureOn: LocalDate | null;
};

/** Approved items with their days; `itemIds` null: every item of the review. */
export type Provision = {
  readonly reviewId: ReviewId;
  readonly track: CompetenceTrack | null;
  readonly itemIds: readonly string[] | null;
  readonly versionId: ProcedureVersionId;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
};

/** The state on a day is computed, never stored. */
export const holdsOn = (provision: Pick<Provision, 'effectiveFrom' | 'effectiveTo'>, day: LocalDate): boolean =>
  provision.effectiveFrom <= day && (provision.effectiveTo === null || day <= provision.effectiveTo);

/** Days of law are those of Vietnam, which keeps one time zone. */
const LAW_OFFSET_MINUTES = 7 * 60;

export type ProcedureState = {
  readonly id: ProcedureId;
  readonly currentVersionId: ProcedureVersionId;
  readonly versionCount: number;
  readonly openReviewId: ReviewId | null;
  /** Adopted, waiting for their days, the first first; each builds on the one before it. */
  readonly coming: readonly AdoptedVersion[];
  /** Approved as a whole, waiting for amending texts: nothing builds on it. */
  readonly undated: readonly { readonly versionId: ProcedureVersionId; readonly number: number; readonly reviewId: ReviewId }[];
  /** The text that the provisions change. */
  readonly rootVersionId: ProcedureVersionId;
  /** In the order they were recorded. */
  readonly provisions: readonly Provision[];
  /** In force and to be measured again on a day. */
  readonly toMeasure: { readonly versionId: ProcedureVersionId; readonly measureOn: LocalDate } | null;
  readonly measuring: boolean;
};

export function evolveProcedure(state: ProcedureState | null, event: ProcedureEvent): ProcedureState {
  if (event.type === 'ProcedureImported') {
    if (state) throw new Error(`procedure ${state.id} was imported twice`);
    return {
      id: event.procedureId,
      currentVersionId: event.versionId,
      versionCount: 1,
      openReviewId: null,
      coming: [],
      undated: [],
      rootVersionId: event.versionId,
      provisions: [],
      toMeasure: null,
      measuring: false,
    };
  }
  if (!state) throw new Error(`a procedure starts with its import, not with ${event.type}`);
  switch (event.type) {
    case 'VersionImported':
      // What came into force before it is part of the imported text.
      return {
        ...state,
        currentVersionId: event.versionId,
        versionCount: event.number,
        rootVersionId: event.versionId,
        provisions: state.provisions.filter((provision) => provision.effectiveFrom > localDateOf(event.at, LAW_OFFSET_MINUTES)),
      };
    case 'ReviewStarted':
      return { ...state, openReviewId: event.reviewId, measuring: false };
    case 'ReviewEnded':
      return { ...state, openReviewId: null };
    case 'VersionAdopted': {
      const { versionId, number, reviewId, effectiveFrom, measureOn } = event;
      if (effectiveFrom === null) return { ...state, versionCount: number, undated: [...state.undated, { versionId, number, reviewId }] };
      // The newer text holds what the older one changes: an older one that would come on its day or later never does.
      return {
        ...state,
        versionCount: number,
        coming: [...state.coming.filter((version) => version.effectiveFrom < effectiveFrom), { versionId, number, effectiveFrom, measureOn }],
        provisions: [...state.provisions, { reviewId, track: null, itemIds: null, versionId, effectiveFrom, effectiveTo: null }],
      };
    }
    case 'ForceDated': {
      const { versionId, number, reviewId, track, itemIds, effectiveFrom, effectiveTo, measureOn } = event;
      return {
        ...state,
        versionCount: Math.max(state.versionCount, number),
        undated: state.undated.filter((version) => version.versionId !== versionId),
        coming: byDay([...state.coming.filter((version) => version.effectiveFrom !== effectiveFrom), { versionId, number, effectiveFrom, measureOn }]),
        provisions: [...state.provisions, { reviewId, track, itemIds, versionId, effectiveFrom, effectiveTo }],
      };
    }
    case 'VersionRebuilt':
      return {
        ...state,
        versionCount: Math.max(state.versionCount, event.number),
        coming: state.coming.map((version) =>
          version.versionId === event.replaces ? { ...version, versionId: event.versionId, number: event.number } : version,
        ),
        provisions: state.provisions.map((provision) => (provision.versionId === event.replaces ? { ...provision, versionId: event.versionId } : provision)),
      };
    case 'AdoptionDropped':
      return { ...state, undated: state.undated.filter((version) => version.versionId !== event.versionId) };
    case 'ProvisionLapsed': {
      const gone = state.provisions.filter((provision) => event.lapsed.some((one) => one.reviewId === provision.reviewId && one.track === provision.track));
      return {
        ...state,
        versionCount: Math.max(state.versionCount, event.number),
        currentVersionId: event.versionId,
        provisions: state.provisions.filter((provision) => !gone.includes(provision)),
        toMeasure: gone.some((provision) => provision.versionId === state.toMeasure?.versionId) ? null : state.toMeasure,
      };
    }
    case 'VersionBroughtIntoForce': {
      const version = state.coming.find((candidate) => candidate.versionId === event.versionId);
      return {
        ...state,
        currentVersionId: event.versionId,
        coming: state.coming.filter((candidate) => candidate !== version),
        toMeasure: version?.measureOn ? { versionId: event.versionId, measureOn: version.measureOn } : null,
      };
    }
    case 'MeasurementOpened':
      return { ...state, toMeasure: null, measuring: true };
    default:
      return assertNever(event);
  }
}

const byDay = (versions: readonly AdoptedVersion[]): readonly AdoptedVersion[] => versions.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));

export function foldProcedure(events: readonly ProcedureEvent[], from: ProcedureState | null = null): ProcedureState {
  const state = events.reduce<ProcedureState | null>(evolveProcedure, from);
  if (!state) throw new Error('a procedure without facts');
  return state;
}

export function phaseOf(state: ProcedureState): ProcedurePhase {
  if (state.openReviewId !== null) return 'underReview';
  if (state.coming.length > 0 || state.undated.length > 0) return 'adopted';
  return state.measuring ? 'measuring' : 'inForce';
}

/** The text a review is written against: what is approved but not executed is no part of it. */
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

export const MILESTONE_KINDS = ['bringIntoForce', 'measureAgain', 'lapse'] as const;
export type MilestoneKind = (typeof MILESTONE_KINDS)[number];
export type Milestone = { readonly kind: MilestoneKind; readonly versionId: ProcedureVersionId; readonly on: LocalDate; readonly at: Instant };

/** Dated events ahead, the first first. A day begins at its local midnight. */
export function milestonesOf(state: ProcedureState, zoneOffsetMinutes: number): readonly Milestone[] {
  const coming = state.coming.map((version) => ({ kind: 'bringIntoForce' as const, versionId: version.versionId, on: version.effectiveFrom }));
  const measure = state.toMeasure === null ? [] : [{ kind: 'measureAgain' as const, versionId: state.toMeasure.versionId, on: state.toMeasure.measureOn }];
  const lapse = state.provisions.flatMap((provision) =>
    provision.effectiveTo === null ? [] : [{ kind: 'lapse' as const, versionId: provision.versionId, on: lapseDay(provision.effectiveTo) }],
  );
  return [...coming, ...measure, ...lapse]
    .map((milestone) => ({ ...milestone, at: startOfDate(milestone.on, zoneOffsetMinutes) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The day after a text's last. A date of law, not a period: it never moves to a working day. */
const lapseDay = (effectiveTo: LocalDate): LocalDate => addDays(effectiveTo, 1);

/** The first lapse whose day has come, with everything that ends on the same day; null when none has. */
export function lapsing(
  state: ProcedureState,
  now: Instant,
  zoneOffsetMinutes: number,
): { readonly on: LocalDate; readonly provisions: readonly Provision[] } | null {
  const first = milestonesOf(state, zoneOffsetMinutes).find((milestone) => milestone.kind === 'lapse');
  if (!first || first.at > now) return null;
  return { on: first.on, provisions: state.provisions.filter((provision) => provision.effectiveTo !== null && lapseDay(provision.effectiveTo) === first.on) };
}

/** The facts of a milestone whose day has come; none when it is early or done. A lapse makes a new text: `lapsing`. */
export function reachMilestone(
  state: ProcedureState,
  kind: Exclude<MilestoneKind, 'lapse'>,
  now: Instant,
  zoneOffsetMinutes: number,
): readonly ProcedureEvent[] {
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
