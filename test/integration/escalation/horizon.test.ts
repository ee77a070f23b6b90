import { createCommands, type Commands } from '../../../commands/index.js';
import { seedRules } from '../../../commands/seed-rules.js';
import { createLog } from '../../../config/log.js';
import type { Calendar } from '../../../domain/calendar/calendar.js';
import { isOpen, type TaskState } from '../../../domain/review/review.js';
import type { Route } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import type { LocalDate } from '../../../domain/shared/instant.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { findOverdueBoard } from '../../../queries/overdue-board.query.js';
import { listRecountable, listWaitingCalendars } from '../../../queries/waiting-calendars.query.js';
import { sweepCalendars } from '../../../relay/calendar-sweep.js';
import { freshDatabase, shippedCalendars, type TestDatabase } from '../../support/database.js';
import { vn } from '../../support/fixtures/calendars/vn.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(180_000);

/** The shipped calendar ends on 31/12/2027. */
const OFFICE = 'VN-CO-QUAN';
/** The shipped route, in which an appraisal may stand still for as long as an obstacle lasts. */
const HELD: Route = {
  ...PROVINCIAL_REVIEW,
  key: 'heldAppraisal',
  stages: PROVINCIAL_REVIEW.stages.map((stage) =>
    stage.key === 'appraise'
      ? {
          ...stage,
          pauseGrounds: [
            {
              code: 'obstacle',
              name: { vi: 'Trở ngại', en: 'Obstacle' },
              basis: 'Bộ luật Dân sự, Điều 156',
              maxTimes: 2,
              maxTotalWorkingDays: 60,
              end: 'open',
            },
          ],
        }
      : stage,
  ),
};
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase([HELD]);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const taskOf = async (reviewId: string, stageKey: string): Promise<TaskState> => {
  const task = (await desk.stateOf(reviewId)).tasks.filter((one) => one.stageKey === stageKey).at(-1);
  if (!task) throw new Error(`no task in ${stageKey}`);
  return task;
};
const consulted = async (reviewId: ReviewId): Promise<void> => {
  await desk.decideOn(reviewId, 'consultUnits', 'financeHead');
  await desk.decideOn(reviewId, 'consultLaw', 'lawyer');
};
const wantedBy = async (reviewId: string): Promise<unknown> =>
  database.reader.row('SELECT wanted_calendar_id AS id, wanted_calendar_version AS version FROM reviews WHERE id = ?', [reviewId]);
const sweep = () =>
  sweepCalendars({
    waiting: () => listWaitingCalendars(database.reader),
    recountable: (limit) => listRecountable(database.reader, limit),
    recount: commands.recountTerms,
    log: createLog('relay', 'silent'),
  });
/** The next version of the office calendar, a year longer. */
const prolong = async (version: number, knownThrough: string): Promise<void> => {
  const office = shippedCalendars().find((calendar) => calendar.id === OFFICE) as Calendar;
  await seedRules(database.transact, { calendars: [{ ...office, version, knownThrough: knownThrough as LocalDate }], routes: [] });
};
const needed = async () =>
  (await findOverdueBoard(database.reader, { scope: { everywhere: true, paths: [] }, unit: null, age: null, cursor: null, limit: 50 })).needsCalendar;

let waiting: ReviewId;
let resumed: ReviewId;

test('a review whose own limits lead past the calendar is not opened: a person can still be refused', async () => {
  await database.setNow('2027-12-20T02:00:00Z');
  const { opened, problems } = await launchReviews(commands, province, ['1.900001']);
  expect([opened, problems]).toEqual([0, [expect.objectContaining({ code: '1.900001', problem: 'calendar_unknown' })]]);
});

test('a stage opened late in the last known year is accepted with its due date unknown; what can be planned is planned, and nothing throws or fires', async () => {
  await database.setNow('2027-09-06T02:00:00Z');
  waiting = await desk.oneReview('1.900002');
  resumed = await desk.oneReview('1.900003', undefined, 'heldAppraisal');
  await database.setNow('2027-12-20T02:00:00Z');
  await desk.decideOn(resumed, 'assess', 'head');
  await database.setNow('2027-12-28T02:00:00Z');
  await desk.decideOn(waiting, 'assess', 'head');
  // Three working days end with the year: the due date is known, the ladder behind it is not.
  const consult = await taskOf(waiting, 'consultLaw');
  expect([consult.term.dueAt, consult.term.needsCalendar ?? null]).toEqual([vn('2028-01-01'), null]);
  expect(await wantedBy(waiting)).toEqual({ id: OFFICE, version: 1 });
  await database.setNow('2027-12-31T17:30:00Z');
  await commands.serveDueReview(waiting);
  const rungs = (await taskOf(waiting, 'consultLaw')).rungs;
  expect(rungs.every((rung) => rung.plannedAt <= vn('2028-01-01'))).toBe(true);
  expect((await taskOf(waiting, 'consultLaw')).breachedAt).toBe(vn('2028-01-01'));

  await database.setNow('2027-12-30T02:00:00Z');
  await consulted(waiting);
  const appraise = await taskOf(waiting, 'appraise');
  expect([isOpen(appraise), appraise.term.dueAt, appraise.term.needsCalendar]).toEqual([true, null, true]);
  expect(await database.reader.row('SELECT due_at, is_open FROM tasks WHERE id = ?', [appraise.id])).toEqual({ due_at: null, is_open: 1 });
  expect(await needed()).toEqual([{ calendarId: OFFICE, knownThrough: '2027-12-31', tasks: 1 }]);

  await database.setNow('2028-03-01T02:00:00Z');
  await commands.serveDueReview(waiting);
  expect((await taskOf(waiting, 'appraise')).rungs).toEqual([]);
  expect((await sweep()).waiting).toBeGreaterThanOrEqual(1);
});

test('a resume that leads past the calendar is accepted, and so are an extension, a correction and a move; the due date stays unknown', async () => {
  await database.setNow('2027-12-22T02:00:00Z');
  await consulted(resumed);
  const { id: taskId } = await taskOf(resumed, 'appraise');
  expect((await taskOf(resumed, 'appraise')).term.dueAt).toBe(vn('2027-12-30'));
  const paused = await commands.suspendTerm(province.actor('appraiser'), 'pause-1', { taskId, ground: 'obstacle', until: null, reason: 'Thiên tai' });
  expect(paused.dueAt).toBeNull();
  await database.setNow('2027-12-31T02:00:00Z');
  const back = await commands.resumeTerm(province.actor('appraiser'), 'resume-1', { taskId });
  expect([back.dueAt, (await taskOf(resumed, 'appraise')).term.needsCalendar]).toEqual([null, true]);
  const { requestId } = await commands.requestExtension(province.actor('appraiser'), 'extend-1', { taskId, amount: 1, reason: 'Phức tạp' });
  await commands.decideExtension(province.actor('coordinator'), 'extend-2', { taskId, requestId, grant: true, reason: 'Đồng ý' });
  const proposed = await commands.proposeAdjustment(province.actor('controlHead'), 'adjust-1', { taskId, amount: 1, reason: 'Ghi nhầm' });
  await commands.confirmAdjustment(province.actor('coordinator'), 'adjust-2', { taskId, requestId: proposed.requestId });
  await commands.reassignTask(province.actor('coordinator'), 'move-1', {
    taskId,
    unitId: province.units['control'] as never,
    role: 'unitHead',
    reason: 'Người thẩm tra nghỉ',
  });
  const { term } = await taskOf(resumed, 'appraise');
  expect([term.dueAt, term.needsCalendar, term.events.map((event) => event.type)]).toEqual([null, true, ['suspended', 'resumed', 'extended', 'adjusted']]);
  expect(await wantedBy(resumed)).toEqual({ id: OFFICE, version: 1 });
  expect(await needed()).toEqual([{ calendarId: OFFICE, knownThrough: '2027-12-31', tasks: 2 }]);
  await commands.serveDueReview(resumed);
});

test('with the next year published every due date and rung comes back once; nobody is made late by it, and nothing fires early', async () => {
  await database.setNow('2027-12-31T03:00:00Z');
  await prolong(2, '2028-01-04');
  // Two working days are still too few for the one, and enough for nobody.
  expect(await sweep()).toMatchObject({ failed: 0 });
  expect(await wantedBy(waiting)).toEqual({ id: OFFICE, version: 2 });
  expect(await listRecountable(database.reader, 10)).toEqual([]);

  await database.setNow('2028-03-01T02:00:00Z');
  await prolong(3, '2028-12-31');
  const swept = await sweep();
  expect([swept.waiting, swept.failed]).toEqual([0, 0]);
  expect((await sweep()).recounted).toBe(0);
  // Counted by the days alone both would have been due long ago: the end of the next working day is the soonest.
  for (const reviewId of [waiting, resumed]) {
    const { term, rungs, breachedAt } = await taskOf(reviewId, 'appraise');
    expect([term.dueAt, term.needsCalendar ?? null, breachedAt]).toEqual([vn('2028-03-03'), null, null]);
    expect(term.events.filter((event) => event.type === 'rebased').map((event) => event.type === 'rebased' && event.calendarVersion)).toEqual([2, 3]);
    expect(term.events.some((event) => event.type === 'floored')).toBe(true);
    expect(await wantedBy(reviewId)).toEqual({ id: null, version: null });
    expect(rungs.filter((rung) => rung.result === 'fired')).toEqual([]);
  }
  expect(await needed()).toEqual([]);
  // A reminder two working days before it is due at once, and was never due before.
  const view = await database.reader.row<{ next_wake_at: string }>('SELECT next_wake_at FROM reviews WHERE id = ?', [waiting]);
  expect(view?.next_wake_at).toBe(vn('2028-02-29 08:30'));

  await database.setNow('2028-03-03T02:00:00Z');
  await commands.serveDueReview(waiting);
  const late = await taskOf(waiting, 'appraise');
  expect(late.breachedAt).toBe(vn('2028-03-03'));
  expect(late.rungs.map((rung) => rung.key)).toContain('late1');
  for (const rung of late.rungs) expect(rung.plannedAt <= rung.firedAt).toBe(true);
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
