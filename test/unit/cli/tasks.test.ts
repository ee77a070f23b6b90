/** Tasks on the command line: lists in every format, a decision that is recorded once whatever the network does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aReceipt, aTask, aTaskDetail, DIGEST, TASK_ID } from './answers.js';
import { aFolder, problem, run, serve, type Machine, type Reply, type Request, type Server } from './harness.js';

let folder: ReturnType<typeof aFolder>;
let server: Server;
beforeEach(() => {
  folder = aFolder();
});
afterEach(async () => {
  folder.remove();
  await server.close();
});

async function tinhgon(argv: readonly string[], answer: (request: Request, nth: number) => Reply, machine: Machine = {}) {
  server = await serve(answer);
  return run(folder.path, argv, { ...machine, env: { TINHGON_URL: server.url, TINHGON_TOKEN: 'tinhgon_pat_x', ...machine.env } });
}

const list = (...items: readonly object[]): Reply => ({ body: { items, next: null } });
const detailThen =
  (decision: (request: Request, nth: number) => Reply) =>
  (request: Request, nth: number): Reply =>
    request.method === 'GET' ? { body: aTaskDetail(), headers: { etag: '"v3"' } } : decision(request, nth);

describe('tasks list', () => {
  test('asks as this program, in Vietnamese, with the token', async () => {
    await tinhgon(['tasks', 'list', '--unit', 'stp', '--due-soon', '--json'], () => list());
    const [request] = server.seen;
    expect(request).toMatchObject({ method: 'GET', path: '/api/v1/tasks' });
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ unit: 'stp', lateness: 'dueSoon', limit: '100' });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer tinhgon_pat_x', 'accept-language': 'vi', 'user-agent': 'tinhgon-cli/1.2.3' });
  });

  test('--overdue reads the board of everything within reach, --mine only one’s own', async () => {
    await tinhgon(['tasks', 'list', '--overdue', '--unit', 'stp', '--format', 'json'], () => list(aTask()));
    expect(server.seen[0]).toMatchObject({ path: '/api/v1/overdue' });
    await server.close();
    await tinhgon(['tasks', 'list', '--overdue', '--mine', '--json'], () => list(aTask()));
    expect(server.seen[0]?.path).toBe('/api/v1/tasks');
    expect(server.seen[0]?.query.get('lateness')).toBe('overdue');
  });

  test('follows the pages up to the limit and says when there is more', async () => {
    const ran = await tinhgon(['tasks', 'list', '--limit', '3', '--json'], (_request, nth) => ({
      body: { items: [aTask({ id: `tsk_${nth}a` }), aTask({ id: `tsk_${nth}b` })], next: `c${nth}` },
    }));
    expect(JSON.parse(ran.stdout)).toMatchObject({ items: [{ id: 'tsk_1a' }, { id: 'tsk_1b' }, { id: 'tsk_2a' }] });
    expect(server.seen.map((request) => request.query.get('cursor'))).toEqual([null, 'c1']);
    expect(ran.stderr).toContain('mới lấy 3 dòng');
  });

  test('without a terminal: one row a line, tabs between, no frame and no colour', async () => {
    const ran = await tinhgon(['tasks', 'list'], () => list(aTask()));
    expect(ran.stdout.split('\n')).toEqual([
      'Hạn\tThủ tục\tBước\tĐơn vị\tMã việc',
      `17:00 20/11/2026 · trễ 3 ngày làm việc\t1.004194 Đăng ký khai sinh\tThẩm tra\tsotp\t${TASK_ID}`,
      '',
    ]);
  });

  test('on a terminal: a framed table as wide as it, ids whole, late rows in red unless NO_COLOR', async () => {
    const wide = await tinhgon(['tasks', 'list', '--lang', 'en'], () => list(aTask()), { terminal: 120 });
    expect(wide.stdout).toContain('│');
    expect(wide.stdout).toContain('\u001b[31m');
    expect(wide.stdout).toContain(TASK_ID);
    expect(wide.stdout).toContain('Appraisal');
    await server.close();
    const plain = await tinhgon(['tasks', 'list'], () => list(aTask()), { terminal: 120, env: { NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b[');
    expect(Math.max(...plain.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('an empty list says so beside the result', async () => {
    const ran = await tinhgon(['tasks', 'list'], () => list(), { terminal: 80 });
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: 'Không có việc nào.\n' });
  });

  test('CSV opens in Vietnamese Excel and carries no formula', async () => {
    const evil = aTask({ procedure: { id: 'p', code: '1.004194', name: '=HYPERLINK("http://x")', field: 'Hộ tịch' }, saving: -5 });
    const path = join(folder.path, 'quahan.csv');
    const ran = await tinhgon(['tasks', 'list', '--format', 'csv', '-o', path], () => list(evil));
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: `Đã ghi 1 dòng vào ${path}.\n` });
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith('\uFEFFMã việc;Mã TTHC;')).toBe(true);
    expect(text.split('\r\n')[1]).toContain(';"\'=HYPERLINK(""http://x"")";');
    expect(text.split('\r\n')[1]).toContain(';1250000;250000;-5;');
  });

  test('a place that cannot be written to is wrong input', async () => {
    const ran = await tinhgon(['tasks', 'list', '-o', join(folder.path, 'không', 'có.csv')], () => list(aTask()));
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/Không ghi được .*ENOENT/u);
  });
});

describe('tasks show', () => {
  test('shows term, change, cost and who may decide', async () => {
    const ran = await tinhgon(['tasks', 'show', TASK_ID], () => ({
      body: aTaskDetail({
        eligible: false,
        why: [{ rule: 'holder', pass: false, code: 'not_holder', sentence: { vi: 'Bạn không giữ vai trò người thẩm tra.', en: 'You are no appraiser.' } }],
      }),
    }));
    expect(ran.stdout).toContain('17:00 20/11/2026 · trễ 3 ngày làm việc · Quá hạn');
    expect(ran.stdout).toContain('bà Nguyễn Thị Hạnh, Trưởng phòng Hộ tịch');
    expect(ran.stdout).toContain('Bạn không giữ vai trò người thẩm tra.');
    expect(ran.stdout).toContain(`--seen v3:${DIGEST}`);
  });

  test('an id with strange letters is sent as one part of the address', async () => {
    await tinhgon(['tasks', 'show', '../me?x=1'], () => problem(404, 'not_found'));
    expect(server.seen[0]?.path).toBe('/api/v1/tasks/..%2Fme%3Fx%3D1');
  });
});

describe('tasks decide', () => {
  test.each([
    ['--approve', 'approve'],
    ['--reject', 'reject'],
    ['--return', 'return'],
    ['--no-opinion', 'noOpinion'],
  ])('%s sends version, digest, key and the comment in NFC', async (flag, verdict) => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, flag, '--comment', 'Đồng ý'.normalize('NFD'), '--json'],
      detailThen(() => ({ status: 201, body: { ...aReceipt, verdict } })),
    );
    const sent = server.seen[1];
    expect(sent).toMatchObject({ method: 'POST', path: `/api/v1/tasks/${TASK_ID}/decisions` });
    expect(sent?.headers).toMatchObject({ 'if-match': '"v3"', 'content-type': 'application/json' });
    expect(sent?.headers['idempotency-key']).toMatch(/^cli_[0-9a-f]{32}$/u);
    expect(JSON.parse(sent?.body ?? '')).toEqual({ verdict, comment: 'Đồng ý'.normalize('NFC'), contentDigest: DIGEST });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ decisionId: 'dec_1', verdict });
  });

  test('says on stderr what is decided before it is', async () => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve'],
      detailThen(() => ({ status: 201, body: aReceipt })),
    );
    expect(ran.stderr).toBe(
      'Đồng ý: Thẩm tra – 1.004194 Đăng ký khai sinh\n  17:00 20/11/2026 · trễ 3 ngày làm việc · tiết kiệm 1.000.000 đ/năm\n  Chuyển sang bước phê duyệt.\n',
    );
    expect(ran.stdout).toContain('Đã ghi lúc 25/11/2026 09:12 (trễ hạn).');
  });

  test('a connection that breaks twice is tried again with the same key, and the first answer counts', async () => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve'],
      detailThen((_request, nth) => (nth < 4 ? 'hangUp' : { status: 200, body: { ...aReceipt, replayed: true } })),
    );
    const keys = server.seen.filter((request) => request.method === 'POST').map((request) => request.headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(ran.slept).toEqual([250, 750]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('từ lần gửi trước');
  });

  test('when the network stays away the key to repeat with is told', async () => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve', '--idempotency-key', 'hom-nay-01'],
      detailThen(() => 'hangUp'),
    );
    expect(ran.code).toBe(1);
    expect(server.seen.filter((request) => request.method === 'POST').map((request) => request.headers['idempotency-key'])).toEqual([
      'hom-nay-01',
      'hom-nay-01',
      'hom-nay-01',
      'hom-nay-01',
    ]);
    expect(ran.stderr).toContain(`--idempotency-key hom-nay-01 --seen v3:${DIGEST}`);
  });

  test('--seen binds the decision to what was seen earlier, not to what the task holds now', async () => {
    const earlier = `v2:${'e'.repeat(64)}`;
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve', '--seen', earlier],
      detailThen(() => problem(409, 'stale_content')),
    );
    expect(ran.code).toBe(5);
    expect(server.seen[1]?.headers['if-match']).toBe('"v2"');
    expect(JSON.parse(server.seen[1]?.body ?? '')).toMatchObject({ contentDigest: 'e'.repeat(64) });
  });

  test('a server that asks for a short wait gets it, with the same key', async () => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve'],
      detailThen((_request, nth) =>
        nth === 2 ? { ...(problem(503, 'store_unavailable') as object), headers: { 'retry-after': '2' } } : { status: 201, body: aReceipt },
      ),
    );
    expect(ran).toMatchObject({ code: 0, slept: [2_000] });
  });

  test('--own-right decides as a superior whom the ladder has told; --dry-run then asks about that right', async () => {
    await tinhgon(
      ['tasks', 'decide', TASK_ID, '--approve', '--own-right', '--json'],
      detailThen(() => ({ status: 201, body: aReceipt })),
    );
    expect(JSON.parse(server.seen.at(-1)?.body ?? '{}')).toEqual({ verdict: 'approve', comment: '', contentDigest: DIGEST, inOwnRight: true });
    await server.close();
    for (const acts of [['decideInOwnRight'], []] as const) {
      const dry = await tinhgon(['tasks', 'decide', TASK_ID, '--approve', '--own-right', '--dry-run', '--json'], () => ({
        body: aTaskDetail({ eligible: false, acts: [...acts] }),
      }));
      expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, eligible: acts.length > 0, why: [] });
      if (acts.length > 0) await server.close();
    }
  });

  test('--dry-run tells whether it could be decided and sends nothing', async () => {
    const ran = await tinhgon(
      ['tasks', 'decide', TASK_ID, '--reject', '--dry-run', '--json'],
      detailThen(() => problem(500, 'internal_error')),
    );
    expect(JSON.parse(ran.stdout)).toMatchObject({ dryRun: true, version: 3, contentDigest: DIGEST, verdict: 'reject', allowed: false, eligible: true });
    expect(server.seen.map((request) => request.method)).toEqual(['GET']);
  });

  test('an unknown task ends with 3 before anything is sent', async () => {
    const ran = await tinhgon(['tasks', 'decide', 'tsk_khong-co', '--approve'], () => problem(404, 'not_found'));
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(server.seen).toHaveLength(1);
  });
});
