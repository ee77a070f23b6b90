import { nearest, pair, secondSheetTotal } from '../../support/cost/second-opinion.js';
import { randomSheets } from '../../support/cost/random-sheets.js';
import { aReform, aRow, aSheet, withCost } from '../../support/cost/proposals.js';
import { launchReviews } from '../../support/province.js';
import type { CostComputation, CostExplanation, CostRanges, CostSaved, ReviewCost, TariffTableList } from '../../../api/schemas/types.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ProposalBody } from '../../../domain/review/proposal.js';
import { openHouse, type Client, type House } from '../api/serve.js';

let house: House;
let head: Client;
let officer: Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  head = await house.as('head');
  officer = await house.as('officer');
}, 60_000);
afterAll(() => house.close());

let keys = 0;
const freshKey = (): string => `cost-key-${(keys += 1)}`;
let code = 400_000;
async function aReview(draft: ProposalBody | null): Promise<string> {
  code += 1;
  const { campaignId } = await launchReviews(house.commands, house.province, [`1.${code}`], draft);
  const row = await house.database.reader.row<{ id: string }>('SELECT id FROM reviews WHERE campaign_id = ?', [campaignId]);
  if (!row) throw new Error('the launch opened no review');
  return row.id;
}
const save = (reviewId: string, revision: number, before: VnSheet | null, after: VnSheet | null) =>
  officer.ask<CostSaved>('PUT', `/reviews/${reviewId}/cost`, { body: { before, after }, key: freshKey(), ifMatch: `"r${revision}"` });
const compute = (before: VnSheet | null, after: VnSheet | null) => head.ask<CostComputation>('POST', '/cost-computations', { body: { before, after } });
const secondDong = (sheet: VnSheet): string => String(nearest(secondSheetTotal(sheet)));

describe('live totals', () => {
  it('are those of the second implementation, to the đồng, on random pairs of sheets', async () => {
    const sheets = randomSheets(40, 12, 7);
    for (let at = 0; at < sheets.length; at += 2) {
      const [before, after] = [sheets[at] as VnSheet, { ...(sheets[at + 1] as VnSheet), hourlyIncome: (sheets[at] as VnSheet).hourlyIncome }];
      const { status, body } = await compute(before, after);
      expect([status, String(body.before?.total.dong), String(body.after?.total.dong)]).toEqual([200, secondDong(before), secondDong(after)]);
      const [old, next] = [pair(body.before?.total.exact ?? ''), pair(body.after?.total.exact ?? '')];
      const change = pair(body.comparison?.change.exact ?? '');
      expect(change[0] * old[1] * next[1]).toBe((next[0] * old[1] - old[0] * next[1]) * change[1]);
    }
  });

  it('explain the change by causes that add up to it, and keep nothing', async () => {
    const { body } = await compute(aSheet(), aReform());
    expect(body).toMatchObject({
      before: { total: { dong: 408_750_000, status: 'complete' }, parts: { labour: { dong: 288_750_000 }, fees: { dong: 120_000_000 } } },
      after: { total: { dong: 210_750_000 } },
      comparison: {
        change: { dong: -198_000_000 },
        saving: { dong: 198_000_000 },
        percent: { shown: '48.44' },
        noClaim: [],
        effects: { time: { dong: -198_000_000 } },
        gaming: { real: { dong: 198_000_000 }, flagged: { dong: 0 } },
      },
    });
    expect(Object.values(body.comparison?.effects ?? {}).reduce((sum, effect) => sum + Number(effect.dong), 0)).toBe(-198_000_000);
    expect(await house.database.reader.rows('SELECT id FROM cost_sheets')).toEqual([]);
  });

  it('never fall silently when one input is deleted: the total is called incomplete and no percent is claimed', async () => {
    for (const cell of ['hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear'] as const) {
      for (const index of [0, 1]) {
        const gap = (sheet: VnSheet): VnSheet => ({ ...sheet, rows: sheet.rows.map((row, at) => (at === index ? { ...row, [cell]: null } : row)) });
        const { body } = await compute(aSheet(), gap(aReform()));
        expect([cell, index, body.after?.total.status, body.comparison?.percent, body.comparison?.saving, body.comparison?.noClaim]).toEqual([
          cell,
          index,
          'incomplete',
          null,
          null,
          ['incomplete'],
        ]);
        expect(body.findings.map((finding) => finding.pointer)).toContain(`/after/rows/${index}/${cell}`);
      }
    }
    const { body } = await compute(aSheet({ hourlyIncome: { value: null } }), aReform({ hourlyIncome: { value: null } }));
    expect([body.before?.total.status, body.comparison?.percent]).toEqual(['incomplete', null]);
  });

  const cases: readonly (readonly [string, Partial<VnSheet['rows'][number]>, string, string, RegExp])[] = [
    ['a wrong unit', { hours: { value: '4', unit: 'person' } }, 'wrongUnit', 'hours', /cần đơn vị/u],
    ['negative time', { hours: '-4' }, 'negativeValue', 'hours', /Không nhập số âm/u],
    ['a number with thousand separators', { fees: '1.250.000' }, 'badNumber', 'fees', /1\.250\.000/u],
    ['mixed-up thousand separators', { fees: '100.000' }, 'thousandsMixUp', 'fees', /dấu phân cách hàng nghìn/u],
    ['an absurd magnitude', { subjectsPerYear: '99000000000' }, 'implausibleMagnitude', 'subjectsPerYear', /bất thường/u],
    ['absurd hours', { hours: '5000' }, 'implausibleTime', 'hours', /giờ hay phút/u],
  ];
  it.each(cases)('name the field of %s with a sentence that says what to do', async (_name, over, found, field, sentence) => {
    const sheet = aSheet({ rows: [aRow('r1'), aRow('r2', over)] });
    const { status, body } = await compute(sheet, null);
    expect(status).toBe(200);
    const finding = body.findings.find((candidate) => candidate.code === found);
    expect([finding?.pointer, finding?.vi]).toEqual([`/before/rows/1/${field}`, expect.stringMatching(sentence)]);
    expect(finding?.en).not.toBe('');
  });

  it('tell apart a number that is no text, at its field, before anything is computed', async () => {
    const answer = await head.ask('POST', '/cost-computations', { body: { before: { ...aSheet(), rows: [{ ...aRow('r1'), fees: 100_000 }] }, after: null } });
    expect([answer.status, answer.body['code']]).toEqual([422, 'validation_failed']);
    expect((answer.body['errors'] as readonly { pointer: string }[]).map((error) => error.pointer)).toEqual(['/before/rows/0/fees']);
  });

  it('beyond what a JSON number holds are text, exact to the last đồng', async () => {
    const sheet = aSheet({ rows: [aRow('r1', { subjectsPerYear: '90000000000000001', fees: '1', hours: '0' })] });
    const { body } = await compute(sheet, null);
    expect(body.before?.total.dong).toBe('90000000000000001');
  });
});

describe('the cost of a review', () => {
  it('is saved alone, by revision, with marks that stop nothing; the rest of the proposal stays', async () => {
    const reviewId = await aReview(withCost(null, null, 'giữ nguyên'));
    const seen = await officer.get<ReviewCost>(`/reviews/${reviewId}/cost`);
    expect([seen.status, seen.headers.get('etag'), seen.body.editable, seen.body.before]).toEqual([200, '"r0"', true, null]);
    const saved = await save(reviewId, 0, aSheet({ rows: [aRow('r1', { hours: '-1' }), aRow('r2')] }), null);
    expect([saved.status, saved.body.revision, saved.headers.get('etag')]).toEqual([200, 1, '"r1"']);
    expect(saved.body.findings.find((finding) => finding.severity === 'problem')).toMatchObject({ code: 'negativeValue', pointer: '/before/rows/0/hours' });
    expect(saved.body.before?.total.status).toBe('incomplete');
    const stale = await save(reviewId, 0, aSheet(), null);
    expect([stale.status, (stale.body as unknown as { code: string }).code]).toEqual([412, 'version_moved']);
    expect((await save(reviewId, 1, aSheet(), aReform())).status).toBe(200);
    const review = await officer.get(`/reviews/${reviewId}`);
    expect(review.body['proposal']).toMatchObject({ revision: 2, note: 'giữ nguyên', items: [{ id: 'i1' }], cost: { savingDong: 198_000_000 } });
  });

  it('of an absurd size is kept and shown, never an error', async () => {
    const reviewId = await aReview(withCost(null, null));
    const huge = aSheet({ rows: [aRow('r1', { subjectsPerYear: '9'.repeat(40) })] });
    expect((await save(reviewId, 0, huge, null)).status).toBe(200);
    const { body } = await officer.get<ReviewCost>(`/reviews/${reviewId}/cost`);
    expect([typeof body.before?.total.dong, body.findings.map((finding) => finding.code)]).toEqual([
      'string',
      expect.arrayContaining(['implausibleMagnitude']),
    ]);
  });

  it('tells who wrote it, what was frozen, and that the stored bytes still give the digest', async () => {
    const reviewId = await aReview(withCost(aSheet(), aReform()));
    const { body } = await head.get<ReviewCost>(`/reviews/${reviewId}/cost`);
    expect(body).toMatchObject({
      revision: 0,
      writtenBy: { name: 'Người officer' },
      sheets: { before: aSheet(), after: aReform() },
      raisedAfterTarget: [],
      frozen: [
        {
          kind: 'baseline',
          number: 1,
          saving: null,
          sheets: [
            {
              block: 'before',
              intact: true,
              total: { dong: 408_750_000 },
              complete: true,
              vintage: '2026',
              hourlyIncome: '55000',
              writtenBy: { name: 'Người officer' },
            },
          ],
        },
      ],
    });
    await expect(house.database.source.query("UPDATE cost_sheets SET body = '' WHERE review_id = ?", [reviewId])).rejects.toThrow('append-only');
    await house.database.source.query('DROP TRIGGER cost_sheets_no_update');
    await house.database.source.query("UPDATE cost_sheets SET body = REPLACE(body, '55000', '65000') WHERE review_id = ?", [reviewId]);
    expect((await head.get<ReviewCost>(`/reviews/${reviewId}/cost`)).body.frozen[0]?.sheets[0]?.intact).toBe(false);
  });

  it('shows a before value raised after the campaign was announced, with what it adds', async () => {
    const reviewId = await aReview(withCost(aSheet(), aReform()));
    const raised = aSheet({ rows: [aRow('r1', { subjectsPerYear: '2400' }), aSheet().rows[1] as VnSheet['rows'][number]] });
    await save(reviewId, 0, raised, aReform());
    const { body } = await head.get<ReviewCost>(`/reviews/${reviewId}/cost`);
    expect(body.raisedAfterTarget).toEqual([{ row: 'r1', field: 'population', from: '1200', amount: { dong: 384_000_000, exact: '384000000' } }]);
    expect(body.findings.map((finding) => finding.code)).toContain('volumeJump');
    expect(Number(body.comparison?.gaming?.flagged.dong)).toBeGreaterThan(0);
  });

  it('opens any total down to the input and its source', async () => {
    const reviewId = await aReview(withCost(aSheet(), aReform()));
    const { status, body } = await head.get<CostExplanation>(`/reviews/${reviewId}/cost/explanations?path=saving`);
    expect([status, body.tree.op, body.tree.value]).toEqual([200, 'difference', '198000000']);
    const leaves = (tree: CostExplanation['tree']): readonly CostExplanation['tree'][] => (tree.children.length === 0 ? [tree] : tree.children.flatMap(leaves));
    const inputs = leaves(body.tree);
    expect(inputs.every((leaf) => leaf.op === 'input')).toBe(true);
    expect(
      inputs.filter((leaf) => leaf.value === '55000').every((leaf) => leaf.source?.document === 'Niên giám thống kê' && leaf.source.who === 'Phòng Kế hoạch'),
    ).toBe(true);
    expect(body.lines.vi[0]).toContain('198.000.000');
    const line = await head.get<CostExplanation>(`/reviews/${reviewId}/cost/explanations?path=before.lines.r2`);
    expect(line.body.tree.value).toBe('24750000');
    const wrong = await head.get(`/reviews/${reviewId}/cost/explanations?path=before.lines.nope`);
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'cost_bad_path']);
  });

  it('says how sure it is: bounds, the same simulation for the same seed, what to measure next, and the payback of a one-off', async () => {
    const ranged = (sheet: VnSheet): VnSheet => ({
      ...sheet,
      rows: sheet.rows.map((row) =>
        row.id === 'r1' ? { ...row, subjectsPerYear: { value: '1200', range: { low: '1000', high: '1400', unknownId: 'cases' } } } : row,
      ),
    });
    const reviewId = await aReview(
      withCost(ranged(aSheet()), { ...ranged(aReform()), oneOff: [{ id: 'o1', label: 'Nâng cấp phần mềm', amount: '396000000' }] }),
    );
    const { status, body } = await head.get<CostRanges>(`/reviews/${reviewId}/cost/ranges?seed=hat-giong&draws=500`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unknowns: ['cases'],
      saving: { low: { dong: 165_000_000 }, high: { dong: 231_000_000 }, atPoint: { dong: 198_000_000 }, kind: 'corners' },
      simulation: { figure: 'saving', seed: 'hat-giong', draws: 500, probabilityPositive: '1' },
      tornado: [{ input: 'cases', swing: { dong: 66_000_000 }, turnsSign: false }],
      breakEven: { oneOff: { dong: 396_000_000 }, paybackYears: '2', paybackMonth: 24, years: 5 },
    });
    const again = await head.get<CostRanges>(`/reviews/${reviewId}/cost/ranges?seed=hat-giong&draws=500`);
    expect(again.text).toBe(await head.get(`/reviews/${reviewId}/cost/ranges?seed=hat-giong&draws=500`).then((answer) => answer.text));
    const other = await head.get<CostRanges>(`/reviews/${reviewId}/cost/ranges?seed=khac&draws=500`);
    expect(other.body.simulation.mean).not.toEqual(body.simulation.mean);
  });

  it('is the same 404 for a stranger as one that does not exist, and another unit cannot write it', async () => {
    const reviewId = await aReview(withCost(aSheet(), aReform()));
    const stranger = await house.as('tradeHead');
    for (const path of ['cost', 'cost/ranges', 'cost/explanations?path=saving']) {
      const answer = await stranger.get(`/reviews/${reviewId}/${path}`);
      expect([path, answer.status, answer.body['code']]).toEqual([path, 404, 'not_found']);
    }
    const write = await stranger.ask('PUT', `/reviews/${reviewId}/cost`, { body: { before: null, after: null }, key: freshKey(), ifMatch: '"r0"' });
    expect(write.status).toBe(404);
  });
});

describe('a dated table', () => {
  const table = (vintage: string, over: Record<string, unknown> = {}) => ({
    id: 'thu-nhap-gio',
    vintage,
    kind: 'hourlyIncome',
    scope: 'Tỉnh thử',
    unit: 'money/h',
    rows: [{ key: 'all', value: '41250.5' }],
    validFrom: `${vintage}-01-01`,
    source: 'Cục Thống kê',
    certainty: 'unverified',
    ...over,
  });

  it('counts once a second person has approved exactly what was entered, and is picked by date', async () => {
    const coordinator = await house.as('coordinator');
    const leader = await house.as('leader');
    const record = (body: unknown, key = freshKey()) => coordinator.ask('POST', '/tariff-tables', { body, key });
    const approve = (client: Client, vintage: string, digest: unknown) =>
      client.ask('POST', `/tariff-tables/thu-nhap-gio/vintages/${vintage}/approvals`, { body: { digest }, key: freshKey() });
    const inForce = async (on: string): Promise<string | undefined> =>
      (await head.get<TariffTableList>(`/tariff-tables?kind=hourlyIncome&scope=${encodeURIComponent('Tỉnh thử')}&on=${on}`)).body.items.find(
        (item) => item.inForce,
      )?.vintage;
    const first = await record(table('2025'));
    expect(first.status).toBe(201);
    expect(await inForce('2025-06-01')).toBeUndefined();
    expect((await approve(coordinator, '2025', first.body['digest'])).body['code']).toBe('second_person_needed');
    expect((await approve(leader, '2025', 'a'.repeat(64))).body['code']).toBe('stale_content');
    expect((await approve(leader, '2025', first.body['digest'])).status).toBe(201);
    const second = await record(table('2026'));
    expect((await approve(leader, '2026', second.body['digest'])).status).toBe(201);
    expect([await inForce('2024-12-31'), await inForce('2025-12-31'), await inForce('2026-01-01')]).toEqual([undefined, '2025', '2026']);
    expect((await record(table('2026'))).body['code']).toBe('cost_tariff_overlap');
    const twin = await record(table('2026b', { validFrom: '2026-01-01' }));
    expect([twin.status, twin.body['code'], (twin.body['errors'] as readonly { pointer: string }[])[0]?.pointer]).toEqual([
      422,
      'cost_tariff_overlap',
      '/validFrom',
    ]);
    const longer = await record(table('2024', { validTo: '2025-06-30' }));
    expect(longer.body['code']).toBe('cost_tariff_overlap');
    expect((await record(table('2023', { validTo: '2023-12-31' }))).status).toBe(201);
  });

  it('with a wrong number or a wrong period is refused at the field, and is no business of an officer', async () => {
    const coordinator = await house.as('coordinator');
    const record = async (over: Record<string, unknown>): Promise<readonly unknown[]> => {
      const { status, body } = await coordinator.ask('POST', '/tariff-tables', { body: { ...table('2030'), ...over }, key: freshKey() });
      return [status, body['code'], (body['errors'] as readonly { pointer: string }[] | undefined)?.[0]?.pointer];
    };
    expect(await record({ rows: [{ key: 'all', value: '1.250.000' }] })).toEqual([422, 'cost_bad_number', '/rows/0/value']);
    expect(await record({ rows: [{ key: 'all', value: '-5' }] })).toEqual([422, 'cost_negative_value', '/rows/0/value']);
    expect(
      await record({
        rows: [
          { key: 'all', value: '5' },
          { key: 'all', value: '6' },
        ],
      }),
    ).toEqual([422, 'cost_duplicate_id', '/rows/1/key']);
    expect(await record({ validTo: '2029-01-01' })).toEqual([422, 'date_invalid', '/validTo']);
    expect((await officer.ask('POST', '/tariff-tables', { body: table('2031'), key: freshKey() })).status).toBe(403);
  });
});
