/** The HTTP edge over a fresh schema, on a port of its own, with clients that sign in as people of the test province. */
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { createApp } from '../../../api/app.js';
import type { ApiDeps } from '../../../api/deps.js';
import { createSessionKeeper } from '../../../commands/keep-session.js';
import { createCommands, type Commands } from '../../../commands/index.js';
import { hashPassword } from '../../../commands/sign-in.js';
import { createLog } from '../../../config/log.js';
import type { Route } from '../../../domain/route/route.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province, type Seat } from '../../support/province.js';

export const PASSWORD = 'mật khẩu dài và đủ mạnh';

export type Loose = Readonly<Record<string, unknown>>;

/** Everything a client can see of an answer. */
export type Seen<T = Loose> = { readonly status: number; readonly body: T; readonly headers: Headers; readonly text: string };

export type Ask = {
  readonly body?: unknown;
  readonly raw?: string | FormData | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly ifMatch?: string;
};

export type Client = {
  readonly ask: <T = Loose>(method: string, path: string, options?: Ask) => Promise<Seen<T>>;
  readonly get: <T = Loose>(path: string, headers?: Record<string, string>) => Promise<Seen<T>>;
  readonly cookie: () => string | null;
};

export type House = {
  readonly database: TestDatabase;
  readonly commands: Commands;
  readonly province: Province;
  readonly address: string;
  readonly anonymous: () => Client;
  /** Signs in through the API. */
  readonly as: (seat: Seat) => Promise<Client>;
  readonly withToken: (token: string) => Client;
  readonly close: () => Promise<void>;
};

/** @param over what this test wires differently @param routes what is published beside the shipped route */
export async function openHouse(over: Partial<ApiDeps> = {}, routes: readonly Route[] = []): Promise<House> {
  const database = await freshDatabase(routes);
  const province = await buildProvince(database.transact);
  await database.source.query('UPDATE people SET password_hash = ?', [await hashPassword(PASSWORD)]);
  return serve(database, province, over, () => database.drop());
}

/** A second process over the same database. */
export const openBeside = ({ database, province }: House, over: Partial<ApiDeps> = {}): Promise<House> =>
  serve(database, province, over, async () => undefined);

async function serve(database: TestDatabase, province: Province, over: Partial<ApiDeps>, drop: () => Promise<void>): Promise<House> {
  const commands = createCommands(database.transact);
  const app = createApp({
    commands,
    sessions: createSessionKeeper(database.transact),
    reader: database.reader,
    log: createLog('api', 'silent'),
    publicUrl: 'http://127.0.0.1',
    production: false,
    sessionKeys: ['a'.repeat(40)],
    redis: null,
    trustProxy: false,
    webRoot: null,
    checkAnswers: true,
    ...over,
  });
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = (fixed: Record<string, string> = {}): Client => clientOf(address, fixed);
  return {
    database,
    commands,
    province,
    address,
    anonymous: () => client(),
    as: async (seat) => {
      const person = client();
      const { status, text } = await person.ask('POST', '/sessions', { body: { login: `${seat.toLowerCase()}@test`, password: PASSWORD } });
      if (status !== 201) throw new Error(`${seat} could not sign in: ${status} ${text}`);
      return person;
    },
    withToken: (token) => client({ authorization: `Bearer ${token}` }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await drop();
    },
  };
}

function clientOf(address: string, fixed: Record<string, string>): Client {
  let cookie: string | null = null;
  const ask = async <T = Loose>(method: string, path: string, { body, raw, headers = {}, key, ifMatch }: Ask = {}): Promise<Seen<T>> => {
    const response = await fetch(`${address}${path.startsWith('/api') || !path.startsWith('/') ? path : `/api/v1${path}`}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === null ? {} : { cookie }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...fixed,
        ...headers,
      },
      ...(body === undefined ? (raw === undefined ? {} : { body: raw }) : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) cookie = /Expires=Thu, 01 Jan 1970/u.test(set) ? null : (set.split(';')[0] as string);
    const text = await response.text();
    const read = (response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {}) as T;
    return { status: response.status, body: read, headers: response.headers, text };
  };
  return { ask, get: <T = Loose>(path: string, headers?: Record<string, string>) => ask<T>('GET', path, headers ? { headers } : {}), cookie: () => cookie };
}
