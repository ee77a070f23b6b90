import { readPastedBlock, pastedCells } from '../../../../../domain/cost/vn/paste.js';
import { readVnNumber, type FieldKind } from '../../../../../domain/cost/vn/read-number.js';

const read = (text: string, kind: FieldKind) => {
  const { value, findings } = readVnNumber(text, kind);
  return [value, ...findings.map((finding) => finding.code)];
};

describe('a number as Vietnamese offices write it', () => {
  it.each([
    ['1.250.000', 'money', ['1250000']],
    ['1,250,000', 'money', ['1250000']],
    ['1 250 000 đ', 'money', ['1250000']],
    ['1.250.000,5', 'money', ['1250000.5']],
    ['1,250,000.5', 'money', ['1250000.5']],
    ['12.000', 'money', ['12000']],
    ['0,5', 'hours', ['0.5']],
    ['0.500', 'hours', ['0.5']],
    ['1,25', 'hours', ['1.25']],
    ['1h30', 'hours', ['1.5']],
    ['1h30', 'minutes', ['90']],
    ['30 phút', 'minutes', ['30']],
    ['1/5', 'count', ['0.2']],
    ['1/3', 'count', ['1/3']],
    ['1,5 triệu', 'money', ['1500000']],
    ['2,5 tỷ đồng', 'money', ['2500000000']],
    ['20%', 'share', ['0.2']],
    ['-5', 'money', ['-5']],
    ['(5)', 'money', ['-5']],
    ['', 'money', [null]],
    ['–', 'hours', [null]],
  ] as const)('%s as %s reads %j', (text, kind, expected) => {
    expect(read(text, kind)).toEqual(expected);
  });

  it.each([
    ['1.5', 'hours', '1.5'],
    ['1.5', 'money', '1.5'],
    ['12,000', 'money', '12000'],
    ['12.000', 'hours', '12'],
    ['2.306 tỷ', 'money', '2306000000000'],
    ['1.558 trillion VND', 'money', '1558000000000'],
  ] as const)('%s as %s is read as %s, and the other reading is named', (text, kind, value) => {
    expect(read(text, kind)).toEqual([value, 'ambiguousNumber']);
  });

  it.each(['abc', '1.2.3', '1,2,3', '1..000', '12.34.567', '0.123.456', '1.250,75,3', '1e5', '5/0'])('%s is no number and says so', (text) => {
    expect(read(text, 'money')).toEqual([null, 'badNumber']);
  });

  it('names both readings in the language of the reader', () => {
    const [finding] = readVnNumber('1.5', 'money').findings;
    expect(finding?.vi).toBe('“1.5” đọc là 1,5. Nếu ý là 1.500, hãy ghi rõ.');
    expect(finding?.en).toBe('“1.5” was read as 1.5. If 1,500 was meant, write it out.');
  });
});

describe('a block pasted from a table', () => {
  const pasted = [
    'STT\tCông việc\tThời gian (giờ)\tThu nhập/giờ\tTư vấn\tPhí, lệ phí\tSố lần\tSố đối tượng\tMột TTHC\tNăm\tGhi chú',
    '1\tChuẩn bị hồ sơ',
    '1.1\tĐơn đề nghị\t2\t43.750\t0\t0\t1\t3.200\t87.500\t280.000.000\t',
    '1.2\tBản sao chứng thực\t3\t43.750\t0\t12.000\t1\t3.200\t\t\tphức tạp',
    '3\tNộp phí, lệ phí, chi phí khác',
    '3.1\t"Lệ phí ""cấp mới"""\t0\t43.750\t0\t150.000\t1\t\t\t\t',
  ].join('\r\n');

  it('becomes rows of the form, group headings set the group', () => {
    const { rows, findings } = readPastedBlock(pasted);
    expect(rows).toEqual([
      { group: 'prepare', no: '1.1', task: 'Đơn đề nghị', hours: '2', service: '0', fees: '0', timesPerYear: '1', subjectsPerYear: '3200', note: '' },
      {
        group: 'prepare',
        no: '1.2',
        task: 'Bản sao chứng thực',
        hours: '3',
        service: '0',
        fees: '12000',
        timesPerYear: '1',
        subjectsPerYear: '3200',
        note: 'phức tạp',
      },
      { group: 'fees', no: '3.1', task: 'Lệ phí "cấp mới"', hours: '0', service: '0', fees: '150000', timesPerYear: '1', subjectsPerYear: null, note: '' },
    ]);
    expect(findings).toEqual([]);
  });

  it('keeps line breaks of quoted cells and drops empty lines', () => {
    expect(pastedCells('"a\nb"\tc\n\n\td\n')).toEqual([
      ['a\nb', 'c'],
      ['', 'd'],
    ]);
  });

  it('points at the cell that is no number', () => {
    const { findings } = readPastedBlock('đơn\tba\t1', ['task', 'hours', 'fees']);
    expect(findings.map((finding) => [finding.code, finding.path])).toEqual([['badNumber', 'rows[0].hours']]);
  });
});
