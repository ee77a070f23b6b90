/**
 * Reads a file of working calendars, judging its shape with pure TypeScript.
 *
 * The file holds one table of years (days off, make-up days, status) and one or more weekly rhythms; each rhythm becomes
 * one flattened calendar. What is wrong is refused with a pointer to the place; what is only doubtful becomes a warning.
 */
import { DomainError, type Text } from '../shared/errors.js';
import { addDays, offsetMinutesOf, parseLocalDate, weekdayOf, yearOf, type LocalDate, type Weekday } from '../shared/instant.js';
import { CERTAINTIES, isWorkingDay, minutesOfClock, type Calendar, type CalendarRow, type Certainty, type DayEnd, type Span } from './calendar.js';
import { dateWords, longDate, WEEKDAYS_VI } from './words.js';

/** A proposal the file lists beside its days; choosing it replaces some of them. */
export type Alternative = { readonly id: string; readonly name: Text; readonly year: number };

export type CalendarFile = {
  /** The default rhythm first. */
  readonly calendars: readonly Calendar[];
  readonly alternatives: readonly Alternative[];
  /** Doubts a person should settle: open swap pairs, wrong weekday names, sums that do not re-add. */
  readonly warnings: readonly Text[];
};

const ZONES: Readonly<Record<string, number>> = { 'Asia/Ho_Chi_Minh': 420 };
const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const YEAR = /^[12]\d{3}$/;
const NOON = 720;

function wrong(pointer: string, vi: string, en: string): never {
  throw new DomainError('calendar_file_invalid', { pointer: pointer === '' ? '/' : pointer, problem: { vi, en } });
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown, pointer: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(pointer, 'phải là một đối tượng {…}', 'must be an object {…}');
  return value as Fields;
}

function list(value: unknown, pointer: string): readonly unknown[] {
  if (!Array.isArray(value)) wrong(pointer, 'phải là một danh sách […]', 'must be a list […]');
  return value;
}

function text(value: unknown, pointer: string): string {
  if (typeof value !== 'string' || value.trim() === '') wrong(pointer, 'thiếu chữ', 'must be a text');
  return value.normalize('NFC');
}

const optionalText = (value: unknown, pointer: string): string => (value === undefined || value === null ? '' : text(value, pointer));

function date(value: unknown, pointer: string): LocalDate {
  const read = typeof value === 'string' ? parseLocalDate(value) : null;
  if (read === null) wrong(pointer, `không phải ngày có thật dạng YYYY-MM-DD: ${shown(value)}`, `no real date YYYY-MM-DD: ${shown(value)}`);
  return read;
}

function shown(value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return JSON.stringify(value).slice(0, 40);
}

function certainty(value: unknown, pointer: string): Certainty {
  if (value === undefined) return 'U';
  const found = CERTAINTIES.find((mark) => mark === value);
  return found ?? wrong(pointer, `chỉ nhận V, D hoặc U, không phải ${shown(value)}`, `must be V, D or U, not ${shown(value)}`);
}

function names(value: Fields, pointer: string, vi: string, en: string): Text {
  const name = text(value[vi], `${pointer}/${vi}`);
  return { vi: name, en: value[en] === undefined ? name : text(value[en], `${pointer}/${en}`) };
}

/**
 * @param chosen ids of alternatives to apply, none by default
 * @throws calendar_file_invalid with `pointer` and `problem` · calendar_alternative_unknown
 */
export function readCalendars(json: unknown, chosen: readonly string[] = []): CalendarFile {
  const file = fields(json, '');
  const years = readYears(fields(file['years'], '/years'), chosen);
  const alternatives = years.flatMap((year) => year.alternatives);
  for (const id of chosen) {
    if (!alternatives.some((alternative) => alternative.id === id)) {
      throw new DomainError('calendar_alternative_unknown', { alternative: id, known: alternatives.map((alternative) => alternative.id) });
    }
  }
  const zoneOffsetMinutes = readZone(file['timezone']);
  const calendars = readRhythms(file).map((rhythm) => flatten(rhythm, years, zoneOffsetMinutes, chosen));
  const base = calendars[0] as Calendar;
  const warnings = [...years.flatMap((year) => year.warnings), ...openSwaps(base), ...years.flatMap((year) => unequalSums(base, year))];
  return { calendars, alternatives, warnings };
}

/** @throws calendar_missing with the ids the file holds */
export function calendarOfFile(file: CalendarFile, id: string): Calendar {
  const found = file.calendars.find((calendar) => calendar.id === id);
  if (found === undefined) throw new DomainError('calendar_missing', { calendarId: id, known: file.calendars.map((calendar) => calendar.id) });
  return found;
}

function readZone(value: unknown): number {
  if (typeof value === 'string' && /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(value)) return offsetMinutesOf(value);
  const offset = typeof value === 'string' ? ZONES[value] : undefined;
  return (
    offset ??
    wrong(
      '/timezone',
      `phải là Asia/Ho_Chi_Minh hoặc độ lệch như +07:00, không phải ${shown(value)}`,
      `must be Asia/Ho_Chi_Minh or an offset such as +07:00, not ${shown(value)}`,
    )
  );
}

type Rhythm = Pick<Calendar, 'id' | 'version' | 'name' | 'weekly' | 'fullDay' | 'dayEnd' | 'hoursCertainty'>;

function readRhythms(file: Fields): readonly Rhythm[] {
  const rhythms = fields(file['weeklyRhythm'], '/weeklyRhythm');
  const shared = rhythms['sessions'];
  const variants = rhythms['variants'] === undefined ? [] : list(rhythms['variants'], '/weeklyRhythm/variants');
  const read = [
    readRhythm(rhythms['default'], '/weeklyRhythm/default', shared),
    ...variants.map((variant, index) => readRhythm(variant, `/weeklyRhythm/variants/${index}`, shared)),
  ];
  read.forEach((rhythm, index) => {
    if (read.findIndex((other) => other.id === rhythm.id) < index)
      wrong('/weeklyRhythm', `mã lịch ${rhythm.id} bị lặp`, `calendar id ${rhythm.id} is there twice`);
  });
  return read;
}

function readRhythm(value: unknown, pointer: string, shared: unknown): Rhythm {
  const rhythm = fields(value, pointer);
  const own = rhythm['sessions'] !== undefined;
  const sessions = fields(own ? rhythm['sessions'] : shared, own ? `${pointer}/sessions` : '/weeklyRhythm/sessions');
  const fullDay = readSpans(sessions['value'], own ? `${pointer}/sessions/value` : '/weeklyRhythm/sessions/value');
  const weekly: Record<Weekday, readonly Span[]> = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
  list(rhythm['workingWeekdaysISO'], `${pointer}/workingWeekdaysISO`).forEach((day, index) => {
    weekly[weekday(day, `${pointer}/workingWeekdaysISO/${index}`)] = fullDay;
  });
  const halfDays = rhythm['halfDaysISO'] === undefined ? [] : list(rhythm['halfDaysISO'], `${pointer}/halfDaysISO`);
  halfDays.forEach((half, index) => {
    const at = `${pointer}/halfDaysISO/${index}`;
    const { weekday: day, part } = fields(half, at);
    if (part !== 'morning' && part !== 'afternoon') wrong(`${at}/part`, 'chỉ nhận morning hoặc afternoon', 'must be morning or afternoon');
    weekly[weekday(day, `${at}/weekday`)] = fullDay.filter((span) => span.fromMinute < NOON === (part === 'morning'));
  });
  if (Object.values(weekly).every((spans) => spans.length === 0))
    wrong(`${pointer}/workingWeekdaysISO`, 'tuần không có ngày làm việc nào', 'the week has no working day');
  const version = rhythm['version'] ?? 1;
  if (!Number.isSafeInteger(version) || (version as number) < 1) wrong(`${pointer}/version`, 'phải là số nguyên từ 1', 'must be a whole number from 1');
  const dayEnd = rhythm['dayEnd'] ?? '24:00';
  if (dayEnd !== '24:00' && !(typeof dayEnd === 'string' && CLOCK.test(dayEnd) && dayEnd !== '00:00')) {
    wrong(`${pointer}/dayEnd`, 'phải là 24:00 hoặc giờ đóng cửa HH:mm', 'must be 24:00 or a closing time HH:mm');
  }
  return {
    id: text(rhythm['id'], `${pointer}/id`),
    version: version as number,
    name: names(rhythm, pointer, 'nameVi', 'nameEn'),
    weekly,
    fullDay,
    dayEnd: dayEnd as DayEnd,
    hoursCertainty: certainty(sessions['certainty'], `${pointer}/sessions/certainty`),
  };
}

function weekday(value: unknown, pointer: string): Weekday {
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > 7)
    wrong(pointer, 'phải là thứ theo ISO, từ 1 đến 7', 'must be an ISO weekday, 1 to 7');
  return value as Weekday;
}

function readSpans(value: unknown, pointer: string): readonly Span[] {
  const spans = list(value, pointer).map((session, index) => {
    const { from, to } = fields(session, `${pointer}/${index}`);
    return { fromMinute: clock(from, `${pointer}/${index}/from`), toMinute: clock(to, `${pointer}/${index}/to`) };
  });
  if (spans.length === 0) wrong(pointer, 'cần ít nhất một buổi làm việc', 'needs at least one session');
  spans.forEach((span, index) => {
    const before = spans[index - 1]?.toMinute ?? 0;
    if (span.toMinute <= span.fromMinute || span.fromMinute < before)
      wrong(`${pointer}/${index}`, 'các buổi phải nối nhau theo giờ, không chồng', 'sessions must follow one another without overlap');
  });
  return spans;
}

function clock(value: unknown, pointer: string): number {
  if (typeof value !== 'string' || !(CLOCK.test(value) || value === '24:00'))
    wrong(pointer, `không phải giờ HH:mm: ${shown(value)}`, `no time HH:mm: ${shown(value)}`);
  return minutesOfClock(value);
}

type YearTable = {
  readonly year: number;
  readonly proposed: boolean;
  readonly rows: ReadonlyMap<LocalDate, CalendarRow>;
  readonly alternatives: readonly Alternative[];
  readonly expected: { readonly year: number; readonly byMonth: readonly number[] } | null;
  readonly warnings: readonly Text[];
};

function readYears(years: Fields, chosen: readonly string[]): readonly YearTable[] {
  const keys = Object.keys(years).sort();
  if (keys.length === 0) wrong('/years', 'chưa có năm nào', 'there is no year');
  return keys.map((key) => {
    if (!YEAR.test(key)) wrong(`/years/${key.slice(0, 20)}`, 'năm phải có bốn chữ số', 'a year must have four digits');
    return readYear(Number(key), fields(years[key], `/years/${key}`), chosen);
  });
}

function readYear(year: number, table: Fields, chosen: readonly string[]): YearTable {
  const pointer = `/years/${year}`;
  const status = table['status'];
  if (status !== 'official' && status !== 'proposed') wrong(`${pointer}/status`, 'chỉ nhận official hoặc proposed', 'must be official or proposed');
  const warnings: Text[] = [];
  const rows = new Map<LocalDate, CalendarRow>();
  const put = (on: LocalDate, row: CalendarRow, at: string): void => {
    if (yearOf(on) !== year) wrong(at, `ngày ${on} không thuộc năm ${year}`, `date ${on} is not of the year ${year}`);
    if (rows.has(on)) wrong(at, `ngày ${on} bị ghi hai lần`, `date ${on} is there twice`);
    rows.set(on, row);
  };
  list(table['off'], `${pointer}/off`).forEach((item, index) => {
    const at = `${pointer}/off/${index}`;
    const off = fields(item, at);
    const on = date(off['date'], `${at}/date`);
    const occasion = names(off, at, 'occasion', 'occasionEn');
    put(on, { day: 'off', occasion, ...rowFacts(off, at, 'swapWith') }, `${at}/date`);
    warnings.push(...wrongWeekday(on, off['weekday']));
  });
  const makeUps = (value: unknown, at: string): void =>
    list(value, at).forEach((item, index) => {
      const work = fields(item, `${at}/${index}`);
      const on = date(work['date'], `${at}/${index}/date`);
      put(on, { day: 'work', occasion: makeUpWords(work['swapFor']), ...rowFacts(work, `${at}/${index}`, 'swapFor') }, `${at}/${index}/date`);
      warnings.push(...wrongWeekday(on, work['weekday']));
    });
  if (table['makeUpWork'] !== undefined) makeUps(table['makeUpWork'], `${pointer}/makeUpWork`);

  let expected = readExpected(table['expectedWorkingDays'], `${pointer}/expectedWorkingDays`);
  const offered = table['alternatives'] === undefined ? [] : list(table['alternatives'], `${pointer}/alternatives`);
  const alternatives = offered.map((item, index) => {
    const at = `${pointer}/alternatives/${index}`;
    const alternative = fields(item, at);
    const id = text(alternative['id'], `${at}/id`);
    const name = names(alternative, at, 'nameVi', 'nameEn');
    if (chosen.includes(id)) {
      replaceDaysOff(rows, alternative, at, name, put);
      if (alternative['makeUpWork'] !== undefined) makeUps(alternative['makeUpWork'], `${at}/makeUpWork`);
      expected = readExpected(alternative['expectedWorkingDays'], `${at}/expectedWorkingDays`);
    }
    return { id, name, year };
  });
  return { year, proposed: status === 'proposed', rows, alternatives, expected, warnings };
}

type PutRow = (on: LocalDate, row: CalendarRow, at: string) => void;

function replaceDaysOff(rows: Map<LocalDate, CalendarRow>, alternative: Fields, at: string, name: Text, put: PutRow): void {
  const replaced = list(alternative['replaceOff'], `${at}/replaceOff`).map((value, index) => {
    const on = date(value, `${at}/replaceOff/${index}`);
    const row = rows.get(on);
    if (row?.day !== 'off') wrong(`${at}/replaceOff/${index}`, `ngày ${on} không có trong danh sách nghỉ`, `date ${on} is not among the days off`);
    rows.delete(on);
    return row;
  });
  list(alternative['withOff'], `${at}/withOff`).forEach((value, index) => {
    const pattern = replaced[0] ?? { occasion: name, source: '' };
    put(date(value, `${at}/withOff/${index}`), { day: 'off', occasion: pattern.occasion, source: pattern.source, certainty: 'U' }, `${at}/withOff/${index}`);
  });
}

function rowFacts(row: Fields, pointer: string, swapKey: 'swapWith' | 'swapFor'): Pick<CalendarRow, 'source' | 'certainty' | 'swapWith'> {
  const swap = row[swapKey];
  return {
    source: optionalText(row['source'], `${pointer}/source`),
    certainty: certainty(row['certainty'], `${pointer}/certainty`),
    ...(swap === undefined ? {} : { swapWith: date(swap, `${pointer}/${swapKey}`) }),
  };
}

function makeUpWords(swapFor: unknown): Text {
  const day = typeof swapFor === 'string' ? parseLocalDate(swapFor) : null;
  if (day === null) return { vi: 'làm bù', en: 'make-up working day' };
  return { vi: `làm bù cho ngày nghỉ ${dateWords(day)}`, en: `make-up working day for ${dateWords(day)}` };
}

function wrongWeekday(on: LocalDate, named: unknown): readonly Text[] {
  if (typeof named !== 'string') return [];
  const real = WEEKDAYS_VI[weekdayOf(on) - 1] as string;
  if (named.normalize('NFC').toLowerCase() === real.toLowerCase()) return [];
  return [
    {
      vi: `Ngày ${dateWords(on)} là ${real}, tệp ghi “${named}”. Kiểm tra lại ngày.`,
      en: `${longDate(on).en} is called “${named}” in the file. Check the date.`,
    },
  ];
}

function readExpected(value: unknown, pointer: string): YearTable['expected'] {
  if (value === undefined) return null;
  const { year, byMonth } = fields(value, pointer);
  const months = list(byMonth, `${pointer}/byMonth`);
  if (months.length !== 12 || ![year, ...months].every((days) => Number.isSafeInteger(days))) {
    wrong(pointer, 'cần tổng của năm và đúng 12 tháng, là số nguyên', 'needs the sum of the year and exactly 12 months, in whole numbers');
  }
  return { year: year as number, byMonth: months as readonly number[] };
}

function flatten(rhythm: Rhythm, years: readonly YearTable[], zoneOffsetMinutes: number, chosen: readonly string[]): Calendar {
  const [first, last] = [years[0] as YearTable, years.at(-1) as YearTable];
  const missingYears: number[] = [];
  for (let year = first.year; year < last.year; year += 1) if (!years.some((table) => table.year === year)) missingYears.push(year);
  const proposed = years.find((table) => table.proposed);
  return {
    ...rhythm,
    zoneOffsetMinutes,
    knownFrom: `${first.year}-01-01` as LocalDate,
    knownThrough: `${last.year}-12-31` as LocalDate,
    ...(missingYears.length === 0 ? {} : { missingYears }),
    provisionalFrom: proposed === undefined ? null : (`${proposed.year}-01-01` as LocalDate),
    ...(chosen.length === 0 ? {} : { alternatives: [...chosen].sort() }),
    rows: Object.fromEntries(years.flatMap((table) => [...table.rows])),
  };
}

/** A day off without its make-up day, or the reverse, inside the known years. */
function openSwaps(calendar: Calendar): readonly Text[] {
  return Object.entries(calendar.rows).flatMap(([on, row]) => {
    const partner = row.swapWith === undefined ? undefined : calendar.rows[row.swapWith];
    if (row.swapWith === undefined || (partner !== undefined && partner.day !== row.day)) return [];
    const [day, other] = [dateWords(on as LocalDate), dateWords(row.swapWith)];
    return [
      {
        vi: `Ngày hoán đổi ${day} thiếu ngày đi cùng ${other}. Bổ sung hoặc xác nhận.`,
        en: `The swapped day ${day} lacks its other half ${other}. Add it or confirm.`,
      },
    ];
  });
}

/** Working dates of each month of a year, January first. @throws calendar_unknown */
export function workingDaysByMonth(calendar: Calendar, year: number): readonly number[] {
  const months = Array.from({ length: 12 }, () => 0);
  for (let on = `${year}-01-01` as LocalDate; yearOf(on) === year; on = addDays(on, 1)) {
    const month = Number(on.slice(5, 7)) - 1;
    if (isWorkingDay(calendar, on)) months[month] = (months[month] ?? 0) + 1;
  }
  return months;
}

function unequalSums(calendar: Calendar, table: YearTable): readonly Text[] {
  if (table.expected === null) return [];
  const { expected, year } = table;
  const months = workingDaysByMonth(calendar, year);
  const total = months.reduce((sum, days) => sum + days, 0);
  const odd = months.flatMap((days, index) => (days === expected.byMonth[index] ? [] : [`${index + 1}/${year}`]));
  if (odd.length === 0 && total === expected.year) return [];
  const where = odd.length === 0 ? String(year) : odd.join(', ');
  return [
    {
      vi: `Năm ${year} đếm được ${total} ngày làm việc, tệp ghi ${expected.year} (lệch ở: ${where}). Kiểm tra ngày nghỉ và ngày làm bù.`,
      en: `${year} counts ${total} working days, the file expects ${expected.year} (differs in: ${where}). Check days off and make-up days.`,
    },
  ];
}
