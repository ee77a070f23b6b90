/** Every exit code, from every HTTP status that means it, over a real connection. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aTaskDetail, TASK_ID } from './answers.js';
import { aFolder, problem, run, serve, type Reply, type Server } from './harness.js';

let folder: ReturnType<typeof aFolder>;
let server: Server | null = null;
beforeEach(() => {
  folder = aFolder();
});
afterEach(async () => {
  folder.remove();
  await server?.close();
  server = null;
});

const against = async (reply: Reply, argv: readonly string[]) => {
  server = await serve(() => reply);
  return run(folder.path, argv, { env: { TINHGON_URL: server.url, TINHGON_TOKEN: 'tinhgon_pat_x' } });
};

test('0: what was asked for is done', async () => {
  const ran = await against({ body: { items: [], next: null } }, ['tasks', 'list', '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ran.stdout)).toEqual({ items: [], next: null });
});

test.each([
  [500, 'internal_error', 1],
  [503, 'store_unavailable', 1],
  [429, 'too_many_requests', 1],
  [400, 'parameter_invalid', 2],
  [413, 'body_too_large', 2],
  [415, 'media_type_unsupported', 2],
  [422, 'validation_failed', 2],
  [404, 'not_found', 3],
  [401, 'token_invalid', 4],
  [403, 'not_permitted', 4],
  [409, 'already_decided', 5],
  [412, 'version_moved', 5],
  [428, 'if_match_missing', 5],
])('HTTP %i %s ends with exit code %i and the words of the problem on stderr', async (status, code, exitCode) => {
  const ran = await against(problem(status, code), ['tasks', 'show', TASK_ID, '--json']);
  expect(ran.code).toBe(exitCode);
  expect(ran.stdout).toBe('');
  expect(ran.stderr).toContain(`Tiêu đề ${code}. Cách làm với ${code}.`);
});

test('1: nobody answers at the address, and the message says what to start', async () => {
  server = await serve(() => ({}));
  const { url } = server;
  await server.close();
  server = null;
  const ran = await run(folder.path, ['tasks', 'list'], { env: { TINHGON_URL: url, TINHGON_TOKEN: 'tinhgon_pat_x' } });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain(`Không kết nối được tới ${url} (ECONNREFUSED; địa chỉ lấy từ TINHGON_URL).`);
  expect(ran.stderr).toContain('npm start');
});

test('1: no address at all', async () => {
  const ran = await run(folder.path, ['tasks', 'list']);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('npm start');
});

test('1: something answers that is not TinhGọn', async () => {
  const ran = await against({ raw: '<html>', headers: { 'content-type': 'text/html' } }, ['tasks', 'list']);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/không trả lời như TinhGọn/u);
});

test('1: a redirect is not followed with the token, its target is named', async () => {
  const ran = await against({ status: 301, headers: { location: 'https://rasoat.example/' } }, ['tasks', 'list']);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('https://rasoat.example/');
  expect(server?.seen).toHaveLength(1);
});

test('each wrong field of the server’s answer stands on a line of its own', async () => {
  const ran = await against(
    problem(422, 'validation_failed', {
      errors: [
        { pointer: '/name', code: 'too_small', detail: 'Nhập tên' },
        { pointer: '/planYear', code: 'too_big', detail: 'Năm quá lớn' },
      ],
    }),
    ['tasks', 'show', 'x'],
  );
  expect(ran.stderr).toContain('  /name: Nhập tên\n  /planYear: Năm quá lớn\n');
});

describe('2: wrong use, without a word to any server', () => {
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder.path, name);
    writeFileSync(path, content);
    return path;
  };
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no command', () => [], /Cách dùng/u],
    ['an unknown command', () => ['taks'], /Không có lệnh taks.*tasks/u],
    ['an unknown option', () => ['tasks', 'list', '--overdu'], /Không có tùy chọn --overdu.*--overdue/u],
    ['a missing argument', () => ['tasks', 'show'], /Thiếu <id>.*tinhgon tasks show --help/u],
    ['an option without its value', () => ['tasks', 'list', '--unit'], /cần một giá trị/u],
    ['too many arguments', () => ['tasks', 'show', 'a', 'b'], /Thừa tham số/u],
    ['a language that is not there', () => ['tasks', 'list', '--lang', 'fr'], /--lang/u],
    ['an address that is none', () => ['tasks', 'list', '--url', 'localhost:8080'], /http:\/\/máy:cổng/u],
    ['an address with a password in it', () => ['tasks', 'list', '--url', 'http://a:b@localhost'], /http:\/\/máy:cổng/u],
    ['a number in foreign digits', () => ['tasks', 'list', '--limit', '١٢'], /--limit.*0–9/u],
    ['a full-width digit', () => ['demo', 'advance', '３wd'], /Không hiểu “３wd”/u],
    [
      'a number with a letter in it',
      () => ['campaign', 'launch', '--name', 'Đợt', '--year', '2O26', '--basis', 'b', '--document', 'KH', '--all'],
      /--year.*2O26/u,
    ],
    ['a format that is not there', () => ['tasks', 'list', '--format', 'xml'], /--format chỉ nhận table, json, csv/u],
    ['two formats', () => ['tasks', 'list', '--format', 'csv', '--json'], /trái nhau/u],
    ['a box that is not there', () => ['tasks', 'list', '--box', 'inbox'], /--box chỉ nhận todo/u],
    ['a decision without a verdict', () => ['tasks', 'decide', TASK_ID], /--approve, --reject, --return, --no-opinion/u],
    ['a decision with two verdicts', () => ['tasks', 'decide', TASK_ID, '--approve', '--no-opinion'], /Chỉ một ý kiến/u],
    ['a key the server would refuse', () => ['tasks', 'decide', TASK_ID, '--approve', '--idempotency-key', 'ngắn'], /8–100 ký tự/u],
    ['a mark of what was seen that is none', () => ['tasks', 'decide', TASK_ID, '--approve', '--seen', 'v3:abc'], /--seen có dạng/u],
    ['a period without a unit', () => ['demo', 'advance', '3'], /3wd/u],
    ['a period of nothing', () => ['demo', 'advance', '0wd'], /từ 1 đến 260/u],
    ['a period given twice', () => ['demo', 'advance', '3wd', '--hours', '2'], /một cách thôi/u],
    ['no period', () => ['demo', 'advance'], /3wd, 2h/u],
    ['a campaign without anything', () => ['campaign', 'launch'], /Thiếu --name, --year, --basis, --document, --codes/u],
    [
      'a campaign with an unknown ground',
      () => ['campaign', 'launch', '--name', 'Đ', '--year', '2026', '--basis', 'd', '--document', 'KH', '--all'],
      /--basis chỉ nhận a, b, c/u,
    ],
    ['a plan beside flags', () => ['campaign', 'launch', '-f', 'plan.json', '--all'], /-f và --all trái nhau/u],
    ['closing without a reason', () => ['campaign', 'close', 'cmp_1'], /Thiếu --reason/u],
    ['a plan that is not there', () => ['campaign', 'launch', '-f', join(folder.path, 'mất.json')], /Không tìm thấy tệp/u],
    ['a folder for a plan', () => ['campaign', 'launch', '-f', folder.path], /không phải tệp/u],
    ['a plan that is not JSON', () => ['campaign', 'launch', '-f', file('p.json', '{"name": "Đợt",}')], /không phải JSON đúng/u],
    ['a plan that is a list', () => ['campaign', 'launch', '-f', file('p.json', '[]')], /một đối tượng JSON/u],
    ['an empty plan', () => ['campaign', 'launch', '-f', file('p.json', '')], /trống/u],
    ['a plan in another encoding', () => ['campaign', 'launch', '-f', file('p.json', Buffer.from('{"name":"Đợt"}', 'utf16le'))], /không ở mã UTF-8/u],
    [
      'a code Excel has eaten',
      () => [
        'campaign',
        'launch',
        '--name',
        'Đ',
        '--year',
        '2026',
        '--basis',
        'b',
        '--document',
        'KH',
        '--codes',
        file('c.txt', '1.004194\n1.00201 # mất số 0\n'),
      ],
      /Dòng 2 có mã “1.00201”/u,
    ],
    [
      'a file of no codes',
      () => ['campaign', 'launch', '--name', 'Đ', '--year', '2026', '--basis', 'b', '--document', 'KH', '--codes', file('c.txt', '# trống\n')],
      /không có mã thủ tục nào/u,
    ],
    ['an import that is not there', () => ['procedures', 'import', join(folder.path, 'mất.xlsx')], /Không tìm thấy tệp/u],
    ['an import of nothing', () => ['procedures', 'import', file('t.csv', '')], /trống/u],
    ['an import over 10 MB', () => ['procedures', 'import', file('t.csv', Buffer.alloc(10 * 1_048_576 + 1, 'a'))], /lớn hơn 10 MB/u],
    ['an import mode that is not there', () => ['procedures', 'import', file('t.csv', 'a'), '--mode', 'replace'], /--mode chỉ nhận addOnly, update/u],
    ['seeding without saying what', () => ['db:seed'], /--demo/u],
    ['dropping a database without being asked', () => ['db:reset'], /--yes/u],
  ];
  test.each(cases)('%s', async (_name, argv, says) => {
    server = await serve(() => problem(500, 'internal_error'));
    const ran = await run(folder.path, argv(), { env: { TINHGON_URL: server.url, TINHGON_TOKEN: 'tinhgon_pat_x' } });
    expect(ran.stderr).toMatch(says);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(server.seen).toEqual([]);
  });

  test('the same in English', async () => {
    const ran = await run(folder.path, ['tasks', 'decide', TASK_ID, '--lang', 'en']);
    expect(ran).toMatchObject({ code: 2, stderr: 'No verdict: add one of --approve, --reject, --return, --no-opinion.\n' });
    const typo = await run(folder.path, ['tasks', 'lst', '--lang=en']);
    expect(typo).toMatchObject({ code: 2, stderr: 'There is no command lst. Did you mean list? See: tinhgon tasks --help\n' });
  });
});

test('4: nobody is signed in, and the message names the command', async () => {
  server = await serve(() => ({}));
  const ran = await run(folder.path, ['tasks', 'list'], { env: { TINHGON_URL: server.url } });
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain(`tinhgon login --url ${server.url}`);
  expect(server.seen).toEqual([]);
});

test('5: a task decided by somebody else names the winner and where to look', async () => {
  server = await serve((request) =>
    request.method === 'GET'
      ? { body: aTaskDetail(), headers: { etag: '"v3"' } }
      : problem(409, 'already_decided', { detail: 'Đã được bà Nguyễn Thị Hạnh quyết định (Đồng ý) lúc 25/11/2026 09:12 qua web.' }),
  );
  const ran = await run(folder.path, ['tasks', 'decide', TASK_ID, '--approve'], { env: { TINHGON_URL: server.url, TINHGON_TOKEN: 'tinhgon_pat_x' } });
  expect(ran.code).toBe(5);
  expect(ran.stderr).toContain('Đã được bà Nguyễn Thị Hạnh quyết định (Đồng ý) lúc 25/11/2026 09:12 qua web.');
  expect(ran.stderr).toContain('tinhgon tasks show');
});
