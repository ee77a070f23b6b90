import { changeLines, clip } from '../../../../domain/procedure/change-lines.js';
import { compareContents } from '../../../../domain/procedure/compare.js';
import { aProcedure } from '../../../support/province.js';

const before = aProcedure('1.000001');

test('a dropped paper, a shorter time and a new condition are one line each, the rest is counted', () => {
  const after = {
    ...before,
    channels: before.channels.map((channel) => ({ ...channel, duration: { value: '3', unit: 'workingDays' as const, published: '3 Ngày làm việc' } })),
    dossier: before.dossier.map((part) => ({ ...part, items: part.items.filter((item) => item.id !== 'p2') })),
    conditions: [{ id: 'k1', text: 'Có tài khoản định danh', subject: 'procedure' as const }],
  };
  const { lines, more } = changeLines(compareContents(before, after), 2);
  expect(lines).toHaveLength(2);
  expect(more).toBe(1);
  const all = changeLines(compareContents(before, after), 9)
    .lines.map((line) => line.vi)
    .join('\n');
  expect(all).toContain('Cách thức thực hiện › Thời hạn: 5 ngày làm việc → 3 ngày làm việc');
  expect(all).toMatch(/^Bỏ \(Thành phần hồ sơ\): Bản sao có chứng thực căn cước/mu);
  expect(all).toMatch(/^Thêm \(Yêu cầu, điều kiện\): Có tài khoản định danh/mu);
});

test('abolishing is said outright', () => {
  expect(changeLines(compareContents(before, { ...before, abolished: true }), 3).lines).toEqual([{ vi: 'Bãi bỏ thủ tục', en: 'The procedure is abolished' }]);
});

test('nothing proposed is no line', () => {
  expect(changeLines(null, 3)).toEqual({ lines: [], more: 0 });
});

test('a long text is cut at a word, on one line', () => {
  expect(clip('một hai\nba  bốn', 40)).toBe('một hai ba bốn');
  const cut = clip(`${'từng chữ '.repeat(40)}`, 50);
  expect([...cut].length).toBeLessThanOrEqual(50);
  expect(cut).toMatch(/chữ…$|từng…$/u);
});
