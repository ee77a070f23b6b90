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
import { holds, resolveSeats, waysToFill } from './directory.js';
import { dutyAgainst } from './duties.js';
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
      candidates: seat.personIds,
      term: startTerm(law, seat.unitId, stage.limit, anchor, beyond),
    })),
  };
}

/**
 * One task per seat: shared by the holders in mode `one`, one per person in `all` and `quorum`, one per unit in `perUnit`.
 * Whom a duty excludes is not asked; the fallback is, where that leaves nobody. Where nobody is left at all, the task opens
 * unassigned: its clock runs, and those who can fill the seat are told.
 * @param beyond `refuse` at the launch of a review: nothing runs yet, so a post that nobody holds is refused instead
 */
function seatsFor(state: ReviewState, stage: Stage, law: Law, beyond: Beyond): ReturnType<typeof resolveSeats> {
  const seatsOf = (who: Who): ReturnType<typeof resolveSeats> => resolveSeats(who, state.ownerUnitId, law.directory);
  const free = (person: PersonId): boolean => dutyAgainst(state, stage, person, law) === null;
  const held = (who: Who): ReturnType<typeof resolveSeats> =>
    seatsOf(who)
      .map((seat) => ({ ...seat, personIds: seat.personIds.filter(free) }))
      .filter((seat) => seat.personIds.length > 0);
  const usable = [held(stage.who), held(stage.fallback)].find((seats) => seats.length > 0);
  if (usable === undefined) {
    if (beyond === 'refuse') throw new DomainError('route_has_no_holder', { stage: stage.key });
    const [seat] = [...seatsOf(stage.who), ...seatsOf(stage.fallback)];
    return [{ unitId: seat?.unitId ?? state.ownerUnitId, role: seat?.role ?? stage.who[0]?.role ?? 'officer', personIds: [] }];
  }
  switch (stage.mode.t) {
    case 'one': {
      const [first] = usable as [ReturnType<typeof resolveSeats>[number]];
      return [{ ...first, personIds: [...new Set(usable.filter((seat) => seat.unitId === first.unitId).flatMap((seat) => seat.personIds))] }];
    }
    case 'all':
    case 'quorum':
      return seatsOfHolders(usable, law);
    case 'perUnit':
      return [...new Set(usable.map((seat) => seat.unitId))].map((unitId) => {
        const ofUnit = usable.filter((seat) => seat.unitId === unitId) as [
          ReturnType<typeof resolveSeats>[number],
          ...ReturnType<typeof resolveSeats>[number][],
        ];
        return { ...ofUnit[0], personIds: [...new Set(ofUnit.flatMap((seat) => seat.personIds))] };
      });
  }
}

/** The members of a stage that asks each of them, as the posts stand now: whom a duty keeps out is none. */
export const membersOf = (state: ReviewState, stage: Stage, law: Law): ReturnType<typeof resolveSeats> =>
  seatsOfHolders(
    resolveSeats(stage.who, state.ownerUnitId, law.directory).map((seat) => ({
      ...seat,
      personIds: seat.personIds.filter((person) => dutyAgainst(state, stage, person, law) === null),
    })),
    law,
  );

/** One task a holder, whom his stand-ins may answer for; two seats in one hand are one vote. */
function seatsOfHolders(seats: ReturnType<typeof resolveSeats>, law: Law): ReturnType<typeof resolveSeats> {
  const votes = seats.flatMap((seat) => {
    const holders = seat.personIds.filter((person) => holds(law.directory, person, seat.unitId, seat.role));
    const standsFor = (holder: PersonId): readonly PersonId[] =>
      seat.personIds.filter((person) => waysToFill(law.directory, person, seat.unitId, seat.role).some((way) => way.onBehalfOf === holder));
    // Where a duty keeps every holder away, his stand-ins still answer.
    const owners = holders.length > 0 ? holders : seat.personIds;
    return owners.map((owner) => ({ ...seat, personIds: [owner, ...standsFor(owner).filter((person) => person !== owner)] }));
  });
  return votes.filter((vote, index) => !votes.slice(0, index).some((earlier) => earlier.personIds[0] === vote.personIds[0]));
}
