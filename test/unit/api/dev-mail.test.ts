import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { devMailRoutes } from '../../../api/routes/dev-mail.routes.js';
import { composeMessage } from '../../../mail/mime.js';
import { openMailSpool } from '../../../mail/mail-spool.js';
import { render } from '../../../mail/templates/render.js';
import { createTestMailbox } from '../../../mail/test-mailbox.js';
import { A_TOKEN, aLetterOf } from '../../support/letters.js';

let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinhgon-mailbox-'));
  const spool = openMailSpool(folder);
  for (const [kind, name, address] of [
    ['task.assigned', 'Trần Thị B', 'b@tinh.example'],
    ['review.closed', 'Lê Văn C', 'c@tinh.example'],
    ['link.code', 'Trần Thị B', 'b@tinh.example'],
  ] as const) {
    const { envelope, raw } = await composeMessage({
      letter: render(kind, 'vi', aLetterOf(kind)),
      from: 'TinhGọn <no-reply@tinhgon.example>',
      fromUnit: 'Sở Tư pháp',
      to: { name, address },
      messageId: '<n.1@tinhgon.example>',
      threadId: null,
      date: new Date('2026-02-24T02:00:00Z'),
    });
    spool.add({ receivedAt: '2026-02-24T02:00:00.000Z', from: envelope.from, to: [envelope.to], raw });
  }
  server = createServer(express().use('/dev/mail', devMailRoutes({ mailbox: createTestMailbox(spool), production: false, demo: true })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const page = async (path: string, headers: Record<string, string> = { 'accept-language': 'vi' }): Promise<{ status: number; body: string; csp: string }> => {
  const response = await fetch(`${base}${path}`, { headers });
  return { status: response.status, body: await response.text(), csp: response.headers.get('content-security-policy') ?? '' };
};

test('letters lie in mailboxes by person, newest first', async () => {
  const { body } = await page('/dev/mail');
  expect(body).toContain('Trần Thị B (2)');
  expect(body).toContain('Lê Văn C (1)');
  expect(body.indexOf('Mã xác nhận quyết định')).toBeLessThan(body.indexOf('Cần ý kiến trước'));
  const box = (await page('/dev/mail?box=c%40tinh.example')).body;
  expect(box).toContain('Kết thúc rà soát');
  expect(box).not.toContain('Cần ý kiến trước');
});

test('a letter opens in four tabs and leads on as its recipient', async () => {
  const text = (await page('/dev/mail/1')).body;
  expect(text).toContain('Kính gửi bà Trần Thị B (Sở Tư pháp),');
  expect(text).toContain(`<a href="https://tinhgon.example/q/${A_TOKEN}" target="_blank" rel="noopener noreferrer"><strong>Mở như người nhận`);
  expect((await page('/dev/mail/1?tab=html')).body).toContain('<iframe src="/dev/mail/1/body.html"');
  const headers = (await page('/dev/mail/1?tab=headers')).body;
  expect(headers).toContain('auto-generated');
  expect(headers).toContain('&lt;n.1@tinhgon.example&gt;');
  expect((await page('/dev/mail/1?tab=raw')).body).toContain('Content-Type: multipart/alternative');
  expect((await page('/dev/mail/2')).body).not.toContain('Mở như người nhận');
});

test('the pages work without scripts and let the letter run nothing', async () => {
  for (const path of ['/dev/mail', '/dev/mail/1', '/dev/mail/1?tab=html']) {
    const { body, csp } = await page(path);
    expect(body).not.toContain('<script');
    expect(csp).toContain("default-src 'none'");
    expect(csp).not.toContain('unsafe');
  }
  const letter = await page('/dev/mail/1/body.html');
  expect(letter.csp).toContain('sandbox allow-popups');
  expect(letter.csp).not.toContain('script');
  expect(letter.body).toContain('<base target="_blank">');
});

test('a letter that is not there is a plain 404', async () => {
  for (const path of ['/dev/mail/99', '/dev/mail/0', '/dev/mail/x', '/dev/mail/99/body.html']) expect((await page(path)).status).toBe(404);
});

test('it speaks English to an English browser', async () => {
  expect((await page('/dev/mail', { 'accept-language': 'en' })).body).toContain('Test mailbox');
});

describe('dev-mail-refuses-production', () => {
  const mailbox = { list: async () => [], find: async () => null };
  test('outside of a demo it does not start in production', () => {
    expect(() => devMailRoutes({ mailbox, production: true, demo: false })).toThrow('MAIL_MODE=send');
  });
  test('a public demo needs somebody at the door', () => {
    expect(() => devMailRoutes({ mailbox, production: true, demo: true })).toThrow('guard');
    expect(() => devMailRoutes({ mailbox, production: true, demo: true, guard: (_request, response) => void response.sendStatus(401) })).not.toThrow();
  });
});
