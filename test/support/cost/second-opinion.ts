/**
 * A second, independent implementation of the cost rules, written straight from the formulas: fractions as pairs of BigInt,
 * no reduction, no shared code with the engine. It exists to disagree.
 */
import type { CostLine, CostModel, CostState } from '../../../domain/cost/model.js';
import type { VnSheet } from '../../../domain/cost/vn/sheet.js';

/** Numerator and positive denominator, not reduced. */
export type Pair = readonly [bigint, bigint];

export function pair(text: string): Pair {
  if (text.includes('/')) {
    const [over, under] = text.split('/') as [string, string];
    return [BigInt(over), BigInt(under)];
  }
  const negative = text.startsWith('-');
  const [whole, places = ''] = text.replace('-', '').split('.') as [string, string?];
  const value = BigInt(whole + places);
  return [negative ? -value : value, 10n ** BigInt(places.length)];
}

const NOUGHT: Pair = [0n, 1n];
export const plus = (a: Pair, b: Pair): Pair => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
export const less = (a: Pair, b: Pair): Pair => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
export const by = (...values: readonly Pair[]): Pair => values.reduce((a, b) => [a[0] * b[0], a[1] * b[1]], [1n, 1n] as Pair);
export const total = (values: readonly Pair[]): Pair => values.reduce(plus, NOUGHT);
export const same = (a: Pair, b: Pair): boolean => a[0] * b[1] === b[0] * a[1];

/** Whole units, half away from zero. */
export function nearest([over, under]: Pair): bigint {
  const magnitude = over < 0n ? -over : over;
  const whole = (magnitude * 2n + under) / (under * 2n);
  return over < 0n ? -whole : whole;
}

const plain = (cell: unknown): Pair => {
  if (typeof cell !== 'string') throw new Error('the second opinion reads plain numbers only');
  return pair(cell);
};

/** Σ (hours × rate + service + fees) × times × subjects over the rows that count. */
export function secondSheetTotal(sheet: VnSheet): Pair {
  const rate = plain(sheet.hourlyIncome.value);
  return total(
    sheet.rows
      .filter((row) => row.state !== 'dropped')
      .map((row) => {
        const hours: Pair = row.hours !== undefined ? plain(row.hours) : by(plain(row.minutes), [1n, 60n]);
        const once = total([by(hours, rate), plain(row.service), plain(row.fees)]);
        return by(once, plain(row.timesPerYear), plain(row.subjectsPerYear));
      }),
  );
}

type Factors = {
  readonly volume: Pair;
  readonly mix: Pair;
  readonly times: ReadonlyMap<string, Pair>;
  readonly rates: ReadonlyMap<string, Pair>;
  readonly cash: Pair;
  readonly fixed: Pair;
  readonly fee: Pair;
};
export const FACTORS = ['volume', 'mix', 'time', 'price', 'cash', 'fee'] as const;
export type FactorName = (typeof FACTORS)[number];

const given = (value: unknown, absent: string): Pair => (value === undefined ? pair(absent) : plain(value));

function factorsOf(line: CostLine, state: CostState): Factors {
  const times = new Map<string, Pair>();
  const rates = new Map<string, Pair>();
  (line.labour ?? []).forEach((entry, index) => {
    const key = entry.role ?? `${line.id}/${index}`;
    const hours = entry.hours !== undefined ? plain(entry.hours) : by(plain(entry.minutes), [1n, 60n]);
    times.set(key, plus(times.get(key) ?? NOUGHT, hours));
    rates.set(key, plain(entry.rate ?? state.tariffs?.[entry.role ?? '']?.rate));
  });
  const cases = line.cases !== undefined ? plain(line.cases) : by(plain(line.population), given(line.frequency, '1'));
  return {
    volume: by(cases, given(line.complianceRate, '1')),
    mix: given(line.share, '1'),
    times,
    rates,
    cash: plus(given(line.externalPerCase, '0'), given(line.cashPerCase, '0')),
    fixed: given(line.cashFixed, '0'),
    fee: given(line.feePerCase, '0'),
  };
}

function costOf(factors: Factors): Pair {
  const labour = total([...factors.times].map(([key, hours]) => by(hours, factors.rates.get(key) ?? NOUGHT)));
  return plus(by(factors.volume, factors.mix, total([labour, factors.cash, factors.fee])), factors.fixed);
}

/** Labour, external, cash and fees of all lines of a state: the Vietnamese concept. */
export const secondTotal = (state: CostState): Pair => total(state.lines.map((line) => costOf(factorsOf(line, state))));

/** The mean, over every order, of what each factor adds when it is switched from before to after. */
export function secondEffects(model: CostModel): ReadonlyMap<FactorName, Pair> {
  const after = model.after as CostState;
  const ids = [...new Set([...model.before.lines, ...after.lines].map((line) => line.id))];
  const effects = new Map<FactorName, Pair>(FACTORS.map((name) => [name, NOUGHT]));
  const orders = permutations(FACTORS);
  for (const id of ids) {
    const [old, next] = bothSides(id, model.before, after);
    for (const order of orders) {
      let current = old;
      for (const name of order) {
        const switched = withFactor(current, next, name);
        effects.set(name, plus(effects.get(name) as Pair, less(costOf(switched), costOf(current))));
        current = switched;
      }
    }
  }
  return new Map([...effects].map(([name, [over, under]]) => [name, [over, under * BigInt(orders.length)]]));
}

/** A line missing from one side stands there with the same cases, that side's tariffs, and nothing to do or pay. */
function bothSides(id: string, before: CostState, after: CostState): readonly [Factors, Factors] {
  const read = (state: CostState): Factors | null => {
    const line = state.lines.find((candidate) => candidate.id === id);
    return line === undefined ? null : factorsOf(line, state);
  };
  const old = read(before);
  const next = read(after);
  const empty = (other: Factors, state: CostState): Factors => ({
    ...other,
    times: new Map([...other.times.keys()].map((key) => [key, NOUGHT])),
    rates: new Map([...other.rates].map(([key, rate]) => [key, tariff(state, key) ?? rate])),
    cash: NOUGHT,
    fixed: NOUGHT,
    fee: NOUGHT,
  });
  const left = old ?? empty(next as Factors, before);
  const right = next ?? empty(old as Factors, after);
  return [padded(left, right, before), padded(right, left, after)];
}

/** Roles of the other side: no time, this side's tariff. */
function padded(own: Factors, other: Factors, state: CostState): Factors {
  const times = new Map(own.times);
  const rates = new Map(own.rates);
  for (const [key, rate] of other.rates) {
    if (!times.has(key)) times.set(key, NOUGHT);
    if (!rates.has(key)) rates.set(key, tariff(state, key) ?? rate);
  }
  return { ...own, times, rates };
}

/** What a role costs in a state, wherever the state says so. */
function tariff(state: CostState, role: string): Pair | null {
  for (const line of state.lines) {
    for (const entry of line.labour ?? []) {
      if (entry.role === role) return plain(entry.rate ?? state.tariffs?.[role]?.rate);
    }
  }
  return null;
}

function withFactor(current: Factors, next: Factors, name: FactorName): Factors {
  switch (name) {
    case 'volume':
      return { ...current, volume: next.volume };
    case 'mix':
      return { ...current, mix: next.mix };
    case 'time':
      return { ...current, times: next.times };
    case 'price':
      return { ...current, rates: next.rates };
    case 'cash':
      return { ...current, cash: next.cash, fixed: next.fixed };
    case 'fee':
      return { ...current, fee: next.fee };
  }
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) => permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]));
}
