/** Kind `vn-form`: both blocks of form 03/SCM-KSTT. */
import { DomainError } from '../../shared/errors.js';
import { HUNDRED, ZERO, isZero, numberText, parseNumber, sum, type NumberText, type Rational } from '../number.js';
import { shown, type Rounding } from '../policy.js';
import { measure } from '../measure.js';
import { modelOfSheets, VN_SHEET_SCHEMA, type VnRow, type VnSheet } from '../vn/sheet.js';
import { texts, type Computed, type Exact } from './figure.js';
import { fieldsOf, listOf, numberOr, textOf, type Fields } from './reader.js';
import type { MeasuredLine } from '../measured.js';

type Block = { readonly rows: readonly { readonly no: string; readonly once: Rational; readonly year: Rational }[]; readonly total: Rational };

/** A block may be missing: partial data stays partial, without saving or percent. */
export function computeVnForm(inputs: Fields, path: string): Computed {
  const rate = parseNumber(inputs['hourlyRate'], `${path}.hourlyRate`);
  const before = inputs['before'] === undefined ? null : blockOf(inputs, 'before', rate, path);
  const after = inputs['after'] === undefined ? null : blockOf(inputs, 'after', rate, path);
  const exact: { [key: string]: Exact } = {
    ...(before === null ? {} : { before: blockTexts(before) }),
    ...(after === null ? {} : { after: blockTexts(after) }),
  };
  if (before !== null && after !== null) {
    const saving = before.total.sub(after.total);
    exact['saving'] = numberText(saving);
    exact['percent'] = isZero(before.total) ? null : numberText(saving.div(before.total).mul(HUNDRED));
  }
  return { exact, under: (figure, policy, rounding) => (policy.name === 'sumOfShownParts' ? sumOfCells(figure, { before, after }, rounding) : undefined) };
}

function blockOf(inputs: Fields, name: 'before' | 'after', rate: Rational, path: string): Block {
  const rows = listOf(inputs, name, path).map((item, index) => readRow(fieldsOf(item, `${path}.${name}[${index}]`), `${path}.${name}[${index}]`));
  const sheet: VnSheet = { schema: VN_SHEET_SCHEMA, hourlyIncome: { value: numberText(rate) }, rows };
  const result = measure(modelOfSheets('case', sheet), 'before', { concept: 'vnCompliance' });
  const measured = result.lines.map((line) => ({ no: line.id, once: onceOf(line), year: line.total ?? ZERO }));
  return { rows: measured, total: result.recurring.total ?? ZERO };
}

function onceOf(line: MeasuredLine): Rational {
  const labour = sum(line.entries.map((entry) => entry.hours.mul(entry.rate ?? ZERO)));
  return labour.add(line.perCase.externalPerCase).add(line.perCase.cashPerCase).add(line.perCase.feePerCase);
}

function readRow(row: Fields, path: string): VnRow {
  const text = (name: string): NumberText => {
    if (row[name] === undefined) throw new DomainError('cost_missing_field', { path: `${path}.${name}` });
    return numberText(parseNumber(row[name], `${path}.${name}`));
  };
  const amount = (name: string): NumberText => numberText(numberOr(row, name, ZERO, path));
  return {
    id: textOf(row, 'no', path),
    group: 'other',
    task: typeof row['work'] === 'string' ? row['work'] : '',
    hours: text('hours'),
    service: amount('service'),
    fees: amount('fees'),
    timesPerYear: text('times'),
    subjectsPerYear: text('subjects'),
  };
}

const blockTexts = (block: Block): Exact => ({
  rows: Object.fromEntries(block.rows.map(({ no, once, year }) => [no, texts({ once, year })])),
  total: numberText(block.total),
});

/** A total as the sum of its shown cells. */
function sumOfCells(figure: string, blocks: { readonly before: Block | null; readonly after: Block | null }, rounding: Rounding): Rational | undefined {
  const total = (block: Block | null): Rational => (block === null ? ZERO : sum(block.rows.map((row) => shown(row.year, rounding))));
  if (figure === 'before.total') return total(blocks.before);
  if (figure === 'after.total') return total(blocks.after);
  if (figure === 'saving') return total(blocks.before).sub(total(blocks.after));
  return undefined;
}
