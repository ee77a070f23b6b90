/** One block of the form computed, each cell with its explanation. */
import type { Text } from '../../shared/errors.js';
import { boundOfSum, type Bound } from '../bound.js';
import { finding, type Finding } from '../finding.js';
import { measure } from '../measure.js';
import type { LineStatus, MeasuredLine, Result } from '../measured.js';
import { bothLanguages } from '../number-words.js';
import { ZERO, isZero, numberText, roundWhole, sum, type NumberText, type Rational } from '../number.js';
import { assumptionShare } from '../provenance.js';
import { checkVnSheet } from './check.js';
import { explainRow } from './explain-row.js';
import { markSheet } from './marks.js';
import { VN_CELLS, modelOfSheets, rowCounts, type VnCellName, type VnRow, type VnSheet } from './sheet.js';

/** Money twice: the exact value, and whole đồng for the cell (half away from zero). */
export type VnMoney = { readonly exact: NumberText; readonly dong: string };

/**
 * One row computed. `once` and `year` are null while a cell is missing; `countedYear` is the part that is known and
 * stands in the total. `status: dropped` counts nothing.
 */
export type VnRowResult = {
  readonly id: string;
  readonly status: LineStatus | 'dropped';
  readonly gaps: readonly (VnCellName | 'hourlyIncome')[];
  readonly once: VnMoney | null;
  readonly year: VnMoney | null;
  readonly countedYear: VnMoney;
  readonly hoursPerYear: NumberText;
  readonly explain: Text;
};

/** `bound` is the word the inputs carry (`at-least` …); a total with gaps is a minimum and has `status: incomplete`. */
export type VnTotal = VnMoney & {
  readonly status: 'complete' | 'incomplete';
  readonly coverage: NumberText;
  readonly missing: readonly string[];
  readonly negligible: readonly string[];
  readonly notApplicable: readonly string[];
  readonly negligibleAtMost: NumberText;
  readonly bound: Bound | null;
};

export type VnMeasure = {
  readonly rows: readonly VnRowResult[];
  readonly total: VnTotal;
  readonly parts: { readonly labour: VnMoney; readonly service: VnMoney; readonly fees: VnMoney };
  readonly hours: NumberText;
  readonly oneOff: VnMoney;
  /** Share of the total that rests on figures without a source, 0…1. */
  readonly assumptionShare: NumberText;
  readonly findings: readonly Finding[];
};

/** Exact value beside whole đồng. */
export const vnMoney = (value: Rational): VnMoney => ({ exact: numberText(value), dong: roundWhole(value).toString() });

/**
 * Measures one block. Never throws for what people type: an unusable cell counts as missing and has its finding.
 * @legal Thông tư 02/2017/TT-VPCP, Điều 27: cost a year = cost of one × times a year × subjects a year
 */
export function measureVnSheet(sheet: VnSheet, block: 'before' | 'after' = 'before'): VnMeasure {
  const { usable, findings } = checkVnSheet(sheet, block);
  const model = modelOfSheets('sheet', usable);
  return presentMeasure(usable, measure(model, 'before', { concept: 'vnCompliance' }), findings, block, assumptionShare(model, 'before', 'vnCompliance'));
}

/** The form's view of a measured state. */
export function presentMeasure(sheet: VnSheet, result: Result, problems: readonly Finding[], block: string, onAssumptions: Rational): VnMeasure {
  const lines = new Map(result.lines.map((line) => [line.id, line]));
  const rows = sheet.rows.map((row) => rowResult(row, lines.get(row.id), sheet));
  const total = result.recurring.total ?? ZERO;
  const column = (name: 'labour' | 'external' | 'cash' | 'fees'): Rational => result.recurring.columns[name] ?? ZERO;
  const recurring = result.lines.filter((line) => line.kind === 'recurring');
  const covered = (ids: readonly string[]): readonly string[] => ids.filter((id) => recurring.some((line) => line.id === id));
  return {
    rows,
    total: {
      ...vnMoney(total),
      status: covered(result.missing).length === 0 ? 'complete' : 'incomplete',
      coverage: numberText(result.coverage),
      missing: covered(result.missing),
      negligible: covered(result.negligible),
      notApplicable: covered(result.notApplicable),
      negligibleAtMost: numberText(result.negligibleAtMost),
      bound: boundOfSheet(sheet),
    },
    parts: { labour: vnMoney(column('labour')), service: vnMoney(column('external')), fees: vnMoney(column('cash').add(column('fees'))) },
    hours: numberText(result.recurring.hours),
    oneOff: vnMoney(result.oneOff.total ?? ZERO),
    assumptionShare: numberText(onAssumptions),
    findings: [...problems, ...markSheet(sheet, block), ...doesNotAdd(rows, total, block)],
  };
}

/** Cost of one file for a row: hours × rate + service + fees, of a row whose cells are all there. */
function onceOf(line: MeasuredLine): Rational {
  const labour = sum(line.entries.map((entry) => entry.hours.mul(entry.rate ?? ZERO)));
  const { externalPerCase, cashPerCase, feePerCase } = line.perCase;
  return labour.add(externalPerCase).add(cashPerCase).add(feePerCase);
}

function rowResult(row: VnRow, line: MeasuredLine | undefined, sheet: VnSheet): VnRowResult {
  if (line === undefined || !rowCounts(row)) {
    return {
      id: row.id,
      status: 'dropped',
      gaps: [],
      once: null,
      year: null,
      countedYear: vnMoney(ZERO),
      hoursPerYear: '0',
      explain: { vi: 'Đã bỏ: không tính', en: 'Dropped: not counted' },
    };
  }
  const gaps = gapsOf(row, sheet, line);
  const complete = line.status !== 'missing';
  const once = gaps.some((gap) => gap !== 'timesPerYear' && gap !== 'subjectsPerYear') ? null : onceOf(line);
  const year = complete ? (line.total ?? ZERO) : null;
  return {
    id: row.id,
    status: line.status,
    gaps,
    once: once === null ? null : vnMoney(once),
    year: year === null ? null : vnMoney(year),
    countedYear: vnMoney(line.total ?? ZERO),
    hoursPerYear: numberText(line.hours),
    explain: explainRow(row, sheet.hourlyIncome, once, year),
  };
}

/** Cells without a figure, whether or not they matter for the total. */
function gapsOf(row: VnRow, sheet: VnSheet, line: MeasuredLine): readonly (VnCellName | 'hourlyIncome')[] {
  const time: VnCellName = row.minutes !== undefined && row.hours === undefined ? 'minutes' : 'hours';
  const missing = (cell: VnRow[VnCellName] | undefined): boolean =>
    cell === null || cell === undefined || (typeof cell !== 'string' && cell.state === 'unknown');
  const cells = VN_CELLS.filter((name) => (name === 'hours' || name === 'minutes' ? name === time : true) && missing(row[name]));
  const needsRate = missing(sheet.hourlyIncome.value) && line.entries.some((entry) => !isZero(entry.hours));
  return needsRate ? [...cells, 'hourlyIncome'] : cells;
}

function boundOfSheet(sheet: VnSheet): Bound | null {
  const cells = [sheet.hourlyIncome.value, ...sheet.rows.filter(rowCounts).flatMap((row) => VN_CELLS.map((name) => row[name]))];
  return boundOfSum(cells.map((cell) => (cell !== null && typeof cell === 'object' && 'bound' in cell ? (cell.bound ?? null) : null)));
}

/** Says so when the whole-đồng cells do not add to the total rounded once. */
function doesNotAdd(rows: readonly VnRowResult[], total: Rational, block: string): readonly Finding[] {
  const shown = rows.reduce((left, row) => left + BigInt(row.countedYear.dong), 0n);
  const exactTotal = roundWhole(total);
  if (shown === exactTotal) return [];
  const words = (value: bigint): Text => bothLanguages(ZERO.add(value), 0);
  return [finding('doesNotAdd', `${block}.total`, { shownSum: words(shown), shownTotal: words(exactTotal), difference: words(shown - exactTotal) })];
}
