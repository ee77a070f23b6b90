import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { createReviewActivities } from '../../activities/review.activities.js';
import type { Commands } from '../../commands/index.js';
import { DomainError } from '../../domain/shared/errors.js';
import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';
import type { ReviewView } from '../../domain/escalation/review-view.js';
import { reviewWorkflow } from '../../workflows/review.workflow.js';
import { REVIEW_MOVED } from '../../workflows/messages.js';
import { fakeReview, type FakeReview } from '../support/fake-review.js';
import { eventually, startTestWorker, type TestWorker } from '../support/temporal.js';

jest.setTimeout(60_000);

const reviews = new Map<string, FakeReview>();
/** What the next acts on a review throw, the first first. */
const failing = new Map<string, Error[]>();
const of = (reviewId: string): FakeReview => {
  const next = failing.get(reviewId)?.shift();
  if (next) throw next;
  const review = reviews.get(reviewId);
  if (!review) throw new Error(`no review ${reviewId}`);
  return review;
};
/** The house's own activities over commands that fail as told. */
const commands = {
  readReviewView: async (reviewId: string) => of(reviewId).activities.loadReview({} as never),
  openNextStages: async (command: { readonly reviewId: string }) => of(command.reviewId).activities.openNextStages(command as never),
  fireRungs: async (command: { readonly reviewId: string }) => of(command.reviewId).activities.fireRungs(command as never),
} as unknown as Commands;

let worker: TestWorker;
beforeAll(async () => {
  worker = await startTestWorker(createReviewActivities(commands));
});
afterAll(() => worker.close());

const begin = async (...errors: readonly Error[]) => {
  const review = fakeReview(PROVINCIAL_REVIEW, ['approve']);
  reviews.set(review.reviewId, review);
  failing.set(review.reviewId, [...errors]);
  const handle = await worker.client.workflow.start(reviewWorkflow, {
    workflowId: worker.uniqueId('review'),
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });
  const tell = (view: ReviewView): Promise<void> => handle.signal(REVIEW_MOVED, view);
  return { review, handle, tell };
};
const failureOf = async (ended: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await ended.then(
    () => new Error('the run ended well'),
    (thrown: { cause?: unknown }) => thrown.cause,
  );
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) throw error;
  return cause;
};

test('a run that has been replaced ends with its first act', async () => {
  const { handle } = await begin(new DomainError('stale_run', { rebuild: 1 }));
  expect(await failureOf(handle.result())).toMatchObject({ type: 'stale_run', nonRetryable: true });
});

test('a run that is replaced while it waits ends at its next act, and opens nothing', async () => {
  const { review, handle, tell } = await begin();
  await eventually('it has loaded', async () => (await handle.fetchHistory()).events?.some((event) => event.activityTaskCompletedEventAttributes) ?? false);
  failing.get(review.reviewId)?.push(new DomainError('stale_run', { rebuild: 1 }));
  await tell(review.close('approve', 'approved'));
  expect((await failureOf(handle.result())).type).toBe('stale_run');
  expect(review.calls).toEqual([]);
});

test('a refusal by the law is final and names its code, without the details of people', async () => {
  const { handle } = await begin(new DomainError('route_has_no_holder', { stage: 'approve', person: 'psn_someone' }));
  const failure = await failureOf(handle.result());
  expect([failure.type, failure.nonRetryable, JSON.stringify(failure).includes('psn_')]).toEqual(['route_has_no_holder', true, false]);
});

test('a tired world is asked again until it answers', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const { review, handle, tell } = await begin(refused, Object.assign(new Error('Deadlock found'), { errno: 1213 }));
  await eventually('it has loaded', () => failing.get(review.reviewId)?.length === 0);
  await tell(review.close('approve', 'approved'));
  expect(await handle.result()).toBe('approved');
  expect(review.calls).toEqual(['open approve-1']);
});
