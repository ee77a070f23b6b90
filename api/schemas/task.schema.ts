/** Tasks: lists, detail, decisions. */
import { z } from 'zod';
import type { ClockView } from '../../domain/calendar/explain.js';
import { ASSURANCES, ROLES, STAGE_OUTCOMES, VERDICTS } from '../../domain/route/route.js';
import { BOXES } from '../../queries/inbox.query.js';
import { LATENESS } from '../../queries/lateness.js';
import { commentView } from './comments.schema.js';
import { proposalView } from './proposal.schema.js';
import {
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
import { taskDeskFields } from './task-verbs.schema.js';

export const CHANNELS = ['web', 'api', 'mailLink', 'mailReply', 'cli', 'system'] as const;
export const STAGE_KINDS = ['author', 'opinion', 'appraisal', 'approval'] as const;
export const TASK_STATUSES = ['unclaimed', 'inProgress', 'done', 'withdrawn'] as const;

export const lateness = z.enum(LATENESS).meta({ id: 'Lateness' });
export const verdict = z.enum(VERDICTS).meta({ id: 'Verdict' });
const channel = z.enum(CHANNELS);

export const rung = z.strictObject({ level: z.int(), key: z.string(), name: words, firedAt: instant }).meta({ id: 'RungReached' });

export const decisionBrief = z
  .strictObject({
    id: z.string(),
    verdict,
    by: personName,
    channel,
    recordedAt: instant,
    late: z.boolean(),
  })
  .meta({ id: 'DecisionBrief' });

export const taskRowFields = {
  id: z.string(),
  version: z.int(),
  reviewId: z.string(),
  stage: stageName,
  kind: z.enum(STAGE_KINDS),
  status: z.enum(TASK_STATUSES),
  lateness: lateness.nullable(),
  procedure: procedureName,
  campaign: campaignName.nullable(),
  unit: unitName,
  role: z.enum(ROLES),
  round: z.int(),
  openedAt: instant,
  dueAt: instant.nullable(),
  dueOn: date.nullable(),
  provisional: z.boolean(),
  needsCalendar: z.boolean().meta({ description: 'Nothing is due until the working calendar is prolonged' }),
  workingDaysLeft: z.int().nullable().meta({ description: 'Negative when late' }),
  rung: rung.nullable(),
  costBefore: dong.nullable(),
  costAfter: dong.nullable(),
  saving: dong.nullable(),
  decision: decisionBrief.nullable(),
};
export const taskRow = z.strictObject(taskRowFields).meta({ id: 'TaskRow' });

export const taskListQuery = z.strictObject({
  box: z.enum(BOXES).optional().meta({ description: '`todo` when absent' }),
  lateness: z.enum(LATENESS).optional(),
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  campaign: idText.optional(),
  q: searchText.optional(),
  ...paging,
});
export const taskPage = pageOf(taskRow)
  .extend({
    counts: z.strictObject({ todo: z.int(), waiting: z.int(), done: z.int(), overdue: z.int() }).optional().meta({ description: 'On the first page' }),
  })
  .meta({ id: 'TaskPage' });

export const decisionView = z
  .strictObject({
    id: z.string(),
    taskId: z.string(),
    stage: stageName,
    round: z.int(),
    verdict,
    comment: z.string(),
    by: personName,
    onBehalfOf: personName.nullable(),
    unit: unitName,
    channel,
    assurance: z.enum(ASSURANCES).nullable(),
    contentDigest: z.string(),
    recordedAt: instant,
    receivedAt: instant,
    late: z.boolean(),
    standing: z.enum(['counts', 'recalled', 'superseded', 'disputed', 'annulled']).meta({ description: 'Whether it still counts; the record stays' }),
    authority: z.string().nullable().meta({ description: 'Paper of the delegation it rests on' }),
    inOwnRight: z.boolean().meta({ description: 'A superior decided it in place of those it was given to' }),
    objection: z.string().nullable(),
    returnTo: stageName.nullable(),
  })
  .meta({ id: 'Decision' });

export const clockView = domainShape<ClockView>('ClockView', 'How the due instant came about: stretches that re-add to it, with sentences');
/** Decisions the reader may say were not his, and disputes he may settle. */
export const decisionActFields = { disputable: z.array(z.string()), settleable: z.array(z.string()) };

export const taskDetail = z
  .strictObject({
    ...taskRowFields,
    ...taskDeskFields,
    ...decisionActFields,
    comments: z.array(commentView),
    contentDigest: z.string().meta({ description: 'Send it back with a decision: it names the content shown' }),
    verdicts: z.array(z.strictObject({ verdict, label: words, effect: words, commentRequired: z.boolean() })),
    minAssurance: z.enum(ASSURANCES),
    maxRounds: z.int().nullable().meta({ description: 'Rounds the stage may take; null where it returns nothing' }),
    eligible: z.boolean(),
    why: z.array(z.strictObject({ rule: z.string(), pass: z.boolean(), code: z.string(), sentence: words })),
    whyAt: instant.nullable().meta({ description: 'When the reasons held: at the reader’s own verdict; null = as they stand now' }),
    otherRoles: z.array(z.enum(ROLES)).meta({ description: 'Further posts of the unit whose holders share the task' }),
    holders: z.array(personName),
    clock: clockView,
    ladder: z.array(
      z.strictObject({
        key: z.string(),
        name: words,
        kind: z.enum(['reminder', 'escalation']),
        plannedAt: instant,
        firedAt: instant.nullable(),
        result: z.enum(['fired', 'pastAtOpen', 'overtaken']).nullable(),
        told: z.array(personName),
      }),
    ),
    proposal: proposalView,
    decisions: z.array(decisionView),
    others: z.array(z.strictObject({ id: z.string(), stage: stageName, unit: unitName, dueAt: instant.nullable(), lateness })),
  })
  .meta({ id: 'TaskDetail' });

export const decisionBody = z
  .strictObject({
    verdict: z.enum(VERDICTS),
    comment: text(4000).default(''),
    returnTo: idText.optional().meta({ description: 'Stage a return goes to; needed where there are several' }),
    objection: text(4000, 1).optional().meta({ description: 'Why the same content is sent again after a return' }),
    inOwnRight: z.literal(true).optional().meta({ description: 'A superior whom the ladder lets decides a late task that was given to others' }),
    contentDigest: z
      .string()
      .regex(/^[0-9a-f]{64}$/u)
      .meta({ description: '`contentDigest` of the task as shown' }),
  })
  .meta({ id: 'DecisionRequest' });

export const decisionReceipt = z
  .strictObject({
    decisionId: z.string(),
    taskId: z.string(),
    reviewId: z.string(),
    verdict,
    recordedAt: instant,
    late: z.boolean(),
    seq: z.int().meta({ description: 'Position in the chain of the review' }),
    chainHead: z.string(),
    stageOutcome: z.enum(STAGE_OUTCOMES).nullable(),
    replayed: z.boolean(),
  })
  .meta({ id: 'DecisionReceipt', description: 'Keep it: chain position and head prove later that the log was not cut' });
