/**
 * HTTP to one TinhGọn server.
 *
 * A call that may be repeated without harm (a read, or one with an idempotency key) is tried again with the same key when
 * the network fails or the server asks for a short wait; the others are sent once.
 */
import { EXIT } from './exit-code.js';
import { Failure, invalid } from './failure.js';
import type { Io } from './io.js';
import type { Lang, Say } from './lang.js';
import { failureOf } from './problem.js';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;
export type Call = {
  readonly query?: Query;
  readonly body?: object;
  readonly form?: FormData;
  readonly ifMatch?: string;
  readonly key?: string;
  /** Further options that make a later run the same request, told beside the key. */
  readonly repeatWith?: string;
};
export type Answer<T> = { readonly data: T; readonly etag: string | null; readonly cookie: string | null };
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type Credential = { readonly token: string } | { readonly cookie: string } | null;
export type Client = {
  readonly baseUrl: string;
  /** @throws Failure for every answer that is not 2xx, and when none came */
  readonly send: <T>(method: Method, path: string, call?: Call) => Promise<Answer<T>>;
  readonly withCredential: (credential: Credential) => Client;
};

/** Where the address came from, told when nobody answers there. */
export type AddressSource = 'flag' | 'environment' | 'login' | 'localStack';

const TRIES = 4;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const ANSWER_WITHIN_MS = 180_000;
const KEY = /^[A-Za-z0-9_-]{8,100}$/u;
const TOKEN = /^[\x21-\x7e]{1,400}$/u;

/** A key the server has not seen. */
export const freshKey = (io: Pick<Io, 'randomBytes'>): string => `cli_${Buffer.from(io.randomBytes(16)).toString('hex')}`;

/** @throws Failure (2) for a key the server would refuse */
export function checkKey(key: string, say: Say): string {
  if (!KEY.test(key))
    throw invalid(
      say('--idempotency-key dài 8–100 ký tự, chỉ gồm chữ không dấu, số, “-” và “_”.', '--idempotency-key has 8–100 characters: letters, digits, “-” and “_”.'),
    );
  return key;
}

export type ClientOptions = {
  readonly io: Io;
  readonly lang: Lang;
  readonly say: Say;
  /** Origin, without a slash at its end. */
  readonly baseUrl: string;
  readonly source: AddressSource;
  readonly credential: Credential;
};

export function createClient(options: ClientOptions): Client {
  const { io, say, baseUrl, credential } = options;
  if (credential !== null && 'token' in credential && !TOKEN.test(credential.token)) {
    throw invalid(
      say(
        'Mã truy cập có ký tự không hợp lệ. Chạy tinhgon login để lấy mã mới.',
        'The token holds characters it cannot have. Run tinhgon login for a new one.',
      ),
    );
  }

  const send = async <T>(method: Method, path: string, call: Call = {}): Promise<Answer<T>> => {
    const repeatable = method === 'GET' || call.key !== undefined;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await once(options, method, path, call);
      if ('response' in outcome) {
        const wait = waitAskedFor(outcome.response);
        if (wait === null || !repeatable || attempt >= TRIES) return read<T>(options, outcome.response);
        await outcome.response.body?.cancel();
        await io.sleep(wait);
      } else if (!repeatable || attempt >= TRIES) throw noAnswer(options, outcome.cause, call);
      else await io.sleep(Math.min(FIRST_WAIT_MS * 3 ** (attempt - 1), LONGEST_WAIT_MS));
    }
  };
  return { baseUrl, send, withCredential: (other) => createClient({ ...options, credential: other }) };
}

type Outcome = { readonly response: Response } | { readonly cause: string };

async function once({ io, lang, baseUrl, credential }: ClientOptions, method: Method, path: string, call: Call): Promise<Outcome> {
  const headers: Record<string, string> = {
    accept: 'application/json, application/problem+json',
    'accept-language': lang,
    'user-agent': `tinhgon-cli/${io.version}`,
  };
  if (credential !== null && 'token' in credential) headers['authorization'] = `Bearer ${credential.token}`;
  if (credential !== null && 'cookie' in credential) headers['cookie'] = credential.cookie;
  if (call.ifMatch !== undefined) headers['if-match'] = call.ifMatch;
  if (call.key !== undefined) headers['idempotency-key'] = call.key;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) };
  if (call.form !== undefined) init.body = call.form;
  else if (call.body !== undefined)
    init.body = JSON.stringify(call.body, (_key, value: unknown) => (typeof value === 'string' ? value.normalize('NFC') : value));
  try {
    return { response: await io.fetch(`${baseUrl}/api/v1${path}${queryText(call.query ?? {})}`, init) };
  } catch (error) {
    // Every failure of fetch itself is the network's: requests are built from checked parts.
    return { cause: causeOf(error) };
  }
}

function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value).normalize('NFC'));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The system's own code where there is one: `ECONNREFUSED`. */
function causeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message, cause } = error as {
    readonly name?: unknown;
    readonly message?: unknown;
    readonly cause?: { readonly code?: unknown; readonly message?: unknown };
  };
  const found = [name === 'TimeoutError' ? 'ETIMEDOUT' : undefined, cause?.code, cause?.message, message].find(
    (text) => typeof text === 'string' && text !== '',
  );
  return String(found ?? name);
}

/** Milliseconds the server asks to wait, when that is short enough to sit out. */
function waitAskedFor(response: Response): number | null {
  if (response.status !== 503 && response.status !== 429) return null;
  const seconds = response.headers.get('retry-after');
  if (seconds === null || !/^\d{1,3}$/u.test(seconds)) return null;
  return Number(seconds) * 1_000 <= LONGEST_WAIT_MS ? Math.max(Number(seconds) * 1_000, FIRST_WAIT_MS) : null;
}

async function read<T>({ say, baseUrl }: ClientOptions, response: Response): Promise<Answer<T>> {
  if (response.status >= 300 && response.status < 400) {
    const to = response.headers.get('location');
    throw new Failure(
      EXIT.failed,
      say(
        `Máy chủ ${baseUrl} chuyển hướng${to === null ? '' : ` tới ${to}`}. Dùng địa chỉ đó với --url.`,
        `The server ${baseUrl} redirects${to === null ? '' : ` to ${to}`}. Use that address with --url.`,
      ),
    );
  }
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    // The answer broke off after its head: what was asked may have been done.
    throw new Failure(
      EXIT.failed,
      say(
        `Kết nối tới ${baseUrl} bị ngắt giữa chừng (${causeOf(error)}). Chạy lại lệnh.`,
        `The connection to ${baseUrl} broke off (${causeOf(error)}). Run the command again.`,
      ),
    );
  }
  const body = parsed(text);
  if (!response.ok) throw failureOf(response.status, body, say);
  if (response.status !== 204 && (typeof body !== 'object' || body === null)) {
    throw new Failure(
      EXIT.failed,
      say(`Địa chỉ ${baseUrl} không trả lời như TinhGọn. Kiểm tra --url.`, `${baseUrl} does not answer like TinhGọn. Check --url.`),
    );
  }
  return { data: body as T, etag: response.headers.get('etag'), cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: the caller decides what that means with the status beside it.
    return undefined;
  }
}

function noAnswer({ say, baseUrl, source }: ClientOptions, cause: string, { key, repeatWith }: Call): Failure {
  const again = `--idempotency-key ${key}${repeatWith === undefined ? '' : ` ${repeatWith}`}`;
  const from: Readonly<Record<AddressSource, string>> = {
    flag: '--url',
    environment: 'TINHGON_URL',
    login: say('đăng nhập đã lưu', 'the stored sign-in'),
    localStack: say('bản demo của máy này', 'the demo of this machine'),
  };
  return new Failure(
    EXIT.failed,
    say(
      `Không kết nối được tới ${baseUrl} (${cause}; địa chỉ lấy từ ${from[source]}).`,
      `No connection to ${baseUrl} (${cause}; the address comes from ${from[source]}).`,
    ),
    [
      say(
        'Khởi động bản demo bằng npm start, hoặc chỉ máy chủ đang chạy: --url http://…',
        'Start the demo with npm start, or name a running server: --url http://…',
      ),
      ...(key === undefined
        ? []
        : [
            say(
              `Chưa biết máy chủ đã ghi hay chưa. Chạy lại cùng lệnh, thêm ${again}, thì không bị ghi hai lần.`,
              `Whether the server has recorded it is unknown. Run the same command again with ${again}: it will not be recorded twice.`,
            ),
          ]),
    ],
  );
}
