import { applyChanges, savingsByItem, type ChangeItem } from '../../../../domain/cost/change-items.js';
import { shareMarks, takeUpByUnit, takeUpCurve, takeUpForTarget } from '../../../../domain/cost/channels.js';
import { compare, linkStates } from '../../../../domain/cost/compare.js';
import { comparisonJson } from '../../../../domain/cost/comparison-json.js';
import { comparisonFindings, findings } from '../../../../domain/cost/findings.js';
import { claimedInUnits, gamingGuard } from '../../../../domain/cost/gaming.js';
import { measure } from '../../../../domain/cost/measure.js';
import type { CostLine, CostModel } from '../../../../domain/cost/model.js';
import { ZERO, numberText, parseNumber, rational, sum } from '../../../../domain/cost/number.js';
import { readComparison } from '../../../../domain/cost/exchange.js';
import { aLine, aModel } from '../../../support/cost/models.js';
import { scmCase } from '../../../support/cost/scm-fixtures.js';

const number = (text: string) => parseNumber(text, 'test');
const one = (before: Partial<CostLine>, after: Partial<CostLine>): CostModel => aModel({ lines: [aLine('l', before)] }, { lines: [aLine('l', after)] });

describe('a comparison', () => {
  it('with two tariffs is refused for headline figures, and shows that hours rose while cost fell', () => {
    const env = (cases: string, rate: string) => ({ lines: [aLine('env', { cases, labour: [{ role: 'r', hours: '0.05', rate }] })] });
    const result = compare(aModel(env('1750000', '23.00'), env('1950000', '18.58')));
    expect([result.saving, result.percent, result.noClaim]).toEqual([null, null, ['mixedRates']]);
    expect([numberText(result.hours.change), numberText(result.total.change)]).toEqual(['10000', '-200950']);
    expect(result.dominated).toEqual(expect.arrayContaining(['priceDominates', 'priceTurnsSign']));
    expect([numberText(result.oneTariff.beforeTable), numberText(result.oneTariff.afterTable)]).toEqual(['230000', '185800']);
    expect(comparisonFindings(result).map((mark) => mark.code)).toEqual(expect.arrayContaining(['mixedRates', 'priceDominates']));
  });

  it('keeps one-off cost out of saving and percent', () => {
    const model = aModel(
      { lines: [aLine('l')] },
      { lines: [aLine('l', { cases: '50' }), aLine('it', { kind: 'oneOff', cases: '1', cashPerCase: '9000000' })] },
    );
    const result = compare(model);
    expect([numberText(result.saving ?? ZERO), numberText(result.percent ?? ZERO), numberText(result.oneOff.change)]).toEqual(['5000000', '50', '9100000']);
  });

  it('does not count money already spent as saving', () => {
    const result = compare(aModel({ lines: [aLine('l'), aLine('spent', { alreadyIncurred: true })] }, { lines: [aLine('l')] }));
    expect([numberText(result.total.change), numberText(result.saving ?? ZERO), numberText(result.alreadyIncurred)]).toEqual(['-10000000', '0', '10000000']);
  });

  it('shows work moved across the counter as a shift, net 0', () => {
    const at = (minutes: string, addressee: CostLine['addressee']) =>
      aLine(addressee ?? '', { addressee: addressee as never, labour: [{ role: addressee as string, minutes, rate: '60' }] });
    const result = compare(aModel({ lines: [at('30', 'citizen'), at('5', 'administration')] }, { lines: [at('20', 'citizen'), at('15', 'administration')] }));
    expect([numberText(result.hours.change), result.shift.towards, numberText(result.shift.hours.div(100).mul(60))]).toEqual(['0', 'administration', '10']);
  });

  it('splits what business as usual takes into an effect of its own', () => {
    const line = (hours: string) => aLine('l', { bauShare: '0.25', cases: '1', labour: [{ role: 'r', hours, rate: '1' }] });
    const result = compare(aModel({ lines: [line('1000')] }, { lines: [line('100')] }));
    expect([
      numberText(result.saving ?? ZERO),
      Object.fromEntries(Object.entries(result.effects ?? {}).map(([name, value]) => [name, numberText(value)])),
    ]).toEqual(['750', { time: '-900', bau: '150' }]);
  });

  it('links two files, and prints them as JSON with numbers as text', () => {
    const { model } = readComparison(scmCase('us-1625-0060'), {
      ...scmCase('us-1625-0060'),
      inputs: { lines: (scmCase('us-1625-0060').inputs['lines'] as object[]).slice(0, 2) },
    });
    const result = compare(model);
    const json = comparisonJson(result, gamingGuard(model, result), comparisonFindings(result));
    expect(json.total).toEqual({ before: '304230.5', after: '304048.5', change: '-182' });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(linkStates(model, model).before).toBe(model.before);
  });

  it('refuses to compare currencies', () => {
    const euro = { ...aModel({ lines: [aLine('l')] }), currency: 'EUR' };
    expect(() => readComparison(aModel({ lines: [aLine('l')] }), euro)).toThrow('cost_currency_mismatch');
  });
});

describe('change items', () => {
  const model = aModel({ lines: [aLine('x', { feePerCase: '100' }), aLine('y')] });
  const items: readonly ChangeItem[] = [
    { id: 'A', code: 'simplifyForm', operations: [{ op: 'scale', line: 'x', field: 'time', factor: '1/2' }] },
    { id: 'B', code: 'reduceFrequency', operations: [{ op: 'scale', line: 'x', field: 'volume', factor: '1/3' }] },
    { id: 'C', code: 'dropPaper', operations: [{ op: 'remove', line: 'y' }] },
  ];

  it('share the saving by Shapley, and the shares add up', () => {
    const { byItem, unattributed, method } = savingsByItem(model, items, 'vnCompliance');
    expect(method).toBe('shapley');
    expect(Object.values(byItem).map(numberText)).toEqual(['10000000/3', '15020000/3', '10000000']);
    const after = applyChanges(model.before, items).state;
    const saving = compare({ ...model, after }, { concept: 'vnCompliance' }).saving ?? ZERO;
    expect(sum(Object.values(byItem)).equals(saving)).toBe(true);
    expect(numberText(unattributed)).toBe('0');
  });

  it('leave what they do not explain in plain sight', () => {
    const after = { lines: [aLine('x', { cases: '10', feePerCase: '100' })] };
    const { unattributed, byItem } = savingsByItem({ ...model, after }, items, 'vnCompliance');
    expect(numberText(unattributed.add(sum(Object.values(byItem))))).toBe(numberText(number('20010000').sub(number('1001000'))));
    expect(numberText(unattributed)).not.toBe('0');
  });

  it('conflict where two set one field; remove wins over set, set over scale', () => {
    const set = (id: string, value: string): ChangeItem => ({ id, code: 'cutFee', operations: [{ op: 'set', line: 'x', field: 'feePerCase', value }] });
    const both = applyChanges(model.before, [
      set('s1', '10'),
      set('s2', '20'),
      { id: 's3', code: 'cutFee', operations: [{ op: 'scale', line: 'x', field: 'fee', factor: '3' }] },
    ]);
    expect(both.findings.map((mark) => mark.code)).toEqual(['conflictingChange']);
    expect(both.state.lines[0]?.feePerCase).toBe('30');
    const removed = applyChanges(model.before, [{ id: 'r', code: 'abolish', operations: [{ op: 'remove', line: 'x' }] }, set('s', '1')]);
    expect(removed.state.lines.map((line) => line.id)).toEqual(['y']);
    expect(() => applyChanges(model.before, [{ id: 'q', code: 'cutFee', operations: [{ op: 'scale', line: 'nowhere', field: 'fee', factor: '1' }] }])).toThrow(
      'cost_unknown_line',
    );
  });

  it('move shares between channels, and set the time of one role', () => {
    const channels = {
      lines: [aLine('office', { dutyId: 'd', channel: 'office', share: '0.9' }), aLine('web', { dutyId: 'd', channel: 'web', share: '0.1' })],
    };
    const moved = applyChanges(channels, [
      {
        id: 'm',
        code: 'moveOnline',
        operations: [
          { op: 'moveShare', from: 'office', to: 'web', share: '0.5' },
          { op: 'set', line: 'web', field: 'hours:applicant', value: '0.5' },
        ],
      },
    ]).state;
    expect(moved.lines.map((line) => line.share)).toEqual(['0.4', '0.6']);
    expect(moved.lines[1]?.labour?.[0]?.hours).toBe('0.5');
    expect(shareMarks(moved.lines, 'after')).toEqual([]);
    expect(shareMarks([channels.lines[0] as CostLine], 'before')[0]?.en).toBe('The channel shares of d sum to 0.9 and must sum to 1.');
  });
});

describe('the gaming guard', () => {
  it('flags a saving made of a tariff edit in full, with nothing real left', () => {
    const model = one({}, { labour: [{ role: 'applicant', hours: '2', rate: '40000' }] });
    const guard = gamingGuard(model, compare(model));
    expect([numberText(guard.flaggedShare ?? ZERO), numberText(guard.real), numberText(guard.parts.tariff)]).toEqual(['1', '0', '2000000']);
  });

  it('tells volume edits from reform of the volume, and compliance from both', () => {
    const model = one(
      { cases: undefined, population: '100', frequency: '12', complianceRate: '1' } as never,
      { cases: undefined, population: '50', frequency: '4', complianceRate: '0.5' } as never,
    );
    const comparison = compare(model);
    const edits = gamingGuard(model, comparison);
    expect(numberText(edits.real)).toBe('0');
    expect(edits.parts.frequency.s > 0n && edits.parts.volume.s > 0n && edits.parts.compliance.s > 0n).toBe(true);
    const explained = gamingGuard(model, comparison, { explainedVolume: new Set(['l']) });
    expect(numberText(explained.real)).toBe(numberText(edits.parts.volume.add(edits.parts.frequency)));
    expect(numberText(sum(Object.values(explained.parts)).add(explained.real))).toBe(numberText(explained.saving));
  });

  it('names the part that only rounding makes', () => {
    const model = one({}, { labour: [{ role: 'applicant', hours: '1.4', rate: '50000' }] });
    const claimed = claimedInUnits(number('3000000'), rational(2_000_000n));
    expect(numberText(gamingGuard(model, compare(model), { claimedSaving: claimed }).parts.rounding)).toBe('1000000');
  });

  it('lists before-values raised after the target was announced, with the amount each adds', () => {
    const model = one({}, { cases: '50' });
    const guard = gamingGuard(model, compare(model), {
      targetAnnouncedAt: '2026-03-26',
      baselineEdits: [
        { line: 'l', field: 'cases', from: '60', at: '2026-04-01' },
        { line: 'l', field: 'cases', from: '10', at: '2026-01-01' },
        { line: 'l', field: 'cases', from: '120', at: '2026-05-01' },
      ],
    });
    expect(guard.raisedAfterTarget.map(({ edit, amount }) => [edit.at, numberText(amount)])).toEqual([['2026-04-01', '4000000']]);
  });
});

describe('sanity marks of a model', () => {
  it('warn of gaps, implausible time, missing sources, double counts and disagreeing events', () => {
    const model = aModel({
      lines: [
        aLine('a', { activity: 'fill', labour: [{ role: 'applicant', hours: '300', rate: '50000' }], eventKey: 'e' }),
        aLine('b', { activity: 'fill', cases: '7', eventKey: 'e', feePerCase: { state: 'unknown' } }),
      ],
    });
    const marks = findings(model, measure(model, 'before', { concept: 'vnCompliance' })).map((mark) => `${mark.code} ${mark.path}`);
    expect(marks).toEqual(
      expect.arrayContaining([
        'implausibleTime before.lines.a.labour',
        'unknownValue before.lines.b.feePerCase',
        'emptySource before.lines.a.cases',
        'possibleDoubleCount before.lines.b',
        'eventCountsDiffer before.lines.b',
      ]),
    );
  });

  it('warn of jumps and papers that left their time behind, unless a change explains the jump', () => {
    const model = one({ paper: 'certificate' }, { cases: '40', paper: undefined } as never);
    const gone = aModel({ lines: [aLine('l', { paper: 'certificate' })] }, { lines: [aLine('l')] });
    expect(comparisonFindings(compare(model)).map((mark) => mark.code)).toContain('volumeJump');
    expect(comparisonFindings(compare(model), new Set(['l'])).map((mark) => mark.code)).not.toContain('volumeJump');
    expect(comparisonFindings(compare(gone)).map((mark) => mark.code)).toEqual(['paperGoneTimeUnchanged']);
  });
});

describe('take-up', () => {
  it('reaches only those who use the reform', () => {
    const { after, saving } = takeUpByUnit(number('4947.50'), number('9'), number('6'), number('0.30'), 'x');
    expect([numberText(after), numberText(saving)]).toEqual(['4452.75', '494.75']);
    expect(takeUpCurve(number('100'), number('40'), ['0', '0.5', '1'].map(number)).map(numberText)).toEqual(['100', '70', '40']);
    expect(() => takeUpCurve(number('1'), number('1'), [number('1.1')])).toThrow('cost_share_out_of_range');
  });

  it('finds the digital share that reaches a target exactly, or none', () => {
    expect(numberText(takeUpForTarget(number('100'), number('40'), number('55')) ?? ZERO)).toBe('0.75');
    expect(takeUpForTarget(number('100'), number('40'), number('30'))).toBeNull();
  });
});
