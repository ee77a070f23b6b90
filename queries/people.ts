/** People and units as they are named on a screen. */
import { inParts } from '../domain/shared/in-parts.js';
import { LAW } from '../domain/review/review.js';
import type { Reader } from '../db/reader.js';
import { marks } from './keyset.js';

/** `bà Nguyễn Thị Hạnh, Trưởng phòng Hộ tịch` in parts. */
export type PersonName = { readonly id: string; readonly honorific: string; readonly name: string; readonly post: string };
export type UnitName = { readonly id: string; readonly code: string; readonly name: string };

/** A verdict that silence gave has no person behind it. */
const BY_LAW: PersonName = { id: LAW, honorific: '', name: 'Theo luật (hết hạn không có ý kiến)', post: '' };

/** A lookup by id that never fails: somebody erased is shown by an empty name. */
export type Names<T> = (id: string) => T;

const CHUNK = 500;

async function byId<T extends { id: string }>(
  ids: readonly (string | null | undefined)[],
  fetch: (part: readonly string[]) => Promise<readonly T[]>,
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
  const found = new Map<string, T>();
  for (const part of inParts(wanted, CHUNK)) {
    for (const row of await fetch(part)) found.set(row.id, row);
  }
  return found;
}

export async function namePeople(reader: Reader, ids: readonly (string | null | undefined)[]): Promise<Names<PersonName>> {
  const found = await byId(ids, (part) => reader.rows<PersonName>(`SELECT id, honorific, name, post FROM people WHERE id IN (${marks(part)})`, part));
  return (id) => found.get(id) ?? (id === LAW ? BY_LAW : { id, honorific: '', name: '', post: '' });
}

export async function nameUnits(reader: Reader, ids: readonly (string | null | undefined)[]): Promise<Names<UnitName>> {
  const found = await byId(ids, (part) => reader.rows<UnitName>(`SELECT id, code, name FROM units WHERE id IN (${marks(part)})`, part));
  return (id) => found.get(id) ?? { id, code: '', name: '' };
}
