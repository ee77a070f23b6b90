/** Signals to Temporal: each kind's whole view, starting the workflow where it does not run. */
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { campaignWorkflowId, procedureWorkflowId, reviewWorkflowId } from '../domain/shared/ids.js';
import {
  CAMPAIGN_MOVED,
  CAMPAIGN_WORKFLOW,
  LAUNCH_QUEUE,
  PROCEDURE_MOVED,
  PROCEDURE_WORKFLOW,
  REVIEW_MOVED,
  REVIEW_QUEUE,
  REVIEW_WORKFLOW,
  type CampaignInput,
  type CampaignView,
  type ProcedureInput,
  type ProcedureView,
  type ReviewInput,
  type ReviewView,
} from '../workflows/messages.js';

export type TemporalGateway = {
  /** @throws WorkflowExecutionAlreadyStartedError when the run under this id has closed */
  readonly reviewMoved: (view: ReviewView) => Promise<void>;
  readonly procedureMoved: (view: ProcedureView) => Promise<void>;
  readonly campaignMoved: (view: CampaignView) => Promise<void>;
  /** Ids of running workflows of reviews, procedures and campaigns, as visibility knows them. */
  readonly runningIds: () => AsyncIterable<string>;
};

const DEADLINE_MS = 5_000;

export function createTemporalGateway(client: Client): TemporalGateway {
  const within = <T>(call: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + DEADLINE_MS, call);
  return {
    reviewMoved: async (view) => {
      const input: ReviewInput = { reviewId: view.reviewId, rebuild: view.rebuild };
      await within(() =>
        client.workflow.signalWithStart(REVIEW_WORKFLOW, {
          workflowId: reviewWorkflowId(view.reviewId, view.rebuild),
          taskQueue: REVIEW_QUEUE,
          args: [input],
          signal: REVIEW_MOVED,
          signalArgs: [view],
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        }),
      );
    },
    procedureMoved: async (view) => {
      const input: ProcedureInput = { procedureId: view.procedureId };
      await within(() =>
        client.workflow.signalWithStart(PROCEDURE_WORKFLOW, {
          workflowId: procedureWorkflowId(view.procedureId),
          taskQueue: REVIEW_QUEUE,
          args: [input],
          signal: PROCEDURE_MOVED,
          signalArgs: [view],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        }),
      );
    },
    campaignMoved: async (view) => {
      const input: CampaignInput = { campaignId: view.campaignId };
      await within(() =>
        client.workflow.signalWithStart(CAMPAIGN_WORKFLOW, {
          workflowId: campaignWorkflowId(view.campaignId),
          taskQueue: LAUNCH_QUEUE,
          args: [input],
          signal: CAMPAIGN_MOVED,
          signalArgs: [view],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        }),
      );
    },
    runningIds: async function* () {
      const types = [REVIEW_WORKFLOW, PROCEDURE_WORKFLOW, CAMPAIGN_WORKFLOW].map((type) => `'${type}'`).join(', ');
      for await (const run of client.workflow.list({ query: `WorkflowType IN (${types}) AND ExecutionStatus = 'Running'` })) yield run.workflowId;
    },
  };
}
