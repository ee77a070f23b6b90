/** Posts people hold, and their accounts: given, ended, closed, with the reviews such a change touches. */
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, ReviewId, UnitId } from '../../domain/shared/ids.js';
import type { Role } from '../../domain/route/route.js';
import type { Post } from '../../domain/review/posts.js';
import type { Dates } from '../../domain/review/stand-ins.js';
import { AbsenceEntity, DelegationEntity } from '../entities/authority.entity.js';
import { DecisionTokenEntity } from '../entities/notice.entity.js';
import { ApiTokenEntity, HoldingEntity, PersonEntity, UnitEntity } from '../entities/organisation.entity.js';
import { StageEntity, TaskCandidateEntity, TaskEntity } from '../entities/review.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type PostRow = Post & { readonly id: string };

const postOf = (row: HoldingEntity): PostRow => ({
  id: row.id,
  personId: row.personId as PersonId,
  unitId: row.unitId as UnitId,
  role: row.role as Role,
  from: row.validFrom,
  to: row.validTo,
});

/** Locks a person: whoever changes posts or the account of one waits for the other. Null when there is none. */
export async function lockAccount(tx: Tx, personId: PersonId): Promise<{ readonly active: boolean } | null> {
  const row = await managerOf(tx).createQueryBuilder(PersonEntity, 'person').where('person.id = :personId', { personId }).setLock('pessimistic_write').getOne();
  return row && { active: row.active };
}

export async function findUnitDates(tx: Tx, unitId: UnitId): Promise<Dates | null> {
  const row = await managerOf(tx).findOneBy(UnitEntity, { id: unitId });
  return row && { from: row.validFrom, to: row.validTo };
}

export async function listPostsOf(tx: Tx, personId: PersonId): Promise<readonly PostRow[]> {
  return (await managerOf(tx).find(HoldingEntity, { where: { personId }, order: { validFrom: 'ASC', id: 'ASC' } })).map(postOf);
}

export async function findPost(tx: Tx, id: string): Promise<PostRow | null> {
  const row = await managerOf(tx).findOneBy(HoldingEntity, { id });
  return row && postOf(row);
}

/** @returns its id @idempotent by (person, unit, role, from) */
export async function insertPost(tx: Tx, { personId, unitId, role, from, to }: Post, source: string): Promise<string> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(HoldingEntity)
    .values({ personId, unitId, role, validFrom: from, validTo: to, source })
    .updateEntity(false)
    .execute();
  return String((result.raw as { readonly insertId: number | string }).insertId);
}

export async function updatePostEnd(tx: Tx, id: string, to: LocalDate): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(HoldingEntity).set({ validTo: to }).where('id = :id', { id }).execute();
}

export async function updateActive(tx: Tx, personId: PersonId, active: boolean): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(PersonEntity).set({ active }).where('id = :personId', { personId }).execute();
}

/** Ends every key of a person: links in letters, tokens of tools. Sign-in sessions are ended beside. */
export async function revokeKeysOf(tx: Tx, personId: PersonId, at: Instant): Promise<void> {
  const manager = managerOf(tx);
  await manager
    .createQueryBuilder()
    .update(DecisionTokenEntity)
    .set({ state: 'revoked' })
    .where("addressee_id = :personId AND state = 'live'", { personId })
    .execute();
  await manager
    .createQueryBuilder()
    .update(ApiTokenEntity)
    .set({ revokedAt: at })
    .where('person_id = :personId AND revoked_at IS NULL', { personId })
    .execute();
}

/** Open reviews with an open stage that asks a unit, in ascending id. */
export async function listReviewsAskingUnit(tx: Tx, unitId: UnitId): Promise<readonly ReviewId[]> {
  const rows = await managerOf(tx)
    .createQueryBuilder(TaskEntity, 'task')
    .innerJoin(StageEntity, 'stage', 'stage.id = task.stageId')
    .select('task.reviewId', 'id')
    .distinct(true)
    .where("task.unitId = :unitId AND stage.status = 'open'", { unitId })
    .orderBy('id', 'ASC')
    .getRawMany<{ id: ReviewId }>();
  return rows.map((row) => row.id);
}

/** Open reviews with an open task somebody is asked to decide, in whatever right, in ascending id. */
export async function listReviewsAsking(tx: Tx, personId: PersonId): Promise<readonly ReviewId[]> {
  const rows = await managerOf(tx)
    .createQueryBuilder(TaskCandidateEntity, 'candidate')
    .innerJoin(TaskEntity, 'task', 'task.id = candidate.taskId')
    .select('task.reviewId', 'id')
    .distinct(true)
    .where('candidate.personId = :personId AND candidate.isOpen = 1', { personId })
    .orderBy('id', 'ASC')
    .getRawMany<{ id: ReviewId }>();
  return rows.map((row) => row.id);
}

/** Whose posts, delegations or absences begin or end on a date behind `after`, up to and with `through`. */
export async function listTurningPeople(tx: Tx, after: LocalDate, through: LocalDate): Promise<readonly PersonId[]> {
  const manager = managerOf(tx);
  const turning = '(valid_from > :after AND valid_from <= :through) OR (valid_to > :after AND valid_to <= :through)';
  const dates = { after, through };
  const held = await manager.createQueryBuilder(HoldingEntity, 'holding').select('holding.personId', 'id').where(turning, dates).getRawMany<{ id: PersonId }>();
  const owners = await manager.createQueryBuilder(DelegationEntity, 'one').select('one.ownerId', 'id').where(turning, dates).getRawMany<{ id: PersonId }>();
  const absent = await manager.createQueryBuilder(AbsenceEntity, 'one').select('one.personId', 'id').where(turning, dates).getRawMany<{ id: PersonId }>();
  return [...new Set([...held, ...owners, ...absent].map((row) => row.id))].sort();
}
