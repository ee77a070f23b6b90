/** The read-only door of the database: constant SQL with parameters in, plain rows out. */
import type { DataSource } from 'typeorm';

/** DATETIME comes back as RFC 3339 text in UTC, DATE as `YYYY-MM-DD`, BIGINT and COUNT as decimal text, flags as 0 or 1. */
export type Reader = {
  readonly rows: <T>(sql: string, params?: readonly unknown[]) => Promise<T[]>;
  readonly row: <T>(sql: string, params?: readonly unknown[]) => Promise<T | null>;
};

const plain = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const [key, value] of Object.entries(row)) {
    if (value instanceof Date) row[key] = value.toISOString();
  }
  return row;
};

export function createReader(source: DataSource): Reader {
  const rows = async <T>(sql: string, params: readonly unknown[] = []): Promise<T[]> => {
    const found: unknown = await source.query(sql, [...params]);
    return (found as Record<string, unknown>[]).map(plain) as T[];
  };
  return { rows, row: async <T>(sql: string, params?: readonly unknown[]) => (await rows<T>(sql, params))[0] ?? null };
}
