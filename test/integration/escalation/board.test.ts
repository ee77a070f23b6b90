import { createCommands, type Commands } from '../../../commands/index.js';
import { rankTasks } from '../../../db/repositories/delay-rank.repository.js';
import type { Scope } from '../../../domain/shared/access.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { findLadderReport } from '../../../queries/ladder-report.query.js';
import { findOverdueBoard, type OverdueRow } from '../../../queries/overdue-board.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

const EVERYWHERE: Scope = { everywhere: true, paths: [] };
/** đồng a year before and after; null where nobody has measured. */
const COSTS: readonly (readonly [number | null, number | null])[] = [
  [1_698_000_000, 0],
  [null, null],
  [500, 900],
  [4_210_000_000, 2_512_000_000],
  [9_000_000_000, 0],
  [100, 100],
  [5_000_000, null],
];
const CODES = COSTS.map((_, index) => `1.${600_001 + index}`);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let reviews: readonly ReviewId[];

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  await database.setNow('2026-03-02T02:00:00Z');
  reviews = await desk.reviewsOf((await launchReviews(commands, province, CODES)).campaignId);
  for (const [index, [before, after]] of COSTS.entries())
    await database.source.query('UPDATE proposals SET cost_before = ?, cost_after = ? WHERE review_id = ?', [before, after, reviews[index]]);
  await database.transact((tx) => rankTasks(tx, reviews));
  // Due at the end of 16 March; on the 24th six working days are lost.
  await database.setNow('2026-03-24T02:00:00Z');
});
afterAll(() => database.drop());

const board = (over: Partial<Parameters<typeof findOverdueBoard>[1]> = {}) =>
  findOverdueBoard(database.reader, { scope: EVERYWHERE, unit: null, age: null, cursor: null, limit: 50, ...over });
const numberOf = (row: OverdueRow): number => reviews.indexOf(row.reviewId as ReviewId);

test('the board ranks by what each working day costs; unknown costs stand on top, what saves nothing comes last', async () => {
  const { items, costUnknown } = await board();
  expect(costUnknown).toBe(2);
  expect(new Set(items.slice(0, 2).map(numberOf))).toEqual(new Set([1, 6]));
  expect(items.slice(0, 2).every((row) => row.ratePerDay === null && row.lost === null)).toBe(true);
  expect(numberOf(items[2]!)).toBe(4);
  expect(new Set(items.slice(3, 5).map(numberOf))).toEqual(new Set([0, 3]));
  expect(new Set(items.slice(5).map(numberOf))).toEqual(new Set([2, 5]));
  expect(items.slice(5).map((row) => [row.ratePerDay, row.lost])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const vector = items.find((row) => numberOf(row) === 0);
  expect([vector?.ratePerDay, vector?.lost, vector?.lateWorkingDays]).toEqual([6_819_277, 40_915_662, 6]);
});

test('figures nobody has sent on are ranked, marked, and left out of the totals', async () => {
  const before = await board();
  expect(before.items.every((row) => row.unverified)).toBe(true);
  expect(before.delay).toEqual({ lost: 0, ratePerDay: 0 });
  await database.source.query(
    `INSERT INTO cost_sheets (id, review_id, kind, number, block, revision, body, digest, written_by, written_at, frozen_at)
     VALUES ('cst_1', ?, 'submission', 1, 'before', 0, '{}', ?, 'psn_1', NOW(3), NOW(3))`,
    [reviews[0], 'a'.repeat(64)],
  );
  await database.transact((tx) => rankTasks(tx, reviews));
  const after = await board();
  expect(after.items.filter((row) => !row.unverified).map(numberOf)).toEqual([0]);
  expect(after.delay).toEqual({ lost: 40_915_662, ratePerDay: 6_819_277 });
  expect(after.items.map((row) => row.id)).toEqual(before.items.map((row) => row.id));
});

test('pages keep the order of the whole, each row once', async () => {
  const whole = (await board()).items.map((row) => row.id);
  const walked: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof board>> = await board({ cursor, limit: 2 });
    walked.push(...page.items.map((row) => row.id));
    cursor = page.next;
    if (cursor === null) break;
  }
  expect(walked).toEqual(whole);
});

test('days on which a dispute holds the work are charged to nobody', async () => {
  await database.setNow('2026-03-02T02:00:00Z');
  const receipt = await desk.decideOn(reviews[4]!, 'assess', 'head');
  const lost = async (): Promise<readonly (number | null)[]> => (await board()).items.filter((row) => numberOf(row) === 4).map((row) => row.lost);
  await database.setNow('2026-03-24T02:00:00Z');
  const free = await lost();
  expect(free.length).toBeGreaterThan(0);
  expect(Math.max(...free.map(Number))).toBeGreaterThan(0);
  await database.setNow('2026-03-02T03:00:00Z');
  await commands.disputeDecision(province.actor('head'), 'dispute-board', { taskId: receipt.taskId, decisionId: receipt.decisionId });
  await database.setNow('2026-03-24T02:00:00Z');
  expect((await lost()).every((amount) => amount === 0)).toBe(true);
});

test('the report on the ladder is read from the facts of the same reviews', async () => {
  for (const id of [reviews[0]!, reviews[1]!]) await commands.serveDueReview(id);
  await desk.decide(reviews[0]!, 'assess', 'head');
  const { items } = await findLadderReport(database.reader, { scope: EVERYWHERE });
  const line = items.find((row) => row.rung === 'late1');
  expect(line).toMatchObject({ routeKey: 'provincialReview', stageKey: 'assess', fired: 2, moved: 1, waiting: 1, percent: 100 });
  expect(line?.rungName.vi).not.toBe('late1');
  expect((await findLadderReport(database.reader, { scope: { everywhere: false, paths: [] } })).items).toEqual([]);
});
