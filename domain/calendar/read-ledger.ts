/** Reads a ledger of pauses, extensions and adjustments from JSON, judging its shape with pure TypeScript. */
import { DomainError } from '../shared/errors.js';
import { parseInstant, type Instant } from '../shared/instant.js';
import type { TermEvent } from './term.js';

type Fields = Readonly<Record<string, unknown>>;

/** The keys an entry of each type may hold; a misspelt `until` must not become an open pause. */
const KEYS: Readonly<Record<TermEvent['type'], readonly string[]>> = {
  suspended: ['at', 'from', 'until', 'ground', 'basis'],
  resumed: ['at'],
  extended: ['by', 'basis', 'at'],
  adjusted: ['by', 'reason', 'at'],
  rebased: ['at', 'calendarId', 'calendarVersion'],
  floored: ['by', 'at'],
};
const OFFSET = /(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const MAX_ENTRIES = 10_000;
const MAX_BY = 1_000_000;

function wrong(pointer: string, vi: string, en: string): never {
  throw new DomainError('ledger_invalid', { pointer: pointer === '' ? '/' : pointer, problem: { vi, en } });
}

/**
 * A ledger is a JSON array of entries in the order in which they were recorded.
 * @throws ledger_invalid with `pointer` and `problem`
 */
export function readLedger(json: unknown): readonly TermEvent[] {
  if (!Array.isArray(json)) wrong('', 'phải là một danh sách […] các mục', 'must be a list […] of entries');
  if (json.length > MAX_ENTRIES) wrong('', `có quá ${MAX_ENTRIES} mục`, `has more than ${MAX_ENTRIES} entries`);
  return json.map((entry: unknown, index) => readEntry(entry, `/${index}`));
}

function readEntry(value: unknown, pointer: string): TermEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(pointer, 'phải là một đối tượng {…}', 'must be an object {…}');
  const entry = value as Fields;
  const type = typeof entry['type'] === 'string' && Object.hasOwn(KEYS, entry['type']) ? (entry['type'] as TermEvent['type']) : null;
  if (type === null) wrong(`${pointer}/type`, `chỉ nhận ${Object.keys(KEYS).join(', ')}`, `must be one of ${Object.keys(KEYS).join(', ')}`);
  const odd = Object.keys(entry).find((key) => key !== 'type' && !KEYS[type].includes(key));
  if (odd !== undefined)
    wrong(`${pointer}/${odd.slice(0, 40)}`, `mục ${type} chỉ nhận ${KEYS[type].join(', ')}`, `an entry ${type} takes only ${KEYS[type].join(', ')}`);
  if (entry['at'] !== undefined) instant(entry['at'], `${pointer}/at`);

  switch (type) {
    case 'suspended': {
      const from = instant(entry['from'], `${pointer}/from`);
      const at = entry['at'] === undefined ? from : instant(entry['at'], `${pointer}/at`);
      const ground = words(entry['ground'], `${pointer}/ground`);
      const basis = words(entry['basis'], `${pointer}/basis`);
      if (entry['until'] === undefined || entry['until'] === null) return { type, at, from, ground, basis };
      const until = instant(entry['until'], `${pointer}/until`);
      if (until <= from) wrong(`${pointer}/until`, 'phải sau from', 'must be after from');
      return { type, at, from, until, ground, basis };
    }
    case 'resumed':
      return { type, at: instant(entry['at'], `${pointer}/at`) };
    case 'extended':
      return { type, by: whole(entry['by'], `${pointer}/by`, 1), basis: words(entry['basis'], `${pointer}/basis`) };
    case 'adjusted':
      return { type, by: whole(entry['by'], `${pointer}/by`, -MAX_BY), reason: words(entry['reason'], `${pointer}/reason`) };
    case 'floored':
      return { type, by: whole(entry['by'], `${pointer}/by`, 1) };
    case 'rebased': {
      const calendarId = words(entry['calendarId'], `${pointer}/calendarId`);
      if (calendarId === '') wrong(`${pointer}/calendarId`, 'thiếu mã lịch', 'lacks the calendar id');
      const calendarVersion = entry['calendarVersion'] === undefined ? 1 : whole(entry['calendarVersion'], `${pointer}/calendarVersion`, 1);
      return { type, at: instant(entry['at'], `${pointer}/at`), calendarId, calendarVersion };
    }
  }
}

function instant(value: unknown, pointer: string): Instant {
  const read = typeof value === 'string' && OFFSET.test(value) ? parseInstant(value) : null;
  return read ?? wrong(pointer, 'phải là thời điểm có múi giờ, như 2026-02-11T09:00:00+07:00', 'must be a time with offset, such as 2026-02-11T09:00:00+07:00');
}

function whole(value: unknown, pointer: string, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > MAX_BY || value === 0) {
    wrong(pointer, `phải là số nguyên khác 0, từ ${least} đến ${MAX_BY}`, `must be a whole number other than 0, from ${least} to ${MAX_BY}`);
  }
  return value as number;
}

function words(value: unknown, pointer: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string' || value.length > 1000) wrong(pointer, 'phải là chữ, tối đa 1.000 ký tự', 'must be a text of at most 1,000 characters');
  return value.normalize('NFC');
}
