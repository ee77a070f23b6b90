/** Block III of the form: saving, percent, causes of the change between the two blocks. */
import { boundOfDifference, type Bound } from '../bound.js';
import { compare, type Comparison, type NoClaim } from '../compare.js';
import type { Effect } from '../effects.js';
import { finding, type Finding } from '../finding.js';
import { gamingGuard, type GamingPart } from '../gaming.js';
import { bothLanguages } from '../number-words.js';
import { ZERO, fixedText, isNegative, isPositive, isZero, numberText, tryNumber, type NumberText, type Rational } from '../number.js';
import { assumptionShare } from '../provenance.js';
import { checkVnSheet } from './check.js';
import { sameCell } from './marks.js';
import { presentMeasure, vnMoney, type VnMeasure, type VnMoney, type VnRowResult } from './measure-sheet.js';
import { VN_CELLS, cellNumber, modelOfSheets, rowCounts, type VnRow, type VnRowState, type VnSheet } from './sheet.js';

/** One row of both blocks; `changeYear` = after − before of what is counted. */
export type VnRowComparison = {
  readonly id: string;
  readonly group: VnRow['group'];
  readonly no: string | null;
  readonly task: string;
  readonly state: VnRowState;
  readonly before: VnRowResult | null;
  readonly after: VnRowResult | null;
  readonly changeYear: VnMoney;
};

/** `percent` to 2 decimals (half away from zero) beside the exact value. */
export type VnPercent = { readonly exact: NumberText; readonly shown: string };

/** Parts of the claimed saving that are no relief; with `real` they add up to `saving`. */
export type VnGamingGuard = {
  readonly parts: Readonly<Record<GamingPart, VnMoney>>;
  readonly real: VnMoney;
  readonly flagged: VnMoney;
  readonly flaggedShare: NumberText | null;
};

/**
 * `saving` and `percent` are null when no honest claim can be made; `noClaim` says why (`incomplete`, `mixedRates`,
 * `zeroBefore`). `change` = after − before always stands, of what is counted. Effects add up to `change` exactly.
 */
export type VnComparison = {
  readonly rows: readonly VnRowComparison[];
  readonly before: VnMeasure;
  readonly after: VnMeasure;
  readonly change: VnMoney;
  readonly saving: VnMoney | null;
  readonly percent: VnPercent | null;
  readonly noClaim: readonly NoClaim[];
  readonly bound: Bound | null;
  readonly status: 'complete' | 'incomplete';
  readonly coverage: NumberText;
  readonly effects: Readonly<Partial<Record<Effect, VnMoney>>> | null;
  readonly oneTariff: { readonly beforeTable: VnMoney; readonly afterTable: VnMoney };
  readonly gaming: VnGamingGuard | null;
  /** Marks of both blocks and of the comparison, paths starting `before.`, `after.` or `compare.`. */
  readonly findings: readonly Finding[];
};

export type VnCompareOptions = {
  /** Rows whose number of cases a change item lowers; elsewhere a moved volume is marked. */
  readonly explainedVolume?: readonly string[];
};

/**
 * Compares the two blocks of a form. Never throws for what people type.
 * @legal Thông tư 02/2017/TT-VPCP, Điều 27: benefit = today − after, in amount and percent
 */
export function compareVnSheets(before: VnSheet, after: VnSheet, options: VnCompareOptions = {}): VnComparison {
  const old = checkVnSheet(before, 'before');
  const next = checkVnSheet(after, 'after');
  const model = modelOfSheets('sheet', old.usable, next.usable);
  const comparison = compare(model, { concept: 'vnCompliance' });
  const measured = {
    before: presentMeasure(old.usable, comparison.before, old.findings, 'before', assumptionShare(model, 'before', 'vnCompliance')),
    after: presentMeasure(next.usable, comparison.after, next.findings, 'after', assumptionShare(model, 'after', 'vnCompliance')),
  };
  const rateDiffers = ratesDiffer(before, after);
  const noClaim = claimsRefused(comparison, measured, rateDiffers);
  const claim = !noClaim.some((reason) => reason !== 'zeroBefore');
  const saving = comparison.total.change.neg();
  const rows = pairRows(old.usable, next.usable, measured.before, measured.after);
  return {
    rows,
    ...measured,
    change: vnMoney(comparison.total.change),
    saving: claim ? vnMoney(saving) : null,
    percent: claim && !isZero(comparison.total.before) ? percentOf(saving, comparison.total.before) : null,
    noClaim,
    bound: boundOfDifference(measured.before.total.bound, measured.after.total.bound),
    status: measured.before.total.status === 'complete' && measured.after.total.status === 'complete' ? 'complete' : 'incomplete',
    coverage: jointCoverage(measured),
    effects: comparison.effects === null ? null : mapMoney(comparison.effects),
    oneTariff: { beforeTable: vnMoney(comparison.oneTariff.beforeTable), afterTable: vnMoney(comparison.oneTariff.afterTable) },
    gaming: comparison.effects === null ? null : guard(comparison, model, new Set(options.explainedVolume ?? [])),
    findings: [...measured.before.findings, ...measured.after.findings, ...compareMarks(old.usable, next.usable, comparison, rateDiffers, options)],
  };
}

function claimsRefused(comparison: Comparison, measured: { readonly before: VnMeasure; readonly after: VnMeasure }, rateDiffers: boolean): readonly NoClaim[] {
  const incomplete = measured.before.total.status === 'incomplete' || measured.after.total.status === 'incomplete';
  return [
    ...(incomplete ? ['incomplete' as const] : []),
    ...(rateDiffers || comparison.ratesDiffer ? ['mixedRates' as const] : []),
    ...(isZero(comparison.total.before) ? ['zeroBefore' as const] : []),
  ];
}

const percentOf = (saving: Rational, before: Rational): VnPercent => {
  const percent = saving.div(before).mul(100);
  return { exact: numberText(percent), shown: fixedText(percent, 2) };
};

const mapMoney = <K extends string>(amounts: Readonly<Partial<Record<K, Rational>>>): Readonly<Partial<Record<K, VnMoney>>> =>
  Object.fromEntries(
    Object.entries<Rational | undefined>(amounts).flatMap(([name, value]) => (value === undefined ? [] : [[name, vnMoney(value)]])),
  ) as Readonly<Partial<Record<K, VnMoney>>>;

function ratesDiffer(before: VnSheet, after: VnSheet): boolean {
  const [old, next] = [before, after].map((sheet) => tryNumber(cellNumber(sheet.hourlyIncome.value))) as [Rational | null, Rational | null];
  return old !== null && next !== null && !old.equals(next);
}

function jointCoverage({ before, after }: { readonly before: VnMeasure; readonly after: VnMeasure }): NumberText {
  const rows = [...before.rows, ...after.rows].filter((row) => row.status !== 'dropped' && row.status !== 'notApplicable');
  const counted = rows.filter((row) => row.status !== 'missing').length;
  return rows.length === 0 ? '1' : numberText(ZERO.add(counted).div(rows.length));
}

function guard(comparison: Comparison, model: ReturnType<typeof modelOfSheets>, explainedVolume: ReadonlySet<string>): VnGamingGuard {
  const result = gamingGuard(model, comparison, { explainedVolume });
  return {
    parts: mapMoney(result.parts) as Readonly<Record<GamingPart, VnMoney>>,
    real: vnMoney(result.real),
    flagged: vnMoney(result.flagged),
    flaggedShare: result.flaggedShare === null ? null : numberText(result.flaggedShare),
  };
}

/** The rows of both blocks in the order of the before block, new rows after their group. */
function pairRows(before: VnSheet, after: VnSheet, old: VnMeasure, next: VnMeasure): readonly VnRowComparison[] {
  const results = { old: new Map(old.rows.map((row) => [row.id, row])), next: new Map(next.rows.map((row) => [row.id, row])) };
  const afterRows = new Map(after.rows.map((row) => [row.id, row]));
  const added = after.rows.filter((row) => !before.rows.some((other) => other.id === row.id));
  return [...before.rows, ...added].map((row) => {
    const left = results.old.get(row.id) ?? null;
    const right = results.next.get(row.id) ?? null;
    const last = afterRows.get(row.id);
    const amount = (result: VnRowResult | null): Rational => tryNumber(result?.countedYear.exact ?? '0') ?? ZERO;
    return {
      id: row.id,
      group: row.group,
      no: row.no ?? null,
      task: row.task,
      state: stateOfPair(left === null ? undefined : row, last),
      before: left,
      after: right,
      changeYear: vnMoney(amount(right).sub(amount(left))),
    };
  });
}

function stateOfPair(before: VnRow | undefined, after: VnRow | undefined): VnRowState {
  if (before === undefined) return 'added';
  if (after === undefined || after.state === 'dropped') return 'dropped';
  return VN_CELLS.every((name) => sameCell(before[name], after[name])) ? 'kept' : 'changed';
}

function compareMarks(before: VnSheet, after: VnSheet, comparison: Comparison, rateDiffers: boolean, options: VnCompareOptions): readonly Finding[] {
  const found: Finding[] = [];
  const { total } = comparison;
  const words = (value: Rational) => bothLanguages(value, 2);
  if (rateDiffers) {
    found.push(finding('mixedRates', 'compare.hourlyIncome', { before: words(rateOf(before)), after: words(rateOf(after)) }));
  }
  if (isPositive(total.change)) found.push(finding('afterAboveBefore', 'compare.total', { before: words(total.before), after: words(total.after) }));
  if (after.rows.filter(rowCounts).length === 0 && before.rows.filter(rowCounts).length > 0) found.push(finding('abolishedToZero', 'compare.total'));
  for (const mark of comparison.dominated) found.push(finding(mark, 'compare.effects'));
  after.rows.forEach((row, index) =>
    found.push(
      ...rowMarks(
        row,
        before.rows.find((other) => other.id === row.id),
        `after.rows[${index}]`,
        options,
      ),
    ),
  );
  return found;
}

const rateOf = (sheet: VnSheet): Rational => tryNumber(cellNumber(sheet.hourlyIncome.value)) ?? ZERO;
const JUMP = 2;

function rowMarks(after: VnRow, before: VnRow | undefined, path: string, options: VnCompareOptions): readonly Finding[] {
  if (before === undefined || !rowCounts(after)) return [];
  const found: Finding[] = [];
  const unchanged = VN_CELLS.every((name) => sameCell(before[name], after[name]));
  if (after.state === 'kept' && !unchanged) found.push(finding('keptRowChanged', path));
  if (before.paper !== undefined && after.paper === undefined && unchanged) found.push(finding('paperGoneTimeUnchanged', path));
  const cases = (row: VnRow): Rational | null => {
    const times = tryNumber(cellNumber(row.timesPerYear));
    const subjects = tryNumber(cellNumber(row.subjectsPerYear));
    return times === null || subjects === null ? null : times.mul(subjects);
  };
  const old = cases(before);
  const next = cases(after);
  if (old !== null && next !== null && !(options.explainedVolume ?? []).includes(after.id) && jumps(old, next)) {
    found.push(finding('volumeJump', `${path}.subjectsPerYear`, { before: bothLanguages(old), after: bothLanguages(next) }));
  }
  return found;
}

/** At least doubled, at most halved, or appeared from nothing. */
function jumps(before: Rational, after: Rational): boolean {
  if (before.equals(after) || isNegative(before) || isNegative(after)) return false;
  return after.compare(before.mul(JUMP)) >= 0 || after.mul(JUMP).compare(before) <= 0;
}
