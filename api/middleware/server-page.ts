/** What every page rendered here sends with it, whichever router it stands in. */
import type { Request, RequestHandler, Response } from 'express';
import { PAGE_STYLES } from '../pages/stylesheet.js';

/** Headers of a page that is a person's own: kept nowhere, found by no search, under a policy of its own. */
export const privatePage =
  (contentPolicy: string): RequestHandler =>
  (_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': contentPolicy,
    });
    next();
  };

/** Answers the style sheet of these pages; it holds nobody's data, so a browser may keep it for an hour. */
export function sendPageStyles(_request: Request, response: Response): void {
  response.set('Cache-Control', 'public, max-age=3600').type('text/css').send(PAGE_STYLES);
}
