/**
 * Claims a notice for one mailer, in the transaction that asks whether it is still true.
 * The attempt is counted before any work, so a crash counts; its number fences off a worker whose lease ran out.
 */
import type { NoticeKind } from '../domain/review/notices.js';
import { overtakenBy, type Suppression } from '../domain/review/overtaken.js';
import { plusMs, MS_PER_DAY, MS_PER_MINUTE } from '../domain/shared/instant.js';
import { findAddress, lockNotice, readStanding, updateNotice, type NoticeRecord } from '../db/repositories/notice.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { endNotice, RENDER_FAILURES } from './mark-notice.js';

export const LEASE_MS = 2 * MS_PER_MINUTE;
/** @policy letters that could not be handed over for two days are given up */
export const RETRY_FOR_MS = 2 * MS_PER_DAY;
/** A one-time code lives as long as its letter is of use. */
export const CODE_LIFE_MS = 10 * MS_PER_MINUTE;
const WAIT_MS = 5_000;

/** A claim: whoever holds this attempt may render, freeze and send. */
export type Lease = {
  readonly noticeId: string;
  readonly attempt: number;
  readonly kind: NoticeKind;
  readonly recipientId: string;
  /** Registered now; a frozen message to another address is not sent. */
  readonly address: string;
  readonly sealed: Buffer | null;
};

export type LeaseAnswer =
  | { readonly t: 'leased'; readonly lease: Lease }
  /** Nothing to do: ended, held by another worker, not due yet, or unknown. */
  | { readonly t: 'nothing'; readonly why: 'ended' | 'leased' | 'notDue' | 'waits' | 'unknown' }
  | { readonly t: 'ended'; readonly state: 'suppressed' | 'expired' | 'poison'; readonly reason: Suppression | 'retries' | 'codeExpired' | 'renderCrashed' };

/** @idempotent by notice: of two workers the second finds the lease taken */
export async function leaseNotice(transact: Transact, noticeId: string): Promise<LeaseAnswer> {
  return transact(async (tx): Promise<LeaseAnswer> => {
    const notice = await lockNotice(tx, noticeId);
    if (!notice) return { t: 'nothing', why: 'unknown' };
    const { wallNow } = await tx.clock();
    if (notice.state !== 'pending' && notice.state !== 'deferred' && notice.state !== 'leased') return { t: 'nothing', why: 'ended' };
    if (notice.state === 'leased' && notice.leaseUntil !== null && notice.leaseUntil > wallNow) return { t: 'nothing', why: 'leased' };
    if (notice.nextAt > wallNow) return { t: 'nothing', why: 'notDue' };
    return claim(tx, notice);
  });
}

async function claim(tx: Tx, notice: NoticeRecord): Promise<LeaseAnswer> {
  const { wallNow } = await tx.clock();
  // A lease found at `render` again died in it: memory, a loop, a crash. Dying at SMTP is no fault of the letter.
  const renderFailures = notice.renderFailures + (notice.phase === 'render' ? 1 : 0);
  if (renderFailures >= RENDER_FAILURES) {
    await updateNotice(tx, notice.id, { renderFailures });
    return end(tx, notice, 'poison', 'renderCrashed');
  }
  if (notice.attempts > 0 && plusMs(notice.createdAt, RETRY_FOR_MS) <= wallNow) return end(tx, notice, 'expired', 'retries');
  if (notice.kind === 'link.code' && plusMs(notice.createdAt, CODE_LIFE_MS) <= wallNow) return end(tx, notice, 'expired', 'codeExpired');
  const overtaken = overtakenBy(notice.kind, await readStanding(tx, notice));
  if (overtaken === 'wait') {
    await updateNotice(tx, notice.id, { state: 'deferred', nextAt: plusMs(wallNow, WAIT_MS), leaseUntil: null });
    return { t: 'nothing', why: 'waits' };
  }
  if (overtaken !== null) return end(tx, notice, 'suppressed', overtaken);
  const attempt = notice.attempts + 1;
  // A worker that died at SMTP may have been heard: the coming attempt sends the same bytes.
  const ambiguous = notice.ambiguous + (notice.state === 'leased' && notice.phase === 'smtp' ? 1 : 0);
  await updateNotice(tx, notice.id, {
    state: 'leased',
    leaseUntil: plusMs(wallNow, LEASE_MS),
    attempts: attempt,
    renderFailures,
    ambiguous,
    phase: notice.sealed === null ? null : 'smtp',
  });
  const address = await findAddress(tx, notice.recipientId);
  return {
    t: 'leased',
    lease: { noticeId: notice.id, attempt, kind: notice.kind, recipientId: notice.recipientId, address: address ?? '', sealed: notice.sealed },
  };
}

async function end(
  tx: Tx,
  notice: NoticeRecord,
  state: 'suppressed' | 'expired' | 'poison',
  reason: Suppression | 'retries' | 'codeExpired' | 'renderCrashed',
): Promise<LeaseAnswer> {
  await endNotice(tx, notice, state, reason);
  return { t: 'ended', state, reason };
}
