import { balance, breakEven } from '../../../../domain/cost/break-even.js';
import { probabilityAbove } from '../../../../domain/cost/cases/uncertain.js';
import type { Input, KnownInput } from '../../../../domain/cost/input.js';
import { compare } from '../../../../domain/cost/compare.js';
import { measure } from '../../../../domain/cost/measure.js';
import type { CostLine, CostModel } from '../../../../domain/cost/model.js';
import { ZERO, numberText, parseNumber, rational, type Rational } from '../../../../domain/cost/number.js';
import { bounds } from '../../../../domain/cost/ranges.js';
import { generatorOf } from '../../../../domain/cost/random.js';
import { simulate, squareRoot } from '../../../../domain/cost/simulate.js';
import { evaluateTarget, targetFunction } from '../../../../domain/cost/target.js';
import { interviewsNeeded, tornado } from '../../../../domain/cost/tornado.js';
import { assign, settle, unknownsOf } from '../../../../domain/cost/unknowns.js';
import { aLine, aModel } from '../../../support/cost/models.js';

const number = (text: string): Rational => parseNumber(text, 'test');
const range = (low: string, value: string, high: string, over: Partial<KnownInput['range']> = {}): KnownInput => ({ value, range: { low, high, ...over } });
const line = (over: Partial<CostLine>): CostLine => aLine('l', over);
const hours = (value: Input, minutes = false) => [
  { role: 'r', ...(minutes ? { minutes: value } : { hours: value }), rate: range('10', '20', '30', { unknownId: 'rate' }) },
];
const rich: CostModel = aModel(
  {
    hoursPerPersonDay: '8',
    lines: [
      line({
        cases: range('80', '100', '120', { unknownId: 'cases' }),
        labour: hours(range('60', '90', '120'), true),
        returnProbability: range('0', '1/5', '1/2'),
        feePerCase: '7',
      }),
    ],
  },
  {
    hoursPerPersonDay: '8',
    lines: [
      line({
        cases: range('80', '100', '120', { unknownId: 'cases' }),
        labour: [{ role: 'r', personDays: range('0', '1/16', '1/8'), rate: range('10', '20', '30', { unknownId: 'rate' }) }],
        cashPerCase: range('0', '1', '9'),
      }),
    ],
  },
);

describe('a figure as a function of its unknowns', () => {
  it('gives what measuring the assigned model gives, goes and person-days included', () => {
    for (const figure of ['before', 'after', 'saving'] as const) {
      const target = targetFunction(rich, { figure, concept: 'vnCompliance' });
      for (const end of ['low', 'point', 'high'] as const) {
        const values = new Map(unknownsOf(rich).map((unknown) => [unknown.id, unknown[end]]));
        const assigned = assign(rich, values);
        const total = (state: 'before' | 'after'): Rational =>
          measure(assigned, state, { concept: 'vnCompliance', baseline: assigned.before }).recurring.total ?? ZERO;
        const expected = figure === 'saving' ? total('before').sub(total('after')) : total(figure);
        expect(numberText(evaluateTarget(target, (id) => values.get(id) ?? ZERO))).toBe(numberText(expected));
      }
    }
  });

  it('follows the floor of what people would do anyway', () => {
    const bau = (value: Input): CostLine => line({ bauShare: '1/4', cases: '1', labour: [{ role: 'r', hours: value, rate: '1' }] });
    const model = aModel({ lines: [bau('1000')] }, { lines: [bau(range('0', '500', '1000'))] });
    const found = bounds(model, { figure: 'saving' });
    expect([found.kind, numberText(found.low), numberText(found.high), numberText(found.atPoint)]).toEqual(['outer', '0', '750', '500']);
    const steady = bounds(aModel({ lines: [bau('1000')] }, { lines: [bau(range('400', '500', '1000'))] }), { figure: 'saving' });
    expect([steady.kind, numberText(steady.low), numberText(steady.high)]).toEqual(['corners', '0', '600']);
    const run = simulate(model, { figure: 'saving' }, { seed: 'x', draws: 500 });
    expect(run.p5.compare(found.low) >= 0 && run.p95.compare(found.high) <= 0).toBe(true);
  });

  it('beyond twelve unknowns the bounds are wider than needed and say so', () => {
    const many = (count: number): CostModel =>
      aModel({ lines: Array.from({ length: count }, (_, index) => aLine(`l${index}`, { cases: range('1', '2', '3') })) });
    expect([bounds(many(12), { figure: 'before' }).kind, bounds(many(13), { figure: 'before' }).kind]).toEqual(['corners', 'outer']);
    expect(numberText(bounds(many(13), { figure: 'before' }).high)).toBe('3900000');
  });

  it('an unknown that stands twice in one product is no corner case', () => {
    const same = { unknownId: 'x' };
    const found = bounds(
      aModel({ lines: [line({ cases: range('1', '2', '3', same), labour: [{ role: 'r', hours: range('1', '2', '3', same), rate: '1' }] })] }),
      { figure: 'before' },
    );
    expect([found.kind, numberText(found.low), numberText(found.high)]).toEqual(['outer', '1', '9']);
  });

  it('refuses a range upside down, a point outside it, and one id with two ranges', () => {
    const bad =
      (first: Input, second: Input = '1') =>
      () =>
        unknownsOf(aModel({ lines: [line({ cases: first, feePerCase: second })] }));
    expect(bad(range('5', '4', '3'))).toThrow('cost_bad_range');
    expect(bad(range('1', '9', '3'))).toThrow('cost_bad_range');
    expect(bad(range('1', '1', '1', { shape: 'discrete' }))).toThrow('cost_bad_range');
    expect(bad(range('1', '2', '3', { unknownId: 'u' }), range('1', '2', '4', { unknownId: 'u' }))).toThrow('cost_conflicting_key');
  });
});

describe('a disputed number', () => {
  const disputed: KnownInput = { value: '100', disputed: { value: '60', by: 'Sở Tài chính', until: '2026-12-01' } };
  const model = (cases: Input): CostModel => aModel({ lines: [line({ cases })] });

  it('shows both values as a range until it is settled, and keeps the other as superseded', () => {
    const open = bounds(model(disputed), { figure: 'before' });
    expect([numberText(open.low), numberText(open.high), numberText(open.atPoint)]).toEqual(['6000000', '10000000', '10000000']);
    const settled = settle(disputed, '60');
    expect(settled).toEqual({ value: '60', supersedes: '100' });
    const closed = bounds(model(settled), { figure: 'before' });
    expect([numberText(closed.low), numberText(closed.high)]).toEqual(['6000000', '6000000']);
  });
});

describe('simulation', () => {
  it('draws the same whole numbers for one seed, others for another', () => {
    const take = (seed: string): readonly number[] => {
      const next = generatorOf(seed);
      return [next(), next(), next()];
    };
    expect(take('20260101')).toEqual(take('20260101'));
    expect(take('20260101')).not.toEqual(take('20260102'));
    const next = generatorOf('spread');
    const draws = Array.from({ length: 20_000 }, next);
    expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value < 1 << 20)).toBe(true);
    expect(Math.abs(draws.reduce((left, right) => left + right, 0) / draws.length / (1 << 20) - 0.5)).toBeLessThan(0.01);
  });

  it('keeps every shape inside its range and near its own mean', () => {
    const mean = (cases: Input): number => {
      const run = simulate(
        aModel({ lines: [line({ cases, labour: [{ role: 'r', hours: '1', rate: '1' }] })] }),
        { figure: 'before' },
        { seed: 's', draws: 4_000 },
      );
      expect(run.p5.compare(number('0')) >= 0 && run.p95.compare(number('90')) <= 0).toBe(true);
      return Number(run.mean.toString());
    };
    expect(mean(range('0', '45', '90'))).toBeCloseTo(45, -1);
    expect(Math.abs(mean(range('0', '90', '90', { shape: 'triangular' })) - 60)).toBeLessThan(2);
    expect(
      Math.abs(
        mean(
          range('0', '30', '90', {
            shape: 'discrete',
            values: [
              { value: '0', weight: '2' },
              { value: '90', weight: '1' },
            ],
          }),
        ) - 30,
      ),
    ).toBeLessThan(3);
  });

  it('counts how often a target is met, and works where goes are uncertain', () => {
    const run = simulate(rich, { figure: 'saving' }, { seed: '1', draws: 1_000, goal: number('2000') });
    expect(run.probabilityGoal === null).toBe(false);
    expect(run.probabilityPositive.compare(run.probabilityGoal ?? ZERO)).toBeGreaterThanOrEqual(0);
    expect(run.standardError.s > 0n).toBe(true);
    expect([numberText(squareRoot(number('2'))), numberText(squareRoot(ZERO)), numberText(squareRoot(number('0.25')))]).toEqual(['1.414213', '0', '0.5']);
  });

  it('P(X > Y) of uniform ranges has its closed form', () => {
    const p = (x: readonly [string, string], y: readonly [string, string]): string =>
      numberText(probabilityAbove([number(x[0]), number(x[1])], [number(y[0]), number(y[1])]));
    expect([
      p(['2', '4'], ['1', '3']),
      p(['0', '1'], ['0', '1']),
      p(['5', '6'], ['0', '1']),
      p(['0', '1'], ['5', '6']),
      p(['0', '2'], ['1', '1']),
      p(['1', '1'], ['0', '2']),
      p(['0', '9'], ['3', '6']),
    ]).toEqual(['0.875', '0.5', '1', '0', '0.5', '0.5', '0.5']);
  });
});

describe('what to measure next', () => {
  it('the planted input with the largest swing comes first, and turns of sign are marked', () => {
    const model = aModel(
      {
        lines: [
          line({
            cases: range('90', '100', '110', { unknownId: 'cases' }),
            labour: [{ role: 'r', hours: range('1', '5', '9', { unknownId: 'planted' }), rate: '10' }],
          }),
        ],
      },
      {
        lines: [
          line({
            cases: range('90', '100', '110', { unknownId: 'cases' }),
            labour: [{ role: 'r', hours: range('3', '3', '4', { unknownId: 'after' }), rate: '10' }],
          }),
        ],
      },
    );
    const bars = tornado(model, { figure: 'saving' }, number('5000'));
    expect(bars.map((bar) => [bar.input, numberText(bar.swing), bar.turnsSign, bar.turnsGoal])).toEqual([
      ['planted', '8000', true, true],
      ['after', '1000', false, false],
      ['cases', '400', false, false],
    ]);
  });

  it('says how many interviews settle it', () => {
    expect([interviewsNeeded(number('100'), number('2'), number('1.96')), interviewsNeeded(ZERO, number('2'), number('1.96'))]).toEqual([97n, 1n]);
  });
});

describe('break-even', () => {
  const input = { oneOff: number('1500000000'), years: number('5'), cases: number('24000'), savingPerCase: number('42000'), uptake: number('0.6') };

  it('at the returned value the balance is exactly 0', () => {
    const found = breakEven(input);
    const zero = (over: Partial<typeof input>): string => numberText(balance({ ...input, ...over }));
    expect([
      zero({ cases: found.casesPerYearExact as Rational }),
      zero({ uptake: found.uptakeNeeded as Rational }),
      zero({ savingPerCase: found.savingPerCaseNeeded as Rational }),
      zero({ years: found.paybackYears as Rational }),
    ]).toEqual(['0', '0', '0', '0']);
  });

  it('without a saving it is never earned back, not infinite', () => {
    const never = breakEven({ ...input, savingPerCase: number('-1') });
    expect([never.paybackYears, never.paybackMonth, never.casesPerYearNeeded, never.uptakeNeeded]).toEqual([null, null, null, null]);
    expect(numberText(never.yearlySaving)).toBe('-14400');
    expect(numberText(breakEven({ ...input, oneOff: ZERO, savingPerCase: ZERO }).paybackYears ?? rational(1n))).toBe('0');
  });
});

it('a comparison of ranged states uses the point values', () => {
  expect(numberText(compare(aModel({ lines: [line({ cases: range('1', '2', '3') })] }, { lines: [line({ cases: '1' })] })).saving ?? ZERO)).toBe('100000');
});
