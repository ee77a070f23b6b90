/**
 * Sends a six-digit code to the registered address of a link's addressee, bound to the link, the verdict and the content.
 * The code itself is never stored: the mailer makes it again from the notice's id.
 */
import { plusMs, MS_PER_DAY } from '../domain/shared/instant.js';
import { parseTaskId, type PersonId } from '../domain/shared/ids.js';
import { countNoticesSince } from '../db/repositories/notice.repository.js';
import { lockToken, updateCode } from '../db/repositories/token.repository.js';
import type { Transact } from '../db/transaction.js';
import { CODE_LIFE_MS } from './lease-notice.js';
import { codePurpose, freshCodeHash, isCode, linkCodeOf, type LinkKeys } from './link-token.js';
import { tellOne } from './reissue-notice.js';
import { newId } from './frame/new-id.js';

/** @policy code letters per person, task and day */
export const CODES_PER_DAY = 8;
/** @policy wrong codes after which a code is dead */
export const CODE_TRIES = 5;
/** A second press of the button within this time gets no second letter. */
const SAME_PRESS_MS = 30_000;
const CODE = 'code-';

export type CodeRequest = { readonly tokenHash: string; readonly verdict: string; readonly contentDigest: string };

/** `gone`: the link is no longer alive. `limit`: too many codes today. */
export type CodeIssued = 'issued' | 'alreadySent' | 'gone' | 'limit';

export async function issueLinkCode(transact: Transact, keys: LinkKeys, { tokenHash, verdict, contentDigest }: CodeRequest): Promise<CodeIssued> {
  return transact(async (tx): Promise<CodeIssued> => {
    const token = await lockToken(tx, tokenHash);
    const { now, wallNow } = await tx.clock();
    if (token?.state !== 'live' || token.expiresAt <= now) return 'gone';
    const purpose = codePurpose(verdict, contentDigest);
    const sentAgo = token.codeExpiresAt === null ? null : plusMs(token.codeExpiresAt, SAME_PRESS_MS - CODE_LIFE_MS);
    if (token.codeFor === purpose && sentAgo !== null && sentAgo > wallNow) return 'alreadySent';
    if ((await countNoticesSince(tx, 'link.code', token.taskId, token.addresseeId, CODE, plusMs(wallNow, -MS_PER_DAY))) >= CODES_PER_DAY) return 'limit';
    const { taskId, reviewId, round } = parseTaskId(token.taskId);
    const noticeId = await tellOne(tx, {
      kind: 'link.code',
      reviewId,
      taskId,
      subjectId: taskId,
      round,
      epoch: 0,
      rung: `${CODE}${newId('notice', wallNow).slice(-16)}`,
      recipientId: token.addresseeId as PersonId,
      model: { taskVersion: token.taskVersion, verdict },
    });
    if (noticeId === null) throw new Error('a fresh code met an old notice');
    await updateCode(tx, tokenHash, {
      codeHash: freshCodeHash(keys, tokenHash, purpose, linkCodeOf(keys, noticeId)),
      codeFor: purpose,
      codeTries: 0,
      codeExpiresAt: plusMs(wallNow, CODE_LIFE_MS),
    });
    return 'issued';
  });
}

export type CodeChecked =
  | { readonly t: 'right' }
  | { readonly t: 'wrong'; readonly triesLeft: number }
  /** Ended, spent, or made for another verdict or content: a new one is needed. */
  | { readonly t: 'dead' };

/** A wrong code costs a try, committed whatever follows. A right one stays right until the link is used: pressing again is harmless. */
export async function checkLinkCode(
  transact: Transact,
  keys: LinkKeys,
  { tokenHash, verdict, contentDigest, code }: CodeRequest & { readonly code: string },
): Promise<CodeChecked> {
  return transact(async (tx): Promise<CodeChecked> => {
    const token = await lockToken(tx, tokenHash);
    const { wallNow } = await tx.clock();
    const purpose = codePurpose(verdict, contentDigest);
    if (
      !token ||
      token.codeHash === null ||
      token.codeFor !== purpose ||
      token.codeExpiresAt === null ||
      token.codeExpiresAt <= wallNow ||
      token.codeTries >= CODE_TRIES
    )
      return { t: 'dead' };
    if (isRight(keys, token.tokenHash, purpose, code, token.codeHash)) return { t: 'right' };
    const codeTries = token.codeTries + 1;
    await updateCode(tx, tokenHash, { codeHash: token.codeHash, codeFor: token.codeFor, codeTries, codeExpiresAt: token.codeExpiresAt });
    return codeTries >= CODE_TRIES ? { t: 'dead' } : { t: 'wrong', triesLeft: CODE_TRIES - codeTries };
  });
}

const isRight = (keys: LinkKeys, tokenHash: string, purpose: string, code: string, stored: string): boolean =>
  /^\d{6}$/.test(code) && isCode(keys, tokenHash, purpose, code, stored);
