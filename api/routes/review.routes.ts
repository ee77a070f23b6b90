/** Reviews: lists, one in full, writing its proposal, withdrawing it. */
import { z } from 'zod';
import { DomainError } from '../../domain/shared/errors.js';
import type { ProposalBody } from '../../domain/review/proposal.js';
import { findReviewDetail } from '../../queries/review-detail.query.js';
import { listReviews } from '../../queries/review-list.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { visibleReview } from '../visible-review.js';
import { proposalBody, revised } from '../schemas/proposal.schema.js';
import { reviewDetail, reviewListQuery, reviewPage, withdrawalBody, withdrawn } from '../schemas/review.schema.js';
import { DEFAULT_LIMIT, idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });

const list = endpoint({
  method: 'get',
  path: '/reviews',
  id: 'listReviews',
  tag: 'reviews',
  access: 'reviews.read',
  status: 200,
  query: reviewListQuery,
  answer: reviewPage,
  summary: 'Reviews I may see, in order of opening',
  handle: async ({ deps, query, scope }) => ({
    body: await listReviews(deps.reader, {
      scope: scope('reviews.read'),
      campaign: query.campaign ?? null,
      statuses: query.status ?? [],
      unit: query.unit ?? null,
      q: query.q ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const detail = endpoint({
  method: 'get',
  path: '/reviews/{id}',
  id: 'getReview',
  tag: 'reviews',
  access: 'reviews.read',
  status: 200,
  params: idPath,
  answer: reviewDetail,
  tagged: true,
  refusals: [404],
  summary: 'One review: route, stages with tasks and decisions, proposal, facts with their proof',
  handle: async ({ deps, params, person, scope }) => {
    const found = await findReviewDetail(deps.reader, { reviewId: params.id, scope: scope('reviews.read'), personId: person().person.id });
    if (!found) throw new DomainError('not_found', { kind: 'review', id: params.id });
    return { body: found, headers: { ETag: `"r${found.revision}"` } };
  },
});

const revise = endpoint({
  method: 'put',
  path: '/reviews/{id}/proposal',
  id: 'reviseProposal',
  tag: 'reviews',
  access: 'proposals.revise',
  status: 200,
  params: idPath,
  body: proposalBody,
  answer: revised,
  keyed: true,
  matched: '`"r<revision>"`, the ETag of the review',
  refusals: [403, 404, 409, 412, 428],
  summary: 'Write the proposal anew, while its author stage is open; open tasks get a new version and what was approved no longer stands on changed parts',
  handle: async ({ deps, params, body, actor, key, ifMatch, scope }) => {
    const expectedRevision = ifMatch('r');
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return { body: await deps.commands.reviseProposal(actor(), idempotencyKey, { reviewId, expectedRevision, body: body as ProposalBody }) };
  },
});

const withdraw = endpoint({
  method: 'post',
  path: '/reviews/{id}/withdrawals',
  id: 'withdrawReview',
  tag: 'reviews',
  access: 'reviews.withdraw',
  status: 201,
  params: idPath,
  body: withdrawalBody,
  answer: withdrawn,
  keyed: true,
  refusals: [403, 404, 409],
  summary: 'End a review without a decision on its substance, with a reason',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return recorded(await deps.commands.withdrawReview(actor(), idempotencyKey, { reviewId, reason: body.reason }));
  },
});

export const reviewRoutes = [list, detail, revise, withdraw];
