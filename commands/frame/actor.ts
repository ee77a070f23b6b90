/** Who acts, for whom, through what: stamped by our edge, never read from a body. */
import type { PersonId } from '../../domain/shared/ids.js';
import type { Assurance } from '../../domain/route/route.js';
import type { ActChannel } from '../../domain/review/review.js';
import { plusMs, type Instant } from '../../domain/shared/instant.js';

export type Actor = {
  readonly personId: PersonId;
  readonly onBehalfOf: PersonId | null;
  readonly channel: ActChannel;
  readonly assurance: Assurance;
  /** `performance.now()` when the act reached our edge: time spent waiting here does not make it late. */
  readonly receivedMono: number;
};

/** The business instant at which an act reached our edge, given the instant read inside the transaction. */
export const receivedAtOf = (actor: Actor, now: Instant): Instant => plusMs(now, -Math.max(0, Math.round(performance.now() - actor.receivedMono)));
