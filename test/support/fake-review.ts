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
  readonly isOpen: (key: string, round?: number) => boolean;
  /** A step recorded on a track moves its clock; `wakeAt` null leaves only people. */
  readonly trackWakeAt: (key: TrackKey, at: number | null) => ReviewView;
  readonly closeTrack: (key: TrackKey, executed?: boolean) => ReviewView;
  readonly publicationWakeAt: (at: number | null) => ReviewView;
  readonly publish: () => ReviewView;
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
  let tracks: readonly (ReviewView['tracks'][number] & { readonly executed: boolean })[] = [];
  let publication: ReviewView['publication'] = null;
  const phase = (): ReviewView['phase'] => {
    if (outcome === null) return 'deliberate';
    if (outcome !== 'approved' || carriedOut.length === 0) return 'closed';
    if (tracks.length === 0 || tracks.some((track) => track.status === 'open')) return 'execute';
    return tracks.some((track) => track.executed) && publication?.status !== 'closed' ? 'publish' : 'closed';
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
    publication,
    tracks: tracks.map(({ key, status, wakeAt }) => ({ key, status, wakeAt })),
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
    trackWakeAt: (key, at) => {
      changeTrack(key, { wakeAt: at });
      return view();
    },
    closeTrack: (key, executed = true) => {
      changeTrack(key, { status: 'closed', wakeAt: null, executed });
      return view();
    },
    publicationWakeAt: (at) => {
      publication = { status: 'open', wakeAt: at };
      seq += 1;
      return view();
    },
    publish: () => {
      publication = { status: 'closed', wakeAt: null };
      seq += 1;
      return view();
    },
    activities: {
      openTracks: () => {
        calls.push('open tracks');
        if (tracks.length === 0) {
          tracks = carriedOut.map((key) => ({ key, status: 'open', wakeAt: null, executed: false }));
          seq += 1;
        }
        return Promise.resolve(view());
      },
      openPublication: () => {
        calls.push('open publication');
        if (publication === null) {
          publication = { status: 'open', wakeAt: null };
          seq += 1;
        }
        return Promise.resolve(view());
      },
      loadReview: () => Promise.resolve(view()),
      openNextStages: ({ after }) => {
        calls.push(`open ${short(after)}`);
        const step = nextStages(route, stages, stages.find((stage) => stage.id === after)?.key ?? '');
        if (outcome === null && step.close) outcome = step.close === 'closeApproved' ? 'approved' : 'rejected';
        for (const key of step.open) open(key, after);
        if (step.close || step.open.length > 0) seq += 1;
        return Promise.resolve({ opened: stages.filter((stage) => stage.openedBy === after).map((stage) => stage.id), view: view() });
      },
      fireRungs: ({ step }) => {
        calls.push(`rungs ${short(step)}`);
        const stage = stages.find((candidate) => candidate.id === step);
        if (stage) change(stage.id, { wakeAt: null });
        tracks = tracks.map((track) => (`track/${track.key}` === step ? { ...track, wakeAt: null } : track));
        if (step === 'publication' && publication) publication = { ...publication, wakeAt: null };
        seq += 1;
        return Promise.resolve(view());
      },
    },
  };
}
