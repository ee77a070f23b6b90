import { known, product, resolve, UNKNOWN, NOT_APPLICABLE, type Input } from '../../../../domain/cost/input.js';
import { evaluate, expressionText } from '../../../../domain/cost/expression.js';
import { expectedGoes } from '../../../../domain/cost/goes.js';
import { byAddressee, informationObligations, measure } from '../../../../domain/cost/measure.js';
import { ONE, ZERO, ceiling, fixedText, numberText, parseNumber, rational, roundTo, tryNumber } from '../../../../domain/cost/number.js';
import { fixedNumber, shortNumber, storedNumber } from '../../../../domain/cost/number-words.js';
import {
  casesOf,
  exact,
  hoursOfMinutes,
  hoursOfPersonDays,
  minus,
  plus,
  pricedHours,
  times,
  yearlyHours,
  yearlyMoney,
} from '../../../../domain/cost/quantity.js';
import { present } from '../../../../domain/cost/present.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { aLine, aModel } from '../../../support/cost/models.js';

const number = (text: string) => parseNumber(text, 'test');
const refusal = (act: () => unknown): readonly unknown[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return [error.code, error.details['path']];
    throw error;
  }
  return ['no refusal'];
};

describe('exact numbers', () => {
  it.each([
    ['12.50', '12.5'],
    ['170/58', '85/29'],
    ['-0.0', '0'],
    ['1/8', '0.125'],
    ['-7/2', '-3.5'],
    ['000012', '12'],
  ])('%s is written %s', (text, written) => {
    expect(numberText(number(text))).toBe(written);
  });

  it.each(['', '1,5', '1.250.000', '1e3', 'NaN', '1/0', '.5', '5.', ' 5', '--5', 5, null, undefined])('%j is no stored number', (text) => {
    expect(tryNumber(text)).toBeNull();
  });

  it('rounds ties away from zero, up away from zero, and cuts on request', () => {
    expect([
      fixedText(number('2422.5'), 0),
      fixedText(number('-2422.5'), 0),
      fixedText(number('0.001'), 0, 'up'),
      fixedText(number('-0.001'), 0, 'up'),
      fixedText(number('33.998'), 1, 'down'),
    ]).toEqual(['2423', '-2423', '1', '-1', '33.9']);
    expect(numberText(roundTo(number('22272727'), -7))).toBe('20000000');
    expect(fixedText(number('-0.4'), 0)).toBe('0');
    expect([ceiling(number('-1.5')), ceiling(number('1.5')), ceiling(number('2'))]).toEqual([-1n, 2n, 2n]);
  });

  it('prints with the marks of each language', () => {
    expect([
      shortNumber(number('1250000.5'), 'vi'),
      shortNumber(number('1250000.5'), 'en'),
      fixedNumber(number('71.6392'), 2, 'vi'),
      storedNumber('85/29', 'vi'),
      shortNumber(number('-1234'), 'vi'),
    ]).toEqual(['1.250.000,5', '1,250,000.5', '71,64', '85/29', '-1.234']);
  });

  it('evaluates and prints derivations', () => {
    expect(numberText(evaluate({ mul: [{ mean: ['99', '105'] }, '1000000', '0.8'] }, 'x'))).toBe('81600000');
    expect(numberText(evaluate({ sub: ['10', '3', '4'] }, 'x'))).toBe('3');
    expect(expressionText({ mul: [{ mean: ['99', '105'] }, '0.8'] })).toBe('((99 + 105) ÷ 2) × 0.8');
    expect(refusal(() => evaluate({ div: ['1', '0'] }, 'x'))).toEqual(['cost_division_by_zero', 'x']);
    expect(refusal(() => evaluate({ pow: ['1', '0'] }, 'x'))).toEqual(['cost_bad_document', 'x']);
  });
});

describe('units', () => {
  it('follow the arithmetic of time and money', () => {
    const cases = casesOf(exact(number('1000'), 'person'), exact(number('24'), '1/yr'));
    const hours = yearlyHours(cases, hoursOfMinutes(exact(number('120'), 'min')));
    const labour = pricedHours(hours, exact(number('91.54'), 'money/h'));
    expect(numberText(plus(labour, labour))).toBe('8787840');
    expect(numberText(hoursOfPersonDays(exact(number('150'), 'personDay'), exact(number('8'), 'h')))).toBe('1200');
    expect(numberText(plus(labour, yearlyMoney(cases, exact(number('250'), 'money/case'))))).toBe('10393920');
    expect(numberText(minus(times(labour, exact(number('0.5'), 'share')), labour))).toBe('-2196960');
  });

  it('do not mix: hours plus money, or once plus yearly, fails to compile', () => {
    const hours = exact(ONE, 'h/yr');
    const yearly = exact(ONE, 'money/yr');
    const once = exact(ONE, 'money');
    // @ts-expect-error hours are not money
    plus(yearly, hours);
    // @ts-expect-error a one-off amount never adds to a yearly one
    const mixed = plus(yearly, once);
    expect(numberText(mixed)).toBe('2');
  });

  it.each([
    [{ feePerCase: { value: '5', unit: 'h' } }, ['cost_wrong_unit', 'before.lines[0].feePerCase']],
    [{ share: '1.2' }, ['cost_share_out_of_range', 'before.lines[0].share']],
    [{ complianceRate: '-0.1' }, ['cost_share_out_of_range', 'before.lines[0].complianceRate']],
    [{ cashPerCase: '-1' }, ['cost_negative_value', 'before.lines[0].cashPerCase']],
    [{ labour: [{ hours: '-1', rate: '1' }] }, ['cost_negative_value', 'before.lines[0].labour[0].hours']],
    [{ labour: [{ rate: '1' }] }, ['cost_missing_field', 'before.lines[0].labour[0].hours']],
    [{ labour: [{ personDays: '1', rate: '1' }] }, ['cost_missing_field', 'before.lines[0].labour[0].personDays']],
    [{ cases: 'many' }, ['cost_bad_number', 'before.lines[0].cases']],
    [{ cases: { value: '900', derivation: { mul: ['3600', '0.2'] } } }, ['cost_derivation_mismatch', 'before.lines[0].cases']],
    [{ returnProbability: '1' }, ['cost_share_out_of_range', 'before.lines[0].returnProbability']],
  ] as const)('a line with %j is refused with the path', (over, expected) => {
    expect(refusal(() => measure(aModel({ lines: [aLine('l', over as never)] }), 'before'))).toEqual(expected);
  });

  it('two rates of one role, two shares of one group and two lines of one id are refused', () => {
    const two = (left: object, right: object) => refusal(() => measure(aModel({ lines: [aLine('a', left), aLine('b', right)] }), 'before'))[0];
    expect(two({ labour: [{ role: 'x', hours: '1', rate: '1' }] }, { labour: [{ role: 'x', hours: '1', rate: '2' }] })).toBe('cost_two_rates_for_role');
    expect(two({ dutyId: 'd', bauShare: '0.1' }, { dutyId: 'd', bauShare: '0.2' })).toBe('cost_conflicting_share');
    expect(refusal(() => measure(aModel({ lines: [aLine('a'), aLine('a')] }), 'before'))[0]).toBe('cost_duplicate_id');
  });
});

describe('ways not to have a number', () => {
  const small: Input = { state: 'negligible', reason: 'under a minute', atMost: '1/60' };

  it('follow one precedence in a product', () => {
    const negligible = resolve(small, { unit: 'h' }, 'x');
    expect(product([NOT_APPLICABLE, known(ZERO)]).state).toBe('notApplicable');
    expect(product([UNKNOWN, known(ZERO), negligible])).toEqual(known(ZERO));
    expect(product([UNKNOWN, negligible]).state).toBe('unknown');
    expect(product([known(rational(60n)), negligible])).toMatchObject({ state: 'negligible' });
  });

  it('keep what is known in the total and name the gap', () => {
    const result = measure(
      aModel({
        lines: [
          aLine('gap', { labour: [{ role: 'r', hours: { state: 'unknown' }, rate: '5' }], cashPerCase: '3' }),
          aLine('full'),
          aLine('small', { labour: [{ role: 'r', hours: small, rate: '5' }] }),
        ],
      }),
      'before',
    );
    expect(result.lines[0]).toMatchObject({ status: 'missing', gaps: ['labour[0].hours'] });
    expect([numberText(result.recurring.burden), result.status, numberText(result.coverage), result.missing, result.negligible]).toEqual([
      '10000300',
      'incomplete',
      '2/3',
      ['gap'],
      ['small'],
    ]);
    expect(numberText(result.negligibleAtMost)).toBe('25/3');
  });

  it('time that is not priced is reported in hours, its money is null', () => {
    const result = measure(aModel({ lines: [{ id: 'c', cases: '10', labour: [{ hours: '2', rate: null }] }] }), 'before');
    expect([result.recurring.columns.labour, result.recurring.total, numberText(result.recurring.hours), result.notApplicable]).toEqual([
      null,
      null,
      '20',
      ['c'],
    ]);
  });
});

describe('a measured state', () => {
  it('keeps addressees, one-off cost, fees and the information obligations apart', () => {
    const result = measure(
      aModel({
        lines: [
          aLine('b', { addressee: 'business', informationObligation: true, feePerCase: '1000' }),
          aLine('c', { addressee: 'citizen', externalPerCase: '500' }),
          aLine('o', { kind: 'oneOff', cases: '1', cashPerCase: '7' }),
        ],
      }),
      'before',
      { concept: 'applicantPays' },
    );
    expect([...byAddressee(result)].map(([addressee, totals]) => [addressee, numberText(totals.burden)])).toEqual([
      ['business', '10000000'],
      ['citizen', '10050000'],
    ]);
    expect(numberText(informationObligations(result).burden)).toBe('10000000');
    expect([numberText(result.recurring.total ?? ZERO), numberText(result.oneOff.burden), numberText(result.recurring.columns.fees)]).toEqual([
      '150000',
      '100007',
      '100000',
    ]);
  });

  it('counts events once across the sides that meet in them', () => {
    const sides = (cases: string) =>
      measure(aModel({ lines: [aLine('a', { eventKey: 'visit' }), aLine('b', { eventKey: 'visit', cases }), aLine('c')] }), 'before');
    expect(sides('100').distinctEvents === null ? null : numberText(sides('100').distinctEvents ?? ZERO)).toBe('200');
    expect(sides('99').distinctEvents).toBeNull();
    expect(sides('100').recurring.cases).toBeNull();
  });

  it('multiplies the looped hours by the expected goes', () => {
    expect([
      numberText(expectedGoes(number('0.5'), null, 'p')),
      numberText(expectedGoes(number('0.5'), 1, 'p')),
      numberText(expectedGoes(ZERO, null, 'p')),
      numberText(expectedGoes(ONE, 3, 'p')),
    ]).toEqual(['2', '1.5', '1', '4']);
    const hours = (returnProbability: string) =>
      numberText(measure(aModel({ lines: [aLine('l', { returnProbability, cashPerCase: '1' })] }), 'before').recurring.hours);
    expect([hours('0'), hours('1/3')]).toEqual(['200', '300']);
  });

  it('takes a subsidy off without going below zero and reports the excess', () => {
    const { net, excess } = measure(aModel({ lines: [aLine('l', { subsidy: '12000000' })] }), 'before').recurring;
    expect([numberText(net), numberText(excess)]).toEqual(['0', '2000000']);
  });

  it('prices waiting in a column of its own', () => {
    const result = measure(aModel({ lines: [aLine('l', { waitingDays: '10', costPerWaitingDay: '1000' })] }), 'before', { concept: 'withDelay' });
    expect([numberText(result.recurring.columns.delay), numberText(result.recurring.burden), numberText(result.recurring.total ?? ZERO)]).toEqual([
      '1000000',
      '10000000',
      '11000000',
    ]);
  });

  it('floors the after state at what people would do anyway today', () => {
    const line = (hours: string) => aLine('l', { bauShare: '0.25', cases: '1', labour: [{ role: 'r', hours, rate: '1' }] });
    const burden = (hours: string) =>
      numberText(measure(aModel({ lines: [line('1000')] }, { lines: [line(hours)] }), 'after', { baseline: { lines: [line('1000')] } }).recurring.burden);
    expect([burden('1000'), burden('500'), burden('100'), burden('0')]).toEqual(['750', '250', '0', '0']);
  });
});

describe('presentation', () => {
  it('prints whole units and notes where shown parts do not add', () => {
    const third = (id: string) => aLine(id, { cases: '1/3', labour: [{ role: 'r', hours: '1', rate: '1' }] });
    const sheet = present(measure(aModel({ lines: [third('a'), third('b'), third('c')] }), 'before'));
    expect(sheet.rows.map((row) => row.cells.total)).toEqual(['0', '0', '0']);
    expect(sheet.totals.recurring.total).toBe('1');
    expect(sheet.doesNotAdd).toContainEqual({ column: 'total', kind: 'recurring', shownSum: '0', shownTotal: '1', difference: '-1' });
  });

  it('applies a scale to money, never to counts', () => {
    const sheet = present(
      measure(aModel({ lines: [aLine('a', { cases: '1500' })] }), 'before'),
      { name: 'exactLate' },
      { scale: rational(1_000_000n), digits: 1, mode: 'halfAway' },
    );
    expect([sheet.totals.recurring.total, sheet.totals.recurring.cases, sheet.totals.recurring.hours]).toEqual(['150.0', '1500', '3000.00']);
  });
});
