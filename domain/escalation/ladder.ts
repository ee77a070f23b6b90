/**
 * When the rungs of a term are due: planned instants, what has passed, when to look again.
 * Pauses and extensions move unfired rungs by arithmetic; nothing is rewritten.
 */
import {
  dueDate,
  endOfDate,
  instantAt,
  isKnown,
  isWorkingDay,
  localDate,
  minutesOfClock,
  withinKnown,
  type Beyond,
  type Calendar,
} from '../calendar/calendar.js';
import { pausesOf, rulingCalendar, shiftWorking, type Calendars, type Pause } from '../calendar/term.js';
import { addDays, earliest, epochMs, instantFromMs, plusMs, type Instant, type LocalDate } from '../shared/instant.js';
import type { Rung } from '../route/route.js';
import type { Clocked, RunningTerm } from '../review/review.js';
import { INBOUND_PATIENCE_MS } from '../review/silence.js';

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
  const pauses = pausesIn(term, calendars);
  const planned = rungs.flatMap((rung): PlannedRung[] => {
    const count = (): Instant | null => instantOf(term, rung, calendar, pauses);
    const at = beyond === 'wait' ? withinKnown(count) : count();
    return at === null ? [] : [{ rung, at }];
  });
  return planned.flatMap((rung) => afterPause(rung, pauses)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const pausesIn = ({ anchor, limit, events }: RunningTerm, calendars: Calendars): readonly Pause[] =>
  events.some((event) => event.type === 'suspended') ? pausesOf({ anchor, limit, events }, calendars) : [];

const pauseAt = (pauses: readonly Pause[], at: Instant): Pause | undefined => pauses.find(({ from, to }) => from <= epochMs(at) && epochMs(at) < to);

/** Null where an open pause stands between the due instant and the rung. @throws calendar_unknown */
function instantOf(term: RunningTerm, rung: Rung, calendar: Calendar, pauses: readonly Pause[]): Instant | null {
  const { ref, offset, unit, clock } = rung.at;
  const base = ref === 'start' ? term.anchor : term.dueAt;
  if (base === null || (offset === 0 && clock === undefined)) return base;
  const date = ref === 'start' ? localDate(calendar, base) : dueDate(calendar, base);
  if (ref === 'due' && offset > 0 && unit !== 'workingHours' && pauses.length > 0) return lateInstant(calendar, date, rung.at, pauses);
  return shiftWorking(calendar, unit === 'workingHours' ? base : date, offset, unit, clock ?? DEFAULT_CLOCK);
}

/**
 * A rung so many dates after due, where the clock stood for a while. Time held then is charged to nobody, so a held date is no
 * step of the ladder; a rung whose hour lies in a pause comes at that hour of the next working date, never in the night in which
 * the pause ends. What lay before a pause stays where it was.
 */
function lateInstant(calendar: Calendar, due: LocalDate, { offset, unit, clock }: Rung['at'], pauses: readonly Pause[]): Instant | null {
  const minute = minutesOfClock(clock ?? DEFAULT_CLOCK);
  let left = offset;
  for (let date = addDays(due, 1); ; date = addDays(date, 1)) {
    const working = isWorkingDay(calendar, date);
    const end = epochMs(endOfDate(calendar, date));
    const held = pauses.filter(({ from, to }) => from < end && end <= to);
    if (working || (unit === 'days' && left > 0)) {
      const at = instantAt(calendar, date, minute);
      if (left <= 1 && pauseAt(pauses, at) === undefined) return at;
      if (held.length === 0) left -= 1;
    }
    if (held.some(({ to }) => to === Number.POSITIVE_INFINITY)) return null;
  }
}

/** Nothing fires while the clock stands: a rung that falls into a pause waits for its end, and for good in an open one. */
function afterPause(planned: PlannedRung, pauses: readonly Pause[]): readonly PlannedRung[] {
  const pause = pauseAt(pauses, planned.at);
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

/** Whether the due instant a term has now is still to be recorded as passed: a later one, given after a breach, passes anew. */
export const breachAwaited = ({ term: { dueAt }, breachedAt }: Clocked): boolean => dueAt !== null && (breachedAt === null || breachedAt < dueAt);

export const isDecider = ({ act }: Rung): boolean => act !== undefined && 'decide' in act;

/**
 * The next instant at which something happens on a term: a rung, the due instant; null when only people can act.
 * @param now where a rung that lets the law decide is past and has not fired, it waits for mail to be read
 */
export function wakeOf(clock: Clocked, rungs: readonly Rung[], calendars: Calendars, now?: Instant): Instant | null {
  const instants = unfiredRungs(clock, rungs, calendars)
    .filter((planned) => !liesBeforeOpening(clock.term, planned))
    .map(({ rung, at }) => (now !== undefined && at <= now && isDecider(rung) ? plusMs(at, INBOUND_PATIENCE_MS) : at));
  if (breachAwaited(clock) && clock.term.dueAt !== null) instants.push(clock.term.dueAt);
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
  const pauses = pausesIn(term, calendars);
  if (pauses.length === 0 && isKnown(calendar, addDays(localDate(calendar, base), daysWithin(farthest)))) return false;
  const recorded = new Set(clock.rungs.filter((record) => record.epoch === term.epoch).map((record) => record.key));
  return rungs.some((rung) => !recorded.has(rung.key) && withinKnown(() => ({ at: instantOf(term, rung, calendar, pauses) })) === null);
}
