import { VN_SHEET_SCHEMA, type VnRow, type VnSheet } from '../../../../domain/cost/vn/sheet.js';

export const WORDS = { negligible: 'không đáng kể', notApplicable: 'không áp dụng', minutes: 'phút' };

const row = (id: string, group: VnRow['group'], task: string, more: Partial<VnRow> = {}): VnRow => ({
  id,
  group,
  task,
  hours: '1',
  service: '0',
  fees: '0',
  timesPerYear: '1',
  subjectsPerYear: '1200',
  ...more,
});

/** Four hours and 100.000 đ of fees for 1.200 people, as the form's own example writes it. */
export const BEFORE: VnSheet = {
  schema: VN_SHEET_SCHEMA,
  addressee: 'business',
  hourlyIncome: { value: { value: '55000', source: 'gso' }, year: 2025, scope: 'toàn tỉnh' },
  rows: [
    row('r1', 'prepare', 'Đơn đề nghị', { hours: '4', fees: '100000', note: 'khảo sát' }),
    row('r2', 'prepare', 'Bản sao chứng thực', { hours: '0.5', paper: 'th1/gt2' }),
    row('r3', 'inspection', 'Phục vụ kiểm tra', { hours: '2', subjectsPerYear: '240' }),
    row('r4', 'receive', 'Nhận kết quả'),
  ],
  oneOff: [{ id: 'o1', label: 'Sửa biểu mẫu', amount: '2000000' }],
  sources: [{ id: 'gso', kind: 'table', document: 'Niên giám thống kê 2025', when: '2026-05-01' }],
};

export const AFTER: VnSheet = {
  ...BEFORE,
  rows: [
    { ...(BEFORE.rows[0] as VnRow), fees: '50000', state: 'changed' },
    { ...(BEFORE.rows[1] as VnRow), state: 'dropped' },
    { ...(BEFORE.rows[2] as VnRow), state: 'kept' },
    { ...(BEFORE.rows[3] as VnRow), state: 'kept' },
    row('r5', 'other', 'Khai trực tuyến', { hours: '0.25', state: 'added' }),
  ],
};
