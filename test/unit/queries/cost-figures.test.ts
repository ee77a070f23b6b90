import { costFigures, explainedVolumeOf, pointerOfPath, shown, wholeDong } from '../../../queries/cost-figures.js';
import { aReform, aRow, aSheet, withCost } from '../../support/cost/proposals.js';

describe('an amount in an answer', () => {
  it.each([
    ['0', 0],
    ['408750000', 408_750_000],
    ['-198000000', -198_000_000],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['-90071992547409930', '-90071992547409930'],
  ])('%s đồng is a number while a number holds it exactly', (text, answered) => {
    expect(wholeDong(text)).toBe(answered);
  });

  it('is changed wherever it stands, and nothing else is', () => {
    expect(shown({ rows: [{ year: { exact: '0.5', dong: '1' }, once: null, explain: { vi: '1', en: '1' } }], hours: '1' })).toEqual({
      rows: [{ year: { exact: '0.5', dong: 1 }, once: null, explain: { vi: '1', en: '1' } }],
      hours: '1',
    });
  });
});

describe('the place of a mark', () => {
  it.each([
    ['before.rows[2].fees', '/before/rows/2/fees'],
    ['after.oneOff[0].amount', '/after/oneOff/0/amount'],
    ['after.hourlyIncome', '/after/hourlyIncome/value'],
    ['before.total', null],
    ['compare.hourlyIncome', null],
  ])('%s is the field %s', (path, pointer) => {
    expect(pointerOfPath(path)).toBe(pointer);
  });
});

describe('a pair of sheets', () => {
  it('with one block is measured and not compared', () => {
    const figures = costFigures({ before: aSheet(), after: null });
    expect([figures.before?.total.dong, figures.after, figures.comparison]).toEqual([408_750_000, null, null]);
    expect(costFigures({ before: null, after: null })).toEqual({ before: null, after: null, comparison: null, findings: [] });
  });

  it('with a fallen volume is questioned unless a change item answers for it', () => {
    const fallen = aReform({ rows: [aRow('r1', { timesPerYear: '1/5', state: 'changed' })] });
    const flagged = (rows: readonly string[]): unknown =>
      costFigures({ before: aSheet({ rows: [aRow('r1')] }), after: fallen }, rows).comparison?.gaming?.flagged.dong;
    expect(flagged([])).toBe(307_200_000);
    const items = withCost(null, null).items.map((item) => ({ ...item, type: 'reduceFrequency' as const }));
    expect(explainedVolumeOf(items)).toEqual(['r1']);
    expect(flagged(explainedVolumeOf(items))).toBe(0);
    expect(explainedVolumeOf(withCost(null, null).items)).toEqual([]);
  });
});
