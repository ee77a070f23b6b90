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

export type ZipLook = { readonly names: readonly string[] } | { readonly refused: ErrorCode };

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
    const size = unpackedSize(data.subarray(start, start + packed), method, left);
    if (typeof size !== 'number') return size;
    left -= size;
  }
  return { names };
}

function unpackedSize(packed: Buffer, method: number, left: number): number | { readonly refused: ErrorCode } {
  if (method === STORED) return packed.length > left ? { refused: 'import_unpacks_too_large' } : packed.length;
  if (method !== DEFLATED) return { refused: 'import_xlsx_broken' };
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) }).length;
  } catch (error) {
    const tooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { refused: tooLarge ? 'import_unpacks_too_large' : 'import_xlsx_broken' };
  }
}
