/** Figures out of the exact result of a case. */
import { DomainError } from '../../shared/errors.js';
import { fixedText, isNegative, numberText, ONE, rational, ROUNDING_MODES, tryNumber, type NumberText, type Rational, type RoundingMode } from '../number.js';
import { EXACT_LATE, policyNamed, type Policy, type PolicyName, type Rounding } from '../policy.js';
import { digitsOf, fieldsOf, numberOr, textOf, type Fields } from './reader.js';

/** Numbers are text; null = not priced or not applicable. */
export type Exact = NumberText | boolean | null | readonly Exact[] | { readonly [key: string]: Exact };

/** A figure to present: `value` at `path` ÷ `scale`, rounded to `digits`. */
export type FigureRequest = {
  readonly path: string;
  readonly unit?: string;
  readonly scale: NumberText;
  readonly digits: number;
  readonly rounding: RoundingMode;
  readonly policy: Policy;
};

/** What a kind computes: the exact tree, and how a figure reads under a policy where the kind knows better than the tree. */
export type Computed = { readonly exact: Exact; readonly under?: (path: string, policy: Policy, rounding: Rounding) => Rational | null | undefined };

/** Reads a request; `policyName` replaces its policy, keeping the parameters of a policy of that name. */
export function readRequest(value: unknown, path: string, policyName?: PolicyName): FigureRequest {
  const fields = fieldsOf(value, path);
  const mode = fields['rounding'] ?? 'halfAway';
  const rounding = ROUNDING_MODES.find((candidate) => candidate === mode);
  if (rounding === undefined) throw new DomainError('cost_bad_document', { path: `${path}.rounding`, expected: ROUNDING_MODES.join(', ') });
  const scale = numberOr(fields, 'scale', ONE, path);
  if (scale.n === 0n || isNegative(scale)) throw new DomainError('cost_bad_number', { path: `${path}.scale`, given: String(fields['scale']) });
  const own = fields['policy'] === undefined ? EXACT_LATE : readPolicy(fieldsOf(fields['policy'], `${path}.policy`), `${path}.policy`);
  return {
    path: textOf(fields, 'path', path),
    ...(typeof fields['unit'] === 'string' ? { unit: fields['unit'] } : {}),
    scale: numberText(scale),
    digits: digitsOf(fields['digits'] ?? 0, `${path}.digits`),
    rounding,
    policy: policyName === undefined || own.name === policyName ? own : { name: policyName },
  };
}

function readPolicy(fields: Fields, path: string): Policy {
  const list = (name: string): readonly unknown[] | undefined => (Array.isArray(fields[name]) ? (fields[name] as unknown[]) : undefined);
  const mode = ROUNDING_MODES.find((candidate) => candidate === fields['mode']);
  const entries = list('entries')?.map((entry, index) => digitsOf(entry, `${path}.entries[${index}]`));
  const columns = list('columns')?.map(String);
  return {
    name: policyNamed(textOf(fields, 'name', path), `${path}.name`),
    ...(mode === undefined ? {} : { mode }),
    ...(fields['digits'] === undefined ? {} : { digits: digitsOf(fields['digits'], `${path}.digits`) }),
    ...(fields['min'] === undefined ? {} : { min: digitsOf(fields['min'], `${path}.min`) }),
    ...(entries === undefined ? {} : { entries }),
    ...(columns === undefined ? {} : { columns }),
  };
}

export const roundingOf = (request: FigureRequest): Rounding => ({
  scale: tryNumber(request.scale) ?? rational(1n),
  digits: request.digits,
  mode: request.rounding,
});

/** The value at a dotted path of an exact tree. List members by number; a key may itself hold dots. @throws cost_bad_path */
export function valueAt(tree: Exact, path: string): Exact {
  const found = descend(tree, path);
  if (found === undefined) throw new DomainError('cost_bad_path', { path });
  return found;
}

function descend(tree: Exact, path: string): Exact | undefined {
  if (path === '') return tree;
  if (typeof tree !== 'object' || tree === null) return undefined;
  const at = path.replace(/\[(\d+)\]/g, '.$1');
  for (let end = at.length; end > 0; end = at.lastIndexOf('.', end - 1)) {
    const key = at.slice(0, end);
    const next = Array.isArray(tree)
      ? /^\d+$/.test(key)
        ? (tree as readonly Exact[])[Number(key)]
        : undefined
      : Object.hasOwn(tree, key)
        ? (tree as { readonly [name: string]: Exact })[key]
        : undefined;
    if (next !== undefined) return descend(next, at.slice(end + 1));
  }
  return undefined;
}

/** The figure of a request as text; null where the value is not priced. @throws cost_bad_path */
export function presentFigure(computed: Computed, request: FigureRequest): string | null {
  const rounding = roundingOf(request);
  const under = computed.under?.(request.path, request.policy, rounding);
  const value = under === undefined ? numericAt(computed.exact, request.path) : under;
  return value === null ? null : fixedText(value.div(rounding.scale), rounding.digits, rounding.mode);
}

function numericAt(tree: Exact, path: string): Rational | null {
  const value = valueAt(tree, path);
  if (value === null) return null;
  const number = tryNumber(value);
  if (number === null) throw new DomainError('cost_bad_path', { path, expected: 'a number' });
  return number;
}

/** Exact values of a record as text. */
export const texts = <K extends string>(values: Readonly<Record<K, Rational | null>>): { readonly [key in K]: NumberText | null } =>
  Object.fromEntries(Object.entries<Rational | null>(values).map(([key, value]) => [key, value === null ? null : numberText(value)])) as {
    [key in K]: NumberText | null;
  };
