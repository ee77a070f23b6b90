/** The test mailbox, `/dev/mail`: what the system sends out, readable without a mail server. */
import { Router, type Request, type RequestHandler } from 'express';
import { privatePage, sendPageStyles } from '../middleware/server-page.js';
import { mailMissingPage, mailPage, mailboxPage, TABS, type MailParts, type MailSummary, type Tab } from '../pages/dev-mail-page.js';
import type { PageLocale } from '../pages/page.js';

export type DevMailDeps = {
  readonly mailbox: {
    readonly list: () => Promise<readonly MailSummary[]>;
    readonly find: (id: number) => Promise<MailParts | null>;
  };
  readonly production: boolean;
  readonly demo: boolean;
  /** Asked before every page: in a public demo the mailbox needs signing in. */
  readonly guard?: RequestHandler;
};

export const DEV_MAIL_CSP = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const BODY_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

const localeOf = (request: Request): PageLocale => (request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi');

/** @throws Error in production unless it is a demo: everybody's letters, with live links in them, would stand open */
export function devMailRoutes({ mailbox, production, demo, guard }: DevMailDeps): Router {
  if (production && !demo) throw new Error('the test mailbox is refused in production: set MAIL_MODE=send, or TINHGON_DEMO=1 for a public demo');
  if (production && !guard) throw new Error('the test mailbox of a public demo needs a guard that asks for signing in');
  const router = Router();

  router.use(privatePage(DEV_MAIL_CSP));
  router.get('/style.css', sendPageStyles);
  if (guard) router.use(guard);

  router.get('/', async (request, response) => {
    const { box } = request.query;
    response.type('html').send(mailboxPage(await mailbox.list(), typeof box === 'string' ? box : null, localeOf(request), demo));
  });

  const find = async (request: Request): Promise<MailParts | null> => {
    const id = String(request.params['id'] ?? '');
    return /^[1-9]\d{0,8}$/u.test(id) ? mailbox.find(Number(id)) : null;
  };

  router.get('/:id', async (request, response) => {
    const mail = await find(request);
    const { tab } = request.query;
    const chosen: Tab = (TABS as readonly unknown[]).includes(tab) ? (tab as Tab) : 'text';
    if (mail === null)
      response
        .status(404)
        .type('html')
        .send(mailMissingPage(localeOf(request), demo));
    else response.type('html').send(mailPage(mail, chosen, localeOf(request), demo));
  });

  // The letter's own HTML, shown in a frame that can run nothing and whose links open outside of it.
  router.get('/:id/body.html', async (request, response) => {
    const mail = await find(request);
    if (mail?.html == null) {
      response
        .status(404)
        .type('html')
        .send(mailMissingPage(localeOf(request), demo));
      return;
    }
    response.set({ 'Content-Security-Policy': BODY_CSP, 'X-Frame-Options': 'SAMEORIGIN' });
    response.type('html').send(mail.html.replace(/<head>/iu, '<head><base target="_blank">'));
  });

  return router;
}
