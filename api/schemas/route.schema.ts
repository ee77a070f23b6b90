/** Routes: their versions, drafting, approving, publishing, retiring one. */
import { z } from 'zod';
import { ROUTE_CODES } from '../../domain/route/finding.js';
import { ROUTE_STATUSES } from '../../domain/route/route-version.js';
import type { Route } from '../../domain/route/route.js';
import { domainShape, instant, pageOf, personName, text, unitName, words } from './shared.schema.js';

export const routeKey = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,63}$/u);
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/u)
  .meta({ description: 'SHA-256 of the route as it was shown' });
export const routePath = z.strictObject({ key: routeKey });
export const versionPath = z.strictObject({
  key: routeKey,
  version: z
    .string()
    .regex(/^[1-9]\d{0,6}$/u)
    .transform(Number)
    .meta({ override: { type: 'integer', minimum: 1 } }),
});

const signed = z.strictObject({ by: personName, at: instant });
const versionRow = {
  version: z.int(),
  status: z.enum(ROUTE_STATUSES),
  digest: z.string(),
  draftedAt: instant.nullable(),
  submission: signed.nullable().meta({ description: 'Null unless somebody asks for the approval of the text as it stands' }),
  returned: z
    .strictObject({ by: personName, at: instant, reason: z.string() })
    .nullable()
    .meta({ description: 'The last sending back, until the next submission' }),
  approval: signed.nullable().meta({ description: 'Null while nobody has approved the text as it stands' }),
  publication: z.strictObject({ by: personName.nullable(), at: instant }).nullable(),
  retiredAt: instant.nullable(),
  openReviews: z.int(),
};

export const routeRow = z
  .strictObject({
    key: z.string(),
    name: words,
    currentVersion: z.int().nullable().meta({ description: 'What a review launched now follows' }),
    versions: z.array(z.strictObject(versionRow).meta({ id: 'RouteVersionRow' })),
  })
  .meta({ id: 'RouteRow' });
export const routePage = pageOf(routeRow).meta({ id: 'RoutePage' });

export const finding = z
  .strictObject({
    name: z.string().meta({ description: 'By which a warning is acknowledged', example: 'rung_before_start:/stages/0/reminders/0/at' }),
    code: z.enum(ROUTE_CODES),
    severity: z.enum(['refuse', 'warn']),
    stage: z.string().nullable(),
    rung: z.string().nullable(),
    pointer: z.string(),
    sentence: words,
  })
  .meta({ id: 'RouteFinding', description: 'What a check of a route found, and what to do about it' });

const route = domainShape<Route>('Route', 'A route as data; its fields are described by docs/schemas/route.schema.json');

export const routeVersionDetail = z
  .strictObject({
    ...versionRow,
    key: z.string(),
    route,
    editors: z.array(personName),
    findings: z.array(finding),
    acknowledged: z.array(z.string()),
    comparedWith: z.int().nullable(),
    changes: z.array(
      z.strictObject({ path: z.string(), kind: z.enum(['added', 'removed', 'changed']), before: z.unknown(), after: z.unknown() }).meta({ id: 'RouteChange' }),
    ),
    proof: z
      .strictObject({
        at: instant,
        terms: z.array(
          z.strictObject({
            stage: z.string().nullable(),
            unit: unitName,
            candidates: z.array(personName),
            fallback: z.array(personName),
            calendar: z.strictObject({ id: z.string(), version: z.int() }),
            anchor: instant,
            dueAt: instant,
            longestDueAt: instant,
            rungs: z.array(z.strictObject({ key: z.string(), at: instant, tells: z.array(personName) })),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'When each rung would have fired had a review opened at the publishing, and whom it would have told' }),
  })
  .meta({ id: 'RouteVersion' });

const warningNames = z.array(z.string().min(1).max(300)).max(500).default([]);

export const checkBody = z
  .strictObject({
    route: z.unknown().meta({ description: 'A route as data', override: { type: 'object', additionalProperties: true } }),
  })
  .meta({ id: 'RouteCheckRequest' });
export const checked = z.strictObject({ findings: z.array(finding) }).meta({ id: 'RouteCheckAnswer' });

export const submissionBody = z
  .strictObject({
    digest,
    acknowledged: warningNames.meta({ description: 'Names of the warnings you answer for' }),
  })
  .meta({ id: 'RouteSubmissionRequest' });
export const submitted = z
  .strictObject({ routeKey: z.string(), version: z.int(), digest: z.string(), replayed: z.boolean() })
  .meta({ id: 'RouteSubmissionAnswer' });

export const returnBody = z.strictObject({ digest, reason: text(2000, 1) }).meta({ id: 'RouteReturnRequest' });
export const returnedAnswer = z.strictObject({ routeKey: z.string(), version: z.int(), replayed: z.boolean() }).meta({ id: 'RouteReturnAnswer' });

export const draftBody = z
  .strictObject({
    route: z.unknown().meta({ description: 'A route as data; its `version` is set by the server', override: { type: 'object', additionalProperties: true } }),
    replaces: z
      .strictObject({ version: z.int().min(1).max(1_000_000), digest })
      .nullable()
      .default(null)
      .meta({ description: 'The draft this text takes the place of; absent for a new one' }),
  })
  .meta({ id: 'RouteDraftRequest' });
export const drafted = z
  .strictObject({ routeKey: z.string(), version: z.int(), digest: z.string(), findings: z.array(finding), replayed: z.boolean() })
  .meta({ id: 'RouteDraftAnswer' });

export const approvalBody = z.strictObject({ digest }).meta({ id: 'RouteApprovalRequest' });
export const approved = z
  .strictObject({ routeKey: z.string(), version: z.int(), digest: z.string(), replayed: z.boolean() })
  .meta({ id: 'RouteApprovalAnswer' });

export const publicationBody = z
  .strictObject({
    digest,
    acknowledged: warningNames.meta({ description: 'Names of warnings you answer for, beside those answered for at the submission' }),
  })
  .meta({ id: 'RoutePublicationRequest' });
export const published = z
  .strictObject({
    routeKey: z.string(),
    version: z.int(),
    digest: z.string(),
    publishedAt: instant,
    findings: z.array(finding),
    replayed: z.boolean(),
  })
  .meta({ id: 'RoutePublicationAnswer' });

export const retirementBody = z.strictObject({ reason: text(2000, 1) }).meta({ id: 'RouteRetirementRequest' });
export const retired = z.strictObject({ routeKey: z.string(), version: z.int(), replayed: z.boolean() }).meta({ id: 'RouteRetirementAnswer' });
