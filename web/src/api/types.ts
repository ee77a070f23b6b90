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
export type ProcedureRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly field: string | null;
  readonly ownerUnit: Unit;
  readonly phase: string;
  readonly version: number;
  readonly costPerYear: number | null;
  readonly openReview: { readonly id: string; readonly stage: { readonly key: string; readonly name: Said } | null } | null;
  readonly flags: number;
};
export type VersionLine = { readonly number: number; readonly status: string; readonly effectiveFrom: string | null; readonly effectiveTo?: string | null; readonly reviewId: string | null };
export type ProcedureDetail = Omit<ProcedureRow, 'flags'> & {
  readonly content: ProcedureContent;
  readonly flags: readonly Flag[];
  readonly versions: readonly VersionLine[];
  readonly lastReview: { readonly id: string; readonly outcome: string | null; readonly closedAt: string | null } | null;
  readonly proposalDiff: ContentDiff | null;
  readonly cost: CostView | null;
  readonly milestones: readonly { readonly kind: string; readonly at: string | null }[];
  readonly facts: readonly FactLine[];
};
/** One entry of a chain of facts. */
export type FactLine = {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: Person | null;
  readonly onBehalfOf: Person | null;
  readonly channel: string | null;
  readonly summary: Said;
  readonly contentDigest: string | null;
  readonly hash: string;
  readonly previousHash: string | null;
};

export type CampaignRow = {
  readonly id: string;
  readonly name: string;
  readonly planYear: number;
  readonly basis: string;
  readonly basisDocument: string;
  readonly status: string;
  readonly launchedAt: string;
  readonly closedAt: string | null;
  readonly itemCount: number;
};
export type CampaignUnitRow = {
  readonly unit: Unit;
  readonly total: number;
  readonly byStage: Readonly<Record<string, number>>;
  readonly approved: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly overdue: number;
};
export type CampaignProgress = CampaignRow & {
  readonly launched: number;
  readonly problems: readonly { readonly code: string; readonly problem: string; readonly text?: Said }[];
  readonly stages: readonly { readonly key: string; readonly name: Said; readonly count: number }[];
  readonly outcomes: { readonly approved: number; readonly rejected: number; readonly withdrawn: number };
  readonly overdue: number;
  readonly units: readonly CampaignUnitRow[];
  readonly savings: { readonly proposed: number | null; readonly approved: number | null };
};
export type LaunchAnswer = { readonly campaignId: string; readonly launched: number; readonly problems: readonly { readonly code: string; readonly problem: string; readonly text?: Said }[] };
export type ReviewRow = {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly unit: Unit;
  readonly stages: readonly { readonly key: string; readonly name: Said }[];
  readonly outcome: string | null;
  readonly dueOn: string | null;
  readonly lateness: Lateness | null;
  readonly saving: number | null;
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
  readonly tasks: readonly {
    readonly id: string;
    readonly unit: Unit;
    readonly status: string;
    readonly lateness: Lateness;
    readonly dueOn: string | null;
    readonly holders: readonly Person[];
  }[];
};
export type ReviewDetail = {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly ownerUnit: Unit;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly revision: number;
  readonly editable: boolean;
  readonly route: { readonly key: string; readonly version: number; readonly name: Said; readonly stages: readonly { readonly key: string; readonly name: Said; readonly kind: string; readonly next: readonly string[] }[] };
  readonly stages: readonly ReviewStage[];
  readonly decisions: readonly DecisionNote[];
  readonly baseContent: ProcedureContent;
  readonly proposal: ProposalView;
  readonly facts: readonly FactLine[];
};
export type OverdueRow = TaskRow & {
  readonly lateWorkingDays: number;
  readonly nextRung: { readonly key: string; readonly name?: Said; readonly at: string } | null;
  readonly holders: readonly Person[];
  readonly lastNotice: { readonly kind: string; readonly at: string; readonly status?: string } | null;
};
export type Age = '1-2' | '3-5' | '6-10' | '11-20' | 'over20';
export type OverdueBoard = {
  readonly now: string;
  readonly counts: { readonly overdue: number; readonly dueSoon: number; readonly escalated: number; readonly oldestDays: number };
  readonly ages: readonly { readonly unit: Unit; readonly counts: Readonly<Record<string, number>> }[];
  readonly items: readonly OverdueRow[];
};
