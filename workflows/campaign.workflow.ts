/** One campaign: its reviews are launched in batches, then it stays until its coordinator closes it. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, defineSignal, ParentClosePolicy, setHandler, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { batchWorkflowId, reviewWorkflowId } from '../domain/shared/ids.js';
import { CAMPAIGN_MOVED, REVIEW_QUEUE, type BatchInput, type CampaignInput, type CampaignView } from './messages.js';
import { acting, launching } from './options.js';
import { reviewWorkflow } from './review.workflow.js';

const campaignMoved = defineSignal<[CampaignView]>(CAMPAIGN_MOVED);

export async function campaignWorkflow(input: CampaignInput): Promise<void> {
  let view: CampaignView | null = null;
  const hear = (next: CampaignView): void => {
    if (view === null || next.seq > view.seq) view = next;
  };
  setHandler(campaignMoved, hear);
  hear(await acting('xem đợt rà soát · load').loadCampaign(input));

  for (let from: number | null = 0, batch = 1; from !== null; batch += 1) {
    from = await launchBatch({ ...input, from }, batch);
  }
  await condition(() => view?.closed === true);
}

/** Starts one batch and answers where the next begins; null at the end of the plan. */
async function launchBatch(input: BatchInput, batch: number): Promise<number | null> {
  const child = await tolerateStarted(() =>
    startChild(campaignBatchWorkflow, {
      workflowId: batchWorkflowId(input.campaignId, batch),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      staticSummary: `đợt ${batch} · batch ${batch}`,
    }),
  );
  if (child) return child.result();
  // A batch that ran before this run was rebuilt: its page tells where the next one begins.
  return (await launching(`trang ${batch} · page ${batch}`).launchPage(input)).next;
}

/** How many reviews are started at once. */
const WINDOW = 25;

/** Opens one page of the plan and starts the workflow of each review on it; it waits for none of them. */
export async function campaignBatchWorkflow(input: BatchInput): Promise<number | null> {
  const page = await launching('mở trang kế hoạch · open page').launchPage(input);
  for (let start = 0; start < page.reviews.length; start += WINDOW) {
    await Promise.all(
      page.reviews.slice(start, start + WINDOW).map((review) =>
        tolerateStarted(() =>
          startChild(reviewWorkflow, {
            workflowId: reviewWorkflowId(review.reviewId, review.rebuild),
            taskQueue: REVIEW_QUEUE,
            args: [review],
            parentClosePolicy: ParentClosePolicy.ABANDON,
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
          }),
        ),
      ),
    );
  }
  return page.next;
}

/** Somebody started it first: as good as started. */
async function tolerateStarted<T>(start: () => Promise<T>): Promise<T | null> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}
