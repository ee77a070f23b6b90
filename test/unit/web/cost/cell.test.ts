import { isUnreadable, readCell, shownCell, tidyCell } from '../../../../web/src/cost/cell.js';

const WORDS = { negligible: 'không đáng kể', notApplicable: 'không áp dụng', minutes: 'phút' };

describe('a cell of the cost sheet', () => {
  it.each([
    ['1.250.000', 'fees', '1250000'],
    ['1,250,000', 'fees', '1250000'],
    ['0,5', 'hours', '0.5'],
    ['1h30', 'hours', '1.5'],
    ['30 phút', 'hours', '0.5'],
    ['45p', 'hours', '0.75'],
    ['20 phút', 'hours', '1/3'],
    ['1/5', 'timesPerYear', '0.2'],
    ['1/3', 'timesPerYear', '1/3'],
    ['12.000 đ', 'service', '12000'],
    ['1.200', 'subjectsPerYear', '1200'],
  ] as const)('reads “%s” typed into %s as %s', (typed, column, value) => {
    expect(readCell(typed, column)).toMatchObject({ text: typed, value, problem: null });
  });

  it('holds no figure while empty, which is not zero', () => {
    expect(readCell('', 'hours')).toEqual({ text: '', value: null, problem: null });
    expect(isUnreadable(readCell('', 'hours'))).toBe(false);
  });

  it('keeps words it cannot read, and says so at the cell', () => {
    const cell = readCell('nhiều', 'fees');
    expect(cell).toMatchObject({ text: 'nhiều', value: null, problem: { code: 'badNumber', severity: 'problem' } });
    expect(isUnreadable(cell)).toBe(true);
  });

  it('names the other reading of an ambiguous number and still counts', () => {
    const cell = readCell('1.5', 'fees');
    expect(cell.problem?.code).toBe('ambiguousNumber');
    expect(cell.value).not.toBeNull();
    expect(isUnreadable(cell)).toBe(false);
  });

  it('is written in groups of three once it is left', () => {
    expect(tidyCell(readCell('1250000', 'fees'), 'fees').text).toBe('1.250.000');
    expect(tidyCell(readCell('0.5', 'hours'), 'hours').value).toBe('0.5');
  });

  it('is left as typed where the grouped form would read as another number', () => {
    const cell = readCell('12.345,5', 'hours');
    const tidy = tidyCell(cell, 'hours');
    expect(readCell(tidy.text, 'hours').value).toBe(cell.value);
  });

  it('shows stored values, states without a number and minutes', () => {
    expect(shownCell('1250000', WORDS).text).toBe('1.250.000');
    expect(shownCell({ value: '55000', source: 'gso' }, WORDS)).toEqual({ text: '55.000', value: { value: '55000', source: 'gso' }, problem: null });
    expect(shownCell({ state: 'negligible', reason: 'dưới 1 phút' }, WORDS).text).toBe('không đáng kể');
    expect(shownCell(null, WORDS)).toEqual({ text: '', value: null, problem: null });
    expect(shownCell('150', WORDS, true)).toMatchObject({ text: '150 phút', minutes: true });
  });
});
