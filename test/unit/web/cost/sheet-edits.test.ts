import { measureVnSheet } from '../../../../domain/cost/vn/measure-sheet.js';
import { applyEdit, textAt, type Edit, type Place } from '../../../../web/src/cost/sheet-edits.js';
import { cellOf, closeSheets, isOverridden, openSheets, type SheetRow, type SheetState } from '../../../../web/src/cost/sheet-state.js';
import { AFTER, BEFORE, WORDS } from './sheet.fixture.js';

const open = (): SheetState => openSheets(BEFORE, AFTER, WORDS);
const after = (...edits: readonly Edit[]): SheetState => edits.reduce(applyEdit, open());
const at = (row: string, side: Place['side'], column: Place['column']): Place => ({ row, side, column });
const rowOf = (state: SheetState, id: string): SheetRow => {
  const row = state.rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(id);
  return row;
};

describe('editing the cost sheet', () => {
  it('carries a change of block I to block II until that is overridden', () => {
    const state = after({ type: 'type', at: at('r1', 'before', 'hours'), text: '6' });
    expect(cellOf(state, rowOf(state, 'r1'), 'after', 'hours').value).toBe('6');
    const split = applyEdit(state, { type: 'type', at: at('r1', 'after', 'hours'), text: '2' });
    expect(cellOf(split, rowOf(split, 'r1'), 'before', 'hours').value).toBe('6');
    expect(isOverridden(rowOf(split, 'r1'), 'after', 'hours')).toBe(true);
    const joined = applyEdit(split, { type: 'relink', at: [at('r1', 'after', 'hours')] });
    expect(cellOf(joined, rowOf(joined, 'r1'), 'after', 'hours').value).toBe('6');
  });

  it('carries the number of subjects to every row that follows it', () => {
    const state = after({ type: 'subjects', text: '2.000' });
    expect(closeSheets(state).before.rows.map((row) => row.subjectsPerYear)).toEqual(['2000', '2000', '240', '2000']);
  });

  it('never lowers a total in silence when a figure is taken out', () => {
    const state = after({ type: 'clear', at: [at('r1', 'before', 'hours')] });
    expect(measureVnSheet(closeSheets(open()).before).total.status).toBe('complete');
    expect(measureVnSheet(closeSheets(state).before).total.status).toBe('incomplete');
  });

  it('drops a row from block II only, and takes it back', () => {
    const dropped = after({ type: 'drop', row: 'r4', dropped: true });
    expect(measureVnSheet(closeSheets(dropped).after, 'after').rows.find((row) => row.id === 'r4')?.status).toBe('dropped');
    expect(closeSheets(applyEdit(dropped, { type: 'drop', row: 'r4', dropped: false }))).toEqual(closeSheets(open()));
  });

  it('fills down what stands in the first cell', () => {
    const state = after({ type: 'fill', from: at('r1', 'before', 'hours'), to: [at('r2', 'before', 'hours'), at('r3', 'before', 'hours')] });
    expect(['r2', 'r3'].map((id) => textAt(state, at(id, 'before', 'hours')))).toEqual(['4', '4']);
  });

  it('pastes a block with Vietnamese numbers, adding the rows that are missing to the same group', () => {
    const columns = (['task', 'hours', 'service', 'fees'] as const).map((column) => ({ side: 'before' as const, column }));
    const state = after({
      type: 'paste',
      at: at('r2', 'before', 'task'),
      columns,
      cells: [
        ['Tờ khai', '0,5', '0', '12.000'],
        ['Bản vẽ', '1h30', '1.250.000', '0'],
        ['Ảnh', '10 phút', '0', '5,000'],
      ],
    });
    expect(state.rows.filter((row) => row.group === 'prepare').map((row) => row.task)).toEqual(['Đơn đề nghị', 'Tờ khai', 'Bản vẽ', 'Ảnh']);
    expect(state.rows.filter((row) => row.group === 'inspection').map((row) => row.task)).toEqual(['Phục vụ kiểm tra']);
    const rows = closeSheets(state).before.rows;
    expect(rows.slice(1, 4).map(({ hours, service, fees }) => [hours, service, fees])).toEqual([
      ['0.5', '0', '12000'],
      ['1.5', '1250000', '0'],
      ['1/6', '0', '5000'],
    ]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  it('pastes no further than the columns that are there', () => {
    const state = after({ type: 'paste', at: at('r1', 'before', 'fees'), columns: [{ side: 'before', column: 'fees' }], cells: [['7000', 'thừa', 'thừa']] });
    expect(textAt(state, at('r1', 'before', 'fees'))).toBe('7.000');
  });

  it('adds rows under the one chosen, and to block II alone where asked', () => {
    const state = after({ type: 'addRow', group: 'prepare', after: 'r1', side: 'before' }, { type: 'addRow', group: 'other', after: null, side: 'after' });
    expect(state.rows.filter((row) => row.group === 'prepare').map((row) => row.id)).toEqual(['r1', 'r6', 'r2']);
    const added = state.rows.at(-2);
    expect([added?.group, added?.before]).toEqual(['other', null]);
  });

  it('moves rows by steps inside their group and by dragging across groups', () => {
    expect(
      after({ type: 'moveRow', row: 'r2', by: -1 })
        .rows.map((row) => row.id)
        .slice(0, 2),
    ).toEqual(['r2', 'r1']);
    expect(after({ type: 'moveRow', row: 'r1', by: -1 })).toEqual(open());
    const dragged = after({ type: 'moveRowTo', row: 'r1', to: 'r3' });
    expect(dragged.rows.map((row) => [row.id, row.group]).slice(0, 3)).toEqual([
      ['r2', 'prepare'],
      ['r3', 'inspection'],
      ['r1', 'inspection'],
    ]);
  });

  it('writes sources beside the numbers they belong to', () => {
    const state = after({ type: 'subjectsSource', text: 'Sổ theo dõi hồ sơ 2025' }, { type: 'rateSource', text: 'Niên giám 2026' });
    const { before } = closeSheets(state);
    expect(before.hourlyIncome.value).toEqual({ value: '55000', source: 'gso' });
    expect(before.sources).toContainEqual({ id: 'gso', kind: 'table', document: 'Niên giám 2026', when: '2026-05-01' });
    expect(before.rows[0]?.subjectsPerYear).toEqual({ value: '1200', source: 'subjects' });
  });
});
