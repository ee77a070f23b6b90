/** Runs of the canary, and the beat that says when one last came through. */
import { Not } from 'typeorm';
import type { Instant } from '../../domain/shared/instant.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { HeartbeatEntity } from '../entities/ledger.entity.js';
import { NoticeEntity } from '../entities/notice.entity.js';
import { UnitEntity } from '../entities/organisation.entity.js';
import { CanaryRunEntity } from '../entities/watch.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export const CANARY_BEAT = 'canary';

export type CanaryRun = { readonly reviewId: ReviewId; readonly openedAt: Instant; readonly endedAt: Instant | null; readonly outcome: string | null };

/** The topmost unit of the organisation; null before there is one. */
export async function findRootUnit(tx: Tx): Promise<string | null> {
  const [row] = await managerOf(tx).createQueryBuilder(UnitEntity, 'unit').where('unit.parentId IS NULL').orderBy('unit.path').limit(1).getMany();
  return row?.id ?? null;
}

/** The newest run, whatever became of it. */
export async function latestCanary(tx: Tx): Promise<CanaryRun | null> {
  const row = await managerOf(tx).findOne(CanaryRunEntity, { where: {}, order: { openedAt: 'DESC', reviewId: 'DESC' } });
  return row && { ...row, reviewId: row.reviewId as ReviewId };
}

export async function insertCanary(tx: Tx, reviewId: ReviewId): Promise<void> {
  const { wallNow } = await tx.clock();
  await managerOf(tx).insert(CanaryRunEntity, { reviewId, openedAt: wallNow, endedAt: null, outcome: null, detail: null });
}

export async function endCanary(tx: Tx, reviewId: ReviewId, outcome: 'fired' | 'missed', detail: string | null): Promise<void> {
  const { wallNow } = await tx.clock();
  await managerOf(tx).update(CanaryRunEntity, { reviewId }, { endedAt: wallNow, outcome, detail: detail?.slice(0, 500) ?? null });
}

/** Notices of a review that no mailer has looked at. */
export const countUntold = (tx: Tx, reviewId: ReviewId): Promise<number> =>
  managerOf(tx).count(NoticeEntity, { where: { reviewId, state: 'pending', kind: Not('review.closed') } });

/** Beats for a canary that came through; `first` only where there is no beat yet, so that the time without success has a beginning. */
export async function beatCanary(tx: Tx, detail: object, first: boolean): Promise<void> {
  const { wallNow } = await tx.clock();
  const row = { name: CANARY_BEAT, beatAt: wallNow, detail };
  if (first) await managerOf(tx).createQueryBuilder().insert().into(HeartbeatEntity).orIgnore().values(row).updateEntity(false).execute();
  else await managerOf(tx).upsert(HeartbeatEntity, row, ['name']);
}
