/** A run of the command line in this process: a machine made for the test, a real HTTP server on a port of its own. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../../cli/io.js';
import { createProgram, runProgram, type Offline } from '../../../cli/program.js';

export type Ran = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly asked: readonly string[];
  readonly slept: readonly number[];
};

export type Machine = {
  readonly env?: Readonly<Record<string, string>>;
  /** stdin and stdout are terminals of this width. */
  readonly terminal?: number;
  readonly stdin?: string;
  readonly answers?: readonly string[];
  readonly localStack?: string;
  readonly fetch?: typeof fetch;
  readonly offline?: Partial<Offline>;
};

const refuse = (): never => {
  throw new Error('no such tool in this test');
};

const NO_TOOLS: Offline = {
  others: [],
  audit: { linesOf: refuse, verify: refuse, exportFacts: refuse },
  database: { migrate: refuse, drift: refuse, seedDemo: refuse, reset: refuse, name: () => 'db', isProduction: () => false },
};

/** A folder of its own for the settings of each test. */
export function aFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'tinhgon-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs `tinhgon …argv` on this machine. */
export async function run(configFolder: string, argv: readonly string[], machine: Machine = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const asked: string[] = [];
  const slept: number[] = [];
  const answers = [...(machine.answers ?? [])];
  const isTTY = machine.terminal !== undefined;
  const io: Io = {
    env: machine.env ?? {},
    stdout: { write: (text) => void (stdout += text), flush: async () => undefined, isTTY, columns: machine.terminal },
    stderr: { write: (text) => void (stderr += text), flush: async () => undefined, isTTY, columns: machine.terminal },
    stdin: { isTTY, readAll: async () => machine.stdin ?? '' },
    ask: async (question) => {
      asked.push(question);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers “${question}”`);
      return answer;
    },
    fetch: machine.fetch ?? fetch,
    sleep: async (ms) => void slept.push(ms),
    randomBytes,
    configFolder,
    localStack: () => (machine.localStack === undefined ? null : { url: machine.localStack }),
    version: '1.2.3',
  };
  const code = await runProgram(createProgram(io, { ...NO_TOOLS, ...machine.offline }), argv, io);
  return { code, stdout, stderr, asked, slept };
}

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly raw?: string }
  | 'hangUp';
export type Server = { readonly url: string; readonly seen: Request[]; readonly close: () => Promise<void> };

/** Answers as the API does; `hangUp` breaks the connection without an answer. */
export async function serve(answer: (request: Request, nth: number) => Reply): Promise<Server> {
  const seen: Request[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const url = new URL(message.url ?? '/', 'http://localhost');
      const request = {
        method: message.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: message.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(request);
      const reply = answer(request, seen.length);
      if (reply === 'hangUp') return void message.socket.destroy();
      const status = reply.status ?? 200;
      response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...reply.headers });
      response.end(reply.raw ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { type: `/api/docs/errors/${code}`, title: `Tiêu đề ${code}.`, detail: `Cách làm với ${code}.`, status, code, instance: 'a'.repeat(32), ...more },
});
