import { createHash } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createCommands, type Commands } from '../../../commands/index.js';
import { newId } from '../../../commands/frame/new-id.js';
import { insertNotices } from '../../../db/repositories/notice.repository.js';
import type { NoticeDraft } from '../../../domain/review/notices.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { MAIL_QUEUE, MAIL_WORKER_OPTIONS, NOTICE_JOB, type NoticeJob } from '../../../mail/jobs.js';
import { unseal } from '../../../mail/seal.js';
import { listNoticesDue } from '../../../queries/notices-due.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { messageIdIn, openMailRoom, SEAL_KEYS, type MailRoom, type NoticeRow } from '../../support/mail-room.js';
import { buildProvince, type Province } from '../../support/province.js';
import { decideInPortal, launchOne, openTaskOf, stateOf } from '../../support/walk.js';

jest.setTimeout(120_000);

const HEAD = 'head@tinh.example';

let database: TestDatabase;
let commands: Commands;
let province: Province;
let room: MailRoom;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  room = await openMailRoom(database);
});
afterEach(() => {
  delete process.env['FAILPOINTS'];
  room.sink.behave({ t: 'accept' });
});
afterAll(async () => {
  await room.close();
  await database.drop();
});

/** A review whose head has just been given the assessment, with that notice. */
async function assigned(code: string): Promise<{ readonly reviewId: ReviewId; readonly notice: NoticeRow }> {
  const reviewId = await launchOne(database, commands, province, code);
  const [notice] = await room.notices(reviewId, 'task.assigned');
  if (!notice) throw new Error('nobody was told');
  return { reviewId, notice };
}

/** Letters about one procedure that reached the head. */
const lettersAbout = async (code: string) => {
  const mails = room.caught(HEAD);
  const parts = await Promise.all(mails.map((mail) => room.read(mail)));
  return mails.filter((_, index) => parts[index]?.subject.includes(code));
};

const tokenIn = (text: string): string => /\/q\/([A-Za-z0-9_-]{48})/.exec(text)?.[1] ?? '';

test('an assignment becomes one letter with a link, and its bytes are wiped', async () => {
  const { notice } = await assigned('1.100001');
  expect(await room.processor(notice.id)).toEqual({ noticeId: notice.id, did: 'accepted', why: null });
  const mails = await lettersAbout('1.100001');
  expect(mails).toHaveLength(1);
  const letter = await room.read(mails[0] as never);
  expect(letter.toName).toBe('Người head');
  expect(letter.text).toContain('Đề nghị hoàn thiện và trình phương án');
  expect(letter.text).toContain('Thay đổi chính: Bỏ (Thành phần hồ sơ): Bản sao có chứng thực căn cước');
  expect(letter.decisionUrl).toMatch(/^http:\/\/localhost:8080\/q\/[A-Za-z0-9_-]{48}$/);
  const after = await room.notice(notice.id);
  expect(after).toMatchObject({ state: 'accepted', attempts: 1, ambiguous: 0 });
  expect(await messageIdIn(mails[0] as never)).toBe(after.message_id);
});

test('mail-sealed-wiped, dump-contains-no-raw-token: nothing at rest shows a token, before or after sending', async () => {
  const { notice } = await assigned('1.100002');
  room.sink.behave({ t: 'refuseRecipient', status: 451 }, 1);
  await room.processor(notice.id);
  const frozen = await room.notice(notice.id);
  expect(frozen.state).toBe('deferred');
  expect(frozen.sealed).not.toBeNull();
  const raw = unseal(SEAL_KEYS, frozen.sealed as Buffer, notice.id)
    .toString('utf8')
    .replaceAll('=\r\n', '');
  const token = tokenIn(raw);
  expect(token).toHaveLength(48);
  const random = Buffer.from(token, 'base64url').subarray(0, 32);
  const dump = async (): Promise<Buffer> => {
    const tables = await database.reader.rows<{ name: string }>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()');
    const rows = await Promise.all(tables.map(({ name }) => database.source.query(`SELECT * FROM ${name}`) as Promise<Record<string, unknown>[]>));
    return Buffer.concat(
      rows.flat().flatMap((row) => Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? '')))),
    );
  };
  const secrets = [token, token.slice(0, 42), random.toString('hex'), random.toString('base64').replace(/=+$/, '')];
  const before = await dump();
  for (const secret of secrets) expect(before.includes(secret)).toBe(false);
  expect(before.includes(random)).toBe(false);
  expect(before.includes(createHash('sha256').update(random).digest('hex'))).toBe(true);
  expect(frozen.archived).toContain('/q/[…]');
  await room.passTime();
  await room.processor(notice.id);
  const sent = await room.notice(notice.id);
  expect([sent.state, sent.sealed]).toEqual(['accepted', null]);
  const after = await dump();
  for (const secret of secrets) expect(after.includes(secret)).toBe(false);
});

test('notice-unique-key: telling the same thing again inserts nothing', async () => {
  const { reviewId, notice } = await assigned('1.100003');
  const draft: NoticeDraft = {
    kind: 'task.assigned',
    reviewId,
    taskId: notice.task_id as never,
    subjectId: notice.task_id as never,
    round: 1,
    epoch: 0,
    rung: '',
    recipientId: province.people.head,
    model: {},
  };
  const again = await database.transact(async (tx) =>
    insertNotices(tx, [
      { ...draft, id: newId('notice', (await tx.clock()).wallNow) },
      { ...draft, rung: 'other', id: newId('notice', (await tx.clock()).wallNow) },
    ]),
  );
  expect(again).toHaveLength(1);
  expect(await room.notices(reviewId, 'task.assigned')).toHaveLength(2);
});

test('two workers with the same job: one sends, the other finds nothing to claim', async () => {
  const { notice } = await assigned('1.100004');
  const results = await Promise.all(Array.from({ length: 8 }, () => room.processor(notice.id)));
  expect(results.filter((result) => result.did === 'accepted')).toHaveLength(1);
  expect(results.filter((result) => result.did === 'nothing')).toHaveLength(7);
  expect(await lettersAbout('1.100004')).toHaveLength(1);
  expect((await room.processor(notice.id)).why).toBe('ended');
});

describe('mail-kill-thrice-once-delivered', () => {
  test.each([
    [
      'after-lease, after-seal, before-smtp',
      '1.100012',
      1,
      2,
      'after-lease=throw*1,outgoing-processor/after-seal=throw*1,outgoing-processor/before-smtp=throw*1',
    ],
    ['after-lease', '1.100011', 1, 0, 'after-lease=throw*3'],
    ['before-smtp', '1.100013', 1, 3, 'before-smtp=throw*3'],
    ['after-250-before-mark', '1.100014', 4, 3, 'after-250-before-mark=throw*3'],
  ] as const)('killed three times at %s', async (_point, code, copies, ambiguous, points) => {
    const { notice } = await assigned(code);
    process.env['FAILPOINTS'] = `outgoing-processor/${points}`;
    for (let kill = 1; kill <= 3; kill += 1) {
      await expect(room.processor(notice.id)).rejects.toThrow('failpoint');
      expect((await room.processor(notice.id)).why).toBe('leased');
      await room.passTime();
    }
    expect((await room.processor(notice.id)).did).toBe('accepted');
    const mails = await lettersAbout(code);
    expect(mails).toHaveLength(copies);
    expect(new Set(mails.map((mail) => mail.raw.toString('base64'))).size).toBe(1);
    const after = await room.notice(notice.id);
    expect(after).toMatchObject({ state: 'accepted', attempts: 4, ambiguous, render_failures: 0 });
    // Raw copies beyond the first never outnumber the doubtful connections.
    expect(mails.length - 1).toBeLessThanOrEqual(after.ambiguous);
  });
});

test('mail-ambiguous-250-same-bytes: lost between message and answer, the same bytes go again under one Message-ID', async () => {
  const { notice } = await assigned('1.100005');
  room.sink.behave({ t: 'dropAfterData' }, 2);
  expect(await room.processor(notice.id)).toMatchObject({ did: 'deferred', why: expect.stringMatching(/^lostAfterData/) });
  expect((await room.processor(notice.id)).why).toBe('notDue');
  await room.passTime();
  await room.processor(notice.id);
  await room.passTime();
  expect((await room.processor(notice.id)).did).toBe('accepted');
  const mails = await lettersAbout('1.100005');
  expect(mails).toHaveLength(3);
  expect(new Set(mails.map((mail) => mail.raw.toString('base64'))).size).toBe(1);
  expect(await room.notice(notice.id)).toMatchObject({ state: 'accepted', ambiguous: 2, attempts: 3 });
});

test('mail-frozen-bytes-identical: what was made at the first attempt is what arrives, whatever was changed since', async () => {
  const { notice } = await assigned('1.100006');
  const frozen: string[] = [];
  room.sink.behave({ t: 'refuseMessage', status: 452 }, 4);
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    expect((await room.processor(notice.id)).did).toBe('deferred');
    const { sealed } = await room.notice(notice.id);
    frozen.push(unseal(SEAL_KEYS, sealed as Buffer, notice.id).toString('base64'));
    await database.source.query('UPDATE people SET honorific = ? WHERE id = ?', [`ông ${attempt}`, province.people.head]);
    await room.passTime();
  }
  await database.source.query('UPDATE people SET honorific = ? WHERE id = ?', ['bà', province.people.head]);
  expect(new Set(frozen).size).toBe(1);
  await room.processor(notice.id);
  const [mail] = await lettersAbout('1.100006');
  expect(
    Buffer.from(frozen[0] as string, 'base64')
      .toString('latin1')
      .endsWith(mail?.raw.toString('latin1') ?? '?'),
  ).toBe(true);
});

test('an attempt that failed waits one, five, fifteen, sixty minutes, then an hour each', async () => {
  const { notice } = await assigned('1.100007');
  room.sink.behave({ t: 'refuseRecipient', status: 451 });
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await room.processor(notice.id);
    const row = await database.reader.row<{ wait: string }>('SELECT ROUND(TIMESTAMPDIFF(SECOND, NOW(3), next_at) / 60) AS wait FROM notices WHERE id = ?', [
      notice.id,
    ]);
    waits.push(Number(row?.wait));
    await room.passTime();
  }
  expect(waits).toEqual([1, 5, 15, 60, 60, 60]);
  await database.source.query('UPDATE notices SET created_at = NOW(3) - INTERVAL 49 HOUR WHERE id = ?', [notice.id]);
  expect(await room.processor(notice.id)).toMatchObject({ did: 'expired', why: 'retries' });
  expect((await room.notice(notice.id)).sealed).toBeNull();
});

test('an address refused for good bounces; its link is dead', async () => {
  const { notice } = await assigned('1.100008');
  room.sink.behave({ t: 'refuseRecipient', status: 550 }, 1);
  expect(await room.processor(notice.id)).toMatchObject({ did: 'bounced', why: 'smtp550' });
  expect(await room.notice(notice.id)).toMatchObject({ state: 'bounced', sealed: null });
  expect(await database.reader.rows('SELECT state FROM decision_tokens WHERE notice_id = ?', [notice.id])).toEqual([{ state: 'revoked' }]);
});

test('poison-isolated: a letter that cannot be made three times is set apart; the next one goes out', async () => {
  const { notice } = await assigned('1.100009');
  const other = (await assigned('1.100010')).notice;
  await database.source.query('UPDATE people SET name = ? WHERE id = ?', ['Tên\nxấu', province.people.head]);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect((await room.processor(notice.id)).did).toBe('renderFailed');
    await room.passTime();
  }
  await database.source.query('UPDATE people SET name = ? WHERE id = ?', ['Người head', province.people.head]);
  expect(await room.notice(notice.id)).toMatchObject({ state: 'poison', render_failures: 3, reason: expect.stringContaining('control-character') });
  expect((await room.processor(notice.id)).why).toBe('ended');
  expect((await room.processor(other.id)).did).toBe('accepted');
});

test('a worker that dies while making the letter counts as the letter’s fault, three times', async () => {
  const { notice } = await assigned('1.100015');
  process.env['FAILPOINTS'] = 'outgoing-processor/after-render-before-seal=throw*3';
  for (let kill = 1; kill <= 3; kill += 1) {
    await expect(room.processor(notice.id)).rejects.toThrow('failpoint');
    await room.passTime();
  }
  expect(await room.processor(notice.id)).toMatchObject({ did: 'poison', why: 'renderCrashed' });
  expect((await room.notice(notice.id)).render_failures).toBe(3);
});

test('suppressed-when-decided: who has decided already is not asked; who never heard is not told it is over', async () => {
  const { reviewId, notice } = await assigned('1.100016');
  await decideInPortal(database, commands, province, reviewId, 'assess', 'head');
  expect(await room.processor(notice.id)).toMatchObject({ did: 'suppressed', why: 'closed' });
  expect(await lettersAbout('1.100016')).toHaveLength(0);
  const consulted = await room.notices(reviewId, 'task.assigned');
  expect(consulted.length).toBeGreaterThan(1);
  await commands.withdrawReview(province.actor('coordinator'), `withdraw-${reviewId.slice(-8)}`, { reviewId, reason: 'Thử' });
  for (const withdrawn of await room.notices(reviewId, 'task.withdrawn'))
    expect(await room.processor(withdrawn.id)).toMatchObject({ did: 'suppressed', why: 'neverTold' });
});

test('a passed deadline: the reminder carries a link, a rung leads to the portal and tells those above; decided in between, the reminder stays here', async () => {
  const { reviewId, notice } = await assigned('1.100028');
  const late = (await assigned('1.100029')).reviewId;
  await room.processor(notice.id);
  const state = await stateOf(database, reviewId);
  const stage = openTaskOf(state, 'assess').stageId;
  const dueAt = String(openTaskOf(state, 'assess').term.dueAt);
  const at = async (instant: string): Promise<void> => {
    await database.setNow(instant);
    await commands.fireRungs({ reviewId, step: stage, rebuild: 0 }, 'caller');
    await commands.fireRungs({ reviewId: late, step: openTaskOf(await stateOf(database, late), 'assess').stageId, rebuild: 0 }, 'caller');
  };
  try {
    // The due morning, 08:30 in Vietnam, on the date that ends with the due instant.
    await at(new Date(Date.parse(dueAt) - 15 * 3_600_000).toISOString());
    const reminders = await room.notices(reviewId, 'task.reminder');
    expect(reminders.map((row) => row.rung)).toContain('dueDay');
    await decideInPortal(database, commands, province, late, 'assess', 'head');
    for (const reminder of await room.notices(late, 'task.reminder'))
      expect(await room.processor(reminder.id)).toMatchObject({ did: 'suppressed', why: 'closed' });
    await room.sendAll();
    const letters = await Promise.all((await lettersAbout('1.100028')).map((mail) => room.read(mail)));
    const reminder = letters.find((letter) => letter.subject.includes('Đến hạn hôm nay'));
    expect(reminder?.decisionUrl).toMatch(/\/q\//);
    await database.setNow(new Date(Date.parse(dueAt) + 5 * 86_400_000).toISOString());
    await commands.fireRungs({ reviewId, step: stage, rebuild: 0 }, 'caller');
    await room.sendAll();
    const coordinator = await Promise.all(room.caught('coordinator@tinh.example').map((mail) => room.read(mail)));
    const rung = coordinator.filter((letter) => letter.subject === '[TinhGọn] 1.100028 · Quá hạn 1 ngày');
    expect(rung).toHaveLength(1);
    expect(rung[0]?.decisionUrl).toBeNull();
    expect(rung[0]?.text).toContain('(đã quá hạn)');
    expect(rung[0]?.text).toContain(`/viec/${openTaskOf(state, 'assess').id}`);
  } finally {
    await database.source.query('UPDATE business_clock SET offset_ms = 0');
  }
});

test('who was asked is told when the task falls away', async () => {
  const { reviewId, notice } = await assigned('1.100017');
  await room.processor(notice.id);
  await commands.withdrawReview(province.actor('coordinator'), `withdraw-${reviewId.slice(-8)}`, { reviewId, reason: 'Thử' });
  await room.sendAll();
  const letters = await Promise.all((await lettersAbout('1.100017')).map((mail) => room.read(mail)));
  expect(letters[0]?.subject).toContain('Cần ý kiến');
  expect(
    letters
      .slice(1)
      .map((letter) => letter.subject.split(' · ')[1])
      .sort(),
  ).toEqual(['Không cần ý kiến nữa', 'Kết thúc rà soát'].sort());
  expect(letters.slice(1).map((letter) => letter.decisionUrl)).toEqual([null, null]);
});

test('a person who moves to another address gets a new letter there; the old link is dead', async () => {
  const { reviewId, notice } = await assigned('1.100018');
  room.sink.behave({ t: 'refuseRecipient', status: 451 }, 1);
  await room.processor(notice.id);
  await database.source.query('UPDATE people SET email = ? WHERE id = ?', ['moi@tinh.example', province.people.head]);
  await room.passTime();
  expect(await room.processor(notice.id)).toMatchObject({ did: 'suppressed', why: 'addressChanged' });
  await room.sendAll();
  await database.source.query('UPDATE people SET email = ? WHERE id = ?', [HEAD, province.people.head]);
  expect(await lettersAbout('1.100018')).toHaveLength(0);
  expect(room.caught('moi@tinh.example')).toHaveLength(1);
  const tokens = await database.reader.rows<{ state: string }>(
    'SELECT t.state FROM decision_tokens t JOIN notices n ON n.id = t.notice_id WHERE n.review_id = ? ORDER BY t.issued_at',
    [reviewId],
  );
  expect(tokens.map((token) => token.state)).toEqual(['revoked', 'live']);
});

test('MAIL_ALLOWLIST: everyone else hears nothing', async () => {
  const { notice } = await assigned('1.100019');
  const settings = { publicUrl: 'http://localhost:8080', mailFrom: 'a@x.example', mailDomain: 'x.example', tokenKeys: ['k'.repeat(40)], sealKeys: SEAL_KEYS };
  const staging = room.mailer({ settings: { ...settings, allowlist: ['@test.example', 'one@tinh.example'] } });
  expect(await staging(notice.id)).toMatchObject({ did: 'suppressed', why: 'allowlist' });
  const second = (await assigned('1.100020')).notice;
  expect((await room.mailer({ settings: { ...settings, allowlist: ['@tinh.example'] } })(second.id)).did).toBe('accepted');
});

test('a letter made while its task changes is made again for the present version', async () => {
  const { reviewId, notice } = await assigned('1.100021');
  const { findNoticeLetter } = await import('../../../queries/notice-letter.query.js');
  const { sha256 } = await import('../../../commands/frame/audit-chain.js');
  const { aProposal } = await import('../../support/province.js');
  let reads = 0;
  const racing = room.mailer({
    readLetter: async (id) => {
      const letter = await findNoticeLetter(database.reader, sha256, id);
      reads += 1;
      if (reads === 1) {
        const { revision } = await stateOf(database, reviewId);
        await commands.reviseProposal(province.actor('head'), `revise-${reviewId.slice(-8)}`, { reviewId, expectedRevision: revision, body: aProposal('sửa') });
      }
      return letter;
    },
  });
  expect((await racing(notice.id)).did).toBe('accepted');
  expect(reads).toBe(2);
  const { version } = openTaskOf(await stateOf(database, reviewId), 'assess');
  expect(await database.reader.rows('SELECT task_version, state FROM decision_tokens WHERE notice_id = ?', [notice.id])).toEqual([
    { task_version: version, state: 'live' },
  ]);
});

test('the sweep finds what is due and unleased, and nothing that has ended', async () => {
  const [pending, deferred, dead, held, ended] = (await Promise.all(
    ['1.100022', '1.100023', '1.100024', '1.100025', '1.100026'].map(async (code) => (await assigned(code)).notice.id),
  )) as [string, string, string, string, string];
  room.sink.behave({ t: 'refuseRecipient', status: 451 }, 1);
  await room.processor(deferred);
  process.env['FAILPOINTS'] = 'outgoing-processor/after-lease=throw*1';
  await expect(room.processor(dead)).rejects.toThrow('failpoint');
  await room.passTime();
  process.env['FAILPOINTS'] = 'outgoing-processor/after-lease=throw*1,x=throw*9';
  await expect(room.processor(held)).rejects.toThrow('failpoint');
  delete process.env['FAILPOINTS'];
  await room.processor(ended);
  const due = await listNoticesDue(database.reader, 0, 1_000);
  const found = new Map(due.map((row) => [row.noticeId, row]));
  expect([pending, deferred, dead].map((id) => found.get(id)?.attempt)).toEqual([1, 2, 2]);
  expect([held, ended].map((id) => found.has(id))).toEqual([false, false]);
  expect(due.every((row) => /^\d+$/.test(row.outboxId))).toBe(true);
  expect((await listNoticesDue(database.reader, 3_600, 1_000)).some((row) => row.noticeId === pending)).toBe(false);
});

test('mail-redis-flushall: a job lost with Redis is queued again by the sweep and the letter arrives once', async () => {
  const url = process.env['TEST_REDIS_URL'];
  if (!url) throw new Error('TEST_REDIS_URL is not set: run through jest with the services set-up');
  const { notice } = await assigned('1.100027');
  const producer = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  const consumer = new Redis(url, { maxRetriesPerRequest: null });
  const prefix = `t${Date.now()}`;
  const queue = new Queue<NoticeJob>(MAIL_QUEUE, { connection: producer, prefix });
  const enqueue = async (): Promise<number> => {
    const due = (await listNoticesDue(database.reader, 0, 1_000)).filter((row) => row.noticeId === notice.id);
    for (const row of due)
      await queue.add(
        NOTICE_JOB,
        { outboxId: row.outboxId, noticeId: row.noticeId },
        { jobId: `ob-${row.outboxId}-${row.attempt}`, removeOnComplete: true, removeOnFail: true },
      );
    return due.length;
  };
  expect(await enqueue()).toBe(1);
  const keys = await producer.keys(`${prefix}:*`);
  await producer.del(...keys);
  expect(await queue.getWaitingCount()).toBe(0);
  expect(await enqueue()).toBe(1);
  expect(await enqueue()).toBe(1);
  expect(await queue.getWaitingCount()).toBe(1);
  const done: string[] = [];
  const worker = new Worker<NoticeJob>(
    MAIL_QUEUE,
    async (job) => {
      done.push((await room.processor(job.data.noticeId)).did);
    },
    { connection: consumer, prefix, ...MAIL_WORKER_OPTIONS },
  );
  while (done.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  producer.disconnect();
  consumer.disconnect();
  expect(done).toEqual(['accepted']);
  expect(await lettersAbout('1.100027')).toHaveLength(1);
  expect(await enqueueNothing(notice.id)).toBe(true);
});

const enqueueNothing = async (id: string): Promise<boolean> => !(await listNoticesDue(database.reader, 0, 1_000)).some((row) => row.noticeId === id);
