/** Dated delegations and absences: which may be recorded, which hold on a date, and what they do to open tasks. */
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import { taskIdOf, type PersonId, type UnitId } from '../shared/ids.js';
import { isPersonal, stageOf, type Role, type Stage } from '../route/route.js';
import { membersOf } from './opening.js';
import { candidatesOf, holds, waysToTake, type DelegationKind, type Directory } from './directory.js';
import { mayTake } from './duties.js';
import { startTerm, type Law } from './law.js';
import { isOpen, type ReviewEvent, type ReviewState, type TaskState } from './review.js';

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
 * Open tasks whose candidates are no longer those the posts, delegations and absences of now name. What somebody has
 * claimed stays with him until he releases it; a fixed set of voters stays fixed, but for their stand-ins.
 */
export function candidateChanges(state: ReviewState, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) return [];
  const changes = state.tasks.filter(isOpen).flatMap((task): readonly ReviewEvent[] => {
    const now = candidatesNow(state, task, law);
    const added = now.filter((person) => !task.candidates.includes(person));
    const removed = task.candidates.filter((person) => !now.includes(person));
    if (added.length === 0 && removed.length === 0) return [];
    return [{ type: 'CandidatesChanged', at: law.now, taskId: task.id, candidates: now, added, removed }];
  });
  return [...changes, ...joined(state, law)];
}

/** Where every member is asked and the set is not fixed, whoever has come into a post of the stage since is asked too. */
function joined(state: ReviewState, law: Law): readonly ReviewEvent[] {
  return state.stages.flatMap((stage): readonly ReviewEvent[] => {
    const definition = stageOf(law.route, stage.key);
    if (stage.status !== 'open' || !takesJoiners(definition)) return [];
    const slots = state.tasks.filter((task) => task.stageId === stage.id).map((task) => task.slot);
    return membersOf(state, definition, law)
      .filter(({ personIds: [member], unitId, role }) => member !== undefined && !stage.asked.includes(member) && holds(law.directory, member, unitId, role))
      .map(({ unitId, role, personIds }, index): ReviewEvent => {
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
  });
}

const takesJoiners = ({ mode }: Stage): boolean => mode.t === 'all' || (mode.t === 'quorum' && mode.members === 'live');

function candidatesNow(state: ReviewState, task: TaskState, law: Law): readonly PersonId[] {
  const stage = stageOf(law.route, task.stageKey);
  const named = candidatesOf(law.directory, task);
  const owner = task.candidates[0];
  const able =
    isPersonal(stage) && owner !== undefined
      ? [owner, ...named.filter((person) => person !== owner && waysToTake(law.directory, person, task).some((way) => way.onBehalfOf === owner))]
      : // Whom a duty keeps out is not brought in by a change of posts.
        named.filter((person) => task.candidates.includes(person) || mayTake(state, task, person, law));
  const claimed = task.claim !== null && !able.includes(task.claim.by) && task.candidates.includes(task.claim.by) ? [task.claim.by] : [];
  const next = [...able, ...claimed];
  return next.length === 0 ? task.candidates : next;
}
