/** Inputs that are ranges, gathered as unknowns: the same id in both states or in several lines is one unknown. */
import { DomainError } from '../shared/errors.js';
import type { Input, KnownInput } from './input.js';
import { INPUT_FIELDS, type CostLine, type CostModel, type CostState, type Labour } from './model.js';
import { numberText, parseNumber, rational, type NumberText, type Rational } from './number.js';

/** One unknown. `values` carry the weights of a discrete shape. */
export type Unknown = {
  readonly id: string;
  readonly low: Rational;
  readonly high: Rational;
  readonly point: Rational;
  readonly shape: 'uniform' | 'triangular' | 'discrete';
  readonly values: readonly { readonly value: Rational; readonly weight: Rational }[];
};

/** Applies a change to every input of a state. `where` names the input within the model: `before.L1.feePerCase`. */
export function mapInputs(state: CostState, name: string, change: (input: Input, where: string) => Input): CostState {
  const line = (stored: CostLine): CostLine => {
    const at = `${name}.${stored.id}`;
    const fields = Object.fromEntries(INPUT_FIELDS.flatMap((field) => (stored[field] === undefined ? [] : [[field, change(stored[field], `${at}.${field}`)]])));
    const labour = stored.labour?.map((entry, index): Labour => ({
      ...entry,
      ...(entry.hours === undefined ? {} : { hours: change(entry.hours, `${at}.labour[${index}].hours`) }),
      ...(entry.minutes === undefined ? {} : { minutes: change(entry.minutes, `${at}.labour[${index}].minutes`) }),
      ...(entry.personDays === undefined ? {} : { personDays: change(entry.personDays, `${at}.labour[${index}].personDays`) }),
      ...(entry.rate === undefined || entry.rate === null ? {} : { rate: change(entry.rate, `${at}.labour[${index}].rate`) }),
    }));
    return { ...stored, ...fields, ...(labour === undefined ? {} : { labour }) };
  };
  const tariffs =
    state.tariffs === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(state.tariffs).map(([role, tariff]) => [
            role,
            tariff.rate === null ? tariff : { ...tariff, rate: change(tariff.rate, `${name}.tariffs.${role}`) },
          ]),
        );
  return { ...state, lines: state.lines.map(line), ...(tariffs === undefined ? {} : { tariffs }) };
}

const isRanged = (input: Input): input is KnownInput =>
  typeof input === 'object' && 'value' in input && (input.range !== undefined || input.disputed !== undefined);

/** The id of the unknown an input stands for; null for a fixed number. */
export const unknownIdOf = (input: Input, where: string): string | null => (isRanged(input) ? (input.range?.unknownId ?? where) : null);

/** The unknowns of a model by id, sorted by id. @throws cost_bad_range, cost_conflicting_key when one id has two ranges */
export function unknownsOf(model: CostModel): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  const visit = (input: Input, where: string): Input => {
    if (!isRanged(input)) return input;
    const unknown = readUnknown(input, where);
    const other = found.get(unknown.id);
    if (other !== undefined && !(other.low.equals(unknown.low) && other.high.equals(unknown.high) && other.shape === unknown.shape)) {
      throw new DomainError('cost_conflicting_key', { path: where, key: unknown.id });
    }
    found.set(unknown.id, unknown);
    return input;
  };
  mapInputs(model.before, 'before', visit);
  if (model.after !== undefined) mapInputs(model.after, 'after', visit);
  return [...found.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function readUnknown(input: KnownInput, where: string): Unknown {
  const point = parseNumber(input.value, where);
  if (input.range === undefined) return disputedValues(input.disputed as NonNullable<KnownInput['disputed']>, point, where);
  const low = parseNumber(input.range.low, `${where}.range.low`);
  const high = parseNumber(input.range.high, `${where}.range.high`);
  if (low.compare(high) > 0 || point.compare(low) < 0 || point.compare(high) > 0) throw new DomainError('cost_bad_range', { path: where });
  const values = (input.range.values ?? []).map(({ value, weight }, index) => ({
    value: parseNumber(value, `${where}.range.values[${index}]`),
    weight: parseNumber(weight, `${where}.range.values[${index}].weight`),
  }));
  const shape = input.range.shape ?? 'uniform';
  if (shape === 'discrete' && values.length === 0) throw new DomainError('cost_bad_range', { path: `${where}.range.values` });
  return { id: input.range.unknownId ?? where, low, high, point, shape, values };
}

/** A disputed number stands with both values, equally likely, until somebody settles it. */
function disputedValues(dispute: { readonly value: NumberText }, point: Rational, where: string): Unknown {
  const other = parseNumber(dispute.value, `${where}.disputed.value`);
  const [low, high] = point.compare(other) <= 0 ? [point, other] : [other, point];
  return {
    id: where,
    low,
    high,
    point,
    shape: 'discrete',
    values: [
      { value: low, weight: rational(1n) },
      { value: high, weight: rational(1n) },
    ],
  };
}

/** The model with every unknown replaced by a value; unknowns without one keep their point value. */
export function assign(model: CostModel, values: ReadonlyMap<string, Rational>): CostModel {
  const put = (input: Input, where: string): Input => {
    const id = unknownIdOf(input, where);
    if (id === null || !isRanged(input)) return input;
    const value = values.get(id);
    const { range: _range, disputed: _disputed, derivation: _derivation, ...rest } = input;
    return value === undefined ? rest : { ...rest, value: numberText(value) };
  };
  return { ...model, before: mapInputs(model.before, 'before', put), ...(model.after === undefined ? {} : { after: mapInputs(model.after, 'after', put) }) };
}

/** A settled dispute: one value stays, the other is kept as superseded. */
export function settle(input: KnownInput, value: NumberText): KnownInput {
  const { disputed, ...rest } = input;
  if (disputed === undefined) return input;
  return { ...rest, value, supersedes: value === input.value ? disputed.value : input.value };
}
