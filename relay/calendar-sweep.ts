/** Flags what waits for a longer calendar, and has it counted anew as soon as there is one. */
import type { LocalDate } from '../domain/shared/instant.js';
import type { ReviewId } from '../domain/shared/ids.js';
import type { Log } from '../config/log.js';

export type CalendarSweepDeps = {
  readonly waiting: () => Promise<readonly { readonly id: string; readonly knownThrough: LocalDate; readonly reviews: number }[]>;
  readonly recountable: (limit: number) => Promise<readonly ReviewId[]>;
  /** @returns how many clocks were counted anew */
  readonly recount: (id: ReviewId) => Promise<number>;
  readonly log: Log;
};

export type CalendarSwept = { readonly waiting: number; readonly recounted: number; readonly failed: number };

const PAGE = 500;

/** One sweep. A review that throws does not stop the others. */
export async function sweepCalendars({ waiting, recountable, recount, log }: CalendarSweepDeps): Promise<CalendarSwept> {
  const tally = { recounted: 0, failed: 0 };
  for (const id of await recountable(PAGE)) {
    try {
      tally.recounted += await recount(id);
    } catch (error) {
      tally.failed += 1;
      log.error({ reviewId: id, err: error }, 'calendar sweep: a review could not be counted anew');
    }
  }
  const left = await waiting();
  for (const { id, knownThrough, reviews } of left)
    log.warn({ calendar: id, knownThrough, reviews }, 'calendar sweep: terms wait for the next year of their calendar');
  return { waiting: left.reduce((sum, { reviews }) => sum + reviews, 0), ...tally };
}
