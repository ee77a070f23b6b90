/** A fresh schema of the run's own database server, migrated and with the rules an installation starts with. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { seedRules } from '../../commands/seed-rules.js';
import { openDatabase, type Database } from '../../db/database.js';
import { lockClock } from '../../db/repositories/rules.repository.js';
import { readCalendars } from '../../domain/calendar/read-calendars.js';
import { PROVINCIAL_REVIEW } from '../../domain/route/shipped-routes.js';
import type { Route } from '../../domain/route/route.js';

export type TestDatabase = Database & {
  readonly url: string;
  /** Business time becomes this instant. */
  readonly setNow: (instant: string) => Promise<void>;
  readonly drop: () => Promise<void>;
};

export const shippedCalendars = () => readCalendars(JSON.parse(readFileSync(join(__dirname, '..', '..', 'examples', 'calendars.vn.json'), 'utf8'))).calendars;

/** @param routes what is published beside the shipped route */
export async function freshDatabase(routes: readonly Route[] = [], poolSize = 20): Promise<TestDatabase> {
  const admin = process.env['TEST_DATABASE_ADMIN_URL'];
  if (!admin) throw new Error('TEST_DATABASE_ADMIN_URL is not set: run through jest with the services set-up');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const connection = await createConnection(admin);
  await connection.query(`CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.toString(), poolSize });
  await database.source.runMigrations({ transaction: 'none' });
  await seedRules(database.transact, { calendars: shippedCalendars(), routes: [PROVINCIAL_REVIEW, ...routes] });
  await database.transact((tx) => lockClock(tx, false));
  return {
    ...database,
    url: url.toString(),
    setNow: async (instant) => {
      await database.source.query('UPDATE business_clock SET offset_ms = ROUND((UNIX_TIMESTAMP(?) - UNIX_TIMESTAMP(NOW(3))) * 1000) WHERE id = 1', [
        instant.replace('T', ' ').replace(/Z$/, ''),
      ]);
    },
    drop: async () => {
      await database.close();
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}
