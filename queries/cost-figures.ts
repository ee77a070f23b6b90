/** What two blocks of the form come to, as answers carry it: whole đồng beside the exact value, each mark at its field. */
import type { Finding } from '../domain/cost/finding.js';
import { tryNumber, type Rational } from '../domain/cost/number.js';
import { compareVnSheets, type VnComparison } from '../domain/cost/vn/compare-sheets.js';
import { measureVnSheet, vnMoney, type VnMeasure, type VnMoney } from '../domain/cost/vn/measure-sheet.js';
import { cellNumber, type VnSheet } from '../domain/cost/vn/sheet.js';
import type { ChangeItem, ChangeType } from '../domain/procedure/change-items.js';

/** `dong` is a number while a number holds it exactly, else text; `exact` is always text. */
export type Money = { readonly dong: number | string; readonly exact: string };

/** A result of the domain with each amount as answers carry it. */
export type Shown<T> = T extends VnMoney
  ? Omit<T, 'dong'> & { readonly dong: number | string }
  : T extends readonly (infer Item)[]
    ? readonly Shown<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Shown<T[K]> }
      : T;

/** Whole đồng as JSON carries it. */
export const wholeDong = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

export const moneyOf = (value: Rational): Money => {
  const { exact, dong } = vnMoney(value);
  return { exact, dong: wholeDong(dong) };
};

export function shown<T>(value: T): Shown<T> {
  if (Array.isArray(value)) return value.map((item: unknown) => shown(item)) as Shown<T>;
  if (typeof value !== 'object' || value === null) return value as Shown<T>;
  const entries = Object.entries(value).map(([name, item]) => [name, name === 'dong' && typeof item === 'string' ? wholeDong(item) : shown(item as unknown)]);
  return Object.fromEntries(entries) as Shown<T>;
}

/** A mark with the place in the request it is about; null for one about the whole. */
export type PlacedFinding = Finding & { readonly pointer: string | null };

/** `before.rows[2].fees` → `/before/rows/2/fees`. */
export function pointerOfPath(path: string): string | null {
  if (!/^(?:before|after)\./u.test(path) || path.endsWith('.total')) return null;
  const pointer = `/${path.replaceAll(/\[(\d+)\]/gu, '.$1').replaceAll('.', '/')}`;
  return pointer.endsWith('/hourlyIncome') ? `${pointer}/value` : pointer;
}

export type SideFigures = Shown<Omit<VnMeasure, 'findings'>>;
export type ComparisonFigures = Shown<Omit<VnComparison, 'before' | 'after' | 'findings' | 'rows'>> & {
  readonly rows: readonly Shown<Omit<VnComparison['rows'][number], 'before' | 'after'>>[];
};
export type CostFigures = {
  readonly before: SideFigures | null;
  readonly after: SideFigures | null;
  /** Null until both sides are entered. */
  readonly comparison: ComparisonFigures | null;
  readonly findings: readonly PlacedFinding[];
};

export type Sheets = { readonly before: VnSheet | null; readonly after: VnSheet | null };

/** Never throws for what people type: an unusable cell counts as missing and has its mark. */
export function costFigures({ before, after }: Sheets, explainedVolume: readonly string[] = []): CostFigures {
  const compared = before && after ? compareVnSheets(before, after, { explainedVolume }) : null;
  const old = compared?.before ?? (before && measureVnSheet(before, 'before'));
  const next = compared?.after ?? (after && measureVnSheet(after, 'after'));
  const findings = compared?.findings ?? [...(old?.findings ?? []), ...(next?.findings ?? [])];
  return { before: old && sideOf(old), after: next && sideOf(next), comparison: compared && comparisonOf(compared), findings: findings.map(placed) };
}

const placed = (finding: Finding): PlacedFinding => ({ ...finding, pointer: pointerOfPath(finding.path) });
const sideOf = ({ findings: _findings, ...measure }: VnMeasure): SideFigures => shown(measure);
const comparisonOf = ({ before: _before, after: _after, findings: _findings, rows, ...rest }: VnComparison): ComparisonFigures => ({
  ...shown(rest),
  rows: rows.map(({ before: _old, after: _new, ...row }) => shown(row)),
});

/** Changes that lower how often something is done: there a fallen volume is the reform itself. */
const LOWERS_VOLUME: readonly ChangeType[] = ['abolish', 'merge', 'extendValidity', 'reduceFrequency', 'exToPost'];

/** Rows whose number of cases a change item answers for. */
export const explainedVolumeOf = (items: readonly ChangeItem[]): readonly string[] =>
  items.filter((item) => LOWERS_VOLUME.includes(item.type)).flatMap((item) => item.costLines);

/** Whether two sheets state different hourly incomes. */
export function ratesDiffer(before: VnSheet, after: VnSheet): boolean {
  const [old, next] = [tryNumber(cellNumber(before.hourlyIncome.value)), tryNumber(cellNumber(after.hourlyIncome.value))];
  return old !== null && next !== null && !old.equals(next);
}
