/** `tinhgon login`, `tinhgon logout`, `tinhgon whoami`. */
import type { Command } from 'commander';
import { hostname } from 'node:os';
import type { Me } from '../api/schemas/types.js';
import { ROLE_LABELS } from '../domain/shared/labels.js';
import { action, withServer, type Context } from './context.js';
import { invalid } from './failure.js';
import { moment } from './formats.js';
import type { Io } from './io.js';
import { loginFilePath, readLogins, writeLogins } from './login-store.js';
import { obtainToken } from './sign-in.js';
import { factsText } from './table.js';

type LoginOptions = { readonly login?: string; readonly passwordStdin?: boolean };

async function passwordOf({ io, say }: Context, options: LoginOptions): Promise<string> {
  if (options.passwordStdin) {
    const password = (await io.stdin.readAll()).replace(/\r?\n$/u, '');
    if (password === '') throw invalid(say('Không có mật khẩu ở đầu vào chuẩn.', 'There is no password on standard input.'));
    return password;
  }
  if (!io.stdin.isTTY)
    throw invalid(
      say(
        'Thiếu mật khẩu: không có cửa sổ lệnh để hỏi. Dùng --password-stdin.',
        'The password is missing and there is no terminal to ask at. Use --password-stdin.',
      ),
    );
  return io.ask(say('Mật khẩu: ', 'Password: '), true);
}

async function loginOf({ io, say }: Context, options: LoginOptions): Promise<string> {
  const typed = options.login?.trim();
  if (typed) return typed;
  if (!io.stdin.isTTY || options.passwordStdin) throw invalid(say('Thiếu --login TÊN.', '--login NAME is missing.'));
  const answered = (await io.ask(say('Tên đăng nhập: ', 'Login: '), false)).trim();
  if (answered === '') throw invalid(say('Chưa nhập tên đăng nhập.', 'No login was entered.'));
  return answered;
}

const nameOf = ({ person }: Me): string => `${person.honorific} ${person.name}`.trim();

export function registerLogin(program: Command, io: Io): void {
  withServer(program.command('login').description('đăng nhập, giữ mã truy cập cho các lệnh sau / sign in and keep a token for the next commands'))
    .option('--login <name>', 'tên đăng nhập / login name')
    .option('--password-stdin', 'đọc mật khẩu từ đầu vào chuẩn / read the password from standard input')
    .action(
      action<LoginOptions>(io, async (context, options) => {
        const { say } = context;
        const { client } = context.server();
        const login = await loginOf(context, options);
        const password = await passwordOf(context, options);
        const { me, issued } = await obtainToken(client, login, password, `tinhgon cli ${hostname()}`.slice(0, 120), say);
        const path = loginFilePath(io);
        const stored = readLogins(path, say);
        writeLogins(
          path,
          { current: client.baseUrl, logins: { ...stored.logins, [client.baseUrl]: { login, token: issued.token, expiresAt: issued.expiresAt } } },
          say,
        );
        context.result({ url: client.baseUrl, login, name: nameOf(me), roles: me.roles, expiresAt: issued.expiresAt, file: path }, () =>
          say(
            `Đã đăng nhập ${client.baseUrl}: ${nameOf(me)}, đến ${moment(issued.expiresAt)}.`,
            `Signed in to ${client.baseUrl}: ${nameOf(me)}, until ${moment(issued.expiresAt)}.`,
          ),
        );
      }),
    );

  withServer(program.command('logout').description('bỏ mã truy cập đã giữ / forget the token kept')).action(
    action(io, (context) => {
      const { say } = context;
      const { client } = context.server();
      const path = loginFilePath(io);
      const stored = readLogins(path, say);
      const { [client.baseUrl]: gone, ...rest } = stored.logins;
      if (gone) writeLogins(path, { current: stored.current === client.baseUrl ? (Object.keys(rest)[0] ?? null) : stored.current, logins: rest }, say);
      context.result({ url: client.baseUrl, forgotten: gone !== undefined }, () =>
        gone
          ? say(`Đã bỏ mã truy cập của ${client.baseUrl}.`, `The token for ${client.baseUrl} is forgotten.`)
          : say(`Không giữ mã truy cập nào của ${client.baseUrl}.`, `No token is kept for ${client.baseUrl}.`),
      );
    }),
  );

  withServer(program.command('whoami').description('đang là ai, ở máy chủ nào / who one is, and where')).action(
    action(io, async (context) => {
      const { say, words } = context;
      const client = context.client();
      const { data: me } = await client.send<Me>('GET', '/me');
      context.result({ url: client.baseUrl, ...me }, () =>
        factsText([
          [say('Máy chủ', 'Server'), client.baseUrl],
          [say('Người dùng', 'Person'), `${nameOf(me)} (${me.person.login})`],
          [say('Chức danh', 'Post'), me.person.post],
          [say('Vai trò', 'Roles'), me.posts.map(({ unit, role }) => `${words(ROLE_LABELS[role])}, ${unit.name} (${unit.code})`).join('\n')],
        ]),
      );
    }),
  );
}
