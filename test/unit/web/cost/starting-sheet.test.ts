import { emptyContent, type ProcedureContent } from '../../../../domain/procedure/procedure.js';
import type { ChangeItem } from '../../../../domain/procedure/change-items.js';
import { startingSheet } from '../../../../web/src/cost/starting-sheet.js';

const paper = (id: string, name: string, originals = 1) => ({ id, name, originals, copies: 0, kind: 'submit' as const, form: null });
const CONTENT: ProcedureContent = {
  ...emptyContent('1.004194', 'Đăng ký tạm trú'),
  dossier: [{ id: 'th1', case: 'chung', items: [paper('gt1', 'Tờ khai'), paper('gt2', 'Giấy tờ chứng minh chỗ ở'), paper('gt3', 'Lưu ý', 0)] }],
  channels: [
    { id: 'ct1', channel: 'inPerson', duration: null, fee: { amountDong: 15000, currency: 'VND', amount: '15000', published: '15.000 đồng' }, note: null },
  ],
};
const DROP: ChangeItem = {
  id: 'nd1',
  type: 'dropPaper',
  track: 'province',
  reason: { criterion: 'necessity', text: 'Đã có dữ liệu' },
  targetProvision: null,
  ops: [{ path: 'dossier/th1/items/gt2', op: 'remove' }],
  costLines: [],
};
const WORDS = { submit: 'Nộp hồ sơ', fee: 'Nộp lệ phí', receive: 'Nhận kết quả' };

describe('a first cost sheet out of the published text', () => {
  it('has a row for each paper, for handing in, the fee and the result', () => {
    expect(startingSheet(CONTENT, [], WORDS).rows.map(({ group, task }) => [group, task])).toEqual([
      ['prepare', 'Tờ khai'],
      ['prepare', 'Giấy tờ chứng minh chỗ ở'],
      ['submit', 'Nộp hồ sơ'],
      ['fees', 'Nộp lệ phí'],
      ['receive', 'Nhận kết quả'],
    ]);
  });

  it('takes the fee from the text and invents no time', () => {
    const rows = startingSheet(CONTENT, [], WORDS).rows;
    expect(rows.find(({ group }) => group === 'fees')?.before?.cells.fees?.value).toBe('15000');
    expect(rows[0]?.before?.cells.hours?.value).toBeNull();
  });

  it('drops in block II what the proposal drops', () => {
    expect(startingSheet(CONTENT, [DROP], WORDS).rows.map(({ after }) => after.dropped)).toEqual([false, true, false, false, false]);
  });

  it('stands even when an item no longer fits the text', () => {
    const lost: ChangeItem = { ...DROP, ops: [{ path: 'dossier/th9/items/gt9', op: 'remove' }] };
    expect(startingSheet(CONTENT, [lost], WORDS).rows.some(({ after }) => after.dropped)).toBe(false);
  });
});
