/** A worker of its own for one test file, on the run's Temporal server. */
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from './workflow-bundle.js';

export type TestWorker = {
  readonly client: Client;
  readonly taskQueue: string;
  readonly uniqueId: (name: string) => string;
  readonly close: () => Promise<void>;
};

export async function startTestWorker(activities: object): Promise<TestWorker> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set: run through jest with the services set-up');
  const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'tinhgon';
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const taskQueue = `test-${randomUUID()}`;
  const worker = await Worker.create({ connection: native, namespace, taskQueue, activities, workflowBundle: await workflowBundle(), maxCachedWorkflows: 50 });
  const running = worker.run();
  return {
    client: new Client({ connection, namespace }),
    taskQueue,
    uniqueId: (name) => `${name}-${randomUUID()}`,
    close: async () => {
      worker.shutdown();
      await running;
      await connection.close();
      await native.close();
      await Runtime.instance().shutdown();
    },
  };
}

/** Events of a run by type, in order. */
export async function eventsOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return (history.events ?? []).map((event) => String(event.eventType ?? ''));
}

/** How many events a run has once nothing moves any more: two looks 400 ms apart agree. */
export async function settledEventsOf(client: Client, workflowId: string): Promise<number> {
  for (let before = -1; ;) {
    const now = (await eventsOf(client, workflowId)).length;
    if (now === before) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

/**
 * Adds a run's history to the replay corpus when `RECORD_HISTORIES=1`. Files are only ever added: a shape that has been
 * released is replayed for good.
 * @param runId which run, where the workflow has had several; the last by default
 */
export async function recordHistory(client: Client, workflowId: string, name: string, runId?: string): Promise<void> {
  if (process.env['RECORD_HISTORIES'] !== '1') return;
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const folder = join(__dirname, '..', 'histories', ...name.split('/').slice(0, -1));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name.split('/').at(-1)}.json`), `${JSON.stringify(JSON.parse(historyToJSON(history)), null, 1)}\n`);
}

/** Waits until something holds, looking every `everyMs`. @throws Error after `withinMs` */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000, everyMs = 50): Promise<void> {
  for (const end = Date.now() + withinMs; ;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`did not happen within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
