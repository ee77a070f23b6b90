/** Refuses changes that another site makes a signed-in browser send. */
import type { RequestHandler } from 'express';
import { EdgeError } from '../problems.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Browsers say where a request comes from: `Sec-Fetch-Site`, or `Origin` in older ones. A program that sends neither holds no
 * cookie of somebody else; a bearer token is never sent by a browser on its own.
 */
export function sameOriginOnly(publicUrl: string): RequestHandler {
  const ours = new URL(publicUrl).origin;
  return (request, _response, next) => {
    if (SAFE.has(request.method) || request.get('authorization') !== undefined) return next();
    const site = request.get('sec-fetch-site');
    if (site !== undefined) return next(site === 'same-origin' || site === 'none' ? undefined : new EdgeError('origin_refused'));
    const origin = request.get('origin');
    if (origin === undefined || origin === ours || hostOf(origin) === request.get('host')) return next();
    return next(new EdgeError('origin_refused'));
  };
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
