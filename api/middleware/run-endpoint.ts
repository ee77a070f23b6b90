/** Carries one call through its endpoint: who, shape, handling, answer. */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Hash } from '../../domain/review/content-digest.js';
import { mayAnywhere, scopeOf } from '../../domain/shared/access.js';
import { DomainError } from '../../domain/shared/errors.js';
import type { Actor } from '../../commands/frame/actor.js';
import { accessOf } from '../../queries/actor.query.js';
import type { ApiDeps } from '../deps.js';
import type { Call, Endpoint } from '../endpoint.js';
import { presentInstants } from '../presenters/instants.presenter.js';
import { readShape } from '../presenters/issues.presenter.js';
import { EdgeError } from '../problems.js';
import { callerOf, factsOf, type Caller } from './request-facts.js';
import { fileNameOf } from './upload.js';

export const sha256: Hash = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

const KEY = /^[A-Za-z0-9_-]{8,100}$/u;

/** @throws sign_in_required, not_permitted */
export function admit(definition: Endpoint, request: Request): void {
  if (definition.access === 'public') return;
  const caller = callerOf(request);
  if (!caller) throw new EdgeError('sign_in_required');
  if (definition.access !== 'signedIn' && !mayAnywhere(definition.access, accessOf(caller.acting))) {
    throw new EdgeError('not_permitted', { right: definition.access });
  }
}

/** @throws parameter_unknown, parameter_invalid (400) for the address; validation_failed (422) for the body */
export async function runEndpoint(definition: Endpoint, deps: ApiDeps, request: Request, response: Response): Promise<void> {
  const { status = definition.status, body, headers = {} } = await definition.handle(callOf(definition, deps, request, response) as Call<never, never, never>);
  response.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  if (body === null) {
    response.end();
    return;
  }
  const presented = presentInstants(body);
  if (deps.checkAnswers && definition.answer) {
    const checked = definition.answer.safeParse(JSON.parse(JSON.stringify(presented)));
    if (!checked.success) throw new Error(`${definition.id} answers what its schema does not say: ${JSON.stringify(checked.error.issues)}`);
  }
  response.json(presented);
}

function callOf(definition: Endpoint, deps: ApiDeps, request: Request, response: Response): Call<unknown, unknown, unknown> {
  const { language, receivedMono } = factsOf(request);
  const known = (): Caller => {
    const caller = callerOf(request);
    if (!caller) throw new Error(`${definition.id} is public: it knows nobody`);
    return caller;
  };
  return {
    deps,
    params: readPath(definition, request),
    query: readQuery(definition, request),
    body: definition.body ? readBody(definition.body, definition, request) : {},
    file: request.file ? { name: fileNameOf(request.file.originalname), bytes: request.file.buffer } : null,
    language,
    hash: sha256,
    person: () => known().acting,
    actor: (): Actor => ({
      personId: known().acting.person.id,
      onBehalfOf: null,
      channel: known().by === 'session' ? 'web' : request.get('user-agent')?.startsWith('tinhgon-cli/') ? 'cli' : 'api',
      assurance: 'A3',
      receivedMono,
    }),
    scope: (operation) => scopeOf(operation, accessOf(known().acting)),
    key: () => readKey(request),
    ifMatch: (letter) => readIfMatch(letter, request),
    request,
    response,
  };
}

/** An address that cannot name anything names nothing. @throws not_found */
function readPath({ params }: Endpoint, request: Request): unknown {
  const parsed = params?.safeParse({ ...request.params });
  if (parsed && !parsed.success) throw new DomainError('not_found');
  return parsed?.data ?? {};
}

function readQuery({ query }: Endpoint, request: Request): unknown {
  const given = { ...request.query };
  const names = Object.keys(query?.shape ?? {});
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new EdgeError('parameter_unknown', { parameter: unknown[0], known: names });
  if (!query) return {};
  const read = readShape(query, given);
  if ('issues' in read) throw new EdgeError('parameter_invalid', { parameter: read.issues[0]?.pointer.split('/')[1] }, read.issues);
  return read.data;
}

function readBody(schema: z.ZodType, { upload }: Endpoint, request: Request): unknown {
  const read = readShape(schema, upload ? { ...(request.body as object) } : request.body);
  if ('issues' in read) throw new EdgeError('validation_failed', {}, read.issues);
  return read.data;
}

function readKey(request: Request): string {
  const key = request.get('idempotency-key');
  if (key === undefined || key === '') throw new EdgeError('idempotency_key_missing');
  if (!KEY.test(key)) throw new EdgeError('idempotency_key_invalid');
  return key;
}

/** A tag that names no version of ours matches none. */
function readIfMatch(letter: string, request: Request): number {
  const given = request.get('if-match');
  if (given === undefined || given === '') throw new EdgeError('if_match_missing');
  const found = /^"([a-z])(\d{1,9})"$/u.exec(given.trim());
  if (found?.[1] !== letter) throw new DomainError('version_moved');
  return Number(found[2]);
}
