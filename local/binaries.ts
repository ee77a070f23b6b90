/** Finds the servers and tools of this machine. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { privateFolder } from './layout.js';

/** Where Debian keeps servers, which a plain user's PATH often lacks. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** The first executable of one of these names on PATH or in the system's server folders. */
export function findBinary(env: NodeJS.ProcessEnv, ...names: readonly string[]): string | undefined {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...SERVER_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not ours to run.
    return false;
  }
}

const LEAST_TEMPORAL_CLI = [1, 9] as const;

/** `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)` → whether it is new enough to carry server 1.32. */
export function isRecentTemporalCli(versionLine: string): boolean {
  const [, major, minor] = /temporal version (\d+)\.(\d+)/u.exec(versionLine) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [leastMajor, leastMinor] = LEAST_TEMPORAL_CLI;
  return Number(major) > leastMajor || (Number(major) === leastMajor && Number(minor) >= leastMinor);
}

/** The Temporal CLI, first that serves: named in the environment, on PATH, in this checkout's private folder. */
export function findTemporalCli(env: NodeJS.ProcessEnv, root: string): string | undefined {
  const candidates = [env['TEMPORAL_CLI'], findBinary(env, 'temporal'), join(privateFolder(root), 'bin', 'temporal')];
  return candidates.find((file) => {
    if (file === undefined || file === '' || !isExecutable(file)) return false;
    return isRecentTemporalCli(spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 }).stdout ?? '');
  });
}

/** Chromium for browser tests and printing. */
export const findChromium = (env: NodeJS.ProcessEnv): string | undefined =>
  env['CHROMIUM'] || findBinary(env, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
