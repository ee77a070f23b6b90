/** Private servers of one bench run, in a folder that the next test run sweeps away if this one is killed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from '../local/claim.js';
import { privateFolder, projectRoot } from '../local/layout.js';
import { adminUrl } from '../local/mariadb.js';
import { localSecrets } from '../local/secrets.js';
import { startStores } from '../local/stores.js';
import { createSupervisor } from '../local/supervisor.js';

export type BenchServers = { readonly databaseUrl: string | null; readonly temporalAddress: string | null };

export const BENCH_NAMESPACE = 'tinhgon';

/** Holds what a bench works on: a province's database has more memory than a test's. */
const BUFFER_POOL_MB = 2_048;

/** Runs `work` beside its servers, which end with it whatever happens. The database keeps each commit on disk, as in production. */
export async function withServers<T>(wishes: { readonly database?: true; readonly temporal?: true }, work: (servers: BenchServers) => Promise<T>): Promise<T> {
  const root = projectRoot();
  const folder = join(privateFolder(root), `test-${process.pid}`);
  const claim = claimFolder(folder);
  if (claim.kind === 'taken') throw new Error(`${folder} is in use by process ${claim.pid}`);
  const supervisor = createSupervisor(folder, { detached: false, onEvent: () => undefined });
  const stop = async (): Promise<void> => {
    supervisor.hurry();
    await supervisor.stop();
    claim.release();
    rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().finally(() => process.exit(1)));
  try {
    const stores = await startStores(
      folder,
      {
        ...(wishes.database && { mariadb: { rootPassword: localSecrets(folder).rootPassword, flushEachCommit: true, bufferPoolMb: BUFFER_POOL_MB } }),
        ...(wishes.temporal && { temporal: { root, namespace: BENCH_NAMESPACE } }),
      },
      supervisor,
      process.env,
    );
    return await work({
      databaseUrl: stores.mariadb ? adminUrl(stores.mariadb) : null,
      temporalAddress: stores.temporalPort === undefined ? null : `127.0.0.1:${stores.temporalPort}`,
    });
  } finally {
    await stop();
  }
}
