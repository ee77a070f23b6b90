import fc from 'fast-check';
import {
  cleanText,
  exactText,
  listRows,
  looksLegacy,
  readCode,
  readDate,
  readDuration,
  readFee,
  readLevels,
  readNumber,
  readSymbols,
  splitOutsideBrackets,
} from '../../../reports/published-values.js';

test.each<[string | number, unknown]>([
  ['1.004194', { code: '1.004194', repaired: false }],
  [' 1.004194 ', { code: '1.004194', repaired: false }],
  ['1.001260.000.00.00.H36', { code: '1.001260.000.00.00.H36', repaired: false }],
  ['1.004194.H48', { code: '1.004194.H48', repaired: false }],
  [1.00201, { code: '1.002010', repaired: true }],
  [1002010, { code: '1.002010', repaired: true }],
  ['1.00201', { code: '1.002010', repaired: true }],
  ['1002010', { code: '1.002010', repaired: true }],
  ['1,002010', { code: '1.002010', repaired: true }],
  [2, { code: '2.000000', repaired: true }],
  [1.0020101, { wrong: true }],
  [12.00201, { wrong: true }],
  [-1, { wrong: true }],
  ['KQ.G15.000031', { wrong: true }],
  ['1.0041945', { wrong: true }],
  ['', { wrong: true }],
])('the code cell %j is read as %j', (cell, reading) => {
  expect(readCode(cell)).toEqual(reading);
});

test.each<[string, unknown]>([
  ['1.250.000', { value: '1250000' }],
  ['1,250,000', { value: '1250000' }],
  ['12.000', { value: '12000' }],
  ['0,5', { value: '0.5' }],
  ['07', { value: '7' }],
  ['1.250,5', { value: '1250.5' }],
  ['1,250.75', { value: '1250.75' }],
  ['1.5', { ambiguous: true }],
  ['0,500', { ambiguous: true }],
  ['12.34.567', null],
  ['mười', null],
  ['', null],
])('the number %j is read as %j', (text, reading) => {
  expect(readNumber(text)).toEqual(reading);
});

test('whole numbers written the Vietnamese or the English way come back as they were', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 2_000_000_000 }), (number) => {
      const groups = String(number).replace(/\B(?=(?:\d{3})+$)/gu, '.');
      expect(readNumber(groups)).toEqual({ value: String(number) });
      expect(readNumber(groups.replaceAll('.', ','))).toEqual({ value: String(number) });
    }),
    { seed: 20_261_125 },
  );
});

test.each<[string, unknown]>([
  ['07 ngày làm việc', { value: '7', unit: 'workingDays' }],
  ['15 Ngày', { value: '15', unit: 'days' }],
  ['04 giờ làm việc', { value: '4', unit: 'workingHours' }],
  ['0,5 ngày làm việc', { value: '0.5', unit: 'workingDays' }],
  ['Không quá 10 ngày làm việc kể từ ngày nhận đủ hồ sơ', { value: '10', unit: 'workingDays' }],
  ['03', { value: '3', unit: null }],
])('the limit %j is read as %j', (text, limit) => {
  expect(readDuration(text)).toEqual({ duration: { ...(limit as object), published: text } });
});

test.each<[string, unknown]>([
  ['05 ngày làm việc; phức tạp 10 ngày làm việc', { unread: true }],
  ['Ngay trong ngày', { unread: true }],
  ['01 tháng', { unread: true }],
  ['0 ngày', { unread: true }],
  ['1.5 ngày', { ambiguous: true }],
])('the limit %j is not guessed', (text, reading) => {
  expect(readDuration(text)).toEqual(reading);
});

test.each<[string, number | null, string | null, string]>([
  ['Miễn phí', 0, '0', 'VND'],
  ['Không', 0, '0', 'VND'],
  ['700.000 đồng', 700_000, '700000', 'VND'],
  ['10,000 Việt Nam Đồng', 10_000, '10000', 'VND'],
  ['700 VNĐ', 700, '700', 'VND'],
  ['1,5 triệu đồng', 1_500_000, '1500000', 'VND'],
  ['150 nghìn đồng', 150_000, '150000', 'VND'],
  ['10 USD', null, '10', 'USD'],
  ['50.000 đồng/lần theo Thông tư số 85/2019/TT-BTC ngày 29/11/2019', 50_000, '50000', 'VND'],
  ['Theo quy định của HĐND tỉnh', null, null, 'VND'],
])('the fee %j is read as %j đồng', (text, amountDong, amount, currency) => {
  expect(readFee(text)).toEqual({ fee: { amountDong, currency, amount, published: text } });
});

test.each([
  ['Lệ phí 30.000 đồng, phí 50.000 đồng', 'unread'],
  ['1.5 triệu đồng', 'ambiguous'],
  ['loại 3 theo biểu', 'unread'],
])('the fee %j is kept as words only', (text, why) => {
  expect(readFee(text)).toEqual({ [why]: { amountDong: null, currency: 'VND', amount: null, published: text } });
});

test('tiers are read from the usual words; the district is seen and given no tier', () => {
  expect(readLevels(['Cấp Bộ', 'UBND cấp tỉnh', 'Phường', 'Cơ quan khác'])).toMatchObject({
    levels: ['ministry', 'province', 'commune', 'other'],
    unknown: [],
    district: false,
  });
  expect(readLevels(['Cấp huyện'])).toEqual({ levels: [], published: ['Cấp huyện'], unknown: [], district: true });
  expect(readLevels(['Toàn cầu'])).toMatchObject({ levels: [], unknown: ['Toàn cầu'] });
});

test('applicants are split outside brackets only', () => {
  expect(splitOutsideBrackets('Tổ chức (không bao gồm doanh nghiệp, HTX), Công dân Việt Nam', ',')).toEqual([
    'Tổ chức (không bao gồm doanh nghiệp, HTX)',
    'Công dân Việt Nam',
  ]);
});

test('a cell that lists papers gives one row each, without its bullets', () => {
  expect(listRows('- Đơn đề nghị\n+ Bản sao CCCD\n(i) Giấy ủy quyền\n2. Tờ khai\nKhông có thông tin\n')).toEqual([
    'Đơn đề nghị',
    'Bản sao CCCD',
    'Giấy ủy quyền',
    'Tờ khai',
  ]);
});

test('symbols are found inside words, a text without symbol stays as it is', () => {
  expect(readSymbols('Luật Hộ tịch 60/2014/QH13; Nghị định số 123/2015/NĐ-CP\n163/QĐ-BTP\nBộ luật Dân sự')).toEqual([
    '60/2014/QH13',
    '123/2015/NĐ-CP',
    '163/QĐ-BTP',
    'Bộ luật Dân sự',
  ]);
});

test.each([
  ['15/03/2026', '2026-03-15'],
  ['5-3-2026', '2026-03-05'],
  ['2026', '2026-01-01'],
  ['31/02/2026', null],
  ['03/15/2026', null],
  ['2026-03-15T00:00:00Z', null],
])('the date %j is %j', (text, date) => {
  expect(readDate(text)).toBe(date);
});

test('blanks are cleaned, line breaks and quotes are kept', () => {
  expect(cleanText(' Ủy\u00a0ban \u200bnhân  dân\r\n“xã” ')).toBe('Ủy ban nhân dân\n“xã”');
});

test.each([
  [0.5, '0.5'],
  [7, '7'],
  [0.1 + 0.2, '0.3'],
  [-1, null],
  [Number.NaN, null],
  [1 / 3, null],
])('the number cell %d is the exact text %j', (value, text) => {
  expect(exactText(value)).toBe(text);
});

test.each<[string, string | null, boolean]>([
  ['Thñ tôc ®¨ng ký khai sinh', null, true],
  ['§¨ng ký kÕt h«n', null, true],
  ['Thuû tuïc ñaêng kyù khai sinh', null, true],
  ['Thu tuc', '.VnTime', true],
  ['Thu tuc', 'VNI-Times', true],
  ['Thủ tục đăng ký khai sinh', 'Times New Roman', false],
  ['Diện tích 10 m² – 20 m²; «mẫu» 1', null, false],
  ['Hòa giải, Huỳnh, quý, khuỷu', null, false],
])('%j in the font %j is an old encoding: %s', (text, font, legacy) => {
  expect(looksLegacy(text, font)).toBe(legacy);
});
