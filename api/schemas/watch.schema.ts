/** What watches over the ladder: the fuse with its release, and the report on what the rungs achieve. */
import { z } from 'zod';
import { instant, words } from './shared.schema.js';

export const fuseState = z
  .strictObject({
    blown: z.boolean().meta({ description: 'Rungs and silence are held until somebody releases them; decisions go on' }),
    blownAt: instant.nullable(),
    unexpected: z.int().meta({ description: 'Tasks that fell overdue at once without having been foreseen' }),
    allowed: z.int(),
    releasedAt: instant.nullable(),
  })
  .meta({ id: 'Fuse' });

export const releaseBody = z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'FuseReleaseRequest' });
export const fuseReleased = z.strictObject({ heldFrom: instant, releasedAt: instant, replayed: z.boolean() }).meta({ id: 'FuseReleased' });

export const ladderReport = z
  .strictObject({
    now: instant,
    withinWorkingDays: z.int(),
    items: z.array(
      z
        .strictObject({
          routeKey: z.string(),
          routeVersion: z.int(),
          routeName: words,
          stageKey: z.string(),
          stageName: words,
          rung: z.string(),
          rungName: words,
          fired: z.int(),
          moved: z.int().meta({ description: 'Tasks a person moved on in time' }),
          waiting: z.int().meta({ description: 'Tasks that still have time; they count in no share' }),
          percent: z.int().nullable(),
        })
        .meta({ id: 'RungEffect' }),
    ),
  })
  .meta({ id: 'LadderReport' });
