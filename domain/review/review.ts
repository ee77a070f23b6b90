/**
 * One review of one procedure: its state as a fold over the facts recorded about it.
 * MySQL keeps the facts; every table of stages, tasks and decisions is a projection of this state.
 */
import { assertNever } from '../shared/assert-never.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import type { CampaignId, DecisionId, PersonId, ProcedureId, ProcedureVersionId, ReviewId, StageId, TaskId, UnitId } from '../shared/ids.js';
import type { TermEvent } from '../calendar/term.js';
import type { Assurance, Role, StageKey, StageLimit, StageOutcome, Verdict } from '../route/route.js';

/** Path of a reviewable field → SHA-256 of its canonical JSON. */
export type ContentMap = Readonly<Record<string, string>>;

/** What a decision came through. */
export type ActChannel = 'web' | 'api' | 'mailLink' | 'mailReply' | 'cli' | 'system';

/** A legal budget of time that runs on one task, or on the whole review. */
export type RunningTerm = {
  readonly limit: StageLimit;
  readonly anchor: Instant;
  readonly calendarId: string;
  readonly calendarVersion: number;
  readonly events: readonly TermEvent[];
  /** Rises with extension and reopening; a rung fires at most once per epoch. */
  readonly epoch: number;
  /** Null while an open-ended pause holds the clock. */
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
};

export type RungRecord = {
  readonly epoch: number;
  readonly key: string;
  readonly plannedAt: Instant;
  readonly firedAt: Instant;
  readonly result: 'fired' | 'pastAtOpen' | 'overtaken';
  readonly told: readonly PersonId[];
};

export type Clocked = { readonly term: RunningTerm; readonly rungs: readonly RungRecord[]; readonly breachedAt: Instant | null };

export type TaskStatus = 'unclaimed' | 'inProgress' | 'done' | 'withdrawn';

export type TaskState = Clocked & {
  readonly id: TaskId;
  readonly stageId: StageId;
  readonly stageKey: StageKey;
  readonly round: number;
  readonly slot: number;
  readonly unitId: UnitId;
  readonly role: Role;
  /** People who may decide, as resolved at opening; eligibility is judged again at each act. */
  readonly candidates: readonly PersonId[];
  readonly status: TaskStatus;
  /** Rises when who may decide, on what, or with which verdicts changes. */
  readonly version: number;
  readonly openedAt: Instant;
  readonly decisionId: DecisionId | null;
};

export type StageState = {
  readonly id: StageId;
  readonly key: StageKey;
  readonly round: number;
  readonly status: 'open' | 'closed';
  readonly outcome: StageOutcome | null;
  /** The stage whose closing opened this one; null at the start of the route. */
  readonly openedBy: StageId | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly closedBy: DecisionId | null;
};

export type DecisionState = {
  readonly id: DecisionId;
  readonly taskId: TaskId;
  readonly taskVersion: number;
  readonly stageKey: StageKey;
  readonly round: number;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly actor: PersonId;
  readonly onBehalfOf: PersonId | null;
  readonly unitId: UnitId;
  readonly channel: ActChannel;
  readonly assurance: Assurance;
  readonly contentDigest: string;
  readonly recordedAt: Instant;
  readonly receivedAt: Instant;
  readonly late: boolean;
};

export type ReviewOutcome = 'approved' | 'rejected' | 'withdrawn';

export type ReviewState = {
  readonly id: ReviewId;
  readonly procedureId: ProcedureId;
  readonly versionId: ProcedureVersionId;
  readonly campaignId: CampaignId | null;
  readonly ownerUnitId: UnitId;
  readonly routeKey: string;
  readonly routeVersion: number;
  readonly openedAt: Instant;
  readonly openedBy: PersonId;
  readonly outcome: ReviewOutcome | null;
  readonly closedAt: Instant | null;
  /** People who wrote any revision of the proposal. */
  readonly authors: readonly PersonId[];
  readonly revision: number;
  readonly content: ContentMap;
  readonly limitTerm: Clocked | null;
  readonly stages: readonly StageState[];
  readonly tasks: readonly TaskState[];
  readonly decisions: readonly DecisionState[];
};

export type OpenedTask = {
  readonly id: TaskId;
  readonly slot: number;
  readonly unitId: UnitId;
  readonly role: Role;
  readonly candidates: readonly PersonId[];
  readonly term: RunningTerm;
};

/** The facts of a review, in past tense. Stored for good: a field is never renamed, only added. */
export type ReviewEvent =
  | {
      readonly type: 'ReviewOpened';
      readonly at: Instant;
      readonly by: PersonId;
      readonly reviewId: ReviewId;
      readonly procedureId: ProcedureId;
      readonly versionId: ProcedureVersionId;
      readonly campaignId: CampaignId | null;
      readonly ownerUnitId: UnitId;
      readonly routeKey: string;
      readonly routeVersion: number;
      readonly authors: readonly PersonId[];
      readonly content: ContentMap;
      readonly limitTerm: RunningTerm | null;
    }
  | {
      readonly type: 'StageOpened';
      readonly at: Instant;
      readonly stageId: StageId;
      readonly key: StageKey;
      readonly round: number;
      readonly openedBy: StageId | null;
      readonly tasks: readonly OpenedTask[];
    }
  | { readonly type: 'ProposalRevised'; readonly at: Instant; readonly by: PersonId; readonly revision: number; readonly content: ContentMap; readonly changed: readonly string[] }
  | { readonly type: 'DecisionRecorded'; readonly at: Instant; readonly decision: DecisionState; readonly trace: readonly string[] }
  | { readonly type: 'StageClosed'; readonly at: Instant; readonly stageId: StageId; readonly outcome: StageOutcome; readonly by: DecisionId | null }
  | { readonly type: 'TaskWithdrawn'; readonly at: Instant; readonly taskId: TaskId; readonly reason: 'stageClosed' | 'reviewWithdrawn'; readonly by: DecisionId | null }
  | { readonly type: 'RungFired'; readonly at: Instant; readonly taskId: TaskId | null; readonly rung: RungRecord }
  | { readonly type: 'TermBreached'; readonly at: Instant; readonly taskId: TaskId | null; readonly dueAt: Instant }
  | { readonly type: 'ReviewClosed'; readonly at: Instant; readonly outcome: ReviewOutcome; readonly by: PersonId | null; readonly reason: string | null; readonly adoptsOn: LocalDate | null };

const clocked = (term: RunningTerm): Clocked => ({ term, rungs: [], breachedAt: null });

const mapTask = (state: ReviewState, id: TaskId, change: (task: TaskState) => TaskState): ReviewState => ({
  ...state,
  tasks: state.tasks.map((task) => (task.id === id ? change(task) : task)),
});

/** The state after one more fact. @throws Error when the first fact is not the opening, or a second opening follows. */
export function evolve(state: ReviewState | null, event: ReviewEvent): ReviewState {
  if (event.type === 'ReviewOpened') {
    if (state) throw new Error(`review ${state.id} was opened twice`);
    return {
      id: event.reviewId, procedureId: event.procedureId, versionId: event.versionId, campaignId: event.campaignId,
      ownerUnitId: event.ownerUnitId, routeKey: event.routeKey, routeVersion: event.routeVersion,
      openedAt: event.at, openedBy: event.by, outcome: null, closedAt: null, authors: event.authors, revision: 0,
      content: event.content, limitTerm: event.limitTerm && clocked(event.limitTerm), stages: [], tasks: [], decisions: [],
    };
  }
  if (!state) throw new Error(`a review starts with its opening, not with ${event.type}`);
  switch (event.type) {
    case 'StageOpened':
      return {
        ...state,
        stages: [...state.stages, {
          id: event.stageId, key: event.key, round: event.round, status: 'open', outcome: null, openedBy: event.openedBy,
          openedAt: event.at, closedAt: null, closedBy: null,
        }],
        tasks: [...state.tasks, ...event.tasks.map((task): TaskState => ({
          id: task.id, stageId: event.stageId, stageKey: event.key, round: event.round, slot: task.slot, unitId: task.unitId, role: task.role,
          candidates: task.candidates, status: 'unclaimed', version: 1, openedAt: event.at, decisionId: null, ...clocked(task.term),
        }))],
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
        { ...state, decisions: [...state.decisions, event.decision] },
        event.decision.taskId,
        (task) => ({ ...task, status: 'done', version: task.version + 1, decisionId: event.decision.id }),
      );
    case 'StageClosed':
      return {
        ...state,
        stages: state.stages.map((stage) =>
          stage.id === event.stageId ? { ...stage, status: 'closed', outcome: event.outcome, closedAt: event.at, closedBy: event.by } : stage),
      };
    case 'TaskWithdrawn':
      return mapTask(state, event.taskId, (task) => ({ ...task, status: 'withdrawn', version: task.version + 1 }));
    case 'RungFired':
      return withClock(state, event.taskId, (clock) => ({ ...clock, rungs: [...clock.rungs, event.rung] }));
    case 'TermBreached':
      return withClock(state, event.taskId, (clock) => ({ ...clock, breachedAt: clock.breachedAt ?? event.dueAt }));
    case 'ReviewClosed':
      return { ...state, outcome: event.outcome, closedAt: event.at };
    default:
      return assertNever(event);
  }
}

function withClock(state: ReviewState, taskId: TaskId | null, change: (clock: Clocked) => Clocked): ReviewState {
  if (taskId !== null) return mapTask(state, taskId, (task) => ({ ...task, ...change(task) }));
  return { ...state, limitTerm: state.limitTerm && change(state.limitTerm) };
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

export const decisionOf = (state: ReviewState, id: DecisionId | null): DecisionState | null =>
  state.decisions.find((decision) => decision.id === id) ?? null;
