/**
 * The facts of a review, in past tense. Stored for good: a type or field is never renamed, only added.
 * An event that moves a clock carries the whole term as it stands afterwards, so that folding needs no calendar.
 */
import type { Instant, LocalDate } from '../shared/instant.js';
import type { CampaignId, DecisionId, PersonId, ProcedureId, ProcedureVersionId, ReviewId, StageId, TaskId, UnitId } from '../shared/ids.js';
import type { CompetenceTrack } from '../procedure/change-items.js';
import type { Role, StageKey, StageOutcome } from '../route/route.js';
import type { CommentState, ContentMap, DecisionState, OpenedTask, ReviewOutcome, RungRecord, RunningTerm, TrackOutcome, TrackStep } from './review-state.js';

/** Whose clock, when it is neither a task's nor the review's own limit. */
export type ExecutionStep = CompetenceTrack | `publication-${CompetenceTrack}`;

type At = { readonly at: Instant };
type OnTask = At & { readonly taskId: TaskId; readonly by: PersonId };

export type ReviewEvent =
  | (At & {
      readonly type: 'ReviewOpened';
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
    })
  | (At & {
      readonly type: 'StageOpened';
      readonly stageId: StageId;
      readonly key: StageKey;
      readonly round: number;
      readonly openedBy: StageId | null;
      /** Why, when not by the route: the content it had approved changed, or two people reopened it. */
      readonly reason?: 'contentChanged' | 'reopened';
      readonly tasks: readonly OpenedTask[];
    })
  | (At & {
      readonly type: 'ProposalRevised';
      readonly by: PersonId;
      readonly revision: number;
      readonly content: ContentMap;
      readonly changed: readonly string[];
    })
  | (At & { readonly type: 'DecisionRecorded'; readonly decision: DecisionState; readonly trace: readonly string[] })
  | (At & { readonly type: 'DecisionRecalled'; readonly decisionId: DecisionId; readonly taskId: TaskId; readonly by: PersonId; readonly reason?: string })
  | (At & { readonly type: 'DecisionSuperseded'; readonly decisionId: DecisionId; readonly fields: readonly string[] })
  /** Edited back to what was approved: the approval stands again. */
  | (At & { readonly type: 'DecisionRevived'; readonly decisionId: DecisionId })
  | (At & { readonly type: 'DecisionDisputed'; readonly decisionId: DecisionId; readonly by: PersonId })
  | (At & {
      readonly type: 'DisputeResolved';
      readonly decisionId: DecisionId;
      readonly by: PersonId;
      readonly outcome: 'upheld' | 'annulled';
      readonly reason: string;
    })
  /** `outcome` null: nothing came of it, because what it rested on fell away. */
  | (At & {
      readonly type: 'StageClosed';
      readonly stageId: StageId;
      readonly outcome: StageOutcome | null;
      readonly by: DecisionId | null;
      readonly carriedOver?: boolean;
    })
  | (At & {
      readonly type: 'TaskWithdrawn';
      readonly taskId: TaskId;
      readonly reason: 'stageClosed' | 'reviewWithdrawn' | 'contentChanged' | 'reopened';
      readonly by: DecisionId | null;
    })
  /** `onBehalfOf`, `authority`: whom he stands in for, and by which paper; absent where he acts in his own right. */
  | (OnTask & { readonly type: 'TaskClaimed'; readonly onBehalfOf?: PersonId; readonly authority?: string })
  | (OnTask & { readonly type: 'TaskReleased'; readonly reason: 'released' | 'lapsed' | 'takenOver' | 'roleEnded' })
  | (At & {
      readonly type: 'TaskReassigned';
      readonly taskId: TaskId;
      /** Null when a rung did it. */
      readonly by: PersonId | null;
      readonly reason: string;
      /** Who could decide it before. */
      readonly from?: readonly PersonId[];
      readonly unitId: UnitId;
      readonly role: Role;
      readonly candidates: readonly PersonId[];
      readonly term: RunningTerm;
    })
  /** One more person is asked in a stage that is running; `by` null: he has come into a post of it. */
  | (At & { readonly type: 'ReviewerAdded'; readonly stageId: StageId; readonly by: PersonId | null; readonly reason: string; readonly task: OpenedTask })
  /** The approvals a stage needs have gone out of reach without a rejection, or have come within it again. */
  | (At & {
      readonly type: 'QuorumJudged';
      readonly stageId: StageId;
      readonly reachable: boolean;
      readonly need: number;
      readonly approvals: number;
      readonly unanswered: number;
      readonly empty: number;
    })
  /** Posts, delegations or absences have changed since the task opened. */
  | (At & {
      readonly type: 'CandidatesChanged';
      readonly taskId: TaskId;
      readonly candidates: readonly PersonId[];
      readonly added: readonly PersonId[];
      readonly removed: readonly PersonId[];
    })
  | (OnTask & { readonly type: 'TermSuspended'; readonly ground: string; readonly basis: string; readonly until: Instant | null; readonly term: RunningTerm })
  | (At & { readonly type: 'TermResumed'; readonly taskId: TaskId; readonly by: PersonId | null; readonly term: RunningTerm })
  | (OnTask & { readonly type: 'ExtensionRequested'; readonly requestId: string; readonly amount: number; readonly reason: string })
  | (OnTask & { readonly type: 'ExtensionRefused'; readonly requestId: string; readonly reason: string })
  | (At & {
      readonly type: 'TermExtended';
      readonly taskId: TaskId;
      readonly by: PersonId | null;
      readonly requestId: string | null;
      readonly amount: number;
      readonly basis: string;
      readonly term: RunningTerm;
    })
  | (OnTask & { readonly type: 'AdjustmentProposed'; readonly requestId: string; readonly amount: number; readonly reason: string })
  | (OnTask & { readonly type: 'TermAdjusted'; readonly requestId: string; readonly amount: number; readonly reason: string; readonly term: RunningTerm })
  /** A later version of the calendar reaches where an earlier one did not. `taskId` null without `step`: the review's own limit. */
  | (At & {
      readonly type: 'TermRecounted';
      readonly taskId: TaskId | null;
      readonly step?: ExecutionStep;
      readonly calendarId: string;
      readonly calendarVersion: number;
      readonly term: RunningTerm;
    })
  | (At & { readonly type: 'CommentAdded'; readonly comment: Omit<CommentState, 'disposition'> })
  | (At & {
      readonly type: 'CommentAnswered';
      readonly commentId: string;
      readonly by: PersonId;
      readonly kind: 'accepted' | 'explained';
      readonly text: string;
    })
  | (OnTask & { readonly type: 'OverrideRequested'; readonly person: PersonId; readonly reason: string })
  | (OnTask & { readonly type: 'OverrideGranted'; readonly person: PersonId; readonly reason: string; readonly until: Instant })
  | (At & { readonly type: 'ReopenRequested'; readonly stageId: StageId; readonly by: PersonId; readonly reason: string })
  | (At & { readonly type: 'ReopenConfirmed'; readonly stageId: StageId; readonly by: PersonId; readonly reason: string })
  | (At & { readonly type: 'RungFired'; readonly taskId: TaskId | null; readonly step?: ExecutionStep; readonly rung: RungRecord })
  | (At & { readonly type: 'TermBreached'; readonly taskId: TaskId | null; readonly step?: ExecutionStep; readonly dueAt: Instant })
  | (At & { readonly type: 'SilenceRefused'; readonly taskId: TaskId; readonly reason: string })
  | (At & {
      readonly type: 'ReviewClosed';
      readonly outcome: ReviewOutcome;
      readonly by: PersonId | null;
      readonly reason: string | null;
      readonly adoptsOn: LocalDate | null;
      readonly executes?: boolean;
    })
  | (At & {
      readonly type: 'TracksOpened';
      readonly tracks: readonly {
        readonly key: CompetenceTrack;
        readonly itemIds: readonly string[];
        readonly unitId: UnitId;
        readonly term: RunningTerm | null;
        readonly saving?: string | null;
      }[];
    })
  | (At & { readonly type: 'TrackAdvanced'; readonly key: CompetenceTrack; readonly by: PersonId; readonly step: TrackStep; readonly term?: RunningTerm })
  | (At & { readonly type: 'TrackClosed'; readonly key: CompetenceTrack; readonly outcome: TrackOutcome; readonly by?: PersonId; readonly reason?: string })
  | (At & { readonly type: 'PublicationOpened'; readonly key: CompetenceTrack; readonly unitId: UnitId; readonly term: RunningTerm })
  | (At & {
      readonly type: 'Published';
      readonly key: CompetenceTrack;
      readonly by: PersonId;
      readonly decisionNumber: string;
      readonly publishedOn: LocalDate;
      readonly databaseEnteredOn: LocalDate | null;
      readonly term?: RunningTerm;
    })
  | (At & { readonly type: 'DatabaseEntered'; readonly key: CompetenceTrack; readonly by: PersonId; readonly databaseEnteredOn: LocalDate });
