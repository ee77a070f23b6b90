/** The organisation as a tree, with who heads each unit today. */
import type { Reader } from '../db/reader.js';
import { localDateOf } from '../domain/shared/instant.js';
import { businessNow, ZONE_OFFSET_MINUTES } from './clock.query.js';
import { namePeople, type PersonName } from './people.js';

export type UnitRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
  /** Ends with a slash; a subtree is one prefix. */
  readonly path: string;
  readonly calendarId: string;
  readonly heads: readonly PersonName[];
};

type Row = { id: string; code: string; name: string; kind: string; parent_id: string | null; path: string; calendar_id: string };

/** Units valid today, parents before children. */
export async function listUnits(reader: Reader): Promise<readonly UnitRow[]> {
  const today = localDateOf(await businessNow(reader), ZONE_OFFSET_MINUTES);
  const units = await reader.rows<Row>(
    "SELECT id, code, name, kind, parent_id, path, calendar_id FROM units WHERE path NOT LIKE '~%' AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY path",
    [today, today],
  );
  const heads = await reader.rows<{ unit_id: string; person_id: string }>(
    `SELECT h.unit_id, h.person_id FROM holdings h JOIN people p ON p.id = h.person_id
     WHERE p.active = 1 AND h.role = 'unitHead' AND h.valid_from <= ? AND (h.valid_to IS NULL OR h.valid_to > ?) ORDER BY h.id`,
    [today, today],
  );
  const people = await namePeople(
    reader,
    heads.map((head) => head.person_id),
  );
  return units.map((unit) => ({
    id: unit.id,
    code: unit.code,
    name: unit.name,
    kind: unit.kind,
    parentId: unit.parent_id,
    path: unit.path,
    calendarId: unit.calendar_id,
    heads: heads.filter((head) => head.unit_id === unit.id).map((head) => people(head.person_id)),
  }));
}
