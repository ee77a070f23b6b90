/** People at the API while it may die under them: each act is in the ledger first, and is sent again with its key until answered. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Reader } from '../../../db/reader.js';
import type { Fate, Ledger, LedgerOp } from './ledger.js';

export type Act = {
  readonly kind: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** ETag of what was seen, where the act depends on it. */
  readonly seen?: string;
};

export type Person = {
  readonly id: string;
  readonly login: string;
  /** The body, or null where there is nothing to see or the house is away for too long. */
  readonly look: <T>(path: string) => Promise<(T & { readonly etag: string }) | null>;
  /** @param patience how often it is sent; somebody who gives up leaves the act in doubt */
  readonly act: (act: Act, patience?: number) => Promise<Fate>;
};

export type Crowd = {
  readonly person: (login: string) => Promise<Person>;
  readonly byId: (id: string) => Promise<Person | null>;
  /** Answers that nobody should ever get: a bug's, or a refusal without a code. */
  readonly strange: readonly string[];
};

const PASSWORD = 'demo';
const ANSWER_WITHIN_MS = 20_000;
const PATIENT = 200;
const AGAIN_AFTER_MS = 300;

/** Statuses that say "later": the house is starting, or too busy. */
const TRY_LATER = new Set([429, 502, 503, 504]);

export async function gatherCrowd(url: string, reader: Reader, ledger: Ledger): Promise<Crowd> {
  const rows = await reader.rows<{ id: string; login: string }>("SELECT id, login FROM people WHERE active = 1 AND login LIKE '%@demo'");
  const known = new Map<string, Promise<Person>>();
  const strange: string[] = [];
  let acts = 0;

  const send = async (path: string, init: RequestInit): Promise<Response | null> => {
    try {
      const response = await fetch(`${url}/api/v1${path}`, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (!TRY_LATER.has(response.status)) return response;
      await response.arrayBuffer();
      return null;
    } catch {
      // The process died, or its answer was lost.
      return null;
    }
  };
  const until = async (path: string, init: RequestInit, tries: number): Promise<Response | null> => {
    for (let tried = 0; tried < tries; tried += 1) {
      const response = await send(path, init);
      if (response) return response;
      await pause(AGAIN_AFTER_MS);
    }
    return null;
  };

  const enter = async (id: string, login: string): Promise<Person> => {
    const answer = await until(
      '/sessions',
      { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify({ login, password: PASSWORD }) },
      PATIENT,
    );
    if (answer?.status !== 201) throw new Error(`${login} could not sign in: ${answer?.status ?? 'no answer'}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const headers = { cookie, origin: url };
    return {
      id,
      login,
      look: async <T>(path: string) => {
        const answered = await until(path, { headers }, PATIENT);
        const body = answered ? ((await answered.json().catch(() => null)) as T | null) : null;
        return answered?.status === 200 && body !== null ? { ...body, etag: answered.headers.get('etag') ?? '' } : null;
      },
      act: async ({ kind, method, path, body, seen }, patience = PATIENT) => {
        acts += 1;
        const op: LedgerOp = { id: `${ledger.prefix}${acts}`, key: `${ledger.prefix}${String(acts).padStart(8, '0')}`, personId: id, kind, method, path, body };
        ledger.intend(op);
        const answered = await until(
          path,
          {
            method,
            headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': op.key, ...(seen !== undefined && { 'if-match': seen }) },
            body: JSON.stringify(body),
          },
          patience,
        );
        const said = answered ? await answered.json().catch(() => null) : null;
        // Answered and cut off in the middle is not answered.
        const fate: Fate = answered === null || said === null ? { word: 'inDoubt' } : fateOf(answered.status, said as { code?: string });
        if (answered !== null && (answered.status >= 500 || (answered.status >= 400 && said !== null && !(said as { code?: string }).code)))
          strange.push(`${kind} ${path}: ${answered.status} ${JSON.stringify(said).slice(0, 300)}`);
        if (fate.word !== 'inDoubt') ledger.end(op, fate);
        return fate;
      },
    };
  };
  const person = (login: string): Promise<Person> => {
    const row = rows.find((candidate) => candidate.login === login.toLowerCase());
    if (!row) throw new Error(`nobody is called ${login}`);
    const found = known.get(row.login) ?? enter(row.id, row.login);
    known.set(row.login, found);
    return found;
  };
  return {
    person,
    byId: async (id) => {
      const row = rows.find((candidate) => candidate.id === id);
      return row ? person(row.login) : null;
    },
    strange,
  };
}

function fateOf(status: number, body: { readonly code?: string }): Fate {
  return status < 300 ? { word: 'acknowledged', status, body } : { word: 'refused', status, code: body.code ?? '', body };
}
