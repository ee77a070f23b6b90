/** From any total down to its lines, inputs, sources. */
import { DomainError } from '../shared/errors.js';
import { expressionText } from './expression.js';
import type { Input } from './input.js';
import { measure } from './measure.js';
import type { MeasuredLine, Result } from './measured.js';
import { CONCEPT_COLUMNS, MONEY_COLUMNS, type Concept, type CostModel, type MoneyColumn } from './model.js';
import { storedNumber, type Lang } from './number-words.js';
import { numberText, parseNumber, type NumberText } from './number.js';
import { componentsOf, hoursComponentsOf, sourceOf, sourcesOf, stateOf, type Component } from './provenance.js';

/**
 * One node. `sum` adds its children, `product` multiplies them, `difference` takes the second from the first; `input` is
 * a leaf with its source (`assumption` where none is named).
 */
export type Tree = {
  readonly path: string;
  readonly label?: string;
  readonly op: 'sum' | 'product' | 'difference' | 'quotient' | 'input';
  /** Null = no figure, or not priced. */
  readonly value: NumberText | null;
  readonly children: readonly Tree[];
  readonly state?: 'unknown' | 'negligible' | 'notApplicable';
  readonly source?: {
    readonly id: string | null;
    readonly kind: string;
    readonly document?: string;
    readonly locator?: string;
    readonly who?: string;
    readonly when?: string;
  };
  readonly note?: string;
};

/**
 * The tree of a figure: `before.total`, `before.labour`, `before.hours`, `before.oneOff`, `before.lines.<id>`,
 * `before.lines.<id>.<column>`, the same for `after`, and `change`, `saving`.
 * @throws cost_bad_path when the model has no such figure
 */
export function explain(model: CostModel, path: string, concept: Concept = 'burden'): Tree {
  if (path === 'saving' || path === 'change') {
    const before = explain(model, 'before.total', concept);
    const after = explain(model, 'after.total', concept);
    const children = path === 'saving' ? [before, after] : [after, before];
    return { path, op: 'difference', value: differenceText(children), children };
  }
  const [state, ...rest] = path.split('.');
  if (state !== 'before' && state !== 'after') throw new DomainError('cost_bad_path', { path });
  const result = measure(model, state, { concept, baseline: model.before });
  const components = componentsOf(stateOf(model, state), state);
  const target = rest.join('.') || 'total';
  const whole = wholeTree(model, result, components, target, state);
  if (whole !== null) return whole;
  const line = result.lines
    .filter((candidate) => target === `lines.${candidate.id}` || target.startsWith(`lines.${candidate.id}.`))
    .sort((left, right) => right.id.length - left.id.length)[0];
  if (line === undefined) throw new DomainError('cost_bad_path', { path });
  return lineTree(model, line, components, target.slice(`lines.${line.id}`.length + 1) || 'total', result.concept, state);
}

const differenceText = (children: readonly Tree[]): NumberText | null => {
  const [first, second] = children.map((child) => child.value);
  if (first === null || first === undefined || second === null || second === undefined) return null;
  return numberText(parseNumber(first, 'value').sub(parseNumber(second, 'value')));
};

function wholeTree(model: CostModel, result: Result, components: readonly Component[], target: string, state: 'before' | 'after'): Tree | null {
  const kind = target === 'oneOff' ? 'oneOff' : 'recurring';
  const column = target === 'oneOff' ? 'total' : target;
  if (column !== 'total' && column !== 'hours' && !MONEY_COLUMNS.some((name) => name === column)) return null;
  const totals = result[kind];
  const value = column === 'total' ? totals.total : column === 'hours' ? totals.hours : totals.columns[column as MoneyColumn];
  const lines = result.lines.filter((line) => line.kind === kind);
  return {
    path: `${state}.${target}`,
    op: 'sum',
    value: value === null ? null : numberText(value),
    children: lines.map((line) => lineTree(model, line, components, column, result.concept, state)),
  };
}

function lineTree(model: CostModel, line: MeasuredLine, components: readonly Component[], column: string, concept: Concept, state: 'before' | 'after'): Tree {
  const names = column === 'total' ? CONCEPT_COLUMNS[concept] : MONEY_COLUMNS.filter((name) => name === column);
  const own = components.filter((part) => part.lineId === line.id);
  const path = `${state}.lines.${line.id}${column === 'total' ? '' : `.${column}`}`;
  const label = line.line.label === undefined ? {} : { label: line.line.label };
  if (column === 'hours') {
    const children = hoursComponentsOf(stateOf(model, state), state)
      .filter((part) => part.lineId === line.id)
      .map((part) => productTree(model, part, path));
    return { path, ...label, op: 'sum', value: numberText(line.hours), children };
  }
  if (names.length === 0) throw new DomainError('cost_bad_path', { path });
  const value = column === 'total' ? line.total : line.columns[column as MoneyColumn];
  const children = own.filter((part) => names.includes(part.column)).map((part) => productTree(model, part, path, part.column));
  const gross = children.length > 0 && line.gross.equals(line.burden);
  return {
    path,
    ...label,
    op: 'sum',
    value: value === null ? null : numberText(value),
    children,
    ...(line.status === 'missing' ? { state: 'unknown' as const, note: line.gaps.join(', ') } : {}),
    ...(gross || line.status === 'missing' || children.length === 0 ? {} : { note: `gross ${numberText(line.gross)}, less what would be done anyway` }),
  };
}

function productTree(model: CostModel, part: Omit<Component, 'column'>, path: string, column?: MoneyColumn): Tree {
  return {
    path: column === undefined || path.endsWith(`.${column}`) ? path : `${path}.${column}`,
    op: 'product',
    value: numberText(part.value),
    children: part.inputs.map(({ field, input }) => inputTree(model, field, input, path)),
    ...(part.state === 'known' ? {} : { state: part.state }),
  };
}

function inputTree(model: CostModel, field: string, input: Input | null, path: string): Tree {
  const at = `${path}.${field}`;
  if (input === null) return { path: at, op: 'input', value: null, children: [], state: 'notApplicable', note: 'time is not priced' };
  const source = sourceNode(model, input);
  if (typeof input === 'string') return { path: at, op: 'input', value: input, children: [], source };
  if (!('value' in input))
    return { path: at, op: 'input', value: null, children: [], state: input.state, source, ...(input.reason === undefined ? {} : { note: input.reason }) };
  return {
    path: at,
    op: 'input',
    value: input.value,
    children: [],
    source,
    ...(input.derivation === undefined ? {} : { note: `= ${expressionText(input.derivation)}` }),
  };
}

function sourceNode(model: CostModel, input: Input): NonNullable<Tree['source']> {
  const id = sourceOf(input);
  const source = id === null ? undefined : sourcesOf(model).get(id);
  if (source === undefined) return { id, kind: 'assumption' };
  const { kind, document, locator, who, when } = source;
  return {
    id,
    kind,
    ...(document === undefined ? {} : { document }),
    ...(locator === undefined ? {} : { locator }),
    ...(who === undefined ? {} : { who }),
    ...(when === undefined ? {} : { when }),
  };
}

const WORDS = {
  vi: {
    sum: 'tổng của',
    product: 'tích của',
    difference: 'hiệu của',
    quotient: 'thương của',
    none: 'chưa có',
    assumption: 'giả định',
    unknown: 'chưa có số liệu',
    negligible: 'không đáng kể',
    notApplicable: 'không áp dụng',
  },
  en: {
    sum: 'sum of',
    product: 'product of',
    difference: 'difference of',
    quotient: 'quotient of',
    none: 'none',
    assumption: 'assumption',
    unknown: 'no figure yet',
    negligible: 'negligible',
    notApplicable: 'not applicable',
  },
} as const;

/** A tree as indented lines for people. */
export function treeLines(tree: Tree, lang: Lang, depth = 0): readonly string[] {
  const words = WORDS[lang];
  const value = tree.value === null ? (tree.state === undefined ? words.none : words[tree.state]) : storedNumber(tree.value, lang);
  const kind =
    tree.op === 'input'
      ? `  [${tree.source === undefined || tree.source.kind === 'assumption' ? words.assumption : [tree.source.kind, tree.source.document, tree.source.locator].filter((part) => part !== undefined).join(', ')}]`
      : tree.children.length === 0
        ? ''
        : `  (${words[tree.op]})`;
  const name = tree.label === undefined ? tree.path : `${tree.path} “${tree.label}”`;
  const line = `${'  '.repeat(depth)}${name}: ${value}${kind}${tree.note === undefined ? '' : `  ${tree.note}`}`;
  return [line, ...tree.children.flatMap((child) => treeLines(child, lang, depth + 1))];
}
