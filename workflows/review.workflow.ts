/**
 * One review cycle, as the law's steps: the proposal walks the route from unit to unit, each open step holds its
 * deadline as a durable timer, and the ladder is climbed until people decide.
 *
 * The route is data and judged in the commands; the facts are in MySQL. This run can be thrown away and started again.
 */
import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { workflowNow } from './clock.js';
import { REVIEW_MOVED, type ReviewInput, type ReviewView } from './messages.js';
import { acting, waitUntil } from './options.js';

type StageId = ReviewView['stages'][number]['id'];
type StepId = StageId | 'reviewLimit';

const reviewMoved = defineSignal<[ReviewView]>(REVIEW_MOVED);

export async function reviewWorkflow(input: ReviewInput): Promise<ReviewView['outcome']> {
  const review = followReview();
  let underWay = 0;
  await hear('xem hồ sơ · load', (act) => act.loadReview(input));
  await Promise.all([...review.stagesToWalk().map(walkFrom), untilSettled('reviewLimit')]);
  return review.outcome();

  /** People decide a stage; then what follows it opens, and is walked in turn. A join opens its target once. */
  async function walkFrom(stage: StageId): Promise<void> {
    await untilSettled(stage);
    if (review.outcome() !== null) return;
    let opened: readonly StageId[] = [];
    await hear(`bước tiếp theo · after ${nameOf(stage)}`, async (act) => {
      const next = await act.openNextStages({ ...input, after: stage });
      opened = next.opened;
      return next.view;
    });
    await Promise.all(opened.map(walkFrom));
  }

  /** People decide, or the ladder climbs on a durable timer. The review's own limit is a step like the others: it tells, it decides nothing. */
  async function untilSettled(step: StepId): Promise<void> {
    while (!review.settled(step)) {
      const wakeAt = review.wakeAt(step);
      const moved = await condition(() => review.settled(step) || review.wakeAt(step) !== wakeAt, waitUntil(wakeAt, workflowNow()), {
        summary: `thời hạn · ${nameOf(step)}`,
      });
      if (moved || review.settled(step)) continue;
      await hear(`đôn đốc · rungs of ${nameOf(step)}`, (act) => act.fireRungs({ ...input, step }));
    }
  }

  /** One act, and the view it answers. A long history starts afresh when nothing is in flight: MySQL is the state. */
  async function hear(summary: string, act: (activities: Activities) => Promise<ReviewView>): Promise<void> {
    underWay += 1;
    review.hear(await act(acting(summary)));
    underWay -= 1;
    if (workflowInfo().continueAsNewSuggested && underWay === 0) await continueAsNew<typeof reviewWorkflow>(input);
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
      return stages
        .filter((candidate) => candidate.status === 'open' || !stages.some((other) => other.openedBy === candidate.id))
        .map((candidate) => candidate.id);
    },
  };
}
