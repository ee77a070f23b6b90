/** What works without a server: help, the log's witness, the database tools. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditTools } from '../../../cli/audit.js';
import type { DatabaseTools } from '../../../cli/database.js';
import { linesOf } from '../../../reports/verifier/lines.js';
import { readReceipts } from '../../../reports/verifier/receipts.js';
import { verifyLines } from '../../../reports/verifier/verify.js';
import { verificationWords } from '../../../reports/verifier/words.js';
import { chainFacts, GENESIS } from '../../../commands/frame/audit-chain.js';
import type { Instant } from '../../../domain/shared/instant.js';
import { aFolder, run } from './harness.js';

let folder: ReturnType<typeof aFolder>;
beforeEach(() => {
  folder = aFolder();
});
afterEach(() => folder.remove());
const file = (name: string, content: string): string => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};

const at = '2026-11-25T02:00:00.000Z' as Instant;
const facts = chainFacts(
  'rev_1',
  0,
  GENESIS,
  [
    { type: 'ReviewOpened', at },
    { type: 'DecisionRecorded', at, note: 'dòng\u2028mới' },
    { type: 'ReviewClosed', at },
  ] as never,
  { key: 'k', actorId: null, channel: 'web' },
  at,
).rows;
const lines = facts.map(({ streamId, seq, type, payload, recordedAt, previousHash, hash }) =>
  JSON.stringify({ streamId, seq, type, payload, recordedAt, previousHash, hash }),
);

const audit: AuditTools = {
  linesOf,
  async *exportFacts(streamId) {
    yield* streamId === null || streamId === 'rev_1' ? lines : [];
  },
  verify: async (source, receipts) => {
    const result = await verifyLines(source, receipts === null ? [] : readReceipts(receipts));
    return { ...result, words: verificationWords(result) };
  },
};

describe('audit', () => {
  test('an intact export is said to be intact, U+2028 in a comment included', async () => {
    const ran = await run(folder.path, ['audit', 'verify', file('f.jsonl', `${lines.join('\n')}\n`)], { offline: { audit } });
    expect(ran).toMatchObject({ code: 0, stdout: 'Nguyên vẹn: 3 mục của 1 chuỗi nối nhau đúng.\n', stderr: '' });
  });

  test('the first bad entry is named, with exit code 1', async () => {
    const ran = await run(folder.path, ['audit', 'verify', file('f.jsonl', lines.join('\n').replace('dòng', 'dong')), '--lang', 'en'], { offline: { audit } });
    expect(ran).toMatchObject({ code: 1, stdout: 'Altered: entry 2 of rev_1 (line 2) does not match its hash.\n' });
  });

  test('a cut tail shows against a receipt', async () => {
    const receipt = file('r.json', JSON.stringify({ reviewId: 'rev_1', seq: 3, chainHead: facts[2]?.hash }));
    const ran = await run(folder.path, ['audit', 'verify', file('f.jsonl', lines.slice(0, 2).join('\n')), '--receipt', receipt, '--json'], {
      offline: { audit },
    });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      fault: { kind: 'cutTail', streamId: 'rev_1', seq: 3 },
      sentence: expect.stringContaining('Bị cắt đuôi'),
    });
  });

  test('the result of one verification is the receipt of the next', async () => {
    const first = await run(folder.path, ['audit', 'verify', '--json'], { offline: { audit } });
    const anchor = file('anchor.json', first.stdout);
    expect((await run(folder.path, ['audit', 'verify', '--receipt', anchor], { offline: { audit } })).stdout).toContain('khớp 1 biên nhận');
    expect((await run(folder.path, ['audit', 'verify', file('f.jsonl', lines.slice(0, 1).join('\n')), '--receipt', anchor], { offline: { audit } })).code).toBe(
      1,
    );
  });

  test.each([
    ['a file that is not there', () => ['audit', 'verify', join(folder.path, 'mất.jsonl')], /Không tìm thấy/u],
    ['a folder', () => ['audit', 'verify', folder.path], /không phải tệp/u],
    ['a file of nothing', () => ['audit', 'verify', file('f.jsonl', '\n')], /không có mục nào/u],
    ['receipts that are none', () => ['audit', 'verify', '--receipt', file('r.json', '{"a":1}')], /không phải tệp biên nhận/u],
    ['receipts that are not there', () => ['audit', 'verify', '--receipt', join(folder.path, 'r.json')], /Không tìm thấy tệp/u],
  ])('%s is wrong input', async (_name, argv, says) => {
    const ran = await run(folder.path, argv(), { offline: { audit } });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(says);
  });

  test('export writes what verify reads', async () => {
    const path = join(folder.path, 'out.jsonl');
    const ran = await run(folder.path, ['audit', 'export', '-o', path], { offline: { audit } });
    expect(ran).toMatchObject({ code: 0, stdout: '', stderr: 'Đã xuất 3 mục.\n' });
    expect(readFileSync(path, 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect((await run(folder.path, ['audit', 'verify', path], { offline: { audit } })).code).toBe(0);
  });

  test('export of a stream that is not there ends with 3; to a place that is not there with 2', async () => {
    expect((await run(folder.path, ['audit', 'export', '--stream', 'rev_9'], { offline: { audit } })).code).toBe(3);
    expect((await run(folder.path, ['audit', 'export', '-o', join(folder.path, 'a', 'b')], { offline: { audit } })).code).toBe(2);
  });

  test('a database that is away ends with 1 and says what to start', async () => {
    const away: AuditTools = {
      ...audit,
      exportFacts: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(Object.assign(new Error(''), { code: 'ECONNREFUSED' })) }) }),
    };
    const ran = await run(folder.path, ['audit', 'verify'], { offline: { audit: away } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/ECONNREFUSED.*\n.*npm start/u);
  });
});

describe('db', () => {
  const done: string[] = [];
  beforeEach(() => done.splice(0));
  const database: DatabaseTools = {
    migrate: async () => (done.push('migrate'), { migrations: ['createSchema1'] }),
    drift: async () => ['ALTER TABLE x'],
    seedDemo: async () => (done.push('seed'), true),
    reset: async () => (done.push('reset'), { migrations: [] }),
    name: () => '127.0.0.1:3306/tinhgon',
    isProduction: () => false,
  };

  test('migrate tells what ran; --check fails on a schema that differs', async () => {
    expect((await run(folder.path, ['db:migrate', '--json'], { offline: { database } })).stdout).toContain('createSchema1');
    const drift = await run(folder.path, ['db:migrate', '--check'], { offline: { database } });
    expect(drift).toMatchObject({ code: 1, stderr: 'ALTER TABLE x\n' });
  });

  test('reset asks at a terminal, and only yes is yes', async () => {
    expect((await run(folder.path, ['db:reset'], { terminal: 80, answers: ['k'], offline: { database } })).code).toBe(2);
    expect(done).toEqual([]);
    const yes = await run(folder.path, ['db:reset'], { terminal: 80, answers: ['c'], offline: { database } });
    expect(yes.code).toBe(0);
    expect(yes.asked).toEqual(['Xóa toàn bộ dữ liệu của 127.0.0.1:3306/tinhgon? [c/K] ']);
    expect(done).toEqual(['reset']);
    await run(folder.path, ['db:reset', '--yes'], { offline: { database } });
    expect(done).toEqual(['reset', 'reset']);
  });

  test('production is neither dropped nor filled with sample data', async () => {
    const production = { ...database, isProduction: () => true };
    expect((await run(folder.path, ['db:reset', '--yes'], { offline: { database: production } })).code).toBe(2);
    expect((await run(folder.path, ['db:seed', '--demo'], { offline: { database: production } })).code).toBe(2);
    expect(done).toEqual([]);
  });

  test('a database that is away ends with 1', async () => {
    const away = { ...database, migrate: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })) };
    const ran = await run(folder.path, ['db:migrate'], { offline: { database: away } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('DATABASE_URL');
  });
});

describe('help', () => {
  test('is Vietnamese unless English is asked for, before or after the word', async () => {
    const vi = await run(folder.path, ['--help']);
    expect(vi).toMatchObject({ code: 0, stderr: '' });
    expect(vi.stdout).toContain('Cách dùng: tinhgon [tùy chọn] [lệnh]');
    expect(vi.stdout).toContain('Không cần máy chủ:');
    expect(vi.stdout).toContain('Mã thoát: 0 xong');
    for (const argv of [
      ['--lang', 'en', '--help'],
      ['--help', '--lang', 'en'],
    ]) {
      const en = await run(folder.path, argv);
      expect(en.stdout).toContain('Usage: tinhgon [options] [command]');
      expect(en.stdout).toContain('No server needed:');
      expect(en.stdout).toContain('Exit codes: 0 done');
      expect(en.stdout.replaceAll('TinhGọn', '')).not.toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu);
    }
  });

  const COMMANDS = [
    'login',
    'logout',
    'whoami',
    'procedures import',
    'procedures list',
    'procedures show',
    'campaign launch',
    'campaign list',
    'campaign show',
    'campaign close',
    'tasks list',
    'tasks show',
    'tasks decide',
    'tracks list',
    'tracks show',
    'tracks advance',
    'tracks give-up',
    'tracks publish',
    'tracks enter',
    'demo advance',
    'demo clock',
    'audit verify',
    'db:migrate',
    'db:seed',
    'db:reset',
  ];
  test.each(COMMANDS)('%s has --json and is explained in both languages', async (command) => {
    const vi = await run(folder.path, [...command.split(' '), '--help']);
    const en = await run(folder.path, [...command.split(' '), '--help', '--lang', 'en']);
    expect(vi.stdout).toContain('--json');
    expect(vi.stdout).toContain('Tùy chọn:');
    expect(vi.stdout).not.toContain(' / ');
    expect(en.stdout).toContain('Options:');
    expect(en.stdout).not.toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu);
  });

  test('--version is the version of the package', async () => {
    expect(await run(folder.path, ['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
  });
});
