/** What a letter tells, in words of both languages, before it takes a form. */
import type { ReviewOutcome } from '../../domain/review/review.js';
import type { ActChannel } from '../../domain/review/review.js';
import type { Assurance, Audience, Remedy, Stage, Verdict } from '../../domain/route/route.js';
import type { Text } from '../../domain/shared/errors.js';
import type { Instant } from '../../domain/shared/instant.js';

export const LOCALES = ['vi', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** A template takes what its kind needs and throws where that is missing: such a letter is set apart, not sent half empty. */
export type LetterModel = {
  readonly recipient: { readonly honorific: string; readonly name: string; readonly unit: string | null };
  readonly procedure: { readonly code: string; readonly name: string };
  readonly campaign: string | null;
  readonly task: {
    readonly stageName: Text;
    readonly kind: Stage['kind'];
    readonly unit: string;
    readonly round: number;
    readonly maxRounds: number | null;
    readonly dueAt: Instant | null;
    readonly provisional: boolean;
    /** Past due by the business clock. */
    readonly late: boolean;
    /** Whom the first rung after due tells. */
    readonly afterDue: readonly Audience[];
    readonly others: readonly { readonly unit: string; readonly stageName: Text }[];
    readonly digest: string;
  } | null;
  readonly changes: { readonly lines: readonly Text[]; readonly more: number };
  /** Yearly compliance cost; null while unknown. */
  readonly costBeforeDong: number | null;
  readonly costAfterDong: number | null;
  /** The one link that leads to deciding; null in letters that do not ask. */
  readonly decisionUrl: string | null;
  /** The task or review in the portal, after signing in. */
  readonly portalUrl: string;
  readonly mayDecide: boolean;
  readonly rungName: Text | null;
  /** What the recipient may do about a late task now, as its rung offers it. */
  readonly remedies: readonly Remedy[];
  /** How far a stage is from the approvals it needs; null in letters about something else. */
  readonly quorum: { readonly need: number; readonly approvals: number; readonly unanswered: number; readonly empty: number } | null;
  /** The step of carrying an approval out that the letter is about. */
  readonly carrying?: Text;
  /** What a digest tells: the first lines, and how many there are in all. */
  readonly digest?: {
    readonly total: number;
    readonly lines: readonly {
      readonly code: string;
      readonly stageName: Text;
      readonly rungName: Text;
      readonly unit: string;
      readonly dueAt: Instant | null;
    }[];
  };
  readonly decision: {
    readonly by: string;
    readonly verdict: Verdict;
    readonly stageName: Text;
    readonly comment: string;
    readonly recordedAt: Instant;
    readonly late: boolean;
    readonly channel: ActChannel;
    readonly assurance: Assurance | null;
    readonly digest: string;
    readonly seq: number;
    readonly chainHead: string;
  } | null;
  readonly reason: string | null;
  readonly outcome: ReviewOutcome | null;
  readonly code: { readonly digits: string; readonly verdict: Verdict } | null;
};

/** A letter before it becomes text or HTML: both are made from this, so they say the same. */
export type LetterBody = {
  readonly subject: string;
  readonly opening: string;
  /** Label and value, one line each. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** Somebody's own words, shown as a quotation. */
  readonly quote: { readonly label: string; readonly text: string } | null;
  /** Six digits to be typed, shown large. */
  readonly digits: string | null;
  readonly paragraphs: readonly string[];
  /** The one link that leads to deciding. */
  readonly button: { readonly label: string; readonly url: string; readonly note: string } | null;
  /** Where to read on after signing in. */
  readonly portal: { readonly label: string; readonly url: string };
  readonly why: string;
};

/** What a template must have; its absence is our mistake. */
export function need<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`the letter lacks ${what}`);
  return value;
}
