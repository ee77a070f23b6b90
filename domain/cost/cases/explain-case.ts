/** The tree behind a figure of a case, down to its inputs. */
import { DomainError } from '../../shared/errors.js';
import { explain, type Tree } from '../explain.js';
import type { Concept, CostModel } from '../model.js';
import { tryNumber } from '../number.js';
import { runCase } from '../run-case.js';
import { VN_SHEET_SCHEMA, modelOfSheets, type VnRow, type VnSheet } from '../vn/sheet.js';
import { modelOfCase, stateOfCase } from './case-lines.js';
import { valueAt, type Exact } from './figure.js';
import { fieldsOf, type Fields } from './reader.js';

/** @throws cost_bad_path, cost_unknown_kind and the codes of the case */
export function explainCase(input: unknown, path?: string): Tree {
  const fields = fieldsOf(input, '');
  const inputs = fieldsOf(fields['inputs'], 'inputs');
  const modelled = modelBehind(String(fields['kind']), inputs);
  if (modelled !== null) {
    const target = modelPath(String(fields['kind']), path);
    if (target !== null) return explain(modelled.model, target, modelled.concept);
  }
  const result = runCase(input);
  if ('error' in result) throw new DomainError(result.error.code, { path: result.error.path, ...result.error.details });
  return {
    ...exactTree(valueAt(result.exact, path ?? ''), path ?? result.id),
    children: [...exactTree(valueAt(result.exact, path ?? ''), path ?? result.id).children, inputTree(inputs, 'inputs')],
  };
}

/** The model behind a case that has lines; null for cases of plain amounts. */
export function modelBehind(kind: string, inputs: Fields): { readonly model: CostModel; readonly concept: Concept } | null {
  switch (kind) {
    case 'lines':
      return { model: modelOfCase('case', stateOfCase(inputs, 'inputs')), concept: 'burden' };
    case 'proposals':
      return { model: modelOfCase('case', stateOfCase(inputs, 'inputs')), concept: 'vnCompliance' };
    case 'decomposition':
    case 'before-after':
      return inputs['totals'] !== undefined
        ? null
        : {
            model: modelOfCase(
              'case',
              stateOfCase(fieldsOf(inputs['before'], 'inputs.before'), 'inputs.before'),
              stateOfCase(fieldsOf(inputs['after'], 'inputs.after'), 'inputs.after'),
            ),
            concept: 'vnCompliance',
          };
    case 'vn-form':
      return {
        model: modelOfSheets('case', formSheet(inputs, 'before'), inputs['after'] === undefined ? undefined : formSheet(inputs, 'after')),
        concept: 'vnCompliance',
      };
    default:
      return null;
  }
}

/** A block of a form case as a sheet; absent amounts are 0 there. @throws cost_missing_field */
export function formSheet(inputs: Fields, block: 'before' | 'after'): VnSheet {
  const rows = inputs[block] ?? [];
  if (!Array.isArray(rows)) throw new DomainError('cost_bad_document', { path: `inputs.${block}`, expected: 'a list' });
  return {
    schema: VN_SHEET_SCHEMA,
    hourlyIncome: { value: typeof inputs['hourlyRate'] === 'string' ? inputs['hourlyRate'] : null },
    rows: rows.map((item, index): VnRow => {
      const row = fieldsOf(item, `inputs.${block}[${index}]`);
      const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
      return {
        id: text('no') ?? String(index + 1),
        no: text('no') ?? String(index + 1),
        group: 'other',
        task: text('work') ?? '',
        hours: text('hours'),
        service: text('service') ?? '0',
        fees: text('fees') ?? '0',
        timesPerYear: text('times'),
        subjectsPerYear: text('subjects'),
      };
    }),
  };
}

const COLUMN = /\.(total|labour|cash|fees|external|delay|hours)$/;

/** A path of `exact` as a path of the model; null where the figure is not a sum of lines. */
function modelPath(kind: string, path: string | undefined): string | null {
  if (kind === 'lines' || kind === 'proposals') {
    if (path === undefined || path === 'base' || path === 'totals.recurring' || path === 'totals.recurring.total') return 'before.total';
    if (path.startsWith('totals.recurring.')) return COLUMN.test(path) ? `before.${path.slice('totals.recurring.'.length)}` : null;
    if (path.startsWith('totals.oneOff')) return 'before.oneOff';
    return path.startsWith('lines.') && !path.endsWith('.cases') ? `before.${path}` : null;
  }
  if (path === undefined || path === 'saving') return 'saving';
  if (path === 'change') return 'change';
  if (path === 'before' || path === 'after') return `${path}.total`;
  if (path === 'before.total' || path === 'after.total') return path;
  if (path === 'hoursBefore') return 'before.hours';
  if (path === 'hoursAfter') return 'after.hours';
  const row = /^(before|after)\.rows\.(.+?)(?:\.year)?$/.exec(path);
  if (row && !path.endsWith('.once')) return `${row[1]}.lines.${row[2]}`;
  return /^(before|after)\.lines\./.test(path) ? path : null;
}

function exactTree(value: Exact, path: string): Tree {
  if (typeof value !== 'object' || value === null) return { path, op: 'sum', value: value === null ? null : String(value), children: [] };
  return { path, op: 'sum', value: null, children: Object.entries(value).map(([key, item]) => exactTree(item as Exact, `${path}.${key}`)) };
}

function inputTree(value: unknown, path: string): Tree {
  if (typeof value === 'object' && value !== null) {
    return {
      path,
      op: 'sum',
      value: null,
      children: Object.entries(value).map(([key, item]) => inputTree(item, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`)),
    };
  }
  const text = String(value);
  return {
    path,
    op: 'input',
    value: tryNumber(text) === null ? null : text,
    children: [],
    source: { id: null, kind: 'assumption' },
    ...(tryNumber(text) === null ? { note: text } : {}),
  };
}
