/** The contract as TypeScript types, for clients in this package: `web/` and `cli/` import types from here, never values. */
import type { z } from 'zod';
import type {
  absenceBody,
  absenceEnded,
  absencePage,
  absenceRecorded,
  absenceView,
  delegationBody,
  delegationEnded,
  delegationGranted,
  delegationPage,
  delegationView,
  peoplePage,
} from './authority.schema.js';
import type { advanceBody, advanced, clock, health, overdueBoard, unitList } from './board.schema.js';
import type { campaignPage, campaignProgress, campaignRow, closed, closingBody, launchBody, launched } from './campaign.schema.js';
import type {
  costComputation,
  costComputationBody,
  costExplanation,
  costProgramme,
  costRanges,
  costSaved,
  costSheetsBody,
  restated,
  restatementBody,
  reviewCost,
  tariffBody,
  tariffList,
  tariffRecorded,
  tariffTable,
} from './cost.schema.js';
import type { answerBody, commentBody, commentMoved, commentView, decisionMoved, reopenBody, resolutionBody, stageMoved } from './comments.schema.js';
import type { abandonmentBody, carriedOn, databaseEntryBody, executionBoard, executionView, publicationRecordBody, trackStepBody } from './execution.schema.js';
import type { accountPage, accountView, postPage, postView } from './posts.schema.js';
import type { problem } from './problem.schema.js';
import type { imported, procedureDetail, procedurePage, procedureRow, versionDetail } from './procedure.schema.js';
import type { proposalBody, proposalView, revised } from './proposal.schema.js';
import type { reviewDetail, reviewPage, reviewRow, withdrawalBody, withdrawn } from './review.schema.js';
import type {
  approvalBody,
  approved,
  checkBody,
  checked,
  draftBody,
  drafted,
  finding,
  publicationBody,
  published,
  retired,
  retirementBody,
  routePage,
  routeRow,
  routeVersionDetail,
} from './route.schema.js';
import type { issuedToken, me, signInBody, tokenBody } from './session.schema.js';
import type { decisionBody, decisionReceipt, decisionView, taskDetail, taskPage, taskRow } from './task.schema.js';
import type { fuseReleased, ladderReport } from './watch.schema.js';
import type {
  adjustmentBody,
  extensionBody,
  extensionDecisionBody,
  informationBody,
  overrideBody,
  overrideGranted,
  pauseBody,
  questionBody,
  questionMoved,
  reassignBody,
  recallBody,
  requestMoved,
  taskMoved,
} from './task-verbs.schema.js';

export type Problem = z.output<typeof problem>;
export type SignInRequest = z.input<typeof signInBody>;
export type Me = z.output<typeof me>;
export type TokenRequest = z.input<typeof tokenBody>;
export type IssuedToken = z.output<typeof issuedToken>;
export type TaskRow = z.output<typeof taskRow>;
export type TaskPage = z.output<typeof taskPage>;
export type TaskDetail = z.output<typeof taskDetail>;
export type DecisionView = z.output<typeof decisionView>;
export type DecisionRequest = z.input<typeof decisionBody>;
export type DecisionReceipt = z.output<typeof decisionReceipt>;
export type ProposalView = z.output<typeof proposalView>;
export type ProposalRequest = z.input<typeof proposalBody>;
export type ProposalRevised = z.output<typeof revised>;
export type ProcedureRow = z.output<typeof procedureRow>;
export type ProcedurePage = z.output<typeof procedurePage>;
export type ProcedureDetail = z.output<typeof procedureDetail>;
export type VersionDetail = z.output<typeof versionDetail>;
export type ImportAnswer = z.output<typeof imported>;
export type CampaignRow = z.output<typeof campaignRow>;
export type CampaignPage = z.output<typeof campaignPage>;
export type CampaignProgress = z.output<typeof campaignProgress>;
export type LaunchRequest = z.input<typeof launchBody>;
export type LaunchAnswer = z.output<typeof launched>;
export type ClosingRequest = z.input<typeof closingBody>;
export type Closing = z.output<typeof closed>;
export type ReviewRow = z.output<typeof reviewRow>;
export type ReviewPage = z.output<typeof reviewPage>;
export type ReviewDetail = z.output<typeof reviewDetail>;
export type WithdrawalRequest = z.input<typeof withdrawalBody>;
export type Withdrawal = z.output<typeof withdrawn>;
export type PostView = z.output<typeof postView>;
export type PostPage = z.output<typeof postPage>;
export type AccountView = z.output<typeof accountView>;
export type AccountPage = z.output<typeof accountPage>;
export type RouteRow = z.output<typeof routeRow>;
export type RoutePage = z.output<typeof routePage>;
export type RouteVersion = z.output<typeof routeVersionDetail>;
export type RouteFinding = z.output<typeof finding>;
export type RouteCheckRequest = z.input<typeof checkBody>;
export type RouteCheckAnswer = z.output<typeof checked>;
export type RouteDraftRequest = z.input<typeof draftBody>;
export type RouteDraftAnswer = z.output<typeof drafted>;
export type RouteApprovalRequest = z.input<typeof approvalBody>;
export type RouteApprovalAnswer = z.output<typeof approved>;
export type RoutePublicationRequest = z.input<typeof publicationBody>;
export type RoutePublicationAnswer = z.output<typeof published>;
export type RouteRetirementRequest = z.input<typeof retirementBody>;
export type RouteRetirementAnswer = z.output<typeof retired>;
export type LadderReport = z.output<typeof ladderReport>;
export type FuseReleased = z.output<typeof fuseReleased>;
export type OverdueBoard = z.output<typeof overdueBoard>;
export type UnitList = z.output<typeof unitList>;
export type Clock = z.output<typeof clock>;
export type AdvanceRequest = z.input<typeof advanceBody>;
export type ClockAdvanced = z.output<typeof advanced>;
export type Health = z.output<typeof health>;
export type CostComputationRequest = z.input<typeof costComputationBody>;
export type CostComputation = z.output<typeof costComputation>;
export type ReviewCost = z.output<typeof reviewCost>;
export type CostSheetsRequest = z.input<typeof costSheetsBody>;
export type CostSaved = z.output<typeof costSaved>;
export type CostExplanation = z.output<typeof costExplanation>;
export type CostRanges = z.output<typeof costRanges>;
export type RestatementRequest = z.input<typeof restatementBody>;
export type Restatement = z.output<typeof restated>;
export type CostProgramme = z.output<typeof costProgramme>;
export type TariffTableRequest = z.input<typeof tariffBody>;
export type TariffTable = z.output<typeof tariffTable>;
export type TariffTableList = z.output<typeof tariffList>;
export type TariffRecorded = z.output<typeof tariffRecorded>;
export type TaskMoved = z.output<typeof taskMoved>;
export type TermRequestMoved = z.output<typeof requestMoved>;
export type InformationMoved = z.output<typeof questionMoved>;
export type OverrideGranted = z.output<typeof overrideGranted>;
export type ReassignmentRequest = z.input<typeof reassignBody>;
export type PauseRequest = z.input<typeof pauseBody>;
export type ExtensionRequest = z.input<typeof extensionBody>;
export type ExtensionDecisionRequest = z.input<typeof extensionDecisionBody>;
export type AdjustmentRequest = z.input<typeof adjustmentBody>;
export type RecallRequest = z.input<typeof recallBody>;
export type InformationRequest = z.input<typeof questionBody>;
export type InformationSubmission = z.input<typeof informationBody>;
export type OverrideRequest = z.input<typeof overrideBody>;
export type CommentView = z.output<typeof commentView>;
export type CommentRequest = z.input<typeof commentBody>;
export type CommentAnswerRequest = z.input<typeof answerBody>;
export type CommentMoved = z.output<typeof commentMoved>;
export type ReopenRequest = z.input<typeof reopenBody>;
export type StageMoved = z.output<typeof stageMoved>;
export type DisputeResolutionRequest = z.input<typeof resolutionBody>;
export type DecisionMoved = z.output<typeof decisionMoved>;
export type DelegationView = z.output<typeof delegationView>;
export type DelegationPage = z.output<typeof delegationPage>;
export type DelegationRequest = z.input<typeof delegationBody>;
export type DelegationGranted = z.output<typeof delegationGranted>;
export type DelegationEnded = z.output<typeof delegationEnded>;
export type AbsenceView = z.output<typeof absenceView>;
export type AbsencePage = z.output<typeof absencePage>;
export type AbsenceRequest = z.input<typeof absenceBody>;
export type AbsenceRecorded = z.output<typeof absenceRecorded>;
export type AbsenceEnded = z.output<typeof absenceEnded>;
export type PersonPage = z.output<typeof peoplePage>;
export type Execution = z.output<typeof executionView>;
export type ExecutionBoard = z.output<typeof executionBoard>;
export type TrackStepRequest = z.input<typeof trackStepBody>;
export type AbandonmentRequest = z.input<typeof abandonmentBody>;
export type PublicationRecordRequest = z.input<typeof publicationRecordBody>;
export type DatabaseEntryRequest = z.input<typeof databaseEntryBody>;
export type CarriedOn = z.output<typeof carriedOn>;
