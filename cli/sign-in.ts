/** Proving who one is to a server. */
import type { IssuedToken, Me } from '../api/schemas/types.js';
import type { Client } from './client.js';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import type { Say } from './lang.js';

/** A session of the browser's kind, ended by `end`. */
export type Session = { readonly client: Client; readonly me: Me; readonly end: () => Promise<void> };

/** @throws Failure (4) for a wrong login or password */
export async function openSession(client: Client, login: string, password: string, say: Say): Promise<Session> {
  const { data: me, cookie } = await client.withCredential(null).send<Me>('POST', '/sessions', { body: { login, password } });
  if (cookie === null)
    throw new Failure(
      EXIT.failed,
      say(
        'Máy chủ không mở phiên đăng nhập (thiếu cookie). Với bản chạy production, dùng địa chỉ https.',
        'The server opened no session (no cookie). In production use its https address.',
      ),
    );
  const signedIn = client.withCredential({ cookie });
  // Signing out is a courtesy: a session that could not be ended ends by itself.
  return {
    client: signedIn,
    me,
    end: () =>
      signedIn.send('DELETE', '/sessions/current').then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** A token for tools, of the person with this password; leaves no session behind. */
export async function obtainToken(
  client: Client,
  login: string,
  password: string,
  label: string,
  say: Say,
): Promise<{ readonly me: Me; readonly issued: IssuedToken }> {
  const session = await openSession(client, login, password, say);
  try {
    const { data: issued } = await session.client.send<IssuedToken>('POST', '/tokens', { body: { label } });
    return { me: session.me, issued };
  } finally {
    await session.end();
  }
}
