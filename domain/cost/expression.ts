/** Small arithmetic expressions stored beside a number to say how it arose. */
import { DomainError } from '../shared/errors.js';
import { isZero, parseNumber, rational, sum, type NumberText, type Rational } from './number.js';

/** A number, or one operation over expressions; `sub` takes the first minus all others, `div` the first by all others. */
export type Expression =
  | NumberText
  | { readonly add: readonly Expression[] }
  | { readonly sub: readonly Expression[] }
  | { readonly mul: readonly Expression[] }
  | { readonly div: readonly Expression[] }
  | { readonly mean: readonly Expression[] };

export const OPERATIONS = ['add', 'sub', 'mul', 'div', 'mean'] as const;
type Operation = (typeof OPERATIONS)[number];

/**
 * The exact value of an expression.
 * @throws cost_bad_number, cost_division_by_zero, cost_bad_document with the path of the part
 */
export function evaluate(expression: unknown, path: string): Rational {
  if (typeof expression === 'string') return parseNumber(expression, path);
  const [operation, parts] = operationOf(expression, path);
  const values = parts.map((part, index) => evaluate(part, `${path}.${operation}[${index}]`));
  const [first, ...rest] = values as [Rational, ...Rational[]];
  switch (operation) {
    case 'add':
      return sum(values);
    case 'mean':
      return sum(values).div(rational(BigInt(values.length)));
    case 'sub':
      return rest.reduce((left, right) => left.sub(right), first);
    case 'mul':
      return rest.reduce((left, right) => left.mul(right), first);
    case 'div':
      return rest.reduce((left, right) => {
        if (isZero(right)) throw new DomainError('cost_division_by_zero', { path });
        return left.div(right);
      }, first);
  }
}

function operationOf(expression: unknown, path: string): [Operation, readonly unknown[]] {
  if (typeof expression === 'object' && expression !== null) {
    const entries = Object.entries(expression);
    const [name, parts] = entries[0] ?? ['', null];
    const operation = OPERATIONS.find((candidate) => candidate === name);
    if (entries.length === 1 && operation !== undefined && Array.isArray(parts) && parts.length > 0) return [operation, parts as unknown[]];
  }
  throw new DomainError('cost_bad_document', { path, expected: `a number text or one of ${OPERATIONS.join(', ')}` });
}

const SIGNS: Readonly<Record<Exclude<Operation, 'mean'>, string>> = { add: ' + ', sub: ' − ', mul: ' × ', div: ' ÷ ' };

/** An expression in one line, for people: `(99 + 105) ÷ 2 × 0.8`. */
export function expressionText(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  const [operation, parts] = operationOf(expression, '');
  const texts = (parts as Expression[]).map((part) => (typeof part === 'string' ? part : `(${expressionText(part)})`));
  return operation === 'mean' ? `(${texts.join(' + ')}) ÷ ${texts.length}` : texts.join(SIGNS[operation]);
}
