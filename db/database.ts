/** The database as the rest of the house sees it: change in transactions, read through the reader. */
import type { DataSource } from 'typeorm';
import { openDataSource, type DatabaseOptions } from './data-source.js';
import { createReader, type Reader } from './reader.js';
import { transactions, type Transact } from './transaction.js';

export type Database = {
  readonly transact: Transact;
  readonly reader: Reader;
  /** For migrations and local tools only. */
  readonly source: DataSource;
  readonly close: () => Promise<void>;
};

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const source = await openDataSource(options);
  return { transact: transactions(source), reader: createReader(source), source, close: () => source.destroy() };
}
