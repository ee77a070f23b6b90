/**
 * Events of a real Temporal server that one approval step costs: a person decides, the next stage opens, its clock runs.
 *
 * The workflow is the built one; its activities are told here, stage by stage along the shipped route. Every open step holds
 * its deadline as a durable timer, as in production.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { ReviewActivities } from '../activities/review.activities.js';
import type { ReviewView, StepView } from '../domain/escalation/review-view.js';
import { nextStages } from '../domain/route/next-stages.js';
import type { StageOutcome } from '../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../domain/route/shipped-routes.js';
import { stageIdOf, type ReviewId, type StageId } from '../domain/shared/ids.js';
import { REVIEW_MOVED, REVIEW_WORKFLOW } from '../workflows/messages.js';
import { BENCH_NAMESPACE, withServers } from './servers.js';

const GOAL = 13;
const DAY_MS = 86_400_000;
const DUE_IN_MS = 5 * DAY_MS;
/** How long a run must add nothing to count as at rest. */
const QUIET_MS = 700;

type Stage = StepView & { readonly round: number; readonly openedOrder: number; readonly closedOrder: number | null };

/** A review without a database: what its activities answer, and a hand that closes a stage as a person would. */
function tellReview(
  reviewId: ReviewId,
  start: string,
): { readonly activities: ReviewActivities; readonly close: (key: string, outcome: StageOutcome) => ReviewView } {
  let seq = 1;
  let order = 0;
  let outcome: ReviewView['outcome'] = null;
  let stages: readonly Stage[] = [];
  const limitWakeAt = Date.now() + 90 * DAY_MS;
  const open = (key: string, openedBy: StageId | null): void => {
    order += 1;
    stages = [
      ...stages,
      {
        id: stageIdOf(reviewId, key, 1),
        key,
        round: 1,
        status: 'open',
        outcome: null,
        openedBy,
        wakeAt: Date.now() + DUE_IN_MS,
        openedOrder: order,
        closedOrder: null,
      },
    ];
  };
  open(start, null);
  const view = (): ReviewView => ({
    reviewId,
    seq,
    rebuild: 0,
    phase: outcome === null ? 'deliberate' : 'closed',
    outcome,
    limitWakeAt,
    tracks: [],
    stages: stages.map(({ id, key, status, outcome: result, openedBy, wakeAt }) => ({ id, key, status, outcome: result, openedBy, wakeAt })),
  });
  const answer = async (): Promise<ReviewView> => view();
  return {
    close: (key, result) => {
      order += 1;
      seq += 1;
      stages = stages.map((stage) => (stage.key === key ? { ...stage, status: 'closed', outcome: result, wakeAt: null, closedOrder: order } : stage));
      return view();
    },
    activities: {
      loadReview: answer,
      openTracks: answer,
      openPublication: answer,
      fireRungs: answer,
      openNextStages: async ({ after }) => {
        const next = nextStages(PROVINCIAL_REVIEW, stages, stages.find((stage) => stage.id === after)?.key ?? '');
        if (next.close) outcome = next.close === 'closeApproved' ? 'approved' : 'rejected';
        for (const key of next.open) open(key, after);
        seq += 1;
        return { opened: stages.filter((stage) => stage.openedBy === after).map((stage) => stage.id), view: view() };
      },
    },
  };
}

/** Whatever was scheduled is done: no task of the workflow and no activity is waiting or running. */
const isIdle = (events: readonly string[]): boolean =>
  ['WORKFLOW_TASK', 'ACTIVITY_TASK'].every((kind) => {
    const count = (step: string): number => events.filter((name) => name === `${kind}_${step}`).length;
    return count('COMPLETED') > 0 && count('SCHEDULED') === count('COMPLETED');
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function runEventsPerStep(print: (line: string) => void): Promise<boolean> {
  return withServers({ temporal: true }, async ({ temporalAddress }) => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const address = temporalAddress as string;
    const connection = await Connection.connect({ address });
    const native = await NativeConnection.connect({ address });
    const reviewId = `rev_${'0'.repeat(26)}` as ReviewId;
    const review = tellReview(reviewId, 'assess');
    const taskQueue = `bench-${randomUUID()}`;
    const worker = await Worker.create({
      connection: native,
      namespace: BENCH_NAMESPACE,
      taskQueue,
      activities: { ...review.activities },
      workflowBundle: { codePath: join(__dirname, '..', 'workflow-bundle.js') },
    });
    const running = worker.run();
    try {
      const handle = await new Client({ connection, namespace: BENCH_NAMESPACE }).workflow.start(REVIEW_WORKFLOW, {
        workflowId: `review-${reviewId}`,
        taskQueue,
        args: [{ reviewId, rebuild: 0 }],
      });
      const events = async (): Promise<readonly string[]> => {
        const { events: kept } = JSON.parse(historyToJSON(await handle.fetchHistory())) as { events: readonly { eventType: string }[] };
        return kept.map((event) => event.eventType.replace('EVENT_TYPE_', ''));
      };
      /** Until nothing is under way, and nothing has been added for a while. */
      const settled = async (): Promise<readonly string[]> => {
        for (let before = await events(); ;) {
          await pause(QUIET_MS);
          const after = await events();
          if (after.length === before.length && isIdle(after)) return after;
          before = after;
        }
      };
      let history = await settled();
      const begun = history.length;
      const steps: { readonly step: string; readonly added: readonly string[] }[] = [];
      const decide = async (key: string, outcome: StageOutcome): Promise<void> => {
        await handle.signal(REVIEW_MOVED, review.close(key, outcome));
        const now = await settled();
        steps.push({ step: key, added: now.slice(history.length) });
        history = now;
      };
      await decide('assess', 'approved');
      await decide('consultLaw', 'opinion');
      await decide('consultUnits', 'opinion');
      await decide('appraise', 'approved');
      await decide('approve', 'approved');
      for (const { step, added } of steps)
        print(`${step}: ${added.length} events (${[...new Set(added)].map((name) => `${name} ${added.filter((other) => other === name).length}`).join(', ')})`);
      // The step that opens exactly one other; a fork opens two, the last one ends the review.
      const cost = steps.find(({ step }) => step === 'appraise')?.added.length ?? Number.NaN;
      print(`whole review: ${history.length} events, ${begun} of them to begin, ended ${(await handle.describe()).status.name}`);
      print(`${cost} events per approval step (appraisal decided, approval open with its deadline running; goal ≤ ${GOAL})`);
      return cost <= GOAL;
    } finally {
      worker.shutdown();
      await running;
      await connection.close();
      await native.close();
      await Runtime.instance().shutdown();
    }
  });
}
