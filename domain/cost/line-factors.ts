/**
 * A stored line read into its exact factors: volume, mix, time, price, cash, fee, delay.
 *
 * The measure multiplies them, the decomposition switches them; both read lines here only.
 */
import { DomainError } from '../shared/errors.js';
import { KNOWN_ZERO, UNKNOWN, known, product, resolve, type FieldRule, type Input, type Resolved } from './input.js';
import type { Addressee, CostLine, CostState, Labour } from './model.js';
import { ONE, SIXTY, parseNumber, type Rational } from './number.js';
import { expectedGoes } from './goes.js';

/** One role at work: hours of one case and the rate; `rate: null` = time is not priced. The fields name where each was read. */
export type EntryFactors = {
  readonly key: string;
  readonly hours: Resolved;
  readonly rate: Resolved | null;
  readonly hoursField: string;
  readonly rateField: string;
};

export type LineFactors = {
  readonly line: CostLine;
  readonly path: string;
  readonly kind: 'recurring' | 'oneOff';
  readonly addressee: Addressee;
  /** Counted cases or population × frequency, times the compliance rate; the factors stay apart for naming gaps. */
  readonly volume: readonly NamedFactor[];
  readonly mix: Resolved;
  readonly passes: Resolved;
  readonly entries: readonly EntryFactors[];
  readonly external: Resolved;
  readonly cash: Resolved;
  readonly fixed: Resolved;
  readonly fee: Resolved;
  readonly delay: readonly NamedFactor[];
  readonly bauShare: Resolved;
  readonly subsidy: Resolved;
};

export type NamedFactor = { readonly field: string; readonly value: Resolved };

const ONE_KNOWN = known(ONE);
const optional = (input: Input | undefined, absent: Resolved, rule: FieldRule, path: string): Resolved =>
  input === undefined ? absent : resolve(input, rule, path);

/** Every line of a state, read once. @throws cost_duplicate_id, cost_two_rates_for_role, cost_missing_field, those of `resolve` */
export function readState(state: CostState, path: string): readonly LineFactors[] {
  const cached = read.get(state);
  if (cached?.path === path) return cached.lines;
  const lines = readLines(state, path);
  read.set(state, { path, lines });
  return lines;
}

/** States are immutable: one that was read stays read while somebody holds it. */
const read = new WeakMap<CostState, { readonly path: string; readonly lines: readonly LineFactors[] }>();

function readLines(state: CostState, path: string): readonly LineFactors[] {
  const seen = new Set<string>();
  const lines = state.lines.map((line, index) => {
    if (seen.has(line.id)) throw new DomainError('cost_duplicate_id', { path: `${path}.lines[${index}].id`, id: line.id });
    seen.add(line.id);
    return readLine(line, state, `${path}.lines[${index}]`);
  });
  tariffsOf(lines, path);
  return lines;
}

export function readLine(line: CostLine, state: CostState, path: string): LineFactors {
  const negative = line.delta === true;
  const read = (input: Input | undefined, unit: FieldRule['unit'], field: string, absent: Resolved = KNOWN_ZERO): Resolved =>
    optional(input, absent, { unit, negative }, `${path}.${field}`);
  return {
    line,
    path,
    kind: line.kind ?? 'recurring',
    addressee: line.addressee ?? 'citizen',
    volume: volumeOf(line, path),
    mix: optional(line.share, ONE_KNOWN, { unit: 'share' }, `${path}.share`),
    passes: passesOf(line, path),
    entries: (line.labour ?? []).map((entry, index) => readEntry(entry, index, state, negative, `${path}.labour[${index}]`)),
    external: read(line.externalPerCase, 'money/case', 'externalPerCase'),
    cash: read(line.cashPerCase, 'money/case', 'cashPerCase'),
    fixed: read(line.cashFixed, 'money/yr', 'cashFixed'),
    fee: read(line.feePerCase, 'money/case', 'feePerCase'),
    delay:
      line.costPerWaitingDay === undefined
        ? []
        : [
            { field: 'waitingDays', value: read(line.waitingDays, 'day', 'waitingDays', UNKNOWN) },
            { field: 'costPerWaitingDay', value: read(line.costPerWaitingDay, 'money/day', 'costPerWaitingDay') },
          ],
    bauShare: optional(line.bauShare, KNOWN_ZERO, { unit: 'share' }, `${path}.bauShare`),
    subsidy: read(line.subsidy, 'money/yr', 'subsidy'),
  };
}

function volumeOf(line: CostLine, path: string): readonly NamedFactor[] {
  const compliance: readonly NamedFactor[] =
    line.complianceRate === undefined ? [] : [{ field: 'complianceRate', value: resolve(line.complianceRate, { unit: 'share' }, `${path}.complianceRate`) }];
  if (line.cases !== undefined) {
    return [{ field: 'cases', value: resolve(line.cases, { unit: 'case/yr' }, `${path}.cases`) }, ...compliance];
  }
  if (line.population === undefined) throw new DomainError('cost_missing_field', { path: `${path}.cases`, expected: 'cases or population' });
  return [
    { field: 'population', value: resolve(line.population, { unit: 'person' }, `${path}.population`) },
    { field: 'frequency', value: optional(line.frequency, ONE_KNOWN, { unit: '1/yr' }, `${path}.frequency`) },
    ...compliance,
  ];
}

function passesOf(line: CostLine, path: string): Resolved {
  if (line.returnProbability === undefined) return ONE_KNOWN;
  const probability = resolve(line.returnProbability, { unit: 'share' }, `${path}.returnProbability`);
  if (probability.state !== 'known') return probability;
  return known(expectedGoes(probability.value, line.maxReturns ?? null, `${path}.returnProbability`));
}

function readEntry(entry: Labour, index: number, state: CostState, negative: boolean, path: string): EntryFactors {
  const [hours, hoursField] = hoursOf(entry, state, negative, path);
  const tariff = entry.role === undefined ? undefined : state.tariffs?.[entry.role];
  const input = entry.rate !== undefined ? entry.rate : tariff?.rate;
  const rate = input === undefined ? UNKNOWN : input === null ? null : resolve(input, { unit: 'money/h' }, `${path}.rate`);
  return {
    key: entry.role ?? `#${index}`,
    hours,
    rate: rate?.state === 'notApplicable' ? null : rate,
    hoursField: `labour[${index}].${hoursField}`,
    rateField: entry.rate === undefined && entry.role !== undefined ? `tariffs.${entry.role}` : `labour[${index}].rate`,
  };
}

function hoursOf(entry: Labour, state: CostState, negative: boolean, path: string): [Resolved, string] {
  if (entry.hours !== undefined) return [resolve(entry.hours, { unit: 'h', negative }, `${path}.hours`), 'hours'];
  if (entry.minutes !== undefined) return [scaled(resolve(entry.minutes, { unit: 'min', negative }, `${path}.minutes`), ONE.div(SIXTY)), 'minutes'];
  if (entry.personDays === undefined) throw new DomainError('cost_missing_field', { path: `${path}.hours`, expected: 'hours, minutes or personDays' });
  if (state.hoursPerPersonDay === undefined)
    throw new DomainError('cost_missing_field', { path: `${path}.personDays`, expected: 'hoursPerPersonDay of the state' });
  const perDay = parseNumber(state.hoursPerPersonDay, 'hoursPerPersonDay');
  return [scaled(resolve(entry.personDays, { unit: 'personDay', negative }, `${path}.personDays`), perDay), 'personDays'];
}

function scaled(value: Resolved, factor: Rational): Resolved {
  if (value.state === 'known') return known(value.value.mul(factor));
  if (value.state === 'negligible') return { state: 'negligible', atMost: value.atMost?.mul(factor) ?? null };
  return value;
}

/** The cases of a line as one factor list. */
export const casesFactors = (factors: LineFactors): readonly Resolved[] => [...factors.volume.map((factor) => factor.value), factors.mix];

/** The tariff of every role of a state. @throws cost_two_rates_for_role when a role carries two */
export function tariffsOf(lines: readonly LineFactors[], path: string): ReadonlyMap<string, Rational> {
  const tariffs = new Map<string, Rational>();
  for (const { entries } of lines) {
    for (const { key, rate } of entries) {
      if (key.startsWith('#') || rate === null || rate.state !== 'known') continue;
      const other = tariffs.get(key);
      if (other !== undefined && !other.equals(rate.value)) throw new DomainError('cost_two_rates_for_role', { path, role: key });
      tariffs.set(key, rate.value);
    }
  }
  return tariffs;
}

/** Whether a line may be floored: published differences are not. */
export const isDelta = (factors: LineFactors): boolean => factors.line.delta === true;

/** The value of a product, and the names of the factors that keep it from being known. */
export function namedProduct(factors: readonly NamedFactor[]): { readonly value: Resolved; readonly gaps: readonly string[] } {
  const value = product(factors.map((factor) => factor.value));
  return { value, gaps: value.state === 'unknown' ? factors.filter((factor) => factor.value.state === 'unknown').map((factor) => factor.field) : [] };
}
