import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';
import { reviewWorkflow } from '../../workflows/review.workflow.js';
import { REVIEW_MOVED } from '../../workflows/messages.js';
import { fakeReview, type FakeReview } from '../support/fake-review.js';
import { reviewCast } from '../support/review-cast.js';
import { eventsOf, eventually, recordHistory, settledEventsOf, type TestWorker } from '../support/temporal.js';

jest.setTimeout(120_000);

const cast = reviewCast<FakeReview>();
let worker: TestWorker;

beforeAll(async () => {
  worker = await cast.startWorker();
});
afterAll(() => worker.close());

const HOUR = 3_600_000;

const begin = async (start: string) => {
  const review = cast.add(fakeReview(PROVINCIAL_REVIEW, [start]));
  const workflowId = worker.uniqueId('review');
  const handle = await worker.client.workflow.start(reviewWorkflow, {
    workflowId,
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });
  await eventually('the run stands', async () => (await eventsOf(worker.client, workflowId)).length >= 10);
  return { review, workflowId, handle, tell: (view: ReturnType<FakeReview['view']>): Promise<void> => handle.signal(REVIEW_MOVED, view) };
};
/** Timers that run now: started, neither fired nor cancelled. */
const timersOf = async (workflowId: string): Promise<number> => {
  const { events } = await worker.client.workflow.getHandle(workflowId).fetchHistory();
  const count = (name: 'timerStartedEventAttributes' | 'timerFiredEventAttributes' | 'timerCanceledEventAttributes'): number =>
    (events ?? []).filter((event) => event[name]).length;
  return count('timerStartedEventAttributes') - count('timerFiredEventAttributes') - count('timerCanceledEventAttributes');
};
const end = async ({ review, handle, tell }: Awaited<ReturnType<typeof begin>>): Promise<void> => {
  await tell(review.withdraw());
  expect(await handle.result()).toBe('withdrawn');
};

test('votes of a panel move nothing until the one that closes it early; then the next stage opens once', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  await tell(review.vote());
  await tell(review.vote());
  const before = await settledEventsOf(worker.client, workflowId);
  expect([review.calls, await timersOf(workflowId)]).toEqual([[], 2]);
  await tell(review.close('appraise', 'approved'));
  // The third member's vote comes too late: the view he causes says nothing new.
  await tell(review.vote());
  await eventually('approval opens', () => review.isOpen('approve'));
  expect(review.calls).toEqual(['open appraise-1']);
  expect(await settledEventsOf(worker.client, workflowId)).toBeGreaterThan(before);
  await end(begun);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/quorum-closed-early');
});

test('while a clock stands nothing fires, whatever was planned before; resumed, it fires at the moved instant', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  await tell(review.wakeAt('appraise', Date.now() + 1_500));
  // An open pause: only people can end it.
  await tell(review.wakeAt('appraise', null));
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(review.calls).toEqual([]);
  await tell(review.wakeAt('appraise', Date.now() + 1_200));
  await eventually('the rung fired', () => review.calls.includes('rungs appraise-1'));
  await end(begun);
  expect(review.calls).toEqual(['rungs appraise-1']);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/paused-then-resumed');
});

test('a planned end of a pause wakes the step by itself', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  await tell(review.wakeAt('appraise', Date.now() + 1_200));
  await eventually('the end of the pause was served', () => review.calls.includes('rungs appraise-1'));
  await tell(review.wakeAt('appraise', Date.now() + HOUR));
  await eventually('the step waits again', async () => (await timersOf(workflowId)) === 2);
  await end(begun);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/pause-ended-as-planned');
});

test('an extension granted at the last moment: the timer of the old instant fires nothing', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  await tell(review.wakeAt('appraise', Date.now() + 1_500));
  await tell(review.wakeAt('appraise', Date.now() + HOUR));
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect([review.calls, await timersOf(workflowId)]).toEqual([[], 2]);
  await end(begun);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/extended');
});

test('silence closes a stage by the law, and the route goes on without anybody’s act', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  review.decideBySilence('appraise', 'approved');
  await tell(review.wakeAt('appraise', Date.now() + 1_200));
  await eventually('approval opens', () => review.isOpen('approve'));
  expect(review.calls).toEqual(['rungs appraise-1', 'open appraise-1']);
  await end(begun);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/silence-decided');
});

test('a dispute holds what would follow; settled, the stage is asked about again and the next one opens once', async () => {
  const begun = await begin('appraise');
  const { review, workflowId, tell } = begun;
  const closed = review.close('appraise', 'approved');
  review.dispute();
  await tell(closed);
  await eventually('it was asked for in vain', () => review.calls.includes('open appraise-1'));
  const settled = review.settle('appraise');
  await tell(settled);
  await eventually('approval opens', () => review.isOpen('approve'));
  // Told the same again, it does not ask again.
  await tell(settled);
  await settledEventsOf(worker.client, workflowId);
  expect(review.calls).toEqual(['open appraise-1', 'open appraise-1']);
  await end(begun);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/dispute-held-what-follows');
});
