/** The compliance cost of a proposal as it is shown: both sheets, their comparison, the figures people quote. */
import { compareVnSheets, type VnComparison } from '../domain/cost/vn/compare-sheets.js';
import { measureVnSheet, type VnMeasure } from '../domain/cost/vn/measure-sheet.js';
import type { VnSheet } from '../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../domain/review/proposal.js';

/** One side in whole đồng a year; an incomplete total is a minimum. */
export type CostSide = { readonly totalDong: number; readonly complete: boolean };

export type CostView = {
  readonly sheets: { readonly before: VnSheet | null; readonly after: VnSheet | null };
  readonly before: CostSide | null;
  readonly after: CostSide | null;
  /** Null when no honest claim can be made; `comparison.noClaim` says why. */
  readonly savingDong: number | null;
  /** Two decimals with a point, `60.63`. */
  readonly percent: string | null;
  /** Row by row with sentences; null until both sides are entered. */
  readonly comparison: VnComparison | null;
};

const sideOf = (measure: VnMeasure): CostSide => ({ totalDong: Number(measure.total.dong), complete: measure.total.status === 'complete' });

/** Null while neither side is entered. */
export function costView({ before, after }: ProposalBody['cost']): CostView | null {
  if (before === null && after === null) return null;
  const comparison = before !== null && after !== null ? compareVnSheets(before, after) : null;
  return {
    sheets: { before, after },
    before: comparison ? sideOf(comparison.before) : before && sideOf(measureVnSheet(before, 'before')),
    after: comparison ? sideOf(comparison.after) : after && sideOf(measureVnSheet(after, 'after')),
    savingDong: comparison?.saving ? Number(comparison.saving.dong) : null,
    percent: comparison?.percent?.shown ?? null,
    comparison,
  };
}
