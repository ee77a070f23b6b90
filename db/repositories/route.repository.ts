/** Versions of routes: drafts that may be edited, published ones that may not; with the world they are tried against. */
import { In, MoreThan } from 'typeorm';
import type { Finding } from '../../domain/route/finding.js';
import type { RouteStatus } from '../../domain/route/route-version.js';
import type { Role, Route } from '../../domain/route/route.js';
import type { HoldingEnd } from '../../domain/escalation/route-world.js';
import type { PublishProof } from '../../domain/escalation/check-route.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, UnitId } from '../../domain/shared/ids.js';
import { HoldingEntity, PersonEntity, UnitEntity } from '../entities/organisation.entity.js';
import { ProcedureEntity } from '../entities/procedure.entity.js';
import { RouteEntity, RouteVersionEntity } from '../entities/rules.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type RouteHead = { readonly routeKey: string; readonly seq: number; readonly chainHead: string };

export type RouteVersionRow = {
  readonly routeKey: string;
  readonly version: number;
  readonly status: RouteStatus;
  readonly body: Route;
  readonly digest: string;
  readonly editors: readonly PersonId[] | null;
  readonly draftedAt: Instant | null;
  readonly submittedBy: PersonId | null;
  readonly submittedAt: Instant | null;
  readonly returnedBy: PersonId | null;
  readonly returnedAt: Instant | null;
  readonly returnReason: string | null;
  readonly approvedBy: PersonId | null;
  readonly approvedAt: Instant | null;
  readonly approvedDigest: string | null;
  readonly publishedBy: PersonId | null;
  readonly publishedAt: Instant | null;
  readonly retiredAt: Instant | null;
  readonly findings: readonly Finding[] | null;
  readonly acknowledged: readonly string[] | null;
  readonly publishProof: PublishProof | null;
};

/** Locks a route by its key; the first draft of a new route makes its head. @param genesis head of an empty chain */
export async function lockRoute(tx: Tx, routeKey: string, genesis: string): Promise<RouteHead> {
  const manager = managerOf(tx);
  await manager.createQueryBuilder().insert().into(RouteEntity).orIgnore().values({ routeKey, seq: 0, chainHead: genesis }).updateEntity(false).execute();
  return manager.createQueryBuilder(RouteEntity, 'route').where('route.routeKey = :routeKey', { routeKey }).setLock('pessimistic_write').getOneOrFail();
}

export async function updateRouteHead(tx: Tx, { routeKey, seq, chainHead }: RouteHead): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(RouteEntity).set({ seq, chainHead }).where('routeKey = :routeKey', { routeKey }).execute();
}

export async function findRouteVersion(tx: Tx, routeKey: string, version: number): Promise<RouteVersionRow | null> {
  return (await managerOf(tx).findOneBy(RouteVersionEntity, { routeKey, version })) as RouteVersionRow | null;
}

/** 0 where the route has no version yet. */
export async function newestRouteVersion(tx: Tx, routeKey: string): Promise<number> {
  const row = await managerOf(tx).findOne(RouteVersionEntity, { select: { routeKey: true, version: true }, where: { routeKey }, order: { version: 'DESC' } });
  return row?.version ?? 0;
}

export async function insertRouteDraft(tx: Tx, row: RouteVersionRow): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(RouteVersionEntity)
    .values(row as never)
    .updateEntity(false)
    .execute();
}

/** Changes a draft, or publishes it. False where the version is no draft any more: what is published stays as it is. */
export async function updateRouteDraft(
  tx: Tx,
  routeKey: string,
  version: number,
  values: Partial<Omit<RouteVersionRow, 'routeKey' | 'version'>>,
): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(RouteVersionEntity)
    .set(values as never)
    .where("routeKey = :routeKey AND version = :version AND status = 'draft'", { routeKey, version })
    .execute();
  return result.affected === 1;
}

/** Body, digest and proof of a published version are left as they are. */
export async function retireRouteVersion(tx: Tx, routeKey: string, version: number, retiredAt: Instant): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(RouteVersionEntity)
    .set({ status: 'retired', retiredAt })
    .where("routeKey = :routeKey AND version = :version AND status = 'published'", { routeKey, version })
    .execute();
  return result.affected === 1;
}

/** Units that own a procedure; every unit valid on the date where none does yet. */
export async function listPossibleOwners(tx: Tx, on: LocalDate): Promise<readonly UnitId[]> {
  const manager = managerOf(tx);
  const owners = await manager
    .createQueryBuilder(ProcedureEntity, 'procedure')
    .select('DISTINCT procedure.ownerUnitId', 'id')
    .orderBy('id')
    .getRawMany<{ id: UnitId }>();
  if (owners.length > 0) return owners.map((owner) => owner.id);
  const units = await manager.find(UnitEntity, { select: { id: true, validFrom: true, validTo: true }, order: { path: 'ASC' } });
  return units.filter((unit) => unit.validFrom <= on && (unit.validTo === null || unit.validTo > on)).map((unit) => unit.id as UnitId);
}

export async function listUnitNames(tx: Tx): Promise<ReadonlyMap<UnitId, string>> {
  const units = await managerOf(tx).find(UnitEntity, { select: { id: true, name: true } });
  return new Map(units.map((unit) => [unit.id as UnitId, unit.name]));
}

/** Those of these people whom a letter reaches. */
export async function listReachable(tx: Tx, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  if (people.length === 0) return new Set();
  const found = await managerOf(tx).find(PersonEntity, { select: { id: true, email: true }, where: { id: In([...people]), active: true } });
  return new Set(found.filter((person) => person.email !== null && person.email !== '').map((person) => person.id as PersonId));
}

/** Posts held on a date that have a last day. */
export async function listHoldingEnds(tx: Tx, on: LocalDate): Promise<readonly HoldingEnd[]> {
  const rows = await managerOf(tx).find(HoldingEntity, { where: { validTo: MoreThan(on) }, order: { validTo: 'ASC', id: 'ASC' } });
  return rows
    .filter((row) => row.validFrom <= on)
    .map((row) => ({ personId: row.personId as PersonId, unitId: row.unitId as UnitId, role: row.role as Role, until: row.validTo as LocalDate }));
}
