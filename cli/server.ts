/** Which server a command talks to, as whom. */
import { createClient, type AddressSource, type Client, type Credential } from './client.js';
import { EXIT } from './exit-code.js';
import { Failure, invalid } from './failure.js';
import type { Io } from './io.js';
import type { Lang, Say } from './lang.js';
import { loginFilePath, readLogins } from './login-store.js';

/** The origin of a typed address. @throws Failure (2) when it is none */
export function originOf(typed: string, name: string, say: Say): string {
  const text = typed.trim();
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    (url.protocol !== 'http:' && url.protocol !== 'https:') ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw invalid(
      say(
        `${name} phải là địa chỉ dạng http://máy:cổng, không phải “${text.slice(0, 80)}”.`,
        `${name} is an address like http://host:port, not “${text.slice(0, 80)}”.`,
      ),
    );
  }
  const folder = url.pathname.replace(/\/+$/u, '').replace(/\/api(?:\/v1)?$/u, '');
  return `${url.origin}${folder}`;
}

export type Found = { readonly client: Client; readonly signedInAs: string | null };

/**
 * Address: `--url`, `TINHGON_URL`, the stored sign-in, the local stack. Credential: `TINHGON_TOKEN`, else the one stored for the address.
 * @throws Failure (2) for an address that is none, (1) without any or when the stored sign-ins cannot be read
 */
export function findServer(io: Io, lang: Lang, say: Say, typedUrl: string | undefined): Found {
  const stored = readLogins(loginFilePath(io), say);
  const { baseUrl, source } = findAddress(io, say, typedUrl, stored.current);
  const login = stored.logins[baseUrl];
  const token = io.env['TINHGON_TOKEN']?.trim() || login?.token;
  const credential: Credential = token === undefined ? null : { token };
  return {
    client: createClient({ io, lang, say, baseUrl, source, credential }),
    signedInAs: io.env['TINHGON_TOKEN']?.trim() ? 'TINHGON_TOKEN' : (login?.login ?? null),
  };
}

function findAddress(io: Io, say: Say, typedUrl: string | undefined, current: string | null): { readonly baseUrl: string; readonly source: AddressSource } {
  if (typedUrl !== undefined) return { baseUrl: originOf(typedUrl, '--url', say), source: 'flag' };
  const named = io.env['TINHGON_URL']?.trim();
  if (named) return { baseUrl: originOf(named, 'TINHGON_URL', say), source: 'environment' };
  if (current !== null) return { baseUrl: originOf(current, say('địa chỉ đã lưu', 'the stored address'), say), source: 'login' };
  const local = io.localStack();
  if (local !== null) return { baseUrl: originOf(local.url, say('địa chỉ của bản demo', 'the address of the demo'), say), source: 'localStack' };
  throw new Failure(EXIT.failed, say('Chưa có máy chủ nào đang chạy ở đây và chưa chỉ địa chỉ nào.', 'No server runs here and none is named.'), [
    say(
      'Khởi động bản demo bằng npm start, hoặc chỉ máy chủ: --url http://… hay biến TINHGON_URL.',
      'Start the demo with npm start, or name a server: --url http://… or the variable TINHGON_URL.',
    ),
  ]);
}

/** The refusal of a command that needs to know who acts. */
export const notSignedIn = (baseUrl: string, say: Say): Failure =>
  new Failure(
    EXIT.denied,
    say(`Chưa đăng nhập vào ${baseUrl}. Chạy: tinhgon login --url ${baseUrl}`, `Not signed in to ${baseUrl}. Run: tinhgon login --url ${baseUrl}`),
  );
