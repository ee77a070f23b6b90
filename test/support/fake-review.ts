/** A review told as a small story: fake activities that answer views, and a hand that moves them as people would. */
import type { ReviewActivities } from '../../activities/review.activities.js';
import type { StepView, ReviewView } from '../../domain/escalation/review-view.js';
import { newId } from '../../commands/frame/new-id.js';
import { nextStages } from '../../domain/route/next-stages.js';
import type { Route, StageOutcome } from '../../domain/route/route.js';
import { instantFromMs } from '../../domain/shared/instant.js';
import { stageIdOf, type ReviewId, type StageId } from '../../domain/shared/ids.js';

type FakeStage = StepView & { readonly openedOrder: number; readonly closedOrder: number | null; readonly round: number };

/** Which activities ran, in order: `open assess-1`, `rungs assess-1`. */
export type FakeReview = {
  readonly reviewId: ReviewId;
  readonly calls: string[];
  readonly activities: ReviewActivities;
  readonly view: () => ReviewView;
  /** A person closes a stage; the caller signals the answered view. */
  readonly close: (key: string, outcome: StageOutcome) => ReviewView;
  readonly withdraw: () => ReviewView;
  /** Two people reopen a stage, or a dispute does: no running step asked for it. */
  readonly reopen: (key: string) => ReviewView;
  readonly wakeAt: (key: string, at: number | null) => ReviewView;
  /** A vote that settles nothing yet: the view only gets its next number. */
  readonly vote: () => ReviewView;
  /** While a verdict is disputed nothing opens after a stage. */
  readonly dispute: () => ReviewView;
  /** The dispute is settled: the view names the stage after which something may open. */
  readonly settle: (key: string) => ReviewView;
  /** When its term ends without an answer, the law closes the stage. */
  readonly decideBySilence: (key: string, outcome: StageOutcome) => void;
  readonly isOpen: (key: string, round?: number) => boolean;
  /** A step recorded on a track moves its clock; `wakeAt` null leaves only people. */
  readonly trackWakeAt: (key: TrackKey, at: number | null) => ReviewView;
  readonly closeTrack: (key: TrackKey, executed?: boolean) => ReviewView;
  readonly publicationWakeAt: (key: TrackKey, at: number | null) => ReviewView;
  readonly publish: (key: TrackKey) => ReviewView;
};

type TrackKey = ReviewView['tracks'][number]['key'];

/** @param carriedOut tracks on which an approval is carried out; none ends the review with its approval */
export function fakeReview(route: Route, start: readonly string[], carriedOut: readonly TrackKey[] = []): FakeReview {
  const reviewId = newId('review', instantFromMs(Date.now()));
  const calls: string[] = [];
  let seq = 1;
  let order = 0;
  let outcome: ReviewView['outcome'] = null;
  let stages: FakeStage[] = [];
  let tracks: ReviewView['tracks'] = [];
  const silence = new Map<StageId, StageOutcome>();
  let disputed = false;
  let awaiting: StageId | null = null;
  const phase = (): ReviewView['phase'] => {
    if (outcome === null) return 'deliberate';
    if (outcome !== 'approved' || carriedOut.length === 0) return 'closed';
    if (tracks.length === 0 || tracks.some((track) => track.status === 'open')) return 'execute';
    return tracks.some((track) => track.executed && track.publication?.status !== 'closed') ? 'publish' : 'closed';
  };
  const nextOrder = (): number => (order += 1);
  const open = (key: string, openedBy: StageId | null): StageId => {
    const round = 1 + stages.filter((stage) => stage.key === key).length;
    const id = stageIdOf(reviewId, key, round);
    stages.push({ id, key, round, status: 'open', outcome: null, openedBy, wakeAt: null, openedOrder: nextOrder(), closedOrder: null });
    return id;
  };
  for (const key of start) open(key, null);
  const view = (): ReviewView => ({
    reviewId,
    seq,
    rebuild: 0,
    phase: phase(),
    outcome,
    limitWakeAt: null,
    awaiting,
    tracks,
    stages: stages.map(({ id, key, status, outcome: result, openedBy, wakeAt }) => ({ id, key, status, outcome: result, openedBy, wakeAt })),
  });
  const change = (id: StageId, values: Partial<FakeStage>): void => {
    stages = stages.map((stage) => (stage.id === id ? { ...stage, ...values } : stage));
  };
  const changeTrack = (key: TrackKey, values: Partial<(typeof tracks)[number]>): void => {
    tracks = tracks.map((track) => (track.key === key ? { ...track, ...values } : track));
    seq += 1;
  };
  const current = (key: string): FakeStage => {
    const found = stages.filter((stage) => stage.key === key).at(-1);
    if (!found) throw new Error(`stage ${key} is not there`);
    return found;
  };
  const short = (id: string): string => id.slice(id.indexOf('-') + 1);
  return {
    reviewId,
    calls,
    view,
    isOpen: (key, round) => stages.some((stage) => stage.key === key && stage.status === 'open' && (round === undefined || stage.round === round)),
    close: (key, result) => {
      change(current(key).id, { status: 'closed', outcome: result, closedOrder: nextOrder(), wakeAt: null });
      seq += 1;
      return view();
    },
    reopen: (key) => {
      open(key, null);
      seq += 1;
      return view();
    },
    withdraw: () => {
      outcome = 'withdrawn';
      seq += 1;
      return view();
    },
    wakeAt: (key, at) => {
      change(current(key).id, { wakeAt: at });
      seq += 1;
      return view();
    },
    vote: () => {
      seq += 1;
      return view();
    },
    dispute: () => {
      disputed = true;
      seq += 1;
      return view();
    },
    settle: (key) => {
      disputed = false;
      awaiting = current(key).id;
      seq += 1;
      return view();
    },
    decideBySilence: (key, result) => {
      silence.set(current(key).id, result);
    },
    trackWakeAt: (key, at) => {
      changeTrack(key, { wakeAt: at });
      return view();
    },
    closeTrack: (key, executed = true) => {
      changeTrack(key, { status: 'closed', wakeAt: null, executed });
      return view();
    },
    publicationWakeAt: (key, at) => {
      changeTrack(key, { publication: { status: 'open', wakeAt: at } });
      return view();
    },
    publish: (key) => {
      changeTrack(key, { publication: { status: 'closed', wakeAt: null } });
      return view();
    },
    activities: {
      openTracks: () => {
        calls.push('open tracks');
        if (tracks.length === 0) {
          tracks = carriedOut.map((key) => ({ key, status: 'open', wakeAt: null, executed: false, publication: null }));
          seq += 1;
        }
        return Promise.resolve(view());
      },
      openPublication: () => {
        calls.push('open publication');
        for (const { key } of tracks.filter((track) => track.executed && track.publication === null))
          changeTrack(key, { publication: { status: 'open', wakeAt: null } });
        return Promise.resolve(view());
      },
      loadReview: () => Promise.resolve(view()),
      openNextStages: ({ after }) => {
        calls.push(`open ${short(after)}`);
        if (disputed) return Promise.resolve({ opened: [], view: view() });
        awaiting = null;
        const step = nextStages(route, stages, stages.find((stage) => stage.id === after)?.key ?? '');
        if (outcome === null && step.close) outcome = step.close === 'closeApproved' ? 'approved' : 'rejected';
        for (const key of step.open) open(key, after);
        if (step.close || step.open.length > 0) seq += 1;
        return Promise.resolve({ opened: stages.filter((stage) => stage.openedBy === after).map((stage) => stage.id), view: view() });
      },
      fireRungs: ({ step }) => {
        calls.push(`rungs ${short(step)}`);
        const stage = stages.find((candidate) => candidate.id === step);
        const result = stage && silence.get(stage.id);
        if (result) change(stage.id, { status: 'closed', outcome: result, closedOrder: nextOrder(), wakeAt: null });
        else if (stage) change(stage.id, { wakeAt: null });
        tracks = tracks.map((track) => (`track/${track.key}` === step ? { ...track, wakeAt: null } : track));
        tracks = tracks.map((track) =>
          `publication/${track.key}` === step && track.publication ? { ...track, publication: { ...track.publication, wakeAt: null } } : track,
        );
        seq += 1;
        return Promise.resolve(view());
      },
    },
  };
}
