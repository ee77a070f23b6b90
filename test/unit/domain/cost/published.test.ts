import { boundOfDifference, boundOfSum, boundOfWords, wordOfBound } from '../../../../domain/cost/bound.js';
import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import { VN_SHEET_SCHEMA, type VnSheet } from '../../../../domain/cost/vn/sheet.js';
import { numberText } from '../../../../domain/cost/number.js';
import { readScaledTable } from '../../../../domain/cost/scaled-table.js';
import { checkPublished } from '../../../../domain/cost/published.js';
import { publishedCuts } from '../../../support/cost/published-cuts.js';

describe('published figures of cuts', () => {
  it.each(publishedCuts.map((cut) => [cut.id, cut] as const))('%s recomputes, and the difference of print and truth is named', (_, cut) => {
    expect(checkPublished(cut.checks).map((finding) => finding.en)).toEqual(cut.shows);
  });

  it('say in Vietnamese that 33,998 % was cut, not rounded', () => {
    const [finding] = checkPublished([{ path: 'p', kind: 'percent', part: '2371', whole: '6974', printed: { value: '33.9' } }]);
    expect(finding?.code).toBe('cutNotRounded');
    expect(finding?.vi).toBe('33,998 %, in 33,9: cắt bớt, không làm tròn.');
  });

  it('the monthly tax return turned quarterly is a form of one row', () => {
    const sheet = (times: string): VnSheet => ({
      schema: VN_SHEET_SCHEMA,
      hourlyIncome: { value: '43750' },
      rows: [{ id: 'r', group: 'submit', task: 'khai thuế', hours: '0', service: '250000', fees: '0', timesPerYear: times, subjectsPerYear: '325000' }],
    });
    const result = compareVnSheets(sheet('12'), sheet('4'), { explainedVolume: ['r'] });
    expect([result.before.total.dong, result.after.total.dong, result.saving?.dong, result.percent?.shown]).toEqual([
      '975000000000',
      '325000000000',
      '650000000000',
      '66.67',
    ]);
    expect(result.effects).toEqual({ volume: { exact: '-650000000000', dong: '-650000000000' } });
  });
});

describe('official tables that contradict themselves', () => {
  it('a header in thousands over a table of plain euro is found', () => {
    const [finding] = checkPublished([{ path: 'table', kind: 'scaledSum', cells: ['55800', '50000'], headerScale: '1000', total: '105800' }]);
    expect(finding?.en).toBe('The table header says units of 1,000, but the total 105,800 fits only units of 1.');
  });

  it('reading it under that header is refused with the scale that fits; under the right one it gives plain units', () => {
    const read = (headerScale: string, total: string) => () =>
      readScaledTable({ cells: ['55800', '50000'], headerScale, totalInUnits: total }, 't').map(numberText);
    expect(read('1', '105800')()).toEqual(['55800', '50000']);
    expect(read('1000', '105800400')()).toEqual(['55800000', '50000000']);
    expect(read('1000', '105800')).toThrow(
      expect.objectContaining({ code: 'cost_scale_contradiction', details: { path: 't.headerScale', headerScale: '1000', fits: '1' } }),
    );
  });

  it('an impossible row shows its own product beside the printed hours and total', () => {
    const findings = checkPublished([
      { path: 'row5', kind: 'row', cases: '112615', hoursPerCase: '0.83', rate: '35', printedHours: '36178', printedTotal: '694742' },
    ]);
    expect(findings.map((finding) => finding.en)).toEqual([
      '112,615 × 0.83 = 93,470.45, the table prints 36,178.',
      '112,615 × 29.05 = 3,271,465.75, the table prints 694,742.',
    ]);
  });

  it('an input shown as 2.9 is recognised as 85/29 from the printed result', () => {
    const [finding] = checkPublished([{ path: 'frequency', kind: 'hiddenInput', shown: '2.9', others: ['29', '56'], printedResult: '4760' }]);
    expect(finding?.en).toBe('The shown 2.9 is cut short: the result fits only 85/29.');
    expect(checkPublished([{ path: 'f', kind: 'hiddenInput', shown: '2', others: ['10'], printedResult: '20' }])).toEqual([]);
  });

  it('a plain mistake is called a difference, not a rounding', () => {
    expect(checkPublished([{ path: 'd', kind: 'difference', before: '100', after: '40', printed: { value: '61.5' } }])[0]?.code).toBe('publishedDiffers');
  });
});

describe('words of bound', () => {
  it('are read from both languages and printed back', () => {
    expect([
      boundOfWords('hơn 1.650 tỷ'),
      boundOfWords('gần 30.000 tỷ'),
      boundOfWords('ước'),
      boundOfWords('over 740 billion'),
      boundOfWords('1.652 tỷ'),
    ]).toEqual(['at-least', 'at-most', 'approx', 'at-least', null]);
    expect(wordOfBound('at-most', 'vi')).toBe('gần');
  });

  it('mixed directions leave only "about", and a subtrahend turns its bound', () => {
    expect(boundOfSum(['at-least', null, 'at-least'])).toBe('at-least');
    expect(boundOfSum(['at-least', 'at-most'])).toBe('approx');
    expect(boundOfDifference('at-least', null)).toBe('at-least');
    expect(boundOfDifference(null, 'at-least')).toBe('at-most');
    expect(boundOfDifference('at-least', 'at-least')).toBe('approx');
  });
});
