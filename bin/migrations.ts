/** The schema of a database and the rules it starts with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/env.js';
import { seedRules } from '../commands/seed-rules.js';
import { openDatabase, type Database } from '../db/database.js';
import { lockClock } from '../db/repositories/rules.repository.js';
import { readCalendars } from '../domain/calendar/read-calendars.js';
import { SHIPPED_ROUTES } from '../domain/route/shipped-routes.js';

/** Names of the migrations that ran now. */
export type Migrated = { readonly migrations: readonly string[] };

async function withDatabase<T>(config: Config, run: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 2 });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}

const runMigrations = async ({ source }: Database): Promise<Migrated> => ({
  migrations: (await source.runMigrations({ transaction: 'none' })).map((migration) => migration.name),
});

async function migrate(database: Database, config: Config): Promise<Migrated> {
  const migrated = await runMigrations(database);
  const { calendars } = readCalendars(JSON.parse(await readFile(join(__dirname, '..', '..', 'examples', 'calendars.vn.json'), 'utf8')));
  await seedRules(database.transact, { calendars, routes: SHIPPED_ROUTES });
  await database.transact((tx) => lockClock(tx, config.nodeEnv === 'production' && !config.demo));
  return migrated;
}

/** Brings the database to the present schema and gives it calendars, routes and the clock's lock. @idempotent */
export const migrateDatabase = (config: Config): Promise<Migrated> => withDatabase(config, (database) => migrate(database, config));

/** Statements that would make the schema what the entities say, after all migrations ran; empty when both agree. */
export const schemaDrift = (config: Config): Promise<readonly string[]> =>
  withDatabase(config, async (database) => {
    await runMigrations(database);
    const { upQueries } = await database.source.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  });

/** Drops every table, then migrates. */
export const resetDatabase = (config: Config): Promise<Migrated> =>
  withDatabase(config, async (database) => {
    await database.source.dropDatabase();
    return migrate(database, config);
  });
