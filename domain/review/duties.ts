/**
 * Separation of duties: who is kept from deciding a stage although he fills its seat. Administrators are not exempt.
 * A stand-in is judged as himself and as the person he stands for.
 */
import type { PersonId, UnitId } from '../shared/ids.js';
import { isPersonal, stageOf, type Exclusion, type Role, type Stage } from '../route/route.js';
import { holds, waysToFill, waysToTake, type Directory, type WayToFill } from './directory.js';
import type { Law } from './law.js';
import { standingOf, type ReviewState, type TaskState } from './review.js';

export type DutyCode = 'is_author' | 'stands_for_author' | 'in_authors_line' | 'decided_before' | 'answered_before';

/** How the duties of a stage stand to a person on one of its tasks. */
export type OwnDutyOutcome = DutyCode | 'duties_clear' | 'duties_lifted';

/** And to the one he stands for: told apart, or a stand-in reads of himself what is true of the other. */
export type OwnerDutyOutcome = `owner_${OwnDutyOutcome}`;
export type DutyOutcome = OwnDutyOutcome | OwnerDutyOutcome;

const LETS_IN: readonly DutyOutcome[] = ['duties_clear', 'duties_lifted', 'owner_duties_clear', 'owner_duties_lifted'];

export const keepsOut = (outcome: DutyOutcome): boolean => !LETS_IN.includes(outcome);

/** How the person would act: in his own right first, else for somebody, preferring a way no duty forbids. */
export function wayOf(state: ReviewState, task: TaskState, person: PersonId, law: Law): WayToFill | null {
  // Where each candidate has a task of his own, a colleague of the same post answers his, not this one.
  const personal = isPersonal(stageOf(law.route, task.stageKey));
  const ways = waysToTake(law.directory, person, task)
    .filter((way) => !personal || task.candidates.includes(way.onBehalfOf ?? person))
    // A member who stands in for the one whose task it is answers it for him, and his own in his own right.
    .toSorted((a, b) => (personal ? Number(b.onBehalfOf === task.candidates[0]) - Number(a.onBehalfOf === task.candidates[0]) : 0));
  return ways.find((way) => !keepsOut(dutiesOn(state, task, person, way, law))) ?? ways[0] ?? null;
}

/** How the duties stand to whoever acts, and to the one he stands for; null where he acts in his own right. */
export type DutiesOfAct = { readonly own: OwnDutyOutcome; readonly owner: OwnerDutyOutcome | null };

export function dutiesOfAct(state: ReviewState, task: TaskState, person: PersonId, way: WayToFill | null, law: Law): DutiesOfAct {
  const stage = stageOf(law.route, task.stageKey);
  const lifted =
    stage.duties.override !== 'never' && task.overrides.some((override) => override.person === person && override.until !== null && override.until > law.now);
  const outcomeFor = (one: PersonId): OwnDutyOutcome => {
    const broken = dutyAgainst(state, stage, one, law, task.round);
    return broken === null ? 'duties_clear' : lifted ? 'duties_lifted' : broken;
  };
  return { own: outcomeFor(person), owner: way?.onBehalfOf ? `owner_${outcomeFor(way.onBehalfOf)}` : null };
}

/** The first outcome that keeps the person out, else his own. */
export function dutiesOn(state: ReviewState, task: TaskState, person: PersonId, way: WayToFill | null, law: Law): DutyOutcome {
  const { own, owner } = dutiesOfAct(state, task, person, way, law);
  return owner !== null && !keepsOut(own) && keepsOut(owner) ? owner : own;
}

/**
 * Whether a person may be asked for a seat of a stage: he fills it in some way in which no duty keeps out him, nor the one he would
 * stand for. @param round of the task at hand; null before it opens
 */
export const mayBeAsked = (
  state: ReviewState,
  stage: Stage,
  person: PersonId,
  { unitId, role }: { readonly unitId: UnitId; readonly role: Role },
  law: Pick<Law, 'directory'>,
  round: number | null = null,
): boolean =>
  waysToFill(law.directory, person, unitId, role).some(({ onBehalfOf }) =>
    (onBehalfOf === null ? [person] : [person, onBehalfOf]).every((one) => dutyAgainst(state, stage, one, law, round) === null),
  );

/** Whether a person fills the seat of a task and no duty keeps him from it. */
export function mayTake(state: ReviewState, task: TaskState, person: PersonId, law: Law): boolean {
  const way = wayOf(state, task, person, law);
  return way !== null && !keepsOut(dutiesOn(state, task, person, way, law));
}

/** The duty that keeps a person from a stage, or null. @param round of the task at hand; null before it opens */
export function dutyAgainst(state: ReviewState, stage: Stage, person: PersonId, law: Pick<Law, 'directory'>, round: number | null = null): DutyCode | null {
  return stage.duties.exclude.map((duty) => brokenBy(duty, state, stage, person, law, round)).find((code) => code !== null) ?? null;
}

function brokenBy(
  duty: Exclusion,
  state: ReviewState,
  stage: Stage,
  person: PersonId,
  { directory }: Pick<Law, 'directory'>,
  round: number | null,
): DutyCode | null {
  if (duty === 'author') return state.authors.includes(person) ? 'is_author' : null;
  if (duty === 'delegateOfAuthor') {
    const linked =
      directory.delegations.some(
        ({ delegateId, ownerId }) => (delegateId === person && state.authors.includes(ownerId)) || (ownerId === person && state.authors.includes(delegateId)),
      ) || directory.absences.some((absence) => absence.substituteId === person && state.authors.includes(absence.personId));
    return linked ? 'stands_for_author' : null;
  }
  if (duty === 'sameReportingLine')
    return state.authors.some((author) => heads(directory, person, author) || heads(directory, author, person)) ? 'in_authors_line' : null;
  const counted = state.decisions.filter(
    (decision) => standingOf(state, decision.id).t === 'counts' && (decision.actor === person || decision.onBehalfOf === person),
  );
  if (duty === 'answeredTwice') return counted.some((decision) => decision.stageKey === stage.key && decision.round === round) ? 'answered_before' : null;
  return counted.some((decision) => duty.decidedStage.includes(decision.stageKey)) ? 'decided_before' : null;
}

/** Whether one person heads a unit in which, or below which, another holds a post. Nobody is his own head. */
function heads(directory: Directory, head: PersonId, other: PersonId): boolean {
  const above = (unitId: UnitId | null): readonly UnitId[] =>
    unitId === null ? [] : [unitId, ...above(directory.units.find((unit) => unit.id === unitId)?.parentId ?? null)];
  return (
    head !== other &&
    directory.holdings.some((post) => post.personId === other && above(post.unitId).some((unitId) => holds(directory, head, unitId, 'unitHead')))
  );
}
