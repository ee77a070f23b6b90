/**
 * Change items: named operations on lines that turn the before state into the after state.
 *
 * `after = before + operations`. Two items that set one field conflict; `remove` wins over `set`, `set` over `scale`;
 * scale factors multiply, so their order does not matter. Each item's saving is its Shapley share.
 */
import type { ChangeType } from '../procedure/change-items.js';
import { DomainError } from '../shared/errors.js';
import { finding, type Finding } from './finding.js';
import type { Input } from './input.js';
import { readState } from './line-factors.js';
import { measure, measureLine } from './measure.js';
import { CONCEPT_COLUMNS, INPUT_FIELDS, type Concept, type CostLine, type CostModel, type CostState, type Labour } from './model.js';
import { ZERO, numberText, parseNumber, rational, sum, tryNumber, type NumberText, type Rational } from './number.js';

/** What `scale` multiplies: `volume` the cases, `time` every role's hours, `cash` external and out-of-pocket, `fee` the fee. */
export const SCALABLE = ['volume', 'mix', 'time', 'cash', 'fee'] as const;

export type Operation =
  | { readonly op: 'remove'; readonly line: string }
  | { readonly op: 'add'; readonly line: CostLine }
  | { readonly op: 'set'; readonly line: string; readonly field: string; readonly value: Input }
  | { readonly op: 'scale'; readonly line: string; readonly field: (typeof SCALABLE)[number]; readonly factor: NumberText }
  | { readonly op: 'moveShare'; readonly from: string; readonly to: string; readonly share: NumberText };

/** One element of a proposal with what it does to the lines. `cutTime` alone lowers days, so it may hold no operation. */
export type ChangeItem = { readonly id: string; readonly code: ChangeType; readonly label?: string; readonly operations: readonly Operation[] };

/** The state after all items, and where two of them set one field. @throws cost_unknown_line, cost_bad_number */
export function applyChanges(state: CostState, items: readonly ChangeItem[]): { readonly state: CostState; readonly findings: readonly Finding[] } {
  const lines = new Map(state.lines.map((line) => [line.id, line]));
  const findings: Finding[] = [];
  const setBy = new Map<string, string>();
  const each = (op: Operation['op'], act: (operation: Operation, item: ChangeItem) => void): void => {
    for (const item of items) for (const operation of item.operations) if (operation.op === op) act(operation, item);
  };
  const edit = (id: string, item: ChangeItem, change: (line: CostLine) => CostLine): void => {
    const line = lines.get(id);
    if (line === undefined) throw new DomainError('cost_unknown_line', { path: `changeItems.${item.id}`, line: id });
    lines.set(id, change(line));
  };
  each('add', (operation) => {
    if (operation.op === 'add') lines.set(operation.line.id, operation.line);
  });
  each('set', (operation, item) => {
    if (operation.op !== 'set') return;
    const key = `${operation.line}.${operation.field}`;
    const first = setBy.get(key);
    if (first !== undefined) {
      findings.push(finding('conflictingChange', `changeItems.${item.id}`, { first, second: item.id }));
      return;
    }
    setBy.set(key, item.id);
    edit(operation.line, item, (line) => setField(line, operation.field, operation.value));
  });
  each('moveShare', (operation, item) => {
    if (operation.op !== 'moveShare') return;
    const moved = parseNumber(operation.share, `changeItems.${item.id}.share`);
    edit(operation.from, item, (line) => ({ ...line, share: shifted(line.share, moved.neg()) }));
    edit(operation.to, item, (line) => ({ ...line, share: shifted(line.share, moved) }));
  });
  each('scale', (operation, item) => {
    if (operation.op !== 'scale') return;
    const factor = parseNumber(operation.factor, `changeItems.${item.id}.factor`);
    edit(operation.line, item, (line) => scaleField(line, operation.field, factor));
  });
  each('remove', (operation, item) => {
    if (operation.op !== 'remove') return;
    edit(operation.line, item, (line) => line);
  });
  each('remove', (operation) => {
    if (operation.op === 'remove') lines.delete(operation.line);
  });
  return { state: { ...state, lines: [...lines.values()] }, findings };
}

/** A line with one field set. @throws cost_bad_document for a field that cannot be set */
export function setField(line: CostLine, field: string, value: Input): CostLine {
  const [name, role] = field.split(':');
  if (role !== undefined && (name === 'hours' || name === 'rate')) {
    const labour = (line.labour ?? []).map((entry): Labour => {
      if (entry.role !== role) return entry;
      if (name === 'rate') return { ...entry, rate: value };
      const { minutes: _minutes, personDays: _days, ...rest } = entry;
      return { ...rest, hours: value };
    });
    return { ...line, labour };
  }
  if (!INPUT_FIELDS.some((settable) => settable === field)) throw new DomainError('cost_bad_document', { path: field, expected: INPUT_FIELDS.join(', ') });
  return { ...line, [field]: value };
}

/** A line with one factor multiplied; missing values stay missing, an upper bound grows along. */
export function scaleField(line: CostLine, field: (typeof SCALABLE)[number], factor: Rational): CostLine {
  const scale = (input: Input | undefined): Input | undefined => (input === undefined ? undefined : scaledInput(input, factor));
  const put = (name: keyof CostLine): Partial<CostLine> => (line[name] === undefined ? {} : { [name]: scale(line[name] as Input) });
  switch (field) {
    case 'volume':
      return { ...line, ...(line.cases === undefined ? put('population') : put('cases')) };
    case 'mix':
      return { ...line, share: scaledInput(line.share ?? '1', factor) };
    case 'cash':
      return { ...line, ...put('externalPerCase'), ...put('cashPerCase'), ...put('cashFixed') };
    case 'fee':
      return { ...line, ...put('feePerCase') };
    case 'time':
      return {
        ...line,
        ...(line.labour === undefined
          ? {}
          : {
              labour: line.labour.map((entry) => ({
                ...entry,
                ...(entry.hours === undefined ? {} : { hours: scaledInput(entry.hours, factor) }),
                ...(entry.minutes === undefined ? {} : { minutes: scaledInput(entry.minutes, factor) }),
                ...(entry.personDays === undefined ? {} : { personDays: scaledInput(entry.personDays, factor) }),
              })),
            }),
      };
  }
}

function scaledInput(input: Input, factor: Rational): Input {
  const times = (text: NumberText): NumberText => numberText(parseNumber(text, 'factor').mul(factor));
  if (typeof input === 'string') return times(input);
  if (input.state === 'unknown' || input.state === 'notApplicable') return input;
  if (input.state === 'negligible') return input.atMost === undefined ? input : { ...input, atMost: times(input.atMost) };
  const { derivation: _derivation, ...rest } = input;
  return {
    ...rest,
    value: times(input.value),
    ...(input.range === undefined ? {} : { range: { ...input.range, low: times(input.range.low), high: times(input.range.high) } }),
  };
}

function shifted(share: Input | undefined, by: Rational): Input {
  const value = share === undefined ? tryNumber('1') : tryNumber(typeof share === 'string' ? share : 'value' in share ? share.value : '');
  if (value === null) return { state: 'unknown' };
  const moved = numberText(value.add(by));
  return typeof share === 'object' && 'value' in share ? { ...share, value: moved } : moved;
}

/** What each item saves, and what no item explains. All of them add up to the saving. */
export type ItemSavings = {
  readonly byItem: Readonly<Record<string, Rational>>;
  /** The part of the saving that the stated after state has beyond the items' operations. */
  readonly unattributed: Rational;
  readonly method: 'shapley' | 'inStatedOrder';
  readonly findings: readonly Finding[];
};

const EXACT_UP_TO = 8;

/** The saving of each change item: its Shapley share up to 8 items, beyond that in stated order. */
export function savingsByItem(model: CostModel, items: readonly ChangeItem[], concept: Concept): ItemSavings {
  const applied = applyChanges(model.before, items);
  const touched = touchedLines(model.before, items);
  const base = touchedTotal(model.before, touched, concept);
  const cache = new Map<number, Rational>();
  const savingOf = (set: number): Rational => {
    const hit = cache.get(set);
    if (hit !== undefined) return hit;
    const state = applyChanges(
      model.before,
      items.filter((_, index) => (set & (1 << index)) !== 0),
    ).state;
    const saving = base.sub(touchedTotal(state, touched, concept));
    cache.set(set, saving);
    return saving;
  };
  const exact = items.length <= EXACT_UP_TO;
  const byItem = Object.fromEntries(
    items.map((item, index) => [item.id, exact ? shapleyOf(index, items.length, savingOf) : marginalOf(model, items, index, touched, concept)]),
  );
  const stated = model.after ?? applied.state;
  const whole = recurringTotal({ ...model, after: stated }, 'before', concept).sub(recurringTotal({ ...model, after: stated }, 'after', concept));
  return { byItem, unattributed: whole.sub(sum(Object.values(byItem))), method: exact ? 'shapley' : 'inStatedOrder', findings: applied.findings };
}

function marginalOf(model: CostModel, items: readonly ChangeItem[], index: number, touched: ReadonlySet<string>, concept: Concept): Rational {
  const total = (count: number): Rational => touchedTotal(applyChanges(model.before, items.slice(0, count)).state, touched, concept);
  return total(index).sub(total(index + 1));
}

/** The Shapley share of player `index` of `count` under a value of sets of players (bit masks). */
export function shapleyOf(index: number, count: number, valueOf: (set: number) => Rational): Rational {
  const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
  let share = ZERO;
  for (let set = 0; set < 1 << count; set += 1) {
    if ((set & (1 << index)) !== 0) continue;
    let size = 0;
    for (let rest = set; rest > 0; rest >>= 1) size += rest & 1;
    const weight = rational(factorial(size) * factorial(count - size - 1), factorial(count));
    share = share.add(weight.mul(valueOf(set | (1 << index)).sub(valueOf(set))));
  }
  return share;
}

function touchedLines(state: CostState, items: readonly ChangeItem[]): ReadonlySet<string> {
  const ids = new Set(
    items.flatMap((item) =>
      item.operations.flatMap((operation) =>
        operation.op === 'moveShare' ? [operation.from, operation.to] : [operation.op === 'add' ? operation.line.id : operation.line],
      ),
    ),
  );
  for (const line of state.lines)
    if (line.dutyId !== undefined && state.lines.some((other) => ids.has(other.id) && other.dutyId === line.dutyId)) ids.add(line.id);
  return ids;
}

function touchedTotal(state: CostState, touched: ReadonlySet<string>, concept: Concept): Rational {
  const lines = readState({ ...state, lines: state.lines.filter((line) => touched.has(line.id)) }, 'changeItems').filter((line) => line.kind === 'recurring');
  return sum(
    lines.flatMap((line) => {
      const { columns } = measureLine(line);
      return CONCEPT_COLUMNS[concept].map((column) => columns[column] ?? ZERO);
    }),
  );
}

const recurringTotal = (model: CostModel, state: 'before' | 'after', concept: Concept): Rational =>
  measure(model, state, { concept, baseline: model.before }).recurring.total ?? ZERO;
