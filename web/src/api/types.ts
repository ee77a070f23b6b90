/** The answers of the API as the screens name them; the contract itself is the API's. */
import type * as Contract from '../../../api/schemas/types.js';
import type { Text } from '../../../domain/shared/errors.js';

export type {
  CampaignProgress,
  CampaignRow,
  Clock,
  DecisionReceipt,
  LadderReport,
  LaunchAnswer,
  Me,
  OverdueBoard,
  ProcedureDetail,
  ProcedureRow,
  ProposalRequest,
  ProposalRevised,
  ReviewDetail,
  ReviewRow,
  TaskDetail,
  TaskRow,
  VersionDetail,
} from '../../../api/schemas/types.js';

export type ExecutionBoard = Contract.ExecutionBoard;
export type ExecutionRow = Contract.ExecutionBoard['items'][number];
export type ExecutionTrack = Contract.Execution['tracks'][number];
export type ExecutionPublication = NonNullable<ExecutionTrack['publication']>;

export type RouteVersion = Contract.RouteVersion;
export type PostRow = Contract.PostView;
export type AccountRow = Contract.AccountView;
export type RouteRow = Contract.RoutePage['items'][number];
export type RouteVersionLine = RouteRow['versions'][number];
export type RouteChange = RouteVersion['changes'][number];
export type RouteFinding = Omit<RouteVersion['findings'][number], 'sentence'> & { readonly sentence: Said };
export type { RouteCheckAnswer, RouteDraftAnswer } from '../../../api/schemas/types.js';

/** A word that arrives in one language, or in both. */
export type Said = string | Text;
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

export type { AbsencePage, AbsenceRecorded, AbsenceView, DelegationPage, DelegationView } from '../../../api/schemas/types.js';
export type CommentNote = Contract.CommentView;
export type PersonRow = Contract.PersonPage['items'][number];
export type Person = Contract.DecisionView['by'];
export type Unit = Contract.TaskRow['unit'];
export type Lateness = NonNullable<Contract.TaskRow['lateness']>;
export type DecisionNote = Contract.DecisionView;
export type LadderLine = Contract.TaskDetail['ladder'][number];
export type CostView = NonNullable<Contract.ProposalView['cost']>;
export type CostSide = NonNullable<CostView['before']>;
export type Flag = Contract.ProcedureDetail['flags'][number];
export type OpenReview = NonNullable<Contract.ProcedureDetail['openReview']>;
export type ReviewStage = Contract.ReviewDetail['stages'][number];
export type RouteStage = Contract.ReviewDetail['route']['stages'][number];
export type UnitProgress = Contract.CampaignProgress['units'][number];
export type OverdueRow = Contract.OverdueBoard['items'][number];
/** One entry of a chain of facts, of a review or of a procedure. */
export type FactLine = Contract.ReviewDetail['facts'][number] | Contract.ProcedureDetail['facts'][number];
