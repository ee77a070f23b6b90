/**
 * Text out of a file's bytes, UTF-8 only.
 * Nothing is guessed: UTF-16, a Vietnamese code page or binary data is refused with the line where it shows.
 */
import type { ErrorCode } from '../domain/shared/errors.js';

export type DecodedText = { readonly text: string } | { readonly refused: ErrorCode; readonly row: number | null };

const UTF8_BOM = [0xef, 0xbb, 0xbf];
const startsWith = (bytes: Uint8Array, head: readonly number[]): boolean => head.every((byte, index) => bytes[index] === byte);

export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return { refused: 'import_wrong_encoding', row: null };
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { refused: looksUtf16(bytes) ? 'import_wrong_encoding' : 'import_not_text', row: lineOf(bytes, nul) };
  const body = startsWith(bytes, UTF8_BOM) ? bytes.subarray(3) : bytes;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { refused: 'import_wrong_encoding', row: firstBrokenLine(body) };
  }
}

/** UTF-16 without a mark: most of the first bytes are text with a NUL beside each. */
function looksUtf16(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 400);
  const nuls = head.filter((byte) => byte === 0).length;
  return nuls * 5 >= head.length;
}

const lineOf = (bytes: Uint8Array, offset: number): number => bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;

function firstBrokenLine(bytes: Uint8Array): number {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let start = 0;
  while (start <= bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    try {
      strict.decode(bytes.subarray(start, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) break;
    start = end + 1;
    line += 1;
  }
  return line;
}
