/** Compliance cost: live totals, a review's cost and its history, ranges, programme totals, dated tables. */
import { z } from 'zod';
import type { VnSheet } from '../../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../../domain/review/proposal.js';
import { DomainError } from '../../domain/shared/errors.js';
import type { LocalDate } from '../../domain/shared/instant.js';
import { readClock } from '../../queries/clock.query.js';
import { explainReviewCost } from '../../queries/cost-explanation.query.js';
import { costFigures } from '../../queries/cost-figures.js';
import { findCostProgramme } from '../../queries/cost-programme.query.js';
import { findCostRanges } from '../../queries/cost-ranges.query.js';
import { findReviewCost } from '../../queries/cost-review.query.js';
import { listTariffs } from '../../queries/cost-tariffs.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { visibleReview } from '../visible-review.js';
import {
  costComputation,
  costComputationBody,
  costExplanation,
  costProgramme,
  costRanges,
  costSaved,
  costSheetsBody,
  explanationQuery,
  programmeQuery,
  rangeQuery,
  restated,
  restatementBody,
  reviewCost,
  tariffApprovalBody,
  tariffBody,
  tariffList,
  tariffPath,
  tariffQuery,
  tariffRecorded,
} from '../schemas/cost.schema.js';
import { idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });

const compute = endpoint({
  method: 'post',
  path: '/cost-computations',
  id: 'computeCost',
  tag: 'costs',
  access: 'costs.compute',
  status: 200,
  body: costComputationBody,
  answer: costComputation,
  summary: 'Live totals of two blocks of the form, nothing kept; what looks wrong is named at its field and never stops the rest',
  handle: async ({ body }) => ({ body: costFigures({ before: body.before as VnSheet | null, after: body.after as VnSheet | null }, body.explainedVolume) }),
});

const cost = endpoint({
  method: 'get',
  path: '/reviews/{id}/cost',
  id: 'getReviewCost',
  tag: 'costs',
  access: 'reviews.read',
  status: 200,
  params: idPath,
  answer: reviewCost,
  tagged: true,
  refusals: [404],
  summary: 'Sheets, figures, causes of the change, gaming guard, marks, and every sheet frozen so far with its digest recomputed',
  handle: async ({ deps, params, scope, hash }) => {
    const found = await findReviewCost(deps.reader, await visibleReview(deps.reader, params.id, scope('reviews.read')), hash);
    if (!found) throw new DomainError('not_found', { kind: 'review', id: params.id });
    return { body: found, headers: { ETag: `"r${found.revision}"` } };
  },
});

const explanation = endpoint({
  method: 'get',
  path: '/reviews/{id}/cost/explanations',
  id: 'explainReviewCost',
  tag: 'costs',
  access: 'reviews.read',
  status: 200,
  params: idPath,
  query: explanationQuery,
  answer: costExplanation,
  refusals: [404, 422],
  summary: 'Any total opened down to the lines, inputs and sources that make it',
  handle: async ({ deps, params, query, scope }) => ({
    body: await explainReviewCost(deps.reader, await visibleReview(deps.reader, params.id, scope('reviews.read')), query.path),
  }),
});

const DEFAULTS = { draws: 2_000, years: 5 };

const ranges = endpoint({
  method: 'get',
  path: '/reviews/{id}/cost/ranges',
  id: 'getReviewCostRanges',
  tag: 'costs',
  access: 'reviews.read',
  status: 200,
  params: idPath,
  query: rangeQuery,
  answer: costRanges,
  refusals: [404, 422],
  summary: 'Guaranteed bounds, a seeded simulation, what to measure next, and when a one-off cost is earned back',
  handle: async ({ deps, params, query, scope }) => {
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return {
      body: await findCostRanges(deps.reader, reviewId, {
        seed: query.seed ?? reviewId,
        draws: query.draws ?? DEFAULTS.draws,
        years: query.years ?? DEFAULTS.years,
      }),
    };
  },
});

const save = endpoint({
  method: 'put',
  path: '/reviews/{id}/cost',
  id: 'saveReviewCost',
  tag: 'costs',
  access: 'proposals.revise',
  status: 200,
  params: idPath,
  body: costSheetsBody,
  answer: costSaved,
  keyed: true,
  matched: '`"r<revision>"`, the ETag of the cost',
  refusals: [403, 404, 409, 412, 428],
  summary: 'Write both sheets, the rest of the proposal left as it stands; marks come with the answer and stop nothing',
  handle: async ({ deps, params, body, actor, key, ifMatch, scope }) => {
    const expectedRevision = ifMatch('r');
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    const sheets = body as ProposalBody['cost'];
    const saved = await deps.commands.saveCostSheets(actor(), idempotencyKey, { reviewId, expectedRevision, cost: sheets });
    return { body: { ...saved, ...costFigures(sheets) }, headers: { ETag: `"r${saved.revision}"` } };
  },
});

const restate = endpoint({
  method: 'post',
  path: '/reviews/{id}/cost/restatements',
  id: 'restateReviewCost',
  tag: 'costs',
  access: 'costs.restate',
  status: 201,
  params: idPath,
  body: restatementBody,
  answer: restated,
  keyed: true,
  refusals: [404, 409],
  summary: 'State a frozen cost again under another approved table: new sheets beside the old, which stay as they are',
  handle: async ({ deps, params, body, actor, key, scope }) => {
    const idempotencyKey = key();
    const reviewId = await visibleReview(deps.reader, params.id, scope('reviews.read'));
    return recorded(await deps.commands.restateCostSheets(actor(), idempotencyKey, { reviewId, ...body }));
  },
});

const programme = endpoint({
  method: 'get',
  path: '/cost/programme',
  id: 'getCostProgramme',
  tag: 'costs',
  access: 'reviews.read',
  status: 200,
  query: programmeQuery,
  answer: costProgramme,
  summary: 'Totals of the reviews I may see without double counting: proposed, approved and executed apart, percent from the totals, coverage',
  handle: async ({ deps, query, scope }) => ({
    body: await findCostProgramme(deps.reader, { campaign: query.campaign ?? null, year: query.year ?? null, scope: scope('reviews.read') }),
  }),
});

const tariffs = endpoint({
  method: 'get',
  path: '/tariff-tables',
  id: 'listTariffTables',
  tag: 'costs',
  access: 'tariffs.read',
  status: 200,
  query: tariffQuery,
  answer: tariffList,
  summary: 'Dated tables with every vintage, who entered and approved it, and which one is in force on a day',
  handle: async ({ deps, query }) => ({
    body: {
      items: await listTariffs(deps.reader, {
        kind: query.kind ?? null,
        scope: query.scope ?? null,
        on: (query.on as LocalDate | undefined) ?? (await readClock(deps.reader)).today,
      }),
      next: null,
    },
  }),
});

const record = endpoint({
  method: 'post',
  path: '/tariff-tables',
  id: 'recordTariffTable',
  tag: 'costs',
  access: 'tariffs.record',
  status: 201,
  body: tariffBody,
  answer: tariffRecorded,
  keyed: true,
  refusals: [409],
  summary: 'Enter a vintage of a dated table; it counts once a second person has approved it',
  handle: async ({ deps, body, actor, key }) => {
    const { validFrom, validTo, ...table } = body;
    const dates = { validFrom: validFrom as LocalDate, ...(validTo === undefined ? {} : { validTo: validTo as LocalDate }) };
    return recorded(await deps.commands.recordTariff(actor(), key(), { ...table, ...dates }));
  },
});

const approve = endpoint({
  method: 'post',
  path: '/tariff-tables/{id}/vintages/{vintage}/approvals',
  id: 'approveTariffTable',
  tag: 'costs',
  access: 'tariffs.approve',
  status: 201,
  params: tariffPath,
  body: tariffApprovalBody,
  answer: tariffRecorded,
  keyed: true,
  refusals: [404, 409],
  summary: 'Approve a table exactly as it was entered, by somebody else than who entered it; no two approved tables claim one day',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.approveTariff(actor(), key(), { tableId: params.id, vintage: params.vintage, digest: body.digest }));
  },
});

export const costRoutes = [compute, cost, explanation, ranges, save, restate, programme, tariffs, record, approve];
