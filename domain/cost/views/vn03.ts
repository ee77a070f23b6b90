/** Form 03/SCM-KSTT as a printable table: block I hiện tại, II sau đơn giản hóa, III so sánh. */
import { wordOfBound } from '../bound.js';
import { withMarks, storedNumber, type Lang } from '../number-words.js';
import { FORM_ROWS, type FormRow } from '../model.js';
import type { VnComparison } from '../vn/compare-sheets.js';
import type { VnMeasure, VnRowResult } from '../vn/measure-sheet.js';
import { VN_GROUP_LABELS, type VnCell, type VnRow, type VnSheet } from '../vn/sheet.js';

/** Versioned layout; a filled form keeps the version it was printed with. */
export const VN03_TEMPLATE = '03/SCM-KSTT v1';

export type Vn03Row = { readonly group: FormRow | null; readonly cells: readonly string[] };
export type Vn03Block = { readonly title: string; readonly header: readonly string[]; readonly rows: readonly Vn03Row[]; readonly total: string };
export type Vn03 = {
  readonly template: typeof VN03_TEMPLATE;
  readonly blocks: readonly [Vn03Block, Vn03Block];
  readonly comparison: { readonly title: string; readonly rows: readonly (readonly [string, string])[] };
  /** Values for the chart, in đồng: before, after. */
  readonly chart: readonly [string, string];
  readonly notes: readonly string[];
};

const WORDS = {
  vi: {
    titles: ['I. Chi phí thực hiện TTHC hiện tại', 'II. Chi phí thực hiện TTHC sau đơn giản hóa', 'III. So sánh chi phí'],
    header: [
      'STT',
      'Các công việc khi thực hiện TTHC',
      'Thời gian thực hiện (giờ)',
      'Mức thu nhập bình quân/giờ',
      'Mức chi phí thuê tư vấn, dịch vụ',
      'Mức phí, lệ phí, chi phí khác',
      'Số lần thực hiện/năm',
      'Số đối tượng tuân thủ/năm',
      'Chi phí thực hiện TTHC',
      'Tổng chi phí/năm',
      'Ghi chú',
    ],
    none: 'chưa có số liệu',
    negligible: 'không đáng kể',
    notApplicable: 'không áp dụng',
    uncomputable: 'không tính được',
    atLeast: 'tối thiểu',
    before: 'Tổng chi phí hiện tại',
    after: 'Tổng chi phí sau đơn giản hóa',
    saving: 'Tiết kiệm',
    percent: 'Tỷ lệ cắt giảm',
    oneOff: 'Chi phí một lần (ngoài biểu, không tính vào tỷ lệ)',
    rounding: 'Làm tròn một lần khi in: đến đồng, nửa lên; tỷ lệ hai chữ số thập phân.',
    coverage: 'Độ đủ số liệu',
    assumption: 'Phần chi phí dựa trên giả định',
  },
  en: {
    titles: ['I. Cost of the procedure today', 'II. Cost after simplification', 'III. Comparison'],
    header: [
      'No.',
      'Work to be done',
      'Time (hours)',
      'Average income per hour',
      'Hired advice and service',
      'Fees, charges, other costs',
      'Times a year',
      'Subjects a year',
      'Cost of one',
      'Cost a year',
      'Note',
    ],
    none: 'no figure yet',
    negligible: 'negligible',
    notApplicable: 'not applicable',
    uncomputable: 'cannot be stated',
    atLeast: 'at least',
    before: 'Total today',
    after: 'Total after',
    saving: 'Saving',
    percent: 'Percent cut',
    oneOff: 'One-off cost (beside the form, outside the percent)',
    rounding: 'Rounded once in print: whole đồng, half away from zero; percent to two decimals.',
    coverage: 'Coverage',
    assumption: 'Part resting on assumptions',
  },
} as const;

function cell(value: VnCell | undefined, lang: Lang): string {
  const words = WORDS[lang];
  if (value === null || value === undefined) return words.none;
  if (typeof value === 'string') return storedNumber(value, lang);
  if ('value' in value) return `${value.bound === undefined ? '' : `${wordOfBound(value.bound, lang)} `}${storedNumber(value.value, lang)}`;
  return value.state === 'unknown' ? words.none : words[value.state];
}

/** The printable form of two blocks and their comparison. It selects and labels; it computes nothing. */
export function vn03(before: VnSheet, after: VnSheet, comparison: VnComparison, lang: Lang = 'vi'): Vn03 {
  const words = WORDS[lang];
  const [one, two, three] = words.titles;
  const { saving, percent } = comparison;
  const refused = `${words.uncomputable} (${comparison.noClaim.join(', ')})`;
  const bound = comparison.bound === null ? '' : `${wordOfBound(comparison.bound, lang)} `;
  return {
    template: VN03_TEMPLATE,
    blocks: [block(one, before, comparison.before, lang), block(two, after, comparison.after, lang)],
    comparison: {
      title: three,
      rows: [
        [words.before, total(comparison.before, lang)],
        [words.after, total(comparison.after, lang)],
        [words.saving, saving === null ? refused : `${bound}${withMarks(saving.dong, lang)}`],
        [words.percent, percent === null ? refused : `${withMarks(percent.shown, lang)} %`],
      ],
    },
    chart: [comparison.before.total.dong, comparison.after.total.dong],
    notes: [
      words.rounding,
      `${words.coverage}: ${storedNumber(comparison.coverage, lang)}`,
      `${words.assumption}: ${storedNumber(comparison.before.assumptionShare, lang)} / ${storedNumber(comparison.after.assumptionShare, lang)}`,
      ...(comparison.before.oneOff.dong === '0' && comparison.after.oneOff.dong === '0'
        ? []
        : [`${words.oneOff}: ${withMarks(comparison.before.oneOff.dong, lang)} / ${withMarks(comparison.after.oneOff.dong, lang)}`]),
      ...comparison.findings.filter((mark) => mark.severity !== 'note' || mark.code === 'doesNotAdd').map((mark) => mark[lang]),
    ],
  };
}

const total = (measured: VnMeasure, lang: Lang): string => {
  const words = WORDS[lang];
  const word =
    measured.total.status === 'incomplete' ? `${words.atLeast} ` : measured.total.bound === null ? '' : `${wordOfBound(measured.total.bound, lang)} `;
  return `${word}${withMarks(measured.total.dong, lang)}`;
};

function block(title: string, sheet: VnSheet, measured: VnMeasure, lang: Lang): Vn03Block {
  const results = new Map(measured.rows.map((row) => [row.id, row]));
  const rows = FORM_ROWS.flatMap((group, index): readonly Vn03Row[] => {
    const own = sheet.rows.filter((row) => row.group === group && row.state !== 'dropped');
    if (own.length === 0) return [];
    return [
      { group, cells: [String(index + 1), VN_GROUP_LABELS[group][lang]] },
      ...own.map((row) => ({ group: null, cells: cellsOf(row, sheet, results.get(row.id), lang) })),
    ];
  });
  return { title, header: WORDS[lang].header, rows, total: total(measured, lang) };
}

function cellsOf(row: VnRow, sheet: VnSheet, result: VnRowResult | undefined, lang: Lang): readonly string[] {
  const money = (value: { readonly dong: string } | null | undefined): string =>
    value === null || value === undefined ? WORDS[lang].none : withMarks(value.dong, lang);
  const time = row.minutes !== undefined && row.hours === undefined ? `${cell(row.minutes, lang)} ${lang === 'vi' ? 'phút' : 'min'}` : cell(row.hours, lang);
  return [
    row.no ?? '',
    row.activity === undefined || row.activity === '' ? row.task : `${row.task}: ${row.activity}`,
    time,
    cell(sheet.hourlyIncome.value, lang),
    cell(row.service, lang),
    cell(row.fees, lang),
    cell(row.timesPerYear, lang),
    cell(row.subjectsPerYear, lang),
    money(result?.once),
    money(result?.year),
    row.note ?? '',
  ];
}
