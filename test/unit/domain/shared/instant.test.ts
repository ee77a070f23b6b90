import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dateFromDayNumber,
  dayNumber,
  earliest,
  epochMs,
  instantFromMs,
  localDateOf,
  MS_PER_DAY,
  offsetMinutesOf,
  parseInstant,
  parseLocalDate,
  plusMs,
  startOfDate,
  weekdayOf,
  withOffset,
  yearOf,
  type Instant,
  type LocalDate,
} from '../../../../domain/shared/instant.js';

const FIRST = Date.UTC(1600, 0, 1);
const LAST = Date.UTC(2999, 11, 31, 23, 59, 59, 999);
const ms = fc.integer({ min: FIRST, max: LAST });
const dates = ms.map((value) => new Date(value).toISOString().slice(0, 10) as LocalDate);
const at = (text: string): Instant => {
  const read = parseInstant(text);
  if (read === null) throw new Error(`not an instant: ${text}`);
  return read;
};

describe('an instant', () => {
  it('is written and read as the platform does', () => {
    fc.assert(
      fc.property(ms, (value) => {
        const text = new Date(value).toISOString();
        expect(instantFromMs(value)).toBe(text);
        expect(epochMs(text as Instant)).toBe(value);
        expect(parseInstant(text)).toBe(text);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        expect(instantFromMs(one) < instantFromMs(other)).toBe(one < other);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('comes back from its wall time at any offset', () => {
    fc.assert(
      fc.property(ms, fc.integer({ min: -14 * 60, max: 14 * 60 }), (value, offset) => {
        const text = withOffset(instantFromMs(value), offset);
        expect(parseInstant(text)).toBe(instantFromMs(value));
        expect(offsetMinutesOf(text.slice(-6))).toBe(offset);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each([
    ['2026-02-26T24:00+07:00', '2026-02-26T17:00:00.000Z'],
    ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['2024-02-29T12:00+07:00', '2024-02-29T05:00:00.000Z'],
    ['2026-01-01T00:30+07:00', '2025-12-31T17:30:00.000Z'],
    ['2026-11-24T14:00:00.1234567+07:00', '2026-11-24T07:00:00.123Z'],
    ['2026-11-24T14:00:00.5-05:30', '2026-11-24T19:30:00.500Z'],
    ['0000-01-01T00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '',
    '2026-02-26',
    '2026-02-26T10:00',
    '2026-02-30T10:00Z',
    '2026-13-01T10:00Z',
    '2026-02-26T24:01Z',
    '2026-02-26T24:00:01Z',
    '2026-02-26T25:00Z',
    '2026-02-26T10:60Z',
    '2026-02-26T10:00:60Z',
    '2026-02-26T10:00+24:00',
    '2026-02-26T10:00+07:60',
    '2026-02-26T10:00+7',
    '2026-02-26 10:00Z',
    '2026-02-26T10:00Z ',
    '2026-02-26T10:00z',
    '٢٠٢٦-02-26T10:00Z',
    '0000-01-01T00:00+07:00',
    '9999-12-31T24:00Z',
    '12026-01-01T00:00Z',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is refused where arithmetic needs one', () => {
    expect(() => epochMs('hôm qua' as Instant)).toThrow('not an instant');
  });

  it('is shown in local time, with milliseconds only where there are any', () => {
    expect(withOffset(at('2026-02-12T03:12Z'), 420)).toBe('2026-02-12T10:12:00+07:00');
    expect(withOffset(at('2026-02-12T03:12:00.250Z'), -210)).toBe('2026-02-11T23:42:00.250-03:30');
  });

  it('moves by milliseconds, and the earliest of several is found', () => {
    expect(plusMs(at('2026-12-31T23:59:59.999Z'), 1)).toBe('2027-01-01T00:00:00.000Z');
    expect(earliest([at('2026-02-01T00:00Z'), at('2025-02-01T00:00Z'), at('2027-02-01T00:00Z')])).toBe('2025-02-01T00:00:00.000Z');
    expect(earliest([])).toBeNull();
  });
});

describe('a local date', () => {
  it('is counted in days as the platform does, across leap years and centuries', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        const value = Date.parse(`${date}T00:00:00Z`);
        expect(dayNumber(date) * MS_PER_DAY).toBe(value);
        expect(dateFromDayNumber(dayNumber(date))).toBe(date);
        expect(addDays(date, days)).toBe(new Date(value + days * MS_PER_DAY).toISOString().slice(0, 10));
        expect(weekdayOf(date)).toBe(new Date(value).getUTCDay() || 7);
        expect(yearOf(date)).toBe(new Date(value).getUTCFullYear());
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '0000-02-29', '9999-12-31'])('%s exists', (text) => {
    expect(parseLocalDate(text)).toBe(text);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-00-10', '2026-01-00', '2026-1-1', ' 2026-01-01', '2026-01-01\n', '26-01-01', ''])(
    '%s does not',
    (text) => {
      expect(parseLocalDate(text)).toBeNull();
    },
  );

  // Bộ luật Dân sự 2015, Điều 148 khoản 3: a month that lacks the day ends on its last one.
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-03-27', 1, '2026-04-27'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-31', -1, '2025-12-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-05-31', 0, '2026-05-31'],
  ] as const)('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(date as LocalDate, months)).toBe(expected);
  });

  it('months on and back return to the day wherever both months have it', () => {
    fc.assert(
      fc.property(
        dates.filter((date) => Number(date.slice(8)) <= 28),
        fc.integer({ min: -600, max: 600 }),
        (date, months) => {
          expect(addMonths(addMonths(date, months), -months)).toBe(date);
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it('begins at local midnight and is the date of every instant until the next begins', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const start = startOfDate(date, offset);
        expect(localDateOf(start, offset)).toBe(date);
        expect(localDateOf(plusMs(start, -1), offset)).toBe(addDays(date, -1));
        expect(localDateOf(plusMs(start, MS_PER_DAY - 1), offset)).toBe(date);
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  it('in Vietnam begins at 17:00 of the day before in UTC', () => {
    expect(startOfDate('2026-11-24' as LocalDate, 420)).toBe('2026-11-23T17:00:00.000Z');
    expect(localDateOf(at('2026-11-23T16:59:59.999Z'), 420)).toBe('2026-11-23');
  });
});
