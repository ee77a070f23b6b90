/** The state of a review: what folding its facts gives, and what every table of stages, tasks and decisions is a projection of. */
import type { Instant, LocalDate } from '../shared/instant.js';
import type { CompetenceTrack } from '../procedure/change-items.js';
import type { CampaignId, DecisionId, PersonId, ProcedureId, ProcedureVersionId, ReviewId, StageId, TaskId, UnitId } from '../shared/ids.js';
import type { TermEvent } from '../calendar/term.js';
import type { Assurance, LegalRef, Role, StageKey, StageLimit, StageOutcome, Verdict } from '../route/route.js';

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
  /** Null while an open-ended pause holds the clock, or until the calendar reaches far enough. */
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  /** Set while the term leads past the calendar's last known date: nothing is due until a later version is published. */
  readonly needsCalendar?: true;
  /** When the running epoch began, after the first: rungs that lay before it are past, not due. */
  readonly epochAt?: Instant;
};

export type RungRecord = {
  readonly epoch: number;
  readonly key: string;
  readonly plannedAt: Instant;
  readonly firedAt: Instant;
  readonly result: 'fired' | 'pastAtOpen' | 'overtaken';
  readonly told: readonly PersonId[];
  /** What a state-changing rung did; `noEligible` and `refused` raise an alarm. */
  readonly acted?: 'reassigned' | 'extended' | 'decided' | 'noEligible' | 'refused';
};

/** `breachedAt`: the due instant that was recorded last as passed; one given later passes anew. */
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
  /** Further posts of the unit whose holders share the task. */
  readonly otherRoles: readonly Role[];
  /** People who may decide, as resolved at opening; eligibility is judged again at each act. */
  readonly candidates: readonly PersonId[];
  /** Candidates once, whose post or stand-in has ended since. */
  readonly former?: readonly PersonId[];
  readonly status: TaskStatus;
  /** Rises when who may decide, on what, or with which verdicts changes. */
  readonly version: number;
  readonly openedAt: Instant;
  readonly decisionId: DecisionId | null;
  /** The approval of the round before it opened with. */
  readonly carried: DecisionId | null;
  /** A soft reservation: it never stops the clock, and lapses. */
  readonly claim: { readonly by: PersonId; readonly at: Instant; readonly onBehalfOf?: PersonId; readonly authority?: string } | null;
  /** Open requests to lengthen or correct the term, waiting for a second person. */
  readonly requests: readonly TermRequest[];
  /** Exclusions lifted by two people, each for a day. */
  readonly overrides: readonly {
    readonly person: PersonId;
    readonly requestedBy: PersonId;
    readonly grantedBy: PersonId | null;
    readonly until: Instant | null;
  }[];
  /** Why deemed consent was refused, when it was. */
  readonly silenceRefused: string | null;
};

export type TermRequest = {
  readonly id: string;
  readonly kind: 'extend' | 'adjust';
  readonly by: PersonId;
  readonly at: Instant;
  readonly amount: number;
  readonly reason: string;
};

export type StageState = {
  readonly id: StageId;
  readonly key: StageKey;
  readonly round: number;
  readonly status: 'open' | 'closed';
  /** Null while open, and for good when what it rested on fell away. */
  readonly outcome: StageOutcome | null;
  /** The stage whose closing opened this one; null at the start of the route. */
  readonly openedBy: StageId | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly closedBy: DecisionId | null;
  /** Places in the one order of openings and closings of this review: clocks may repeat or step back, it does not. */
  readonly openedOrder: number;
  readonly closedOrder: number | null;
  /** Closed at once because an approval of an earlier round still covers the same content. */
  readonly carriedOver: boolean;
  readonly reason: 'route' | 'contentChanged' | 'reopened';
  readonly reopenRequestedBy: PersonId | null;
  /** The second person: the stage runs again as a new round. */
  readonly reopenConfirmedBy: PersonId | null;
  /** Everybody it has asked so far, whatever became of it. */
  readonly asked: readonly PersonId[];
  /** False while it needs more approvals than can still come, and nobody has rejected. */
  readonly quorumReachable: boolean;
  /** How often that has been found since it opened. */
  readonly quorumJudgements: number;
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
  /** Null for a verdict by law: nobody proved who he is. */
  readonly assurance: Assurance | null;
  readonly contentDigest: string;
  readonly recordedAt: Instant;
  readonly receivedAt: Instant;
  readonly late: boolean;
  /** What was shown, path by path, so that a later edit voids only what it touches. */
  readonly shown?: ContentMap;
  readonly returnTo?: StageKey;
  /** Paper of the delegation or absence it rests on. */
  readonly authority?: string;
  /** Why the author sends the same content again after a return. */
  readonly objection?: string;
  /** A superior decided a late task that was given to others. */
  readonly inOwnRight?: true;
  /** Set when the law decided, not a person: `effectiveAt` is the due instant that passed in silence. */
  readonly byLaw?: { readonly basis: LegalRef; readonly effectiveAt: Instant; readonly proofs: readonly string[] };
};

/** The actor of a verdict given by law, when a due instant passes in silence. Never shown as a person. */
export const LAW = 'law' as PersonId;

/** Whether a recorded verdict still counts. The fact stays whatever becomes of it. */
export type Standing =
  | { readonly t: 'counts' }
  | { readonly t: 'recalled' }
  | { readonly t: 'superseded'; readonly fields: readonly string[] }
  | { readonly t: 'disputed'; readonly by: PersonId }
  | { readonly t: 'annulled' };

/** A comment from a unit or from people affected; each gets a recorded answer. */
export type CommentState = {
  readonly id: string;
  readonly by: PersonId;
  readonly unitId: UnitId | null;
  readonly at: Instant;
  readonly stageKey: StageKey | null;
  readonly taskId: TaskId | null;
  /** Content path it is about; null for the whole. */
  readonly path: string | null;
  readonly text: string;
  /** Who it comes from when not from the person who typed it in: a citizen, a business, an association. */
  readonly source: string | null;
  /** @legal tiếp thu, giải trình: taken on, or explained why not */
  readonly disposition: { readonly kind: 'accepted' | 'explained'; readonly by: PersonId; readonly at: Instant; readonly text: string } | null;
};

export const TRACK_STEPS = ['drafted', 'sent', 'accepted', 'refused', 'unanswered', 'enacted', 'dropped'] as const;
/** One step of carrying an approved change out; `enacted` needs the amending text as evidence. */
export type TrackStep = {
  readonly step: (typeof TRACK_STEPS)[number];
  readonly on: LocalDate;
  /** Number and symbol of the letter or text. */
  readonly document: string;
  readonly article: string | null;
  readonly effectiveFrom: LocalDate | null;
  /** Last day on which the text holds by itself; after it the saving is gone unless a successor stands. */
  readonly effectiveTo: LocalDate | null;
  readonly note: string;
};
/** `executed` only with an amending text in force; `refused` and `lapsed` by the ministry; `dropped` by ourselves. */
export type TrackOutcome = 'executed' | 'refused' | 'lapsed' | 'dropped';

export type TrackState = {
  readonly key: CompetenceTrack;
  readonly itemIds: readonly string[];
  readonly unitId: UnitId;
  readonly openedAt: Instant;
  readonly steps: readonly (TrackStep & { readonly by: PersonId; readonly at: Instant })[];
  readonly outcome: TrackOutcome | null;
  readonly closedAt: Instant | null;
  /** Waiting for a ministry is not the unit's lateness: its clock begins with the letter, and only says when to follow up. */
  readonly clock: Clocked | null;
  /** đồng a year of the approved saving that rests on this track; null while not known. */
  readonly saving: string | null;
  /** Of the text that executed it; null until that is opened. */
  readonly publication: PublicationState | null;
};

/** Each text is published on its own: what the province has issued does not wait for a ministry's answer. */
export type PublicationState = {
  readonly openedAt: Instant;
  /** Until publication; from then on, until the entry in the national database. */
  readonly clock: Clocked;
  readonly published: {
    readonly by: PersonId;
    readonly at: Instant;
    readonly decisionNumber: string;
    readonly publishedOn: LocalDate;
    readonly databaseEnteredOn: LocalDate | null;
  } | null;
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
  readonly standings: Readonly<Record<DecisionId, Standing>>;
  /** Whether a verdict was ever disputed: that time is charged to nobody. */
  readonly disputed: boolean;
  readonly comments: readonly CommentState[];
  /** Whether an approval is to be carried out here, track by track. */
  readonly executes: boolean;
  readonly tracksOpenedAt: Instant | null;
  readonly tracks: readonly TrackState[];
};

/** Where a review is in its cycle: people deliberate, the decision is carried out, the result is published. */
export type ReviewPhase = 'deliberate' | 'execute' | 'publish' | 'closed';

export type OpenedTask = {
  readonly id: TaskId;
  readonly slot: number;
  readonly unitId: UnitId;
  readonly role: Role;
  /** Absent where one post alone is asked. */
  readonly otherRoles?: readonly Role[];
  readonly candidates: readonly PersonId[];
  readonly term: RunningTerm;
  /** The approval of the round before that answers it; absent where it is asked. */
  readonly carried?: DecisionId;
};
