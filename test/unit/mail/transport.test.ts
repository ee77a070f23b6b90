import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailSpool, type MailSpool } from '../../../mail/mail-spool.js';
import { startMailSink, type MailSink } from '../../../mail/sink.js';
import { createSmtpTransport, type MailTransport } from '../../../mail/transport.js';

let folder: string;
let spool: MailSpool;
let sink: MailSink;
let transport: MailTransport;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tinhgon-sink-'));
  spool = openMailSpool(folder);
  sink = await startMailSink({ host: '127.0.0.1', port: 0, spool });
  transport = createSmtpTransport({ url: `smtp://127.0.0.1:${sink.port}`, connections: 2 });
});
afterEach(() => {
  sink.behave({ t: 'accept' });
  delete process.env['FAILPOINTS'];
});
afterAll(async () => {
  transport.close();
  await sink.close();
  rmSync(folder, { recursive: true });
});

const envelope = { from: 'no-reply@tinhgon.example', to: 'b@tinh.example' };
const message = (subject: string): Buffer =>
  Buffer.from(
    `From: a@tinhgon.example\r\nTo: b@tinh.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@x>\r\n\r\n.một dòng bắt đầu bằng dấu chấm\r\nhết\r\n`,
  );
const caught = (subject: string): readonly Buffer[] =>
  spool
    .list()
    .filter((mail) => mail.raw.includes(`Subject: ${subject}\r\n`))
    .map((mail) => mail.raw);

test('the very bytes arrive, dots and accents included, with their envelope', async () => {
  expect(await transport.send(envelope, message('plain'))).toMatchObject({ to: 'accepted', response: expect.stringContaining('250') });
  expect(caught('plain')).toEqual([message('plain')]);
  expect(spool.list()[0]).toMatchObject({ from: 'no-reply@tinhgon.example', to: ['b@tinh.example'] });
});

test('a recipient refused for good bounces, one refused for now is put off, neither is doubtful', async () => {
  sink.behave({ t: 'refuseRecipient', status: 550 }, 1);
  expect(await transport.send(envelope, message('r550'))).toEqual({ to: 'bounced', reason: 'smtp550' });
  sink.behave({ t: 'refuseRecipient', status: 451 }, 1);
  expect(await transport.send(envelope, message('r451'))).toEqual({ to: 'deferred', reason: 'smtp451', ambiguous: false });
  expect([...caught('r550'), ...caught('r451')]).toEqual([]);
});

test('a message refused after DATA is no doubt either', async () => {
  sink.behave({ t: 'refuseMessage', status: 554 }, 1);
  expect(await transport.send(envelope, message('m554'))).toEqual({ to: 'bounced', reason: 'smtp554' });
  sink.behave({ t: 'refuseMessage', status: 452 }, 1);
  expect(await transport.send(envelope, message('m452'))).toEqual({ to: 'deferred', reason: 'smtp452', ambiguous: false });
});

test('a connection lost between the message and its answer is doubtful, and is not sent again behind our back', async () => {
  sink.behave({ t: 'dropAfterData' }, 1);
  const answer = await transport.send(envelope, message('dropped'));
  expect(answer).toMatchObject({ to: 'deferred', ambiguous: true });
  expect(caught('dropped')).toHaveLength(1);
  expect(await transport.send(envelope, message('dropped'))).toMatchObject({ to: 'accepted' });
  expect(caught('dropped')).toEqual([message('dropped'), message('dropped')]);
});

test('after a failure the pool goes on with other letters', async () => {
  sink.behave({ t: 'dropAfterData' }, 1);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => transport.send(envelope, message(`many${index}`))));
  expect(answers.filter((answer) => answer.to === 'accepted').length).toBeGreaterThanOrEqual(10);
});

test('nobody at the other end is put off without doubt', async () => {
  const spare = await startMailSink({ host: '127.0.0.1', port: 0, spool });
  await spare.close();
  const lonely = createSmtpTransport({ url: `smtp://127.0.0.1:${spare.port}` });
  expect(await lonely.send(envelope, message('nobody'))).toMatchObject({ to: 'deferred', ambiguous: false });
  lonely.close();
});

test('failpoint after DATA, before 250: the message is out, the answer is doubtful', async () => {
  process.env['FAILPOINTS'] = 'transport/after-data-before-250=throw*1';
  sink.behave({ t: 'slow', delayMs: 100 }, 1);
  expect(await transport.send(envelope, message('failpoint'))).toMatchObject({ to: 'deferred', ambiguous: true });
});
