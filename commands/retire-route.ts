/** Takes a published version out of use for reviews to come. */
import { requirePublished } from '../domain/route/route-version.js';
import { DomainError } from '../domain/shared/errors.js';
import { retireRouteVersion } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { getRouteVersion, openRoute, requireOperation, stateOfVersion, writeRouteFact } from './frame/route-change.js';

export type RetireRoute = { readonly routeKey: string; readonly version: number; readonly reason: string };

/**
 * Reviews that follow it already go on with it.
 * @throws not_permitted, not_found, comment_required, route_not_published, key_reused
 * @idempotent by key
 */
export async function retireRoute(
  transact: Transact,
  actor: Actor,
  key: string,
  { routeKey, version, reason }: RetireRoute,
): Promise<Answer<{ readonly routeKey: string; readonly version: number }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'retireRoute', routeKey, version, reason }, async () => {
      const head = await openRoute(tx, routeKey);
      await requireOperation(tx, actor.personId, 'routes.publish');
      const row = await getRouteVersion(tx, routeKey, version);
      if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
      requirePublished(stateOfVersion(row));
      const { now } = await tx.clock();
      if (!(await retireRouteVersion(tx, routeKey, version, now))) throw new DomainError('route_not_published');
      await writeRouteFact(tx, head, { type: 'RouteRetired', at: now, by: actor.personId, version, reason }, actor, key);
      return { routeKey, version };
    }),
  );
}
