/** One task with what stands around it: its stage, its due instant, its rivals, who has answered. */
import { coveredDigest, type Hash } from '../domain/review/content-digest.js';
import { findStage, findTask, isOpen, type DecisionState, type TaskStatus } from '../domain/review/review.js';
import { stageOf, type Assurance, type Audience, type Stage, type StageKey, type StageOutcome, type Verdict } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import type { TaskId } from '../domain/shared/ids.js';
import type { Instant } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { namePeople, nameUnits, type PersonName } from './people.js';
import type { LoadedReview } from './review-law.js';
import { verdictChoices, type VerdictChoice } from './verdict-effects.js';

export type VerdictGiven = {
  readonly decisionId: string;
  readonly by: PersonName;
  readonly unit: string;
  readonly stageName: Text;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly channel: DecisionState['channel'];
  readonly assurance: Assurance | null;
  readonly recordedAt: Instant;
  readonly late: boolean;
  readonly contentDigest: string;
  /** Position and head of the review's log right after the decision's commit. */
  readonly seq: number;
  readonly chainHead: string;
};

export type TaskAround = {
  readonly id: TaskId;
  readonly version: number;
  readonly round: number;
  /** Returns allowed in this stage; null where it takes none. */
  readonly maxRounds: number | null;
  readonly kind: Stage['kind'];
  readonly stageKey: StageKey;
  readonly stageName: Text;
  readonly stageOutcome: StageOutcome | null;
  readonly unit: string;
  readonly status: TaskStatus;
  readonly open: boolean;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  readonly breached: boolean;
  /** What may be answered now, each with what it causes; empty once the task is closed. */
  readonly choices: readonly VerdictChoice[];
  readonly minAssurance: Assurance;
  /** Digest of what the stage covers, as it stands now. */
  readonly contentDigest: string;
  readonly candidates: readonly string[];
  /** Whom the first rung after due tells. */
  readonly afterDue: readonly Audience[];
  readonly decision: VerdictGiven | null;
  /** Verdicts on other tasks of the review, oldest first. */
  readonly earlier: readonly VerdictGiven[];
  /** Other tasks of the review that wait for an answer. */
  readonly others: readonly { readonly unit: string; readonly stageName: Text; readonly dueAt: Instant | null }[];
};

export async function readTaskAround(reader: Reader, { state, facts, law }: LoadedReview, taskId: TaskId, hash: Hash): Promise<TaskAround | null> {
  const task = findTask(state, taskId);
  if (!task) return null;
  const stage = stageOf(law.route, task.stageKey);
  const open = state.tasks.filter((other) => other.id !== task.id && isOpen(other));
  const people = await namePeople(
    reader,
    state.decisions.map((decision) => decision.actor),
  );
  const units = await nameUnits(reader, [task.unitId, ...open.map((other) => other.unitId), ...state.decisions.map((decision) => decision.unitId)]);
  const given = state.decisions.map((decision): VerdictGiven => {
    const recorded = facts.find(({ event }) => event.type === 'DecisionRecorded' && event.decision.id === decision.id);
    const last = facts.findLast((fact) => fact.cause === recorded?.cause);
    return {
      decisionId: decision.id,
      by: people(decision.actor),
      unit: units(decision.unitId).name,
      stageName: stageOf(law.route, decision.stageKey).name,
      verdict: decision.verdict,
      comment: decision.comment,
      channel: decision.channel,
      assurance: decision.assurance,
      recordedAt: decision.recordedAt,
      late: decision.late,
      contentDigest: decision.contentDigest,
      seq: last?.seq ?? 0,
      chainHead: last?.hash ?? '',
    };
  });
  return {
    id: task.id,
    version: task.version,
    round: task.round,
    maxRounds: stage.returns?.maxRounds ?? null,
    kind: stage.kind,
    stageKey: stage.key,
    stageName: stage.name,
    stageOutcome: findStage(state, task.stageId)?.outcome ?? null,
    unit: units(task.unitId).name,
    status: task.status,
    open: isOpen(task) && state.outcome === null,
    dueAt: task.term.dueAt,
    provisional: task.term.provisional,
    breached: task.breachedAt !== null,
    choices: verdictChoices(state, task, law),
    minAssurance: stage.minAssurance,
    contentDigest: coveredDigest(state.content, stage.covers, hash),
    candidates: task.candidates,
    afterDue: stage.ladder[0]?.notify ?? [],
    decision: given.find((decision) => decision.decisionId === task.decisionId) ?? null,
    earlier: given.filter((decision) => decision.decisionId !== task.decisionId),
    others: open.map((other) => ({ unit: units(other.unitId).name, stageName: stageOf(law.route, other.stageKey).name, dueAt: other.term.dueAt })),
  };
}
