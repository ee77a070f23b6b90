/** `tinhgon local up|down|wipe`: the same demo without a terminal. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MARK, claimFolder, holderOf } from './claim.js';
import { socketPath } from './layout.js';
import { isAlive, stopPid, stopStrays } from './owned-process.js';
import { findRunning, type StackState } from './state.js';
import { trouble } from './words.js';
import { until } from './until.js';

const UP_WITHIN_MS = 15 * 60_000;
/** The supervisor needs this long to end its children in order. */
const DOWN_POLITE_MS = 60_000;
const STRAY_POLITE_MS = 10_000;

/**
 * Starts a supervisor that outlives us, and waits until everything is ready.
 * @idempotent by folder: one that runs already is answered with its state
 */
export async function bringUp(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<StackState> {
  if (holderOf(folder) === undefined) {
    // Refuses a folder that holds other files before anything is written into it.
    const claim = claimFolder(folder);
    if (claim.kind === 'ours') claim.release();
    mkdirSync(join(folder, 'logs'), { recursive: true });
    const logFile = join(folder, 'logs', 'supervisor.log');
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn(process.execPath, [join(root, 'dist', 'bin', 'local.js'), 'start', '--data', folder], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    await until(
      'tinhgon local up',
      UP_WITHIN_MS,
      () => findRunning(folder)?.phase === 'ready',
      () => (ended ? `\n${readFileSync(logFile, 'utf8')}` : undefined),
    );
  } else {
    await until(
      'tinhgon local up',
      UP_WITHIN_MS,
      () => findRunning(folder)?.phase === 'ready',
      () => (holderOf(folder) === undefined ? 'the running start ended' : undefined),
    );
  }
  const state = findRunning(folder);
  if (!state) throw new Error('the stack ended as soon as it was ready');
  return state;
}

/**
 * Stops the stack of a folder, and whatever a killed supervisor left there.
 * @returns whether anything was running
 */
export async function bringDown(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  const holder = holderOf(folder);
  if (holder !== undefined && isAlive(holder)) await stopPid(holder, DOWN_POLITE_MS);
  const strays = await stopStrays(folder, STRAY_POLITE_MS);
  return holder !== undefined || strays.length > 0;
}

/**
 * Deletes all data of a stopped stack.
 * @throws Error when it runs, or when the folder is not one of ours
 */
export async function wipe(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  if (!existsSync(join(folder, MARK))) {
    throw trouble({ vi: `${folder} không phải thư mục dữ liệu của TinhGọn: không xóa.`, en: `${folder} is no data folder of TinhGọn: not deleted.` });
  }
  const holder = holderOf(folder);
  if (holder !== undefined) {
    throw trouble({
      vi: `Bản demo đang chạy (tiến trình ${holder}). Dừng trước: npx tinhgon local down`,
      en: `The demo is running (process ${holder}). Stop it first: npx tinhgon local down`,
    });
  }
  await stopStrays(folder, STRAY_POLITE_MS);
  rmSync(socketPath(folder), { force: true });
  rmSync(folder, { recursive: true, force: true });
}
