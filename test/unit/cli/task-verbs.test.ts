/** Verbs on a task from the command line: one request each, with a key of its own. */
import { TASK_ID } from './answers.js';
import { aFolder, problem, run, serve, type Reply, type Request, type Server } from './harness.js';

let folder: ReturnType<typeof aFolder>;
let server: Server;
beforeEach(() => {
  folder = aFolder();
});
afterEach(async () => {
  folder.remove();
  await server.close();
});

async function tinhgon(argv: readonly string[], answer: (request: Request, nth: number) => Reply) {
  server = await serve(answer);
  return run(folder.path, argv, { env: { TINHGON_URL: server.url, TINHGON_TOKEN: 'tinhgon_pat_x' } });
}

const moved = {
  reviewId: 'rev_1',
  taskId: TASK_ID,
  status: 'inProgress',
  version: 3,
  dueAt: '2026-12-03T24:00:00+07:00',
  provisional: false,
  claimedBy: 'psn_1',
  seq: 9,
  replayed: false,
};

describe('the verbs', () => {
  test.each([
    [['claim'], '/claims', undefined],
    [['release'], '/releases', undefined],
    [['resume'], '/resumptions', undefined],
    [
      ['pause', '--ground', 'obstacle', '--until', '2026-12-01', '--reason', 'Chờ'],
      '/pauses',
      { ground: 'obstacle', until: '2026-12-01T00:00:00+07:00', reason: 'Chờ' },
    ],
    [['extend', '--by', '3', '--reason', 'Chờ số liệu'], '/extension-requests', { amount: 3, reason: 'Chờ số liệu' }],
  ])('%j goes to its own address with a key', async (argv, path, body) => {
    const [name = '', ...options] = argv;
    const ran = await tinhgon(['tasks', name, TASK_ID, ...options, '--json'], () => ({ status: 201, body: moved }));
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([0, moved]);
    const [request] = server.seen;
    expect([request?.method, request?.path]).toEqual(['POST', `/api/v1/tasks/${TASK_ID}${path}`]);
    expect(request?.headers['idempotency-key']).toMatch(/^cli_[0-9a-f]{32}$/u);
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? 'null')).toEqual(body);
  });

  test('say what was recorded, and that a request waits for a second person', async () => {
    const ran = await tinhgon(['tasks', 'extend', TASK_ID, '--by', '3', '--reason', 'x'], () => ({ status: 201, body: { ...moved, requestId: 'req_1' } }));
    expect(ran.stdout).toContain('Đề nghị req_1 chờ người thứ hai.');
  });

  test.each([
    [['pause', '--reason', 'x']],
    [['pause', '--ground', 'obstacle', '--until', '01/12/2026', '--reason', 'x']],
    [['pause', '--ground', 'obstacle']],
    [['extend', '--by', 'ba', '--reason', 'x']],
    [['extend', '--by', '3']],
  ])('%j is refused before anything is sent', async (argv) => {
    const [name = '', ...options] = argv;
    const ran = await tinhgon(['tasks', name, TASK_ID, ...options], () => ({ status: 201, body: moved }));
    expect([ran.code, server.seen.length]).toEqual([2, 0]);
  });

  test('end with 5 where somebody was quicker, and with 4 where one may not', async () => {
    const claimed = await tinhgon(['tasks', 'claim', TASK_ID], () => problem(409, 'claimed'));
    expect(claimed.code).toBe(5);
    await server.close();
    const refused = await tinhgon(['tasks', 'release', TASK_ID], () => problem(403, 'not_eligible'));
    expect(refused.code).toBe(4);
  });
});
