/** Where the local stack keeps its files. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout this code belongs to, found from here upwards by its lock file (sources and `dist/` alike). */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`no package-lock.json above ${__dirname}: the local stack runs from a checkout or an image of it`);
    folder = above;
  }
  return folder;
}

/** Everything that is made on this machine and never committed. */
export const privateFolder = (root: string): string => join(root, '.tinhgon');

/** The demo's data: `TINHGON_DATA`, else a folder of this checkout. */
export const demoFolder = (root: string, env: NodeJS.ProcessEnv): string => resolve(root, env['TINHGON_DATA'] ?? join('.tinhgon', 'demo'));

/** Longest socket path that Linux and macOS both take. */
const SOCKET_PATH_LIMIT = 100;

/** The database's socket: in its own folder, or under the system's temporary folder when that path is too long for a socket. */
export function socketPath(folder: string): string {
  const inFolder = join(folder, 'mariadb.sock');
  if (inFolder.length <= SOCKET_PATH_LIMIT) return inFolder;
  return join(tmpdir(), `tinhgon-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}.sock`);
}
