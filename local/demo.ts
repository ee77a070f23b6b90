/**
 * The whole product on one machine: servers, migrations, sample data, four processes.
 *
 * `npm start` runs it, and so do tests that need a complete stack. A store whose address is in the environment is not started.
 */
import { createConnection } from 'mysql2/promise';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from './claim.js';
import { applicationUrl } from './mariadb.js';
import { runToEnd } from './one-shot.js';
import { logSince, stopStrays, type ChildSpec } from './owned-process.js';
import { freePorts, wishedPort } from './ports.js';
import { localSecrets, type LocalSecrets } from './secrets.js';
import { findRunning, readState, writeState, type StackState } from './state.js';
import { startStores } from './stores.js';
import { createSupervisor, type KeptSpec, type Supervisor, type SupervisorEvent } from './supervisor.js';
import type { Words } from './words.js';

export type DemoOptions = {
  /** The checkout, whose `dist/` is run. */
  readonly root: string;
  readonly folder: string;
  /** Environment of the person; its addresses replace local servers, its other settings reach the processes. */
  readonly env: NodeJS.ProcessEnv;
  /** Try 8080 and 8233 before any free port. */
  readonly usualPorts: boolean;
  /** Fill an empty database with the sample data. */
  readonly seed: boolean;
  readonly detached: boolean;
  readonly onProgress: (words: Words) => void;
  readonly onEvent: (event: SupervisorEvent) => void;
};

/** A running demo. `supervisor` lets a test break and mend its parts: `mariadb redis temporal api worker relay mailer`. */
export type Demo = { readonly state: StackState; readonly supervisor: Supervisor; stop(): Promise<void> };

export type DemoStart =
  | { readonly kind: 'started'; readonly demo: Demo }
  /** Somebody runs it already; `state` is absent while that one is still starting. */
  | { readonly kind: 'alreadyRunning'; readonly pid: number; readonly state?: StackState };

export const APPS = ['api', 'worker', 'relay', 'mailer'] as const;
type App = (typeof APPS)[number];

const USUAL_WEB_PORT = 8080;
const USUAL_TEMPORAL_UI_PORT = 8233;
const MIGRATION_WITHIN_MS = 10 * 60_000;
const SEED_WITHIN_MS = 10 * 60_000;
const APP_READY_WITHIN_MS = 120_000;
/** Longer than a process gives itself to finish the work in flight. */
const APP_POLITE_MS = 30_000;
const STRAY_POLITE_MS = 15_000;

/**
 * Starts everything and resolves when all four processes are ready.
 * @param aborted ends a start half-way; what was started is stopped again
 * @throws Error in both languages, saying what to do
 */
export async function startDemo(options: DemoOptions, aborted: AbortSignal = new AbortController().signal): Promise<DemoStart> {
  const { root, folder, env } = options;
  const claim = claimFolder(folder);
  if (claim.kind === 'taken') {
    const state = findRunning(folder);
    return { kind: 'alreadyRunning', pid: claim.pid, ...(state && { state }) };
  }
  const strays = await stopStrays(folder, STRAY_POLITE_MS);
  if (strays.length > 0) {
    options.onProgress({ vi: `Đã dừng ${strays.join(', ')} còn sót của lần chạy trước.`, en: `Stopped ${strays.join(', ')}, left by an earlier run.` });
  }

  const supervisor = createSupervisor(folder, { detached: options.detached, onEvent: options.onEvent });
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    claim.release();
  };
  const onAbort = (): void => void supervisor.stop();
  aborted.addEventListener('abort', onAbort, { once: true });

  try {
    aborted.throwIfAborted();
    const secrets = localSecrets(folder);
    const former = readState(folder);
    const before = former?.ports;
    // Nobody may take the addresses of the former run for ours while we start.
    if (former) writeState(folder, { ...former, phase: 'starting', environment: {} });
    const ports = await choosePorts(options.usualPorts, before);
    const namespace = env['TEMPORAL_NAMESPACE'] ?? 'tinhgon';
    const database = { user: 'tinhgon', password: secrets.password, database: 'tinhgon' };

    if (!env['DATABASE_URL'] && makingOf(folder) === 'begun') {
      options.onProgress({
        vi: 'Lần trước dừng giữa lúc tạo cơ sở dữ liệu mẫu: làm lại từ đầu.',
        en: 'The last run ended while the sample database was being made: starting over.',
      });
      for (const store of ['mariadb', 'redis', 'temporal']) rmSync(join(folder, store), { recursive: true, force: true });
      rmSync(makingMark(folder), { force: true });
    }
    if (!env['DATABASE_URL'] && !existsSync(join(folder, 'mariadb'))) writeFileSync(makingMark(folder), 'begun');
    options.onProgress({ vi: 'Khởi động cơ sở dữ liệu, Redis và Temporal…', en: 'Starting the database, Redis and Temporal…' });
    const stores = await startStores(
      folder,
      {
        ...(!env['DATABASE_URL'] && { mariadb: { rootPassword: secrets.rootPassword, application: database, flushEachCommit: false, bufferPoolMb: 256 } }),
        ...(!env['REDIS_URL'] && { redis: true }),
        ...(!env['TEMPORAL_ADDRESS'] && { temporal: { root, namespace, uiPort: ports.temporalUi } }),
      },
      supervisor,
      env,
    );
    const environment = demoEnvironment({ ...env, TINHGON_DATA: folder }, secrets, ports, {
      databaseUrl: stores.mariadb ? applicationUrl({ ...stores.mariadb, application: database }) : undefined,
      redisUrl: stores.redisPort === undefined ? undefined : `redis://127.0.0.1:${stores.redisPort}`,
      temporalAddress: stores.temporalPort === undefined ? undefined : `127.0.0.1:${stores.temporalPort}`,
      namespace,
    });
    const state: StackState = {
      phase: 'starting',
      urls: urlsOf(environment),
      ports: { web: Number(environment['PORT']), temporalUi: ports.temporalUi },
      environment,
    };
    writeState(folder, state);

    const step = (name: string, script: string, ...args: readonly string[]): ChildSpec => ({
      name,
      folder,
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'dist', 'bin', script), ...args],
      env: { ...env, ...environment },
      cwd: root,
      detached: options.detached,
    });
    options.onProgress({ vi: 'Cập nhật lược đồ cơ sở dữ liệu…', en: 'Migrating the database…' });
    await runToEnd(step('migrate', 'migrate.js', ownerArgument(folder)), MIGRATION_WITHIN_MS, aborted);
    if (options.seed && (await isEmpty(environment['DATABASE_URL'] ?? ''))) {
      options.onProgress({ vi: 'Nạp dữ liệu mẫu…', en: 'Loading sample data…' });
      await runToEnd(step('seed', 'tinhgon.js', 'db:seed', '--demo'), SEED_WITHIN_MS, aborted);
    }
    writeFileSync(makingMark(folder), 'done');

    options.onProgress({ vi: 'Khởi động API, worker, relay và mailer…', en: 'Starting API, worker, relay and mailer…' });
    const outcomes = await Promise.allSettled(APPS.map((app) => supervisor.start(appSpec(app, root, folder, { ...env, ...environment }))));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    aborted.throwIfAborted();

    const ready: StackState = { ...state, phase: 'ready' };
    writeState(folder, ready);
    return { kind: 'started', demo: { state: ready, supervisor, stop } };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    aborted.removeEventListener('abort', onAbort);
  }
}

type DemoPorts = { readonly web: number; readonly temporalUi: number; readonly sink: number };

/** The ports of the last start come first, so that links in letters already sent go on working. */
async function choosePorts(usual: boolean, before: StackState['ports'] | undefined): Promise<DemoPorts> {
  const web = await wishedPort(before?.web, usual ? USUAL_WEB_PORT : undefined);
  const temporalUi = await wishedPort(before?.temporalUi, usual ? USUAL_TEMPORAL_UI_PORT : undefined);
  const [sink] = await freePorts(1);
  if (sink === undefined) throw new Error('the system gave no free port');
  return { web, temporalUi, sink };
}

/** What the processes are told. A setting of the person wins over ours, the addresses of what was started excepted. */
function demoEnvironment(
  env: NodeJS.ProcessEnv,
  secrets: LocalSecrets,
  ports: DemoPorts,
  stores: {
    readonly databaseUrl: string | undefined;
    readonly redisUrl: string | undefined;
    readonly temporalAddress: string | undefined;
    readonly namespace: string;
  },
): Record<string, string> {
  const port = env['PORT'] || String(ports.web);
  const ownMail = !env['SMTP_URL'];
  return {
    NODE_ENV: env['NODE_ENV'] || 'development',
    TINHGON_DATA: env['TINHGON_DATA'] ?? '',
    TINHGON_DEMO: env['TINHGON_DEMO'] || '1',
    PORT: port,
    HOST: env['HOST'] || '127.0.0.1',
    PUBLIC_URL: env['PUBLIC_URL'] || `http://localhost:${port}`,
    DATABASE_URL: stores.databaseUrl ?? env['DATABASE_URL'] ?? '',
    REDIS_URL: stores.redisUrl ?? env['REDIS_URL'] ?? '',
    TEMPORAL_ADDRESS: stores.temporalAddress ?? env['TEMPORAL_ADDRESS'] ?? '',
    TEMPORAL_NAMESPACE: stores.namespace,
    TEMPORAL_UI_URL: stores.temporalAddress === undefined ? (env['TEMPORAL_UI_URL'] ?? '') : `http://localhost:${ports.temporalUi}`,
    MAIL_MODE: env['MAIL_MODE'] || (ownMail ? 'catch' : 'send'),
    SMTP_SINK_PORT: env['SMTP_SINK_PORT'] || String(ports.sink),
    SMTP_URL: env['SMTP_URL'] || `smtp://127.0.0.1:${env['SMTP_SINK_PORT'] || ports.sink}`,
    SESSION_KEYS: env['SESSION_KEYS'] || secrets.sessionKey,
    TOKEN_KEYS: env['TOKEN_KEYS'] || secrets.tokenKey,
    SEAL_KEYS: env['SEAL_KEYS'] || secrets.sealKey,
  };
}

function urlsOf(environment: Readonly<Record<string, string>>): StackState['urls'] {
  const web = (environment['PUBLIC_URL'] ?? '').replace(/\/+$/u, '');
  return {
    web,
    apiDocs: `${web}/api/docs`,
    openapi: `${web}/api/openapi.json`,
    ...(environment['MAIL_MODE'] === 'catch' && { mail: `${web}/dev/mail` }),
    ...(environment['TEMPORAL_UI_URL'] && { temporalUi: environment['TEMPORAL_UI_URL'] }),
  };
}

/** Our own processes say nothing about the folder they serve; this unused argument does, for whoever looks for strays. */
const ownerArgument = (folder: string): string => `--stack=${folder}`;

function appSpec(app: App, root: string, folder: string, env: NodeJS.ProcessEnv): KeptSpec {
  return {
    name: app,
    phase: 'app',
    command: process.execPath,
    args: ['--enable-source-maps', join(root, 'dist', 'bin', `${app}.js`), ownerArgument(folder)],
    env,
    cwd: root,
    readyWithinMs: APP_READY_WITHIN_MS,
    politeMs: APP_POLITE_MS,
    isReady: (child) => logSince(child).includes('"msg":"ready"'),
  };
}

const makingMark = (folder: string): string => join(folder, 'making');

/**
 * How far the database of this folder came: `begun` without `done` is a run that was killed between the first table and the
 * last sample row. Nobody can have worked on it yet, and a schema half made cannot be continued: databases do not roll tables back.
 */
function makingOf(folder: string): string | undefined {
  try {
    return readFileSync(makingMark(folder), 'utf8');
  } catch {
    // A folder that was never started.
    return undefined;
  }
}

/** Whether the database knows no procedure yet. */
async function isEmpty(databaseUrl: string): Promise<boolean> {
  const connection = await createConnection({ uri: databaseUrl, connectTimeout: 10_000 });
  try {
    const [rows] = await connection.query('SELECT id FROM procedures LIMIT 1');
    return Array.isArray(rows) && rows.length === 0;
  } catch (error) {
    if ((error as { code?: string }).code === 'ER_NO_SUCH_TABLE') return true;
    throw error;
  } finally {
    connection.destroy();
  }
}
