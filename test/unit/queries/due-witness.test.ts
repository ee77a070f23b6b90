import fc from 'fast-check';
import type { Calendar } from '../../../domain/calendar/calendar.js';
import { dueOf, type Limit, type Term, type TermEvent } from '../../../domain/calendar/term.js';
import { planRungs } from '../../../domain/escalation/ladder.js';
import type { Rung } from '../../../domain/route/route.js';
import type { RunningTerm } from '../../../domain/review/review-state.js';
import { DomainError } from '../../../domain/shared/errors.js';
import { epochMs, instantFromMs, plusMs, type Instant } from '../../../domain/shared/instant.js';
import { witnessDue, witnessRung, type WitnessedDue } from '../../../queries/due-witness.js';
import { vn, vnCounter, vnOffice } from '../../support/fixtures/calendars/vn.js';

const SEED = { seed: 20_261_125, numRuns: 1_500 } as const;
const HOUR = 3_600_000;
const office = vnOffice();
const counter = vnCounter();
const closing: Calendar = { ...counter, id: 'CLOSING', dayEnd: '17:00' };
const CALENDARS = [office, counter, closing];
const find = (id: string, version: number): Calendar => CALENDARS.find((calendar) => calendar.id === id && calendar.version === version) ?? office;

const anInstant = fc.integer({ min: 0, max: 500 * 24 }).map((hours) => plusMs(vn('2025-02-03 00:00'), hours * HOUR + 1_800_000));
const aLimit: fc.Arbitrary<Limit> = fc
  .tuple(fc.constantFrom('days', 'workingDays', 'workingHours'), fc.integer({ min: 1, max: 30 }), fc.constantFrom('counted' as const, 'notCounted' as const))
  .map(([unit, amount, resumeDay]) => ({
    ...(unit === 'days' ? { days: amount } : unit === 'workingDays' ? { workingDays: amount } : { workingHours: amount }),
    resumeDay,
  }));

/** Facts as they come: each after the one before. */
const someEvents = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 9 * 24 }),
    kind: fc.constantFrom('pause', 'open', 'resume', 'extend', 'adjust', 'rebase'),
    length: fc.integer({ min: 1, max: 200 }),
    calendar: fc.constantFrom(...CALENDARS),
  }),
  { maxLength: 6 },
);

function eventsOf(
  anchor: Instant,
  acts: readonly { readonly wait: number; readonly kind: string; readonly length: number; readonly calendar: Calendar }[],
): readonly TermEvent[] {
  let at = anchor;
  return acts.map(({ wait, kind, length, calendar }): TermEvent => {
    at = plusMs(at, wait * HOUR);
    switch (kind) {
      case 'pause':
        return { type: 'suspended', at, from: at, until: plusMs(at, length * HOUR), ground: 'g', basis: 'b' };
      case 'open':
        return { type: 'suspended', at, from: at, ground: 'g', basis: 'b' };
      case 'resume':
        return { type: 'resumed', at };
      case 'extend':
        return { type: 'extended', by: 1 + (length % 5), basis: 'b' };
      case 'adjust':
        return { type: 'adjusted', by: 1, reason: 'r' };
      default:
        return { type: 'rebased', at, calendarId: calendar.id, calendarVersion: calendar.version };
    }
  });
}

function byDomain(term: Term, calendar: Calendar): WitnessedDue {
  try {
    const due = dueOf(term, [calendar, ...CALENDARS.filter((other) => other !== calendar)]);
    return due.needsCalendar ? 'unknown' : due.dueAt === null ? null : epochMs(due.dueAt);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_unknown') return 'unknown';
    throw error;
  }
}

describe('second-implementation-agrees', () => {
  it('on the due instant of any term, whatever was paused, extended, corrected or moved to another calendar', () => {
    const seen = { due: 0, open: 0, unknown: 0 };
    fc.assert(
      fc.property(anInstant, aLimit, fc.constantFrom(...CALENDARS), someEvents, (anchor, limit, calendar, acts) => {
        const term: Term = { anchor, limit, events: eventsOf(anchor, acts) };
        const expected = byDomain(term, calendar);
        seen[expected === null ? 'open' : expected === 'unknown' ? 'unknown' : 'due'] += 1;
        expect(witnessDue(term, calendar, find)).toEqual(expected);
      }),
      SEED,
    );
    expect(seen.due).toBeGreaterThan(500);
    expect(seen.open).toBeGreaterThan(50);
  });

  it('on when each rung of a term is to fire', () => {
    const aRung = fc.record({
      ref: fc.constantFrom('start' as const, 'due' as const),
      offset: fc.integer({ min: -6, max: 8 }),
      unit: fc.constantFrom('days' as const, 'workingDays' as const, 'workingHours' as const),
      timed: fc.boolean(),
    });
    const pauses = fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 9 * 24 }),
        kind: fc.constantFrom('pause', 'extend'),
        length: fc.integer({ min: 1, max: 200 }),
        calendar: fc.constant(office),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(anInstant, aLimit, pauses, aRung, (anchor, limit, acts, { timed, ...at }) => {
        const events = eventsOf(anchor, acts);
        const dueAt = dueOf({ anchor, limit, events }, office).dueAt as Instant;
        const term: RunningTerm = { limit, anchor, calendarId: office.id, calendarVersion: office.version, events, epoch: 1, dueAt, provisional: false };
        const rung: Rung = { key: 'r', name: { vi: 'r', en: 'r' }, at: { ...at, ...(timed ? { clock: '09:15' } : {}) }, notify: ['assignees'] };
        const [planned] = planRungs(term, [rung], office);
        const witnessed = witnessRung(term, rung, epochMs(dueAt), office);
        expect(witnessed === null ? null : instantFromMs(witnessed)).toBe(planned?.at ?? null);
      }),
      SEED,
    );
  });

  it('on the rungs after due of a term whose clock stood after due', () => {
    const seen = { moved: 0, open: 0 };
    const somePauses = fc.array(
      fc.record({ after: fc.integer({ min: -10, max: 20 * 24 }), length: fc.option(fc.integer({ min: 1, max: 300 }), { freq: 6 }) }),
      { minLength: 1, maxLength: 3 },
    );
    const aLateRung = fc.record({ offset: fc.integer({ min: 1, max: 10 }), unit: fc.constantFrom('days' as const, 'workingDays' as const) });
    const hours = fc.constantFrom('08:30', '16:45', '17:30');
    fc.assert(
      fc.property(anInstant, fc.constantFrom(...CALENDARS), somePauses, aLateRung, hours, (anchor, calendar, pauses, at, clock) => {
        const limit: Limit = { workingDays: 5 };
        const dueAt = dueOf({ anchor, limit, events: [] }, calendar).dueAt as Instant;
        const events = pauses.map(({ after, length }): TermEvent => {
          const from = plusMs(dueAt, after * HOUR);
          return { type: 'suspended', at: from, from, ...(length === null ? {} : { until: plusMs(from, length * HOUR) }), ground: 'g', basis: 'b' };
        });
        const term: RunningTerm = { limit, anchor, calendarId: calendar.id, calendarVersion: calendar.version, events, epoch: 1, dueAt, provisional: false };
        const rung: Rung = { key: 'r', name: { vi: 'r', en: 'r' }, at: { ref: 'due', ...at, clock }, notify: ['assignees'] };
        const [[planned], [unpaused]] = [planRungs(term, [rung], calendar), planRungs({ ...term, events: [] }, [rung], calendar)];
        const witnessed = witnessRung(term, rung, epochMs(dueAt), calendar);
        expect(witnessed === null ? null : instantFromMs(witnessed)).toBe(planned?.at ?? null);
        if (planned === undefined) seen.open += 1;
        else if (planned.at !== unpaused?.at) seen.moved += 1;
        expect((planned?.at ?? '9') >= (unpaused?.at ?? '')).toBe(true);
      }),
      SEED,
    );
    expect([seen.moved > 300, seen.open > 50]).toEqual([true, true]);
  });

  it('and says nothing past the calendar’s last known date', () => {
    expect(witnessDue({ anchor: vn('2027-12-20 09:00'), limit: { workingDays: 30 }, events: [] }, office, find)).toBe('unknown');
  });
});
