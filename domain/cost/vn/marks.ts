/** Sanity marks of one block; they never block a draft. */
import { bothLanguages } from '../number-words.js';
import { finding, type Finding } from '../finding.js';
import { ZERO, numberText, roundTo, tryNumber, type Rational } from '../number.js';
import { sourceOf } from '../provenance.js';
import { VN_CELLS, cellNumber, rowCounts, type VnCell, type VnCellName, type VnRow, type VnSheet } from './sheet.js';

/** Where a value starts to look wrong; programme data, to be adjusted without code. */
export type VnLimits = {
  readonly maxHours: number;
  readonly minHourlyIncome: number;
  readonly maxHourlyIncome: number;
  readonly maxMoney: number;
  readonly maxTimesPerYear: number;
  readonly maxSubjects: number;
};

export const VN_LIMITS: VnLimits = {
  maxHours: 200,
  minHourlyIncome: 5_000,
  maxHourlyIncome: 1_000_000,
  maxMoney: 1_000_000_000,
  maxTimesPerYear: 366,
  maxSubjects: 110_000_000,
};

const read = (cell: VnCell | undefined): Rational | null => {
  const text = cellNumber(cell);
  return text === null ? null : tryNumber(text);
};
const above = (value: Rational | null, limit: number): value is Rational => value !== null && value.compare(limit) > 0;
const isWhole = (value: Rational): boolean => value.d === 1n;

export function markSheet(sheet: VnSheet, block: string, limits: VnLimits = VN_LIMITS): readonly Finding[] {
  return [
    ...markRate(sheet, block, limits),
    ...sheet.rows.flatMap((row, index) => markRow(row, `${block}.rows[${index}]`, limits)),
    ...doubleCounts(sheet, block),
  ];
}

function markRate(sheet: VnSheet, block: string, limits: VnLimits): readonly Finding[] {
  const path = `${block}.hourlyIncome`;
  const { value } = sheet.hourlyIncome;
  const rate = read(value);
  if (rate === null) return value === null || (typeof value === 'object' && value.state === 'unknown') ? [finding('unknownValue', path)] : [];
  const found: Finding[] = [];
  if (sourceOf(value) === null && sheet.hourlyIncome.tableId === undefined) found.push(finding('emptySource', path));
  const thousandfold = rate.mul(1000);
  if (rate.compare(limits.minHourlyIncome) < 0 && thousandfold.compare(limits.minHourlyIncome) >= 0 && thousandfold.compare(limits.maxHourlyIncome) <= 0) {
    found.push(finding('thousandsMixUp', path, { value: bothLanguages(rate, 3), suggestion: bothLanguages(thousandfold), field: FIELD_NAMES.hourlyIncome }));
  } else if (rate.compare(limits.minHourlyIncome) < 0 || above(rate, limits.maxHourlyIncome)) {
    found.push(finding('implausibleMagnitude', path, { value: bothLanguages(rate), field: FIELD_NAMES.hourlyIncome }));
  }
  const frozen = roundTo(rate, 2);
  if (!frozen.equals(rate)) found.push(finding('ratePrecision', path, { value: numberText(rate), frozen: numberText(frozen) }));
  return found;
}

const FIELD_NAMES = {
  hourlyIncome: { vi: 'mức thu nhập/giờ', en: 'hourly income' },
  service: { vi: 'thuê tư vấn, dịch vụ', en: 'hired service' },
  fees: { vi: 'phí, lệ phí, chi phí khác', en: 'fees and other costs' },
  timesPerYear: { vi: 'số lần/năm', en: 'times a year' },
  subjectsPerYear: { vi: 'số đối tượng/năm', en: 'subjects a year' },
} as const;

function markRow(row: VnRow, path: string, limits: VnLimits): readonly Finding[] {
  if (!rowCounts(row))
    return VN_CELLS.some((name) => {
      const value = read(row[name]);
      return value !== null && !value.equals(ZERO);
    })
      ? [finding('droppedRowCounted', path)]
      : [];
  const found: Finding[] = [];
  const time: VnCellName = row.minutes !== undefined && row.hours === undefined ? 'minutes' : 'hours';
  const hours = time === 'minutes' ? (read(row.minutes)?.div(60) ?? null) : read(row.hours);
  if (above(hours, limits.maxHours)) found.push(finding('implausibleTime', `${path}.${time}`, { hours: bothLanguages(hours) }));
  for (const name of ['service', 'fees'] as const) {
    const value = read(row[name]);
    if (above(value, limits.maxMoney))
      found.push(finding('implausibleMagnitude', `${path}.${name}`, { value: bothLanguages(value), field: FIELD_NAMES[name] }));
    if (value !== null && !isWhole(value)) found.push(finding('fractionalDong', `${path}.${name}`, { value: bothLanguages(value, 3) }));
    else if (value !== null && value.compare(ZERO) > 0 && value.compare(1000) < 0) {
      found.push(
        finding('thousandsMixUp', `${path}.${name}`, { value: bothLanguages(value), suggestion: bothLanguages(value.mul(1000)), field: FIELD_NAMES[name] }),
      );
    }
  }
  const times = read(row.timesPerYear);
  if (above(times, limits.maxTimesPerYear))
    found.push(finding('implausibleMagnitude', `${path}.timesPerYear`, { value: bothLanguages(times), field: FIELD_NAMES.timesPerYear }));
  const subjects = read(row.subjectsPerYear);
  if (above(subjects, limits.maxSubjects) || (subjects !== null && !isWhole(subjects))) {
    found.push(finding('implausibleMagnitude', `${path}.subjectsPerYear`, { value: bothLanguages(subjects, 3), field: FIELD_NAMES.subjectsPerYear }));
  }
  for (const name of VN_CELLS) {
    if ((name === 'hours' || name === 'minutes') && name !== time) continue;
    const cell = row[name];
    if (cell === null || cell === undefined || (typeof cell === 'object' && cell.state === 'unknown')) found.push(finding('unknownValue', `${path}.${name}`));
  }
  return found;
}

const plainWords = (text: string): string => text.toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim();

function doubleCounts(sheet: VnSheet, block: string): readonly Finding[] {
  const seen = new Map<string, VnRow>();
  return sheet.rows.flatMap((row, index) => {
    if (!rowCounts(row) || row.task.trim() === '') return [];
    const key = [row.group, row.task, row.activity ?? ''].map(plainWords).join('|');
    const other = seen.get(key);
    if (other === undefined) seen.set(key, row);
    return other === undefined ? [] : [finding('possibleDoubleCount', `${block}.rows[${index}]`, { other: other.no ?? other.id })];
  });
}

export const sameCell = (left: VnCell | undefined, right: VnCell | undefined): boolean => {
  const a = read(left);
  const b = read(right);
  return a === null || b === null ? (left ?? null) === (right ?? null) || (a === null && b === null) : a.equals(b);
};
