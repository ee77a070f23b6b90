/**
 * Reads any cost document into a model: a case of the exchange format, a stored model, a sheet of the Vietnamese form.
 */
import { DomainError } from '../shared/errors.js';
import { modelBehind } from './cases/explain-case.js';
import { fieldsOf, type Fields } from './cases/reader.js';
import { linkStates } from './compare.js';
import { COST_MODEL_SCHEMA, type Concept, type CostModel, type CostState } from './model.js';
import { VN_SHEET_SCHEMA, modelOfSheets, type VnSheet } from './vn/sheet.js';

/** A document as a model, and the concept its totals are read in. */
export type ReadDocument = { readonly model: CostModel; readonly concept: Concept };

/**
 * Checks only what tells the forms apart; numbers are checked when they are computed.
 * @throws cost_bad_document, cost_unknown_kind
 */
export function readDocument(document: unknown, path = ''): ReadDocument {
  const fields = fieldsOf(document, path);
  if (fields['schema'] === COST_MODEL_SCHEMA) return { model: checkedModel(fields, path), concept: 'burden' };
  if (fields['schema'] === VN_SHEET_SCHEMA) return { model: modelOfSheets('sheet', checkedSheet(fields, path)), concept: 'vnCompliance' };
  if (fields['kind'] !== undefined) {
    const modelled = modelBehind(String(fields['kind']), fieldsOf(fields['inputs'], joined(path, 'inputs')));
    if (modelled === null)
      throw new DomainError('cost_unknown_kind', {
        path: joined(path, 'kind'),
        given: String(fields['kind']),
        known: 'lines, vn-form, before-after, decomposition, proposals',
      });
    return modelled;
  }
  throw new DomainError('cost_bad_document', { path: joined(path, 'schema'), expected: `${COST_MODEL_SCHEMA}, ${VN_SHEET_SCHEMA}, or a case with a kind` });
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function checkedModel(fields: Fields, path: string): CostModel {
  for (const state of ['before', 'after'] as const) {
    if (state === 'after' && fields['after'] === undefined) continue;
    const lines = fieldsOf(fields[state], joined(path, state))['lines'];
    if (!Array.isArray(lines)) throw new DomainError('cost_bad_document', { path: joined(path, `${state}.lines`), expected: 'a list' });
    lines.forEach((line, index) => {
      const at = joined(path, `${state}.lines[${index}]`);
      if (typeof fieldsOf(line, at)['id'] !== 'string') throw new DomainError('cost_missing_field', { path: `${at}.id` });
    });
  }
  return fields as unknown as CostModel;
}

function checkedSheet(fields: Fields, path: string): VnSheet {
  fieldsOf(fields['hourlyIncome'], joined(path, 'hourlyIncome'));
  const { rows } = fields;
  if (!Array.isArray(rows)) throw new DomainError('cost_bad_document', { path: joined(path, 'rows'), expected: 'a list' });
  rows.forEach((row, index) => {
    const at = joined(path, `rows[${index}]`);
    if (typeof fieldsOf(row, at)['id'] !== 'string') throw new DomainError('cost_missing_field', { path: `${at}.id` });
  });
  return fields as unknown as VnSheet;
}

/**
 * Two documents as one model: the before state of the first, the after state of the second (its only state where it has one).
 * @throws cost_currency_mismatch, the codes of `readDocument`
 */
export function readComparison(before: unknown, after: unknown): ReadDocument {
  const old = readDocument(before);
  const next = readDocument(after);
  const state: CostState = next.model.after ?? next.model.before;
  if (old.model.currency !== next.model.currency && old.model.currency !== '' && next.model.currency !== '') {
    throw new DomainError('cost_currency_mismatch', { path: 'currency', before: old.model.currency, after: next.model.currency });
  }
  return { model: linkStates(old.model, { ...next.model, before: state }), concept: old.concept === next.concept ? old.concept : 'vnCompliance' };
}
