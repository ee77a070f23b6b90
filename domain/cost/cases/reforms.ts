/** Kinds of reform arithmetic on plain amounts: `take-up`, `bau-floor`, `aggregate`. */
import { bauFloor } from '../bau.js';
import { takeUpByUnit } from '../channels.js';
import { ONE, ZERO, numberText, parseNumber, sum, type Rational } from '../number.js';
import { shown, type Rounding } from '../policy.js';
import { shareOf } from '../quantity.js';
import { texts, type Computed, type Exact } from './figure.js';
import { fieldsOf, listOf, numberOf, numberOr, numbersOf, textOf, type Fields } from './reader.js';

/** after = (1 − u)·before + u·before·unitAfter/unitBefore per group, own or common take-up. */
export function computeTakeUp(inputs: Fields, path: string): Computed {
  const groups = fieldsOf(inputs['groups'], `${path}.groups`);
  return {
    exact: Object.fromEntries(
      Object.entries(groups).map(([name, value]) => {
        const at = `${path}.groups.${name}`;
        const group = fieldsOf(value, at);
        const uptake = group['uptake'] === undefined ? numberOf(inputs, 'uptake', path) : numberOf(group, 'uptake', at);
        return [name, texts(takeUpByUnit(numberOf(group, 'before', at), numberOf(group, 'unitBefore', at), numberOf(group, 'unitAfter', at), uptake, at))];
      }),
    ),
  };
}

/** The floor rule, and beside it the wrong rule that multiplies the cut. */
export function computeBauFloor(inputs: Fields, path: string): Computed {
  const today = numberOf(inputs, 'today', path);
  const share = shareOf(numberOf(inputs, 'share', path), `${path}.share`);
  const reformed = numbersOf(inputs['reformed'], `${path}.reformed`);
  const { floor, burdenToday, burdenReformed, saving } = bauFloor(today, share, reformed);
  return {
    exact: {
      ...texts({ floor, burdenToday }),
      burdenReformed: burdenReformed.map(numberText),
      saving: saving.map(numberText),
      trapMultiplied: reformed.map((amount) => numberText(today.sub(amount).mul(ONE.sub(share)))),
    },
  };
}

type Part = { readonly id: string; readonly columns: ReadonlyMap<string, Rational> };

/** Totals per part and per column; one-off apart. */
export function computeAggregate(inputs: Fields, path: string): Computed {
  const parts = listOf(inputs, 'parts', path).map((item, index) => readPart(item, `${path}.parts[${index}]`));
  const partTotal = (part: Part): Rational => sum(part.columns.values());
  const names = [...new Set(parts.flatMap((part) => [...part.columns.keys()]))];
  const column = (name: string): Rational => sum(parts.map((part) => part.columns.get(name) ?? ZERO));
  const exact: { [key: string]: Exact } = {
    parts: texts(Object.fromEntries(parts.map((part) => [part.id, partTotal(part)]))),
    columns: texts(Object.fromEntries(names.map((name) => [name, column(name)]))),
    total: numberText(sum(parts.map(partTotal))),
  };
  if (inputs['oneOff'] !== undefined)
    exact['oneOff'] = numberText(sum(listOf(inputs, 'oneOff', path).map((item, index) => oneOffAmount(item, `${path}.oneOff[${index}]`))));
  return {
    exact,
    under: (figure, policy, rounding) => (policy.name === 'sumOfShownParts' ? sumOfShown(figure, parts, names, policy.columns, rounding) : undefined),
  };
}

function readPart(item: unknown, path: string): Part {
  const part = fieldsOf(item, path);
  const columns = Object.entries(fieldsOf(part['columns'], `${path}.columns`)).map(
    ([name, value]) => [name, parseNumber(value, `${path}.columns.${name}`)] as const,
  );
  return { id: textOf(part, 'id', path), columns: new Map(columns) };
}

function oneOffAmount(item: unknown, path: string): Rational {
  if (typeof item === 'string') return parseNumber(item, path);
  const fields = fieldsOf(item, path);
  return fields['columns'] === undefined ? numberOr(fields, 'amount', ZERO, path) : sum(readPart(item, path).columns.values());
}

function sumOfShown(
  figure: string,
  parts: readonly Part[],
  names: readonly string[],
  columns: readonly string[] | undefined,
  rounding: Rounding,
): Rational | undefined {
  const kept = columns === undefined ? names : names.filter((name) => columns.includes(name));
  const cell = (part: Part, name: string): Rational => shown(part.columns.get(name) ?? ZERO, rounding);
  const row = (part: Part): Rational => sum(kept.map((name) => cell(part, name)));
  if (figure === 'total') return sum(parts.map(row));
  const part = parts.find((candidate) => figure === `parts.${candidate.id}`);
  if (part !== undefined) return row(part);
  const name = names.find((candidate) => figure === `columns.${candidate}`);
  return name === undefined ? undefined : sum(parts.map((candidate) => cell(candidate, name)));
}
