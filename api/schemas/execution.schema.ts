/** Carrying approvals out: tracks with their evidence, publication, the board of what became of them. */
import { z } from 'zod';
import { COMPETENCE_TRACKS } from '../../domain/procedure/change-items.js';
import { TRACK_STEPS } from '../../domain/review/review.js';
import { EXECUTION_STANDS, type ExecutionStand } from '../../queries/execution-board.query.js';
import { campaignName, date, dong, idText, instant, localDate, paging, personName, procedureName, text, unitName } from './shared.schema.js';
import { lateness } from './task.schema.js';

const track = z.enum(COMPETENCE_TRACKS);
const step = z.enum(TRACK_STEPS);
const outcome = z.enum(['executed', 'refused', 'lapsed', 'dropped']);
const phase = z.enum(['deliberate', 'execute', 'publish', 'closed']);

const stepDue = z
  .strictObject({
    dueAt: instant.nullable(),
    dueOn: date.nullable(),
    provisional: z.boolean(),
    lateness: lateness.nullable(),
    workingDaysLeft: z.int().nullable(),
  })
  .meta({ id: 'ExecutionDue', description: '`lateness` is null where nobody is late: a ministry is waited for' });

const publicationView = z
  .strictObject({
    openedAt: instant,
    status: z.enum(['open', 'published', 'entered']),
    decisionNumber: z.string().nullable(),
    publishedOn: date.nullable(),
    databaseEnteredOn: date.nullable(),
    mayPublish: z.boolean(),
    mayEnter: z.boolean(),
    due: stepDue.nullable(),
  })
  .meta({ id: 'ExecutionPublication', description: 'Of the text that executed a track: it waits for no other track' });

const trackView = z
  .strictObject({
    key: track,
    unit: unitName,
    itemIds: z.array(z.string()),
    openedAt: instant,
    closedAt: instant.nullable(),
    outcome: outcome.nullable(),
    steps: z.array(
      z.strictObject({
        step,
        on: date,
        document: z.string(),
        article: z.string().nullable(),
        effectiveFrom: date.nullable(),
        effectiveTo: date.nullable(),
        note: z.string(),
        at: instant,
        by: personName,
      }),
    ),
    nextSteps: z.array(step).meta({ description: 'What the reader may record next' }),
    mayGiveUp: z.boolean(),
    saving: dong.nullable(),
    evidence: z.strictObject({ document: z.string(), article: z.string().nullable(), effectiveFrom: date, effectiveTo: date.nullable() }).nullable(),
    due: stepDue.nullable(),
    publication: publicationView.nullable(),
  })
  .meta({ id: 'ExecutionTrack' });

export const executionView = z
  .strictObject({
    phase,
    tracks: z.array(trackView),
    savingsAtRisk: z.array(z.strictObject({ key: track, endsOn: date, document: z.string(), saving: dong.nullable(), lapsed: z.boolean() })),
  })
  .meta({ id: 'Execution' });

export const trackPath = z.strictObject({ id: idText, key: track });

export const trackStepBody = z
  .strictObject({
    step,
    on: localDate.meta({ description: 'Date of the letter or text' }),
    document: text(255, 1).meta({ description: 'Number and symbol' }),
    article: text(255).nullable().default(null).meta({ description: 'Needed with `enacted`' }),
    effectiveFrom: localDate.nullable().default(null).meta({ description: 'Needed with `enacted`, and only there' }),
    effectiveTo: localDate.nullable().default(null).meta({ description: 'Last day on which the text holds by itself' }),
    note: text(2000).default(''),
  })
  .meta({ id: 'TrackStepRequest' });
export const abandonmentBody = z.strictObject({ reason: text(2000, 1) }).meta({ id: 'AbandonmentRequest' });
export const publicationRecordBody = z
  .strictObject({ decisionNumber: text(255, 1), publishedOn: localDate, databaseEnteredOn: localDate.nullable().default(null) })
  .meta({ id: 'PublicationRecordRequest' });
export const databaseEntryBody = z.strictObject({ enteredOn: localDate }).meta({ id: 'DatabaseEntryRequest' });
export const carriedOn = z.strictObject({ reviewId: z.string(), seq: z.int(), phase, replayed: z.boolean() }).meta({ id: 'CarriedOn' });

export const executionQuery = z.strictObject({ campaign: idText.optional(), ...paging });

const count = z
  .strictObject({ reviews: z.int(), saving: dong, unknown: z.int() })
  .meta({ id: 'ExecutionCount', description: '`unknown`: parts that state no saving, and so are not in `saving`' });

export const executionBoard = z
  .strictObject({
    now: instant,
    counts: z
      .strictObject(Object.fromEntries(EXECUTION_STANDS.map((stand) => [stand, count])) as Record<ExecutionStand, typeof count>)
      .meta({ description: 'Counted apart: `approved` is not `executed`; `executed` is in force today, `coming` not yet, `lapsed` no longer' }),
    tracks: z.array(
      z.strictObject({
        key: track,
        total: z.int(),
        drafting: z.int(),
        waiting: z.int(),
        executed: z.int(),
        refused: z.int(),
        lapsed: z.int(),
        dropped: z.int(),
        overdue: z.int().meta({ description: 'Past the due instant of their own step, or of the publication of their text' }),
        savingApproved: dong,
        savingExecuted: dong,
      }),
    ),
    atRisk: z.array(z.strictObject({ endsOn: date, reviews: z.int(), saving: dong, unknown: z.int(), lapsed: z.boolean() })),
    items: z.array(
      z
        .strictObject({
          reviewId: z.string(),
          procedure: procedureName,
          campaign: campaignName.nullable(),
          unit: unitName,
          phase,
          approvedAt: instant,
          saving: dong.nullable(),
          tracks: z.array(
            z.strictObject({
              key: track,
              step: step.nullable(),
              outcome: outcome.nullable(),
              saving: dong.nullable(),
              document: z.string().nullable(),
              effectiveFrom: date.nullable(),
              effectiveTo: date.nullable(),
              dueAt: instant.nullable(),
              lateness: lateness.nullable(),
              publication: z
                .strictObject({
                  decisionNumber: z.string().nullable(),
                  publishedOn: date.nullable(),
                  databaseEnteredOn: date.nullable(),
                  dueAt: instant.nullable(),
                  lateness: lateness.nullable(),
                })
                .nullable(),
            }),
          ),
        })
        .meta({ id: 'ExecutionRow' }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'ExecutionBoard' });
