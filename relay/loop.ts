/** Runs a bounded piece of work on a beat, for as long as the process lives. */
import type { Log } from '../config/log.js';

export type Loop = { readonly stop: () => Promise<void> };

/**
 * Work that answers `'again'` is run at once, else after `everyMs` with a little jitter. An error is logged and the beat goes on.
 */
export function startLoop(name: string, everyMs: number, log: Log, work: () => Promise<'again' | 'rest'>): Loop {
  let stopping = false;
  let wake: () => void = () => undefined;
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping) {
      try {
        const next = await work();
        failures = 0;
        if (next === 'again') continue;
      } catch (error) {
        failures += 1;
        log.error({ loop: name, failures, err: error }, 'loop failed; it goes on');
      }
      await rest(Math.min(everyMs * 2 ** Math.min(failures, 5), Math.max(everyMs, 30_000)) * (0.9 + Math.random() * 0.2));
    }
  };
  const ended = run();
  return {
    stop: async () => {
      stopping = true;
      wake();
      await ended;
    },
  };
}
