/** The one way to reach the database: options common to MariaDB and MySQL. */
import 'reflect-metadata';
import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { SnakeNaming } from './naming.js';

export type DatabaseOptions = { readonly url: string; readonly poolSize: number };

/** Asks the server what it is: TypeORM would corrupt JSON columns if told wrongly. */
async function serverKind(url: string): Promise<'mariadb' | 'mysql'> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    const [first] = rows as { version: string }[];
    return first?.version.toLowerCase().includes('mariadb') ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

const UTC = "SET time_zone = '+00:00'";
type Pool = { readonly on: (event: 'connection', then: (connection: { readonly query: (sql: string) => unknown }) => void) => void };

/** Instants are stored in UTC and compared with NOW(): a server that lives in local time must not shift them by hours. */
async function keepUtc(source: DataSource): Promise<void> {
  (source.driver as unknown as { readonly pool: Pool }).pool.on('connection', (connection) => void connection.query(UTC));
  // The one connection that connecting has opened, before anybody listened.
  await source.query(UTC);
}

/** A connected data source; the caller destroys it. */
export async function openDataSource({ url, poolSize }: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: await serverKind(url),
    url,
    charset: 'utf8mb4_unicode_520_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'migrations',
    entities: ENTITIES,
    migrations: MIGRATIONS,
    namingStrategy: new SnakeNaming(),
    poolSize,
    // Bounded: beyond this the caller hears "busy" instead of waiting for ever.
    extra: { queueLimit: poolSize * 50, connectTimeout: 5_000 },
  });
  await source.initialize();
  await keepUtc(source);
  return source;
}
