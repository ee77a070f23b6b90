/** Small real processes and folders for the tests of the local stack. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../../local/owned-process.js';
import { logSince } from '../../local/owned-process.js';
import type { KeptSpec } from '../../local/supervisor.js';

/** Runs `use` in a new folder, which is removed afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tinhgon-local-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Node process that says `ready` and then does as its script says; its folder shows in its command line. */
export const nodeChild = (folder: string, name: string, script: string, more: Partial<KeptSpec> = {}): KeptSpec => ({
  name,
  phase: 'app',
  command: process.execPath,
  args: ['-e', script, '--', `--stack=${folder}`],
  env: process.env,
  cwd: tmpdir(),
  isReady: (child: Child) => logSince(child).includes('ready'),
  readyWithinMs: 15_000,
  politeMs: 5_000,
  ...more,
});

/** Says ready and stays until it is told to go. */
export const STAYS = "console.log('ready'); setInterval(() => undefined, 1000); process.on('SIGTERM', () => process.exit(0));";
/** Says ready and does not listen to polite requests. */
export const STUBBORN = "process.on('SIGTERM', () => undefined); console.log('ready'); setInterval(() => undefined, 1000);";
