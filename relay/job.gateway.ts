/** Jobs to BullMQ: a wake-up for the mail worker; the row in MySQL stays the truth. */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { jobIdOf } from '../domain/shared/ids.js';
import { MAIL_QUEUE, NOTICE_JOB, type NoticeJob } from '../mail/jobs.js';

export type JobGateway = {
  /** @idempotent by (outbox id, attempt) while the job waits */
  readonly notice: (job: NoticeJob, attempt: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** @param connection must fail fast: no offline queue, one try a command */
export function createJobGateway(connection: Redis): JobGateway {
  const queue = new Queue<NoticeJob>(MAIL_QUEUE, { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
  queue.on('error', () => undefined);
  return {
    notice: async (job, attempt) => {
      // The queue would wait for a connection that is not there yet, and everything behind this row with it.
      if (connection.status !== 'ready') throw new Error(`Redis is not reachable: ${connection.status}`);
      await queue.add(NOTICE_JOB, job, { jobId: jobIdOf(job.outboxId, attempt) });
    },
    close: () => queue.close(),
  };
}
