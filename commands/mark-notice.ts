/** Records what became of one attempt to send a notice. */
import type { Suppression } from '../domain/review/overtaken.js';
import { plusMs, MS_PER_MINUTE } from '../domain/shared/instant.js';
import { lockNotice, updateNotice, type NoticeEnd, type NoticeRecord } from '../db/repositories/notice.repository.js';
import { revokeTokensOf } from '../db/repositories/token.repository.js';
import type { Transact, Tx } from '../db/transaction.js';
import { reissueAssignment } from './reissue-notice.js';

/** @policy a letter that cannot be made is set apart after this many tries */
export const RENDER_FAILURES = 3;

/** @policy minutes until the next attempt after the first, second … failed one; afterwards hourly */
const BACKOFF_MINUTES = [1, 5, 15, 60] as const;
export const backoffMs = (attempt: number): number => (BACKOFF_MINUTES[attempt - 1] ?? 60) * MS_PER_MINUTE;

export type NoticeOutcome =
  /** The server answered 250 to the message. */
  | { readonly to: 'accepted' }
  /** `ambiguous`: the connection was lost after the message had begun, so it may have arrived. */
  | { readonly to: 'deferred'; readonly reason: string; readonly ambiguous: boolean }
  | { readonly to: 'suppressed'; readonly reason: Suppression }
  | { readonly to: 'bounced'; readonly reason: string }
  | { readonly to: 'renderFailed'; readonly reason: string };

export type Marked = { readonly state: NoticeRecord['state']; readonly changed: boolean };

/**
 * Acceptance is a fact about the world: it is recorded whoever holds the lease now. Everything else counts only for the
 * attempt that holds it.
 * @idempotent by (notice, attempt)
 */
export async function markNotice(transact: Transact, noticeId: string, attempt: number, outcome: NoticeOutcome): Promise<Marked> {
  return transact(async (tx): Promise<Marked> => {
    const notice = await lockNotice(tx, noticeId);
    if (!notice) throw new Error(`notice ${noticeId} is gone`);
    const running = notice.state === 'leased' || notice.state === 'deferred' || notice.state === 'pending';
    if (!running) return { state: notice.state, changed: false };
    if (outcome.to === 'accepted') {
      await endNotice(tx, notice, 'accepted', null);
      return { state: 'accepted', changed: true };
    }
    if (notice.state !== 'leased' || notice.attempts !== attempt) return { state: notice.state, changed: false };
    const { wallNow } = await tx.clock();
    const later = { state: 'deferred', leaseUntil: null, phase: null, nextAt: plusMs(wallNow, backoffMs(attempt)) } as const;
    switch (outcome.to) {
      case 'deferred':
        await updateNotice(tx, noticeId, { ...later, reason: codeOf(outcome.reason), ambiguous: notice.ambiguous + (outcome.ambiguous ? 1 : 0) });
        return { state: 'deferred', changed: true };
      case 'renderFailed': {
        const renderFailures = notice.renderFailures + 1;
        await updateNotice(tx, noticeId, { ...later, reason: codeOf(outcome.reason), renderFailures });
        if (renderFailures < RENDER_FAILURES) return { state: 'deferred', changed: true };
        await endNotice(tx, notice, 'poison', outcome.reason);
        return { state: 'poison', changed: true };
      }
      case 'suppressed':
      case 'bounced':
        await endNotice(tx, notice, outcome.to, outcome.reason);
        return { state: outcome.to, changed: true };
    }
  });
}

/** Reasons are codes: printable ASCII of at most 64 characters. */
const codeOf = (reason: string): string => reason.replace(/[^\x21-\x7e]+/gu, '-').slice(0, 64);

/**
 * Ends a locked notice: its message is wiped; a link that never left dies with it. Where the person still has to be told
 * (another address, another version of the task) a fresh notice takes its place.
 */
export async function endNotice(tx: Tx, notice: NoticeRecord, state: NoticeEnd, reason: string | null): Promise<void> {
  const { wallNow } = await tx.clock();
  await updateNotice(tx, notice.id, { state, reason: reason === null ? null : codeOf(reason), sealed: null, leaseUntil: null, phase: null, endedAt: wallNow });
  if (state === 'accepted') return;
  await revokeTokensOf(tx, notice.id);
  if (state === 'suppressed' && (reason === 'addressChanged' || reason === 'versionMoved')) {
    await reissueAssignment(tx, notice);
  }
}

/** Notes that rendering begins: a worker that dies in it is told from one that died at SMTP. False when the lease is lost. */
export async function beginRender(transact: Transact, noticeId: string, attempt: number): Promise<boolean> {
  return transact(async (tx) => {
    const notice = await lockNotice(tx, noticeId);
    if (notice?.state !== 'leased' || notice.attempts !== attempt) return false;
    await updateNotice(tx, noticeId, { phase: 'render' });
    return true;
  });
}
