/** What was typed or stands in a file, checked before anything is sent. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure, invalid } from './failure.js';
import type { Say } from './lang.js';

/** The bytes of a file, at most `most`. @throws Failure (2) that says what is wrong with it */
export function readBytes(path: string, most: number, say: Say): Buffer {
  const name = basename(path);
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw invalid(say(`${name} không phải tệp. Chỉ đường dẫn tới một tệp.`, `${name} is no file. Give the path of a file.`));
    if (stat.size > most)
      throw invalid(
        say(`Tệp ${name} lớn hơn ${megabytes(most)} MB. Tách tệp rồi thử lại.`, `File ${name} is larger than ${megabytes(most)} MB. Split it and try again.`),
      );
    const bytes = readFileSync(path);
    if (bytes.length === 0) throw invalid(say(`Tệp ${name} trống. Chọn tệp có dữ liệu.`, `File ${name} is empty. Choose a file with data.`));
    return bytes;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw invalid(unreadable(path, name, error, say));
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);

function unreadable(path: string, name: string, error: unknown, say: Say): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
  if (code === 'ENOENT' || code === 'ENOTDIR') return say(`Không tìm thấy tệp ${path}. Kiểm tra đường dẫn.`, `File ${path} is not there. Check the path.`);
  if (code === 'EACCES' || code === 'EPERM')
    return say(`Không được phép đọc tệp ${name}. Cấp quyền đọc rồi thử lại.`, `File ${name} may not be read. Grant read permission and try again.`);
  return say(`Không đọc được tệp ${name} (${code}).`, `File ${name} cannot be read (${code}).`);
}

/** The text of a UTF-8 file. @throws Failure (2) */
export function readText(path: string, most: number, say: Say): string {
  const bytes = readBytes(path, most, say);
  const name = basename(path);
  try {
    // A NUL betrays UTF-16 that happens to decode.
    if (bytes.includes(0)) throw new Error('NUL');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(say(`Tệp ${name} không ở mã UTF-8. Lưu lại dạng UTF-8 rồi thử lại.`, `File ${name} is not UTF-8. Save it as UTF-8 and try again.`));
  }
}

/** A JSON object out of a file. @throws Failure (2) that says where it breaks */
export function readJsonObject(path: string, most: number, say: Say): Readonly<Record<string, unknown>> {
  const name = basename(path);
  let value: unknown;
  try {
    value = JSON.parse(readText(path, most, say));
  } catch (error) {
    if (error instanceof Failure) throw error;
    const place = /line (\d+) column (\d+)/u.exec(error instanceof Error ? error.message : '');
    const at = place === null ? '' : say(` (dòng ${place[1]}, cột ${place[2]})`, ` (line ${place[1]}, column ${place[2]})`);
    throw invalid(say(`Tệp ${name} không phải JSON đúng${at}. Sửa chỗ đó rồi thử lại.`, `File ${name} is not valid JSON${at}. Mend that place and try again.`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(say(`Tệp ${name} phải là một đối tượng JSON { … }.`, `File ${name} must be one JSON object { … }.`));
  }
  return value as Readonly<Record<string, unknown>>;
}

/** A whole number in plain digits within bounds. @throws Failure (2) that names the option */
export function wholeNumber(typed: string, name: string, least: number, most: number, say: Say): number {
  const value = /^\d{1,9}$/u.test(typed) ? Number(typed) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw invalid(
      say(
        `${name} phải là số nguyên từ ${least} đến ${most} viết bằng chữ số 0–9, không phải “${typed.slice(0, 40)}”.`,
        `${name} is a whole number from ${least} to ${most} in digits 0–9, not “${typed.slice(0, 40)}”.`,
      ),
    );
  }
  return value;
}

/** One of a closed list. @throws Failure (2) that lists the choices */
export function oneOf<T extends string>(typed: string, choices: readonly T[], name: string, say: Say): T {
  const found = choices.find((choice) => choice === typed);
  if (found === undefined)
    throw invalid(
      say(
        `${name} chỉ nhận ${choices.join(', ')}, không phải “${typed.slice(0, 40)}”.`,
        `${name} is one of ${choices.join(', ')}, not “${typed.slice(0, 40)}”.`,
      ),
    );
  return found;
}
