/** Comments on a review with their answers; disputes of a verdict; stages opened again. */
import { z } from 'zod';
import { DomainError } from '../../domain/shared/errors.js';
import { parseId } from '../../domain/shared/ids.js';
import type { Scope } from '../../domain/shared/access.js';
import type { ReadPort } from '../../queries/read-port.js';
import { findTaskOfDecision } from '../../queries/task-detail.query.js';
import { isReviewVisible } from '../../queries/visibility.js';
import { endpoint } from '../endpoint.js';
import { answerBody, commentBody, commentMoved, decisionMoved, reopenBody, resolutionBody, stageMoved } from '../schemas/comments.schema.js';
import { idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });
const commentPath = z.strictObject({ id: idText, cid: idText });

/** @throws not_found for a review that does not exist as for one the caller may not see */
async function visibleReview(reader: ReadPort, id: string, scope: Scope): Promise<string> {
  const reviewId = parseId('review', id);
  if (!(await isReviewVisible(reader, reviewId, scope))) throw new DomainError('not_found', { kind: 'review', id });
  return reviewId;
}

/** @throws not_found for a decision that does not exist as for one the caller may not see */
async function taskOf(reader: ReadPort, id: string, scope: Scope): Promise<string> {
  const taskId = await findTaskOfDecision(reader, parseId('decision', id), scope);
  if (taskId === null) throw new DomainError('not_found', { kind: 'decision', id });
  return taskId;
}

const statusOf = ({ replayed }: { readonly replayed: boolean }): 200 | 201 => (replayed ? 200 : 201);

const add = endpoint({
  method: 'post',
  path: '/reviews/{id}/comments',
  id: 'addComment',
  tag: 'reviews',
  access: 'comments.add',
  status: 201,
  params: idPath,
  body: commentBody,
  answer: commentMoved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Comment on a review, for oneself or for people affected; every comment gets a recorded answer',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.addComment(actor(), idempotencyKey, { reviewId, ...body });
    return { status: statusOf(answer), body: answer };
  },
});

const answerOne = endpoint({
  method: 'post',
  path: '/reviews/{id}/comments/{cid}/answers',
  id: 'answerComment',
  tag: 'reviews',
  access: 'comments.answer',
  status: 201,
  params: commentPath,
  body: answerBody,
  answer: commentMoved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Take a comment on, or explain why not',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.answerComment(actor(), idempotencyKey, { reviewId, commentId: params.cid, kind: body.kind, text: body.text });
    return { status: statusOf(answer), body: answer };
  },
});

const askReopen = endpoint({
  method: 'post',
  path: '/reviews/{id}/reopen-requests',
  id: 'requestReopen',
  tag: 'reviews',
  access: 'reviews.reopen',
  status: 201,
  params: idPath,
  body: reopenBody,
  answer: stageMoved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Ask to run a closed stage again',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.requestReopen(actor(), idempotencyKey, { reviewId, stageId: body.stageId, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

const reopen = endpoint({
  method: 'post',
  path: '/reviews/{id}/reopenings',
  id: 'confirmReopen',
  tag: 'reviews',
  access: 'reviews.reopen',
  status: 201,
  params: idPath,
  body: reopenBody,
  answer: stageMoved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Confirm it as a second person: the stage runs again as a new round',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.confirmReopen(actor(), idempotencyKey, { reviewId, stageId: body.stageId, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

const dispute = endpoint({
  method: 'post',
  path: '/decisions/{id}/disputes',
  id: 'disputeDecision',
  tag: 'reviews',
  access: 'decisions.dispute',
  status: 201,
  params: idPath,
  answer: decisionMoved,
  keyed: true,
  refusals: [404, 409],
  summary: '“Not me”: the person a verdict names says it was not his; the review is held until it is settled',
  handle: async ({ deps, params, actor, key, scope }) => {
    const idempotencyKey = key();
    const taskId = await taskOf(deps.reader, params.id, scope('tasks.read'));
    const answer = await deps.commands.disputeDecision(actor(), idempotencyKey, { taskId, decisionId: params.id });
    return { status: statusOf(answer), body: answer };
  },
});

const resolve = endpoint({
  method: 'post',
  path: '/decisions/{id}/disputes/resolutions',
  id: 'resolveDispute',
  tag: 'reviews',
  access: 'decisions.dispute',
  status: 201,
  params: idPath,
  body: resolutionBody,
  answer: decisionMoved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Settle a disputed verdict, as somebody who neither gave nor disputed it',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const taskId = await taskOf(deps.reader, params.id, scope('tasks.read'));
    const answer = await deps.commands.resolveDispute(actor(), idempotencyKey, { taskId, decisionId: params.id, outcome: body.outcome, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

export const commentRoutes = [add, answerOne, askReopen, reopen, dispute, resolve];
