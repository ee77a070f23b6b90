/** Lets posts, delegations and absences that begin or end with a day reach the open tasks. */
import { addDays, localDateOf, type LocalDate } from '../domain/shared/instant.js';
import { listReviewsInUnitsOf } from '../db/repositories/authority.repository.js';
import { listTurningPeople } from '../db/repositories/post.repository.js';
import { lockReviews } from '../db/repositories/review.repository.js';
import type { Transact } from '../db/transaction.js';
import { refreshCandidates } from './frame/authority-change.js';
import { ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

/** How far back a process that has just begun looks: longer than any holiday it may have slept through. */
const DAYS_BACK = 31;

export type DayTurned = { readonly today: LocalDate; readonly people: number; readonly changed: number };

/**
 * One transaction a person. Nothing happens where the candidates already are those of today.
 * @param after days up to this one have been turned already; null when that is not known
 */
export async function turnDay(transact: Transact, after: LocalDate | null): Promise<DayTurned> {
  const { today, people } = await transact(async (tx) => {
    const { now } = await tx.clock();
    const date = localDateOf(now, ZONE_OFFSET_MINUTES);
    const from = after ?? addDays(date, -DAYS_BACK);
    return { today: date, people: from >= date ? [] : await listTurningPeople(tx, from, date) };
  });
  let changed = 0;
  for (const personId of people) {
    changed += await transact(async (tx) => {
      const held = await lockReviews(tx, await listReviewsInUnitsOf(tx, personId, null));
      return refreshCandidates(
        tx,
        held.map((head) => head.id),
        { key: `day.${today}`, actorId: null, channel: 'system' },
        personId,
      );
    });
  }
  return { today, people: people.length, changed };
}
