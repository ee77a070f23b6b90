/** The verdicts a task takes now, each with what it will cause: the law's own functions run forward on a copy. */
import { outcomeOf } from '../domain/review/decide.js';
import type { Law } from '../domain/review/law.js';
import { fold, isOpen, type DecisionState, type ReviewState, type TaskState } from '../domain/review/review.js';
import { nextStages } from '../domain/route/next-stages.js';
import { stageOf, type StageOutcome, type Verdict } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';
import type { DecisionId, PersonId } from '../domain/shared/ids.js';
import { VERDICT_LABELS } from '../domain/shared/labels.js';

export type VerdictChoice = { readonly verdict: Verdict; readonly label: Text; readonly effect: Text; readonly commentRequired: boolean };

/** Empty once the task is closed. A stage without return rounds left no longer offers `return`. */
export function verdictChoices(state: ReviewState, task: TaskState, law: Law): readonly VerdictChoice[] {
  if (!isOpen(task) || state.outcome !== null) return [];
  const stage = stageOf(law.route, task.stageKey);
  const roundsLeft = task.round < (stage.returns?.maxRounds ?? 0);
  return stage.verdicts
    .filter((verdict) => verdict !== 'return' || roundsLeft)
    .map((verdict) => ({
      verdict,
      label: { vi: VERDICT_LABELS[verdict].vi, en: VERDICT_LABELS[verdict].en },
      effect: effectOf(state, task, verdict, law),
      commentRequired: verdict === 'reject' || verdict === 'return',
    }));
}

function effectOf(state: ReviewState, task: TaskState, verdict: Verdict, law: Law): Text {
  const decision: DecisionState = {
    id: 'dec_preview' as DecisionId,
    taskId: task.id,
    taskVersion: task.version,
    stageKey: task.stageKey,
    round: task.round,
    verdict,
    comment: '',
    actor: 'psn_preview' as PersonId,
    onBehalfOf: null,
    unitId: task.unitId,
    channel: 'web',
    assurance: 'A4',
    contentDigest: '',
    recordedAt: law.now,
    receivedAt: law.now,
    late: false,
  };
  const decided = fold([{ type: 'DecisionRecorded', at: law.now, decision, trace: [] }], state);
  const siblings = decided.tasks.filter((candidate) => candidate.stageId === task.stageId);
  const outcome = outcomeOf(stageOf(law.route, task.stageKey), siblings, decided);
  if (outcome === null) return { vi: 'Ghi ý kiến; bước này chờ các ý kiến còn lại', en: 'Recorded; the stage waits for the remaining answers' };
  const closed = fold([{ type: 'StageClosed', at: law.now, stageId: task.stageId, outcome, by: decision.id }], decided);
  return afterStage(closed, task.stageKey, outcome, law);
}

function afterStage(state: ReviewState, stageKey: string, outcome: StageOutcome, law: Law): Text {
  const step = nextStages(law.route, state.stages, stageKey);
  if (step.close === 'closeApproved') return { vi: 'Kết thúc: phương án được phê duyệt', en: 'Ends the review: the proposal is approved' };
  if (step.close === 'closeRejected') return { vi: 'Kết thúc: phương án không được phê duyệt', en: 'Ends the review: the proposal is not approved' };
  const names = step.open.map((key) => stageOf(law.route, key).name);
  if (names.length === 0) return { vi: 'Ghi ý kiến; chờ bước song song khép lại', en: 'Recorded; waits for the parallel stage to close' };
  const list: Text = { vi: names.map((name) => name.vi).join(', '), en: names.map((name) => name.en).join(', ') };
  return outcome === 'returned'
    ? { vi: `Trả về bước: ${list.vi}`, en: `Goes back to: ${list.en}` }
    : { vi: `Chuyển bước: ${list.vi}`, en: `Goes on to: ${list.en}` };
}
