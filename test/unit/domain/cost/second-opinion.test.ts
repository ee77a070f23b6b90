import fc from 'fast-check';
import { compare } from '../../../../domain/cost/compare.js';
import { measure } from '../../../../domain/cost/measure.js';
import { ZERO, numberText, roundWhole } from '../../../../domain/cost/number.js';
import { dongOf, editSheet, exactTotal, measurePortfolio, packPortfolio, totalOf, totalsBy } from '../../../../domain/cost/portfolio.js';
import type { VnSheet } from '../../../../domain/cost/vn/sheet.js';
import { twoStates } from '../../../support/cost/models.js';
import { randomSheets } from '../../../support/cost/random-sheets.js';
import { FACTORS, nearest, pair, same, secondEffects, secondSheetTotal, secondTotal, total, type Pair } from '../../../support/cost/second-opinion.js';

const SHEETS = 10_000;
const SEED = 20_260_417;
const sheets = randomSheets(SHEETS, 8, SEED);

describe(`invariant 20 on ${SHEETS} random sheets (seed ${SEED})`, () => {
  const portfolio = packPortfolio(sheets);
  const totals = measurePortfolio(portfolio);

  it('20: the integer path equals the rational path equals the independent second implementation, to the đồng', () => {
    let integers = 0;
    sheets.forEach((sheet, index) => {
      const second = secondSheetTotal(sheet);
      const rationalTotal = exactTotal(sheet);
      if (!same(pair(numberText(rationalTotal)), second)) throw new Error(`sheet ${index}: rational path ${numberText(rationalTotal)}`);
      if (!totalOf(totals, index).equals(rationalTotal)) throw new Error(`sheet ${index}: integer path ${numberText(totalOf(totals, index))}`);
      if (dongOf(totals, index) !== nearest(second) || roundWhole(rationalTotal) !== nearest(second)) throw new Error(`sheet ${index}: đồng`);
      if (!totals.big.has(index)) integers += 1;
    });
    expect(integers).toBeGreaterThan(SHEETS / 2);
    expect(SHEETS - integers).toBeGreaterThan(100);
  });

  it('totals by province add up to the whole, whatever path each sheet took', () => {
    const parts = [...totalsBy(totals, (index) => `province ${index % 34}`).values()].map((value) => pair(numberText(value)));
    const [whole] = [...totalsBy(totals, () => 'all').values()];
    expect(parts).toHaveLength(34);
    expect(same(total(parts), pair(numberText(whole ?? ZERO)))).toBe(true);
  });

  it('an edit brings one total up to date as a full recomputation would, and undo restores it', () => {
    const own = packPortfolio(sheets.slice(0, 500));
    const live = measurePortfolio(own);
    for (let index = 0; index < 500; index += 7) {
      const sheet = sheets[index] as VnSheet;
      const edited: VnSheet = { ...sheet, hourlyIncome: { value: '61250' } };
      editSheet(own, live, index, edited);
      expect(numberText(totalOf(live, index))).toBe(numberText(exactTotal(edited)));
      editSheet(own, live, index, sheet);
      expect(numberText(totalOf(live, index))).toBe(numberText(exactTotal(sheet)));
    }
  });
});

it('the second implementation agrees on totals of general models', () => {
  fc.assert(
    fc.property(twoStates(), (model) => {
      const own = measure(model, 'before', { concept: 'vnCompliance' }).recurring.total ?? ZERO;
      expect(same(pair(numberText(own)), secondTotal(model.before))).toBe(true);
    }),
    { numRuns: 300, seed: SEED },
  );
});

it('every effect equals the literal mean over all orders of switching', () => {
  fc.assert(
    fc.property(twoStates(), (model) => {
      const own = compare(model, { concept: 'vnCompliance' }).effects ?? {};
      const second = secondEffects(model);
      for (const name of FACTORS) {
        const value = own[name];
        expect([name, same(value === undefined ? [0n, 1n] : pair(numberText(value)), second.get(name) as Pair)]).toEqual([name, true]);
      }
    }),
    { numRuns: 25, seed: SEED },
  );
});
