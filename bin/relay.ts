/** Carries the outbox, and keeps the beats that must go on while Temporal or Redis is away. */
import { Client, Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import { createCommands } from '../commands/index.js';
import { openDatabase } from '../db/database.js';
import { createOutbox } from '../db/repositories/outbox.repository.js';
import { createSweepBook } from '../db/repositories/sweep.repository.js';
import { listAwaitingNext, listDueProcedures, listDueReviews, listLivingWorkflows, listOpenRuns } from '../queries/due-reviews.query.js';
import { listNoticesDue } from '../queries/notices-due.query.js';
import { recomputeOpenTerms } from '../queries/sweep-recompute.query.js';
import { listRecountable, listWaitingCalendars } from '../queries/waiting-calendars.query.js';
import { readBeat } from '../queries/watch.query.js';
import { sweepCalendars } from '../relay/calendar-sweep.js';
import { sweepDue } from '../relay/due-sweep.js';
import { createJobGateway } from '../relay/job.gateway.js';
import { startLoop } from '../relay/loop.js';
import { carryOutbox } from '../relay/outbox.relay.js';
import { recompute } from '../relay/recompute.js';
import { reconcile } from '../relay/reconciler.js';
import { createTemporalGateway } from '../relay/temporal.gateway.js';
import type { LocalDate } from '../domain/shared/instant.js';
import { runProcess } from './process.js';

const BEATS_MS = {
  outbox: 100,
  notices: 5_000,
  due: 15_000,
  reconcile: 60_000,
  forecast: 3_600_000,
  canary: 120_000,
  calendars: 60_000,
  day: 30_000,
  recompute: 600_000,
};
const NOTICE_GRACE_SECONDS = 10;
const WAKE_AFTER_SECONDS = 60;
const SERVE_AFTER_SECONDS = 120;
/** A little less than a day: every night it is a little earlier, and never two nights apart. */
const RECOMPUTE_EVERY_SECONDS = 23 * 3600;

runProcess('relay', async (config, log) => {
  const database = await openDatabase({ url: config.databaseUrl, poolSize: Math.min(config.databasePool, 20) });
  const commands = createCommands(database.transact);
  const outbox = createOutbox(database.transact);
  const book = createSweepBook(database.transact);
  // The outbox is the retry: a client that tries by itself would only hold the other rows up.
  const connection = Connection.lazy({ address: config.temporalAddress, interceptors: [] });
  const temporal = createTemporalGateway(new Client({ connection, namespace: config.temporalNamespace }));
  const redis = new Redis(config.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: (times) => Math.min(times * 200, 2_000) });
  redis.on('error', () => undefined);
  const jobs = createJobGateway(redis);
  const { reader } = database;

  /** The last day whose posts and absences have reached the tasks. */
  let turned: LocalDate | null = null;
  const loops = [
    startLoop('outbox', BEATS_MS.outbox, log, async () =>
      (await carryOutbox({ outbox, temporal, jobs, rebuild: commands.rebuildReview, log })) > 0 ? 'again' : 'rest',
    ),
    startLoop('notices', BEATS_MS.notices, log, async () => {
      const due = await listNoticesDue(reader, NOTICE_GRACE_SECONDS, 200);
      for (const notice of due) await jobs.notice({ outboxId: notice.outboxId, noticeId: notice.noticeId }, notice.attempt);
      return 'rest';
    }),
    startLoop('due', BEATS_MS.due, log, async () => {
      const swept = await sweepDue({
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
          for (const kind of ['bringIntoForce', 'lapse', 'measureAgain'] as const) await commands.reachMilestone(id, kind, 'workflow');
        },
        wakeAfterSeconds: WAKE_AFTER_SECONDS,
        serveAfterSeconds: SERVE_AFTER_SECONDS,
        log,
      });
      await outbox.beat('due-sweep', swept);
      return 'rest';
    }),
    startLoop('forecast', BEATS_MS.forecast, log, async () => {
      await commands.forecastDue();
      return 'rest';
    }),
    startLoop('canary', BEATS_MS.canary, log, async () => {
      const canary = await commands.tendCanary();
      if (canary.did === 'missed') log.error({ reviewId: canary.reviewId, why: canary.why }, 'canary: the ladder did not do what it must');
      return 'rest';
    }),
    startLoop('day', BEATS_MS.day, log, async () => {
      turned = (await commands.turnDay(turned)).today;
      return 'rest';
    }),
    startLoop('calendars', BEATS_MS.calendars, log, async () => {
      const swept = await sweepCalendars({
        waiting: () => listWaitingCalendars(reader),
        recountable: (limit) => listRecountable(reader, limit),
        recount: commands.recountTerms,
        log,
      });
      await outbox.beat('calendars', swept);
      return 'rest';
    }),
    startLoop('recompute', BEATS_MS.recompute, log, async () => {
      const last = await readBeat(reader, 'recompute');
      if (last !== null && last.ageSeconds < RECOMPUTE_EVERY_SECONDS) return 'rest';
      const found = await recompute({
        page: (after) => recomputeOpenTerms(reader, after, 200),
        isHeld: async () => (await commands.judgeFuse()).blown,
        restate: commands.restateReview,
        serve: async (id) => {
          await commands.serveDueReview(id);
        },
        writeDiffs: book.writeDiffs,
        log,
      });
      await outbox.beat('recompute', found);
      return 'rest';
    }),
    startLoop('reconcile', BEATS_MS.reconcile, log, async () => {
      const result = await reconcile({
        temporal,
        log,
        openRuns: (after, limit) => listOpenRuns(reader, after, limit),
        living: () => listLivingWorkflows(reader),
        resendReview: commands.resendReviewView,
        resendProcedure: commands.resendProcedureView,
        resendCampaign: commands.resendCampaignView,
      });
      await outbox.beat('reconcile', result);
      return 'rest';
    }),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await jobs.close();
      redis.disconnect();
      await connection.close();
      await database.close();
    },
  };
});
