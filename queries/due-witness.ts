/**
 * A second opinion on the clock: due instants and rungs worked out anew from the bare facts of a term.
 *
 * It shares no code with the domain's calendar, so that the nightly check cannot repeat a mistake of the one it checks. Sets of
 * time are built and cut instead of walked. Calendars whose offset changes are not judged.
 */
import type { Calendar } from '../domain/calendar/calendar.js';
import type { Term } from '../domain/calendar/term.js';
import type { Rung } from '../domain/route/route.js';
import type { RunningTerm } from '../domain/review/review-state.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Half-open, milliseconds since 1970; `to` may be infinite. */
type Stretch = { readonly from: number; readonly to: number };

/** Milliseconds; null while an open pause runs, `unknown` where the calendar ends or is not judged. */
export type WitnessedDue = number | null | 'unknown';

const ms = (text: string): number => Date.parse(text);
const utcDate = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const minutes = (clock: string): number => Number(clock.split(':')[0]) * 60 + Number(clock.split(':')[1]);

class OutsideCalendar extends Error {}

/** What a calendar says of the `day`-th day since 1970. @throws OutsideCalendar */
function hoursOn(calendar: Calendar, day: number): readonly Stretch[] {
  const date = utcDate(day);
  if (date < calendar.knownFrom || date > calendar.knownThrough || (calendar.missingYears ?? []).includes(Number(date.slice(0, 4))))
    throw new OutsideCalendar();
  const row = calendar.rows[date];
  const weekday = ((new Date(day * DAY).getUTCDay() + 6) % 7) + 1;
  const spans = row === undefined ? calendar.weekly[weekday as 1] : row.day === 'off' ? [] : (row.spans ?? calendar.fullDay);
  const midnight = day * DAY - calendar.zoneOffsetMinutes * MINUTE;
  return spans.map((span) => ({ from: midnight + span.fromMinute * MINUTE, to: midnight + span.toMinute * MINUTE }));
}

/** Whether a date counts as worked, and the instant at which it ends. */
function dateOf(calendar: Calendar, day: number): { readonly works: boolean; readonly end: number } {
  const hours = hoursOn(calendar, day);
  const midnight = day * DAY - calendar.zoneOffsetMinutes * MINUTE;
  const latest = midnight + minutes(calendar.dayEnd) * MINUTE;
  const last = hours.at(-1);
  return { works: hours.length > 0, end: calendar.dayEnd === '24:00' || last === undefined ? latest : Math.min(latest, last.to) };
}

const localDay = (calendar: Calendar, at: number): number => Math.floor((at + calendar.zoneOffsetMinutes * MINUTE) / DAY);

function pausesOf(term: Term, calendarFor: (day: number) => Calendar, opening: Calendar): readonly Stretch[] {
  const pauses: { from: number; to: number }[] = [];
  for (const event of term.events) {
    if (event.type === 'suspended') pauses.push({ from: ms(event.from), to: event.until === undefined ? Infinity : ms(event.until) });
    if (event.type === 'resumed') for (const pause of pauses) if (pause.from <= ms(event.at) && ms(event.at) < pause.to) pause.to = ms(event.at);
  }
  return pauses
    .filter((pause) => pause.to > pause.from)
    .map((pause) => {
      if (term.limit.resumeDay !== 'notCounted' || pause.to === Infinity) return pause;
      const day = localDay(opening, pause.to);
      return { from: pause.from, to: Math.max(pause.to, dateOf(calendarFor(day), day).end) };
    });
}

/** Which calendar rules a day, after every rebase. */
function rulesOf(term: Term, opening: Calendar, find: (id: string, version: number) => Calendar) {
  const changes: { calendar: Calendar; at: number }[] = [{ calendar: opening, at: -Infinity }];
  for (const event of term.events) {
    if (event.type !== 'rebased') continue;
    const calendar = find(event.calendarId, event.calendarVersion);
    const last = changes.at(-1) as { calendar: Calendar; at: number };
    if (last.calendar.id === calendar.id) last.calendar = calendar;
    else changes.push({ calendar, at: ms(event.at) });
  }
  const forDay = (day: number): Calendar => {
    let ruling = opening === changes[0]?.calendar ? opening : (changes[0]?.calendar ?? opening);
    for (const change of changes.slice(1)) {
      if (dateOf(ruling, day).end <= change.at) break;
      ruling = change.calendar;
    }
    return ruling;
  };
  const hoursFor = (day: number): readonly Stretch[] =>
    changes.flatMap((change, index) => {
      const until = changes[index + 1]?.at ?? Infinity;
      return hoursOn(change.calendar, day)
        .map((hours) => ({ from: Math.max(hours.from, change.at), to: Math.min(hours.to, until) }))
        .filter((hours) => hours.to > hours.from);
    });
  return { first: changes[0]?.calendar ?? opening, forDay, hoursFor };
}

/** Cuts pauses out of a stretch. */
function without(stretch: Stretch, pauses: readonly Stretch[]): readonly Stretch[] {
  return pauses.reduce<readonly Stretch[]>(
    (left, pause) =>
      left.flatMap((piece) =>
        [
          { from: piece.from, to: Math.min(piece.to, pause.from) },
          { from: Math.max(piece.from, pause.to), to: piece.to },
        ].filter((part) => part.to > part.from),
      ),
    [stretch],
  );
}

export function witnessDue(term: Term, opening: Calendar, find: (id: string, version: number) => Calendar): WitnessedDue {
  if ((opening.zoneShifts ?? []).length > 0) return 'unknown';
  try {
    return due(term, opening, find);
  } catch (error) {
    if (error instanceof OutsideCalendar) return 'unknown';
    throw error;
  }
}

function due(term: Term, opening: Calendar, find: (id: string, version: number) => Calendar): WitnessedDue {
  const { limit } = term;
  const { first, forDay, hoursFor } = rulesOf(term, opening, find);
  if ('fixedDate' in limit) return dateOf(forDay(dayOf(limit.fixedDate)), dayOf(limit.fixedDate)).end;
  const added = term.events.reduce(
    (sum, event) => (event.type === 'extended' || event.type === 'adjusted' || event.type === 'floored' ? sum + event.by : sum),
    0,
  );
  const pauses = pausesOf(term, forDay, first);
  const anchor = ms(term.anchor);
  const anchorDay = localDay(first, anchor);
  if ('workingHours' in limit) {
    let need = (limit.workingHours + added) * 60 * MINUTE;
    for (let day = anchorDay; ; day += 1) {
      for (const hours of hoursFor(day)) {
        const stretch = { from: Math.max(hours.from, anchor), to: hours.to };
        if (stretch.to <= stretch.from) continue;
        for (const piece of without(stretch, pauses)) {
          if (piece.to - piece.from >= need) return piece.from + need;
          need -= piece.to - piece.from;
        }
        if (pauses.some((pause) => pause.to === Infinity && pause.from < stretch.to)) return null;
      }
    }
  }
  const workingOnly = 'workingDays' in limit;
  let need = (workingOnly ? limit.workingDays : limit.days) + added;
  const held = (end: number): Stretch | undefined => pauses.filter((pause) => pause.from < end && end <= pause.to).toSorted((a, b) => b.to - a.to)[0];
  for (let day = anchorDay + 1; ; day += 1) {
    const { works, end } = dateOf(forDay(day), day);
    if (need > 0 && workingOnly && !works) continue;
    const pause = held(end);
    if (pause?.to === Infinity && (need > 0 || works)) return null;
    if (pause !== undefined) continue;
    need -= need > 0 ? 1 : 0;
    if (need === 0 && works) return end;
  }
}

/** When a rung was to fire, milliseconds; null when it cannot be told or waits in an open pause. */
export function witnessRung(term: RunningTerm, rung: Rung, dueAt: number | null, calendar: Calendar): number | null {
  const { ref, offset, unit, clock } = rung.at;
  const base = ref === 'start' ? ms(term.anchor) : dueAt;
  if (base === null) return null;
  try {
    const pauses = pausesOf(term, () => calendar, calendar);
    if (ref === 'due' && offset > 0 && unit !== 'workingHours' && pauses.length > 0)
      return late(calendar, localDay(calendar, base - 1), offset, unit, clock ?? '08:30', pauses);
    const planned = offset === 0 && clock === undefined ? base : shift(calendar, ref === 'due' ? base - 1 : base, base, offset, unit, clock ?? '08:30');
    if (planned === null) return null;
    const pause = pauses.find((candidate) => candidate.from <= planned && planned < candidate.to);
    return pause === undefined ? planned : pause.to === Infinity ? null : pause.to;
  } catch (error) {
    if (error instanceof OutsideCalendar) return null;
    throw error;
  }
}

/** So many dates after the due date, leaving out those whose end a pause holds; at an hour at which the clock runs. */
function late(calendar: Calendar, due: number, steps: number, unit: 'days' | 'workingDays', clock: string, pauses: readonly Stretch[]): number | null {
  const works = (day: number): boolean => hoursOn(calendar, day).length > 0;
  const hourOf = (day: number): number => day * DAY - calendar.zoneOffsetMinutes * MINUTE + minutes(clock) * MINUTE;
  const stands = (at: number): boolean => pauses.some((pause) => pause.from <= at && at < pause.to);
  const holder = (day: number): number =>
    Math.max(-Infinity, ...pauses.filter(({ from, to }) => from < dateOf(calendar, day).end && dateOf(calendar, day).end <= to).map(({ to }) => to));
  let day = due + 1;
  for (let passed = 0; passed < steps; day += 1) {
    if (unit === 'workingDays' && !works(day)) {
      if (holder(day) === Infinity) return null;
      continue;
    }
    if (passed === steps - 1 && !stands(hourOf(day))) return hourOf(day);
    if (holder(day) === Infinity) return null;
    if (holder(day) === -Infinity) passed += 1;
  }
  for (; ; day += 1) {
    if (works(day) && !stands(hourOf(day))) return hourOf(day);
    if (holder(day) === Infinity) return null;
  }
}

function shift(calendar: Calendar, dated: number, base: number, offset: number, unit: Rung['at']['unit'], clock: string): number | null {
  const at = (day: number): number => day * DAY - calendar.zoneOffsetMinutes * MINUTE + minutes(clock) * MINUTE;
  let day = localDay(calendar, dated);
  if (unit === 'workingHours') return offset === 0 ? base : shiftHours(calendar, base, offset);
  if (offset === 0) return at(day);
  const step = offset > 0 ? 1 : -1;
  if (step < 0) while (hoursOn(calendar, day).length === 0) day -= 1;
  for (let left = Math.abs(offset); left > 0;) {
    day += step;
    if (unit === 'days' || hoursOn(calendar, day).length > 0) left -= 1;
  }
  return at(day);
}

function shiftHours(calendar: Calendar, base: number, offset: number): number {
  let need = Math.abs(offset) * 60 * MINUTE;
  if (offset > 0) {
    for (let day = localDay(calendar, base); ; day += 1) {
      for (const hours of hoursOn(calendar, day)) {
        const from = Math.max(hours.from, base);
        if (hours.to - from >= need) return from + need;
        need -= Math.max(0, hours.to - from);
      }
    }
  }
  for (let day = localDay(calendar, base); ; day -= 1) {
    for (const hours of hoursOn(calendar, day).toReversed()) {
      const to = Math.min(hours.to, base);
      if (to - hours.from >= need) return to - need;
      need -= Math.max(0, to - hours.from);
    }
  }
}
