/** Proposals: what they show, and the form in which they are written. */
import { z } from 'zod';
import type { VnComparison } from '../../domain/cost/vn/compare-sheets.js';
import { VN_ROW_STATES, VN_SHEET_SCHEMA, type VnSheet } from '../../domain/cost/vn/sheet.js';
import { ADDRESSEES, FORM_ROWS, SOURCE_KINDS } from '../../domain/cost/model.js';
import { BOUNDS } from '../../domain/cost/bound.js';
import { RANGE_SHAPES } from '../../domain/cost/input.js';
import { UNITS } from '../../domain/cost/quantity.js';
import type { Json } from '../../domain/shared/canonical.js';
import { CHANGE_TYPES, COMPETENCE_TRACKS, CRITERIA, PROVISION_ACTIONS, type ChangeItem } from '../../domain/procedure/change-items.js';
import type { ContentDiff } from '../../domain/procedure/compare.js';
import { date, domainShape, dong, instant, localDate, personName, text } from './shared.schema.js';

const costSide = z.strictObject({ totalDong: dong, complete: z.boolean().meta({ description: 'False: a figure is missing and the total is a minimum' }) });

export const costView = z
  .strictObject({
    sheets: z.strictObject({
      before: domainShape<VnSheet>('VnSheet', 'Form 03/SCM-KSTT, one block').nullable(),
      after: domainShape<VnSheet>('VnSheetAfter', 'Form 03/SCM-KSTT, block II').nullable(),
    }),
    before: costSide.nullable(),
    after: costSide.nullable(),
    savingDong: dong.nullable(),
    percent: z.string().nullable().meta({ example: '60.63' }),
    comparison: domainShape<VnComparison>('VnComparison', 'Row by row, with why and what to look at again').nullable(),
  })
  .meta({ id: 'CostView' });

export const contentDiff = domainShape<ContentDiff>('ContentDiff', 'Field by field in the order of the national portal, with word marks and a summary');

export const proposalView = z
  .strictObject({
    revision: z.int(),
    revisedBy: personName.nullable(),
    revisedAt: instant.nullable(),
    effectiveOn: date.nullable(),
    note: z.string(),
    items: z.array(domainShape<ChangeItem>('ChangeItem', 'Nội dung cắt giảm: type, competence, reason, operations on paths of the content')),
    diff: contentDiff,
    cost: costView.nullable(),
  })
  .meta({ id: 'ProposalView' });

const numberText = z.string().trim().min(1).max(60).meta({ description: 'Exact decimal or fraction as text: "12.5", "85/29"' });
const missing = (state: 'unknown' | 'negligible' | 'notApplicable') => z.literal(state);

const range = z.strictObject({
  low: numberText,
  high: numberText,
  shape: z.enum(RANGE_SHAPES).optional(),
  values: z
    .array(z.strictObject({ value: numberText, weight: numberText }))
    .max(50)
    .optional(),
  unknownId: text(80).optional(),
});

/** A cell: a number, a number with its source, one of the ways not to have one, or null. */
const cell = z.union([
  z.null(),
  numberText,
  z.strictObject({ state: missing('unknown'), reason: text(500).optional() }),
  z.strictObject({ state: missing('negligible'), reason: text(500, 1), atMost: numberText.optional() }),
  z.strictObject({ state: missing('notApplicable'), reason: text(500, 1) }),
  z.strictObject({
    state: z.literal('known').optional(),
    value: numberText,
    unit: z.enum(UNITS).optional(),
    range: range.optional(),
    source: text(80).optional(),
    supersedes: numberText.optional(),
    bound: z.enum(BOUNDS).optional(),
  }),
]);

const rowId = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/u);

const sheetRow = z.strictObject({
  id: rowId,
  group: z.enum(FORM_ROWS),
  no: text(20).optional(),
  task: text(1000, 1),
  activity: text(80).optional(),
  hours: cell.optional(),
  minutes: cell.optional(),
  service: cell,
  fees: cell,
  feesAre: z.enum(['fee', 'cash']).optional(),
  timesPerYear: cell,
  subjectsPerYear: cell,
  note: text(2000).optional(),
  state: z.enum(VN_ROW_STATES).optional(),
  paper: text(100).optional(),
});

export const vnSheet = z
  .strictObject({
    schema: z.literal(VN_SHEET_SCHEMA),
    templateVersion: text(40).optional(),
    addressee: z.enum(ADDRESSEES).optional(),
    hourlyIncome: z.strictObject({
      value: cell,
      year: z.int().min(1990).max(2100).optional(),
      scope: text(200).optional(),
      tableId: text(80).optional(),
      vintage: text(40).optional(),
    }),
    rows: z.array(sheetRow).max(500),
    oneOff: z
      .array(z.strictObject({ id: rowId, label: text(500, 1), amount: cell }))
      .max(100)
      .optional(),
    sources: z
      .array(
        z.strictObject({
          id: text(80, 1),
          kind: z.enum(SOURCE_KINDS),
          document: text(500).optional(),
          locator: text(500).optional(),
          who: text(200).optional(),
          when: text(40).optional(),
          interviews: z.int().min(0).max(100_000).optional(),
          certainty: z.enum(['verified', 'derived', 'unverified']).optional(),
        }),
      )
      .max(500)
      .optional(),
  })
  .refine((sheet) => new Set(sheet.rows.map((row) => row.id)).size === sheet.rows.length, { path: ['rows'], params: { code: 'cost_duplicate_id' } })
  .meta({ id: 'VnSheetRequest' });

const MAX_DEPTH = 12;

/** JSON whose numbers are whole: exact amounts travel as text, and nothing nests deeper than a procedure does. */
function isExactJson(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object') return false;
  return Object.values(value).every((item) => isExactJson(item, depth + 1));
}

/** The value of an edit; the domain checks it against the place it is meant for. */
const json = z
  .custom<Json>((value) => value !== undefined && isExactJson(value), { params: { code: 'content_field_wrong' } })
  .meta({ override: { description: 'Any value of that place' } });
const op = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('replace'), path: z.string().min(1).max(200), before: json.optional(), after: json }),
  z.strictObject({ op: z.literal('remove'), path: z.string().min(1).max(200), before: json.optional() }),
  z.strictObject({ op: z.literal('add'), path: z.string().min(1).max(200), after: json, at: z.int().min(0).max(500).optional() }),
]);

export const changeItem = z
  .strictObject({
    id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{0,31}$/u),
    type: z.enum(CHANGE_TYPES),
    track: z.enum(COMPETENCE_TRACKS),
    reason: z.strictObject({ criterion: z.enum(CRITERIA), text: text(4000) }),
    targetProvision: z.strictObject({ symbol: text(100, 1), provision: text(500), action: z.enum(PROVISION_ACTIONS) }).nullable(),
    ops: z.array(op).max(200),
    costLines: z.array(text(64)).max(500),
  })
  .meta({ id: 'ChangeItemRequest' });

export const proposalBody = z
  .strictObject({
    items: z.array(changeItem).max(200),
    effectiveOn: localDate.nullable(),
    cost: z.strictObject({ before: vnSheet.nullable(), after: vnSheet.nullable() }),
    note: text(10_000),
  })
  .refine((body) => new Set(body.items.map((item) => item.id)).size === body.items.length, { path: ['items'], params: { code: 'content_id_repeated' } })
  .meta({ id: 'ProposalRequest' });

export const revised = z.strictObject({ revision: z.int(), replayed: z.boolean() }).meta({ id: 'ProposalRevised' });
