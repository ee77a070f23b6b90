/** Keeps the children of one stack running, and ends them in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { findOwned, forgetOwned, logSince, spawnOwned, stopPid, type Child, type ChildSpec, type Exit } from './owned-process.js';
import { trouble } from './words.js';
import { until } from './until.js';

/** One kept child. Those of phase `app` end before those of phase `store`, because they use them. */
export type KeptSpec = Omit<ChildSpec, 'folder' | 'detached'> & {
  readonly phase: 'store' | 'app';
  /** Asked again and again after each (re)start; a rejection means "not yet". */
  readonly isReady: (child: Child) => boolean | Promise<boolean>;
  readonly readyWithinMs: number;
  /** How long it may take to end by itself before it is killed. */
  readonly politeMs: number;
};

/** What a watcher may tell a person. */
export type SupervisorEvent =
  | { readonly kind: 'died'; readonly name: string; readonly exit: Exit; readonly againInMs: number; readonly logFile: string }
  | { readonly kind: 'back'; readonly name: string; readonly pid: number };

export type Supervisor = {
  /** Starts a child and waits until it is ready. @throws Error with the end of its log when it does not get there */
  start(spec: KeptSpec): Promise<void>;
  /** Kills a child at once and leaves it dead until `revive`: the tests' way to break a part. */
  kill(name: string): Promise<void>;
  /** Starts a killed child again and waits until it is ready. */
  revive(name: string): Promise<void>;
  pidOf(name: string): number | undefined;
  /** Ends all children, apps first; nothing is restarted any more. Safe to call twice. */
  stop(): Promise<void>;
  /** From now on nobody waits politely: every child still running is killed. */
  hurry(): void;
};

type Kept = { readonly spec: KeptSpec; child: Child; held: boolean; running: boolean; watch: Promise<void> };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A child that ran this long has recovered; its next death starts from the first pause again. */
const STEADY_AFTER_MS = 60_000;

/** Pause before the n-th restart in a row, n from 0: doubling, with an end. */
export const pauseBeforeRestart = (deathsInARow: number): number => Math.min(FIRST_PAUSE_MS * 2 ** deathsInARow, LONGEST_PAUSE_MS);

/** A supervisor of the children whose files live in `folder`. */
export function createSupervisor(folder: string, options: { readonly detached: boolean; readonly onEvent: (event: SupervisorEvent) => void }): Supervisor {
  const kept = new Map<string, Kept>();
  const stopping = new AbortController();
  let stopped: Promise<void> | undefined;

  const launch = async (spec: KeptSpec): Promise<Child> => {
    const child = await spawnOwned({ ...spec, folder, detached: options.detached });
    let ended: Exit | undefined;
    void child.exited.then((exit) => {
      ended = exit;
    });
    try {
      await until(
        spec.name,
        spec.readyWithinMs,
        () => spec.isReady(child),
        () => (stopping.signal.aborted ? 'stopping' : ended && `ended with ${describeExit(ended)}`),
      );
    } catch (error) {
      await stopPid(child.pid, spec.politeMs);
      forgetOwned(folder, spec.name);
      throw Object.assign(
        trouble({
          vi: `${spec.name} không khởi động được (nhật ký: ${child.logFile}):\n${logSince(child, 12)}`,
          en: `${spec.name} did not start (log: ${child.logFile}). ${error instanceof Error ? error.message : ''}`,
        }),
        { cause: error },
      );
    }
    return child;
  };

  const pause = async (ms: number): Promise<void> => {
    try {
      await sleep(ms, undefined, { signal: stopping.signal });
    } catch {
      // The stack is stopping; the caller looks at the signal next.
    }
  };

  const watch = async (entry: Kept): Promise<void> => {
    let deaths = 0;
    for (;;) {
      const since = Date.now();
      const exit = await entry.child.exited;
      entry.running = false;
      forgetOwned(folder, entry.spec.name);
      if (Date.now() - since > STEADY_AFTER_MS) deaths = 0;
      for (;;) {
        if (stopping.signal.aborted || entry.held) return;
        const againInMs = pauseBeforeRestart(deaths);
        deaths += 1;
        options.onEvent({ kind: 'died', name: entry.spec.name, exit, againInMs, logFile: entry.child.logFile });
        await pause(againInMs);
        if (stopping.signal.aborted || entry.held) return;
        try {
          entry.child = await launch(entry.spec);
          entry.running = true;
          options.onEvent({ kind: 'back', name: entry.spec.name, pid: entry.child.pid });
          break;
        } catch {
          // Its log says why; the next round reports the death and waits longer.
        }
      }
    }
  };

  const entryOf = (name: string): Kept => {
    const entry = kept.get(name);
    if (!entry) throw new Error(`no child is named ${name}`);
    return entry;
  };

  const begin = async (spec: KeptSpec): Promise<void> => {
    const child = await launch(spec);
    const entry: Kept = { spec, child, held: false, running: true, watch: Promise.resolve() };
    entry.watch = watch(entry);
    kept.set(spec.name, entry);
  };

  const endPhase = (phase: KeptSpec['phase']): Promise<unknown> =>
    Promise.all(
      [...kept.values()]
        .filter((entry) => entry.spec.phase === phase)
        .map(async (entry) => {
          if (entry.running) await stopPid(entry.child.pid, entry.spec.politeMs);
          await entry.watch;
          forgetOwned(folder, entry.spec.name);
        }),
    );

  return {
    start: begin,
    async kill(name) {
      const entry = entryOf(name);
      entry.held = true;
      if (entry.running) await stopPid(entry.child.pid, 0);
      await entry.watch;
    },
    async revive(name) {
      const entry = entryOf(name);
      if (entry.running) throw new Error(`${name} is running`);
      await begin(entry.spec);
    },
    pidOf: (name) => {
      const entry = kept.get(name);
      return entry?.running ? entry.child.pid : undefined;
    },
    async stop() {
      stopping.abort();
      stopped ??= (async () => {
        await endPhase('app');
        await endPhase('store');
      })();
      await stopped;
    },
    hurry() {
      stopping.abort();
      for (const entry of kept.values()) {
        const pid = entry.running ? findOwned(folder, entry.spec.name) : undefined;
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      }
    },
  };
}

/** `code 1` or `SIGKILL`. */
export const describeExit = (exit: Exit): string => exit.signal ?? `code ${exit.code ?? '?'}`;
