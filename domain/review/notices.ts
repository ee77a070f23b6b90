/** Who must be told what, as it follows from the facts of a review; ids and codes only. */
import { clockOf, type ClockId, type DecisionId, type PersonId, type ReviewId, type TaskId } from '../shared/ids.js';
import { SYNTHETIC_ROUTE } from '../shared/access.js';
import { MS_PER_MINUTE } from '../shared/instant.js';
import { allRungsOf, PRE_NOTICE, stageOf, type Role, type Stage } from '../route/route.js';
import { holdersOf } from './directory.js';
import type { Law } from './law.js';
import { isFilled } from './quorum.js';
import { decisionOf, findStage, findTask, isOpen, type ReviewEvent, type ReviewState } from './review.js';

export const NOTICE_KINDS = [
  'task.assigned',
  'task.withdrawn',
  'task.reminder',
  'task.unassigned',
  'quorum.impossible',
  'task.stalled',
  'ladder.rung',
  'decision.receipt',
  'review.closed',
  'procedure.measure',
  'link.code',
  'ladder.digest',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Unique by (kind, subject, round, epoch, rung, recipient): the same thing is told once. */
export type NoticeDraft = {
  readonly kind: NoticeKind;
  readonly reviewId: ReviewId;
  readonly taskId: TaskId | null;
  readonly subjectId: TaskId | DecisionId | ReviewId | ClockId | PersonId;
  readonly round: number;
  readonly epoch: number;
  readonly rung: string;
  readonly recipientId: PersonId;
  readonly model: Readonly<Record<string, string | number | readonly string[]>>;
};

/** @policy more rungs than these within the window are told in one letter */
export const MOST_IMMEDIATE = 5;
export const DIGEST_WINDOW_MS = 10 * MS_PER_MINUTE;
/** @policy how long a collected letter waits for the rest of its flood: all of a storm is recorded within ten seconds */
export const DIGEST_WAIT_MS = 15_000;

/** The kinds that come in floods. */
export const RUNG_KINDS = ['task.reminder', 'ladder.rung'] as const satisfies readonly NoticeKind[];

/** Whether a notice may be told inside a digest. A pre-notice is proof that silence may decide: it has its own letter. */
export const isDigestible = ({ kind, rung }: Pick<NoticeDraft, 'kind' | 'rung'>): boolean => RUNG_KINDS.some((known) => known === kind) && rung !== PRE_NOTICE;

/** Notices caused by facts; `state` is the review after them. */
export function noticesFor(events: readonly ReviewEvent[], state: ReviewState, law: Law): readonly NoticeDraft[] {
  return events.flatMap((event): readonly NoticeDraft[] => {
    switch (event.type) {
      case 'StageOpened':
        return event.tasks
          .filter((task) => task.carried === undefined)
          .flatMap((task) =>
            task.candidates.length === 0
              ? [...new Set([...holdersOf(law.directory, task.unitId, 'unitHead'), ...holdersOfRole(law, 'coordinator')])].map((recipientId) =>
                  aboutTask('task.unassigned', state, task.id, recipientId, {}),
                )
              : task.candidates.map((recipientId) => aboutTask('task.assigned', state, task.id, recipientId, {})),
          );
      case 'ReviewerAdded':
        return event.task.candidates.map((recipientId) => aboutTask('task.assigned', state, event.task.id, recipientId, {}));
      case 'QuorumJudged': {
        if (event.reachable) return [];
        const stage = findStage(state, event.stageId);
        const tasks = state.tasks.filter((task) => task.stageId === event.stageId);
        // The letter leads to a seat that wants filling; where every member has answered, to the stage.
        const about = tasks.find((task) => isOpen(task) && !isFilled(state, task, law)) ?? tasks.find(isOpen) ?? tasks[0];
        const { need, approvals, unanswered, empty } = event;
        return holdersOfRole(law, 'coordinator').flatMap((recipientId) =>
          about
            ? [{ ...aboutTask('quorum.impossible', state, about.id, recipientId, { need, approvals, unanswered, empty }), epoch: stage?.quorumJudgements ?? 0 }]
            : [],
        );
      }
      case 'SilenceRefused':
        return stalledFor(state, event.taskId, event.reason, '', law);
      case 'TaskWithdrawn':
        return (findTask(state, event.taskId)?.candidates ?? []).map((recipientId) =>
          aboutTask('task.withdrawn', state, event.taskId, recipientId, { reason: event.reason }),
        );
      case 'RungFired': {
        const { rung, taskId } = event;
        if (taskId === null) {
          const { step } = event;
          return rung.told.map((recipientId): NoticeDraft => ({
            kind: 'ladder.rung',
            reviewId: state.id,
            taskId: null,
            subjectId: step === undefined ? state.id : clockOf(state.id, step),
            round: 0,
            epoch: rung.epoch,
            rung: rung.key,
            recipientId,
            model: step === undefined ? {} : { step },
          }));
        }
        const stage = stageOf(law.route, findTask(state, taskId)?.stageKey ?? '');
        const kind = stage.reminders.some((reminder) => reminder.key === rung.key) ? 'task.reminder' : 'ladder.rung';
        const told = rung.told.map((recipientId) => ({ ...aboutTask(kind, state, taskId, recipientId, {}), epoch: rung.epoch, rung: rung.key }));
        // A verdict by law that was refused says so itself.
        const stalled = rung.acted === 'noEligible' || (rung.acted === 'refused' && !decides(stage, rung.key));
        return stalled ? [...told, ...stalledFor(state, taskId, rung.acted ?? '', rung.key, law)] : told;
      }
      case 'DecisionRecorded': {
        const { decision } = event;
        if (decision.channel !== 'mailLink' && decision.channel !== 'mailReply') return [];
        const people = decision.onBehalfOf === null ? [decision.actor] : [decision.actor, decision.onBehalfOf];
        return people.map((recipientId) => ({ ...aboutTask('decision.receipt', state, decision.taskId, recipientId, {}), subjectId: decision.id }));
      }
      case 'ReviewClosed': {
        // A self-check is nobody's business when it ends as it should.
        if (state.routeKey === SYNTHETIC_ROUTE) return [];
        const heads = holdersOf(law.directory, state.ownerUnitId, 'unitHead');
        return [...new Set([...heads, ...holdersOfRole(law, 'coordinator')])].map((recipientId) => ({
          kind: 'review.closed',
          reviewId: state.id,
          taskId: null,
          subjectId: state.id,
          round: 0,
          epoch: 0,
          rung: '',
          recipientId,
          model: { outcome: event.outcome },
        }));
      }
      case 'TaskReassigned': {
        const version = findTask(state, event.taskId)?.version ?? 0;
        const gone = (event.from ?? []).filter((person) => !event.candidates.includes(person));
        return [
          ...event.candidates.map((recipientId) => ({ ...aboutTask('task.assigned', state, event.taskId, recipientId, {}), epoch: version })),
          ...gone.map((recipientId) => ({ ...aboutTask('task.withdrawn', state, event.taskId, recipientId, { reason: 'reassigned' }), epoch: version })),
        ];
      }
      case 'CandidatesChanged': {
        const version = findTask(state, event.taskId)?.version ?? 0;
        return [
          ...event.added.map((recipientId) => ({ ...aboutTask('task.assigned', state, event.taskId, recipientId, {}), epoch: version })),
          ...event.removed.map((recipientId) => ({
            ...aboutTask('task.withdrawn', state, event.taskId, recipientId, { reason: 'reassigned' }),
            epoch: version,
          })),
        ];
      }
      // Asked again: the verdict given fell away, or was taken back, while the stage is still open.
      case 'DecisionSuperseded':
      case 'DisputeResolved': {
        const decided = decisionOf(state, event.decisionId);
        const task = decided && state.tasks.find((one) => isOpen(one) && (one.id === decided.taskId || one.carried === decided.id));
        if (!task) return [];
        return task.candidates.map((recipientId) => ({ ...aboutTask('task.assigned', state, task.id, recipientId, {}), epoch: task.version }));
      }
      case 'ReviewOpened':
      case 'ProposalRevised':
      case 'StageClosed':
      case 'TermBreached':
      case 'DecisionRecalled':
      case 'DecisionRevived':
      case 'DecisionDisputed':
      case 'TaskClaimed':
      case 'TaskReleased':
      case 'TermSuspended':
      case 'TermResumed':
      case 'ExtensionRequested':
      case 'ExtensionRefused':
      case 'TermExtended':
      case 'AdjustmentProposed':
      case 'TermAdjusted':
      case 'TermRecounted':
      case 'CommentAdded':
      case 'CommentAnswered':
      case 'OverrideRequested':
      case 'OverrideGranted':
      case 'ReopenRequested':
      case 'ReopenConfirmed':
      case 'TracksOpened':
      case 'TrackAdvanced':
      case 'TrackClosed':
      case 'PublicationOpened':
      case 'Published':
      case 'DatabaseEntered':
        return [];
    }
  });
}

const decides = (stage: Stage, rungKey: string): boolean =>
  allRungsOf(stage).some((rung) => rung.key === rungKey && rung.act !== undefined && 'decide' in rung.act);

/** What should have moved a late task by itself has not: those who can move it are told, once a running of its term. */
const stalledFor = (state: ReviewState, taskId: TaskId, reason: string, rung: string, law: Law): readonly NoticeDraft[] => {
  const task = findTask(state, taskId);
  if (task === null || state.routeKey === SYNTHETIC_ROUTE) return [];
  return [...new Set([...holdersOf(law.directory, task.unitId, 'unitHead'), ...holdersOfRole(law, 'coordinator')])].map((recipientId) => ({
    ...aboutTask('task.stalled', state, taskId, recipientId, { reason }),
    epoch: task.term.epoch,
    rung,
  }));
};

const holdersOfRole = (law: Law, role: Role): readonly PersonId[] =>
  law.directory.holdings.filter((holding) => holding.role === role).map((holding) => holding.personId);

function aboutTask(kind: NoticeKind, state: ReviewState, taskId: TaskId, recipientId: PersonId, model: NoticeDraft['model']): NoticeDraft {
  const task = findTask(state, taskId);
  return {
    kind,
    reviewId: state.id,
    taskId,
    subjectId: taskId,
    round: task?.round ?? 0,
    epoch: 0,
    rung: '',
    recipientId,
    model: { ...model, taskVersion: task?.version ?? 0 },
  };
}
