import { readShape } from '../../../api/presenters/issues.presenter.js';
import { costComputationBody, costSheetsBody, money, rangeQuery, restatementBody, tariffBody } from '../../../api/schemas/cost.schema.js';
import { costRoutes } from '../../../api/routes/cost.routes.js';
import { aRow, aSheet } from '../../support/cost/proposals.js';

const issuesOf = (schema: Parameters<typeof readShape>[0], value: unknown): readonly (readonly [string, string])[] => {
  const read = readShape(schema, value);
  return 'issues' in read ? read.issues.map((issue) => [issue.pointer, issue.code]) : [];
};
const table = {
  id: 'income-vn',
  vintage: '2026',
  kind: 'hourlyIncome',
  scope: 'VN',
  unit: 'money/h',
  rows: [{ key: 'all', value: '41250.5' }],
  validFrom: '2026-01-01',
  source: 'Cục Thống kê',
  certainty: 'unverified',
};

describe('what a cost request may hold', () => {
  it('is both blocks and nothing unknown', () => {
    expect(issuesOf(costSheetsBody, { before: aSheet(), after: null })).toEqual([]);
    expect(issuesOf(costSheetsBody, { before: aSheet() })).toEqual([['/after', 'required']]);
    expect(issuesOf(costComputationBody, { before: null, after: null, total: 5 })).toEqual([['/total', 'unknown_field']]);
  });

  it('has exact numbers as text, each at its cell', () => {
    const [[pointer]] = issuesOf(costSheetsBody, { before: { ...aSheet(), rows: [aRow('r1'), { ...aRow('r2'), hours: 1.5 }] }, after: null }) as [
      readonly [string, string],
    ];
    expect(pointer).toBe('/before/rows/1/hours');
    expect(issuesOf(costSheetsBody, { before: { ...aSheet(), rows: [aRow('r1'), aRow('r1')] }, after: null })).toEqual([['/before/rows', 'cost_duplicate_id']]);
  });

  it('asks for at most twenty thousand draws', () => {
    expect(issuesOf(rangeQuery, { draws: '20000' })).toEqual([]);
    expect(issuesOf(rangeQuery, { draws: '20001' })).toEqual([['/draws', 'out_of_range']]);
  });

  it('restates only what was frozen at a turn of the review, never a restatement', () => {
    expect(issuesOf(restatementBody, { of: 'submission', tableId: 'income-vn', vintage: '2027', row: 'all' })).toEqual([]);
    expect(issuesOf(restatementBody, { of: 'restatement', tableId: 'income-vn', vintage: '2027', row: 'all' })).toEqual([['/of', 'not_in_list']]);
  });

  it('is a table with kind, unit, period, source and certainty', () => {
    expect(issuesOf(tariffBody, table)).toEqual([]);
    for (const field of ['kind', 'unit', 'validFrom', 'source', 'certainty', 'rows'] as const) {
      const { [field]: _left, ...rest } = table;
      expect(issuesOf(tariffBody, rest)).toEqual([[`/${field}`, 'required']]);
    }
    expect(issuesOf(tariffBody, { ...table, validFrom: '2026-02-30' })).toEqual([['/validFrom', 'date_invalid']]);
  });
});

test('money is whole đồng as a safe number or as text, beside the exact value', () => {
  expect(money.safeParse({ dong: 36, exact: '35.5' }).success).toBe(true);
  expect(money.safeParse({ dong: '9007199254740993', exact: '9007199254740993' }).success).toBe(true);
  expect(money.safeParse({ dong: 35.5, exact: '35.5' }).success).toBe(false);
});

test('every change of cost needs an idempotency key, and writing sheets the revision it was written from', () => {
  const writes = costRoutes.filter(({ method }) => method !== 'get').map(({ id, keyed, matched }) => [id, keyed ?? false, matched !== undefined]);
  expect(writes).toEqual([
    ['computeCost', false, false],
    ['saveReviewCost', true, true],
    ['restateReviewCost', true, false],
    ['recordTariffTable', true, false],
    ['approveTariffTable', true, false],
  ]);
});
