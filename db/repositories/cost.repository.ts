/** Frozen cost sheets, dated tariff tables. */
import { In, IsNull, Not } from 'typeorm';
import { inParts } from '../../domain/shared/in-parts.js';
import type { Block, FreezeKind } from '../../domain/cost/frozen.js';
import type { Table } from '../../domain/cost/tariff.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { CostSheetEntity, TariffTableEntity } from '../entities/cost.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';
import { rankTasks } from './delay-rank.repository.js';

export type CostSheetRow = {
  readonly id: string;
  readonly reviewId: ReviewId;
  readonly kind: FreezeKind;
  readonly number: number;
  readonly block: Block;
  readonly revision: number;
  /** The bytes under `digest`. */
  readonly body: string;
  readonly digest: string;
  readonly tableId: string | null;
  readonly vintage: string | null;
  readonly writtenBy: string;
  readonly writtenAt: Instant;
  readonly frozenBy: string | null;
  readonly frozenAt: Instant;
  readonly supersedes: string | null;
};

const CHUNK = 100;

/** Stores sheets; the delays of their reviews rest on verified figures from then on. @idempotent by (review, kind, number, block) */
export async function insertCostSheets(tx: Tx, rows: readonly CostSheetRow[]): Promise<void> {
  for (const part of inParts(rows, CHUNK)) await managerOf(tx).createQueryBuilder().insert().into(CostSheetEntity).values(part).updateEntity(false).execute();
  await rankTasks(tx, [...new Set(rows.map((row) => row.reviewId))]);
}

/** The newest freeze of a kind: its blocks, or none. */
export async function newestFreeze(tx: Tx, reviewId: ReviewId, kind: FreezeKind): Promise<readonly CostSheetRow[]> {
  const newest = await managerOf(tx).findOne(CostSheetEntity, { where: { reviewId, kind }, order: { number: 'DESC' } });
  if (!newest) return [];
  return (await managerOf(tx).find(CostSheetEntity, { where: { reviewId, kind, number: newest.number }, order: { block: 'DESC' } })) as CostSheetRow[];
}

/** Of these reviews, those that have a sheet of a kind. */
export async function reviewsWithFreeze(tx: Tx, reviewIds: readonly ReviewId[], kind: FreezeKind): Promise<ReadonlySet<string>> {
  if (reviewIds.length === 0) return new Set();
  const rows = await managerOf(tx).find(CostSheetEntity, { select: { reviewId: true }, where: { reviewId: In([...reviewIds]), kind } });
  return new Set(rows.map((row) => row.reviewId));
}

export type TariffTableRow = {
  readonly tableId: string;
  readonly vintage: string;
  readonly kind: Table['kind'];
  readonly scope: string;
  readonly unit: string;
  readonly entries: Table['rows'];
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly basis: string | null;
  readonly source: string;
  readonly certainty: Table['certainty'];
  readonly digest: string;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
};

/** @idempotent by (table, vintage): false when that vintage is there already */
export async function insertTariffTable(tx: Tx, row: TariffTableRow): Promise<boolean> {
  if (await findTariffTable(tx, row.tableId, row.vintage)) return false;
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(TariffTableEntity)
    .values(row as never)
    .updateEntity(false)
    .execute();
  return true;
}

export async function findTariffTable(tx: Tx, tableId: string, vintage: string): Promise<TariffTableRow | null> {
  return (await managerOf(tx).findOneBy(TariffTableEntity, { tableId, vintage })) as TariffTableRow | null;
}

/** Locks every table of a kind for a scope, so that two approvals follow one another; answers those approved. */
export async function lockApprovedTables(tx: Tx, kind: Table['kind'], scope: string): Promise<readonly TariffTableRow[]> {
  const rows = await managerOf(tx)
    .createQueryBuilder(TariffTableEntity, 't')
    .where('t.kind = :kind AND t.scope = :scope', { kind, scope })
    .orderBy('t.tableId')
    .addOrderBy('t.vintage')
    .setLock('pessimistic_write')
    .getMany();
  return (rows as TariffTableRow[]).filter((row) => row.approvedBy !== null);
}

/** Writes the second person once; false when somebody did before. */
export async function approveTariffTable(tx: Tx, tableId: string, vintage: string, approvedBy: string, approvedAt: Instant): Promise<boolean> {
  const result = await managerOf(tx)
    .getRepository(TariffTableEntity)
    .update({ tableId, vintage, approvedBy: IsNull(), enteredBy: Not(approvedBy) }, { approvedBy, approvedAt });
  return result.affected === 1;
}
