/** Procedures for tests: a small builder and a generator of many distinct ones from a seed. */
import { emptyContent, type Channel, type ChannelKind, type Duration, type Fee, type ProcedureContent } from '../../domain/procedure/procedure.js';
import { seeded } from './seeded.js';

export const workingDays = (value: number): Duration => ({ value: String(value), unit: 'workingDays', published: `${value} ngày làm việc` });

export const dong = (amount: number): Fee => ({
  amountDong: amount,
  currency: 'VND',
  amount: String(amount),
  published: amount === 0 ? 'Miễn phí' : `${amount} đồng`,
});

export const channel = (kind: ChannelKind, days: number, fee: number): Channel => ({
  id: kind,
  channel: kind,
  duration: workingDays(days),
  fee: dong(fee),
  note: null,
});

/** A complete procedure that passes every blocking test of the gate; parts can be overridden. */
export const aProcedure = (parts: Partial<ProcedureContent> = {}): ProcedureContent => ({
  ...emptyContent('1.001193', 'Thủ tục đăng ký khai sinh'),
  levels: ['commune'],
  levelsPublished: ['Cấp xã'],
  procedureType: 'TTHC được giao luật quy định chi tiết',
  field: 'Hộ tịch',
  publishingDecision: '163/QĐ-BTP',
  steps: [
    { id: 'b1', text: 'Nộp hồ sơ tại Trung tâm Phục vụ hành chính công', duration: null },
    { id: 'b2', text: 'Công chức tư pháp - hộ tịch thẩm tra, ghi sổ', duration: null },
    { id: 'b3', text: 'Lãnh đạo ký, trả Giấy khai sinh', duration: null },
  ],
  channels: [channel('online', 5, 0), channel('inPerson', 5, 0)],
  dossier: [
    {
      id: 'th1',
      case: 'Giấy tờ phải nộp',
      items: [
        { id: 'gt1', name: 'Giấy chứng sinh', originals: 1, copies: 0, kind: 'submit', form: null },
        { id: 'gt2', name: 'Tờ khai đăng ký khai sinh', originals: 1, copies: 0, kind: 'submit', form: 'Mẫu số 01.docx' },
        { id: 'gt3', name: 'Giấy tờ chứng minh nơi cư trú', originals: 0, copies: 1, kind: 'submit', form: null },
      ],
    },
  ],
  applicants: ['Công dân Việt Nam'],
  implementingAgency: 'Ủy ban nhân dân cấp xã',
  competentAgency: 'Ủy ban nhân dân cấp xã',
  results: [{ id: 'kq1', name: 'Giấy khai sinh', code: 'KQ.G15.000031' }],
  legalBasis: [{ id: 'cc1', symbol: '60/2014/QH13', title: 'Luật Hộ tịch', issuer: 'Quốc hội' }],
  conditions: [{ id: 'dk1', text: 'Trẻ em sinh ra tại Việt Nam', subject: 'procedure' }],
  ...parts,
});

const FIELDS = ['Hộ tịch', 'Chứng thực', 'Đất đai', 'Đường bộ', 'Thú y', 'Luật sư', 'Giảm nghèo', 'Tài nguyên nước', 'Đầu tư', 'An toàn thực phẩm'] as const;
const ACTS = ['Cấp mới', 'Cấp lại', 'Gia hạn', 'Điều chỉnh', 'Thu hồi', 'Xác nhận', 'Đăng ký', 'Thông báo', 'Chấm dứt', 'Công nhận'] as const;
const PAPERS = [
  'Đơn đề nghị',
  'Bản thuyết minh',
  'Bản sao giấy chứng nhận',
  'Báo cáo tình hình thực hiện',
  'Văn bản ủy quyền',
  'Hợp đồng thuê địa điểm',
  'Danh sách nhân sự',
] as const;

/**
 * `count` valid, distinct procedures (at most 900,000), the same for the same seed. Codes begin with 9, which no published
 * procedure carries; the names say that they were generated.
 */
export function generateProcedures(count: number, seed: number): readonly ProcedureContent[] {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  return Array.from({ length: count }, (_, index): ProcedureContent => {
    const code = `9.${String(100_000 + index)
      .slice(-6)
      .padStart(6, '0')}`;
    const field = pick(FIELDS);
    const tier = pick(['province', 'commune'] as const);
    const days = between(2, 30);
    const papers = PAPERS.slice(0, between(1, PAPERS.length));
    return {
      ...aProcedure(),
      code,
      name: `${pick(ACTS)} ${field.toLowerCase()} (thủ tục sinh tự động số ${index + 1})`,
      field,
      levels: [tier],
      levelsPublished: [tier === 'province' ? 'Cấp tỉnh' : 'Cấp xã'],
      channels: [channel('online', days, 0), channel('inPerson', days, between(0, 20) * 10_000)],
      dossier: [
        {
          id: 'th1',
          case: 'chung',
          items: papers.map((name, place) => ({
            id: `gt${place + 1}`,
            name: `${name} ${code}`,
            originals: between(1, 2),
            copies: between(0, 1),
            kind: 'submit' as const,
            form: null,
          })),
        },
      ],
      steps: Array.from({ length: between(2, 6) }, (_step, place) => ({ id: `b${place + 1}`, text: `Bước ${place + 1} của thủ tục ${code}`, duration: null })),
      source: { address: null, copy: null, certainty: 'U' as const, uncertain: [], note: 'Sinh tự động để thử tải' },
    };
  });
}
