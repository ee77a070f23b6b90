/** Keeps sign-in sessions in the database, dated by its own clock: a moved business clock signs nobody out. */
import { plusMs } from '../domain/shared/instant.js';
import { deleteExpiredSessions, deleteSession, deleteSessionsOf, putSession } from '../db/repositories/session.repository.js';
import type { Transact } from '../db/transaction.js';

export type KeptSession = {
  /** SHA-256 of the id in the cookie, so that a copy of the table opens nothing. */
  readonly idHash: string;
  /** Null before sign-in. */
  readonly personId: string | null;
  readonly data: unknown;
  readonly lifeMs: number;
};

/** @idempotent by `idHash` */
export async function saveSession(transact: Transact, { idHash, personId, data, lifeMs }: KeptSession): Promise<void> {
  await transact(async (tx) => {
    const { wallNow } = await tx.clock();
    await putSession(tx, { id: idHash, personId, data, expiresAt: plusMs(wallNow, lifeMs) });
  });
}

/** @idempotent by `idHash` */
export async function endSession(transact: Transact, idHash: string): Promise<void> {
  await transact((tx) => deleteSession(tx, idHash));
}

/** Signs a person out everywhere. @idempotent by `personId` */
export async function endSessionsOf(transact: Transact, personId: string): Promise<number> {
  return transact((tx) => deleteSessionsOf(tx, personId));
}

/** Removes sessions that are over. @idempotent by time */
export async function sweepSessions(transact: Transact): Promise<number> {
  return transact(async (tx) => deleteExpiredSessions(tx, (await tx.clock()).wallNow));
}

export type SessionKeeper = {
  readonly save: (session: KeptSession) => Promise<void>;
  readonly end: (idHash: string) => Promise<void>;
  readonly endAllOf: (personId: string) => Promise<number>;
  readonly sweep: () => Promise<number>;
};

/** The four bound to one database, as the edge takes them. */
export const createSessionKeeper = (transact: Transact): SessionKeeper => ({
  save: (session) => saveSession(transact, session),
  end: (idHash) => endSession(transact, idHash),
  endAllOf: (personId) => endSessionsOf(transact, personId),
  sweep: () => sweepSessions(transact),
});
