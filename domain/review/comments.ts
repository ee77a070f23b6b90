/** Comments of units and of people affected; each gets a recorded answer before the proposal is approved. */
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import type { PersonId, TaskId, UnitId } from '../shared/ids.js';
import { isClockKeeper, isSupervisor, isWriter, openTaskOf, requireAuthority } from './authority.js';
import { waysToTake } from './directory.js';
import type { Law } from './law.js';
import { findTask, isOpen, type CommentState, type ReviewEvent, type ReviewState } from './review.js';
import { resumed, suspendTerm } from './term-changes.js';

export type AddComment = {
  readonly commentId: string;
  readonly by: PersonId;
  readonly taskId: TaskId | null;
  readonly path: string | null;
  readonly text: string;
  readonly source: string | null;
};

/** @policy a comment is a page of text at most; longer papers are attached */
const MAX_TEXT = 4_000;

function checkText(text: string, pointer: string): void {
  if (text.trim() === '') throw new DomainError('comment_required', { pointer });
  if (text.length > MAX_TEXT) throw new DomainError('content_too_long', { pointer, max: MAX_TEXT });
}

/**
 * Anybody who may see the review may comment on it; a path must name content that exists.
 * @throws review_closed, not_found, comment_required, content_too_long, content_field_unknown
 */
export function addComment(state: ReviewState, command: AddComment, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  const task = command.taskId === null ? null : findTask(state, command.taskId);
  if (command.taskId !== null && !task) throw new DomainError('not_found', { kind: 'task', id: command.taskId });
  checkText(command.text, '/text');
  if (command.path !== null && !Object.keys(state.content).some((path) => path === command.path || path.startsWith(`${command.path}/`))) {
    throw new DomainError('content_field_unknown', { pointer: '/path', path: command.path });
  }
  return [commentAdded(command, task?.stageKey ?? null, unitOf(command.by, law), law.now)];
}

const unitOf = (person: PersonId, law: Law): UnitId | null => law.directory.holdings.find((holding) => holding.personId === person)?.unitId ?? null;

const commentAdded = (command: AddComment, stageKey: string | null, unitId: UnitId | null, at: Instant): ReviewEvent => ({
  type: 'CommentAdded',
  at,
  comment: {
    id: command.commentId,
    by: command.by,
    unitId,
    at,
    stageKey,
    taskId: command.taskId,
    path: command.path,
    text: command.text,
    source: command.source,
  },
});

export type AnswerComment = { readonly commentId: string; readonly by: PersonId; readonly kind: 'accepted' | 'explained'; readonly text: string };

/**
 * The owning unit takes a comment on, or explains why not. An answer may be given anew until the review ends.
 * @legal tiếp thu, giải trình ý kiến góp ý
 * @throws review_closed, not_found, not_eligible (the owning unit, or the clock keeper), comment_required, content_too_long
 */
export function answerComment(state: ReviewState, command: AnswerComment, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  const comment = state.comments.find((candidate) => candidate.id === command.commentId);
  if (!comment) throw new DomainError('not_found', { kind: 'comment', id: command.commentId });
  requireAuthority(isWriter(law, command.by, state) || isClockKeeper(law, command.by), 'not_owner');
  checkText(command.text, '/text');
  const { disposition } = comment;
  if (disposition && disposition.kind === command.kind && disposition.text === command.text) throw new DomainError('nothing_changed');
  return [{ type: 'CommentAnswered', at: law.now, commentId: comment.id, by: command.by, kind: command.kind, text: command.text }];
}

/** Comments nobody has answered yet: they stand in the way of an approval. A question that holds a clock is answered by the resume. */
export const unanswered = (state: ReviewState): readonly CommentState[] => state.comments.filter((comment) => comment.disposition === null);

/** The ground on which a term stands while papers or answers are awaited. */
export const SUPPLEMENT_GROUND = 'supplement';

export type RequestInformation = {
  readonly taskId: TaskId;
  readonly by: PersonId;
  readonly commentId: string;
  readonly question: string;
  readonly path: string | null;
  readonly until: Instant | null;
};

/** Asks the owning unit for more and stops the clock meanwhile. @throws as `suspendTerm` and `addComment` */
export function requestInformation(state: ReviewState, command: RequestInformation, law: Law): readonly ReviewEvent[] {
  openTaskOf(state, command.taskId);
  const asked = addComment(
    state,
    { commentId: command.commentId, by: command.by, taskId: command.taskId, path: command.path, text: command.question, source: null },
    law,
  );
  const paused = suspendTerm(state, { taskId: command.taskId, by: command.by, ground: SUPPLEMENT_GROUND, until: command.until, reason: command.question }, law);
  if (paused.length === 0) throw new DomainError('nothing_changed');
  return [...paused, ...asked];
}

export type SubmitInformation = { readonly taskId: TaskId; readonly by: PersonId; readonly text: string };

/**
 * The owning unit answers every open question of the task, and its clock runs again at once.
 * @throws not_found, not_eligible, request_unknown, comment_required, and as `openTaskOf`
 */
export function submitInformation(state: ReviewState, command: SubmitInformation, law: Law): readonly ReviewEvent[] {
  const task = openTaskOf(state, command.taskId);
  requireAuthority(
    isWriter(law, command.by, state) || isSupervisor(law, command.by, task) || waysToTake(law.directory, command.by, task).length > 0,
    'not_owner',
  );
  checkText(command.text, '/text');
  const open = unanswered(state).filter((comment) => comment.taskId === task.id);
  const held = task.term.events.findLast((entry) => entry.type === 'suspended' || entry.type === 'resumed');
  if (open.length === 0 && !(held?.type === 'suspended' && held.ground === SUPPLEMENT_GROUND)) throw new DomainError('request_unknown', { id: task.id });
  return [
    ...open.map((comment): ReviewEvent => ({
      type: 'CommentAnswered',
      at: law.now,
      commentId: comment.id,
      by: command.by,
      kind: 'explained',
      text: command.text,
    })),
    ...(held?.type === 'suspended' && held.ground === SUPPLEMENT_GROUND ? resumed(task, command.by, law) : []),
  ];
}

/** Tasks on which a comment may still be waiting for its clock. */
export const awaitsInformation = (state: ReviewState, taskId: TaskId): boolean => {
  const task = findTask(state, taskId);
  if (!task || !isOpen(task)) return false;
  const last = task.term.events.findLast((entry) => entry.type === 'suspended' || entry.type === 'resumed');
  return last?.type === 'suspended' && last.ground === SUPPLEMENT_GROUND;
};
