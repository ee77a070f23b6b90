import { funnel, placeDifference, type Place } from '../../../../domain/cost/benchmark.js';
import type { ChangeItem } from '../../../../domain/cost/change-items.js';
import { compare } from '../../../../domain/cost/compare.js';
import { bySegment, cliffs, segmentChanges } from '../../../../domain/cost/distribution.js';
import { measure } from '../../../../domain/cost/measure.js';
import { ZERO, fixedText, numberText, parseNumber, rational, sum, type Rational } from '../../../../domain/cost/number.js';
import { forecastErrors, learn } from '../../../../domain/cost/observed.js';
import { propagate } from '../../../../domain/cost/demand.js';
import { sharedPart, type PaperUse } from '../../../../domain/cost/papers.js';
import { cutBy, totals, type ProgrammeItem } from '../../../../domain/cost/programme.js';
import { bestWithinBudget, combine, savingOfSet, smallestSetFor, subsets, type PricedProposal } from '../../../../domain/cost/proposals.js';
import { standardMinutes, usedTime } from '../../../../domain/cost/standard-times.js';
import { criticalPath, effectiveWaiting, elapsedWithQueue, waitingCost } from '../../../../domain/cost/waiting.js';
import { annualise, occurrences, schedule, scheduleMarks } from '../../../../domain/cost/years.js';
import { aLine, aModel } from '../../../support/cost/models.js';
import { randomFrom } from '../../../support/cost/random-sheets.js';

const number = (text: string): Rational => parseNumber(text, 'test');
const item = (id: string, over: Partial<ProgrammeItem> = {}): ProgrammeItem => ({
  id,
  before: number('100'),
  after: number('60'),
  status: 'approved',
  ...over,
});

describe('programme totals', () => {
  it('take the percent from the totals, never from percents, and keep three savings apart', () => {
    const result = totals([
      item('a', { before: number('100'), after: number('50'), status: 'executed' }),
      item('b', { before: number('900'), after: number('810'), status: 'proposed' }),
    ]);
    expect([numberText(result.percent ?? ZERO), ...Object.values(result.savingByStatus).map(numberText)]).toEqual(['14', '140', '50', '50']);
  });

  it('keep later additions outside the frozen denominator, and refuse a percent of incomplete sheets', () => {
    const result = totals([item('a'), item('late', { inBaseline: false, before: number('7'), after: ZERO })]);
    expect([numberText(result.before), numberText(result.outsideBaseline.saving), numberText(result.percent ?? ZERO)]).toEqual(['100', '7', '40']);
    const gap = totals([item('a', { coverage: { counted: 3, missing: 1 } })]);
    expect([gap.percent, numberText(gap.coverage)]).toEqual([null, '0.75']);
    expect(totals([]).percent).toBeNull();
  });

  it('reconcile under any cut', () => {
    const items = [
      item('a', { cuts: { field: 'x' } }),
      item('b', { cuts: { field: 'y' }, overlapKey: 'k' }),
      item('c', { cuts: { field: 'y' }, overlapKey: 'k' }),
    ];
    expect(numberText(sum([...cutBy(items, 'field').values()].map((part) => part.saving)))).toBe(numberText(totals(items).saving));
  });
});

describe('shared papers and demand', () => {
  it('producing one paper for one event costs once, attaching it each time', () => {
    const use = (procedure: string, edge: PaperUse['edge'], cost: string): PaperUse => ({
      procedure,
      paper: 'birth certificate',
      edge,
      eventsPerYear: number('100'),
      costPerEvent: number(cost),
      sharedEvents: 'birth',
    });
    const uses = [use('p', 'obtain', '10'), use('q', 'obtain', '10'), use('p', 'attach', '1'), use('q', 'attach', '1')];
    expect(numberText(sharedPart(uses, new Set(['p', 'q'])))).toBe('1000');
    expect(numberText(sharedPart(uses, new Set(['p'])))).toBe('0');
  });

  it('dropping a paper lowers the volume down a chain, and a cycle ends', () => {
    const volumes = new Map([
      ['a', number('1000')],
      ['b', number('400')],
      ['c', number('200')],
    ]);
    const demand = (demands: string, issues: string, share: string) => ({ demands, issues, paper: 'x', share: number(share) });
    const next = propagate(volumes, [demand('a', 'b', '0.5'), demand('b', 'c', '0.4'), demand('c', 'b', '1')], [{ procedure: 'a', paper: 'x' }]);
    expect([...next].map(([id, value]) => [id, numberText(value)])).toEqual([
      ['a', '1000'],
      ['b', '200'],
      ['c', '160'],
    ]);
  });
});

describe('proposals under a budget', () => {
  const model = aModel({ lines: [aLine('x'), aLine('y'), aLine('z')] });
  const scale = (id: string, line: string, field: 'time' | 'volume', factor: string): ChangeItem => ({
    id,
    code: 'simplifyForm',
    operations: [{ op: 'scale', line, field, factor }],
  });
  const proposals: readonly PricedProposal[] = [
    { item: scale('A', 'x', 'time', '0'), oneOff: number('50') },
    { item: scale('B', 'x', 'volume', '0.5'), oneOff: number('10') },
    { item: scale('C', 'y', 'time', '0.25'), oneOff: number('30') },
    { item: scale('D', 'z', 'volume', '0.9'), oneOff: number('5') },
  ];

  it('a proposal that adds nothing to another is called redundant', () => {
    expect(
      combine(
        model,
        proposals.map((one) => one.item),
        ['A', 'B', 'C', 'D'],
        'burden',
      ).redundant,
    ).toEqual([['A', 'B']]);
  });

  it('the best and the smallest set equal an exhaustive search', () => {
    const all = subsets(proposals).map((set) => ({
      ids: set.map((one) => one.item.id),
      saving: savingOfSet(
        model,
        set.map((one) => one.item),
        'burden',
      ),
      oneOff: sum(set.map((one) => one.oneOff)),
    }));
    for (const budget of ['0', '15', '45', '100'].map(number)) {
      const affordable = all.filter((set) => set.oneOff.compare(budget) <= 0);
      const best = affordable.reduce<Rational>((most, set) => (set.saving.compare(most) > 0 ? set.saving : most), ZERO);
      expect(numberText(bestWithinBudget(model, proposals, budget, 'burden').saving)).toBe(numberText(best));
    }
    const target = number('17000000');
    const found = smallestSetFor(model, proposals, target, null, 'burden');
    const fewest = Math.min(...all.filter((set) => set.saving.compare(target) >= 0).map((set) => set.ids.length));
    expect([found?.ids, found?.ids.length]).toEqual([['A', 'C'], fewest]);
    expect(smallestSetFor(model, proposals, target, number('60'), 'burden')).toBeNull();
  });
});

describe('time is not effort', () => {
  it('only waiting beyond own readiness counts', () => {
    const wait = (ready: string): string => numberText(effectiveWaiting({ approval: number('6'), ready: number(ready) }));
    expect([wait('0'), wait('4'), wait('9')]).toEqual(['6', '2', '0']);
    expect(numberText(waitingCost({ approval: number('6'), ready: number('4') }, number('10'), number('100')))).toBe('2000');
  });

  it('the critical path is the longest chain, the suspended clock is not the office’s', () => {
    const step = (id: string, days: string, after: readonly string[], suspended?: string) => ({
      id,
      days: number(days),
      after,
      ...(suspended === undefined ? {} : { suspendedDays: number(suspended) }),
    });
    const path = criticalPath([
      step('receive', '1', []),
      step('check', '3', ['receive'], '5'),
      step('opinion', '7', ['receive']),
      step('sign', '2', ['check', 'opinion']),
    ]);
    expect([path.path, numberText(path.days), numberText(path.officeDays), numberText(elapsedWithQueue(path, number('4')))]).toEqual([
      ['receive', 'check', 'sign'],
      '11',
      '6',
      '15',
    ]);
    expect(criticalPath([step('a', '1', ['b']), step('b', '1', ['a'])]).days.compare(2)).toBeLessThanOrEqual(0);
  });

  it('a recurring duty that leaves year 1 out is marked, and is a tenth cheaper over ten years', () => {
    const event = (from: number) => ({ from, to: 10, every: 1, hours: number('22'), cash: ZERO });
    const cost = (from: number): string => numberText(schedule([event(from)], 10, number('110'), number('150')).total);
    expect([cost(1), cost(2)]).toEqual(['3630000', '3267000']);
    expect([scheduleMarks([event(1)], 's'), scheduleMarks([event(2)], 's').map((mark) => mark.path)]).toEqual([[], ['s[0].from']]);
  });

  it('a periodic duty depends on its anchor year, and one-off variants stand by name', () => {
    expect([occurrences(1, 3, 10).length, occurrences(4, 3, 10).length]).toEqual([4, 3]);
    expect(annualise(number('100'), { method: 'sideBySide' })).toBeNull();
    expect(
      [
        annualise(number('100'), { method: 'depreciation', years: number('4') }),
        annualise(ZERO, { method: 'profile', amounts: [number('10'), number('20')] }),
      ].map((value) => numberText(value ?? ZERO)),
    ).toEqual(['25', '15']);
    expect(() => annualise(number('1'), { method: 'straightLine', years: ZERO })).toThrow('cost_division_by_zero');
  });
});

describe('what really happened', () => {
  it('a synthetic log with known parameters is recovered', () => {
    const next = randomFrom(11);
    const log = Array.from({ length: 6_000 }, () => {
      let returns = 0;
      while (next(4) === 0) returns += 1;
      return { channel: next(10) < 7 ? 'web' : 'office', days: rational(BigInt(1 + next(9))), returns };
    });
    const seen = learn(log, number('2'));
    const near = (value: Rational | null | undefined, expected: number, within: number): void =>
      expect(Math.abs(Number(value === null || value === undefined ? Number.NaN : fixedText(value, 6)) - expected)).toBeLessThan(within);
    expect(numberText(seen.casesPerYear)).toBe('3000');
    near(seen.returnProbability, 0.25, 0.02);
    near(seen.meanDays, 5, 0.2);
    near(seen.channelShares.get('web'), 0.7, 0.02);
    expect(learn([], number('1')).meanDays).toBeNull();
    expect(
      forecastErrors([{ input: 'cases', forecast: number('2000'), actual: seen.casesPerYear }]).map(({ error, share }) => [
        numberText(error),
        numberText(share ?? ZERO),
      ]),
    ).toEqual([['1000', '0.5']]);
  });

  it('no measurement gives the table value, many give the own mean', () => {
    const times = [{ addressee: 'business' as const, activity: 'pay', vintage: '2026', minutes: { simple: number('2'), medium: number('4') } }];
    const table = standardMinutes(times, 'business', 'pay', 'medium', '2026');
    expect([
      numberText(table ?? ZERO),
      standardMinutes(times, 'business', 'pay', 'complex', '2026'),
      standardMinutes(times, 'business', 'pay', 'medium', '2022'),
    ]).toEqual(['4', null, null]);
    const used = (count: number): string =>
      numberText(
        usedTime(
          table,
          Array.from({ length: count }, () => number('10')),
          number('10'),
        )?.minutes ?? ZERO,
      );
    expect([used(0), used(10), Number(used(9_990)) > 9.99]).toEqual(['4', '7', true]);
    expect(usedTime(null, [], number('10'))).toBeNull();
  });
});

describe('a fair comparison of places', () => {
  const place = (id: string, over: Partial<{ share: string; ruled: string; practice: string; rate: string }> = {}): Place => ({
    id,
    cases: number('1000'),
    rate: number(over.rate ?? '50'),
    channels: new Map([
      ['office', { share: number(over.share ?? '0.5'), ruledHours: number(over.ruled ?? '4'), practice: number(over.practice ?? '1') }],
      ['web', { share: number('1').sub(number(over.share ?? '0.5')), ruledHours: number('1'), practice: number('1') }],
    ]),
  });

  it.each([
    ['rule', { ruled: '6' }],
    ['practice', { practice: '1.5' }],
    ['price', { rate: '60' }],
    ['mix', { share: '0.9' }],
  ] as const)('two places that differ in %s alone differ by that effect alone', (factor, over) => {
    const { difference, effects } = placeDifference(place('a'), place('b', over));
    expect(
      Object.entries(effects)
        .filter(([, value]) => value.n !== 0n)
        .map(([name]) => name),
    ).toEqual([factor]);
    expect(numberText(effects[factor])).toBe(numberText(difference));
  });

  it('small places are not ranked on noise', () => {
    const points = funnel(
      [
        { id: 'big', value: number('100'), cases: number('10000') },
        { id: 'small', value: number('120'), cases: number('4') },
        { id: 'dear', value: number('120'), cases: number('10000') },
      ],
      number('400'),
      number('3'),
    );
    expect(points.map((point) => point.stands)).toEqual(['below', 'inside', 'above']);
  });
});

describe('who bears it', () => {
  it('a reform cheaper on the whole but worse for one segment is flagged', () => {
    const state = (small: string, large: string) => ({
      lines: [
        aLine('s', { segment: 'small', cases: '10', labour: [{ role: 'r', hours: small, rate: '100' }] }),
        aLine('l', { segment: 'large', cases: '10', labour: [{ role: 'r', hours: large, rate: '100' }] }),
      ],
    });
    const comparison = compare(aModel(state('1', '9'), state('2', '3')));
    expect(comparison.total.change.s < 0n).toBe(true);
    expect(segmentChanges(comparison).map((part) => [part.segment, numberText(part.change ?? ZERO), part.worse])).toEqual([
      ['large', '-600', false],
      ['small', '100', true],
    ]);
    const [large] = bySegment(measure(aModel(state('1', '9')), 'before'), new Map([['large', number('9000')]]));
    expect(numberText(large?.shareOfIncome ?? ZERO)).toBe('0.1');
  });

  it('cliffs at thresholds are found', () => {
    const steps = [
      ['1', '10'],
      ['9', '12'],
      ['10', '60'],
      ['11', '61'],
    ].map(([size, cost]) => ({ size: number(size as string), cost: number(cost as string) }));
    expect(cliffs(steps, number('20')).map((cliff) => [numberText(cliff.from), numberText(cliff.to), numberText(cliff.rise)])).toEqual([['9', '10', '48']]);
  });
});
