/** Campaigns: list, launch, progress, their reviews, close. */
import { z } from 'zod';
import { DomainError, ERROR_TEXTS } from '../../domain/shared/errors.js';
import { parseId } from '../../domain/shared/ids.js';
import { findCampaignProgress, listCampaigns } from '../../queries/campaigns.query.js';
import { reviewableCodes } from '../../queries/procedure-detail.query.js';
import { listReviews } from '../../queries/review-list.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { campaignListQuery, campaignPage, campaignProgress, closed, closingBody, launchBody, launched } from '../schemas/campaign.schema.js';
import { campaignReviewsQuery, reviewPage } from '../schemas/review.schema.js';
import { DEFAULT_LIMIT, idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });

const list = endpoint({
  method: 'get',
  path: '/campaigns',
  id: 'listCampaigns',
  tag: 'campaigns',
  access: 'campaigns.read',
  status: 200,
  query: campaignListQuery,
  answer: campaignPage,
  summary: 'Every campaign, newest first, counted over what I may see',
  handle: async ({ deps, query, scope }) => ({
    body: await listCampaigns(deps.reader, { reviews: scope('reviews.read'), cursor: query.cursor ?? null, limit: query.limit ?? DEFAULT_LIMIT }),
  }),
});

const launch = endpoint({
  method: 'post',
  path: '/campaigns',
  id: 'launchCampaign',
  tag: 'campaigns',
  access: 'campaigns.launch',
  status: 201,
  body: launchBody,
  answer: launched,
  keyed: true,
  refusals: [404, 409],
  summary: 'Open a review for each procedure of a plan; a line that cannot be opened is named and does not stop the others',
  handle: async ({ deps, body, actor, key }) => {
    const { procedureCodes, all: _all, ...plan } = body;
    const codes = procedureCodes ?? (await reviewableCodes(deps.reader));
    const { campaignId, itemCount, opened, problems, replayed } = await deps.commands.launchCampaign(actor(), key(), {
      ...plan,
      procedures: codes.map((code) => ({ code })),
    });
    return {
      status: replayed ? 200 : 201,
      body: { campaignId, itemCount, launched: opened, problems: problems.map((line) => ({ ...line, text: ERROR_TEXTS[line.problem] })), replayed },
      headers: { Location: `/api/v1/campaigns/${campaignId}` },
    };
  },
});

const progress = endpoint({
  method: 'get',
  path: '/campaigns/{id}',
  id: 'getCampaign',
  tag: 'campaigns',
  access: 'campaigns.read',
  status: 200,
  params: idPath,
  answer: campaignProgress,
  refusals: [404],
  summary: 'Progress of a campaign: by stage, by unit, overdue, savings',
  handle: async ({ deps, params, scope }) => {
    const found = await findCampaignProgress(deps.reader, { campaignId: params.id, reviews: scope('reviews.read') });
    if (!found) throw new DomainError('not_found', { kind: 'campaign', id: params.id });
    return { body: found };
  },
});

const reviews = endpoint({
  method: 'get',
  path: '/campaigns/{id}/reviews',
  id: 'listCampaignReviews',
  tag: 'campaigns',
  access: 'reviews.read',
  status: 200,
  params: idPath,
  query: campaignReviewsQuery,
  answer: reviewPage,
  refusals: [404],
  summary: 'The reviews of a campaign, in order of opening',
  handle: async ({ deps, params, query, scope }) => ({
    body: await listReviews(deps.reader, {
      scope: scope('reviews.read'),
      campaign: parseId('campaign', params.id),
      statuses: query.status ?? [],
      unit: query.unit ?? null,
      q: query.q ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const close = endpoint({
  method: 'post',
  path: '/campaigns/{id}/closings',
  id: 'closeCampaign',
  tag: 'campaigns',
  access: 'campaigns.close',
  status: 201,
  params: idPath,
  body: closingBody,
  answer: closed,
  keyed: true,
  refusals: [404, 409],
  summary: 'End a campaign, with a reason; its running reviews go on',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.closeCampaign(actor(), key(), { campaignId: parseId('campaign', params.id), reason: body.reason }));
  },
});

export const campaignRoutes = [list, launch, progress, reviews, close];
