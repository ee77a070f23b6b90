import { createCommands, type Commands } from '../../../commands/index.js';
import { PAGE_SIZE } from '../../../commands/open-campaign-page.js';
import { FailpointError } from '../../../config/failpoint.js';
import type { CampaignId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { generateProcedures } from '../../support/procedures.js';
import { aProcedure, aProposal, buildProvince, launchReviews, type Province } from '../../support/province.js';
import { codeOf, openDesk, withFailpoints, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

const COUNT = 1_000;
const GENERATED = generateProcedures(COUNT, 20_261_125);
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const plan = (codes: readonly string[], name = 'Kế hoạch 2026') => ({
  name,
  planYear: 2026,
  basis: 'b' as const,
  basisDocument: 'QĐ 01/QĐ-UBND',
  routeKey: 'provincialReview',
  procedures: codes.map((code) => ({ code })),
});
const countOf = async (sql: string, params: readonly unknown[] = []): Promise<number> => Number((await database.reader.row<{ n: string }>(sql, params))?.n);

describe('a campaign over a thousand procedures', () => {
  let campaignId: CampaignId;
  const codes = GENERATED.map((procedure) => procedure.code);

  it('that dies between two pages goes on under the same key, and every review is there once', async () => {
    for (let from = 0; from < COUNT; from += 500) {
      const drafts = GENERATED.slice(from, from + 500).map((content) => ({ content, ownerUnitCode: 'civil' }));
      const imported = await commands.importProcedures(province.actor('coordinator'), `import-${from}-many`, {
        fileName: 'sinh.json',
        fileHash: String(from).padStart(64, '0'),
        mode: 'addOnly',
        drafts,
      });
      expect(imported).toMatchObject({ added: 500, problems: [], replayed: false });
    }
    const launch = () => commands.launchCampaign(province.actor('coordinator'), 'launch-thousand', plan(codes));
    await expect(withFailpoints('open-campaign-page/before-commit=throw', launch)).rejects.toThrow(FailpointError);
    expect(await countOf('SELECT COUNT(*) AS n FROM campaigns')).toBe(1);
    expect(await countOf('SELECT COUNT(*) AS n FROM reviews')).toBe(0);
    campaignId = (await database.reader.row<{ id: CampaignId }>('SELECT id FROM campaigns'))!.id;
    const half = await commands.openCampaignPage(campaignId, PAGE_SIZE);
    expect(half.reviews).toHaveLength(PAGE_SIZE);

    const again = await launch();
    expect(again).toMatchObject({ campaignId, itemCount: COUNT, opened: COUNT, problems: [], replayed: true });
    expect(await countOf('SELECT COUNT(*) AS n FROM campaigns')).toBe(1);
  });

  it('can be listed page by page, each procedure exactly once, each with its first task', async () => {
    const listed: string[] = [];
    for (let from: number | null = 0; from !== null;) {
      const page = await commands.openCampaignPage(campaignId, from);
      listed.push(...page.reviews);
      from = page.next;
    }
    expect(new Set(listed).size).toBe(COUNT);
    expect(listed).toEqual(await desk.reviewsOf(campaignId));
    const byPosition = await database.reader.rows<{ code: string; procedure_id: string; of: string }>(
      `SELECT p.code, i.procedure_id, r.procedure_id AS of FROM campaign_items i JOIN procedures p ON p.id = i.procedure_id JOIN reviews r ON r.id = i.review_id
       WHERE i.campaign_id = ? ORDER BY i.position`,
      [campaignId],
    );
    expect(byPosition.map((row) => row.code)).toEqual(codes);
    expect(byPosition.every((row) => row.procedure_id === row.of)).toBe(true);
    expect(await countOf("SELECT COUNT(*) AS n FROM tasks WHERE is_open = 1 AND stage_key = 'assess' AND due_at IS NOT NULL")).toBe(COUNT);
    expect(await countOf("SELECT COUNT(*) AS n FROM notices WHERE kind = 'task.assigned'")).toBe(COUNT);
    expect(await countOf('SELECT COUNT(*) AS n FROM reviews WHERE next_wake_at IS NULL')).toBe(0);
  });

  it('launched again, ten times at once, is still one launch', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => commands.launchCampaign(province.actor('coordinator'), 'launch-thousand', plan(codes))));
    expect(new Set(answers.map((answer) => answer.campaignId))).toEqual(new Set([campaignId]));
    expect(answers.every((answer) => answer.replayed && answer.opened === COUNT)).toBe(true);
    expect(await countOf('SELECT COUNT(*) AS n FROM reviews')).toBe(COUNT);
    expect(await codeOf(commands.launchCampaign(province.actor('coordinator'), 'launch-thousand', plan(codes, 'Tên khác')))).toBe('key_reused');
  });

  it('counts as running once every line is taken, and the view says so with a rising number', async () => {
    expect(await commands.readCampaignView(campaignId)).toEqual({ campaignId, seq: 1 + COUNT / PAGE_SIZE, itemCount: COUNT, taken: COUNT, closed: false });
    const sent = await desk.outboxOf(campaignId, 'campaignMoved');
    expect(sent.map((row) => row.payload.seq)).toEqual(sent.map((_, index) => index + 1));
  });

  it('leaves unbroken chains of facts', async () => {
    expect(await desk.brokenChains()).toEqual([]);
  });
});

describe('lines that cannot be opened', () => {
  it('a procedure under review is refused by name, the others open', async () => {
    await launchReviews(commands, province, ['1.100001', '1.100002']);
    await commands.importProcedures(province.actor('coordinator'), 'import-third', {
      fileName: 'x',
      fileHash: 'c'.repeat(64),
      mode: 'addOnly',
      drafts: [{ content: aProcedure('1.100003'), ownerUnitCode: 'civil' }],
    });
    const second = await commands.launchCampaign(province.actor('coordinator'), 'launch-second', plan(['1.100001', '1.100003', '1.100002']));
    expect(second).toMatchObject({
      itemCount: 3,
      opened: 1,
      problems: [
        { code: '1.100001', problem: 'review_open_already' },
        { code: '1.100002', problem: 'review_open_already' },
      ],
    });
    expect((await commands.openCampaignPage(second.campaignId, 0)).problems).toEqual(second.problems);
  });

  it('two campaigns launched at the same time over the same procedures open each review once between them', async () => {
    const codes = Array.from({ length: 20 }, (_, index) => `1.2000${String(index).padStart(2, '0')}`);
    await commands.importProcedures(province.actor('coordinator'), 'import-rivals', {
      fileName: 'x',
      fileHash: 'd'.repeat(64),
      mode: 'addOnly',
      drafts: codes.map((code) => ({ content: aProcedure(code), ownerUnitCode: 'civil' })),
    });
    const rivals = await Promise.all(
      ['rival-one-1', 'rival-two-2'].map((key, index) =>
        commands.launchCampaign(province.actor('coordinator'), key, plan(index === 0 ? codes : codes.toReversed())),
      ),
    );
    expect(rivals.map((answer) => answer.opened + answer.problems.length)).toEqual([20, 20]);
    expect(rivals.reduce((sum, answer) => sum + answer.opened, 0)).toBe(20);
    expect(await countOf("SELECT COUNT(*) AS n FROM reviews r JOIN procedures p ON p.id = r.procedure_id WHERE p.code LIKE '1.2000%'")).toBe(20);
  });

  it('unknown codes, no codes and an unknown route are refused before anything is written', async () => {
    const before = await countOf('SELECT COUNT(*) AS n FROM campaigns');
    const launch = (key: string, command: ReturnType<typeof plan>) => codeOf(commands.launchCampaign(province.actor('coordinator'), key, command));
    expect(await launch('unknown-codes', plan(['1.100001', '8.888888']))).toBe('not_found');
    expect(await launch('no-codes-1', plan([]))).toBe('campaign_empty');
    expect(await launch('no-route-1', { ...plan(['1.100001']), routeKey: 'nowhere' })).toBe('not_found');
    expect(await countOf('SELECT COUNT(*) AS n FROM campaigns')).toBe(before);
  });

  it('a closed campaign opens nothing more and is closed once', async () => {
    await commands.importProcedures(province.actor('coordinator'), 'import-closing', {
      fileName: 'x',
      fileHash: 'e'.repeat(64),
      mode: 'addOnly',
      drafts: [{ content: aProcedure('1.300001'), ownerUnitCode: 'civil' }],
    });
    const launch = () => commands.launchCampaign(province.actor('coordinator'), 'launch-closing', plan(['1.300001']));
    await expect(withFailpoints('open-campaign-page/before-commit=throw', launch)).rejects.toThrow(FailpointError);
    const { id } = (await database.reader.row<{ id: CampaignId }>("SELECT id FROM campaigns WHERE status = 'launching'"))!;
    await commands.closeCampaign(province.actor('coordinator'), 'close-it-now', { campaignId: id, reason: 'Dừng kế hoạch' });
    expect(await codeOf(commands.closeCampaign(province.actor('coordinator'), 'close-it-twice', { campaignId: id, reason: 'lần nữa' }))).toBe(
      'campaign_closed',
    );
    expect(await launch()).toMatchObject({ campaignId: id, opened: 0, replayed: true });
    expect(await commands.readCampaignView(id)).toMatchObject({ closed: true, taken: 0 });
  });
});

test('a draft becomes the first revision of its proposal, written by an officer of the owning unit', async () => {
  const reviewId = await desk.oneReview('1.400001', aProposal('Bản nháp'));
  const state = await desk.stateOf(reviewId);
  expect(state.authors).toEqual([province.people.officer]);
  expect(await database.reader.row('SELECT revision, revised_by FROM proposals WHERE review_id = ?', [reviewId])).toEqual({
    revision: 0,
    revised_by: province.people.officer,
  });
});
