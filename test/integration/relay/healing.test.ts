import { createCommands, type Commands } from '../../../commands/index.js';
import { campaignWorkflowId, procedureWorkflowId, reviewWorkflowId, type ProcedureId, type ReviewId } from '../../../domain/shared/ids.js';
import { plusMs, type Instant } from '../../../domain/shared/instant.js';
import { listDueReviews } from '../../../queries/due-reviews.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { freshNamespace, startHouseWorkers, testRelay, type TestRelay, type TestTemporal } from '../../support/relay.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { eventually } from '../../support/temporal.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let temporal: TestTemporal;
let relay: TestRelay;
let campaignId: string;
let reviews: readonly ReviewId[];
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  close.push(() => database.drop());
  temporal = await freshNamespace();
  close.push(temporal.close);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  relay = testRelay(database, commands, temporal.gateway);
  ({ campaignId } = await launchReviews(
    commands,
    province,
    Array.from({ length: 6 }, (_, index) => `1.00010${index}`),
  ));
  reviews = await desk.reviewsOf(campaignId);
});
afterAll(async () => {
  for (const end of close.toReversed()) await end();
});

const statusIn = (of: TestTemporal, workflowId: string): Promise<string> =>
  of.client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      (run) => run.status.name,
      () => 'NONE',
    );
const statusOf = (workflowId: string): Promise<string> => statusIn(temporal, workflowId);
const duesOf = async (reviewId: ReviewId): Promise<readonly (Instant | null | undefined)[]> => {
  const state = await desk.stateOf(reviewId);
  return [...state.tasks.map((task) => task.term.dueAt), state.limitTerm?.term.dueAt];
};
/** Visibility follows the runs after a moment. */
const seen = (of: TestTemporal, count: number): Promise<void> =>
  eventually(`${count} runs are visible`, async () => {
    let running = 0;
    for await (const _ of of.gateway.runningIds()) running += 1;
    return running === count;
  });

describe('the reconciler', () => {
  it('starts a run for every open review and campaign that has none, and then has nothing to do', async () => {
    await relay.carryAll();
    expect(await relay.reconcile(temporal.gateway)).toMatchObject({ open: 6, started: 6, ended: 0 });
    await relay.carryAll();
    for (const reviewId of reviews) expect(await statusOf(reviewWorkflowId(reviewId, 0))).toBe('RUNNING');
    expect(await statusOf(campaignWorkflowId(campaignId))).toBe('RUNNING');
    await seen(temporal, 7);
    expect(await relay.reconcile(temporal.gateway)).toEqual({ open: 6, running: 7, started: 0, ended: 0 });
    expect(await relay.waiting()).toBe(0);
  });

  it('gives reviews whose runs were lost new runs under the next number, with the same due dates', async () => {
    const lost = reviews.slice(0, 2);
    const dues = await Promise.all(lost.map(duesOf));
    for (const reviewId of lost) await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).terminate('lost');
    await seen(temporal, 5);
    expect(await relay.reconcile(temporal.gateway)).toMatchObject({ started: 2 });
    await relay.carryAll();
    for (const reviewId of lost) expect(await statusOf(reviewWorkflowId(reviewId, 1))).toBe('RUNNING');
    expect(await Promise.all(lost.map(duesOf))).toEqual(dues);
    await seen(temporal, 7);
    expect(await relay.reconcile(temporal.gateway)).toMatchObject({ started: 0, ended: 0 });
  });

  it('temporal-wiped-rebuild: restarts everything that lives after the whole store was lost, with the same due dates and no second notice', async () => {
    const empty = await freshNamespace();
    close.push(empty.close);
    const dues = await Promise.all(reviews.map(duesOf));
    const notices = await database.reader.rows('SELECT id FROM notices');
    expect(await relay.reconcile(empty.gateway)).toEqual({ open: 6, running: 0, started: 7, ended: 0 });
    await relay.carryAll({ temporal: empty.gateway });
    for (const [index, reviewId] of reviews.entries()) expect(await statusIn(empty, reviewWorkflowId(reviewId, index < 2 ? 1 : 0))).toBe('RUNNING');
    expect(await statusIn(empty, campaignWorkflowId(campaignId))).toBe('RUNNING');
    expect(await Promise.all(reviews.map(duesOf))).toEqual(dues);
    expect(await database.reader.rows('SELECT id FROM notices')).toHaveLength(notices.length);
    await seen(empty, 7);
    expect(await relay.reconcile(empty.gateway)).toMatchObject({ started: 0 });
  });
});

describe('the due sweep', () => {
  it('wakes a review that nobody has served for a minute, serves it itself after two, and is stopped by no poisoned one', async () => {
    const [poisoned, sound] = reviews as readonly [ReviewId, ReviewId];
    for (const reviewId of [poisoned, sound]) await desk.decide(reviewId, 'assess', 'head');
    const closedAt = (await desk.stateOf(sound)).stages[0]!.closedAt as Instant;
    await relay.carryAll();
    expect(await relay.sweep()).toMatchObject({ woken: 0, served: 0, failed: 0 });

    await database.setNow(plusMs(closedAt, 90_000));
    expect(await relay.sweep()).toMatchObject({ woken: 2, served: 0, failed: 0 });
    expect((await desk.outboxOf(sound)).at(-1)).toMatchObject({ carriedAt: null });
    await relay.carryAll();

    await database.setNow(plusMs(closedAt, 180_000));
    const swept = await relay.sweep({
      serve: async (id) => {
        if (id === poisoned) throw new Error('poison');
        await commands.serveDueReview(id);
      },
    });
    expect(swept).toMatchObject({ woken: 0, served: 1, failed: 1 });
    expect([await desk.openKeys(sound), await desk.openKeys(poisoned)]).toEqual([['consultLaw', 'consultUnits'], []]);
    expect(await relay.sweep()).toMatchObject({ served: 1, failed: 0 });
    expect(await desk.openKeys(poisoned)).toEqual(['consultLaw', 'consultUnits']);
    expect(await relay.sweep()).toMatchObject({ woken: 0, served: 0, failed: 0 });
  });

  it('brings an adopted version into force on its day when its run does not', async () => {
    const reviewId = await desk.oneReview('1.000200');
    for (const [stageKey, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
      ['appraise', 'appraiser'],
      ['approve', 'leader'],
    ] as const)
      await desk.decideOn(reviewId, stageKey, seat);
    await desk.enact(reviewId, { from: '2027-01-04' });
    const { id } = (await database.reader.row<{ id: ProcedureId }>("SELECT id FROM procedures WHERE code = '1.000200'"))!;
    await relay.carryAll();
    expect(await statusOf(procedureWorkflowId(id))).toBe('RUNNING');
    await database.setNow('2027-01-03T17:05:00Z');
    expect((await relay.sweep()).failed).toBe(0);
    expect(await database.reader.row("SELECT phase FROM procedures WHERE code = '1.000200'")).toEqual({ phase: 'inForce' });
    await database.source.query('UPDATE business_clock SET offset_ms = 0');
  });
});

describe('rungs that the sweep fires in a batch', () => {
  it('are told to no run: each asks by its own timer, adds nothing, and goes on at the next decision', async () => {
    const late = await desk.reviewsOf((await launchReviews(commands, province, ['1.000300', '1.000301'])).campaignId);
    const { dueAt } = (await desk.stateOf(late[0]!)).tasks[0]!.term;
    const rungs = async (): Promise<readonly string[]> =>
      (await Promise.all(late.map((id) => desk.factsOf(id))))
        .flat()
        .flatMap((fact) => (fact.type === 'RungFired' ? [`${fact.rung.key} ${fact.rung.result}`] : []));
    const letters = () =>
      database.reader.rows("SELECT id FROM notices WHERE review_id IN (?, ?) AND kind IN ('ladder.rung', 'task.reminder', 'ladder.digest')", late);
    const eventsOf = async (id: ReviewId) => (await temporal.client.workflow.getHandle(reviewWorkflowId(id, 0)).fetchHistory()).events ?? [];
    const asked = async (id: ReviewId): Promise<number> =>
      (await eventsOf(id)).filter((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'fireRungs').length;
    /** As moving the test clock does: the same state, at other instants of the wall. */
    const tell = async (): Promise<void> => {
      await database.source.query('UPDATE reviews SET view_seq = view_seq + 1 WHERE id IN (?, ?)', [...late]);
      for (const id of late) await commands.resendReviewView(id);
      await relay.carryAll();
    };
    let workers = await startHouseWorkers(temporal.namespace, commands);
    try {
      await database.setNow(plusMs(dueAt as Instant, 3_600_000));
      await tell();
      await eventually('the reminders have fired', async () => (await rungs()).length === 6, 60_000);
      const next = await database.reader.row<{ at: Instant }>('SELECT next_wake_at AS at FROM reviews WHERE id = ?', [late[0]]);
      await database.setNow(plusMs(next!.at, -20_000));
      await tell();
      const armed = async (id: ReviewId): Promise<boolean> =>
        (await eventsOf(id)).some((event) => {
          const seconds = Number(event.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? -1);
          return seconds > 1 && seconds <= 20;
        });
      for (const id of late) await eventually('the timer of the next rung is set', () => armed(id), 15_000);
    } finally {
      await workers.stop();
    }
    const before = await Promise.all(late.map(asked));
    await eventually('the rung is due', async () => (await listDueReviews(database.reader, 1, 100)).some((row) => row.reviewId === late[1]), 60_000);
    expect(await rungs()).not.toContain('late1 fired');
    const served: ReviewId[] = [];
    await relay.sweep({
      wakeAfterSeconds: 0,
      serveAfterSeconds: 0,
      serveMany: (ids) => {
        served.push(...ids);
        return commands.fireDueReviews(ids);
      },
    });
    expect(served).toEqual(expect.arrayContaining([...late]));
    const [fired, told] = [await rungs(), await letters()];
    expect(fired.filter((rung) => rung === 'late1 fired')).toHaveLength(2);
    for (const id of late) expect((await desk.outboxOf(id)).filter((row) => row.carriedAt === null)).toEqual([]);
    workers = await startHouseWorkers(temporal.namespace, commands);
    try {
      for (const [index, id] of late.entries()) await eventually('the run has asked', async () => (await asked(id)) > before[index]!, 60_000);
      await desk.decide(late[0]!, 'assess', 'head');
      await relay.carryAll();
      await eventually('both consultations open', async () => (await desk.openKeys(late[0]!)).length === 2, 60_000);
      expect([await rungs(), await letters()]).toEqual([fired, told]);
    } finally {
      await workers.stop();
      await database.source.query('UPDATE business_clock SET offset_ms = 0');
    }
  });
});

describe('with the workers back', () => {
  beforeAll(async () => {
    const workers = await startHouseWorkers(temporal.namespace, commands);
    close.push(workers.stop);
  });

  it('what was decided while nobody worked goes on to the next unit, and a later decision within moments', async () => {
    const reviewId = reviews[2]!;
    await desk.decide(reviewId, 'assess', 'head');
    await relay.carryAll();
    await eventually('both consultations open', async () => (await desk.openKeys(reviewId)).length === 2);
    await desk.decide(reviewId, 'consultUnits', 'financeHead');
    await desk.decide(reviewId, 'consultLaw', 'lawyer');
    await relay.carryAll();
    await eventually('appraisal opens', async () => (await desk.openKeys(reviewId)).includes('appraise'));
    expect((await desk.stateOf(reviewId)).stages.map((stage) => [stage.key, stage.round])).toHaveLength(4);
  });

  it('what a dispute held goes on as soon as it is settled, without the sweep', async () => {
    const reviewId = reviews[5]!;
    const receipt = await desk.decide(reviewId, 'assess', 'head');
    await commands.disputeDecision(province.actor('head'), 'dispute-held', { taskId: receipt.taskId, decisionId: receipt.decisionId });
    await relay.carryAll();
    await eventually('the workflow has asked in vain', async () => {
      const { events } = await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).fetchHistory();
      const asked = (events ?? []).find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'openNextStages');
      return (events ?? []).some((event) => event.activityTaskCompletedEventAttributes?.scheduledEventId?.toString() === asked?.eventId?.toString());
    });
    expect(await desk.openKeys(reviewId)).toEqual([]);
    const settlement = { taskId: receipt.taskId, decisionId: receipt.decisionId, outcome: 'upheld', reason: 'Đã rõ' } as const;
    await commands.resolveDispute(province.actor('coordinator'), 'settle-held', settlement);
    await relay.carryAll();
    await eventually('both consultations open', async () => (await desk.openKeys(reviewId)).length === 2);
  });

  it('a run whose review ended unheard is told by the reconciler, and ends', async () => {
    const reviewId = reviews[3]!;
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-unheard', { reviewId, reason: 'Trùng' });
    await database.source.query('DELETE FROM outbox WHERE ref_id = ? AND carried_at IS NULL', [reviewId]);
    expect(await statusOf(reviewWorkflowId(reviewId, 0))).toBe('RUNNING');
    expect((await relay.reconcile(temporal.gateway)).ended).toBeGreaterThanOrEqual(1);
    await relay.carryAll();
    await eventually('the run has ended', async () => (await statusOf(reviewWorkflowId(reviewId, 0))) === 'COMPLETED');
  });

  it('a run that has been replaced ends at its next act, and its successor goes on', async () => {
    const reviewId = reviews[4]!;
    const first = reviewWorkflowId(reviewId, 0);
    await eventually('the first run stands', async () => (await statusOf(first)) === 'RUNNING');
    await commands.rebuildReview(reviewId, 0);
    await relay.carryAll();
    await desk.decide(reviewId, 'assess', 'head');
    const view = await commands.readReviewView(reviewId, 1);
    await temporal.client.workflow.getHandle(first).signal('reviewMoved', view);
    await eventually('the replaced run has ended', async () => (await statusOf(first)) === 'FAILED');
    await relay.carryAll();
    await eventually('its successor walks on', async () => (await desk.openKeys(reviewId)).length === 2);
    expect(await statusOf(reviewWorkflowId(reviewId, 1))).toBe('RUNNING');
  });
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
