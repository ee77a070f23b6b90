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

const begin = async (start: readonly string[] = ['assess'], carriedOut: Parameters<typeof fakeReview>[2] = []) => {
  const review = cast.add(fakeReview(PROVINCIAL_REVIEW, start, carriedOut));
  const workflowId = worker.uniqueId('review');
  const handle = await worker.client.workflow.start(reviewWorkflow, {
    workflowId,
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });
  return { review, workflowId, handle };
};

test('the review walks the route from unit to unit, two consultations side by side and their join, to its approval', async () => {
  const { review, workflowId, handle } = await begin();
  await handle.signal(REVIEW_MOVED, review.close('assess', 'approved'));
  await eventually('both consultations open', () => review.isOpen('consultUnits') && review.isOpen('consultLaw'));
  await handle.signal(REVIEW_MOVED, review.close('consultLaw', 'opinion'));
  await eventually('the join was asked for', () => review.calls.includes('open consultLaw-1'));
  expect(review.isOpen('appraise')).toBe(false);
  await handle.signal(REVIEW_MOVED, review.close('consultUnits', 'opinion'));
  await eventually('appraisal opens', () => review.isOpen('appraise'));
  await handle.signal(REVIEW_MOVED, review.close('appraise', 'approved'));
  await eventually('approval opens', () => review.isOpen('approve'));
  const before = await settledEventsOf(worker.client, workflowId);
  await handle.signal(REVIEW_MOVED, review.close('approve', 'approved'));
  expect(await handle.result()).toBe('approved');
  expect(review.calls).toEqual(['open assess-1', 'open consultLaw-1', 'open consultUnits-1', 'open appraise-1', 'open approve-1']);
  expect((await eventsOf(worker.client, workflowId)).length - before).toBeLessThanOrEqual(14);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/branch-join-approved');
});

test('an approval step costs at most thirteen events', async () => {
  const { review, workflowId, handle } = await begin(['appraise']);
  await eventually('the run stands', async () => (await eventsOf(worker.client, workflowId)).length >= 10);
  const before = await settledEventsOf(worker.client, workflowId);
  await handle.signal(REVIEW_MOVED, review.close('appraise', 'approved'));
  await eventually('approval opens', () => review.isOpen('approve'));
  expect((await settledEventsOf(worker.client, workflowId)) - before).toBeLessThanOrEqual(13);
  await handle.signal(REVIEW_MOVED, review.withdraw());
  expect(await handle.result()).toBe('withdrawn');
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/withdrawn');
});

test('signals repeated, merged and out of order open each stage once', async () => {
  const { review, workflowId, handle } = await begin();
  const old = review.view();
  const closed = review.close('assess', 'approved');
  for (const view of [closed, old, closed, old, closed]) await handle.signal(REVIEW_MOVED, view);
  await eventually('both consultations open', () => review.isOpen('consultUnits') && review.isOpen('consultLaw'));
  await handle.signal(REVIEW_MOVED, closed);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(review.calls.filter((call) => call === 'open assess-1')).toHaveLength(1);
  await handle.signal(REVIEW_MOVED, review.withdraw());
  await handle.result();
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/signals-repeated');
});

test('a return opens the author stage again as the next round', async () => {
  const { review, workflowId, handle } = await begin(['appraise']);
  await handle.signal(REVIEW_MOVED, review.close('appraise', 'returned'));
  await eventually('assessment opens again', () => review.isOpen('assess', 1));
  await handle.signal(REVIEW_MOVED, review.close('assess', 'approved'));
  await eventually('consultations open', () => review.isOpen('consultUnits'));
  await handle.signal(REVIEW_MOVED, review.close('consultUnits', 'opinion'));
  await handle.signal(REVIEW_MOVED, review.close('consultLaw', 'opinion'));
  await eventually('appraisal opens as round two', () => review.isOpen('appraise', 2));
  await handle.signal(REVIEW_MOVED, review.close('appraise', 'rejected'));
  expect(await handle.result()).toBe('rejected');
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/return-then-rejected');
});

test('a deadline that passes climbs the ladder, a moved one re-arms the timer, and a decision stops it', async () => {
  const { review, workflowId, handle } = await begin(['approve']);
  await handle.signal(REVIEW_MOVED, review.wakeAt('approve', Date.now() + 3_600_000));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(review.calls).toEqual([]);
  await handle.signal(REVIEW_MOVED, review.wakeAt('approve', Date.now() + 1_200));
  await eventually('the rung fired', () => review.calls.includes('rungs approve-1'));
  await handle.signal(REVIEW_MOVED, review.wakeAt('approve', Date.now() + 3_600_000));
  await handle.signal(REVIEW_MOVED, review.close('approve', 'approved'));
  expect(await handle.result()).toBe('approved');
  expect(review.calls).toEqual(['rungs approve-1', 'open approve-1']);
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/rung-fired');
});

test('a run started again from MySQL goes on where the review stands', async () => {
  const { review, workflowId, handle } = await begin();
  review.close('assess', 'approved');
  await handle.terminate('lost');
  const again = await worker.client.workflow.start(reviewWorkflow, {
    workflowId: `${workflowId}-r1`,
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 1 }],
  });
  await eventually('both consultations open', () => review.isOpen('consultUnits') && review.isOpen('consultLaw'));
  await again.signal(REVIEW_MOVED, review.withdraw());
  expect(await again.result()).toBe('withdrawn');
  await recordHistory(worker.client, `${workflowId}-r1`, 'reviewWorkflow/r1/rebuilt');
});

describe('after an approval', () => {
  const approved = async (carriedOut: Parameters<typeof fakeReview>[2]) => {
    const begun = await begin(['approve'], carriedOut);
    await begun.handle.signal(REVIEW_MOVED, begun.review.close('approve', 'approved'));
    await eventually('the tracks are open', () => begun.review.view().tracks.length > 0);
    return begun;
  };

  const published = (review: FakeReview, key: 'province' | 'council' | 'ministry' = 'province') =>
    review.view().tracks.find((track) => track.key === key)?.publication ?? null;

  test('the tracks are carried out side by side; a text that is issued is published at once, whatever the others wait for, and one refused is not', async () => {
    const { review, workflowId, handle } = await approved(['province', 'council', 'ministry']);
    await handle.signal(REVIEW_MOVED, review.trackWakeAt('province', Date.now() + 3_600_000));
    await handle.signal(REVIEW_MOVED, review.closeTrack('province'));
    await eventually('the province’s publication is open', () => published(review) !== null);
    await handle.signal(REVIEW_MOVED, review.publicationWakeAt('province', Date.now() + 1_200));
    await eventually('its rung fired', () => review.calls.includes('rungs publication/province'));
    await handle.signal(REVIEW_MOVED, review.publish('province'));
    expect(review.view().phase).toBe('execute');
    await handle.signal(REVIEW_MOVED, review.closeTrack('ministry', false));
    await handle.signal(REVIEW_MOVED, review.closeTrack('council'));
    await eventually('the council’s publication is open', () => published(review, 'council') !== null);
    await handle.signal(REVIEW_MOVED, review.publish('council'));
    expect(await handle.result()).toBe('approved');
    expect(review.calls).toEqual(['open approve-1', 'open tracks', 'open publication', 'rungs publication/province', 'open publication']);
    expect(published(review, 'ministry')).toBeNull();
    await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/tracks-then-publication');
  });

  test('a ministry that does not answer is looked at again after each letter, and a recommendation refused ends without publication', async () => {
    const { review, workflowId, handle } = await approved(['ministry']);
    const looked = (): number => review.calls.filter((call) => call === 'rungs track/ministry').length;
    await handle.signal(REVIEW_MOVED, review.trackWakeAt('ministry', Date.now() + 1_200));
    await eventually('the coordinator is told to follow up', () => looked() === 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(looked()).toBe(1);
    await handle.signal(REVIEW_MOVED, review.trackWakeAt('ministry', Date.now() + 1_200));
    await eventually('and once more after the second letter', () => looked() === 2);
    await handle.signal(REVIEW_MOVED, review.closeTrack('ministry', false));
    expect(await handle.result()).toBe('approved');
    expect(review.calls).not.toContain('open publication');
    await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/ministry-waited-for');
  });

  test('a run started again while a track is open goes on there, and asks nobody to deliberate again', async () => {
    const { review, workflowId, handle } = await approved(['province']);
    await handle.terminate('lost');
    review.calls.length = 0;
    const again = await worker.client.workflow.start(reviewWorkflow, {
      workflowId: `${workflowId}-r1`,
      taskQueue: worker.taskQueue,
      args: [{ reviewId: review.reviewId, rebuild: 1 }],
    });
    await eventually('the run stands', () => review.calls.includes('open tracks'));
    await again.signal(REVIEW_MOVED, review.closeTrack('province'));
    await eventually('publication is open', () => published(review) !== null);
    await again.signal(REVIEW_MOVED, review.publish('province'));
    expect(await again.result()).toBe('approved');
    expect(review.calls).toEqual(['open tracks', 'open publication']);
    await recordHistory(worker.client, `${workflowId}-r1`, 'reviewWorkflow/r1/rebuilt-in-execution');
  });

  test('a run started again while publication waits goes on there', async () => {
    const { review, workflowId, handle } = await approved(['province']);
    await handle.signal(REVIEW_MOVED, review.closeTrack('province'));
    await eventually('publication is open', () => published(review) !== null);
    await handle.terminate('lost');
    const again = await worker.client.workflow.start(reviewWorkflow, {
      workflowId: `${workflowId}-r1`,
      taskQueue: worker.taskQueue,
      args: [{ reviewId: review.reviewId, rebuild: 1 }],
    });
    await eventually('the run stands', async () => (await eventsOf(worker.client, `${workflowId}-r1`)).length >= 10);
    await again.signal(REVIEW_MOVED, review.publish('province'));
    expect(await again.result()).toBe('approved');
    expect(review.calls.filter((call) => call === 'open tracks')).toHaveLength(1);
    await recordHistory(worker.client, `${workflowId}-r1`, 'reviewWorkflow/r1/rebuilt-in-publication');
  });

  test('a step that closes a track and opens publication costs at most thirteen events', async () => {
    const { review, workflowId, handle } = await approved(['province', 'ministry']);
    await handle.signal(REVIEW_MOVED, review.closeTrack('ministry', false));
    const before = await settledEventsOf(worker.client, workflowId);
    await handle.signal(REVIEW_MOVED, review.closeTrack('province'));
    await eventually('publication is open', () => published(review) !== null);
    expect((await settledEventsOf(worker.client, workflowId)) - before).toBeLessThanOrEqual(13);
    await handle.signal(REVIEW_MOVED, review.publish('province'));
    await handle.result();
  });

  test('a run started again while one text is published and another waited for goes on with both', async () => {
    const { review, workflowId, handle } = await approved(['province', 'ministry']);
    await handle.signal(REVIEW_MOVED, review.closeTrack('province'));
    await eventually('publication is open', () => published(review) !== null);
    await handle.terminate('lost');
    review.calls.length = 0;
    const again = await worker.client.workflow.start(reviewWorkflow, {
      workflowId: `${workflowId}-r1`,
      taskQueue: worker.taskQueue,
      args: [{ reviewId: review.reviewId, rebuild: 1 }],
    });
    await again.signal(REVIEW_MOVED, review.publish('province'));
    await again.signal(REVIEW_MOVED, review.closeTrack('ministry'));
    await eventually('the ministry’s text is to be published', () => published(review, 'ministry') !== null);
    await again.signal(REVIEW_MOVED, review.publish('ministry'));
    expect(await again.result()).toBe('approved');
    await recordHistory(worker.client, `${workflowId}-r1`, 'reviewWorkflow/r1/rebuilt-between-publications');
  });
});

test('a stage that people reopen is walked too, with a timer of its own', async () => {
  const { review, workflowId, handle } = await begin(['appraise']);
  await handle.signal(REVIEW_MOVED, review.close('appraise', 'approved'));
  await eventually('approval opens', () => review.isOpen('approve'));
  await handle.signal(REVIEW_MOVED, review.reopen('appraise'));
  await handle.signal(REVIEW_MOVED, review.wakeAt('appraise', Date.now() + 1_200));
  await eventually('its rung fired', () => review.calls.includes('rungs appraise-2'));
  await handle.signal(REVIEW_MOVED, review.withdraw());
  expect(await handle.result()).toBe('withdrawn');
  await recordHistory(worker.client, workflowId, 'reviewWorkflow/r1/reopened');
});
