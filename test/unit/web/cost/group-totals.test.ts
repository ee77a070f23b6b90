import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import { measureVnSheet } from '../../../../domain/cost/vn/measure-sheet.js';
import type { VnSheet } from '../../../../domain/cost/vn/sheet.js';
import { groupTotals, liveSaving } from '../../../../web/src/cost/group-totals.js';
import { closeSheets, openSheets } from '../../../../web/src/cost/sheet-state.js';
import { AFTER, BEFORE, WORDS } from './sheet.fixture.js';

const measure = (before: VnSheet, after: VnSheet) => ({ before: measureVnSheet(before, 'before'), after: measureVnSheet(after, 'after') });

describe('the live totals of the sheet', () => {
  const state = openSheets(BEFORE, AFTER, WORDS);
  const sheets = closeSheets(state);
  const measured = measure(sheets.before, sheets.after);

  it('add up by group, here from the form’s own example', () => {
    // 4 × 55.000 + 100.000 = 320.000, × 1.200 = 384.000.000; the copy adds 0,5 × 55.000 × 1.200 = 33.000.000.
    expect(groupTotals(state.rows, measured)[0]).toEqual({ group: 'prepare', before: '417000000', after: '324000000', saving: '93000000' });
  });

  it('sum to the total of each side', () => {
    const sum = (side: 'before' | 'after'): string =>
      groupTotals(state.rows, measured)
        .reduce((total, line) => total + BigInt(line[side]), 0n)
        .toString();
    expect([sum('before'), sum('after')]).toEqual([measured.before.total.dong, measured.after.total.dong]);
  });

  it('claim the same saving as the full comparison', () => {
    const full = compareVnSheets(sheets.before, sheets.after);
    expect(liveSaving(measured, true)).toEqual({ saving: full.saving?.dong, percent: full.percent?.shown, worse: false });
  });

  it('claim nothing while a figure is missing or the rates differ', () => {
    const gap = measure({ ...sheets.before, rows: sheets.before.rows.map((row) => ({ ...row, fees: null })) }, sheets.after);
    expect(liveSaving(gap, true)).toBeNull();
    expect(liveSaving(measured, false)).toBeNull();
  });

  it('show a heavier burden as such, and no percent of nothing', () => {
    expect(liveSaving(measure(sheets.after, sheets.before), true)).toMatchObject({ worse: true, percent: expect.stringMatching(/^-/) as string });
    const nothing = { ...sheets.before, rows: [] };
    expect(liveSaving(measure(nothing, nothing), true)?.percent ?? null).toBeNull();
  });
});
