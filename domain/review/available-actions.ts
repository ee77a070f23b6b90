/**
 * What a person may do about a task now: one table of situation × relation, which screen, API and command all read.
 * The table offers; each verb still judges its own command, so that an offer taken too late is refused.
 */
import { ASSURANCES, stageOf } from '../route/route.js';
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { isClockKeeper, isSupervisor } from './authority.js';
import { claimant } from './claims.js';
import { awaitsInformation } from './comments.js';
import { holds } from './directory.js';
import { explainEligibility, wayOf } from './eligibility.js';
import type { Law } from './law.js';
import { latestRound } from './reapproval.js';
import { decisionOf, findStage, findTask, isFrozen, isOpen, standingOf, type ReviewState, type TaskState } from './review.js';
import { isRunning } from './term-changes.js';

export const TASK_ACTIONS = [
  'decide',
  'claim',
  'release',
  'takeOver',
  'reassign',
  'pause',
  'resume',
  'requestInformation',
  'submitInformation',
  'requestExtension',
  'decideExtension',
  'proposeAdjustment',
  'confirmAdjustment',
  'recall',
  'comment',
  'requestOverride',
  'grantOverride',
  'dispute',
  'resolveDispute',
  'requestReopen',
  'confirmReopen',
] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

/** Where a task stands. `answered`: decided while its stage is still open; `closed`: its stage has ended. */
export const SITUATIONS = ['open', 'claimedByMe', 'claimedByOther', 'paused', 'answered', 'closed', 'frozen', 'ended'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** What a person is to a task; several at once. `excluded`: fills the seat, but a duty keeps him from deciding. */
export const RELATIONS = ['assignee', 'excluded', 'supervisor', 'clockKeeper', 'owner', 'decider', 'onlooker'] as const;
export type Relation = (typeof RELATIONS)[number];

type Offers = Readonly<Record<Situation, readonly TaskAction[]>>;
const NONE: readonly TaskAction[] = [];

export const OFFERS: Readonly<Record<Relation, Offers>> = {
  assignee: {
    open: ['decide', 'claim', 'pause', 'requestInformation', 'requestExtension'],
    claimedByMe: ['decide', 'release', 'pause', 'requestInformation', 'requestExtension'],
    claimedByOther: ['requestExtension'],
    paused: ['decide', 'claim', 'resume', 'requestExtension'],
    answered: NONE,
    closed: NONE,
    frozen: NONE,
    ended: NONE,
  },
  excluded: {
    open: ['requestOverride', 'pause', 'requestExtension'],
    claimedByMe: ['requestOverride', 'release', 'pause', 'requestExtension'],
    claimedByOther: ['requestExtension'],
    paused: ['requestOverride', 'resume', 'requestExtension'],
    answered: NONE,
    closed: NONE,
    frozen: NONE,
    ended: NONE,
  },
  supervisor: {
    open: ['reassign', 'pause', 'requestExtension', 'proposeAdjustment', 'confirmAdjustment', 'requestOverride', 'grantOverride'],
    claimedByMe: ['reassign', 'pause', 'requestExtension', 'proposeAdjustment', 'confirmAdjustment', 'requestOverride', 'grantOverride'],
    claimedByOther: [
      'reassign',
      'release',
      'takeOver',
      'pause',
      'requestExtension',
      'proposeAdjustment',
      'confirmAdjustment',
      'requestOverride',
      'grantOverride',
    ],
    paused: ['reassign', 'resume', 'requestExtension', 'proposeAdjustment', 'confirmAdjustment', 'requestOverride', 'grantOverride'],
    answered: NONE,
    closed: NONE,
    frozen: ['resolveDispute'],
    ended: NONE,
  },
  clockKeeper: {
    open: ['decideExtension'],
    claimedByMe: ['decideExtension'],
    claimedByOther: ['decideExtension'],
    paused: ['decideExtension'],
    answered: NONE,
    closed: ['requestReopen', 'confirmReopen'],
    frozen: ['resolveDispute'],
    ended: NONE,
  },
  owner: {
    open: ['submitInformation'],
    claimedByMe: ['submitInformation'],
    claimedByOther: ['submitInformation'],
    paused: ['submitInformation'],
    answered: NONE,
    closed: NONE,
    frozen: NONE,
    ended: NONE,
  },
  decider: {
    open: NONE,
    claimedByMe: NONE,
    claimedByOther: NONE,
    paused: NONE,
    answered: ['recall', 'dispute'],
    closed: ['dispute', 'requestReopen', 'confirmReopen'],
    frozen: NONE,
    ended: NONE,
  },
  onlooker: {
    open: ['comment'],
    claimedByMe: ['comment'],
    claimedByOther: ['comment'],
    paused: ['comment'],
    answered: ['comment'],
    closed: ['comment'],
    frozen: ['comment'],
    ended: NONE,
  },
};

export function situationOf(state: ReviewState, task: TaskState, person: PersonId, law: Law): Situation {
  if (state.outcome !== null) return 'ended';
  if (isFrozen(state)) return 'frozen';
  if (!isOpen(task)) return findStage(state, task.stageId)?.status === 'open' && task.status === 'done' ? 'answered' : 'closed';
  if (!isRunning(task.term, law.now)) return 'paused';
  const holder = claimant(task, law);
  return holder === null ? 'open' : holder === person ? 'claimedByMe' : 'claimedByOther';
}

export function relationsOf(state: ReviewState, task: TaskState, person: PersonId, law: Law): readonly Relation[] {
  const seated = wayOf(state, task, person, law) !== null;
  const dutyFree = explainEligibility(state, task.id, person, null, law).every((rule) => rule.rule !== 'duties' || rule.pass);
  const decision = decisionOf(state, task.decisionId);
  return [
    ...(seated ? [dutyFree ? ('assignee' as const) : ('excluded' as const)] : []),
    ...(isSupervisor(law, person, task) ? ['supervisor' as const] : []),
    ...(isClockKeeper(law, person) ? ['clockKeeper' as const] : []),
    ...((['officer', 'unitHead'] as const).some((role) => holds(law.directory, person, state.ownerUnitId, role)) ? ['owner' as const] : []),
    ...(decision !== null && (decision.actor === person || decision.onBehalfOf === person) ? ['decider' as const] : []),
    'onlooker',
  ];
}

/**
 * The actions offered to a person on a task, in the order of the list.
 * @throws not_found
 */
export function availableActions(state: ReviewState, taskId: TaskId, person: PersonId, law: Law): readonly TaskAction[] {
  const task = findTask(state, taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: taskId });
  const situation = situationOf(state, task, person, law);
  const offered = new Set(relationsOf(state, task, person, law).flatMap((relation) => OFFERS[relation][situation]));
  return TASK_ACTIONS.filter((action) => offered.has(action) && applies(action, state, task, person, law));
}

/** What the table cannot say: whether there is anything for the action to act on. */
function applies(action: TaskAction, state: ReviewState, task: TaskState, person: PersonId, law: Law): boolean {
  const stage = stageOf(law.route, task.stageKey);
  const decision = decisionOf(state, task.decisionId);
  const stageState = findStage(state, task.stageId);
  switch (action) {
    case 'decide':
      return explainEligibility(state, task.id, person, ASSURANCES[ASSURANCES.length - 1] ?? null, law).every((rule) => rule.pass);
    case 'claim':
      return task.candidates.length > 1;
    case 'takeOver':
      return holds(law.directory, person, task.unitId, 'unitHead') && wayOf(state, task, person, law) !== null;
    case 'release':
      return task.claim !== null;
    case 'pause':
      return !('fixedDate' in task.term.limit) && (stage.pauseGrounds ?? []).length > 0 && !(task.term.dueAt !== null && task.term.dueAt <= law.now);
    case 'requestInformation':
      return (stage.pauseGrounds ?? []).some((ground) => ground.code === 'supplement') && !(task.term.dueAt !== null && task.term.dueAt <= law.now);
    case 'submitInformation':
      return awaitsInformation(state, task.id);
    case 'requestExtension':
      return task.term.limit.extend !== undefined && !('fixedDate' in task.term.limit);
    case 'decideExtension':
      return task.requests.some((request) => request.kind === 'extend' && request.by !== person);
    case 'confirmAdjustment':
      return task.requests.some((request) => request.kind === 'adjust' && request.by !== person);
    case 'requestOverride':
      return stage.duties.override !== 'never' && stage.duties.exclude.length > 0;
    case 'grantOverride':
      return (
        stage.duties.override !== 'never' &&
        task.overrides.some((override) => override.grantedBy === null && override.requestedBy !== person && override.person !== person)
      );
    case 'recall':
      return decision?.actor === person;
    case 'dispute':
      return decision !== null && standingOf(state, decision.id).t === 'counts';
    case 'resolveDispute': {
      const standing = decision === null ? null : standingOf(state, decision.id);
      return standing?.t === 'disputed' && ![decision?.actor, decision?.onBehalfOf, standing.by].includes(person);
    }
    case 'requestReopen':
      return reopenable(state, stageState) && stageState?.reopenRequestedBy === null;
    case 'confirmReopen':
      return reopenable(state, stageState) && stageState?.reopenRequestedBy !== null && stageState?.reopenRequestedBy !== person;
    case 'reassign':
    case 'resume':
    case 'proposeAdjustment':
    case 'comment':
      return true;
  }
}

const reopenable = (state: ReviewState, stage: ReturnType<typeof findStage>): boolean =>
  stage?.status === 'closed' && stage.outcome !== null && stage.reopenConfirmedBy === null && stage.round === latestRound(state, stage.key);
