/** What every request is given on arrival: a trace id, the moment it came, the reader's language. */
import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ActingPerson } from '../../queries/actor.query.js';
import type { Language } from '../problems.js';

export type RequestFacts = {
  /** 32 hex digits, of `traceparent` when the caller sent one. */
  readonly traceId: string;
  /** `performance.now()` when the request reached this process: an act is dated by it. */
  readonly receivedMono: number;
  readonly language: Language;
};

/** Who calls, once the credential has been read. */
export type Caller = { readonly acting: ActingPerson; readonly by: 'session' | 'token' };

const facts = new WeakMap<Request, RequestFacts>();
const callers = new WeakMap<Request, Caller>();

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/u;

/** vi unless English is asked for first. */
function languageOf(request: Request): Language {
  return request.acceptsLanguages('vi', 'en') === 'en' ? 'en' : 'vi';
}

export const requestFacts: RequestHandler = (request: Request, response: Response, next: NextFunction): void => {
  const given = TRACEPARENT.exec(request.get('traceparent') ?? '')?.[1];
  const traceId = given !== undefined && !/^0+$/u.test(given) ? given : randomBytes(16).toString('hex');
  facts.set(request, { traceId, receivedMono: performance.now(), language: languageOf(request) });
  response.setHeader('X-Request-Id', traceId);
  next();
};

/** @throws Error before `requestFacts` has run */
export function factsOf(request: Request): RequestFacts {
  const known = facts.get(request);
  if (!known) throw new Error('the request has not been received yet');
  return known;
}

export const setCaller = (request: Request, caller: Caller): void => void callers.set(request, caller);
export const callerOf = (request: Request): Caller | null => callers.get(request) ?? null;
