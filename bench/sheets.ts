/** The sheets every cost bench computes: the same ones each run. */
import { VN_SHEET_SCHEMA, type VnRow, type VnSheet } from '../domain/cost/vn/sheet.js';

export const RATE = 43_750;
export const SEED = 20_260_101;

/** Whole numbers below `limit` from a linear congruential step; a bench needs the same sheets each run, no more. */
export function numbersFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
}

/** Before and after of each procedure in turn: sheet 2p is before, 2p + 1 after. */
export function makeSheets(procedures: number, lines: number): readonly VnSheet[] {
  const next = numbersFrom(SEED);
  return Array.from({ length: procedures * 2 }, (_sheet, index): VnSheet => ({
    schema: VN_SHEET_SCHEMA,
    hourlyIncome: { value: String(RATE) },
    rows: Array.from({ length: lines }, (_row, line): VnRow => ({
      id: `r${line}`,
      group: 'prepare',
      task: `task ${line}`,
      hours: String((next(32) + (index % 2 === 0 ? 2 : 1)) / 4),
      service: String(next(20) * 5_000),
      fees: String(next(40) * 5_000),
      timesPerYear: String(1 + next(4)),
      subjectsPerYear: String(10 + next(5_000)),
    })),
  }));
}
