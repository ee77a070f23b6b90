/**
 * One unit of change: an opaque handle for repositories, READ COMMITTED, replayed whole on deadlock.
 * The business clock is read once, on first asking, so that a command that waited for a lock is dated after its rival.
 */
import type { DataSource } from 'typeorm';
import { instantFromMs, plusMs } from '../domain/shared/instant.js';
import { bindManager, managerOf, releaseManager, type BusinessClock, type Tx } from './tx-manager.js';

export type { BusinessClock, Tx };

export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

const RETRYABLE = new Set([1213, 1205, 1020]);
const ATTEMPTS = 4;

const errnoOf = (error: unknown): number | null =>
  typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number' ? error.errno : null;

/** Whether a unique key refused the write. */
export const isDuplicate = (error: unknown): boolean => errnoOf(error) === 1062;

async function readClock(tx: Tx): Promise<BusinessClock> {
  const rows: unknown = await managerOf(tx).query(
    'SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED) AS wall_ms, offset_ms, locked FROM business_clock WHERE id = 1',
  );
  const [row] = rows as { wall_ms: string | number; offset_ms: string; locked: number }[];
  if (!row) throw new Error('the business clock has no row: run the migrations');
  const wallNow = instantFromMs(Number(row.wall_ms));
  const offsetMs = Number(row.offset_ms);
  return { wallNow, offsetMs, now: plusMs(wallNow, offsetMs), locked: Number(row.locked) === 1 };
}

/** @throws whatever the driver throws, after four tries of the whole work for deadlocks and lock timeouts */
export function transactions(source: DataSource): Transact {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await source.transaction('READ COMMITTED', async (manager) => {
          let clock: Promise<BusinessClock> | null = null;
          const tx: Tx = {
            clock: () => (clock ??= readClock(tx)),
            offsetMs: async () => {
              const { locked, offsetMs } = await tx.clock();
              return locked ? offsetMs : (await readClock(tx)).offsetMs;
            },
          };
          bindManager(tx, manager);
          try {
            return await work(tx);
          } finally {
            releaseManager(tx);
          }
        });
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === null || !RETRYABLE.has(errno) || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 10 + Math.random() * 40));
      }
    }
  };
}
