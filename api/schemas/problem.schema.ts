/** The body of every refusal, RFC 9457. */
import { z } from 'zod';

export const problem = z
  .looseObject({
    type: z.string().meta({ description: 'Page that explains the code' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable, snake_case: the thing to test for', example: 'already_decided' }),
    detail: z.string().optional(),
    instance: z.string().meta({ description: 'Trace id, also in X-Request-Id' }),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'A refusal; further members (winner, version, allowed …) depend on the code' });
