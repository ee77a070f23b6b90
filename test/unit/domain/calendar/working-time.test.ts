import { addLegalMonths, latestDateBefore, shiftWorking, workingDaysBetween } from '../../../../domain/calendar/term.js';
import { endOfDate } from '../../../../domain/calendar/calendar.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { day, vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const office = vnOffice();

describe('planned instants of reminders and rungs', () => {
  const due = endOfDate(office, day('2026-02-26'));

  it('a reminder two working days before a due date lies at half past eight of that working day', () => {
    expect(shiftWorking(office, due, -2, 'workingDays')).toBe(vn('2026-02-24 08:30'));
    expect(shiftWorking(office, due, -4, 'workingDays', '14:00')).toBe(vn('2026-02-13 14:00'));
  });

  it('a rung after due is counted from the due date, not from the midnight that follows it', () => {
    expect(shiftWorking(office, due, 1, 'workingDays')).toBe(vn('2026-02-27 08:30'));
    expect(shiftWorking(office, due, 2, 'workingDays')).toBe(vn('2026-03-02 08:30'));
    expect(shiftWorking(office, due, 2, 'days')).toBe(vn('2026-02-28 08:30'));
  });

  it('offset 0 is the due instant itself, or the clock of a date', () => {
    expect(shiftWorking(office, due, 0, 'workingDays')).toBe(due);
    expect(shiftWorking(office, day('2026-02-26'), 0, 'workingDays')).toBe(vn('2026-02-26 08:30'));
  });

  it('hours move by working minutes, over the night and the weekend, forth and back', () => {
    expect(shiftWorking(office, vn('2026-03-06 16:00'), 4, 'workingHours')).toBe(vn('2026-03-09 11:00'));
    expect(shiftWorking(office, vn('2026-03-09 10:00'), -4, 'workingHours')).toBe(vn('2026-03-06 15:00'));
    expect(shiftWorking(office, due, -4, 'workingHours')).toBe(vn('2026-02-26 13:00'));
  });

  it('fixed-date-no-roll: what is due on a Saturday is announced from the Friday before', () => {
    const saturday = endOfDate(office, day('2026-01-31'));
    expect(shiftWorking(office, saturday, -1, 'workingDays')).toBe(vn('2026-01-29 08:30'));
    expect(shiftWorking(office, saturday, 1, 'workingDays')).toBe(vn('2026-02-02 08:30'));
  });

  it('a rung beyond the known years is refused', () => {
    expect(() => shiftWorking(office, endOfDate(office, day('2027-12-31')), 1, 'workingDays')).toThrow(DomainError);
  });
});

describe('lateness and distance in working days', () => {
  const due = endOfDate(office, day('2026-02-12'));

  it.each([
    ['2026-02-12 18:00', 0],
    ['2026-02-13 08:00', 1],
    ['2026-02-22 23:00', 1],
    ['2026-02-23 00:01', 2],
    ['2026-02-26 09:00', 5],
  ])('at %s a task due on 12/02 is %i working days late', (now, days) => {
    expect(workingDaysBetween(office, due, vn(now))).toBe(days);
  });

  it('before due it counts down and reaches 0 on the day itself', () => {
    const left = ['2026-02-09 10:00', '2026-02-11 10:00', '2026-02-12 10:00'].map((now) => workingDaysBetween(office, vn(now), due));
    expect(left).toEqual([3, 1, 0]);
    expect(workingDaysBetween(office, due, vn('2026-02-09 10:00'))).toBe(-3);
  });
});

describe('dates of law', () => {
  // Civil Code 2015, Art. 147–148; raw ends: 28/02 (Sat), 27/04 (in lieu), 28/02/2027 (Sun).
  it.each([
    ['2026-01-31', 1, '2026-02-28', '2026-03-02'],
    ['2026-03-27', 1, '2026-04-27', '2026-04-28'],
    ['2026-08-31', 6, '2027-02-28', '2027-03-01'],
  ])('clock-vectors: %s and %i months end on %s, due %s', (from, months, rawEnd, due) => {
    expect(addLegalMonths(office, day(from), months)).toEqual({ rawEnd, due });
  });

  it('a date more than a century ahead is refused instead of wrapped', () => {
    expect(() => addLegalMonths(office, day('2026-01-31'), 999_999)).toThrow('calendar_unknown');
    expect(() => addLegalMonths(office, day('2026-01-31'), 0)).toThrow('limit_invalid');
  });

  it('publication at least five days before effect falls back to the working day before', () => {
    expect(latestDateBefore(office, day('2026-03-12'), 5)).toBe('2026-03-06');
    expect(latestDateBefore(office, day('2026-03-11'), 5)).toBe('2026-03-06');
  });
});
