import fc from 'fast-check';
import { endOfDate, isWorkingDay, type Calendar } from '../../../../domain/calendar/calendar.js';
import { explainLegalMonths, explainTerm, type ClockView, type Segment } from '../../../../domain/calendar/explain.js';
import type { DateCheck } from '../../../../domain/calendar/clock-view.js';
import { requireDatesReadd, requireHoursReadd } from '../../../../domain/calendar/readd.js';
import { dueOf, type Limit, type Term, type TermEvent } from '../../../../domain/calendar/term.js';
import { addDays, dayNumber, epochMs, plusMs, type LocalDate } from '../../../../domain/shared/instant.js';
import { day, vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';

const office = vnOffice();
const SEED = { seed: 20261125, numRuns: 150 };

const supplement: TermEvent = {
  type: 'suspended',
  at: vn('2026-02-11 09:00'),
  from: vn('2026-02-11 09:00'),
  until: vn('2026-02-13 08:00'),
  ground: 'supplement',
  basis: 'NĐ 61/2018, Đ 17',
};
const brief = (segment: Segment): string => `${segment.label} ${segment.kind} ${segment.amount ?? '…'}`;

describe('the clock view of a paused term over Tết', () => {
  const justice: Calendar = { ...office, id: 'so-tu-phap', version: 7 };
  const view = explainTerm({ anchor: vn('2026-02-09 10:12'), limit: { workingDays: 5 }, events: [supplement] }, justice, vn('2026-02-13 12:00'));

  it('names every stretch and the sum of its dates', () => {
    expect(view.segments.map(brief)).toEqual([
      '10/02 counted 1',
      '11–12/02 held 2',
      '13/02 counted 1',
      '14–15/02 off 2',
      '16–20/02 off 5',
      '21–22/02 off 2',
      '23–25/02 counted 3',
    ]);
    expect(view.segments[1]).toMatchObject({ ground: 'supplement', basis: 'NĐ 61/2018, Đ 17' });
    expect(view.segments[4]).toMatchObject({ reason: { vi: 'Tết Âm lịch' }, source: 'Thông báo 9441/TB-BNV về nghỉ Tết và Quốc khánh 2026' });
    expect(view.check).toEqual({ dates: 16, counted: 5, held: 2, off: 9, rolled: 0 });
  });

  it('carries limit, calendar version, anchor and due as a court would ask for them', () => {
    expect(view).toMatchObject({
      limit: '5 workingDays',
      due: '2026-02-25T24:00+07:00',
      dueOn: '2026-02-25',
      provisional: false,
      uncounted: 0,
      calendar: { id: 'so-tu-phap', version: 7, status: 'official' },
      anchor: { at: '2026-02-09T10:12:00+07:00', date: '2026-02-09', dayCounted: false },
      progress: { unit: 'dates', used: 1, remaining: 4 },
    });
  });

  it('says the same in Vietnamese and English', () => {
    expect(view.sentences.map((sentence) => sentence.vi)).toEqual([
      'Thời hạn 5 ngày làm việc, tính từ thứ Hai, 09/02/2026; ngày bắt đầu không tính.',
      '10/02: tính 1 ngày làm việc.',
      '11–12/02: tạm dừng 2 ngày (supplement; căn cứ: NĐ 61/2018, Đ 17).',
      '13/02: tính 1 ngày làm việc.',
      '14–15/02: nghỉ 2 ngày (nghỉ hằng tuần).',
      '16–20/02: nghỉ 5 ngày (Tết Âm lịch; nguồn: Thông báo 9441/TB-BNV về nghỉ Tết và Quốc khánh 2026).',
      '21–22/02: nghỉ 2 ngày (nghỉ hằng tuần).',
      '23–25/02: tính 3 ngày làm việc.',
      'Hết hạn lúc 24:00 thứ Tư, 25/02/2026.',
      'Cộng lại: 16 ngày = 5 tính + 2 tạm dừng + 9 nghỉ.',
      'Đã dùng 1 ngày làm việc, còn 4.',
    ]);
    expect(view.sentences[2]?.en).toBe('11–12/02: held 2 days (supplement; basis: NĐ 61/2018, Đ 17).');
    expect(view.sentences.every((sentence) => sentence.en.length > 0 && sentence.en !== sentence.vi)).toBe(true);
  });
});

describe('other clocks', () => {
  const explain = (anchor: string, limit: Limit, events: readonly TermEvent[] = []): ClockView => explainTerm({ anchor: vn(anchor), limit, events }, office);
  const says = (view: ClockView, vi: string): boolean => view.sentences.some((sentence) => sentence.vi.includes(vi));

  it('names the roll of a last day that is a holiday, with its law', () => {
    const view = explain('2026-04-25', { days: 5 });
    expect(view.segments.map(brief)).toEqual(['26–30/04 counted 5', '01/05 rolled 1', '02–03/05 rolled 2', '04/05 rolled 1']);
    expect(view.check).toEqual({ dates: 9, counted: 5, held: 0, off: 0, rolled: 4 });
    expect(says(view, 'Ngày cuối, thứ Năm, 30/04/2026, là ngày nghỉ')).toBe(true);
    expect(says(view, 'Bộ luật Dân sự 2015, Điều 148')).toBe(true);
  });

  it('shows why a roll passes over a held date', () => {
    const view = explain('2026-03-03', { days: 5 }, [{ ...supplement, from: vn('2026-03-09 10:00'), until: vn('2026-03-12 08:00') } as TermEvent]);
    expect(view.segments.map(brief)).toEqual(['04–08/03 counted 5', '09–11/03 rolled 3', '12/03 rolled 1']);
    expect(view.segments[1]).toMatchObject({ ground: 'supplement' });
    expect(view.check).toMatchObject({ dates: 9, counted: 5, rolled: 4 });
  });

  it('re-adds working hours in minutes', () => {
    const view = explain('2026-03-02 10:00', { workingHours: 8 }, [
      { ...supplement, from: vn('2026-03-02 11:00'), until: vn('2026-03-03 09:30') } as TermEvent,
    ]);
    expect(view.due).toBe('2026-03-04T08:30:00+07:00');
    expect(view.check).toEqual({ unit: 'minutes', wall: 2790, used: 480, held: 390, off: 1920 });
    expect(view.segments[0]).toMatchObject({ from: '2026-03-02T10:00:00+07:00', to: '2026-03-02T11:00:00+07:00', kind: 'counted', amount: 60 });
  });

  it('keeps the odd seconds of hours exact', () => {
    const view = explain('2026-03-02 10:00:30', { workingHours: 2 });
    expect(view.due).toBe('2026-03-02T13:00:30+07:00');
    expect(view.check).toEqual({ unit: 'milliseconds', wall: 10_800_000, used: 7_200_000, held: 0, off: 3_600_000 });
    expect(view.sentences.map((sentence) => sentence.vi)).toEqual([
      'Thời hạn 2 giờ làm việc, tính ngay từ 10:00:30 thứ Hai, 02/03/2026.',
      '10:00:30 02/03 – 12:00 02/03: tính 119 phút 30 giây.',
      '12:00 02/03 – 13:00 02/03: nghỉ 60 phút (ngoài giờ làm việc).',
      '13:00 02/03 – 13:00:30 02/03: tính 30 giây.',
      'Hết hạn lúc 13:00:30 thứ Hai, 02/03/2026.',
      'Cộng lại: 180 phút = 120 phút đã tính + 0 phút tạm dừng + 60 phút ngoài giờ.',
      'Giờ làm việc trong lịch chưa được xác nhận.',
    ]);
  });

  it('hours that end with the night shift end at 24:00 of their own date', () => {
    const nights: Calendar = { ...office, weekly: { ...office.weekly, 1: [{ fromMinute: 1200, toMinute: 1440 }] } };
    const view = explainTerm({ anchor: vn('2026-03-02 20:00'), limit: { workingHours: 4 }, events: [] }, nights);
    expect([view.dueOn, view.dueAt, says(view, 'Hết hạn lúc 24:00 thứ Hai, 02/03/2026.')]).toEqual(['2026-03-02', vn('2026-03-03'), true]);
  });

  it('an open pause ends the view with what is still to come', () => {
    const view = explain('2026-03-02', { workingDays: 3 }, [
      { type: 'suspended', at: vn('2026-03-03 16:00'), from: vn('2026-03-03 16:00'), ground: 'supplement', basis: 'b' },
    ]);
    expect(view).toMatchObject({ due: null, dueAt: null, uncounted: 3, check: { dates: 0, counted: 0 } });
    expect(view.segments).toMatchObject([{ from: '2026-03-03', to: null, kind: 'held', amount: null, ground: 'supplement' }]);
    expect(says(view, 'Đang tạm dừng, chưa có hạn; còn 3 ngày làm việc')).toBe(true);
  });

  it('says what extensions and adjustments make of the budget', () => {
    const view = explain('2026-03-02', { workingDays: 3, basis: 'NĐ 63/2010, Đ 15' }, [
      { type: 'extended', by: 2, basis: 'b' },
      { type: 'adjusted', by: -1, reason: 'r' },
    ]);
    expect(view.budget).toEqual({ limit: 3, extended: 2, adjusted: -1, floored: 0, total: 4 });
    expect(says(view, 'Đã gia hạn 2, điều chỉnh −1: tổng cộng 4 ngày làm việc.')).toBe(true);
    expect(says(view, 'Thời hạn 3 ngày làm việc (NĐ 63/2010, Đ 15)')).toBe(true);
  });

  it('fixed-date-no-roll: the view of a fixed date on a Saturday names the day to aim at', () => {
    const view = explain('2026-01-05', { fixedDate: day('2026-01-31') });
    expect(view).toMatchObject({ due: '2026-01-31T24:00+07:00', remindBy: '2026-01-30', check: { dates: 26, counted: 26 } });
    expect(says(view, 'không lùi; nhắc việc theo ngày làm việc cuối trước đó, thứ Sáu, 30/01/2026')).toBe(true);
    expect(explain('2027-12-05', { fixedDate: day('2028-01-31') }).remindBy).toBeNull();
  });

  it('clock-provisional-flag: the view says that a due date is provisional', () => {
    const view = explain('2026-12-28', { workingDays: 4 });
    expect(view).toMatchObject({ provisional: true, calendar: { status: 'proposed' } });
    expect(says(view, 'tạm tính')).toBe(true);
  });

  it('names the dates nobody has confirmed', () => {
    const view = explain('2026-01-08', { workingDays: 2 });
    expect(view.segments.map(brief)).toEqual(['09/01 counted 1', '10/01 counted 1']);
    expect(says(view, 'Ngày chưa có nguồn xác nhận: 10/01')).toBe(true);
    expect(says(view, 'làm bù cho ngày nghỉ 02/01/2026')).toBe(true);
  });

  it('explains months of law down to the roll', () => {
    const view = explainLegalMonths(office, vn('2026-01-31'), 1);
    expect(view).toMatchObject({ rawEndOn: '2026-02-28', dueOn: '2026-03-02', check: { dates: 30, counted: 28, rolled: 2 }, provisional: false });
    expect(explainLegalMonths(office, vn('2026-08-31'), 6)).toMatchObject({ rawEndOn: '2027-02-28', dueOn: '2027-03-01', provisional: true });
  });
});

describe('ledger-readds-always', () => {
  const DAY = 1440;
  const at = (minutes: number) => plusMs(vn('2026-01-05'), minutes * 60_000);
  const calendars: readonly Calendar[] = [office, { ...office, dayEnd: '17:00' }];

  /** The rule restated over single dates, without the walk: which dates count, which are held, which are off. */
  function recount(calendar: Calendar, anchorOn: LocalDate, dueOn: LocalDate, workingOnly: boolean, pauses: readonly { from: number; to: number }[]) {
    const sums = { counted: 0, held: 0, off: 0 };
    for (let date = addDays(anchorOn, 1); date <= dueOn; date = addDays(date, 1)) {
      const end = epochMs(endOfDate(calendar, date));
      if (workingOnly && !isWorkingDay(calendar, date)) sums.off += 1;
      else if (pauses.some((pause) => pause.from < end && end <= pause.to)) sums.held += 1;
      else sums.counted += 1;
    }
    return sums;
  }

  it('ledger-readds-always: under any pauses and extensions the stretches add up to the due instant', () => {
    const pause = fc.record({
      from: fc.integer({ min: 0, max: 50 * DAY }),
      length: fc.integer({ min: 1, max: 10 * DAY }),
      open: fc.constantFrom(false, false, false, true),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars),
        fc.constantFrom('days', 'workingDays', 'workingHours'),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 40 * DAY }),
        fc.array(pause, { maxLength: 4 }),
        fc.constantFrom('counted' as const, 'notCounted' as const),
        (calendar, unit, amount, extra, start, pauses, resumeDay) => {
          const limit: Limit =
            unit === 'days' ? { days: amount, resumeDay } : unit === 'workingDays' ? { workingDays: amount, resumeDay } : { workingHours: amount, resumeDay };
          const events: readonly TermEvent[] = [
            ...pauses.map(({ from, length, open }): TermEvent => ({
              type: 'suspended',
              at: at(from),
              from: at(from),
              ...(open ? {} : { until: at(from + length) }),
              ground: `g${from}`,
              basis: 'b',
            })),
            ...(extra === 0 ? [] : [{ type: 'extended', by: extra, basis: 'b' } as const]),
          ];
          const term: Term = { anchor: at(start), limit, events };
          const view = explainTerm(term, calendar);
          const { check } = view;
          expect([view.dueAt, view.dueOn]).toEqual([dueOf(term, calendar).dueAt, dueOf(term, calendar).dueOn]);
          if ('wall' in check) {
            expect(check.used + check.held + check.off).toBe(check.wall);
            if (view.dueAt !== null)
              expect([check.unit, check.used, check.wall]).toEqual(['minutes', (amount + extra) * 60, (epochMs(view.dueAt) - epochMs(term.anchor)) / 60_000]);
            return;
          }
          expect(check.counted + check.held + check.off + check.rolled).toBe(check.dates);
          if (view.dueOn === null) {
            expect(check.counted + view.uncounted).toBe(amount + extra);
            return;
          }
          expect(check.dates).toBe(dayNumber(view.dueOn) - dayNumber(view.anchor.date));
          expect(check.counted).toBe(amount + extra);
          if (resumeDay === 'counted') {
            const intervals = pauses.map(({ from, length, open }) => ({
              from: epochMs(at(from)),
              to: open ? Number.POSITIVE_INFINITY : epochMs(at(from + length)),
            }));
            const { counted, held, off } = recount(calendar, view.anchor.date, view.rawEndOn as LocalDate, unit === 'workingDays', intervals);
            expect({ counted: check.counted, held: check.held, off: check.off }).toEqual({ counted, held, off });
          }
        },
      ),
      SEED,
    );
  });

  it('ledger-readds-always: a view whose stretches miss, double or miscount a date is refused, not shown', () => {
    const { segments, check } = explainTerm({ anchor: vn('2026-02-09'), limit: { workingDays: 5 }, events: [] }, office) as ClockView & { check: DateCheck };
    const readd =
      (parts: readonly Segment[], sums: DateCheck, dueOn = '2026-02-23', budget = 5) =>
      () =>
        requireDatesReadd(parts, sums, day('2026-02-09'), day(dueOn), budget);
    expect(readd(segments, check)).not.toThrow();
    expect(
      readd(
        segments.filter((_, index) => index !== 1),
        check,
      ),
    ).toThrow('gap');
    expect(readd([...segments.slice(0, 1), ...segments], check)).toThrow('gap');
    expect(
      readd(
        segments.map((segment, index) => (index === 1 ? { ...segment, amount: 3 } : segment)),
        check,
      ),
    ).toThrow('miscounts');
    expect(readd(segments, check, '2026-02-24')).toThrow('ends on 2026-02-23');
    expect(readd(segments, { ...check, dates: 13 })).toThrow('counts 13 dates');
    expect(readd(segments, check, '2026-02-23', 6)).toThrow('counts 5 of 6');
    const [anchor, dueAt] = [vn('2026-03-02 10:00'), vn('2026-03-02 12:00')];
    const hours = { unit: 'minutes', wall: 120, used: 120, held: 0, off: 0 } as const;
    expect(() => requireHoursReadd(hours, anchor, dueAt, 0)).not.toThrow();
    expect(() => requireHoursReadd({ ...hours, off: 1 }, anchor, dueAt, 0)).toThrow('does not re-add');
    expect(() => requireHoursReadd(hours, anchor, plusMs(dueAt, 60_000), 0)).toThrow('misses the due instant');
    expect(() => requireHoursReadd(hours, anchor, dueAt, 1)).toThrow('leaves 1 ms');
  });
});
