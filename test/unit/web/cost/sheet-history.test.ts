import { reduceHistory, startHistory, type History, type HistoryAct } from '../../../../web/src/cost/sheet-history.js';
import { textAt } from '../../../../web/src/cost/sheet-edits.js';
import { openSheets } from '../../../../web/src/cost/sheet-state.js';
import { AFTER, BEFORE, WORDS } from './sheet.fixture.js';

const CELL = { row: 'r1', side: 'before', column: 'hours' } as const;
const OTHER = { row: 'r2', side: 'before', column: 'hours' } as const;
const type = (at: typeof CELL | typeof OTHER, text: string): HistoryAct => ({ type: 'type', at, text });
const run = (...acts: readonly HistoryAct[]): History => acts.reduce(reduceHistory, startHistory(openSheets(BEFORE, AFTER, WORDS)));
const text = (history: History, at: typeof CELL | typeof OTHER): string => textAt(history.present, at);

describe('undo and redo', () => {
  it('take the typing into one cell as one step', () => {
    const typed = run(type(CELL, '1'), type(CELL, '12'), type(CELL, '12,5'));
    expect(typed.past).toHaveLength(1);
    expect(text(reduceHistory(typed, { type: 'undo' }), CELL)).toBe('4');
  });

  it('keep two cells, and two visits to one cell, apart', () => {
    expect(run(type(CELL, '1'), type(OTHER, '2')).past).toHaveLength(2);
    expect(run(type(CELL, '1'), { type: 'leave' }, type(CELL, '12')).past).toHaveLength(2);
  });

  it('come back to where they were', () => {
    const there = run(type(CELL, '1'), type(OTHER, '2'));
    const back = [{ type: 'undo' }, { type: 'undo' }, { type: 'redo' }, { type: 'redo' }] as const;
    expect(back.reduce<History>(reduceHistory, there).present).toBe(there.present);
  });

  it('forget what was undone once something else is typed', () => {
    const history = run(type(CELL, '1'), { type: 'undo' }, type(OTHER, '2'));
    expect(history.future).toEqual([]);
    expect(reduceHistory(history, { type: 'redo' })).toBe(history);
  });

  it('do not count the writing of a number in groups of three', () => {
    const history = run(
      { type: 'type', at: { row: 'r1', side: 'before', column: 'fees' }, text: '1250000' },
      { type: 'tidy', at: { row: 'r1', side: 'before', column: 'fees' } },
    );
    expect(history.past).toHaveLength(1);
    expect(textAt(history.present, { row: 'r1', side: 'before', column: 'fees' })).toBe('1.250.000');
  });

  it('do nothing at their ends', () => {
    const start = run();
    expect(reduceHistory(start, { type: 'undo' })).toBe(start);
    expect(reduceHistory(start, { type: 'redo' })).toBe(start);
  });
});
