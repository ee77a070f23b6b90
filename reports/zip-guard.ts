/**
 * Looks into a zip before a library unpacks it.
 * Every entry is really inflated under one budget, because the sizes a bomb declares are lies.
 */
import { inflateRawSync } from 'node:zlib';
import type { ErrorCode } from '../domain/shared/errors.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 2_000;

/** `rows` is the count of row elements of the largest worksheet, empty ones included. */
export type ZipLook = { readonly names: readonly string[]; readonly rows: number } | { readonly refused: ErrorCode };

/** Cells beyond which a workbook would fill the memory although its bytes are within the budget. */
const MAX_CELLS = 1_000_000;

const BROKEN: ZipLook = { refused: 'import_xlsx_broken' };

/** Names of the entries, or why the file must not be opened. `budget` is the total of unpacked bytes allowed. */
export function lookIntoZip(bytes: Uint8Array, budget: number): ZipLook {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = data.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > data.length || data.readUInt32LE(end) !== END_OF_DIRECTORY) return BROKEN;
  const count = data.readUInt16LE(end + 10);
  let at = data.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES) return { refused: 'import_unpacks_too_large' };
  const names: string[] = [];
  let left = budget;
  let rows = 0;
  let cells = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > data.length || data.readUInt32LE(at) !== DIRECTORY_ENTRY) return BROKEN;
    const encrypted = (data.readUInt16LE(at + 8) & 1) === 1;
    const method = data.readUInt16LE(at + 10);
    const packed = data.readUInt32LE(at + 20);
    const nameLength = data.readUInt16LE(at + 28);
    const local = data.readUInt32LE(at + 42);
    names.push(data.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    if (encrypted || local + 30 > data.length || data.readUInt32LE(local) !== LOCAL_ENTRY) return BROKEN;
    const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    if (start + packed > data.length) return BROKEN;
    const unpacked = unpack(data.subarray(start, start + packed), method, left);
    if ('refused' in unpacked) return unpacked;
    left -= unpacked.length;
    if (/^xl\/worksheets\/[^/]+\.xml$/u.test(names.at(-1) ?? '')) {
      const xml = unpacked.toString('latin1');
      rows = Math.max(rows, countOf(xml, /<(?:\w+:)?row[\s/>]/gu));
      cells += countOf(xml, /<(?:\w+:)?c[\s/>]/gu);
    }
  }
  return cells > MAX_CELLS ? { refused: 'import_unpacks_too_large' } : { names, rows };
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  while (pattern.exec(text) !== null) count += 1;
  return count;
}

function unpack(packed: Buffer, method: number, left: number): Buffer | { readonly refused: ErrorCode } {
  if (method === STORED) return packed.length > left ? { refused: 'import_unpacks_too_large' } : packed;
  if (method !== DEFLATED) return { refused: 'import_xlsx_broken' };
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) });
  } catch (error) {
    const tooLarge = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { refused: tooLarge ? 'import_unpacks_too_large' : 'import_xlsx_broken' };
  }
}
