/** Problems of single cells: what cannot be used as it stands, named at its field. */
import { DomainError } from '../../shared/errors.js';
import { finding, type Finding } from '../finding.js';
import { resolve, type FieldRule } from '../input.js';
import type { VnCell, VnCellName, VnRow, VnSheet } from './sheet.js';

const RULES: Readonly<Record<VnCellName, FieldRule>> = {
  hours: { unit: 'h' },
  minutes: { unit: 'min' },
  service: { unit: 'money/case' },
  fees: { unit: 'money/case' },
  timesPerYear: { unit: '1/yr' },
  subjectsPerYear: { unit: 'person' },
};

/** Reads a cell by its rule; null when usable. */
function problemOf(cell: VnCell | undefined, rule: FieldRule, path: string): Finding | null {
  if (cell === null || cell === undefined) return null;
  try {
    resolve(cell, rule, path);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const given = typeof cell === 'string' ? cell : 'value' in cell ? cell.value : '';
    if (error.code === 'cost_negative_value') return finding('negativeValue', path);
    if (error.code === 'cost_wrong_unit') return finding('wrongUnit', path, { given: String(error.details['given']), expected: rule.unit });
    if (error.code === 'cost_share_out_of_range') return finding('shareOutOfRange', path);
    return finding('badNumber', path, { given });
  }
}

/** The sheet with unusable cells emptied, so that live totals never stop; each emptied cell has its finding. */
export function checkVnSheet(sheet: VnSheet, block: string): { readonly usable: VnSheet; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const clean = (cell: VnCell | undefined, rule: FieldRule, path: string): VnCell => {
    const problem = problemOf(cell, rule, path);
    if (problem !== null) findings.push(problem);
    return problem === null ? (cell ?? null) : null;
  };
  const hourlyIncome = { ...sheet.hourlyIncome, value: clean(sheet.hourlyIncome.value, { unit: 'money/h' }, `${block}.hourlyIncome`) };
  const rows = sheet.rows.map((row, index): VnRow => {
    const path = `${block}.rows[${index}]`;
    const { hours, minutes, ...rest } = row;
    if (hours !== undefined && minutes !== undefined) findings.push(finding('bothTimeUnits', `${path}.hours`));
    const inMinutes = minutes !== undefined && hours === undefined;
    return {
      ...rest,
      ...(inMinutes ? { minutes: clean(minutes, RULES.minutes, `${path}.minutes`) } : { hours: clean(hours, RULES.hours, `${path}.hours`) }),
      service: clean(row.service, RULES.service, `${path}.service`),
      fees: clean(row.fees, RULES.fees, `${path}.fees`),
      timesPerYear: clean(row.timesPerYear, RULES.timesPerYear, `${path}.timesPerYear`),
      subjectsPerYear: clean(row.subjectsPerYear, RULES.subjectsPerYear, `${path}.subjectsPerYear`),
    };
  });
  const oneOff = (sheet.oneOff ?? []).map((cost, index) => ({
    ...cost,
    amount: clean(cost.amount, { unit: 'money/case' }, `${block}.oneOff[${index}].amount`),
  }));
  return { usable: { ...sheet, hourlyIncome, rows: uniqueIds(rows), oneOff }, findings };
}

/** Rows pasted twice keep apart ids, so that the rest of the sheet still computes. */
function uniqueIds(rows: readonly VnRow[]): readonly VnRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const count = seen.get(row.id) ?? 0;
    seen.set(row.id, count + 1);
    return count === 0 ? row : { ...row, id: `${row.id} (${count + 1})` };
  });
}
