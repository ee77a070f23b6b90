/** The one way this application talks to the server. */
import { NO_ANSWER, ProblemError, readProblem } from './problem.js';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Answer<T> = { readonly data: T; readonly etag: string | null; readonly status: number };
export type Send = {
  readonly query?: Query;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly ifMatch?: string;
  readonly key?: string;
  readonly signal?: AbortSignal;
};

const BASE = '/api/v1';

/** `?a=1&b=2` of the values that are set. */
export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value).normalize('NFC'));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** A body with every text in NFC, as the server stores it. */
export const inNfc = (body: unknown): string => JSON.stringify(body, (_key, value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : value));

/** @throws ProblemError for every answer that is not 2xx, and when none came */
export async function send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options: Send = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json', 'Accept-Language': document.documentElement.lang };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch;
  if (options.key !== undefined) headers['Idempotency-Key'] = options.key;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.form) init.body = options.form;
  else if (options.body !== undefined) init.body = inNfc(options.body);
  if (options.signal) init.signal = options.signal;
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}${queryText(options.query ?? {})}`, init);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ProblemError(NO_ANSWER);
  }
  const requestId = response.headers.get('x-request-id');
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok) throw new ProblemError(readProblem(response.status, body, requestId));
  if (response.status !== 204 && body === undefined) throw new ProblemError(readProblem(response.status, null, requestId));
  return { data: body as T, etag: response.headers.get('etag'), status: response.status };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
