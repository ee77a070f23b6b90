/** Checks on a private database that the migrations and the entities describe the same schema. */
import { mkdirSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { privateFolder } from './layout.js';
import { applicationUrl } from './mariadb.js';
import { sweepTestFolders } from './test-services.js';
import { localSecrets } from './secrets.js';
import { startStores } from './stores.js';
import { createSupervisor } from './supervisor.js';
import { claimFolder } from './claim.js';

const DATABASE = { user: 'tinhgon', database: 'tinhgon' };

/**
 * Migrates an empty database (or the one of `DATABASE_URL`), then asks `bin/migrate --check`.
 * @returns the exit code of the check, or of the migration when that failed
 */
export async function checkDrift(root: string, env: NodeJS.ProcessEnv): Promise<number> {
  const migrate = (databaseUrl: string, ...args: readonly string[]): Promise<number> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'bin', 'migrate.js'), ...args], {
        cwd: root,
        env: { ...env, DATABASE_URL: databaseUrl },
        stdio: 'inherit',
      });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  const check = async (databaseUrl: string): Promise<number> => (await migrate(databaseUrl)) || migrate(databaseUrl, '--check');
  if (env['DATABASE_URL']) return check(env['DATABASE_URL']);

  await sweepTestFolders(root);
  // A name that the sweep of killed test runs recognises.
  const folder = join(privateFolder(root), `test-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const claim = claimFolder(folder);
  const supervisor = createSupervisor(folder, { detached: false, onEvent: () => undefined });
  try {
    const { rootPassword, password } = localSecrets(folder);
    const application = { ...DATABASE, password };
    const { mariadb } = await startStores(folder, { mariadb: { rootPassword, application, flushEachCommit: false, bufferPoolMb: 128 } }, supervisor, env);
    if (!mariadb) throw new Error('the database did not start');
    return await check(applicationUrl({ ...mariadb, application }));
  } finally {
    supervisor.hurry();
    await supervisor.stop();
    if (claim.kind === 'ours') claim.release();
    rmSync(folder, { recursive: true, force: true });
  }
}
