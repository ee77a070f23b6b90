/** Column shapes shared by all tables, so that both database servers store the same thing. */
import type { ColumnOptions, ValueTransformer } from 'typeorm';
import type { Instant } from '../domain/shared/instant.js';

const ascii = { charset: 'ascii', collation: 'ascii_bin' } as const;

/** Column options that also fit a primary key, unless `extra` says otherwise. */
type Options<E> = Omit<ColumnOptions, 'nullable'> & E;
type None = Record<never, never>;

/** An id or code: exact bytes, never folded. */
export const idColumn = <E extends ColumnOptions = None>(extra?: E): Options<E> => ({ type: 'varchar', length: 80, ...ascii, ...extra }) as Options<E>;
export const codeColumn = <E extends ColumnOptions = None>(length = 32, extra?: E): Options<E> => ({ type: 'varchar', length, ...ascii, ...extra }) as Options<E>;
/** SHA-256 in hex. */
export const hashColumn = <E extends ColumnOptions = None>(extra?: E): Options<E> => ({ type: 'char', length: 64, ...ascii, ...extra }) as Options<E>;
export const textColumn = (length = 255, extra: ColumnOptions = {}): ColumnOptions => ({ type: 'varchar', length, ...extra });
export const dateColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'date', ...extra });
export const intColumn = <E extends ColumnOptions = None>(extra?: E): Options<E> => ({ type: 'int', ...extra }) as Options<E>;

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
export const jsonColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'mediumtext', charset: 'utf8mb4', collation: 'utf8mb4_bin', transformer: json, ...extra });
/** Text kept byte for byte. */
export const exactTextColumn = (extra: ColumnOptions = {}): ColumnOptions => ({ type: 'mediumtext', charset: 'utf8mb4', collation: 'utf8mb4_bin', ...extra });
