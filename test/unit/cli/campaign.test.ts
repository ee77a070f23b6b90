/** Campaigns, imports, the demo's clock on the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aCampaign, aLaunch, anImport, aProcedure } from './answers.js';
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
const file = (name: string, content: string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};

describe('campaign launch', () => {
  const flags = ['--name', 'Đợt 2026', '--year', '2026', '--basis', 'b', '--document', 'KH 01'] as const;

  test('sends the plan of the file as it stands: the server’s schema is its only judge', async () => {
    const plan = { name: 'Đợt 2026', planYear: 2026, basis: 'b', basisDocument: 'KH 01', procedureCodes: ['1.004194'], lạ: true };
    const ran = await tinhgon(['campaign', 'launch', '-f', file('plan.json', JSON.stringify(plan)), '--json'], () => ({ status: 201, body: aLaunch }));
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(plan);
    expect(server.seen[0]?.headers['idempotency-key']).toMatch(/^cli_/u);
    expect(JSON.parse(ran.stdout)).toEqual(aLaunch);
  });

  test('reads codes from a file with remarks, commas and repeats', async () => {
    await tinhgon(
      ['campaign', 'launch', ...flags, '--codes', file('codes.txt', '\uFEFF1.004194, 1.002010 # hai mã\r\n\r\n1.004194\n1.001260.000.00.00.H36')],
      () => ({ status: 201, body: aLaunch }),
    );
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      name: 'Đợt 2026',
      planYear: 2026,
      basis: 'b',
      basisDocument: 'KH 01',
      procedureCodes: ['1.004194', '1.002010', '1.001260.000.00.00.H36'],
    });
  });

  test('--all asks for every procedure in force', async () => {
    await tinhgon(['campaign', 'launch', ...flags, '--all'], () => ({ status: 201, body: aLaunch }));
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ all: true });
  });

  test('names each procedure that could not be opened', async () => {
    const ran = await tinhgon(['campaign', 'launch', ...flags, '--all'], () => ({
      status: 201,
      body: {
        ...aLaunch,
        problems: [{ code: '1.002010', problem: 'review_open_already', text: { vi: 'Đang có một việc rà soát.', en: 'A review is open.' } }],
      },
    }));
    expect(ran).toMatchObject({ code: 0, stderr: '1.002010: Đang có một việc rà soát.\n' });
    expect(ran.stdout).toBe('Đợt cmp_1: 2 thủ tục, đã mở 1.\n');
  });

  test('--watch follows until each line is opened, on stderr alone', async () => {
    let looks = 0;
    const ran = await tinhgon(['campaign', 'launch', ...flags, '--all', '--watch', '--json'], (request) => {
      if (request.method === 'POST') return { status: 201, body: aLaunch };
      looks += 1;
      return { body: aCampaign(looks < 3 ? { status: 'launching', launched: looks } : { status: 'launching', launched: 2 }) };
    });
    expect(ran.slept).toEqual([1_000]);
    expect(ran.stderr).toBe('Đã mở 1/2 thủ tục …\nĐã mở 2/2 thủ tục …\n');
    expect(JSON.parse(ran.stdout)).toMatchObject({ campaignId: 'cmp_1', progress: { launched: 2 } });
  });

  test('--dry-run finds unknown codes and open reviews without launching', async () => {
    const open = aProcedure('1.002010', { openReview: { id: 'rev_1', stages: [], dueAt: null } });
    const path = file('codes.txt', '1.004194\n1.002010\n9.999999');
    const ran = await tinhgon(['campaign', 'launch', ...flags, '--codes', path, '--dry-run', '--json'], () => ({
      body: { items: [aProcedure('1.004194'), open], next: null },
    }));
    expect(ran.code).toBe(3);
    expect(JSON.parse(ran.stdout)).toMatchObject({ dryRun: true, ready: 1, unknown: ['9.999999'], underReview: ['1.002010'] });
    expect(server.seen.map((request) => `${request.method} ${request.path}`)).toEqual(['GET /api/v1/procedures']);
  });

  test('unknown codes named by the server are shown, with exit code 3', async () => {
    const ran = await tinhgon(['campaign', 'launch', ...flags, '--all'], () => problem(404, 'not_found', { codes: ['9.999999', '8.888888'] }));
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('9.999999, 8.888888');
  });
});

test('campaign show prints stages and units; --json what the server said', async () => {
  const ran = await tinhgon(['campaign', 'show', 'cmp_1'], () => ({ body: aCampaign() }));
  expect(ran.stdout).toContain('Đợt 2026 (cmp_1)');
  expect(ran.stdout).toContain('0 đ đã duyệt / 2.000.000 đ đề xuất');
  expect(ran.stdout).toContain('Thẩm tra\t2\t1');
  await server.close();
  const json = await tinhgon(['campaign', 'show', 'cmp_1', '--json'], () => ({ body: aCampaign() }));
  expect(JSON.parse(json.stdout)).toEqual(aCampaign());
});

test('campaign close sends the reason with a key', async () => {
  const ran = await tinhgon(['campaign', 'close', 'cmp_1', '--reason', 'Hết năm', '--json'], () => ({
    status: 201,
    body: { campaignId: 'cmp_1', replayed: false },
  }));
  expect(ran.code).toBe(0);
  expect(server.seen[0]).toMatchObject({ path: '/api/v1/campaigns/cmp_1/closings', body: '{"reason":"Hết năm"}' });
});

describe('procedures', () => {
  test('import sends the file with its Vietnamese name, owner and mode', async () => {
    const path = file('danh sách.csv', 'Mã TTHC;Tên TTHC\n1.004194;Đăng ký khai sinh\n');
    const ran = await tinhgon(['procedures', 'import', path, '--owner-unit', 'stp', '--mode', 'update', '--dry-run'], () => ({
      body: anImport({ dryRun: true, batchId: null }),
    }));
    const [sent] = server.seen;
    expect(sent?.query.get('dryRun')).toBe('true');
    expect(sent?.headers['content-type']).toMatch(/^multipart\/form-data/u);
    expect(sent?.body).toContain('filename="danh sách.csv"');
    expect(sent?.body).toContain('name="ownerUnit"\r\n\r\nstp');
    expect(sent?.body).toContain('name="mode"\r\n\r\nupdate');
    expect(sent?.body).toContain('1.004194;Đăng ký khai sinh');
    expect(ran.stdout).toBe('Đọc 2 dòng: 2 hợp lệ, 0 có lưu ý, 0 lỗi, 0 trùng. Chưa ghi gì (--dry-run).\n');
  });

  test('rows that fail are named on stderr; when none is valid the input was wrong', async () => {
    const problems = [
      {
        row: 4,
        pointer: null,
        column: 'Mã TTHC',
        code: 'import_code_wrong',
        severity: 'error' as const,
        vi: 'Mã không đúng mẫu.',
        en: 'Wrong code.',
        value: '1.00201',
      },
    ];
    const some = await tinhgon(['procedures', 'import', file('t.csv', 'x')], () => ({ status: 201, body: anImport({ problems }) }));
    expect(some).toMatchObject({ code: 0, stderr: 'Lỗi (dòng 4, Mã TTHC): Mã không đúng mẫu. [1.00201]\n' });
    await server.close();
    const none = await tinhgon(['procedures', 'import', file('t.csv', 'x'), '--json'], () => ({
      body: anImport({ problems, counts: { rows: 1, valid: 0, warned: 0, failed: 1, duplicates: 0 }, batchId: null, added: 0 }),
    }));
    expect(none.code).toBe(2);
    expect(JSON.parse(none.stdout)).toMatchObject({ counts: { valid: 0 } });
  });

  test('list filters and pages', async () => {
    const ran = await tinhgon(['procedures', 'list', '-q', 'khai sinh', '--unit', 'stp'], () => ({ body: { items: [aProcedure('1.004194')], next: null } }));
    expect(Object.fromEntries(server.seen[0]?.query ?? [])).toEqual({ q: 'khai sinh', unit: 'stp', limit: '100' });
    expect(ran.stdout).toContain('1.004194\tThủ tục 1.004194\tHộ tịch\tsotp\t1\t1.250.000 đ\t\n'.trimEnd());
  });
});

describe('demo', () => {
  const clock = (locked: boolean) => ({ now: '2026-11-25T09:00:00+07:00', today: '2026-11-25', offsetMs: 0, locked, calendar: null });
  const advanced = { now: '2026-11-30T09:00:00+07:00', offsetMs: 1, reviews: 4, replayed: false };
  const demoHouse =
    (locked: boolean, knowsAdmin = true) =>
    (request: Request): Reply => {
      if (request.path.endsWith('/sessions'))
        return knowsAdmin ? { status: 201, body: { person: {} }, headers: { 'set-cookie': 'tinhgon=demo; Path=/' } } : problem(401, 'sign_in_failed');
      if (request.path.endsWith('/clock')) return { body: clock(locked) };
      if (request.path.endsWith('/advances')) return { status: 201, body: advanced };
      return { status: 204 };
    };
  const without = { env: { TINHGON_TOKEN: '' } };

  test.each([
    [['3wd'], { workingDays: 3 }],
    [['2h'], { hours: 2 }],
    [['--working-days', '3'], { workingDays: 3 }],
    [['--hours', '48'], { hours: 48 }],
  ])('advance %j sends %j', async (argv, body) => {
    const ran = await tinhgon(['demo', 'advance', ...argv], () => ({ status: 201, body: advanced }));
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ path: '/api/v1/test-clock/advances' });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(body);
    expect(ran.stdout).toBe('Bây giờ là 30/11/2026 09:00 (giờ nghiệp vụ). 4 việc rà soát đang mở đã được báo.\n');
  });

  test('without a sign-in the demo’s administrator acts, and the session ends after', async () => {
    const ran = await tinhgon(['demo', 'advance', '3wd'], demoHouse(false), without);
    expect(ran.code).toBe(0);
    expect(server.seen.map((request) => `${request.method} ${request.path.slice(8)}`)).toEqual([
      'POST sessions',
      'GET clock',
      'POST test-clock/advances',
      'DELETE sessions/current',
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ login: 'admin@demo', password: 'demo' });
    expect(server.seen[2]?.headers.cookie).toBe('tinhgon=demo');
  });

  test('a server that is no demo is left alone', async () => {
    const locked = await tinhgon(['demo', 'advance', '3wd'], demoHouse(true), without);
    expect(locked.code).toBe(4);
    expect(server.seen.map((request) => request.path.slice(8))).toEqual(['sessions', 'clock', 'sessions/current']);
    await server.close();
    const unknown = await tinhgon(['demo', 'advance', '3wd'], demoHouse(false, false), without);
    expect(unknown.code).toBe(4);
    expect(unknown.stderr).toContain('tinhgon login');
    expect(server.seen).toHaveLength(1);
  });

  test('in production the clock is not there', async () => {
    const ran = await tinhgon(['demo', 'advance', '3wd'], () => problem(404, 'test_clock_locked'));
    expect(ran.code).toBe(3);
  });

  test('clock tells the business time', async () => {
    const ran = await tinhgon(['demo', 'clock'], () => ({ body: { ...clock(false), offsetMs: 5_400_000 } }));
    expect(ran.stdout).toContain('25/11/2026 09:00');
    expect(ran.stdout).toContain('1,5 giờ');
  });
});
