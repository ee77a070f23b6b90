/** Publishes an approved draft, once it is proved that it can work. */
import { examineRoute } from '../domain/escalation/check-route.js';
import { findingName, type Finding } from '../domain/route/finding.js';
import { requireApproved } from '../domain/route/route-version.js';
import { DomainError } from '../domain/shared/errors.js';
import type { Instant } from '../domain/shared/instant.js';
import { updateRouteDraft } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { digestOf, getRouteVersion, openRoute, requireOperation, requireWorkable, stateOfVersion, writeRouteFact } from './frame/route-change.js';
import { loadRouteWorld } from './frame/route-world.js';

export type PublishRoute = {
  readonly routeKey: string;
  readonly version: number;
  readonly digest: string;
  /** Names of the warnings the publisher answers for, beside those answered for when it was submitted. */
  readonly acknowledged: readonly string[];
};
export type RoutePublished = {
  readonly routeKey: string;
  readonly version: number;
  readonly digest: string;
  readonly publishedAt: Instant;
  readonly findings: readonly Finding[];
};

/**
 * Reviews launched from now on follow this version; those under way stay with theirs. The proof, instants and recipients
 * of every rung, is kept with it.
 * @throws not_permitted, not_found, route_not_draft, route_changed, route_not_approved, route_refused and
 *   route_warnings_open with all findings, key_reused
 * @idempotent by key
 */
export async function publishRoute(
  transact: Transact,
  actor: Actor,
  key: string,
  { routeKey, version, digest, acknowledged }: PublishRoute,
): Promise<Answer<RoutePublished>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'publishRoute', routeKey, version, digest, acknowledged }, async (): Promise<RoutePublished> => {
      const head = await openRoute(tx, routeKey);
      await requireOperation(tx, actor.personId, 'routes.publish');
      const row = await getRouteVersion(tx, routeKey, version);
      const approvedBy = requireApproved(stateOfVersion(row), digest);
      const { findings, proof } = examineRoute(row.body, await loadRouteWorld(tx));
      requireWorkable(findings, [...acknowledged, ...(row.acknowledged ?? [])]);
      const names = findings.map(findingName);
      const { now } = await tx.clock();
      const moved = await updateRouteDraft(tx, routeKey, version, {
        status: 'published',
        publishedBy: actor.personId,
        publishedAt: now,
        findings,
        acknowledged: names,
        publishProof: proof,
      });
      if (!moved) throw new DomainError('route_not_draft');
      await writeRouteFact(
        tx,
        head,
        { type: 'RoutePublished', at: now, by: actor.personId, version, digest, approvedBy, acknowledged: names, proofDigest: digestOf(proof) },
        actor,
        key,
      );
      return { routeKey, version, digest, publishedAt: now, findings };
    }),
  );
}
