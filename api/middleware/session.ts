/** Sign-in sessions of browsers: a signed cookie, a row in MySQL, a fresh id at every sign-in. */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { SessionKeeper } from '../../commands/keep-session.js';
import { findSession } from '../../queries/actor.query.js';
import type { ReadPort } from '../../queries/read-port.js';

declare module 'express-session' {
  interface SessionData {
    personId: string;
    /** Epoch milliseconds. */
    signedInAt: number;
    /** Epoch milliseconds, moved now and then: a session in use does not end. */
    seenAt: number;
  }
}

/** @policy a session ends after half a day without use, and after a week in any case */
const IDLE_MS = 12 * 3_600_000;
const LIFE_MS = 7 * 24 * 3_600_000;
const SEEN_EVERY_MS = 10 * 60_000;

/** `__Host-` binds the cookie to this host over TLS; without TLS a browser would refuse the name. */
export const cookieNameOf = (secure: boolean): string => (secure ? '__Host-tinhgon' : 'tinhgon');

/** Whether people reach us over TLS: said by the public address, never by a header of the request. */
export const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

const hashOf = (id: string): string => createHash('sha256').update(id, 'utf8').digest('hex');

/** Rows of `sessions`, under the hash of the id. It has no `touch`: a session is written when it changes, not at each request. */
class DatabaseStore extends session.Store {
  constructor(
    private readonly reader: ReadPort,
    private readonly keeper: SessionKeeper,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    void findSession(this.reader, hashOf(id)).then((row) => done(null, row === null ? null : (JSON.parse(row.data) as session.SessionData)), done);
  }

  override set(id: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    const left = data.signedInAt === undefined ? IDLE_MS : Math.max(0, data.signedInAt + LIFE_MS - Date.now());
    void this.keeper.save({ idHash: hashOf(id), personId: data.personId ?? null, data, lifeMs: Math.min(IDLE_MS, left) }).then(() => done?.(), done);
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    void this.keeper.end(hashOf(id)).then(() => done?.(), done);
  }
}

export function sessions(options: {
  readonly reader: ReadPort;
  readonly keeper: SessionKeeper;
  readonly keys: readonly string[];
  readonly secure: boolean;
}): RequestHandler {
  const { reader, keeper, keys, secure } = options;
  const handle = session({
    name: cookieNameOf(secure),
    secret: [...keys],
    store: new DatabaseStore(reader, keeper),
    resave: false,
    saveUninitialized: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: IDLE_MS },
  });
  return (request, response, next) => {
    // TLS ends at the proxy in front of us, so the socket looks plain; a secure cookie would never be set.
    if (secure) Object.defineProperty(request, 'secure', { value: true });
    handle(request, response, next);
  };
}

/** Moves the end of a session that is in use. */
export const keepAlive: RequestHandler = (request, _response, next) => {
  const now = Date.now();
  if (request.session?.personId !== undefined && now - (request.session.seenAt ?? 0) > SEEN_EVERY_MS) request.session.seenAt = now;
  next();
};

/** Starts a session under an id nobody has seen before, whatever cookie came in. */
export async function startSession(request: Request, personId: string): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.regenerate((error: unknown) => (error ? reject(error as Error) : resolve())));
  const now = Date.now();
  Object.assign(request.session, { personId, signedInAt: now, seenAt: now });
  await new Promise<void>((resolve, reject) => request.session.save((error: unknown) => (error ? reject(error as Error) : resolve())));
}

export async function stopSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())));
}
