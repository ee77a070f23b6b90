/**
 * Form 03/SCM-KSTT as people fill it: one hourly rate, rows by group, six cells a row.
 *
 * A sheet is one block of the form (I hiện tại, or II sau đơn giản hóa) in storable JSON. The layout of the form is a
 * versioned template; the arithmetic is the general model's.
 */
import type { Input } from '../input.js';
import { COST_MODEL_SCHEMA, type Addressee, type CostLine, type CostModel, type CostState, type FormRow, type Source } from '../model.js';
import type { NumberText } from '../number.js';

export const VN_SHEET_SCHEMA = 'tinhgon.vn-sheet/1';

/** Fate of a row in the after block; rows of the before block are `kept` until the after block says otherwise. */
export const VN_ROW_STATES = ['kept', 'changed', 'dropped', 'added'] as const;
export type VnRowState = (typeof VN_ROW_STATES)[number];

/** A cell: a number, a number with source or range, one of the missing states, or `null` = nobody has the figure yet. */
export type VnCell = Input | null;

/** Hourly income of the whole sheet. Before and after of one proposal use one rate. */
export type VnRate = {
  readonly value: VnCell;
  readonly year?: number;
  readonly scope?: string;
  readonly tableId?: string;
  readonly vintage?: string;
};

/**
 * One row. Exactly one of `hours`, `minutes`. `fees` is the form's one cell "phí, lệ phí, chi phí khác"; `feesAre` says
 * which it is (default `fee`). Amounts in đồng per file; `timesPerYear` is rational (every 5 years = "1/5").
 * Rows of the two blocks with one `id` are one row.
 */
export type VnRow = {
  readonly id: string;
  readonly group: FormRow;
  readonly no?: string;
  readonly task: string;
  readonly activity?: string;
  readonly hours?: VnCell;
  readonly minutes?: VnCell;
  readonly service: VnCell;
  readonly fees: VnCell;
  readonly feesAre?: 'fee' | 'cash';
  readonly timesPerYear: VnCell;
  readonly subjectsPerYear: VnCell;
  readonly note?: string;
  readonly state?: VnRowState;
  /** Code of the paper the row prepares, where it prepares one. */
  readonly paper?: string;
};

/** A cost that arises once; it stands beside the form and never enters the yearly percent. */
export type VnOneOff = { readonly id: string; readonly label: string; readonly amount: VnCell };

export type VnSheet = {
  readonly schema: typeof VN_SHEET_SCHEMA;
  readonly templateVersion?: string;
  readonly addressee?: Addressee;
  readonly hourlyIncome: VnRate;
  readonly rows: readonly VnRow[];
  readonly oneOff?: readonly VnOneOff[];
  readonly sources?: readonly Source[];
};

export const VN_CELLS = ['hours', 'minutes', 'service', 'fees', 'timesPerYear', 'subjectsPerYear'] as const;
export type VnCellName = (typeof VN_CELLS)[number];

export const VN_GROUP_LABELS: Readonly<Record<FormRow, { vi: string; en: string }>> = {
  prepare: { vi: 'Chuẩn bị hồ sơ', en: 'Prepare the dossier' },
  submit: { vi: 'Nộp hồ sơ', en: 'Submit the dossier' },
  fees: { vi: 'Nộp phí, lệ phí, chi phí khác', en: 'Pay fees, charges, other costs' },
  inspection: { vi: 'Chuẩn bị, phục vụ việc kiểm tra, đánh giá', en: 'Prepare for and attend inspection' },
  other: { vi: 'Công việc khác', en: 'Other work' },
  receive: { vi: 'Nhận kết quả', en: 'Receive the result' },
};

/** The role of the one tariff of the form. */
export const VN_ROLE = 'applicant';

const UNKNOWN_INPUT = { state: 'unknown' } as const;
const input = (cell: VnCell | undefined): Input => cell ?? UNKNOWN_INPUT;

/** Whether a row counts in its block: dropped rows stay for reference only. */
export const rowCounts = (row: VnRow): boolean => row.state !== 'dropped';

/** A row as a line of the model; an absent cell counts as unknown, never as 0. */
export function lineOfRow(row: VnRow, addressee: Addressee): CostLine {
  return {
    id: row.id,
    label: row.task,
    formRow: row.group,
    addressee,
    ...(row.activity === undefined ? {} : { activity: row.activity }),
    ...(row.paper === undefined ? {} : { paper: row.paper }),
    population: input(row.subjectsPerYear),
    frequency: input(row.timesPerYear),
    labour: [{ role: VN_ROLE, ...(row.minutes !== undefined && row.hours === undefined ? { minutes: input(row.minutes) } : { hours: input(row.hours) }) }],
    externalPerCase: input(row.service),
    ...(row.feesAre === 'cash' ? { cashPerCase: input(row.fees) } : { feePerCase: input(row.fees) }),
  };
}

/** The counting rows of a sheet as a state; one-off costs become one-off lines. */
export function stateOfSheet(sheet: VnSheet): CostState {
  const addressee = sheet.addressee ?? 'citizen';
  return {
    tariffs: {
      [VN_ROLE]: {
        rate: input(sheet.hourlyIncome.value),
        ...(sheet.hourlyIncome.tableId === undefined ? {} : { tableId: sheet.hourlyIncome.tableId }),
        ...(sheet.hourlyIncome.vintage === undefined ? {} : { vintage: sheet.hourlyIncome.vintage }),
      },
    },
    lines: [
      ...sheet.rows.filter(rowCounts).map((row) => lineOfRow(row, addressee)),
      ...(sheet.oneOff ?? []).map((cost): CostLine => ({
        id: `oneOff ${cost.id}`,
        label: cost.label,
        kind: 'oneOff',
        addressee,
        cases: '1',
        cashPerCase: input(cost.amount),
      })),
    ],
  };
}

/** Both blocks as one model in đồng; `after` may be missing. */
export function modelOfSheets(id: string, before: VnSheet, after?: VnSheet): CostModel {
  const sources = [...(before.sources ?? []), ...(after?.sources ?? []).filter((source) => !before.sources?.some((other) => other.id === source.id))];
  return {
    schema: COST_MODEL_SCHEMA,
    id,
    currency: 'VND',
    priceYear: before.hourlyIncome.year ?? null,
    sources,
    before: stateOfSheet(before),
    ...(after === undefined ? {} : { after: stateOfSheet(after) }),
  };
}

/** An empty row of a group, ready for typing: amounts start at 0, counts and time without a figure. */
export const emptyVnRow = (id: string, group: FormRow, task = ''): VnRow => ({
  id,
  group,
  task,
  hours: null,
  service: '0',
  fees: '0',
  timesPerYear: '1',
  subjectsPerYear: null,
  state: 'added',
});

/** The after block as a linked copy of the before block: same rows, same ids, same rate. */
export const linkedCopy = (before: VnSheet): VnSheet => ({ ...before, rows: before.rows.map((row) => ({ ...row, state: 'kept' })) });

/** The number of a plain cell; null where there is none. */
export const cellNumber = (cell: VnCell | undefined): NumberText | null =>
  cell === null || cell === undefined ? null : typeof cell === 'string' ? cell : 'value' in cell ? cell.value : null;
