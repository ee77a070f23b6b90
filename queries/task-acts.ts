/** What somebody may do to a task besides deciding it: the law's own functions, run forward on what stands and thrown away. */
import { addComment, answerComment, awaitsInformation, requestInformation, submitInformation } from '../domain/review/comments.js';
import { claimTask, releaseTask } from '../domain/review/claims.js';
import { reviseProposal } from '../domain/review/revise.js';
import { disputeDecision, resolveDispute } from '../domain/review/dispute.js';
import { wayOf } from '../domain/review/duties.js';
import type { Law } from '../domain/review/law.js';
import { explainOwnRight } from '../domain/review/own-right.js';
import { addReviewer } from '../domain/review/reviewers.js';
import { grantOverride, requestOverride } from '../domain/review/overrides.js';
import { reassignTask } from '../domain/review/reassign.js';
import { recallDecision } from '../domain/review/recall.js';
import { confirmReopen, requestReopen } from '../domain/review/reopen.js';
import { confirmAdjustment, decideExtension, proposeAdjustment, requestExtension, resumeTerm, suspendTerm } from '../domain/review/term-changes.js';
import { isOpen, type ReviewEvent, type ReviewState, type TaskState, type TermRequest } from '../domain/review/review.js';
import { stageOf } from '../domain/route/route.js';
import { DomainError, type ErrorCode } from '../domain/shared/errors.js';
import type { DecisionId, PersonId, StageId } from '../domain/shared/ids.js';
import { MS_PER_MINUTE, plusMs } from '../domain/shared/instant.js';

export const TASK_ACTS = [
  'revise',
  'claim',
  'release',
  'reassign',
  'addReviewer',
  'decideInOwnRight',
  'pause',
  'resume',
  'requestExtension',
  'proposeAdjustment',
  'recall',
  'requestInformation',
  'submitInformation',
  'comment',
] as const;
export type TaskAct = (typeof TASK_ACTS)[number];

/** Stands where a person will write; the acts tried here leave no trace. */
const SOMETHING = '…';
const NOTHING_LIKE_IT = {};

/** Whether an act would be taken, or fails only for want of what the person still fills in (`wants`). */
function would(act: () => readonly ReviewEvent[], ...wants: readonly ErrorCode[]): boolean {
  try {
    return act().length > 0;
  } catch (error) {
    if (error instanceof DomainError) return wants.includes(error.code);
    throw error;
  }
}

/** A person before a review. */
export type Before = { readonly state: ReviewState; readonly by: PersonId; readonly law: Law };

/** Whether a ground of the stage may stop this task's clock now. */
export const mayPause = ({ state, by, law }: Before, task: TaskState, ground: string): boolean =>
  would(() => suspendTerm(state, { taskId: task.id, by, ground, until: plusMs(law.now, MS_PER_MINUTE), reason: SOMETHING }, law));

export const mayDecideRequest = ({ state, by, law }: Before, task: TaskState, request: TermRequest): boolean =>
  request.kind === 'extend'
    ? would(() => decideExtension(state, { taskId: task.id, by, requestId: request.id, grant: false, reason: SOMETHING }, law))
    : would(() => confirmAdjustment(state, { taskId: task.id, by, requestId: request.id }, law));

export const mayRequestOverride = ({ state, by, law }: Before, task: TaskState, person: PersonId): boolean =>
  would(() => requestOverride(state, { taskId: task.id, by, person, reason: SOMETHING }, law));

export const mayGrantOverride = ({ state, by, law }: Before, task: TaskState, person: PersonId): boolean =>
  would(() => grantOverride(state, { taskId: task.id, by, person, reason: SOMETHING }, law));

export const mayAnswer = ({ state, by, law }: Before, commentId: string): boolean =>
  would(() => answerComment(state, { commentId, by, kind: 'explained', text: SOMETHING }, law));

export const mayComment = ({ state, by, law }: Before): boolean =>
  would(() => addComment(state, { commentId: SOMETHING, by, taskId: null, path: null, text: SOMETHING, source: null }, law));

export const mayDispute = ({ state, by, law }: Before, decisionId: DecisionId): boolean => would(() => disputeDecision(state, { decisionId, by }, law));

export const mayResolveDispute = ({ state, by, law }: Before, decisionId: DecisionId): boolean =>
  would(() => resolveDispute(state, { decisionId, by, outcome: 'upheld', reason: SOMETHING }, law));

export const mayRequestReopen = ({ state, by, law }: Before, stageId: StageId): boolean =>
  would(() => requestReopen(state, { stageId, by, reason: SOMETHING }, law));

export const mayConfirmReopen = ({ state, by, law }: Before, stageId: StageId): boolean =>
  would(() => confirmReopen(state, { stageId, by, reason: SOMETHING }, law));

/** The acts open to a person on a task, in the order of the list. */
export function taskActs(before: Before, task: TaskState): readonly TaskAct[] {
  const { state, by, law } = before;
  const on = { taskId: task.id, by };
  const until = plusMs(law.now, MS_PER_MINUTE);
  const open: Readonly<Record<TaskAct, () => boolean>> = {
    revise: () =>
      isOpen(task) && stageOf(law.route, task.stageKey).kind === 'author' && would(() => reviseProposal(state, { by, content: NOTHING_LIKE_IT }, law)),
    claim: () => would(() => claimTask(state, on, law)),
    release: () => would(() => releaseTask(state, on, law)),
    reassign: () =>
      would(
        () => reassignTask(state, { ...on, unitId: task.unitId, role: task.role, reason: SOMETHING }, law),
        'nothing_changed',
        'route_has_no_holder',
        'holders_excluded',
      ),
    // The seat is chosen afterwards; that its own holders are asked already is no hindrance.
    addReviewer: () =>
      would(
        () => addReviewer(state, { ...on, unitId: task.unitId, role: task.role, reason: SOMETHING }, law),
        'nothing_changed',
        'route_has_no_holder',
        'holders_excluded',
      ),
    decideInOwnRight: () => isOpen(task) && wayOf(state, task, by, law) === null && explainOwnRight(state, task.id, by, null, law).every((rule) => rule.pass),
    pause: () => (stageOf(law.route, task.stageKey).pauseGrounds ?? []).some((ground) => mayPause(before, task, ground.code)),
    resume: () => would(() => resumeTerm(state, on, law)),
    requestExtension: () => would(() => requestExtension(state, { ...on, requestId: SOMETHING, amount: 1, reason: SOMETHING }, law)),
    proposeAdjustment: () => would(() => proposeAdjustment(state, { ...on, requestId: SOMETHING, amount: 1, reason: SOMETHING }, law)),
    recall: () => would(() => recallDecision(state, { ...on, reason: SOMETHING }, law)),
    requestInformation: () => would(() => requestInformation(state, { ...on, commentId: SOMETHING, question: SOMETHING, path: null, until }, law)),
    submitInformation: () => awaitsInformation(state, task.id) && would(() => submitInformation(state, { ...on, text: SOMETHING }, law)),
    comment: () => mayComment(before),
  };
  return TASK_ACTS.filter((act) => open[act]());
}
