import { randomBytes } from 'node:crypto';
import { readSealKeys, seal, unseal } from '../../../mail/seal.js';

const OLD = `k1:${randomBytes(32).toString('base64')}`;
const NEW = `k2:${randomBytes(32).toString('base64')}`;
const letter = Buffer.from('Kính gửi bà B: https://tinhgon.example/q/secret');

test('a sealed letter opens to the same bytes and shows nothing of them', () => {
  const keys = readSealKeys([NEW]);
  const sealed = seal(keys, letter, 'ntc_1');
  expect(unseal(keys, sealed, 'ntc_1')).toEqual(letter);
  expect(sealed.includes('secret')).toBe(false);
  expect(seal(keys, letter, 'ntc_1')).not.toEqual(sealed);
});

test('an older key opens while it is listed', () => {
  const sealed = seal(readSealKeys([OLD]), letter, 'ntc_1');
  expect(unseal(readSealKeys([NEW, OLD]), sealed, 'ntc_1')).toEqual(letter);
  expect(() => unseal(readSealKeys([NEW]), sealed, 'ntc_1')).toThrow('not among SEAL_KEYS');
});

test('a key may be any long text', () => {
  const keys = readSealKeys(['0123456789abcdef0123456789abcdef']);
  expect(unseal(keys, seal(keys, letter, 'x'), 'x')).toEqual(letter);
  expect(() => readSealKeys([])).toThrow('SEAL_KEYS is empty');
});

test('touched bytes, or the letter of another notice, do not open', () => {
  const keys = readSealKeys([NEW]);
  const sealed = seal(keys, letter, 'ntc_1');
  const touched = Buffer.from(sealed);
  touched[touched.length - 1] = (touched.at(-1) as number) ^ 1;
  expect(() => unseal(keys, touched, 'ntc_1')).toThrow('authenticate');
  expect(() => unseal(keys, sealed, 'ntc_2')).toThrow('authenticate');
});
