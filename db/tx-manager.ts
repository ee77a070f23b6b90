/** What an opaque transaction handle stands for; only repositories look inside. */
import type { EntityManager } from 'typeorm';
import type { Tx } from './transaction.js';

const managers = new WeakMap<Tx, EntityManager>();

export const bindManager = (tx: Tx, manager: EntityManager): void => void managers.set(tx, manager);

export function managerOf(tx: Tx): EntityManager {
  const manager = managers.get(tx);
  if (!manager) throw new Error('this transaction has ended');
  return manager;
}

export const releaseManager = (tx: Tx): void => void managers.delete(tx);
