/** What a schema found wrong, as field problems with a pointer, a stable code and words that say what to enter. */
import type { z } from 'zod';
import { ERROR_TEXTS, type Text } from '../../domain/shared/errors.js';

export type FieldIssue = { readonly pointer: string; readonly code: string; readonly text: Text };

const of = (code: string, vi: string, en: string): { readonly code: string; readonly text: Text } => ({ code, text: { vi, en } });

/** `/costs/0/minutes`, RFC 6901. */
export const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** At most this many field problems in one answer. */
const MOST = 50;

/** A value read by a schema, or what is wrong with it field by field. */
export function readShape<S extends z.ZodType>(schema: S, value: unknown): { readonly data: z.output<S> } | { readonly issues: readonly FieldIssue[] } {
  // The input tells a field that is missing from one of a wrong type.
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? { data: parsed.data } : { issues: parsed.error.issues.flatMap(flatten).slice(0, MOST) };
}

function flatten(issue: z.core.$ZodIssue): readonly FieldIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      ...of('unknown_field', 'Không có trường này. Bỏ đi hoặc sửa tên', 'There is no such field. Remove it or correct its name'),
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that came nearest says best what is missing: the one that failed deepest, then with the fewest problems.
    const depth = (branch: readonly z.core.$ZodIssue[]): number => Math.max(0, ...branch.map((inner) => inner.path.length));
    const nearest = [...issue.errors].filter((branch) => depth(branch) > 0).sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (nearest) return nearest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  return [{ pointer: pointerOf(issue.path), ...wordsOf(issue) }];
}

function wordsOf(issue: z.core.$ZodIssue): { readonly code: string; readonly text: Text } {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? of('required', 'Thiếu trường bắt buộc', 'This field is required')
        : of('wrong_type', `Cần kiểu ${TYPE_WORDS[issue.expected]?.vi ?? issue.expected}`, `Expected ${TYPE_WORDS[issue.expected]?.en ?? issue.expected}`);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_value':
      return of(
        issue.input === undefined ? 'required' : 'not_in_list',
        `Chọn một trong: ${issue.values.map(String).join(', ')}`,
        `Choose one of: ${issue.values.map(String).join(', ')}`,
      );
    case 'invalid_format':
      return of('wrong_format', 'Không đúng dạng', 'The form is not right');
    case 'custom':
      return customWords(issue.params ?? {});
    default:
      return of('invalid', 'Giá trị chưa hợp lệ', 'The value is not valid');
  }
}

const TYPE_WORDS: Readonly<Record<string, Text>> = {
  string: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'a number' },
  int: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'đúng hoặc sai', en: 'true or false' },
  object: { vi: 'đối tượng', en: 'an object' },
  array: { vi: 'danh sách', en: 'a list' },
  null: { vi: 'rỗng (null)', en: 'null' },
};

function tooSmall(origin: string, least: number): { readonly code: string; readonly text: Text } {
  if (origin === 'string')
    return least === 1
      ? of('required', 'Không được để trống', 'This field must not be empty')
      : of('too_small', `Nhập ít nhất ${least} ký tự`, `Enter at least ${least} characters`);
  if (origin === 'array') return of('too_small', `Cần ít nhất ${least} mục`, `At least ${least} entries are needed`);
  return of('too_small', `Nhập số từ ${least} trở lên`, `Enter a number of at least ${least}`);
}

function tooBig(origin: string, most: number): { readonly code: string; readonly text: Text } {
  if (origin === 'string') return of('too_big', `Nhập nhiều nhất ${most} ký tự`, `Enter at most ${most} characters`);
  if (origin === 'array') return of('too_big', `Nhiều nhất ${most} mục`, `At most ${most} entries`);
  return of('too_big', `Nhập số không quá ${most}`, `Enter a number of at most ${most}`);
}

function customWords(params: Readonly<Record<string, unknown>>): { readonly code: string; readonly text: Text } {
  const code = typeof params['code'] === 'string' ? params['code'] : 'invalid';
  switch (code) {
    case 'out_of_range':
      return of(
        code,
        `Nhập số từ ${String(params['minimum'])} đến ${String(params['maximum'])}`,
        `Enter a number from ${String(params['minimum'])} to ${String(params['maximum'])}`,
      );
    case 'date_invalid':
      return of(code, 'Ngày không có thật hoặc không đúng dạng YYYY-MM-DD', 'The date does not exist or is not YYYY-MM-DD');
    case 'one_of':
      return of(code, 'Nêu đúng một trong các lựa chọn của yêu cầu này', 'State exactly one of the choices of this request');
    case 'file_missing':
      return of(code, 'Chọn một tệp ở trường “file”', 'Attach one file as “file”');
  }
  return code in ERROR_TEXTS ? { code, text: ERROR_TEXTS[code as keyof typeof ERROR_TEXTS] } : of('invalid', 'Giá trị chưa hợp lệ', 'The value is not valid');
}
