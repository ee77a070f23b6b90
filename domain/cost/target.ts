/**
 * A figure of a model as an exact function of its unknowns.
 *
 * value = linear + Σ sign × max(0, gross − floor); the second part only where business as usual sets a floor.
 */
import { expectedGoes } from './goes.js';
import { counted, type Input } from './input.js';
import { isDelta, readState, type LineFactors } from './line-factors.js';
import { partsOf } from './measure.js';
import { CONCEPT_COLUMNS, type Concept, type CostModel, type CostState, type MoneyColumn } from './model.js';
import { ONE, SIXTY, ZERO, parseNumber, positivePart, type Rational } from './number.js';
import { add, constant, multiply, scale, valueUnder, variable, variablesOf, type Polynomial } from './polynomial.js';
import { inputAt } from './provenance.js';
import { unknownIdOf } from './unknowns.js';

export const TARGETS = ['before', 'after', 'saving'] as const;
/** Which figure: the recurring total of a state, or before − after. */
export type Target = { readonly figure: (typeof TARGETS)[number]; readonly concept?: Concept };

export type Floored = { readonly sign: 1 | -1; readonly gross: Polynomial; readonly floor: Polynomial };
export type TargetFunction = { readonly linear: Polynomial; readonly floored: readonly Floored[] };

const GOES = 'goes';
/** A variable that is the expected goes of an unknown return probability. */
const goesVariable = (id: string, maxReturns: number | null): string => `${GOES}\t${maxReturns ?? ''}\t${id}`;

/** The value of a variable under values of the unknowns. */
export function readVariable(name: string, values: (id: string) => Rational): Rational {
  if (!name.startsWith(`${GOES}\t`)) return values(name);
  const [, limit, id] = name.split('\t') as [string, string, string];
  return expectedGoes(values(id), limit === '' ? null : Number(limit), id);
}

/** Whether a function is polynomial in the unknowns themselves. */
export const isPlain = (target: TargetFunction): boolean =>
  [target.linear, ...target.floored.flatMap((part) => [part.gross, part.floor])].every((polynomial) =>
    [...polynomial.keys()].every((key) => variablesOf(key).every((name) => !name.startsWith(`${GOES}\t`))),
  );

/** The target as a function. @throws the codes of `readState` */
export function targetFunction(model: CostModel, target: Target): TargetFunction {
  const concept = target.concept ?? 'burden';
  const before = groupsOf(model.before, 'before', concept);
  const after = groupsOf(model.after ?? { lines: [] }, 'after', concept);
  const left = target.figure === 'after' ? null : stateFunction(before, before, 1);
  const right = target.figure === 'before' ? null : stateFunction(after, before, target.figure === 'saving' ? -1 : 1);
  return {
    linear: add(left?.linear ?? new Map(), right?.linear ?? new Map()),
    floored: [...(left?.floored ?? []), ...(right?.floored ?? [])],
  };
}

/** The value under given unknowns. */
export function evaluateTarget(target: TargetFunction, values: (id: string) => Rational): Rational {
  const at = (name: string): Rational => readVariable(name, values);
  return target.floored.reduce(
    (total, part) => {
      const burden = positivePart(valueUnder(part.gross, at).sub(valueUnder(part.floor, at)));
      return part.sign === 1 ? total.add(burden) : total.sub(burden);
    },
    valueUnder(target.linear, at),
  );
}

/** Columns that share one floor. */
type Pool = 'gross' | 'fees' | 'delay';
const poolOf = (column: MoneyColumn): Pool => (column === 'fees' ? 'fees' : column === 'delay' ? 'delay' : 'gross');

type Group = { readonly share: Rational; readonly pools: ReadonlyMap<Pool, Polynomial>; readonly delta: Polynomial };

function groupsOf(state: CostState, name: string, concept: Concept): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const factors of readState(state, name)) {
    if (factors.kind !== 'recurring') continue;
    const key = groupKey(factors);
    const group = groups.get(key) ?? { share: counted(factors.bauShare), pools: new Map<Pool, Polynomial>(), delta: new Map() };
    const pools = new Map(group.pools);
    let { delta } = group;
    for (const part of partsOf(factors)) {
      if (part.value.state !== 'known' || !CONCEPT_COLUMNS[concept].includes(part.column)) continue;
      const product = part.fields.reduce<Polynomial>((total, field) => multiply(total, fieldPolynomial(state, factors, field, name)), constant(ONE));
      if (isDelta(factors)) delta = add(delta, product);
      else pools.set(poolOf(part.column), add(pools.get(poolOf(part.column)) ?? new Map(), product));
    }
    groups.set(key, { share: group.share, pools, delta });
  }
  return groups;
}

/** The same grouping as the floors of `bau.ts`. */
function groupKey({ line, addressee, kind }: LineFactors): string {
  return line.dutyId === undefined ? `line ${line.id}` : `duty ${line.dutyId} ${addressee} ${line.segment ?? ''} ${kind}`;
}

function stateFunction(groups: ReadonlyMap<string, Group>, baseline: ReadonlyMap<string, Group>, sign: 1 | -1): TargetFunction {
  let linear: Polynomial = new Map();
  const floored: Floored[] = [];
  const plus = (polynomial: Polynomial): void => {
    linear = add(linear, sign === 1 ? polynomial : scale(polynomial, ONE.neg()));
  };
  for (const [key, group] of groups) {
    plus(group.delta);
    const base = baseline.get(key);
    for (const [pool, gross] of group.pools) {
      if (base === undefined || base.share.equals(ZERO)) plus(gross);
      else floored.push({ sign, gross, floor: scale(base.pools.get(pool) ?? new Map(), base.share) });
    }
  }
  return { linear, floored };
}

/** One field of a line as a polynomial: a variable where it is a range, else a constant, in the unit the product needs. */
function fieldPolynomial(state: CostState, factors: LineFactors, field: string, name: string): Polynomial {
  const { line } = factors;
  const input = inputAt(state, line, field);
  const where = field.startsWith('tariffs.') ? `${name}.${field}` : `${name}.${line.id}.${field}`;
  const id = input === null ? null : unknownIdOf(input, where);
  if (field === 'returnProbability') {
    return id === null ? constant(counted(factors.passes)) : variable(goesVariable(id, line.maxReturns ?? null));
  }
  const unit = field.endsWith('.minutes') ? ONE.div(SIXTY) : field.endsWith('.personDays') ? parseNumber(state.hoursPerPersonDay, 'hoursPerPersonDay') : ONE;
  return scale(id === null ? constant(pointOf(input, field)) : variable(id), unit);
}

function pointOf(input: Input | null, field: string): Rational {
  const text = input === null ? null : typeof input === 'string' ? input : 'value' in input ? input.value : null;
  return text === null ? ZERO : parseNumber(text, field);
}
