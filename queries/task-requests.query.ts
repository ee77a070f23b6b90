/** What hangs on a task's term beside its clock: who has claimed it, what stops it, what is asked for, what is left. */
import { claimant } from '../domain/review/claims.js';
import { isPersonal, stageOf, type Exclusion, type StageKey } from '../domain/route/route.js';
import { wayOf } from '../domain/review/duties.js';
import { explainEligibility } from '../domain/review/eligibility.js';
import { isSupervisor } from '../domain/review/authority.js';
import { isWith, type DelegationKind, type WayToFill } from '../domain/review/directory.js';
import { isRunning, pauseUse } from '../domain/review/term-changes.js';
import { countQuorum, type QuorumCount } from '../domain/review/quorum.js';
import { findStage, isOpen, type RunningTerm, type TaskState } from '../domain/review/review.js';
import { budgetOf, unitOf, type UnitOfTerm } from '../domain/calendar/term.js';
import type { Text } from '../domain/shared/errors.js';
import type { PersonId, StageId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { groundName } from './clock-words.js';
import { namePeople, type Names, type PersonName } from './people.js';
import { mayDecideRequest, mayGrantOverride, mayPause, mayRequestOverride, taskActs, type Before, type TaskAct } from './task-acts.js';

/** A ground on which the stage's clock may stand, with what is left of it. */
export type PauseGroundView = {
  readonly code: string;
  readonly name: Text;
  readonly basis: string;
  /** `planned`: an end must be given. */
  readonly end: 'planned' | 'open';
  readonly usedTimes: number;
  readonly maxTimes: number;
  readonly usedWorkingDays: number;
  readonly maxWorkingDays: number;
  readonly mayUse: boolean;
};

export type TermRequestView = {
  readonly id: string;
  readonly kind: 'extend' | 'adjust';
  readonly by: PersonName;
  readonly at: Instant;
  readonly amount: number;
  readonly reason: string;
  /** The reader is a second person with the authority. */
  readonly mayDecide: boolean;
};

export type OverrideView = {
  readonly person: PersonName;
  readonly requestedBy: PersonName;
  readonly grantedBy: PersonName | null;
  readonly untilAt: Instant | null;
  readonly mayGrant: boolean;
};

/** Who may fill the seat of a task for its holder now. `kind` is `absence` for a substitute. */
export type StandInView = {
  readonly kind: DelegationKind | 'absence';
  readonly owner: PersonName;
  readonly delegate: PersonName;
  readonly document: string | null;
};

/** Somebody the task was given to. Reasons are told to those who order work about only. */
export type ColleagueView = { readonly person: PersonName; readonly may: boolean; readonly because: 'excluded' | 'away' | null; readonly why: readonly Text[] };

export type TaskDesk = {
  readonly acts: readonly TaskAct[];
  /** Null when nobody holds it; a lapsed claim counts no more. */
  readonly claim: { readonly by: PersonName; readonly at: Instant; readonly mine: boolean } | null;
  readonly pause: { readonly ground: string; readonly name: Text; readonly basis: string; readonly fromAt: Instant; readonly untilAt: Instant | null } | null;
  readonly pauseGrounds: readonly PauseGroundView[];
  /** How far the term may still be lengthened; null where the stage has no rule for it. */
  readonly extension: {
    readonly unit: UnitOfTerm;
    readonly usedTimes: number;
    readonly maxTimes: number;
    readonly usedTotal: number;
    readonly maxTotal: number;
  } | null;
  readonly requests: readonly TermRequestView[];
  /** Where the stage counts approvals: how far it is. */
  readonly quorum: QuorumView | null;
  readonly overrides: readonly OverrideView[];
  /** People kept out by separation of duties alone, for whom two others may lift it. */
  readonly liftable: readonly PersonName[];
  readonly standIns: readonly StandInView[];
  /** Whom the reader would act for, on which paper; null when in his own right or not at all. */
  readonly actsFor: { readonly person: PersonName; readonly authority: string | null } | null;
  readonly colleagues: readonly ColleagueView[];
  /** Stages a return may go to. */
  readonly returnTargets: readonly { readonly key: StageKey; readonly name: Text }[];
  /** Whether people are kept apart here at all. */
  readonly duties: readonly Exclusion[];
};

/** `reachable` false: the approvals needed can no longer come, and nobody has rejected. */
export type QuorumView = QuorumCount & { readonly reachable: boolean };

export function quorumView({ state, law }: Pick<Before, 'state' | 'law'>, stageId: StageId): QuorumView | null {
  const open = findStage(state, stageId)?.status === 'open' && state.outcome === null;
  const count = open ? countQuorum(state, stageId, law) : null;
  return count && { ...count, reachable: count.approvals + count.unanswered >= count.need };
}

/** The pause that holds a term now. */
function pauseOf(term: RunningTerm, now: Instant): Extract<RunningTerm['events'][number], { readonly type: 'suspended' }> | null {
  if (isRunning(term, now)) return null;
  return term.events.findLast((event) => event.type === 'suspended') ?? null;
}

export async function readTaskDesk(reader: Reader, before: Before, task: TaskState): Promise<TaskDesk> {
  const { state, by, law } = before;
  const stage = stageOf(law.route, task.stageKey);
  const open = isOpen(task) && state.outcome === null;
  const seat = law.directory.delegations.filter((delegation) => isWith(task, delegation));
  const away = law.directory.absences.filter((absence) => task.candidates.includes(absence.personId));
  const way = open ? wayOf(state, task, by, law) : null;
  const people = await namePeople(reader, [
    ...task.candidates,
    by,
    task.claim?.by,
    way?.onBehalfOf,
    ...task.requests.map((request) => request.by),
    ...task.overrides.flatMap((override) => [override.person, override.requestedBy, override.grantedBy]),
    ...seat.flatMap((delegation) => [delegation.ownerId, delegation.delegateId]),
    ...away.flatMap((absence) => [absence.personId, absence.substituteId]),
  ]);
  const holder = open ? claimant(state, task, law) : null;
  const paused = open ? pauseOf(task.term, law.now) : null;
  return {
    acts: taskActs(before, task),
    claim: holder === null || task.claim === null ? null : { by: people(holder), at: task.claim.at, mine: holder === by },
    pause: paused && {
      ground: paused.ground,
      name: groundName(paused.ground, stage.pauseGrounds ?? []),
      basis: paused.basis,
      fromAt: paused.from,
      untilAt: paused.until ?? null,
    },
    pauseGrounds: groundsOf(before, task),
    extension: extensionOf(task.term),
    quorum: quorumView(before, task.stageId),
    requests: task.requests.map((request) => ({
      id: request.id,
      kind: request.kind,
      by: people(request.by),
      at: request.at,
      amount: request.amount,
      reason: request.reason,
      mayDecide: mayDecideRequest(before, task, request),
    })),
    overrides: task.overrides.map((override) => ({
      person: people(override.person),
      requestedBy: people(override.requestedBy),
      grantedBy: override.grantedBy && people(override.grantedBy),
      untilAt: override.until,
      mayGrant: mayGrantOverride(before, task, override.person),
    })),
    liftable: open
      ? keptOut(before, task)
          .filter((person) => mayRequestOverride(before, task, person))
          .map(people)
      : [],
    standIns: [
      ...seat.map((delegation): StandInView => ({
        kind: delegation.kind,
        owner: people(delegation.ownerId),
        delegate: people(delegation.delegateId),
        document: delegation.document,
      })),
      ...away.map((absence): StandInView => ({ kind: 'absence', owner: people(absence.personId), delegate: people(absence.substituteId), document: null })),
    ],
    actsFor: way?.onBehalfOf ? { person: people(way.onBehalfOf), authority: way.authority?.startsWith('absence ') ? null : way.authority } : null,
    colleagues: open ? colleaguesOf(before, task, people) : [],
    returnTargets: (stage.returns?.to ?? []).map((key) => ({ key, name: stageOf(law.route, key).name })),
    duties: stage.duties.exclude,
  };
}

function groundsOf(before: Before, task: TaskState): readonly PauseGroundView[] {
  const { law } = before;
  return (stageOf(law.route, task.stageKey).pauseGrounds ?? []).map((ground) => {
    const used = pauseUse(task.term, ground.code, law);
    return {
      code: ground.code,
      name: ground.name,
      basis: ground.basis,
      end: ground.end,
      usedTimes: used.times,
      maxTimes: ground.maxTimes,
      usedWorkingDays: used.workingDays,
      maxWorkingDays: ground.maxTotalWorkingDays,
      mayUse: mayPause(before, task, ground.code),
    };
  });
}

function extensionOf(term: RunningTerm): TaskDesk['extension'] {
  const rule = term.limit.extend;
  if (!rule || 'fixedDate' in term.limit) return null;
  return {
    unit: unitOf(term.limit),
    usedTimes: term.events.filter((event) => event.type === 'extended').length,
    maxTimes: rule.maxTimes,
    usedTotal: budgetOf(term).extended,
    maxTotal: rule.maxTotal,
  };
}

/** Whether the task was ever this person's business: given to him, or his seat now. */
export const isConcerned = (task: TaskState, person: PersonId, way: WayToFill | null): boolean => way !== null || task.candidates.includes(person);

/** Those of the seat whom only a duty keeps from deciding. */
function keptOut({ state, by, law }: Before, task: TaskState): readonly PersonId[] {
  return [...new Set([...task.candidates, by])].filter((person) => {
    const failing = explainEligibility(state, task.id, person, null, law).filter((rule) => !rule.pass);
    return failing.length > 0 && failing.every(({ rule }) => rule === 'duties' || rule === 'ownerDuties');
  });
}

/**
 * Everybody the task was given to, told to them and to those who order work about. Of others one learns only that they are kept
 * out or away; a superior learns why, but never the kind of an absence.
 */
function colleaguesOf({ state, by, law }: Before, task: TaskState, people: Names<PersonName>): readonly ColleagueView[] {
  const tells = isSupervisor(law, by, task);
  if (!tells && !isConcerned(task, by, wayOf(state, task, by, law))) return [];
  const personal = isPersonal(stageOf(law.route, task.stageKey));
  return task.candidates
    .filter((person) => person !== by || personal)
    .map((person) => {
      const failing = explainEligibility(state, task.id, person, null, law).filter((rule) => !rule.pass && rule.rule !== 'claim');
      const isAway = law.directory.absences.some((absence) => absence.personId === person);
      return {
        person: people(person),
        may: failing.length === 0,
        because: isAway ? 'away' : failing.length > 0 ? 'excluded' : null,
        why: tells ? failing.map((rule) => rule.sentence) : [],
      };
    });
}
