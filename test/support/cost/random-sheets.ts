/** Random form sheets from a printed seed. */
import { FORM_ROWS } from '../../../domain/cost/model.js';
import { VN_SHEET_SCHEMA, type VnRow, type VnSheet } from '../../../domain/cost/vn/sheet.js';

/** Whole numbers below `limit` (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const FREQUENCIES = ['1', '2', '4', '12', '1/5', '0.5', '0.25', '1/3'] as const;

/** Sheets of 1 to `rows` rows; some with minutes, fractions of hours, dropped rows, counts that overflow the integer path. */
export function randomSheets(count: number, rows: number, seed: number): readonly VnSheet[] {
  const next = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[next(items.length)] as T;
  const row = (index: number): VnRow => ({
    id: `r${index}`,
    group: pick(FORM_ROWS),
    task: `t${index}`,
    ...(next(3) === 0 ? { minutes: String(next(600)) } : { hours: pick([String(next(40)), (next(4000) / 100).toFixed(2), `${next(50)}/7`]) }),
    service: String(next(2) * next(2_000) * 500),
    fees: next(20) === 0 ? `${next(1_000)}.5` : String(next(500) * 1_000),
    timesPerYear: pick(FREQUENCIES),
    subjectsPerYear: next(40) === 0 ? String(next(1_000) * 1_000_000_000) : String(next(100_000)),
    ...(next(15) === 0 ? { state: 'dropped' as const } : {}),
  });
  return Array.from({ length: count }, (): VnSheet => ({
    schema: VN_SHEET_SCHEMA,
    hourlyIncome: { value: next(10) === 0 ? `${20_000 + next(90_000)}.75` : String(20_000 + next(90_000)) },
    rows: Array.from({ length: 1 + next(rows) }, (_, index) => row(index)),
  }));
}
