import fc from 'fast-check';
import { sameText, type WordMark, wordDiff } from '../../../../domain/procedure/word-diff.js';

const changed = (marks: readonly WordMark[]): readonly WordMark[] => marks.filter(({ mark }) => mark !== 'same');
const side = (marks: readonly WordMark[], gone: 'del' | 'ins'): string =>
  marks
    .filter(({ mark }) => mark !== gone)
    .map(({ text }) => text)
    .join('');
const read = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .trim();

test('a change of one word is marked as one word', () => {
  const marks = wordDiff('Nộp hồ sơ trong 05 ngày làm việc tại Sở', 'Nộp hồ sơ trong 03 ngày làm việc tại Sở');
  expect(marks).toEqual([
    { mark: 'same', text: 'Nộp hồ sơ trong ' },
    { mark: 'del', text: '05' },
    { mark: 'ins', text: '03' },
    { mark: 'same', text: ' ngày làm việc tại Sở' },
  ]);
});

test('composed and decomposed forms of the same text show no difference', () => {
  const text = 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân';
  expect(changed(wordDiff(text.normalize('NFC'), text.normalize('NFD')))).toEqual([]);
});

test('a symbol, an amount and a date are one word each', () => {
  expect(changed(wordDiff('theo 123/2015/NĐ-CP, thu 700.000 đồng', 'theo 07/2025/NĐ-CP, thu 350.000 đồng'))).toEqual([
    { mark: 'del', text: '123/2015/NĐ-CP' },
    { mark: 'ins', text: '07/2025/NĐ-CP' },
    { mark: 'del', text: '700.000' },
    { mark: 'ins', text: '350.000' },
  ]);
});

test('neighbouring changed words make one mark with the blank between them', () => {
  expect(changed(wordDiff('thời hạn năm ngày', 'thời hạn một giờ'))).toEqual([
    { mark: 'del', text: 'năm ngày' },
    { mark: 'ins', text: 'một giờ' },
  ]);
});

test('two tone marks of one syllable are different words: ban and bán', () => {
  expect(changed(wordDiff('giấy bán', 'giấy bản'))).toEqual([
    { mark: 'del', text: 'bán' },
    { mark: 'ins', text: 'bản' },
  ]);
});

test('runs of blanks and non-breaking spaces are no difference', () => {
  expect(sameText('Ủy ban  nhân\u00a0dân ', 'Ủy ban nhân dân')).toBe(true);
  expect(changed(wordDiff('Ủy ban  nhân\u00a0dân', 'Ủy ban nhân dân'))).toEqual([]);
});

const vietnamese = fc
  .array(fc.constantFrom('hồ', 'sơ', 'giấy', 'chứng', 'nhận', '05', 'ngày', ',', '\n', ' ', '.', '700.000', 'Đ', '(', ')'), { maxLength: 40 })
  .map((words) => words.join(' '));

test('the marks give back both texts', () => {
  fc.assert(
    fc.property(fc.oneof(vietnamese, fc.string()), fc.oneof(vietnamese, fc.string()), (before, after) => {
      const marks = wordDiff(before, after);
      expect(side(marks, 'ins')).toBe(read(before));
      expect(side(marks, 'del')).toBe(read(after));
    }),
    { seed: 20_261_125, numRuns: 500 },
  );
});

test('a text against itself has no mark but same', () => {
  fc.assert(
    fc.property(vietnamese, (text) => {
      expect(changed(wordDiff(text, text.normalize('NFD')))).toEqual([]);
    }),
    { seed: 20_261_125 },
  );
});

test('a long text with three changed words is marked at these three', () => {
  const words = Array.from({ length: 6_000 }, (_, index) => `từ${index % 900}`);
  const other = words.map((word, index) => (index === 10 ? 'đầu' : index === 3_000 ? 'giữa' : index === 5_990 ? 'cuối' : word));
  const marks = changed(wordDiff(words.join(' '), other.join(' ')));
  expect(marks.map(({ mark, text }) => `${mark} ${text}`)).toEqual(['del từ10', 'ins đầu', 'del từ300', 'ins giữa', 'del từ590', 'ins cuối']);
});

test('two long texts without a common word are one replacement', () => {
  const text = (word: string): string => Array.from({ length: 3_000 }, (_, index) => `${word}${index}`).join(';');
  const marks = wordDiff(text('cũ'), text('mới'));
  expect(side(marks, 'ins')).toBe(text('cũ'));
  expect(side(marks, 'del')).toBe(text('mới'));
});
