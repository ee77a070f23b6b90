/**
 * One review cycle, as the law's steps: the proposal walks the route from unit to unit, each open step holds its
 * deadline as a durable timer, and the ladder is climbed until people decide.
 *
 * The route is data and judged in the commands; the facts are in MySQL. This run can be thrown away and started again.
 */
import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { workflowNow } from './clock.js';
import { REVIEW_MOVED, type ReviewInput, type ReviewView } from './messages.js';
import { acting, waitUntil } from './options.js';

type StageId = ReviewView['stages'][number]['id'];
type StepId = StageId | 'reviewLimit';

const reviewMoved = defineSignal<[ReviewView]>(REVIEW_MOVED);

export async function reviewWorkflow(input: ReviewInput): Promise<ReviewView['outcome']> {
  const review = followReview();
  review.hear(await acting('xem hồ sơ · load').loadReview(input));
  await Promise.race([deliberate(), limitPasses()]);
  return review.outcome();

  /** From unit to unit along the route, branches side by side, until the route ends. */
  async function deliberate(): Promise<void> {
    await Promise.all(review.stagesToWalk().map(walkFrom));
    await condition(() => review.outcome() !== null);
  }

  /** People decide a stage; then what follows it opens, and is walked in turn. A join opens its target once. */
  async function walkFrom(stage: StageId): Promise<void> {
    await untilSettled(stage);
    if (review.outcome() !== null) return;
    const { opened, view } = await acting(`bước tiếp theo · after ${nameOf(stage)}`).openNextStages({ ...input, after: stage });
    review.hear(view);
    await Promise.all(opened.map(walkFrom));
  }

  /** The term of the whole review: its passing is told, it decides nothing. */
  async function limitPasses(): Promise<void> {
    await untilSettled('reviewLimit');
  }

  /** People decide, or the ladder climbs on a durable timer. */
  async function untilSettled(step: StepId): Promise<void> {
    while (!review.settled(step)) {
      const wakeAt = review.wakeAt(step);
      const moved = await condition(
        () => review.settled(step) || review.wakeAt(step) !== wakeAt,
        waitUntil(wakeAt, workflowNow()),
        { summary: `thời hạn · ${nameOf(step)}` },
      );
      if (moved || review.settled(step)) continue;
      review.hear(await acting(`đôn đốc · rungs of ${nameOf(step)}`).fireRungs({ ...input, step }));
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof reviewWorkflow>(input);
    }
  }
}

/** `appraise-1` of `stg_…-appraise-1`: the step's name in a history. */
const nameOf = (step: StepId): string => step.slice(step.indexOf('-') + 1);

/** Keeps the newest view. The handler stands before any await, so no signal is missed. */
function followReview() {
  let view: ReviewView | null = null;
  const hear = (next: ReviewView): void => {
    if (view === null || next.seq > view.seq) view = next;
  };
  setHandler(reviewMoved, hear);
  const stage = (id: StepId) => view?.stages.find((candidate) => candidate.id === id);
  return {
    hear,
    outcome: () => view?.outcome ?? null,
    settled: (step: StepId): boolean => (view?.outcome ?? null) !== null || stage(step)?.status === 'closed',
    wakeAt: (step: StepId): number | null => (step === 'reviewLimit' ? view?.limitWakeAt : stage(step)?.wakeAt) ?? null,
    /** Open stages, and closed ones whose follower nobody has opened yet: where a run that starts or is rebuilt begins. */
    stagesToWalk: (): readonly StageId[] => {
      const stages = view?.stages ?? [];
      return stages.filter((candidate) => candidate.status === 'open' || !stages.some((other) => other.openedBy === candidate.id)).map((candidate) => candidate.id);
    },
  };
}
