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
) & { readonly basis?: LegalRef };

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
};

export type Duties = {
  /** Who may not decide here although he holds the seat. */
  readonly exclude: readonly ('author' | { readonly decidedStage: readonly StageKey[] })[];
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
  readonly returns?: { readonly to: readonly StageKey[]; readonly maxRounds: number };
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

export type Route = {
  readonly key: string;
  readonly version: number;
  readonly name: Text;
  /** Term of the whole review, anchored at launch; its breach notifies, it never decides. */
  readonly reviewLimit?: StageLimit;
  readonly reviewLadder?: readonly Rung[];
  readonly stages: readonly Stage[];
  readonly edges: readonly Edge[];
};

export function stageOf(route: Route, key: StageKey): Stage {
  const stage = route.stages.find((candidate) => candidate.key === key);
  if (!stage) throw new Error(`route ${route.key} v${route.version} has no stage ${key}`);
  return stage;
}

export const rungsOf = (stage: Stage): readonly Rung[] => [...stage.reminders, ...stage.ladder];
