/** Brings a database to the present schema and gives it the rules to start with; `--check` only tells whether entities and schema agree. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config/env.js';
import { seedRules } from '../commands/seed-rules.js';
import { openDatabase } from '../db/database.js';
import { lockClock } from '../db/repositories/rules.repository.js';
import { readCalendars } from '../domain/calendar/read-calendars.js';
import { PROVINCIAL_REVIEW } from '../domain/route/shipped-routes.js';

async function main(): Promise<void> {
  const config = readConfig(process.env, 'migrate');
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 2 });
  const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    const applied = await database.source.runMigrations({ transaction: 'none' });
    const { upQueries } = await database.source.driver.createSchemaBuilder().log();
    if (process.argv.includes('--check')) {
      for (const { query } of upQueries) process.stderr.write(`${query}\n`);
      say({ msg: upQueries.length === 0 ? 'schema and entities agree' : 'schema drift', statements: upQueries.length });
      process.exitCode = upQueries.length === 0 ? 0 : 1;
      return;
    }
    const { calendars } = readCalendars(JSON.parse(await readFile(join(__dirname, '..', '..', 'examples', 'calendars.vn.json'), 'utf8')));
    await seedRules(database.transact, { calendars, routes: [PROVINCIAL_REVIEW] });
    await database.transact((tx) => lockClock(tx, config.nodeEnv === 'production' && !config.demo));
    say({ msg: 'ready', migrations: applied.map((migration) => migration.name) });
  } finally {
    await database.close();
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
