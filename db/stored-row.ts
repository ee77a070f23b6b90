/** Rows as the server is given them, outside of what the mapper writes itself. */
import type { Driver } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/** A row by the names of its entity's properties. */
export type Row = Record<string, unknown>;

/** A row's value as it is written into a column: flags as numbers, instants as the server reads them. */
export function storedValue(driver: Driver, row: Row, column: ColumnMetadata): unknown {
  const value: unknown = driver.preparePersistentValue(row[column.propertyName], column);
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return typeof value === 'boolean' ? Number(value) : value;
}
