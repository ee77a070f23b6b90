/** Procedures: list, detail, versions, imports. */
import { z } from 'zod';
import { MILESTONE_KINDS, PROCEDURE_PHASES } from '../../domain/procedure/life.js';
import type { ProcedureContent } from '../../domain/procedure/procedure.js';
import type { Flag } from '../../domain/procedure/quality-gate.js';
import { contentDiff, costView } from './proposal.schema.js';
import {
  date,
  domainShape,
  dong,
  instant,
  pageOf,
  paging,
  personName,
  searchText,
  stageName,
  text,
  unitCode,
  unitName,
  words,
  flagInQuery,
} from './shared.schema.js';

const phase = z.enum(PROCEDURE_PHASES).meta({ id: 'ProcedurePhase' });
const outcome = z.enum(['approved', 'rejected', 'withdrawn']);
const openReview = z.strictObject({ id: z.string(), stages: z.array(stageName), dueAt: instant.nullable() }).meta({ id: 'OpenReviewBrief' });

export const procedureRow = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    field: z.string(),
    ownerUnit: unitName,
    phase,
    version: z.strictObject({ number: z.int() }).nullable(),
    costPerYear: dong.nullable(),
    openSaving: dong.nullable(),
    openReview: openReview.nullable(),
    flags: z.int(),
  })
  .meta({ id: 'ProcedureRow' });

export const procedureListQuery = z.strictObject({
  q: searchText.optional(),
  field: text(255).optional(),
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  phase: z.enum(PROCEDURE_PHASES).optional(),
  ...paging,
});
export const procedurePage = pageOf(procedureRow).meta({ id: 'ProcedurePage' });

export const procedureContent = domainShape<ProcedureContent>('ProcedureContent', 'The text of one version as the national portal publishes it');
const flags = z.array(domainShape<Flag>('QualityFlag', 'What is wrong or doubtful in the published text, with the parts concerned'));

const version = {
  number: z.int(),
  status: z.string(),
  effectiveFrom: date.nullable(),
  effectiveTo: date.nullable(),
  reviewId: z.string().nullable(),
  createdAt: instant,
};
const review = z
  .strictObject({
    id: z.string(),
    outcome: outcome.nullable(),
    openedAt: instant,
    closedAt: instant.nullable(),
    costBefore: dong.nullable(),
    costAfter: dong.nullable(),
    saving: dong.nullable(),
  })
  .meta({ id: 'ReviewBrief' });

export const procedureDetail = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    field: z.string(),
    ownerUnit: unitName,
    phase,
    version: z.strictObject({ number: z.int() }),
    content: procedureContent,
    flags,
    versions: z.array(z.strictObject(version).meta({ id: 'VersionBrief' })),
    openReview: openReview.nullable(),
    lastReview: review.nullable(),
    reviews: z.array(review),
    proposalDiff: contentDiff.nullable(),
    cost: costView.nullable(),
    costPerYear: dong.nullable(),
    milestones: z.array(z.strictObject({ kind: z.enum(MILESTONE_KINDS), on: date, at: instant })),
    facts: z.array(
      z.strictObject({
        seq: z.int(),
        type: z.string(),
        at: instant,
        actor: personName.nullable(),
        onBehalfOf: z.null(),
        channel: z.string(),
        summary: words,
        version: z.int().nullable(),
        reviewId: z.string().nullable(),
        outcome: outcome.nullable(),
        effectiveFrom: date.nullable(),
        contentDigest: z.string().nullable(),
        hash: z.string(),
        previousHash: z.string(),
      }),
    ),
  })
  .meta({ id: 'ProcedureDetail' });

export const versionDetail = z
  .strictObject({
    ...version,
    procedure: z.strictObject({ id: z.string(), code: z.string() }),
    content: procedureContent,
    flags,
    digest: z.string(),
  })
  .meta({ id: 'VersionDetail' });

export const importQuery = z.strictObject({ dryRun: flagInQuery.optional() });
export const importFields = z.strictObject({
  ownerUnit: unitCode.optional().meta({ description: 'Code of the unit that owns the procedures; own unit when absent' }),
  mode: z.enum(['addOnly', 'update']).optional().meta({ description: '`addOnly` when absent' }),
  sheet: text(100).optional(),
});

const IMPORT_PROBLEM = z.strictObject({
  row: z.int().nullable(),
  pointer: z.string().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  vi: z.string(),
  en: z.string(),
  value: z.string().nullable(),
});

export const imported = z
  .strictObject({
    dryRun: z.boolean(),
    format: z.enum(['tinhgon', 'records', 'portal', 'table']).nullable(),
    sheet: z.string().nullable(),
    headerRow: z.int().nullable(),
    columns: z.array(z.strictObject({ index: z.int(), header: z.string(), field: z.string().nullable() })),
    counts: z.strictObject({ rows: z.int(), valid: z.int(), warned: z.int(), failed: z.int(), duplicates: z.int() }),
    drafts: z.array(
      z.strictObject({
        row: z.int(),
        code: z.string(),
        name: z.string(),
        field: z.string().nullable(),
        known: z.boolean(),
        flags: z.int(),
        blocked: z.boolean(),
      }),
    ),
    problems: z.array(IMPORT_PROBLEM),
    batchId: z.string().nullable().meta({ description: 'Null for a dry run' }),
    added: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.array(z.strictObject({ code: z.string(), problem: z.string(), text: words })),
    replayed: z.boolean(),
  })
  .meta({ id: 'ImportAnswer' });
