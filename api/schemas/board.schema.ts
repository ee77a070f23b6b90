/** The overdue board, units, the clock with its test handle. */
import { z } from 'zod';
import { AGES } from '../../queries/overdue-board.query.js';
import { date, instant, paging, personName, unitCode, unitName, words } from './shared.schema.js';
import { taskRowFields } from './task.schema.js';
import { fuseState } from './watch.schema.js';

export const overdueQuery = z.strictObject({
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  age: z.enum(AGES).optional().meta({ description: 'Working days late; narrows the list, not the counts' }),
  ...paging,
});

export const overdueBoard = z
  .strictObject({
    now: instant,
    counts: z.strictObject({ overdue: z.int(), dueSoon: z.int(), escalated: z.int(), oldestDays: z.int() }),
    ages: z.array(
      z.strictObject({
        unit: unitName,
        counts: z.strictObject(Object.fromEntries(AGES.map((age) => [age, z.int()])) as Record<(typeof AGES)[number], z.ZodInt>),
        total: z.int(),
      }),
    ),
    needsCalendar: z
      .array(z.strictObject({ calendarId: z.string(), knownThrough: date, tasks: z.int() }))
      .meta({ description: 'Open tasks that nothing can be due for until their calendar is prolonged, by calendar' }),
    costUnknown: z.int().meta({ description: 'Late tasks whose cost of delay cannot be told; they come first in the list' }),
    delay: z.strictObject({ lost: z.int(), ratePerDay: z.int() }).meta({ description: 'đồng, over all late tasks with verified figures' }),
    fuse: fuseState,
    items: z.array(
      z
        .strictObject({
          ...taskRowFields,
          lateWorkingDays: z.int(),
          age: z.enum(AGES),
          nextRung: z.strictObject({ key: z.string(), name: words, at: instant }).nullable(),
          holders: z.array(personName),
          lastNotice: z.strictObject({ kind: z.string(), rung: z.string().nullable(), status: z.string(), recipient: personName, at: instant }).nullable(),
          ratePerDay: z.int().nullable().meta({ description: 'đồng of saving lost with each further working day; null while the cost is unknown' }),
          lost: z.int().nullable().meta({ description: 'đồng lost since the due instant; pauses and disputes are charged to nobody' }),
          unverified: z.boolean().meta({ description: 'The saving rests on figures nobody has sent on yet' }),
        })
        .meta({ id: 'OverdueRow' }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'OverdueBoard' });

export const unitList = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          ...unitName.shape,
          kind: z.string(),
          parentId: z.string().nullable(),
          path: z.string(),
          calendarId: z.string(),
          heads: z.array(personName),
        })
        .meta({ id: 'Unit' }),
    ),
    next: z.null(),
  })
  .meta({ id: 'UnitList' });

export const clock = z
  .strictObject({
    now: instant,
    today: date,
    offsetMs: z.int().meta({ description: 'Business clock less the database clock; 0 outside demo and tests' }),
    locked: z.boolean(),
    calendar: z
      .strictObject({
        id: z.string(),
        version: z.int(),
        name: words,
        knownThrough: date,
        provisionalFrom: date.nullable(),
        workingToday: z.boolean().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Clock' });

export const advanceBody = z
  .strictObject({
    workingDays: z.int().min(0).max(260).default(0),
    hours: z.int().min(0).max(720).default(0),
  })
  .refine((body) => body.workingDays + body.hours > 0, { path: ['workingDays'], params: { code: 'one_of' } })
  .meta({ id: 'AdvanceRequest' });
export const advanced = z.strictObject({ now: instant, offsetMs: z.int(), reviews: z.int(), replayed: z.boolean() }).meta({ id: 'ClockAdvanced' });

export const health = z
  .strictObject({
    status: z.enum(['ok', 'degraded', 'down', 'draining']),
    parts: z.record(z.string(), z.strictObject({ ok: z.boolean(), ms: z.int(), says: z.string().optional() })),
  })
  .meta({ id: 'Health' });
