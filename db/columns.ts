/** Column shapes shared by all tables, so that both database servers store the same thing. */
import type { ColumnOptions, ValueTransformer } from 'typeorm';
import type { Instant } from '../domain/shared/instant.js';

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;

/** An id or code: exact bytes, never folded. */
export const idColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'varchar', length: 80, ...ascii, ...extra });
export const codeColumn = (length = 32, extra: ColumnOptions = {}): ColumnOptions => ({ type: 'varchar', length, ...ascii, ...extra });
/** SHA-256 in hex. */
export const hashColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'char', length: 64, ...ascii, ...extra });
export const textColumn = (length = 255, extra: ColumnOptions = {}): ColumnOptions => ({ type: 'varchar', length, ...extra });
export const dateColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'date', ...extra });
export const intColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'int', ...extra });
/** The same column as part of a primary key. */
export const key = (column: ColumnOptions): Omit<ColumnOptions, 'nullable'> => column;

const flags: ValueTransformer = {
  from: (value: unknown) => (value === null ? null : Number(value) === 1),
  to: (value: unknown) => (typeof value === 'boolean' ? Number(value) : value),
};
export const flagColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'tinyint', transformer: flags, ...extra });

const instants: ValueTransformer = {
  from: (value: Date | null) => (value === null ? null : (value.toISOString() as Instant)),
  to: (value: Instant | null | undefined) => (value === null || value === undefined ? value : new Date(value)),
};
/** A point in time, UTC, milliseconds. */
export const instantColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'datetime', precision: 3, transformer: instants, ...extra });

const json: ValueTransformer = {
  from: (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
};
/** A JSON document kept as text: no server reorders its keys. */
export const jsonColumn = (extra: ColumnOptions = {}): ColumnOptions => ({
  type: 'mediumtext',
  charset: 'utf8mb4',
  collation: 'utf8mb4_bin',
  transformer: json,
  ...extra,
});
/** Text kept byte for byte. */
export const exactTextColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'mediumtext', charset: 'utf8mb4', collation: 'utf8mb4_bin', ...extra });
