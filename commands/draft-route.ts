/** Writes a new draft of a route, or the next state of one. */
import { checkRoute } from '../domain/escalation/check-route.js';
import type { Finding } from '../domain/route/finding.js';
import { requireDraft } from '../domain/route/route-version.js';
import { readRoute } from '../domain/route/read-route.js';
import type { Route } from '../domain/route/route.js';
import type { Json } from '../domain/shared/canonical.js';
import { DomainError } from '../domain/shared/errors.js';
import { insertRouteDraft, newestRouteVersion, updateRouteDraft } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { digestOf, getRouteVersion, openRoute, requireOperation, stateOfVersion, writeRouteFact } from './frame/route-change.js';
import { loadRouteWorld } from './frame/route-world.js';

export type DraftRoute = {
  /** Its version number is set here: the next one, or that of the draft it replaces. */
  readonly route: Route;
  /** The draft this text takes the place of, as it was seen; null starts a new one. */
  readonly replaces: { readonly version: number; readonly digest: string } | null;
};
export type RouteDrafted = { readonly routeKey: string; readonly version: number; readonly digest: string; readonly findings: readonly Finding[] };

/**
 * A draft may be imperfect: findings come with the answer, and stop only its publishing. Whatever submission or approval stood is void.
 * @throws not_permitted, route_invalid, not_found, route_not_draft, route_changed, nothing_changed, key_reused
 * @idempotent by key
 */
export async function draftRoute(transact: Transact, actor: Actor, key: string, { route, replaces }: DraftRoute): Promise<Answer<RouteDrafted>> {
  const read = readRoute(route);
  return transact((tx) =>
    once(tx, actor, key, { kind: 'draftRoute', route: read as unknown as Json, replaces }, async (): Promise<RouteDrafted> => {
      const head = await openRoute(tx, read.key);
      await requireOperation(tx, actor.personId, 'routes.draft');
      const { now } = await tx.clock();
      const earlier = replaces && (await getRouteVersion(tx, read.key, replaces.version));
      if (earlier && replaces) requireDraft(stateOfVersion(earlier), replaces.digest);
      const version = earlier?.version ?? (await newestRouteVersion(tx, read.key)) + 1;
      const body: Route = { ...read, version };
      const digest = digestOf(body);
      if (earlier?.digest === digest) throw new DomainError('nothing_changed');
      const findings = checkRoute(body, await loadRouteWorld(tx));
      const written = {
        body,
        digest,
        findings,
        draftedAt: now,
        editors: [...new Set([...(earlier?.editors ?? []), actor.personId])],
        submittedBy: null,
        submittedAt: null,
        approvedBy: null,
        approvedAt: null,
        approvedDigest: null,
      };
      if (!earlier) {
        await insertRouteDraft(tx, {
          routeKey: read.key,
          version,
          status: 'draft',
          ...written,
          returnedBy: null,
          returnedAt: null,
          returnReason: null,
          publishedBy: null,
          publishedAt: null,
          retiredAt: null,
          acknowledged: null,
          publishProof: null,
        });
      } else if (!(await updateRouteDraft(tx, read.key, version, written))) {
        throw new DomainError('route_not_draft');
      }
      await writeRouteFact(tx, head, { type: 'RouteDrafted', at: now, by: actor.personId, version, digest, replaced: earlier?.digest ?? null }, actor, key);
      return { routeKey: read.key, version, digest, findings };
    }),
  );
}
