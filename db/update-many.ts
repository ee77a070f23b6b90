/** Writes many rows of a table in one statement. */
import { In, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { inParts } from '../domain/shared/in-parts.js';
import type { Tx } from './transaction.js';
import { managerOf } from './tx-manager.js';

/** A row by the names of its entity's properties. */
export type Row = Record<string, unknown>;

const CHUNK = 500;

/** A value as it is written into a column: flags as numbers, instants as the server reads them. */
const storedText = (value: unknown): unknown =>
  value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : typeof value === 'boolean' ? Number(value) : value;

const columnPathSql = (column: ColumnMetadata, at: number): string =>
  `${column.databaseName} ${column.isPrimary ? 'VARCHAR(80)' : 'MEDIUMTEXT'} PATH '$[${at}]' ERROR ON ERROR`;

/** One parameter holds all rows as JSON, each a list of the key, then the columns in order. */
const updateManySql = (table: string, keys: readonly ColumnMetadata[], written: readonly ColumnMetadata[]): string => {
  const shape = [...keys, ...written].map(columnPathSql).join(', ');
  const found = keys.map(({ databaseName: name }) => `o.${name} = CONVERT(n.${name} USING ascii) COLLATE ascii_bin`).join(' AND ');
  const set = written.map(({ databaseName: name }) => `o.${name} = n.${name}`).join(', ');
  return `UPDATE JSON_TABLE(?, '$[*]' COLUMNS (${shape})) n STRAIGHT_JOIN ${table} o ON ${found} SET ${set}`;
};

/** So many rows that come to the very same are written by a plain statement, which costs the server less than one row each. */
const ALIKE = 50;

/** Writes some columns of many rows in few statements; the review they belong to is locked. @throws Error when a row is not there */
export async function updateMany(tx: Tx, target: EntityTarget<ObjectLiteral>, rows: readonly Row[], moving: ReadonlySet<string>): Promise<void> {
  const manager = managerOf(tx);
  const { columns, primaryColumns: keys, tableName } = manager.connection.getMetadata(target);
  const written = columns.filter((column) => !column.isPrimary && moving.has(column.propertyName));
  if (written.length === 0) return;
  const stored = (row: Row, column: ColumnMetadata): unknown => storedText(manager.connection.driver.preparePersistentValue(row[column.propertyName], column));
  const [key] = keys;
  const groups = key !== undefined && keys.length === 1 ? alikeIn(rows, (row) => JSON.stringify(written.map((column) => stored(row, column)))) : [];
  for (const group of groups) for (const part of inParts(group, CHUNK)) requireAll(await writeAlike((key as ColumnMetadata).propertyName, part), part);
  const settled = new Set(groups.flat());
  for (const part of inParts(
    rows.filter((row) => !settled.has(row)),
    CHUNK,
  ))
    requireAll(await writeEach(part), part);

  async function writeAlike(id: string, part: readonly Row[]): Promise<number> {
    const values = Object.fromEntries(written.map(({ propertyName }) => [propertyName, part[0]?.[propertyName]]));
    const { affected } = await manager
      .createQueryBuilder()
      .update(target)
      .set(values)
      .where({ [id]: In(part.map((row) => row[id])) })
      .execute();
    return affected ?? 0;
  }

  async function writeEach(part: readonly Row[]): Promise<number> {
    const values = part.map((row) => [...keys, ...written].map((column) => stored(row, column)));
    const { affectedRows } = (await manager.query(updateManySql(tableName, keys, written), [JSON.stringify(values)])) as { affectedRows: number };
    return affectedRows;
  }

  function requireAll(found: number, part: readonly Row[]): void {
    if (found !== part.length) throw new Error(`${part.length} rows of ${tableName} were to be written, ${found} are there`);
  }
}

/** Rows that come to the same, where they are many. */
function alikeIn(rows: readonly Row[], textOf: (row: Row) => string): readonly (readonly Row[])[] {
  if (rows.length < ALIKE) return [];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const text = textOf(row);
    const group = groups.get(text);
    if (group) group.push(row);
    else groups.set(text, [row]);
  }
  return [...groups.values()].filter((group) => group.length >= ALIKE);
}
