/** The demo's start and stop on real servers, with stand-ins for the product's own processes. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { findTemporalCli } from '../../../local/binaries.js';
import { startDemo, type Demo, type DemoOptions } from '../../../local/demo.js';
import { projectRoot } from '../../../local/layout.js';
import { isAlive, ownedNames } from '../../../local/owned-process.js';
import { findRunning } from '../../../local/state.js';
import type { SupervisorEvent } from '../../../local/supervisor.js';
import { until } from '../../../local/until.js';
import { inFolder } from '../../support/children.js';

jest.setTimeout(120_000);

const SQL = (statements: string): string => `
  const { createConnection } = require('mysql2/promise');
  (async () => { const c = await createConnection({ uri: process.env.DATABASE_URL, multipleStatements: true }); await c.query(${JSON.stringify(statements)}); await c.end(); })();`;
const APP =
  "require('net').createServer().listen(0, '127.0.0.1'); process.on('SIGTERM', () => process.exit(0)); console.log(JSON.stringify({ msg: 'ready' }));";
const MIGRATE = SQL('CREATE TABLE IF NOT EXISTS procedures (id int PRIMARY KEY)');
const SEED = SQL('INSERT INTO procedures VALUES (1)');
/** Leaves half of the sample data and hangs, as a machine that is switched off would leave it. */
const SEED_HANGS = `${SQL('INSERT INTO procedures VALUES (99)')} setTimeout(() => console.log('half'), 300); setInterval(() => undefined, 1000);`;

/** A checkout with stand-ins in `dist/bin`, and the stack's options for it. */
async function inHouse(
  use: (house: { options: DemoOptions; events: SupervisorEvent[]; told: string[]; script: (name: string, source: string) => void }) => Promise<void>,
): Promise<void> {
  await inFolder(async (root) => {
    mkdirSync(join(root, 'dist', 'bin'), { recursive: true });
    symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
    const script = (name: string, source: string): void => writeFileSync(join(root, 'dist', 'bin', `${name}.js`), source);
    for (const app of ['api', 'worker', 'relay', 'mailer']) script(app, APP);
    script('migrate', MIGRATE);
    script('tinhgon', SEED);
    const events: SupervisorEvent[] = [];
    const told: string[] = [];
    const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], TEMPORAL_CLI: findTemporalCli(process.env, projectRoot()) };
    await use({
      events,
      told,
      script,
      options: {
        root,
        folder: join(root, 'data'),
        env,
        usualPorts: false,
        seed: true,
        detached: true,
        onProgress: ({ en }) => void told.push(en),
        onEvent: (event) => void events.push(event),
      },
    });
  });
}

async function started(options: DemoOptions): Promise<Demo> {
  const start = await startDemo(options);
  if (start.kind !== 'started') throw new Error(start.kind);
  return start.demo;
}
async function rows(demo: Demo): Promise<readonly unknown[]> {
  const connection = await createConnection({ uri: demo.state.environment['DATABASE_URL'] });
  const [found] = await connection.query<RowDataPacket[]>('SELECT id FROM procedures ORDER BY id');
  connection.destroy();
  return found.map(({ id }) => id as unknown);
}

it('a demo is seeded once, keeps its data and its web port over a restart, and leaves nothing running', () =>
  inHouse(async ({ options, told }) => {
    const first = await started(options);
    const pids = ['mariadb', 'redis', 'temporal', 'api', 'worker', 'relay', 'mailer'].map((name) => first.supervisor.pidOf(name) ?? 0);
    expect(pids.every(isAlive)).toBe(true);
    expect(first.state.environment).toMatchObject({ TINHGON_DEMO: '1', MAIL_MODE: 'catch', TEMPORAL_NAMESPACE: 'tinhgon', HOST: '127.0.0.1' });
    expect(await startDemo(options)).toMatchObject({ kind: 'alreadyRunning', pid: process.pid, state: { phase: 'ready', urls: first.state.urls } });
    await first.stop();
    expect(pids.some(isAlive)).toBe(false);
    expect(ownedNames(options.folder)).toEqual([]);
    expect(findRunning(options.folder)).toBeUndefined();

    told.length = 0;
    const second = await started(options);
    expect(second.state.urls.web).toBe(first.state.urls.web);
    expect(second.state.environment['SESSION_KEYS']).toBe(first.state.environment['SESSION_KEYS']);
    expect(told.join(' ')).not.toContain('sample data');
    expect(await rows(second)).toEqual([1]);
    await second.stop();
  }));

it('a start that was cut off while the database was being made begins again from nothing', () =>
  inHouse(async ({ options, script, told }) => {
    script('tinhgon', SEED_HANGS);
    const abort = new AbortController();
    const cut = startDemo(options, abort.signal);
    cut.catch(() => undefined);
    const log = join(options.folder, 'logs', 'seed.log');
    await until('half of the sample data', 60_000, () => existsSync(log) && readFileSync(log, 'utf8').includes('half'));
    abort.abort();
    await expect(cut).rejects.toThrow('Step seed did not finish');
    expect(ownedNames(options.folder)).toEqual([]);

    script('tinhgon', SEED);
    const demo = await started(options);
    expect(told).toContainEqual(expect.stringContaining('starting over'));
    expect(await rows(demo)).toEqual([1]);
    await demo.stop();
  }));

it('a part that dies comes back, and one whose data is gone too starts empty', () =>
  inHouse(async ({ options, events }) => {
    const demo = await started(options);
    try {
      process.kill(demo.supervisor.pidOf('worker') ?? 0, 'SIGKILL');
      await until('worker back', 30_000, () => events.some((event) => event.kind === 'back' && event.name === 'worker'));
      await demo.supervisor.kill('redis');
      rmSync(join(options.folder, 'redis'), { recursive: true });
      await demo.supervisor.revive('redis');
      expect(readdirSync(join(options.folder, 'redis')).length).toBeGreaterThan(0);
      process.kill(demo.supervisor.pidOf('mariadb') ?? 0, 'SIGKILL');
      await until('database back', 60_000, () => events.some((event) => event.kind === 'back' && event.name === 'mariadb'));
      expect(await rows(demo)).toEqual([1]);
    } finally {
      await demo.stop();
    }
  }));

it('two demos run side by side, and external servers take the place of private ones', () =>
  inHouse(async (one) =>
    inHouse(async (other) => {
      const first = await started(one.options);
      const { DATABASE_URL = '', REDIS_URL = '', TEMPORAL_ADDRESS = '' } = first.state.environment;
      const second = await started({ ...other.options, env: { ...other.options.env, DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS } });
      try {
        expect(second.state.environment).toMatchObject({ DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS });
        expect(['mariadb', 'redis', 'temporal'].map((name) => second.supervisor.pidOf(name))).toEqual([undefined, undefined, undefined]);
        expect(second.state.urls.web).not.toBe(first.state.urls.web);
        // The external database held a procedure already: no sample data was poured over it.
        expect(await rows(second)).toEqual([1]);
      } finally {
        await second.stop();
        await first.stop();
      }
    }),
  ));

it('a process that cannot start ends the whole start, with the end of its log', () =>
  inHouse(async ({ options, script }) => {
    script('relay', "console.error('REDIS_URL is missing'); process.exit(1);");
    await expect(startDemo(options)).rejects.toThrow(/relay.*REDIS_URL is missing/su);
    expect(ownedNames(options.folder)).toEqual([]);
    expect(findRunning(options.folder)).toBeUndefined();
  }));
