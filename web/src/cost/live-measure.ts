/**
 * The totals that follow each keystroke: the domain measures only rows that changed, their exact amounts are added.
 * Rows of the form add exactly, so this equals measuring the whole sheet; marks and the comparison take the whole sheet.
 */
import { roundWhole, numberText, tryNumber, ZERO, type Rational } from '../../../domain/cost/number.js';
import { measureVnSheet, type VnMeasure, type VnRowResult } from '../../../domain/cost/vn/measure-sheet.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';

/** What grid and foot show of one block. */
export type LiveMeasure = { readonly rows: readonly VnRowResult[]; readonly total: Pick<VnMeasure['total'], 'exact' | 'dong' | 'status'> };

type Known = { readonly result: VnRowResult; readonly counted: Rational };

/** @policy rows kept ready: many times what a sheet holds */
const MAX_KEPT = 4_000;

/** A measure that keeps the rows it has seen. */
export function createLiveMeasure(): (sheet: VnSheet) => LiveMeasure {
  const kept = new Map<string, Known>();
  const measured = (sheet: VnSheet, rate: string, row: VnSheet['rows'][number]): Known => {
    const key = `${rate} ${JSON.stringify(row)}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const [result] = measureVnSheet({ ...sheet, rows: [row], oneOff: [] }).rows;
    if (result === undefined) throw new Error(`row ${row.id} was not measured`);
    const fresh: Known = { result, counted: tryNumber(result.countedYear.exact) ?? ZERO };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, fresh);
    return fresh;
  };
  return (sheet) => {
    const rate = JSON.stringify(sheet.hourlyIncome);
    const rows = sheet.rows.map((row) => measured(sheet, rate, row));
    const exact = rows.reduce((total, { counted }) => total.add(counted), ZERO);
    return {
      rows: rows.map(({ result }) => result),
      total: {
        exact: numberText(exact),
        dong: roundWhole(exact).toString(),
        status: rows.some(({ result }) => result.status === 'missing') ? 'incomplete' : 'complete',
      },
    };
  };
}
