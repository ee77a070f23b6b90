import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  codePurpose,
  formNonce,
  freshCodeHash,
  isCode,
  isFormNonce,
  linkCodeOf,
  makeLinkToken,
  messageIdOf,
  readLinkToken,
} from '../../../commands/link-token.js';

const OLD = 'old-key-'.padEnd(40, 'o');
const NEW = 'new-key-'.padEnd(40, 'n');

test('a token is 36 bytes in base64url and gives back the hash that is stored', () => {
  const { token, hash } = makeLinkToken([NEW]);
  expect(token).toMatch(/^[A-Za-z0-9_-]{48}$/);
  expect(readLinkToken([NEW], token)).toBe(hash);
  expect(hash).toBe(createHash('sha256').update(Buffer.from(token, 'base64url').subarray(0, 32)).digest('hex'));
});

describe('link-tail-rejects-without-query', () => {
  test('a token with any bit changed is nobody’s', () => {
    const bytes = Buffer.from(makeLinkToken([NEW]).token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(readLinkToken([NEW], forged.toString('base64url'))).toBeNull();
    }
  });

  test.each(['', 'x', 'q'.repeat(48), 'q'.repeat(47), 'q'.repeat(49), '../../etc', `${'q'.repeat(47)}=`, `${'q'.repeat(47)}\n`])('%j is nobody’s', (text) => {
    expect(readLinkToken([NEW, OLD], text)).toBeNull();
  });
});

test('keys rotate: a link of the old key lives while the key is listed', () => {
  const { token, hash } = makeLinkToken([OLD]);
  expect(readLinkToken([NEW, OLD], token)).toBe(hash);
  expect(readLinkToken([NEW], token)).toBeNull();
});

describe('link-code-bound', () => {
  const purpose = codePurpose('approve', 'd1');
  const code = linkCodeOf([NEW], 'ntc_1');
  const stored = freshCodeHash([NEW], 'token-1', purpose, code);

  test('six digits, the same each time for one notice, others for another', () => {
    expect(code).toMatch(/^\d{6}$/);
    expect(linkCodeOf([NEW], 'ntc_1')).toBe(code);
    const codes = new Set(Array.from({ length: 200 }, (_, index) => linkCodeOf([NEW], `ntc_${index}`)));
    expect(codes.size).toBeGreaterThan(190);
  });

  test('it opens one link for one verdict on one content', () => {
    expect(isCode([NEW], 'token-1', purpose, code, stored)).toBe(true);
    expect(isCode([OLD, NEW], 'token-1', purpose, code, stored)).toBe(true);
    expect(isCode([NEW], 'token-2', purpose, code, stored)).toBe(false);
    expect(isCode([NEW], 'token-1', codePurpose('reject', 'd1'), code, stored)).toBe(false);
    expect(isCode([NEW], 'token-1', codePurpose('approve', 'd2'), code, stored)).toBe(false);
    expect(isCode([NEW], 'token-1', purpose, code === '000000' ? '000001' : '000000', stored)).toBe(false);
  });

  test('what is stored does not give the digits away without the key', () => {
    expect(stored).not.toContain(code);
    const guesses = Array.from({ length: 1_000 }, (_, index) => createHash('sha256').update(`token-1${purpose}${index}`).digest('hex'));
    expect(guesses).not.toContain(stored);
  });
});

test('a form belongs to one browser, one link and one content', () => {
  const nonce = formNonce([NEW], 'cookie', 'token', 'digest');
  expect(isFormNonce([OLD, NEW], nonce, 'cookie', 'token', 'digest')).toBe(true);
  for (const [cookie, token, digest] of [
    ['other', 'token', 'digest'],
    ['cookie', 'other', 'digest'],
    ['cookie', 'token', 'other'],
  ] as const) {
    expect(isFormNonce([NEW], nonce, cookie, token, digest)).toBe(false);
  }
  expect(isFormNonce([NEW], '', 'cookie', 'token', 'digest')).toBe(false);
  expect(isFormNonce([NEW], `${nonce}x`, 'cookie', 'token', 'digest')).toBe(false);
});

test('a Message-ID comes from data alone', () => {
  expect(messageIdOf([NEW], 'ntc_1', 'tinhgon.example')).toMatch(/^<n\.ntc_1\.[0-9a-f]{16}@tinhgon\.example>$/);
  expect(messageIdOf([NEW], 'ntc_1', 'tinhgon.example')).toBe(messageIdOf([NEW], 'ntc_1', 'tinhgon.example'));
  expect(messageIdOf([NEW], 'ntc_1', 'x.example')).not.toBe(messageIdOf([OLD], 'ntc_1', 'x.example'));
});

test('link-one-factory: no other file writes the address of a decision link', () => {
  const root = join(__dirname, '..', '..', '..');
  const files = ['mail', 'commands', 'queries', 'api', 'domain', 'reports'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(room, file)),
  );
  expect(files.length).toBeGreaterThan(60);
  const builders = files.filter((file) => /\/q\/\$\{/.test(readFileSync(join(root, file), 'utf8')));
  expect(builders).toEqual([join('mail', 'decision-link.ts')]);
});
