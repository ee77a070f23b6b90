import { isWorkingDay, spansOf } from '../../../../domain/calendar/calendar.js';
import { parsePeriod } from '../../../../domain/calendar/period.js';
import { calendarOfFile, readCalendars } from '../../../../domain/calendar/read-calendars.js';
import { readLedger } from '../../../../domain/calendar/read-ledger.js';
import { refusalText } from '../../../../domain/calendar/refusals.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { calendarJson, day } from '../../../support/fixtures/calendars/vn.js';

type Node = Record<string, unknown>;

/** The shipped file with one place changed; `path` as a JSON pointer, `undefined` removes it. */
function changed(path: string, value: unknown): unknown {
  const json = calendarJson() as Node;
  const keys = path.slice(1).split('/');
  let node: Node = json;
  for (const key of keys.slice(0, -1)) node = node[key] as Node;
  const last = keys.at(-1) as string;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return json;
}

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('reading a calendar file', () => {
  it('makes one calendar of each weekly rhythm, with what is known and what is only proposed', () => {
    const file = readCalendars(calendarJson());
    expect(file.calendars.map((calendar) => calendar.id)).toEqual(['VN-CO-QUAN', 'QUAY-SANG-T7']);
    expect(file.calendars[0]).toMatchObject({
      version: 1,
      zoneOffsetMinutes: 420,
      dayEnd: '24:00',
      knownFrom: '2025-01-01',
      knownThrough: '2027-12-31',
      provisionalFrom: '2027-01-01',
    });
    expect(file.alternatives).toEqual([{ id: '2027-tet-option-2', year: 2027, name: { vi: 'Tết 2027, phương án 2', en: 'Lunar New Year 2027, option 2' } }]);
    expect(file.warnings).toEqual([]);
    expect(calendarOfFile(file, 'VN-CO-QUAN').rows['2026-08-22']).toMatchObject({ day: 'work', swapWith: '2026-08-31', certainty: 'V' });
    expect(spansOf(calendarOfFile(file, 'QUAY-SANG-T7'), day('2026-03-07'))).toEqual([{ fromMinute: 480, toMinute: 720 }]);
  });

  it('applies an alternative only when it is chosen, and names the ones there are', () => {
    const chosen = calendarOfFile(readCalendars(calendarJson(), ['2027-tet-option-2']), 'VN-CO-QUAN');
    expect([chosen.alternatives, isWorkingDay(chosen, day('2027-02-12')), chosen.rows['2027-02-12']?.certainty]).toEqual([['2027-tet-option-2'], false, 'U']);
    expect(readCalendars(calendarJson(), ['2027-tet-option-2']).warnings).toEqual([]);
    const error = refusal(() => readCalendars(calendarJson(), ['2028-x']));
    expect([error.code, error.details['known']]).toEqual(['calendar_alternative_unknown', ['2027-tet-option-2']]);
  });

  it.each([
    ['/years/2026/off/3/date', '2026-02-30'],
    ['/years/2026/off/3/date', '2025-02-18'],
    ['/years/2026/off/3/date', '2026-02-16'],
    ['/years/2026/makeUpWork/0/date', '2026-01-02'],
    ['/years/2026/off/3/occasion', ''],
    ['/years/2026/off/3/certainty', 'X'],
    ['/years/2026/status', 'final'],
    ['/years/2026/off', 'none'],
    ['/years/2026/expectedWorkingDays/byMonth', [1]],
    ['/years', []],
    ['/timezone', 'Europe/Paris'],
    ['/weeklyRhythm/sessions', undefined],
    ['/weeklyRhythm/sessions/value/1/from', '11:00'],
    ['/weeklyRhythm/sessions/value/0/from', '7h30'],
    ['/weeklyRhythm/default/workingWeekdaysISO/0', 8],
    ['/weeklyRhythm/default/dayEnd', '25:00'],
    ['/weeklyRhythm/default/id', 12],
    ['/weeklyRhythm/variants/0/id', 'VN-CO-QUAN'],
  ])('refuses %s = %j and points to it in both languages', (path, value) => {
    const error = refusal(() => readCalendars(changed(path, value)));
    expect(error.code).toBe('calendar_file_invalid');
    const pointer = String(error.details['pointer']);
    expect(path.startsWith(pointer) || pointer.startsWith(path)).toBe(true);
    const text = refusalText(error);
    expect([text.vi.includes(pointer), text.en.includes(pointer)]).toEqual([true, true]);
  });

  it('refuses what is no such file at all', () => {
    for (const json of [null, 5, 'x', [], {}, { years: {} }, { years: { 20266: {} } }])
      expect(refusal(() => readCalendars(json)).code).toBe('calendar_file_invalid');
  });

  it('an unknown calendar is refused with the ids there are', () => {
    const error = refusal(() => calendarOfFile(readCalendars(calendarJson()), 'X'));
    expect(refusalText(error)).toEqual({
      vi: 'Tệp không có lịch “X”. Chọn một trong: VN-CO-QUAN, QUAY-SANG-T7.',
      en: 'The file has no calendar “X”. Choose one of: VN-CO-QUAN, QUAY-SANG-T7.',
    });
  });

  it('doubts become warnings: an open swap, a wrong weekday, sums that differ', () => {
    expect(readCalendars(changed('/years/2026/makeUpWork', [])).warnings.map((warning) => warning.en)).toEqual([
      'The swapped day 02/01/2026 lacks its other half 10/01/2026. Add it or confirm.',
      'The swapped day 31/08/2026 lacks its other half 22/08/2026. Add it or confirm.',
      '2026 counts 247 working days, the file expects 249 (differs in: 1/2026, 8/2026). Check days off and make-up days.',
    ]);
    expect(readCalendars(changed('/years/2026/off/0/weekday', 'Thứ Sáu')).warnings[0]?.vi).toContain('01/01/2026 là thứ Năm');
    expect(readCalendars(changed('/years/2026/off/0/weekday', 'Thứ Năm')).warnings).toEqual([]);
  });

  it('a year nobody published is unknown even between two that are', () => {
    const file = readCalendars(changed('/years/2026', undefined));
    const calendar = calendarOfFile(file, 'VN-CO-QUAN');
    expect(refusal(() => isWorkingDay(calendar, day('2026-03-02'))).code).toBe('calendar_unknown');
    expect(isWorkingDay(calendar, day('2027-03-01'))).toBe(true);
  });

  it('own hours, closing time and version of a rhythm are taken over', () => {
    const json = changed('/weeklyRhythm/variants/0/dayEnd', '16:30') as { weeklyRhythm: { variants: Node[] } };
    Object.assign(json.weeklyRhythm.variants[0] as Node, {
      version: 4,
      sessions: {
        value: [
          { from: '07:00', to: '11:00' },
          { from: '13:00', to: '16:30' },
        ],
        certainty: 'V',
      },
    });
    expect(calendarOfFile(readCalendars(json), 'QUAY-SANG-T7')).toMatchObject({
      version: 4,
      dayEnd: '16:30',
      hoursCertainty: 'V',
      fullDay: [
        { fromMinute: 420, toMinute: 660 },
        { fromMinute: 780, toMinute: 990 },
      ],
    });
  });
});

describe('reading a ledger', () => {
  it('takes every kind of entry in the order of recording', () => {
    const events = readLedger([
      { type: 'suspended', from: '2026-02-11T09:00+07:00', until: '2026-02-13T08:00+07:00', ground: 'supplement', basis: 'NĐ 61' },
      { type: 'suspended', at: '2026-03-01T08:00+07:00', from: '2026-03-02T08:00+07:00' },
      { type: 'resumed', at: '2026-03-03T08:00+07:00' },
      { type: 'extended', by: 2, basis: 'NĐ 63' },
      { type: 'adjusted', by: -1, reason: 'evidence' },
      { type: 'rebased', at: '2026-03-04T08:00+07:00', calendarId: 'QUAY-SANG-T7' },
      { type: 'floored', by: 1 },
    ]);
    expect(events).toEqual([
      {
        type: 'suspended',
        at: '2026-02-11T02:00:00.000Z',
        from: '2026-02-11T02:00:00.000Z',
        until: '2026-02-13T01:00:00.000Z',
        ground: 'supplement',
        basis: 'NĐ 61',
      },
      { type: 'suspended', at: '2026-03-01T01:00:00.000Z', from: '2026-03-02T01:00:00.000Z', ground: '', basis: '' },
      { type: 'resumed', at: '2026-03-03T01:00:00.000Z' },
      { type: 'extended', by: 2, basis: 'NĐ 63' },
      { type: 'adjusted', by: -1, reason: 'evidence' },
      { type: 'rebased', at: '2026-03-04T01:00:00.000Z', calendarId: 'QUAY-SANG-T7', calendarVersion: 1 },
      { type: 'floored', by: 1 },
    ]);
  });

  const from = '2026-02-11T09:00+07:00';
  it.each([
    ['/', { type: 'resumed' }],
    ['/0', [5]],
    ['/0/type', [{ type: 'paused' }]],
    ['/0/type', [{ type: 'toString' }]],
    ['/0/untill', [{ type: 'suspended', from, untill: from }]],
    ['/0/from', [{ type: 'suspended', from: '2026-02-11' }]],
    ['/0/from', [{ type: 'suspended', from: '2026-02-30T09:00+07:00' }]],
    ['/0/from', [{ type: 'suspended', from: '2026-02-11T09:00+99:00' }]],
    ['/0/until', [{ type: 'suspended', from, until: from }]],
    [
      '/1/by',
      [
        { type: 'extended', by: 1 },
        { type: 'extended', by: 0 },
      ],
    ],
    ['/0/by', [{ type: 'extended', by: 1.5 }]],
    ['/0/by', [{ type: 'extended', by: '2' }]],
    ['/0/by', [{ type: 'adjusted', by: 1e15 }]],
    ['/0/calendarId', [{ type: 'rebased', at: from }]],
    ['/0/ground', [{ type: 'suspended', from, ground: 5 }]],
  ])('refuses %s in %j', (pointer, json) => {
    const error = refusal(() => readLedger(json));
    expect([error.code, error.details['pointer']]).toEqual(['ledger_invalid', pointer]);
    expect(refusalText(error).vi).toContain('Sửa chỗ này');
  });
});

describe('reading a period', () => {
  it('knows days, working days, working hours, months, years and fixed dates', () => {
    expect(['5d', '5wd', '8wh', '1m', '2y', 'fixed:2026-01-31'].map(parsePeriod)).toEqual([
      { limit: { days: 5 } },
      { limit: { workingDays: 5 } },
      { limit: { workingHours: 8 } },
      { months: 1 },
      { months: 24 },
      { limit: { fixedDate: '2026-01-31' } },
    ]);
  });

  it.each(['', '5', 'wd', '0wd', '-1wd', '1.5wd', '1,5wd', '05wd', '5 wd', '5WD', '5w', '５wd', '٥wd', '9999999wd', '1e3wd', 'fixed:', 'fixed:2026-02-30'])(
    'refuses “%s”',
    (text) => {
      expect(parsePeriod(text)).toBeNull();
    },
  );
});
