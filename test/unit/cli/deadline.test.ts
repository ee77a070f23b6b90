import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runDeadline, type DeadlineResult } from '../../../cli/deadline.js';
import { CALENDAR_FILE, calendarJson } from '../../support/fixtures/calendars/vn.js';

const schema = (name: string) =>
  z.fromJSONSchema(JSON.parse(readFileSync(join(__dirname, '../../../docs/schemas', name), 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);
const resultSchema = schema('deadline-result.schema.json');
const ledgerSchema = schema('term-ledger.schema.json');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deadline-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Flags = Parameters<typeof runDeadline>[0];

const base: Flags = { calendars: CALENDAR_FILE, calendar: 'VN-CO-QUAN' };
const run = (start: string, period: string, more: Flags = {}) => runDeadline({ ...base, start, period, ...more });
function json(start: string, period: string, more: Flags = {}): DeadlineResult {
  const output = run(start, period, { ...more, json: true });
  expect([output.exitCode, output.stderr]).toEqual([0, '']);
  const result: unknown = JSON.parse(output.stdout);
  expect(resultSchema.safeParse(result)).toMatchObject({ success: true });
  return result as DeadlineResult;
}
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
function ledger(entries: unknown): string {
  expect(ledgerSchema.safeParse(entries)).toMatchObject({ success: true });
  return file('ledger.json', JSON.stringify(entries));
}

describe('tinhgon deadline', () => {
  // Deadlines recomputed from the published calendars by the Civil Code 2015, Art. 144–148.
  it.each([
    ['2026-02-12', '5wd', null, '2026-02-26'],
    ['2026-04-24', '3wd', null, '2026-05-04'],
    ['2026-08-28', '1wd', null, '2026-09-03'],
    ['2026-11-23', '1wd', null, '2026-11-25'],
    ['2025-12-31', '1wd', null, '2026-01-05'],
    ['2026-04-25', '5d', '2026-04-30', '2026-05-04'],
    ['2026-08-25', '5d', '2026-08-30', '2026-09-03'],
    ['2026-01-31', '1m', '2026-02-28', '2026-03-02'],
    ['2026-08-31', '6m', '2027-02-28', '2027-03-01'],
  ])('clock-vectors: from %s %s ends on %s and is due %s', (start, period, rawEnd, due) => {
    expect(json(start, period)).toMatchObject({ rawEnd, due, start, period, suspended: false });
  });

  it('answers hours with the instant, in the calendar and the offset asked for', () => {
    expect(json('2026-08-21T15:00+07:00', '8wh')).toMatchObject({ due: '2026-08-22', dueAt: '2026-08-22T15:00:00+07:00', rawEnd: null });
    expect(json('2026-08-21T08:00:00Z', '8wh').dueAt).toBe('2026-08-22T15:00:00+07:00');
    expect(json('2026-03-06', '1wd', { calendar: 'QUAY-SANG-T7' }).due).toBe('2026-03-07');
    expect(json('2026-02-12', '5wd')).toMatchObject({ dueAt: '2026-02-27T00:00:00+07:00', dueText: '2026-02-26T24:00+07:00' });
    expect(json('2026-01-05', '1y').due).toBe('2027-01-05');
    expect(json('2026-01-05', 'fixed:2026-01-31')).toMatchObject({ due: '2026-01-31', rawEnd: null, remindBy: '2026-01-30', budget: null });
  });

  it('counts with a ledger of pauses, extensions and adjustments', () => {
    const path = ledger([
      { type: 'suspended', from: '2026-02-11T09:00:00+07:00', until: '2026-02-13T08:00:00+07:00', ground: 'supplement', basis: 'NĐ 61/2018' },
    ]);
    const result = json('2026-02-09T10:12+07:00', '5wd', { ledger: path, now: '2026-02-13T12:00+07:00' });
    expect(result).toMatchObject({ due: '2026-02-25', check: { dates: 16, counted: 5, held: 2, off: 9 }, progress: { unit: 'dates', used: 1, remaining: 4 } });
    expect(result.segments.map((segment) => `${segment.label} ${segment.kind} ${segment.amount}`)).toEqual([
      '10/02 counted 1',
      '11–12/02 held 2',
      '13/02 counted 1',
      '14–15/02 off 2',
      '16–20/02 off 5',
      '21–22/02 off 2',
      '23–25/02 counted 3',
    ]);
    expect(
      json('2026-03-02', '3wd', {
        ledger: ledger([
          { type: 'extended', by: 2, basis: 'b' },
          { type: 'adjusted', by: -1, reason: 'r' },
        ]),
      }).due,
    ).toBe('2026-03-06');
    expect(json('2026-03-02', '5wd', { ledger: ledger([{ type: 'rebased', at: '2026-03-04T10:00:00+07:00', calendarId: 'QUAY-SANG-T7' }]) }).due).toBe(
      '2026-03-07',
    );
    const open = ledger([{ type: 'suspended', from: '2026-03-03T16:00:00+07:00' }]);
    expect(json('2026-03-02', '3wd', { ledger: open })).toMatchObject({ due: null, dueAt: null, suspended: true, uncounted: 3 });
    const overnight = ledger([{ type: 'suspended', from: '2026-03-03T16:00:00+07:00', until: '2026-03-04T10:00:00+07:00' }]);
    expect(json('2026-03-02', '3wd', { ledger: overnight }).due).toBe('2026-03-06');
    expect(json('2026-03-02', '3wd', { ledger: overnight, resumeDay: 'notCounted' }).due).toBe('2026-03-09');
  });

  it('flags a proposed year and lets the other proposal be chosen', () => {
    expect(json('2027-02-02', '2wd')).toMatchObject({ due: '2027-02-11', provisional: true, calendar: { status: 'proposed' } });
    expect(json('2027-02-02', '2wd', { alternative: ['2027-tet-option-2'] })).toMatchObject({
      due: '2027-02-04',
      calendar: { alternatives: ['2027-tet-option-2'] },
    });
  });

  it('prints due, raw end and every segment, in Vietnamese unless asked otherwise', () => {
    expect(run('2026-04-25', '5d').stdout.split('\n')).toEqual([
      'due      2026-05-04  thứ Hai, 04/05/2026, 24:00',
      'rawEnd   2026-04-30',
      '',
      '2026-04-26 – 2026-04-30  tính 5',
      '2026-05-01               chuyển tiếp 1  (Quốc tế Lao động 01/5; Bộ luật Lao động 45/2019/QH14, Điều 112)',
      '2026-05-02 – 2026-05-03  chuyển tiếp 2  (nghỉ hằng tuần)',
      '2026-05-04               chuyển tiếp 1  (ngày làm việc kế tiếp)',
      '',
    ]);
    const english = run('2026-04-25', '5d', { lang: 'en', explain: true }).stdout;
    expect(english).toContain('2026-05-01               rolled 1  (Labour Day');
    expect(english).toContain('The last day, Thu 30/04/2026, is a day off, so the term ends with the next working day (Civil Code 2015, Art. 148).');
    expect(run('2027-01-05', '1wd').stdout).toContain('[tạm tính]');
    expect(run('2026-08-21T15:00+07:00', '8wh').stdout).toContain('dueAt    2026-08-22T15:00:00+07:00');
  });

  it('doubts about the file go to stderr, or into the JSON', () => {
    const doubtful = calendarJson() as { years: { 2026: { makeUpWork: unknown[] } } };
    doubtful.years[2026].makeUpWork = [];
    const calendars = file('doubtful.json', JSON.stringify(doubtful));
    expect(run('2026-03-02', '1wd', { calendars }).stderr).toContain('Lưu ý: Ngày hoán đổi 02/01/2026 thiếu ngày đi cùng 10/01/2026.');
    expect(json('2026-03-02', '1wd', { calendars }).warnings).toHaveLength(3);
  });

  it('reads a file with a byte order mark', () => {
    const calendars = file('bom.json', `\uFEFF${JSON.stringify(calendarJson())}`);
    expect(json('2026-02-12', '5wd', { calendars }).due).toBe('2026-02-26');
  });
});

describe('tinhgon deadline refuses with exit code 2 and one sentence', () => {
  const without2026 = (): string => {
    const left = calendarJson() as { years: Record<string, unknown> };
    delete left.years['2026'];
    return file('without-2026.json', JSON.stringify(left));
  };
  const cases: readonly (readonly [string, () => Flags, string, string])[] = [
    ['no file named', () => ({ calendars: undefined }), 'Thiếu --calendars', '--calendars is missing'],
    ['a file that is not there', () => ({ calendars: join(folder, 'none.json') }), 'Không tìm thấy tệp none.json', 'File none.json is not there'],
    ['a folder', () => ({ calendars: folder }), 'không phải tệp', 'is no file'],
    ['an empty file', () => ({ calendars: file('empty.json', ' \n') }), 'Tệp empty.json trống', 'File empty.json is empty'],
    ['no JSON', () => ({ calendars: file('broken.json', '{"years": {,}') }), 'không phải JSON đúng', 'is not valid JSON'],
    [
      'another encoding',
      () => ({ calendars: file('utf16.json', Buffer.from(JSON.stringify(calendarJson()), 'utf16le')) }),
      'utf16.json không ở mã UTF-8',
      'utf16.json is not UTF-8',
    ],
    ['an old code page', () => ({ calendars: file('latin.json', Buffer.from('{"years":"T\xeat"}', 'latin1')) }), 'không ở mã UTF-8', 'is not UTF-8'],
    ['a file too large', () => ({ calendars: file('large.json', Buffer.alloc(5_000_001, 32)) }), 'lớn hơn 5 MB', 'larger than 5 MB'],
    ['JSON that is no calendar', () => ({ calendars: file('list.json', '[1,2]') }), 'Tệp lịch sai ở /', 'The calendar file is wrong at /'],
    [
      'deep nesting',
      () => ({ calendars: file('deep.json', `{"years":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) }),
      'Tệp lịch sai ở /years',
      'wrong at /years',
    ],
    [
      'an unknown calendar',
      () => ({ calendar: 'X' }),
      'Tệp không có lịch “X”. Chọn một trong: VN-CO-QUAN, QUAY-SANG-T7',
      'Choose one of: VN-CO-QUAN, QUAY-SANG-T7',
    ],
    ['no calendar named', () => ({ calendar: undefined }), 'Thiếu --calendar ID. Tệp có: VN-CO-QUAN', 'The file has: VN-CO-QUAN'],
    ['an unknown alternative', () => ({ alternative: ['2029'] }), 'chọn một trong: 2027-tet-option-2', 'choose one of: 2027-tet-option-2'],
    ['a date that does not exist', () => ({ start: '2026-02-30' }), 'Không có ngày 2026-02-30', 'There is no date 2026-02-30'],
    ['a date in another form', () => ({ start: '12/02/2026' }), 'Không hiểu --start', '--start “12/02/2026” is not understood'],
    ['a time without offset', () => ({ start: '2026-02-12T09:00' }), 'Không hiểu --start', 'is not understood'],
    ['an hour that does not exist', () => ({ start: '2026-02-12T25:00+07:00' }), 'Không hiểu --start', 'is not understood'],
    ['no start', () => ({ start: undefined }), 'Thiếu --start', '--start is missing'],
    ['a period without a unit', () => ({ period: '5' }), 'Không hiểu --period “5”', '--period “5” is not understood'],
    ['digits of another script', () => ({ period: '５wd' }), 'Không hiểu --period', 'is not understood'],
    ['a fraction', () => ({ period: '1.5wd' }), 'số nguyên từ 1', 'whole numbers from 1'],
    ['zero', () => ({ period: '0d' }), 'số nguyên từ 1', 'whole numbers from 1'],
    ['a number too large', () => ({ period: '99999999999999999999wd' }), 'Không hiểu --period', 'is not understood'],
    ['a period beyond the calendar', () => ({ period: '999999wd' }), 'Bổ sung lịch của năm 2028', 'Add the calendar of the year 2028'],
    ['months beyond the calendar', () => ({ period: '999999m' }), 'khoảng 01/01/2025 – 31/12/2027', 'between 01/01/2025 and 31/12/2027'],
    ['a start before the calendar', () => ({ start: '2024-06-03' }), 'Bổ sung lịch của năm 2024', 'Add the calendar of the year 2024'],
    [
      'a calendar without the needed year',
      () => ({ calendars: without2026(), start: '2025-12-31' }),
      'Bổ sung lịch của năm 2026',
      'Add the calendar of the year 2026',
    ],
    ['a fixed date that is over', () => ({ period: 'fixed:2026-01-31' }), 'Ngày cố định 31/01/2026 đã qua', 'The fixed date 31/01/2026 is over'],
    [
      'a broken ledger',
      () => ({ ledger: file('l1.json', '[{"type":"suspended","untill":"x"}]') }),
      'Sổ tạm dừng, gia hạn sai ở /0/untill',
      'The ledger is wrong at /0/untill',
    ],
    ['a ledger on a fixed date', () => ({ period: 'fixed:2026-03-31', ledger: ledger([{ type: 'extended', by: 1 }]) }), 'ngày cố định', 'fixed date'],
    ['a ledger on months', () => ({ period: '1m', ledger: ledger([{ type: 'extended', by: 1 }]) }), 'không dùng với tháng', 'does not go with months'],
    ['a ledger that leaves nothing', () => ({ ledger: ledger([{ type: 'adjusted', by: -5 }]) }), 'số nguyên từ 1', 'whole number'],
    [
      'a rebase to a calendar that is not there',
      () => ({ ledger: ledger([{ type: 'rebased', at: '2026-02-13T08:00:00+07:00', calendarId: 'X' }]) }),
      'không có lịch “X”',
      'no calendar “X”',
    ],
    [
      'a pause that leads beyond the calendar',
      () => ({ ledger: ledger([{ type: 'suspended', from: '2026-02-13T08:00:00+07:00', until: '2028-01-10T08:00:00+07:00' }]) }),
      '01/01/2025 – 31/12/2027',
      'between',
    ],
    ['a rule of resuming that does not exist', () => ({ resumeDay: 'half' }), '--resume-day chỉ nhận', '--resume-day is'],
    ['a now that is no time', () => ({ now: 'today' }), 'Không hiểu --now', '--now “today”'],
  ];

  it.each(cases)('%s', (_name, flags, vi, en) => {
    const asked = flags();
    const vietnamese = run('2026-02-12', '5wd', asked);
    expect([vietnamese.exitCode, vietnamese.stdout]).toEqual([2, '']);
    expect(vietnamese.stderr).toContain(vi);
    expect(vietnamese.stderr.trimEnd().split('\n')).toHaveLength(1);
    const english = run('2026-02-12', '5wd', { ...asked, lang: 'en', json: true });
    expect([english.exitCode, english.stdout]).toEqual([2, '']);
    expect(english.stderr).toContain(en);
  });

  it('a language it does not speak', () => {
    expect(run('2026-02-12', '5wd', { lang: 'fr' })).toMatchObject({ exitCode: 2, stderr: '--lang chỉ nhận vi hoặc en, không phải “fr”.\n' });
  });
});
