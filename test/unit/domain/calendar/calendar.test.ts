import fc from 'fast-check';
import {
  dueDate,
  endOfDate,
  instantAt,
  isProvisional,
  isWorkingDay,
  localDate,
  spansOf,
  workingMs,
  type Calendar,
} from '../../../../domain/calendar/calendar.js';
import { addLimit, LIMIT_UNITS, measure } from '../../../../domain/calendar/term.js';
import { workingDaysByMonth } from '../../../../domain/calendar/read-calendars.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { addDays, epochMs, plusMs, type LocalDate } from '../../../../domain/shared/instant.js';
import { day, instant, vn, vnCounter, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const SEED = { seed: 20261125, numRuns: 200 };

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('working days of Vietnam', () => {
  const office = vnOffice();

  // Working days per month counted from the published plans; sums 250, 249 and (proposed) 249.
  it.each([
    [2025, [17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23], 250],
    [2026, [21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 20, 23], 249],
    [2027, [20, 15, 23, 20, 20, 22, 22, 22, 20, 21, 21, 23], 249],
  ])('the months of %i re-add to the working days of the year', (year, months, total) => {
    expect(workingDaysByMonth(office, year)).toEqual(months);
    expect(months.reduce((sum, days) => sum + days, 0)).toBe(total);
  });

  it('the second proposal for Tết 2027 takes one more day of February', () => {
    const option2 = workingDaysByMonth(vnOffice(['2027-tet-option-2']), 2027);
    expect(option2[1]).toBe(14);
    expect(option2.reduce((sum, days) => sum + days, 0)).toBe(248);
    expect(isWorkingDay(vnOffice(['2027-tet-option-2']), day('2027-02-04'))).toBe(true);
    expect(isWorkingDay(office, day('2027-02-04'))).toBe(false);
  });

  it('a make-up Saturday works in full, the day it stands in for is off', () => {
    expect(isWorkingDay(office, day('2026-08-22'))).toBe(true);
    expect(isWorkingDay(office, day('2026-08-31'))).toBe(false);
    expect(isWorkingDay(office, day('2026-08-29'))).toBe(false);
    expect(spansOf(vnCounter(), day('2026-08-22'))).toEqual(office.fullDay);
  });

  it('Culture Day is off from 2026 on and was not in 2025', () => {
    expect([2025, 2026, 2027].map((year) => isWorkingDay(office, day(`${year}-11-24`)))).toEqual([true, false, false]);
  });

  it('clock-horizon-refuses: a date outside the known years is refused with its name, never judged by the bare week', () => {
    for (const date of ['2024-12-31', '2028-01-03'] as const) {
      const error = refusal(() => isWorkingDay(office, day(date)));
      expect(error.code).toBe('calendar_unknown');
      expect(error.details).toMatchObject({ date, calendarId: 'VN-CO-QUAN', knownFrom: '2025-01-01', knownThrough: '2027-12-31' });
    }
    const gap: Calendar = { ...office, missingYears: [2026] };
    expect(refusal(() => isWorkingDay(gap, day('2026-03-02'))).code).toBe('calendar_unknown');
    expect(isWorkingDay(gap, day('2025-03-03'))).toBe(true);
  });

  it('all of 2027 is only proposed', () => {
    expect([isProvisional(office, day('2026-12-31')), isProvisional(office, day('2027-01-01'))]).toEqual([false, true]);
  });
});

describe('the end of a date', () => {
  const office = vnOffice();

  it('is midnight at its end, and belongs to that date', () => {
    const end = endOfDate(office, day('2026-02-26'));
    expect(end).toBe('2026-02-26T17:00:00.000Z');
    expect([localDate(office, end), dueDate(office, end)]).toEqual(['2026-02-27', '2026-02-26']);
  });

  it('is closing time where the calendar says so, noon on a Saturday of half a day', () => {
    const counter: Calendar = { ...vnCounter(), dayEnd: '17:00' };
    expect(endOfDate(counter, day('2026-03-06'))).toBe(vn('2026-03-06 17:00'));
    expect(endOfDate(counter, day('2026-03-07'))).toBe(vn('2026-03-07 12:00'));
    expect(endOfDate(counter, day('2026-03-08'))).toBe(vn('2026-03-08 17:00'));
  });
});

/** Clocks go forward at 02:00, at midnight and in the middle of a working morning, then back through midnight. */
const shifting: Calendar = {
  ...vnOffice(),
  id: 'SHIFTING',
  zoneOffsetMinutes: 60,
  zoneShifts: [
    { from: instant('2026-03-30T01:00:00Z'), offsetMinutes: 120 },
    { from: instant('2026-04-21T22:00:00Z'), offsetMinutes: 180 },
    { from: instant('2026-05-20T07:00:00Z'), offsetMinutes: 240 },
    { from: instant('2026-10-13T20:30:00Z'), offsetMinutes: 180 },
  ],
};

describe('clock-zone-with-dst-still-lawful', () => {
  it('clock-zone-with-dst-still-lawful: a date ends where the next begins, on days the clocks change too', () => {
    for (let date = day('2026-03-25'); date < '2026-10-20'; date = addDays(date, 1)) {
      const end = endOfDate(shifting, date);
      expect([localDate(shifting, plusMs(end, -1)), localDate(shifting, end)]).toEqual([date, addDays(date, 1)]);
      expect(localDate(shifting, plusMs(end, 45 * 60_000))).toBe(addDays(date, 1));
    }
  });

  it('clock-zone-with-dst-still-lawful: a morning that loses an hour has only three to work', () => {
    const sizes = workingMs(shifting, day('2026-05-20')).map((span) => (span.to - span.from) / 3_600_000);
    expect(sizes).toEqual([3, 4]);
    expect(addLimit(shifting, 'workingHours', instantAt(shifting, day('2026-05-20'), 8 * 60), 8)).toBe(instantAt(shifting, day('2026-05-21'), 9 * 60));
  });

  it('clock-zone-with-dst-still-lawful: adding and measuring stay inverse, and day counts fall on the dates of a still clock', () => {
    const still: Calendar = { ...shifting, zoneShifts: [] };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...LIMIT_UNITS),
        (offset, minute, amount, unit) => {
          const date = addDays(day('2026-03-26'), offset);
          const anchor = instantAt(shifting, date, minute);
          const end = addLimit(shifting, unit, anchor, amount);
          expect(measure(shifting, unit, anchor, end)).toBe(amount);
          if (unit === 'workingHours' || localDate(shifting, anchor) !== date) return;
          expect(dueDate(shifting, end)).toBe(dueDate(still, addLimit(still, unit, instantAt(still, date, minute), amount)));
        },
      ),
      SEED,
    );
  });
});

describe('the laws of counting', () => {
  const calendars: readonly Calendar[] = [vnOffice(), vnCounter(), { ...vnOffice(), dayEnd: '17:00' }, shifting];
  const anyAnchor = fc.integer({ min: 0, max: 400 * 1440 }).map((minutes) => plusMs(vn('2025-06-01'), minutes * 60_000 + (minutes % 7) * 1234));

  it('clock-inverse: measuring what was added gives it back, and no instant lies between two measures', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars),
        fc.constantFrom(...LIMIT_UNITS),
        anyAnchor,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 90 * 1440 }),
        (calendar, unit, anchor, amount, minutes) => {
          expect(measure(calendar, unit, anchor, addLimit(calendar, unit, anchor, amount))).toBe(amount);
          const later = plusMs(anchor, minutes * 60_000);
          const measured = measure(calendar, unit, anchor, later);
          expect(addLimit(calendar, unit, anchor, measured) <= later).toBe(true);
          expect(later < addLimit(calendar, unit, anchor, measured + 1)).toBe(true);
        },
      ),
      SEED,
    );
  });

  it('clock-monotone-in-n-and-anchor: a longer limit ends later, a later start never ends earlier', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars),
        fc.constantFrom(...LIMIT_UNITS),
        anyAnchor,
        anyAnchor,
        fc.integer({ min: 1, max: 60 }),
        (calendar, unit, one, other, amount) => {
          const [first, second] = one <= other ? [one, other] : [other, one];
          expect(addLimit(calendar, unit, first, amount) < addLimit(calendar, unit, first, amount + 1)).toBe(true);
          expect(addLimit(calendar, unit, first, amount) <= addLimit(calendar, unit, second, amount)).toBe(true);
        },
      ),
      SEED,
    );
  });

  it('counts every working minute of a day once', () => {
    const date: LocalDate = day('2026-03-02');
    const spans = workingMs(vnOffice(), date);
    expect(spans.map((span) => span.to - span.from)).toEqual([4 * 3_600_000, 4 * 3_600_000]);
    expect(spans[0]?.from).toBe(epochMs(vn('2026-03-02 08:00')));
  });
});
