/**
 * The page behind a decision link, `/q/:token`.
 *
 * GET, HEAD and OPTIONS write nothing: scanners open links before people do. Only a form that this browser was given can
 * decide, and what it says ends in the same command as a verdict in the portal. Nobody gets signed in here.
 */
import { randomBytes } from 'node:crypto';
import express, { Router, type Request, type Response } from 'express';
import { DomainError, ERROR_TEXTS, type ErrorCode, type Text } from '../../domain/shared/errors.js';
import type { LinkState } from '../../domain/review/link.js';
import { needsCode } from '../../domain/review/link.js';
import { VERDICTS, type Verdict } from '../../domain/route/route.js';
import type { Actor } from '../../commands/frame/actor.js';
import type { CodeChecked, CodeIssued, CodeRequest } from '../../commands/issue-link-code.js';
import { formNonce, isFormNonce, readLinkToken, type LinkKeys } from '../../commands/link-token.js';
import type { RecordDecision } from '../../commands/record-decision.js';
import type { LinkResent } from '../../commands/resend-link.js';
import type { DecisionPage } from '../../queries/decision-page.query.js';
import { privatePage, sendPageStyles } from '../middleware/server-page.js';
import { codePage, formPage, NOTES, notFoundPage, statePage, type LinkFrame, type NoteKey, type Typed } from '../pages/decision-page.js';

export type DecisionPageDeps = {
  readonly readPage: (tokenHash: string) => Promise<DecisionPage | null>;
  /** Bound to the database, and where they take keys, to `TOKEN_KEYS`. */
  readonly commands: {
    readonly recordDecision: (actor: Actor, key: string, command: RecordDecision) => Promise<unknown>;
    readonly issueLinkCode: (request: CodeRequest) => Promise<CodeIssued>;
    readonly checkLinkCode: (request: CodeRequest & { readonly code: string }) => Promise<CodeChecked>;
    readonly resendLink: (tokenHash: string) => Promise<LinkResent>;
  };
  readonly tokenKeys: LinkKeys;
  /** `PUBLIC_URL` without a slash at its end; its scheme decides on the cookie, never a request header. */
  readonly publicUrl: string;
  readonly demo: boolean;
};

export const DECISION_PAGE_CSP = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const COOKIE_MAX_AGE_MS = 24 * 60 * 60 * 1000;
const MOST_COMMENT = 10_000;

const CODE_WRONG = (left: number): Text => ({ vi: `Mã chưa đúng. Còn ${left} lần nhập.`, en: `The code is wrong. ${left} tries are left.` });
const CODE_DEAD: Text = {
  vi: 'Mã đã hết hạn hoặc đã nhập sai quá số lần. Chọn lại ý kiến để nhận mã mới.',
  en: 'The code has ended or was wrong too often. Choose again to get a new one.',
};
const CODE_LIMIT: Text = { vi: 'Hôm nay đã gửi quá nhiều mã. Hãy đăng nhập để quyết định.', en: 'Too many codes were sent today. Please sign in to decide.' };
const CHOOSE: Text = { vi: 'Chọn một ý kiến rồi xác nhận.', en: 'Choose an answer, then confirm.' };
const TOO_LONG: Text = {
  vi: 'Lý do dài quá 10.000 ký tự. Rút gọn rồi gửi lại.',
  en: 'The reason is longer than 10,000 characters. Shorten it and send again.',
};
const CONTROL: Text = { vi: 'Lý do có ký tự điều khiển. Xóa ký tự đó rồi gửi lại.', en: 'The reason holds a control character. Remove it and send again.' };

/** What a POST answers where the link no longer decides. */
const REFUSALS: Readonly<Record<Exclude<LinkState, 'live'>, number>> = {
  decidedByAddressee: 409,
  decidedByOther: 409,
  reviewEnded: 409,
  stageClosed: 409,
  notEligible: 409,
  stale: 409,
  revoked: 410,
  expired: 410,
  signIn: 403,
};

/** Refusals a person can mend on the same form. */
const MENDABLE: readonly ErrorCode[] = ['comment_required', 'verdict_not_allowed', 'round_budget_spent', 'proposal_empty'];

const isVerdict = (value: unknown): value is Verdict => (VERDICTS as readonly unknown[]).includes(value);
const isNote = (value: unknown): value is NoteKey => typeof value === 'string' && Object.hasOwn(NOTES, value);
const textOf = (body: unknown, name: string): string => {
  const value: unknown = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

export function decisionPageRoutes({ readPage, commands, tokenKeys, publicUrl, demo }: DecisionPageDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const secure = publicUrl.startsWith('https:');

  router.use(privatePage(DECISION_PAGE_CSP));

  router.get('/decision.css', sendPageStyles);

  const notFound = (response: Response): void => {
    response.status(404).type('html').send(notFoundPage(demo));
  };

  /** The page of a token; answers 404 itself, always with the same bytes, when there is none. */
  async function pageOf(request: Request, response: Response): Promise<{ readonly page: DecisionPage; readonly token: string } | null> {
    const token = String(request.params['token'] ?? '');
    const tokenHash = readLinkToken(tokenKeys, token);
    const page = tokenHash === null ? null : await readPage(tokenHash);
    if (page === null) {
      notFound(response);
      return null;
    }
    return { page, token };
  }

  /** One cookie for each link: a second letter opened from a webmail does not cut off the first. */
  const cookieName = (page: DecisionPage): string => `${secure ? '__Host-' : ''}tinhgon-q-${page.tokenHash.slice(0, 8)}`;

  function cookieOf(request: Request, page: DecisionPage): string | null {
    const name = `${cookieName(page)}=`;
    const found = (request.headers.cookie ?? '')
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(name));
    const value = found?.slice(name.length) ?? '';
    return /^[A-Za-z0-9_-]{43}$/u.test(value) ? value : null;
  }

  function frameOf(request: Request, response: Response, page: DecisionPage, token: string): LinkFrame {
    const known = cookieOf(request, page);
    const cookie = known ?? randomBytes(32).toString('base64url');
    if (known === null) response.cookie(cookieName(page), cookie, { path: '/', httpOnly: true, secure, sameSite: 'strict', maxAge: COOKIE_MAX_AGE_MS });
    return { token, nonce: formNonce(tokenKeys, cookie, page.tokenHash, page.contentDigest), publicUrl, demo };
  }

  const UNTYPED: Typed = { verdict: null, comment: '', problem: null };

  router.get('/:token', async (request, response) => {
    const found = await pageOf(request, response);
    if (!found) return;
    const { page, token } = found;
    const note = isNote(request.query['note']) ? request.query['note'] : null;
    const frame = frameOf(request, response, page, token);
    response.type('html').send(page.state === 'live' ? formPage(page, frame, note, UNTYPED) : statePage(page, frame, note, null));
  });

  router.options('/:token', (_request, response) => {
    response.set('Allow', 'GET, HEAD, POST, OPTIONS').status(204).end();
  });

  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 16 });

  /** Whether the form was given to this browser, for this link and content. */
  function isOurForm(request: Request, page: DecisionPage): boolean {
    const cookie = cookieOf(request, page);
    return cookie !== null && isFormNonce(tokenKeys, textOf(request.body, 'nonce'), cookie, page.tokenHash, page.contentDigest);
  }

  router.post('/:token/resend', form, async (request, response) => {
    const found = await pageOf(request, response);
    if (!found) return;
    if (!isOurForm(request, found.page)) return response.redirect(303, `../${found.token}?note=again`);
    return response.redirect(303, `../${found.token}?note=${await commands.resendLink(found.page.tokenHash)}`);
  });

  router.post('/:token', form, async (request, response) => {
    const receivedMono = performance.now();
    const found = await pageOf(request, response);
    if (!found) return;
    const { page, token } = found;
    const digest = textOf(request.body, 'digest');
    if (!isOurForm(request, page) || digest !== page.contentDigest) return response.redirect(303, `${token}?note=again`);
    const frame = frameOf(request, response, page, token);
    const verdict = textOf(request.body, 'verdict');
    const comment = textOf(request.body, 'comment').replace(/\r\n?/gu, '\n').trim();
    if (page.state !== 'live') return refuse(response, page, frame, isVerdict(verdict) ? verdict : null);
    const again = (problem: Text): void => {
      response
        .status(422)
        .type('html')
        .send(formPage(page, frame, null, { verdict: isVerdict(verdict) ? verdict : null, comment, problem }));
    };
    if (!isVerdict(verdict) || !page.task.choices.some((choice) => choice.verdict === verdict)) return again(CHOOSE);
    if (comment.length > MOST_COMMENT) return again(TOO_LONG);
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/u.test(comment)) return again(CONTROL);
    if ((verdict === 'reject' || verdict === 'return') && comment === '') return again(ERROR_TEXTS.comment_required);
    const assurance = needsCode(page.task.minAssurance) ? await raise(request, response, page, frame, { verdict, comment }) : 'A1';
    if (assurance === null) return;
    try {
      await commands.recordDecision({ personId: page.addressee.id, onBehalfOf: null, channel: 'mailLink', assurance, receivedMono }, keyOf(page), {
        taskId: page.task.id,
        expectedVersion: page.taskVersion,
        contentDigest: page.contentDigest,
        verdict,
        comment,
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (MENDABLE.includes(error.code)) return again(ERROR_TEXTS[error.code]);
      const now = await readPage(page.tokenHash);
      if (now === null) return notFound(response);
      if (now.state !== 'live') return refuse(response, now, frame, verdict);
      response
        .status(409)
        .type('html')
        .send(formPage(now, frame, null, { verdict: null, comment, problem: ERROR_TEXTS[error.code] }));
      return;
    }
    return response.redirect(303, token);
  });

  /** One key for a link: pressed twice, or in two tabs, it decides once. */
  const keyOf = (page: DecisionPage): string => `link-${page.tokenHash.slice(0, 48)}`;

  /** The same verdict again is led to its receipt; anything else hears what is so. */
  function refuse(response: Response, page: DecisionPage, frame: LinkFrame, verdict: Verdict | null): void {
    if (page.state === 'live') throw new Error('a live link is not refused');
    if (page.state === 'decidedByAddressee' && (verdict === null || verdict === page.task.decision?.verdict)) return response.redirect(303, frame.token);
    const conflict =
      page.state === 'decidedByAddressee' || page.state === 'decidedByOther'
        ? ERROR_TEXTS.already_decided
        : page.state === 'stale'
          ? ERROR_TEXTS.stale_content
          : null;
    response
      .status(REFUSALS[page.state])
      .type('html')
      .send(statePage(page, frame, null, conflict));
  }

  /** Sends a code, or checks the one typed. Null when the answer has been given already. */
  async function raise(
    request: Request,
    response: Response,
    page: DecisionPage,
    frame: LinkFrame,
    typed: { readonly verdict: Verdict; readonly comment: string },
  ): Promise<'A2' | null> {
    const asked: CodeRequest = { tokenHash: page.tokenHash, verdict: typed.verdict, contentDigest: page.contentDigest };
    const answer = (status: number, body: string): null => {
      response.status(status).type('html').send(body);
      return null;
    };
    const code = textOf(request.body, 'code').replace(/\s/gu, '');
    if (code === '') {
      const issued = await commands.issueLinkCode(asked);
      if (issued === 'limit') return answer(429, formPage(page, frame, null, { ...typed, problem: CODE_LIMIT }));
      if (issued === 'gone') {
        const now = await readPage(page.tokenHash);
        if (now !== null && now.state !== 'live') refuse(response, now, frame, typed.verdict);
        else response.redirect(303, `${frame.token}?note=again`);
        return null;
      }
      return answer(200, codePage(page, frame, typed, null));
    }
    const checked = await commands.checkLinkCode({ ...asked, code });
    switch (checked.t) {
      case 'right':
        return 'A2';
      case 'wrong':
        return answer(422, codePage(page, frame, typed, CODE_WRONG(checked.triesLeft)));
      case 'dead':
        return answer(422, formPage(page, frame, null, { ...typed, problem: CODE_DEAD }));
    }
  }

  return router;
}
