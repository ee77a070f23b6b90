/**
 * The integer path for whole portfolios: thousands of form sheets in columns of whole numbers.
 *
 * A sheet is packed over one common denominator; its total is then a sum of products of whole numbers. Doubles hold whole
 * numbers below 2^53 exactly, and every term is at least 0: if any product or sum left that range, the total itself did,
 * so one check per sheet suffices, and such a sheet is computed on BigInt instead.
 */
import { resolve, type Input } from './input.js';
import type { CostState } from './model.js';
import { rational, type Rational } from './number.js';
import { measure } from './measure.js';
import { modelOfSheets, rowCounts, type VnCell, type VnSheet } from './vn/sheet.js';

/**
 * Many sheets in columns. Sheet s has the lines `starts[s]` … `starts[s + 1]`. A line costs
 * (work × rate + amounts) × cases, all whole; the total of the sheet is their sum ÷ `denominators[s]`.
 */
export type Portfolio = {
  readonly sheets: VnSheet[];
  readonly starts: Int32Array;
  readonly rates: Float64Array;
  readonly work: Float64Array;
  readonly amounts: Float64Array;
  readonly cases: Float64Array;
  readonly denominators: Float64Array;
  /** Sheets with gaps or numbers too large for the integer path: 1 = computed on rationals. */
  readonly exact: Uint8Array;
};

/** Totals of every sheet as whole numerators over `denominators`; −1 = see `big`, which holds them exactly. */
export type PortfolioTotals = { readonly numerators: Float64Array; readonly denominators: Float64Array; readonly big: Map<number, Rational> };

const SAFE = Number.MAX_SAFE_INTEGER;

/** Packs sheets. A sheet with a missing cell, or with numbers that do not fit, takes the exact path. @throws the codes of `resolve` */
export function packPortfolio(sheets: readonly VnSheet[]): Portfolio {
  const count = sheets.reduce((total, sheet) => total + sheet.rows.length, 0);
  const portfolio: Portfolio = {
    sheets: [...sheets],
    starts: new Int32Array(sheets.length + 1),
    rates: new Float64Array(sheets.length),
    work: new Float64Array(count),
    amounts: new Float64Array(count),
    cases: new Float64Array(count),
    denominators: new Float64Array(sheets.length).fill(1),
    exact: new Uint8Array(sheets.length),
  };
  sheets.forEach((sheet, index) => {
    portfolio.starts[index + 1] = (portfolio.starts[index] as number) + sheet.rows.length;
    packSheet(portfolio, index);
  });
  return portfolio;
}

type WholeRow = { readonly hours: Rational; readonly amounts: Rational; readonly cases: Rational };

function packSheet(portfolio: Portfolio, index: number): void {
  const sheet = portfolio.sheets[index] as VnSheet;
  if (packPlainSheet(portfolio, index, sheet)) return;
  const rate = numberOf(sheet.hourlyIncome.value, 'money/h', 'hourlyIncome');
  const rows = sheet.rows.map((row, at) => (rowCounts(row) ? readRow(row, `rows[${at}]`) : EMPTY_ROW));
  const start = portfolio.starts[index] as number;
  portfolio.exact[index] = 1;
  if (rate === null || rows.some((row) => row === null)) return;
  const whole = rows as readonly WholeRow[];
  // One denominator for the money of a case, one for its cases: both stay small on real sheets.
  const money = whole.reduce((common, row) => lcm(lcm(common, row.hours.d), row.amounts.d), rate.d);
  const cases = whole.reduce((common, row) => lcm(common, row.cases.d), 1n);
  const hours = whole.reduce((common, row) => lcm(common, row.hours.d), 1n);
  const perCase = lcm(hours * rate.d, money);
  const denominator = perCase * cases;
  const workScale = perCase / rate.d;
  const columns = whole.map(
    (row) => [(row.hours.n * workScale) / row.hours.d, (row.amounts.n * perCase) / row.amounts.d, (row.cases.n * cases) / row.cases.d] as const,
  );
  const limit = BigInt(SAFE);
  if (rate.n > limit || denominator > limit || columns.some((column) => column.some((value) => value > limit))) return;
  portfolio.exact[index] = 0;
  portfolio.rates[index] = Number(rate.n);
  portfolio.denominators[index] = Number(denominator);
  columns.forEach(([work, amounts, count], at) => {
    portfolio.work[start + at] = Number(work);
    portfolio.amounts[start + at] = Number(amounts);
    portfolio.cases[start + at] = Number(count);
  });
}

const MOST_DIGITS = 12;
const MOST_PLACES = 3;

/** A short plain decimal in thousandths, a whole number; −1 when the text is anything else. */
function plainDigits(cell: VnCell | undefined): number {
  if (typeof cell !== 'string' || cell.length === 0 || cell.length > MOST_DIGITS) return -1;
  let value = 0;
  let places = -1;
  for (let at = 0; at < cell.length; at += 1) {
    const code = cell.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      value = value * 10 + (code - 48);
      if (places >= 0) places += 1;
    } else if (code === 46 && places < 0 && at > 0 && at < cell.length - 1) places = 0;
    else return -1;
  }
  if (places > MOST_PLACES) return -1;
  for (let missing = Math.max(places, 0); missing < MOST_PLACES; missing += 1) value *= 10;
  return value;
}

const THOUSAND = 1_000;
const wholeOf = (cell: VnCell | undefined): number => {
  const digits = plainDigits(cell);
  return digits >= 0 && digits % THOUSAND === 0 ? digits / THOUSAND : -1;
};

/**
 * The common sheet, packed without rationals: whole đồng, whole subjects, time and frequency with up to three places.
 * False = something else stands in a cell, and the general path reads it.
 */
function packPlainSheet(portfolio: Portfolio, index: number, sheet: VnSheet): boolean {
  const rate = wholeOf(sheet.hourlyIncome.value);
  if (rate < 0) return false;
  const start = portfolio.starts[index] as number;
  const inThousandths = sheet.rows.some((row) => rowCounts(row) && plainDigits(row.timesPerYear) % THOUSAND !== 0);
  const timeScale = sheet.rows.every((row) => row.minutes === undefined && plainDigits(row.hours) % 10 === 0) ? 100 : 60 * THOUSAND;
  for (let at = 0; at < sheet.rows.length; at += 1) {
    const row = sheet.rows[at] as VnSheet['rows'][number];
    const line = start + at;
    portfolio.work[line] = 0;
    portfolio.amounts[line] = 0;
    portfolio.cases[line] = 0;
    if (!rowCounts(row)) continue;
    const inMinutes = row.minutes !== undefined && row.hours === undefined;
    const time = plainDigits(inMinutes ? row.minutes : row.hours);
    const service = wholeOf(row.service);
    const fees = wholeOf(row.fees);
    const times = plainDigits(row.timesPerYear);
    const subjects = wholeOf(row.subjectsPerYear);
    if (time < 0 || service < 0 || fees < 0 || times < 0 || subjects < 0) return false;
    portfolio.work[line] = timeScale === 100 ? time / 10 : inMinutes ? time : time * 60;
    portfolio.amounts[line] = (service + fees) * timeScale;
    portfolio.cases[line] = (inThousandths ? times : times / THOUSAND) * subjects;
  }
  portfolio.rates[index] = rate;
  portfolio.denominators[index] = timeScale * (inThousandths ? THOUSAND : 1);
  portfolio.exact[index] = 0;
  return true;
}

const EMPTY_ROW: WholeRow = { hours: rational(0n), amounts: rational(0n), cases: rational(0n) };

function readRow(row: VnSheet['rows'][number], path: string): WholeRow | null {
  const inMinutes = row.minutes !== undefined && row.hours === undefined;
  const time = inMinutes ? numberOf(row.minutes ?? null, 'min', `${path}.minutes`) : numberOf(row.hours ?? null, 'h', `${path}.hours`);
  const service = numberOf(row.service, 'money/case', `${path}.service`);
  const fees = numberOf(row.fees, 'money/case', `${path}.fees`);
  const times = numberOf(row.timesPerYear, '1/yr', `${path}.timesPerYear`);
  const subjects = numberOf(row.subjectsPerYear, 'person', `${path}.subjectsPerYear`);
  if (time === null || service === null || fees === null || times === null || subjects === null) return null;
  return { hours: inMinutes ? time.div(rational(60n)) : time, amounts: service.add(fees), cases: times.mul(subjects) };
}

function numberOf(cell: VnCell, unit: 'money/h' | 'min' | 'h' | 'money/case' | '1/yr' | 'person', path: string): Rational | null {
  if (cell === null) return null;
  const value = resolve(cell as Input, { unit }, path);
  return value.state === 'known' ? value.value : null;
}

const gcd = (left: bigint, right: bigint): bigint => (right === 0n ? left : gcd(right, left % right));
const lcm = (left: bigint, right: bigint): bigint => (left / gcd(left, right)) * right;

/** The yearly total of every sheet. */
export function measurePortfolio(portfolio: Portfolio): PortfolioTotals {
  const totals: PortfolioTotals = { numerators: new Float64Array(portfolio.rates.length), denominators: portfolio.denominators, big: new Map() };
  for (let sheet = 0; sheet < portfolio.rates.length; sheet += 1) totalSheet(portfolio, totals, sheet);
  return totals;
}

function totalSheet({ starts, rates, work, amounts, cases, exact, sheets }: Portfolio, totals: PortfolioTotals, sheet: number): void {
  const rate = rates[sheet] as number;
  const end = starts[sheet + 1] as number;
  let total = 0;
  for (let line = starts[sheet] as number; line < end; line += 1) {
    total += ((work[line] as number) * rate + (amounts[line] as number)) * (cases[line] as number);
  }
  if (exact[sheet] === 0 && total <= SAFE) {
    totals.numerators[sheet] = total;
    totals.big.delete(sheet);
    return;
  }
  totals.numerators[sheet] = -1;
  totals.big.set(sheet, exactTotal(sheets[sheet] as VnSheet));
}

/** The total of one sheet on rationals. */
export function exactTotal(sheet: VnSheet): Rational {
  const state: CostState = modelOfSheets('sheet', sheet).before;
  return (
    measure({ schema: 'tinhgon.cost/1', id: 'sheet', currency: 'VND', before: state }, 'before', { concept: 'vnCompliance' }).recurring.total ?? rational(0n)
  );
}

/** The exact total of sheet `index`. */
export const totalOf = (totals: PortfolioTotals, index: number): Rational =>
  totals.big.get(index) ?? rational(BigInt(totals.numerators[index] as number), BigInt(totals.denominators[index] as number));

/** Whole đồng of sheet `index`, half away from zero; the remainder test stays within whole numbers. */
export function dongOf(totals: PortfolioTotals, index: number): bigint {
  const exact = totalOf(totals, index);
  return (exact.n * 2n + exact.d) / (exact.d * 2n);
}

/**
 * Puts another sheet in place of sheet `index` and brings its total up to date, in place: the rest stays as computed.
 * Undo is the same call with the former sheet. A sheet with another number of rows needs the portfolio packed again.
 */
export function editSheet(portfolio: Portfolio, totals: PortfolioTotals, index: number, sheet: VnSheet): void {
  if (sheet.rows.length !== portfolio.sheets[index]?.rows.length) throw new Error(`sheet ${index} changed its number of rows: pack the portfolio again`);
  portfolio.sheets[index] = sheet;
  packSheet(portfolio, index);
  totalSheet(portfolio, totals, index);
}

/** Sums of sheet totals by any key (field, province): exact, whatever path each sheet took. */
export function totalsBy(totals: PortfolioTotals, keyOf: (index: number) => string): ReadonlyMap<string, Rational> {
  const whole = new Map<string, Map<number, bigint>>();
  const rest = new Map<string, Rational>();
  for (let index = 0; index < totals.numerators.length; index += 1) {
    const key = keyOf(index);
    const exact = totals.big.get(index);
    if (exact !== undefined) {
      rest.set(key, (rest.get(key) ?? rational(0n)).add(exact));
      continue;
    }
    const denominator = totals.denominators[index] as number;
    const group = whole.get(key) ?? new Map<number, bigint>();
    group.set(denominator, (group.get(denominator) ?? 0n) + BigInt(totals.numerators[index] as number));
    whole.set(key, group);
  }
  for (const [key, group] of whole) {
    for (const [denominator, numerator] of group) rest.set(key, (rest.get(key) ?? rational(0n)).add(rational(numerator, BigInt(denominator))));
  }
  return rest;
}
