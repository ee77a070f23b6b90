/** The reference deadlines, asked of the whole program as a person types them: `tinhgon deadline … --json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { registerDeadline, type DeadlineResult } from '../../../cli/deadline.js';
import { CALENDAR_FILE } from '../../support/fixtures/calendars/vn.js';
import { aFolder, run, type Ran } from './harness.js';

const schema = (name: string) =>
  z.fromJSONSchema(JSON.parse(readFileSync(join(__dirname, '../../../docs/schemas', name), 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);
const resultSchema = schema('deadline-result.schema.json');
const ledgerSchema = schema('term-ledger.schema.json');

const folder = aFolder();
afterAll(folder.remove);

/** Runs the program; `deadline` writes to the process itself. */
async function tinhgon(argv: readonly string[]): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))));
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const ran = await run(folder.path, argv, { offline: { others: [registerDeadline] } });
    return { ...ran, code: ran.code === 0 ? Number(process.exitCode) : ran.code, stdout: ran.stdout + stdout, stderr: ran.stderr + stderr };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}

const base = ['deadline', '--calendars', CALENDAR_FILE, '--calendar', 'VN-CO-QUAN'];
const asked = (start: string, period: string, more: readonly string[] = []): Promise<Ran> => tinhgon([...base, '--start', start, '--period', period, ...more]);

async function answered(start: string, period: string, more: readonly string[] = []): Promise<DeadlineResult> {
  const ran = await asked(start, period, [...more, '--json']);
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  const result: unknown = JSON.parse(ran.stdout);
  expect(resultSchema.safeParse(result)).toMatchObject({ success: true });
  const { check } = result as DeadlineResult;
  // The stretches re-add, or nothing would have been printed.
  if ('wall' in check) expect(check.wall).toBe(check.used + check.held + check.off);
  else expect(check.dates).toBe(check.counted + check.held + check.off + check.rolled);
  return result as DeadlineResult;
}

type Entry = Readonly<Record<string, unknown>>;
function ledger(entries: readonly Entry[]): readonly string[] {
  expect(ledgerSchema.safeParse(entries)).toMatchObject({ success: true });
  const path = join(folder.path, 'ledger.json');
  writeFileSync(path, JSON.stringify(entries));
  return ['--ledger', path];
}
const local = (wall: string): string => `${wall.replace(' ', 'T')}:00+07:00`;
const pause = (from: string, until?: string): Entry => ({ type: 'suspended', from: local(from), ...(until === undefined ? {} : { until: local(until) }) });
const resume = (at: string): Entry => ({ type: 'resumed', at: local(at) });

// Official days of 2025–2026, restated from the published calendars; terms by the Civil Code 2015, Art. 144–148.
describe('clock-vectors, typed', () => {
  it.each([
    ['2026-02-12', '5wd', '2026-02-26'],
    ['2026-04-24', '3wd', '2026-05-04'],
    ['2026-08-21', '1wd', '2026-08-22'],
    ['2026-08-28', '1wd', '2026-09-03'],
    ['2026-11-23', '1wd', '2026-11-25'],
    ['2025-04-29', '1wd', '2025-05-05'],
    ['2025-12-31', '1wd', '2026-01-05'],
  ])('clock-vectors: from %s %s is due on %s at 24:00', async (start, period, due) => {
    expect(await answered(start, period)).toMatchObject({ due, dueText: `${due}T24:00+07:00`, rawEnd: null });
  });

  it.each([
    ['2026-04-25', '5d', '2026-04-30', '2026-05-04'],
    ['2026-02-11', '5d', '2026-02-16', '2026-02-23'],
    ['2026-08-25', '5d', '2026-08-30', '2026-09-03'],
    ['2026-01-31', '1m', '2026-02-28', '2026-03-02'],
    ['2026-03-27', '1m', '2026-04-27', '2026-04-28'],
    ['2026-08-31', '6m', '2027-02-28', '2027-03-01'],
  ])('clock-vectors: from %s %s ends on %s and rolls to %s', async (start, period, rawEnd, due) => {
    expect(await answered(start, period)).toMatchObject({ rawEnd, due });
  });

  it.each([
    ['2026-08-21T15:00+07:00', '2026-08-22T15:00:00+07:00'],
    ['2026-02-13T16:30+07:00', '2026-02-23T16:30:00+07:00'],
    ['2026-11-23T14:00+07:00', '2026-11-25T14:00:00+07:00'],
    ['2026-03-02T08:00+07:00', '2026-03-02T17:00:00+07:00'],
    ['2026-03-07T10:00+07:00', '2026-03-09T17:00:00+07:00'],
  ])('clock-vectors: from %s 8 working hours are used up at %s', async (start, dueAt) => {
    expect(await answered(start, '8wh')).toMatchObject({ dueAt, unit: 'workingHours' });
  });
});

// Mon 02/03 to Sun 08/03/2026 is an ordinary week.
describe('ledger-vectors, typed with a ledger file', () => {
  it.each([
    ['a pause inside one date', '2026-03-02', '3wd', [pause('2026-03-03 09:00', '2026-03-03 15:00')], '2026-03-05'],
    ['a pause over a night', '2026-03-02', '3wd', [pause('2026-03-03 16:00', '2026-03-04 10:00')], '2026-03-06'],
    ['a pause over the weekend', '2026-03-05', '3wd', [pause('2026-03-06 16:00', '2026-03-09 08:00')], '2026-03-11'],
    ['a pause on days off only', '2026-03-05', '3wd', [pause('2026-03-07 00:00', '2026-03-09 00:00')], '2026-03-10'],
    [
      'two pauses that overlap',
      '2026-03-02',
      '3wd',
      [pause('2026-03-03 09:00', '2026-03-05 15:00'), pause('2026-03-04 09:00', '2026-03-06 08:00')],
      '2026-03-10',
    ],
    ['a roll into a pause', '2026-03-03', '5d', [pause('2026-03-09 10:00', '2026-03-12 08:00')], '2026-03-12'],
    ['opened already paused', '2026-03-02', '3wd', [pause('2026-03-01 09:00', '2026-03-04 08:00')], '2026-03-06'],
    [
      'a second pause and a second resume',
      '2026-03-02',
      '3wd',
      [pause('2026-03-03 16:00'), pause('2026-03-03 16:00'), resume('2026-03-04 10:00'), resume('2026-03-04 11:00')],
      '2026-03-06',
    ],
    ['an extension after the pause', '2026-03-02', '3wd', [pause('2026-03-03 16:00', '2026-03-04 10:00'), { type: 'extended', by: 2 }], '2026-03-10'],
  ] as const)('ledger-vectors: %s', async (_, start, period, entries, due) => {
    expect(await answered(start, period, ledger(entries))).toMatchObject({ due, suspended: false });
  });

  it('ledger-vectors: hours lose exactly the covered working minutes', async () => {
    const result = await answered('2026-03-02T10:00+07:00', '8wh', ledger([pause('2026-03-02 11:00', '2026-03-03 09:30')]));
    expect(result).toMatchObject({ dueAt: '2026-03-04T08:30:00+07:00' });
  });

  it('ledger-vectors: an open pause leaves nothing due, and says how much waits', async () => {
    const result = await answered('2026-03-02', '3wd', ledger([pause('2026-03-03 16:00')]));
    expect(result).toMatchObject({ due: null, dueAt: null, suspended: true, uncounted: 3 });
  });

  it('ledger-vectors: the worked example re-adds to its sixteen dates', async () => {
    const result = await answered('2026-02-09T10:12+07:00', '5wd', ledger([pause('2026-02-11 09:00', '2026-02-13 08:00')]));
    expect(result).toMatchObject({ dueText: '2026-02-25T24:00+07:00', check: { dates: 16, counted: 5, held: 2, off: 9, rolled: 0 } });
  });

  it.each([
    ['a limit', [] as readonly Entry[]],
    ['a pause whose end', [pause('2027-12-29 09:00', '2028-01-12 08:00')]],
    ['an extension that', [{ type: 'extended', by: 3 }]],
  ])('clock-horizon-refuses: %s leads past the last known date is refused in one sentence of either language', async (_, entries) => {
    const more = entries.length === 0 ? [] : ledger(entries);
    const period = entries.length === 0 ? '9wd' : '2wd';
    const vi = await asked('2027-12-28', period, [...more, '--json']);
    const en = await asked('2027-12-28', period, [...more, '--json', '--lang', 'en']);
    expect([vi.code, vi.stdout, en.code, en.stdout]).toEqual([2, '', 2, '']);
    expect(vi.stderr).toMatch(
      /^Lịch VN-CO-QUAN không có ngày 0?1\/01\/2028; dữ liệu nằm trong khoảng .*31\/12\/2027\. Bổ sung lịch của năm 2028 rồi tính lại\.\n$/u,
    );
    expect(en.stderr).toMatch(/^Calendar VN-CO-QUAN does not hold 0?1\/01\/2028; .*31\/12\/2027\. Add the calendar of the year 2028 and count again\.\n$/u);
  });
});

it('the help names the schema of the answer and of the ledger, every field a caller reads first, and the exit codes', async () => {
  const { code, stdout } = await tinhgon(['deadline', '--help']);
  expect(code).toBe(0);
  for (const word of [
    'docs/schemas/deadline-result.schema.json',
    'docs/schemas/term-ledger.schema.json',
    'dueAt',
    'rawEnd',
    'remindBy',
    'provisional',
    'suspended',
    'segments',
    'check',
    'sentences',
    'exit codes',
  ])
    expect(stdout).toContain(word);
});
