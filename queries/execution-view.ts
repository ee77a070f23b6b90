/** How far an approved review has been carried out: its tracks with their evidence, its publication, what may end again. */
import type { Law } from '../domain/review/law.js';
import { clockOfStep, publicationStepId, trackStepId, type ExecutionStepId } from '../domain/escalation/execution-steps.js';
import type { CompetenceTrack } from '../domain/procedure/change-items.js';
import { enactedBy, mayCarryOut, mayGiveUp, nextTrackSteps, savingsAtRisk } from '../domain/review/execution.js';
import { isClockKeeper } from '../domain/review/authority.js';
import { isPublished, phaseOfReview, type ReviewPhase, type ReviewState, type TrackOutcome, type TrackState, type TrackStep } from '../domain/review/review.js';
import type { Instant, LocalDate } from '../domain/shared/instant.js';
import type { PersonId } from '../domain/shared/ids.js';
import type { Reader } from '../db/reader.js';
import { dueOnOf, latenessOf, workingDaysLeft, type Lateness } from './lateness.js';
import { namePeople, nameUnits, type PersonName, type UnitName } from './people.js';
import { dong } from './task-row.js';

/** A clock of carrying out. `lateness` null: nobody is late by it (a ministry is waited for), or none runs. */
export type StepDue = {
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  readonly provisional: boolean;
  readonly lateness: Lateness | null;
  readonly workingDaysLeft: number | null;
};

export type TrackView = {
  readonly key: CompetenceTrack;
  readonly unit: UnitName;
  readonly itemIds: readonly string[];
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly outcome: TrackOutcome | null;
  readonly steps: readonly (TrackStep & { readonly at: Instant; readonly by: PersonName })[];
  /** What the reader may record next. */
  readonly nextSteps: readonly TrackStep['step'][];
  readonly mayGiveUp: boolean;
  /** đồng a year of the approved saving that rests on it. */
  readonly saving: number | null;
  /** The text that executed it. */
  readonly evidence: {
    readonly document: string;
    readonly article: string | null;
    readonly effectiveFrom: LocalDate;
    readonly effectiveTo: LocalDate | null;
  } | null;
  readonly due: StepDue | null;
  /** Of that text; null until it is opened. */
  readonly publication: PublicationView | null;
};

export type PublicationView = {
  readonly openedAt: Instant;
  readonly status: 'open' | 'published' | 'entered';
  readonly decisionNumber: string | null;
  readonly publishedOn: LocalDate | null;
  readonly databaseEnteredOn: LocalDate | null;
  readonly mayPublish: boolean;
  readonly mayEnter: boolean;
  readonly due: StepDue | null;
};

export type ExecutionView = {
  readonly phase: ReviewPhase;
  readonly tracks: readonly TrackView[];
  readonly savingsAtRisk: readonly {
    readonly key: CompetenceTrack;
    readonly endsOn: LocalDate;
    readonly document: string;
    readonly saving: number | null;
    readonly lapsed: boolean;
  }[];
};

/** Null for a review that is not, or not yet, carried out. */
export async function executionView(reader: Reader, state: ReviewState, by: PersonId, law: Law): Promise<ExecutionView | null> {
  if (state.outcome !== 'approved' || !state.executes) return null;
  const people = await namePeople(
    reader,
    state.tracks.flatMap((track) => track.steps.map((step) => step.by)),
  );
  const units = await nameUnits(reader, [state.ownerUnitId, ...state.tracks.map((track) => track.unitId)]);
  return {
    phase: phaseOfReview(state),
    tracks: state.tracks.map((track) => {
      const text = enactedBy(track);
      return {
        key: track.key,
        unit: units(track.unitId),
        itemIds: track.itemIds,
        openedAt: track.openedAt,
        closedAt: track.closedAt,
        outcome: track.outcome,
        steps: track.steps.map(({ by: person, ...step }) => ({ ...step, by: people(person) })),
        nextSteps: mayCarryOut(law, by, track.unitId) ? nextTrackSteps(track) : [],
        mayGiveUp: mayGiveUp(track) && isClockKeeper(law, by),
        saving: dong(track.saving),
        evidence: text?.effectiveFrom
          ? { document: text.document, article: text.article, effectiveFrom: text.effectiveFrom, effectiveTo: text.effectiveTo }
          : null,
        due: dueOf(state, trackStepId(track.key), law),
        publication: publicationView(state, track, by, law),
      };
    }),
    savingsAtRisk: savingsAtRisk(state, law.now).map(({ key, endsOn, document, saving, lapsed }) => ({ key, endsOn, document, saving: dong(saving), lapsed })),
  };
}

function publicationView(state: ReviewState, track: TrackState, by: PersonId, law: Law): PublicationView | null {
  const { publication } = track;
  if (publication === null) return null;
  const { published } = publication;
  const may = mayCarryOut(law, by, track.unitId);
  return {
    openedAt: publication.openedAt,
    status: published === null ? 'open' : isPublished(track) ? 'entered' : 'published',
    decisionNumber: published?.decisionNumber ?? null,
    publishedOn: published?.publishedOn ?? null,
    databaseEnteredOn: published?.databaseEnteredOn ?? null,
    mayPublish: may && published === null,
    mayEnter: may && published !== null && !isPublished(track),
    due: dueOf(state, publicationStepId(track.key), law),
  };
}

function dueOf(state: ReviewState, step: ExecutionStepId, law: Law): StepDue | null {
  const found = clockOfStep(state, step, law);
  if (!found) return null;
  const { dueAt, provisional } = found.clock.term;
  const calendar = law.calendarOfUnit(found.unitId);
  return {
    dueAt,
    dueOn: dueOnOf(calendar, dueAt),
    provisional,
    lateness: found.lateness ? latenessOf(calendar, dueAt, law.now) : null,
    workingDaysLeft: workingDaysLeft(calendar, dueAt, law.now),
  };
}
