import { createServer } from 'node:net';
import { judgeDatabase, judgeRedis, runDoctor, type Finding } from '../../../local/doctor.js';
import { freePorts } from '../../../local/ports.js';

const STRICT = new Map([
  ['sql_mode', 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'],
  ['innodb_flush_log_at_trx_commit', '1'],
]);
const statuses = (findings: readonly Finding[]) => findings.map(({ status }) => status);
const of = (findings: readonly Finding[], part: string) => findings.filter((finding) => finding.part === part);

describe('a database', () => {
  it.each(['10.11.14-MariaDB-0+deb12u2', '11.4.5-MariaDB', '8.0.17', '8.4.6', '9.7.4'])('%s is recent enough', (version) => {
    expect(statuses(judgeDatabase(version, STRICT, 0, true))).toEqual(['ok']);
  });

  it.each(['10.6.22-MariaDB', '5.7.44'])('%s is too old', (version) => {
    expect(statuses(judgeDatabase(version, STRICT, 0, false))).toEqual(['missing']);
  });

  it('that would cut data short, lose commits or live in another time is reported, each with its fix', () => {
    const findings = judgeDatabase(
      '8.4.6',
      new Map([
        ['sql_mode', ''],
        ['innodb_flush_log_at_trx_commit', '2'],
      ]),
      -5_000,
      true,
    );
    expect(statuses(findings)).toEqual(['ok', 'missing', 'warn', 'warn']);
    expect(findings.map(({ en }) => en).join(' ')).toMatch(/STRICT_TRANS_TABLES.*Set it to 1.*-5000 ms/su);
  });
});

describe('a Redis', () => {
  it('that keeps every job is fine', () => {
    expect(statuses(judgeRedis('redis_version:7.0.15\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n'))).toEqual(['ok']);
  });

  it('that may drop jobs is refused', () => {
    const findings = judgeRedis('redis_version:6.2.0\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n');
    expect(statuses(findings)).toEqual(['warn', 'missing', 'warn']);
    expect(findings[1]?.vi).toContain('noeviction');
  });
});

describe('the doctor', () => {
  it('examines every part and says the same in both languages', async () => {
    const findings = await runDoctor({ PATH: process.env['PATH'], TINHGON_DATA: '/nowhere/at-all' });
    for (const part of ['node', 'settings', 'database', 'redis', 'temporal', 'ports', 'mail', 'fonts', 'timeZone', 'chromium']) {
      expect(of(findings, part)).not.toHaveLength(0);
    }
    for (const { vi, en } of findings) expect([vi, en].every((text) => text.length > 3)).toBe(true);
    expect(of(findings, 'timeZone')[0]?.status).toBe('ok');
  });

  it('names the variable of each address where nobody answers, and never its password', async () => {
    const [port = 0] = await freePorts(1);
    const findings = await runDoctor({
      PATH: process.env['PATH'],
      TINHGON_DATA: '/nowhere/at-all',
      DATABASE_URL: `mysql://app:hunter2@127.0.0.1:${port}/x`,
      REDIS_URL: `redis://:hunter2@127.0.0.1:${port}`,
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      SMTP_URL: `smtp://u:hunter2@127.0.0.1:${port}`,
    });
    for (const [part, variable] of [
      ['database', 'DATABASE_URL'],
      ['redis', 'REDIS_URL'],
      ['temporal', 'TEMPORAL_ADDRESS'],
      ['mail', 'SMTP_URL'],
    ] as const) {
      expect(of(findings, part)).toEqual([
        expect.objectContaining({ status: 'missing', vi: expect.stringContaining(variable), en: expect.stringContaining(variable) }),
      ]);
    }
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it('tells each missing server with the packages that bring it and the variable that replaces it', async () => {
    const findings = await runDoctor({ PATH: '/nowhere', TINHGON_DATA: '/nowhere/at-all', TEMPORAL_CLI: '/nowhere/temporal' });
    expect(of(findings, 'redis')).toEqual([
      expect.objectContaining({ status: 'missing', en: expect.stringMatching(/apt-get install redis-server.*REDIS_URL/u) }),
    ]);
  });

  it('lists every gap in the settings of a production process', async () => {
    const [settings] = of(await runDoctor({ PATH: process.env['PATH'], NODE_ENV: 'production', TINHGON_DATA: '/nowhere/at-all' }), 'settings');
    expect(settings?.status).toBe('missing');
    for (const name of ['DATABASE_URL', 'SESSION_KEYS', 'PUBLIC_URL']) expect(settings?.en).toContain(name);
  });

  it('is content with a mail server that answers', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const findings = await runDoctor({ PATH: process.env['PATH'], TINHGON_DATA: '/nowhere/at-all', SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_MODE: 'send' });
    server.close();
    expect(of(findings, 'mail')).toEqual([expect.objectContaining({ status: 'ok', en: expect.stringContaining('MAIL_MODE=send') })]);
  });
});
