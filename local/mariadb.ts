/** A private MariaDB: its own folder, loopback only, gone with its supervisor. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync, closeSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { findBinary } from './binaries.js';
import { socketPath } from './layout.js';
import { logFileOf } from './owned-process.js';
import type { KeptSpec } from './supervisor.js';
import { trouble } from './words.js';

/**
 * `rootPassword` and `password` are made once per data folder.
 * `flushEachCommit`: true loses nothing in a power cut; false is faster and survives a kill of the server, not of the machine.
 */
export type MariadbSettings = {
  readonly folder: string;
  readonly port: number;
  readonly rootPassword: string;
  /** The application's user and schema, both made at start; absent for tests, which make their own. */
  readonly application?: { readonly user: string; readonly password: string; readonly database: string };
  readonly flushEachCommit: boolean;
  readonly bufferPoolMb: number;
};

/** Same as the product's migrations assume; refusing is better than rounding or truncating. */
const SQL_MODE = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

const dataOf = (folder: string): string => join(folder, 'mariadb');
const optionFile = (folder: string): string => join(folder, 'mariadb.cnf');
const initFile = (folder: string): string => join(folder, 'mariadb-init.sql');
/** Written after the system tables are complete; without it the folder is the ruin of a killed installation. */
const installedMark = (folder: string): string => join(dataOf(folder), 'tinhgon-installed');

/** The server's option file. */
export function renderOptions(settings: MariadbSettings): string {
  const { folder } = settings;
  return [
    '[mysqld]',
    `user=${userInfo().username}`,
    `datadir=${dataOf(folder)}`,
    `socket=${socketPath(folder)}`,
    `pid-file=${join(folder, 'mariadb.pid')}`,
    `tmpdir=${join(folder, 'tmp')}`,
    `secure-file-priv=${join(folder, 'tmp')}`,
    `init-file=${initFile(folder)}`,
    `port=${settings.port}`,
    'bind-address=127.0.0.1',
    'skip-name-resolve',
    'local-infile=0',
    'character-set-server=utf8mb4',
    'collation-server=utf8mb4_unicode_520_ci',
    'transaction-isolation=READ-COMMITTED',
    'binlog_format=ROW',
    "default-time-zone='+00:00'",
    `sql_mode=${SQL_MODE}`,
    `innodb_flush_log_at_trx_commit=${settings.flushEachCommit ? 1 : 2}`,
    `innodb_buffer_pool_size=${settings.bufferPoolMb}M`,
    'innodb_log_file_size=48M',
    'max_connections=300',
    'performance_schema=OFF',
    '',
  ].join('\n');
}

/** Run by the server at every start, one statement a line; each may run again. */
export function renderInit(settings: MariadbSettings): string {
  const lines = ['localhost', '127.0.0.1'].flatMap((host) => [
    `CREATE USER IF NOT EXISTS 'root'@'${host}' IDENTIFIED BY '${settings.rootPassword}';`,
    `ALTER USER 'root'@'${host}' IDENTIFIED BY '${settings.rootPassword}';`,
    `GRANT ALL PRIVILEGES ON *.* TO 'root'@'${host}' WITH GRANT OPTION;`,
  ]);
  if (settings.application) {
    const { user, password, database } = settings.application;
    lines.push(
      `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;`,
      `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
      `ALTER USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
      `GRANT ALL PRIVILEGES ON \`${database}\`.* TO '${user}'@'127.0.0.1';`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function binary(env: NodeJS.ProcessEnv, ...names: readonly string[]): string {
  const found = findBinary(env, ...names);
  if (found !== undefined) return found;
  throw trouble({
    vi: `Thiếu ${names[0]}. Chạy: sudo apt-get install mariadb-server-core mariadb-client-core; hoặc đặt DATABASE_URL tới một MySQL/MariaDB có sẵn.`,
    en: `${names[0]} is missing. Run: sudo apt-get install mariadb-server-core mariadb-client-core; or set DATABASE_URL to an existing MySQL/MariaDB.`,
  });
}

/** Creates the system tables unless they are there. A half-made folder is thrown away first: it never held facts. */
export async function installMariadb(settings: MariadbSettings, env: NodeJS.ProcessEnv): Promise<void> {
  const { folder } = settings;
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(optionFile(folder), renderOptions(settings));
  writeFileSync(initFile(folder), renderInit(settings), { mode: 0o600 });
  if (existsSync(installedMark(folder))) return;
  rmSync(dataOf(folder), { recursive: true, force: true });
  mkdirSync(dataOf(folder), { recursive: true });
  const log = openSync(logFileOf(folder, 'mariadb-install'), 'a');
  const child = spawn(
    binary(env, 'mariadb-install-db', 'mysql_install_db'),
    [
      `--defaults-file=${optionFile(folder)}`,
      `--user=${userInfo().username}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    { stdio: ['ignore', log, log], env },
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  closeSync(log);
  if (code !== 0) {
    throw trouble({
      vi: `mariadb-install-db dừng với mã ${code}. Xem ${logFileOf(folder, 'mariadb-install')}; thường do hết chỗ trên đĩa hoặc thư mục không ghi được.`,
      en: `mariadb-install-db ended with code ${code}. See ${logFileOf(folder, 'mariadb-install')}; usually a full disk or a folder that cannot be written.`,
    });
  }
  writeFileSync(installedMark(folder), '');
}

/** How the supervisor runs it. Socket and pid files of a killed server are removed first. */
export function mariadbSpec(settings: MariadbSettings, env: NodeJS.ProcessEnv): KeptSpec {
  const { folder, port, rootPassword } = settings;
  rmSync(socketPath(folder), { force: true });
  rmSync(join(folder, 'mariadb.pid'), { force: true });
  return {
    name: 'mariadb',
    phase: 'store',
    command: binary(env, 'mariadbd', 'mysqld'),
    args: [`--defaults-file=${optionFile(folder)}`, `--user=${userInfo().username}`],
    env,
    cwd: folder,
    readyWithinMs: 60_000,
    politeMs: 30_000,
    isReady: async () => {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root', password: rootPassword, connectTimeout: 2_000 });
      try {
        await connection.query('SELECT 1');
        return true;
      } finally {
        connection.destroy();
      }
    },
  };
}

/** Address of the administrator, without a schema. */
export const adminUrl = (settings: MariadbSettings): string => `mysql://root:${settings.rootPassword}@127.0.0.1:${settings.port}`;

/** Address of the application's schema. */
export function applicationUrl(settings: MariadbSettings & { readonly application: NonNullable<MariadbSettings['application']> }): string {
  const { user, password, database } = settings.application;
  return `mysql://${user}:${password}@127.0.0.1:${settings.port}/${database}`;
}
