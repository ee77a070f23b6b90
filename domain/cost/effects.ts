/**
 * Why a total changed: the exact share of each factor in `after − before`.
 *
 * Order-free effects are the mean over all orders in which the factors may be switched (Shapley); `sequential` switches
 * them in one named order. Both add up to the change without remainder.
 */
import { counted, product } from './input.js';
import { tariffsOf, type LineFactors } from './line-factors.js';
import { CONCEPT_COLUMNS, type Concept, type MoneyColumn } from './model.js';
import { ONE, ZERO, isZero, rational, sum, type Rational } from './number.js';

export const EFFECTS = ['volume', 'mix', 'time', 'price', 'cash', 'fee', 'delay', 'bau'] as const;
export type Effect = (typeof EFFECTS)[number];
export type Effects = Readonly<Partial<Record<Effect, Rational>>>;

/** The volume effect taken apart, for the gaming guard. */
export const VOLUME_PARTS = ['population', 'frequency', 'compliance'] as const;
export type FineEffect = Exclude<Effect, 'volume'> | (typeof VOLUME_PARTS)[number];
export type FineEffects = Readonly<Partial<Record<FineEffect, Rational>>>;
type Factor = Effect | FineEffect;

/** One factor of a product in both states. */
type Switch = { readonly effect: Factor; readonly before: Rational; readonly after: Rational };
/** A product whose factors are switched; a line is a sum of such products. */
type Monomial = readonly Switch[];

/** Both states of one line; a line that one state lacks stands there with zero time, cash and fee. */
export type LinePair = { readonly id: string; readonly monomials: readonly Monomial[]; readonly hours: readonly Monomial[] };

const volumeOf = (line: LineFactors): Rational => counted(product(line.volume.map((factor) => factor.value)));
const mixOf = (line: LineFactors): Rational => counted(line.mix);

/** Pairs the recurring lines of two states for one concept. */
export function pairLines(
  before: readonly LineFactors[],
  after: readonly LineFactors[],
  concept: Concept,
  volume: 'whole' | 'parts' = 'whole',
): readonly LinePair[] {
  const tariffs = { before: tariffsOf(before, 'before'), after: tariffsOf(after, 'after') };
  const ids = [...new Set([...before, ...after].filter((line) => line.kind === 'recurring').map((line) => line.line.id))];
  const find = (lines: readonly LineFactors[]): ReadonlyMap<string, LineFactors> =>
    new Map(lines.filter((line) => line.kind === 'recurring').map((line) => [line.line.id, line]));
  const old = find(before);
  const next = find(after);
  return ids.map((id) => pairOf(id, old.get(id), next.get(id), tariffs, CONCEPT_COLUMNS[concept], volume));
}

function volumeParts(old: LineFactors, next: LineFactors): readonly Switch[] {
  const part = (line: LineFactors, ...fields: readonly string[]): Rational =>
    productOf(line.volume.filter((factor) => fields.includes(factor.field)).map((factor) => counted(factor.value)));
  const countedDirectly = old.line.cases !== undefined || next.line.cases !== undefined;
  const both = (effect: Factor, of: (line: LineFactors) => Rational): Switch => ({ effect, before: of(old), after: of(next) });
  const compliance = both('compliance', (line) => part(line, 'complianceRate'));
  return countedDirectly
    ? [both('population', (line) => part(line, 'cases', 'population', 'frequency')), compliance]
    : [both('population', (line) => part(line, 'population')), both('frequency', (line) => part(line, 'frequency')), compliance];
}

type Tariffs = { readonly before: ReadonlyMap<string, Rational>; readonly after: ReadonlyMap<string, Rational> };

function pairOf(
  id: string,
  old: LineFactors | undefined,
  next: LineFactors | undefined,
  tariffs: Tariffs,
  columns: readonly MoneyColumn[],
  volume: 'whole' | 'parts',
): LinePair {
  const any = (old ?? next) as LineFactors;
  const cases: readonly Switch[] = [
    ...(volume === 'whole'
      ? [{ effect: 'volume', before: volumeOf(old ?? any), after: volumeOf(next ?? any) } as const]
      : volumeParts(old ?? any, next ?? any)),
    { effect: 'mix', before: mixOf(old ?? any), after: mixOf(next ?? any) },
  ];
  const times = entryKeys(old, next).map((key) => ({
    time: { effect: 'time', before: hoursOf(old, key), after: hoursOf(next, key) } as const,
    price: priceSwitch(key, old, next, tariffs),
  }));
  const amount = (effect: Factor, of: (line: LineFactors) => Rational): Switch => ({
    effect,
    before: old === undefined ? ZERO : of(old),
    after: next === undefined ? ZERO : of(next),
  });
  const has = (column: MoneyColumn): boolean => columns.includes(column);
  const monomials: Monomial[] = [];
  if (has('labour')) for (const { time, price } of times) if (price !== null) monomials.push([...cases, time, price]);
  if (has('external')) monomials.push([...cases, amount('cash', (line) => counted(line.external))]);
  if (has('cash')) {
    monomials.push([...cases, amount('cash', (line) => counted(line.cash))]);
    monomials.push([amount('cash', (line) => counted(line.fixed))]);
  }
  if (has('fees')) monomials.push([...cases, amount('fee', (line) => counted(line.fee))]);
  if (has('delay'))
    monomials.push([...cases, amount('delay', (line) => (line.delay.length === 0 ? ZERO : counted(product(line.delay.map((factor) => factor.value)))))]);
  return { id, monomials, hours: times.map(({ time }) => [...cases, time]) };
}

const entryKeys = (old: LineFactors | undefined, next: LineFactors | undefined): readonly string[] => [
  ...new Set([...(old?.entries ?? []), ...(next?.entries ?? [])].map((entry) => entry.key)),
];

/** Hours of one case for a role, expected goes included. */
function hoursOf(line: LineFactors | undefined, key: string): Rational {
  if (line === undefined) return ZERO;
  return sum(line.entries.filter((entry) => entry.key === key).map((entry) => counted(entry.hours))).mul(counted(line.passes));
}

function rateOf(line: LineFactors | undefined, key: string): Rational | null {
  const entry = line?.entries.find((candidate) => candidate.key === key);
  return entry === undefined || entry.rate === null ? null : counted(entry.rate);
}

/** The two rates of a role; the side that lacks the entry takes its state's tariff, else the line's own rate. Null = not priced. */
function priceSwitch(key: string, old: LineFactors | undefined, next: LineFactors | undefined, tariffs: Tariffs): Switch | null {
  const before = rateOf(old, key);
  const after = rateOf(next, key);
  const own = before ?? after;
  if (own === null) return null;
  const missing = (side: LineFactors | undefined): boolean => side?.entries.find((entry) => entry.key === key) === undefined;
  return {
    effect: 'price',
    before: before ?? (missing(old) ? (tariffs.before.get(key) ?? own) : ZERO),
    after: after ?? (missing(next) ? (tariffs.after.get(key) ?? own) : ZERO),
  };
}

const FACTORIALS = [1n, 1n, 2n, 6n, 24n, 120n, 720n] as const;

/** Adds the order-free effects of one product to `into`; unchanged factors get nothing. */
function addShapley(monomial: Monomial, into: Map<Factor, Rational>): void {
  const changed = monomial.filter((part) => !part.before.equals(part.after));
  if (changed.length === 0) return;
  let constant = ONE;
  for (const part of monomial) if (part.before.equals(part.after)) constant = constant.mul(part.before);
  if (isZero(constant)) return;
  const size = changed.length;
  for (let index = 0; index < size; index += 1) {
    const own = changed[index] as Switch;
    const step = own.after.sub(own.before);
    let weighted = ZERO;
    for (let subset = 0; subset < 1 << size; subset += 1) {
      if ((subset & (1 << index)) !== 0) continue;
      let value = ONE;
      let switched = 0;
      for (let other = 0; other < size; other += 1) {
        if (other === index) continue;
        const on = (subset & (1 << other)) !== 0;
        if (on) switched += 1;
        const part = changed[other] as Switch;
        value = value.mul(on ? part.after : part.before);
      }
      const weight = rational((FACTORIALS[switched] as bigint) * (FACTORIALS[size - switched - 1] as bigint), FACTORIALS[size] as bigint);
      weighted = weighted.add(weight.mul(value));
    }
    add(into, own.effect, constant.mul(step).mul(weighted));
  }
}

function addSequential(monomial: Monomial, order: readonly Factor[], into: Map<Factor, Rational>): void {
  const state = monomial.map((part) => part.before);
  let last = productOf(state);
  for (const effect of order) {
    monomial.forEach((part, index) => {
      if (part.effect === effect) state[index] = part.after;
    });
    const next = productOf(state);
    add(into, effect, next.sub(last));
    last = next;
  }
}

const productOf = (values: readonly Rational[]): Rational => values.reduce((left, right) => left.mul(right), ONE);
const add = (into: Map<Factor, Rational>, effect: Factor, amount: Rational): void => {
  if (!isZero(amount)) into.set(effect, (into.get(effect) ?? ZERO).add(amount));
};

const tidy = <N extends Factor>(effects: ReadonlyMap<Factor, Rational>, names: readonly N[]): Readonly<Partial<Record<N, Rational>>> =>
  Object.fromEntries(
    names.flatMap((effect) => {
      const amount = effects.get(effect);
      return amount === undefined || isZero(amount) ? [] : [[effect, amount]];
    }),
  ) as Readonly<Partial<Record<N, Rational>>>;

const monomialsOf = (pairs: readonly LinePair[], of: 'money' | 'hours'): readonly Monomial[] =>
  pairs.flatMap((pair) => (of === 'money' ? pair.monomials : pair.hours));

/** Order-free effects over pairs of lines; effects equal to 0 are left out. */
export function shapleyEffects(pairs: readonly LinePair[], of: 'money' | 'hours' = 'money'): Effects {
  const into = new Map<Factor, Rational>();
  for (const monomial of monomialsOf(pairs, of)) addShapley(monomial, into);
  return tidy(into, EFFECTS);
}

/** Order-free effects of pairs read with the volume in parts. */
export function fineEffects(pairs: readonly LinePair[]): FineEffects {
  const into = new Map<Factor, Rational>();
  for (const monomial of monomialsOf(pairs, 'money')) addShapley(monomial, into);
  return tidy(into, [...VOLUME_PARTS, 'mix', 'time', 'price', 'cash', 'fee', 'delay', 'bau'] as const);
}

/** Effects in a named order; changed factors that the order omits follow in the standard order. */
export function sequentialEffects(pairs: readonly LinePair[], order: readonly Effect[]): Effects {
  const full = [...order, ...EFFECTS.filter((effect) => !order.includes(effect))];
  const into = new Map<Factor, Rational>();
  for (const monomial of monomialsOf(pairs, 'money')) addSequential(monomial, full, into);
  return tidy(into, EFFECTS);
}

/** The change of a total when both states use the before tariffs, and when both use the after tariffs. */
export function oneTariffChanges(pairs: readonly LinePair[]): { readonly beforeTable: Rational; readonly afterTable: Rational } {
  const at = (table: 'before' | 'after'): Rational =>
    sum(
      monomialsOf(pairs, 'money').map((monomial) => {
        const value = (side: 'before' | 'after'): Rational => productOf(monomial.map((part) => part[part.effect === 'price' ? table : side]));
        return value('after').sub(value('before'));
      }),
    );
  return { beforeTable: at('before'), afterTable: at('after') };
}

/** Whether any role is priced differently in the two states. */
export const ratesDiffer = (pairs: readonly LinePair[]): boolean =>
  monomialsOf(pairs, 'money').some((monomial) => monomial.some((part) => part.effect === 'price' && !part.before.equals(part.after)));
