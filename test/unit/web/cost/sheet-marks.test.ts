import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import { applyEdit, type Edit } from '../../../../web/src/cost/sheet-edits.js';
import { emptyCellCount, marksOf } from '../../../../web/src/cost/sheet-marks.js';
import { closeSheets, openSheets } from '../../../../web/src/cost/sheet-state.js';
import { AFTER, BEFORE, WORDS } from './sheet.fixture.js';

function marksAfter(...edits: readonly Edit[]) {
  const state = edits.reduce(applyEdit, openSheets(BEFORE, AFTER, WORDS));
  const sheets = closeSheets(state);
  return { state, marks: marksOf(state, sheets, compareVnSheets(sheets.before, sheets.after)) };
}

describe('marks on the sheet', () => {
  it('stand at the cell with the words that cannot be read, before all others', () => {
    const { marks } = marksAfter({ type: 'type', at: { row: 'r3', side: 'before', column: 'fees' }, text: 'nhiều' });
    expect(marks[0]).toMatchObject({ row: 'r3', side: 'before', column: 'fees', finding: { code: 'badNumber', severity: 'problem' } });
  });

  it('say an implausible time once, not again where block II only follows', () => {
    const { marks } = marksAfter({ type: 'type', at: { row: 'r3', side: 'before', column: 'hours' }, text: '900' });
    expect(marks.filter(({ finding }) => finding.code === 'implausibleTime').map(({ side, row, column }) => [side, row, column])).toEqual([
      ['before', 'r3', 'hours'],
    ]);
  });

  it('name the mixed-up thousands of a fee', () => {
    const { marks } = marksAfter({ type: 'type', at: { row: 'r1', side: 'before', column: 'fees' }, text: '100' });
    expect(marks.some(({ row, finding }) => row === 'r1' && finding.code === 'thousandsMixUp')).toBe(true);
  });

  it('warn when the burden grows', () => {
    const { marks } = marksAfter({ type: 'type', at: { row: 'r1', side: 'after', column: 'fees' }, text: '9.000.000' });
    expect(marks.some(({ finding }) => finding.code === 'afterAboveBefore')).toBe(true);
  });

  it('count empty cells once, leaving dropped rows out', () => {
    expect(emptyCellCount(marksAfter().state)).toBe(0);
    expect(emptyCellCount(marksAfter({ type: 'clear', at: [{ row: 'r4', side: 'before', column: 'hours' }] }).state)).toBe(1);
    expect(emptyCellCount(marksAfter({ type: 'clear', at: [{ row: 'r2', side: 'after', column: 'hours' }] }).state)).toBe(0);
  });
});
