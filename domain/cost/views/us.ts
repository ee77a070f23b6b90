/** US view: respondents, responses, hours, cost by line, reporting apart from recordkeeping. */
import type { MeasuredLine, Result } from '../measured.js';
import { ZERO, fixedText, parseNumber, sum, type Rational } from '../number.js';

export type UsRow = { readonly id: string; readonly respondents: string; readonly responses: string; readonly hours: string; readonly cost: string };
export type UsTable = { readonly reporting: readonly UsRow[]; readonly recordkeeping: readonly UsRow[]; readonly total: UsRow };

const RECORDKEEPING = 'recordkeeping';

function rowOf(id: string, respondents: Rational, lines: readonly MeasuredLine[]): UsRow {
  return {
    id,
    respondents: fixedText(respondents, 0),
    responses: fixedText(sum(lines.map((line) => line.cases)), 0),
    hours: fixedText(sum(lines.map((line) => line.hours)), 0),
    cost: fixedText(sum(lines.map((line) => line.total ?? ZERO)), 0),
  };
}

/** Distinct respondents of a line: its own count, else its population. */
function respondentsOf(line: MeasuredLine): Rational {
  const input = line.line.respondents ?? line.line.population;
  const text = input === undefined ? '0' : typeof input === 'string' ? input : 'value' in input ? input.value : '0';
  return parseNumber(text, `lines.${line.id}.respondents`);
}

/** Lines whose activity is `recordkeeping` stand apart from reporting. */
export function usTable(result: Result): UsTable {
  const lines = result.lines.filter((line) => line.kind === 'recurring');
  const rows = (kept: (line: MeasuredLine) => boolean): readonly UsRow[] => lines.filter(kept).map((line) => rowOf(line.id, respondentsOf(line), [line]));
  return {
    reporting: rows((line) => line.line.activity !== RECORDKEEPING),
    recordkeeping: rows((line) => line.line.activity === RECORDKEEPING),
    total: rowOf('total', sum(lines.map(respondentsOf)), lines),
  };
}
