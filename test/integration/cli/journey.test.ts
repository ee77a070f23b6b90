/** The command line against the real API over a real database: from the first sign-in to a log that was tampered with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditTools } from '../../../cli/audit.js';
import type { LaunchAnswer, TaskRow } from '../../../api/schemas/types.js';
import { hashPassword } from '../../../commands/sign-in.js';
import { factLines } from '../../../queries/fact-export.query.js';
import { linesOf } from '../../../reports/verifier/lines.js';
import { readReceipts } from '../../../reports/verifier/receipts.js';
import { verifyLines } from '../../../reports/verifier/verify.js';
import { verificationWords } from '../../../reports/verifier/words.js';
import type { Seat } from '../../support/province.js';
import { aFolder, run, type Machine, type Ran } from '../../unit/cli/harness.js';
import { openHouse, PASSWORD, type House } from '../api/serve.js';

let house: House;
let folders: ReturnType<typeof aFolder>[] = [];
let audit: AuditTools;

beforeAll(async () => {
  house = await openHouse();
  await house.database.setNow('2026-11-16T02:00:00.000Z');
  audit = {
    linesOf,
    exportFacts: (streamId) => factLines(house.database.reader, streamId),
    verify: async (lines, receipts) => {
      const result = await verifyLines(lines, receipts === null ? [] : readReceipts(receipts));
      return { ...result, words: verificationWords(result) };
    },
  };
}, 60_000);
afterAll(async () => {
  for (const folder of folders) folder.remove();
  folders = [];
  await house.close();
});

type Desk = {
  readonly folder: string;
  readonly tinhgon: (argv: readonly string[], machine?: Machine) => Promise<Ran>;
  readonly json: <T>(argv: readonly string[]) => Promise<T>;
};

/** A person at a machine of their own. */
async function deskOf(seat: Seat | null): Promise<Desk> {
  const folder = aFolder();
  folders.push(folder);
  const tinhgon = (argv: readonly string[], machine: Machine = {}): Promise<Ran> =>
    run(folder.path, argv, { offline: { audit }, ...machine, env: { TINHGON_URL: house.address, ...machine.env } });
  if (seat !== null) {
    const signedIn = await tinhgon(['login', '--login', `${seat}@test`, '--password-stdin'], { stdin: `${PASSWORD}\n` });
    if (signedIn.code !== 0) throw new Error(signedIn.stderr);
  }
  return {
    folder: folder.path,
    tinhgon,
    json: async <T>(argv: readonly string[]): Promise<T> => {
      const ran = await tinhgon([...argv, '--json']);
      if (ran.code !== 0) throw new Error(`${argv.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
      return JSON.parse(ran.stdout) as T;
    },
  };
}

const CODES = ['1.004194', '1.001193'];
const example = (code: string): string => join(__dirname, '..', '..', '..', 'examples', 'procedures', `${code}.json`);
let receipt: { readonly reviewId: string; readonly seq: number; readonly chainHead: string };
let campaignId: string;

test('a wrong password is refused with 4, an unknown address of the API with 3', async () => {
  const nobody = await deskOf(null);
  expect(await nobody.tinhgon(['login', '--login', 'head@test', '--password-stdin'], { stdin: 'sai' })).toMatchObject({ code: 4, stdout: '' });
  expect((await nobody.tinhgon(['tasks', 'list'])).code).toBe(4);
  expect((await nobody.tinhgon(['tasks', 'list'], { env: { TINHGON_TOKEN: 'tinhgon_pat_khongco_khongco_khongco' } })).code).toBe(4);
});

test('procedures are looked at, imported, listed', async () => {
  const { tinhgon, json } = await deskOf('coordinator');
  for (const code of CODES) {
    expect(await json(['procedures', 'import', example(code), '--owner-unit', 'civil', '--dry-run'])).toMatchObject({
      dryRun: true,
      counts: { valid: 1 },
      batchId: null,
    });
    expect(await json(['procedures', 'import', example(code), '--owner-unit', 'civil'])).toMatchObject({ added: 1, batchId: expect.stringMatching(/^imp_/u) });
  }
  const { items } = await json<{ items: { code: string }[] }>(['procedures', 'list']);
  expect(items.map((row) => row.code).sort()).toEqual([...CODES].sort());
  expect((await tinhgon(['procedures', 'show', CODES[0] as string])).stdout).toContain(CODES[0]);
  expect((await tinhgon(['procedures', 'show', '9.999999'])).code).toBe(3);
});

test('an import of an unknown unit, of letters that are no table, without the right', async () => {
  const coordinator = await deskOf('coordinator');
  const junk = join(coordinator.folder, 'rác.csv');
  writeFileSync(junk, 'một\nhai\n');
  expect((await coordinator.tinhgon(['procedures', 'import', junk])).code).toBe(2);
  expect((await coordinator.tinhgon(['procedures', 'import', example(CODES[0] as string), '--owner-unit', 'khong-co'])).code).toBe(2);
  const head = await deskOf('head');
  expect((await head.tinhgon(['procedures', 'import', example(CODES[0] as string)])).code).toBe(4);
});

test('a campaign is rehearsed, launched once whatever is repeated, followed', async () => {
  const { tinhgon, json, folder } = await deskOf('coordinator');
  const plan = join(folder, 'kế hoạch.json');
  writeFileSync(plan, JSON.stringify({ name: 'Đợt 2026', planYear: 2026, basis: 'b', basisDocument: 'KH 01', procedureCodes: CODES }));
  expect(await json(['campaign', 'launch', '-f', plan, '--dry-run'])).toMatchObject({ ready: 2, unknown: [], underReview: [] });
  const launched = await json<LaunchAnswer>(['campaign', 'launch', '-f', plan, '--watch', '--idempotency-key', 'dot-2026-lan-1']);
  expect(launched).toMatchObject({ itemCount: 2, launched: 2, problems: [], replayed: false, progress: { launched: 2 } });
  campaignId = launched.campaignId;
  expect(await json(['campaign', 'launch', '-f', plan, '--idempotency-key', 'dot-2026-lan-1'])).toMatchObject({ campaignId, replayed: true });

  writeFileSync(plan, JSON.stringify({ name: '', planYear: '2026', basis: 'b', basisDocument: 'KH 01', procedureCodes: CODES }));
  const wrong = await tinhgon(['campaign', 'launch', '-f', plan]);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/\/name: /u);
  expect(wrong.stderr).toMatch(/\/planYear: /u);
  const unknown = await tinhgon([
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
    file(folder, '9.999999'),
  ]);
  expect(unknown.code).toBe(3);
  expect(unknown.stderr).toContain('9.999999');
  expect((await tinhgon(['campaign', 'show', campaignId])).stdout).toContain('Đợt 2026');
  expect((await tinhgon(['campaign', 'show', 'cmp_x'])).code).toBe(3);
});

const file = (folder: string, content: string): string => {
  const path = join(folder, 'codes.txt');
  writeFileSync(path, content);
  return path;
};

test('the officer’s task is shown, decided once, and lost by who comes second', async () => {
  const head = await deskOf('head');
  const { items } = await head.json<{ items: TaskRow[] }>(['tasks', 'list']);
  expect(items.length).toBeGreaterThan(0);
  const task = items[0] as TaskRow;
  expect((await head.tinhgon(['tasks', 'show', task.id])).stdout).toContain(task.procedure.name);
  expect((await head.tinhgon(['tasks', 'show', 'tsk_khong-co'])).code).toBe(3);
  const rehearsed = await head.json<{ eligible: boolean; allowed: boolean }>(['tasks', 'decide', task.id, '--no-opinion', '--dry-run']);
  expect(rehearsed).toMatchObject({ dryRun: true, allowed: false });

  const stranger = await deskOf('tradeHead');
  expect([3, 4]).toContain((await stranger.tinhgon(['tasks', 'decide', task.id, '--approve'])).code);

  const empty = await head.tinhgon(['tasks', 'decide', task.id, '--approve']);
  expect(empty.code).toBe(5);
  expect(empty.stderr).toMatch(/chưa có nội dung cắt giảm/u);
  await propose(task.reviewId);

  const shown = await head.json<{ version: number; contentDigest: string }>(['tasks', 'show', task.id]);
  const before = `v${shown.version}:${shown.contentDigest}`;
  const stale = await head.tinhgon(['tasks', 'decide', task.id, '--approve', '--seen', `v${shown.version}:${'0'.repeat(64)}`]);
  expect(stale.code).toBe(5);
  const done = await head.tinhgon(['tasks', 'decide', task.id, '--approve', '--comment', 'Đồng ý', '--idempotency-key', 'quyet-dinh-1', '--json']);
  expect(done).toMatchObject({ code: 0 });
  receipt = JSON.parse(done.stdout) as typeof receipt;
  expect(receipt).toMatchObject({ taskId: task.id, verdict: 'approve', replayed: false });
  writeFileSync(join(head.folder, 'biên nhận.json'), done.stdout);

  const again = await head.tinhgon([
    'tasks',
    'decide',
    task.id,
    '--approve',
    '--comment',
    'Đồng ý',
    '--idempotency-key',
    'quyet-dinh-1',
    '--seen',
    before,
    '--json',
  ]);
  expect(again.code === 0 ? JSON.parse(again.stdout) : again.stderr).toMatchObject({
    decisionId: (receipt as { decisionId?: string }).decisionId,
    replayed: true,
  });
  const second = await head.tinhgon(['tasks', 'decide', task.id, '--reject', '--comment', 'Muộn']);
  expect(second.code).toBe(5);
  expect(second.stderr).toMatch(/quyết định/u);
  const [row] = (await house.database.source.query('SELECT channel FROM decisions WHERE task_id = ?', [task.id])) as { channel: string }[];
  expect(row).toEqual({ channel: 'cli' });
});

/** The unit's officer writes a proposal by the API: the command line has no editor. */
async function propose(reviewId: string): Promise<void> {
  const officer = await house.as('officer');
  const review = await officer.get(`/reviews/${reviewId}`);
  const detail = await officer.get(`/procedures/${String((review.body as unknown as { procedure: { code: string } }).procedure.code)}`);
  const { content } = detail.body as unknown as { content: { steps: { id: string }[] } };
  const written = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, {
    key: `de-xuat-${reviewId}`,
    ifMatch: review.headers.get('etag') as string,
    body: {
      items: [
        {
          id: 'i1',
          type: 'cutStep',
          track: 'province',
          reason: { criterion: 'reasonableness', text: 'Bước không cần thiết' },
          targetProvision: null,
          ops: [{ path: `steps/${content.steps[0]?.id}`, op: 'remove' }],
          costLines: [],
        },
      ],
      effectiveOn: null,
      cost: { before: null, after: null },
      note: '',
    },
  });
  if (written.status !== 200) throw new Error(written.text);
}

test('the demo’s administrator moves the clock without a sign-in; then there is something overdue', async () => {
  await house.database.source.query('UPDATE people SET login = ?, password_hash = ? WHERE id = ?', [
    'admin@demo',
    await hashPassword('demo'),
    house.province.people.coordinator,
  ]);
  const nobody = await deskOf(null);
  const before = await nobody.json<{ now: string }>(['demo', 'clock']);
  expect(before.now.slice(0, 10)).toBe('2026-11-16');
  const moved = await nobody.json<{ now: string; reviews: number }>(['demo', 'advance', '30wd']);
  expect(moved.reviews).toBe(2);
  expect(Date.parse(moved.now)).toBeGreaterThan(Date.parse(before.now) + 30 * 86_400_000);
  const head = await deskOf('head');
  const overdue = await head.json<{ items: TaskRow[] }>(['tasks', 'list', '--overdue', '--unit', 'civil']);
  expect(overdue.items.length).toBeGreaterThan(0);
  expect(overdue.items.every((row) => row.lateness === 'overdue' && (row.workingDaysLeft ?? 0) < 0)).toBe(true);
  expect((await head.tinhgon(['tasks', 'list', '--overdue', '--unit', 'khong-co', '--json'])).code).toBe(2);
  await house.database.source.query('UPDATE business_clock SET locked = 1');
  expect((await nobody.tinhgon(['demo', 'advance', '1wd'])).code).toBe(4);
  await house.database.source.query('UPDATE business_clock SET locked = 0');
});

test('a campaign is closed with a reason, once', async () => {
  await house.database.source.query('UPDATE people SET login = ?, password_hash = ? WHERE id = ?', [
    'coordinator@test',
    await hashPassword(PASSWORD),
    house.province.people.coordinator,
  ]);
  const coordinator = await deskOf('coordinator');
  expect((await coordinator.tinhgon(['campaign', 'close', campaignId, '--reason', 'Hết năm'])).code).toBe(0);
  expect((await coordinator.tinhgon(['campaign', 'close', campaignId, '--reason', 'Lần nữa'])).code).toBe(5);
  expect(await coordinator.json(['campaign', 'list'])).toMatchObject({ items: [{ id: campaignId, status: 'closed' }] });
});

test('the log of all this is intact, with the receipt and with the head of every stream', async () => {
  const auditor = await deskOf(null);
  const path = join(auditor.folder, 'biên nhận.json');
  writeFileSync(path, JSON.stringify(receipt));
  const whole = await auditor.tinhgon(['audit', 'verify', '--receipt', path, '--json']);
  expect(JSON.parse(whole.stdout)).toMatchObject({ ok: true, receipts: 1, fault: null });
  const heads = join(auditor.folder, 'đầu chuỗi.json');
  writeFileSync(heads, whole.stdout);

  const exported = join(auditor.folder, 'nhật ký.jsonl');
  expect((await auditor.tinhgon(['audit', 'export', '-o', exported])).code).toBe(0);
  expect((await auditor.tinhgon(['audit', 'verify', exported, '--receipt', heads])).code).toBe(0);
  const one = await auditor.tinhgon(['audit', 'export', '--stream', receipt.reviewId]);
  expect(one.stdout.trim().split('\n')).toHaveLength(
    readFileSync(exported, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"streamId":"${receipt.reviewId}"`)).length,
  );

  // Who owns the schema can take the guards away; the chain is for that case.
  for (const { Trigger } of (await house.database.source.query('SHOW TRIGGERS')) as { Trigger: string }[])
    await house.database.source.query(`DROP TRIGGER ${Trigger}`);
  const [last] = (await house.database.source.query('SELECT seq FROM facts WHERE stream_id = ? ORDER BY seq DESC LIMIT 1', [receipt.reviewId])) as {
    seq: number;
  }[];
  await house.database.source.query('UPDATE facts SET payload = REPLACE(payload, ?, ?) WHERE stream_id = ? AND seq = ?', [
    'Đồng ý',
    'Không',
    receipt.reviewId,
    receipt.seq,
  ]);
  await house.database.source.query('DELETE FROM facts WHERE stream_id = ? AND seq = ?', [receipt.reviewId, last?.seq]);
  const tampered = await auditor.tinhgon(['audit', 'verify', '--receipt', heads, '--json']);
  expect(tampered.code).toBe(1);
  const { fault } = JSON.parse(tampered.stdout) as { fault: { kind: string; streamId: string; seq: number } };
  expect(fault).toMatchObject({ streamId: receipt.reviewId });
  expect(['altered', 'cutTail']).toContain(fault.kind);
});
