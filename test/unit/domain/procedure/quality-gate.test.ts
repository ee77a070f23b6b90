import type { ProcedureContent } from '../../../../domain/procedure/procedure.js';
import { isBlocked, qualityFlags } from '../../../../domain/procedure/quality-gate.js';
import { aProcedure, channel, dong, workingDays } from '../../../support/procedures.js';

const labels = (parts: Partial<ProcedureContent>): readonly number[] => qualityFlags(aProcedure(parts)).map(({ label }) => label);
const online = channel('online', 5, 0);
const item = { id: 'gt1', name: 'Giấy', originals: 1, copies: 0, kind: null, form: null } as const;
const basis = (symbol: string, issuer: string | null = null) => [{ id: 'cc1', symbol, title: null, issuer }];

test('a sound procedure carries no flag', () => {
  expect(qualityFlags(aProcedure())).toEqual([]);
});

test.each<[number, string, Partial<ProcedureContent>]>([
  [1, 'a limit without unit', { channels: [{ ...online, duration: { value: '1', unit: null, published: '1' } }] }],
  [2, 'a channel without limit', { channels: [{ ...online, duration: null }] }],
  [3, 'limits that differ between channels', { channels: [online, channel('inPerson', 7, 0)] }],
  [4, 'a discount online', { channels: [online, { ...channel('inPerson', 5, 0), fee: dong(20_000) }] }],
  [5, 'free of charge, but the council decides', { channels: [{ ...online, note: 'Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định' }] }],
  [6, 'a fee of 700 đồng', { channels: [{ ...online, fee: { amountDong: 700, currency: 'VND', amount: '700', published: '700 VNĐ' } }] }],
  [7, 'no implementing agency', { implementingAgency: null }],
  [8, 'no word on conditions', { conditions: [] }],
  [9, 'copies glued to the form', { dossier: [{ id: 'th1', case: 'chung', items: [{ ...item, form: 'Mẫu CT01.docx1 bản chính' }] }] }],
  [10, 'no competent agency', { competentAgency: null }],
  [11, 'no result', { results: [] }],
  [12, 'no legal basis', { legalBasis: [] }],
  [13, 'a fee not stated', { channels: [{ ...online, fee: null }] }],
  [14, 'a fee in dollars', { channels: [{ ...online, fee: { amountDong: null, currency: 'USD', amount: '10', published: '10 USD' } }] }],
  [
    15,
    'days that the note calls working days',
    { channels: [{ ...online, duration: { value: '10', unit: 'days', published: '10 Ngày' }, note: 'Trường hợp (1): 10 ngày làm việc' }] },
  ],
  [16, 'two rows of one channel', { channels: [online, { ...online, id: 'online-2' }] }],
  [17, 'a row of zero copies', { dossier: [{ id: 'th1', case: 'chung', items: [item, { ...item, id: 'gt2', originals: 0 }] }] }],
  [18, 'a malformed code', { code: '1.4194' }],
  [19, 'a district level', { levels: ['province'], levelsPublished: ['Cấp tỉnh', 'Cấp Huyện'] }],
  [20, 'a temporary resolution as basis', { legalBasis: basis('66.7/2025/NQ-CP') }],
  [
    21,
    'steps longer than the limit',
    {
      steps: [
        { id: 'b1', text: 'a', duration: workingDays(4) },
        { id: 'b2', text: 'b', duration: workingDays(2) },
      ],
    },
  ],
  [22, 'a symbol of another ministry', { legalBasis: basis('85/2019/TT-BTC', 'Bộ Tư pháp') }],
])('label %i marks %s and nothing else', (label, _what, parts) => {
  expect(labels(parts)).toEqual([label]);
});

test.each<[string, Partial<ProcedureContent>]>([
  ['a free service whose note names no text', { channels: [{ ...online, note: 'Không quy định' }] }],
  ['a word that merely contains “luật” letters', { channels: [{ ...online, note: 'Bảo trợ kỷ luậtt' }] }],
  ['a fee of exactly 1,000 đồng', { channels: [{ ...online, fee: dong(1_000) }] }],
  ['steps as long as the limit', { steps: [{ id: 'b1', text: 'a', duration: workingDays(5) }] }],
  ['steps in another unit than the limit', { steps: [{ id: 'b1', text: 'a', duration: { value: '40', unit: 'workingHours', published: '40 giờ làm việc' } }] }],
  ['an ordinary resolution of the Government', { legalBasis: basis('140/2025/NQ-CP') }],
  ['an issuer that fits its symbol', { legalBasis: basis('158/2024/NĐ-CP', 'Chính phủ') }],
  ['a suffix nobody knows', { legalBasis: basis('12/2025/QĐ-XYZ', 'Cơ quan X') }],
  ['a code with a province suffix', { code: '1.001260.000.00.00.H36' }],
])('%s is not flagged', (_what, parts) => {
  expect(labels(parts)).toEqual([]);
});

test('a code that stands twice in one import is flagged on both rows', () => {
  expect(qualityFlags(aProcedure(), new Set(['1.001193']))).toMatchObject([{ label: 18, severity: 'block', paths: ['code'] }]);
});

test('flags name the parts and block only where the law of the gate says so', () => {
  const flags = qualityFlags(aProcedure({ channels: [online, { ...channel('inPerson', 5, 0), duration: null }], conditions: [] }));
  expect(flags.map(({ label, severity, paths }) => [label, severity, paths])).toEqual([
    [2, 'block', ['channels/inPerson/duration']],
    [8, 'info', ['conditions']],
  ]);
  expect(isBlocked(flags)).toBe(true);
  expect(isBlocked(flags.slice(1))).toBe(false);
});

test('nothing in the text is corrected by the gate', () => {
  const content = aProcedure({ channels: [{ ...online, fee: { amountDong: 700, currency: 'VND', amount: '700', published: '700 VNĐ' } }] });
  const before = JSON.stringify(content);
  qualityFlags(content);
  expect(JSON.stringify(content)).toBe(before);
});
