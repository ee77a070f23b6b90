/** Runs the workflows and their activities. */
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { createCommands } from '../commands/index.js';
import { openDatabase } from '../db/database.js';
import { LAUNCH_QUEUE, REVIEW_QUEUE } from '../workflows/messages.js';
import { runProcess } from './process.js';

runProcess('worker', async (config, log) => {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const database = await openDatabase({ url: config.databaseUrl, poolSize: config.databasePool });
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const activities = createActivities(createCommands(database.transact));
  const workers = await Promise.all(
    [REVIEW_QUEUE, LAUNCH_QUEUE].map((taskQueue) =>
      Worker.create({
        connection,
        namespace: config.temporalNamespace,
        taskQueue,
        activities: { ...activities },
        workflowBundle: { codePath: join(__dirname, '..', 'workflow-bundle.js') },
        reuseV8Context: true,
        workflowThreadPoolSize: 1,
        maxCachedWorkflows: 500,
        maxConcurrentWorkflowTaskExecutions: 20,
        maxConcurrentActivityTaskExecutions: config.databasePool,
        shutdownGraceTime: '10 seconds',
        shutdownForceTime: '20 seconds',
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  // A worker that ends by itself is a process that must be started again.
  running.catch((error: unknown) => {
    log.error({ err: error }, 'worker failed');
    process.exit(1);
  });
  return {
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await connection.close();
      await database.close();
    },
  };
});
