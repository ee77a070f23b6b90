/** Checks what should have fired: wakes a review its workflow has missed, and serves it itself when nobody does. */
import type { ProcedureId, ReviewId } from '../domain/shared/ids.js';
import type { Log } from '../config/log.js';

export type DueSweepDeps = {
  readonly dueReviews: (lateSeconds: number, limit: number) => Promise<readonly { readonly reviewId: ReviewId; readonly lateSeconds: number }[]>;
  readonly dueProcedures: (lateSeconds: number, limit: number) => Promise<readonly { readonly procedureId: ProcedureId }[]>;
  readonly wake: (id: ReviewId) => Promise<void>;
  readonly serve: (id: ReviewId) => Promise<void>;
  readonly reach: (id: ProcedureId) => Promise<void>;
  readonly log: Log;
  /** Seconds late at which a review is woken, and at which it is served without its workflow. */
  readonly wakeAfterSeconds: number;
  readonly serveAfterSeconds: number;
};

export type Swept = { readonly woken: number; readonly served: number; readonly failed: number };

const PAGE = 200;

/** One sweep. A review that throws does not stop the others. */
export async function sweepDue(deps: DueSweepDeps): Promise<Swept> {
  let woken = 0;
  let served = 0;
  let failed = 0;
  const attempt = async (id: string, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      failed += 1;
      deps.log.error({ id, err: error }, 'due sweep: one step failed');
      return false;
    }
  };
  for (const { reviewId, lateSeconds } of await deps.dueReviews(deps.wakeAfterSeconds, PAGE)) {
    const serve = lateSeconds >= deps.serveAfterSeconds;
    if (await attempt(reviewId, () => (serve ? deps.serve(reviewId) : deps.wake(reviewId)))) {
      if (serve) served += 1;
      else woken += 1;
    }
  }
  for (const { procedureId } of await deps.dueProcedures(deps.serveAfterSeconds, PAGE)) {
    if (await attempt(procedureId, () => deps.reach(procedureId))) served += 1;
  }
  if (served > 0 || failed > 0) deps.log.warn({ woken, served, failed }, 'due sweep repaired what should have happened');
  return { woken, served, failed };
}
