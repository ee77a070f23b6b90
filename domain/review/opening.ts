/** How a review opens, and each of its stages: who is asked, in which seat, by when. */
import type { Beyond } from '../calendar/calendar.js';
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import {
  stageIdOf,
  taskIdOf,
  type CampaignId,
  type PersonId,
  type ProcedureId,
  type ProcedureVersionId,
  type ReviewId,
  type StageId,
  type UnitId,
} from '../shared/ids.js';
import { firstStages } from '../route/next-stages.js';
import { stageOf, type Stage, type StageKey, type Who } from '../route/route.js';
import { holds, resolveSeats, waysToFill, type ResolvedSeat, type TaskSeat } from './directory.js';
import { mayBeAsked } from './duties.js';
import { startTerm, type Law } from './law.js';
import { latestRound } from './reapproval.js';
import { fold, type ContentMap, type OpenedTask, type ReviewEvent, type ReviewState } from './review.js';

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

/** A seat as a task is opened for it. */
type AskedSeat = TaskSeat & { readonly personIds: readonly PersonId[] };

export function openStage(
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
      ...(seat.otherRoles.length === 0 ? {} : { otherRoles: seat.otherRoles }),
      candidates: seat.personIds,
      term: startTerm(law, seat.unitId, stage.limit, anchor, beyond),
    })),
  };
}

/**
 * One task per seat: shared by the holders in mode `one`, one per person in `all` and `quorum`, one per unit in `perUnit`.
 * Whom a duty excludes is not asked; the fallback is, where that leaves nobody. A unit of `perUnit` without anybody, and the stage
 * where nobody is left at all, is asked all the same: its task opens unassigned, its clock runs, and those who can fill the seat
 * are told.
 * @param beyond `refuse` at the launch of a review: nothing runs yet, so a post that nobody holds is refused instead
 */
function seatsFor(state: ReviewState, stage: Stage, law: Law, beyond: Beyond): readonly AskedSeat[] {
  const named = [stage.who, stage.fallback].map((who) => resolveSeats(who, state.ownerUnitId, law.directory));
  const asked = named.map((seats) => ({ seats, usable: freeSeats(seats, state, stage, law).filter((seat) => seat.personIds.length > 0) }));
  const found = asked.find(({ usable }) => usable.length > 0);
  if (found === undefined) {
    if (beyond === 'refuse') throw new DomainError('route_has_no_holder', { stage: stage.key });
    const seats = named.find(({ length }) => length > 0) ?? [];
    const [first = state.ownerUnitId, ...rest] = unitsOf(seats);
    return (stage.mode.t === 'perUnit' ? [first, ...rest] : [first]).map((unitId) => sharedSeat(unitId, seats, [], stage));
  }
  const { seats, usable } = found;
  switch (stage.mode.t) {
    case 'one':
      return unitsOf(usable)
        .slice(0, 1)
        .map((unitId) => sharedSeat(unitId, seats, usable, stage));
    case 'all':
    case 'quorum':
      return votesOf(usable, law).map((seat) => ({ ...seat, otherRoles: [] }));
    case 'perUnit':
      return unitsOf(seats).map((unitId) => sharedSeat(unitId, seats, usable, stage));
  }
}

const unitsOf = (seats: readonly ResolvedSeat[]): readonly UnitId[] => [...new Set(seats.map((seat) => seat.unitId))];

/** One task of a unit, for the holders of every post the stage names in it: whoever comes into one of them later has it too. */
function sharedSeat(unitId: UnitId, named: readonly ResolvedSeat[], usable: readonly ResolvedSeat[], stage: Stage): AskedSeat {
  const held = usable.filter((seat) => seat.unitId === unitId);
  const roles = new Set([...held, ...named.filter((seat) => seat.unitId === unitId)].map((seat) => seat.role));
  const [role = stage.who[0]?.role ?? 'officer', ...otherRoles] = roles;
  return { unitId, role, otherRoles, personIds: [...new Set(held.flatMap((seat) => seat.personIds))] };
}

/** The seats without those whom a duty keeps out. */
const freeSeats = (seats: readonly ResolvedSeat[], state: ReviewState, stage: Stage, law: Law): readonly ResolvedSeat[] =>
  seats.map((seat) => ({ ...seat, personIds: seat.personIds.filter((person) => mayBeAsked(state, stage, person, seat, law)) }));

/** The members a stage that asks each of them has among some seats, as the posts stand now: whom a duty keeps out is none. */
export const membersOf = (state: ReviewState, stage: Stage, who: Who, law: Law): readonly ResolvedSeat[] =>
  votesOf(freeSeats(resolveSeats(who, state.ownerUnitId, law.directory), state, stage, law), law);

/** One task a holder, whom his stand-ins may answer for; two seats in one hand are one vote. */
export function votesOf(seats: readonly ResolvedSeat[], law: Law): readonly ResolvedSeat[] {
  const votes = seats.flatMap((seat) => {
    const holders = seat.personIds.filter((person) => holds(law.directory, person, seat.unitId, seat.role));
    const standsFor = (holder: PersonId): readonly PersonId[] =>
      seat.personIds.filter((person) => waysToFill(law.directory, person, seat.unitId, seat.role).some((way) => way.onBehalfOf === holder));
    return holders.map((owner) => ({ ...seat, personIds: [owner, ...standsFor(owner).filter((person) => person !== owner)] }));
  });
  return votes.filter((vote, index) => !votes.slice(0, index).some((earlier) => earlier.personIds[0] === vote.personIds[0]));
}
