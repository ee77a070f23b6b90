import { createCommands, type Commands } from '../../../commands/index.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { QUARANTINE_AFTER } from '../../../relay/due-sweep.js';
import { recompute, type RecomputeResult } from '../../../relay/recompute.js';
import { createSweepBook } from '../../../db/repositories/sweep.repository.js';
import { listDueReviews } from '../../../queries/due-reviews.query.js';
import { recomputeOpenTerms } from '../../../queries/sweep-recompute.query.js';
import { countQuarantined } from '../../../queries/watch.query.js';
import { createLog } from '../../../config/log.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { testRelay, type TestRelay } from '../../support/relay.js';

jest.setTimeout(180_000);

const CODES = Array.from({ length: 8 }, (_, index) => `1.${500_001 + index}`);
const SILENT = createLog('relay', 'silent');

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let relay: TestRelay;
let reviews: readonly ReviewId[];

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  relay = testRelay(database, commands, { wake: () => Promise.resolve() } as never);
  await database.setNow('2026-03-02T02:00:00Z');
  reviews = await desk.reviewsOf((await launchReviews(commands, province, CODES)).campaignId);
});
afterAll(() => database.drop());

const nightly = (): Promise<RecomputeResult> =>
  recompute({
    page: (after) => recomputeOpenTerms(database.reader, after, 3),
    isHeld: async () => (await commands.judgeFuse()).blown,
    restate: commands.restateReview,
    serve: async (id) => {
      await commands.serveDueReview(id);
    },
    writeDiffs: createSweepBook(database.transact).writeDiffs,
    log: SILENT,
  });

test('sweeper-recompute-no-diff-on-demo: reviews that were decided, extended, paused and swept differ in nothing', async () => {
  await desk.decideOn(reviews[0]!, 'assess', 'head');
  await desk.decide(reviews[1]!, 'assess', 'head');
  await commands.withdrawReview(province.actor('coordinator'), 'withdraw-night', { reviewId: reviews[2]!, reason: 'Trùng' });
  const task = (await desk.stateOf(reviews[3]!)).tasks[0]!;
  expect((await database.reader.row<{ n: string }>('SELECT COUNT(*) AS n FROM tasks WHERE id = ?', [task.id]))?.n).toBe('1');
  await database.setNow('2026-03-19T03:00:00Z');
  await relay.sweep();
  const found = await nightly();
  expect(found).toMatchObject({ differences: 0, repaired: 0, held: false });
  expect(found.reviews).toBe(7);
  expect(found.terms).toBeGreaterThanOrEqual(14);
  expect(found.fired).toBeGreaterThanOrEqual(found.shouldHaveFired);
  expect(found.shouldHaveFired).toBeGreaterThan(10);
});

test('rungs that nobody fired are found by the facts alone, raised, and fired by the ordinary command', async () => {
  await database.setNow('2026-03-24T03:00:00Z');
  // Nobody would look: the index the sweep works from has been emptied behind its back.
  await database.source.query('UPDATE reviews SET next_wake_at = NULL WHERE id = ?', [reviews[4]]);
  expect((await listDueReviews(database.reader, 60, 100)).map((row) => row.reviewId)).not.toContain(reviews[4]);
  await relay.sweep();
  const found = await nightly();
  expect(found.differences).toBeGreaterThan(0);
  expect(found.repaired).toBe(found.differences);
  const kinds = await database.reader.rows<{ kind: string; repaired: number }>('SELECT kind, repaired FROM sweep_diffs WHERE review_id = ?', [reviews[4]]);
  expect(kinds.map((row) => row.kind)).toContain('rungMissing');
  expect(kinds.every((row) => Number(row.repaired) === 1)).toBe(true);
  expect((await desk.stateOf(reviews[4]!)).tasks[0]?.rungs.map((rung) => rung.key)).toContain('late5');
  expect(await nightly()).toMatchObject({ differences: 0 });
});

test('tables that say something else than the facts are written anew from them', async () => {
  const task = (await desk.stateOf(reviews[5]!)).tasks[0]!;
  await database.source.query('UPDATE tasks SET is_open = 0, due_at = NULL WHERE id = ?', [task.id]);
  await database.source.query("DELETE FROM rung_firings WHERE term_of = ? AND rung_key = 'late1'", [task.id]);
  await database.source.query(
    "INSERT INTO rung_firings (term_of, epoch, rung_key, review_id, result, planned_at, fired_at, told) VALUES (?, 1, 'invented', ?, 'fired', NOW(3), NOW(3), '[]')",
    [task.id, reviews[5]],
  );
  const found = await nightly();
  expect(found).toMatchObject({ differences: 3, repaired: 3 });
  const row = await database.reader.row<{ is_open: number; due_at: string }>('SELECT is_open, due_at FROM tasks WHERE id = ?', [task.id]);
  expect([Number(row?.is_open), row?.due_at]).toEqual([1, task.term.dueAt]);
  const keys = (await database.reader.rows<{ rung_key: string }>('SELECT rung_key FROM rung_firings WHERE term_of = ?', [task.id]))
    .map((firing) => firing.rung_key)
    .sort();
  expect(keys).toEqual(task.rungs.map((rung) => rung.key).sort());
  expect(await nightly()).toMatchObject({ differences: 0 });
});

test('sweeper-poison-isolated: a review that always throws is set apart after five tries, and the others are served', async () => {
  await database.setNow('2026-04-10T03:00:00Z');
  const poisoned = reviews[6]!;
  const parts = {
    serveMany: (ids: readonly ReviewId[]) => (ids.includes(poisoned) ? Promise.reject(new Error('cannot be read')) : commands.fireDueReviews(ids)),
    serve: async (id: ReviewId): Promise<void> => {
      if (id === poisoned) throw new Error('cannot be read');
      await commands.serveDueReview(id);
    },
  };
  const first = await relay.sweep(parts);
  expect(first).toMatchObject({ failed: 1, quarantined: 0 });
  expect(first.served).toBeGreaterThan(0);
  for (let tries = 2; tries < QUARANTINE_AFTER; tries += 1) expect(await relay.sweep(parts)).toMatchObject({ failed: 1, quarantined: 0, served: 0 });
  expect(await relay.sweep(parts)).toMatchObject({ failed: 1, quarantined: 1 });
  expect(await countQuarantined(database.reader, QUARANTINE_AFTER)).toBe(1);
  expect(await relay.sweep(parts)).toMatchObject({ failed: 0, served: 0 });
  // An hour later it is tried again; once it is mended, nothing is left of it.
  await database.source.query('UPDATE sweep_troubles SET last_at = last_at - INTERVAL 2 HOUR');
  expect(await relay.sweep()).toMatchObject({ failed: 0, served: 1 });
  expect(await countQuarantined(database.reader, 1)).toBe(0);
});
