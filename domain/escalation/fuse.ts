/**
 * The fuse: when far more work would fall overdue at once than anybody foresaw, the clock or a calendar is wrong, not the people.
 * Rungs and silence then wait for a person; decisions go on.
 */
import type { Instant } from '../shared/instant.js';
import type { ReviewView } from './review-view.js';

/** @policy so many tasks may always fall overdue unforeseen, and this share of the open ones */
export const FUSE_FLOOR = 50;
export const FUSE_SHARE_PERCENT = 5;

/** A forecast looks so far ahead; what it named stays foreseen for `FORECAST_KEPT_MS`. */
export const FORECAST_AHEAD_MS = 26 * 3_600_000;
export const FORECAST_KEPT_MS = 48 * 3_600_000;

/** Business time after which nobody acts on an old judgement: a clock that jumped is judged before it is believed. */
export const JUDGEMENT_LASTS_MS = 5 * 60_000;

/** While rungs are held, a workflow looks again after so long. */
export const HELD_LOOK_MS = 15 * 60_000;

/** `unexpected`: open tasks past due, breach not yet recorded, that no forecast named with this due instant. */
export type FuseCount = { readonly open: number; readonly unexpected: number };

export const allowedAtOnce = (open: number): number => Math.max(FUSE_FLOOR, Math.floor((open * FUSE_SHARE_PERCENT) / 100));

export const blows = ({ open, unexpected }: FuseCount): boolean => unexpected > allowedAtOnce(open);

/** The facts of the fuse's own stream. */
export type FuseEvent =
  | { readonly type: 'FuseBlown'; readonly at: Instant; readonly unexpected: number; readonly allowed: number; readonly open: number }
  | { readonly type: 'FuseReleased'; readonly at: Instant; readonly by: string; readonly reason: string; readonly heldFrom: Instant };

/** The same view, nothing in it to be looked at before `notBefore` (epoch milliseconds of the wall clock). */
export function lookLater(view: ReviewView, notBefore: number): ReviewView {
  const later = (wakeAt: number | null): number | null => (wakeAt === null ? null : Math.max(wakeAt, notBefore));
  return {
    ...view,
    stages: view.stages.map((stage) => ({ ...stage, wakeAt: later(stage.wakeAt) })),
    tracks: view.tracks.map(({ publication, ...track }) => ({
      ...track,
      wakeAt: later(track.wakeAt),
      publication: publication && { ...publication, wakeAt: later(publication.wakeAt) },
    })),
    limitWakeAt: later(view.limitWakeAt),
  };
}
