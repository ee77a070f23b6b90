import type { Law } from '../../domain/review/law.js';
import type { RungRecord, TaskState } from '../../domain/review/review.js';
import { suspendTerm } from '../../domain/review/term-changes.js';
import type { Role, Rung } from '../../domain/route/route.js';
import { plusMs, type Instant } from '../../domain/shared/instant.js';
import { REVIEW_MOVED } from '../../workflows/messages.js';
import { reviewWorkflow } from '../../workflows/review.workflow.js';
import { vn, vnCounter, vnOffice } from '../support/fixtures/calendars/vn.js';
import { deciding, lawAt, personOf, routeWith, taskIn, unitOf } from '../support/law.js';
import { lawReview, type LawReview } from '../support/law-review.js';
import { reviewCast } from '../support/review-cast.js';
import { eventually, type TestWorker } from '../support/temporal.js';

jest.setTimeout(120_000);

const cast = reviewCast<LawReview>();
let worker: TestWorker;

beforeAll(async () => {
  worker = await cast.startWorker();
});
afterAll(() => worker.close());

const begin = (law: Law): LawReview => cast.add(lawReview(law));
const run = (review: LawReview) =>
  worker.client.workflow.start(reviewWorkflow, {
    workflowId: worker.uniqueId('review'),
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });

const rung = (key: string, ref: 'start' | 'due', offset: number): Rung => ({
  key,
  name: { vi: key, en: key },
  at: { ref, offset, unit: 'workingDays' },
  notify: ['assignees'],
});

test('perunit-own-calendars: each unit counts on its own calendar; only the one that is late climbs its ladder, and the stage waits for both', async () => {
  const route = routeWith('consultUnits', {
    mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' },
    who: [
      { unit: { fixed: unitOf('finance') }, role: 'unitHead' },
      { unit: { fixed: unitOf('justice') }, role: 'consultee' },
    ],
    limit: { workingDays: 3 },
    reminders: [],
    ladder: [rung('late1', 'due', 1)],
    silence: 'escalate',
  });
  const [office, counter] = [vnOffice(), vnCounter()];
  const law = lawAt('2026-03-05 09:00', {
    route,
    calendarOfUnit: (unit) => (unit === unitOf('finance') ? counter : office),
    calendarVersion: (id) => (id === counter.id ? counter : office),
  });
  const review = begin(law);
  const handle = await run(review);
  await handle.signal(
    REVIEW_MOVED,
    review.act((state, now) => deciding(state, 'assess', 'head', 'approve', now)),
  );
  await eventually('both units are asked', () => review.state().tasks.filter((task) => task.stageKey === 'consultUnits').length === 2);
  const of2 = (slot: 1 | 2): TaskState => review.state().tasks.find((task) => task.stageKey === 'consultUnits' && task.slot === slot) as TaskState;
  // From Thursday 5 March: the counter works on Saturday, the office does not.
  expect([of2(1), of2(2)].map((task) => [task.unitId, task.term.calendarId, task.term.dueAt])).toEqual([
    [unitOf('finance'), counter.id, vn('2026-03-10')],
    [unitOf('justice'), office.id, vn('2026-03-11')],
  ]);

  const lateKeys = (slot: 1 | 2) => of2(slot).rungs.map(({ key }) => key);
  await handle.signal(REVIEW_MOVED, review.jump(vn('2026-03-10 08:29')));
  await eventually('the counter’s day is over', () => of2(1).breachedAt !== null);
  expect([lateKeys(1), lateKeys(2), of2(2).breachedAt]).toEqual([[], [], null]);
  await handle.signal(REVIEW_MOVED, review.jump(vn('2026-03-10 08:31')));
  await eventually('its ladder climbs', () => lateKeys(1).length === 1);
  expect([lateKeys(2), of2(2).breachedAt]).toEqual([[], null]);

  await handle.signal(
    REVIEW_MOVED,
    review.act((state, now) => deciding(state, 'consultUnits', 'lawyer', 'noOpinion', now, 2)),
  );
  expect(review.state().stages.find((stage) => stage.key === 'consultUnits')?.status).toBe('open');
  await handle.signal(REVIEW_MOVED, review.jump(vn('2026-03-16 09:00')));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // Who has answered is never late, and nobody’s rung comes twice.
  expect([lateKeys(1), lateKeys(2), of2(2).breachedAt]).toEqual([['late1'], [], null]);
  await handle.signal(
    REVIEW_MOVED,
    review.act((state, now) => deciding(state, 'consultUnits', 'financeHead', 'noOpinion', now)),
  );
  expect(review.state().stages.find((stage) => stage.key === 'consultUnits')?.status).toBe('closed');
  await handle.terminate('done');
});

test('planned-resume-processed-late: a planned pause ends at its instant, whether somebody looks then or a week after', async () => {
  const route = routeWith('assess', {
    limit: { workingDays: 5 },
    pauseGrounds: [{ code: 'supplement', name: { vi: 'Chờ', en: 'Wait' }, basis: 'Quy chế, Điều 6', maxTimes: 2, maxTotalWorkingDays: 20, end: 'planned' }],
    reminders: [rung('begun', 'start', 2), rung('before1', 'due', -1)],
    ladder: [rung('late1', 'due', 1)],
    silence: 'escalate',
  });
  const law = lawAt('2026-03-02 09:00', { route });
  const [from, until] = [vn('2026-03-03 14:00'), vn('2026-03-06 08:00')];
  const paused = async () => {
    const review = begin(law);
    review.jump(from);
    review.act((state, now) =>
      suspendTerm(
        state,
        { taskId: taskIn(state, 'assess').id, by: personOf('coordinator'), ground: 'supplement', until, reason: 'Chờ số liệu' },
        { ...now, now: from },
      ),
    );
    return review;
  };
  const taskOf = (review: LawReview): TaskState => taskIn(review.state(), 'assess');
  const looks = ['2026-03-05 12:00', '2026-03-06 08:00', '2026-03-10 09:00', '2026-03-12 00:01', '2026-03-13 09:00'].map(vn);

  const punctual = await paused();
  // Tuesday, Wednesday and Thursday are held: Friday is the first day, Thursday 12 the fifth.
  expect(taskOf(punctual).term.dueAt).toBe(vn('2026-03-13'));
  const dueAtPause: Instant | null = taskOf(punctual).term.dueAt;
  const watched = await run(punctual);
  for (const look of looks) {
    await watched.signal(REVIEW_MOVED, punctual.jump(look));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    if (look < until) expect(taskOf(punctual).rungs).toEqual([]);
  }
  await eventually('the ladder has climbed', () => taskOf(punctual).rungs.some(({ key }) => key === 'late1'));

  // Nobody was there all the while: the run starts a day after everything.
  const late = await paused();
  late.jump(plusMs(looks.at(-1) as Instant, 3_600_000));
  const begun = await run(late);
  await eventually('everything is made up for', () => taskOf(late).rungs.some(({ key }) => key === 'late1'));

  const planned = (rungs: readonly RungRecord[]) => rungs.map(({ key, plannedAt, epoch }) => [key, plannedAt, epoch]);
  expect(planned(taskOf(late).rungs)).toEqual(planned(taskOf(punctual).rungs));
  expect(planned(taskOf(late).rungs)).toEqual([
    ['begun', until, 1],
    ['before1', vn('2026-03-11 08:30'), 1],
    ['late1', vn('2026-03-13 08:30'), 1],
  ]);
  expect([taskOf(late).term, taskOf(late).breachedAt]).toEqual([taskOf(punctual).term, dueAtPause]);
  expect(taskOf(late).term.events.map((event) => event.type)).toEqual(['suspended']);
  await watched.terminate('done');
  await begun.terminate('done');
});

test('rung-min-dwell-after-outage: after a fortnight in which nobody looked the task moves up once, a working day later again, and what comes after waits its turn', async () => {
  const moves = (key: string, offset: number, unit: 'finance' | 'control', role: Role): Rung => ({
    ...rung(key, 'due', offset),
    act: { reassign: [{ unit: { fixed: unitOf(unit) }, role }] },
  });
  const route = routeWith('assess', {
    limit: { workingDays: 3 },
    reminders: [],
    ladder: [moves('moveOn', 1, 'finance', 'unitHead'), moves('moveUp', 2, 'control', 'coordinator'), rung('tell', 'due', 3)],
    silence: 'escalate',
  });
  const review = begin(lawAt('2026-03-02 09:00', { route }));
  // Due at the end of Thursday 5 March; all three rungs lie behind when the run first looks, on Thursday 19 at 14:00.
  review.jump(vn('2026-03-19 14:00'));
  const handle = await run(review);
  const acted = () => taskIn(review.state(), 'assess').rungs.map(({ key, acted: what }) => [key, what ?? null]);
  await eventually('the first has its turn', () => acted().length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(acted()).toEqual([['moveOn', 'reassigned']]);
  expect(taskIn(review.state(), 'assess').unitId).toBe(unitOf('finance'));

  await handle.signal(REVIEW_MOVED, review.jump(vn('2026-03-20 13:59')));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(acted()).toEqual([['moveOn', 'reassigned']]);
  await handle.signal(REVIEW_MOVED, review.jump(vn('2026-03-20 14:01')));
  await eventually('then the next', () => acted().length > 1);
  expect(acted()).toEqual([
    ['moveOn', 'reassigned'],
    ['moveUp', 'reassigned'],
    ['tell', null],
  ]);
  expect(taskIn(review.state(), 'assess')).toMatchObject({ unitId: unitOf('control'), role: 'coordinator' });
  await handle.terminate('done');
});
