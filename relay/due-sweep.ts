/** Checks what should have fired: wakes a review its workflow has missed, and serves it itself when nobody does. */
import { inParts } from '../domain/shared/in-parts.js';
import type { ProcedureId, ReviewId } from '../domain/shared/ids.js';
import type { Log } from '../config/log.js';

export type DueReview = { readonly reviewId: ReviewId; readonly lateSeconds: number };

export type DueSweepDeps = {
  /** Without what is set apart. */
  readonly dueReviews: (lateSeconds: number, limit: number) => Promise<readonly DueReview[]>;
  readonly dueProcedures: (lateSeconds: number, limit: number) => Promise<readonly { readonly procedureId: ProcedureId }[]>;
  /** While the fuse holds the ladder: reviews that wait for a next step, not for a rung. */
  readonly awaitingNext: (lateSeconds: number, limit: number) => Promise<readonly DueReview[]>;
  /** Whether rungs are held, judged before anything is done. */
  readonly isHeld: () => Promise<boolean>;
  readonly wake: (id: ReviewId) => Promise<void>;
  readonly serve: (id: ReviewId) => Promise<void>;
  /** Fires what is due on many; answers those that need more. Throws for all of them together. */
  readonly serveMany: (ids: readonly ReviewId[]) => Promise<{ readonly fired: number; readonly rest: readonly ReviewId[] }>;
  readonly reach: (id: ProcedureId) => Promise<void>;
  /** Remembers that something failed; answers how often in a row it has. */
  readonly noteTrouble: (id: string, error: unknown) => Promise<number>;
  readonly forgetTrouble: (ids: readonly string[]) => Promise<void>;
  readonly log: Log;
  /** Seconds late at which a review is woken, and at which it is served without its workflow. */
  readonly wakeAfterSeconds: number;
  readonly serveAfterSeconds: number;
};

export type Swept = { readonly woken: number; readonly served: number; readonly failed: number; readonly quarantined: number; readonly held: boolean };

const PAGE = 200;
/** A storm is served in larger pages. */
const STORM_PAGE = 2_000;
/** Reviews that share a transaction. */
export const TOGETHER = 500;

/** @policy so many failures in a row set a review apart, with an alarm: it is tried once an hour from then on */
export const QUARANTINE_AFTER = 5;

/** One sweep. A review that throws does not stop the others. */
export async function sweepDue(deps: DueSweepDeps): Promise<Swept> {
  const tally = { woken: 0, served: 0, failed: 0, quarantined: 0 };
  const attempt = async (id: string, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      await deps.forgetTrouble([id]);
      return true;
    } catch (error) {
      tally.failed += 1;
      const tries = await deps.noteTrouble(id, error);
      if (tries === QUARANTINE_AFTER) tally.quarantined += 1;
      deps.log.error(
        { id, err: error, tries },
        tries >= QUARANTINE_AFTER ? 'due sweep: set apart after failing again and again' : 'due sweep: one step failed',
      );
      return false;
    }
  };
  const serveOne = async (id: ReviewId): Promise<void> => {
    if (await attempt(id, () => deps.serve(id))) tally.served += 1;
  };
  const held = await deps.isHeld();
  if (held) {
    deps.log.error({}, 'due sweep: the fuse holds rungs and silence until somebody releases it');
    for (const { reviewId } of await deps.awaitingNext(deps.serveAfterSeconds, PAGE)) await serveOne(reviewId);
  } else {
    const due = await deps.dueReviews(deps.wakeAfterSeconds, STORM_PAGE);
    const late = due.filter(({ lateSeconds }) => lateSeconds >= deps.serveAfterSeconds).map(({ reviewId }) => reviewId);
    for (const { reviewId } of due.filter(({ lateSeconds }) => lateSeconds < deps.serveAfterSeconds).slice(0, PAGE)) {
      if (await attempt(reviewId, () => deps.wake(reviewId))) tally.woken += 1;
    }
    for (const part of inParts(late, TOGETHER)) await serveTogether(part);
  }
  for (const { procedureId } of await deps.dueProcedures(deps.serveAfterSeconds, PAGE)) {
    if (await attempt(procedureId, () => deps.reach(procedureId))) tally.served += 1;
  }
  const { woken, served, failed, quarantined } = tally;
  if (served > 0 || failed > 0) deps.log.warn({ woken, served, failed, quarantined }, 'due sweep repaired what should have happened');
  return { woken, served, failed, quarantined, held };

  /** One bad review spoils a shared transaction: then each is taken by itself, so that only the bad one fails. */
  async function serveTogether(ids: readonly ReviewId[]): Promise<void> {
    let alone = ids;
    if (ids.length > 1) {
      try {
        const { fired, rest } = await deps.serveMany(ids);
        tally.served += fired;
        alone = rest;
        const done = ids.filter((id) => !rest.includes(id));
        await deps.forgetTrouble(done);
      } catch (error) {
        deps.log.warn({ reviews: ids.length, err: error }, 'due sweep: a batch failed and is taken one by one');
      }
    }
    for (const id of alone) await serveOne(id);
  }
}
