import { deflateRawSync } from 'node:zlib';
import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import fc from 'fast-check';
import { ERROR_TEXTS } from '../../../domain/shared/errors.js';
import { IMPORT_LIMITS, type ImportResult, readProceduresFile } from '../../../reports/procedures.import.js';
import { aProcedure, generateProcedures } from '../../support/procedures.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const codes = ({ problems }: ImportResult): readonly string[] => problems.map(({ code }) => code);
const errors = ({ problems }: ImportResult): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ code, row }) => `${row} ${code}`);

async function workbook(fill: (sheet: Worksheet) => void, name = 'Danh mục'): Promise<Uint8Array> {
  const book = new Workbook();
  fill(book.addWorksheet(name));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const HEADER = ['STT', 'Mã TTHC', 'Tên TTHC', 'Lĩnh vực', 'Thời hạn giải quyết', 'Phí, lệ phí'];
const list = (...rows: readonly (readonly unknown[])[]): Promise<Uint8Array> =>
  workbook((sheet) => {
    sheet.addRow(HEADER);
    for (const row of rows) sheet.addRow([...row]);
  });

/** A zip of one stored or deflated entry per name, as small as the format allows. */
function zip(entries: readonly { readonly name: string; readonly data: Buffer; readonly flags?: number }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, flags = 0 } of entries) {
    const packed = deflateRawSync(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(10, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('files that cannot be read', () => {
  const good = JSON.stringify([aProcedure()]);
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));

  test.each<[string, Uint8Array, string, string]>([
    ['an empty file', new Uint8Array(), 'a.json', 'import_empty_file'],
    ['a file of blanks', utf8(' \n\t\n'), 'a.csv', 'import_empty_file'],
    ['an empty list', utf8('[]'), 'a.json', 'import_empty_file'],
    ['words in a .json', utf8('xin chào'), 'a.json', 'import_json_broken'],
    ['a JSON cut off in its only record', utf8(JSON.stringify(aProcedure()).slice(0, 300)), 'a.json', 'import_json_broken'],
    ['a JSON with a trailing comma', utf8('{"code":"1.004194",}'), 'a.json', 'import_json_broken'],
    ['a JSON nested without end', utf8('['.repeat(200_000)), 'a.json', 'import_json_broken'],
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(good)]), 'a.json', 'import_wrong_encoding'],
    ['UTF-16 big-endian with its mark', Buffer.from([0xfe, 0xff, 0, 0x5b]), 'a.json', 'import_wrong_encoding'],
    ['UTF-16 without its mark', utf16(good), 'a.json', 'import_wrong_encoding'],
    ['bytes of windows-1258', Buffer.from([0x4d, 0xe3, 0x20, 0x54, 0x54, 0x48, 0x43, 0x2c, 0x54, 0xea, 0x6e]), 'a.csv', 'import_wrong_encoding'],
    ['a NUL in the text', utf8('Mã TTHC,Tên TTHC\n1.004194,Đăng ký\u0000 tạm trú'), 'a.csv', 'import_not_text'],
    ['an old .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'danh-muc.xls', 'import_xls_refused'],
    ['an .xlsx with a password', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'danh-muc.xlsx', 'import_xlsx_broken'],
    ['text named .xlsx', utf8('Mã TTHC,Tên TTHC'), 'danh-muc.xlsx', 'import_xlsx_broken'],
    ['a PDF', utf8('%PDF-1.7 …'), 'a.pdf', 'import_format_unknown'],
    ['a web page', utf8('<!doctype html><title>Cổng DVC</title>'), 'a.html', 'import_format_unknown'],
    ['a .docx', zip([{ name: 'word/document.xml', data: Buffer.from('<w/>') }]), 'a.docx', 'import_format_unknown'],
    ['a zip with its end cut off', zip([{ name: 'xl/workbook.xml', data: Buffer.from('<x/>') }]).subarray(0, 60), 'a.xlsx', 'import_xlsx_broken'],
    ['an encrypted zip entry', zip([{ name: 'xl/workbook.xml', data: Buffer.from('<x/>'), flags: 1 }]), 'a.xlsx', 'import_xlsx_broken'],
    ['a workbook of nonsense', zip([{ name: 'xl/workbook.xml', data: Buffer.from('not xml') }]), 'a.xlsx', 'import_xlsx_broken'],
    ['a zip bomb that declares ten bytes', zip([{ name: 'xl/workbook.xml', data: Buffer.alloc(101 * 1024 * 1024) }]), 'a.xlsx', 'import_unpacks_too_large'],
    [
      'a bomb in many parts',
      zip(Array.from({ length: 6 }, (_, part) => ({ name: `xl/media/${part}.bin`, data: Buffer.alloc(20 * 1024 * 1024) }))),
      'a.xlsx',
      'import_unpacks_too_large',
    ],
    [
      'a worksheet of 20,001 rows',
      zip([
        { name: 'xl/workbook.xml', data: Buffer.from('<x/>') },
        { name: 'xl/worksheets/sheet1.xml', data: Buffer.from(`<x>${'<row/>'.repeat(20_001)}</x>`) },
      ]),
      'a.xlsx',
      'import_too_many_rows',
    ],
    [
      'a worksheet of a million and one cells',
      zip([
        { name: 'xl/workbook.xml', data: Buffer.from('<x/>') },
        { name: 'xl/worksheets/sheet1.xml', data: Buffer.from(`<row>${'<c/>'.repeat(1_000_001)}</row>`) },
      ]),
      'a.xlsx',
      'import_unpacks_too_large',
    ],
    ['eleven megabytes', Buffer.alloc(IMPORT_LIMITS.bytes + 1, 0x20), 'a.csv', 'import_too_large'],
    ['a list without header', utf8('1.004194,Đăng ký tạm trú\n1.004222,Đăng ký thường trú'), 'a.csv', 'import_header_missing'],
  ])('%s gets one clear error and no draft', async (_what, bytes, name, code) => {
    const result = await readProceduresFile(bytes, name);
    expect(codes(result)).toEqual([code]);
    expect(result.drafts).toEqual([]);
    const [problem] = result.problems;
    expect(problem?.vi).toContain(ERROR_TEXTS[code as keyof typeof ERROR_TEXTS].vi);
    expect(problem?.en).toContain(ERROR_TEXTS[code as keyof typeof ERROR_TEXTS].en);
  });

  test('bytes of another code page are refused with the line where they begin', async () => {
    const bytes = Buffer.concat([utf8('Mã TTHC,Tên TTHC\n1.004194,Đăng ký tạm trú\n1.004222,'), Buffer.from([0xd0, 0x6e, 0xe3])]);
    expect(errors(await readProceduresFile(bytes, 'a.csv'))).toEqual(['3 import_wrong_encoding']);
  });

  test('no bytes whatever make the reader throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', 'PK\u0003\u0004', '[', '{"code":'), async (bytes, head) => {
        const result = await readProceduresFile(Buffer.concat([Buffer.from(head, 'latin1'), bytes]), 'x.bin');
        expect(result.drafts.length + result.problems.length).toBeGreaterThan(0);
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
  });

  test('no JSON value whatever makes the reader throw', async () => {
    const keys = fc.constantFrom(
      'code',
      'name',
      'steps',
      'channels',
      'executionMethods',
      'executionSteps',
      'executionCases',
      'stepsSummary',
      'dossier',
      'fees',
      'levels',
      'results',
      'legalBasises',
      'conditions',
    );
    const record = fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          fc.array(record, { maxLength: 3 }),
          record.map((rest) => ({ ...rest, code: '1.004194', name: 'x' })),
        ),
        async (value) => {
          const result = await readProceduresFile(json(value), 'x.json');
          expect(result.counts.valid).toBe(result.drafts.length);
        },
      ),
      { seed: 20_261_125, numRuns: 400 },
    );
  });
});

describe('our own JSON', () => {
  test('many procedures come back as they were', async () => {
    const some = generateProcedures(50, 3);
    const result = await readProceduresFile(json(some), 'a.json');
    expect(result.format).toBe('tinhgon');
    expect(result.drafts.map(({ content }) => content)).toEqual(some);
    expect(result.counts).toEqual({ rows: 50, valid: 50, warned: 0, failed: 0, duplicates: 0 });
  });

  test('a byte order mark, a lone record and a wrapping list are all taken', async () => {
    const [one] = generateProcedures(1, 3);
    for (const bytes of [Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json([one])]), json(one), json({ procedures: [one] })]) {
      expect((await readProceduresFile(bytes, 'a.json')).drafts.map(({ content }) => content)).toEqual([one]);
    }
  });

  test('one bad record is named by line and place, the others are still given', async () => {
    const [first, second] = generateProcedures(2, 3);
    const text = `[\n${JSON.stringify(first)},\n${JSON.stringify({ ...aProcedure(), channels: [{ id: 'online', channel: 'fax' }] })},\n${JSON.stringify(second)}\n]`;
    const result = await readProceduresFile(utf8(text), 'a.json');
    expect(result.drafts.map(({ content }) => content)).toEqual([first, second]);
    expect(result.problems).toMatchObject([{ row: 3, pointer: '1/channels/online/channel', code: 'content_field_wrong', severity: 'error' }]);
    expect(result.problems[0]?.vi).toMatch(/^Dòng 3, mục 1\/channels\/online\/channel: /u);
    expect(result.counts).toMatchObject({ rows: 3, valid: 2, failed: 1 });
  });

  test('a list cut off in the middle gives the records that stand whole before the cut', async () => {
    const some = generateProcedures(3, 3);
    const text = `[\n${some.map((record) => JSON.stringify(record)).join(',\n')}\n]`;
    const result = await readProceduresFile(utf8(text.slice(0, text.length - 200)), 'a.json');
    expect(result.drafts.map(({ content }) => content.code)).toEqual(some.slice(0, 2).map(({ code }) => code));
    expect(errors(result)).toEqual(['4 import_json_broken']);
  });

  test('a repeated code keeps its first record and names the second', async () => {
    const result = await readProceduresFile(json([aProcedure(), aProcedure({ name: 'Bản khác' })]), 'a.json');
    expect(result.drafts).toHaveLength(1);
    expect(result.problems).toMatchObject([{ code: 'import_duplicate_code', severity: 'error', pointer: '1', value: '1.001193' }]);
    expect(result.counts).toMatchObject({ valid: 1, failed: 1, duplicates: 1 });
  });

  test('missing mandatory parts are said, and the draft is still given', async () => {
    const result = await readProceduresFile(json({ code: '1.004194', name: 'Đăng ký tạm trú' }), 'a.json');
    expect(result.drafts).toHaveLength(1);
    expect(result.problems).toMatchObject([{ code: 'import_parts_missing', severity: 'warning' }]);
    expect(result.problems[0]?.vi).toContain('trình tự thực hiện, cách thức thực hiện');
    expect(result.problems[0]?.en).toContain('steps, ways to apply');
  });

  test('a record without code or name is named, not dropped in silence', async () => {
    expect(errors(await readProceduresFile(json([{ name: 'x' }, { code: '1.004194' }, 7]), 'a.json'))).toEqual([
      '1 import_code_missing',
      '1 import_name_missing',
      '1 import_record_wrong',
    ]);
  });

  test('more than twenty thousand records are refused', async () => {
    expect(codes(await readProceduresFile(utf8(`[${'{},'.repeat(20_000)}{}]`), 'a.json'))).toEqual(['import_too_many_rows']);
  });
});

describe('the portal’s JSON of one procedure', () => {
  const portal = {
    code: '1.004194',
    name: 'Đăng ký tạm trú',
    isWard: true,
    isProvince: false,
    executionSteps: ['Chuẩn bị hồ sơ', { content: 'Nộp tại Công an cấp xã' }],
    executionMethods: [
      {
        submissionMethod: 'ONLINE',
        processingTime: 3,
        processingTimeUnit: 'WORKING_DAY',
        fees: [{ amount: 7000, currency: 'VND', description: 'Mỗi lần đăng ký' }],
      },
      {
        submissionMethod: 'DIRECT',
        processingTime: '3',
        processingTimeUnit: 'WORKING_DAY',
        fees: [{ amount: '10.000 đồng' }, { amount: '5.000 đồng' }],
        description: 'Giờ hành chính',
      },
      { submissionMethod: 'POSTAL', processingTime: 0.5, processingTimeUnit: 'DAY', fees: [] },
    ],
    executionCases: [
      { name: 'Giấy tờ phải nộp', profileComponents: [{ name: 'Tờ khai CT01', originalQty: 1, copyQty: 0, attachments: [{ name: 'CT01.doc' }] }] },
    ],
    legalBasises: [{ code: '68/2020/QH14', name: 'Luật Cư trú' }],
    departmentsExecuting: [{ name: 'Công an cấp xã' }],
    departmentsAuthority: 'Công an cấp xã',
    requirementsAndConditions: 'Không có thông tin',
    results: [{ name: 'Thông báo kết quả', code: 'KQ.G01.000065' }],
    somethingNew: { unknown: true },
  };

  test('its parts are put where ours are, with its units in our words', async () => {
    const { format, drafts, problems } = await readProceduresFile(json(portal), 'thu-tuc.json');
    const content = drafts[0]?.content;
    expect(format).toBe('portal');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(content).toMatchObject({
      code: '1.004194',
      levels: ['commune'],
      levelsPublished: ['Cấp xã'],
      implementingAgency: 'Công an cấp xã',
      competentAgency: 'Công an cấp xã',
      conditions: [],
    });
    expect(content?.steps.map(({ text }) => text)).toEqual(['Chuẩn bị hồ sơ', 'Nộp tại Công an cấp xã']);
    expect(content?.channels.map(({ id, duration, fee, note }) => [id, duration?.value, duration?.unit, fee?.amountDong ?? null, note])).toEqual([
      ['online', '3', 'workingDays', 7_000, 'Mỗi lần đăng ký'],
      ['inPerson', '3', 'workingDays', 10_000, 'Giờ hành chính'],
      ['inPerson-2', '3', 'workingDays', 5_000, 'Giờ hành chính'],
      ['post', '0.5', 'days', null, null],
    ]);
    expect(content?.dossier[0]?.items).toEqual([{ id: 'gt1', name: 'Tờ khai CT01', originals: 1, copies: 0, kind: 'submit', form: 'CT01.doc' }]);
    expect(content?.legalBasis).toEqual([{ id: 'cc1', symbol: '68/2020/QH14', title: 'Luật Cư trú', issuer: null }]);
  });

  test('a district flag is said and gives no tier', async () => {
    const { drafts, problems } = await readProceduresFile(json({ ...portal, isWard: false, isDistrict: true }), 'a.json');
    expect(drafts[0]?.content.levels).toEqual([]);
    expect(drafts[0]?.flags.map(({ label }) => label)).toContain(19);
    expect(problems.map(({ code }) => code)).toContain('import_district_level');
  });

  test('a limit and a fee that can be read in two ways are left out with a warning', async () => {
    const doubtful = {
      ...portal,
      executionMethods: [{ submissionMethod: 'ONLINE', processingTime: '1.5', processingTimeUnit: 'DAY', fees: [{ amount: '1.5', currency: 'triệu đồng' }] }],
    };
    const { drafts, problems } = await readProceduresFile(json(doubtful), 'a.json');
    expect(drafts[0]?.content.channels).toMatchObject([{ duration: null, fee: { amountDong: null } }]);
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(
      expect.arrayContaining(['import_number_ambiguous executionMethods/0/processingTime', 'import_number_ambiguous executionMethods/0/fees/0']),
    );
  });

  test('an unknown way to apply is an error at its place', async () => {
    const { drafts, problems } = await readProceduresFile(json({ ...portal, executionMethods: [{ submissionMethod: 'FAX' }] }), 'a.json');
    expect(drafts).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'error', pointer: 'channels/FAX/channel', value: '"FAX"' }]);
  });
});

describe('condensed records', () => {
  test('number limits, unit words and remark counts are carried over as published', async () => {
    const record = {
      code: '1.009664',
      name: 'Cấp Giấy chứng nhận đăng ký đầu tư',
      levels: ['Cấp tỉnh'],
      stepsSummary: ['Nộp hồ sơ'],
      dossierNoteRows: 2,
      dossierRealItems: 1,
      channels: [
        {
          channel: 'in-person',
          duration: { value: 10, unit: 'day', published: '10 Ngày' },
          fee: { amount: 0, currency: 'VND', published: 'Miễn phí' },
          note: '10 ngày làm việc',
        },
      ],
      dossier: [{ case: 'Giấy tờ phải xuất trình', items: [{ name: 'Hộ chiếu', original: 1, copy: 0, formFile: null }] }],
      conditions: { chars: 12, opening: 'Không thuộc ngành cấm' },
      legalBasis: ['143/2025/QH15'],
      results: [],
      dataReplacementNQ667: [{ replacedDocument: 'Căn cước', database: 'CSDL dân cư', databaseOwner: 'Bộ Công an', legalText: 'NĐ 1', clause: 'Khoản 1' }],
      source: 'https://example.vn/x',
      publicCopy: 'copy',
      certainty: 'V',
    };
    const { format, drafts } = await readProceduresFile(json([record]), 'a.json');
    expect(format).toBe('records');
    expect(drafts[0]?.content).toMatchObject({
      channels: [{ id: 'inPerson', duration: { value: '10', unit: 'days', published: '10 Ngày' }, fee: { amountDong: 0, amount: '0' } }],
      dossier: [{ items: [{ name: 'Hộ chiếu', kind: 'present' }] }, { case: 'Chú thích', items: [{ originals: 0, copies: 0 }] }],
      dataReplacements: [{ provision: 'Khoản 1, NĐ 1', basis: '66.7/2025/NQ-CP' }],
      source: { address: 'https://example.vn/x', certainty: 'V' },
    });
    expect(drafts[0]?.flags.map(({ label }) => label)).toEqual(expect.arrayContaining([11, 15, 17, 20]));
  });
});

describe('an Excel list', () => {
  test('codes that Excel turned into numbers are read back, and said to be', async () => {
    const result = await readProceduresFile(
      await list(
        [1, 1.00201, 'Đăng ký hoạt động', 'Luật sư', '7 ngày làm việc', 'Miễn phí'],
        [2, 1004194, 'Đăng ký tạm trú', 'Cư trú', 3, 7000],
        [3, '1.004222', 'Đăng ký thường trú', 'Cư trú', '', ''],
      ),
      'a.xlsx',
    );
    expect(result.drafts.map(({ row, content }) => [row, content.code])).toEqual([
      [2, '1.002010'],
      [3, '1.004194'],
      [4, '1.004222'],
    ]);
    expect(result.problems.filter(({ code }) => code === 'import_code_repaired').map(({ row, column }) => [row, column])).toEqual([
      [2, 'Mã TTHC'],
      [3, 'Mã TTHC'],
    ]);
    expect(result.drafts[1]?.content.channels).toEqual([
      {
        id: 'inPerson',
        channel: 'inPerson',
        duration: { value: '3', unit: null, published: '3' },
        fee: { amountDong: 7_000, currency: 'VND', amount: '7000', published: '7000' },
        note: null,
      },
    ]);
    expect(result.drafts[2]?.content.channels).toEqual([]);
    expect(codes(result)).toContain('import_channel_assumed');
  });

  test('bad rows are named by their number in the sheet, good rows are given', async () => {
    const result = await readProceduresFile(
      await list(
        [1, '', 'Không có mã', 'Hộ tịch'],
        [2, 'abc', 'Mã sai', 'Hộ tịch'],
        [3, '1.004194', '', 'Cư trú'],
        [4, '1.004222', 'Đăng ký thường trú', 'Cư trú'],
        [5, '1.004222', 'Trùng mã', 'Cư trú'],
      ),
      'a.xlsx',
    );
    expect(errors(result)).toEqual(['2 import_code_missing', '3 import_code_wrong', '4 import_name_missing', '6 import_duplicate_code']);
    expect(result.drafts.map(({ content }) => content.name)).toEqual(['Đăng ký thường trú']);
    expect(result.counts).toMatchObject({ rows: 5, valid: 1, failed: 4, duplicates: 1 });
    expect(result.problems.find(({ code }) => code === 'import_code_wrong')?.vi).toBe(
      'Dòng 3, cột “Mã TTHC”: Mã thủ tục không đúng mẫu d.dddddd (ví dụ 1.004194). Sửa mã rồi nhập lại dòng này. (“abc”)',
    );
  });

  test('titles above, a numbering row, section rows and the total are told from procedures', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['UBND TỈNH AN THỊNH']);
      sheet.addRow(['DANH MỤC THỦ TỤC HÀNH CHÍNH NĂM 2026']);
      sheet.addRow([]);
      sheet.addRow(['STT', 'Mã số thủ tục hành chính', 'Tên thủ tục hành chính', 'Đơn vị thực hiện']);
      sheet.addRow(['(1)', '(2)', '(3)', '(4)']);
      sheet.addRow(['I', 'LĨNH VỰC HỘ TỊCH', null, null]);
      sheet.addRow([1, '1.001193', 'Đăng ký khai sinh', 'UBND cấp xã']);
      sheet.addRow(['II', 'LĨNH VỰC LUẬT SƯ', null, null]);
      sheet.addRow([2, '1.002010', 'Đăng ký hoạt động', 'Sở Tư pháp']);
      sheet.addRow([null, null, 'Tổng cộng', '2']);
    });
    const result = await readProceduresFile(bytes, 'a.xlsx');
    expect(result.headerRow).toBe(4);
    expect(result.counts.rows).toBe(2);
    expect(result.drafts.map(({ content }) => [content.code, content.field, content.implementingAgency])).toEqual([
      ['1.001193', 'HỘ TỊCH', 'UBND cấp xã'],
      ['1.002010', 'LUẬT SƯ', 'Sở Tư pháp'],
    ]);
  });

  test('rows under one merged code are one procedure with all its papers', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Mã TTHC', 'Tên TTHC', 'Thành phần hồ sơ', 'Bản chính', 'Bản sao']);
      sheet.addRow(['1.001193', 'Đăng ký khai sinh', 'Giấy chứng sinh', 1, 0]);
      sheet.addRow([null, null, 'Tờ khai', 1, 0]);
      sheet.addRow([null, null, 'Căn cước', 0, 1]);
      sheet.addRow(['1.000656', 'Đăng ký khai tử', 'Giấy báo tử', 1, 0]);
      sheet.mergeCells('A2:A4');
      sheet.mergeCells('B2:B4');
    });
    const { drafts, counts } = await readProceduresFile(bytes, 'a.xlsx');
    expect(counts.rows).toBe(2);
    expect(drafts.map(({ content }) => content.dossier[0]?.items.map(({ id, name, originals, copies }) => `${id} ${name} ${originals}/${copies}`))).toEqual([
      ['gt1 Giấy chứng sinh 1/0', 'gt2 Tờ khai 1/0', 'gt3 Căn cước 0/1'],
      ['gt1 Giấy báo tử 1/0'],
    ]);
  });

  test('real dates, dates as words, volumes and the owning unit are kept beside the text', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Mã TTHC', 'Tên TTHC', 'Ngày hiệu lực', 'Số hồ sơ/năm', 'Đơn vị rà soát']);
      sheet.addRow(['1.001193', 'a', new Date(Date.UTC(2026, 2, 15)), '9.600', 'Sở Tư pháp']);
      sheet.addRow(['1.000656', 'b', '01/07/2026', 5200, null]);
      sheet.addRow(['1.004873', 'c', '31/02/2026', '1.5', null]);
    });
    const { drafts, problems } = await readProceduresFile(bytes, 'a.xlsx');
    expect(drafts.map(({ facts }) => facts)).toEqual([
      { effectiveOn: '2026-03-15', annualCases: 9_600, owningUnit: 'Sở Tư pháp' },
      { effectiveOn: '2026-07-01', annualCases: 5_200, owningUnit: null },
      { effectiveOn: null, annualCases: null, owningUnit: null },
    ]);
    expect(problems.filter(({ row }) => row === 4).map(({ code }) => code)).toEqual(expect.arrayContaining(['import_date_wrong', 'import_number_ambiguous']));
  });

  test('an old font is warned of by row', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Mã TTHC', 'Tên TTHC']);
      sheet.addRow(['1.001193', 'Thñ tôc ®¨ng ký khai sinh']).getCell(2).font = { name: '.VnTime' };
    });
    expect((await readProceduresFile(bytes, 'a.xlsx')).problems).toMatchObject([
      { row: 2, column: 'Tên TTHC', code: 'import_legacy_font', severity: 'warning' },
      { code: 'import_parts_missing' },
    ]);
  });

  test('the asked sheet is read; an absent one is named', async () => {
    const book = new Workbook();
    book.addWorksheet('Bìa').addRow(['Danh mục']);
    const second = book.addWorksheet('DM');
    second.addRow(HEADER);
    second.addRow([1, '1.001193', 'Đăng ký khai sinh']);
    const bytes = new Uint8Array(await book.xlsx.writeBuffer());
    expect((await readProceduresFile(bytes, 'a.xlsx')).sheet).toBe('DM');
    expect((await readProceduresFile(bytes, 'a.xlsx', { sheet: 'DM' })).drafts).toHaveLength(1);
    expect(await readProceduresFile(bytes, 'a.xlsx', { sheet: 'Nam' })).toMatchObject({ sheets: ['Bìa', 'DM'], problems: [{ code: 'import_sheet_missing' }] });
  });

  test('columns are guessed with samples, and a given mapping overrules the guess', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Ký hiệu', 'Nội dung', 'Lĩnh vực quản lý nhà nước', 'Ghi chú']);
      sheet.addRow(['1.001193', 'Đăng ký khai sinh', 'Hộ tịch', 'x']);
    });
    expect(codes(await readProceduresFile(bytes, 'a.xlsx'))).toEqual(['import_header_missing']);
    const result = await readProceduresFile(bytes, 'a.xlsx', { mapping: { 0: 'code', 1: 'name', 3: null } });
    expect(result.columns).toEqual([
      { index: 0, header: 'Ký hiệu', column: 'code', confidence: 'given', samples: ['1.001193'] },
      { index: 1, header: 'Nội dung', column: 'name', confidence: 'given', samples: ['Đăng ký khai sinh'] },
      { index: 2, header: 'Lĩnh vực quản lý nhà nước', column: 'field', confidence: 'guess', samples: ['Hộ tịch'] },
      { index: 3, header: 'Ghi chú', column: null, confidence: 'given', samples: ['x'] },
    ]);
    expect(result.drafts[0]?.content).toMatchObject({ code: '1.001193', field: 'Hộ tịch' });
  });

  test('a value far below the last allowed row is not overlooked', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(HEADER);
      sheet.addRow([1, '1.001193', 'Đăng ký khai sinh']);
      sheet.getCell('B50000').value = '1.004194';
    });
    expect(codes(await readProceduresFile(bytes, 'a.xlsx'))).toEqual(['import_too_many_rows']);
  });

  test('two hundred and one columns are refused', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Mã TTHC', 'Tên TTHC', ...Array.from({ length: 199 }, (_, index) => `Cột ${index}`)]);
      sheet.addRow(['1.001193', 'Đăng ký khai sinh', ...Array.from({ length: 199 }, () => 'x')]);
    });
    expect(codes(await readProceduresFile(bytes, 'a.xlsx'))).toEqual(['import_columns_too_many']);
  });

  test('what Excel shows for a formula, a link or rich text is read; an error cell is empty', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['Mã TTHC', 'Tên TTHC', 'Lĩnh vực', 'Cơ quan thực hiện']);
      sheet.addRow([
        { formula: 'CONCATENATE("1.","001193")', result: '1.001193' },
        { richText: [{ text: 'Đăng ký ' }, { text: 'khai sinh', font: { bold: true } }] },
        { text: 'Hộ tịch', hyperlink: 'https://example.vn' },
        { error: '#REF!' },
      ]);
    });
    expect((await readProceduresFile(bytes, 'a.xlsx')).drafts[0]?.content).toMatchObject({
      code: '1.001193',
      name: 'Đăng ký khai sinh',
      field: 'Hộ tịch',
      implementingAgency: null,
    });
  });
});

describe('a CSV list', () => {
  test.each([[';'], [','], ['\t']])('fields parted by %j are read, quoted breaks included', async (sign) => {
    const text = [
      `Mã TTHC${sign}Tên TTHC${sign}Thành phần hồ sơ`,
      `1.001193${sign}Đăng ký khai sinh${sign}"- Giấy chứng sinh\n- Tờ khai"`,
      `1.000656${sign}Đăng ký khai tử${sign}`,
    ].join('\r\n');
    const { drafts, sheet } = await readProceduresFile(utf8(text), 'a.csv');
    expect(sheet).toBeNull();
    expect(drafts.map(({ row, content }) => [row, content.code, content.dossier[0]?.items.length ?? 0])).toEqual([
      [2, '1.001193', 2],
      [3, '1.000656', 0],
    ]);
  });

  test('a quote that is never closed is named by line, and the rows before it are given', async () => {
    const text = 'Mã TTHC,Tên TTHC\n1.001193,Đăng ký khai sinh\n1.000656,"Đăng ký khai tử\n1.004194,Đăng ký tạm trú\n';
    const result = await readProceduresFile(utf8(text), 'a.csv');
    expect(errors(result)).toEqual(['3 import_csv_broken']);
    expect(result.drafts.map(({ content }) => content.code)).toEqual(['1.001193']);
  });

  test('more than twenty thousand rows are refused', async () => {
    const text = `Mã TTHC,Tên TTHC\n${'1.001193,x\n'.repeat(20_001)}`;
    expect(codes(await readProceduresFile(utf8(text), 'a.csv'))).toEqual(['import_too_many_rows']);
  });

  test('two thousand rows are previewed, each one', async () => {
    const rows = generateProcedures(2_000, 5).map(({ code, name, field }) => `${code};${name};${field};"07 ngày làm việc";100.000 đồng`);
    const { drafts } = await readProceduresFile(utf8(`Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn giải quyết;Phí, lệ phí\n${rows.join('\n')}`), 'a.csv');
    expect(drafts).toHaveLength(2_000);
  });

  test('the same file gives the same drafts', async () => {
    const bytes = utf8('Mã TTHC,Tên TTHC\n1.001193,Đăng ký khai sinh\n');
    expect(await readProceduresFile(bytes, 'a.csv')).toEqual(await readProceduresFile(bytes, 'b.csv'));
  });
});
