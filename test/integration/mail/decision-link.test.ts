import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { decisionPageRoutes } from '../../../api/routes/decision-page.routes.js';
import { createCommands, type Commands } from '../../../commands/index.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';
import { checkLinkCode, issueLinkCode } from '../../../commands/issue-link-code.js';
import { resendLink } from '../../../commands/resend-link.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { findDecisionPage } from '../../../queries/decision-page.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { openMailRoom, PUBLIC_URL, TOKEN_KEYS, type MailRoom } from '../../support/mail-room.js';
import { aProposal, buildProvince, type Province } from '../../support/province.js';
import { decideInPortal, launchOne, openNext, openTaskOf, stateOf } from '../../support/walk.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let room: MailRoom;
let server: Server;
let base: string;

beforeAll(async () => {
  database = await freshDatabase();
  const { transact, reader } = database;
  commands = createCommands(transact);
  province = await buildProvince(transact);
  room = await openMailRoom(database);
  server = createServer(
    express().use(
      '/q',
      decisionPageRoutes({
        readPage: (tokenHash) => findDecisionPage(reader, sha256, tokenHash),
        commands: {
          recordDecision: commands.recordDecision,
          issueLinkCode: (request) => issueLinkCode(transact, TOKEN_KEYS, request),
          checkLinkCode: (request) => checkLinkCode(transact, TOKEN_KEYS, request),
          resendLink: (tokenHash) => resendLink(transact, tokenHash),
        },
        tokenKeys: TOKEN_KEYS,
        publicUrl: PUBLIC_URL,
        demo: false,
      }),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await room.close();
  await database.drop();
});

type Reply = { readonly status: number; readonly body: string; readonly location: string | null; readonly cookie: string | null };

async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(`${base}${path}`, { redirect: 'manual', ...init });
  return {
    status: response.status,
    body: await response.text(),
    location: response.headers.get('location'),
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? null,
  };
}

const field = (body: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(body)?.[1] ?? '';

/** One browser with one link: its cookie and the hidden fields of the form it was given. */
type Browser = { readonly path: string; readonly page: Reply; readonly send: (form: Readonly<Record<string, string>>, under?: string) => Promise<Reply> };

async function openLink(path: string): Promise<Browser> {
  const page = await ask(path);
  const hidden = { nonce: field(page.body, 'nonce'), digest: field(page.body, 'digest') };
  return {
    path,
    page,
    send: (form, under = '') =>
      ask(`${path}${under}`, { method: 'POST', headers: { cookie: page.cookie ?? '' }, body: new URLSearchParams({ ...hidden, ...form }) }),
  };
}

/** Links of the letters about one procedure in somebody's mailbox, oldest first. */
async function linksOf(address: string, code: string): Promise<readonly string[]> {
  const letters = await Promise.all(room.caught(address).map((mail) => room.read(mail)));
  return letters
    .filter((letter) => letter.subject.includes(code))
    .flatMap((letter) => (letter.decisionUrl === null ? [] : [new URL(letter.decisionUrl).pathname]));
}

const HEAD = 'head@tinh.example';

/** A review with the head's letter delivered; the path of the link in it. */
async function mailed(code: string): Promise<{ readonly reviewId: ReviewId; readonly path: string }> {
  const reviewId = await launchOne(database, commands, province, code);
  await room.sendAll();
  const [path] = await linksOf(HEAD, code);
  if (path === undefined) throw new Error('no letter with a link came');
  return { reviewId, path };
}

const decisionsOn = (reviewId: string) =>
  database.reader.rows<{ verdict: string; channel: string; assurance: string; actor_id: string; comment: string }>(
    'SELECT verdict, channel, assurance, actor_id, comment FROM decisions WHERE review_id = ? ORDER BY recorded_at',
    [reviewId],
  );

test('link-works-without-script: from the letter through the plain form to the receipt, on the page and by mail', async () => {
  const { reviewId, path } = await mailed('1.200001');
  const browser = await openLink(path);
  expect(browser.page.status).toBe(200);
  expect(browser.page.body).toContain('<del>');
  const sent = await browser.send({ verdict: 'approve', comment: 'Trình phương án' });
  expect([sent.status, sent.location]).toEqual([303, path.slice('/q/'.length)]);
  const receipt = await ask(path);
  expect(receipt.body).toContain('Ý kiến đã được ghi nhận');
  expect(await decisionsOn(reviewId)).toEqual([
    { verdict: 'approve', channel: 'mailLink', assurance: 'A1', actor_id: province.people.head, comment: 'Trình phương án' },
  ]);
  await room.sendAll();
  const letters = await Promise.all(room.caught(HEAD).map((mail) => room.read(mail)));
  const letter = letters.find((candidate) => candidate.subject === '[TinhGọn] 1.200001 · Đã ghi nhận ý kiến');
  const head = await database.reader.row<{ seq: number; hash: string }>(
    "SELECT seq, hash FROM facts WHERE stream_id = ? AND cause LIKE '%.link-%' ORDER BY seq DESC LIMIT 1",
    [reviewId],
  );
  expect(letter?.text).toContain('| Trình phương án');
  expect(letter?.text).toContain(`Mã đầu sổ: ${head?.hash}`);
  expect(letter?.text).toContain(`Số thứ tự trong sổ: ${head?.seq}`);
  expect(letter?.decisionUrl).toBeNull();
  expect(receipt.body).toContain(String(head?.hash));
});

test('link-get-head-options-1000x-no-effect: a thousand looks leave every table as it was', async () => {
  const { path } = await mailed('1.200002');
  const tables = (
    await database.reader.rows<{ name: string }>('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1')
  ).map((row) => row.name);
  const checksum = async (): Promise<unknown> => database.reader.rows(`CHECKSUM TABLE ${tables.join(', ')}`);
  const before = await checksum();
  const methods = ['GET', 'HEAD', 'OPTIONS', 'GET'] as const;
  const statuses = new Map<number, number>();
  for (let round = 0; round < 50; round += 1) {
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(`${path}${index % 3 === 0 ? '?verdict=approve' : ''}`, { method: methods[index % 4] as string })),
    );
    for (const { status } of replies) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: 750, 204: 250 });
  expect(await checksum()).toEqual(before);
});

test('link-50-parallel-posts: one verdict, everybody is led to the same receipt', async () => {
  const { reviewId, path } = await mailed('1.200003');
  const tabs = await Promise.all(Array.from({ length: 5 }, () => openLink(path)));
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, index) => (tabs[index % 5] as Browser).send({ verdict: 'approve', comment: `lần ${index % 5}` })),
  );
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([303]));
  expect(await decisionsOn(reviewId)).toHaveLength(1);
  expect(await room.notices(reviewId, 'decision.receipt')).toHaveLength(1);
});

test('link-version-kills-all: two letters, one task: a change of content ends both links in the same commit', async () => {
  const { reviewId, path } = await mailed('1.200004');
  const [hash] = (
    await database.reader.rows<{ token_hash: string }>('SELECT token_hash FROM decision_tokens t JOIN notices n ON n.id = t.notice_id WHERE n.review_id = ?', [
      reviewId,
    ])
  ).map((row) => row.token_hash);
  expect(await resendLink(database.transact, hash as string)).toBe('sent');
  await room.sendAll();
  const links = await linksOf(HEAD, '1.200004');
  expect(links).toHaveLength(2);
  const browsers = await Promise.all(links.map(openLink));
  expect(browsers.map((browser) => browser.page.body.includes('type="radio"'))).toEqual([true, true]);
  await commands.reviseProposal(province.actor('head'), 'revise-200004', {
    reviewId,
    expectedRevision: (await stateOf(database, reviewId)).revision,
    body: aProposal('sửa lại'),
  });
  for (const browser of browsers) {
    const refused = await browser.send({ verdict: 'approve' });
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Nội dung đã thay đổi');
  }
  expect(await decisionsOn(reviewId)).toEqual([]);
  expect((await ask(path)).body).toContain('Gửi lại liên kết');
});

test('two letters, one task: deciding by one uses up both', async () => {
  const { reviewId } = await mailed('1.200005');
  const [hash] = (
    await database.reader.rows<{ token_hash: string }>('SELECT token_hash FROM decision_tokens t JOIN notices n ON n.id = t.notice_id WHERE n.review_id = ?', [
      reviewId,
    ])
  ).map((row) => row.token_hash);
  await resendLink(database.transact, hash as string);
  await room.sendAll();
  const [first, second] = (await Promise.all((await linksOf(HEAD, '1.200005')).map(openLink))) as [Browser, Browser];
  expect((await second.send({ verdict: 'approve' })).status).toBe(303);
  expect((await first.send({ verdict: 'approve' })).status).toBe(303);
  expect((await ask(first.path)).body).toContain('Ý kiến đã được ghi nhận');
  expect(await decisionsOn(reviewId)).toHaveLength(1);
});

test('decided in the portal meanwhile: the link shows that result, never an expired link', async () => {
  const { reviewId, path } = await mailed('1.200006');
  const browser = await openLink(path);
  await decideInPortal(database, commands, province, reviewId, 'assess', 'head');
  const { body } = await ask(path);
  expect(body).toContain('bà Người head đã cho ý kiến “Đồng ý”');
  expect(body).toContain('trên cổng TinhGọn');
  expect((await browser.send({ verdict: 'approve' })).status).toBe(303);
  expect(await decisionsOn(reviewId)).toHaveLength(1);
});

test('link-expiry-mid-form: opened before its end, sent after it, it decides nothing; a new link does', async () => {
  const { reviewId, path } = await mailed('1.200007');
  const browser = await openLink(path);
  const row = await database.reader.row<{ expires_at: string }>(
    'SELECT t.expires_at FROM decision_tokens t JOIN notices n ON n.id = t.notice_id WHERE n.review_id = ?',
    [reviewId],
  );
  await database.setNow(String(row?.expires_at));
  try {
    const late = await browser.send({ verdict: 'approve' });
    expect(late.status).toBe(410);
    expect(late.body).toContain('Liên kết đã hết hạn');
    expect(await decisionsOn(reviewId)).toEqual([]);
    expect((await browser.send({}, '/resend')).location).toContain('note=sent');
    await room.sendAll();
    const fresh = await openLink((await linksOf(HEAD, '1.200007')).at(-1) as string);
    expect((await fresh.send({ verdict: 'approve' })).status).toBe(303);
    expect(await database.reader.rows('SELECT late FROM decisions WHERE review_id = ?', [reviewId])).toEqual([{ late: 1 }]);
  } finally {
    await database.source.query('UPDATE business_clock SET offset_ms = 0');
  }
});

test('link-resend-only-registered, abuse-resend-flood: three a day, to the registered address, whoever asks', async () => {
  const { reviewId, path } = await mailed('1.200008');
  await commands.reviseProposal(province.actor('head'), 'revise-200008', {
    reviewId,
    expectedRevision: (await stateOf(database, reviewId)).revision,
    body: aProposal('sửa'),
  });
  const browser = await openLink(path);
  const answers: (string | null)[] = [];
  for (let index = 0; index < 5; index += 1) answers.push((await browser.send({ email: 'evil@evil.example', to: 'evil@evil.example' }, '/resend')).location);
  expect(answers.map((location) => location?.split('note=')[1])).toEqual(['sent', 'sent', 'sent', 'limit', 'limit']);
  await room.sendAll();
  expect(room.caught('evil@evil.example')).toEqual([]);
  expect(await linksOf(HEAD, '1.200008')).toHaveLength(4);
});

test('link-creates-no-login: reading, deciding and asking for links leaves no session and opens no other page', async () => {
  const { path } = await mailed('1.200009');
  const browser = await openLink(path);
  await browser.send({ verdict: 'approve' });
  await ask(path);
  expect(await database.reader.rows('SELECT id FROM sessions')).toEqual([]);
  expect(await database.reader.rows('SELECT id FROM api_tokens')).toEqual([]);
  expect((await ask('/viec', { headers: { cookie: browser.page.cookie ?? '' } })).status).toBe(404);
});

test('a post that has ended takes the link with it', async () => {
  const { reviewId, path } = await mailed('1.200010');
  const browser = await openLink(path);
  await database.source.query("UPDATE holdings SET valid_to = '2026-01-02' WHERE person_id = ?", [province.people.head]);
  try {
    const refused = await browser.send({ verdict: 'approve' });
    expect(refused.status).toBe(409);
    expect(refused.body).toContain('Vai trò của bạn ở đơn vị được giao đã kết thúc.');
    expect(await decisionsOn(reviewId)).toEqual([]);
  } finally {
    await database.source.query('UPDATE holdings SET valid_to = NULL WHERE person_id = ?', [province.people.head]);
  }
});

describe('link-code-bound: the approval wants a confirmed mailbox', () => {
  const LEADER = 'leader@tinh.example';

  async function atApproval(code: string): Promise<{ readonly reviewId: ReviewId; readonly browser: Browser }> {
    const reviewId = await launchOne(database, commands, province, code);
    for (const [stage, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
      ['appraise', 'appraiser'],
    ] as const)
      await decideInPortal(database, commands, province, reviewId, stage, seat);
    await room.sendAll();
    const [path] = await linksOf(LEADER, code);
    if (path === undefined) throw new Error('the leader got no letter');
    return { reviewId, browser: await openLink(path) };
  }

  async function codesIn(reviewId: string): Promise<readonly string[]> {
    await room.sendAll();
    const letters = await Promise.all(room.caught(LEADER).map((mail) => room.read(mail)));
    const ids = (await room.notices(reviewId, 'link.code')).map((notice) => notice.message_id);
    const found = letters.filter((letter) => ids.some((id) => id !== null && letter.headers.some(({ name, value }) => name === 'message-id' && value === id)));
    return found.map((letter) => /Mã xác nhận: (\d{6})/u.exec(letter.text)?.[1] ?? '');
  }

  test('the mailed code decides at A2; the code itself is at rest nowhere', async () => {
    const { reviewId, browser } = await atApproval('1.200011');
    const asked = await browser.send({ verdict: 'approve', comment: 'Nhất trí' });
    expect(asked.status).toBe(200);
    expect(await decisionsOn(reviewId)).toHaveLength(4);
    const [code] = await codesIn(reviewId);
    expect(code).toMatch(/^\d{6}$/);
    const [notice] = await room.notices(reviewId, 'link.code');
    expect(notice?.state).toBe('accepted');
    expect(notice?.archived).not.toContain(String(code));
    const decided = await browser.send({ verdict: 'approve', comment: 'Nhất trí', code: String(code) });
    expect(decided.status).toBe(303);
    expect((await decisionsOn(reviewId)).at(-1)).toEqual({
      verdict: 'approve',
      channel: 'mailLink',
      assurance: 'A2',
      actor_id: province.people.leader,
      comment: 'Nhất trí',
    });
    await openNext(commands, (await stateOf(database, reviewId)).tasks.at(-1)?.id as string);
    expect((await stateOf(database, reviewId)).outcome).toBe('approved');
  });

  test('without the code there is no decision, and the code of one verdict does not confirm another', async () => {
    const { reviewId, browser } = await atApproval('1.200012');
    await browser.send({ verdict: 'reject', comment: 'Không' });
    const [code] = (await codesIn(reviewId)) as [string];
    const other = await browser.send({ verdict: 'approve', code });
    expect(other.status).toBe(422);
    expect(other.body).toContain('Mã đã hết hạn hoặc đã nhập sai');
    expect(await decisionsOn(reviewId)).toHaveLength(4);
    expect((await browser.send({ verdict: 'reject', comment: 'Không', code })).status).toBe(303);
  });

  test('five wrong tries kill a code, also in parallel; the right one is then refused too', async () => {
    const { reviewId, browser } = await atApproval('1.200013');
    await browser.send({ verdict: 'approve' });
    const [code] = (await codesIn(reviewId)) as [string];
    const wrong = Array.from({ length: 12 }, (_, index) => String((Number(code) + 1 + index) % 1_000_000).padStart(6, '0'));
    const replies = await Promise.all(wrong.map((guess) => browser.send({ verdict: 'approve', code: guess })));
    expect(replies.every((reply) => reply.status === 422)).toBe(true);
    expect((await browser.send({ verdict: 'approve', code })).status).toBe(422);
    expect(await decisionsOn(reviewId)).toHaveLength(4);
    expect(await database.reader.row('SELECT MAX(code_tries) AS tries FROM decision_tokens')).toEqual({ tries: 5 });
  });

  test('a code ends after ten minutes; pressing twice at once sends one', async () => {
    const { reviewId, browser } = await atApproval('1.200014');
    await Promise.all([browser.send({ verdict: 'approve' }), browser.send({ verdict: 'approve' })]);
    expect(await room.notices(reviewId, 'link.code')).toHaveLength(1);
    const [code] = (await codesIn(reviewId)) as [string];
    const tokenRow = openTaskOf(await stateOf(database, reviewId), 'approve').id;
    await database.source.query('UPDATE decision_tokens SET code_expires_at = NOW(3) WHERE task_id = ?', [tokenRow]);
    expect((await browser.send({ verdict: 'approve', code })).status).toBe(422);
    await browser.send({ verdict: 'approve' });
    const codes = await codesIn(reviewId);
    expect(codes).toHaveLength(2);
    expect((await browser.send({ verdict: 'approve', code: codes.at(-1) as string })).status).toBe(303);
  });

  test('codes are not a way to flood a mailbox', async () => {
    const { reviewId, browser } = await atApproval('1.200015');
    const statuses: number[] = [];
    for (let index = 0; index < 9; index += 1) {
      statuses.push((await browser.send({ verdict: index % 2 === 0 ? 'approve' : 'reject', comment: 'x' })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 429]);
    expect(await room.notices(reviewId, 'link.code')).toHaveLength(8);
  });
});
