/** Fills an empty database with the demo. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCommands } from '../commands/index.js';
import type { Config } from '../config/env.js';
import { openDatabase } from '../db/database.js';
import { calendarOfFile, readCalendars } from '../domain/calendar/read-calendars.js';
import { seedDemo as seed } from '../local/demo-seed.js';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** @returns false when the database was not empty */
export async function seedDemo(config: Pick<Config, 'databaseUrl'>, say: (done: string) => void): Promise<boolean> {
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 4 });
  try {
    const calendar = calendarOfFile(readCalendars(JSON.parse(await readFile(join(EXAMPLES, 'calendars.vn.json'), 'utf8'))), 'VN-CO-QUAN');
    return await seed({ database, commands: createCommands(database.transact), calendar, examples: EXAMPLES, say });
  } finally {
    await database.close();
  }
}
