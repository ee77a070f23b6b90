/** Sign-in sessions: rows that end with time, with a sign-out, or all at once for a person. */
import type { Instant } from '../../domain/shared/instant.js';
import { SessionEntity } from '../entities/organisation.entity.js';
import { isDuplicate, type Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type SessionRow = { readonly id: string; readonly personId: string | null; readonly data: unknown; readonly expiresAt: Instant };

/** Writes a session over what stood there. @idempotent by id */
export async function putSession(tx: Tx, { id, personId, data, expiresAt }: SessionRow): Promise<void> {
  const update = (): Promise<{ affected?: number | undefined }> =>
    managerOf(tx)
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ personId, data: data as object, expiresAt })
      .where('id = :id', { id })
      .execute();
  if ((await update()).affected === 1) return;
  try {
    await managerOf(tx)
      .createQueryBuilder()
      .insert()
      .into(SessionEntity)
      .values({ id, personId, data: data as object, expiresAt })
      .updateEntity(false)
      .execute();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await update();
  }
}

export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await managerOf(tx).createQueryBuilder().delete().from(SessionEntity).where('id = :id', { id }).execute();
}

/** Ends every session of a person. */
export async function deleteSessionsOf(tx: Tx, personId: string): Promise<number> {
  const result = await managerOf(tx).createQueryBuilder().delete().from(SessionEntity).where('personId = :personId', { personId }).execute();
  return result.affected ?? 0;
}

/** Removes sessions that ended before `at`. */
export async function deleteExpiredSessions(tx: Tx, at: Instant): Promise<number> {
  const result = await managerOf(tx)
    .createQueryBuilder()
    .delete()
    .from(SessionEntity)
    .where('expiresAt <= :at', { at: new Date(at) })
    .execute();
  return result.affected ?? 0;
}
