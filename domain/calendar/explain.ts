/**
 * The clock view of a term, made of stretches that re-add to the due instant.
 *
 * The sums are counted again from the calendar dates, apart from the walk that made the stretches; a view that does not
 * re-add is never shown.
 */
import type { Text } from '../shared/errors.js';
import { addDays, addMonths, dayNumber, epochMs, instantFromMs, MS_PER_MINUTE, type Instant, type LocalDate } from '../shared/instant.js';
import { dueDate, endOfDate, isKnown, isProvisional, isWorkingDay, localDate, rowOf, type Beyond, type Calendar, type CalendarRow } from './calendar.js';
import type { ClockView, DateCheck, HourCheck, Segment, SegmentKind } from './clock-view.js';
import { requireDatesReadd, requireHoursReadd } from './readd.js';
import { sentencesOf } from './sentences.js';
import {
  addLegalMonths,
  budgetOf,
  openingCalendar,
  progressOf,
  unitOf,
  walkTerm,
  type Calendars,
  type DateStep,
  type Pause,
  type Term,
  type TimeStep,
  type Walk,
} from './term.js';
import { endOfDateText, localTime, momentLabel, rangeLabel } from './words.js';
import { MS_PER_HOUR } from './working-time.js';

export type { ClockView, Segment } from './clock-view.js';

const WEEKLY_REST: Text = { vi: 'nghỉ hằng tuần', en: 'weekly rest' };
const LANDING: Text = { vi: 'ngày làm việc kế tiếp', en: 'the next working day' };

/**
 * Explains a term; with `now`, also what is used up and what is left.
 * @throws calendar_unknown · limit_invalid · fixed_date_immovable as `walkTerm`; a plain Error when the sums do not re-add
 */
export function explainTerm(term: Term, calendars: Calendars, now?: Instant, beyond: Beyond = 'refuse'): ClockView {
  const calendar = openingCalendar(calendars);
  const walk = walkTerm(term, calendars, beyond);
  const unit = unitOf(term.limit);
  const budget = budgetOf(term);
  const anchorOn = localDate(calendar, term.anchor);
  const hours = unit === 'workingHours';
  const fixed = 'fixedDate' in term.limit;
  const hourUnit = hours ? hourUnitOf(walk.times) : 'minutes';
  const segments = fixed
    ? fixedSegments(anchorOn, walk.dueOn as LocalDate)
    : hours
      ? hourSegments(calendars, walk, term.anchor, hourUnit)
      : dateSegments(walk, anchorOn);
  const check = hours ? hourCheck(walk, segments, hourUnit) : dateCheck(segments);
  const left = hours ? budget.total * MS_PER_HOUR - countedMs(walk.times) : budget.total - walk.dates.filter((step) => step.kind === 'counted').length;
  if (hours) requireHoursReadd(check as HourCheck, term.anchor, walk.dueAt, left);
  else requireDatesReadd(segments, check as DateCheck, anchorOn, walk.dueOn, fixed ? null : budget.total);

  const dueCalendar = walk.dates.at(-1)?.calendar ?? calendar;
  const due = walk.dueAt === null || walk.dueOn === null ? null : hours ? localTime(calendar, walk.dueAt) : endOfDateText(dueCalendar, walk.dueOn, walk.dueAt);
  const progress = now === undefined ? null : progressOf(term, calendars, now, beyond);
  const limit = fixed ? `fixedDate ${walk.dueOn}` : `${budget.limit} ${unit}`;
  const view = {
    unit,
    limit,
    basis: term.limit.basis ?? null,
    budget: fixed ? null : budget,
    calendar: { id: calendar.id, version: calendar.version, status: walk.provisional ? 'proposed' : 'official', knownThrough: calendar.knownThrough },
    anchor: { at: localTime(calendar, term.anchor), date: anchorOn, dayCounted: hours },
    segments,
    due,
    dueAt: walk.dueAt,
    dueOn: walk.dueOn,
    rawEndOn: walk.rawEndOn,
    remindBy: remindByOrNull(dueCalendar, walk.dueOn),
    provisional: walk.provisional,
    needsCalendar: walk.needsCalendar,
    uncounted: walk.dueAt !== null ? 0 : hours ? Math.ceil(left / MS_PER_HOUR) : left,
    check,
    progress,
  } as const;
  return { ...view, sentences: sentencesOf(view, calendar, dueCalendar, term.anchor) };
}

/**
 * Explains a date of law counted in months; such a date takes no pauses.
 * @throws calendar_unknown · limit_invalid; a plain Error when the sums do not re-add
 */
export function explainLegalMonths(calendar: Calendar, anchor: Instant, months: number): ClockView {
  const anchorOn = localDate(calendar, anchor);
  const { rawEnd, due } = addLegalMonths(calendar, anchorOn, months);
  const steps: DateStep[] = [];
  for (let date = addDays(rawEnd, 1); date <= due; date = addDays(date, 1)) {
    steps.push({ date, kind: 'rolled', calendar, row: rowOf(calendar, date), pause: null, working: isWorkingDay(calendar, date) });
  }
  const counted: Segment = {
    from: addDays(anchorOn, 1),
    to: rawEnd,
    label: rangeLabel(addDays(anchorOn, 1), rawEnd),
    kind: 'counted',
    amount: dayNumber(rawEnd) - dayNumber(anchorOn),
    reason: { vi: `đến ngày tương ứng sau ${months} tháng`, en: `to the corresponding date ${months} ${months === 1 ? 'month' : 'months'} on` },
  };
  const segments = [counted, ...groupDates(steps)];
  const dueAt = endOfDate(calendar, due);
  const provisional = isProvisional(calendar, due);
  const check = dateCheck(segments);
  requireDatesReadd(segments, check, anchorOn, due, null);
  if (addMonths(anchorOn, months) !== rawEnd) throw new Error(`${months} months from ${anchorOn} do not end on ${rawEnd}`);
  const view = {
    unit: 'months',
    limit: `${months} months`,
    basis: null,
    budget: { limit: months, extended: 0, adjusted: 0, floored: 0, total: months },
    calendar: { id: calendar.id, version: calendar.version, status: provisional ? 'proposed' : 'official', knownThrough: calendar.knownThrough },
    anchor: { at: localTime(calendar, anchor), date: anchorOn, dayCounted: false },
    segments,
    due: endOfDateText(calendar, due, dueAt),
    dueAt,
    dueOn: due,
    rawEndOn: rawEnd,
    remindBy: due,
    provisional,
    needsCalendar: false,
    uncounted: 0,
    check,
    progress: null,
  } as const;
  return { ...view, sentences: sentencesOf(view, calendar, calendar, anchor) };
}

/** A fixed date may lie beyond the calendar; it is due all the same, only the date to remind by is not known. */
function remindByOrNull(calendar: Calendar, dueOn: LocalDate | null): LocalDate | null {
  for (let date = dueOn; date !== null && isKnown(calendar, date); date = addDays(date, -1)) if (isWorkingDay(calendar, date)) return date;
  return null;
}

/** Consecutive dates of one kind for one reason make one segment. */
function groupDates(steps: readonly DateStep[]): Segment[] {
  const groups: DateStep[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const head = last?.[0];
    if (last !== undefined && head !== undefined && groupKey(head) === groupKey(step)) last.push(step);
    else groups.push([step]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0] as DateStep, group.at(-1) as DateStep];
    return {
      from: first.date,
      to: last.date,
      label: rangeLabel(first.date, last.date),
      kind: first.kind,
      amount: group.length,
      reason: reasonOf(first),
      ...factsOf(first),
    };
  });
}

const showsRow = (step: DateStep): step is DateStep & { row: CalendarRow } =>
  step.row !== null && step.pause === null && (step.row.day === 'work' ? step.kind !== 'held' : step.kind !== 'counted');

function groupKey(step: DateStep): string {
  const why =
    step.pause !== null
      ? `pause ${step.pause.from} ${step.pause.to} ${step.pause.ground}`
      : showsRow(step)
        ? `row ${step.row.day} ${step.row.occasion.vi} ${step.row.source} ${step.row.certainty}`
        : step.kind === 'rolled'
          ? String(step.working)
          : '';
  return `${step.kind} ${why}`;
}

function reasonOf(step: DateStep): Text | null {
  if (step.pause !== null) return step.kind === 'rolled' ? { vi: `tạm dừng: ${step.pause.ground}`, en: `held: ${step.pause.ground}` } : null;
  if (showsRow(step)) return step.row.occasion;
  if (step.kind === 'rolled' && step.working) return LANDING;
  return step.kind === 'off' || (step.kind === 'rolled' && !step.working) ? WEEKLY_REST : null;
}

function factsOf(step: DateStep): Partial<Segment> {
  if (step.pause !== null) return pauseFacts(step.pause);
  return showsRow(step) ? { source: step.row.source, certainty: step.row.certainty } : {};
}

const pauseFacts = (pause: Pause): Partial<Segment> => ({ ground: pause.ground, basis: pause.basis });

function dateSegments(walk: Walk, anchorOn: LocalDate): readonly Segment[] {
  const segments = groupDates(walk.dates);
  if (walk.heldBy === null) return segments;
  const from = addDays(walk.dates.at(-1)?.date ?? anchorOn, 1);
  return [...segments, { from, to: null, label: `${rangeLabel(from, from)}–…`, kind: 'held', amount: null, reason: null, ...pauseFacts(walk.heldBy) }];
}

function fixedSegments(anchorOn: LocalDate, dueOn: LocalDate): readonly Segment[] {
  const amount = dayNumber(dueOn) - dayNumber(anchorOn);
  if (amount <= 0) return [];
  const from = addDays(anchorOn, 1);
  return [{ from, to: dueOn, label: rangeLabel(from, dueOn), kind: 'counted', amount, reason: { vi: 'đến ngày cố định', en: 'to the fixed date' } }];
}

const hourUnitOf = (times: readonly TimeStep[]): HourCheck['unit'] =>
  times.every((step) => (step.to - step.from) % MS_PER_MINUTE === 0) ? 'minutes' : 'milliseconds';

const sizeIn = (ms: number, unit: HourCheck['unit']): number => (unit === 'minutes' ? ms / MS_PER_MINUTE : ms);

const countedMs = (times: readonly TimeStep[]): number => times.reduce((sum, step) => sum + (step.kind === 'counted' ? step.to - step.from : 0), 0);

function hourSegments(calendars: Calendars, walk: Walk, anchor: Instant, unit: HourCheck['unit']): readonly Segment[] {
  const calendar = openingCalendar(calendars);
  const oneCalendar = 'id' in calendars;
  const segments: Segment[] = walk.times.map((step) => {
    const [from, to] = [instantFromMs(step.from), instantFromMs(step.to)];
    const row = step.kind === 'off' && oneCalendar ? firstDayOff(calendar, from, to) : null;
    return {
      from: localTime(calendar, from),
      to: localTime(calendar, to),
      label: `${momentLabel(calendar, from)} – ${momentLabel(calendar, to)}`,
      kind: step.kind,
      amount: sizeIn(step.to - step.from, unit),
      reason: step.kind !== 'off' ? null : (row?.occasion ?? { vi: 'ngoài giờ làm việc', en: 'outside working hours' }),
      ...(step.pause !== null ? pauseFacts(step.pause) : {}),
      ...(row !== null ? { source: row.source, certainty: row.certainty } : {}),
    };
  });
  if (walk.heldBy === null) return segments;
  const from = instantFromMs(walk.times.at(-1)?.to ?? epochMs(anchor));
  return [
    ...segments,
    {
      from: localTime(calendar, from),
      to: null,
      label: `${momentLabel(calendar, from)} – …`,
      kind: 'held',
      amount: null,
      reason: null,
      ...pauseFacts(walk.heldBy),
    },
  ];
}

function firstDayOff(calendar: Calendar, from: Instant, to: Instant): CalendarRow | null {
  for (let date = localDate(calendar, from); date <= dueDate(calendar, to); date = addDays(date, 1)) {
    const row = rowOf(calendar, date);
    if (row?.day === 'off') return row;
  }
  return null;
}

const sumOf = (segments: readonly Segment[], kind: SegmentKind): number =>
  segments.reduce((sum, segment) => sum + (segment.kind === kind ? (segment.amount ?? 0) : 0), 0);

function dateCheck(segments: readonly Segment[]): DateCheck {
  const [counted, held, off, rolled] = [sumOf(segments, 'counted'), sumOf(segments, 'held'), sumOf(segments, 'off'), sumOf(segments, 'rolled')];
  return { dates: counted + held + off + rolled, counted, held, off, rolled };
}

function hourCheck(walk: Walk, segments: readonly Segment[], unit: HourCheck['unit']): HourCheck {
  const [first, last] = [walk.times[0], walk.times.at(-1)];
  const wall = first === undefined || last === undefined ? 0 : sizeIn(last.to - first.from, unit);
  return { unit, wall, used: sumOf(segments, 'counted'), held: sumOf(segments, 'held'), off: sumOf(segments, 'off') };
}
