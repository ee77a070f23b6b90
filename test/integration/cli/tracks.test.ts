/** Carrying an approval out from the command line, against the real API over a real database. */
import type { CarriedOn, ExecutionBoard, ReviewDetail } from '../../../api/schemas/types.js';
import type { ChangeItem } from '../../../domain/procedure/change-items.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { aProposal, type Seat } from '../../support/province.js';
import { openDesk } from '../../support/review-desk.js';
import { aFolder, run, type Ran } from '../../unit/cli/harness.js';
import { openHouse, PASSWORD, type House } from '../api/serve.js';

jest.setTimeout(120_000);

let house: House;
let folders: ReturnType<typeof aFolder>[] = [];
let reviewId: ReviewId;

type Person = { readonly tinhgon: (...argv: readonly string[]) => Promise<Ran>; readonly json: <T>(...argv: readonly string[]) => Promise<T> };

async function personAt(seat: Seat): Promise<Person> {
  const folder = aFolder();
  folders.push(folder);
  const tinhgon = (...argv: readonly string[]): Promise<Ran> => run(folder.path, argv, { env: { TINHGON_URL: house.address } });
  const signedIn = await run(folder.path, ['login', '--login', `${seat}@test`, '--password-stdin'], {
    env: { TINHGON_URL: house.address },
    stdin: `${PASSWORD}\n`,
  });
  if (signedIn.code !== 0) throw new Error(signedIn.stderr);
  return {
    tinhgon,
    json: async <T>(...argv: readonly string[]): Promise<T> => {
      const ran = await tinhgon(...argv, '--json');
      if (ran.code !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
      return JSON.parse(ran.stdout) as T;
    },
  };
}

beforeAll(async () => {
  house = await openHouse();
  await house.database.setNow('2026-03-02T02:00:00Z');
  const desk = openDesk(house.database, house.commands, house.province);
  const [template] = aProposal().items as [ChangeItem];
  const item = (paper: 'p1' | 'p2', track: ChangeItem['track']): ChangeItem => ({
    ...template,
    id: `drop-${paper}`,
    track,
    ops: [{ path: `dossier/d1/items/${paper}`, op: 'remove' }],
  });
  reviewId = await desk.oneReview('1.300001', { ...aProposal(), items: [item('p2', 'province'), item('p1', 'ministry')] });
  for (const [stageKey, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
    ['appraise', 'appraiser'],
    ['approve', 'leader'],
  ] as const)
    await desk.decideOn(reviewId, stageKey, seat);
  await house.commands.openTracks({ reviewId, rebuild: 0 }, 'caller');
});
afterAll(async () => {
  for (const folder of folders) folder.remove();
  folders = [];
  await house.close();
});

const ENACT = ['--on', '2026-03-02', '--document', '15/2026/QĐ-UBND', '--article', 'Điều 1', '--from', '2026-04-01'] as const;

test('approvals are listed with their tracks, as a table, as JSON and for a spreadsheet; one is shown whole', async () => {
  const head = await personAt('head');
  const { items } = await head.json<{ items: ExecutionBoard['items'] }>('tracks', 'list');
  expect(items.map((row) => [row.reviewId, row.tracks.map((track) => [track.key, track.step])])).toEqual([
    [
      reviewId,
      [
        ['province', null],
        ['ministry', null],
      ],
    ],
  ]);
  expect((await head.tinhgon('tracks', 'list')).stdout).toContain('chưa bắt đầu');
  expect((await head.tinhgon('tracks', 'list', '--format', 'csv')).stdout.split('\n')[0]).toContain('Tỉnh quyết');
  const shown = await head.tinhgon('tracks', 'show', reviewId);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/Kiến nghị bộ, Chính phủ \(ministry\)[^]*drafted, sent, dropped/u)]);
  expect((await head.tinhgon('tracks', 'show', 'rev_khong-co')).code).toBe(3);
});

test('what cannot be meant is refused with 2 before anything is sent', async () => {
  const head = await personAt('head');
  for (const argv of [
    ['advance', reviewId, 'moon', 'sent', '--on', '2026-03-02', '--document', '12'],
    ['advance', reviewId, 'province', 'signed', '--on', '2026-03-02', '--document', '12'],
    ['advance', reviewId, 'province', 'enacted', '--document', '12'],
    ['advance', reviewId, 'province', 'enacted', '--on', '02/03/2026', '--document', '12'],
    ['advance', reviewId, 'province'],
    ['give-up', reviewId, 'ministry'],
    ['publish', reviewId, 'province', '--on', '2026-03-02'],
    ['publish', reviewId, 'province', '--number', '99', '--on', '2026-03-02', '--entered-on', 'mai'],
    ['enter', reviewId, 'province'],
  ])
    expect([argv, (await head.tinhgon('tracks', ...argv)).code]).toEqual([argv, 2]);
  expect((await head.json<ReviewDetail['execution']>('tracks', 'show', reviewId))?.tracks.every((track) => track.steps.length === 0)).toBe(true);
});

test('the province’s text is recorded once, published and entered while the ministry is waited for, which the coordinator gives up', async () => {
  const head = await personAt('head');
  expect(await head.tinhgon('tracks', 'advance', reviewId, 'province', 'enacted', '--on', '2026-03-02', '--document', '15/2026/QĐ-UBND')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('/article'),
  });
  const enact = ['tracks', 'advance', reviewId, 'province', 'enacted', ...ENACT, '--idempotency-key', 'ban-hanh-1'];
  expect(await head.json<CarriedOn>(...enact)).toMatchObject({ reviewId, phase: 'execute', replayed: false });
  expect(await head.json<CarriedOn>(...enact)).toMatchObject({ replayed: true });
  expect((await head.tinhgon('tracks', 'advance', reviewId, 'province', 'enacted', ...ENACT)).code).toBe(5);

  await house.commands.serveDueReview(reviewId);
  expect((await head.tinhgon('tracks', 'show', reviewId)).stdout).toContain('chờ công bố');
  const publish = ['tracks', 'publish', reviewId, 'province', '--number', '99/QĐ-UBND', '--on', '2026-03-02'];
  expect((await head.tinhgon('tracks', 'publish', reviewId, 'ministry', '--number', '99/QĐ-UBND', '--on', '2026-03-02')).code).toBe(5);
  expect(await head.json<CarriedOn>(...publish)).toMatchObject({ phase: 'execute' });
  expect((await head.tinhgon('tracks', 'enter', reviewId, 'province', '--on', '2026-03-02')).stdout).toContain('Đang thực thi.');

  for (const step of ['sent', 'unanswered'])
    expect((await head.tinhgon('tracks', 'advance', reviewId, 'ministry', step, '--on', '2026-03-02', '--document', '12/UBND')).code).toBe(0);
  expect((await head.tinhgon('tracks', 'give-up', reviewId, 'ministry', '--reason', 'Chờ lâu')).code).toBe(4);
  const coordinator = await personAt('coordinator');
  const given = await coordinator.tinhgon('tracks', 'give-up', reviewId, 'ministry', '--reason', 'Chờ lâu');
  expect([given.code, given.stdout]).toEqual([0, expect.stringContaining('Đã kết thúc.')]);
  expect((await coordinator.tinhgon('tracks', 'list', '--lang', 'en')).stdout).toMatch(/published and entered[^]*never answered/u);
});

test('who may not see the review finds nothing', async () => {
  const stranger = await personAt('tradeHead');
  expect((await stranger.tinhgon('tracks', 'show', reviewId)).code).toBe(3);
  expect((await stranger.tinhgon('tracks', 'advance', reviewId, 'province', 'enacted', ...ENACT)).code).toBe(3);
  expect((await stranger.json<{ items: readonly unknown[] }>('tracks', 'list')).items).toEqual([]);
});
