import { fold } from '../../../../domain/shared/fold.js';

test.each([
  ['Đăng ký  khai sinh', 'dang ky khai sinh'],
  ['hòa', 'hoa'],
  ['hoà', 'hoa'],
  ['thúy', 'thuy'],
  ['thuý', 'thuy'],
  ['QUYẾT ĐỊNH', 'quyet dinh'],
  ['Ủy ban\u00a0nhân dân', 'uy ban nhan dan'],
  ['  ', ''],
])('%j is found as %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('composed and decomposed forms of a text fold alike', () => {
  const text = 'Thủ tục đăng ký thường trú';
  expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
});
