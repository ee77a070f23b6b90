/** Compliance cost: figures of a pair of sheets, a review's cost with its history, ranges, programme totals, dated tables. */
import { z } from 'zod';
import type { Tree } from '../../domain/cost/explain.js';
import { SEVERITIES } from '../../domain/cost/finding.js';
import { BLOCKS, FREEZE_KINDS, RESTATABLE } from '../../domain/cost/frozen.js';
import { NO_CLAIM_REASONS } from '../../domain/cost/compare.js';
import { BOUNDS } from '../../domain/cost/bound.js';
import { UNITS } from '../../domain/cost/quantity.js';
import { TABLE_KINDS } from '../../domain/cost/tariff.js';
import type { VnSheet } from '../../domain/cost/vn/sheet.js';
import type { ComparisonFigures, SideFigures } from '../../queries/cost-figures.js';
import { vnSheet } from './proposal.schema.js';
import { date, domainShape, idText, instant, localDate, personName, text, wholeInQuery } from './shared.schema.js';

const exact = z.string().meta({ description: 'Exact decimal or fraction', example: '85/29' });
export const money = z
  .strictObject({
    dong: z.union([z.int(), z.string()]).meta({ description: 'Whole đồng, half away from zero; text when a JSON number would not hold it exactly' }),
    exact,
  })
  .meta({ id: 'Money' });

export const costComputationBody = z
  .strictObject({
    before: vnSheet.nullable(),
    after: vnSheet.nullable(),
    explainedVolume: z.array(text(64)).max(500).optional().meta({ description: 'Rows whose number of cases a change item lowers' }),
  })
  .meta({ id: 'CostComputationRequest' });

const bound = z.enum(BOUNDS).nullable();
const side = z
  .strictObject({
    rows: z.array(domainShape<SideFigures['rows'][number]>('CostRow', 'One row: status, gaps, cost of one, cost a year, formula in words')),
    total: z.strictObject({
      ...money.shape,
      status: z.enum(['complete', 'incomplete']),
      coverage: exact,
      missing: z.array(z.string()),
      negligible: z.array(z.string()),
      notApplicable: z.array(z.string()),
      negligibleAtMost: exact,
      bound,
    }),
    parts: z.strictObject({ labour: money, service: money, fees: money }),
    hours: exact,
    oneOff: money.meta({ description: 'Beside the yearly total, never in the percent' }),
    assumptionShare: exact.meta({ description: 'Share of the total that rests on figures without a source, 0 to 1' }),
  })
  .meta({ id: 'CostSideFigures' });

const comparison = z
  .strictObject({
    change: money.meta({ description: 'after − before, relief negative' }),
    saving: money.nullable().meta({ description: 'before − after; null when no honest claim can be made, see noClaim' }),
    percent: z.strictObject({ exact, shown: z.string() }).nullable(),
    noClaim: z.array(z.enum(NO_CLAIM_REASONS)),
    bound,
    status: z.enum(['complete', 'incomplete']),
    coverage: exact,
    effects: z.record(z.string(), money).nullable().meta({ description: 'volume, mix, time, price, cash, fee: they add up to the change exactly' }),
    oneTariff: z.strictObject({ beforeTable: money, afterTable: money }),
    gaming: z.strictObject({ parts: z.record(z.string(), money), real: money, flagged: money, flaggedShare: exact.nullable() }).nullable(),
    rows: z.array(domainShape<ComparisonFigures['rows'][number]>('CostRowPair', 'A row of both blocks: its fate and its change a year')),
  })
  .meta({ id: 'CostComparison' });

const finding = z
  .strictObject({
    code: z.string(),
    severity: z.enum(SEVERITIES),
    path: z.string(),
    pointer: z.string().nullable().meta({ description: 'The field, as a JSON pointer into before and after', example: '/before/rows/2/fees' }),
    vi: z.string(),
    en: z.string(),
    data: z.record(z.string(), z.string()),
  })
  .meta({ id: 'CostFinding' });

const figures = { before: side.nullable(), after: side.nullable(), comparison: comparison.nullable(), findings: z.array(finding) };
export const costComputation = z.strictObject(figures).meta({ id: 'CostComputation' });

const sheet = domainShape<VnSheet>('FrozenVnSheet', 'Form 03/SCM-KSTT, one block, as it was frozen');
const frozen = z
  .strictObject({
    kind: z.enum(FREEZE_KINDS),
    number: z.int(),
    frozenAt: instant,
    frozenBy: personName.nullable().meta({ description: 'Null: frozen by law or by a date' }),
    sheets: z.array(
      z.strictObject({
        id: z.string(),
        block: z.enum(BLOCKS),
        digest: z.string().meta({ description: 'SHA-256 of the canonical JSON of the sheet' }),
        intact: z.boolean(),
        revision: z.int(),
        writtenBy: personName,
        writtenAt: instant,
        tableId: z.string().nullable(),
        vintage: z.string().nullable(),
        hourlyIncome: exact.nullable(),
        supersedes: z.string().nullable(),
        total: money,
        complete: z.boolean(),
        sheet,
      }),
    ),
    saving: money.nullable(),
    percent: z.string().nullable(),
  })
  .meta({ id: 'FrozenCost' });

export const reviewCost = z
  .strictObject({
    reviewId: z.string(),
    revision: z.int(),
    editable: z.boolean(),
    writtenBy: personName.nullable(),
    writtenAt: instant.nullable(),
    sheets: z.strictObject({
      before: domainShape<VnSheet>('CostSheetBefore', 'Block I').nullable(),
      after: domainShape<VnSheet>('CostSheetAfter', 'Block II').nullable(),
    }),
    ...figures,
    raisedAfterTarget: z.array(z.strictObject({ row: z.string(), field: z.string(), from: z.string(), amount: money })),
    frozen: z.array(frozen),
  })
  .meta({ id: 'ReviewCost' });

export const costSheetsBody = z.strictObject({ before: vnSheet.nullable(), after: vnSheet.nullable() }).meta({ id: 'CostSheetsRequest' });
export const costSaved = z.strictObject({ revision: z.int(), replayed: z.boolean(), ...figures }).meta({ id: 'CostSaved' });

export const explanationQuery = z.strictObject({
  path: text(200, 1).meta({ description: 'before.total, before.labour, before.lines.<row>.fees, after.…, change, saving', example: 'saving' }),
});
export const costExplanation = z
  .strictObject({
    path: z.string(),
    revision: z.int(),
    tree: domainShape<Tree>('CostTree', 'Sums, products and inputs down to the sources'),
    lines: z.strictObject({ vi: z.array(z.string()), en: z.array(z.string()) }),
  })
  .meta({ id: 'CostExplanation' });

const MOST_DRAWS = 20_000;
export const rangeQuery = z.strictObject({
  seed: text(80, 1).optional(),
  draws: wholeInQuery(1, MOST_DRAWS).optional(),
  years: wholeInQuery(1, 100).optional().meta({ description: 'Years within which a one-off is to be earned back, 5 when absent' }),
});
const bounded = z.strictObject({ low: money, high: money, atPoint: money, midpoint: money, kind: z.enum(['corners', 'outer']) }).meta({ id: 'CostBounds' });
export const costRanges = z
  .strictObject({
    revision: z.int(),
    unknowns: z.array(z.string()),
    before: bounded,
    after: bounded.nullable(),
    saving: bounded.nullable(),
    simulation: z.strictObject({
      figure: z.enum(['before', 'after', 'saving']),
      generator: z.string(),
      seed: z.string(),
      draws: z.int(),
      mean: money,
      standardError: exact,
      p5: money,
      p50: money,
      p95: money,
      probabilityPositive: exact,
    }),
    tornado: z.array(z.strictObject({ input: z.string(), atLow: money, atHigh: money, swing: money, turnsSign: z.boolean() })),
    breakEven: z
      .strictObject({
        oneOff: money,
        years: z.int(),
        yearlySaving: money,
        paybackYears: exact.nullable().meta({ description: 'Null: never earned back' }),
        paybackMonth: z.int().nullable(),
        savingNeeded: money.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'CostRanges' });

export const restatementBody = z
  .strictObject({
    of: z.enum(RESTATABLE),
    tableId: idText,
    vintage: idText,
    row: text(100, 1).meta({ description: 'Row of the table that holds the hourly income' }),
  })
  .meta({ id: 'RestatementRequest' });
export const restated = z
  .strictObject({
    number: z.int(),
    sheets: z.array(z.strictObject({ id: z.string(), block: z.enum(BLOCKS), digest: z.string(), supersedes: z.string().nullable() })),
    replayed: z.boolean(),
  })
  .meta({ id: 'Restatement' });

export const programmeQuery = z.strictObject({ campaign: idText.optional(), year: wholeInQuery(1990, 2100).optional() });
const part = z.array(z.strictObject({ key: z.string(), before: money, after: money, saving: money }));
const kinds = <T extends z.ZodType>(value: T) => z.strictObject({ proposed: value, approved: value, executed: value });
export const costProgramme = z
  .strictObject({
    campaign: z.string().nullable(),
    year: z.int().nullable(),
    concept: z.literal('vnCompliance'),
    rounding: z.literal('exactLate'),
    reviews: z.strictObject({
      inScope: z.int(),
      counted: z.int(),
      incomplete: z.int(),
      withheld: z.array(z.strictObject({ reviewId: z.string(), code: z.string(), reason: z.enum(['noSheets', 'mixedRates']) })),
    }),
    before: money,
    after: money,
    frozenBaseline: money,
    savings: kinds(money).meta({ description: 'proposed is everything, approved and executed what has come that far: three figures, never added' }),
    carriedOut: z.strictObject({ executed: money, waiting: money, lost: money, atRisk: money }).meta({
      description: 'The approved saving by what became of it: executed + waiting + lost, to the đồng; atRisk is part of executed, its text ends by itself',
    }),
    percent: kinds(z.strictObject({ exact, shown: z.string() }).nullable()).meta({ description: 'Of `before`, from the totals' }),
    outsideBaseline: z.strictObject({ before: money, after: money, saving: money }),
    coverage: exact,
    keys: z.int(),
    duplicates: z.array(z.strictObject({ key: z.string(), times: z.int() })),
    conflicts: z.array(z.strictObject({ key: z.string(), counted: z.string(), others: z.array(z.string()) })),
    cuts: z.strictObject({ field: part, unit: part, year: part, addressee: part, changeType: part }),
    tariffs: z.array(z.strictObject({ tableId: z.string().nullable(), vintage: z.string().nullable(), hourlyIncome: exact.nullable(), reviews: z.int() })),
  })
  .meta({ id: 'CostProgramme' });

const CERTAINTIES = ['verified', 'derived', 'unverified'] as const;
const tableRow = z.strictObject({ key: text(100, 1), value: text(60, 1).meta({ description: 'Exact decimal or fraction, at its published precision' }) });
export const tariffBody = z
  .strictObject({
    id: idText.refine((id) => id.length <= 80, { params: { code: 'invalid' } }),
    vintage: idText.refine((vintage) => vintage.length <= 40, { params: { code: 'invalid' } }),
    kind: z.enum(TABLE_KINDS),
    scope: text(100, 1),
    unit: z.enum(UNITS),
    rows: z.array(tableRow).min(1).max(1000),
    validFrom: localDate,
    validTo: localDate.optional().meta({ description: 'Last day; absent while in force' }),
    basis: text(500, 1).optional(),
    source: text(500, 1),
    certainty: z.enum(CERTAINTIES),
  })
  .meta({ id: 'TariffTableRequest' });
export const tariffRecorded = z
  .strictObject({ tableId: z.string(), vintage: z.string(), digest: z.string(), replayed: z.boolean() })
  .meta({ id: 'TariffRecorded' });
export const tariffApprovalBody = z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/u) }).meta({ id: 'TariffApprovalRequest' });
export const tariffPath = z.strictObject({ id: idText, vintage: idText });
export const tariffQuery = z.strictObject({
  kind: z.enum(TABLE_KINDS).optional(),
  scope: text(100, 1).optional(),
  on: localDate.optional().meta({ description: 'The day `inForce` is about, today when absent' }),
});
const signed = z.strictObject({ by: personName, at: instant });
export const tariffTable = z
  .strictObject({
    id: z.string(),
    vintage: z.string(),
    kind: z.enum(TABLE_KINDS),
    scope: z.string(),
    unit: z.string(),
    rows: z.array(z.strictObject({ key: z.string(), value: z.string() })),
    validFrom: date,
    validTo: date.nullable(),
    basis: z.string().nullable(),
    source: z.string(),
    certainty: z.enum(CERTAINTIES),
    digest: z.string(),
    entry: signed,
    approval: signed.nullable(),
    inForce: z.boolean(),
  })
  .meta({ id: 'TariffTable' });
export const tariffList = z.strictObject({ items: z.array(tariffTable), next: z.null() }).meta({ id: 'TariffTableList' });
