/**
 * The measure of one state: yearly hours, money by column, totals, completeness.
 *
 * Nothing is rounded here; see `policy.ts` for how a figure is shown.
 */
import { applyFloors } from './bau.js';
import { counted, product, type Resolved } from './input.js';
import { casesFactors, isDelta, namedProduct, readState, type EntryFactors, type LineFactors, type NamedFactor } from './line-factors.js';
import type { Columns, Completeness, LineStatus, MeasuredLine, RawLine, Result, Totals } from './measured.js';
import { CONCEPT_COLUMNS, type Concept, type CostLine, type CostModel, type CostState, type MoneyColumn } from './model.js';
import { ONE, ZERO, isZero, sum, type Rational } from './number.js';
import type { Exact } from './quantity.js';

export type MeasureOptions = {
  /** Default `burden`. */
  readonly concept?: Concept;
  /** The state whose cost sets the floor of what would be done anyway; default: the state itself. */
  readonly baseline?: CostState;
};

/**
 * Measures one state of a model.
 * @throws cost_bad_number, cost_wrong_unit, cost_negative_value, cost_share_out_of_range, cost_two_rates_for_role,
 * cost_conflicting_share, cost_duplicate_id, cost_missing_field, each with the path; never for incomplete data
 */
export function measure(model: CostModel, state: 'before' | 'after', options: MeasureOptions = {}): Result {
  const concept = options.concept ?? 'burden';
  const cost = state === 'before' ? model.before : (model.after ?? { lines: [] });
  const raw = readState(cost, state).map(measureLine);
  const baseline = options.baseline === undefined ? raw : readState(options.baseline, 'before').map(measureLine);
  const lines = applyFloors(raw, baseline).map((line) => ({ ...line, total: conceptTotal(line, concept) }));
  const recurring = lines.filter((line) => line.kind === 'recurring');
  return {
    modelId: model.id,
    state,
    concept,
    currency: model.currency,
    priceYear: model.priceYear ?? null,
    lines,
    recurring: totalsOf(recurring),
    oneOff: totalsOf(lines.filter((line) => line.kind === 'oneOff')),
    distinctEvents: distinctEvents(recurring),
    ...completenessOf(lines),
  };
}

const money = (value: Rational): Exact<'money/yr'> => value as Exact<'money/yr'>;

/** One line by the product form of the handbook, before floors. */
export function measureLine(factors: LineFactors): RawLine {
  const known = measured.get(factors);
  if (known !== undefined) return known;
  const line = computeLine(factors);
  measured.set(factors, line);
  return line;
}

const measured = new WeakMap<LineFactors, RawLine>();

function computeLine(factors: LineFactors): RawLine {
  const parts = partsOf(factors);
  const labourParts = parts.filter((part) => part.column === 'labour');
  const column = (name: MoneyColumn): Exact<'money/yr'> => money(sum(parts.filter((part) => part.column === name).map((part) => counted(part.value))));
  const priced = factors.entries.length === 0 || labourParts.length > 0;
  const columns: Columns = {
    labour: priced ? column('labour') : null,
    external: column('external'),
    cash: column('cash'),
    fees: column('fees'),
    delay: column('delay'),
  };
  const gross = money((columns.labour ?? ZERO).add(columns.external).add(columns.cash));
  return {
    id: factors.line.id,
    line: factors.line,
    kind: factors.kind,
    addressee: factors.addressee,
    ...statusOf(factors, parts),
    cases: counted(product(casesFactors(factors))) as Exact<'case/yr'>,
    passes: counted(factors.passes),
    entries: factors.entries.map(({ key, hours, rate }) => ({ key, hours: counted(hours), rate: rate === null ? null : counted(rate) })),
    perCase: { externalPerCase: counted(factors.external), cashPerCase: counted(factors.cash), feePerCase: counted(factors.fee) },
    hours: sum(factors.entries.map((entry) => counted(hoursProduct(factors, entry).value))) as Exact<'h/yr'>,
    columns,
    gross,
    burden: gross,
    net: gross,
    excess: money(ZERO),
    total: null,
    bauShare: factors.bauShare,
    subsidy: counted(factors.subsidy),
    isDelta: isDelta(factors),
  };
}

/** One product of a line and the fields it multiplies. */
export type Part = { readonly column: MoneyColumn; readonly value: Resolved; readonly gaps: readonly string[]; readonly fields: readonly string[] };

const casesNamed = (factors: LineFactors): readonly NamedFactor[] => [...factors.volume, { field: 'share', value: factors.mix }];

const hoursProduct = (factors: LineFactors, entry: EntryFactors) =>
  namedProduct([...casesNamed(factors), { field: 'returnProbability', value: factors.passes }, { field: entry.hoursField, value: entry.hours }]);

/** The fields a product reads, without those the line leaves at their default. */
const fieldsOf = ({ line }: LineFactors, named: readonly NamedFactor[]): readonly string[] =>
  named.map((factor) => factor.field).filter((field) => field.includes('.') || line[field as keyof CostLine] !== undefined);

/** The products a line is the sum of. */
export function partsOf(factors: LineFactors): readonly Part[] {
  const known = split.get(factors);
  if (known !== undefined) return known;
  const parts = computeParts(factors);
  split.set(factors, parts);
  return parts;
}

const split = new WeakMap<LineFactors, readonly Part[]>();

function computeParts(factors: LineFactors): readonly Part[] {
  const cases = casesNamed(factors);
  const part = (column: MoneyColumn, named: readonly NamedFactor[]): Part => ({ column, ...namedProduct(named), fields: fieldsOf(factors, named) });
  const { line } = factors;
  return [
    ...factors.entries.flatMap((entry) =>
      entry.rate === null
        ? []
        : [
            part('labour', [
              ...cases,
              { field: 'returnProbability', value: factors.passes },
              { field: entry.hoursField, value: entry.hours },
              { field: entry.rateField, value: entry.rate },
            ]),
          ],
    ),
    ...(line.externalPerCase === undefined ? [] : [part('external', [...cases, { field: 'externalPerCase', value: factors.external }])]),
    ...(line.cashPerCase === undefined ? [] : [part('cash', [...cases, { field: 'cashPerCase', value: factors.cash }])]),
    ...(line.cashFixed === undefined ? [] : [part('cash', [{ field: 'cashFixed', value: factors.fixed }])]),
    ...(line.feePerCase === undefined ? [] : [part('fees', [...cases, { field: 'feePerCase', value: factors.fee }])]),
    ...(factors.delay.length === 0 ? [] : [part('delay', [...cases, ...factors.delay])]),
  ];
}

function statusOf(factors: LineFactors, parts: readonly Part[]): Pick<MeasuredLine, 'status' | 'gaps' | 'atMost'> {
  const unpricedGaps = factors.entries.filter((entry) => entry.rate === null).flatMap((entry) => hoursProduct(factors, entry).gaps);
  const bauGaps = factors.bauShare.state === 'unknown' ? ['bauShare'] : [];
  const gaps = [...new Set([...parts.flatMap((part) => part.gaps), ...unpricedGaps, ...bauGaps])];
  const atMost = sum(parts.map((part) => (part.value.state === 'negligible' ? (part.value.atMost ?? ZERO) : ZERO)));
  if (gaps.length > 0) return { status: 'missing', gaps, atMost };
  if (parts.some((part) => part.value.state === 'known' && !isZero(part.value.value))) return { status: 'counted', gaps, atMost };
  if (parts.some((part) => part.value.state === 'negligible')) return { status: 'negligible', gaps, atMost };
  const nothingPriced = parts.length === 0 ? factors.entries.length > 0 : parts.every((part) => part.value.state === 'notApplicable');
  return { status: nothingPriced ? 'notApplicable' : 'counted', gaps, atMost };
}

function conceptTotal(line: MeasuredLine, concept: Concept): Exact<'money/yr'> | null {
  const names = CONCEPT_COLUMNS[concept];
  const { line: stored, columns } = line;
  const hasAmount =
    stored.externalPerCase !== undefined ||
    stored.cashPerCase !== undefined ||
    stored.cashFixed !== undefined ||
    (names.includes('fees') && stored.feePerCase !== undefined) ||
    (names.includes('delay') && stored.costPerWaitingDay !== undefined);
  if (columns.labour === null && !hasAmount) return null;
  return money(sum(names.map((name) => columns[name] ?? ZERO)));
}

/** Sums of any set of lines. */
export function totalsOf(lines: readonly MeasuredLine[]): Totals {
  const add = (pick: (line: MeasuredLine) => Rational): Rational => sum(lines.map(pick));
  const nullable = (pick: (line: MeasuredLine) => Rational | null): Rational | null =>
    lines.length > 0 && lines.every((line) => pick(line) === null) ? null : sum(lines.map((line) => pick(line) ?? ZERO));
  return {
    cases: lines.some((line) => line.line.eventKey !== undefined) ? null : add((line) => line.cases),
    hours: add((line) => line.hours),
    columns: {
      labour: nullable((line) => line.columns.labour),
      external: add((line) => line.columns.external),
      cash: add((line) => line.columns.cash),
      fees: add((line) => line.columns.fees),
      delay: add((line) => line.columns.delay),
    },
    gross: add((line) => line.gross),
    burden: add((line) => line.burden),
    net: add((line) => line.net),
    excess: add((line) => line.excess),
    total: nullable((line) => line.total),
  };
}

/** Coverage and lists of a set of lines; a set without any countable line is fully covered. */
export function completenessOf(lines: readonly Pick<MeasuredLine, 'id' | 'status' | 'atMost'>[]): Completeness {
  const ids = (status: LineStatus): readonly string[] => lines.filter((line) => line.status === status).map((line) => line.id);
  const missing = ids('missing');
  const countable = lines.filter((line) => line.status !== 'notApplicable').length;
  return {
    status: missing.length === 0 ? 'complete' : 'incomplete',
    coverage: countable === 0 ? ONE : ONE.mul(countable - missing.length).div(countable),
    missing,
    negligible: ids('negligible'),
    notApplicable: ids('notApplicable'),
    negligibleAtMost: sum(lines.map((line) => line.atMost)),
  };
}

/** Events counted once across the sides that meet in them; null when sides of one event disagree on how many there are. */
function distinctEvents(lines: readonly MeasuredLine[]): Rational | null {
  const events = new Map<string, Rational>();
  let total = ZERO;
  for (const { line, cases } of lines) {
    if (line.eventKey === undefined) {
      total = total.add(cases);
      continue;
    }
    const other = events.get(line.eventKey);
    if (other !== undefined && !other.equals(cases)) return null;
    if (other === undefined) total = total.add(cases);
    events.set(line.eventKey, cases);
  }
  return total;
}

/** The recurring lines of a result grouped by any property; the groups add up to the total. */
export function breakdown(result: Result, keyOf: (line: MeasuredLine) => string): ReadonlyMap<string, Totals> {
  const groups = new Map<string, MeasuredLine[]>();
  for (const line of result.lines) {
    if (line.kind !== 'recurring') continue;
    const key = keyOf(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return new Map([...groups].map(([key, lines]) => [key, totalsOf(lines)]));
}

/** Addressees apart: never one sum without its parts. */
export const byAddressee = (result: Result): ReadonlyMap<string, Totals> => breakdown(result, (line) => line.addressee);

/** The recurring subset of paperwork duties, from the flagged lines' own money. */
export const informationObligations = (result: Result): Totals =>
  totalsOf(result.lines.filter((line) => line.kind === 'recurring' && line.line.informationObligation === true));
