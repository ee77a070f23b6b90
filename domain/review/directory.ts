/**
 * Who holds which post at one instant, and which seats a stage resolves to.
 * Posts are bound to units by dated holdings; names of bodies never stand in code.
 */
import type { PersonId, UnitId } from '../shared/ids.js';
import type { Audience, Role, Seat, UnitRef, Who } from '../route/route.js';

export type DirectoryUnit = {
  readonly id: UnitId;
  readonly parentId: UnitId | null;
  /** Only for a unit that is no more: what it was merged into, null where it was dissolved. */
  readonly ended?: { readonly successorId: UnitId | null };
};
export type Holding = { readonly personId: PersonId; readonly unitId: UnitId; readonly role: Role };

/** `KT.` signs for the head, `TL.` by order, `TUQ.` by authorisation: how the signature reads. */
export const DELEGATION_KINDS = ['KT', 'TL', 'TUQ'] as const;
export type DelegationKind = (typeof DELEGATION_KINDS)[number];

/** A power handed on for a time; the owner stays accountable. */
export type Delegation = {
  readonly id: string;
  readonly kind: DelegationKind;
  readonly ownerId: PersonId;
  readonly delegateId: PersonId;
  readonly unitId: UnitId;
  readonly role: Role;
  /** Number of the paper it rests on. */
  readonly document: string;
};

/** While it holds, the substitute is asked beside the absent person. */
export type Absence = { readonly id: string; readonly personId: PersonId; readonly substituteId: PersonId };

/** Units and what holds at the instant the command runs: posts, delegations, absences. */
export type Directory = {
  readonly units: readonly DirectoryUnit[];
  readonly holdings: readonly Holding[];
  readonly delegations: readonly Delegation[];
  readonly absences: readonly Absence[];
};

/** A way in which a person may fill a seat: in his own right, or for somebody. */
export type WayToFill = { readonly onBehalfOf: PersonId | null; readonly authority: string | null };

const BY_ABSENCE = 'absence ';

/**
 * Every way in which a person may fill a seat now, his own right first. A substitute of a substitute has none: one hop,
 * then the stage's fallback.
 */
export function waysToFill(directory: Directory, personId: PersonId, unitId: UnitId, role: Role): readonly WayToFill[] {
  const own = holds(directory, personId, unitId, role) ? [{ onBehalfOf: null, authority: null }] : [];
  const delegated = directory.delegations
    .filter(
      (delegation) =>
        delegation.delegateId === personId && delegation.unitId === unitId && delegation.role === role && holds(directory, delegation.ownerId, unitId, role),
    )
    .map((delegation) => ({ onBehalfOf: delegation.ownerId, authority: `${delegation.kind}. ${delegation.document}` }));
  const substituted = directory.absences
    .filter((absence) => absence.substituteId === personId && holds(directory, absence.personId, unitId, role))
    .map((absence) => ({ onBehalfOf: absence.personId, authority: `${BY_ABSENCE}${absence.id}` }));
  return [...own, ...delegated, ...substituted];
}

/** What a task asks for: a unit, and the posts in it whose holders share the task. */
export type TaskSeat = { readonly unitId: UnitId; readonly role: Role; readonly otherRoles: readonly Role[] };

const rolesOf = ({ role, otherRoles }: TaskSeat): readonly Role[] => [role, ...otherRoles];

/** Whether a task is with the holders of a post already. */
export const isWith = (task: TaskSeat, seat: { readonly unitId: UnitId; readonly role: Role }): boolean =>
  task.unitId === seat.unitId && rolesOf(task).includes(seat.role);

/** Who has taken a task, and for whom. */
export type ClaimedBy = { readonly by: PersonId; readonly onBehalfOf?: PersonId; readonly authority?: string };

/**
 * What a substitute has claimed stays with him after the absence, until he releases it: as long as the other holds the post,
 * and he himself holds one somewhere: whoever has left, or whose account is closed, holds none.
 */
function wayOfClaim(directory: Directory, personId: PersonId, task: TaskSeat, claim: ClaimedBy | null): readonly WayToFill[] {
  if (claim?.by !== personId || !directory.holdings.some((holding) => holding.personId === personId)) return [];
  if (claim.onBehalfOf === undefined || claim.authority?.startsWith(BY_ABSENCE) !== true) return [];
  const { onBehalfOf, authority } = claim;
  return rolesOf(task).some((role) => holds(directory, onBehalfOf, task.unitId, role)) ? [{ onBehalfOf, authority }] : [];
}

/** Every way in which a person may take up a task now, by any of its posts: his own right first, each way once. */
export function waysToTake(directory: Directory, personId: PersonId, task: TaskSeat & { readonly claim?: ClaimedBy | null }): readonly WayToFill[] {
  const held = rolesOf(task).flatMap((role) => waysToFill(directory, personId, task.unitId, role));
  const ways = [...held, ...wayOfClaim(directory, personId, task, task.claim ?? null)];
  return ways
    .filter((way, index) => ways.findIndex((earlier) => earlier.onBehalfOf === way.onBehalfOf) === index)
    .toSorted((a, b) => Number(a.onBehalfOf !== null) - Number(b.onBehalfOf !== null));
}

/** The people a task is for as posts, delegations and absences stand now. */
export const candidatesOf = (directory: Directory, task: TaskSeat): readonly PersonId[] => [
  ...new Set(rolesOf(task).flatMap((role) => candidatesFor(directory, task.unitId, role))),
];

/** The holders of a seat and those who may stand in for them now: whom a task is given to. */
export function candidatesFor(directory: Directory, unitId: UnitId, role: Role): readonly PersonId[] {
  const holders = holdersOf(directory, unitId, role);
  const standIns = [
    ...directory.delegations
      .filter((delegation) => delegation.unitId === unitId && delegation.role === role && holders.includes(delegation.ownerId))
      .map((delegation) => delegation.delegateId),
    ...directory.absences.filter((absence) => holders.includes(absence.personId)).map((absence) => absence.substituteId),
  ];
  return [...new Set([...holders, ...standIns])];
}

/** A seat of a stage, resolved: one unit, one role, the people who hold it. */
export type ResolvedSeat = { readonly unitId: UnitId; readonly role: Role; readonly personIds: readonly PersonId[] };

export const holdersOf = (directory: Directory, unitId: UnitId, role: Role): readonly PersonId[] =>
  directory.holdings.filter((holding) => holding.unitId === unitId && holding.role === role).map((holding) => holding.personId);

export const holds = (directory: Directory, personId: PersonId, unitId: UnitId, role: Role): boolean =>
  directory.holdings.some((holding) => holding.personId === personId && holding.unitId === unitId && holding.role === role);

/** The units a reference names, in order, without repeats; of a unit that is no more, the one it was merged into. */
export const resolveUnits = (ref: UnitRef, owner: UnitId, directory: Directory): readonly UnitId[] => [
  ...new Set(namedUnits(ref, owner, directory).flatMap((id) => standingUnit(directory, id))),
];

function namedUnits(ref: UnitRef, owner: UnitId, directory: Directory): readonly UnitId[] {
  if (ref === 'owner') return [owner];
  if ('fixed' in ref) return [ref.fixed];
  if ('each' in ref) return ref.each;
  if ('holderOf' in ref)
    return [...new Set(directory.holdings.filter((holding) => holding.role === ref.holderOf).map((holding) => holding.unitId))].slice(0, 1);
  if ('parentOf' in ref) {
    return resolveUnits(ref.parentOf, owner, directory).flatMap((id) => directory.units.find((unit) => unit.id === id)?.parentId ?? []);
  }
  throw new Error(`unit reference to another stage is resolved by the caller: ${JSON.stringify(ref)}`);
}

/** The unit that answers for another today, over as many mergers as there were; none where it was dissolved. */
function standingUnit(directory: Directory, id: UnitId, passed: readonly UnitId[] = []): readonly UnitId[] {
  const ended = directory.units.find((unit) => unit.id === id)?.ended;
  if (ended === undefined) return [id];
  return ended.successorId === null || passed.includes(id) ? [] : standingUnit(directory, ended.successorId, [...passed, id]);
}

/** The seats of a stage with the people who hold them now; a seat nobody holds is kept, empty. */
export function resolveSeats(who: Who, owner: UnitId, directory: Directory): readonly ResolvedSeat[] {
  return who.flatMap((seat: Seat) =>
    resolveUnits(seat.unit, owner, directory).map((unitId) => ({ unitId, role: seat.role, personIds: candidatesFor(directory, unitId, seat.role) })),
  );
}

/** Whose task a rung tells of; null for the clock of the whole review. */
type ToldOf = { readonly unitId: UnitId; readonly candidates: readonly PersonId[] } | null;

const holdersAnywhere = (directory: Directory, role: Role): readonly PersonId[] =>
  directory.holdings.filter((holding) => holding.role === role).map((holding) => holding.personId);

/** Those who hold the post an audience names. A leader who is asked himself stands above nobody on that task. */
export function audienceOf(audience: Audience, task: ToldOf, directory: Directory): readonly PersonId[] {
  switch (audience) {
    case 'assignees':
      return task?.candidates ?? [];
    case 'unitHead':
      return task ? holdersOf(directory, task.unitId, 'unitHead') : [];
    case 'coordinator':
      return holdersAnywhere(directory, 'coordinator');
    case 'controlHead': {
      const units = new Set(directory.holdings.filter((holding) => holding.role === 'coordinator').map((holding) => holding.unitId));
      return [...units].flatMap((unitId) => holdersOf(directory, unitId, 'unitHead'));
    }
    case 'leader':
      return holdersAnywhere(directory, 'leader').filter((person) => task?.candidates.includes(person) !== true);
  }
}

/**
 * The people a rung tells, resolved when it fires; nobody twice. What waits for the leaders themselves is told to the head of
 * the office that serves them: nobody is reported to himself, and no rung falls silent for it.
 */
export function resolveAudience(audiences: readonly Audience[], task: ToldOf, directory: Directory): readonly PersonId[] {
  const people = audiences.flatMap((audience) => {
    const told = audienceOf(audience, task, directory);
    const allAsked = audience === 'leader' && told.length === 0 && holdersAnywhere(directory, 'leader').length > 0;
    return allAsked ? audienceOf('controlHead', task, directory) : told;
  });
  return [...new Set(people)];
}
