/**
 * Child processes that can be found again after their parent was killed.
 *
 * Each child leaves `run/<name>.json` in the data folder the moment it is spawned. A later start
 * reads those files and stops what is still running, but only after checking that the number
 * still belongs to the same process, which works for this folder: numbers are reused.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** What to run. `folder` is the data folder that owns the child; its path must show in the child's command line or be its working folder. */
export type ChildSpec = {
  readonly name: string;
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Own process group: a Ctrl-C at the terminal then reaches the supervisor alone, which stops children in order. */
  readonly detached: boolean;
};

/** A running child. `logFrom` is the length of its log file before it wrote anything. */
export type Child = { readonly pid: number; readonly exited: Promise<Exit>; readonly logFile: string; readonly logFrom: number };

/** Who a process is: its number, and when it began, which no later owner of the number shares. */
export const PROCESS_NOTE = z.object({ pid: z.number().int().positive(), startedTicks: z.string().nullable() });
export type ProcessNote = z.infer<typeof PROCESS_NOTE>;

const LOG_LIMIT_BYTES = 10_000_000;

const runFolder = (folder: string): string => join(folder, 'run');
const recordFile = (folder: string, name: string): string => join(runFolder(folder), `${name}.json`);
export const logFileOf = (folder: string, name: string): string => join(folder, 'logs', `${name}.log`);

/** Starts a child with its output in a log file, so that it does not die of a broken pipe when its parent is killed. */
export async function spawnOwned(spec: ChildSpec): Promise<Child> {
  mkdirSync(join(spec.folder, 'logs'), { recursive: true });
  mkdirSync(runFolder(spec.folder), { recursive: true });
  // The working folder may have been emptied on purpose between a kill and this start.
  mkdirSync(spec.cwd, { recursive: true });
  const logFile = logFileOf(spec.folder, spec.name);
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
  const logFrom = existsSync(logFile) ? statSync(logFile).size : 0;
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(spec.command, [...spec.args], { cwd: spec.cwd, env: spec.env, detached: spec.detached, stdio: ['ignore', log, log] });
    const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    if (child.pid === undefined) throw new Error(`${spec.name} has no process id`);
    recordOwned(spec.folder, spec.name, child.pid);
    return { pid: child.pid, exited, logFile, logFrom };
  } finally {
    closeSync(log);
  }
}

/** Leaves the note by which a later start recognises this process. */
export function recordOwned(folder: string, name: string, pid: number): void {
  mkdirSync(runFolder(folder), { recursive: true });
  writeFileSync(recordFile(folder, name), JSON.stringify(noteOf(pid)), { mode: 0o600 });
}

/** Forgets a child that has ended. */
export function forgetOwned(folder: string, name: string): void {
  rmSync(recordFile(folder, name), { force: true });
}

/** The process behind a note, if it still runs and still is the one that was noted; a missing or torn note means nobody. */
export function findOwned(folder: string, name: string): number | undefined {
  const noted = readRecord(folder, name);
  return noted !== undefined && isSameProcess(noted, folder) && mentions(noted.pid, folder) ? noted.pid : undefined;
}

function readRecord(folder: string, name: string): ProcessNote | undefined {
  try {
    return PROCESS_NOTE.parse(JSON.parse(readFileSync(recordFile(folder, name), 'utf8')));
  } catch {
    // Absent, or half written by a process that was killed: either way it names nobody.
    return undefined;
  }
}

/** Whether a process with this number runs (a zombie does not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = readProc(pid, 'stat');
  return stat === undefined || !stat.slice(stat.lastIndexOf(')')).startsWith(') Z ');
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // No such process any more, or a system without /proc.
    return undefined;
  }
}

/** When a process began, in ticks since boot together with the boot's id; `null` where the system does not tell. */
function startedTicks(pid: number): string | null {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return null;
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}/${afterName[19] ?? '?'}`;
}

/** The note by which a process is recognised later. */
export const noteOf = (pid: number): ProcessNote => ({ pid, startedTicks: startedTicks(pid) });

/** Whether the noted process still runs. Where the system does not tell when it began, its command line must mention the folder. */
export function isSameProcess(noted: ProcessNote, folder: string): boolean {
  if (!isAlive(noted.pid)) return false;
  const now = startedTicks(noted.pid);
  return noted.startedTicks === null || now === null ? mentions(noted.pid, folder) : noted.startedTicks === now;
}

/** Redis writes over its own command line, but its working folder stays; elsewhere `ps` shows the arguments. */
function mentions(pid: number, folder: string): boolean {
  const commandLine = readProc(pid, 'cmdline');
  if (commandLine !== undefined) {
    if (commandLine.includes(folder)) return true;
    try {
      const workingFolder = readlinkSync(`/proc/${pid}/cwd`);
      return workingFolder === folder || workingFolder.startsWith(folder + sep);
    } catch {
      // Another user's process: not ours.
      return false;
    }
  }
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(folder) ?? false;
}

/** Asks a process to end, waits, then ends it. Answers once it is gone. */
export async function stopPid(pid: number, politeMs: number): Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  signal('SIGTERM');
  const end = Date.now() + politeMs;
  while (isAlive(pid) && Date.now() < end) await sleep(25);
  if (!isAlive(pid)) return;
  signal('SIGKILL');
  while (isAlive(pid)) await sleep(25);
}

/** Names of the children noted in a folder, running or not. */
export function ownedNames(folder: string): readonly string[] {
  if (!existsSync(runFolder(folder))) return [];
  return readdirSync(runFolder(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
}

/**
 * Stops what a killed run left behind and removes its notes.
 * @returns the names of the children that were still running
 */
export async function stopStrays(folder: string, politeMs: number): Promise<readonly string[]> {
  const found = ownedNames(folder).flatMap((name) => {
    const pid = findOwned(folder, name);
    if (pid === undefined) forgetOwned(folder, name);
    return pid === undefined ? [] : [{ name, pid }];
  });
  await Promise.all(
    found.map(async ({ name, pid }) => {
      await stopPid(pid, politeMs);
      forgetOwned(folder, name);
    }),
  );
  return found.map(({ name }) => name);
}

/** What a child has written since it was started (or its last part), for a person to read. */
export function logSince(child: Pick<Child, 'logFile' | 'logFrom'>, lastLines = Number.POSITIVE_INFINITY): string {
  const text = readFileSync(child.logFile).subarray(child.logFrom).toString('utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-Math.min(lastLines, lines.length)).join('\n');
}
