import fc from 'fast-check';
import { tableOn, type Table } from '../../../../domain/cost/tariff.js';
import { overlapping } from '../../../../domain/cost/tariff-periods.js';
import { addDays, type LocalDate } from '../../../../domain/shared/instant.js';

const table = (validFrom: string, validTo?: string, over: Partial<Table> = {}): Table => ({
  id: 'income',
  vintage: validFrom,
  kind: 'hourlyIncome',
  scope: 'VN',
  unit: 'money/h',
  rows: [{ key: 'all', value: '1' }],
  validFrom: validFrom as LocalDate,
  ...(validTo === undefined ? {} : { validTo: validTo as LocalDate }),
  source: 'test',
  certainty: 'derived',
  enteredBy: 'a',
  approvedBy: 'b',
  ...over,
});

describe('tables of one kind and scope', () => {
  it('follow one another: an open-ended one ends where the next begins', () => {
    expect(overlapping([table('2025-01-01')], table('2026-01-01'))).toBeNull();
    expect(overlapping([table('2026-01-01')], table('2025-01-01'))).toBeNull();
    expect(overlapping([table('2025-01-01', '2025-12-31')], table('2026-01-01'))).toBeNull();
  });

  it('clash where they begin on one day, or one is said to hold beyond the beginning of the next', () => {
    expect(overlapping([table('2026-01-01')], table('2026-01-01', '2026-06-30'))?.vintage).toBe('2026-01-01');
    expect(overlapping([table('2025-01-01', '2026-01-01')], table('2026-01-01'))?.vintage).toBe('2025-01-01');
    expect(overlapping([table('2026-01-01')], table('2025-01-01', '2026-01-01'))?.vintage).toBe('2026-01-01');
  });

  it('of another kind or scope never meet', () => {
    expect(overlapping([table('2026-01-01')], table('2026-01-01', undefined, { scope: 'Hà Nội' }))).toBeNull();
    expect(overlapping([table('2026-01-01')], table('2026-01-01', undefined, { kind: 'wage' }))).toBeNull();
  });

  it('that do not clash leave each day one table at most, whatever the order they came in', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((offset) => addDays('2026-01-01' as LocalDate, offset));
    const period = fc
      .tuple(day, fc.option(fc.integer({ min: 0, max: 40 })))
      .map(([from, length]) => table(from, length === null ? undefined : addDays(from, length)));
    fc.assert(
      fc.property(fc.array(period, { maxLength: 8 }), day, (candidates, on) => {
        const accepted = candidates.reduce<readonly Table[]>((kept, candidate) => (overlapping(kept, candidate) ? kept : [...kept, candidate]), []);
        const starting = accepted.filter((one) => one.validFrom <= on && (one.validTo === undefined || on <= one.validTo));
        const closed = starting.filter((one) => one.validTo !== undefined);
        expect(closed.length).toBeLessThanOrEqual(1);
        expect(tableOn(accepted, 'hourlyIncome', 'VN', on)).toBe(
          starting.length === 0 ? null : starting.reduce((last, one) => (one.validFrom > last.validFrom ? one : last)),
        );
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
