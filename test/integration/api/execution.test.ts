import type { CarriedOn, ExecutionBoard, ReviewDetail } from '../../../api/schemas/types.js';
import type { ChangeItem, CompetenceTrack } from '../../../domain/procedure/change-items.js';
import { emptyVnRow, linkedCopy, type VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { aProposal, type Seat } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { openHouse, type Client, type House } from './serve.js';

let house: House;
let desk: Desk;
const clients = new Map<Seat, Client>();
const as = (seat: Seat): Client => clients.get(seat) as Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  await house.database.setNow('2026-03-02T02:00:00Z');
  desk = openDesk(house.database, house.commands, house.province);
  for (const seat of ['head', 'officer', 'coordinator', 'leader', 'tradeHead'] as const) clients.set(seat, await house.as(seat));
}, 60_000);
beforeEach(() => house.database.setNow('2026-03-02T02:00:00Z'));
afterAll(() => house.close());

const [template] = aProposal().items as [ChangeItem];
const drops = (paper: 'p1' | 'p2', track: CompetenceTrack): ChangeItem => ({
  ...template,
  id: `drop-${paper}`,
  track,
  ops: [{ path: `dossier/d1/items/${paper}`, op: 'remove' }],
  costLines: [paper],
});
/** One hour a paper at 10,000 đồng, a hundred files a year: each paper costs a million a year. */
const before: VnSheet = {
  schema: 'tinhgon.vn-sheet/1',
  hourlyIncome: { value: '10000' },
  rows: ['p1', 'p2'].map((id) => ({ ...emptyVnRow(id, 'prepare', `Giấy ${id}`), hours: '1', subjectsPerYear: '100' })),
};
const after: VnSheet = { ...linkedCopy(before), rows: before.rows.map((row) => ({ ...row, state: 'dropped' })) };
const STEPS: readonly (readonly [string, Seat])[] = [
  ['assess', 'head'],
  ['consultUnits', 'financeHead'],
  ['consultLaw', 'lawyer'],
  ['appraise', 'appraiser'],
  ['approve', 'leader'],
];
async function approved(code: string, ...items: readonly ChangeItem[]): Promise<ReviewId> {
  const reviewId = await desk.oneReview(code, { ...aProposal(), items, cost: { before, after } });
  for (const [stageKey, seat] of STEPS) await desk.decideOn(reviewId, stageKey, seat);
  await house.commands.openTracks({ reviewId, rebuild: 0 }, 'caller');
  return reviewId;
}
let keys = 0;
const post = (seat: Seat, path: string, body: object, key = `carry-${(keys += 1)}-key`) =>
  as(seat).ask<CarriedOn & { code?: string; errors?: { pointer: string }[] }>('POST', path, { body, key });
const enacted = { step: 'enacted', on: '2026-03-02', document: '15/2026/QĐ-UBND', article: 'Điều 1', effectiveFrom: '2026-03-02' };
const executionOf = async (reviewId: string, seat: Seat = 'head') => (await as(seat).get<ReviewDetail>(`/reviews/${reviewId}`)).body.execution;

describe('one approved review', () => {
  it('shows its tracks with what each stands for, and to whom may act what may be recorded', async () => {
    const reviewId = await approved('1.200001', drops('p2', 'province'), drops('p1', 'ministry'));
    const shown = await executionOf(reviewId);
    expect(shown).toMatchObject({
      phase: 'execute',
      savingsAtRisk: [],
      tracks: [
        {
          key: 'province',
          itemIds: ['drop-p2'],
          saving: 1_000_000,
          nextSteps: ['drafted', 'enacted', 'dropped'],
          evidence: null,
          publication: null,
          due: { lateness: 'onTime' },
        },
        { key: 'ministry', itemIds: ['drop-p1'], saving: 1_000_000, nextSteps: ['drafted', 'sent', 'dropped'], due: null },
      ],
    });
    expect((await executionOf(reviewId, 'leader'))?.tracks.map((track) => track.nextSteps)).toEqual([[], []]);
    expect((await as('tradeHead').get(`/reviews/${reviewId}`)).status).toBe(404);
  });

  it('takes a step once per key, and says which evidence is missing', async () => {
    const reviewId = await approved('1.200002', drops('p2', 'province'));
    const path = `/reviews/${reviewId}/tracks/province/steps`;
    const bare = await post('head', path, { step: 'enacted', on: '2026-03-02', document: '15/2026/QĐ-UBND' });
    expect([bare.status, bare.body.code, bare.body.errors?.map((error) => error.pointer)]).toEqual([422, 'evidence_required', ['/article']]);
    const first = await post('officer', path, enacted, 'same-key-200002');
    expect([first.status, first.body]).toEqual([201, { reviewId, seq: first.body.seq, phase: 'publish', replayed: false }]);
    expect([(await post('officer', path, enacted, 'same-key-200002')).status, (await post('officer', path, enacted)).body.code]).toEqual([
      200,
      'track_step_invalid',
    ]);
    expect((await post('tradeHead', path, enacted)).status).toBe(404);
    expect((await post('leader', path, enacted)).body.code).toBe('not_permitted');
    expect((await post('head', `/reviews/${reviewId}/tracks/moon/steps`, enacted)).status).toBe(404);
    expect((await executionOf(reviewId))?.tracks[0]?.evidence).toEqual({
      document: '15/2026/QĐ-UBND',
      article: 'Điều 1',
      effectiveFrom: '2026-03-02',
      effectiveTo: null,
    });
  });

  it('is published and entered, and only the coordinator gives a silent ministry up', async () => {
    const reviewId = await approved('1.200003', drops('p2', 'province'), drops('p1', 'ministry'));
    const at = `/reviews/${reviewId}`;
    await post('head', `${at}/tracks/province/steps`, enacted);
    // What the province has issued is published now: it waits for no ministry.
    await house.commands.serveDueReview(reviewId);
    const publication = async () => (await executionOf(reviewId))?.tracks[0]?.publication;
    expect(await publication()).toMatchObject({ status: 'open', mayPublish: true, mayEnter: false });
    expect((await post('head', `${at}/tracks/ministry/publications`, { decisionNumber: '99/QĐ-UBND', publishedOn: '2026-03-02' })).body.code).toBe(
      'track_step_invalid',
    );
    expect((await post('head', `${at}/tracks/province/publications`, { decisionNumber: '99/QĐ-UBND', publishedOn: '2026-03-02' })).body.phase).toBe('execute');
    expect(await publication()).toMatchObject({ status: 'published', mayPublish: false, mayEnter: true });
    for (const step of ['sent', 'unanswered'])
      expect((await post('head', `${at}/tracks/ministry/steps`, { step, on: '2026-03-02', document: '12/UBND' })).status).toBe(201);
    expect((await executionOf(reviewId, 'coordinator'))?.tracks[1]).toMatchObject({ mayGiveUp: true, due: { lateness: null } });
    expect((await post('head', `${at}/tracks/ministry/abandonments`, { reason: 'Chờ lâu' })).body.code).toBe('not_permitted');
    expect((await post('coordinator', `${at}/tracks/ministry/abandonments`, { reason: 'Chờ lâu' })).body.phase).toBe('publish');
    expect((await post('head', `${at}/tracks/province/database-entries`, { enteredOn: '2026-03-03' })).body.errors?.map((error) => error.pointer)).toEqual([
      '/databaseEnteredOn',
    ]);
    expect((await post('head', `${at}/tracks/province/database-entries`, { enteredOn: '2026-03-02' })).body.phase).toBe('closed');
  });
});

describe('the board of what became of approvals', () => {
  it('counts approved, executed and published apart, and shows what ends by itself', async () => {
    const inForce = await approved('1.200010', drops('p2', 'province'), drops('p1', 'ministry'));
    const campaign = (await as('head').get<ReviewDetail>(`/reviews/${inForce}`)).body.campaign?.id as string;
    const board = async (query = `?campaign=${campaign}`) => (await as('coordinator').get<ExecutionBoard>(`/execution${query}`)).body;
    expect((await board()).counts).toMatchObject({
      approved: { reviews: 1, saving: 2_000_000 },
      executed: { reviews: 0, saving: 0 },
      published: { reviews: 0 },
    });

    await post('head', `/reviews/${inForce}/tracks/province/steps`, { ...enacted, effectiveFrom: '2026-03-05' });
    expect((await board()).counts).toMatchObject({
      approved: { saving: 2_000_000 },
      coming: { reviews: 1, saving: 1_000_000 },
      executed: { reviews: 0, saving: 0 },
    });

    await post('head', `/reviews/${inForce}/tracks/ministry/steps`, { step: 'sent', on: '2026-03-02', document: '12/UBND' });
    await post('head', `/reviews/${inForce}/tracks/ministry/steps`, { ...enacted, document: '66.16/2026/NQ-CP', effectiveTo: '2027-02-28' });
    await house.database.setNow('2026-03-06T02:00:00Z');
    await house.commands.serveDueReview(inForce);
    const publish = (track: string) =>
      post('head', `/reviews/${inForce}/tracks/${track}/publications`, {
        decisionNumber: '99/QĐ-UBND',
        publishedOn: '2026-03-06',
        databaseEnteredOn: '2026-03-06',
      });
    // Text by text: past its due instant the publication makes its track overdue, until it is done.
    const overdue = async () => (await board()).tracks.flatMap((track) => (track.overdue === 0 ? [] : [`${track.key} ${track.overdue}`]));
    expect(await overdue()).toEqual([]);
    await house.database.setNow('2026-03-20T02:00:00Z');
    expect(await overdue()).toEqual(['province 1', 'ministry 1']);
    await house.database.setNow('2026-03-06T02:00:00Z');
    // One of two texts published: the other is in force, and not published.
    await publish('province');
    await house.database.setNow('2026-03-20T02:00:00Z');
    expect(await overdue()).toEqual(['ministry 1']);
    await house.database.setNow('2026-03-06T02:00:00Z');
    expect((await board()).counts).toMatchObject({ executed: { saving: 2_000_000 }, published: { reviews: 1, saving: 1_000_000 } });
    await publish('ministry');
    const now = await board();
    expect(now.counts).toMatchObject({
      approved: { reviews: 1, saving: 2_000_000 },
      executed: { reviews: 1, saving: 2_000_000 },
      published: { reviews: 1, saving: 2_000_000 },
      lapsed: { reviews: 0 },
    });
    expect(now.atRisk).toEqual([{ endsOn: '2027-02-28', reviews: 1, saving: 1_000_000, unknown: 0, lapsed: false }]);
    expect(now.tracks.find((track) => track.key === 'ministry')).toMatchObject({
      total: 1,
      executed: 1,
      savingApproved: 1_000_000,
      savingExecuted: 1_000_000,
      overdue: 0,
    });
    expect(now.items).toMatchObject([
      {
        reviewId: inForce,
        phase: 'closed',
        tracks: [
          { key: 'province', outcome: 'executed', publication: { publishedOn: '2026-03-06' } },
          { key: 'ministry', effectiveTo: '2027-02-28', publication: { publishedOn: '2026-03-06' } },
        ],
      },
    ]);

    // After the cliff the saving that rested on the lapsed text is executed no longer.
    await house.database.setNow('2027-03-01T02:00:00Z');
    const later = await board();
    expect(later.counts).toMatchObject({
      approved: { saving: 2_000_000 },
      executed: { reviews: 1, saving: 1_000_000 },
      lapsed: { reviews: 1, saving: 1_000_000 },
    });
    expect(later.atRisk).toMatchObject([{ lapsed: true }]);
  });

  it('shows a unit its own branch, and pages through the rest', async () => {
    const mine = (await as('head').get<ExecutionBoard>('/execution?limit=2')).body;
    expect(mine.items).toHaveLength(2);
    const rest = (await as('head').get<ExecutionBoard>(`/execution?limit=100&cursor=${mine.next}`)).body;
    expect(new Set([...mine.items, ...rest.items].map((row) => row.reviewId)).size).toBe(mine.counts.approved.reviews);
    expect((await as('tradeHead').get<ExecutionBoard>('/execution')).body).toMatchObject({ items: [], counts: { approved: { reviews: 0 } } });
  });
});

test('a procedure executed in part costs what is left of it, not what was approved', async () => {
  const reviewId = await approved('1.200020', drops('p2', 'province'), drops('p1', 'ministry'));
  await post('head', `/reviews/${reviewId}/tracks/province/steps`, enacted);
  const { id } = (await house.database.reader.row<{ id: never }>("SELECT id FROM procedures WHERE code = '1.200020'"))!;
  await house.commands.reachMilestone(id, 'bringIntoForce', 'caller');
  expect((await as('head').get<{ costPerYear: number }>('/procedures/1.200020')).body.costPerYear).toBe(1_000_000);
  expect((await as('head').get<{ items: { costPerYear: number }[] }>('/procedures?q=1.200020')).body.items[0]?.costPerYear).toBe(1_000_000);
});
