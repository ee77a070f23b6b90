/** The machine as the running process sees it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Io, Sink } from './io.js';

const sinkOf = (stream: NodeJS.WriteStream): Sink => {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
  });
  return {
    write: (text) => void stream.write(text),
    flush: async () => {
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
};

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

async function ask(question: string, hidden: boolean): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}

/** @param given what only the wiring knows */
export const processIo = (given: Pick<Io, 'localStack' | 'version'>): Io => ({
  ...given,
  env: process.env,
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  stdin: { isTTY: process.stdin.isTTY === true, readAll },
  ask,
  fetch,
  sleep: (ms) => wait(ms),
  randomBytes: (size) => randomBytes(size),
  configFolder: process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'),
});
