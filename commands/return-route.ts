/** Sends a submitted draft back to those who wrote it. */
import { requireApprovable } from '../domain/route/route-version.js';
import { DomainError } from '../domain/shared/errors.js';
import { updateRouteDraft } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { getRouteVersion, openRoute, requireOperation, stateOfVersion, writeRouteFact } from './frame/route-change.js';

export type ReturnRoute = {
  readonly routeKey: string;
  readonly version: number;
  /** Of the text that was read. */ readonly digest: string;
  readonly reason: string;
};

/**
 * What was approved before is not approved any more.
 * @throws not_permitted, not_found, comment_required, route_not_draft, route_changed, second_person_needed, route_not_submitted,
 *   key_reused
 * @idempotent by key
 */
export async function returnRoute(
  transact: Transact,
  actor: Actor,
  key: string,
  { routeKey, version, digest, reason }: ReturnRoute,
): Promise<Answer<{ readonly routeKey: string; readonly version: number }>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'returnRoute', routeKey, version, digest, reason }, async () => {
      const head = await openRoute(tx, routeKey);
      await requireOperation(tx, actor.personId, 'routes.approve');
      const row = await getRouteVersion(tx, routeKey, version);
      if (reason.trim() === '') throw new DomainError('comment_required', { pointer: '/reason' });
      requireApprovable(stateOfVersion(row), digest, actor.personId);
      const { now } = await tx.clock();
      const returned = {
        submittedBy: null,
        submittedAt: null,
        approvedBy: null,
        approvedAt: null,
        approvedDigest: null,
        returnedBy: actor.personId,
        returnedAt: now,
        returnReason: reason,
      };
      if (!(await updateRouteDraft(tx, routeKey, version, returned))) throw new DomainError('route_not_draft');
      await writeRouteFact(tx, head, { type: 'RouteReturned', at: now, by: actor.personId, version, digest, reason }, actor, key);
      return { routeKey, version };
    }),
  );
}
