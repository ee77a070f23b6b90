/**
 * When the rungs of a term are due: planned instants, what has passed, when to look again.
 * Pauses and extensions move unfired rungs by arithmetic; nothing is rewritten.
 */
import { dueDate, instantAt, isKnown, localDate, withinKnown, type Beyond, type Calendar } from '../calendar/calendar.js';
import { pausesOf, rulingCalendar, shiftWorking, type Calendars } from '../calendar/term.js';
import { addDays, earliest, epochMs, instantFromMs, plusMs, type Instant } from '../shared/instant.js';
import type { Rung } from '../route/route.js';
import type { Clocked, RunningTerm } from '../review/review.js';

/** @policy default time of day at which a rung fires */
const DEFAULT_CLOCK = '08:30';

export type PlannedRung = { readonly rung: Rung; readonly at: Instant };

/**
 * Planned instants in order of time, on the calendar that rules the rest of the term. Offset 0 after due without a time of day
 * is the due instant itself; with one it is that time on the due date. No due instant (open pause) plans only rungs counted
 * from the start. A rung past the calendar's last known date is not planned: it comes back with a later calendar.
 * @throws calendar_unknown where rungs may not wait
 */
export function planRungs(term: RunningTerm, rungs: readonly Rung[], calendars: Calendars, beyond: Beyond = 'wait'): readonly PlannedRung[] {
  const calendar = rulingCalendar(term, calendars);
  const planned = rungs.flatMap((rung): PlannedRung[] => {
    const count = (): Instant | null => instantOf(term, rung, calendar);
    const at = beyond === 'wait' ? withinKnown(count) : count();
    return at === null ? [] : [{ rung, at }];
  });
  return planned.flatMap((rung) => afterPause(rung, term, calendars)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** @throws calendar_unknown */
function instantOf(term: RunningTerm, rung: Rung, calendar: Calendar): Instant | null {
  const { ref, offset, unit, clock } = rung.at;
  const base = ref === 'start' ? term.anchor : term.dueAt;
  if (base === null || (offset === 0 && clock === undefined)) return base;
  const date = ref === 'start' ? localDate(calendar, base) : dueDate(calendar, base);
  return shiftWorking(calendar, unit === 'workingHours' ? base : date, offset, unit, clock ?? DEFAULT_CLOCK);
}

/** Nothing fires while the clock stands: a rung that falls into a pause waits for its end, and for good in an open one. */
function afterPause(planned: PlannedRung, term: RunningTerm, calendars: Calendars): readonly PlannedRung[] {
  if (term.events.length === 0) return [planned];
  const at = epochMs(planned.at);
  const pause = pausesOf({ anchor: term.anchor, limit: term.limit, events: term.events }, calendars).find(
    (candidate) => candidate.from <= at && at < candidate.to,
  );
  if (!pause) return [planned];
  return Number.isFinite(pause.to) ? [{ ...planned, at: instantFromMs(pause.to) }] : [];
}

/**
 * Rungs of the running epoch that have no record yet, in order of time. One that changes the state waits until whoever the one
 * before moved the task to has had a working day; what the ladder has behind it waits with it, so that its levels come in order.
 */
export function unfiredRungs(clock: Clocked, rungs: readonly Rung[], calendars: Calendars): readonly PlannedRung[] {
  const recorded = new Set(clock.rungs.filter((record) => record.epoch === clock.term.epoch).map((record) => record.key));
  const unfired = planRungs(clock.term, rungs, calendars).filter((planned) => !recorded.has(planned.rung.key));
  const before = lastAct(clock, rungs);
  const next = unfired.findIndex((planned) => planned.rung.act !== undefined && !liesBeforeOpening(clock.term, planned));
  if (before === null || next < 0) return unfired;
  const turn = withinKnown(() => dayAfter(rulingCalendar(clock.term, calendars), before));
  const [early, late] = [unfired.slice(0, next), unfired.slice(next)];
  return turn === null ? early : [...early, ...late.map((planned) => (turn > planned.at ? { ...planned, at: turn } : planned))];
}

/** When the last rung that changed the state fired, in whatever epoch. */
function lastAct(clock: Clocked, rungs: readonly Rung[]): Instant | null {
  const acting = new Set(rungs.filter((rung) => rung.act !== undefined).map((rung) => rung.key));
  return (
    clock.rungs
      .filter((record) => record.result === 'fired' && acting.has(record.key))
      .map((record) => record.firedAt)
      .toSorted()
      .at(-1) ?? null
  );
}

/** The same time of day on the next working date: whoever a rung moved a task to has a whole working day. */
function dayAfter(calendar: Calendar, at: Instant): Instant {
  const date = localDate(calendar, at);
  return plusMs(shiftWorking(calendar, date, 1, 'workingDays', '00:00'), epochMs(at) - epochMs(instantAt(calendar, date, 0)));
}

/** A rung that lay before the opening of a short term, or before the epoch it would fire in, is never told. */
export const liesBeforeOpening = (term: RunningTerm, planned: PlannedRung): boolean => planned.at <= (term.epochAt ?? term.anchor);

/** The next instant at which something happens on a term: a rung, the due instant; null when only people can act. */
export function wakeOf(clock: Clocked, rungs: readonly Rung[], calendars: Calendars): Instant | null {
  const instants = unfiredRungs(clock, rungs, calendars)
    .filter((planned) => !liesBeforeOpening(clock.term, planned))
    .map((planned) => planned.at);
  if (clock.breachedAt === null && clock.term.dueAt !== null) instants.push(clock.term.dueAt);
  return earliest(instants);
}

/** Calendar days that may lie between a due date and a rung so many steps from it: more than any run of days off makes of them. */
const daysWithin = (steps: number): number => steps * 3 + 60;

/** Whether a term, or a rung of it that has not fired, lies past the last date its calendar knows. */
export function waitsForCalendar(clock: Clocked, rungs: readonly Rung[], calendars: Calendars): boolean {
  const { term } = clock;
  if (term.needsCalendar === true) return true;
  const calendar = rulingCalendar(term, calendars);
  const farthest = Math.max(0, ...rungs.map((rung) => Math.abs(rung.at.offset)));
  const base = term.dueAt ?? term.anchor;
  if (isKnown(calendar, addDays(localDate(calendar, base), daysWithin(farthest)))) return false;
  const recorded = new Set(clock.rungs.filter((record) => record.epoch === term.epoch).map((record) => record.key));
  return rungs.some((rung) => !recorded.has(rung.key) && withinKnown(() => ({ at: instantOf(term, rung, calendar) })) === null);
}
