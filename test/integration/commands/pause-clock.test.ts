import { createCommands, type Commands } from '../../../commands/index.js';
import { isOpen, type TaskState } from '../../../domain/review/review.js';
import type { PauseGround, Route, StageLimit } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { epochMs, instantFromMs, MS_PER_DAY, MS_PER_MINUTE, plusMs, type Instant } from '../../../domain/shared/instant.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { findOverdueBoard } from '../../../queries/overdue-board.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { vn } from '../../support/fixtures/calendars/vn.js';
import { buildProvince, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(180_000);

const GROUNDS: readonly PauseGround[] = [
  { code: 'supplement', name: { vi: 'Chờ bổ sung', en: 'Supplement' }, basis: 'Quy chế, Điều 6', maxTimes: 2, maxTotalWorkingDays: 8, end: 'planned' },
  { code: 'obstacle', name: { vi: 'Trở ngại', en: 'Obstacle' }, basis: 'Bộ luật Dân sự, Điều 156', maxTimes: 3, maxTotalWorkingDays: 60, end: 'open' },
];
/** The shipped route, whose first stage has this limit and may stand still. */
const routeOf = (key: string, limit: StageLimit): Route => ({
  ...PROVINCIAL_REVIEW,
  key,
  stages: PROVINCIAL_REVIEW.stages.map((stage) => (stage.key === 'assess' ? { ...stage, limit, pauseGrounds: GROUNDS, reminders: [] } : stage)),
});
const extend = { maxTimes: 2, maxTotal: 10 };
const ROUTES = {
  threeDays: routeOf('threeDays', { workingDays: 3, extend }),
  fiveDates: routeOf('fiveDates', { days: 5, extend }),
  eightHours: routeOf('eightHours', { workingHours: 8, extend }),
  fixed: routeOf('fixed', { fixedDate: '2026-06-30' as never }),
};
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let serial = 0;
const k = (): string => `pause-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase(Object.values(ROUTES));
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const at = (wall: string): Promise<void> => database.setNow(vn(wall));
const taskOf = async (reviewId: string): Promise<TaskState> => {
  const task = (await desk.stateOf(reviewId)).tasks.find((one) => one.stageKey === 'assess' && isOpen(one));
  if (!task) throw new Error('no open task');
  return task;
};
const openAt = async (wall: string, route: keyof typeof ROUTES): Promise<ReviewId> => {
  await at(wall);
  serial += 1;
  return desk.oneReview(`1.8${String(serial).padStart(5, '0')}`, undefined, route);
};
const pause = async (reviewId: string, until: string | null, ground = until === null ? 'obstacle' : 'supplement') =>
  commands.suspendTerm(province.actor('head'), k(), { taskId: (await taskOf(reviewId)).id, ground, until: until === null ? null : vn(until), reason: 'Chờ' });
const resume = async (reviewId: string) => commands.resumeTerm(province.actor('head'), k(), { taskId: (await taskOf(reviewId)).id });
const dueOf = async (reviewId: string): Promise<Instant | null> => (await taskOf(reviewId)).term.dueAt;
const rowOf = async (reviewId: string): Promise<Instant | null | undefined> =>
  (await database.reader.row<{ due_at: Instant | null }>('SELECT due_at FROM tasks WHERE id = ?', [(await taskOf(reviewId)).id]))?.due_at;

/** End of a date, as the law counts it: the midnight after it. */
const endOf = (date: string): Instant => plusMs(vn(date), MS_PER_DAY);
/** Hours are counted from the millisecond at which a command ran; the law speaks of minutes. */
const toMinute = (at: Instant | null): Instant | null => (at === null ? null : instantFromMs(Math.round(epochMs(at) / MS_PER_MINUTE) * MS_PER_MINUTE));

// Mon 02/03 to Sun 08/03/2026 is an ordinary week. Each pause is made and ended by the people's own commands, at its instants.
describe('the edges of pausing, by the commands people use', () => {
  it.each([
    ['a pause inside one date holds nothing', 'threeDays', '2026-03-02 09:00', [['2026-03-03 09:00', '2026-03-03 15:00']], endOf('2026-03-05')],
    ['a pause over a night holds the date it began on', 'threeDays', '2026-03-02 09:00', [['2026-03-03 16:00', '2026-03-04 10:00']], endOf('2026-03-06')],
    ['a pause over the weekend holds Friday', 'threeDays', '2026-03-05 09:00', [['2026-03-06 16:00', '2026-03-09 08:00']], endOf('2026-03-11')],
    ['a pause on days off holds nothing', 'threeDays', '2026-03-05 09:00', [['2026-03-07 00:00', '2026-03-09 00:00']], endOf('2026-03-10')],
    ['a rolled end that lies in a pause rolls on', 'fiveDates', '2026-03-03 09:00', [['2026-03-09 10:00', '2026-03-12 08:00']], endOf('2026-03-12')],
    ['hours lose exactly the covered working minutes', 'eightHours', '2026-03-02 10:00', [['2026-03-02 11:00', '2026-03-03 09:30']], vn('2026-03-04 08:30')],
  ] as const)('ledger-vectors: %s', async (_, route, opened, pauses, due) => {
    const openEnded = await openAt(opened, route);
    const planned = await openAt(opened, route);
    for (const [from, to] of pauses) {
      await at(from);
      expect((await pause(openEnded, null)).dueAt).toBeNull();
      expect(toMinute((await pause(planned, to)).dueAt)).toBe(due);
      await at(to);
      expect(toMinute((await resume(openEnded)).dueAt)).toBe(due);
    }
    for (const reviewId of [openEnded, planned]) {
      expect(toMinute(await dueOf(reviewId))).toBe(due);
      expect(await rowOf(reviewId)).toBe(await dueOf(reviewId));
    }
  });

  it('ledger-vectors: overlapping pauses hold each date once, an early resume ends whatever runs', async () => {
    const reviewId = await openAt('2026-03-02 09:00', 'threeDays');
    await at('2026-03-03 09:00');
    await pause(reviewId, '2026-03-05 15:00');
    await at('2026-03-04 09:00');
    // A second pause while the first runs changes nothing: the first is ended, and another begins.
    const repeated = await pause(reviewId, '2026-03-06 08:00');
    expect([repeated.dueAt, (await taskOf(reviewId)).term.events.length]).toEqual([endOf('2026-03-09'), 1]);
    await resume(reviewId);
    await pause(reviewId, '2026-03-06 08:00');
    expect(await dueOf(reviewId)).toBe(endOf('2026-03-10'));
  });
});

it('paused-never-overdue: while the clock stands still nothing is overdue, no rung fires and the board is empty, however long it lasts', async () => {
  const reviewId = await openAt('2026-03-02 09:00', 'threeDays');
  await at('2026-03-04 16:00');
  await pause(reviewId, null);
  const board = async () =>
    (await findOverdueBoard(database.reader, { scope: { everywhere: true, paths: [] }, unit: null, age: null, cursor: null, limit: 100 })).items.filter(
      (row) => row.reviewId === reviewId,
    );
  for (const wall of ['2026-03-05 23:59', '2026-03-06 09:00', '2026-03-20 09:00']) {
    await at(wall);
    await commands.serveDueReview(reviewId);
    const { term, rungs, breachedAt } = await taskOf(reviewId);
    expect([term.dueAt, rungs, breachedAt, await board()]).toEqual([null, [], null, []]);
  }
  await at('2026-03-20 10:00');
  await resume(reviewId);
  // One day was used before the pause: Friday 20 and Monday 23 are the second and third.
  expect(await dueOf(reviewId)).toBe(endOf('2026-03-23'));
  await at('2026-03-24 00:00');
  await commands.serveDueReview(reviewId);
  expect([(await taskOf(reviewId)).breachedAt, (await board()).length]).toEqual([endOf('2026-03-23'), 1]);
});

it('pause-repeated: a pause or a resume repeated leaves the budget untouched, and a repeated key answers as before', async () => {
  const reviewId = await openAt('2026-03-02 09:00', 'threeDays');
  await at('2026-03-03 09:00');
  const key = k();
  const command = { taskId: (await taskOf(reviewId)).id, ground: 'obstacle', until: null, reason: 'Chờ' };
  const first = await commands.suspendTerm(province.actor('head'), key, command);
  expect(await commands.suspendTerm(province.actor('head'), key, command)).toEqual({ ...first, replayed: true });
  await pause(reviewId, null);
  await at('2026-03-03 15:00');
  await resume(reviewId);
  await resume(reviewId);
  expect((await taskOf(reviewId)).term.events.map((event) => event.type)).toEqual(['suspended', 'resumed']);
  expect(await dueOf(reviewId)).toBe(endOf('2026-03-05'));
});

it('pause-budget: past due, on a fixed date, on an unknown ground or beyond what the ground allows, a pause is refused; an extension after due keeps the breach', async () => {
  const fixed = await openAt('2026-03-02 09:00', 'fixed');
  expect(await codeOf(pause(fixed, '2026-03-04 09:00'))).toBe('pause_on_fixed_date');
  const reviewId = await openAt('2026-03-02 09:00', 'threeDays');
  expect(await codeOf(pause(reviewId, '2026-03-04 09:00', 'holiday'))).toBe('pause_ground_unknown');
  expect(await codeOf(pause(reviewId, '2026-03-16 09:00'))).toBe('pause_budget');
  await pause(reviewId, '2026-03-04 09:00');
  await at('2026-03-04 10:00');
  await pause(reviewId, '2026-03-06 09:00');
  await at('2026-03-06 10:00');
  expect(await codeOf(pause(reviewId, '2026-03-09 09:00'))).toBe('pause_budget');
  await at('2026-04-01 09:00');
  expect(await codeOf(pause(reviewId, null))).toBe('already_due');
  await commands.serveDueReview(reviewId);
  const breachedAt = (await taskOf(reviewId)).breachedAt;
  const { requestId } = await commands.requestExtension(province.actor('head'), k(), { taskId: (await taskOf(reviewId)).id, amount: 9, reason: 'Phức tạp' });
  await commands.decideExtension(province.actor('coordinator'), k(), { taskId: (await taskOf(reviewId)).id, requestId, grant: true, reason: '' });
  expect([breachedAt !== null, (await taskOf(reviewId)).breachedAt]).toEqual([true, breachedAt]);
});

it('pause-open-counts: time held by pauses without a planned end counts against what their ground allows', async () => {
  const reviewId = await openAt('2026-03-02 09:00', 'threeDays');
  await pause(reviewId, null);
  await at('2026-05-15 09:00');
  await resume(reviewId);
  await pause(reviewId, null);
  await at('2026-06-05 09:00');
  await resume(reviewId);
  expect(await codeOf(pause(reviewId, null))).toBe('pause_budget');
});
