import { createCommands, type Commands } from '../../../commands/index.js';
import { lockClock } from '../../../db/repositories/rules.repository.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { epochMs, localDateOf, type Instant } from '../../../domain/shared/instant.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let reviewId: ReviewId;

beforeAll(async () => {
  database = await freshDatabase();
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  reviewId = await desk.oneReview('1.000001');
});
afterAll(() => database.drop());

const advance = (key: string, workingDays: number, hours = 0) => commands.advanceClock(province.actor('coordinator', 'cli'), key, { workingDays, hours });
const offsetMs = async (): Promise<number> =>
  Number((await database.reader.row<{ offset_ms: string }>('SELECT offset_ms FROM business_clock WHERE id = 1'))?.offset_ms);
const NEAR = 5_000;

test('three working days later it is the same time of day on the third working date, and every open review hears of it', async () => {
  const before = (await desk.outboxOf(reviewId)).at(-1);
  const moved = await advance('three-days', 3);
  expect(Math.abs(epochMs(moved.now) - epochMs('2026-03-05T02:00:00.000Z' as Instant))).toBeLessThan(NEAR * 6);
  expect(moved).toMatchObject({ reviews: 1, replayed: false, offsetMs: await offsetMs() });
  const after = (await desk.outboxOf(reviewId)).at(-1);
  expect(after?.payload.seq).toBe((before?.payload.seq ?? 1) + 1);
  expect((await commands.readReviewView(reviewId, 0)).seq).toBe(after?.payload.seq);
});

test('a view sent after the clock moved asks to be woken that much earlier on the wall', async () => {
  const wakeOf = (payload: Readonly<Record<string, unknown>> | undefined): number => ((payload ?? {})['stages'] as { wakeAt: number }[])[0]!.wakeAt;
  const before = await commands.readReviewView(reviewId, 0);
  const offset = await offsetMs();
  await advance('two-hours-on', 0, 2);
  const sent = (await desk.outboxOf(reviewId)).at(-1)?.payload;
  expect(wakeOf(before as never) - wakeOf(sent)).toBe(2 * 3_600_000);
  expect((await offsetMs()) - offset).toBe(2 * 3_600_000);
});

test('a working day forward from a Friday lands on Monday', async () => {
  await database.setNow('2026-03-06T03:00:00Z');
  const moved = await advance('over-weekend', 1);
  expect(localDateOf(moved.now, 420)).toBe('2026-03-09');
});

test('the same key moves the clock once', async () => {
  const first = await advance('once-only-1', 1);
  const again = await advance('once-only-1', 1);
  expect([again.now, again.replayed]).toEqual([first.now, true]);
  expect(await offsetMs()).toBe(first.offsetMs);
  expect(await codeOf(advance('once-only-1', 2))).toBe('key_reused');
});

test('a review that has ended is not told', async () => {
  const ended = await desk.oneReview('1.000002');
  await commands.withdrawReview(province.actor('coordinator'), 'withdraw-2', { reviewId: ended, reason: 'Trùng' });
  const count = (await desk.outboxOf(ended)).length;
  expect(await advance('without-ended', 1)).toMatchObject({ reviews: 1 });
  expect(await desk.outboxOf(ended)).toHaveLength(count);
});

test('a locked clock is not moved, and stands at the time of the database', async () => {
  await database.transact((tx) => lockClock(tx, true));
  expect(await codeOf(advance('locked-clock', 1))).toBe('test_clock_locked');
  expect(await offsetMs()).toBe(0);
  await database.transact((tx) => lockClock(tx, false));
  expect(await codeOf(advance('locked-clock', 1))).toBe('accepted');
});
