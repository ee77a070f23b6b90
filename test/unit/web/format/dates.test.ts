import { dateOfTime, dateText, exactTimeText, hourText, longDateText, longTimeText, shortDateText, timeText } from '../../../../web/src/format/dates.js';

describe('dates and times on the screen', () => {
  it('write a day as day, month, year', () => {
    expect(dateText('2026-11-23')).toBe('23/11/2026');
    expect(shortDateText('2026-11-03')).toBe('03/11');
  });

  it('leave what is no date as it is', () => {
    expect(dateText('2026-02-30')).toBe('2026-02-30');
    expect(timeText('hôm nay')).toBe('hôm nay');
    expect(dateOfTime('')).toBeNull();
  });

  it('name the weekday in both languages', () => {
    expect(longDateText('2026-11-23', 'vi')).toBe('Thứ Hai, 23/11/2026');
    expect(longDateText('2026-11-29', 'vi')).toBe('Chủ Nhật, 29/11/2026');
    expect(longDateText('2026-11-23', 'en')).toBe('Monday, 23/11/2026');
  });

  it('show every time in the zone of Vietnam, whatever offset it came with', () => {
    expect(timeText('2026-11-23T17:05:00+07:00')).toBe('23/11/2026 17:05');
    expect(timeText('2026-11-23T18:00:00.000Z')).toBe('24/11/2026 01:00');
    expect(hourText('2026-11-23T10:42:59Z')).toBe('17:42');
    expect(longTimeText('2026-11-23T10:00:00Z', 'vi')).toBe('Thứ Hai, 23/11/2026, 17:00');
    expect(dateOfTime('2026-11-23T17:30:00Z')).toBe('2026-11-24');
  });

  it('keep milliseconds for records', () => {
    expect(exactTimeText('2026-11-23T10:00:05.123Z')).toBe('23/11/2026 17:00:05.123');
  });
});
