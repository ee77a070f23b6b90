/**
 * Small readers that judge untrusted JSON and collect every problem with its place, instead of stopping at the first.
 * What they return means something only when no problem was noted.
 */
import type { Text } from '../shared/errors.js';

export type ShapeProblem = { readonly pointer: string; readonly problem: Text };

/** Where a reader stands, and where it notes what is wrong. */
export type At = { readonly pointer: string; readonly note: (pointer: string, vi: string, en: string) => void };
export type Read<T> = (value: unknown, at: At) => T;

const below = (at: At, key: string | number): At => ({
  ...at,
  pointer: `${at.pointer}/${String(key).slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`,
});

/** Notes a problem; the value handed back is never used, because a read with problems is refused whole. */
function fail<T>(at: At, vi: string, en: string): T {
  at.note(at.pointer, vi, en);
  return undefined as T;
}

/** C0 and C1 controls and lone surrogates belong in no text. */
const BROKEN = /[\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/u;

export const text =
  (most: number, pattern?: RegExp, hint: Text = { vi: 'sai mẫu', en: 'has the wrong form' }): Read<string> =>
  (value, at) => {
    if (typeof value !== 'string' || value.trim() === '' || value.length > most || BROKEN.test(value))
      return fail(at, `phải là chữ, từ 1 đến ${most} ký tự`, `must be a text of 1 to ${most} characters`);
    const read = value.normalize('NFC');
    return pattern === undefined || pattern.test(read) ? read : fail(at, hint.vi, hint.en);
  };

/** A text that may be blank. */
export const note =
  (most: number): Read<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= most && !BROKEN.test(value)
      ? value.normalize('NFC')
      : fail(at, `phải là chữ, tối đa ${most} ký tự`, `must be a text of at most ${most} characters`);

export const whole =
  (least: number, most: number): Read<number> =>
  (value, at) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? (value as number)
      : fail(at, `phải là số nguyên từ ${least} đến ${most}`, `must be a whole number from ${least} to ${most}`);

export const flag: Read<boolean> = (value, at) => (typeof value === 'boolean' ? value : fail(at, 'phải là true hoặc false', 'must be true or false'));

export const oneOf =
  <T extends string>(values: readonly T[]): Read<T> =>
  (value, at) =>
    values.find((known) => known === value) ?? fail(at, `chỉ nhận ${values.join(', ')}`, `must be one of ${values.join(', ')}`);

export const list =
  <T>(read: Read<T>, least: number, most: number): Read<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      return fail(at, `phải là danh sách từ ${least} đến ${most} mục`, `must be a list of ${least} to ${most} entries`);
    return value.map((item: unknown, index) => read(item, below(at, index)));
  };

/** A list in which nothing stands twice. */
export const set =
  <T extends string>(read: Read<T>, least: number, most: number): Read<readonly T[]> =>
  (value, at) => {
    const items = list(read, least, most)(value, at);
    if (Array.isArray(items) && new Set(items).size < items.length) return fail(at, 'có mục lặp lại', 'holds an entry twice');
    return items;
  };

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with exactly these fields; those of `optional` may be absent. */
export const record =
  <T extends object>(readers: { readonly [K in keyof T]-?: Read<Exclude<T[K], undefined>> }, optional: readonly (keyof T & string)[] = []): Read<T> =>
  (value, at) => {
    if (!isFields(value)) return fail(at, 'phải là một đối tượng {…}', 'must be an object {…}');
    for (const key of Object.keys(value)) if (!Object.hasOwn(readers, key)) fail(below(at, key), 'không có mục này', 'there is no such field');
    return Object.fromEntries(
      Object.entries(readers).flatMap(([key, read]) => {
        if (!Object.hasOwn(value, key) || value[key] === undefined) {
          if (!optional.includes(key as keyof T & string)) fail(below(at, key), 'thiếu mục này', 'is missing');
          return [];
        }
        return [[key, (read as Read<unknown>)(value[key], below(at, key))]];
      }),
    ) as T;
  };

/** One of several objects, told apart by the one key of `readers` it holds. */
export const byKey =
  <T>(readers: Readonly<Record<string, Read<T>>>): Read<T> =>
  (value, at) => {
    const keys = isFields(value) ? Object.keys(readers).filter((key) => Object.hasOwn(value, key)) : [];
    const [key] = keys;
    if (key === undefined || keys.length > 1)
      return fail(at, `phải có đúng một trong ${Object.keys(readers).join(', ')}`, `must hold exactly one of ${Object.keys(readers).join(', ')}`);
    return (readers[key] as Read<T>)(value, at);
  };
