/** What an opaque transaction handle stands for; only repositories look inside. */
import type { EntityManager } from 'typeorm';
import type { Instant } from '../domain/shared/instant.js';

export type BusinessClock = {
  /** Database time plus the offset: what lateness is judged by. */
  readonly now: Instant;
  /** Database time: leases, retries and sessions. */
  readonly wallNow: Instant;
  readonly offsetMs: number;
  readonly locked: boolean;
};

/** Pass it to repositories; it means nothing after the transaction. */
export type Tx = {
  readonly clock: () => Promise<BusinessClock>;
  /** The offset as it stands at this moment: a clock that is moved meanwhile must not leave a view with the old one. */
  readonly offsetMs: () => Promise<number>;
};

const managers = new WeakMap<Tx, EntityManager>();

export const bindManager = (tx: Tx, manager: EntityManager): void => void managers.set(tx, manager);

export function managerOf(tx: Tx): EntityManager {
  const manager = managers.get(tx);
  if (!manager) throw new Error('this transaction has ended');
  return manager;
}

export const releaseManager = (tx: Tx): void => void managers.delete(tx);
