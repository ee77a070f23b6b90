/**
 * Carrying an approved change out: one track per competence, each proved by the amending text, then publication.
 * Approved is not executed; waiting for a ministry is not the unit's lateness.
 */
import { DomainError } from '../shared/errors.js';
import { localDateOf, type LocalDate } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';
import { COMPETENCE_TRACKS, type ChangeItem, type CompetenceTrack } from '../procedure/change-items.js';
import type { Route, Stage } from '../route/route.js';
import { holds } from './directory.js';
import { isClockKeeper, requireAuthority } from './authority.js';
import { startTerm, type Law } from './law.js';
import type { ReviewEvent, ReviewState, TrackOutcome, TrackState, TrackStep } from './review.js';

/** Stage key of the publication in the implementation route; the tracks' stages bear the tracks' names. */
export const PUBLICATION_STAGE = 'publication';

/** The law of the execution phase: the review's own, and the route whose stages give the tracks their limits and ladders. */
export type ExecutionLaw = Law & { readonly implementation: Route };

/** The stage that gives a track or the publication its limit, reminders and ladder; null when the route names none. */
export const executionStage = (implementation: Route, key: CompetenceTrack | typeof PUBLICATION_STAGE): Stage | null =>
  implementation.stages.find((stage) => stage.key === key) ?? null;

/**
 * One track per competence that has items. Asked again, it changes nothing.
 * @legal NĐ 63/2010/NĐ-CP, Điều 31.1: a province amends what is its own and asks the ministry for the rest
 */
export function openTracks(state: ReviewState, items: readonly ChangeItem[], law: ExecutionLaw): readonly ReviewEvent[] {
  if (state.outcome !== 'approved' || state.tracks.length > 0) return [];
  const tracks = COMPETENCE_TRACKS.flatMap((key) => {
    const itemIds = items.filter((item) => item.track === key).map((item) => item.id);
    const stage = executionStage(law.implementation, key);
    return itemIds.length === 0 ? [] : [{ key, itemIds, unitId: state.ownerUnitId, term: stage && startTerm(law, state.ownerUnitId, stage.limit, law.now) }];
  });
  return tracks.length === 0 ? [] : [{ type: 'TracksOpened', at: law.now, tracks }];
}

/** What may follow what on each track. `drafted` is our own work, `sent` leaves the house, the rest is the other side's answer. */
const FOLLOWS: Readonly<Record<CompetenceTrack, Readonly<Partial<Record<TrackStep['step'] | 'opened', readonly TrackStep['step'][]>>>>> = {
  province: { opened: ['drafted', 'enacted', 'dropped'], drafted: ['enacted', 'dropped'] },
  council: {
    opened: ['drafted', 'sent', 'dropped'], drafted: ['sent', 'dropped'], sent: ['accepted', 'refused', 'enacted', 'unanswered'],
    accepted: ['enacted', 'refused'], unanswered: ['accepted', 'refused', 'enacted'],
  },
  ministry: {
    opened: ['drafted', 'sent', 'dropped'], drafted: ['sent', 'dropped'], sent: ['accepted', 'refused', 'enacted', 'unanswered'],
    accepted: ['enacted', 'refused'], unanswered: ['accepted', 'refused', 'enacted'],
  },
};

/** Steps that may be recorded next on a track; empty once it has closed. */
export function nextTrackSteps(track: TrackState): readonly TrackStep['step'][] {
  if (track.outcome !== null) return [];
  return FOLLOWS[track.key][track.steps.at(-1)?.step ?? 'opened'] ?? [];
}

const OUTCOMES: Partial<Record<TrackStep['step'], TrackOutcome>> = { enacted: 'executed', refused: 'refused', dropped: 'dropped' };

export type AdvanceTrack = { readonly key: CompetenceTrack; readonly by: PersonId; readonly step: TrackStep };

/**
 * Records a step of carrying out. `enacted` needs the amending text, its article and its day of effect.
 * @throws not_found, not_eligible (the owning unit's staff or the coordinator), track_step_invalid, evidence_required, date_invalid
 */
export function advanceTrack(state: ReviewState, { key, by, step }: AdvanceTrack, law: Law): readonly ReviewEvent[] {
  const track = state.tracks.find((candidate) => candidate.key === key);
  if (!track) throw new DomainError('not_found', { kind: 'track', id: key });
  const staff = (['officer', 'unitHead'] as const).some((role) => holds(law.directory, by, track.unitId, role));
  requireAuthority(staff || isClockKeeper(law, by), 'no_seat');
  const allowed = nextTrackSteps(track);
  if (!allowed.includes(step.step)) throw new DomainError('track_step_invalid', { step: step.step, allowed });
  if (step.document.trim() === '') throw new DomainError('evidence_required', { pointer: '/document' });
  if (step.step === 'enacted' && (step.article === null || step.article.trim() === '')) throw new DomainError('evidence_required', { pointer: '/article' });
  if (step.step === 'enacted' && step.effectiveFrom === null) throw new DomainError('evidence_required', { pointer: '/effectiveFrom' });
  if (step.on > localDateOf(law.now, 7 * 60)) throw new DomainError('date_invalid', { pointer: '/on' });
  if (step.effectiveTo !== null && (step.effectiveFrom === null || step.effectiveTo < step.effectiveFrom)) throw new DomainError('date_invalid', { pointer: '/effectiveTo' });
  const outcome = OUTCOMES[step.step];
  return [
    { type: 'TrackAdvanced', at: law.now, key, by, step },
    ...(outcome === undefined ? [] : [{ type: 'TrackClosed' as const, at: law.now, key, outcome }]),
  ];
}

/** A recommendation nobody answered is given up by name: it counts as lapsed, never as executed. @throws not_found, not_eligible, track_step_invalid */
export function giveUpTrack(state: ReviewState, { key, by }: { readonly key: CompetenceTrack; readonly by: PersonId }, law: Law): readonly ReviewEvent[] {
  const track = state.tracks.find((candidate) => candidate.key === key);
  if (!track) throw new DomainError('not_found', { kind: 'track', id: key });
  requireAuthority(isClockKeeper(law, by), 'not_clock_keeper');
  if (track.outcome !== null || track.steps.at(-1)?.step !== 'unanswered') throw new DomainError('track_step_invalid', { step: 'lapsed', allowed: nextTrackSteps(track) });
  return [{ type: 'TrackClosed', at: law.now, key, outcome: 'lapsed' }];
}

/** Publication starts once every track has ended and something was executed. Asked again, it changes nothing. */
export function openPublication(state: ReviewState, law: ExecutionLaw): readonly ReviewEvent[] {
  const done = state.tracks.length > 0 && state.tracks.every((track) => track.outcome !== null) && state.tracks.some((track) => track.outcome === 'executed');
  const stage = executionStage(law.implementation, PUBLICATION_STAGE);
  if (!done || state.publication || !stage) return [];
  return [{ type: 'PublicationOpened', at: law.now, unitId: state.ownerUnitId, term: startTerm(law, state.ownerUnitId, stage.limit, law.now) }];
}

export type Publish = { readonly by: PersonId; readonly decisionNumber: string; readonly publishedOn: LocalDate; readonly databaseEnteredOn: LocalDate | null };

/** @throws not_eligible, track_step_invalid, evidence_required, date_invalid @legal NĐ 63/2010/NĐ-CP, Điều 13, 15, 24 */
export function publish(state: ReviewState, command: Publish, law: Law): readonly ReviewEvent[] {
  if (!state.publication || state.publication.published) throw new DomainError('track_step_invalid', { step: 'published', allowed: [] });
  const { unitId } = state.publication;
  const staff = (['officer', 'unitHead'] as const).some((role) => holds(law.directory, command.by, unitId, role));
  requireAuthority(staff || isClockKeeper(law, command.by), 'no_seat');
  if (command.decisionNumber.trim() === '') throw new DomainError('evidence_required', { pointer: '/decisionNumber' });
  if (command.publishedOn > localDateOf(law.now, 7 * 60)) throw new DomainError('date_invalid', { pointer: '/publishedOn' });
  return [{ type: 'Published', at: law.now, ...command }];
}

/** Ids of the change items whose amending text has been issued. */
export const executedItems = (state: ReviewState): readonly string[] =>
  state.tracks.filter((track) => track.outcome === 'executed').flatMap((track) => track.itemIds);

export type SavingAtRisk = { readonly key: CompetenceTrack; readonly itemIds: readonly string[]; readonly endsOn: LocalDate; readonly document: string };

/** What rests only on texts that lapse by themselves on a day. @legal NQ 66.x/…/NQ-CP: in force to 28/02/2027 */
export const savingsAtRisk = (state: ReviewState): readonly SavingAtRisk[] =>
  state.tracks.flatMap((track) => {
    const enacted = track.steps.filter((step) => step.step === 'enacted').at(-1);
    return enacted?.effectiveTo ? [{ key: track.key, itemIds: track.itemIds, endsOn: enacted.effectiveTo, document: enacted.document }] : [];
  });
