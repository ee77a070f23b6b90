/** Compares MySQL with Temporal, both ways: whatever lives has its run, every review's run an open review. */
import {
  campaignWorkflowId,
  parseReviewWorkflowId,
  procedureWorkflowId,
  reviewWorkflowId,
  type CampaignId,
  type ProcedureId,
  type ReviewId,
} from '../domain/shared/ids.js';
import type { Log } from '../config/log.js';
import type { TemporalGateway } from './temporal.gateway.js';

export type ReconcilerDeps = {
  readonly temporal: Pick<TemporalGateway, 'runningIds'>;
  readonly openRuns: (after: string, limit: number) => Promise<readonly { readonly reviewId: ReviewId; readonly rebuild: number }[]>;
  readonly living: () => Promise<{ readonly procedures: readonly ProcedureId[]; readonly campaigns: readonly string[] }>;
  readonly resendReview: (id: ReviewId) => Promise<void>;
  readonly resendProcedure: (id: ProcedureId) => Promise<void>;
  readonly resendCampaign: (id: CampaignId) => Promise<void>;
  readonly log: Log;
};

export type Reconciled = { readonly open: number; readonly running: number; readonly started: number; readonly ended: number };

const PAGE = 500;

/**
 * A review without its run is told its view, which starts one (under the next number where the old run has closed);
 * a run without an open review is told its view, which ends it.
 */
export async function reconcile(deps: ReconcilerDeps): Promise<Reconciled> {
  const running = new Set<string>();
  for await (const id of deps.temporal.runningIds()) running.add(id);
  let open = 0;
  let started = 0;
  const expected = new Set<string>();
  for (let after = ''; ;) {
    const page = await deps.openRuns(after, PAGE);
    for (const { reviewId, rebuild } of page) {
      const workflowId = reviewWorkflowId(reviewId, rebuild);
      expected.add(workflowId);
      if (!running.has(workflowId)) {
        await deps.resendReview(reviewId);
        started += 1;
      }
    }
    open += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.reviewId;
  }
  let ended = 0;
  for (const workflowId of running) {
    const run = expected.has(workflowId) ? null : parseReviewWorkflowId(workflowId);
    if (!run) continue;
    await deps.resendReview(run.reviewId);
    ended += 1;
  }
  const { procedures, campaigns } = await deps.living();
  // Told only where nothing runs: a signal a minute to each would fill a history before its year is over.
  for (const id of procedures.filter((procedure) => !running.has(procedureWorkflowId(procedure)))) {
    await deps.resendProcedure(id);
    started += 1;
  }
  for (const id of campaigns.filter((campaign) => !running.has(campaignWorkflowId(campaign)))) {
    await deps.resendCampaign(id as CampaignId);
    started += 1;
  }
  if (started > 0 || ended > 0) deps.log.warn({ open, running: running.size, started, ended }, 'reconciled with Temporal');
  return { open, running: running.size, started, ended };
}
