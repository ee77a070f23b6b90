/** Dated tables: every vintage with who entered and who approved it, and the one in force on a day. */
import { tableOn, type Table } from '../domain/cost/tariff.js';
import type { Instant, LocalDate } from '../domain/shared/instant.js';
import type { Reader } from '../db/reader.js';
import { allOf, type SqlPart } from './keyset.js';
import { namePeople, type PersonName } from './people.js';

export type TariffTable = Omit<Table, 'enteredBy' | 'approvedBy' | 'validTo' | 'basis'> & {
  readonly validTo: LocalDate | null;
  readonly basis: string | null;
  /** Of what was entered; an approval names it. */
  readonly digest: string;
  readonly entry: { readonly by: PersonName; readonly at: Instant };
  /** Null: it does not count yet. */
  readonly approval: { readonly by: PersonName; readonly at: Instant } | null;
  /** Of the approved tables, the one of its kind and scope for the asked day. */
  readonly inForce: boolean;
};

type Row = {
  table_id: string;
  vintage: string;
  kind: Table['kind'];
  scope: string;
  unit: string;
  entries: string;
  valid_from: LocalDate;
  valid_to: LocalDate | null;
  basis: string | null;
  source: string;
  certainty: Table['certainty'];
  digest: string;
  entered_by: string;
  entered_at: Instant;
  approved_by: string | null;
  approved_at: Instant | null;
};

export type TariffQuery = { readonly kind: Table['kind'] | null; readonly scope: string | null; readonly on: LocalDate };

/** By kind, scope, beginning. */
export async function listTariffs(reader: Reader, { kind, scope, on }: TariffQuery): Promise<readonly TariffTable[]> {
  const parts: readonly SqlPart[] = [
    ...(kind === null ? [] : [{ sql: 'kind = ?', params: [kind] }]),
    ...(scope === null ? [] : [{ sql: 'scope = ?', params: [scope] }]),
  ];
  const where = allOf(parts);
  const rows = await reader.rows<Row>(
    `SELECT table_id, vintage, kind, scope, unit, entries, valid_from, valid_to, basis, source, certainty, digest, entered_by, entered_at, approved_by, approved_at
     FROM tariff_tables WHERE ${where.sql} ORDER BY kind, scope, valid_from, table_id, vintage`,
    where.params,
  );
  const people = await namePeople(
    reader,
    rows.flatMap((row) => [row.entered_by, row.approved_by]),
  );
  const tables = rows.map(tableOf);
  return rows.map((row, index) => {
    const { enteredBy: _entered, approvedBy: _approved, validTo, basis, ...table } = tables[index] as Table;
    const picked = tableOn(tables, row.kind, row.scope, on);
    return {
      ...table,
      validTo: validTo ?? null,
      basis: basis ?? null,
      digest: row.digest,
      entry: { by: people(row.entered_by), at: row.entered_at },
      approval: row.approved_by === null || row.approved_at === null ? null : { by: people(row.approved_by), at: row.approved_at },
      inForce: picked?.id === row.table_id && picked.vintage === row.vintage,
    };
  });
}

const tableOf = (row: Row): Table => ({
  id: row.table_id,
  vintage: row.vintage,
  kind: row.kind,
  scope: row.scope,
  unit: row.unit,
  rows: JSON.parse(row.entries) as Table['rows'],
  validFrom: row.valid_from,
  ...(row.valid_to === null ? {} : { validTo: row.valid_to }),
  ...(row.basis === null ? {} : { basis: row.basis }),
  source: row.source,
  certainty: row.certainty,
  enteredBy: row.entered_by,
  ...(row.approved_by === null ? {} : { approvedBy: row.approved_by }),
});
