import { sheetBytes } from '../../../../../domain/cost/freeze.js';
import { vn03 } from '../../../../../domain/cost/views/vn03.js';
import { compareVnSheets } from '../../../../../domain/cost/vn/compare-sheets.js';
import { measureVnSheet } from '../../../../../domain/cost/vn/measure-sheet.js';
import { VN_SHEET_SCHEMA, emptyVnRow, linkedCopy, type VnRow, type VnSheet } from '../../../../../domain/cost/vn/sheet.js';

const aRow = (id: string, over: Partial<VnRow> = {}): VnRow => ({
  id,
  group: 'prepare',
  task: `việc ${id}`,
  hours: '4',
  service: '0',
  fees: '100000',
  timesPerYear: '1',
  subjectsPerYear: '1200',
  ...over,
});
const aSheet = (rows: readonly VnRow[], rate = '55000'): VnSheet => ({
  schema: VN_SHEET_SCHEMA,
  hourlyIncome: { value: rate, tableId: 'HN', vintage: '2025' },
  rows,
});
const codes = (findings: readonly { readonly code: string; readonly path: string }[]): readonly string[] =>
  findings.map((finding) => `${finding.code} ${finding.path}`);

describe('one block of form 03/SCM-KSTT', () => {
  it('explains each row as people compute it by hand', () => {
    const { rows, total } = measureVnSheet(aSheet([aRow('1')]));
    expect(rows[0]?.explain).toEqual({
      vi: '4 giờ × 55.000 + 0 + 100.000 = 320.000; × 1 × 1.200 = 384.000.000',
      en: '4 h × 55,000 + 0 + 100,000 = 320,000; × 1 × 1,200 = 384,000,000',
    });
    expect(rows[0]).toMatchObject({
      status: 'counted',
      gaps: [],
      once: { exact: '320000', dong: '320000' },
      year: { dong: '384000000' },
      hoursPerYear: '4800',
    });
    expect(total).toMatchObject({ dong: '384000000', status: 'complete', coverage: '1' });
  });

  it('takes minutes as exactly as hours', () => {
    const invented = aSheet([aRow('1', { minutes: '150', fees: '10000' })], '43750');
    const { hours: _hours, ...row } = invented.rows[0] as VnRow;
    expect(measureVnSheet({ ...invented, rows: [row] }).total.dong).toBe('143250000');
  });

  it('an empty cell is no zero: the total becomes a minimum and says what is missing', () => {
    const { rows, total, findings } = measureVnSheet(aSheet([aRow('1'), aRow('2', { hours: null })]));
    expect(total).toMatchObject({ dong: '504000000', status: 'incomplete', coverage: '0.5', missing: ['2'] });
    expect(rows[1]).toMatchObject({ status: 'missing', gaps: ['hours'], once: null, year: null, countedYear: { dong: '120000000' } });
    expect(rows[1]?.explain.vi).toBe('[chưa có số liệu] giờ × 55.000 + 0 + 100.000 = chưa đủ số liệu; × 1 × 1.200 = chưa đủ số liệu');
    expect(codes(findings)).toContain('unknownValue before.rows[1].hours');
  });

  it('deleting any one input never lowers the total silently', () => {
    const full = aSheet([aRow('1'), aRow('2', { fees: '7000' })]);
    for (const cell of ['hours', 'service', 'fees', 'timesPerYear', 'subjectsPerYear'] as const) {
      const { [cell]: _deleted, ...rest } = full.rows[0] as VnRow;
      const { total } = measureVnSheet({ ...full, rows: [rest as VnRow, full.rows[1] as VnRow] });
      expect([cell, total.status, total.missing]).toEqual([cell, 'incomplete', ['1']]);
    }
    expect(measureVnSheet({ ...full, hourlyIncome: { value: null } }).total.status).toBe('incomplete');
  });

  it('an exact zero absorbs what is unknown, negligible counts 0 and is listed, not applicable leaves the coverage', () => {
    const { total } = measureVnSheet(
      aSheet([
        aRow('zero', { subjectsPerYear: '0', hours: null }),
        aRow('small', { hours: { state: 'negligible', reason: 'dưới một phút', atMost: '1/60' }, fees: '0' }),
        aRow('none', {
          hours: { state: 'notApplicable', reason: 'không có' },
          service: { state: 'notApplicable', reason: 'không có' },
          fees: { state: 'notApplicable', reason: 'không có' },
        }),
      ]),
    );
    expect(total).toMatchObject({ dong: '0', status: 'complete', coverage: '1', negligible: ['small'], notApplicable: ['none'], negligibleAtMost: '1100000' });
  });

  it.each([
    ['hours', '-1', 'negativeValue'],
    ['fees', 'mười nghìn', 'badNumber'],
    ['fees', { value: '5', unit: 'h' }, 'wrongUnit'],
  ] as const)('an unusable %s %j gets its message at the field, and the rest is still computed', (cell, value, code) => {
    const { total, findings } = measureVnSheet(aSheet([aRow('1', { [cell]: value }), aRow('2')]));
    expect(codes(findings)).toContain(`${code} before.rows[0].${cell}`);
    expect(total.status).toBe('incomplete');
    expect(Number(total.dong)).toBeGreaterThanOrEqual(384_000_000);
  });

  it.each([
    [{ hours: '480' }, 'implausibleTime before.rows[0].hours'],
    [{ fees: '12' }, 'thousandsMixUp before.rows[0].fees'],
    [{ fees: '12.5' }, 'fractionalDong before.rows[0].fees'],
    [{ service: '5000000000' }, 'implausibleMagnitude before.rows[0].service'],
    [{ subjectsPerYear: '900000000' }, 'implausibleMagnitude before.rows[0].subjectsPerYear'],
    [{ timesPerYear: '1000' }, 'implausibleMagnitude before.rows[0].timesPerYear'],
  ] as const)('%j is marked %s and blocks nothing', (over, mark) => {
    const measured = measureVnSheet(aSheet([aRow('1', over)]));
    expect(codes(measured.findings)).toContain(mark);
    expect(measured.total.status).toBe('complete');
  });

  it('a rate typed as 43,75 for 43.750 is recognised as mixed-up thousands', () => {
    const marks = measureVnSheet({ ...aSheet([aRow('1')]), hourlyIncome: { value: '43.75' } }).findings;
    expect(marks.find((mark) => mark.code === 'thousandsMixUp')?.vi).toBe(
      'Giá trị 43,75 ở ô mức thu nhập/giờ có thể là 43.750 (nhầm dấu phân cách hàng nghìn).',
    );
    expect(codes(marks)).toContain('emptySource before.hourlyIncome');
  });

  it('one task listed twice is marked as a possible double count, and equal ids stay apart', () => {
    const measured = measureVnSheet(aSheet([aRow('1', { task: 'Nộp đơn' }), aRow('1', { task: ' nộp  đơn' })]));
    expect(codes(measured.findings)).toContain('possibleDoubleCount before.rows[1]');
    expect(measured.total.dong).toBe('768000000');
  });

  it('says so where whole-đồng cells do not add to the total', () => {
    const third = aRow('1', { hours: '0', fees: '1', timesPerYear: '1/3', subjectsPerYear: '1' });
    const { total, findings } = measureVnSheet(aSheet([third, { ...third, id: '2', task: 'x' }, { ...third, id: '3', task: 'y' }]));
    expect(total).toMatchObject({ exact: '1', dong: '1' });
    expect(findings.find((mark) => mark.code === 'doesNotAdd')?.data).toMatchObject({ shownSum: '0', shownTotal: '1', difference: '-1' });
  });

  it('one-off cost stands beside the form', () => {
    const measured = measureVnSheet({ ...aSheet([aRow('1')]), oneOff: [{ id: 'it', label: 'phần mềm', amount: '900000000' }] });
    expect([measured.total.dong, measured.oneOff.dong]).toEqual(['384000000', '900000000']);
  });

  it('states the share of its money that rests on assumptions', () => {
    const sourced = (value: string) => ({ value, source: 's' });
    const sheet: VnSheet = {
      ...aSheet([
        aRow('1', { hours: '0', fees: sourced('100'), timesPerYear: sourced('1'), subjectsPerYear: sourced('10') }),
        aRow('2', { hours: '0', fees: '300', subjectsPerYear: '10' }),
      ]),
      sources: [{ id: 's', kind: 'law', document: 'Thông tư' }],
    };
    expect(measureVnSheet(sheet).assumptionShare).toBe('0.75');
  });

  it('a new row starts without figures and never as a silent zero', () => {
    expect(measureVnSheet(aSheet([emptyVnRow('n', 'submit')])).total.status).toBe('incomplete');
  });
});

describe('before and after', () => {
  const before = aSheet([aRow('1', { hours: '2.5', fees: '10000' }), aRow('2', { fees: '0' })], '43750');

  it('gives saving, percent, effects and each row beside its twin', () => {
    const after = {
      ...linkedCopy(before),
      rows: [
        { ...(before.rows[0] as VnRow), hours: '1', state: 'changed' as const },
        { ...(before.rows[1] as VnRow), state: 'dropped' as const },
      ],
    };
    const result = compareVnSheets(before, after);
    expect(result.before.total.dong).toBe('353250000');
    expect(result.after.total.dong).toBe('64500000');
    expect(result.saving?.dong).toBe('288750000');
    expect(result.percent?.shown).toBe('81.74');
    expect(result.rows.map((row) => [row.id, row.state, row.changeYear.dong])).toEqual([
      ['1', 'changed', '-78750000'],
      ['2', 'dropped', '-210000000'],
    ]);
    expect(result.effects).toEqual({ time: { exact: '-288750000', dong: '-288750000' } });
    expect(result.gaming).toMatchObject({ flagged: { dong: '0' }, real: { dong: '288750000' }, flaggedShare: '0' });
    expect(codes(result.findings)).toContain('droppedRowCounted after.rows[1]');
  });

  it('refuses saving and percent under two hourly rates, and flags a saving made of the rate alone in full', () => {
    const result = compareVnSheets(before, { ...before, hourlyIncome: { value: '40000' } });
    expect([result.saving, result.percent, result.noClaim]).toEqual([null, null, ['mixedRates']]);
    expect(result.change.dong).toBe('-29250000');
    expect(result.gaming).toMatchObject({ parts: { tariff: { dong: '29250000' } }, real: { dong: '0' }, flaggedShare: '1' });
    expect(result.oneTariff).toMatchObject({ beforeTable: { dong: '0' }, afterTable: { dong: '0' } });
    const mark = result.findings.find((finding) => finding.code === 'mixedRates');
    expect(mark?.vi).toBe('Mức thu nhập/giờ trước là 43.750, sau là 40.000. Dùng một mức cho cả hai bên thì tỷ lệ mới có nghĩa.');
  });

  it('an incomplete side gives no percent and no saving', () => {
    const result = compareVnSheets(before, { ...before, rows: [{ ...(before.rows[0] as VnRow), subjectsPerYear: null }] });
    expect([result.saving, result.percent, result.noClaim, result.effects, result.status]).toEqual([null, null, ['incomplete'], null, 'incomplete']);
  });

  it('an abolished procedure costs 0 afterwards, 100 percent', () => {
    const result = compareVnSheets(before, { ...before, rows: [] });
    expect([result.after.total.dong, result.percent?.shown]).toEqual(['0', '100.00']);
    expect(codes(result.findings)).toContain('abolishedToZero compare.total');
  });

  it('a new duty has a negative saving, and no percent where nothing was before', () => {
    const result = compareVnSheets(aSheet([], '43750'), before);
    expect([result.saving?.dong, result.percent, result.noClaim]).toEqual(['-353250000', null, ['zeroBefore']]);
    expect(codes(result.findings)).toContain('afterAboveBefore compare.total');
  });

  it('marks volume that moves for no stated reason, kept rows that differ, and papers gone with their time unchanged', () => {
    const [one, two] = before.rows as readonly [VnRow, VnRow];
    const paper = { ...two, paper: 'giấy khai sinh' };
    const after = { ...before, rows: [{ ...one, subjectsPerYear: '100', state: 'kept' as const }, two] };
    const result = compareVnSheets({ ...before, rows: [one, paper] }, after);
    expect(codes(result.findings)).toEqual(
      expect.arrayContaining(['volumeJump after.rows[0].subjectsPerYear', 'keptRowChanged after.rows[0]', 'paperGoneTimeUnchanged after.rows[1]']),
    );
    expect(result.gaming?.flagged.dong).toBe(result.saving?.dong);
    expect(codes(compareVnSheets({ ...before, rows: [one, paper] }, after, { explainedVolume: ['1'] }).findings)).not.toContain(
      'volumeJump after.rows[0].subjectsPerYear',
    );
  });

  it('carries words of bound into the saving', () => {
    const vague = { ...before, rows: [aRow('1', { fees: { value: '10000', bound: 'at-least' } })] };
    expect(compareVnSheets(vague, { ...before, rows: [] }).bound).toBe('at-least');
  });
});

describe('the printed form', () => {
  const before = aSheet([aRow('1', { no: '1.1', activity: 'điền mẫu' }), aRow('3', { group: 'fees', hours: '0', no: '3.1' })]);
  const after = { ...before, rows: [aRow('1', { no: '1.1', hours: '1' })] };

  it('has three blocks, groups in the order of the form and whole đồng in its cells', () => {
    const form = vn03(before, after, compareVnSheets(before, after));
    expect(form.blocks[0].rows.map((row) => row.cells.slice(0, 2))).toEqual([
      ['1', 'Chuẩn bị hồ sơ'],
      ['1.1', 'việc 1: điền mẫu'],
      ['3', 'Nộp phí, lệ phí, chi phí khác'],
      ['3.1', 'việc 3'],
    ]);
    expect(form.blocks[0].rows[1]?.cells).toEqual(['1.1', 'việc 1: điền mẫu', '4', '55.000', '0', '100.000', '1', '1.200', '320.000', '384.000.000', '']);
    expect(form.comparison.rows).toEqual([
      ['Tổng chi phí hiện tại', '504.000.000'],
      ['Tổng chi phí sau đơn giản hóa', '186.000.000'],
      ['Tiết kiệm', '318.000.000'],
      ['Tỷ lệ cắt giảm', '63,10 %'],
    ]);
    expect(form.chart).toEqual(['504000000', '186000000']);
  });

  it('prints the gaps instead of numbers and refuses a percent with its reason', () => {
    const gap = { ...after, rows: [aRow('1', { fees: null })] };
    const form = vn03(before, gap, compareVnSheets(before, gap), 'en');
    expect(form.blocks[1].total).toBe('at least 264,000,000');
    expect(form.comparison.rows[3]).toEqual(['Percent cut', 'cannot be stated (incomplete)']);
  });
});

it('a frozen sheet has the same bytes whatever the order of its keys, and other bytes once a number changes', () => {
  const sheet = aSheet([aRow('1')]);
  const { rows, ...rest } = sheet;
  expect(sheetBytes({ rows, ...rest } as VnSheet)).toBe(sheetBytes(sheet));
  expect(sheetBytes(aSheet([aRow('1', { fees: '100001' })]))).not.toBe(sheetBytes(sheet));
});
