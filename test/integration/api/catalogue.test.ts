import { aProcedure, aProposal, launchReviews } from '../../support/province.js';
import type {
  CampaignPage,
  CampaignProgress,
  Clock,
  ImportAnswer,
  LaunchAnswer,
  OverdueBoard,
  ProcedureDetail,
  ProcedurePage,
  ReviewPage,
  UnitList,
  VersionDetail,
} from '../../../api/schemas/types.js';
import { openHouse, type Ask, type Client, type House } from './serve.js';

let house: House;
let coordinator: Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  coordinator = await house.as('coordinator');
}, 60_000);
afterAll(() => house.close());

const file = (content: string | Uint8Array<ArrayBuffer>, name: string, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  form.set('file', new Blob([content]), name);
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
};
const send = (form: FormData, options: Ask = {}, query = '') => coordinator.ask<ImportAnswer>('POST', `/procedure-imports${query}`, { raw: form, ...options });
const CSV = 'Mã TTHC,Tên TTHC,Lĩnh vực\n1.500001,Đăng ký khai sinh,Hộ tịch\n1.500002,Đăng ký kết hôn,Hộ tịch\nsai,Không có mã,Hộ tịch\n';

describe('importing a file', () => {
  it('first shows what is in it and stores nothing', async () => {
    const { status, body } = await send(file(CSV, 'danh mục.csv'), {}, '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({ dryRun: true, format: 'table', counts: { rows: 3, valid: 2, failed: 1 }, batchId: null, replayed: false });
    expect(body.drafts.map((draft) => [draft.code, draft.known])).toEqual([
      ['1.500001', false],
      ['1.500002', false],
    ]);
    expect(body.problems.some((line) => line.severity === 'error' && line.code === 'import_code_wrong')).toBe(true);
    expect(await house.database.reader.rows('SELECT id FROM procedures')).toEqual([]);
  });

  it('then stores the good rows, once for one key', async () => {
    const first = await send(file(CSV, 'danh mục.csv', { ownerUnit: 'civil', mode: 'addOnly' }), { key: 'import-key-1' });
    expect([first.status, first.body.added, first.body.replayed]).toEqual([201, 2, false]);
    expect(first.body.batchId).toMatch(/^imp_/u);
    const again = await send(file(CSV, 'danh mục.csv', { ownerUnit: 'civil', mode: 'addOnly' }), { key: 'import-key-1' });
    expect([again.status, again.body.batchId, again.body.replayed]).toEqual([200, first.body.batchId, true]);
    const twice = await send(file(CSV, 'danh mục.csv', { ownerUnit: 'civil', mode: 'update' }), { key: 'import-key-2' });
    expect([twice.status, twice.body.added, twice.body.updated, twice.body.unchanged]).toEqual([201, 0, 0, 2]);
    expect(await house.database.reader.rows('SELECT file_name FROM import_batches ORDER BY imported_at LIMIT 1')).toEqual([{ file_name: 'danh mục.csv' }]);
  });

  it.each([
    ['an empty file', '', 'x.csv', 'import_empty_file'],
    ['bytes of no kind', 'Mã TTHC\u0000,Tên', 'x.csv', 'import_not_text'],
    ['an unknown encoding', new Uint8Array([0x4d, 0xe3, 0x2c, 0xff, 0x41]), 'x.csv', 'import_wrong_encoding'],
    ['a cut-off JSON', '[{"code":"1.500', 'x.json', 'import_json_broken'],
    ['a broken spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]), 'x.xlsx', 'import_xlsx_broken'],
  ])('%s is answered with what is wrong, and nothing is stored', async (_name, content, name, code) => {
    const before = await house.database.reader.rows('SELECT COUNT(*) AS n FROM procedures');
    const { status, body } = await send(file(content as string, name, { ownerUnit: 'civil' }), { key: `bad-file-${code}` });
    expect([status, body.batchId, body.problems.map((line) => line.code)]).toEqual([200, null, [code]]);
    expect(await house.database.reader.rows('SELECT COUNT(*) AS n FROM procedures')).toEqual(before);
  });

  it('needs a file, a form, a key, an existing unit and the right', async () => {
    const none = new FormData();
    none.set('ownerUnit', 'civil');
    const refusals = [
      await send(none, { key: 'needs-a-file' }),
      await coordinator.ask('POST', '/procedure-imports', { body: { file: 'x' }, key: 'needs-a-form' }),
      await send(file(CSV, 'x.csv')),
      await send(file(CSV, 'x.csv', { ownerUnit: 'khong-co' }), { key: 'needs-a-unit' }),
      await send(file(CSV, 'x.csv', { ownerUnit: 'civil', mode: 'replace' }), { key: 'needs-a-mode' }),
      await send(file(CSV, 'x.csv', { ownerUnit: 'civil', other: '1' }), { key: 'needs-no-more' }),
      await (await house.as('head')).ask('POST', '/procedure-imports', { raw: file(CSV, 'x.csv'), key: 'needs-a-right' }),
      await send(file(CSV, 'x.csv'), {}, '?dryRun=yes'),
    ];
    expect(refusals.map((answer) => [answer.status, (answer.body as { code?: string }).code])).toEqual([
      [422, 'validation_failed'],
      [415, 'media_type_unsupported'],
      [400, 'idempotency_key_missing'],
      [422, 'unit_unknown'],
      [422, 'validation_failed'],
      [422, 'validation_failed'],
      [403, 'not_permitted'],
      [400, 'parameter_invalid'],
    ]);
  });

  it('over ten megabytes is refused with 413, a broken form with 400', async () => {
    const big = await send(file('x'.repeat(11 * 1024 * 1024), 'x.csv', { ownerUnit: 'civil' }), { key: 'too-large-file' });
    expect([big.status, (big.body as unknown as { code: string }).code]).toEqual([413, 'body_too_large']);
    const broken = await coordinator.ask('POST', '/procedure-imports', {
      raw: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      key: 'broken-form',
    });
    expect([broken.status, broken.body['code']]).toEqual([400, 'malformed_request']);
  });

  it('keeps a file name free of folders', async () => {
    await send(file(JSON.stringify([aProcedure('1.500009')]), '..\\..\\etc/thủ tục.json', { ownerUnit: 'trade' }), { key: 'import-key-9' });
    const [row] = await house.database.reader.rows<{ file_name: string }>('SELECT file_name FROM import_batches ORDER BY imported_at DESC, id DESC LIMIT 1');
    expect(row?.file_name).toBe('thủ tục.json');
  });
});

describe('a procedure', () => {
  it('is found by code as by id, with its text, versions and facts', async () => {
    const [row] = (await coordinator.get<ProcedurePage>('/procedures?q=khai%20sinh')).body.items;
    expect(row).toMatchObject({
      code: '1.500001',
      name: 'Đăng ký khai sinh',
      ownerUnit: { code: 'civil' },
      phase: 'inForce',
      version: { number: 1 },
      costPerYear: null,
      openReview: null,
    });
    const [byId, byCode] = [await coordinator.get<ProcedureDetail>(`/procedures/${row?.id}`), await coordinator.get<ProcedureDetail>('/procedures/1.500001')];
    expect(byId.body).toEqual(byCode.body);
    expect(byId.body).toMatchObject({
      content: { code: '1.500001' },
      versions: [{ number: 1, status: 'inForce', reviewId: null }],
      proposalDiff: null,
      cost: null,
      milestones: [],
      lastReview: null,
    });
    expect(byId.body.facts).toMatchObject([{ seq: 1, type: 'ProcedureImported', summary: { vi: 'Đưa thủ tục vào danh mục' } }]);
    expect((await coordinator.get<VersionDetail>('/procedures/1.500001/versions/1')).body).toMatchObject({ number: 1, content: { name: 'Đăng ký khai sinh' } });
  });

  it('under review shows before and after to those who may see the review, and only its text to others', async () => {
    await launchReviews(house.commands, house.province, ['1.600001'], aProposal());
    const seen = (await coordinator.get<ProcedureDetail>('/procedures/1.600001')).body;
    expect(seen).toMatchObject({ phase: 'underReview', openReview: { stages: [{ key: 'assess' }] }, proposalDiff: { summary: { papersDropped: 1 } } });
    const hidden = (await (await house.as('tradeHead')).get<ProcedureDetail>('/procedures/1.600001')).body;
    expect(hidden).toMatchObject({ phase: 'underReview', proposalDiff: null, cost: null, content: { code: '1.600001' } });
    expect((await coordinator.get<ProcedurePage>('/procedures?phase=underReview')).body.items.map((row) => row.code)).toEqual(['1.600001']);
    expect((await coordinator.get<ProcedurePage>('/procedures?unit=trade')).body.items.map((row) => row.code)).toEqual(['1.500009']);
  });
});

describe('a campaign', () => {
  const plan = { name: 'Đợt 2026', planYear: 2026, basis: 'a', basisDocument: 'QĐ 12/QĐ-UBND' };

  it('over all procedures takes those in force that are not under review, once for one key', async () => {
    const first = await coordinator.ask<LaunchAnswer>('POST', '/campaigns', { body: { ...plan, all: true }, key: 'launch-all-1' });
    expect([first.status, first.body.itemCount, first.body.launched, first.body.problems, first.headers.get('location')]).toEqual([
      201,
      3,
      3,
      [],
      `/api/v1/campaigns/${first.body.campaignId}`,
    ]);
    const reviews = await coordinator.get<ReviewPage>(`/campaigns/${first.body.campaignId}/reviews`);
    expect(reviews.body.items.map((row) => row.procedure.code).sort()).toEqual(['1.500001', '1.500002', '1.500009']);
    const progress = await coordinator.get<CampaignProgress>(`/campaigns/${first.body.campaignId}`);
    expect(progress.body).toMatchObject({
      name: 'Đợt 2026',
      itemCount: 3,
      launched: 3,
      open: 3,
      units: [
        { unit: { code: 'civil' }, total: 2 },
        { unit: { code: 'trade' }, total: 1 },
      ],
    });
    expect((await coordinator.get<CampaignPage>('/campaigns')).body.items[0]?.id).toBe(first.body.campaignId);
  });

  it('names the lines it could not take, with the reason in both languages', async () => {
    const { status, body } = await coordinator.ask<LaunchAnswer>('POST', '/campaigns', {
      body: { ...plan, procedureCodes: ['1.500001'] },
      key: 'launch-taken',
    });
    expect([status, body.launched, body.problems]).toEqual([
      201,
      0,
      [{ code: '1.500001', problem: 'review_open_already', text: { vi: expect.any(String), en: expect.any(String) } }],
    ]);
  });

  it('given again with its key answers the first launch', async () => {
    const ask = { body: { ...plan, procedureCodes: ['1.500002'] }, key: 'launch-repeat' };
    const [first, second] = [await coordinator.ask<LaunchAnswer>('POST', '/campaigns', ask), await coordinator.ask<LaunchAnswer>('POST', '/campaigns', ask)];
    expect([first.status, second.status, second.body.campaignId, second.body.replayed]).toEqual([201, 200, first.body.campaignId, true]);
  });

  it('is for the coordinator, over procedures that exist', async () => {
    const byHead = await (await house.as('head')).ask('POST', '/campaigns', { body: { ...plan, all: true }, key: 'launch-by-head' });
    const unknown = await coordinator.ask('POST', '/campaigns', { body: { ...plan, procedureCodes: ['9.999999'] }, key: 'launch-unknown' });
    const none = await coordinator.ask('POST', '/campaigns', { body: { ...plan, all: true }, key: 'launch-nothing-left' });
    expect([byHead.status, byHead.body['right'], unknown.status, unknown.body['codes'], none.status, none.body['code']]).toEqual([
      403,
      'campaigns.launch',
      404,
      ['9.999999'],
      422,
      'campaign_empty',
    ]);
  });

  it('ends with a reason, once', async () => {
    const [{ id } = { id: '' }] = (await coordinator.get<CampaignPage>('/campaigns?limit=1')).body.items;
    const close = (reason: string, key: string) => coordinator.ask('POST', `/campaigns/${id}/closings`, { body: { reason }, key });
    const answers = [
      await close('', 'close-empty-1'),
      await close('Hết đợt', 'close-once-1'),
      await close('Hết đợt', 'close-once-1'),
      await close('Lần nữa', 'close-again-1'),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([422, 201, 200, 409]);
    expect((await coordinator.get<CampaignProgress>(`/campaigns/${id}`)).body).toMatchObject({
      status: 'closed',
      closedAt: expect.stringMatching(/\+07:00$/u),
    });
  });
});

describe('boards', () => {
  it('list units as a tree with their heads', async () => {
    const { items } = (await coordinator.get<UnitList>('/units')).body;
    expect(items[0]).toMatchObject({ code: 'committee', parentId: null });
    expect(items.find((unit) => unit.code === 'civil')).toMatchObject({ parentId: items[0]?.id, heads: [{ name: 'Người head' }], path: 'committee/civil/' });
  });

  it('tell the business time with its calendar, and move it in tests', async () => {
    const before = (await coordinator.get<Clock>('/clock')).body;
    expect(before).toMatchObject({ locked: false, calendar: { id: 'VN-CO-QUAN' } });
    const ask = { body: { workingDays: 15 }, key: 'advance-15-days' };
    const moved = await coordinator.ask<Clock>('POST', '/test-clock/advances', ask);
    expect([moved.status, moved.body.now > before.now]).toEqual([201, true]);
    expect((await coordinator.ask('POST', '/test-clock/advances', ask)).status).toBe(200);
    const board = (await coordinator.get<OverdueBoard>('/overdue')).body;
    expect(board.counts.overdue).toBeGreaterThan(0);
    expect(board.now.slice(0, 10)).toBe(moved.body.now.slice(0, 10));
    expect(board.items[0]).toMatchObject({
      lateness: 'overdue',
      holders: [{ post: expect.any(String) }],
      nextRung: { at: expect.stringMatching(/\+07:00$/u) },
    });
    const own = (await (await house.as('tradeHead')).get<OverdueBoard>('/overdue')).body;
    expect(own.ages.map((row) => row.unit.code)).toEqual(['trade']);
  });

  it('know no test clock where it is locked, and let not everybody move it', async () => {
    expect((await (await house.as('head')).ask('POST', '/test-clock/advances', { body: { workingDays: 1 }, key: 'advance-by-head' })).status).toBe(403);
    await house.database.source.query('UPDATE business_clock SET locked = 1');
    const locked = await coordinator.ask('POST', '/test-clock/advances', { body: { workingDays: 1 }, key: 'advance-locked' });
    expect([locked.status, locked.body['code']]).toEqual([404, 'test_clock_locked']);
    await house.database.source.query('UPDATE business_clock SET locked = 0');
  });
});
