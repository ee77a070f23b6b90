/** Inserts rows of a table; of many, each block is one prepared statement, which the server parses once and not a thousand times. */
import type { Connection } from 'mysql2';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { inParts } from '../domain/shared/in-parts.js';
import { storedValue, type Row } from './stored-row.js';
import type { Tx } from './transaction.js';
import { managerOf } from './tx-manager.js';

/** One size, so that a connection keeps one prepared statement a table. */
const BLOCK = 250;

const insertBlockSql = (table: string, columns: readonly string[]): string => {
  const row = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: BLOCK }, () => row).join(', ')}`;
};

export async function insertMany(tx: Tx, target: EntityTarget<ObjectLiteral>, rows: readonly Row[]): Promise<void> {
  const manager = managerOf(tx);
  const inBlocks = rows.length - (rows.length % BLOCK);
  if (inBlocks > 0) {
    const { columns, tableName } = manager.connection.getMetadata(target);
    const written = columns.filter((column) => !column.isGenerated);
    const sql = insertBlockSql(
      tableName,
      written.map((column) => column.databaseName),
    );
    const connection = (await manager.queryRunner?.connect()) as Connection;
    for (const block of inParts(rows.slice(0, inBlocks), BLOCK)) {
      const values = block.flatMap((row) => written.map((column) => storedValue(manager.connection.driver, row, column)));
      await new Promise<void>((resolve, reject) => connection.execute(sql, values as string[], (error) => (error === null ? resolve() : reject(error))));
    }
  }
  const rest = rows.slice(inBlocks);
  if (rest.length === 0) return;
  await manager
    .createQueryBuilder()
    .insert()
    .into(target)
    .values(rest as never[])
    .updateEntity(false)
    .execute();
}
