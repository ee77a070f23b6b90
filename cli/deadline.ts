/**
 * `tinhgon deadline`: counts a legal time limit from a calendar file, without any server.
 *
 * The result goes to stdout, doubts go to stderr. Whatever is wrong with the input ends with exit code 2 in one sentence.
 */
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { instantAt, type Calendar } from '../domain/calendar/calendar.js';
import type { ClockView, Segment } from '../domain/calendar/clock-view.js';
import { explainLegalMonths, explainTerm } from '../domain/calendar/explain.js';
import { parsePeriod } from '../domain/calendar/period.js';
import { calendarOfFile, readCalendars, type CalendarFile } from '../domain/calendar/read-calendars.js';
import { readLedger } from '../domain/calendar/read-ledger.js';
import { refusalText } from '../domain/calendar/refusals.js';
import type { TermEvent } from '../domain/calendar/term.js';
import { dateWords, durationWords, localTime, longDate } from '../domain/calendar/words.js';
import { DomainError, type Text } from '../domain/shared/errors.js';
import { MS_PER_MINUTE, parseInstant, parseLocalDate, type Instant } from '../domain/shared/instant.js';

/** What the command line asks for; every field as typed. */
export type DeadlineRequest = {
  readonly calendars?: string;
  readonly calendar?: string;
  readonly start?: string;
  readonly period?: string;
  readonly ledger?: string;
  readonly alternative?: readonly string[];
  readonly resumeDay?: string;
  readonly now?: string;
};

/** The answer of `--json`; documented in docs/schemas/deadline-result.schema.json. Times carry the calendar's offset. */
export type DeadlineResult = {
  readonly calendar: {
    readonly id: string;
    readonly version: number;
    readonly name: Text;
    readonly status: 'official' | 'proposed';
    readonly knownFrom: string;
    readonly knownThrough: string;
    readonly alternatives: readonly string[];
  };
  readonly start: string;
  readonly period: string;
  readonly unit: ClockView['unit'];
  readonly budget: ClockView['budget'];
  readonly anchor: ClockView['anchor'];
  readonly due: string | null;
  readonly dueAt: string | null;
  readonly dueText: string | null;
  readonly rawEnd: string | null;
  readonly remindBy: string | null;
  readonly provisional: boolean;
  readonly suspended: boolean;
  readonly uncounted: number;
  readonly segments: readonly Segment[];
  readonly check: ClockView['check'];
  readonly progress: ClockView['progress'];
  readonly sentences: readonly Text[];
  readonly warnings: readonly Text[];
};

type Lang = 'vi' | 'en';
type Flags = DeadlineRequest & { readonly json?: boolean; readonly explain?: boolean; readonly lang?: string };

const MAX_FILE_BYTES = 5_000_000;
const USAGE = 2;

/** Input that cannot be used, with the sentence the person is shown. */
class Unusable extends Error {
  constructor(readonly text: Text) {
    super(text.en);
  }
}

const unusable = (vi: string, en: string): never => {
  throw new Unusable({ vi, en });
};

/** What one run prints, with its exit code. */
export type DeadlineOutput = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** Runs the command on typed flags: reads the files, counts, words the answer. Never throws for bad input. */
export function runDeadline(flags: Flags): DeadlineOutput {
  const lang: Lang = flags.lang === 'en' ? 'en' : 'vi';
  try {
    if (flags.lang !== undefined && flags.lang !== 'vi' && flags.lang !== 'en') {
      unusable(`--lang chỉ nhận vi hoặc en, không phải “${clip(flags.lang)}”.`, `--lang is vi or en, not “${clip(flags.lang)}”.`);
    }
    const result = countDeadline(flags);
    const stderr = flags.json === true ? '' : result.warnings.map((warning) => `${lang === 'vi' ? 'Lưu ý' : 'Note'}: ${warning[lang]}\n`).join('');
    const stdout = flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : plainText(result, lang, flags.explain === true);
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    if (error instanceof Unusable) return { exitCode: USAGE, stdout: '', stderr: `${error.text[lang]}\n` };
    if (error instanceof DomainError) return { exitCode: USAGE, stdout: '', stderr: `${refusalText(error)[lang]}\n` };
    const message = error instanceof Error ? error.message : String(error);
    const words = lang === 'vi' ? `Lỗi nội bộ khi tính hạn, hãy báo nhà phát triển: ${message}` : `Internal error while counting, please report it: ${message}`;
    return { exitCode: 1, stdout: '', stderr: `${words}\n` };
  }
}

/**
 * Counts the deadline of a request.
 * @throws Unusable for flags and files · calendar_unknown, calendar_missing, calendar_file_invalid, calendar_alternative_unknown, ledger_invalid, limit_invalid, fixed_date_immovable
 */
function countDeadline(request: DeadlineRequest): DeadlineResult {
  const file = readCalendars(readJson(given(request.calendars, 'calendars', 'FILE'), '--calendars'), request.alternative ?? []);
  const calendarId = request.calendar ?? unusable(`Thiếu --calendar ID. Tệp có: ${idsOf(file)}.`, `--calendar ID is missing. The file has: ${idsOf(file)}.`);
  const calendar = calendarOfFile(file, calendarId);
  const start = given(request.start, 'start', '2026-02-12');
  const typed = given(request.period, 'period', '5wd');
  const period =
    parsePeriod(typed) ??
    unusable(
      `Không hiểu --period “${clip(typed)}”. Viết như 5d (ngày), 5wd (ngày làm việc), 8wh (giờ làm việc), 1m, 1y hoặc fixed:2026-01-31; số nguyên từ 1 đến 999999.`,
      `--period “${clip(typed)}” is not understood. Write 5d (days), 5wd (working days), 8wh (working hours), 1m, 1y or fixed:2026-01-31; whole numbers from 1 to 999999.`,
    );
  const anchor = startInstant(calendar, start);
  const events = request.ledger === undefined ? [] : readLedger(readJson(request.ledger, '--ledger'));
  const calendars = requireCalendars(file, calendar, events);
  const now = request.now === undefined ? undefined : readNow(request.now);

  let view: ClockView;
  if ('months' in period) {
    if (events.length > 0)
      unusable(
        'Sổ tạm dừng, gia hạn không dùng với tháng, năm. Bỏ --ledger hoặc dùng d, wd, wh.',
        'A ledger does not go with months or years. Leave out --ledger or use d, wd, wh.',
      );
    view = explainLegalMonths(calendar, anchor, period.months);
  } else {
    const resumeDay = readResumeDay(request.resumeDay);
    view = explainTerm({ anchor, limit: { ...period.limit, resumeDay }, events }, calendars, now);
  }
  if (view.unit === 'fixedDate' && view.dueAt !== null && view.dueAt <= anchor) {
    unusable(
      `Ngày cố định ${dateWords(view.dueOn ?? view.anchor.date)} đã qua khi bắt đầu. Sửa --period hoặc --start.`,
      `The fixed date ${dateWords(view.dueOn ?? view.anchor.date)} is over at the start. Correct --period or --start.`,
    );
  }
  return present(view, calendar, file, start, typed);
}

function present(view: ClockView, calendar: Calendar, file: CalendarFile, start: string, period: string): DeadlineResult {
  const rolls = view.unit === 'days' || view.unit === 'months';
  const notes = [...file.warnings];
  return {
    calendar: {
      id: calendar.id,
      version: calendar.version,
      name: calendar.name,
      status: view.calendar.status,
      knownFrom: calendar.knownFrom,
      knownThrough: calendar.knownThrough,
      alternatives: calendar.alternatives ?? [],
    },
    start,
    period,
    unit: view.unit,
    budget: view.budget,
    anchor: view.anchor,
    due: view.dueOn,
    dueAt: view.dueAt === null ? null : localTime(calendar, view.dueAt),
    dueText: view.due,
    rawEnd: rolls ? view.rawEndOn : null,
    remindBy: view.remindBy,
    provisional: view.provisional,
    suspended: view.dueAt === null,
    uncounted: view.uncounted,
    segments: view.segments,
    check: view.check,
    progress: view.progress,
    sentences: view.sentences,
    warnings: notes,
  };
}

function given(value: string | undefined, name: string, example: string): string {
  return (
    value ??
    unusable(
      `Thiếu --${name}. Thêm --${name} ${example}; xem tinhgon deadline --help.`,
      `--${name} is missing. Add --${name} ${example}; see tinhgon deadline --help.`,
    )
  );
}

const idsOf = (file: CalendarFile): string => file.calendars.map((calendar) => calendar.id).join(', ');

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function startInstant(calendar: Calendar, start: string): Instant {
  const date = parseLocalDate(start);
  if (date !== null) return instantAt(calendar, date, 0);
  if (/^\d{4}-\d{2}-\d{2}$/.test(start)) {
    unusable(`Không có ngày ${start}. Kiểm tra lại ngày, tháng.`, `There is no date ${start}. Check day and month.`);
  }
  return (
    parseTime(start) ??
    unusable(
      `Không hiểu --start “${clip(start)}”. Viết ngày 2026-02-12, hoặc thời điểm có múi giờ 2026-02-12T09:00+07:00.`,
      `--start “${clip(start)}” is not understood. Write a date 2026-02-12, or a time with offset 2026-02-12T09:00+07:00.`,
    )
  );
}

const parseTime = (text: string): Instant | null => (/(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.test(text) ? parseInstant(text) : null);

const readNow = (text: string): Instant =>
  parseTime(text) ??
  unusable(
    `Không hiểu --now “${clip(text)}”. Viết thời điểm có múi giờ 2026-02-12T09:00+07:00.`,
    `--now “${clip(text)}” is not understood. Write a time with offset 2026-02-12T09:00+07:00.`,
  );

function readResumeDay(text: string | undefined): 'counted' | 'notCounted' {
  if (text === undefined || text === 'counted') return 'counted';
  if (text === 'notCounted') return 'notCounted';
  return unusable(`--resume-day chỉ nhận counted hoặc notCounted, không phải “${clip(text)}”.`, `--resume-day is counted or notCounted, not “${clip(text)}”.`);
}

/** The opening calendar first, then those the ledger rebases to; each must be in the file. */
function requireCalendars(file: CalendarFile, opening: Calendar, events: readonly TermEvent[]): Calendar | readonly Calendar[] {
  const rebased = events.flatMap((event) => {
    if (event.type !== 'rebased') return [];
    const calendar = calendarOfFile(file, event.calendarId);
    if (calendar.version !== event.calendarVersion) {
      throw new DomainError('calendar_missing', {
        calendarId: `${event.calendarId} v${event.calendarVersion}`,
        known: file.calendars.map((known) => `${known.id} v${known.version}`),
      });
    }
    return [calendar];
  });
  return rebased.length === 0 ? opening : [opening, ...rebased];
}

function readJson(path: string, flag: string): unknown {
  const name = clip(path.split('/').at(-1) ?? path);
  const bytes = readBytes(path, name, flag);
  const text =
    decodeUtf8(bytes) ??
    unusable(`Tệp ${name} không ở mã UTF-8. Lưu lại dạng UTF-8 rồi thử lại.`, `File ${name} is not UTF-8. Save it as UTF-8 and try again.`);
  if (text.trim() === '') return unusable(`Tệp ${name} trống. Chọn tệp có dữ liệu cho ${flag}.`, `File ${name} is empty. Choose a file with data for ${flag}.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const place = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '');
    const at = place === null ? { vi: '', en: '' } : { vi: ` (dòng ${place[1]}, cột ${place[2]})`, en: ` (line ${place[1]}, column ${place[2]})` };
    return unusable(
      `Tệp ${name} không phải JSON đúng${at.vi}. Sửa chỗ đó hoặc lấy lại tệp gốc.`,
      `File ${name} is not valid JSON${at.en}. Mend that place or fetch the original again.`,
    );
  }
}

/** Null for bytes that are not UTF-8; a NUL betrays UTF-16 that happens to decode. */
function decodeUtf8(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readBytes(path: string, name: string, flag: string): Buffer {
  try {
    const stat = statSync(path);
    if (!stat.isFile())
      return unusable(`${name} không phải tệp. Chỉ đường dẫn tới một tệp JSON cho ${flag}.`, `${name} is no file. Give ${flag} the path of a JSON file.`);
    if (stat.size > MAX_FILE_BYTES)
      return unusable(
        `Tệp ${name} lớn hơn 5 MB. Chỉ giữ lại dữ liệu lịch rồi thử lại.`,
        `File ${name} is larger than 5 MB. Keep only the calendar data and try again.`,
      );
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EIO';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return unusable(`Không tìm thấy tệp ${name}. Kiểm tra đường dẫn của ${flag}.`, `File ${name} is not there. Check the path of ${flag}.`);
    if (code === 'EACCES' || code === 'EPERM')
      return unusable(`Không được phép đọc tệp ${name}. Cấp quyền đọc rồi thử lại.`, `File ${name} may not be read. Grant read permission and try again.`);
    return unusable(
      `Không đọc được tệp ${name} (${code}). Kiểm tra đường dẫn của ${flag}.`,
      `File ${name} cannot be read (${code}). Check the path of ${flag}.`,
    );
  }
}

const KIND_WORDS = {
  counted: { vi: 'tính', en: 'counted' },
  held: { vi: 'tạm dừng', en: 'held' },
  off: { vi: 'nghỉ', en: 'off' },
  rolled: { vi: 'chuyển tiếp', en: 'rolled' },
} as const satisfies Record<Segment['kind'], Text>;

function plainText(result: DeadlineResult, lang: Lang, explain: boolean): string {
  const say = (text: Text): string => text[lang];
  const due =
    result.due === null
      ? say({ vi: 'chưa có (đang tạm dừng)', en: 'none yet (paused)' })
      : `${result.due}  ${say(longDate(parseLocalDate(result.due) ?? result.anchor.date))}, ${dueClock(result)}`;
  const rawEnd = result.rawEnd ?? say({ vi: '– (loại thời hạn này không chuyển ngày)', en: '– (this kind of limit does not roll)' });
  const lines = [
    `due      ${due}${result.provisional ? say({ vi: '  [tạm tính]', en: '  [provisional]' }) : ''}`,
    ...(result.unit === 'workingHours' && result.dueAt !== null ? [`dueAt    ${result.dueAt}`] : []),
    `rawEnd   ${rawEnd}`,
    '',
    ...result.segments.map((segment) => segmentLine(segment, lang, result)),
  ];
  if (explain) lines.push('', ...result.sentences.map(say));
  return `${lines.join('\n')}\n`;
}

function dueClock({ unit, due, dueAt, dueText }: DeadlineResult): string {
  if (unit !== 'workingHours' || dueAt === null) return (dueText ?? '').slice(11, 16);
  return due === dueAt.slice(0, 10) ? dueAt.slice(11, 19).replace(/:00$/, '') : '24:00';
}

function segmentLine(segment: Segment, lang: Lang, result: DeadlineResult): string {
  const why = [segment.reason?.[lang], segment.kind === 'rolled' ? undefined : segment.ground, segment.basis, segment.source]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
  const range = segment.to === null ? `${segment.from} – …` : segment.from === segment.to ? segment.from : `${segment.from} – ${segment.to}`;
  const unsure = segment.certainty === 'U' ? (lang === 'vi' ? ' [chưa xác nhận]' : ' [unconfirmed]') : '';
  const amount =
    segment.amount === null
      ? ''
      : ` ${'wall' in result.check ? durationWords(segment.amount * (result.check.unit === 'minutes' ? MS_PER_MINUTE : 1))[lang] : segment.amount}`;
  return `${range.padEnd('wall' in result.check ? 53 : 23)}  ${KIND_WORDS[segment.kind][lang]}${amount}${why === '' ? '' : `  (${why})`}${unsure}`;
}

const HELP = `
Kỳ hạn / periods:
  5d ngày · 5wd ngày làm việc · 8wh giờ làm việc · 1m tháng · 1y năm · fixed:2026-01-31 ngày cố định
  5d days · 5wd working days  · 8wh working hours · 1m months · 1y years · fixed:2026-01-31 a fixed date

FILE: weeklyRhythm, years (off, makeUpWork, status), timezone; mẫu / sample: examples/calendars.vn.json
LEDGER: danh sách JSON theo thứ tự ghi / a JSON array in order of recording, e.g.
  [{"type":"suspended","from":"2026-02-11T09:00:00+07:00","until":"2026-02-13T08:00:00+07:00","ground":"supplement","basis":"…"},
   {"type":"extended","by":2,"basis":"…"}]
  type: suspended (from, until?, ground, basis) · resumed (at) · extended (by, basis) · adjusted (by, reason)
        rebased (at, calendarId, calendarVersion) · floored (by); không có until = tạm dừng chưa hẹn / open pause
  schema: docs/schemas/term-ledger.schema.json

--json: due (ngày/date), dueAt (thời điểm/instant), dueText, rawEnd (ngày cuối trước khi chuyển; null nếu loại này không chuyển /
  last day before rolling; null where the unit never rolls), remindBy, provisional, suspended, segments, check, sentences, warnings
  schema: docs/schemas/deadline-result.schema.json

Mã thoát / exit codes: 0 xong/done · 2 đầu vào sai, lịch thiếu năm / bad input, calendar without the year · 1 lỗi nội bộ / internal

Ví dụ / example:
  tinhgon deadline --calendars examples/calendars.vn.json --calendar VN-CO-QUAN --start 2026-02-12 --period 5wd --json
`;

const gather = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Adds `tinhgon deadline` to a command line. */
export function registerDeadline(program: Command): void {
  const command = program
    .command('deadline')
    .description('Tính hạn theo lịch làm việc, không cần máy chủ / count a legal time limit, no server needed')
    .option('--calendars <file>', 'tệp lịch JSON / calendar file')
    .option('--calendar <id>', 'mã lịch trong tệp / calendar id in the file')
    .option('--start <date>', 'ngày 2026-02-12 hoặc thời điểm 2026-02-12T09:00+07:00 / date or instant')
    .option('--period <period>', '5d, 5wd, 8wh, 1m, 1y, fixed:2026-01-31')
    .option('--ledger <file>', 'sổ tạm dừng, gia hạn JSON / ledger of pauses and extensions')
    .option('--alternative <id>', 'dùng phương án nghỉ trong tệp, lặp được / use an alternative of the file, repeatable', gather)
    .option('--resume-day <rule>', 'counted (mặc định/default) · notCounted: ngày chạy lại không tính / the date of resuming does not count')
    .option('--now <instant>', 'kèm phần đã dùng và còn lại tại thời điểm này / with used and remaining at this time')
    .option('--explain', 'kèm giải thích bằng lời / with sentences')
    .option('--json', 'kết quả JSON / JSON result')
    .option('--lang <lang>', 'vi (mặc định/default) · en')
    .addHelpText('after', HELP);
  command.action((_local: unknown, self: Command) => {
    const output = runDeadline(self.optsWithGlobals<Flags>());
    process.stdout.write(output.stdout);
    process.stderr.write(output.stderr);
    process.exitCode = output.exitCode;
  });
}
