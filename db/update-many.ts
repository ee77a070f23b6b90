/** Writes many rows of a table in one statement. */
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { inParts } from '../domain/shared/in-parts.js';
import { storedValue, type Row } from './stored-row.js';
import type { Tx } from './transaction.js';
import { managerOf } from './tx-manager.js';

const CHUNK = 500;

const columnPathSql = (column: ColumnMetadata, at: number): string =>
  `${column.databaseName} ${column.isPrimary ? 'VARCHAR(80)' : 'MEDIUMTEXT'} PATH '$[${at}]' ERROR ON ERROR`;

/** One parameter holds all rows as JSON, each a list of the key, then the columns in order. */
const updateManySql = (table: string, keys: readonly ColumnMetadata[], written: readonly ColumnMetadata[]): string => {
  const shape = [...keys, ...written].map(columnPathSql).join(', ');
  const found = keys.map(({ databaseName: name }) => `o.${name} = CONVERT(n.${name} USING ascii) COLLATE ascii_bin`).join(' AND ');
  const set = written.map(({ databaseName: name }) => `o.${name} = n.${name}`).join(', ');
  return `UPDATE JSON_TABLE(?, '$[*]' COLUMNS (${shape})) n STRAIGHT_JOIN ${table} o ON ${found} SET ${set}`;
};

/** Writes some columns of many rows in one statement; the review they belong to is locked. @throws Error when a row is not there */
export async function updateMany(tx: Tx, target: EntityTarget<ObjectLiteral>, rows: readonly Row[], moving: ReadonlySet<string>): Promise<void> {
  const manager = managerOf(tx);
  const { columns, primaryColumns: keys, tableName } = manager.connection.getMetadata(target);
  const written = columns.filter((column) => !column.isPrimary && moving.has(column.propertyName));
  if (written.length === 0) return;
  for (const part of inParts(rows, CHUNK)) {
    const values = part.map((row) => [...keys, ...written].map((column) => storedValue(manager.connection.driver, row, column)));
    const { affectedRows: found } = (await manager.query(updateManySql(tableName, keys, written), [JSON.stringify(values)])) as { affectedRows: number };
    if (found !== part.length) throw new Error(`${part.length} rows of ${tableName} were to be written, ${found} are there`);
  }
}
