/** A person at the API: signed in, with the cookie kept, answers as status and JSON. */
export type Answer = { readonly status: number; readonly body: never; readonly etag: string | null };
export type Client = {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: object, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
};

/**
 * @param origin what a browser would name as the page's own address, where that is not the one called
 * @throws Error when the sign-in is refused
 */
export async function signIn(url: string, login: string, password = 'demo', origin = url): Promise<Client> {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login, password }),
  });
  if (answer.status !== 201) throw new Error(`sign-in of ${login}: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const call = async (method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, origin, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never, etag: response.headers.get('etag') };
  };
  return { get: (path) => call('GET', path), post: (path, body, headers) => call('POST', path, body, headers) };
}
