/**
 * Carrying an approved change out: one track per competence, each proved by the amending text and its publication.
 * Approved is not executed; waiting for a ministry is not the unit's lateness, and holds up no text that has been issued.
 */
import { DomainError } from '../shared/errors.js';
import { addDays, localDateOf, startOfDate, type Instant, type LocalDate } from '../shared/instant.js';
import type { PersonId, UnitId } from '../shared/ids.js';
import { withinKnown, type Calendar } from '../calendar/calendar.js';
import { latestDateBefore, shiftWorking } from '../calendar/term.js';
import { COMPETENCE_TRACKS, type ChangeItem, type CompetenceTrack } from '../procedure/change-items.js';
import type { ExecutionTerms, StageLimit } from '../route/route.js';
import { candidatesFor } from './directory.js';
import { isClockKeeper, requireAuthority } from './authority.js';
import { startTerm, type Law } from './law.js';
import { TRACK_STEPS, type ReviewEvent, type ReviewState, type RunningTerm, type TrackOutcome, type TrackState, type TrackStep } from './review.js';

/** Dates of texts are those of Vietnam, which keeps one time zone. */
const ZONE_OFFSET_MINUTES = 7 * 60;
const todayOf = (law: Pick<Law, 'now'>): LocalDate => localDateOf(law.now, ZONE_OFFSET_MINUTES);

/** The terms of the review's own route. A review is carried out here only where its route says so. */
function termsOf(law: Law): ExecutionTerms {
  if (law.route.execution === undefined) throw new Error(`route ${law.route.key} v${law.route.version} says nothing about execution`);
  return law.route.execution;
}

/** Whether an approved review waits for its tracks. */
export const tracksAwaited = (state: ReviewState): boolean => state.executes && state.outcome === 'approved' && state.tracksOpenedAt === null;

/** Tracks whose text has been issued, and whose publication nobody has opened yet. */
export const publicationsAwaited = (state: ReviewState): readonly TrackState[] =>
  state.tracks.filter((track) => track.outcome === 'executed' && track.publication === null);

/** đồng a year that a track stands for; null while the proposal's cost is incomplete. */
export type SavingsByTrack = Readonly<Partial<Record<CompetenceTrack, string | null>>>;

/**
 * One track per competence that has items. The terms are those of the review's own route; a ministry's begins when the
 * letter has left. Asked again, it changes nothing.
 * @legal NĐ 63/2010/NĐ-CP, Điều 31.1: a province amends what is its own and asks the ministry for the rest
 */
export function openTracks(state: ReviewState, items: readonly ChangeItem[], savings: SavingsByTrack, law: Law): readonly ReviewEvent[] {
  if (!tracksAwaited(state)) return [];
  const terms = termsOf(law);
  const limits: Readonly<Record<CompetenceTrack, StageLimit | null>> = { province: terms.province, council: terms.council, ministry: null };
  const tracks = COMPETENCE_TRACKS.flatMap((key) => {
    const itemIds = items.filter((item) => item.track === key).map((item) => item.id);
    const limit = limits[key];
    return itemIds.length === 0
      ? []
      : [{ key, itemIds, unitId: state.ownerUnitId, term: limit && startTerm(law, state.ownerUnitId, limit, law.now), saving: savings[key] ?? null }];
  });
  return [{ type: 'TracksOpened', at: law.now, tracks }];
}

type Step = TrackStep['step'];

/** What may follow what on each track. `sent` leaves the house, and once more as a follow-up; what comes after is the other side's answer. */
const FOLLOWS: Readonly<Record<CompetenceTrack, Readonly<Partial<Record<Step | 'opened', readonly Step[]>>>>> = {
  province: { opened: ['drafted', 'enacted', 'dropped'], drafted: ['enacted', 'dropped'] },
  council: {
    opened: ['drafted', 'sent', 'dropped'],
    drafted: ['sent', 'dropped'],
    sent: ['sent', 'accepted', 'refused', 'enacted', 'unanswered'],
    accepted: ['enacted', 'refused'],
    unanswered: ['sent', 'accepted', 'refused', 'enacted'],
  },
  ministry: {
    opened: ['drafted', 'sent', 'dropped'],
    drafted: ['sent', 'dropped'],
    sent: ['sent', 'accepted', 'refused', 'enacted', 'unanswered'],
    accepted: ['enacted', 'refused'],
    unanswered: ['sent', 'accepted', 'refused', 'enacted'],
  },
};

/** Steps that may be recorded next on a track; empty once it has closed. */
export function nextTrackSteps(track: TrackState): readonly Step[] {
  if (track.outcome !== null) return [];
  return FOLLOWS[track.key][track.steps.at(-1)?.step ?? 'opened'] ?? [];
}

/** A recommendation that stayed unanswered may be given up by name. */
export const mayGiveUp = (track: TrackState): boolean => track.outcome === null && track.steps.at(-1)?.step === 'unanswered';

/**
 * Whether the track's clock runs: until it ends, for the council until the change has been brought before it, and for a
 * ministry only while its answer is awaited: whoever has answered is not urged to answer.
 */
export function trackClockRuns(track: TrackState): boolean {
  if (track.outcome !== null) return false;
  const last = track.steps.at(-1)?.step;
  if (track.key === 'ministry') return last === 'sent' || last === 'unanswered';
  return track.key !== 'council' || !track.steps.some((step) => step.step === 'sent');
}

const OUTCOMES: Partial<Record<Step, TrackOutcome>> = { enacted: 'executed', refused: 'refused', dropped: 'dropped' };

export type AdvanceTrack = { readonly key: CompetenceTrack; readonly by: PersonId; readonly step: TrackStep };

/** @throws not_found */
function trackOf(state: ReviewState, key: string): TrackState {
  const track = state.tracks.find((candidate) => candidate.key === key);
  if (!track) throw new DomainError('not_found', { kind: 'track', id: key });
  return track;
}

/** The unit's officers and head, with whoever stands in for them, or the keeper of the clocks. */
export const mayCarryOut = (law: Law, person: PersonId, unitId: UnitId): boolean =>
  isClockKeeper(law, person) || (['officer', 'unitHead'] as const).some((role) => candidatesFor(law.directory, unitId, role).includes(person));

/** @throws not_eligible */
const requireStaff = (law: Law, person: PersonId, unitId: UnitId): void => requireAuthority(mayCarryOut(law, person, unitId), 'no_seat');

const isBlank = (text: string | null): boolean => text === null || text.trim() === '';

/**
 * Records a step of carrying out. `enacted` needs the amending text, its article and its day of effect; only it has any.
 * @throws not_found, not_eligible (the owning unit's staff or the coordinator), track_step_invalid, evidence_required, date_invalid
 */
export function advanceTrack(state: ReviewState, { key, by, step }: AdvanceTrack, law: Law): readonly ReviewEvent[] {
  const track = trackOf(state, key);
  requireStaff(law, by, track.unitId);
  const allowed = nextTrackSteps(track);
  if (!TRACK_STEPS.includes(step.step) || !allowed.includes(step.step)) throw new DomainError('track_step_invalid', { step: step.step, allowed });
  const last = track.steps.at(-1);
  if (isBlank(step.document)) throw new DomainError('evidence_required', { pointer: '/document' });
  if (step.on > todayOf(law) || (last !== undefined && step.on < last.on)) throw new DomainError('date_invalid', { pointer: '/on' });
  if (step.step === 'enacted') {
    if (isBlank(step.article)) throw new DomainError('evidence_required', { pointer: '/article' });
    if (step.effectiveFrom === null) throw new DomainError('evidence_required', { pointer: '/effectiveFrom' });
    if (step.effectiveTo !== null && step.effectiveTo < step.effectiveFrom) throw new DomainError('date_invalid', { pointer: '/effectiveTo' });
  } else {
    if (step.effectiveFrom !== null) throw new DomainError('date_invalid', { pointer: '/effectiveFrom' });
    if (step.effectiveTo !== null) throw new DomainError('date_invalid', { pointer: '/effectiveTo' });
  }
  const outcome = OUTCOMES[step.step];
  const term = step.step === 'sent' && key === 'ministry' ? replyTerm(track, step.on, law) : null;
  return [
    { type: 'TrackAdvanced', at: law.now, key, by, step, ...(term === null ? {} : { term }) },
    ...(outcome === undefined ? [] : [{ type: 'TrackClosed' as const, at: law.now, key, outcome }]),
  ];
}

/** How long an answer is waited for before the coordinator is told to follow up; a new epoch with each letter. */
function replyTerm(track: TrackState, sentOn: LocalDate, law: Law): RunningTerm {
  const fresh = startTerm(law, track.unitId, termsOf(law).ministryReply, startOfDate(sentOn, ZONE_OFFSET_MINUTES));
  return { ...fresh, epoch: (track.clock?.term.epoch ?? 0) + 1 };
}

/** A recommendation nobody answered is given up by name: it counts as lapsed, never as executed. @throws not_found, not_eligible, track_step_invalid, comment_required */
export function giveUpTrack(
  state: ReviewState,
  { key, by, reason }: { readonly key: CompetenceTrack; readonly by: PersonId; readonly reason: string },
  law: Law,
): readonly ReviewEvent[] {
  const track = trackOf(state, key);
  requireAuthority(isClockKeeper(law, by), 'not_clock_keeper');
  if (!mayGiveUp(track)) throw new DomainError('track_step_invalid', { step: 'lapsed', allowed: nextTrackSteps(track) });
  if (isBlank(reason)) throw new DomainError('comment_required', { pointer: '/reason' });
  return [{ type: 'TrackClosed', at: law.now, key, outcome: 'lapsed', by, reason }];
}

/** The text a track was executed by; null while there is none. */
export const enactedBy = (track: TrackState): TrackState['steps'][number] | null => track.steps.findLast((step) => step.step === 'enacted') ?? null;

/**
 * The last day on which publication is in time: counted backwards from the day of effect, and moved to an earlier working
 * day where the calendar knows one. A day that has passed already leaves today.
 * @legal NĐ 63/2010/NĐ-CP, Điều 15
 */
export function publishBy(calendar: Calendar, terms: Pick<ExecutionTerms, 'publishBeforeEffect'>, ahead: LocalDate, today: LocalDate): LocalDate {
  const limit = terms.publishBeforeEffect;
  if (ahead <= today) return today;
  const count = (): LocalDate =>
    'days' in limit
      ? latestDateBefore(calendar, ahead, limit.days)
      : 'workingDays' in limit
        ? localDateOf(shiftWorking(calendar, ahead, -limit.workingDays, 'workingDays'), ZONE_OFFSET_MINUTES)
        : 'fixedDate' in limit
          ? limit.fixedDate
          : latestDateBefore(calendar, ahead, 1);
  // Past the calendar's last year the day of law stands as it is: publication is opened by nobody who could be refused.
  const latest = withinKnown(count) ?? addDays(ahead, 'days' in limit ? -limit.days : 'workingDays' in limit ? -2 * limit.workingDays : -1);
  return latest < today ? today : latest;
}

/**
 * The publication of each text that has been issued, with a deadline of its own: whatever another track still waits for.
 * Asked again, it changes nothing.
 * @legal NĐ 63/2010/NĐ-CP, Điều 15: so many days before the text takes effect, text by text
 */
export function openPublications(state: ReviewState, law: Law): readonly ReviewEvent[] {
  return publicationsAwaited(state).map((track): ReviewEvent => {
    const terms = termsOf(law);
    const today = todayOf(law);
    const due = publishBy(law.calendarOfUnit(track.unitId), terms, enactedBy(track)?.effectiveFrom ?? today, today);
    const { basis } = terms.publishBeforeEffect;
    const term = startTerm(law, track.unitId, { fixedDate: due, ...(basis === undefined ? {} : { basis }) }, law.now);
    return { type: 'PublicationOpened', at: law.now, key: track.key, unitId: track.unitId, term };
  });
}

export type Publish = {
  readonly key: CompetenceTrack;
  readonly by: PersonId;
  readonly decisionNumber: string;
  readonly publishedOn: LocalDate;
  readonly databaseEnteredOn: LocalDate | null;
};

/**
 * The publication decision for the text of a track. Without the day of entry in the national database, that term begins now.
 * @throws not_found, not_eligible, track_step_invalid, evidence_required, date_invalid @legal NĐ 63/2010/NĐ-CP, Điều 13, 15, 24
 */
export function publish(state: ReviewState, command: Publish, law: Law): readonly ReviewEvent[] {
  const { publication, unitId } = trackOf(state, command.key);
  if (!publication || publication.published) throw new DomainError('track_step_invalid', { step: 'published', allowed: [] });
  requireStaff(law, command.by, unitId);
  if (isBlank(command.decisionNumber)) throw new DomainError('evidence_required', { pointer: '/decisionNumber' });
  if (command.publishedOn > todayOf(law)) throw new DomainError('date_invalid', { pointer: '/publishedOn' });
  requireEntryDay(command.databaseEnteredOn, command.publishedOn, law);
  const term =
    command.databaseEnteredOn !== null
      ? null
      : {
          ...startTerm(law, unitId, termsOf(law).enterDatabase, startOfDate(command.publishedOn, ZONE_OFFSET_MINUTES)),
          epoch: publication.clock.term.epoch + 1,
        };
  return [{ type: 'Published', at: law.now, ...command, ...(term === null ? {} : { term }) }];
}

/** @throws date_invalid */
function requireEntryDay(on: LocalDate | null, publishedOn: LocalDate, law: Law): void {
  if (on !== null && (on > todayOf(law) || on < publishedOn)) throw new DomainError('date_invalid', { pointer: '/databaseEnteredOn' });
}

export type EnterDatabase = { readonly key: CompetenceTrack; readonly by: PersonId; readonly on: LocalDate };

/** @throws not_found, not_eligible, track_step_invalid (not published yet, or entered already), date_invalid @legal NĐ 63/2010/NĐ-CP, Điều 24 */
export function enterDatabase(state: ReviewState, { key, by, on }: EnterDatabase, law: Law): readonly ReviewEvent[] {
  const { publication, unitId } = trackOf(state, key);
  const published = publication?.published;
  if (!published || published.databaseEnteredOn !== null) throw new DomainError('track_step_invalid', { step: 'databaseEntered', allowed: [] });
  requireStaff(law, by, unitId);
  requireEntryDay(on, published.publishedOn, law);
  return [{ type: 'DatabaseEntered', at: law.now, key, by, databaseEnteredOn: on }];
}

/** Ids of the change items whose amending text has been issued. */
export const executedItems = (state: ReviewState): readonly string[] =>
  state.tracks.filter((track) => track.outcome === 'executed').flatMap((track) => track.itemIds);

export type SavingAtRisk = {
  readonly key: CompetenceTrack;
  readonly itemIds: readonly string[];
  readonly endsOn: LocalDate;
  readonly document: string;
  readonly saving: string | null;
  readonly lapsed: boolean;
};

/** What rests only on texts that lapse by themselves on a day; `lapsed` once that day has passed. @legal NQ 66.x/…/NQ-CP: in force to 28/02/2027 */
export const savingsAtRisk = (state: ReviewState, now: Instant): readonly SavingAtRisk[] =>
  state.tracks.flatMap((track) => {
    const enacted = enactedBy(track);
    const endsOn = enacted?.effectiveTo ?? null;
    return enacted === null || endsOn === null
      ? []
      : [
          {
            key: track.key,
            itemIds: track.itemIds,
            endsOn,
            document: enacted.document,
            saving: track.saving,
            lapsed: endsOn < localDateOf(now, ZONE_OFFSET_MINUTES),
          },
        ];
  });
