import { simpleParser } from 'mailparser';
import { addressOf, composeMessage, type Message } from '../../../mail/mime.js';
import { render } from '../../../mail/templates/render.js';
import { aLetterOf } from '../../support/letters.js';

const aMessage = (over: Partial<Message> = {}): Message => ({
  letter: render('task.assigned', 'vi', aLetterOf('task.assigned')),
  from: 'TinhGọn <no-reply@tinhgon.example>',
  fromUnit: 'Sở Tư pháp',
  to: { name: 'Trần Thị B', address: 'b@tinh.example' },
  messageId: '<n.ntc_1.abc@tinhgon.example>',
  threadId: '<t.tsk_1.1@tinhgon.example>',
  date: new Date('2026-02-24T02:00:00Z'),
  ...over,
});

test('headers say who, in which thread, and that no robot should answer', async () => {
  const { envelope, raw } = await composeMessage(aMessage());
  expect(envelope).toEqual({ from: 'no-reply@tinhgon.example', to: 'b@tinh.example' });
  const parsed = await simpleParser(raw);
  expect(parsed.from?.text).toContain('TinhGọn · Sở Tư pháp');
  expect(parsed.subject).toBe('[TinhGọn] 1.000001 · Cần ý kiến trước 24:00 25/02/2026');
  expect(parsed.messageId).toBe('<n.ntc_1.abc@tinhgon.example>');
  expect(parsed.inReplyTo).toBe('<t.tsk_1.1@tinhgon.example>');
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed.headers.get('x-auto-response-suppress')).toBe('RN, NRN, AutoReply');
  expect(parsed.headers.has('x-mailer')).toBe(false);
  expect(parsed.headers.has('reply-to')).toBe(false);
  expect(parsed.attachments).toEqual([]);
});

test('both bodies come through as they were written', async () => {
  const { letter } = aMessage();
  const parsed = await simpleParser((await composeMessage(aMessage())).raw);
  expect(parsed.text?.trim()).toBe(letter.text.trim());
  expect(parsed.html).toContain('Kính gửi bà Trần Thị B (Sở Tư pháp),');
});

test('every line ends in CRLF and none is longer than a server takes', async () => {
  const { raw } = await composeMessage(aMessage());
  const text = raw.toString('latin1');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
});

test('header-injection: a line break in a name, address, unit or subject is refused', async () => {
  const { letter } = aMessage();
  for (const bad of ['x\r\nBcc: e@evil.example', 'x\ny', 'x\u0000y']) {
    await expect(composeMessage(aMessage({ to: { name: bad, address: 'b@tinh.example' } }))).rejects.toThrow('control character');
    await expect(composeMessage(aMessage({ to: { name: 'B', address: bad } }))).rejects.toThrow('control character');
    await expect(composeMessage(aMessage({ fromUnit: bad }))).rejects.toThrow('control character');
    await expect(composeMessage(aMessage({ letter: { ...letter, subject: bad } }))).rejects.toThrow('control character');
  }
});

test('a sender may be given with a name or alone', () => {
  expect(addressOf('TinhGọn <no-reply@x.example>')).toBe('no-reply@x.example');
  expect(addressOf('no-reply@x.example')).toBe('no-reply@x.example');
  expect(() => addressOf('')).toThrow('no address');
});
