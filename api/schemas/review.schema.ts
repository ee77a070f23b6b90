/** Reviews: lists, detail, withdrawal. */
import { z } from 'zod';
import { ASSURANCES, ROLES, STAGE_OUTCOMES, VERDICTS, type Edge, type StageLimit } from '../../domain/route/route.js';
import { REVIEW_STATUSES } from '../../queries/review-list.query.js';
import { executionView } from './execution.schema.js';
import { procedureContent } from './procedure.schema.js';
import { proposalView } from './proposal.schema.js';
import {
  anyOfInQuery,
  campaignName,
  date,
  domainShape,
  dong,
  idText,
  instant,
  pageOf,
  paging,
  personName,
  procedureName,
  searchText,
  stageName,
  text,
  unitCode,
  unitName,
  words,
} from './shared.schema.js';
import { commentView } from './comments.schema.js';
import { decisionActFields, decisionView, lateness, rung, STAGE_KINDS, TASK_STATUSES, verdict } from './task.schema.js';
import { quorumView } from './task-verbs.schema.js';

const outcome = z.enum(['approved', 'rejected', 'withdrawn']);
const due = {
  dueAt: instant.nullable(),
  dueOn: date.nullable(),
  lateness: lateness.nullable(),
  workingDaysLeft: z.int().nullable(),
};

export const reviewRow = z
  .strictObject({
    id: z.string(),
    procedure: procedureName,
    campaign: campaignName.nullable(),
    unit: unitName,
    status: z.enum(REVIEW_STATUSES),
    outcome: outcome.nullable(),
    stages: z.array(z.strictObject({ ...stageName.shape, round: z.int() })),
    openedAt: instant,
    closedAt: instant.nullable(),
    ...due,
    revision: z.int(),
    costBefore: dong.nullable(),
    costAfter: dong.nullable(),
    saving: dong.nullable(),
  })
  .meta({ id: 'ReviewRow' });

export const reviewListQuery = z.strictObject({
  campaign: idText.optional(),
  status: anyOfInQuery(REVIEW_STATUSES).optional(),
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  q: searchText.optional(),
  ...paging,
});
export const campaignReviewsQuery = reviewListQuery.omit({ campaign: true });
export const reviewPage = pageOf(reviewRow).meta({ id: 'ReviewPage' });

const dueView = { ...due, provisional: z.boolean() };
const limit = domainShape<StageLimit>('StageLimit', 'Exactly one of days, workingDays, workingHours, fixedDate; `basis` names the law');

const stage = z
  .strictObject({
    id: z.string(),
    key: z.string(),
    name: words,
    kind: z.enum(STAGE_KINDS),
    round: z.int(),
    status: z.enum(['open', 'closed']),
    outcome: z.enum(STAGE_OUTCOMES).nullable(),
    openedAt: instant,
    closedAt: instant.nullable(),
    reason: z.enum(['route', 'contentChanged', 'reopened']),
    reopen: z.strictObject({ requestedBy: personName.nullable(), mayRequest: z.boolean(), mayConfirm: z.boolean() }),
    tasks: z.array(
      z.strictObject({
        id: z.string(),
        slot: z.int(),
        unit: unitName,
        role: z.enum(ROLES),
        status: z.enum(TASK_STATUSES),
        version: z.int(),
        holders: z.array(personName),
        ...dueView,
        rung: rung.nullable(),
        decision: decisionView.nullable(),
      }),
    ),
    quorum: quorumView.nullable().meta({ description: 'Where the open stage counts approvals: how far it is' }),
  })
  .meta({ id: 'ReviewStage' });

const route = z
  .strictObject({
    key: z.string(),
    version: z.int(),
    name: words,
    limit: limit.nullable(),
    start: z.array(z.string()),
    stages: z.array(
      z.strictObject({
        key: z.string(),
        name: words,
        kind: z.enum(STAGE_KINDS),
        roles: z.array(z.enum(ROLES)),
        limit,
        minAssurance: z.enum(ASSURANCES),
        verdicts: z.array(z.enum(VERDICTS)),
        maxRounds: z.int().nullable(),
        next: z.array(z.string()),
        edges: z.array(
          z.strictObject({
            on: z.enum(STAGE_OUTCOMES).nullable(),
            to: z.custom<Edge['to']>().meta({ override: { description: 'Keys of stages, or closeApproved / closeRejected' } }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'RouteView' });

export const reviewDetail = z
  .strictObject({
    id: z.string(),
    procedure: procedureName,
    campaign: campaignName.nullable(),
    ownerUnit: unitName,
    version: z.strictObject({ id: z.string(), number: z.int() }),
    outcome: outcome.nullable(),
    openedAt: instant,
    openedBy: personName,
    closedAt: instant.nullable(),
    authors: z.array(personName),
    revision: z.int(),
    editable: z.boolean().meta({ description: 'The proposal may be written now, by the owning unit' }),
    limit: z.strictObject(dueView).nullable(),
    route,
    stages: z.array(stage),
    decisions: z.array(decisionView),
    baseContent: procedureContent,
    proposal: proposalView,
    ...decisionActFields,
    comments: z.array(commentView),
    mayComment: z.boolean(),
    execution: executionView.nullable(),
    facts: z.array(
      z
        .strictObject({
          seq: z.int(),
          type: z.string(),
          at: instant,
          actor: personName.nullable(),
          onBehalfOf: personName.nullable(),
          channel: z.string(),
          summary: words,
          stage: stageName.nullable(),
          round: z.int().nullable(),
          taskId: z.string().nullable(),
          verdict: verdict.nullable(),
          comment: z.string().nullable(),
          outcome: z.string().nullable(),
          revision: z.int().nullable(),
          changed: z.array(z.string()).nullable(),
          rung: z.strictObject({ key: z.string(), name: words, result: z.string() }).nullable(),
          told: z.array(personName),
          reason: z.string().nullable(),
          contentDigest: z.string().nullable(),
          hash: z.string(),
          previousHash: z.string(),
        })
        .meta({ id: 'TimelineEntry' }),
    ),
    chainHead: z.string(),
  })
  .meta({ id: 'ReviewDetail' });

export const withdrawalBody = z.strictObject({ reason: text(2000, 1) }).meta({ id: 'WithdrawalRequest' });
export const withdrawn = z.strictObject({ reviewId: z.string(), replayed: z.boolean() }).meta({ id: 'Withdrawal' });
