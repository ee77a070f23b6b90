/** What each command works with, and how its end becomes an exit code. */
import type { Command } from 'commander';
import type { Client } from './client.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { Failure } from './failure.js';
import type { Io } from './io.js';
import { sayIn, wordsIn, type Lang, type Say } from './lang.js';
import { findServer, notSignedIn, type Found } from './server.js';
import type { Text } from '../domain/shared/errors.js';

export type Context = {
  readonly io: Io;
  readonly lang: Lang;
  readonly say: Say;
  readonly words: (words: Text) => string;
  readonly json: boolean;
  /** The result: JSON of `value` with `--json`, else `text`. */
  readonly result: (value: unknown, text: () => string) => void;
  /** A message beside the result. */
  readonly note: (text: string) => void;
  readonly server: () => Found;
  /** The server, with a credential. @throws Failure (4) without one */
  readonly client: () => Client;
  /** Ends the command with this code, after its result was printed. */
  readonly endWith: (code: ExitCode) => void;
};

/** Options every command that talks to a server has. */
export const withServer = (command: Command): Command => withJson(command).option('--url <address>', 'địa chỉ máy chủ / address of the server');

export const withJson = (command: Command): Command => command.option('--json', 'kết quả dạng JSON / result as JSON');

type Options = Readonly<Record<string, unknown>>;

/** The exit code of a run that ended by itself, kept per program so that tests can run several. */
const codes = new WeakMap<Command, ExitCode>();
const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

export const exitCodeOfRun = (program: Command): ExitCode => codes.get(program) ?? EXIT.done;

/** Turns a body into a commander action. `args` are the command's positional arguments. */
export function action<O extends Options>(io: Io, body: (context: Context, options: O, args: readonly string[]) => Promise<void> | void) {
  return async (...given: readonly unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    await body(
      contextOf(io, command),
      command.optsWithGlobals<O & { readonly lang?: Lang }>(),
      command.processedArgs.filter((value): value is string => typeof value === 'string'),
    );
  };
}

function contextOf(io: Io, command: Command): Context {
  const options = command.optsWithGlobals<{ readonly lang?: Lang; readonly json?: boolean; readonly url?: string }>();
  const lang = options.lang === 'en' ? 'en' : 'vi';
  const say = sayIn(lang);
  const json = options.json === true;
  const server = (): Found => findServer(io, lang, say, options.url);
  return {
    io,
    lang,
    say,
    json,
    server,
    words: wordsIn(lang),
    result: (value, text) => io.stdout.write(`${json ? JSON.stringify(value, null, 2) : text()}\n`),
    note: (text) => io.stderr.write(`${text}\n`),
    client: () => {
      const found = server();
      if (found.signedInAs === null) throw notSignedIn(found.client.baseUrl, say);
      return found.client;
    },
    endWith: (code) => void codes.set(rootOf(command), code),
  };
}

/** Prints how a command failed. @returns its exit code */
export function reportFailure(io: Io, error: unknown, say: Say): ExitCode {
  if (error instanceof Failure) {
    io.stderr.write([error.message, ...error.more.map((line) => `  ${line}`), ''].join('\n'));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(
    `${say(`Lỗi nội bộ của dòng lệnh, hãy báo nhà phát triển: ${message}`, `Internal error of the command line, please report it: ${message}`)}\n`,
  );
  if (io.env['TINHGON_DEBUG'] && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return EXIT.failed;
}
