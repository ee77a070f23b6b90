import type { NextFunction, Request, Response } from 'express';
import { sameOriginOnly } from '../../../api/middleware/same-origin.js';
import type { EdgeError } from '../../../api/problems.js';

const guard = sameOriginOnly('https://tinhgon.example');

function passes(method: string, headers: Record<string, string>): boolean {
  let outcome: unknown = 'not called';
  const request = { method, get: (name: string) => headers[name.toLowerCase()] } as unknown as Request;
  guard(
    request,
    {} as Response,
    ((error?: unknown) => {
      outcome = error;
    }) as NextFunction,
  );
  if (outcome !== undefined) expect((outcome as EdgeError).code).toBe('origin_refused');
  return outcome === undefined;
}

describe('a change asked for by a browser', () => {
  it.each([
    ['from the same site', { 'sec-fetch-site': 'same-origin' }, true],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }, true],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['from a sister host', { 'sec-fetch-site': 'same-site' }, false],
    ['from an old browser on our origin', { origin: 'https://tinhgon.example' }, true],
    ['from an old browser on the host it asks', { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' }, true],
    ['from an old browser elsewhere', { origin: 'https://evil.example', host: 'tinhgon.example' }, false],
    ['from an opaque origin', { origin: 'null', host: 'tinhgon.example' }, false],
    ['by a program without a browser', {}, true],
    ['with a bearer token', { authorization: 'Bearer x', 'sec-fetch-site': 'cross-site' }, true],
  ])('%s', (_name, headers, allowed) => {
    expect(passes('POST', headers as Record<string, string>)).toBe(allowed);
  });

  it('may always read', () => {
    expect(passes('GET', { 'sec-fetch-site': 'cross-site' })).toBe(true);
  });
});
