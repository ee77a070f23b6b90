import { createServer } from 'node:http';
import { pinoHttp } from 'pino-http';
import { createLog } from '../../../config/log.js';

function written(log: (to: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  log(createLog('api', 'info', { write: (line) => void lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('a line of the log', () => {
  it('is JSON that names its process, level and time', () => {
    expect(written((log) => log.info('ready'))).toMatchObject({
      level: 'info',
      service: 'api',
      msg: 'ready',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
    });
  });

  it('hides passwords, tokens and addresses of people', () => {
    const line = written((log) => log.info({ password: 'p1', job: { token: 't1', to: 'an@tinh.example' }, databaseUrl: 'mysql://u:p2@h/d', count: 3 }, 'sent'));
    expect(JSON.stringify(line)).not.toMatch(/p1|p2|t1|an@tinh/u);
    expect(line['count']).toBe(3);
  });

  it('hides the token of a letter link and the cookie, wherever the request of the web server shows them', async () => {
    const lines: string[] = [];
    const log = createLog('api', 'info', { write: (line) => void lines.push(line) });
    const server = createServer((request, response) => {
      pinoHttp({ logger: log })(request, response);
      response.statusCode = 303;
      response.setHeader('location', '/q/abc.def-ghi/done').setHeader('set-cookie', 'sid=1').end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await fetch(`http://127.0.0.1:${port}/q/abc.def-ghi?x=1`, {
      redirect: 'manual',
      headers: { cookie: 'sid=1', authorization: 'Bearer t1', referer: `http://127.0.0.1:${port}/q/abc.def-ghi` },
    });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/abc\.def|sid=1|Bearer t1/u);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ req: { url: '/q/[redacted]?x=1' }, res: { headers: { location: '/q/[redacted]/done' } } });
  });

  it('keeps what an error says and drops the values of its statement', () => {
    const error = Object.assign(new Error('Deadlock found'), {
      code: 'ER_LOCK_DEADLOCK',
      errno: 1213,
      sql: "INSERT … 'an@tinh.example'",
      parameters: ['an@tinh.example'],
    });
    const line = written((log) => log.error({ err: error }, 'failed'));
    expect(line['err']).toMatchObject({ message: 'Deadlock found', code: 'ER_LOCK_DEADLOCK', errno: 1213 });
    expect(JSON.stringify(line)).not.toContain('an@tinh');
  });
});
