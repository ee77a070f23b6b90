/** Delegations and absences: recorded, ended, and read as they hold on a date. */
import { In, IsNull, MoreThan } from 'typeorm';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, ReviewId, UnitId } from '../../domain/shared/ids.js';
import type { Role } from '../../domain/route/route.js';
import type { Absence, Delegation, DelegationKind } from '../../domain/review/directory.js';
import type { StandIn } from '../../domain/review/stand-ins.js';
import { AbsenceEntity, DelegationEntity } from '../entities/authority.entity.js';
import { HoldingEntity, PersonEntity } from '../entities/organisation.entity.js';
import { StageEntity, TaskEntity } from '../entities/review.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type DelegationRow = Delegation & { readonly validFrom: LocalDate; readonly validTo: LocalDate | null; readonly revokedAt: Instant | null };
export type AbsenceRow = Absence & {
  readonly source: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly endedAt: Instant | null;
};

const started = <T extends { readonly validFrom: LocalDate }>(rows: readonly T[], on: LocalDate): readonly T[] => rows.filter((row) => row.validFrom <= on);

const delegationOf = (row: DelegationEntity): DelegationRow => ({
  id: row.id,
  kind: row.kind as DelegationKind,
  ownerId: row.ownerId as PersonId,
  delegateId: row.delegateId as PersonId,
  unitId: row.unitId as UnitId,
  role: row.role as Role,
  document: row.document,
  validFrom: row.validFrom,
  validTo: row.validTo,
  revokedAt: row.revokedAt,
});
const absenceOf = (row: AbsenceEntity): AbsenceRow => ({
  id: row.id,
  personId: row.personId as PersonId,
  substituteId: row.substituteId as PersonId,
  source: row.source,
  validFrom: row.validFrom,
  validTo: row.validTo,
  endedAt: row.endedAt,
});

/** Delegations that hold on a date or begin later. */
async function delegationsFrom(tx: Tx, on: LocalDate): Promise<readonly DelegationRow[]> {
  const rows = await managerOf(tx).find(DelegationEntity, {
    where: [
      { revokedAt: IsNull(), validTo: IsNull() },
      { revokedAt: IsNull(), validTo: MoreThan(on) },
    ],
    order: { id: 'ASC' },
  });
  return rows.map(delegationOf);
}

async function absencesFrom(tx: Tx, on: LocalDate): Promise<readonly AbsenceRow[]> {
  const rows = await managerOf(tx).find(AbsenceEntity, {
    where: [
      { endedAt: IsNull(), validTo: IsNull() },
      { endedAt: IsNull(), validTo: MoreThan(on) },
    ],
    order: { id: 'ASC' },
  });
  return rows.map(absenceOf);
}

/** What holds on a date. */
export async function authorityOn(
  tx: Tx,
  on: LocalDate,
): Promise<{ readonly delegations: readonly DelegationRow[]; readonly absences: readonly AbsenceRow[] }> {
  return { delegations: started(await delegationsFrom(tx, on), on), absences: started(await absencesFrom(tx, on), on) };
}

/** Everybody who stands in for somebody from a date on, by delegation and by absence. */
export async function standInsFrom(tx: Tx, on: LocalDate): Promise<{ readonly delegations: readonly StandIn[]; readonly absences: readonly StandIn[] }> {
  return {
    delegations: (await delegationsFrom(tx, on)).map((row) => ({ forPerson: row.ownerId, by: row.delegateId, from: row.validFrom, to: row.validTo })),
    absences: (await absencesFrom(tx, on)).map((row) => ({ forPerson: row.personId, by: row.substituteId, from: row.validFrom, to: row.validTo })),
  };
}

/** Locks the register of stand-ins, so that two people cannot make each other their stand-in at once. */
export async function lockStandIns(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder(PersonEntity, 'person')
    .select('person.id')
    .where({ id: In([...people]) })
    .orderBy('person.id')
    .setLock('pessimistic_write')
    .getMany();
}

export async function insertDelegation(
  tx: Tx,
  row: Omit<DelegationRow, 'revokedAt'> & { readonly grantedBy: PersonId; readonly grantedAt: Instant },
): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(DelegationEntity)
    .values({ ...row, revokedBy: null, revokedAt: null })
    .updateEntity(false)
    .execute();
}

export async function insertAbsence(tx: Tx, row: Omit<AbsenceRow, 'endedAt'> & { readonly recordedBy: PersonId; readonly recordedAt: Instant }): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(AbsenceEntity)
    .values({ ...row, endedBy: null, endedAt: null })
    .updateEntity(false)
    .execute();
}

export async function findDelegation(tx: Tx, id: string): Promise<DelegationRow | null> {
  const row = await managerOf(tx).createQueryBuilder(DelegationEntity, 'delegation').where('delegation.id = :id', { id }).setLock('pessimistic_write').getOne();
  return row && delegationOf(row);
}

export async function findAbsence(tx: Tx, id: string): Promise<AbsenceRow | null> {
  const row = await managerOf(tx).createQueryBuilder(AbsenceEntity, 'absence').where('absence.id = :id', { id }).setLock('pessimistic_write').getOne();
  return row && absenceOf(row);
}

/** False when it had ended already. */
export async function revokeDelegationRow(tx: Tx, id: string, by: PersonId, at: Instant): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(DelegationEntity)
    .set({ revokedBy: by, revokedAt: at })
    .where('id = :id AND revoked_at IS NULL', { id })
    .execute();
  return result.affected === 1;
}

export async function endAbsenceRow(tx: Tx, id: string, by: PersonId, at: Instant): Promise<boolean> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .update(AbsenceEntity)
    .set({ endedBy: by, endedAt: at })
    .where('id = :id AND ended_at IS NULL', { id })
    .execute();
  return result.affected === 1;
}

/** Open reviews with an open stage that asks a unit in which the person holds a post, or one such unit, in ascending id. */
export async function listReviewsInUnitsOf(tx: Tx, personId: PersonId, unitId: UnitId | null): Promise<readonly ReviewId[]> {
  const query = managerOf(tx)
    .createQueryBuilder(TaskEntity, 'task')
    .innerJoin(StageEntity, 'stage', 'stage.id = task.stageId')
    .select('task.reviewId', 'id')
    .distinct(true)
    .where("stage.status = 'open'")
    .andWhere(
      (outer) =>
        `EXISTS ${outer.subQuery().select('1').from(HoldingEntity, 'holding').where('holding.personId = :personId AND holding.unitId = task.unitId').getQuery()}`,
    )
    .setParameter('personId', personId)
    .orderBy('id', 'ASC');
  if (unitId !== null) query.andWhere('task.unitId = :unitId', { unitId });
  return (await query.getRawMany<{ id: ReviewId }>()).map((row) => row.id);
}
