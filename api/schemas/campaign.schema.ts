/** Campaigns: list, launch, progress, close. */
import { z } from 'zod';
import { CAMPAIGN_BASES } from '../../domain/programme/campaign.js';
import { dong, instant, pageOf, paging, personName, stageName, text, unitName, words } from './shared.schema.js';

const savings = z.strictObject({ proposed: dong, approved: dong });
const row = {
  id: z.string(),
  name: z.string(),
  planYear: z.int(),
  basis: z.enum(CAMPAIGN_BASES),
  basisDocument: z.string(),
  status: z.enum(['launching', 'running', 'closed']),
  launchedAt: instant,
  launchedBy: personName,
  closedAt: instant.nullable(),
  itemCount: z.int(),
  launched: z.int(),
  open: z.int(),
  outcomes: z.strictObject({ approved: z.int(), rejected: z.int(), withdrawn: z.int() }),
  overdue: z.int(),
  savings,
};
export const campaignRow = z.strictObject(row).meta({ id: 'CampaignRow' });
export const campaignListQuery = z.strictObject(paging);
export const campaignPage = pageOf(campaignRow).meta({ id: 'CampaignPage' });

export const lineProblem = z
  .strictObject({ code: z.string(), problem: z.string(), text: words })
  .meta({ id: 'LineProblem', description: 'A line of the plan that could not be taken, with the reason' });

export const campaignProgress = z
  .strictObject({
    ...row,
    stages: z.array(z.strictObject({ ...stageName.shape, count: z.int(), overdue: z.int(), dueSoon: z.int() })),
    dueSoon: z.int(),
    units: z.array(
      z.strictObject({
        unit: unitName,
        total: z.int(),
        open: z.int(),
        byStage: z.record(z.string(), z.int()),
        approved: z.int(),
        rejected: z.int(),
        withdrawn: z.int(),
        overdue: z.int(),
        lastActivityAt: instant.nullable(),
      }),
    ),
    problems: z.array(lineProblem),
  })
  .meta({ id: 'CampaignProgress' });

export const launchBody = z
  .strictObject({
    name: text(255, 1),
    planYear: z.int().min(2000).max(2100),
    basis: z.enum(CAMPAIGN_BASES).meta({ description: 'a by order · b by own choice · c on a petition' }),
    basisDocument: text(255, 1),
    procedureCodes: z
      .array(z.string().regex(/^[\x21-\x7e]{1,40}$/u))
      .min(1)
      .max(5000)
      .optional(),
    all: z.literal(true).optional().meta({ description: 'Every procedure in force that is not under review' }),
    routeKey: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9]{0,63}$/u)
      .default('provincialReview'),
  })
  .refine((body) => (body.procedureCodes === undefined) !== (body.all === undefined), { path: ['procedureCodes'], params: { code: 'one_of' } })
  .meta({ id: 'LaunchRequest', description: 'Exactly one of `procedureCodes` and `all`' });

export const launched = z
  .strictObject({
    campaignId: z.string(),
    itemCount: z.int(),
    launched: z.int(),
    problems: z.array(lineProblem),
    replayed: z.boolean(),
  })
  .meta({ id: 'LaunchAnswer' });

export const closingBody = z.strictObject({ reason: text(2000, 1) }).meta({ id: 'ClosingRequest' });
export const closed = z.strictObject({ campaignId: z.string(), replayed: z.boolean() }).meta({ id: 'Closing' });
