import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';
import { reviewWorkflow } from '../../workflows/review.workflow.js';
import { REVIEW_MOVED } from '../../workflows/messages.js';
import { fakeReview, type FakeReview } from '../support/fake-review.js';
import { startOwnTemporal, type OwnTemporal } from '../support/own-temporal.js';
import { eventually, recordHistory, startTestWorker, type TestWorker } from '../support/temporal.js';

jest.setTimeout(120_000);

/** Events after which this server advises to start afresh; a real one advises at 4,096. */
const ADVISED_AT = 40;

const reviews = new Map<string, FakeReview>();
const of = (run: { readonly reviewId: string }): FakeReview => {
  const review = reviews.get(run.reviewId);
  if (!review) throw new Error(`no review ${run.reviewId}`);
  return review;
};
/** While shut, an act that fires rungs does not come to its end. */
let gate: Promise<void> = Promise.resolve();
let server: OwnTemporal;
let worker: TestWorker;

beforeAll(async () => {
  server = await startOwnTemporal([`limit.historyCount.suggestContinueAsNew=${ADVISED_AT}`]);
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
  process.env['TEST_TEMPORAL_NAMESPACE'] = server.namespace;
  worker = await startTestWorker({
    loadReview: (run: never) => of(run).activities.loadReview(run),
    openNextStages: (run: never) => of(run).activities.openNextStages(run),
    fireRungs: async (run: never) => {
      const view = await of(run).activities.fireRungs(run);
      await gate;
      return view;
    },
  });
});
afterAll(async () => {
  await worker?.close();
  await server?.stop();
});

const begin = async (start: readonly string[]) => {
  const review = fakeReview(PROVINCIAL_REVIEW, start);
  reviews.set(review.reviewId, review);
  const workflowId = worker.uniqueId('review');
  const handle = await worker.client.workflow.start(reviewWorkflow, {
    workflowId,
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });
  const signal = (view: ReturnType<FakeReview['view']>): Promise<void> => worker.client.workflow.getHandle(workflowId).signal(REVIEW_MOVED, view);
  const runId = async (): Promise<string> => (await worker.client.workflow.getHandle(workflowId).describe()).runId;
  // Side by side: they all say the same, and a burst of them costs few workflow tasks.
  const flood = async (count: number): Promise<void> => {
    await Promise.all(Array.from({ length: count }, () => signal(review.view())));
  };
  return { review, workflowId, handle, signal, runId, flood, first: handle.firstExecutionRunId };
};
const kindsOf = async (workflowId: string, runId: string): Promise<readonly string[]> =>
  ((await worker.client.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? []).map(
    (event) => Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? '',
  );
const stagesOf = (review: FakeReview): readonly string[] => review.view().stages.map((stage) => stage.id.slice(stage.id.indexOf('-') + 1));

test('a run with a long history starts afresh when nothing is in flight, and the parallel branches lose nothing by it', async () => {
  const { review, workflowId, handle, signal, runId, flood, first } = await begin(['consultUnits', 'consultLaw']);
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  await signal(review.wakeAt('consultUnits', Date.now() + 200));
  await eventually('a rung of one branch is under way', () => review.calls.includes('rungs consultUnits-1'));
  await flood(ADVISED_AT);
  await signal(review.close('consultLaw', 'opinion'));
  await eventually('the other branch has asked what follows', () => review.calls.includes('open consultLaw-1'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await runId()).toBe(first);

  open();
  await signal(review.close('consultUnits', 'opinion'));
  await eventually('appraisal opens', () => review.isOpen('appraise'));
  await eventually('the run has started afresh', async () => (await runId()) !== first);
  const kinds = await kindsOf(workflowId, first);
  expect(kinds.filter((kind) => kind === 'activityTaskCompletedEventAttributes')).toHaveLength(
    kinds.filter((kind) => kind === 'activityTaskScheduledEventAttributes').length,
  );
  expect(kinds.at(-1)).toBe('workflowExecutionContinuedAsNewEventAttributes');

  await signal(review.close('appraise', 'approved'));
  await eventually('approval opens', () => review.isOpen('approve'));
  await signal(review.close('approve', 'approved'));
  expect(await handle.result()).toBe('approved');
  expect(stagesOf(review)).toEqual(['consultUnits-1', 'consultLaw-1', 'appraise-1', 'approve-1']);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/continue-as-new-first', first);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/continue-as-new-last');
});

test('over a whole route with a return, started afresh again and again, each stage opens once and the end is reached', async () => {
  const { review, handle, signal, runId, flood, first } = await begin(['assess']);
  const runs = new Set([first]);
  const step = async (key: string, outcome: 'approved' | 'opinion' | 'returned', opens: readonly string[]): Promise<void> => {
    await flood(ADVISED_AT / 2);
    await signal(review.close(key, outcome));
    for (const target of opens) await eventually(`${target} opens`, () => review.isOpen(target));
    runs.add(await runId());
  };
  await step('assess', 'approved', ['consultUnits', 'consultLaw']);
  await step('consultUnits', 'opinion', []);
  await step('consultLaw', 'opinion', ['appraise']);
  await step('appraise', 'returned', ['assess']);
  await step('assess', 'approved', ['consultUnits', 'consultLaw']);
  await step('consultLaw', 'opinion', []);
  await step('consultUnits', 'opinion', ['appraise']);
  await step('appraise', 'approved', ['approve']);
  // A deadline that was armed before a fresh start is kept after it.
  await signal(review.wakeAt('approve', Date.now() + 1_500));
  await flood(ADVISED_AT / 2);
  await eventually('the rung fired', () => review.calls.includes('rungs approve-1'));
  await signal(review.close('approve', 'approved'));
  expect(await handle.result()).toBe('approved');
  expect(runs.size).toBeGreaterThan(2);
  expect(stagesOf(review)).toEqual([
    'assess-1',
    'consultUnits-1',
    'consultLaw-1',
    'appraise-1',
    'assess-2',
    'consultUnits-2',
    'consultLaw-2',
    'appraise-2',
    'approve-1',
  ]);
});
