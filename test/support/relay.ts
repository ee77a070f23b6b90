/** The relay of one test file: a namespace of its own on the run's Temporal, a database of its own on the run's Redis. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Redis } from 'ioredis';
import { createActivities } from '../../activities/index.js';
import type { Commands } from '../../commands/index.js';
import { createLog } from '../../config/log.js';
import { createSweepBook } from '../../db/repositories/sweep.repository.js';
import { createOutbox } from '../../db/repositories/outbox.repository.js';
import { listAwaitingNext, listDueProcedures, listDueReviews, listLivingWorkflows, listOpenRuns } from '../../queries/due-reviews.query.js';
import { sweepDue, type DueSweepDeps, type Swept } from '../../relay/due-sweep.js';
import type { JobGateway } from '../../relay/job.gateway.js';
import { carryOutbox, type OutboxRelayDeps } from '../../relay/outbox.relay.js';
import { reconcile, type Reconciled } from '../../relay/reconciler.js';
import { createTemporalGateway, type TemporalGateway } from '../../relay/temporal.gateway.js';
import { LAUNCH_QUEUE, REVIEW_QUEUE } from '../../workflows/messages.js';
import type { TestDatabase } from './database.js';
import { eventually } from './temporal.js';
import { workflowBundle } from './workflow-bundle.js';

export const SILENT = createLog('test', 'silent');

/** What the relay would say to Temporal or BullMQ, and nobody hears. */
export const unheardTemporal = (parts: Partial<TemporalGateway> = {}): TemporalGateway => ({
  reviewMoved: () => Promise.resolve(),
  procedureMoved: () => Promise.resolve(),
  campaignMoved: () => Promise.resolve(),
  runningIds: async function* () {
    await Promise.resolve();
    yield* [];
  },
  ...parts,
});
export const unheardJobs = (parts: Partial<JobGateway> = {}): JobGateway => ({ notice: () => Promise.resolve(), close: () => Promise.resolve(), ...parts });

export type TestTemporal = { readonly client: Client; readonly namespace: string; readonly gateway: TemporalGateway; readonly close: () => Promise<void> };

/** A client of the run's Temporal server in a fresh namespace, which knows nothing of earlier runs. */
export async function freshNamespace(): Promise<TestTemporal> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set: run through jest with the services set-up');
  const connection = await Connection.connect({ address });
  const namespace = `relay-${randomUUID()}`;
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
  const client = new Client({ connection, namespace });
  // The server's other parts learn of a new namespace a little later.
  await eventually(
    'the namespace answers',
    () =>
      client.workflow
        .start('nobody', { taskQueue: 'nobody', workflowId: 'first' })
        .then((run) => run.terminate())
        .then(
          () => true,
          () => false,
        ),
    30_000,
  );
  return { client, namespace, gateway: createTemporalGateway(client), close: () => connection.close() };
}

/** A gateway to a port on which nobody listens. */
export function absentTemporal(): { readonly gateway: TemporalGateway; readonly close: () => Promise<void> } {
  const connection = Connection.lazy({ address: '127.0.0.1:9', interceptors: [] });
  return { gateway: createTemporalGateway(new Client({ connection, namespace: 'nowhere' })), close: () => connection.close() };
}

/** Redis as the relay connects to it: fails fast, never queues. Its own numbered database keeps other tests' queues away. */
export function relayRedis(url = process.env['TEST_REDIS_URL'], database = 7): Redis {
  if (!url) throw new Error('TEST_REDIS_URL is not set: run through jest with the services set-up');
  const redis = new Redis(url, { db: database, enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: (times) => Math.min(times * 200, 2_000) });
  redis.on('error', () => undefined);
  return redis;
}

export type TestRelay = {
  /** One batch. */
  readonly carry: (parts?: Partial<OutboxRelayDeps>) => Promise<number>;
  /** Batches until nothing is due. */
  readonly carryAll: (parts?: Partial<OutboxRelayDeps>) => Promise<number>;
  readonly sweep: (parts?: Partial<DueSweepDeps>) => Promise<Swept>;
  readonly reconcile: (temporal: TemporalGateway) => Promise<Reconciled>;
  /** Makes rows that were put off due again, as waiting would. */
  readonly waitOut: () => Promise<void>;
  readonly waiting: () => Promise<number>;
};

/** The loops of `bin/relay`, one turn at a time. */
export function testRelay(database: TestDatabase, commands: Commands, temporal: TemporalGateway, jobs: JobGateway = unheardJobs()): TestRelay {
  const { reader } = database;
  const book = createSweepBook(database.transact);
  const deps: OutboxRelayDeps = { outbox: createOutbox(database.transact), temporal, jobs, rebuild: commands.rebuildReview, log: SILENT };
  const relay: TestRelay = {
    carry: (parts = {}) => carryOutbox({ ...deps, ...parts }),
    carryAll: async (parts = {}) => {
      let carried = 0;
      for (let taken = -1; taken !== 0; carried += taken) taken = await relay.carry(parts);
      return carried;
    },
    sweep: (parts = {}) =>
      sweepDue({
        dueReviews: (lateSeconds, limit) => listDueReviews(reader, lateSeconds, limit),
        dueProcedures: (lateSeconds, limit) => listDueProcedures(reader, lateSeconds, limit),
        awaitingNext: (lateSeconds, limit) => listAwaitingNext(reader, lateSeconds, limit),
        isHeld: async () => (await commands.judgeFuse()).blown,
        wake: commands.resendReviewView,
        serveMany: commands.fireDueReviews,
        noteTrouble: book.noteTrouble,
        forgetTrouble: book.forgetTrouble,
        serve: async (id) => {
          await commands.serveDueReview(id);
        },
        reach: async (id) => {
          for (const kind of ['bringIntoForce', 'measureAgain'] as const) await commands.reachMilestone(id, kind, 'workflow');
        },
        wakeAfterSeconds: 60,
        serveAfterSeconds: 120,
        log: SILENT,
        ...parts,
      }),
    reconcile: (gateway) =>
      reconcile({
        temporal: gateway,
        log: SILENT,
        openRuns: (after, limit) => listOpenRuns(reader, after, limit),
        living: () => listLivingWorkflows(reader),
        resendReview: commands.resendReviewView,
        resendProcedure: commands.resendProcedureView,
        resendCampaign: commands.resendCampaignView,
      }),
    waitOut: async () => {
      await database.source.query('UPDATE outbox SET next_at = UTC_TIMESTAMP(3) WHERE carried_at IS NULL AND parked_at IS NULL');
    },
    waiting: async () => Number((await reader.row<{ n: string }>('SELECT COUNT(*) AS n FROM outbox WHERE carried_at IS NULL AND parked_at IS NULL'))?.n),
  };
  return relay;
}

/** The house's own workers on both queues of a namespace, over real commands. */
export async function startHouseWorkers(namespace: string, commands: Commands): Promise<{ readonly stop: () => Promise<void> }> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set: run through jest with the services set-up');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await NativeConnection.connect({ address });
  const workflows = await workflowBundle();
  const activities = createActivities(commands);
  const workers = await Promise.all(
    [REVIEW_QUEUE, LAUNCH_QUEUE].map((taskQueue) =>
      Worker.create({ connection, namespace, taskQueue, activities: { ...activities }, workflowBundle: workflows, maxCachedWorkflows: 50 }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
      await connection.close();
      await Runtime.instance().shutdown();
    },
  };
}
