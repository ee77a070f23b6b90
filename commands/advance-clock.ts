/** Moves the business clock of a demo or test, so that weeks of deadlines pass in a minute. */
import { DomainError } from '../domain/shared/errors.js';
import { epochMs, localDateOf, plusMs, type Instant } from '../domain/shared/instant.js';
import { localDate, type Calendar } from '../domain/calendar/calendar.js';
import { shiftWorking } from '../domain/calendar/term.js';
import { viewOf } from '../domain/escalation/review-view.js';
import { fold } from '../domain/review/review.js';
import { foresee } from '../db/repositories/fuse.repository.js';
import { insertOutbox } from '../db/repositories/ledger.repository.js';
import { listProceduresWithMilestone, updateProcedure } from '../db/repositories/procedure.repository.js';
import { listOpenReviewIds, listReviewFacts, lockReview, setViewSeq } from '../db/repositories/review.repository.js';
import { findCalendar, holdClock, listCurrentCalendars, moveClock, readDirectory } from '../db/repositories/rules.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { loadLaw } from './frame/law.js';
import { loadProcedure, procedureView, ZONE_OFFSET_MINUTES } from './frame/procedure-change.js';

export type AdvanceClock = { readonly workingDays: number; readonly hours: number };
export type ClockMoved = { readonly now: Instant; readonly offsetMs: number; readonly reviews: number };

const PAGE = 100;

/**
 * Adds to the clock's one offset row and sends every open review and every procedure with a date ahead its new view,
 * so that the workflows' own timers re-arm: one commit, for the clocks of demos and tests.
 * @throws test_clock_locked outside demo and tests, key_reused
 * @idempotent by key
 */
export async function advanceClock(transact: Transact, actor: Actor, key: string, command: AdvanceClock): Promise<Answer<ClockMoved>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'advanceClock', ...command }, async () => {
      await holdClock(tx);
      const clock = await tx.clock();
      const calendar = await calendarOf(tx, actor);
      const target =
        command.workingDays === 0
          ? clock.now
          : sameTimeOn(clock.now, shiftWorking(calendar, localDate(calendar, clock.now), command.workingDays, 'workingDays', '00:00'), calendar);
      const offsetMs = clock.offsetMs + epochMs(target) - epochMs(clock.now) + command.hours * 3_600_000;
      if (clock.locked || !(await moveClock(tx, offsetMs))) throw new DomainError('test_clock_locked');
      // Whoever moves the clock by this command knows what falls due by it.
      await foresee(tx, null, plusMs(clock.wallNow, offsetMs));
      return { now: plusMs(clock.wallNow, offsetMs), offsetMs, reviews: await resendViews(tx, offsetMs) };
    }),
  );
}

/** Working days are those of the unit whose person asks; of the topmost unit for somebody without a post. */
async function calendarOf(tx: Tx, actor: Actor): Promise<Calendar> {
  const { now } = await tx.clock();
  const { units, holdings, calendarIds } = await readDirectory(tx, localDateOf(now, ZONE_OFFSET_MINUTES));
  const unit = holdings.find((holding) => holding.personId === actor.personId)?.unitId ?? units.find(({ parentId }) => parentId === null)?.id;
  const current = (await listCurrentCalendars(tx)).find(({ id }) => unit !== undefined && id === calendarIds.get(unit));
  const calendar = current && (await findCalendar(tx, current.id, current.version));
  if (!calendar) throw new Error('there is no calendar');
  return calendar;
}

const sameTimeOn = (now: Instant, midnight: Instant, calendar: Calendar): Instant => {
  const startOfToday = shiftWorking(calendar, localDate(calendar, now), 0, 'days', '00:00');
  return plusMs(midnight, epochMs(now) - epochMs(startOfToday));
};

/** In the commit that moves the clock: a process that dies behind it would leave timers set by the old one. */
async function resendViews(tx: Tx, offsetMs: number): Promise<number> {
  let sent = 0;
  for (let after = ''; ;) {
    const ids = await listOpenReviewIds(tx, after, PAGE);
    for (const id of ids) {
      const head = await lockReview(tx, id);
      if (!head) continue;
      const state = fold(await listReviewFacts(tx, id));
      await setViewSeq(tx, id, head.viewSeq + 1);
      const view = viewOf(state, head.viewSeq + 1, head.rebuild, offsetMs, await loadLaw(tx, state, [state]));
      await insertOutbox(tx, [{ kind: 'reviewMoved', refId: id, payload: view }]);
    }
    sent += ids.length;
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) break;
    after = last;
  }
  for (const id of await listProceduresWithMilestone(tx)) {
    const { head, state } = await loadProcedure(tx, id);
    await updateProcedure(tx, id, { viewSeq: head.viewSeq + 1 });
    await insertOutbox(tx, [{ kind: 'procedureMoved', refId: id, payload: await procedureView(tx, state, head.viewSeq + 1) }]);
  }
  return sent;
}
