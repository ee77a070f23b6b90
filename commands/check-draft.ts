/** Tries a text of a route against the posts and calendars of today, keeping nothing. */
import { checkRoute } from '../domain/escalation/check-route.js';
import type { Finding } from '../domain/route/finding.js';
import type { Route } from '../domain/route/route.js';
import type { Transact } from '../db/transaction.js';
import { loadRouteWorld } from './frame/route-world.js';

export const checkDraft = (transact: Transact, route: Route): Promise<readonly Finding[]> =>
  transact(async (tx) => checkRoute(route, await loadRouteWorld(tx)));
