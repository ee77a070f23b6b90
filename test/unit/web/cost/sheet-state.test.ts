import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import { cellOf, closeSheets, EMPTY_STATE, isOverridden, openSheets, rowNumbers } from '../../../../web/src/cost/sheet-state.js';
import { AFTER, BEFORE, WORDS } from './sheet.fixture.js';

const open = () => openSheets(BEFORE, AFTER, WORDS);
const byId = (id: string) => {
  const row = open().rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(id);
  return row;
};

describe('the cost sheet while it is edited', () => {
  it('goes through editing without losing anything', () => {
    const { before, after } = closeSheets(open());
    const withoutNo = (sheet: typeof before) => ({ ...sheet, rows: sheet.rows.map(({ no: _no, state: _state, ...row }) => row) });
    expect(withoutNo(before)).toEqual(withoutNo(BEFORE));
    expect({ ...withoutNo(after), rows: [...withoutNo(after).rows].sort((a, b) => a.id.localeCompare(b.id)) }).toEqual({
      ...withoutNo(AFTER),
      rows: withoutNo(AFTER).rows,
    });
    expect(compareVnSheets(before, after).saving).toEqual(compareVnSheets(BEFORE, AFTER).saving);
  });

  it('links cells of block II that equal block I and marks the others', () => {
    const row = byId('r1');
    expect(row.after.cells.hours).toBeNull();
    expect(isOverridden(row, 'after', 'hours')).toBe(false);
    expect(isOverridden(row, 'after', 'fees')).toBe(true);
    expect(cellOf(open(), row, 'after', 'hours').text).toBe('4');
  });

  it('lets most rows follow one number of subjects', () => {
    expect(open().subjects.cell.text).toBe('1.200');
    expect(byId('r1').before?.cells.subjectsPerYear).toBeNull();
    expect(isOverridden(byId('r3'), 'before', 'subjectsPerYear')).toBe(true);
  });

  it('knows dropped rows and rows that exist only afterwards', () => {
    expect(byId('r2').after.dropped).toBe(true);
    expect(byId('r5').before).toBeNull();
    expect(closeSheets(open()).after.rows.map(({ id, state }) => [id, state])).toEqual([
      ['r1', 'changed'],
      ['r2', 'dropped'],
      ['r3', 'kept'],
      ['r5', 'added'],
      ['r4', 'kept'],
    ]);
    expect(closeSheets(open()).before.rows.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('numbers rows by the groups of the form', () => {
    expect([...rowNumbers(open().rows)]).toEqual([
      ['r1', '1.1'],
      ['r2', '1.2'],
      ['r3', '4.1'],
      ['r5', '5.1'],
      ['r4', '6.1'],
    ]);
  });

  it('starts block II as a copy that follows block I', () => {
    const state = openSheets(BEFORE, null, WORDS);
    expect(state.rows.every((row) => Object.values(row.after.cells).every((cell) => cell === null) && !row.after.dropped)).toBe(true);
    const { before, after } = closeSheets(state);
    expect(compareVnSheets(before, after).change.exact).toBe('0');
  });

  it('keeps two rates apart until one is chosen', () => {
    const state = openSheets(BEFORE, { ...AFTER, hourlyIncome: { ...AFTER.hourlyIncome, value: '60000' } }, WORDS);
    expect(state.rateAfter?.text).toBe('60.000');
    expect(compareVnSheets(closeSheets(state).before, closeSheets(state).after).noClaim).toContain('mixedRates');
    expect(open().rateAfter).toBeNull();
  });

  it('keeps a time stored in minutes in minutes', () => {
    const minutes = { ...BEFORE, rows: BEFORE.rows.map(({ hours: _hours, ...row }) => ({ ...row, minutes: '90' })) };
    const [row] = closeSheets(openSheets(minutes, null, WORDS)).before.rows;
    expect(row).toMatchObject({ minutes: '90' });
    expect(row).not.toHaveProperty('hours');
  });

  it('is empty where nothing is stored', () => {
    expect(openSheets(null, null, WORDS)).toBe(EMPTY_STATE);
  });
});
