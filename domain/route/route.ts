/**
 * A review route as data: the stages a proposal passes, who answers each, within what limit, and what follows what.
 * A published route never changes; a review pins the version it was opened with.
 */
import type { Text } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import type { UnitId } from '../shared/ids.js';

/** The closed list of verdicts. `noOpinion` counts as answered, never as approval. */
export const VERDICTS = ['approve', 'reject', 'return', 'noOpinion'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How sure we are of who decided: A1 live link · A2 registered mailbox · A3 signed in · A4 second factor. */
export const ASSURANCES = ['A1', 'A2', 'A3', 'A4'] as const;
export type Assurance = (typeof ASSURANCES)[number];

export const ROLES = ['coordinator', 'officer', 'unitHead', 'appraiser', 'leader', 'consultee', 'auditor', 'admin', 'finance'] as const;
export type Role = (typeof ROLES)[number];

export type StageKey = string;
export type LegalRef = string;

/** Where a unit comes from when a stage opens. */
export type UnitRef =
  | { readonly fixed: UnitId }
  /** The unit that holds a tenant-wide post, such as the control unit; resolved by role binding, never a constant. */
  | { readonly holderOf: Role }
  | 'owner'
  | { readonly parentOf: UnitRef }
  | { readonly sameAs: StageKey }
  /** One task per unit of the list. */
  | { readonly each: readonly UnitId[] };

export type Seat = { readonly unit: UnitRef; readonly role: Role };
export type Who = readonly Seat[];

/** How a stage's term may be lengthened: how often, and by how much in all, in the unit of its limit. */
export type ExtensionRule = { readonly maxTimes: number; readonly maxTotal: number };

/** A lawful reason to stop the clock. */
export type PauseGround = {
  readonly code: string;
  readonly name: Text;
  readonly basis: LegalRef;
  readonly maxTimes: number;
  /** Working days the pauses of this ground may hold in all; counted when a planned end is given. */
  readonly maxTotalWorkingDays: number;
  readonly end: 'planned' | 'open';
};

/** Everybody concerned must have been told this long before silence, or a rung, decides. */
export type PreNotice = { readonly workingDaysBefore: number; readonly alsoTo: readonly Audience[] };

/** What follows when the due instant passes without a verdict. */
export type Silence = 'escalate' | { readonly then: 'tacitApprove' | 'tacitReject' | 'return'; readonly basis: LegalRef; readonly preNotice: PreNotice };

export type Mode =
  | { readonly t: 'one' }
  | { readonly t: 'all' }
  | { readonly t: 'quorum'; readonly need: number; readonly veto: boolean; readonly members: 'snapshot' | 'live' }
  | { readonly t: 'perUnit'; readonly inner: { readonly t: 'one' }; readonly needUnits: number | 'all' };

/** A budget of legal time; the unit of time is part of the type. */
export type StageLimit = (
  | { readonly days: number }
  | { readonly workingDays: number }
  | { readonly workingHours: number }
  | { readonly fixedDate: LocalDate }
) & {
  readonly basis?: LegalRef;
  /** Whether the local date on which a pause ends counts; counted unless said otherwise. */
  readonly resumeDay?: 'counted' | 'notCounted';
  /** `prevClosed`: the term runs from the closing before it, even when the opening came late. Default `opened`. */
  readonly anchor?: 'opened' | 'prevClosed';
  /** No extension without a rule. */
  readonly extend?: ExtensionRule;
};

/** Who is told by a rung; resolved when it fires, so delegation and moved posts count. */
export const AUDIENCES = ['assignees', 'unitHead', 'coordinator', 'controlHead', 'leader'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What a superior who is told may lawfully do about it. */
export const REMEDIES = ['reassign', 'extend', 'addReviewer', 'decideInOwnRight'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** One reminder or escalation, `offset` counted from the opening or the due instant of the term. */
export type Rung = {
  readonly key: string;
  readonly name: Text;
  readonly at: {
    readonly ref: 'start' | 'due';
    readonly offset: number;
    readonly unit: 'days' | 'workingDays' | 'workingHours';
    /** Local time of day, default 08:30. */
    readonly clock?: string;
  };
  readonly notify: readonly Audience[];
  readonly remedies?: readonly Remedy[];
  /** What the rung does beside telling. */
  readonly act?: RungAct;
};

/** A rung that changes the state waits until the one before it has had a working day. */
export type RungAct =
  | { readonly reassign: Who }
  | { readonly extend: number; readonly maxTimes: number; readonly basis: LegalRef }
  | { readonly decide: Verdict; readonly basis: LegalRef; readonly preNotice: PreNotice };

export type Exclusion =
  /** Wrote any revision of the proposal. */
  | 'author'
  /** Stands in for, or has delegated to, somebody who wrote it. */
  | 'delegateOfAuthor'
  /** Heads the unit of an author or one above it, or has such a head among the authors: judged on the posts of the moment. */
  | 'sameReportingLine'
  | { readonly decidedStage: readonly StageKey[] }
  /** Has answered this stage already for another unit or seat. */
  | 'answeredTwice';

export type Duties = {
  /** Who may not decide here although he holds the seat. Administrators are not exempt. */
  readonly exclude: readonly Exclusion[];
  /** An exclusion may be lifted for one task by two other people, unless `never`. */
  readonly override?: 'twoPersons' | 'never';
};

/** How returns from a stage run. */
export type ReturnRule = {
  readonly to: readonly StageKey[];
  readonly maxRounds: number;
  /** Default `refuse`: in the last round only approve and reject are left. */
  readonly onExhausted?: 'refuse' | 'reject';
  /** Returns wait until all siblings have answered, then go out as one. */
  readonly collect?: boolean;
  /** Limit of the stage in the rounds after a return: one of its own, or what the round before left of it. Default the stage's limit afresh. */
  readonly reentry?: StageLimit | 'remaining';
};

export type Stage = {
  readonly key: StageKey;
  readonly name: Text;
  readonly kind: 'author' | 'opinion' | 'appraisal' | 'approval';
  readonly who: Who;
  readonly fallback: Who;
  readonly mode: Mode;
  readonly verdicts: readonly Verdict[];
  /** Content paths this stage answers for; a trailing `*` covers everything below. */
  readonly covers: readonly string[];
  readonly minAssurance: Assurance;
  readonly duties: Duties;
  readonly limit: StageLimit;
  readonly reminders: readonly Rung[];
  readonly ladder: readonly Rung[];
  readonly returns?: ReturnRule;
  readonly pauseGrounds?: readonly PauseGround[];
  /** Default `escalate`. */
  readonly silence?: Silence;
  /** Latest day for a text that takes effect on a known day: so many days before it, moved back off a day of rest. */
  readonly beforeEffect?: { readonly days: number; readonly basis: LegalRef };
  /** Whether several tasks of this stage may be decided together. */
  readonly bulk?: 'yes' | 'readFirst' | 'no';
};

/** What a closed stage sends on. `opinion` = every asked unit has answered, whatever it said. */
export const STAGE_OUTCOMES = ['approved', 'rejected', 'returned', 'opinion'] as const;
export type StageOutcome = (typeof STAGE_OUTCOMES)[number];

export const CLOSINGS = ['closeApproved', 'closeRejected'] as const;
export type Closing = (typeof CLOSINGS)[number];

export type Edge = {
  readonly from: StageKey | 'start';
  readonly on?: StageOutcome;
  readonly to: readonly StageKey[] | Closing;
};

/**
 * Terms of carrying an approved proposal out and publishing the result. Each names its legal basis, or is the tenant's own.
 * Waiting for a ministry is nobody's lateness: `ministryReply` only says when to follow up by letter.
 */
export type ExecutionTerms = {
  /** To issue the text the province itself decides. */
  readonly province: StageLimit;
  /** To bring the change before the provincial council. */
  readonly council: StageLimit;
  readonly ministryReply: StageLimit;
  /** Least distance of the publication decision before the day of effect, counted backwards from it. */
  readonly publishBeforeEffect: StageLimit;
  /** From the publication decision to its entry in the national database. */
  readonly enterDatabase: StageLimit;
};

export type Route = {
  readonly key: string;
  readonly version: number;
  readonly name: Text;
  /** Term of the whole review, anchored at launch; its breach notifies, it never decides. */
  readonly reviewLimit?: StageLimit;
  readonly reviewLadder?: readonly Rung[];
  /** Who keeps the clocks: grants extensions, pauses, adjustments. Default: the coordinator's post. */
  readonly clockKeeper?: Role;
  /** Content paths that deliberately no stage covers. */
  readonly uncovered?: readonly string[];
  /** Left out, an approval takes effect by itself; given, it is carried out track by track and then published. */
  readonly execution?: ExecutionTerms;
  readonly stages: readonly Stage[];
  readonly edges: readonly Edge[];
};

export function stageOf(route: Route, key: StageKey): Stage {
  const stage = route.stages.find((candidate) => candidate.key === key);
  if (!stage) throw new Error(`route ${route.key} v${route.version} has no stage ${key}`);
  return stage;
}

/** Whether each candidate gets a task of his own, instead of one that the holders of a seat share. */
export const isPersonal = (stage: Stage): boolean => stage.mode.t === 'all' || stage.mode.t === 'quorum';

/** Key of the notice that must precede a decision by silence or by a rung; a stage has at most one decider. */
export const PRE_NOTICE = 'preNotice';

const PRE_NOTICE_NAME: Text = { vi: 'Báo trước khi hết thời hạn', en: 'Notice before the term decides' };

/** The notice a deciding silence or rung demands, as a rung; without one nothing decides. */
function preNoticesOf(stage: Stage): readonly Rung[] {
  const before = (offset: number, preNotice: PreNotice): Rung => ({
    key: PRE_NOTICE,
    name: PRE_NOTICE_NAME,
    at: { ref: 'due', offset: offset - preNotice.workingDaysBefore, unit: 'workingDays' },
    notify: [...new Set<Audience>(['assignees', ...preNotice.alsoTo])],
  });
  if (stage.silence !== undefined && stage.silence !== 'escalate') return [before(0, stage.silence.preNotice)];
  const decider = stage.ladder.find((rung) => rung.act !== undefined && 'decide' in rung.act);
  if (decider?.act === undefined || !('decide' in decider.act)) return [];
  return [before(decider.at.unit === 'workingDays' && decider.at.ref === 'due' ? decider.at.offset : 0, decider.act.preNotice)];
}

/** Every rung that fires while a stage runs: those written in the route, and the notices its deciders demand. */
export const allRungsOf = (stage: Stage): readonly Rung[] => [...rungsOf(stage), ...preNoticesOf(stage)];

export const rungsOf = (stage: Stage): readonly Rung[] => [...stage.reminders, ...stage.ladder];
