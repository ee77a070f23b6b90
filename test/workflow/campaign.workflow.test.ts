import type { CampaignView } from '../../domain/programme/campaign.js';
import { campaignWorkflow } from '../../workflows/campaign.workflow.js';
import { CAMPAIGN_MOVED, REVIEW_QUEUE } from '../../workflows/messages.js';
import { eventually, recordHistory, startTestWorker, type TestWorker } from '../support/temporal.js';

jest.setTimeout(60_000);

const campaignId = 'cmp_one' as CampaignView['campaignId'];
const pages = new Map([
  [0, { count: 3, next: 3 }],
  [3, { count: 2, next: null }],
]);
let view: CampaignView = { campaignId, seq: 1, itemCount: 5, taken: 5, closed: false };
let worker: TestWorker;

beforeAll(async () => {
  worker = await startTestWorker({
    loadCampaign: () => Promise.resolve(view),
    launchPage: ({ from }: { from: number }) => {
      const page = pages.get(from);
      if (!page) throw new Error(`no page from ${from}`);
      return Promise.resolve({ reviews: Array.from({ length: page.count }, (_, index) => ({ reviewId: `${from}x${index}`, rebuild: 0 })), next: page.next });
    },
  });
});
afterAll(() => worker.close());

test('a campaign starts every review of every page once, survives a start that somebody else made, and ends when it is closed', async () => {
  const suffix = worker.uniqueId('');
  const fresh = pages.get(0);
  expect(fresh?.count).toBe(3);
  // One review runs already: the relay was faster than the launch.
  const early = await worker.client.workflow.start('reviewWorkflow', {
    workflowId: 'review-0x1',
    taskQueue: REVIEW_QUEUE,
    args: [{ reviewId: '0x1', rebuild: 0 }],
  });
  const workflowId = `campaign${suffix}`;
  const handle = await worker.client.workflow.start(campaignWorkflow, { workflowId, taskQueue: worker.taskQueue, args: [{ campaignId }] });
  const started = async (id: string): Promise<boolean> =>
    worker.client.workflow
      .getHandle(`review-${id}`)
      .describe()
      .then(
        () => true,
        () => false,
      );
  for (const id of ['0x0', '0x1', '0x2', '3x0', '3x1']) await eventually(`review ${id} is started`, () => started(id));
  view = { ...view, seq: 2, closed: true };
  await handle.signal(CAMPAIGN_MOVED, view);
  await handle.result();
  await recordHistory(worker.client, workflowId, 'campaignWorkflow/r1/two-batches-then-closed');
  await recordHistory(worker.client, `campaign-${campaignId}-batch-1`, 'campaignBatchWorkflow/r1/one-already-started');
  await early.terminate('end of test');
  for (const id of ['0x0', '0x2', '3x0', '3x1']) await worker.client.workflow.getHandle(`review-${id}`).terminate('end of test');
});
