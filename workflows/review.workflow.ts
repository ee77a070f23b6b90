/**
 * One review cycle, as the law's steps: the proposal walks the route from unit to unit; what is approved is carried out on
 * its tracks side by side, each to the publication of its own text. Each open step holds its deadline as a durable timer.
 *
 * The route is data and judged in the commands; the facts are in MySQL. This run can be thrown away and started again.
 */
import { condition, continueAsNew, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { workflowNow } from './clock.js';
import { REVIEW_MOVED, type ReviewInput, type ReviewView } from './messages.js';
import { acting, waitUntil } from './options.js';

type StageId = ReviewView['stages'][number]['id'];
type TrackKey = ReviewView['tracks'][number]['key'];
type StepId = StageId | 'reviewLimit' | `${'track' | 'publication'}/${TrackKey}`;

const reviewMoved = defineSignal<[ReviewView]>(REVIEW_MOVED);

export async function reviewWorkflow(input: ReviewInput): Promise<ReviewView['outcome']> {
  const review = followReview();
  let underWay = 0;
  await hear('xem hồ sơ · load', (act) => act.loadReview(input));

  await Promise.all([deliberate(), untilSettled('reviewLimit')]);
  if (review.phase() === 'execute') await hear('mở các tuyến thực thi · open tracks', (act) => act.openTracks(input));
  await Promise.all(review.tracks().map(carryOut));
  return review.outcome();

  /**
   * From unit to unit along the route: whatever stands open is walked, whoever opened it, until the route ends. A stage after which
   * nothing could open, because a dispute held it, is asked about again once the view says that something may.
   */
  async function deliberate(): Promise<void> {
    const walks: { readonly stage: StageId; askedAt: number | null }[] = [];
    const isDue = (stage: StageId): boolean => {
      const last = walks.findLast((walked) => walked.stage === stage);
      return last === undefined || (last.askedAt !== null && review.awaitsAfter(stage, last.askedAt));
    };
    let failure: { readonly error: unknown } | null = null;
    while (review.outcome() === null) {
      for (const stage of review.stagesToWalk().filter(isDue)) {
        const walked: (typeof walks)[number] = { stage, askedAt: null };
        walks.push(walked);
        walk(stage).then(
          (seq) => {
            walked.askedAt = seq;
          },
          (error: unknown) => {
            failure ??= { error };
          },
        );
      }
      await condition(() => failure !== null || review.outcome() !== null || review.stagesToWalk().some(isDue));
      if (failure !== null) throw (failure as { readonly error: unknown }).error;
    }
  }

  /** People decide a stage; then what follows it opens. A join opens its target once. @returns which view answered that */
  async function walk(stage: StageId): Promise<number | null> {
    await untilSettled(stage);
    if (review.outcome() !== null) return null;
    return hear(`bước tiếp theo · after ${nameOf(stage)}`, async (act) => (await act.openNextStages({ ...input, after: stage })).view);
  }

  /** A track until it ends; then the publication of its text, whatever the others still wait for. */
  async function carryOut(track: TrackKey): Promise<void> {
    await untilSettled(`track/${track}`);
    if (!review.toPublish(track)) return;
    await hear(`mở việc công bố · open publication ${track}`, (act) => act.openPublication(input));
    await untilSettled(`publication/${track}`);
  }

  /** People act, or the ladder climbs on a durable timer. The review's own limit is a step like the others: it tells, it decides nothing. */
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
  async function hear(summary: string, act: (activities: Activities) => Promise<ReviewView>): Promise<number> {
    underWay += 1;
    const view = await act(acting(summary));
    review.hear(view);
    underWay -= 1;
    if (workflowInfo().continueAsNewSuggested && underWay === 0) await continueAsNew<typeof reviewWorkflow>(input);
    return view.seq;
  }
}

/** `appraise-1` of `stg_…-appraise-1`, `track/ministry` as it is: the step's name in a history. */
const nameOf = (step: StepId): string => step.slice(step.indexOf('-') + 1);

/** Keeps the newest view. The handler stands before any await, so no signal is missed. */
function followReview() {
  let view: ReviewView | null = null;
  const hear = (next: ReviewView): void => {
    if (view === null || next.seq > view.seq) view = next;
  };
  setHandler(reviewMoved, hear);
  const deliberated = (): boolean => (view?.outcome ?? null) !== null;
  const trackOf = (id: string) => view?.tracks.find(({ key }) => id === key || id.endsWith(`/${key}`));
  /** What the view says of a step; null when it does not stand there. */
  const stepOf = (id: StepId): { readonly status: 'open' | 'closed'; readonly wakeAt: number | null } | null => {
    if (view === null) return null;
    if (id === 'reviewLimit') return { status: deliberated() ? 'closed' : 'open', wakeAt: view.limitWakeAt };
    const track = trackOf(id);
    if (track) return id.startsWith('publication/') ? track.publication : track;
    const stage = view.stages.find((candidate) => candidate.id === id);
    return stage ? { status: deliberated() ? 'closed' : stage.status, wakeAt: stage.wakeAt } : null;
  };
  return {
    hear,
    phase: () => view?.phase ?? 'deliberate',
    outcome: () => view?.outcome ?? null,
    settled: (step: StepId): boolean => view?.phase === 'closed' || stepOf(step)?.status === 'closed',
    wakeAt: (step: StepId): number | null => stepOf(step)?.wakeAt ?? null,
    tracks: (): readonly TrackKey[] => (view?.tracks ?? []).map((track) => track.key),
    toPublish: (key: TrackKey): boolean => trackOf(key)?.executed === true && trackOf(key)?.publication?.status !== 'closed',
    /** Whether a view newer than `seq` says that something may open after this stage. */
    awaitsAfter: (stage: StageId, seq: number): boolean => view !== null && view.seq > seq && view.awaiting === stage,
    /** Open stages, and closed ones whose follower nobody has opened yet: where a run that starts or is rebuilt begins. */
    stagesToWalk: (): readonly StageId[] => {
      const stages = view?.stages ?? [];
      return stages
        .filter(({ id, status }) => status === 'open' || id === view?.awaiting || !stages.some((other) => other.openedBy === id))
        .map((candidate) => candidate.id);
    },
  };
}
