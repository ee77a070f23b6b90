import fc from 'fast-check';
import { measureVnSheet } from '../../../../domain/cost/vn/measure-sheet.js';
import { FORM_ROWS } from '../../../../domain/cost/model.js';
import { VN_SHEET_SCHEMA, type VnCell, type VnRow, type VnSheet } from '../../../../domain/cost/vn/sheet.js';
import { createLiveMeasure } from '../../../../web/src/cost/live-measure.js';
import { AFTER, BEFORE } from './sheet.fixture.js';

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.nat(2_000_000).map(String) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 2, max: 97 })).map(([n, d]) => `${n}/${d}`) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ state: 'negligible', reason: 'nhỏ' } as const) },
  { weight: 1, arbitrary: fc.constant({ state: 'notApplicable', reason: 'không có' } as const) },
  { weight: 1, arbitrary: fc.constant('không đọc được') },
) satisfies fc.Arbitrary<VnCell>;

const row: fc.Arbitrary<Omit<VnRow, 'id'>> = fc.record({
  group: fc.constantFrom(...FORM_ROWS),
  task: fc.constantFrom('Đơn', 'Nộp', 'Nhận'),
  hours: cell,
  service: cell,
  fees: cell,
  timesPerYear: cell,
  subjectsPerYear: cell,
  state: fc.constantFrom('kept', 'changed', 'dropped', 'added'),
});
const sheet: fc.Arbitrary<VnSheet> = fc.record({ rate: cell, rows: fc.array(row, { maxLength: 12 }) }).map(({ rate, rows }) => ({
  schema: VN_SHEET_SCHEMA,
  hourlyIncome: { value: rate },
  rows: rows.map((one, index) => ({ ...one, id: `r${index + 1}` })),
}));

describe('the totals that follow each keystroke', () => {
  it('equal measuring the whole sheet, to the last digit, whatever stands in it', () => {
    fc.assert(
      fc.property(sheet, (given) => {
        const whole = measureVnSheet(given);
        const live = createLiveMeasure()(given);
        expect(live.rows).toEqual(whole.rows);
        expect(live.total).toEqual({ exact: whole.total.exact, dong: whole.total.dong, status: whole.total.status });
      }),
      { seed: 20261125, numRuns: 400 },
    );
  });

  it('follow a change of the rate that touches every row', () => {
    const measure = createLiveMeasure();
    measure(BEFORE);
    const dearer = { ...BEFORE, hourlyIncome: { ...BEFORE.hourlyIncome, value: '60000' } };
    expect(measure(dearer).total.exact).toBe(measureVnSheet(dearer).total.exact);
  });

  it('give the same rows back while nothing changed in them', () => {
    const measure = createLiveMeasure();
    const first = measure(AFTER);
    const second = measure({ ...AFTER, rows: AFTER.rows.map((one) => ({ ...one })) });
    expect(second.rows.every((result, index) => result === first.rows[index])).toBe(true);
  });
});
