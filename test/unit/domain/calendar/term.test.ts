import fc from 'fast-check';
import { endOfDate, isWorkingDay, localDate, type Calendar } from '../../../../domain/calendar/calendar.js';
import { dueOf, isSuspendedAt, measure, pausesOf, progressOf, remindByOf, type Limit, type Term, type TermEvent } from '../../../../domain/calendar/term.js';
import { addDays, plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { day, vn, vnCounter, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const office = vnOffice();
const SEED = { seed: 20261125, numRuns: 150 };

const term = (anchor: string, limit: Limit, events: readonly TermEvent[] = []): Term => ({ anchor: vn(anchor), limit, events });
const paused = (from: string, until?: string): TermEvent => ({
  type: 'suspended',
  at: vn(from),
  from: vn(from),
  ...(until === undefined ? {} : { until: vn(until) }),
  ground: 'supplement',
  basis: 'NĐ 61/2018',
});
const resumed = (at: string): TermEvent => ({ type: 'resumed', at: vn(at) });

describe('clock-vectors', () => {
  it.each([
    ['2026-02-12', 5, '2026-02-26'],
    ['2026-04-24', 3, '2026-05-04'],
    ['2026-08-21', 1, '2026-08-22'],
    ['2026-08-28', 1, '2026-09-03'],
    ['2026-11-23', 1, '2026-11-25'],
    ['2025-04-29', 1, '2025-05-05'],
    ['2025-12-31', 1, '2026-01-05'],
  ])('clock-vectors: from %s %i working days are due %s at 24:00', (anchor, workingDays, dueOn) => {
    for (const at of [anchor, `${anchor} 09:30`, `${anchor} 23:59`]) {
      expect(dueOf(term(at, { workingDays }), office)).toEqual({
        dueAt: endOfDate(office, day(dueOn)),
        dueOn,
        rawEndOn: dueOn,
        provisional: false,
        needsCalendar: false,
      });
    }
  });

  it.each([
    ['2026-04-25', '2026-04-30', '2026-05-04'],
    ['2026-02-11', '2026-02-16', '2026-02-23'],
    ['2026-08-25', '2026-08-30', '2026-09-03'],
  ])('clock-vectors: from %s 5 days end on %s, a day off, and roll to %s', (anchor, rawEndOn, dueOn) => {
    expect(dueOf(term(anchor, { days: 5 }), office)).toMatchObject({ rawEndOn, dueOn, dueAt: endOfDate(office, day(dueOn)) });
  });

  it.each([
    ['2026-08-21 15:00', '2026-08-22 15:00'],
    ['2026-02-13 16:30', '2026-02-23 16:30'],
    ['2026-11-23 14:00', '2026-11-25 14:00'],
    ['2026-03-02 08:00', '2026-03-02 17:00'],
    ['2026-03-07 10:00', '2026-03-09 17:00'],
  ])('clock-vectors: from %s 8 working hours are used up at %s', (anchor, dueAt) => {
    expect(dueOf(term(anchor, { workingHours: 8 }), office).dueAt).toBe(vn(dueAt));
  });
});

describe('calendars of other kinds', () => {
  it('clock-24h-vs-closing-time: the same dates count, and the last one ends at 24:00 or when the office closes', () => {
    const closing: Calendar = { ...office, dayEnd: '17:00' };
    const five = term('2026-02-12 10:00', { workingDays: 5 });
    expect([dueOf(five, office).dueAt, dueOf(five, closing).dueAt]).toEqual([vn('2026-02-27'), vn('2026-02-26 17:00')]);
    const held = term('2026-03-02 08:00', { workingDays: 3 }, [paused('2026-03-03 16:30', '2026-03-03 18:00')]);
    expect([dueOf(held, office).dueOn, dueOf(held, closing).dueOn]).toEqual(['2026-03-05', '2026-03-06']);
  });

  it('clock-halfday-saturday-counter: Saturday morning counts as a working date, with four hours', () => {
    const counter = vnCounter();
    expect(dueOf(term('2026-03-06', { workingDays: 1 }), counter).dueOn).toBe('2026-03-07');
    expect(dueOf(term('2026-03-06', { workingDays: 1 }), office).dueOn).toBe('2026-03-09');
    expect(dueOf(term('2026-03-06 15:00', { workingHours: 8 }), counter).dueAt).toBe(vn('2026-03-09 10:00'));
    expect(dueOf(term('2026-02-28', { days: 7 }), counter).dueOn).toBe('2026-03-07');
    expect(isWorkingDay(counter, day('2026-02-21'))).toBe(true);
  });

  it('clock-provisional-flag: a term that runs into the proposed year is provisional, one that ends before is not', () => {
    expect(dueOf(term('2026-12-28', { workingDays: 3 }), office)).toMatchObject({ dueOn: '2026-12-31', provisional: false });
    expect(dueOf(term('2026-12-28', { workingDays: 4 }), office)).toMatchObject({ dueOn: '2027-01-04', provisional: true });
    expect(dueOf(term('2026-12-31 15:00', { workingHours: 4 }), office)).toMatchObject({ dueAt: vn('2027-01-04 10:00'), provisional: true });
  });

  it('clock-horizon-refuses: a limit that ends after the last known date is refused', () => {
    expect(() => dueOf(term('2027-12-30', { workingDays: 1 }), office)).not.toThrow();
    for (const limit of [{ workingDays: 2 }, { days: 2 }, { workingHours: 17 }, { workingDays: 999_999 }] as const) {
      expect(() => dueOf(term('2027-12-30 08:00', limit), office)).toThrow('calendar_unknown');
    }
    expect(() => dueOf(term('2024-06-03', { workingDays: 2 }), office)).toThrow('calendar_unknown');
  });

  it('fixed-date-no-roll: 31/01/2026, a Saturday, stays due that day and is recalled on Friday', () => {
    const plan = dueOf(term('2026-01-05', { fixedDate: day('2026-01-31') }), office);
    expect(plan).toEqual({ dueAt: vn('2026-02-01'), dueOn: '2026-01-31', rawEndOn: '2026-01-31', provisional: false, needsCalendar: false });
    expect(remindByOf(office, plan.dueAt as Instant)).toBe('2026-01-30');
    for (const event of [paused('2026-01-06'), { type: 'extended', by: 1, basis: 'x' }] as const) {
      expect(() => dueOf(term('2026-01-05', { fixedDate: day('2026-01-31') }, [event]), office)).toThrow('fixed_date_immovable');
    }
  });

  it('a limit is a whole number of at least one', () => {
    for (const workingDays of [0, -1, 1.5, Number.NaN, 2 ** 60]) expect(() => dueOf(term('2026-03-02', { workingDays }), office)).toThrow('limit_invalid');
    expect(() => dueOf(term('2026-03-02', { workingDays: 2 }, [{ type: 'adjusted', by: -2, reason: 'x' }]), office)).toThrow('limit_invalid');
  });
});

describe('ledger-vectors', () => {
  const three = (events: readonly TermEvent[], anchor = '2026-03-02', limit: Limit = { workingDays: 3 }) => dueOf(term(anchor, limit, events), office);

  it.each([
    ['a pause inside one date holds nothing', '2026-03-02', [paused('2026-03-03 09:00', '2026-03-03 15:00')], '2026-03-05'],
    ['a pause over a night holds the date it began on', '2026-03-02', [paused('2026-03-03 16:00', '2026-03-04 10:00')], '2026-03-06'],
    ['a pause over the weekend holds Friday only', '2026-03-05', [paused('2026-03-06 16:00', '2026-03-09 08:00')], '2026-03-11'],
    ['a pause on days off holds nothing', '2026-03-05', [paused('2026-03-07', '2026-03-09')], '2026-03-10'],
    [
      'overlapping pauses hold each date once',
      '2026-03-02',
      [paused('2026-03-03 09:00', '2026-03-05 15:00'), paused('2026-03-04 09:00', '2026-03-06 08:00')],
      '2026-03-10',
    ],
  ] as const)('ledger-vectors: %s', (_name, anchor, events, dueOn) => {
    expect(three(events, anchor).dueOn).toBe(dueOn);
  });

  it('ledger-vectors: a roll passes over a date that is held', () => {
    const events = [paused('2026-03-09 10:00', '2026-03-12 08:00')];
    expect(three([], '2026-03-03', { days: 5 })).toMatchObject({ rawEndOn: '2026-03-08', dueOn: '2026-03-09' });
    expect(three(events, '2026-03-03', { days: 5 })).toMatchObject({ rawEndOn: '2026-03-08', dueOn: '2026-03-12' });
  });

  it('ledger-vectors: hours lose exactly the covered working minutes', () => {
    expect(three([paused('2026-03-02 11:00', '2026-03-03 09:30')], '2026-03-02 10:00', { workingHours: 8 }).dueAt).toBe(vn('2026-03-04 08:30'));
  });

  it('ledger-vectors: a pause of whole days, midnight to midnight, holds those days and no other', () => {
    expect(three([paused('2026-03-03', '2026-03-05')]).dueOn).toBe('2026-03-09');
    expect(three([paused('2026-03-04', '2026-03-05')], '2026-03-02', { workingDays: 1 }).dueOn).toBe('2026-03-03');
  });

  it('ledger-vectors: where the day of resuming does not count, it is held as well', () => {
    const events = [paused('2026-03-03 16:00', '2026-03-04 10:00')];
    expect(three(events, '2026-03-02', { workingDays: 3, resumeDay: 'notCounted' }).dueOn).toBe('2026-03-09');
    expect(three(events, '2026-03-02 08:00', { workingHours: 24, resumeDay: 'notCounted' }).dueAt).toBe(vn('2026-03-06 09:00'));
  });

  it('ledger-vectors: an open pause leaves nothing due, and resuming counts at its instant', () => {
    expect(three([paused('2026-03-03 16:00')])).toMatchObject({ dueAt: null, dueOn: null, needsCalendar: false });
    expect(three([paused('2026-03-03 16:00'), resumed('2026-03-04 10:00')]).dueOn).toBe('2026-03-06');
  });

  it('ledger-vectors: a planned pause may be cut short, an early resume of another changes nothing', () => {
    expect(three([paused('2026-03-03 16:00', '2026-03-20'), resumed('2026-03-04 10:00')]).dueOn).toBe('2026-03-06');
    expect(three([paused('2026-03-03 16:00', '2026-03-04 10:00'), resumed('2026-03-03 09:00')]).dueOn).toBe('2026-03-06');
  });

  it('ledger-vectors: opened already paused, resumed or paused again twice, the budget is untouched', () => {
    const once = three([paused('2026-03-02'), resumed('2026-03-04 10:00')]);
    const twice = three([paused('2026-03-02'), paused('2026-03-02'), resumed('2026-03-04 10:00'), resumed('2026-03-05 10:00')]);
    expect(once.dueOn).toBe('2026-03-06');
    expect(twice).toEqual(once);
  });

  it('ledger-vectors: extensions, adjustments and floors add to the budget', () => {
    expect(three([{ type: 'extended', by: 2, basis: 'NĐ 63 Đ 20' }]).dueOn).toBe('2026-03-09');
    expect(three([{ type: 'adjusted', by: -1, reason: 'clock stood by mistake' }]).dueOn).toBe('2026-03-04');
    expect(
      three([
        { type: 'adjusted', by: 1, reason: 'evidence' },
        { type: 'floored', by: 1 },
      ]).dueOn,
    ).toBe('2026-03-09');
  });

  it('ledger-vectors: a pause that leads past the known dates is kept, with nothing due until the calendar grows', () => {
    const late = [paused('2027-12-28 10:00'), resumed('2027-12-31 10:00')];
    expect(dueOf(term('2027-12-27', { workingDays: 3 }, late), office, 'wait')).toMatchObject({ dueAt: null, needsCalendar: true });
    expect(dueOf(term('2027-12-27 08:00', { workingHours: 30 }, late), office, 'wait')).toMatchObject({ dueAt: null, needsCalendar: true });
    const prolonged: Calendar = { ...office, knownThrough: day('2028-12-31') };
    expect(dueOf(term('2027-12-27', { workingDays: 3 }, late), prolonged)).toMatchObject({ dueOn: '2028-01-04', needsCalendar: false });
  });
});

describe('a term that moves to another calendar', () => {
  const counter = vnCounter();
  const rebased = (at: string, calendarId = 'QUAY-SANG-T7', calendarVersion = 1): TermEvent => ({ type: 'rebased', at: vn(at), calendarId, calendarVersion });

  it('counts the rest there and no date twice', () => {
    const five = (events: readonly TermEvent[]) => dueOf(term('2026-03-02', { workingDays: 5 }, events), [office, counter]).dueOn;
    expect(five([])).toBe('2026-03-09');
    expect(five([rebased('2026-03-04 10:00')])).toBe('2026-03-07');
    expect(five([rebased('2026-03-09 10:00')])).toBe('2026-03-09');
    expect(five([rebased('2026-03-04 10:00'), rebased('2026-03-05 10:00', 'VN-CO-QUAN')])).toBe('2026-03-09');
  });

  it('a date that had closed on the old calendar stays counted there', () => {
    const closing: Calendar = { ...office, dayEnd: '17:00' };
    const shut: Calendar = { ...counter, weekly: { ...counter.weekly, 3: [] } };
    const moved = (at: string) => dueOf(term('2026-03-02', { workingDays: 3 }, [rebased(at)]), [closing, shut]).dueOn;
    expect(moved('2026-03-04 18:00')).toBe('2026-03-05');
    expect(moved('2026-03-04 17:00')).toBe('2026-03-05');
    expect(moved('2026-03-04 16:00')).toBe('2026-03-06');
  });

  it('hours before the move are worked by the old hours, after it by the new', () => {
    const saturday = [rebased('2026-03-06 17:00')];
    expect(dueOf(term('2026-03-06 13:00', { workingHours: 8 }, saturday), [office, counter]).dueAt).toBe(vn('2026-03-07 12:00'));
  });

  it('a new version of the same calendar recounts all of its part', () => {
    const before: Calendar = { ...office, rows: Object.fromEntries(Object.entries(office.rows).filter(([date]) => date !== '2026-11-24')) };
    const after: Calendar = { ...office, version: 2 };
    const one = (events: readonly TermEvent[]) => dueOf(term('2026-11-23', { workingDays: 1 }, events), [before, after]).dueOn;
    expect([one([]), one([rebased('2026-11-25 09:00', 'VN-CO-QUAN', 2)])]).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('a calendar nobody loaded is a mistake of the caller', () => {
    expect(() => dueOf(term('2026-03-02', { workingDays: 5 }, [rebased('2026-03-03')]), office)).toThrow('was not loaded');
  });
});

const anyUnit = fc.constantFrom('days', 'workingDays', 'workingHours');
const limitIn = (unit: string, amount: number): Limit =>
  unit === 'days' ? { days: amount } : unit === 'workingDays' ? { workingDays: amount } : { workingHours: amount };
const minutesOn = (minutes: number): Instant => plusMs(vn('2026-01-05'), minutes * 60_000);
const DAY = 1440;
const anyPauses = fc.array(fc.record({ from: fc.integer({ min: 0, max: 60 * DAY }), length: fc.integer({ min: 1, max: 12 * DAY }) }), { maxLength: 5 });
const toEvents = (pauses: readonly { from: number; length: number }[]): readonly TermEvent[] =>
  pauses.map(({ from, length }) => ({
    type: 'suspended',
    at: minutesOn(from),
    from: minutesOn(from),
    until: minutesOn(from + length),
    ground: 'g',
    basis: 'b',
  }));

describe('properties of the ledger', () => {
  it('pause-union: any set of pauses holds what its union holds', () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 * DAY }), anyPauses, (unit, amount, start, pauses) => {
        const sorted = [...pauses].sort((a, b) => a.from - b.from);
        const union: { from: number; length: number }[] = [];
        for (const pause of sorted) {
          const last = union.at(-1);
          if (last !== undefined && pause.from <= last.from + last.length) last.length = Math.max(last.length, pause.from + pause.length - last.from);
          else union.push({ ...pause });
        }
        const due = (events: readonly TermEvent[]) => dueOf({ anchor: minutesOn(start), limit: limitIn(unit, amount), events }, office);
        expect(due(toEvents(pauses))).toEqual(due(toEvents(union)));
        expect(due(toEvents([...pauses].reverse()))).toEqual(due(toEvents(union)));
      }),
      SEED,
    );
  });

  it('pause-vs-extend-commute: pausing and extending in either order give one due instant', () => {
    fc.assert(
      fc.property(
        anyUnit,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 0, max: 30 * DAY }),
        anyPauses,
        (unit, amount, more, start, pauses) => {
          const extended: TermEvent = { type: 'extended', by: more, basis: 'b' };
          const held = toEvents(pauses);
          const due = (events: readonly TermEvent[]) => dueOf({ anchor: minutesOn(start), limit: limitIn(unit, amount), events }, office);
          expect(due([extended, ...held])).toEqual(due([...held, extended]));
          expect(due([...held, extended])).toEqual(dueOf({ anchor: minutesOn(start), limit: limitIn(unit, amount + more), events: held }, office));
        },
      ),
      SEED,
    );
  });

  it('paused-never-overdue: while a pause that began in time runs, nothing is due', () => {
    fc.assert(
      fc.property(
        anyUnit,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 30 * DAY }),
        anyPauses,
        fc.integer({ min: 0, max: 40 * DAY }),
        fc.option(fc.integer({ min: 1, max: 20 * DAY })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (unit, amount, start, earlier, from, length, share) => {
          const base: Term = { anchor: minutesOn(start), limit: limitIn(unit, amount), events: toEvents(earlier) };
          const before = dueOf(base, office).dueAt as Instant;
          const pausedAt = minutesOn(start + from);
          fc.pre(pausedAt < before);
          const event: TermEvent = {
            type: 'suspended',
            at: pausedAt,
            from: pausedAt,
            ...(length === null ? {} : { until: minutesOn(start + from + length) }),
            ground: 'g',
            basis: 'b',
          };
          const held: Term = { ...base, events: [...base.events, event] };
          const now = plusMs(pausedAt, Math.floor(share * ((length ?? 20 * DAY) * 60_000 - 1)));
          expect(isSuspendedAt(held, office, now)).toBe(true);
          const { dueAt } = dueOf(held, office);
          expect(dueAt === null || dueAt > now).toBe(true);
        },
      ),
      SEED,
    );
  });

  it('remaining-conserved-over-any-sequence: used and remaining add up to the budget at every moment, and stand still in a pause', () => {
    const act = fc.record({ wait: fc.integer({ min: 1, max: 4 * DAY }), kind: fc.constantFrom('pause', 'resume', 'extend', 'adjust') });
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 3, max: 15 }), fc.array(act, { maxLength: 12 }), (unit, amount, acts) => {
        let events: readonly TermEvent[] = [];
        let clock = 9 * 60;
        let budget = amount;
        const anchor = minutesOn(clock);
        const scale = unit === 'workingHours' ? 3_600_000 : 1;
        const read = (at: number) => progressOf({ anchor, limit: limitIn(unit, amount), events }, office, minutesOn(at));
        let usedAtPause: number | null = null;
        for (const { wait, kind } of acts) {
          clock += wait;
          const now = minutesOn(clock);
          const before = read(clock);
          if (usedAtPause !== null) expect(before?.used).toBe(usedAtPause);
          if (kind === 'pause') {
            events = [...events, { type: 'suspended', at: now, from: now, ground: 'g', basis: 'b' }];
            usedAtPause ??= before?.used ?? null;
          } else if (kind === 'resume') {
            events = [...events, { type: 'resumed', at: now }];
            usedAtPause = null;
          } else {
            events = [...events, kind === 'extend' ? { type: 'extended', by: 1, basis: 'b' } : { type: 'adjusted', by: 1, reason: 'r' }];
            budget += 1;
            // Time after the old due instant starts to count once the budget grows.
            if (usedAtPause !== null) usedAtPause = read(clock)?.used ?? null;
          }
          const after = read(clock);
          expect((after?.used ?? 0) + (after?.remaining ?? 0)).toBe(budget * scale);
          expect(after?.remaining).toBeGreaterThanOrEqual(0);
        }
        const { dueAt } = dueOf({ anchor, limit: limitIn(unit, amount), events }, office);
        if (dueAt !== null) expect(progressOf({ anchor, limit: limitIn(unit, amount), events }, office, dueAt)?.remaining).toBe(0);
      }),
      SEED,
    );
  });

  it('a due date without pauses is the raw end, rolled only for days', () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 200 * DAY }), (unit, amount, start) => {
        const anchor = minutesOn(start);
        const due = dueOf({ anchor, limit: limitIn(unit, amount), events: [] }, office);
        const dueAt = due.dueAt as Instant;
        if (unit === 'workingHours') expect(measure(office, 'workingHours', anchor, dueAt)).toBe(amount);
        else if (unit === 'workingDays') expect(measure(office, 'workingDays', anchor, dueAt)).toBe(amount);
        else expect(due.rawEndOn).toBe(addDays(localDate(office, anchor), amount));
        expect(isWorkingDay(office, due.dueOn ?? day('2026-01-01'))).toBe(true);
      }),
      SEED,
    );
  });

  it('pauses of no length hold nothing', () => {
    expect(pausesOf(term('2026-03-02', { workingDays: 3 }, [paused('2026-03-03 16:00'), resumed('2026-03-03 16:00')]), office)).toEqual([]);
  });
});
