/** Kinds that compare states: `before-after`, `decomposition`, `proposals`, `programme`. */
import { DomainError } from '../../shared/errors.js';
import { SCALABLE, type ChangeItem, type Operation } from '../change-items.js';
import { compare } from '../compare.js';
import { EFFECTS, type Effect, type Effects } from '../effects.js';
import type { CostModel } from '../model.js';
import { isZero, numberText, parseNumber, type NumberText, type Rational } from '../number.js';
import { ITEM_STATUSES, programmeTraps, totals, type ProgrammeItem } from '../programme.js';
import { combine } from '../proposals.js';
import { modelOfCase, stateOfCase } from './case-lines.js';
import { texts, type Computed, type Exact } from './figure.js';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from './reader.js';

/** Here a total contains the fees. */
const CONCEPT = 'vnCompliance';

const effectTexts = (effects: Effects | null): Exact =>
  effects === null ? null : Object.fromEntries(Object.entries(effects).map(([name, amount]) => [name, numberText(amount)]));

function orderOf(inputs: Fields, path: string): readonly Effect[] | undefined {
  if (inputs['sequentialOrder'] === undefined) return undefined;
  return listOf(inputs, 'sequentialOrder', path).map((name, index) => {
    const effect = EFFECTS.find((candidate) => candidate === name);
    if (effect === undefined) throw new DomainError('cost_bad_document', { path: `${path}.sequentialOrder[${index}]`, expected: EFFECTS.join(', ') });
    return effect;
  });
}

const twoStates = (inputs: Fields, path: string): CostModel =>
  modelOfCase(
    'case',
    stateOfCase(fieldsOf(inputs['before'], `${path}.before`), `${path}.before`),
    stateOfCase(fieldsOf(inputs['after'], `${path}.after`), `${path}.after`),
  );

export function computeDecomposition(inputs: Fields, path: string): Computed {
  const order = orderOf(inputs, path);
  const comparison = compare(twoStates(inputs, path), { concept: CONCEPT, ...(order === undefined ? {} : { sequentialOrder: order }) });
  return {
    exact: {
      ...texts({ before: comparison.before.recurring.total, after: comparison.after.recurring.total }),
      effects: effectTexts(comparison.effects),
      change: numberText(comparison.total.change),
      ...(order === undefined ? {} : { sequential: effectTexts(comparison.sequential) }),
      ...texts({ hoursBefore: comparison.hours.before, hoursAfter: comparison.hours.after }),
      oneTariff: texts(comparison.oneTariff),
    },
  };
}

/** With `totals` only the figures; with line sets also the effects. Recurring and one-off stand apart. */
export function computeBeforeAfter(inputs: Fields, path: string): Computed {
  const { before, after, parts } = inputs['totals'] === undefined ? fromLines(inputs, path) : fromTotals(inputs, path);
  const change = after.sub(before);
  const exact: { [key: string]: Exact } = {
    ...texts({ before, after }),
    ...parts,
    ...texts({ change, saving: change.neg(), share: isZero(before) ? null : change.neg().div(before) }),
    ...oneOffParts(inputs, change, path),
  };
  if (inputs['repeal'] === true) exact['repealChange'] = numberText(before.neg());
  return { exact };
}

type BeforeAfter = { readonly before: Rational; readonly after: Rational; readonly parts: { readonly [key: string]: Exact } };

function fromTotals(inputs: Fields, path: string): BeforeAfter {
  const figures = fieldsOf(inputs['totals'], `${path}.totals`);
  return { before: numberOf(figures, 'before', `${path}.totals`), after: numberOf(figures, 'after', `${path}.totals`), parts: {} };
}

function fromLines(inputs: Fields, path: string): BeforeAfter {
  const order = orderOf(inputs, path);
  const comparison = compare(twoStates(inputs, path), { concept: CONCEPT, ...(order === undefined ? {} : { sequentialOrder: order }) });
  const parts = { effects: effectTexts(comparison.effects), ...(order === undefined ? {} : { sequential: effectTexts(comparison.sequential) }) };
  return { before: comparison.total.before, after: comparison.total.after, parts };
}

function oneOffParts(inputs: Fields, change: Rational, path: string): { readonly [key: string]: NumberText | null } {
  if (inputs['oneOff'] === undefined) return {};
  const at = `${path}.oneOff`;
  const oneOff = fieldsOf(inputs['oneOff'], at);
  const amount = numberOf(oneOff, 'amount', at);
  const years = numberOf(oneOff, 'years', at);
  if (isZero(years)) throw new DomainError('cost_division_by_zero', { path: `${at}.years` });
  const perYear = amount.div(years);
  return texts({ oneOffPerYear: perYear, netPerYear: change.add(perYear), netOverYears: change.mul(years).add(amount) });
}

export function computeProposals(inputs: Fields, path: string): Computed {
  const model = modelOfCase('case', stateOfCase(inputs, path));
  const proposals = listOf(inputs, 'proposals', path).map((item, index) => readProposal(item, `${path}.proposals[${index}]`));
  const order = inputs['order'] === undefined ? proposals.map((proposal) => proposal.id) : listOf(inputs, 'order', path).map(String);
  const unknown = order.findIndex((id) => !proposals.some((proposal) => proposal.id === id));
  if (unknown >= 0) throw new DomainError('cost_unknown_line', { path: `${path}.order[${unknown}]`, line: order[unknown] });
  const { base, saving, sumOfSingles, joint, overlap, marginal } = combine(model, proposals, order, CONCEPT);
  return { exact: { ...texts({ base }), saving: texts(saving), ...texts({ sumOfSingles, joint, overlap }), marginal: texts(marginal) } };
}

function readProposal(item: unknown, path: string): ChangeItem {
  const proposal = fieldsOf(item, path);
  const operations = listOf(proposal, 'changes', path).map((change, index): Operation => {
    const at = `${path}.changes[${index}]`;
    const fields = fieldsOf(change, at);
    const field = SCALABLE.find((name) => name === fields['field']);
    if (field === undefined) throw new DomainError('cost_bad_document', { path: `${at}.field`, expected: SCALABLE.join(', ') });
    return { op: 'scale', line: textOf(fields, 'line', at), field, factor: numberText(parseNumber(fields['factor'], `${at}.factor`)) };
  });
  return { id: textOf(proposal, 'id', path), code: 'simplifyForm', operations };
}

export function computeProgramme(inputs: Fields, path: string): Computed {
  const items = listOf(inputs, 'items', path).map((item, index): ProgrammeItem => {
    const at = `${path}.items[${index}]`;
    const fields = fieldsOf(item, at);
    const status = ITEM_STATUSES.find((candidate) => candidate === fields['status']);
    if (status === undefined) throw new DomainError('cost_bad_document', { path: `${at}.status`, expected: ITEM_STATUSES.join(', ') });
    return {
      id: textOf(fields, 'id', at),
      ...(typeof fields['overlapKey'] === 'string' ? { overlapKey: fields['overlapKey'] } : {}),
      before: numberOf(fields, 'before', at),
      after: numberOf(fields, 'after', at),
      status,
    };
  });
  const result = totals(items, `${path}.items`);
  const traps = programmeTraps(items);
  return {
    exact: {
      countedKeys: result.countedKeys,
      duplicates: Object.fromEntries(Object.entries(result.duplicates).map(([key, count]) => [key, String(count)])),
      ...texts({ before: result.before, after: result.after, saving: result.saving, percent: result.percent }),
      ...texts({ trapMeanOfPercents: traps.meanOfPercents, trapSumOfAll: traps.sumOfAll, executedSaving: result.savingByStatus.executed }),
    },
  };
}
