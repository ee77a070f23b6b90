/**
 * Reads the figures people write in Vietnamese lists: codes, amounts, time limits, fees, tiers, dates.
 * What can be read in two ways is not read at all; the caller warns and keeps the words.
 */
import { fold } from '../domain/shared/fold.js';
import { type LocalDate, parseLocalDate } from '../domain/shared/instant.js';
import { type Duration, type DurationUnit, type Fee, type Level, PROCEDURE_CODE } from '../domain/procedure/procedure.js';

/** Text as it is kept: NFC, non-breaking and zero-width blanks cleaned, line breaks and quotes untouched. */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/gu, '\n')
    .replace(/[\u200b-\u200d\u2060\ufeff]/gu, '')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .trim();

/** `published` words that mean the part is empty. */
const NOTHING = new Set(['khong co thong tin', 'chua co thong tin', '-', '--', 'n/a', '']);
export const saysNothing = (text: string): boolean => NOTHING.has(fold(text));

export type CodeReading = { readonly code: string; readonly repaired: boolean } | { readonly wrong: true };

/**
 * A procedure code out of a cell. Excel turns `1.002010` into the number 1.00201 (English) or 1002010 (Vietnamese);
 * both are read back, and said to be.
 */
export function readCode(value: string | number): CodeReading {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 1_000_000 && value <= 9_999_999) return repaired(String(value));
    const digits = value.toFixed(6);
    return value > 0 && value < 10 && Math.abs(Number(digits) - value) < 1e-9 ? { code: digits, repaired: true } : { wrong: true };
  }
  const text = cleanText(value).replaceAll(' ', '');
  if (PROCEDURE_CODE.test(text)) return { code: text, repaired: false };
  if (/^\d{7}$/u.test(text)) return repaired(text);
  if (/^\d[.,]\d{1,6}$/u.test(text)) return repaired(`${text[0]}${text.slice(2).padEnd(6, '0')}`);
  return { wrong: true };
}

const repaired = (sevenDigits: string): CodeReading => ({ code: `${sevenDigits[0]}.${sevenDigits.slice(1)}`, repaired: true });

/** Exact decimal text of a written number; null when it is none; `ambiguous` for `1.5`, `0,500` and the like. */
export type NumberReading = { readonly value: string } | { readonly ambiguous: true } | null;

export function readNumber(text: string): NumberReading {
  const digits = text.trim();
  if (/^\d+$/u.test(digits)) return { value: trimZeros(digits) };
  if (/^[1-9]\d{0,2}(?:\.\d{3})+$/u.test(digits) || /^[1-9]\d{0,2}(?:,\d{3})+$/u.test(digits)) return { value: digits.replace(/[.,]/gu, '') };
  const whole = /^([1-9]\d{0,2}(?:\.\d{3})+),(\d+)$/u.exec(digits) ?? /^(\d+),(\d{1,2}|\d{4,6})$/u.exec(digits);
  if (whole) return { value: decimal((whole[1] as string).replaceAll('.', ''), whole[2] as string) };
  const english = /^([1-9]\d{0,2}(?:,\d{3})+)\.(\d+)$/u.exec(digits);
  if (english) return { value: decimal((english[1] as string).replaceAll(',', ''), english[2] as string) };
  return /^\d+[.,]\d+$/u.test(digits) ? { ambiguous: true } : null;
}

const trimZeros = (digits: string): string => digits.replace(/^0+(?=\d)/u, '');
function decimal(whole: string, fraction: string): string {
  const rest = fraction.replace(/0+$/u, '');
  return rest === '' ? trimZeros(whole) : `${trimZeros(whole)}.${rest}`;
}

/** A number cell as exact decimal text; null when it has more than six decimals or is negative. */
export function exactText(value: number): string | null {
  const text = value.toFixed(6).replace(/\.?0+$/u, '');
  return Number.isFinite(value) && value >= 0 && Math.abs(Number(text) - value) < 1e-9 ? text : null;
}

const NUMBER = String.raw`(\d[\d.,]*\d|\d)`;
const LIMIT = new RegExp(`${NUMBER}\\s*(?:\\([^)]*\\)\\s*)?(ngay lam viec|gio lam viec|ngay|gio)(?![a-z])`, 'gu');

export type DurationReading = { readonly duration: Duration } | { readonly unread: true } | { readonly ambiguous: true };

/** `07 ngày làm việc` → 7 workingDays. A bare number keeps unit null; several limits in one text are not read. */
export function readDuration(published: string): DurationReading {
  const folded = fold(published);
  const found = [...folded.matchAll(LIMIT)].map(([, number, unit]) => ({ number: readNumber(number as string), unit: unitOf(unit as string) }));
  if (found.some(({ number }) => number !== null && 'ambiguous' in number)) return { ambiguous: true };
  const limits = new Map(
    found.flatMap(({ number, unit }) => (number && 'value' in number ? [[`${number.value} ${unit}`, { value: number.value, unit }] as const] : [])),
  );
  const [only] = limits.values();
  if (only && limits.size === 1 && only.value !== '0') return { duration: { ...only, published } };
  const bare = readNumber(folded);
  if (bare && 'ambiguous' in bare) return { ambiguous: true };
  return bare && bare.value !== '0' ? { duration: { value: bare.value, unit: null, published } } : { unread: true };
}

const UNITS: Record<string, DurationUnit> = { 'ngay lam viec': 'workingDays', 'gio lam viec': 'workingHours', gio: 'workingHours', ngay: 'days' };
const unitOf = (word: string): DurationUnit => UNITS[word] as DurationUnit;

/** Unit words of the national portal's JSON and of condensed records. Unknown words give null: flagged later. */
export const durationUnitOf = (word: unknown): DurationUnit | null =>
  typeof word === 'string' ? (UNIT_CODES[fold(word).replace(/[\s_-]/gu, '')] ?? null) : null;

const UNIT_CODES: { readonly [code: string]: DurationUnit } = {
  workingday: 'workingDays',
  workingdays: 'workingDays',
  day: 'days',
  days: 'days',
  calendarday: 'days',
  workinghour: 'workingHours',
  workinghours: 'workingHours',
  hour: 'workingHours',
  hours: 'workingHours',
  ngay: 'days',
  ngaylamviec: 'workingDays',
  gio: 'workingHours',
  giolamviec: 'workingHours',
};

const FREE = /^(?:mien phi|khong thu phi|khong mat phi|khong|khong co|0(?: dong| vnd| d)?)$/u;
const MONEY = new RegExp(`${NUMBER}\\s*(trieu dong|nghin dong|ngan dong|viet nam dong|dong|vnd|usd|eur|d)(?![a-z])`, 'gu');
const CITATION = /\d+(?:\.\d+)?\/\d{4}(?:\/[a-z0-9-]+)?|\d{1,2}\/\d{1,2}\/\d{4}|(?:dieu|khoan|diem|muc|phu luc|bieu) \d+/gu;

export type FeeReading = { readonly fee: Fee } | { readonly unread: Fee } | { readonly ambiguous: Fee };

/** A fee out of words. Text without any figure is a fee without amount; several figures are not read as one. */
export function readFee(published: string): FeeReading {
  const blank: Fee = { amountDong: null, currency: 'VND', amount: null, published };
  const folded = fold(published).replace(CITATION, ' ');
  if (FREE.test(folded.trim())) return { fee: { ...blank, amountDong: 0, amount: '0' } };
  const found = [...folded.matchAll(MONEY)].map(([, number, unit]) => ({ number: readNumber(number as string), unit: unit as string }));
  if (found.some(({ number }) => number !== null && 'ambiguous' in number)) return { ambiguous: blank };
  const amounts = new Map(
    found.flatMap(({ number, unit }) => (number && 'value' in number ? [[`${number.value} ${unit}`, feeOf(number.value, unit, published)] as const] : [])),
  );
  const [only] = amounts.values();
  if (only && amounts.size === 1) return { fee: only };
  if (amounts.size > 1) return { unread: blank };
  const bare = readNumber(folded);
  if (bare && 'ambiguous' in bare) return { ambiguous: blank };
  if (bare) return { fee: feeOf(bare.value, 'dong', published) };
  return /\d/u.test(folded) ? { unread: blank } : { fee: blank };
}

function feeOf(value: string, unit: string, published: string): Fee {
  if (unit === 'usd' || unit === 'eur') return { amountDong: null, currency: unit.toUpperCase(), amount: value, published };
  const factor = unit === 'trieu dong' ? 6 : unit === 'nghin dong' || unit === 'ngan dong' ? 3 : 0;
  return dongFee(shift(value, factor), published);
}

/** Moves the decimal point of exact text to the right. */
function shift(value: string, places: number): string {
  const [whole = '0', fraction = ''] = value.split('.');
  const rest = fraction.slice(places);
  return `${trimZeros(whole + fraction.slice(0, places).padEnd(places, '0'))}${rest === '' ? '' : `.${rest}`}`;
}

/** A fee in đồng; a broken đồng has no place in the amount and stays in the words. */
export function dongFee(value: string, published: string): Fee {
  const dong = Number(value);
  return /^\d+$/u.test(value) && Number.isSafeInteger(dong)
    ? { amountDong: dong, currency: 'VND', amount: value, published }
    : { amountDong: null, currency: 'VND', amount: null, published };
}

export type LevelsReading = {
  readonly levels: readonly Level[];
  readonly published: readonly string[];
  readonly unknown: readonly string[];
  readonly district: boolean;
};

/** Tiers out of words such as `Cấp tỉnh, Cấp xã`. The district tier is seen and never mapped. */
export function readLevels(parts: readonly string[]): LevelsReading {
  const levels = new Set<Level>();
  const unknown: string[] = [];
  let district = false;
  for (const part of parts) {
    const words = fold(part);
    if (/(?:^|\W)huyen(?:\W|$)/u.test(words)) district = true;
    else if (/(?:^|\W)(?:xa|phuong|dac khu|commune)(?:\W|$)/u.test(words)) levels.add('commune');
    else if (/(?:^|\W)(?:tinh|so|province)(?:\W|$)/u.test(words)) levels.add('province');
    else if (/(?:^|\W)(?:bo|trung uong|ministry)(?:\W|$)/u.test(words)) levels.add('ministry');
    else if (/khac|other/u.test(words)) levels.add('other');
    else unknown.push(part);
  }
  return { levels: [...levels], published: parts, unknown, district };
}

/** Splits at separators that stand outside brackets: "Tổ chức (không bao gồm doanh nghiệp, HTX)" stays one. */
export function splitOutsideBrackets(text: string, separators: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of text) {
    if (sign === '(' || sign === '[') depth += 1;
    if (sign === ')' || sign === ']') depth = Math.max(depth - 1, 0);
    if (depth === 0 && separators.includes(sign)) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part].map((item) => cleanText(item)).filter((item) => item !== '' && !saysNothing(item));
}

/** Rows of a cell that lists things: one per line, without the leading `-`, `+`, `•` or `(i)`. */
export const listRows = (text: string): readonly string[] =>
  cleanText(text)
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-+•*–]|\([a-z0-9]{1,4}\)|\d{1,2}[.)])\s+/iu, '').trim())
    .filter((line) => line !== '' && !saysNothing(line));

/** `dd/MM/yyyy`, `dd-MM-yyyy` or a year alone (its first day); null otherwise. Never the engine's own date reading. */
export function readDate(text: string): LocalDate | null {
  const match = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/u.exec(text.trim());
  if (match) return parseLocalDate(`${match[3]}-${(match[2] as string).padStart(2, '0')}-${(match[1] as string).padStart(2, '0')}`);
  return /^(?:19|20)\d{2}$/u.test(text.trim()) ? parseLocalDate(`${text.trim()}-01-01`) : null;
}

const SYMBOL = /\d+(?:\.\d+)?\/(?:\d{4}\/)?[A-ZĐ][\p{L}\d]*(?:-[\p{L}\d]+)*/gu;

/** Symbols of legal texts in a cell; a line without a symbol is kept as it is. */
export const readSymbols = (text: string): readonly string[] => {
  const rows = listRows(text).flatMap((line) => splitOutsideBrackets(line, ';'));
  return [...new Set(rows.flatMap((line) => line.match(SYMBOL) ?? [line]))];
};

const TCVN3_WORD = /[\p{L}¨©ª¬®µ¶¸¼½¾§]*[¨©ª¬®µ¶¸¼½¾§][\p{L}¨©ª¬®µ¶¸¼½¾§]*/gu;
const TCVN3_SIGN = /[¨©ª¬®µ¶¸¼½¾§]/gu;
const VNI = /[ñÑöÖøØûÛïÏäÄëËüÜåÅ]/gu;

/** The words or the font show an encoding from before Unicode (TCVN3 `.VnTime`, VNI). */
export function looksLegacy(text: string, font: string | null): boolean {
  if (font !== null && (/^\.vn/iu.test(font) || /^vni[-\s]/iu.test(font))) return /[^\x00-\x7f]|\w/u.test(text);
  const signs =
    (text.match(TCVN3_WORD) ?? [])
      .filter((word) => /[a-z]/iu.test(word))
      .join('')
      .match(TCVN3_SIGN)?.length ?? 0;
  return signs >= 2 || (text.match(VNI)?.length ?? 0) >= 2;
}
