/** Where a total comes from, down to the source of each input. */
import { counted, product, type Input } from './input.js';
import { casesFactors, readState } from './line-factors.js';
import { partsOf, type Part } from './measure.js';
import { CONCEPT_COLUMNS, type Concept, type CostLine, type CostModel, type CostState, type MoneyColumn, type Source } from './model.js';
import { ZERO, isZero, sum, type Rational } from './number.js';

/** One product of one line with the inputs it multiplies. */
export type Component = {
  readonly lineId: string;
  readonly line: CostLine;
  readonly kind: 'recurring' | 'oneOff';
  readonly column: MoneyColumn;
  readonly value: Rational;
  readonly state: Part['value']['state'];
  readonly inputs: readonly { readonly field: string; readonly input: Input | null }[];
};

/** Every product of a state, in the order of its lines. @throws the codes of `readState` */
export function componentsOf(state: CostState, path: string): readonly Component[] {
  return readState(state, path).flatMap((factors) =>
    partsOf(factors).map((part): Component => ({
      lineId: factors.line.id,
      line: factors.line,
      kind: factors.kind,
      column: part.column,
      value: counted(part.value),
      state: part.value.state,
      inputs: part.fields.map((field) => ({ field, input: inputAt(state, factors.line, field) })),
    })),
  );
}

/** Yearly hours of every labour entry with the inputs they multiply, priced or not. */
export function hoursComponentsOf(state: CostState, path: string): readonly Omit<Component, 'column'>[] {
  return readState(state, path).flatMap((factors) =>
    factors.entries.map((entry) => {
      const value = product([...casesFactors(factors), factors.passes, entry.hours]);
      const fields = [...factors.volume.map((factor) => factor.field), 'share', 'returnProbability', entry.hoursField];
      return {
        lineId: factors.line.id,
        line: factors.line,
        kind: factors.kind,
        value: counted(value),
        state: value.state,
        inputs: fields
          .filter((field) => field.includes('.') || factors.line[field as keyof CostLine] !== undefined)
          .map((field) => ({ field, input: inputAt(state, factors.line, field) })),
      };
    }),
  );
}

const LABOUR_FIELD = /^labour\[(\d+)\]\.(hours|minutes|personDays|rate)$/;

/** The stored input behind a field of a line (`feePerCase`, `labour[0].hours`, `tariffs.clerk`); null when time is not priced. */
export function inputAt(state: CostState, line: CostLine, field: string): Input | null {
  if (field.startsWith('tariffs.')) return state.tariffs?.[field.slice('tariffs.'.length)]?.rate ?? { state: 'unknown' };
  const labour = LABOUR_FIELD.exec(field);
  const value = labour
    ? line.labour?.[Number(labour[1])]?.[labour[2] as 'hours' | 'minutes' | 'personDays' | 'rate']
    : (line[field as keyof CostLine] as Input | undefined);
  return value === undefined ? { state: 'unknown' } : value;
}

/** The id of the source an input names; null = an assumption. */
export const sourceOf = (input: Input | null): string | null =>
  input !== null && typeof input === 'object' && 'source' in input ? (input.source ?? null) : null;

const isAssumption = (sources: ReadonlyMap<string, Source>, input: Input | null): boolean => {
  const id = sourceOf(input);
  const source = id === null ? undefined : sources.get(id);
  return source === undefined || source.kind === 'assumption';
};

export const sourcesOf = (model: CostModel): ReadonlyMap<string, Source> => new Map((model.sources ?? []).map((source) => [source.id, source]));

/** The share of a recurring total that rests on at least one number without a source, 0…1; 0 when there is no money. */
export function assumptionShare(model: CostModel, state: 'before' | 'after', concept: Concept): Rational {
  const columns = CONCEPT_COLUMNS[concept];
  const sources = sourcesOf(model);
  const components = componentsOf(stateOf(model, state), state).filter((part) => part.kind === 'recurring' && columns.includes(part.column));
  const weight = (parts: readonly Component[]): Rational => sum(parts.map((part) => part.value.abs()));
  const whole = weight(components);
  if (isZero(whole)) return ZERO;
  return weight(components.filter((part) => part.inputs.some(({ input }) => isAssumption(sources, input)))).div(whole);
}

export const stateOf = (model: CostModel, state: 'before' | 'after'): CostState => (state === 'before' ? model.before : (model.after ?? { lines: [] }));

/** A total that moves when a source changes: its path and the money behind it. */
export type Dependent = { readonly path: string; readonly amount: Rational };

/** Which totals, lines and columns rest on a source; exactly those move when it is replaced. */
export function dependents(model: CostModel, sourceId: string): readonly Dependent[] {
  const found: Dependent[] = [];
  for (const state of ['before', 'after'] as const) {
    if (state === 'after' && model.after === undefined) continue;
    const touched = componentsOf(stateOf(model, state), state).filter((part) => part.inputs.some(({ input }) => sourceOf(input) === sourceId));
    if (touched.length === 0) continue;
    const paths = new Map<string, Rational>();
    const add = (path: string, amount: Rational): void => {
      paths.set(path, (paths.get(path) ?? ZERO).add(amount));
    };
    for (const part of touched) {
      add(`${state}.lines.${part.lineId}.${part.column}`, part.value);
      add(`${state}.lines.${part.lineId}.total`, part.value);
      add(`${state}.totals.${part.kind}.${part.column}`, part.value);
      add(`${state}.totals.${part.kind}.total`, part.value);
    }
    found.push(...[...paths].map(([path, amount]) => ({ path, amount })));
  }
  return found;
}
