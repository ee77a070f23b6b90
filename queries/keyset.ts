/**
 * The one way a list is paged: keyset in its expanded form, with a cursor bound to the list's filter and order.
 * Row-form keysets ignore the index on MariaDB and OFFSET grows with the table, so neither is written anywhere else.
 */
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import { DomainError } from '../domain/shared/errors.js';

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** A constant piece of SQL with the values of its `?` marks, in order. */
export type SqlPart = { readonly sql: string; readonly params: readonly unknown[] };

export const NOTHING: SqlPart = { sql: '1 = 1', params: [] };

/** Joins conditions with AND. */
export const allOf = (parts: readonly SqlPart[]): SqlPart => ({
  sql: parts.length === 0 ? NOTHING.sql : parts.map((part) => `(${part.sql})`).join(' AND '),
  params: parts.flatMap((part) => part.params),
});

/** `?, ?, ?` for a list of values. The list must not be empty. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** What a row is ordered by: one column that may repeat or be null, then the unique id. */
export type Order = { readonly column: string; readonly id: string; readonly descending?: boolean };

export type CursorKey = readonly [value: string | null, id: string];

const MAX_CURSOR = 1024;

/** 64-bit FNV-1a in hex: tells filters apart; it guards against mistakes, not against forgers. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}

/** An opaque cursor behind a row. `bound` is everything that shapes the list: its name, filters, order. */
export const encodeCursor = (key: CursorKey, bound: Json): string =>
  Buffer.from(JSON.stringify([fingerprint(canonicalJson(bound)), ...key]), 'utf8').toString('base64url');

/** @throws cursor_invalid when it is no cursor of ours, or one of another filter */
export function decodeCursor(cursor: string | null, bound: Json): CursorKey | null {
  if (cursor === null) return null;
  const parts = partsOf(cursor);
  if (parts === null || parts[0] !== fingerprint(canonicalJson(bound))) throw new DomainError('cursor_invalid', { parameter: 'cursor' });
  return [parts[1], parts[2]];
}

function partsOf(cursor: string): readonly [string, string | null, string] | null {
  if (cursor.length > MAX_CURSOR || !/^[A-Za-z0-9_-]+$/u.test(cursor)) return null;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^\["[0-9a-f]{16}",(?:null|"(?:[^"\\]|\\.)*"),"(?:[^"\\]|\\.)*"\]$/su.test(text)) return null;
  const parts = JSON.parse(text) as [string, string | null, string];
  // What lists are ordered by is ASCII; anything else was not made here.
  return parts.every((part) => part === null || /^[\x20-\x7e]*$/u.test(part)) ? parts : null;
}

/**
 * The condition that holds for rows behind the cursor. MySQL sorts NULL first in ascending order and last in descending;
 * the condition follows it.
 */
export function behind(order: Order, key: CursorKey | null): SqlPart {
  if (key === null) return NOTHING;
  const [value, id] = key;
  const { column, id: idColumn } = order;
  if (order.descending) {
    if (value === null) return { sql: `${column} IS NULL AND ${idColumn} < ?`, params: [id] };
    return { sql: `${column} IS NULL OR (${column} <= ? AND (${column} < ? OR ${idColumn} < ?))`, params: [value, value, id] };
  }
  if (value === null) return { sql: `${column} IS NOT NULL OR ${idColumn} > ?`, params: [id] };
  return { sql: `${column} >= ? AND (${column} > ? OR ${idColumn} > ?)`, params: [value, value, id] };
}

export const orderBy = ({ column, id, descending }: Order): string => `ORDER BY ${column} ${descending ? 'DESC' : 'ASC'}, ${id} ${descending ? 'DESC' : 'ASC'}`;

/** Cuts a page out of `limit + 1` fetched rows and names where the next one starts. */
export function cutPage<Row, Item>(rows: readonly Row[], limit: number, bound: Json, keyOf: (row: Row) => CursorKey, itemOf: (row: Row) => Item): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last), bound) : null,
  };
}

/** DATETIME parameters go in as the servers read them: UTC without a zone letter. */
export const sqlInstant = (instant: string): string => instant.replace('T', ' ').replace('Z', '');
