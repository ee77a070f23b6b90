/** A review without a database that is judged by the real law, for workflows: its business clock is set by hand, so that months pass in seconds. */
import { dueRungs } from '../../domain/escalation/due-rungs.js';
import { viewOf, type ReviewView } from '../../domain/escalation/review-view.js';
import { openNext } from '../../domain/review/what-follows.js';
import type { Directory } from '../../domain/review/directory.js';
import type { Law } from '../../domain/review/law.js';
import { fold, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import { candidateChanges } from '../../domain/review/stand-ins.js';
import type { ReviewActivities } from '../../activities/review.activities.js';
import { newId } from '../../commands/frame/new-id.js';
import { epochMs, instantFromMs, type Instant } from '../../domain/shared/instant.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { opening } from './law.js';
import { ADOPTION, then } from './verbs.js';

export type LawReview = {
  readonly reviewId: ReviewId;
  readonly state: () => ReviewState;
  /** What the workflow asked for, in order. */
  readonly calls: readonly string[];
  readonly view: () => ReviewView;
  /** The business clock becomes this instant; the view to signal. */
  readonly jump: (to: Instant) => ReviewView;
  /** Somebody acts under the law of the moment; the view to signal. */
  readonly act: (decide: (state: ReviewState, law: Law) => readonly ReviewEvent[]) => ReviewView;
  readonly activities: Pick<ReviewActivities, 'loadReview' | 'openNextStages' | 'fireRungs'>;
};

/** @param law its `now` is when the review opens @param directoryAt who holds what at an instant, where that changes */
export function lawReview(law: Law, directoryAt: (now: Instant) => Directory = () => law.directory): LawReview {
  const reviewId = newId('review', instantFromMs(Date.now()));
  const calls: string[] = [];
  let offsetMs = epochMs(law.now) - Date.now();
  let seq = 1;
  let state = fold(opening(law, undefined, reviewId));
  const now = (): Law => {
    const at = instantFromMs(Date.now() + offsetMs);
    return { ...law, now: at, directory: directoryAt(at) };
  };
  const view = (): ReviewView => viewOf(state, seq, 0, offsetMs, now());
  const write = (events: readonly ReviewEvent[]): ReviewView => {
    state = then(state, events);
    seq += 1;
    return view();
  };
  const short = (id: string): string => id.slice(id.indexOf('-') + 1);
  return {
    reviewId,
    state: () => state,
    calls,
    view,
    jump: (to) => {
      offsetMs = epochMs(to) - Date.now();
      return write([]);
    },
    act: (decide) => write(decide(state, now())),
    activities: {
      loadReview: () => Promise.resolve(view()),
      openNextStages: ({ after }) => {
        calls.push(`open ${short(after)}`);
        const next = write(openNext(state, after, ADOPTION, now()));
        return Promise.resolve({ opened: state.stages.filter((stage) => stage.openedBy === after).map((stage) => stage.id), view: next });
      },
      fireRungs: ({ step }) => {
        calls.push(`rungs ${short(step)}`);
        // As the command does: whoever a rung tells is named by the posts of now.
        const at = now();
        const changes = candidateChanges(state, at);
        return Promise.resolve(write([...changes, ...dueRungs(then(state, changes), step, at)]));
      },
    },
  };
}
