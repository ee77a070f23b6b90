/** The answers of the API as the screens read them: money in whole đồng, times RFC 3339, days `YYYY-MM-DD`. */
import type { Text } from '../../../domain/shared/errors.js';
import type { Role, Verdict, Assurance, StageOutcome } from '../../../domain/route/route.js';
import type { ChangeItem } from '../../../domain/procedure/change-items.js';
import type { ClockView } from '../../../domain/calendar/explain.js';
import type { VnComparison } from '../../../domain/cost/vn/compare-sheets.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ContentDiff } from '../../../domain/procedure/compare.js';
import type { ProcedureContent } from '../../../domain/procedure/procedure.js';

/** A word that arrives in the language asked for, or in both. */
export type Said = string | Text;

export type Unit = { readonly id: string; readonly code: string; readonly name: string };
export type Person = { readonly id: string; readonly honorific: string; readonly name: string; readonly post: string };
export type Me = {
  readonly person: Person & { readonly login: string; readonly locale: string };
  readonly posts: readonly { readonly unit: Unit; readonly role: Role }[];
  readonly roles: readonly Role[];
  readonly can: readonly string[];
};
export type Clock = { readonly now: string; readonly offsetMs: number; readonly locked: boolean; readonly calendar: unknown };
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

export type Lateness = 'onTime' | 'dueSoon' | 'overdue';
export type Box = 'todo' | 'waiting' | 'done';
export type ProcedureName = { readonly id: string; readonly code: string; readonly name: string; readonly field: string };
export type DecisionBrief = {
  readonly id: string;
  readonly verdict: Verdict;
  readonly by: Person;
  readonly channel: string;
  readonly recordedAt: string;
  readonly late: boolean;
};
export type DecisionNote = {
  readonly id: string;
  readonly stage: { readonly key: string; readonly name: Said };
  readonly round: number;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly taskId: string;
  readonly by: Person;
  readonly onBehalfOf: Person | null;
  readonly unit: Unit;
  readonly channel: string;
  readonly assurance: Assurance;
  readonly recordedAt: string;
  readonly receivedAt: string;
  readonly late: boolean;
  readonly contentDigest: string;
};
export type TaskRow = {
  readonly id: string;
  readonly version: number;
  readonly reviewId: string;
  readonly stage: { readonly key: string; readonly name: Said };
  readonly kind: 'author' | 'opinion' | 'appraisal' | 'approval';
  readonly status: string;
  readonly lateness: Lateness | null;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly unit: Unit;
  readonly round: number;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly dueOn: string | null;
  readonly provisional: boolean;
  readonly workingDaysLeft: number | null;
  readonly rung: { readonly level: number; readonly key: string; readonly name: Said } | null;
  readonly saving: number | null;
  readonly costBefore: number | null;
  readonly costAfter: number | null;
  readonly decision: DecisionBrief | null;
};

export type RuleLine = { readonly rule: string; readonly pass: boolean; readonly sentence: Said };
export type LadderLine = {
  readonly key: string;
  readonly name: Said;
  readonly kind: 'reminder' | 'escalation';
  readonly plannedAt: string | null;
  readonly firedAt: string | null;
  readonly result: 'fired' | 'pastAtOpen' | 'overtaken' | null;
  readonly told: readonly Person[];
};
/** One side in whole đồng a year; an incomplete total is a minimum. */
export type CostSide = { readonly totalDong: number; readonly complete: boolean };
export type CostView = {
  readonly sheets: { readonly before: VnSheet | null; readonly after: VnSheet | null };
  readonly before: CostSide | null;
  readonly after: CostSide | null;
  readonly savingDong: number | null;
  readonly percent: string | null;
  readonly comparison: VnComparison | null;
};
export type ProposalView = {
  readonly revision: number;
  readonly revisedBy: Person | null;
  readonly revisedAt: string | null;
  readonly note: string;
  readonly effectiveOn: string | null;
  readonly items: readonly ChangeItem[];
  readonly diff: ContentDiff;
  readonly cost: CostView | null;
};
export type VerdictChoice = { readonly verdict: Verdict; readonly label: Said; readonly effect: Said; readonly commentRequired: boolean };
export type OpenTask = { readonly id: string; readonly stage: { readonly key: string; readonly name: Said }; readonly unit: Unit; readonly dueAt: string | null; readonly lateness: Lateness };
export type TaskDetail = TaskRow & {
  readonly contentDigest: string;
  readonly verdicts: readonly VerdictChoice[];
  readonly minAssurance: Assurance;
  readonly eligible: boolean;
  readonly holders: readonly Person[];
  readonly why: readonly RuleLine[];
  readonly clock: ClockView | null;
  readonly ladder: readonly LadderLine[];
  readonly proposal: ProposalView;
  readonly decisions: readonly DecisionNote[];
  readonly others: readonly OpenTask[];
};
export type DecisionReceipt = {
  readonly decisionId: string;
  readonly taskId: string;
  readonly reviewId: string;
  readonly verdict: Verdict;
  readonly recordedAt: string;
  readonly late: boolean;
  readonly seq: number;
  readonly chainHead: string;
  readonly stageOutcome: StageOutcome | null;
  readonly replayed?: boolean;
};

export type Flag = { readonly label: number; readonly code: string; readonly severity: 'block' | 'warn' | 'info'; readonly vi: string; readonly en: string; readonly paths: readonly string[] };
export type StageName = { readonly key: string; readonly name: Said };
export type OpenReview = { readonly id: string; readonly stages: readonly StageName[]; readonly dueAt: string | null };
export type ProcedureRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly unit: Unit;
  readonly phase: string;
  readonly version: number | null;
  readonly costPerYear: number | null;
  readonly openSaving: number | null;
  readonly openReview: OpenReview | null;
  readonly flags: number;
};
export type VersionLine = { readonly number: number; readonly status: string; readonly effectiveFrom: string | null; readonly effectiveTo: string | null; readonly reviewId: string | null };
export type VersionDetail = VersionLine & { readonly content: ProcedureContent };
export type ReviewBrief = { readonly id: string; readonly outcome: string | null; readonly openedAt: string; readonly closedAt: string | null; readonly costBefore: number | null; readonly saving: number | null };
/** One entry of a chain of facts; what does not apply to its type is null or absent. */
export type FactLine = {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: Person | null;
  readonly channel: string;
  readonly stage?: StageName | null;
  readonly round?: number | null;
  readonly verdict?: Verdict | null;
  readonly comment?: string | null;
  readonly outcome?: string | null;
  readonly revision?: number | null;
  readonly version?: number | null;
  readonly effectiveFrom?: string | null;
  readonly changed?: readonly string[] | null;
  readonly rung?: { readonly key: string; readonly name: Said; readonly result: string } | null;
  readonly told?: readonly Person[];
  readonly reason?: string | null;
  readonly contentDigest?: string | null;
  readonly hash: string;
  readonly previousHash: string;
};
export type ProcedureDetail = Omit<ProcedureRow, 'flags' | 'openSaving'> & {
  readonly content: ProcedureContent | null;
  readonly flags: readonly Flag[];
  readonly versions: readonly VersionLine[];
  readonly lastReview: ReviewBrief | null;
  readonly reviews: readonly ReviewBrief[];
  readonly proposal: { readonly reviewId: string; readonly diff: ContentDiff; readonly cost: CostView | null } | null;
  readonly milestones: readonly { readonly kind: 'bringIntoForce' | 'measureAgain'; readonly on: string }[];
  readonly facts: readonly FactLine[];
};

export type CampaignRow = {
  readonly id: string;
  readonly name: string;
  readonly planYear: number;
  readonly basis: string;
  readonly basisDocument: string;
  readonly status: string;
  readonly launchedAt: string;
  readonly launchedBy: Person;
  readonly closedAt: string | null;
  readonly total: number;
  readonly launched: number;
  readonly open: number;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly overdue: number;
  readonly savings: { readonly proposedDong: number; readonly approvedDong: number };
};
export type UnitProgress = Unit & {
  readonly total: number;
  readonly open: number;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly overdue: number;
  readonly lastActivityAt: string | null;
};
export type CampaignProgress = CampaignRow & {
  readonly stages: readonly (StageName & { readonly reviews: number; readonly overdue: number; readonly dueSoon: number })[];
  readonly dueSoon: number;
  readonly units: readonly UnitProgress[];
  readonly refused: readonly { readonly procedure: { readonly code: string; readonly name: string }; readonly problem: string }[];
};
export type LaunchProblem = { readonly code: string; readonly problem: string; readonly detail?: string };
export type LaunchAnswer = { readonly campaignId: string; readonly launched: number; readonly problems: readonly LaunchProblem[] };
export type ReviewRow = {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly unit: Unit;
  readonly status: 'open' | 'approved' | 'rejected' | 'withdrawn';
  readonly stages: readonly StageName[];
  readonly dueOn: string | null;
  readonly lateness: Lateness | null;
  readonly workingDaysLeft: number | null;
  readonly costBefore: number | null;
  readonly saving: number | null;
};
export type ReviewTask = {
  readonly id: string;
  readonly unit: Unit;
  readonly status: string;
  readonly lateness: Lateness | null;
  readonly dueOn: string | null;
  readonly holders: readonly Person[];
  readonly decision: DecisionNote | null;
};
export type ReviewStage = {
  readonly id: string;
  readonly key: string;
  readonly name: Said;
  readonly round: number;
  readonly status: 'open' | 'closed';
  readonly outcome: StageOutcome | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly tasks: readonly ReviewTask[];
};
export type RouteStage = StageName & { readonly kind: string; readonly next: readonly { readonly on: StageOutcome | null; readonly to: readonly string[] | 'closeApproved' | 'closeRejected' }[] };
export type ReviewDetail = {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly unit: Unit;
  readonly version: { readonly id: string; readonly number: number };
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly authors: readonly Person[];
  readonly revision: number;
  readonly writable: boolean;
  readonly route: { readonly key: string; readonly version: number; readonly name: Said; readonly stages: readonly RouteStage[] };
  readonly stages: readonly ReviewStage[];
  readonly proposal: ProposalView;
  readonly facts: readonly FactLine[];
  readonly chainHead: string;
};
export type OverdueRow = TaskRow & {
  readonly lateWorkingDays: number;
  readonly nextRung: { readonly key: string; readonly name: Said; readonly at: string } | null;
  readonly holders: readonly Person[];
  readonly lastNotice: { readonly kind: string; readonly state: string; readonly recipient: Person; readonly at: string } | null;
};
export type OverdueBoard = {
  readonly now: string;
  readonly counts: { readonly overdue: number; readonly dueSoon: number; readonly escalated: number; readonly oldestDays: number };
  readonly ages: readonly { readonly unit: Unit; readonly counts: Readonly<Record<string, number>>; readonly total: number }[];
  readonly items: readonly OverdueRow[];
  readonly next: string | null;
};
