/**
 * One review of one procedure as a fold over the facts recorded about it. MySQL keeps the facts.
 */
import { assertNever } from '../shared/assert-never.js';
import type { CompetenceTrack } from '../procedure/change-items.js';
import type { DecisionId, PersonId, StageId, TaskId } from '../shared/ids.js';
import type { Instant } from '../shared/instant.js';
import type { StageKey } from '../route/route.js';
import type { ExecutionStep, ReviewEvent } from './review-events.js';
import type {
  Clocked,
  DecisionState,
  OpenedTask,
  PublicationState,
  ReviewPhase,
  ReviewState,
  RunningTerm,
  StageState,
  Standing,
  TaskState,
  TrackState,
} from './review-state.js';

export type { ReviewEvent };
export * from './review-state.js';

const clocked = (term: RunningTerm): Clocked => ({ term, rungs: [], breachedAt: null });

/** The next term of a step keeps the record of the rungs before it. */
const restarted = (term: RunningTerm, before: Clocked | null): Clocked => ({ term, rungs: before?.rungs ?? [], breachedAt: null });

const mapTask = (state: ReviewState, id: TaskId, change: (task: TaskState) => Partial<TaskState>): ReviewState => ({
  ...state,
  tasks: state.tasks.map((task) => (task.id === id ? { ...task, ...change(task) } : task)),
});

const withStanding = (state: ReviewState, id: DecisionId, standing: Standing): ReviewState => ({ ...state, standings: { ...state.standings, [id]: standing } });

const mapTrack = (state: ReviewState, key: CompetenceTrack, change: (track: TrackState) => Partial<TrackState>): ReviewState => ({
  ...state,
  tracks: state.tracks.map((track) => (track.key === key ? { ...track, ...change(track) } : track)),
});

const mapPublication = (state: ReviewState, key: CompetenceTrack, change: (publication: PublicationState) => Partial<PublicationState>): ReviewState =>
  mapTrack(state, key, ({ publication }) => ({ publication: publication && { ...publication, ...change(publication) } }));

const nextOrder = (state: ReviewState): number => 1 + Math.max(0, ...state.stages.map((stage) => Math.max(stage.openedOrder, stage.closedOrder ?? 0)));

/** The state after one more fact. @throws Error when the first fact is not the opening, or a second opening follows. */
export function evolve(state: ReviewState | null, event: ReviewEvent): ReviewState {
  if (event.type === 'ReviewOpened') {
    if (state) throw new Error(`review ${state.id} was opened twice`);
    return {
      id: event.reviewId,
      procedureId: event.procedureId,
      versionId: event.versionId,
      campaignId: event.campaignId,
      ownerUnitId: event.ownerUnitId,
      routeKey: event.routeKey,
      routeVersion: event.routeVersion,
      openedAt: event.at,
      openedBy: event.by,
      outcome: null,
      closedAt: null,
      authors: event.authors,
      revision: 0,
      content: event.content,
      limitTerm: event.limitTerm && clocked(event.limitTerm),
      stages: [],
      tasks: [],
      decisions: [],
      standings: {},
      disputed: false,
      comments: [],
      executes: false,
      tracksOpenedAt: null,
      tracks: [],
    };
  }
  if (!state) throw new Error(`a review starts with its opening, not with ${event.type}`);
  switch (event.type) {
    case 'StageOpened':
      return {
        ...state,
        stages: [
          ...state.stages,
          {
            id: event.stageId,
            key: event.key,
            round: event.round,
            status: 'open',
            outcome: null,
            openedBy: event.openedBy,
            openedAt: event.at,
            closedAt: null,
            closedBy: null,
            openedOrder: nextOrder(state),
            closedOrder: null,
            carriedOver: false,
            reason: event.reason ?? 'route',
            reopenRequestedBy: null,
            reopenConfirmedBy: null,
            asked: event.tasks.flatMap((task) => task.candidates),
            quorumReachable: true,
            quorumJudgements: 0,
          },
        ],
        tasks: [...state.tasks, ...event.tasks.map((task): TaskState => openedTask(task, event.stageId, event.key, event.round, event.at))],
      };
    case 'ProposalRevised':
      return {
        ...state,
        revision: event.revision,
        content: event.content,
        authors: state.authors.includes(event.by) ? state.authors : [...state.authors, event.by],
        tasks: state.tasks.map((task) => (isOpen(task) ? { ...task, version: task.version + 1 } : task)),
      };
    case 'DecisionRecorded':
      return mapTask(
        withStanding({ ...state, decisions: [...state.decisions, event.decision] }, event.decision.id, { t: 'counts' }),
        event.decision.taskId,
        (task) => ({ status: 'done', version: task.version + 1, decisionId: event.decision.id, claim: null }),
      );
    case 'DecisionRecalled':
      return mapTask(withStanding(state, event.decisionId, { t: 'recalled' }), event.taskId, (task) => ({
        status: 'unclaimed',
        version: task.version + 1,
        decisionId: null,
      }));
    case 'DecisionSuperseded':
      return asksAgain(withStanding(state, event.decisionId, { t: 'superseded', fields: event.fields }), event.decisionId);
    case 'DecisionRevived':
      return answered(withStanding(state, event.decisionId, { t: 'counts' }), event.decisionId);
    case 'DecisionDisputed':
      return { ...withStanding(state, event.decisionId, { t: 'disputed', by: event.by }), disputed: true };
    case 'DisputeResolved':
      return event.outcome === 'upheld'
        ? withStanding(state, event.decisionId, { t: 'counts' })
        : asksAgain(withStanding(state, event.decisionId, { t: 'annulled' }), event.decisionId);
    case 'StageClosed':
      return mapStage(state, event.stageId, {
        status: 'closed',
        outcome: event.outcome,
        closedAt: event.at,
        closedBy: event.by,
        closedOrder: nextOrder(state),
        carriedOver: event.carriedOver ?? false,
      });
    case 'ReopenConfirmed':
      return mapStage(state, event.stageId, { reopenConfirmedBy: event.by });
    case 'ReopenRequested':
      return mapStage(state, event.stageId, { reopenRequestedBy: event.by });
    case 'TaskWithdrawn':
      return mapTask(state, event.taskId, (task) => ({ status: 'withdrawn', version: task.version + 1, claim: null }));
    case 'TaskClaimed':
      return mapTask(state, event.taskId, () => ({ status: 'inProgress', claim: claimOf(event) }));
    case 'TaskReleased':
      return mapTask(state, event.taskId, () => ({ status: 'unclaimed', claim: null }));
    case 'TaskReassigned':
      return mapTask(asks(state, findTask(state, event.taskId)?.stageId, event.candidates), event.taskId, (task) => ({
        unitId: event.unitId,
        role: event.role,
        otherRoles: [],
        candidates: event.candidates,
        term: event.term,
        status: 'unclaimed',
        claim: null,
        version: task.version + 1,
      }));
    case 'ReviewerAdded': {
      const stage = findStage(state, event.stageId);
      if (stage === null) return state;
      return asks({ ...state, tasks: [...state.tasks, openedTask(event.task, stage.id, stage.key, stage.round, event.at)] }, stage.id, event.task.candidates);
    }
    case 'QuorumJudged':
      return mapStage(state, event.stageId, {
        quorumReachable: event.reachable,
        quorumJudgements: 1 + (findStage(state, event.stageId)?.quorumJudgements ?? 0),
      });
    case 'CandidatesChanged':
      return mapTask(asks(state, findTask(state, event.taskId)?.stageId, event.added), event.taskId, (task) => ({
        candidates: event.candidates,
        former: [...(task.former ?? []).filter((person) => !event.candidates.includes(person)), ...event.removed],
        version: task.version + 1,
      }));
    case 'TermSuspended':
    case 'TermResumed':
      return mapTask(state, event.taskId, () => ({ term: event.term }));
    case 'ExtensionRequested':
      return mapTask(state, event.taskId, (task) => ({
        requests: [...task.requests, { id: event.requestId, kind: 'extend', by: event.by, at: event.at, amount: event.amount, reason: event.reason }],
      }));
    case 'AdjustmentProposed':
      return mapTask(state, event.taskId, (task) => ({
        requests: [...task.requests, { id: event.requestId, kind: 'adjust', by: event.by, at: event.at, amount: event.amount, reason: event.reason }],
      }));
    case 'ExtensionRefused':
      return mapTask(state, event.taskId, (task) => ({ requests: task.requests.filter((request) => request.id !== event.requestId) }));
    case 'TermExtended':
    case 'TermAdjusted':
      return mapTask(state, event.taskId, (task) => ({
        term: event.term,
        silenceRefused: null,
        requests: task.requests.filter((request) => request.id !== event.requestId),
      }));
    case 'CommentAdded':
      return { ...state, comments: [...state.comments, { ...event.comment, disposition: null }] };
    case 'CommentAnswered':
      return {
        ...state,
        comments: state.comments.map((comment) =>
          comment.id === event.commentId ? { ...comment, disposition: { kind: event.kind, by: event.by, at: event.at, text: event.text } } : comment,
        ),
      };
    case 'OverrideRequested':
      return mapTask(state, event.taskId, (task) => ({
        overrides: [
          ...task.overrides.filter((other) => other.person !== event.person),
          { person: event.person, requestedBy: event.by, grantedBy: null, until: null },
        ],
      }));
    case 'OverrideGranted':
      return mapTask(state, event.taskId, (task) => ({
        version: task.version + 1,
        overrides: task.overrides.map((other) => (other.person === event.person ? { ...other, grantedBy: event.by, until: event.until } : other)),
      }));
    case 'TermRecounted':
      return withClock(state, event, () => ({ term: event.term }));
    case 'RungFired':
      return withClock(state, event, (clock) => ({ rungs: [...clock.rungs, event.rung] }));
    case 'TermBreached':
      return withClock(state, event, () => ({ breachedAt: event.dueAt }));
    case 'SilenceRefused':
      return mapTask(state, event.taskId, () => ({ silenceRefused: event.reason }));
    case 'ReviewClosed':
      return { ...state, outcome: event.outcome, closedAt: event.at, executes: event.executes ?? false };
    case 'TracksOpened':
      return {
        ...state,
        tracksOpenedAt: event.at,
        tracks: event.tracks.map((track) => ({
          key: track.key,
          saving: track.saving ?? null,
          itemIds: track.itemIds,
          unitId: track.unitId,
          openedAt: event.at,
          steps: [],
          outcome: null,
          closedAt: null,
          clock: track.term && clocked(track.term),
          publication: null,
        })),
      };
    case 'TrackAdvanced':
      return mapTrack(state, event.key, (track) => ({
        steps: [...track.steps, { ...event.step, by: event.by, at: event.at }],
        ...(event.term === undefined ? {} : { clock: restarted(event.term, track.clock) }),
      }));
    case 'TrackClosed':
      return mapTrack(state, event.key, () => ({ outcome: event.outcome, closedAt: event.at }));
    case 'PublicationOpened':
      return mapTrack(state, event.key, () => ({ publication: { openedAt: event.at, clock: clocked(event.term), published: null } }));
    case 'Published':
      return mapPublication(state, event.key, (publication) => ({
        ...(event.term === undefined ? {} : { clock: restarted(event.term, publication.clock) }),
        published: {
          by: event.by,
          at: event.at,
          decisionNumber: event.decisionNumber,
          publishedOn: event.publishedOn,
          databaseEnteredOn: event.databaseEnteredOn,
        },
      }));
    case 'DatabaseEntered':
      return mapPublication(state, event.key, ({ published }) => ({
        published: published && { ...published, databaseEnteredOn: event.databaseEnteredOn },
      }));
    default:
      return assertNever(event);
  }
}

const claimOf = ({ by, at, onBehalfOf, authority }: Extract<ReviewEvent, { readonly type: 'TaskClaimed' }>): NonNullable<TaskState['claim']> => ({
  by,
  at,
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  ...(authority === undefined ? {} : { authority }),
});

/** Notes whom a stage has asked. */
const asks = (state: ReviewState, stageId: StageId | undefined, people: readonly PersonId[]): ReviewState => ({
  ...state,
  stages: state.stages.map((stage) => (stage.id === stageId ? { ...stage, asked: [...new Set([...stage.asked, ...people])] } : stage)),
});

const openedTask = (task: OpenedTask, stageId: StageId, stageKey: StageKey, round: number, at: Instant): TaskState => ({
  id: task.id,
  stageId,
  stageKey,
  round,
  slot: task.slot,
  unitId: task.unitId,
  role: task.role,
  otherRoles: task.otherRoles ?? [],
  candidates: task.candidates,
  status: task.carried === undefined ? 'unclaimed' : 'done',
  version: 1,
  openedAt: at,
  decisionId: task.carried ?? null,
  carried: task.carried ?? null,
  claim: null,
  requests: [],
  overrides: [],
  silenceRefused: null,
  ...clocked(task.term),
});

function mapStage(state: ReviewState, id: StageId, change: Partial<StageState>): ReviewState {
  return { ...state, stages: state.stages.map((stage) => (stage.id === id ? { ...stage, ...change } : stage)) };
}

function withClock(
  state: ReviewState,
  { taskId, step }: { readonly taskId: TaskId | null; readonly step?: ExecutionStep },
  change: (clock: Clocked) => Partial<Clocked>,
): ReviewState {
  if (taskId !== null) return mapTask(state, taskId, change);
  const published = step === undefined ? null : trackPublishedBy(step);
  if (published !== null) return mapPublication(state, published, ({ clock }) => ({ clock: { ...clock, ...change(clock) } }));
  if (step !== undefined) return mapTrack(state, step as CompetenceTrack, (track) => ({ clock: track.clock && { ...track.clock, ...change(track.clock) } }));
  return { ...state, limitTerm: state.limitTerm && { ...state.limitTerm, ...change(state.limitTerm) } };
}

/** A verdict that no longer counts asks its task again, while the stage is still open. */
function asksAgain(state: ReviewState, id: DecisionId): ReviewState {
  const task = state.tasks.find((candidate) => candidate.decisionId === id && findStage(state, candidate.stageId)?.status === 'open');
  if (!task) return state;
  return mapTask(state, task.id, () => ({ status: 'unclaimed', version: task.version + 1, decisionId: null }));
}

/** A verdict that counts again answers its task again, while the stage is still open. */
function answered(state: ReviewState, id: DecisionId): ReviewState {
  const task = state.tasks.find((candidate) => candidate.id === decisionOf(state, id)?.taskId);
  if (!task || !isOpen(task)) return state;
  return mapTask(state, task.id, () => ({ status: 'done', version: task.version + 1, decisionId: id, claim: null }));
}

export const isOpen = (task: TaskState): boolean => task.status === 'unclaimed' || task.status === 'inProgress';

/** The state after a list of facts. @throws Error when there are none. */
export function fold(events: readonly ReviewEvent[], from: ReviewState | null = null): ReviewState {
  const state = events.reduce<ReviewState | null>(evolve, from);
  if (!state) throw new Error('a review without facts');
  return state;
}

export function findTask(state: ReviewState, id: TaskId): TaskState | null {
  return state.tasks.find((task) => task.id === id) ?? null;
}

export function findStage(state: ReviewState, id: StageId): StageState | null {
  return state.stages.find((stage) => stage.id === id) ?? null;
}

export const decisionOf = (state: ReviewState, id: DecisionId | null): DecisionState | null => state.decisions.find((decision) => decision.id === id) ?? null;

export const standingOf = (state: ReviewState, id: DecisionId): Standing => state.standings[id] ?? { t: 'counts' };

/** A disputed verdict holds the whole review until two people settle it. */
export const isFrozen = (state: ReviewState): boolean => Object.values(state.standings).some((standing) => standing.t === 'disputed');

/** The step at which the text of a track is published. */
export const publicationOf = (key: CompetenceTrack): ExecutionStep => `publication-${key}`;
/** The track whose text a step publishes; null for a track's own step. */
export const trackPublishedBy = (step: ExecutionStep): CompetenceTrack | null =>
  step.startsWith('publication-') ? (step.slice('publication-'.length) as CompetenceTrack) : null;

/** An approval that is carried out here keeps its review alive until every text of it is published and entered. */
export function phaseOfReview(state: ReviewState): ReviewPhase {
  if (state.outcome === null) return 'deliberate';
  if (state.outcome !== 'approved' || !state.executes) return 'closed';
  if (state.tracksOpenedAt === null || state.tracks.some((track) => track.outcome === null)) return 'execute';
  return state.tracks.every((track) => track.outcome !== 'executed' || isPublished(track)) ? 'closed' : 'publish';
}

/** Published, and entered in the national database. */
export const isPublished = ({ publication }: Pick<TrackState, 'publication'>): boolean => (publication?.published?.databaseEnteredOn ?? null) !== null;
