/**
 * Private servers of one test run, in a folder named after the process that runs the tests.
 * Servers named by `TEST_DATABASE_ADMIN_URL`, `TEST_REDIS_URL` or `TEST_TEMPORAL_ADDRESS` are used instead.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './binaries.js';
import { claimFolder, holderOf } from './claim.js';
import { privateFolder } from './layout.js';
import { adminUrl } from './mariadb.js';
import { isAlive, stopStrays } from './owned-process.js';
import { localSecrets } from './secrets.js';
import { startStores } from './stores.js';
import { createSupervisor } from './supervisor.js';
import { trouble } from './words.js';

/** Servers of a run (`test-<pid>`), and whole stacks of single end-to-end files (`e2e-<anything>`). */
const TEST_FOLDER = /^(?:test-(?<owner>\d+)|e2e-.+)$/u;
/** A stack that is just being made holds no lock yet. */
const YOUNG_MS = 60_000;
const TEST_NAMESPACE = 'tinhgon';

export type TestServices = {
  /** `TEST_DATABASE_ADMIN_URL` (may create schemas), `TEST_REDIS_URL`, `TEST_TEMPORAL_ADDRESS`, `TEST_TEMPORAL_NAMESPACE`, `TEST_CHROMIUM` if there is one. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** Ends what killed test runs left behind and removes their folders; runs that still live are left alone. */
export async function sweepTestFolders(root: string): Promise<readonly string[]> {
  const above = privateFolder(root);
  if (!existsSync(above)) return [];
  const dead = readdirSync(above).filter((name) => {
    const found = TEST_FOLDER.exec(name);
    if (found === null || holderOf(join(above, name)) !== undefined) return false;
    const owner = found.groups?.['owner'];
    return owner === undefined ? Date.now() - statSync(join(above, name)).mtimeMs > YOUNG_MS : !isAlive(Number(owner));
  });
  for (const name of dead) {
    await stopStrays(join(above, name), 0);
    rmSync(join(above, name), { recursive: true, force: true });
  }
  return dead;
}

/** Starts what the environment does not name. Test data is thrown away, so its servers neither sync nor end politely. */
export async function startTestServices(root: string, env: NodeJS.ProcessEnv): Promise<TestServices> {
  await sweepTestFolders(root);
  const folder = join(privateFolder(root), `test-${process.pid}`);
  const claim = claimFolder(folder);
  if (claim.kind === 'taken') throw trouble({ vi: `Đã có lượt kiểm thử ${claim.pid} dùng ${folder}.`, en: `Test run ${claim.pid} already uses ${folder}.` });
  const supervisor = createSupervisor(folder, { detached: false, onEvent: () => undefined });
  const stop = async (): Promise<void> => {
    supervisor.hurry();
    await supervisor.stop();
    claim.release();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stores = await startStores(
      folder,
      {
        ...(!env['TEST_DATABASE_ADMIN_URL'] && { mariadb: { rootPassword: localSecrets(folder).rootPassword, flushEachCommit: false, bufferPoolMb: 128 } }),
        ...(!env['TEST_REDIS_URL'] && { redis: true }),
        ...(!env['TEST_TEMPORAL_ADDRESS'] && { temporal: { root, namespace: TEST_NAMESPACE } }),
      },
      supervisor,
      env,
    );
    const chromium = env['TEST_CHROMIUM'] || findChromium(env);
    const environment: Record<string, string> = {
      TEST_DATABASE_ADMIN_URL: stores.mariadb ? adminUrl(stores.mariadb) : (env['TEST_DATABASE_ADMIN_URL'] ?? ''),
      TEST_REDIS_URL: stores.redisPort === undefined ? (env['TEST_REDIS_URL'] ?? '') : `redis://127.0.0.1:${stores.redisPort}`,
      TEST_TEMPORAL_ADDRESS: stores.temporalPort === undefined ? (env['TEST_TEMPORAL_ADDRESS'] ?? '') : `127.0.0.1:${stores.temporalPort}`,
      TEST_TEMPORAL_NAMESPACE: env['TEST_TEMPORAL_NAMESPACE'] ?? TEST_NAMESPACE,
      ...(chromium !== undefined && { TEST_CHROMIUM: chromium }),
    };
    return { environment, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
