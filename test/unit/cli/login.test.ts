/** Signing in on the command line: who answers the questions, where the token goes, who may read it. */
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { me } from './answers.js';
import { aFolder, problem, run, serve, type Reply, type Request, type Server } from './harness.js';

let folder: ReturnType<typeof aFolder>;
let server: Server;
beforeEach(async () => {
  folder = aFolder();
  server = await serve(house);
});
afterEach(async () => {
  folder.remove();
  await server.close();
});

function house(request: Request): Reply {
  if (request.path.endsWith('/sessions')) {
    const { login, password } = JSON.parse(request.body) as { login: string; password: string };
    return login === 'hanh@tinh' && password === ' mật khẩu '
      ? { status: 201, body: me, headers: { 'set-cookie': 'tinhgon=s%3Aabc; Path=/; HttpOnly' } }
      : problem(401, 'sign_in_failed');
  }
  if (request.path.endsWith('/tokens'))
    return request.headers.cookie === 'tinhgon=s%3Aabc'
      ? { status: 201, body: { token: 'tinhgon_pat_abc', expiresAt: '2027-02-23T09:00:00+07:00' } }
      : problem(401, 'sign_in_required');
  if (request.path.endsWith('/sessions/current')) return { status: 204 };
  if (request.path.endsWith('/me')) return request.headers.authorization === 'Bearer tinhgon_pat_abc' ? { body: me } : problem(401, 'token_invalid');
  return problem(404, 'route_unknown');
}

const fileOf = (): string => join(folder.path, 'tinhgon', 'logins.json');
const login = (more: readonly string[] = ['--login', 'hanh@tinh', '--password-stdin'], machine: Parameters<typeof run>[2] = { stdin: ' mật khẩu \n' }) =>
  run(folder.path, ['login', '--url', server.url, ...more], machine);

test('keeps a token, readable by its owner alone, and leaves no session behind', async () => {
  const ran = await login();
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toBe(`Đã đăng nhập ${server.url}: bà Nguyễn Thị Hạnh, đến 23/02/2027 09:00.\n`);
  expect(statSync(fileOf()).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(fileOf(), 'utf8'))).toEqual({
    current: server.url,
    logins: { [server.url]: { login: 'hanh@tinh', token: 'tinhgon_pat_abc', expiresAt: '2027-02-23T09:00:00+07:00' } },
  });
  expect(server.seen.map((request) => `${request.method} ${request.path}`)).toEqual([
    'POST /api/v1/sessions',
    'POST /api/v1/tokens',
    'DELETE /api/v1/sessions/current',
  ]);
});

test('neither token nor password is printed, with --json neither', async () => {
  const ran = await login(['--login', 'hanh@tinh', '--password-stdin', '--json']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ url: server.url, login: 'hanh@tinh', roles: ['unitHead'] });
  expect(ran.stdout).not.toMatch(/tinhgon_pat|mật khẩu/u);
});

test('a file that others could read is closed to them at the next sign-in', async () => {
  mkdirSync(join(folder.path, 'tinhgon'));
  writeFileSync(fileOf(), '{"current":null,"logins":{}}');
  chmodSync(fileOf(), 0o644);
  await login();
  expect(statSync(fileOf()).mode & 0o777).toBe(0o600);
});

test('the next commands use it without being told the address', async () => {
  await login();
  const ran = await run(folder.path, ['whoami']);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('bà Nguyễn Thị Hạnh (hanh@tinh)');
  expect(ran.stdout).toContain('Thủ trưởng đơn vị, Sở Tư pháp (sotp)');
});

test('a token is only ever sent to the server that gave it', async () => {
  await login();
  const other = await serve(() => problem(401, 'sign_in_required'));
  const ran = await run(folder.path, ['whoami', '--url', other.url]);
  expect(ran.code).toBe(4);
  expect(other.seen).toEqual([]);
  await other.close();
});

test('--url goes before TINHGON_URL, that before the stored sign-in, that before the local stack', async () => {
  await login();
  const first = await serve(() => ({ body: me }));
  const env = { TINHGON_TOKEN: 'tinhgon_pat_x' };
  const asks = async (argv: readonly string[], machine: Parameters<typeof run>[2]) =>
    JSON.parse((await run(folder.path, ['whoami', '--json', ...argv], machine)).stdout) as { url: string };
  expect((await asks(['--url', `${first.url}/api/v1/`], { env: { ...env, TINHGON_URL: 'http://127.0.0.1:1' } })).url).toBe(first.url);
  expect((await asks([], { env: { ...env, TINHGON_URL: first.url }, localStack: 'http://127.0.0.1:1' })).url).toBe(first.url);
  expect((await asks([], { localStack: 'http://127.0.0.1:1' })).url).toBe(server.url);
  await run(folder.path, ['logout']);
  expect((await asks([], { env, localStack: first.url })).url).toBe(first.url);
  await first.close();
});

test('TINHGON_CONFIG names the file, or a folder for it', async () => {
  const named = join(folder.path, 'của tôi.json');
  expect((await login(undefined, { stdin: ' mật khẩu ', env: { TINHGON_CONFIG: named } })).code).toBe(0);
  expect(statSync(named).mode & 0o777).toBe(0o600);
  expect((await login(undefined, { stdin: ' mật khẩu ', env: { TINHGON_CONFIG: folder.path } })).code).toBe(0);
  expect(statSync(join(folder.path, 'logins.json')).mode & 0o777).toBe(0o600);
});

test('a wrong password ends with 4 and keeps nothing', async () => {
  const ran = await login(['--login', 'hanh@tinh', '--password-stdin'], { stdin: 'sai' });
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(() => statSync(fileOf())).toThrow(/ENOENT/u);
});

test('at a terminal login and password are asked for', async () => {
  const ran = await login([], { terminal: 80, answers: ['hanh@tinh', ' mật khẩu '] });
  expect(ran).toMatchObject({ code: 0, asked: ['Tên đăng nhập: ', 'Mật khẩu: '] });
});

test.each([
  [['--login', 'hanh@tinh'], '--password-stdin'],
  [[], '--login'],
  [['--password-stdin'], '--login'],
])('without a terminal nothing is asked: %j needs %s', async (more, missing) => {
  const ran = await login(more, { stdin: 'x' });
  expect(ran).toMatchObject({ code: 2, asked: [] });
  expect(ran.stderr).toContain(missing);
  expect(server.seen).toEqual([]);
});

test('a broken file of sign-ins says what to do', async () => {
  mkdirSync(join(folder.path, 'tinhgon'));
  writeFileSync(fileOf(), '{');
  const ran = await run(folder.path, ['whoami']);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('Xóa tệp rồi chạy tinhgon login');
});

test('logout forgets the token of one server', async () => {
  await login();
  expect((await run(folder.path, ['logout', '--json'])).stdout).toContain('"forgotten": true');
  expect(JSON.parse(readFileSync(fileOf(), 'utf8'))).toEqual({ current: null, logins: {} });
});
