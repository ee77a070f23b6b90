import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailSpool } from '../../../mail/mail-spool.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinhgon-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mail = (text: string) => ({ receivedAt: '2026-02-24T02:00:00.000Z', from: 'a@x.example', to: ['b@x.example'], raw: Buffer.from(text) });

test('letters are found again after a restart, with their numbers', () => {
  const first = openMailSpool(folder);
  first.add(mail('một'));
  first.add(mail('hai'));
  const second = openMailSpool(folder);
  expect(second.list().map((found) => [found.id, found.raw.toString()])).toEqual([
    [2, 'hai'],
    [1, 'một'],
  ]);
  expect(second.add(mail('ba')).id).toBe(3);
  expect(second.find(1)?.raw.toString()).toBe('một');
  expect(second.find(9)).toBeNull();
});

test('only the newest are kept, in memory and in the file', () => {
  const spool = openMailSpool(folder, 5);
  for (let index = 1; index <= 40; index += 1) spool.add(mail(`thư ${index}`));
  expect(spool.list().map((found) => found.id)).toEqual([40, 39, 38, 37, 36]);
  expect(readFileSync(join(folder, 'mail-spool.jsonl'), 'utf8').trim().split('\n').length).toBeLessThanOrEqual(10);
  expect(
    openMailSpool(folder, 5)
      .list()
      .map((found) => found.id),
  ).toEqual([40, 39, 38, 37, 36]);
});

test('a line cut short by a killed process loses that letter alone', () => {
  openMailSpool(folder).add(mail('còn'));
  appendFileSync(join(folder, 'mail-spool.jsonl'), '{"id":2,"receivedAt":"2026');
  const spool = openMailSpool(folder);
  expect(spool.list().map((found) => found.raw.toString())).toEqual(['còn']);
  expect(spool.add(mail('tiếp')).id).toBe(2);
  expect(openMailSpool(folder).list()).toHaveLength(2);
});

test('nobody else on the machine reads the letters', () => {
  openMailSpool(folder).add(mail('riêng'));
  expect(statSync(join(folder, 'mail-spool.jsonl')).mode & 0o077).toBe(0);
});
