/** Kinds over time: `multi-year`, `annualise`, `delay`, `break-even`. */
import { DomainError } from '../../shared/errors.js';
import { breakEven } from '../break-even.js';
import { ZERO, numberText, rational, type NumberText, type Rational } from '../number.js';
import { effectiveWaiting, waitingCost, type Waiting } from '../waiting.js';
import { annualise, schedule, type Annualising, type Event } from '../years.js';
import { texts, type Computed, type Exact } from './figure.js';
import { countOf, fieldsOf, listOf, numberOf, numberOr, numbersOf, textOf, type Fields } from './reader.js';

/** Exact powers grow with the years; a millennium is enough. */
const MOST_YEARS = 1_000;

/** Years count from 1; each event costs entities × (hours × rate + cash). */
export function computeMultiYear(inputs: Fields, path: string): Computed {
  const years = countOf(inputs, 'years', path, MOST_YEARS);
  const events = listOf(inputs, 'schedule', path).map((item, index): Event => {
    const at = `${path}.schedule[${index}]`;
    const event = fieldsOf(item, at);
    return {
      from: countOf(event, 'from', at),
      to: countOf(event, 'to', at),
      every: event['every'] === undefined ? 1 : countOf(event, 'every', at),
      hours: numberOr(event, 'hours', ZERO, at),
      cash: numberOr(event, 'cash', ZERO, at),
    };
  });
  const { perYear, total, averagePerYear } = schedule(events, years, numberOf(inputs, 'entities', path), numberOr(inputs, 'rate', ZERO, path));
  return { exact: { perYear: perYear.map(numberText), ...texts({ total, averagePerYear }) } };
}

/** A yearly amount per variant. */
export function computeAnnualise(inputs: Fields, path: string): Computed {
  const amount = numberOf(inputs, 'amount', path);
  const variants = listOf(inputs, 'variants', path).map((item, index) => {
    const at = `${path}.variants[${index}]`;
    const variant = fieldsOf(item, at);
    return [textOf(variant, 'id', at), annualise(amount, readVariant(variant, at))] as const;
  });
  return { exact: texts(Object.fromEntries(variants)) };
}

function readVariant(variant: Fields, path: string): Annualising {
  const method = textOf(variant, 'method', path);
  switch (method) {
    case 'sideBySide':
      return { method };
    case 'straightLine':
    case 'depreciation':
      return { method, years: numberOf(variant, 'years', path) };
    case 'annuity':
      return { method, years: countOf(variant, 'years', path, MOST_YEARS), rate: numberOf(variant, 'rate', path) };
    case 'profile':
      return {
        method,
        amounts: numbersOf(variant['amounts'], `${path}.amounts`),
        ...(variant['years'] === undefined ? {} : { years: numberOf(variant, 'years', path) }),
      };
    default:
      throw new DomainError('cost_bad_document', { path: `${path}.method`, expected: 'sideBySide, depreciation, straightLine, profile, annuity' });
  }
}

/** Waiting beyond readiness; with `compare` its yearly money and the change. */
export function computeDelay(inputs: Fields, path: string): Computed {
  const items = new Map(
    listOf(inputs, 'items', path).map((item, index): readonly [string, Waiting] => {
      const at = `${path}.items[${index}]`;
      const fields = fieldsOf(item, at);
      return [
        textOf(fields, 'id', at),
        { application: numberOr(fields, 'application', ZERO, at), approval: numberOf(fields, 'approval', at), ready: numberOr(fields, 'ready', ZERO, at) },
      ];
    }),
  );
  const effective = texts(Object.fromEntries([...items].map(([id, item]) => [id, effectiveWaiting(item)])));
  if (inputs['compare'] === undefined) return { exact: { effective } };
  const [before, after] = listOf(inputs, 'compare', path) as readonly [unknown, unknown];
  const files = numberOf(inputs, 'filesPerYear', path);
  const cost = numberOf(inputs, 'costPerUnit', path);
  const yearly = (id: unknown, at: string): Rational => {
    const item = items.get(String(id));
    if (item === undefined) throw new DomainError('cost_unknown_line', { path: at, line: String(id) });
    return waitingCost(item, files, cost);
  };
  const change = yearly(after, `${path}.compare[1]`).sub(yearly(before, `${path}.compare[0]`));
  const perYear: { readonly [id: string]: NumberText } = Object.fromEntries(
    [before, after].map((id, index) => [String(id), numberText(yearly(id, `${path}.compare[${index}]`))]),
  );
  const result: { [key: string]: Exact } = { effective, perYear, changePerYear: numberText(change) };
  if (inputs['years'] !== undefined) result['changeOverYears'] = numberText(change.mul(numberOf(inputs, 'years', path)));
  return { exact: result };
}

/** Payback and what would have to hold at least; null = never earned back. */
export function computeBreakEven(inputs: Fields, path: string): Computed {
  const read = (name: string): Rational => numberOf(inputs, name, path);
  const result = breakEven({
    oneOff: read('oneOff'),
    years: read('years'),
    cases: read('cases'),
    savingPerCase: read('savingPerCase'),
    uptake: numberOr(inputs, 'uptake', rational(1n), path),
  });
  const { yearlySaving, paybackYears, paybackMonth, casesPerYearNeeded, uptakeNeeded } = result;
  return { exact: texts({ yearlySaving, paybackYears, paybackMonth, casesPerYearNeeded, uptakeNeeded }) };
}
