import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createCommands, type Commands } from '../../../commands/index.js';
import { createOutbox } from '../../../db/repositories/outbox.repository.js';
import { insertOutbox } from '../../../db/repositories/ledger.repository.js';
import { reviewWorkflowId, stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { MAIL_QUEUE } from '../../../mail/jobs.js';
import { listNoticesDue } from '../../../queries/notices-due.query.js';
import { createJobGateway } from '../../../relay/job.gateway.js';
import { carryOutbox } from '../../../relay/outbox.relay.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import {
  absentTemporal,
  freshNamespace,
  relayRedis,
  SILENT,
  testRelay,
  unheardJobs,
  unheardTemporal,
  type TestRelay,
  type TestTemporal,
} from '../../support/relay.js';
import { openDesk, withFailpoints, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let temporal: TestTemporal;
let redis: Redis;
let relay: TestRelay;
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  close.push(() => database.drop());
  temporal = await freshNamespace();
  close.push(temporal.close);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  redis = relayRedis();
  close.push(() => Promise.resolve(redis.disconnect()));
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
  const jobs = createJobGateway(redis);
  close.push(jobs.close);
  relay = testRelay(database, commands, temporal.gateway, jobs);
});
afterEach(async () => {
  await database.source.query('DELETE FROM outbox');
});
afterAll(async () => {
  for (const end of close.toReversed()) await end();
});

const statusOf = (workflowId: string): Promise<string> =>
  temporal.client.workflow
    .getHandle(workflowId)
    .describe()
    .then(
      (run) => run.status.name,
      () => 'NONE',
    );
const rowsOf = (ids: string) =>
  database.reader.rows<{ carried: number; parked: number; attempts: number; problem: string | null }>(
    `SELECT carried_at IS NOT NULL AS carried, parked_at IS NOT NULL AS parked, attempts, problem FROM outbox WHERE ref_id LIKE ? ORDER BY id`,
    [ids],
  );

describe('two relays', () => {
  it('carry each row once between them while both live', async () => {
    await database.transact((tx) =>
      insertOutbox(
        tx,
        Array.from({ length: 400 }, (_, index) => ({ kind: 'notice' as const, refId: `ntc_${index}`, payload: {} })),
      ),
    );
    const carried: string[] = [];
    const one = (): TestRelay =>
      testRelay(
        database,
        commands,
        unheardTemporal(),
        unheardJobs({
          notice: async ({ noticeId }) => {
            await new Promise((resolve) => setTimeout(resolve, 1));
            carried.push(noticeId);
          },
        }),
      );
    const counts = await Promise.all([one().carryAll(), one().carryAll()]);
    expect(counts[0]! + counts[1]!).toBe(400);
    expect(carried).toHaveLength(400);
    expect(new Set(carried).size).toBe(400);
    expect(await relay.waiting()).toBe(0);
  });

  it('a row that a killed one had taken is carried by the other when its lease has run out', async () => {
    await database.transact((tx) => insertOutbox(tx, [{ kind: 'notice', refId: 'ntc_left', payload: {} }]));
    expect(await createOutbox(database.transact).lease(10)).toHaveLength(1);
    expect(await relay.carryAll()).toBe(0);
    await relay.waitOut();
    expect(await relay.carryAll()).toBe(1);
    expect(await rowsOf('ntc_left')).toEqual([expect.objectContaining({ carried: 1, attempts: 2 })]);
  });
});

describe('views to Temporal', () => {
  it('several rows of one review are one signal, its newest', async () => {
    const reviewId = await desk.oneReview('1.000001');
    for (let time = 0; time < 3; time += 1) await commands.resendReviewView(reviewId);
    await desk.decide(reviewId, 'assess', 'head');
    const heard: number[] = [];
    await relay.carryAll({
      temporal: unheardTemporal({
        reviewMoved: (view) => {
          heard.push(view.seq);
          return Promise.resolve();
        },
      }),
    });
    expect(heard).toEqual([(await commands.readReviewView(reviewId, 0)).seq]);
    expect((await desk.outboxOf(reviewId)).every((row) => row.carriedAt !== null)).toBe(true);
  });

  it('start the run where there is none, and tell it where there is one', async () => {
    const reviewId = await desk.oneReview('1.000002');
    await commands.resendReviewView(reviewId);
    await relay.carryAll();
    expect(await statusOf(reviewWorkflowId(reviewId, 0))).toBe('RUNNING');
    await commands.resendReviewView(reviewId);
    await relay.carryAll();
    const history = await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).fetchHistory();
    expect((history.events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(2);
    expect(await rowsOf(reviewId)).toEqual([expect.objectContaining({ carried: 1, attempts: 1 }), expect.objectContaining({ carried: 1, attempts: 1 })]);
  });

  it('sent twice because the relay died before it marked them do no harm', async () => {
    const reviewId = await desk.oneReview('1.000003');
    await commands.resendReviewView(reviewId);
    await withFailpoints('outbox-relay/after-signal-before-mark=throw', () => relay.carry());
    expect(await statusOf(reviewWorkflowId(reviewId, 0))).toBe('RUNNING');
    expect((await rowsOf(reviewId))[0]).toMatchObject({ carried: 0, problem: expect.stringContaining('failpoint') as unknown });
    await relay.waitOut();
    await relay.carryAll();
    expect(await rowsOf(reviewId)).toEqual([expect.objectContaining({ carried: 1, attempts: 2, problem: null })]);
  });

  it('of an open review whose run has closed order the next run, which starts under the next number', async () => {
    const reviewId = await desk.oneReview('1.000004');
    const due = (await desk.stateOf(reviewId)).tasks[0]?.term.dueAt;
    await commands.resendReviewView(reviewId);
    await relay.carryAll();
    await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).terminate('lost');
    await Promise.all([commands.resendReviewView(reviewId), commands.resendReviewView(reviewId)]);
    await relay.carryAll();
    expect([
      await statusOf(reviewWorkflowId(reviewId, 0)),
      await statusOf(reviewWorkflowId(reviewId, 1)),
      await statusOf(reviewWorkflowId(reviewId, 2)),
    ]).toEqual(['TERMINATED', 'RUNNING', 'NONE']);
    expect(await commands.readReviewView(reviewId, 1)).toMatchObject({ rebuild: 1 });
    expect((await desk.stateOf(reviewId)).tasks[0]?.term.dueAt).toBe(due);
    expect(await relay.waiting()).toBe(0);
  });

  it('of a review that has ended and whose run has closed are settled', async () => {
    const reviewId = await desk.oneReview('1.000005');
    await commands.resendReviewView(reviewId);
    await relay.carryAll();
    await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).terminate('lost');
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-five', { reviewId, reason: 'Trùng' });
    await relay.carryAll();
    expect(await statusOf(reviewWorkflowId(reviewId, 1))).toBe('NONE');
    expect(await relay.waiting()).toBe(0);
  });

  it('that Temporal will never take are set apart with the reason, and the others travel on', async () => {
    const reviewId = await desk.oneReview('1.000006');
    await database.transact((tx) =>
      insertOutbox(tx, [
        {
          kind: 'campaignMoved',
          refId: 'cmp_giant',
          payload: { campaignId: 'cmp_giant', seq: 1, itemCount: 1, taken: 1, closed: false, junk: 'x'.repeat(2_200_000) },
        },
      ]),
    );
    await commands.resendReviewView(reviewId);
    await relay.carryAll();
    expect(await rowsOf('cmp_giant')).toEqual([{ carried: 0, parked: 1, attempts: 1, problem: expect.stringMatching(/size|limit|argument/iu) as unknown }]);
    expect((await rowsOf(reviewId))[0]).toMatchObject({ carried: 1 });
    await relay.waitOut();
    expect(await relay.carryAll()).toBe(0);
  });

  it('whose repair fails are put off alone', async () => {
    const [broken, sound] = [await desk.oneReview('1.000007'), await desk.oneReview('1.000008')];
    await commands.resendReviewView(broken);
    await relay.carryAll();
    await temporal.client.workflow.getHandle(reviewWorkflowId(broken, 0)).terminate('lost');
    await commands.resendReviewView(broken);
    await database.transact((tx) =>
      insertOutbox(
        tx,
        Array.from({ length: 30 }, (_, index) => ({ kind: 'notice' as const, refId: `ntc_behind_${index}`, payload: {} })),
      ),
    );
    await commands.resendReviewView(sound);
    await relay.carry({ rebuild: () => Promise.reject(new Error('no calendar')) });
    expect((await rowsOf(broken)).at(-1)).toMatchObject({ carried: 0, problem: expect.stringContaining('no calendar') as unknown });
    expect((await rowsOf('ntc_behind_%')).every((row) => row.carried === 1)).toBe(true);
    expect((await rowsOf(sound)).at(-1)).toMatchObject({ carried: 1 });
  });
});

describe('while Temporal is down', () => {
  it('decide-with-temporal-down: decisions are accepted, their rows wait with a growing pause, and drain when it is back', async () => {
    const absent = absentTemporal();
    close.push(absent.close);
    const reviews: ReviewId[] = [];
    for (const code of ['1.000010', '1.000011', '1.000012']) reviews.push(await desk.oneReview(code));
    for (const reviewId of reviews) expect(await desk.decide(reviewId, 'assess', 'head')).toMatchObject({ verdict: 'approve' });
    await relay.carry({ temporal: absent.gateway });
    const pauses = await database.reader.rows<{ wait_ms: string; problem: string; carried_at: string | null }>(
      "SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), next_at) / 1000 AS wait_ms, problem, carried_at FROM outbox WHERE kind = 'reviewMoved'",
    );
    expect(pauses).toHaveLength(3);
    for (const row of pauses) {
      expect(row.carried_at).toBeNull();
      expect(row.problem).not.toBe('');
      expect(Number(row.wait_ms)).toBeLessThanOrEqual(700);
    }
    // Nothing was lost for the people: the next decision is taken as if nothing were the matter.
    for (const reviewId of reviews) await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
    expect(await desk.decide(reviews[0]!, 'consultLaw', 'lawyer')).toMatchObject({ verdict: 'approve' });
    await relay.waitOut();
    await relay.carryAll();
    expect(await relay.waiting()).toBe(0);
    for (const reviewId of reviews) expect(await statusOf(reviewWorkflowId(reviewId, 0))).toBe('RUNNING');
  });
});

describe('notices to the mailer', () => {
  const queue = (): Queue => {
    const opened = new Queue(MAIL_QUEUE, { connection: redis });
    close.push(() => opened.close());
    return opened;
  };

  it('become jobs of ids only, one an attempt; a job lost with Redis is asked for again', async () => {
    const mail = queue();
    const reviewId = await desk.oneReview('1.000020');
    await relay.carryAll();
    const [notice] = await database.reader.rows<{ id: string; outbox: string }>(
      'SELECT n.id, CAST(o.id AS CHAR) AS outbox FROM notices n JOIN outbox o ON o.ref_id = n.id WHERE n.review_id = ?',
      [reviewId],
    );
    const job = await mail.getJob(`ob-${notice!.outbox}-1`);
    expect(job?.data).toEqual({ outboxId: notice!.outbox, noticeId: notice!.id });
    await mail.obliterate({ force: true });
    expect(await mail.getJobCounts('waiting')).toEqual({ waiting: 0 });
    const due = (await listNoticesDue(database.reader, 0, 200)).filter((row) => row.noticeId === notice!.id);
    expect(due).toEqual([{ noticeId: notice!.id, outboxId: notice!.outbox, attempt: 1 }]);
  });

  it('wait while Redis is down or was never there, and hold up nobody else', async () => {
    const absent = relayRedis('redis://127.0.0.1:9');
    const jobs = createJobGateway(absent);
    close.push(jobs.close, () => Promise.resolve(absent.disconnect()));
    const reviewId = await desk.oneReview('1.000021');
    await commands.resendReviewView(reviewId);
    await carryOutbox({ outbox: createOutbox(database.transact), temporal: temporal.gateway, jobs, rebuild: commands.rebuildReview, log: SILENT });
    expect((await rowsOf(reviewId))[0]).toMatchObject({ carried: 1 });
    expect(await rowsOf('ntc_%')).toEqual([expect.objectContaining({ carried: 0, parked: 0, problem: expect.stringContaining('Redis') as unknown })]);
    await relay.waitOut();
    await relay.carryAll();
    expect(await relay.waiting()).toBe(0);
  });
});

test('a row of a kind that no one takes yet is kept and tried again', async () => {
  await database.source.query(
    "INSERT INTO outbox (kind, ref_id, payload, created_at, next_at, attempts) VALUES ('someday', 'x_1', '{}', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 0)",
  );
  await relay.carry();
  expect(await rowsOf('x_1')).toEqual([{ carried: 0, parked: 0, attempts: 1, problem: expect.stringContaining('no taker') as unknown }]);
});
