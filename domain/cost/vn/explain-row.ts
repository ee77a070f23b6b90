/** The formula of a row in one line: "4 giờ × 55.000 + 0 + 100.000 = 320.000; × 1 × 1.200 = 384.000.000". */
import type { Text } from '../../shared/errors.js';
import { shortNumber, storedNumber, type Lang } from '../number-words.js';
import type { Rational } from '../number.js';
import type { VnCell, VnRate, VnRow } from './sheet.js';

const WORDS = {
  vi: { hour: 'giờ', minute: 'phút ÷ 60', unknown: 'chưa có số liệu', negligible: 'không đáng kể', notApplicable: 'không áp dụng', result: 'chưa đủ số liệu' },
  en: { hour: 'h', minute: 'min ÷ 60', unknown: 'no figure yet', negligible: 'negligible', notApplicable: 'not applicable', result: 'figures missing' },
} as const;

function cellText(cell: VnCell | undefined, lang: Lang): string {
  if (cell === null || cell === undefined) return `[${WORDS[lang].unknown}]`;
  if (typeof cell === 'string') return storedNumber(cell, lang);
  return 'value' in cell ? storedNumber(cell.value, lang) : `[${WORDS[lang][cell.state]}]`;
}

/** `once` and `year` are null while figures are missing. */
export function explainRow(row: VnRow, rate: VnRate, once: Rational | null, year: Rational | null): Text {
  const inMinutes = row.minutes !== undefined && row.hours === undefined;
  const line = (lang: Lang): string => {
    const time = inMinutes ? `${cellText(row.minutes, lang)} ${WORDS[lang].minute}` : `${cellText(row.hours, lang)} ${WORDS[lang].hour}`;
    const result = (value: Rational | null): string => (value === null ? WORDS[lang].result : shortNumber(value, lang, 2));
    return `${time} × ${cellText(rate.value, lang)} + ${cellText(row.service, lang)} + ${cellText(row.fees, lang)} = ${result(once)}; × ${cellText(row.timesPerYear, lang)} × ${cellText(row.subjectsPerYear, lang)} = ${result(year)}`;
  };
  return { vi: line('vi'), en: line('en') };
}
