/**
 * How often somebody may ask. Counts are shared through Redis while it is there and kept by this process while it is not:
 * a lost Redis neither opens sign-in to guessing nor shuts anyone out.
 */
import { ipKeyGenerator, MemoryStore, rateLimit, type ClientRateLimitInfo, type Options, type Store } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { RedisStore, type RedisReply } from 'rate-limit-redis';
import type { Log } from '../../config/log.js';
import type { RedisPort } from '../deps.js';
import { EdgeError } from '../problems.js';
import { callerOf } from './request-facts.js';

const MINUTE = 60_000;
/** A count that takes longer is taken here: a hanging Redis must not hold up requests. */
const PATIENCE_MS = 150;

const soon = <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('redis is slow')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** Redis first, this process second. */
export function sharedStore(redis: RedisPort | null, prefix: string, log: Pick<Log, 'warn' | 'info'>): Store {
  const local = new MemoryStore();
  const shared =
    redis &&
    new RedisStore({
      prefix: `tinhgon:rl:${prefix}:`,
      sendCommand: (command: string, ...args: string[]) => redis.call(command, ...args) as Promise<RedisReply>,
    });
  let ready = false;
  let away = false;
  let options: Options | null = null;
  /** The outcome on Redis, or null when it did not answer in time. */
  const onRedis = async <T>(work: (store: RedisStore) => Promise<T>): Promise<T | null> => {
    if (!shared || !options || redis?.status !== 'ready') return null;
    try {
      if (!ready) {
        await soon(shared.init(options));
        ready = true;
      }
      const answer = await soon(work(shared));
      if (away) log.info('rate limits are shared through Redis again');
      away = false;
      return answer;
    } catch (error) {
      ready = false;
      if (!away) log.warn({ err: error }, 'Redis is away: rate limits count in this process');
      away = true;
      return null;
    }
  };
  return {
    init: (given) => {
      options = given;
      local.init(given);
    },
    increment: async (key): Promise<ClientRateLimitInfo> => (await onRedis((store) => store.increment(key))) ?? local.increment(key),
    decrement: async (key) => {
      if ((await onRedis((store) => store.decrement(key).then(() => true))) === null) await local.decrement(key);
    },
    resetKey: async (key) => {
      await onRedis((store) => store.resetKey(key));
      await local.resetKey(key);
    },
  };
}

const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? 'unknown');

type Limiter = {
  readonly limit: number;
  readonly windowMs: number;
  readonly name: string;
  readonly key: (request: Request) => string;
  readonly failuresOnly?: boolean;
};

export type LimitPorts = { readonly redis: RedisPort | null; readonly log: Pick<Log, 'warn' | 'info'> };

function limiter({ limit, windowMs, name, key, failuresOnly }: Limiter, { redis, log }: LimitPorts): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: name,
    // Several limiters count one address on purpose, and a stranger's forged forwarding header is nothing to report.
    validate: false,
    keyGenerator: key,
    store: sharedStore(redis, name, log),
    ...(failuresOnly ? { skipSuccessfulRequests: true } : {}),
    handler: (request, _response, next) => {
      const reset = (request as Request & { rateLimit?: { resetTime?: Date } }).rateLimit?.resetTime;
      next(
        new EdgeError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(((reset?.getTime() ?? Date.now() + windowMs) - Date.now()) / 1000)) }),
      );
    },
  });
}

/** Before anybody is known: shields the look-up of credentials. */
export const limitAddresses = (limit: number, ports: LimitPorts): RequestHandler =>
  limiter({ limit, windowMs: MINUTE, name: 'address', key: addressOf }, ports);

/** Per person; people behind one address do not share it. */
export const limitPeople = (limit: number, ports: LimitPorts): RequestHandler =>
  limiter({ limit, windowMs: MINUTE, name: 'person', key: (request) => callerOf(request)?.acting.person.id ?? addressOf(request) }, ports);

/** Failed sign-ins only, per login and, more widely, per address. */
export const limitSignIns = (limit: number, ports: LimitPorts): readonly RequestHandler[] => {
  const loginOf = (request: Request): string => {
    const login: unknown = (request.body as { login?: unknown } | undefined)?.login;
    return typeof login === 'string' ? login.trim().toLowerCase().slice(0, 120) : addressOf(request);
  };
  return [
    limiter({ limit, windowMs: 15 * MINUTE, name: 'sign-in-login', key: loginOf, failuresOnly: true }, ports),
    limiter({ limit: limit * 10, windowMs: 15 * MINUTE, name: 'sign-in-address', key: addressOf, failuresOnly: true }, ports),
  ];
};
