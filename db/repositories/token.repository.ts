/** Decision tokens: only their hashes are here; a raw token exists in one sealed letter alone. */
import type { Instant } from '../../domain/shared/instant.js';
import { DecisionTokenEntity } from '../entities/notice.entity.js';
import type { Tx } from '../transaction.js';
import { managerOf } from '../tx-manager.js';

export type TokenRow = {
  readonly tokenHash: string;
  readonly taskId: string;
  readonly taskVersion: number;
  readonly addresseeId: string;
  readonly contentDigest: string;
  readonly noticeId: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: 'live' | 'revoked';
  readonly codeHash: string | null;
  readonly codeFor: string | null;
  readonly codeTries: number;
  readonly codeExpiresAt: Instant | null;
};

/** @idempotent by token hash */
export async function insertToken(
  tx: Tx,
  row: Pick<TokenRow, 'tokenHash' | 'taskId' | 'taskVersion' | 'addresseeId' | 'contentDigest' | 'noticeId' | 'issuedAt' | 'expiresAt'>,
): Promise<void> {
  await managerOf(tx)
    .createQueryBuilder()
    .insert()
    .into(DecisionTokenEntity)
    .values({ ...row, state: 'live', codeHash: null, codeFor: null, codeTries: 0, codeExpiresAt: null })
    .updateEntity(false)
    .execute();
}

/** Locks a token; null when there is none. */
export async function lockToken(tx: Tx, tokenHash: string): Promise<TokenRow | null> {
  const row = await managerOf(tx)
    .createQueryBuilder(DecisionTokenEntity, 'token')
    .where('token.tokenHash = :tokenHash', { tokenHash })
    .setLock('pessimistic_write')
    .getOne();
  return row && (row as TokenRow);
}

/** Writes the one-time code of a token this transaction has locked. */
export async function updateCode(tx: Tx, tokenHash: string, change: Pick<TokenRow, 'codeHash' | 'codeFor' | 'codeTries' | 'codeExpiresAt'>): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(DecisionTokenEntity).set(change).where('tokenHash = :tokenHash', { tokenHash }).execute();
}

/** Ends every link a notice carries. */
export async function revokeTokensOf(tx: Tx, noticeId: string): Promise<void> {
  await managerOf(tx).createQueryBuilder().update(DecisionTokenEntity).set({ state: 'revoked' }).where('noticeId = :noticeId', { noticeId }).execute();
}
