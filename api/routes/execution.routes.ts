/** Carrying approvals out: steps of a track, giving up, publication, what became of all of it. */
import type { LocalDate } from '../../domain/shared/instant.js';
import { findExecutionBoard } from '../../queries/execution-board.query.js';
import { endpoint, recorded } from '../endpoint.js';
import {
  abandonmentBody,
  carriedOn,
  databaseEntryBody,
  executionBoard,
  executionQuery,
  publicationRecordBody,
  trackPath,
  trackStepBody,
} from '../schemas/execution.schema.js';
import { DEFAULT_LIMIT } from '../schemas/shared.schema.js';
import { visibleReview } from '../visible-review.js';

const common = { tag: 'execution', status: 201, answer: carriedOn, keyed: true, refusals: [403, 404, 409] } as const;

const board = endpoint({
  method: 'get',
  path: '/execution',
  id: 'getExecutionBoard',
  tag: 'execution',
  access: 'execution.read',
  status: 200,
  query: executionQuery,
  answer: executionBoard,
  summary: 'What became of approvals: approved, executed and published apart, by track, and the savings that end by themselves',
  handle: async ({ deps, query, scope }) => ({
    body: await findExecutionBoard(deps.reader, {
      scope: scope('execution.read'),
      campaign: query.campaign ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const record = endpoint({
  ...common,
  method: 'post',
  path: '/reviews/{id}/tracks/{key}/steps',
  id: 'recordTrackStep',
  access: 'execution.record',
  params: trackPath,
  body: trackStepBody,
  summary: 'Record a step of carrying out; `enacted` needs the text, its article and its day of effect, and gives the version its day',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const { effectiveFrom, effectiveTo, on, ...rest } = body;
    const step = { ...rest, on: on as LocalDate, effectiveFrom: effectiveFrom as LocalDate | null, effectiveTo: effectiveTo as LocalDate | null };
    return recorded(await deps.commands.advanceTrack(actor(), idempotencyKey, { reviewId, track: params.key, step }));
  },
});

const abandon = endpoint({
  ...common,
  method: 'post',
  path: '/reviews/{id}/tracks/{key}/abandonments',
  id: 'abandonTrack',
  access: 'execution.giveUp',
  params: trackPath,
  body: abandonmentBody,
  summary: 'Give up a recommendation that stayed unanswered: it counts as lapsed, never as executed',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return recorded(await deps.commands.giveUpTrack(actor(), idempotencyKey, { reviewId, track: params.key, reason: body.reason }));
  },
});

const publish = endpoint({
  ...common,
  method: 'post',
  path: '/reviews/{id}/tracks/{key}/publications',
  id: 'publishProcedure',
  access: 'execution.record',
  params: trackPath,
  body: publicationRecordBody,
  summary: 'Record the publication decision for the text of a track; without the day of entry in the national database, that term begins',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const { decisionNumber, publishedOn, databaseEnteredOn } = body;
    return recorded(
      await deps.commands.publishProcedure(actor(), idempotencyKey, {
        reviewId,
        track: params.key,
        decisionNumber,
        publishedOn: publishedOn as LocalDate,
        databaseEnteredOn: databaseEnteredOn as LocalDate | null,
      }),
    );
  },
});

const enter = endpoint({
  ...common,
  method: 'post',
  path: '/reviews/{id}/tracks/{key}/database-entries',
  id: 'enterDatabase',
  access: 'execution.record',
  params: trackPath,
  body: databaseEntryBody,
  summary: 'Record that what the text of a track changes has been entered in the national database',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return recorded(await deps.commands.enterDatabase(actor(), idempotencyKey, { reviewId, track: params.key, enteredOn: body.enteredOn as LocalDate }));
  },
});

export const executionRoutes = [board, record, abandon, publish, enter];
