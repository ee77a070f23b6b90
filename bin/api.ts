/** Serves HTTP: the API, the page behind a letter's link, the screens; in catch mode the test mailbox too. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { createApp } from '../api/app.js';
import { sha256 } from '../api/middleware/run-endpoint.js';
import { watchHealth } from '../api/watch-health.js';
import { decisionPageRoutes } from '../api/routes/decision-page.routes.js';
import { devMailRoutes } from '../api/routes/dev-mail.routes.js';
import { checkLinkCode, issueLinkCode } from '../commands/issue-link-code.js';
import { createCommands } from '../commands/index.js';
import { createSessionKeeper } from '../commands/keep-session.js';
import { resendLink } from '../commands/resend-link.js';
import { openDatabase } from '../db/database.js';
import { openMailSpool } from '../mail/mail-spool.js';
import { startMailSink } from '../mail/sink.js';
import { createTestMailbox } from '../mail/test-mailbox.js';
import { findDecisionPage } from '../queries/decision-page.query.js';
import { runProcess } from './process.js';

const DRAIN_MS = 10_000;

runProcess('api', async (config, log) => {
  const { transact, reader, close } = await openDatabase({ url: config.databaseUrl, poolSize: config.databasePool });
  const commands = createCommands(transact);
  const redis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: (times) => Math.min(times * 200, 2_000) });
  redis.on('error', () => undefined);
  const production = config.nodeEnv === 'production';
  const caught = config.mailMode === 'catch' ? openMailSpool(join(config.dataFolder, 'mail')) : null;
  const sink = caught && (await startMailSink({ host: config.host, port: config.smtpSinkPort, spool: caught }));
  let draining = false;
  const webRoot = join(__dirname, '..', 'web');
  const app = createApp({
    commands,
    sessions: createSessionKeeper(transact),
    reader,
    log,
    publicUrl: config.publicUrl,
    production: production && !config.demo,
    sessionKeys: config.sessionKeys,
    redis: {
      get status() {
        return redis.status;
      },
      call: (command, ...args) => redis.call(command, ...args),
    },
    trustProxy: false,
    webRoot: existsSync(webRoot) ? webRoot : null,
    pages: {
      decision: decisionPageRoutes({
        readPage: (tokenHash) => findDecisionPage(reader, sha256, tokenHash),
        tokenKeys: config.tokenKeys,
        publicUrl: config.publicUrl,
        demo: config.demo,
        commands: {
          recordDecision: commands.recordDecision,
          issueLinkCode: (request) => issueLinkCode(transact, config.tokenKeys, request),
          checkLinkCode: (request) => checkLinkCode(transact, config.tokenKeys, request),
          resendLink: (tokenHash) => resendLink(transact, tokenHash),
        },
      }),
      ...(caught && !production && { devMail: devMailRoutes({ mailbox: createTestMailbox(caught), production, demo: config.demo }) }),
    },
    health: {
      database: { needed: true, check: () => reader.row('SELECT 1 AS up') },
      redis: { needed: false, check: () => redis.ping() },
      ...watchHealth(reader),
    },
    isDraining: () => draining,
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    stop: async () => {
      draining = true;
      const forced = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(forced);
      await sink?.close();
      redis.disconnect();
      await close();
    },
  };
});
