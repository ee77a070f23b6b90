import { dateWords, deadlineWords, digestWords, dongWords, momentWords } from '../../../../domain/shared/formats.js';
import type { Instant, LocalDate } from '../../../../domain/shared/instant.js';

test('money is written with dots and the sign of the đồng, whole only', () => {
  expect([0, 999, 1_000, 1_234_567, 4_210_000_000].map(dongWords)).toEqual(['0 đ', '999 đ', '1.000 đ', '1.234.567 đ', '4.210.000.000 đ']);
  expect(dongWords(-1_500)).toBe('−1.500 đ');
  expect(() => dongWords(0.5)).toThrow('whole đồng');
});

test('a moment is Vietnamese wall time', () => {
  expect(momentWords('2026-02-24T02:12:30.000Z' as Instant)).toBe('24/02/2026 09:12');
  expect(momentWords('2026-12-31T17:00:00.000Z' as Instant)).toBe('01/01/2027 00:00');
  expect(dateWords('2026-02-05' as LocalDate)).toBe('05/02/2026');
});

test('a term that ends with its day is told by that day', () => {
  expect(deadlineWords('2026-02-25T17:00:00.000Z' as Instant)).toBe('24:00 25/02/2026');
  expect(deadlineWords('2026-02-28T17:00:00.000Z' as Instant)).toBe('24:00 28/02/2026');
  expect(deadlineWords('2026-02-25T10:00:00.000Z' as Instant)).toBe('17:00 25/02/2026');
});

test('a content code is eight digits to compare by eye', () => {
  expect(digestWords(`7f3a91c2${'0'.repeat(56)}`)).toBe('7F3A-91C2');
});
