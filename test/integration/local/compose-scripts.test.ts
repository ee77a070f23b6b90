/** What the containers' scripts do, on the servers of this test run. */
import { execFile } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection, type Connection } from 'mysql2/promise';
import { findBinary } from '../../../local/binaries.js';

const SCRIPTS = join(__dirname, '..', '..', '..', 'local', 'compose');
const run = promisify(execFile);
const admin = new URL(process.env['TEST_DATABASE_ADMIN_URL'] ?? 'mysql://unset');
const DATABASE = 'grants_probe';

describe('rights after a migration', () => {
  let owner: Connection;
  beforeAll(async () => {
    owner = await createConnection({ uri: admin.href, multipleStatements: true });
    await owner.query(`DROP DATABASE IF EXISTS ${DATABASE}; CREATE DATABASE ${DATABASE}; CREATE OR REPLACE USER 'probe_app'@'127.0.0.1' IDENTIFIED BY 'probe';
      CREATE TABLE ${DATABASE}.facts (id int PRIMARY KEY, payload int); CREATE TABLE ${DATABASE}.tasks (id int PRIMARY KEY, version int)`);
  });
  afterAll(async () => {
    await owner.query(`DROP DATABASE ${DATABASE}; DROP USER 'probe_app'@'127.0.0.1'`);
    owner.destroy();
  });

  it('let the application change its tables and only extend the ledger', async () => {
    const grant = () =>
      run('bash', [join(SCRIPTS, 'mysql-grants.sh')], {
        env: {
          ...process.env,
          MYSQL_HOST: admin.hostname,
          MYSQL_PORT: admin.port,
          OWNER_USER: 'root',
          MYSQL_OWNER_PASSWORD: admin.password,
          DATABASE,
          APP_USER: "'probe_app'@'127.0.0.1'",
          MYSQL_CLIENT: findBinary(process.env, 'mariadb', 'mysql') ?? 'mysql',
        },
      });
    expect((await grant()).stdout).toContain('"tables":2');
    await grant();
    const app = await createConnection({ host: admin.hostname, port: Number(admin.port), user: 'probe_app', password: 'probe', database: DATABASE });
    try {
      await app.query('INSERT INTO facts VALUES (1, 1)');
      await app.query('INSERT INTO tasks VALUES (1, 1)');
      await app.query('UPDATE tasks SET version = 2');
      await expect(app.query('UPDATE facts SET payload = 2')).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
      await expect(app.query('DELETE FROM facts')).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
      await expect(app.query('CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
      await app.query('DELETE FROM tasks');
    } finally {
      app.destroy();
    }
  });
});

describe('the health of a container', () => {
  const health = (role: string, env: Record<string, string>): Promise<number> =>
    run(process.execPath, [join(SCRIPTS, 'health.cjs'), role], { env: { PATH: process.env['PATH'], ...env } }).then(
      () => 0,
      (error: { code: number }) => error.code,
    );
  const listen = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it('is what its API says of itself', async () => {
    let status = 200;
    const api = createHttpServer((request, response) => response.writeHead(request.url === '/readyz' ? status : 404).end());
    const port = await listen(api);
    expect(await health('api', { PORT: String(port) })).toBe(0);
    status = 503;
    expect(await health('api', { PORT: String(port) })).toBe(1);
    api.closeAllConnections();
    api.close();
    expect(await health('api', { PORT: String(port) })).toBe(1);
  });

  it('of a mailer needs its stores', async () => {
    const stores = { DATABASE_URL: admin.href, REDIS_URL: process.env['TEST_REDIS_URL'] ?? '' };
    expect(await health('mailer', stores)).toBe(0);
    const gone = createServer();
    const port = await listen(gone);
    await new Promise<void>((resolve) => gone.close(() => resolve()));
    expect(await health('mailer', { ...stores, REDIS_URL: `redis://:pw@127.0.0.1:${port}` })).toBe(1);
    expect(await health('worker', { DATABASE_URL: admin.href, TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' })).toBe(0);
  });

  it('is asked for a role that exists', async () => {
    expect(await health('cook', {})).toBe(1);
  });
});

it('the namespace job makes what is missing and may run again', async () => {
  const temporal = findBinary(process.env, 'temporal') ?? join(SCRIPTS, '..', '..', '.tinhgon', 'bin', 'temporal');
  const env = {
    ...process.env,
    PATH: `${join(temporal, '..')}:${process.env['PATH']}`,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    TEMPORAL_NAMESPACE: 'compose-probe',
    TEMPORAL_RETENTION: '7d',
  };
  const make = () => run('sh', [join(SCRIPTS, 'temporal-namespace.sh')], { env });
  expect((await make()).stdout).toContain('"msg":"namespace ready"');
  const { stdout } = await run(temporal, ['operator', 'search-attribute', 'list', '--namespace', 'compose-probe', '--address', String(env.TEMPORAL_ADDRESS)]);
  for (const name of ['CampaignId', 'DeadlineAt', 'RungLevel']) expect(stdout).toContain(name);
  expect((await make()).stdout).not.toMatch(/added|created/iu);
}, 90_000);
