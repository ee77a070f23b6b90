/** The one way a route changes: its head locked, the version judged, the fact chained, the row moved in one transaction. */
import { canonicalJson, type Json } from '../../domain/shared/canonical.js';
import { scopeOf, type Operation } from '../../domain/shared/access.js';
import { DomainError } from '../../domain/shared/errors.js';
import { localDateOf } from '../../domain/shared/instant.js';
import type { PersonId } from '../../domain/shared/ids.js';
import { findingName, unacknowledged, type Finding } from '../../domain/route/finding.js';
import type { RouteEvent, RouteVersionState } from '../../domain/route/route-version.js';
import { insertFacts } from '../../db/repositories/ledger.repository.js';
import { findRouteVersion, lockRoute, updateRouteHead, type RouteHead, type RouteVersionRow } from '../../db/repositories/route.repository.js';
import { readDirectory } from '../../db/repositories/rules.repository.js';
import type { Tx } from '../../db/transaction.js';
import type { Actor } from './actor.js';
import { chainFacts, GENESIS, sha256 } from './audit-chain.js';
import { scopedKey } from './idempotency.js';
import { ZONE_OFFSET_MINUTES } from './procedure-change.js';

/** What a version is told apart by. */
export const digestOf = (body: object): string => sha256(canonicalJson(body as unknown as Json));

export const openRoute = (tx: Tx, routeKey: string): Promise<RouteHead> => lockRoute(tx, routeKey, GENESIS);

/** @throws not_found */
export async function getRouteVersion(tx: Tx, routeKey: string, version: number): Promise<RouteVersionRow> {
  const row = await findRouteVersion(tx, routeKey, version);
  if (!row) throw new DomainError('not_found', { kind: 'route', id: routeKey, version });
  return row;
}

/** What the installation brought has no editors and stands as published. */
export const stateOfVersion = ({ status, digest, editors, submittedBy, approvedBy, approvedDigest }: RouteVersionRow): RouteVersionState => ({
  status,
  digest,
  editors: editors ?? [],
  submittedBy,
  approvedBy,
  approvedDigest,
});

/** @throws not_permitted unless a post held today allows the operation everywhere */
export async function requireOperation(tx: Tx, personId: PersonId, operation: Operation): Promise<void> {
  const { now } = await tx.clock();
  const { holdings } = await readDirectory(tx, localDateOf(now, ZONE_OFFSET_MINUTES));
  const posts = holdings.filter((holding) => holding.personId === personId).map(({ role }) => ({ role, unitPath: '' }));
  if (!scopeOf(operation, posts).everywhere) throw new DomainError('not_permitted', { right: operation });
}

/** @throws route_refused and route_warnings_open, each with all findings by name */
export function requireWorkable(findings: readonly Finding[], acknowledged: readonly string[]): void {
  const told = findings.map((finding) => ({ ...finding, name: findingName(finding) }));
  if (findings.some((finding) => finding.severity === 'refuse')) throw new DomainError('route_refused', { findings: told });
  const open = unacknowledged(findings, acknowledged);
  if (open.length > 0) throw new DomainError('route_warnings_open', { names: open.map(findingName), findings: told });
}

/** The stream of a route's facts. */
export const routeStream = (routeKey: string): string => `route-${routeKey}`;

/** @idempotent by (stream, seq) */
export async function writeRouteFact(tx: Tx, head: RouteHead, event: RouteEvent, actor: Actor, key: string): Promise<void> {
  const { now } = await tx.clock();
  const chained = chainFacts(
    routeStream(head.routeKey),
    head.seq,
    head.chainHead,
    [event],
    { key: scopedKey(actor, key), actorId: actor.personId, channel: actor.channel },
    now,
  );
  await insertFacts(tx, chained.rows);
  await updateRouteHead(tx, { routeKey: head.routeKey, seq: chained.seq, chainHead: chained.head });
}
