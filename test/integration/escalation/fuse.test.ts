import { createCommands, type Commands } from '../../../commands/index.js';
import { REVIEW_LIMIT } from '../../../domain/escalation/due-rungs.js';
import { allowedAtOnce } from '../../../domain/escalation/fuse.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';
import { findNoticeLetter } from '../../../queries/notice-letter.query.js';
import { readFuse } from '../../../queries/watch.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';
import { testRelay, type TestRelay } from '../../support/relay.js';

jest.setTimeout(180_000);

const OPENED = '2026-03-02T02:00:00Z';
/** Ten working days and a day later: the first rung after due stands open. */
const LATE = '2026-03-17T02:00:00Z';
const MANY = 56;
const CODES = Array.from({ length: MANY }, (_, index) => `1.${400_001 + index}`);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let relay: TestRelay;
let reviews: readonly ReviewId[];

beforeEach(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  relay = testRelay(database, commands, { wake: () => Promise.resolve() } as never);
  await database.setNow(OPENED);
  await commands.judgeFuse();
  await commands.forecastDue();
  ({ reviews } = { reviews: await desk.reviewsOf((await launchReviews(commands, province, CODES)).campaignId) });
});
afterEach(() => database.drop());

const fuse = () => readFuse(database.reader);
const firings = async (): Promise<number> => Number((await database.reader.row<{ n: string }>('SELECT COUNT(*) AS n FROM rung_firings'))?.n);
const fireFirst = () => commands.fireRungs({ reviewId: reviews[0]!, step: stageIdOf(reviews[0]!, 'assess', 1), rebuild: 0 }, 'caller');
const letters = async (): Promise<number> =>
  Number((await database.reader.row<{ n: string }>("SELECT COUNT(*) AS n FROM notices WHERE kind <> 'task.assigned'"))?.n);

describe('fuse-on-db-clock-jump', () => {
  it('a database clock two weeks ahead holds every rung and every letter, while decisions go on, until it is released', async () => {
    const before = await commands.readReviewView(reviews[0]!, 0);
    await database.setNow(LATE);
    const view = await fireFirst();
    expect(await fuse()).toMatchObject({ blown: true, unexpected: MANY, allowed: allowedAtOnce(MANY) });
    expect([await firings(), await letters()]).toEqual([0, 0]);
    // The workflow is told to look again later, under a number it will take.
    expect(view.stages[0]!.wakeAt!).toBeGreaterThan(Date.now() + 10 * 60_000);
    expect(view.seq).toBeGreaterThan(before.seq);
    expect(await relay.sweep()).toMatchObject({ held: true, served: 0, woken: 0 });
    expect(await commands.fireDueReviews(reviews)).toEqual({ fired: 0, rest: [], held: true });
    await commands.fireRungs({ reviewId: reviews[1]!, step: REVIEW_LIMIT, rebuild: 0 }, 'caller');
    expect([await firings(), await letters()]).toEqual([0, 0]);

    const decided = await desk.decide(reviews[2]!, 'assess', 'head');
    expect(decided.late).toBe(true);
    await database.setNow('2026-03-17T02:03:30Z');
    await relay.sweep();
    expect(await desk.openKeys(reviews[2]!)).toEqual(['consultLaw', 'consultUnits']);
    expect(await firings()).toBe(0);

    // The clock goes back: what was held stays held, for somebody to look at.
    await database.setNow('2026-03-03T02:00:00Z');
    await fireFirst();
    expect(await fuse()).toMatchObject({ blown: true });
    expect(await firings()).toBe(0);

    const release = (seat: 'coordinator' | 'head', key: string) => commands.releaseFuse(province.actor(seat), key, { reason: 'Đồng hồ máy chủ đã chỉnh lại' });
    expect(await codeOf(release('head', 'release-by-head'))).toBe('not_permitted');
    await database.setNow(LATE);
    const released = await release('coordinator', 'release-first');
    expect(await release('coordinator', 'release-first')).toEqual({ ...released, replayed: true });
    expect(await codeOf(release('coordinator', 'release-again'))).toBe('fuse_whole');
    expect((await desk.factsOf('fuse')).map((fact) => fact.type as string)).toEqual(['FuseBlown', 'FuseReleased']);
    expect(await desk.brokenChains()).toEqual([]);

    const swept = await relay.sweep();
    expect(swept).toMatchObject({ held: false, failed: 0 });
    const fired = await database.reader.rows<{ result: string; n: string }>(
      "SELECT result, COUNT(*) AS n FROM rung_firings WHERE rung_key = 'late1' GROUP BY result",
    );
    expect(fired.map((row) => [row.result, Number(row.n)])).toEqual([['fired', MANY - 1]]);
    await relay.sweep();
    expect(Number((await database.reader.row<{ n: string }>("SELECT COUNT(*) AS n FROM rung_firings WHERE rung_key = 'late1'"))?.n)).toBe(MANY - 1);
  });

  it('what yesterday’s forecast named falls overdue without anybody being held up', async () => {
    await database.setNow('2026-03-16T02:00:00Z');
    await commands.forecastDue();
    await database.setNow('2026-03-16T17:00:01Z');
    expect(await commands.judgeFuse()).toMatchObject({ blown: false, unexpected: 0 });
  });

  it('moving the test clock by its command is expected, whatever falls due by it', async () => {
    await commands.advanceClock(province.actor('coordinator', 'cli'), 'advance-eleven', { workingDays: 11, hours: 0 });
    await fireFirst();
    expect(await fuse()).toMatchObject({ blown: false, unexpected: 0 });
    expect(await firings()).toBeGreaterThan(0);
  });
});

describe('many rungs at once', () => {
  it('rung-catchup-order-and-merge: each person gets one digest, which tells all of them', async () => {
    await commands.advanceClock(province.actor('coordinator', 'cli'), 'advance-digest', { workingDays: 11, hours: 0 });
    const before = Number((await database.reader.row<{ n: string }>("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'notice'"))?.n);
    const fired = await commands.fireDueReviews(reviews);
    expect(fired).toEqual({ fired: MANY, rest: [], held: false });
    const told = await database.reader.rows<{ recipient_id: string; kind: string; state: string; reason: string | null; n: string }>(
      "SELECT recipient_id, kind, state, reason, COUNT(*) AS n FROM notices WHERE kind LIKE 'ladder.%' OR kind = 'task.reminder' GROUP BY recipient_id, kind, state, reason ORDER BY kind, recipient_id",
    );
    const people = [province.people.head, province.people.coordinator].sort();
    expect(told.map((row) => [row.recipient_id, row.kind, row.state, row.reason, Number(row.n)])).toEqual(
      people.map((person) => [person, 'ladder.digest', 'deferred', null, 1]),
    );
    // One letter to be sent for each person, not one per rung.
    expect(Number((await database.reader.row<{ n: string }>("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'notice'"))?.n) - before).toBe(2);
    const digest = await database.reader.row<{ id: string }>("SELECT id FROM notices WHERE kind = 'ladder.digest' AND recipient_id = ?", [
      province.people.head,
    ]);
    const letter = await findNoticeLetter(database.reader, sha256, digest!.id);
    expect([letter?.digest?.total, letter?.digest?.lines.length]).toEqual([MANY, 20]);
    expect(letter?.digest?.lines[0]).toMatchObject({ unit: 'Đơn vị civil' });
    const state = await desk.stateOf(reviews[0]!);
    expect(state.tasks[0]?.breachedAt).not.toBeNull();
    const row = await database.reader.row<{ breached_at: string | null; rung_level: number }>('SELECT breached_at, rung_level FROM tasks WHERE id = ?', [
      state.tasks[0]!.id,
    ]);
    expect([row?.breached_at, Number(row?.rung_level)]).toEqual([state.tasks[0]?.breachedAt, 1]);
    expect(await desk.brokenChains()).toEqual([]);
  });

  it('the batch writes what firing one by one writes', async () => {
    await commands.advanceClock(province.actor('coordinator', 'cli'), 'advance-equal', { workingDays: 11, hours: 0 });
    await commands.fireDueReviews(reviews.slice(0, 3));
    await commands.serveDueReview(reviews[3]!);
    const shape = async (id: ReviewId) => {
      const state = await desk.stateOf(id);
      const wake = await database.reader.row<{ next_wake_at: string }>('SELECT next_wake_at FROM reviews WHERE id = ?', [id]);
      return [
        state.tasks.map((task) => task.rungs.map((rung) => [rung.key, rung.result, rung.told])),
        wake?.next_wake_at,
        (await desk.factsOf(id)).map((fact) => fact.type),
      ];
    };
    expect(await shape(reviews[0]!)).toEqual(await shape(reviews[3]!));
  });
});
