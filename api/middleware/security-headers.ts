/** Headers that keep a page to its own origin. Nothing is loaded from outside, so nothing outside is allowed. */
import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type StylePolicy = { readonly styles: readonly string[] };

const policy = ({ styles }: StylePolicy, secure: boolean): string =>
  [
    "default-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "script-src 'self'",
    `style-src ${styles.join(' ')}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');

/** For every answer. A page that needs its own style policy sets the header again. `secure`: people reach us over TLS. */
export function securityHeaders(secure: boolean): RequestHandler {
  const others = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  const strict = policy({ styles: ["'self'"] }, secure);
  return (request, response, next) => {
    response.setHeader('Content-Security-Policy', strict);
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    others(request, response, next);
  };
}

/** Marks where a built page wants the nonce of its answer. */
export const NONCE_PLACE = '__CSP_NONCE__';

/**
 * A page of the web application with its policy. Components write style elements while they run: they carry the nonce
 * where the page names a place for it, and inline styles are allowed where it does not. Scripts are never inline.
 */
export function withPagePolicy(html: string, secure: boolean): { readonly html: string; readonly policy: string } {
  if (!html.includes(NONCE_PLACE)) return { html, policy: policy({ styles: ["'self'", "'unsafe-inline'"] }, secure) };
  const nonce = randomBytes(16).toString('base64');
  return { html: html.replaceAll(NONCE_PLACE, nonce), policy: policy({ styles: ["'self'", `'nonce-${nonce}'`] }, secure) };
}
