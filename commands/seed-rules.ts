/** Publishes the rules an installation starts with: working calendars and the shipped route. */
import { canonicalJson, type Json } from '../domain/shared/canonical.js';
import type { Calendar } from '../domain/calendar/calendar.js';
import type { Route } from '../domain/route/route.js';
import { insertCalendarVersion, insertRouteVersion } from '../db/repositories/rules.repository.js';
import type { Transact } from '../db/transaction.js';
import { sha256 } from './frame/audit-chain.js';

/**
 * What exists already is left as it is: rules are edited as new versions.
 * @idempotent by (calendar, version) and (route, version)
 */
export async function seedRules(transact: Transact, rules: { readonly calendars: readonly Calendar[]; readonly routes: readonly Route[] }): Promise<void> {
  await transact(async (tx) => {
    const { now } = await tx.clock();
    for (const calendar of rules.calendars) {
      await insertCalendarVersion(tx, {
        calendarId: calendar.id,
        version: calendar.version,
        status: 'official',
        body: calendar,
        digest: sha256(canonicalJson(calendar as unknown as Json)),
        publishedAt: now,
      });
    }
    for (const route of rules.routes) {
      await insertRouteVersion(tx, {
        routeKey: route.key,
        version: route.version,
        status: 'published',
        body: route,
        digest: sha256(canonicalJson(route as unknown as Json)),
        publishedAt: now,
      });
    }
  });
}
