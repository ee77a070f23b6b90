/** Reads the inputs of a case from untrusted JSON; every refusal names the path. */
import { DomainError } from '../../shared/errors.js';
import { parseNumber, tryNumber, type Rational } from '../number.js';

export type Fields = Readonly<Record<string, unknown>>;

const refuse = (path: string, expected: string): never => {
  throw new DomainError('cost_bad_document', { path, expected });
};

/** @throws cost_bad_document when the value is no object */
export function fieldsOf(value: unknown, path: string): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : refuse(path, 'an object');
}

/** @throws cost_missing_field, cost_bad_document */
export function listOf(fields: Fields, name: string, path: string): readonly unknown[] {
  const value = fields[name];
  if (value === undefined) throw new DomainError('cost_missing_field', { path: `${path}.${name}` });
  return Array.isArray(value) ? value : refuse(`${path}.${name}`, 'a list');
}

/** @throws cost_missing_field, cost_bad_document */
export function textOf(fields: Fields, name: string, path: string): string {
  const value = fields[name];
  if (value === undefined) throw new DomainError('cost_missing_field', { path: `${path}.${name}` });
  return typeof value === 'string' ? value : refuse(`${path}.${name}`, 'a text');
}

/** @throws cost_missing_field, cost_bad_number */
export function numberOf(fields: Fields, name: string, path: string): Rational {
  if (fields[name] === undefined) throw new DomainError('cost_missing_field', { path: `${path}.${name}` });
  return parseNumber(fields[name], `${path}.${name}`);
}

/** The number of a field, or the value it has when absent. @throws cost_bad_number */
export const numberOr = (fields: Fields, name: string, absent: Rational, path: string): Rational =>
  fields[name] === undefined ? absent : parseNumber(fields[name], `${path}.${name}`);

const MAX_COUNT = 1_000_000;

/** A whole number from 1 to `most`. @throws cost_bad_number */
export function countOf(fields: Fields, name: string, path: string, most = MAX_COUNT): number {
  const value = numberOf(fields, name, path);
  if (value.d !== 1n || value.compare(1) < 0 || value.compare(most) > 0) {
    throw new DomainError('cost_bad_number', { path: `${path}.${name}`, given: String(fields[name]), expected: `a whole number from 1 to ${most}` });
  }
  return Number(value.n);
}

/** Numbers of a list of texts. @throws cost_bad_document, cost_bad_number */
export const numbersOf = (value: unknown, path: string): readonly Rational[] =>
  Array.isArray(value) ? value.map((item, index) => parseNumber(item, `${path}[${index}]`)) : refuse(path, 'a list of numbers');

/** A pair [low, high]. @throws cost_bad_document, cost_bad_range */
export function rangeOf(value: unknown, path: string): readonly [Rational, Rational] {
  const numbers = numbersOf(value, path);
  const [low, high] = numbers;
  if (low === undefined || high === undefined || numbers.length !== 2) return refuse(path, 'a pair [low, high]');
  if (low.compare(high) > 0) throw new DomainError('cost_bad_range', { path });
  return [low, high];
}

/** A JSON `digits` value: a whole number, also accepted as text. @throws cost_bad_number */
export function digitsOf(value: unknown, path: string): number {
  const number = typeof value === 'number' && Number.isInteger(value) ? value : Number(tryNumber(value)?.toString() ?? Number.NaN);
  if (!Number.isInteger(number) || number < -15 || number > 30) throw new DomainError('cost_bad_number', { path, given: String(value) });
  return number;
}
