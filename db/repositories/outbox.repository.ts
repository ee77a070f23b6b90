/** The outbox as its carrier sees it: rows leased, marked, put off or set apart. Bookkeeping, not a change of the world. */
import { In } from 'typeorm';
import { plusMs } from '../../domain/shared/instant.js';
import { HeartbeatEntity, OutboxEntity } from '../entities/ledger.entity.js';
import type { Transact } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type WaitingRow = { readonly id: string; readonly kind: string; readonly refId: string; readonly payload: unknown; readonly attempts: number };

/** How long a carrier may hold a row before another one may take it. */
const LEASE_MS = 30_000;

export type Outbox = {
  /** Takes up to `limit` rows that are due, in order; nobody else sees them while the lease lasts. */
  readonly lease: (limit: number) => Promise<readonly WaitingRow[]>;
  readonly markCarried: (ids: readonly string[]) => Promise<void>;
  readonly putOff: (id: string, delayMs: number, problem: string) => Promise<void>;
  /** A row the receiver refuses for good: kept, shown, not tried again. */
  readonly park: (id: string, problem: string) => Promise<void>;
  readonly beat: (name: string, detail: object) => Promise<void>;
};

export function createOutbox(transact: Transact): Outbox {
  return {
    lease: (limit) =>
      transact(async (tx) => {
        const { wallNow } = await tx.clock();
        const rows = await managerOf(tx)
          .createQueryBuilder(OutboxEntity, 'row')
          .where('row.carriedAt IS NULL AND row.parkedAt IS NULL AND row.nextAt <= :wallNow', { wallNow: new Date(wallNow) })
          .orderBy('row.id')
          .limit(limit)
          .setLock('pessimistic_write')
          .setOnLocked('skip_locked')
          .getMany();
        if (rows.length === 0) return [];
        await managerOf(tx)
          .createQueryBuilder()
          .update(OutboxEntity)
          .set({ nextAt: plusMs(wallNow, LEASE_MS), attempts: () => 'attempts + 1' })
          .where('id IN (:...ids)', { ids: rows.map((row) => row.id) })
          .execute();
        return rows.map((row) => ({ id: row.id, kind: row.kind, refId: row.refId, payload: row.payload, attempts: row.attempts + 1 }));
      }),
    markCarried: (ids) =>
      transact(async (tx) => {
        if (ids.length === 0) return;
        const { wallNow } = await tx.clock();
        await managerOf(tx).update(OutboxEntity, { id: In([...ids]) }, { carriedAt: wallNow, problem: null });
      }),
    putOff: (id, delayMs, problem) =>
      transact(async (tx) => {
        const { wallNow } = await tx.clock();
        await managerOf(tx).update(OutboxEntity, { id }, { nextAt: plusMs(wallNow, delayMs), problem: problem.slice(0, 2000) });
      }),
    park: (id, problem) =>
      transact(async (tx) => {
        const { wallNow } = await tx.clock();
        await managerOf(tx).update(OutboxEntity, { id }, { parkedAt: wallNow, problem: problem.slice(0, 2000) });
      }),
    beat: (name, detail) =>
      transact(async (tx) => {
        const { wallNow } = await tx.clock();
        await managerOf(tx).upsert(HeartbeatEntity, { name, beatAt: wallNow, detail }, ['name']);
      }),
  };
}
