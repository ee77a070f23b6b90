/** The three servers under the product, started together on free ports. */
import { installMariadb, mariadbSpec, type MariadbSettings } from './mariadb.js';
import { freePorts } from './ports.js';
import { redisSpec } from './redis.js';
import type { KeptSpec, Supervisor } from './supervisor.js';
import { temporalSpec, type TemporalSettings } from './temporal.js';

/** What to start. A part that is left out is not started: an external one takes its place. */
export type StoreWishes = {
  readonly mariadb?: Omit<MariadbSettings, 'port' | 'folder'>;
  readonly redis?: true;
  readonly temporal?: Omit<TemporalSettings, 'port' | 'folder'>;
};

/** Settings of what runs, ports included. */
export type RunningStores = {
  readonly mariadb?: MariadbSettings;
  readonly redisPort?: number;
  readonly temporalPort?: number;
};

/** A free port can be taken by another program before the server opens it; another one then does. */
const PORT_TRIES = 3;

async function onFreePort(supervisor: Supervisor, spec: (port: number) => KeptSpec | Promise<KeptSpec>): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const [port] = await freePorts(1);
    if (port === undefined) throw new Error('the system gave no free port');
    try {
      await supervisor.start(await spec(port));
      return port;
    } catch (error) {
      if (tries === PORT_TRIES || !/address already in use|in use|bind/iu.test(error instanceof Error ? error.message : '')) throw error;
    }
  }
}

/**
 * Starts the wished servers side by side; resolves when all answer.
 * @param started told as each one answers
 * @throws Error of the first that fails, after all have been tried; the caller stops the supervisor
 */
export async function startStores(
  folder: string,
  wishes: StoreWishes,
  supervisor: Supervisor,
  env: NodeJS.ProcessEnv,
  started: (part: 'mariadb' | 'redis' | 'temporal') => void = () => undefined,
): Promise<RunningStores> {
  let mariadb: MariadbSettings | undefined;
  let redisPort: number | undefined;
  let temporalPort: number | undefined;
  const { mariadb: mariadbWish, temporal: temporalWish } = wishes;

  const outcomes = await Promise.allSettled([
    (async () => {
      if (!mariadbWish) return;
      await onFreePort(supervisor, async (port) => {
        mariadb = { ...mariadbWish, folder, port };
        await installMariadb(mariadb, env);
        return mariadbSpec(mariadb, env);
      });
      started('mariadb');
    })(),
    (async () => {
      if (!wishes.redis) return;
      redisPort = await onFreePort(supervisor, (port) => redisSpec({ folder, port }, env));
      started('redis');
    })(),
    (async () => {
      if (!temporalWish) return;
      temporalPort = await onFreePort(supervisor, (port) => temporalSpec({ ...temporalWish, folder, port }, env));
      started('temporal');
    })(),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return { ...(mariadb && { mariadb }), ...(redisPort !== undefined && { redisPort }), ...(temporalPort !== undefined && { temporalPort }) };
}
