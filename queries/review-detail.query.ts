/** One review in full: its route with what has become of each stage, the proposal, the proof of every step. */
import type { Scope } from '../domain/shared/access.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant, LocalDate } from '../domain/shared/instant.js';
import { parseId, type PersonId, type UnitId } from '../domain/shared/ids.js';
import { isOpen, type Clocked, type ReviewOutcome, type StageState, type TaskState, type TaskStatus } from '../domain/review/review.js';
import { calendarsOfTerm, type Law } from '../domain/review/law.js';
import type { ProcedureContent } from '../domain/procedure/procedure.js';
import {
  stageOf,
  type Assurance,
  type Edge,
  type Role,
  type Route,
  type Stage,
  type StageKey,
  type StageLimit,
  type StageOutcome,
  type Verdict,
} from '../domain/route/route.js';
import type { Reader } from '../db/reader.js';
import { commentViews, type CommentView } from './comments.query.js';
import { executionView, type ExecutionView } from './execution-view.js';
import { allOf } from './keyset.js';
import { dueOnOf, latenessOf, termDaysLeft, type Lateness } from './lateness.js';
import { namePeople, nameUnits, type Names, type PersonName, type UnitName } from './people.js';
import { readProposal, readVersion, type ProposalView } from './proposal-view.js';
import { loadReview } from './review-law.js';
import { rungReached, type RungReached } from './rungs.js';
import { mayAnswer, mayComment, mayConfirmReopen, mayRequestReopen, type Before } from './task-acts.js';
import { decisionActs, decisionViews, type DecisionActs, type DecisionView } from './task-detail.query.js';
import { quorumView, type QuorumView } from './task-requests.query.js';
import type { ProcedureName } from './task-row.js';
import { timelineOf, type TimelineEntry } from './timeline.js';
import { reviewsInScope } from './visibility.js';

export type DueView = {
  readonly dueAt: Instant | null;
  readonly dueOn: LocalDate | null;
  readonly provisional: boolean;
  readonly lateness: Lateness | null;
  readonly workingDaysLeft: number | null;
};

export type ReviewTask = DueView & {
  readonly id: string;
  readonly slot: number;
  readonly unit: UnitName;
  readonly role: Role;
  readonly status: TaskStatus;
  readonly version: number;
  readonly holders: readonly PersonName[];
  readonly rung: RungReached | null;
  readonly decision: DecisionView | null;
};

export type ReviewStage = {
  readonly id: string;
  readonly key: StageKey;
  readonly name: Text;
  readonly kind: Stage['kind'];
  readonly round: number;
  readonly status: StageState['status'];
  readonly outcome: StageOutcome | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** Why it opened, when not by the route. */
  readonly reason: StageState['reason'];
  readonly reopen: { readonly requestedBy: PersonName | null; readonly mayRequest: boolean; readonly mayConfirm: boolean };
  readonly tasks: readonly ReviewTask[];
  /** Where the stage counts approvals and is open: how far it is. */
  readonly quorum: QuorumView | null;
};

/** The route as an ordered list; `next` names the stages that may follow, `edges` on which outcome. */
export type RouteView = {
  readonly key: string;
  readonly version: number;
  readonly name: Text;
  readonly limit: StageLimit | null;
  readonly start: readonly StageKey[];
  readonly stages: readonly {
    readonly key: StageKey;
    readonly name: Text;
    readonly kind: Stage['kind'];
    readonly roles: readonly Role[];
    readonly limit: StageLimit;
    readonly minAssurance: Assurance;
    readonly verdicts: readonly Verdict[];
    readonly maxRounds: number | null;
    readonly next: readonly StageKey[];
    readonly edges: readonly { readonly on: StageOutcome | null; readonly to: Edge['to'] }[];
  }[];
};

export type ReviewDetail = DecisionActs & {
  readonly id: string;
  readonly procedure: ProcedureName;
  readonly campaign: { readonly id: string; readonly name: string } | null;
  readonly ownerUnit: UnitName;
  readonly version: { readonly id: string; readonly number: number };
  readonly outcome: ReviewOutcome | null;
  readonly openedAt: Instant;
  readonly openedBy: PersonName;
  readonly closedAt: Instant | null;
  readonly authors: readonly PersonName[];
  readonly revision: number;
  /** A stage of kind `author` is open: the owning unit may write. */
  readonly editable: boolean;
  readonly limit: DueView | null;
  readonly route: RouteView;
  /** Rounds included, in order of opening. */
  readonly stages: readonly ReviewStage[];
  readonly decisions: readonly DecisionView[];
  /** The published text the proposal changes. */
  readonly baseContent: ProcedureContent;
  readonly proposal: ProposalView;
  readonly comments: readonly CommentView[];
  readonly mayComment: boolean;
  /** Null for a review that is not, or not yet, carried out. */
  readonly execution: ExecutionView | null;
  readonly facts: readonly TimelineEntry[];
  readonly chainHead: string;
};

/** Null when there is no such review or the scope does not show it. @throws not_found for an id that cannot be one */
export async function findReviewDetail(
  reader: Reader,
  args: { readonly reviewId: string; readonly scope: Scope; readonly personId?: PersonId },
): Promise<ReviewDetail | null> {
  const reviewId = parseId('review', args.reviewId);
  const where = allOf([{ sql: 'r.id = ?', params: [reviewId] }, reviewsInScope(args.scope)]);
  const head = await reader.row<HeadRow>(
    `SELECT p.id AS procedure_id, p.code, p.name, p.field, c.id AS campaign_id, c.name AS campaign_name, r.chain_head
     FROM reviews r JOIN units ou ON ou.id = r.owner_unit_id JOIN procedures p ON p.id = r.procedure_id LEFT JOIN campaigns c ON c.id = r.campaign_id
     WHERE ${where.sql}`,
    where.params,
  );
  const loaded = head && (await loadReview(reader, reviewId));
  if (!head || !loaded) return null;
  const { state, facts, law } = loaded;
  const people = await namePeople(reader, [
    state.openedBy,
    ...state.authors,
    ...state.stages.map((stage) => stage.reopenRequestedBy),
    ...state.tasks.flatMap((task) => task.candidates),
    ...state.decisions.flatMap((decision) => [decision.actor, decision.onBehalfOf]),
  ]);
  const units = await nameUnits(reader, [state.ownerUnitId, ...state.tasks.map((task) => task.unitId)]);
  const decisions = await decisionViews(reader, state, law.route, people);
  const version = await readVersion(reader, state.versionId);
  // A reader whom nobody names may do nothing.
  const before: Before = { state, by: args.personId ?? ('' as PersonId), law };
  return {
    ...decisionActs(before),
    comments: await commentViews(reader, state, law.route, (commentId) => mayAnswer(before, commentId)),
    mayComment: args.personId !== undefined && mayComment(before),
    id: state.id,
    procedure: { id: head.procedure_id, code: head.code, name: head.name, field: head.field },
    campaign: head.campaign_id === null ? null : { id: head.campaign_id, name: head.campaign_name ?? '' },
    ownerUnit: units(state.ownerUnitId),
    version: { id: version.id, number: version.number },
    outcome: state.outcome,
    openedAt: state.openedAt,
    openedBy: people(state.openedBy),
    closedAt: state.closedAt,
    authors: state.authors.map(people),
    revision: state.revision,
    editable: state.outcome === null && state.stages.some((stage) => stage.status === 'open' && stageOf(law.route, stage.key).kind === 'author'),
    limit: state.limitTerm && dueView(state.limitTerm, state.ownerUnitId, state.outcome === null, law),
    route: routeView(law.route),
    stages: state.stages.map((stage) => stageView(stage, before, units, people, decisions)),
    decisions,
    baseContent: version.content,
    proposal: await readProposal(reader, reviewId, state.revision, version.content),
    execution: await executionView(reader, state, before.by, law),
    facts: await timelineOf(reader, facts, state, law.route),
    chainHead: head.chain_head,
  };
}

type HeadRow = {
  procedure_id: string;
  code: string;
  name: string;
  field: string;
  campaign_id: string | null;
  campaign_name: string | null;
  chain_head: string;
};

function dueView({ term }: Clocked, unit: UnitId, open: boolean, law: Law): DueView {
  const calendar = law.calendarOfUnit(unit);
  return {
    dueAt: term.dueAt,
    dueOn: dueOnOf(calendar, term.dueAt),
    provisional: term.provisional,
    lateness: open ? latenessOf(calendar, term.dueAt, law.now) : null,
    workingDaysLeft: open ? termDaysLeft(calendar, term, calendarsOfTerm(law, term), term.dueAt, law.now) : null,
  };
}

function stageView(stage: StageState, before: Before, units: Names<UnitName>, people: Names<PersonName>, decisions: readonly DecisionView[]): ReviewStage {
  const { state, law } = before;
  const definition = stageOf(law.route, stage.key);
  const taskView = (task: TaskState): ReviewTask => {
    const decision = decisions.find((candidate) => candidate.id === task.decisionId) ?? null;
    const due = dueView(task, task.unitId, isOpen(task), law);
    return {
      id: task.id,
      slot: task.slot,
      unit: units(task.unitId),
      role: task.role,
      status: task.status,
      version: task.version,
      holders: task.candidates.map(people),
      ...due,
      lateness: due.lateness ?? (decision === null ? null : decision.late ? 'overdue' : 'onTime'),
      rung: rungReached(definition, task.term, task.rungs),
      decision,
    };
  };
  return {
    id: stage.id,
    key: stage.key,
    name: definition.name,
    kind: definition.kind,
    round: stage.round,
    status: stage.status,
    outcome: stage.outcome,
    openedAt: stage.openedAt,
    closedAt: stage.closedAt,
    reason: stage.reason,
    reopen: {
      requestedBy: stage.reopenRequestedBy && people(stage.reopenRequestedBy),
      mayRequest: stage.reopenRequestedBy === null && mayRequestReopen(before, stage.id),
      mayConfirm: mayConfirmReopen(before, stage.id),
    },
    tasks: state.tasks.filter((task) => task.stageId === stage.id).map(taskView),
    quorum: quorumView(before, stage.id),
  };
}

const routeView = (route: Route): RouteView => ({
  key: route.key,
  version: route.version,
  name: route.name,
  limit: route.reviewLimit ?? null,
  start: route.edges.flatMap((edge) => (edge.from === 'start' && typeof edge.to !== 'string' ? edge.to : [])),
  stages: route.stages.map((stage) => ({
    key: stage.key,
    name: stage.name,
    kind: stage.kind,
    roles: [...new Set(stage.who.map((seat) => seat.role))],
    limit: stage.limit,
    minAssurance: stage.minAssurance,
    verdicts: stage.verdicts,
    maxRounds: stage.returns?.maxRounds ?? null,
    next: [...new Set(route.edges.flatMap((edge) => (edge.from === stage.key && typeof edge.to !== 'string' && edge.on !== 'returned' ? edge.to : [])))],
    edges: route.edges.filter((edge) => edge.from === stage.key).map((edge) => ({ on: edge.on ?? null, to: edge.to })),
  })),
});
