import { Redis } from 'ioredis';
import { ENDPOINTS } from '../../../api/endpoints.js';
import { seeded } from '../../support/seeded.js';
import { connect } from 'node:net';
import { launchReviews } from '../../support/province.js';
import type { TaskPage } from '../../../api/schemas/types.js';
import { openBeside, openHouse, type Client, type House, type Seen } from './serve.js';

let house: House;
let head: Client;
let coordinator: Client;
let taskId: string;
let reviewId: string;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  head = await house.as('head');
  coordinator = await house.as('coordinator');
  await launchReviews(house.commands, house.province, ['1.300001']);
  const [task] = (await head.get<TaskPage>('/tasks')).body.items;
  if (!task) throw new Error('nothing to do');
  ({ id: taskId, reviewId } = task);
}, 60_000);
afterAll(() => house.close());

const problem = (answer: Seen) => [answer.status, answer.body['code']];
const rows = async () =>
  JSON.stringify(
    await Promise.all(
      ['decisions', 'facts', 'proposals', 'campaigns', 'procedures', 'outbox', 'command_receipts', 'api_tokens'].map((table) =>
        house.database.reader.row(`SELECT COUNT(*) AS n FROM ${table}`),
      ),
    ),
  );

describe('bad bodies', () => {
  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    head.ask('POST', `/tasks/${taskId}/decisions`, { raw, headers, key: 'key-of-bad-body', ifMatch: '"v1"' });

  it.each([
    ['cut off', '{"verdict":"approve"', 400, 'malformed_json'],
    ['not JSON', 'verdict=approve', 400, 'malformed_json'],
    ['a bare text', '"approve"', 400, 'malformed_json'],
    ['a bare null', 'null', 400, 'malformed_json'],
    ['with a trailing comma', '{"verdict":"approve",}', 400, 'malformed_json'],
    ['a list', '[]', 422, 'validation_failed'],
    ['empty', '{}', 422, 'validation_failed'],
    ['deeply nested', `{"verdict":${'['.repeat(5000)}${']'.repeat(5000)}}`, 422, 'validation_failed'],
  ])('%s', async (_name, body, status, code) => {
    expect(problem(await post(body))).toEqual([status, code]);
  });

  it('over a megabyte are refused with 413', async () => {
    expect(problem(await post(JSON.stringify({ verdict: 'approve', comment: 'x'.repeat(1_100_000) })))).toEqual([413, 'body_too_large']);
  });

  it('of another kind are refused with 415', async () => {
    expect(problem(await post('{}', { 'content-type': 'text/plain' }))).toEqual([415, 'media_type_unsupported']);
    expect(problem(await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual([415, 'media_type_unsupported']);
    expect(problem(await post('{}', { 'content-type': 'application/json; charset=iso-8859-1' }))).toEqual([415, 'media_type_unsupported']);
  });

  it('with broken UTF-8 are refused, not guessed', async () => {
    const broken = new Uint8Array([
      ...new TextEncoder().encode('{"verdict":"approve","comment":"'),
      0xc3,
      0x28,
      ...new TextEncoder().encode(`","contentDigest":"${'a'.repeat(64)}"}`),
    ]);
    expect(problem(await post(broken))).toEqual([400, 'malformed_json']);
  });

  it('name every field that is wrong, in the language asked for', async () => {
    const body = { verdict: 'perhaps', comment: 5, contentDigest: 'x', extra: true };
    const [vi, en] = [
      await head.ask('POST', `/tasks/${taskId}/decisions`, { body, key: 'k-12345678', ifMatch: '"v1"' }),
      await head.ask('POST', `/tasks/${taskId}/decisions`, { body, key: 'k-12345678', ifMatch: '"v1"', headers: { 'accept-language': 'en-GB,en;q=0.9' } }),
    ];
    expect(vi.status).toBe(422);
    expect((vi.body['errors'] as { pointer: string; code: string }[]).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/verdict', 'not_in_list'],
      ['/comment', 'wrong_type'],
      ['/contentDigest', 'wrong_format'],
      ['/extra', 'unknown_field'],
    ]);
    expect([vi.body['detail'], en.body['detail']]).toEqual(['Sửa 4 trường rồi gửi lại.', 'Correct 4 fields and send again.']);
    expect(vi.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('leave nothing behind', async () => {
    const before = await rows();
    for (const raw of ['{', '[]', '{}', JSON.stringify({ verdict: 'approve', contentDigest: 'x' })]) await post(raw);
    await coordinator.ask('POST', '/campaigns', { body: { name: 'x' }, key: 'key-of-launch' });
    await coordinator.ask('POST', '/campaigns', {
      body: { name: 'Đợt', planYear: 2026, basis: 'a', basisDocument: 'x', procedureCodes: ['9.999999'] },
      key: 'key-of-launch',
    });
    expect(await rows()).toBe(before);
  });
});

describe('bad addresses', () => {
  it.each([
    ['/tasks/1', 404],
    ['/tasks/tsk_', 404],
    ['/tasks/' + 'x'.repeat(500), 404],
    ["/tasks/tsk_'%20OR%201=1--", 404],
    ['/tasks/%F0%28', 400],
    ['/tasks/..%2f..%2fme', 404],
    ['/tasks/%00', 404],
    ['/reviews/rev_1', 404],
    ['/reviews/null', 404],
    ['/campaigns/cmp_zzz', 404],
    ['/campaigns/cmp_zzz/reviews', 404],
    ['/procedures/%25', 404],
    ['/procedures/9.999999', 404],
    ['/procedures/%C4%91%E1%BA%A5t', 404],
    ['/procedures/1.300001/versions/2', 404],
    ['/procedures/1.300001/versions/x', 404],
    ['/procedures/1.300001/versions/-1', 404],
    ['/nothing', 404],
    ['/tasks/', 404],
    ['/Tasks', 404],
  ])('%s is %d', async (path, status) => {
    const answer = await coordinator.get(path);
    expect([path, answer.status, answer.body['status']]).toEqual([path, status, status]);
  });

  it('say which methods they take', async () => {
    const answer = await head.ask('DELETE', `/tasks/${taskId}`);
    expect([...problem(answer), answer.headers.get('allow')]).toEqual([405, 'method_not_allowed', 'GET']);
    expect(problem(await head.ask('PATCH', '/campaigns'))).toEqual([405, 'method_not_allowed']);
  });

  it.each([
    ['/tasks?limit=0', 'limit'],
    ['/tasks?limit=101', 'limit'],
    ['/tasks?limit=5x', 'limit'],
    ['/tasks?limit=５', 'limit'],
    ['/tasks?box=all', 'box'],
    ['/tasks?box=todo&box=done', 'box'],
    ['/tasks?lateness=late', 'lateness'],
    ['/reviews?status=open,nope', 'status'],
    ['/overdue?age=7', 'age'],
    ['/tasks?unit=khong-co', 'unit'],
    ['/tasks?unit=%C4%91', 'unit'],
    ['/tasks?campaign=%C4%91', 'campaign'],
    ['/procedures?q=' + 'x'.repeat(201), 'q'],
    ['/procedures?phase=', 'phase'],
    ['/reviews?q=%00', 'q'],
  ])('%s names the parameter', async (path, parameter) => {
    const answer = await coordinator.get(path);
    expect([...problem(answer), answer.body['parameter']]).toEqual([400, 'parameter_invalid', parameter]);
  });

  it.each(['/tasks?page=2', '/me?x=1', '/procedures?sort=name', '/units?expand=heads', '/tasks?__proto__=1'])(
    '%s has a parameter nobody knows',
    async (path) => {
      expect(problem(await coordinator.get(path))).toEqual([400, 'parameter_unknown']);
    },
  );

  it.each(['x', 'W10', 'eyJhIjoxfQ', '%00', '..'])('a made-up cursor %p is refused', async (cursor) => {
    expect(problem(await coordinator.get(`/procedures?cursor=${cursor}`))).toEqual([400, 'cursor_invalid']);
  });

  it('with SQL in a search find nothing and break nothing', async () => {
    for (const q of ["' OR '1'='1", '%', '_', '\\', '"; DROP TABLE tasks; --']) {
      const answer = await coordinator.get<TaskPage>(`/procedures?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, 200]);
      if (q !== '"; DROP TABLE tasks; --') expect([q, answer.body.items.length]).toEqual([q, /[%_\\]/u.test(q) ? 0 : answer.body.items.length]);
    }
    expect((await head.get(`/tasks/${taskId}`)).status).toBe(200);
  });
});

describe('anything at all', () => {
  const NASTY = [
    '',
    ' ',
    '0',
    '-1',
    '1e309',
    'NaN',
    'null',
    'undefined',
    'true',
    '__proto__',
    'constructor',
    '../../x',
    '%',
    '%%%',
    'ă'.repeat(300),
    'Ｆ',
    '\u202Eabc',
    "'; --",
    '<script>',
    '${7*7}',
    '{}',
    '[]',
    'tsk_0',
    'rev_' + '0'.repeat(26),
    'cmp_' + 'z'.repeat(26),
    'prc_' + '7'.repeat(26),
    '2026-02-30',
  ];
  const VALUES: readonly unknown[] = [...NASTY, null, true, 0, -1, 1.5, 1e300, [], {}, [[]], { vi: 'x' }, [null], { toString: 'x' }];

  it('sent to any endpoint is answered clearly, never by a failure of ours', async () => {
    const seed = 20261125;
    const random = seeded(seed);
    const below = (limit: number): number => Math.floor(random() * limit);
    const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
    const failures: unknown[] = [];
    for (let turn = 0; turn < 400; turn += 1) {
      const endpoint = pick(ENDPOINTS.filter((candidate) => candidate.id !== 'signOut' && candidate.id !== 'signIn' && candidate.id !== 'advanceTestClock'));
      const path = endpoint.path.replaceAll(/\{\w+\}/gu, () => encodeURIComponent(pick(NASTY) || 'x'));
      const names = Object.keys(endpoint.query?.shape ?? { nothing: 0 });
      const query = Array.from({ length: below(3) }, () => `${pick(names)}=${encodeURIComponent(pick(NASTY))}`).join('&');
      const fields = Object.keys((endpoint.body as { shape?: object } | undefined)?.shape ?? { x: 0 });
      const body = Object.fromEntries(fields.filter(() => below(4) > 0).map((field) => [field, pick(VALUES)]));
      const answer = await coordinator.ask(endpoint.method.toUpperCase(), `${path}${query === '' ? '' : `?${query}`}`, {
        ...(endpoint.body && !endpoint.upload ? { body: below(5) > 0 ? body : pick(VALUES) } : {}),
        key: `fuzz-key-${turn}`,
        ifMatch: pick(['"v1"', '"r0"', '*', 'x']),
      });
      const clear =
        answer.status < 400 || (typeof answer.body['code'] === 'string' && typeof answer.body['title'] === 'string' && answer.body['status'] === answer.status);
      if (answer.status >= 500 || !clear) failures.push([turn, endpoint.id, path, query, body, answer.status, answer.text.slice(0, 200)]);
    }
    expect({ seed, failures }).toEqual({ seed, failures: [] });
  }, 120_000);
});

describe('every answer', () => {
  const kinds = () =>
    Promise.all([
      head.get('/me'),
      head.get('/nothing'),
      house.anonymous().get('/me'),
      head.ask('POST', '/tokens', { raw: '{', headers: { 'content-type': 'application/json' } }),
      house.anonymous().get('/api/docs'),
    ]);

  it('carries the protective headers and a request id', async () => {
    for (const { headers } of await kinds()) {
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).not.toMatch(/https?:|\*|unsafe-eval/u);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/u);
    }
  });

  it('of the API is not stored by anybody and shows what is left of the limit', async () => {
    const { headers } = await head.get('/me');
    expect([headers.get('cache-control'), headers.get('ratelimit-policy')]).toEqual(['no-store', expect.stringContaining('person')]);
  });

  it('that refuses names the trace the caller sent', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await head.get('/nothing', { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect([answer.body['instance'], answer.headers.get('x-request-id')]).toEqual([trace, trace]);
  });

  it('without credentials asks for them', async () => {
    for (const path of ['/me', '/tasks', `/tasks/${taskId}`, '/procedures', '/campaigns', `/reviews/${reviewId}`, '/overdue', '/units', '/clock']) {
      const answer = await house.anonymous().get(path);
      expect([path, ...problem(answer), answer.headers.get('www-authenticate')]).toEqual([path, 401, 'sign_in_required', 'Bearer realm="tinhgon"']);
    }
  });

  it('comes from a server that outlives a caller who hangs up in the middle of a body', async () => {
    const { port } = new URL(house.address);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write('POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"login":');
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    expect((await head.get('/me')).status).toBe(200);
  });
});

describe('the documentation', () => {
  it('needs nothing from outside', async () => {
    const anyone = house.anonymous();
    const page = await anyone.get('/api/docs');
    expect(page.status).toBe(200);
    const linked = [...page.text.matchAll(/(?:src|href)="([^"]+)"/gu)].map((match) => match[1] as string);
    expect(linked.every((address) => address.startsWith('/api/docs/'))).toBe(true);
    for (const address of [...linked, '/api/openapi.json', '/api/docs/errors/already-decided'])
      expect([address, (await anyone.get(address)).status]).toEqual([address, 200]);
    expect((await anyone.get('/api/docs/package.json')).status).toBe(404);
    expect((await anyone.get('/api/docs/errors/nonsense')).status).toBe(404);
  });
});

describe('when a store is away', () => {
  it('the database: 503 with Retry-After, and nothing of the driver', async () => {
    const down = new Error('connect ECONNREFUSED 10.0.0.7:3306');
    const reader = {
      ...house.database.reader,
      row: async () => {
        throw Object.assign(down, { code: 'ECONNREFUSED' });
      },
    };
    const away = await openHouse({ reader: reader as never });
    try {
      const answer = await away.withToken('tinhgon_pat_aaaaaaaaaaaaaaaaaaaaaaaaaaa').get('/me');
      expect([...problem(answer), answer.headers.get('retry-after')]).toEqual([503, 'store_unavailable', '2']);
      expect(answer.text).not.toMatch(/10\.0\.0\.7|ECONNREFUSED/u);
      const ready = await fetch(`${away.address}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'down', parts: { database: { ok: false, ms: expect.any(Number), says: 'ECONNREFUSED' } } },
      ]);
      expect((await fetch(`${away.address}/livez`)).status).toBe(200);
    } finally {
      await away.close();
    }
  }, 60_000);

  it('Redis: everything goes on; with it, limits are shared between processes', async () => {
    const redis = new Redis(process.env['TEST_REDIS_URL'] as string);
    const limits = { perAddress: 10_000, perPerson: 5, failedSignIns: 10 };
    const port = {
      get status() {
        return redis.status;
      },
      call: (command: string, ...args: string[]) => redis.call(command, ...args),
    };
    const [one, two] = [await openBeside(house, { redis: port, limits }), await openBeside(house, { redis: port, limits })];
    try {
      const [a, b] = [await one.as('lawyer'), await two.as('lawyer')];
      const statuses = [];
      for (let request = 0; request < 4; request += 1) statuses.push((await a.get('/clock')).status, (await b.get('/clock')).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
      redis.disconnect();
      expect((await b.get('/clock')).status).toBe(200);
    } finally {
      redis.disconnect();
      await Promise.all([one.close(), two.close()]);
    }
  }, 60_000);
});
