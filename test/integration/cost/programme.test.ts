import { createCommands, type Commands } from '../../../commands/index.js';
import { findCostProgramme, type CostProgramme } from '../../../queries/cost-programme.query.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';
import type { ChangeItem } from '../../../domain/procedure/change-items.js';
import type { LocalDate } from '../../../domain/shared/instant.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import type { Route } from '../../../domain/route/route.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aReform, aRow, aSheet, withCost } from '../../support/cost/proposals.js';
import { randomSheets } from '../../support/cost/random-sheets.js';
import { nearest, pair, plus, same, secondSheetTotal, type Pair } from '../../support/cost/second-opinion.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

/** The shipped route as it ends when nothing is left to carry out: the change takes effect on its day. */
const { execution: _execution, ...deliberation } = PROVINCIAL_REVIEW;
const AT_ONCE: Route = { ...deliberation, version: PROVINCIAL_REVIEW.version + 1 };
/** The shipped route as it is, carried out track by track. */
const BY_TRACKS: Route = { ...PROVINCIAL_REVIEW, key: 'byTracks' };

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeEach(async () => {
  database = await freshDatabase([AT_ONCE, BY_TRACKS]);
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterEach(() => database.drop());

const everywhere = { everywhere: true, paths: [] };
const programme = (over: Partial<Parameters<typeof findCostProgramme>[1]> = {}): Promise<CostProgramme> =>
  findCostProgramme(database.reader, { campaign: null, year: null, scope: everywhere, ...over });
const approveAll = async (reviewId: ReviewId): Promise<void> => {
  for (const [stageKey, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
    ['appraise', 'appraiser'],
    ['approve', 'leader'],
  ] as const)
    await desk.decideOn(reviewId, stageKey, seat);
};
const bringIntoForce = async (reviewId: ReviewId, at: string): Promise<void> => {
  await database.setNow(at);
  const row = await database.reader.row<{ procedure_id: string }>('SELECT procedure_id FROM reviews WHERE id = ?', [reviewId]);
  await commands.reachMilestone(row?.procedure_id as never, 'bringIntoForce', 'caller');
};
const DAY = '2026-06-01' as LocalDate;

it('shows proposed, approved and executed savings as three figures, each of the same denominator, never added', async () => {
  const draft = { ...withCost(aSheet(), aReform()), effectiveOn: DAY };
  await desk.oneReview('1.500001', draft);
  const approved = await desk.oneReview('1.500002', draft);
  await approveAll(approved);
  const executed = await desk.oneReview('1.500003', draft);
  await approveAll(executed);
  await bringIntoForce(executed, '2026-05-31T17:00:00Z');
  const found = await programme({ year: 2026 });
  expect(found).toMatchObject({
    before: { dong: 3 * 408_750_000 },
    frozenBaseline: { dong: 3 * 408_750_000 },
    reviews: { inScope: 3, counted: 3, incomplete: 0, withheld: [] },
    coverage: '1',
    savings: { proposed: { dong: 3 * 198_000_000 }, approved: { dong: 2 * 198_000_000 }, executed: { dong: 198_000_000 } },
    percent: { proposed: { shown: '48.44' }, approved: { shown: '32.29' }, executed: { shown: '16.15' } },
    tariffs: [{ tableId: 'income-vn', vintage: '2026', hourlyIncome: '55000', reviews: 3 }],
  });
  expect((await programme({ year: 2025 })).reviews.inScope).toBe(0);
});

it('counts one change of one procedure once, however often it is proposed, as far as it has come', async () => {
  const draft = { ...withCost(aSheet(), aReform()), effectiveOn: DAY };
  const first = await desk.oneReview('1.500010', draft);
  await approveAll(first);
  const before = await programme();
  const again = await commands.launchCampaign(province.actor('coordinator'), 'launch-twice-1', {
    name: 'Đợt hai',
    planYear: 2026,
    basis: 'b',
    basisDocument: 'KH 02',
    routeKey: 'provincialReview',
    procedures: [
      {
        code: '1.500010',
        draft: {
          ...withCost(aSheet(), aReform()),
          items: withCost(null, null).items.map((item) => ({ ...item, ops: [{ path: 'dossier/d1/items/p1', op: 'remove' as const }] })),
        },
      },
    ],
  });
  expect(again.problems).toEqual([]);
  const found = await programme();
  expect(found.duplicates).toEqual([
    { key: '1.500010 i1', times: 1 },
    { key: '1.500010 rest', times: 1 },
  ]);
  expect([found.before, found.savings, found.percent, found.conflicts]).toEqual([before.before, before.savings, before.percent, []]);
  expect([found.reviews.counted, found.savings.approved.dong]).toEqual([2, 198_000_000]);
});

it('names two different amounts under one key, lets the further one count, and claims no percent', async () => {
  const first = await desk.oneReview('1.500020', { ...withCost(aSheet(), aReform()), effectiveOn: DAY });
  await approveAll(first);
  const better = aReform({ rows: [aRow('r1', { hours: '0', state: 'changed' }), aReform().rows[1] as VnSheet['rows'][number]] });
  await commands.launchCampaign(province.actor('coordinator'), 'launch-other-1', {
    name: 'Đợt hai',
    planYear: 2026,
    basis: 'b',
    basisDocument: 'KH 02',
    routeKey: 'provincialReview',
    procedures: [
      {
        code: '1.500020',
        draft: {
          ...withCost(aSheet(), better),
          items: withCost(null, null).items.map((item) => ({ ...item, ops: [{ path: 'dossier/d1/items/p1', op: 'remove' as const }] })),
        },
      },
    ],
  });
  const found = await programme();
  expect(found.conflicts).toMatchObject([{ key: '1.500020 i1', counted: first, others: [expect.stringMatching(/^rev_/u)] }]);
  expect([found.savings.proposed.dong, found.percent]).toEqual([198_000_000, { proposed: null, approved: null, executed: null }]);
});

it('carries the coverage of incomplete sheets and claims no percent; mixed rates stay out and are named', async () => {
  await desk.oneReview('1.500030', withCost(aSheet(), aReform()));
  expect((await programme()).percent.proposed?.shown).toBe('48.44');
  await desk.oneReview('1.500031', withCost(aSheet(), aReform({ rows: [aRow('r1', { hours: null }), aReform().rows[1] as VnSheet['rows'][number]] })));
  const mixed = await desk.oneReview('1.500032', withCost(aSheet(), aReform({ hourlyIncome: { value: '20000' } })));
  const empty = await desk.oneReview('1.500033');
  const found = await programme();
  expect([found.coverage, found.reviews.incomplete, found.percent.proposed]).toEqual(['0.875', 1, null]);
  expect([...found.reviews.withheld].sort((one, two) => (one.code < two.code ? -1 : 1))).toEqual([
    { reviewId: mixed, code: '1.500032', reason: 'mixedRates' },
    { reviewId: empty, code: '1.500033', reason: 'noSheets' },
  ]);
});

it('adds what the second implementation adds, to the đồng, whatever the cut, and shows only what the reader may see', async () => {
  const sheets = randomSheets(24, 6, 11);
  const pairs = Array.from({ length: 12 }, (_pair, at): readonly [VnSheet, VnSheet] => [
    sheets[at * 2] as VnSheet,
    { ...(sheets[at * 2 + 1] as VnSheet), hourlyIncome: (sheets[at * 2] as VnSheet).hourlyIncome },
  ]);
  for (const [at, [before, after]] of pairs.entries())
    await launchReviews(commands, province, [`1.5001${String(at).padStart(2, '0')}`], withCost(before, after));
  const found = await programme();
  const total = (side: 0 | 1): Pair => pairs.map((both) => secondSheetTotal(both[side])).reduce(plus);
  expect([found.before.dong, found.after.dong].map(String)).toEqual([nearest(total(0)), nearest(total(1))].map(String));
  const whole = (parts: readonly { readonly before: { readonly exact: string } }[]): Pair => parts.map((part) => pair(part.before.exact)).reduce(plus);
  for (const parts of Object.values(found.cuts)) expect(same(whole(parts), total(0))).toBe(true);
  expect(found.cuts.unit.map((part) => [part.key, part.before])).toEqual([['civil', found.before]]);
  expect((await programme({ scope: { everywhere: false, paths: ['committee/trade/'] } })).reviews.inScope).toBe(0);
  expect((await programme({ scope: { everywhere: false, paths: ['committee/civil/'] } })).before).toEqual(found.before);
});

it('of an approval only what a text in force carries is executed; the rest waits or is lost, and together they are the approved saving to the đồng', async () => {
  // Three rows on three tracks, with a fourth that no item names: it counts with the track that ends last.
  const rows = ['r1', 'r2', 'r3', 'r4'].map((id, at) => aRow(id, { hours: '1.3', fees: '0', subjectsPerYear: String(7 + at) }));
  const before = aSheet({ rows });
  const after = aSheet({ rows: rows.map((row) => ({ ...row, hours: '0.7', state: 'changed' as const })) });
  const [template] = withCost(before, after).items as [ChangeItem];
  const items: readonly ChangeItem[] = [
    { ...template, id: 'i1', track: 'province', costLines: ['r1'], ops: [{ path: 'dossier/d1/items/p1', op: 'remove' }] },
    { ...template, id: 'i2', track: 'council', costLines: ['r2'], ops: [{ path: 'dossier/d1/items/p2', op: 'remove' }] },
    { ...template, id: 'i3', track: 'ministry', costLines: ['r3'], ops: [{ path: 'channels/c1/fee', op: 'remove' }] },
  ];
  const reviewId = await desk.oneReview('1.500040', { ...withCost(before, after), items }, 'byTracks');
  await approveAll(reviewId);
  await commands.openTracks({ reviewId, rebuild: 0 }, 'caller');
  const savings = Object.fromEntries(
    (await database.reader.rows<{ track_key: string; saving: string }>('SELECT track_key, saving FROM tracks WHERE review_id = ?', [reviewId])).map((row) => [
      row.track_key,
      Number(row.saving),
    ]),
  );
  const split = async () => {
    const { savings: by, carriedOut } = await programme();
    const parts = [carriedOut.executed, carriedOut.waiting, carriedOut.lost];
    expect(parts.reduce((sum, part) => sum + BigInt(part.dong), 0n)).toBe(BigInt(by.approved.dong));
    expect(parts.map((part) => pair(part.exact)).reduce(plus)).toEqual(pair(by.approved.exact));
    expect(by.executed).toEqual(carriedOut.executed);
    return [Number(carriedOut.executed.dong), Number(carriedOut.lost.dong), Number(carriedOut.atRisk.dong)];
  };
  // The đồng of a track may differ by one from the part: each rounds its own sum.
  const near = (amount: number, key: string): void => expect(Math.abs(amount - (savings[key] ?? 0))).toBeLessThanOrEqual(1);
  expect(await split()).toEqual([0, 0, 0]);

  // Recorded today, in force in April: not executed before.
  await desk.enact(reviewId, { from: '2026-04-01' });
  expect(await split()).toEqual([0, 0, 0]);
  await bringIntoForce(reviewId, '2026-04-01T02:00:00Z');
  const [executed = 0, lost, atRisk] = await split();
  near(executed, 'province');
  expect([lost, atRisk]).toEqual([0, 0]);
  expect(await database.reader.rows("SELECT id FROM cost_sheets WHERE review_id = ? AND kind = 'execution'", [reviewId])).toEqual([]);

  // The council's text ends by itself: at risk while it holds, lost after.
  await desk.enact(reviewId, { from: '2026-04-01', to: '2027-02-28', track: 'council', document: '08/2026/NQ-HĐND' });
  const [both = 0, none, risk = 0] = await split();
  near(both - executed, 'council');
  near(risk, 'council');
  expect(none).toBe(0);
  await database.setNow('2027-02-28T17:00:00Z');
  const [still, gone = 0, left] = await split();
  expect([still, left]).toEqual([executed, 0]);
  near(gone, 'council');

  // The ministry refuses: what nobody names was waiting with it.
  const step = (kind: 'sent' | 'refused', key: string) =>
    commands.advanceTrack(province.actor('head'), key, {
      reviewId,
      track: 'ministry',
      step: { step: kind, on: '2027-03-01' as LocalDate, document: '77/BNV', article: null, effectiveFrom: null, effectiveTo: null, note: '' },
    });
  await step('sent', 'programme-sent');
  await step('refused', 'programme-refused');
  const [, all = 0] = await split();
  near(all - gone, 'ministry');
  const { savings: by } = await programme();
  expect(Number(by.approved.dong)).toBe((savings['province'] ?? 0) + (savings['council'] ?? 0) + (savings['ministry'] ?? 0));
});
