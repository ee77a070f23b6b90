/** Asks a second person to approve a draft, once it is shown that it can work. */
import { checkRoute } from '../domain/escalation/check-route.js';
import { findingName } from '../domain/route/finding.js';
import { requireDraft } from '../domain/route/route-version.js';
import { DomainError } from '../domain/shared/errors.js';
import { updateRouteDraft } from '../db/repositories/route.repository.js';
import type { Transact } from '../db/transaction.js';
import type { Actor } from './frame/actor.js';
import { once, type Answer } from './frame/idempotency.js';
import { getRouteVersion, openRoute, requireOperation, requireWorkable, stateOfVersion, writeRouteFact } from './frame/route-change.js';
import { loadRouteWorld } from './frame/route-world.js';

export type SubmitRoute = {
  readonly routeKey: string;
  readonly version: number;
  readonly digest: string;
  /** Names of the warnings the submitter answers for. */
  readonly acknowledged: readonly string[];
};
export type RouteSubmitted = { readonly routeKey: string; readonly version: number; readonly digest: string };

/**
 * The check runs again when it is published: posts and calendars may have moved meanwhile.
 * @throws not_permitted, not_found, route_not_draft, route_changed, route_refused and route_warnings_open with all findings,
 *   key_reused
 * @idempotent by key
 */
export async function submitRoute(
  transact: Transact,
  actor: Actor,
  key: string,
  { routeKey, version, digest, acknowledged }: SubmitRoute,
): Promise<Answer<RouteSubmitted>> {
  return transact((tx) =>
    once(tx, actor, key, { kind: 'submitRoute', routeKey, version, digest, acknowledged }, async (): Promise<RouteSubmitted> => {
      const head = await openRoute(tx, routeKey);
      await requireOperation(tx, actor.personId, 'routes.draft');
      const row = await getRouteVersion(tx, routeKey, version);
      requireDraft(stateOfVersion(row), digest);
      const findings = checkRoute(row.body, await loadRouteWorld(tx));
      requireWorkable(findings, acknowledged);
      const names = findings.map(findingName);
      const { now } = await tx.clock();
      const submitted = {
        submittedBy: actor.personId,
        submittedAt: now,
        returnedBy: null,
        returnedAt: null,
        returnReason: null,
        findings,
        acknowledged: names,
      };
      if (!(await updateRouteDraft(tx, routeKey, version, submitted))) throw new DomainError('route_not_draft');
      await writeRouteFact(tx, head, { type: 'RouteSubmitted', at: now, by: actor.personId, version, digest, acknowledged: names }, actor, key);
      return { routeKey, version, digest };
    }),
  );
}
