/** One task as the person who opens it needs it: what changes, what it saves, who agreed, what a yes causes, why me. */
import { isInScope, type Scope } from '../domain/shared/access.js';
import type { Text } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import { parseTaskId, type PersonId, type TaskId } from '../domain/shared/ids.js';
import { coveredDigest, type Hash } from '../domain/review/content-digest.js';
import { wayOf } from '../domain/review/duties.js';
import { explainEligibility, explainTrace, type OwnRightRule, type RuleOutcome } from '../domain/review/eligibility.js';
import { calendarsOfTerm, type Law } from '../domain/review/law.js';
import { decisionOf, findTask, isOpen, standingOf, type DecisionState, type ReviewState, type Standing, type TaskState } from '../domain/review/review.js';
import { stageOf, type Assurance, type Role, type StageKey, type Verdict } from '../domain/route/route.js';
import { explainTerm, type ClockView } from '../domain/calendar/explain.js';
import type { Reader } from '../db/reader.js';
import { nameGrounds } from './clock-words.js';
import { commentViews, type CommentView } from './comments.query.js';
import { latenessOf, type Lateness } from './lateness.js';
import { namePeople, nameUnits, type PersonName, type UnitName } from './people.js';
import { readProposal, readVersion, type ProposalView } from './proposal-view.js';
import { loadReview, type LoadedReview } from './review-law.js';
import { ladderOf, type LadderStep } from './rungs.js';
import { mayAnswer, mayDispute, mayResolveDispute, type Before } from './task-acts.js';
import { isConcerned, readTaskDesk, type TaskDesk } from './task-requests.query.js';
import { TASK_COLUMNS, TASK_JOINS, taskRowsOf, type TaskRecord, type TaskRow } from './task-row.js';
import { verdictChoices, type VerdictChoice } from './verdict-effects.js';

/** A decision of the review with its full record. */
export type DecisionView = {
  readonly id: string;
  readonly taskId: string;
  readonly stage: { readonly key: StageKey; readonly name: Text };
  readonly round: number;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly by: PersonName;
  readonly onBehalfOf: PersonName | null;
  readonly unit: UnitName;
  readonly channel: DecisionState['channel'];
  /** Null where the law decided: nobody had to prove who he was. */
  readonly assurance: Assurance | null;
  readonly contentDigest: string;
  readonly recordedAt: Instant;
  readonly receivedAt: Instant;
  readonly late: boolean;
  /** Whether it still counts; the fact stays whatever becomes of it. */
  readonly standing: Standing['t'];
  /** Paper of the delegation it rests on. */
  readonly authority: string | null;
  /** A superior decided it in place of those it was given to. */
  readonly inOwnRight: boolean;
  /** Why the author sent the same content again after a return. */
  readonly objection: string | null;
  readonly returnTo: { readonly key: StageKey; readonly name: Text } | null;
};

/** What a reader may do about a recorded verdict: say it was not his, or settle that somebody did. */
export type DecisionActs = { readonly disputable: readonly string[]; readonly settleable: readonly string[] };

export type EligibilityLine = { readonly rule: OwnRightRule; readonly pass: boolean; readonly code: string; readonly sentence: Text };

export type OtherTask = {
  readonly id: string;
  readonly stage: { readonly key: StageKey; readonly name: Text };
  readonly unit: UnitName;
  readonly dueAt: Instant | null;
  readonly lateness: Lateness;
};

export type TaskDetail = TaskRow &
  TaskDesk &
  DecisionActs & {
    /** Digest of the content this task answers for: a decision names it. */
    readonly contentDigest: string;
    readonly verdicts: readonly VerdictChoice[];
    readonly minAssurance: Assurance;
    /** Rounds the stage may take; null where it returns nothing. */
    readonly maxRounds: number | null;
    readonly eligible: boolean;
    readonly why: readonly EligibilityLine[];
    /** When the reasons held: at the reader's own verdict; null = as they stand now. */
    readonly whyAt: Instant | null;
    /** Further posts of the unit whose holders share the task. */
    readonly otherRoles: readonly Role[];
    /** People the task was given to. */
    readonly holders: readonly PersonName[];
    readonly clock: ClockView;
    readonly ladder: readonly LadderStep[];
    readonly proposal: ProposalView;
    /** Every decision of the review so far, oldest first. */
    readonly decisions: readonly DecisionView[];
    /** What else is open in the same review. */
    readonly others: readonly OtherTask[];
    /** Comments on the review with the answer to each, oldest first. */
    readonly comments: readonly CommentView[];
  };

export type TaskDetailArgs = {
  readonly taskId: string;
  readonly personId: PersonId;
  /** How the person who looks has proved who he is. */
  readonly assurance: Assurance | null;
  readonly scope: Scope;
};

/** Null when there is no such task, or the scope does not show it. @throws not_found for an id that cannot be one */
export async function findTaskDetail(reader: Reader, hash: Hash, args: TaskDetailArgs): Promise<TaskDetail | null> {
  const { reviewId, taskId } = parseTaskId(args.taskId);
  const record = await reader.row<TaskRecord & { readonly path: string; readonly owner_path: string }>(
    `SELECT ${TASK_COLUMNS}, u.path, ou.path AS owner_path FROM tasks t ${TASK_JOINS} WHERE t.id = ?`,
    [taskId],
  );
  if (!record) return null;
  if (!isInScope(args.scope, record.path) && !isInScope(args.scope, record.owner_path) && !(await wasTold(reader, { reviewId, taskId }, args.personId)))
    return null;
  const loaded = await loadReview(reader, reviewId);
  const task = loaded && findTask(loaded.state, taskId);
  if (!loaded || !task) return null;
  const { state, law, rules } = loaded;
  const stage = stageOf(law.route, task.stageKey);
  const [row] = await taskRowsOf(reader, [record], rules, law.now);
  if (!row) throw new Error(`task ${taskId} has no row`);
  const calendars = calendarsOfTerm(rules, task.term);
  const people = await namePeople(reader, [
    ...task.candidates,
    ...task.rungs.flatMap((rung) => rung.told),
    ...state.decisions.flatMap((decision) => [decision.actor, decision.onBehalfOf]),
  ]);
  const rulesNow = explainEligibility(state, taskId, args.personId, args.assurance, law);
  const given = traceOfOwnVerdict(loaded, task, args.personId);
  // To whom the task never was given the first reason is enough.
  const concerned = isConcerned(task, args.personId, wayOf(state, task, args.personId, law));
  const version = await readVersion(reader, state.versionId);
  const before: Before = { state, by: args.personId, law };
  return {
    ...row,
    ...(await readTaskDesk(reader, before, task)),
    ...decisionActs(before),
    comments: await commentViews(reader, state, law.route, (commentId) => mayAnswer(before, commentId)),
    contentDigest: coveredDigest(state.content, stage.covers, hash),
    verdicts: verdictChoices(state, task, law),
    minAssurance: stage.minAssurance,
    maxRounds: stage.returns?.maxRounds ?? null,
    eligible: rulesNow.every((line) => line.pass),
    why: linesOf(given ? explainTrace(given.trace) : concerned ? rulesNow : rulesNow.filter((line) => !line.pass).slice(0, 1)),
    whyAt: given?.at ?? null,
    otherRoles: task.otherRoles,
    holders: task.candidates.map(people),
    clock: nameGrounds(explainTerm(task.term, calendars, law.now, 'wait'), stage.pauseGrounds ?? []),
    ladder: ladderOf(stage, task.term, task.rungs, calendars, people),
    proposal: await readProposal(reader, reviewId, state.revision, version.content),
    decisions: await decisionViews(reader, state, law.route, people),
    others: await otherTasks(reader, state, taskId, law),
  };
}

const linesOf = (rules: readonly RuleOutcome<OwnRightRule>[]): readonly EligibilityLine[] =>
  rules.map(({ rule, pass, code, sentence }) => ({ rule, pass, code, sentence }));

/** What let the reader decide, where the task rests on his own verdict: today's rules say nothing of one given in the past. */
function traceOfOwnVerdict(
  { state, facts }: LoadedReview,
  task: TaskState,
  personId: PersonId,
): { readonly trace: readonly string[]; readonly at: Instant } | null {
  const decision = decisionOf(state, task.decisionId);
  if (decision?.actor !== personId) return null;
  const recorded = facts.map(({ event }) => event).find((event) => event.type === 'DecisionRecorded' && event.decision.id === decision.id);
  return recorded?.type === 'DecisionRecorded' ? { trace: recorded.trace, at: decision.recordedAt } : null;
}

/** The decisions a reader may dispute, and the disputes he may settle. */
export const decisionActs = (before: Before): DecisionActs => ({
  disputable: before.state.decisions
    .filter((decision) => standingOf(before.state, decision.id).t !== 'disputed' && mayDispute(before, decision.id))
    .map((decision) => decision.id),
  settleable: before.state.decisions
    .filter((decision) => standingOf(before.state, decision.id).t === 'disputed' && mayResolveDispute(before, decision.id))
    .map((decision) => decision.id),
});

/** The clock of one task; null when there is no such task, or the scope does not show it. @throws not_found for an id that cannot be one */
export async function findTaskClock(reader: Reader, taskIdText: string, scope: Scope): Promise<ClockView | null> {
  const { reviewId, taskId } = parseTaskId(taskIdText);
  if (!(await isTaskVisible(reader, taskId, scope))) return null;
  const loaded = await loadReview(reader, reviewId);
  const task = loaded && findTask(loaded.state, taskId);
  if (!loaded || !task) return null;
  const { rules, law } = loaded;
  return nameGrounds(explainTerm(task.term, calendarsOfTerm(rules, task.term), law.now, 'wait'), stageOf(law.route, task.stageKey).pauseGrounds ?? []);
}

/** Where a decision was given; null when there is none, or the scope does not show its task. */
export async function findTaskOfDecision(reader: Reader, decisionId: string, scope: Scope): Promise<string | null> {
  const row = await reader.row<{ task_id: string }>('SELECT task_id FROM decisions WHERE id = ?', [decisionId]);
  return row && (await isTaskVisible(reader, row.task_id, scope)) ? row.task_id : null;
}

type TaskOfReview = Pick<ReturnType<typeof parseTaskId>, 'reviewId' | 'taskId'>;

/** Whether a rung has told somebody of a task: from then on it is his business too. */
const wasTold = async (reader: Reader, { reviewId, taskId }: TaskOfReview, personId: PersonId): Promise<boolean> => {
  const told = "SELECT 1 FROM rung_firings WHERE review_id = ? AND term_of = ? AND result = 'fired' AND JSON_CONTAINS(told, JSON_QUOTE(?)) LIMIT 1";
  return (await reader.row(told, [reviewId, taskId, personId])) !== null;
};

/** Whether a scope shows a task, or its ladder has told the reader of it. @throws not_found for an id that cannot be one */
export async function isTaskVisible(reader: Reader, taskIdText: string, scope: Scope, personId?: PersonId): Promise<boolean> {
  const task = parseTaskId(taskIdText);
  const row = await reader.row<{ path: string; owner_path: string }>(
    `SELECT u.path, ou.path AS owner_path FROM tasks t JOIN units u ON u.id = t.unit_id JOIN reviews r ON r.id = t.review_id
     JOIN units ou ON ou.id = r.owner_unit_id WHERE t.id = ?`,
    [task.taskId],
  );
  if (row === null) return false;
  return isInScope(scope, row.path) || isInScope(scope, row.owner_path) || (personId !== undefined && (await wasTold(reader, task, personId)));
}

/** The decisions of a review with names, oldest first. */
export async function decisionViews(
  reader: Reader,
  state: ReviewState,
  route: Parameters<typeof stageOf>[0],
  people: (id: string) => PersonName,
): Promise<readonly DecisionView[]> {
  const units = await nameUnits(
    reader,
    state.decisions.map((decision) => decision.unitId),
  );
  return state.decisions.map((decision) => ({
    id: decision.id,
    taskId: decision.taskId,
    stage: { key: decision.stageKey, name: stageOf(route, decision.stageKey).name },
    round: decision.round,
    verdict: decision.verdict,
    comment: decision.comment,
    by: people(decision.actor),
    onBehalfOf: decision.onBehalfOf && people(decision.onBehalfOf),
    unit: units(decision.unitId),
    channel: decision.channel,
    assurance: decision.assurance,
    contentDigest: decision.contentDigest,
    recordedAt: decision.recordedAt,
    receivedAt: decision.receivedAt,
    late: decision.late,
    standing: standingOf(state, decision.id).t,
    authority: decision.authority === undefined || decision.authority.startsWith('absence ') ? null : decision.authority,
    inOwnRight: decision.inOwnRight ?? false,
    objection: decision.objection ?? null,
    returnTo: decision.returnTo === undefined ? null : { key: decision.returnTo, name: stageOf(route, decision.returnTo).name },
  }));
}

async function otherTasks(reader: Reader, state: ReviewState, except: TaskId, law: Law): Promise<readonly OtherTask[]> {
  const others = state.tasks.filter((task) => task.id !== except && isOpen(task));
  const units = await nameUnits(
    reader,
    others.map((task) => task.unitId),
  );
  return others.map((task) => ({
    id: task.id,
    stage: { key: task.stageKey, name: stageOf(law.route, task.stageKey).name },
    unit: units(task.unitId),
    dueAt: task.term.dueAt,
    lateness: latenessOf(law.calendarOfUnit(task.unitId), task.term.dueAt, law.now),
  }));
}
