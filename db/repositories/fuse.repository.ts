/** The fuse's one row, beside what was foreseen to fall due. */
import type { Instant } from '../../domain/shared/instant.js';
import { FuseEntity } from '../entities/watch.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type FuseRow = {
  readonly blown: boolean;
  readonly judgedAt: Instant;
  readonly blownAt: Instant | null;
  readonly unexpected: number;
  readonly allowed: number;
  readonly openTasks: number;
  readonly releasedAt: Instant | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
};

const ID = 1;

/** Read without a lock; null while nobody has judged yet. */
export const findFuse = (tx: Tx): Promise<FuseRow | null> => managerOf(tx).findOneBy(FuseEntity, { id: ID });

/** Locks the row, making it where there is none. */
export async function lockFuse(tx: Tx, first: FuseRow): Promise<FuseRow> {
  const manager = managerOf(tx);
  await manager
    .createQueryBuilder()
    .insert()
    .into(FuseEntity)
    .orIgnore()
    .values({ id: ID, ...first })
    .updateEntity(false)
    .execute();
  return manager.createQueryBuilder(FuseEntity, 'fuse').where('fuse.id = :id', { id: ID }).setLock('pessimistic_write').getOneOrFail();
}

export async function updateFuse(tx: Tx, change: Partial<FuseRow>): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(FuseEntity).set(change).where('id = :id', { id: ID }).execute();
}

const sql = (at: Instant): string => at.replace('T', ' ').replace('Z', '');

/** Open tasks, and those past due at `now` without a recorded breach that no forecast named with their due instant. */
export async function countUnexpected(tx: Tx, now: Instant): Promise<{ readonly open: number; readonly unexpected: number }> {
  const [row] = (await managerOf(tx).query(
    `SELECT (SELECT COUNT(*) FROM tasks WHERE is_open = 1) AS open_tasks,
       (SELECT COUNT(*) FROM tasks t LEFT JOIN due_forecasts f ON f.task_id = t.id AND f.due_at = t.due_at
        WHERE t.is_open = 1 AND t.due_at <= ? AND (t.breached_at IS NULL OR t.breached_at < t.due_at) AND f.task_id IS NULL) AS unexpected`,
    [sql(now)],
  )) as { open_tasks: string; unexpected: string }[];
  return { open: Number(row?.open_tasks ?? 0), unexpected: Number(row?.unexpected ?? 0) };
}

/** Notes every open task whose term ends after `from` (null: whenever) and by `until` as foreseen. @idempotent by (task, due instant) */
export async function foresee(tx: Tx, from: Instant | null, until: Instant): Promise<void> {
  const { wallNow } = await tx.clock();
  await managerOf(tx).query(
    `INSERT INTO due_forecasts (task_id, due_at, made_at)
     SELECT id, due_at, ? FROM tasks WHERE is_open = 1 AND due_at <= ? AND due_at > ? AND (breached_at IS NULL OR breached_at < due_at)
     ON DUPLICATE KEY UPDATE due_at = VALUES(due_at), made_at = VALUES(made_at)`,
    [sql(wallNow), sql(until), from === null ? '1000-01-01' : sql(from)],
  );
}

/** Forgets what was foreseen before an instant of the wall clock. */
export async function forgetForecasts(tx: Tx, before: Instant): Promise<void> {
  await managerOf(tx).query('DELETE FROM due_forecasts WHERE made_at < ?', [sql(before)]);
}
