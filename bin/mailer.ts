/** Sends the letters that notices ask for. */
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { sha256 } from '../commands/frame/audit-chain.js';
import { leaseNotice } from '../commands/lease-notice.js';
import { beginRender, markNotice } from '../commands/mark-notice.js';
import { sealNotice } from '../commands/seal-notice.js';
import { openDatabase } from '../db/database.js';
import { MAIL_QUEUE, MAIL_WORKER_OPTIONS, type NoticeJob } from '../mail/jobs.js';
import { createOutgoingProcessor } from '../mail/outgoing.processor.js';
import { readSealKeys } from '../mail/seal.js';
import { createSmtpTransport } from '../mail/transport.js';
import { findNoticeLetter } from '../queries/notice-letter.query.js';
import { runProcess } from './process.js';

const LETTERS_AT_ONCE = 8;

runProcess('mailer', async (config, log) => {
  if (config.smtpUrl === undefined) {
    log.warn('MAIL_MODE=off: letters wait, people see their tasks on the screens only');
    return { stop: () => Promise.resolve() };
  }
  const { transact, reader, close } = await openDatabase({ url: config.databaseUrl, poolSize: Math.min(config.databasePool, LETTERS_AT_ONCE * 2) });
  const transport = createSmtpTransport({ url: config.smtpUrl, connections: LETTERS_AT_ONCE });
  const process = createOutgoingProcessor({
    commands: {
      leaseNotice: (id) => leaseNotice(transact, id),
      beginRender: (id, attempt) => beginRender(transact, id, attempt),
      sealNotice: (letter) => sealNotice(transact, letter),
      markNotice: (id, attempt, outcome) => markNotice(transact, id, attempt, outcome),
    },
    readLetter: (id) => findNoticeLetter(reader, sha256, id),
    transport,
    log,
    settings: {
      publicUrl: config.publicUrl,
      mailFrom: config.mailFrom,
      mailDomain: config.mailDomainIn,
      allowlist: config.mailAllowlist,
      tokenKeys: config.tokenKeys,
      sealKeys: readSealKeys(config.sealKeys),
    },
  });
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 200, 2_000) });
  redis.on('error', () => undefined);
  const worker = new Worker<NoticeJob>(MAIL_QUEUE, process, { connection: redis, concurrency: LETTERS_AT_ONCE, ...MAIL_WORKER_OPTIONS });
  worker.on('error', (error) => log.warn({ err: error }, 'mail queue'));
  worker.on('failed', (job, error) => log.warn({ noticeId: job?.data.noticeId, err: error }, 'letter not sent; the sweep asks again'));
  return {
    stop: async () => {
      await worker.close();
      transport.close();
      redis.disconnect();
      await close();
    },
  };
});
