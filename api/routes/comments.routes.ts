/** Comments on a review with their answers; disputes of a verdict; stages opened again. */
import { z } from 'zod';
import { DomainError } from '../../domain/shared/errors.js';
import { parseId } from '../../domain/shared/ids.js';
import type { Scope } from '../../domain/shared/access.js';
import type { ReadPort } from '../../queries/read-port.js';
import { findTaskOfDecision } from '../../queries/task-detail.query.js';
import { endpoint } from '../endpoint.js';
import { answerBody, commentBody, commentMoved, decisionMoved, reopenBody, resolutionBody, stageMoved } from '../schemas/comments.schema.js';
import { idText } from '../schemas/shared.schema.js';
import { visibleReview } from '../visible-review.js';

const idPath = z.strictObject({ id: idText });
const commentPath = z.strictObject({ id: idText, cid: idText });

/** @throws not_found for a decision that does not exist as for one the caller may not see */
async function taskOf(reader: ReadPort, id: string, scope: Scope): Promise<string> {
  const taskId = await findTaskOfDecision(reader, parseId('decision', id), scope);
  if (taskId === null) throw new DomainError('not_found', { kind: 'decision', id });
  return taskId;
}

/** What these acts have in common: each is done once per key, and answered with what it moved. */
const common = { method: 'post', tag: 'reviews', status: 201, keyed: true, refusals: [404, 409] } as const;

const statusOf = ({ replayed }: { readonly replayed: boolean }): 200 | 201 => (replayed ? 200 : 201);

const add = endpoint({
  ...common,
  path: '/reviews/{id}/comments',
  id: 'addComment',
  access: 'comments.add',
  params: idPath,
  body: commentBody,
  answer: commentMoved,
  summary: 'Comment on a review, for oneself or for people affected; every comment gets a recorded answer',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.addComment(actor(), idempotencyKey, { reviewId, ...body });
    return { status: statusOf(answer), body: answer };
  },
});

const answerOne = endpoint({
  ...common,
  path: '/reviews/{id}/comments/{cid}/answers',
  id: 'answerComment',
  access: 'comments.answer',
  params: commentPath,
  body: answerBody,
  answer: commentMoved,
  summary: 'Take a comment on, or explain why not',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.answerComment(actor(), idempotencyKey, { reviewId, commentId: params.cid, kind: body.kind, text: body.text });
    return { status: statusOf(answer), body: answer };
  },
});

const askReopen = endpoint({
  ...common,
  path: '/reviews/{id}/reopen-requests',
  id: 'requestReopen',
  access: 'reviews.reopen',
  params: idPath,
  body: reopenBody,
  answer: stageMoved,
  summary: 'Ask to run a closed stage again',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.requestReopen(actor(), idempotencyKey, { reviewId, stageId: body.stageId, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

const reopen = endpoint({
  ...common,
  path: '/reviews/{id}/reopenings',
  id: 'confirmReopen',
  access: 'reviews.reopen',
  params: idPath,
  body: reopenBody,
  answer: stageMoved,
  summary: 'Confirm it as a second person: the stage runs again as a new round',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const answer = await deps.commands.confirmReopen(actor(), idempotencyKey, { reviewId, stageId: body.stageId, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

const dispute = endpoint({
  ...common,
  path: '/decisions/{id}/disputes',
  id: 'disputeDecision',
  access: 'decisions.dispute',
  params: idPath,
  answer: decisionMoved,
  summary: '“Not me”: the person a verdict names says it was not his; the review is held until it is settled',
  handle: async ({ deps, params, actor, key, scope }) => {
    const idempotencyKey = key();
    const taskId = await taskOf(deps.reader, params.id, scope('tasks.read'));
    const answer = await deps.commands.disputeDecision(actor(), idempotencyKey, { taskId, decisionId: params.id });
    return { status: statusOf(answer), body: answer };
  },
});

const resolve = endpoint({
  ...common,
  path: '/decisions/{id}/disputes/resolutions',
  id: 'resolveDispute',
  access: 'decisions.dispute',
  params: idPath,
  body: resolutionBody,
  answer: decisionMoved,
  summary: 'Settle a disputed verdict, as somebody who neither gave nor disputed it',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const taskId = await taskOf(deps.reader, params.id, scope('tasks.read'));
    const answer = await deps.commands.resolveDispute(actor(), idempotencyKey, { taskId, decisionId: params.id, outcome: body.outcome, reason: body.reason });
    return { status: statusOf(answer), body: answer };
  },
});

export const commentRoutes = [add, answerOne, askReopen, reopen, dispute, resolve];
