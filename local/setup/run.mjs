/** Running other programs. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { constants as system } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Runs a program to its end and keeps its output.
 * @returns {Promise<{code: number | null, output: string}>} `code` is null when it could not be started or was killed
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part) => {
        output += part;
      });
    child.once('error', (error) => resolve({ code: null, output: output + error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** The last lines of a program's output, for a message. */
export const tail = (output, lines = 15) => output.trim().split('\n').slice(-lines).join('\n');

/** The first executable of this name on PATH or among the system's servers. */
export function which(name, env = process.env) {
  for (const folder of [...(env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']) {
    if (folder === '') continue;
    try {
      const file = join(folder, name);
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/**
 * Hands the terminal to a program and passes signals on, so that whoever stops us stops it.
 * @returns {Promise<number>} its exit code; 128 + number when a signal ended it
 */
export function runForwarding(command, args, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, forward);
      resolve(code ?? 128 + (system.signals[signal] ?? 0));
    });
  });
}
