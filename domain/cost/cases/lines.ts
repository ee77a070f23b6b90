/** Kind `lines`: one state of plain lines with its totals. */
import { DomainError } from '../../shared/errors.js';
import { byAddressee, informationObligations, measure } from '../measure.js';
import type { MeasuredLine, Result, Totals } from '../measured.js';
import { HUNDRED, ZERO, isZero, numberText, parseNumber, sum, tryNumber, type Rational } from '../number.js';
import { SHOWN_COLUMNS, lineUnder, totalUnder, type Policy, type PolicyColumns, type Rounding } from '../policy.js';
import { caseLines, modelOfCase } from './case-lines.js';
import { texts, type Computed, type Exact } from './figure.js';
import { fieldsOf, numberOf, textOf, type Fields } from './reader.js';

type LineColumns = {
  readonly cases: Rational | null;
  readonly hours: Rational;
  readonly labour: Rational | null;
  readonly cash: Rational;
  readonly fees: Rational | null;
  readonly total: Rational | null;
};

/** @throws the codes of reading and measuring; cost_conflicting_key when sides of one event disagree */
export function computeLines(inputs: Fields, path: string): Computed {
  const lines = caseLines(inputs, path);
  const result = measure(modelOfCase('case', { lines }), 'before');
  if (result.distinctEvents === null) throw new DomainError('cost_conflicting_key', { path: `${path}.lines`, expected: 'equal cases for one eventKey' });
  const hasFees = lines.some((line) => line.feePerCase !== undefined);
  const own = (line: MeasuredLine): LineColumns => ({
    cases: line.cases,
    hours: line.hours,
    labour: line.columns.labour,
    cash: line.columns.cash,
    fees: line.line.feePerCase === undefined ? null : line.columns.fees,
    total: line.total,
  });
  const whole = (totals: Totals): LineColumns => ({
    cases: totals.cases,
    hours: totals.hours,
    labour: totals.columns.labour,
    cash: totals.columns.cash,
    fees: hasFees ? totals.columns.fees : null,
    total: totals.total,
  });
  const kinds = (['recurring', 'oneOff'] as const).filter((kind) => result.lines.some((line) => line.kind === kind));
  const exact: Exact = {
    lines: Object.fromEntries(result.lines.map((line) => [line.id, columnTexts(own(line), true)])),
    totals: Object.fromEntries(kinds.map((kind) => [kind, columnTexts(whole(result[kind]), result[kind].cases !== null)])),
    ...addresseeParts(result, whole),
    ...(lines.some((line) => line.informationObligation === true) ? { informationObligation: columnTexts(whole(informationObligations(result)), true) } : {}),
    ...(lines.some((line) => line.eventKey !== undefined) ? { distinctEvents: numberText(result.distinctEvents) } : {}),
    ...respondents(
      inputs,
      lines.map((line) => line.respondents),
      path,
    ),
    ...addOn(inputs, result, path),
    ...(inputs['perEntity'] === true ? { perEntity: perEntity(result) } : {}),
    ...suspectRow(inputs, path),
    ...traps(inputs, result, path),
  };
  return { exact, under: (figure, policy, rounding) => lineFigure(result, figure, policy, rounding) };
}

/** `fees` appear where a line has a fee; `cases` drop out where sides share events. */
function columnTexts(columns: LineColumns, withCases: boolean): Exact {
  const { cases, fees, ...rest } = columns;
  return { ...(withCases && cases !== null ? texts({ cases }) : {}), ...texts(rest), ...(fees === null ? {} : texts({ fees })) };
}

function addresseeParts(result: Result, whole: (totals: Totals) => LineColumns): { readonly byAddressee?: Exact } {
  const groups = byAddressee(result);
  if (groups.size < 2 || result.lines.some((line) => line.line.addressee === undefined)) return {};
  return { byAddressee: Object.fromEntries([...groups].map(([addressee, totals]) => [addressee, columnTexts(whole(totals), true)])) };
}

function respondents(inputs: Fields, ofLines: readonly unknown[], path: string): { readonly respondents?: Exact } {
  const groups = inputs['respondentGroups'];
  const counts =
    groups !== undefined
      ? groupCounts(groups, `${path}.respondentGroups`)
      : ofLines.flatMap((value) => (value === undefined ? [] : [parseNumber(value, `${path}.lines.respondents`)]));
  return counts.length === 0 ? {} : { respondents: numberText(sum(counts)) };
}

/** Groups as numbers, as a record of numbers, or as records with one number each. */
function groupCounts(groups: unknown, path: string): readonly Rational[] {
  const values: readonly unknown[] = Array.isArray(groups) ? groups : Object.values(fieldsOf(groups, path));
  return values.map((value, index) => {
    if (typeof value === 'string') return parseNumber(value, `${path}[${index}]`);
    const number = Object.entries(fieldsOf(value, `${path}[${index}]`)).find(([name, field]) => name !== 'id' && name !== 'label' && tryNumber(field) !== null);
    return parseNumber(number?.[1], `${path}[${index}]`);
  });
}

/** A percentage on top of the recurring hours and total. */
function addOn(inputs: Fields, result: Result, path: string): { readonly addOn?: Exact; readonly withAddOn?: Exact } {
  if (inputs['addOn'] === undefined) return {};
  const share = numberOf(fieldsOf(inputs['addOn'], `${path}.addOn`), 'percent', `${path}.addOn`).div(HUNDRED);
  const { hours, total } = result.recurring;
  return {
    addOn: texts({ hours: hours.mul(share), total: total?.mul(share) ?? null }),
    withAddOn: texts({ hours: hours.add(hours.mul(share)), total: total?.add(total.mul(share)) ?? null }),
  };
}

function perEntity(result: Result): Exact {
  const [first] = result.lines;
  if (first === undefined || first.total === null) return { perYear: null, perOccurrence: null };
  const population = tryNumber(first.line.population);
  const over = (count: Rational | null): Rational | null => (count === null || isZero(count) ? null : (first.total as Rational).div(count));
  return texts({ perYear: over(population), perOccurrence: over(first.cases) });
}

function suspectRow(inputs: Fields, path: string): { readonly suspectRow?: Exact } {
  if (inputs['suspectRow'] === undefined) return {};
  const at = `${path}.suspectRow`;
  const row = fieldsOf(inputs['suspectRow'], at);
  const hours = numberOf(row, 'cases', at).mul(numberOf(row, 'hours', at));
  const rate = numberOf(row, 'rate', at);
  const total = hours.mul(rate);
  const printedHours = numberOf(row, 'printedHours', at);
  const near = (computed: Rational, printed: Rational): boolean => computed.sub(printed).abs().compare(1) < 0;
  const consistent =
    near(hours, printedHours) && (near(total, numberOf(row, 'printedTotal', at)) || near(printedHours.mul(rate), numberOf(row, 'printedTotal', at)));
  return { suspectRow: { ...texts({ hours, total, printedHoursPriced: printedHours.mul(rate) }), consistent } };
}

/** What a wrong reading would give: the header's scale taken at its word, or a shown unit multiplied. */
function traps(inputs: Fields, result: Result, path: string): { readonly [key: string]: Exact } {
  const lineOf = (trap: Fields, at: string): MeasuredLine => {
    const id = textOf(trap, 'line', at);
    const line = result.lines.find((candidate) => candidate.id === id);
    if (line === undefined) throw new DomainError('cost_unknown_line', { path: `${at}.line`, line: id });
    return line;
  };
  const found: { [key: string]: Exact } = {};
  if (inputs['scaleTrap'] !== undefined) {
    const at = `${path}.scaleTrap`;
    const trap = fieldsOf(inputs['scaleTrap'], at);
    found['scaleTrap'] = texts({ ifHeaderWereTrue: (lineOf(trap, at).total ?? ZERO).mul(numberOf(trap, 'headerScale', at)) });
  }
  if (inputs['displayTrap'] !== undefined) {
    const at = `${path}.displayTrap`;
    const trap = fieldsOf(inputs['displayTrap'], at);
    found['displayTrap'] = texts({ fromShownUnit: lineOf(trap, at).cases.mul(numberOf(trap, 'shownUnit', at)) });
  }
  return found;
}

/** A figure of lines or totals under a policy; undefined leaves it to the exact tree. */
function lineFigure(result: Result, path: string, policy: Policy, rounding: Rounding): Rational | null | undefined {
  if (policy.name === 'exactLate' || policy.name === 'shownInput') return undefined;
  const column = SHOWN_COLUMNS.find((name) => path.endsWith(`.${name}`));
  if (column === undefined) return undefined;
  const holder = path.slice(0, path.length - column.length - 1);
  const found = columnsUnder(result, holder, policy, rounding);
  return found === undefined ? undefined : found[column];
}

const MONEY = ['labour', 'external', 'cash', 'fees', 'delay'] as const;

function columnsUnder(result: Result, holder: string, policy: Policy, rounding: Rounding): PolicyColumns | undefined {
  const parts = policy.columns === undefined ? (['labour', 'cash'] as const) : MONEY.filter((name) => policy.columns?.includes(name));
  const under = (line: MeasuredLine): PolicyColumns => lineUnder(line, policy, rounding, parts);
  const totalFor = (lines: readonly MeasuredLine[]): PolicyColumns => totalUnder(lines.map(under), policy, rounding);
  if (holder.startsWith('lines.')) {
    const line = result.lines.find((candidate) => candidate.id === holder.slice('lines.'.length));
    return line === undefined ? undefined : under(line);
  }
  const recurring = result.lines.filter((line) => line.kind === 'recurring');
  if (holder === 'totals.recurring') return totalFor(recurring);
  if (holder === 'totals.oneOff') return totalFor(result.lines.filter((line) => line.kind === 'oneOff'));
  if (holder === 'informationObligation') return totalFor(recurring.filter((line) => line.line.informationObligation === true));
  if (holder.startsWith('byAddressee.')) return totalFor(recurring.filter((line) => line.addressee === holder.slice('byAddressee.'.length)));
  return undefined;
}
