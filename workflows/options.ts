/** How activities are called: short ones answer within seconds and are retried until they do. */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

const short = { startToCloseTimeout: '15 seconds', retry: { initialInterval: '250 milliseconds', maximumInterval: '1 minute' } } as const;

/** One proxy per act, so that an operator reads in the history what was done to what. */
export const acting = (summary: string): Activities => proxyActivities<Activities>({ ...short, summary });

/** A launch page opens up to two hundred reviews in one transaction. */
export const launching = (summary: string): Activities => proxyActivities<Activities>({ ...short, startToCloseTimeout: '2 minutes', summary });

const WEEK_MS = 7 * 24 * 3_600_000;

/** A wait heals itself after a week at most, spread over an hour by the workflow's id. */
function longestWaitMs(): number {
  let sum = 0;
  for (const letter of workflowInfo().workflowId) sum = (sum * 31 + letter.charCodeAt(0)) % 3600;
  return WEEK_MS + sum * 1000;
}

/** Milliseconds until a wall instant: at least a second, at most a week; without an instant, a week. */
export function waitUntil(wakeAt: number | null, nowMs: number): number {
  const wait = wakeAt === null ? longestWaitMs() : wakeAt - nowMs;
  return Math.min(Math.max(wait, 1000), longestWaitMs());
}
