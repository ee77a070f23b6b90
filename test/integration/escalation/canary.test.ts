import { watchHealth } from '../../../api/watch-health.js';
import { createCommands, type Commands } from '../../../commands/index.js';
import { CANARY, CANARY_ROUTE } from '../../../domain/escalation/canary.js';
import { rungsOf, stageOf } from '../../../domain/route/route.js';
import type { Scope } from '../../../domain/shared/access.js';
import { plusMs } from '../../../domain/shared/instant.js';
import { businessNow } from '../../../queries/clock.query.js';
import { findOverdueBoard } from '../../../queries/overdue-board.query.js';
import { findLadderReport } from '../../../queries/ladder-report.query.js';
import { listReviews } from '../../../queries/review-list.query.js';
import { listRoutes } from '../../../queries/routes.query.js';
import { listUnits } from '../../../queries/units.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { testRelay, type TestRelay } from '../../support/relay.js';
import { openBeside, openHouse } from '../api/serve.js';

jest.setTimeout(120_000);

const EVERYWHERE: Scope = { everywhere: true, paths: [] };
const HOUR = 3_600_000;
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let relay: TestRelay;

beforeEach(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  await database.setNow('2026-03-07T14:00:00Z');
});
afterEach(() => database.drop());

const organise = async (): Promise<void> => {
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  relay = testRelay(database, commands, { wake: () => Promise.resolve() } as never);
};
const later = async (ms: number): Promise<void> => {
  await database.setNow(plusMs(await businessNow(database.reader), ms));
};
/** The mailer looks at every letter; nobody has an address for the canary. */
const mailed = () => database.source.query("UPDATE notices SET state = 'suppressed', reason = 'noAddress' WHERE state = 'pending'");
const isWell = async (): Promise<boolean> =>
  watchHealth(database.reader)
    ['canary']!.check()
    .then(
      () => true,
      () => false,
    );

test('without an organisation there is no canary, and none is missed for lack of one', async () => {
  expect(await commands.tendCanary()).toMatchObject({ did: 'none', reviewId: null });
});

test('a canary is opened, falls late on a Saturday night, has each of its rungs fired by the sweep, and is closed', async () => {
  await organise();
  const opened = await commands.tendCanary();
  expect(opened.did).toBe('opened');
  expect((await commands.tendCanary()).did).toBe('running');
  for (let hour = 0; hour < 3; hour += 1) {
    await later(HOUR + 150_000);
    await relay.sweep();
  }
  expect((await commands.tendCanary()).did).toBe('running');
  await mailed();
  expect(await commands.tendCanary()).toMatchObject({ did: 'fired', reviewId: opened.reviewId });
  const state = await desk.stateOf(opened.reviewId!);
  expect(state.outcome).toBe('withdrawn');
  expect(state.tasks[0]!.rungs.map((rung) => [rung.key, rung.result])).toEqual(rungsOf(stageOf(CANARY_ROUTE, 'watch')).map((rung) => [rung.key, 'fired']));
  expect(state.tasks[0]!.rungs.every((rung) => rung.firedAt >= rung.plannedAt)).toBe(true);
  // Nobody real is told of it, and the day has had its canary.
  const told = await database.reader.rows<{ recipient_id: string }>('SELECT DISTINCT recipient_id FROM notices WHERE review_id = ?', [opened.reviewId]);
  expect(told.map((row) => row.recipient_id)).toEqual([CANARY.personId]);
  expect((await commands.tendCanary()).did).toBe('none');
  await database.source.query('UPDATE canary_runs SET opened_at = opened_at - INTERVAL 24 HOUR');
  expect((await commands.tendCanary()).did).toBe('opened');
});

test('it stands in no list and in no figure, however far somebody reaches', async () => {
  await organise();
  const { reviewId } = await commands.tendCanary();
  await later(4 * HOUR);
  await relay.sweep();
  const board = await findOverdueBoard(database.reader, { scope: EVERYWHERE, unit: null, age: null, cursor: null, limit: 50 });
  expect([board.counts, board.items, board.ages]).toEqual([{ overdue: 0, dueSoon: 0, escalated: 0, oldestDays: 0 }, [], []]);
  expect((await listReviews(database.reader, { scope: EVERYWHERE, campaign: null, statuses: [], unit: null, q: null, cursor: null, limit: 50 })).items).toEqual(
    [],
  );
  expect((await findLadderReport(database.reader, { scope: EVERYWHERE })).items).toEqual([]);
  expect((await listUnits(database.reader)).some((unit) => unit.code === 'CANARY')).toBe(false);
  expect((await listRoutes(database.reader)).some((route) => route.key === CANARY.routeKey)).toBe(false);
  expect((await desk.stateOf(reviewId!)).tasks[0]!.breachedAt).not.toBeNull();
});

test('canary-miss-alarms: when nobody fires the ladder the run is missed, and after 26 hours without success health is red', async () => {
  await organise();
  const { reviewId } = await commands.tendCanary();
  expect(await isWell()).toBe(true);
  await later(4 * HOUR);
  const missed = await commands.tendCanary();
  expect(missed.did).toBe('missed');
  expect(missed.why).toEqual(expect.arrayContaining(['the breach is not recorded', 'due has not fired', 'late1h has not fired']));
  expect(await database.reader.row<{ outcome: string }>('SELECT outcome FROM canary_runs WHERE review_id = ?', [reviewId])).toEqual({ outcome: 'missed' });
  expect(await isWell()).toBe(true);
  await database.source.query("UPDATE heartbeats SET beat_at = beat_at - INTERVAL 27 HOUR WHERE name = 'canary'");
  expect(await isWell()).toBe(false);
  // The next one follows at once, without waiting for tomorrow.
  expect((await commands.tendCanary()).did).toBe('opened');
});

test('health names the part that is red', async () => {
  const house = await openHouse();
  const watched = await openBeside(house, { health: watchHealth(house.database.reader) });
  try {
    const answer = await fetch(`${watched.address}/healthz`);
    const body = (await answer.json()) as { status: string; parts: Record<string, { ok: boolean; says?: string }> };
    expect([answer.status, body.status]).toEqual([200, 'degraded']);
    expect(body.parts['canary']).toMatchObject({ ok: false, says: 'canary_silent' });
    expect(body.parts['fuse']).toMatchObject({ ok: true });
  } finally {
    await watched.close();
    await house.close();
  }
});
