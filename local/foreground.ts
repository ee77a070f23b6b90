/** `npm start`: one demo in the foreground, until Ctrl-C. */
import { setTimeout as sleep } from 'node:timers/promises';
import { renderBanner } from './banner.js';
import { startDemo, type DemoStart } from './demo.js';
import { describeExit, type SupervisorEvent } from './supervisor.js';

export type ForegroundOptions = {
  readonly root: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** When the person pressed Enter, epoch milliseconds: the set-up before us counts too. */
  readonly startedAtMs: number;
  readonly say: (line: string) => void;
};

/** A terminal sends one Ctrl-C to the whole group and npm passes it on again: those are one wish, a later one is another. */
const SAME_WISH_MS = 1_500;

/**
 * Runs until it is asked to stop.
 * @returns the exit code
 */
export async function runForeground(options: ForegroundOptions): Promise<number> {
  const { say } = options;
  if (options.env['NODE_ENV'] === 'production') {
    say('npm start là bản demo tại máy và không chạy với NODE_ENV=production. Vận hành thật: docker-compose.yml.');
    say('npm start is the local demo and does not run with NODE_ENV=production. For production see docker-compose.yml.');
    return 1;
  }
  const abort = new AbortController();
  let asked = 0;
  let hurry: () => void = () => undefined;
  const ask = (): void => {
    const now = Date.now();
    if (asked === 0) {
      asked = now;
      say('Đang dừng… (Ctrl-C lần nữa để dừng ngay)');
      abort.abort();
    } else if (now - asked > SAME_WISH_MS) {
      hurry();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  // A closed terminal must not end us in the middle of stopping.
  process.stdout.on('error', () => undefined);

  let start: DemoStart;
  try {
    start = await startDemo(
      {
        root: options.root,
        folder: options.folder,
        env: options.env,
        usualPorts: true,
        seed: true,
        detached: true,
        onProgress: (words) => say(words.vi),
        onEvent: (event) => say(describeEvent(event)),
      },
      abort.signal,
    );
  } catch (error) {
    if (asked > 0) return 0;
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
  if (start.kind === 'alreadyRunning') {
    say(`Đã chạy sẵn trong thư mục này (tiến trình ${start.pid}). / Already running in this checkout (process ${start.pid}).`);
    if (start.state?.phase === 'ready') say(renderBanner(start.state, 'npx tinhgon local down'));
    return 0;
  }
  const { demo } = start;
  hurry = () => demo.supervisor.hurry();
  if (asked === 0) say(`\n${renderBanner(demo.state, 'Ctrl-C', Date.now() - options.startedAtMs)}\n`);
  while (!abort.signal.aborted) {
    try {
      await sleep(2 ** 30, undefined, { signal: abort.signal });
    } catch {
      // The signal asks us to stop.
    }
  }
  await demo.stop();
  say('Đã dừng. Dữ liệu được giữ. / Stopped; the data is kept.');
  return 0;
}

/** One line about a part that fell over or came back. */
export function describeEvent(event: SupervisorEvent): string {
  if (event.kind === 'back') return `✓ ${event.name} chạy lại / is back`;
  return `! ${event.name} dừng (${describeExit(event.exit)}), chạy lại sau ${Math.round(event.againInMs / 100) / 10} s / ended, again in a moment; ${event.logFile}`;
}
