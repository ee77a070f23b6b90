/** Procedures and their versions. */
import { In, IsNull, Not } from 'typeorm';
import { inParts } from '../../domain/shared/in-parts.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { ProcedureId, ProcedureVersionId, ReviewId, UnitId } from '../../domain/shared/ids.js';
import type { ProcedureEvent, ProcedurePhase } from '../../domain/procedure/life.js';
import type { ProcedureContent } from '../../domain/procedure/procedure.js';
import { UnitEntity } from '../entities/organisation.entity.js';
import { ImportBatchEntity, ProcedureEntity, ProcedureVersionEntity } from '../entities/procedure.entity.js';
import { FactEntity } from '../entities/ledger.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type ProcedureHead = {
  readonly id: ProcedureId;
  readonly code: string;
  readonly name: string;
  readonly ownerUnitId: UnitId;
  readonly seq: number;
  readonly viewSeq: number;
  readonly chainHead: string;
  readonly currentVersionId: ProcedureVersionId;
};

const headOf = (row: ProcedureEntity): ProcedureHead => ({
  id: row.id as ProcedureId,
  code: row.code,
  name: row.name,
  ownerUnitId: row.ownerUnitId as UnitId,
  seq: row.seq,
  viewSeq: row.viewSeq,
  chainHead: row.chainHead,
  currentVersionId: row.currentVersionId as ProcedureVersionId,
});

/** Locks procedures in ascending order of id. */
export async function lockProcedures(tx: Tx, ids: readonly ProcedureId[]): Promise<readonly ProcedureHead[]> {
  if (ids.length === 0) return [];
  const rows = await managerOf(tx)
    .createQueryBuilder(ProcedureEntity, 'procedure')
    .where('procedure.id IN (:...ids)', { ids: [...ids] })
    .orderBy('procedure.id')
    .setLock('pessimistic_write')
    .getMany();
  return rows.map(headOf);
}

export async function findProceduresByCode(tx: Tx, codes: readonly string[]): Promise<readonly ProcedureHead[]> {
  if (codes.length === 0) return [];
  return (await managerOf(tx).find(ProcedureEntity, { where: { code: In([...codes]) }, order: { id: 'ASC' } })).map(headOf);
}

/** Facts of several procedures, each in order. */
export async function listProcedureFacts(tx: Tx, ids: readonly ProcedureId[]): Promise<ReadonlyMap<ProcedureId, readonly ProcedureEvent[]>> {
  const rows = await managerOf(tx).find(FactEntity, {
    select: { id: true, streamId: true, payload: true },
    where: { streamId: In([...ids]) },
    order: { streamId: 'ASC', seq: 'ASC' },
  });
  const facts = new Map<ProcedureId, ProcedureEvent[]>();
  for (const row of rows) {
    const list = facts.get(row.streamId as ProcedureId) ?? [];
    list.push(JSON.parse(row.payload) as ProcedureEvent);
    facts.set(row.streamId as ProcedureId, list);
  }
  return facts;
}

export type ProcedureRow = {
  readonly id: ProcedureId;
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly searchText: string;
  readonly ownerUnitId: UnitId;
  readonly phase: ProcedurePhase;
  readonly currentVersionId: ProcedureVersionId;
  readonly nextMilestoneAt: Instant | null;
  readonly seq: number;
  readonly viewSeq: number;
  readonly chainHead: string;
};

const CHUNK = 200;

export async function insertProcedures(tx: Tx, rows: readonly ProcedureRow[]): Promise<void> {
  for (const part of inParts(rows, CHUNK)) await managerOf(tx).createQueryBuilder().insert().into(ProcedureEntity).values(part).updateEntity(false).execute();
}

export async function updateProcedure(tx: Tx, id: ProcedureId, values: Partial<Omit<ProcedureRow, 'id' | 'code'>>): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(ProcedureEntity).set(values).where('id = :id', { id }).execute();
}

export type VersionRow = {
  readonly id: ProcedureVersionId;
  readonly procedureId: ProcedureId;
  readonly number: number;
  readonly status: 'inForce' | 'adopted' | 'superseded' | 'dropped' | 'lapsed';
  readonly content: ProcedureContent;
  readonly digest: string;
  readonly flags: unknown;
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveTo: LocalDate | null;
  readonly reviewId: ReviewId | null;
  readonly importBatchId: string | null;
  readonly createdAt: Instant;
};

export async function insertVersions(tx: Tx, rows: readonly VersionRow[]): Promise<void> {
  for (const part of inParts(rows, CHUNK))
    await managerOf(tx)
      .createQueryBuilder()
      .insert()
      .into(ProcedureVersionEntity)
      .values(part as never[])
      .updateEntity(false)
      .execute();
}

export async function findVersion(tx: Tx, id: ProcedureVersionId): Promise<VersionRow | null> {
  return (await managerOf(tx).findOneBy(ProcedureVersionEntity, { id })) as VersionRow | null;
}

export async function setVersionStatus(
  tx: Tx,
  id: ProcedureVersionId,
  values: Partial<Pick<VersionRow, 'status' | 'effectiveFrom' | 'effectiveTo'>>,
): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(ProcedureVersionEntity).set(values).where('id = :id', { id }).execute();
}

export async function insertImportBatch(
  tx: Tx,
  row: {
    readonly id: string;
    readonly fileName: string;
    readonly fileHash: string;
    readonly importedBy: string;
    readonly importedAt: Instant;
    readonly summary: object;
  },
): Promise<void> {
  await managerOf(tx).createQueryBuilder().insert().into(ImportBatchEntity).values(row).updateEntity(false).execute();
}

export async function findUnitsByCode(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, UnitId>> {
  const rows = await managerOf(tx).find(UnitEntity, { select: { id: true, code: true }, where: { code: In([...codes]) } });
  return new Map(rows.map((row) => [row.code, row.id as UnitId]));
}

/** Procedures with anything dated ahead: whose workflow must know a moved clock. */
export async function listProceduresWithMilestone(tx: Tx): Promise<readonly ProcedureId[]> {
  const rows = await managerOf(tx).find(ProcedureEntity, { select: { id: true }, where: { nextMilestoneAt: Not(IsNull()) } });
  return rows.map((row) => row.id as ProcedureId);
}
