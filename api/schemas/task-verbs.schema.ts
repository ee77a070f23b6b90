/** What people do to a task besides deciding it. */
import { z } from 'zod';
import { DELEGATION_KINDS } from '../../domain/review/directory.js';
import { ROLES, type Exclusion } from '../../domain/route/route.js';
import { parseInstant, type Instant } from '../../domain/shared/instant.js';
import { TASK_ACTS } from '../../queries/task-acts.js';
import { domainShape, idText, instant, personName, stageName, text, words } from './shared.schema.js';

const UNITS_OF_TERM = ['days', 'workingDays', 'workingHours', 'fixedDate'] as const;

const reason = text(2000, 1);
/** A time with its offset; one without would be read differently by each reader. */
const moment = z
  .string()
  .refine((value) => parseInstant(value) !== null, { params: { code: 'date_invalid' } })
  .transform((value) => parseInstant(value) as Instant)
  .meta({ override: { type: 'string', format: 'date-time', example: '2026-12-01T00:00:00+07:00' } });
/** In the unit of the stage's limit. */
const amount = z.int().min(1).max(366);

export const taskMovedFields = {
  reviewId: z.string(),
  taskId: z.string(),
  status: z.enum(['unclaimed', 'inProgress', 'done', 'withdrawn']),
  version: z.int(),
  dueAt: instant.nullable(),
  provisional: z.boolean(),
  claimedBy: z.string().nullable(),
  seq: z.int().meta({ description: 'Facts of the review so far' }),
  replayed: z.boolean(),
};
export const taskMoved = z.strictObject(taskMovedFields).meta({ id: 'TaskMoved' });
export const requestMoved = z.strictObject({ ...taskMovedFields, requestId: z.string() }).meta({ id: 'TermRequestMoved' });
export const questionMoved = z.strictObject({ ...taskMovedFields, commentId: z.string() }).meta({ id: 'InformationMoved' });
export const overrideGranted = z.strictObject({ ...taskMovedFields, untilAt: instant }).meta({ id: 'OverrideGranted' });

export const requestPath = z.strictObject({ id: idText, rid: idText });

export const reassignBody = z.strictObject({ unitId: idText, role: z.enum(ROLES), reason }).meta({ id: 'ReassignmentRequest' });
export const pauseBody = z
  .strictObject({
    ground: idText.meta({ description: 'Code of a ground of the stage; the task lists them with what is left' }),
    until: moment.nullable().default(null).meta({ description: 'Planned end; required where the ground says `planned`' }),
    reason,
  })
  .meta({ id: 'PauseRequest' });
export const extensionBody = z.strictObject({ amount, reason }).meta({ id: 'ExtensionRequest' });
export const extensionDecisionBody = z
  .strictObject({ grant: z.boolean(), reason: text(2000).default('') })
  .refine((body) => body.grant || body.reason !== '', { path: ['reason'], params: { code: 'comment_required' } })
  .meta({ id: 'ExtensionDecisionRequest' });
export const adjustmentBody = z
  .strictObject({
    amount: z
      .int()
      .min(-366)
      .max(366)
      .refine((value) => value !== 0, { params: { code: 'amount_invalid' } }),
    reason,
  })
  .meta({ id: 'AdjustmentRequest' });
export const recallBody = z.strictObject({ reason: text(2000).default('') }).meta({ id: 'RecallRequest' });
export const questionBody = z
  .strictObject({
    question: text(4000, 1),
    path: text(300, 1).nullable().default(null),
    until: moment.nullable().default(null),
  })
  .meta({ id: 'InformationRequest' });
export const informationBody = z.strictObject({ text: text(4000, 1) }).meta({ id: 'InformationSubmission' });
export const overrideBody = z.strictObject({ personId: idText, reason }).meta({ id: 'OverrideRequest' });

export const quorumView = z
  .strictObject({
    need: z.int(),
    approvals: z.int(),
    unanswered: z.int().meta({ description: 'Open tasks somebody may answer' }),
    empty: z.int().meta({ description: 'Open tasks whose seat nobody fills' }),
    reachable: z.boolean().meta({ description: 'False: the coordinator fills a seat or has the stage run again' }),
  })
  .meta({ id: 'Quorum' });

/** What the answer for one task says of its desk. */
export const taskDeskFields = {
  acts: z.array(z.enum(TASK_ACTS)).meta({ description: 'What the reader may do now, besides deciding' }),
  claim: z.strictObject({ by: personName, at: instant, mine: z.boolean() }).nullable(),
  pause: z.strictObject({ ground: z.string(), name: words, basis: z.string(), fromAt: instant, untilAt: instant.nullable() }).nullable(),
  pauseGrounds: z.array(
    z
      .strictObject({
        code: z.string(),
        name: words,
        basis: z.string(),
        end: z.enum(['planned', 'open']),
        usedTimes: z.int(),
        maxTimes: z.int(),
        usedWorkingDays: z.int(),
        maxWorkingDays: z.int(),
        mayUse: z.boolean(),
      })
      .meta({ id: 'PauseGround' }),
  ),
  extension: z
    .strictObject({ unit: z.enum(UNITS_OF_TERM), usedTimes: z.int(), maxTimes: z.int(), usedTotal: z.int(), maxTotal: z.int() })
    .nullable()
    .meta({ description: 'How far the term may still be lengthened; null where no rule allows it' }),
  quorum: quorumView.nullable().meta({ description: 'Where the stage counts approvals: how far it is' }),
  requests: z.array(
    z
      .strictObject({
        id: z.string(),
        kind: z.enum(['extend', 'adjust']),
        by: personName,
        at: instant,
        amount: z.int(),
        reason: z.string(),
        mayDecide: z.boolean(),
      })
      .meta({ id: 'TermRequest' }),
  ),
  overrides: z.array(
    z.strictObject({ person: personName, requestedBy: personName, grantedBy: personName.nullable(), untilAt: instant.nullable(), mayGrant: z.boolean() }),
  ),
  liftable: z.array(personName).meta({ description: 'Kept out by separation of duties alone; two other people may lift it for a day' }),
  standIns: z.array(
    z.strictObject({ kind: z.enum([...DELEGATION_KINDS, 'absence']), owner: personName, delegate: personName, document: z.string().nullable() }),
  ),
  actsFor: z.strictObject({ person: personName, authority: z.string().nullable() }).nullable().meta({ description: 'Whom the reader would act for' }),
  colleagues: z.array(z.strictObject({ person: personName, may: z.boolean(), because: z.enum(['excluded', 'away']).nullable(), why: z.array(words) })),
  returnTargets: z.array(stageName),
  duties: z.array(
    domainShape<Exclude<Exclusion, string>>('Exclusion', 'Who may not decide here: a word, or the stages decided before').or(
      z.string() as unknown as z.ZodType<Extract<Exclusion, string>>,
    ),
  ),
};
