/** Dated delegations and absences: which may be recorded, which hold on a date, and what they do to open tasks. */
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import { taskIdOf, type PersonId, type UnitId } from '../shared/ids.js';
import { isPersonal, stageOf, type Role, type Stage } from '../route/route.js';
import { membersOf } from './opening.js';
import { candidatesOf, holds, isWith, waysToTake, type DelegationKind, type Directory, type ResolvedSeat } from './directory.js';
import { mayTake } from './duties.js';
import { startTerm, type Law } from './law.js';
import { votedOn } from './quorum.js';
import { fold, isOpen, type ReviewEvent, type ReviewState, type StageState, type TaskState } from './review.js';

/** Half-open `[from, to)` in local dates; without `to` it has no end. */
export type Dates = { readonly from: LocalDate; readonly to: LocalDate | null };

export const holdsOn = ({ from, to }: Dates, date: LocalDate): boolean => from <= date && (to === null || date < to);

export const overlap = (one: Dates, other: Dates): boolean => (one.to === null || other.from < one.to) && (other.to === null || one.from < other.to);

/** One person stands in for another while the dates hold. */
export type StandIn = Dates & { readonly forPerson: PersonId; readonly by: PersonId };

/** Whether `proposed` would make a person, over others, stand in for himself on some date. */
export function closesCircle(existing: readonly StandIn[], proposed: StandIn): boolean {
  const walk = (person: PersonId, dates: Dates, seen: readonly PersonId[]): boolean =>
    existing
      .filter((one) => one.forPerson === person && overlap(one, dates))
      .some((one) => one.by === proposed.forPerson || (!seen.includes(one.by) && walk(one.by, common(one, dates), [...seen, one.by])));
  return proposed.by === proposed.forPerson || walk(proposed.by, proposed, [proposed.by]);
}

const common = (one: Dates, other: Dates): Dates => ({
  from: one.from > other.from ? one.from : other.from,
  to: one.to === null ? other.to : other.to === null || one.to < other.to ? one.to : other.to,
});

export type GrantDelegation = Dates & {
  readonly ownerId: PersonId;
  readonly delegateId: PersonId;
  readonly kind: DelegationKind;
  readonly unitId: UnitId;
  readonly role: Role;
  readonly document: string;
};

function checkDates({ from, to }: Dates, today: LocalDate): void {
  if ((to !== null && to <= from) || (to !== null && to <= today)) throw new DomainError('date_invalid', { pointer: '/to' });
}

/**
 * Only a post one holds in one's own right is handed on: a chain is one link long.
 * @throws delegation_invalid, delegation_cycle, date_invalid, evidence_required
 */
export function checkDelegation(command: GrantDelegation, existing: readonly StandIn[], directory: Directory, today: LocalDate): void {
  if (command.document.trim() === '') throw new DomainError('evidence_required', { pointer: '/document' });
  if (command.ownerId === command.delegateId || !holds(directory, command.ownerId, command.unitId, command.role)) throw new DomainError('delegation_invalid');
  checkDates(command, today);
  if (closesCircle(existing, { forPerson: command.ownerId, by: command.delegateId, from: command.from, to: command.to }))
    throw new DomainError('delegation_cycle');
}

export type RecordAbsence = Dates & { readonly personId: PersonId; readonly substituteId: PersonId };

/**
 * @returns whether the two will stand in for each other at different times, which is worth a warning
 * @throws absence_invalid, delegation_cycle, date_invalid
 */
export function checkAbsence(command: RecordAbsence, existing: readonly StandIn[], today: LocalDate): { readonly mutualLater: boolean } {
  if (command.personId === command.substituteId) throw new DomainError('absence_invalid', { pointer: '/substituteId' });
  checkDates(command, today);
  const proposed: StandIn = { forPerson: command.personId, by: command.substituteId, from: command.from, to: command.to };
  if (closesCircle(existing, proposed)) throw new DomainError('delegation_cycle');
  return { mutualLater: existing.some((one) => one.forPerson === command.substituteId && one.by === command.personId) };
}

/**
 * Open tasks whose candidates are no longer those the posts, delegations and absences of now name. What a substitute has claimed
 * stays with him until he releases it, every other claim ends with the right it rests on; a fixed set of voters stays fixed, but for
 * their stand-ins.
 */
export function candidateChanges(state: ReviewState, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) return [];
  const ended = state.tasks.flatMap((task): readonly ReviewEvent[] =>
    isOpen(task) && task.claim !== null && waysToTake(law.directory, task.claim.by, task).length === 0
      ? [{ type: 'TaskReleased', at: law.now, taskId: task.id, by: task.claim.by, reason: 'roleEnded' }]
      : [],
  );
  return [...ended, ...changesOf(ended.length === 0 ? state : fold(ended, state), law)];
}

function changesOf(state: ReviewState, law: Law): readonly ReviewEvent[] {
  const changes = state.tasks.filter(isOpen).flatMap((task): readonly CandidatesChanged[] => {
    const change = changeOf(task, candidatesNow(state, task, law), law);
    return change.added.length === 0 && change.removed.length === 0 ? [] : [change];
  });
  const { successions, reviewers } = joined(changes.length === 0 ? state : fold(changes, state), law);
  // A stand-in who becomes the successor keeps the task: he is not told that it was taken from him.
  const successors = new Map(successions.map(({ task, successor }) => [task.id, successor.personIds]));
  return [
    ...changes.filter((change) => !successors.has(change.taskId)),
    ...state.tasks.flatMap((task) => {
      const successor = successors.get(task.id);
      return successor === undefined ? [] : [changeOf(task, successor, law)];
    }),
    ...reviewers,
  ];
}

type CandidatesChanged = Extract<ReviewEvent, { readonly type: 'CandidatesChanged' }>;

const changeOf = (task: TaskState, candidates: readonly PersonId[], law: Law): CandidatesChanged => ({
  type: 'CandidatesChanged',
  at: law.now,
  taskId: task.id,
  candidates,
  added: candidates.filter((person) => !task.candidates.includes(person)),
  removed: task.candidates.filter((person) => !candidates.includes(person)),
});

/**
 * Where every member is asked, whoever has come into a post of the stage since takes the task that waits in it for somebody: nobody
 * was there when it opened, or its owner has left. Where none waits and the set is not fixed, he is asked beside the others.
 */
function joined(state: ReviewState, law: Law): { readonly successions: readonly Succession[]; readonly reviewers: readonly ReviewEvent[] } {
  const stages = state.stages.flatMap((stage) => {
    const definition = stageOf(law.route, stage.key);
    if (stage.status !== 'open' || !isPersonal(definition)) return [];
    const members = membersOf(state, definition, definition.who, law);
    const successions = successionsIn(state, stage, definition, [...members, ...membersOf(state, definition, definition.fallback, law)], law);
    const placed = successions.map(({ successor }) => ownerOf(successor));
    const joiners = takesJoiners(definition) ? members.filter((member) => !stage.asked.includes(ownerOf(member)) && !placed.includes(ownerOf(member))) : [];
    const slots = state.tasks.filter((task) => task.stageId === stage.id).map((task) => task.slot);
    const reviewers = joiners.map(({ unitId, role, personIds }, index): ReviewEvent => {
      const slot = Math.max(0, ...slots) + 1 + index;
      const term = startTerm(law, unitId, definition.limit, law.now);
      return {
        type: 'ReviewerAdded',
        at: law.now,
        stageId: stage.id,
        by: null,
        reason: '',
        task: { id: taskIdOf(state.id, stage.key, stage.round, slot), slot, unitId, role, candidates: personIds, term },
      };
    });
    return [{ successions, reviewers }];
  });
  return { successions: stages.flatMap(({ successions }) => successions), reviewers: stages.flatMap(({ reviewers }) => reviewers) };
}

const ownerOf = ({ personIds }: ResolvedSeat): PersonId => personIds[0] as PersonId;

type Succession = { readonly task: TaskState; readonly successor: ResolvedSeat };

/** Who takes which open task of a stage whose seat stands empty. A fixed set of voters has no successors, but an owner it never had. */
function successionsIn(state: ReviewState, stage: StageState, definition: Stage, members: readonly ResolvedSeat[], law: Law): readonly Succession[] {
  const tasks = state.tasks.filter((task) => task.stageId === stage.id && task.status !== 'withdrawn');
  const waits = tasks.filter((task) => {
    const [owner] = task.candidates;
    return isOpen(task) && (owner === undefined || (takesJoiners(definition) && waysToTake(law.directory, owner, task).length === 0));
  });
  return waits.reduce<readonly Succession[]>((found, task) => {
    const successor = members.find((member) => {
      const person = ownerOf(member);
      // Somebody who is in the stage already has his own task; one who only stood in for the leaver has none.
      const free = !stage.asked.includes(person) || (task.former ?? []).includes(person);
      const placed = tasks.some(({ candidates }) => candidates[0] === person) || found.some((one) => ownerOf(one.successor) === person);
      return isWith(task, member) && free && !placed && votedOn(state, stage.id, person) === null;
    });
    return successor === undefined ? found : [...found, { task, successor }];
  }, []);
}

const takesJoiners = ({ mode }: Stage): boolean => mode.t === 'all' || (mode.t === 'quorum' && mode.members === 'live');

function candidatesNow(state: ReviewState, task: TaskState, law: Law): readonly PersonId[] {
  const stage = stageOf(law.route, task.stageKey);
  const named = candidatesOf(law.directory, task);
  const owner = task.candidates[0];
  const standsFor = (person: PersonId, absent: PersonId): boolean =>
    waysToTake(law.directory, person, task).some((way) => way.onBehalfOf === absent) && (task.candidates.includes(person) || mayTake(state, task, person, law));
  const able =
    isPersonal(stage) && owner !== undefined
      ? [owner, ...named.filter((person) => person !== owner && standsFor(person, owner))]
      : // Whom a duty keeps out is not brought in by a change of posts.
        named.filter((person) => task.candidates.includes(person) || mayTake(state, task, person, law));
  const claimed = task.claim !== null && !able.includes(task.claim.by) && task.candidates.includes(task.claim.by) ? [task.claim.by] : [];
  const next = [...able, ...claimed];
  return next.length === 0 ? task.candidates : next;
}
