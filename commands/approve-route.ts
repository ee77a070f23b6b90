/** A second person approves a draft, exactly as it stands. */
import { requireApprovable } from '../domain/route/route-version.js';
import { DomainError } from '../domain/shared/errors.js';
import { updateRouteDraft } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { getRouteVersion, openRoute, requireOperation, stateOfVersion, writeRouteFact } from './frame/route-change.js';

export type ApproveRoute = { readonly routeKey: string; readonly version: number; /** Of the text the approver read. */ readonly digest: string };
export type RouteApproved = { readonly routeKey: string; readonly version: number; readonly digest: string };

/**
 * The approval is bound to the digest: an edit makes it void.
 * @throws not_permitted, not_found, route_not_draft, route_changed, second_person_needed, route_not_submitted, key_reused
 * @idempotent by key
 */
export async function approveRoute(transact: Transact, actor: Actor, key: string, { routeKey, version, digest }: ApproveRoute): Promise<Answer<RouteApproved>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'approveRoute', routeKey, version, digest }, async (): Promise<RouteApproved> => {
      const head = await openRoute(tx, routeKey);
      await requireOperation(tx, actor.personId, 'routes.approve');
      const row = await getRouteVersion(tx, routeKey, version);
      requireApprovable(stateOfVersion(row), digest, actor.personId);
      const { now } = await tx.clock();
      if (!(await updateRouteDraft(tx, routeKey, version, { approvedBy: actor.personId, approvedAt: now, approvedDigest: digest })))
        throw new DomainError('route_not_draft');
      await writeRouteFact(tx, head, { type: 'RouteApproved', at: now, by: actor.personId, version, digest }, actor, key);
      return { routeKey, version, digest };
    }),
  );
}
