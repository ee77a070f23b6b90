/**
 * The one byte form of a JSON value: sorted keys, NFC strings, no spaces.
 * Hashes, digests and idempotency comparisons are taken over it, so equal content has equal bytes.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** @throws Error for a number that is not a safe integer: exact amounts travel as text. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`not an exact integer: ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const parts = Object.entries(value).flatMap(([key, item]): [string, string][] => (item === undefined ? [] : [[key.normalize('NFC'), canonicalJson(item)]]));
  return `{${parts
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${item}`)
    .join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
