import { fixedText } from '../../../../domain/cost/number.js';
import { evaluate } from '../../../../domain/cost/expression.js';
import { CASE_KINDS, runCase } from '../../../../domain/cost/run-case.js';
import { scmCase, scmCases } from '../../../support/cost/scm-fixtures.js';

const computed = (input: unknown, options = {}) => {
  const result = runCase(input, options);
  if ('error' in result) throw new Error(JSON.stringify(result.error));
  return result;
};

describe('worked cases of the Standard Cost Model', () => {
  it('are fifty, over all kinds of the format', () => {
    expect(scmCases).toHaveLength(50);
    expect(CASE_KINDS.filter((kind) => !scmCases.some((one) => one.kind === kind))).toEqual([]);
  });

  it.each(scmCases.map((one) => [one.id, one] as const))('%s reproduces every exact figure', (_, one) => {
    const { expected: _expected, ...given } = one;
    expect(computed(given).exact).toEqual(one.expected.exact);
  });

  it.each(scmCases.filter((one) => one.expected.printed !== undefined).map((one) => [one.id, one] as const))(
    '%s prints each figure of its source under the named policy',
    (_, one) => {
      const { presented } = computed(one);
      expect(presented.map((figure) => [figure.path, figure.value])).toEqual(one.expected.printed?.map((figure) => [figure.path, figure.value]));
    },
  );

  it.each(scmCases.flatMap((one) => (one.expected.shownInputs ?? []).map((shown) => [`${one.id}: ${shown.input}`, shown] as const)))(
    '%s is shown with fewer digits than it was used with',
    (_, shown) => {
      expect(fixedText(evaluate(shown.used, 'used'), shown.digits)).toBe(shown.shown);
    },
  );
});

describe('a case file', () => {
  it('may ask for figures of its own', () => {
    const { expected: _expected, ...given } = scmCase('us-1625-0060');
    const present = [{ path: 'totals.recurring.total', scale: '1000', digits: 1, rounding: 'halfAway', policy: { name: 'exactLate' } }];
    expect(computed({ ...given, present }).presented[0]?.value).toBe('304.2');
  });

  it('follows a policy named for the whole run', () => {
    const values = computed(scmCase('us-1625-0060'), { policy: 'exactLate' }).presented.map((figure) => figure.value);
    expect(values[8]).toBe('304231');
    expect(computed(scmCase('us-1625-0060'), { policy: 'hoursThenPrice' }).presented[8]?.value).toBe('304265');
  });

  it('names code and path where it cannot be computed', () => {
    expect(runCase({ id: 'x', kind: 'magic', inputs: {} })).toEqual({ id: 'x', error: expect.objectContaining({ code: 'cost_unknown_kind', path: 'kind' }) });
    expect(runCase({ id: 'y', kind: 'rate', inputs: { derive: { mul: ['2', 'x'] } } })).toEqual({
      id: 'y',
      error: expect.objectContaining({ code: 'cost_bad_number', path: 'inputs.derive.mul[1]' }),
    });
    expect(runCase({ id: 'z', kind: 'lines', inputs: { lines: [{ id: 'a', cases: '1', labour: [{ hours: '1', rate: '-5' }] }] } })).toEqual({
      id: 'z',
      error: expect.objectContaining({ code: 'cost_negative_value', path: 'inputs.lines[0].labour[0].rate' }),
    });
    expect(runCase(null, {}, 'cases[3]')).toEqual({ id: 'cases[3]', error: expect.objectContaining({ code: 'cost_bad_document', path: 'cases[3]' }) });
  });

  it('refuses a derivation that does not give the stated value', () => {
    const one = scmCase('de-20-10247-citizens');
    const lines = (one.inputs['lines'] as { cases: string }[]).map((line) => ({ ...line, cases: '901' }));
    expect(runCase({ ...one, inputs: { lines } })).toEqual({ id: one.id, error: expect.objectContaining({ code: 'cost_derivation_mismatch' }) });
  });

  it('refuses two rates for one role', () => {
    const lines = [
      { id: 'a', cases: '1', labour: [{ role: 'clerk', hours: '1', rate: '5' }] },
      { id: 'b', cases: '1', labour: [{ role: 'clerk', hours: '1', rate: '6' }] },
    ];
    expect(runCase({ id: 'r', kind: 'lines', inputs: { lines } })).toEqual({ id: 'r', error: expect.objectContaining({ code: 'cost_two_rates_for_role' }) });
  });

  it('refuses entries of one overlap key with different amounts', () => {
    const items = [
      { id: 'a', overlapKey: 'k', before: '10', after: '5', status: 'approved' },
      { id: 'b', overlapKey: 'k', before: '10', after: '6', status: 'approved' },
    ];
    expect(runCase({ id: 'p', kind: 'programme', inputs: { items } })).toEqual({
      id: 'p',
      error: expect.objectContaining({ code: 'cost_conflicting_key', path: 'inputs.items[1]' }),
    });
  });

  it('simulates the same bytes for the same seed, close to the closed form', () => {
    const first = computed(scmCase('calc-simulate'));
    const second = computed(scmCase('calc-simulate'));
    expect(JSON.stringify(first.simulated)).toBe(JSON.stringify(second.simulated));
    const exact = first.exact as { mean: string; variance: string; probabilitySavingPositive: string };
    const mean = Number(first.simulated?.mean);
    const [over, under] = exact.variance.split('/').map(Number) as [number, number];
    expect(Math.abs(mean - Number(exact.mean))).toBeLessThan(5 * Math.sqrt(over / under / 20_000));
    const p = Number(exact.probabilitySavingPositive);
    const [hits, draws] = (
      first.simulated?.probabilitySavingPositive.includes('/')
        ? first.simulated.probabilitySavingPositive.split('/').map(Number)
        : [Number(first.simulated?.probabilitySavingPositive), 1]
    ) as [number, number];
    expect(Math.abs(hits / draws - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 20_000));
  });
});
