/** Lines of a case file read into lines of the model. */
import { DomainError } from '../../shared/errors.js';
import { evaluate } from '../expression.js';
import { ADDRESSEES, COST_MODEL_SCHEMA, type CostLine, type CostModel, type CostState, type Labour } from '../model.js';
import { ONE, ZERO, isNegative, numberText, parseNumber, type NumberText } from '../number.js';
import { shareOf } from '../quantity.js';
import { fieldsOf, listOf, numberOr, textOf, type Fields } from './reader.js';

const NUMBERS = ['cases', 'population', 'frequency', 'share', 'cashPerCase', 'cashFixed', 'feePerCase', 'respondents'] as const;

/** The lines under `lines` of a record. @throws cost_bad_document, cost_missing_field, cost_bad_number, cost_derivation_mismatch */
export const caseLines = (fields: Fields, path: string): readonly CostLine[] =>
  listOf(fields, 'lines', path).map((line, index) => readCaseLine(fieldsOf(line, `${path}.lines[${index}]`), `${path}.lines[${index}]`));

export const stateOfCase = (fields: Fields, path: string): CostState => ({ lines: caseLines(fields, path) });

/** A model around one or two line sets of a case. */
export const modelOfCase = (id: string, before: CostState, after?: CostState): CostModel => ({
  schema: COST_MODEL_SCHEMA,
  id,
  currency: '',
  before,
  ...(after === undefined ? {} : { after }),
});

function readCaseLine(line: Fields, path: string): CostLine {
  const addressee = ADDRESSEES.find((candidate) => candidate === line['addressee']);
  if (line['addressee'] !== undefined && addressee === undefined)
    throw new DomainError('cost_bad_document', { path: `${path}.addressee`, expected: ADDRESSEES.join(', ') });
  const kind = line['kind'] ?? 'recurring';
  if (kind !== 'recurring' && kind !== 'oneOff') throw new DomainError('cost_bad_document', { path: `${path}.kind`, expected: 'recurring, oneOff' });
  checkDerivations(line, path);
  return {
    id: textOf(line, 'id', path),
    kind,
    // A negative time or amount is an official difference line: computed as it stands.
    delta: true,
    ...(addressee === undefined ? {} : { addressee }),
    ...(typeof line['label'] === 'string' ? { label: line['label'] } : {}),
    ...(typeof line['segment'] === 'string' ? { segment: line['segment'] } : {}),
    ...(typeof line['eventKey'] === 'string' ? { eventKey: line['eventKey'] } : {}),
    ...(line['informationObligation'] === true ? { informationObligation: true } : {}),
    ...Object.fromEntries(NUMBERS.flatMap((name) => (line[name] === undefined ? [] : [[name, numberText(parseNumber(line[name], `${path}.${name}`))]]))),
    ...countedShare(line, path),
    ...(line['labour'] === undefined
      ? {}
      : { labour: listOf(line, 'labour', path).map((entry, index) => readLabour(fieldsOf(entry, `${path}.labour[${index}]`), `${path}.labour[${index}]`)) }),
  };
}

/** cases × (1 − business as usual) × compliance: in one state both are plain multipliers of the cases. */
function countedShare(line: Fields, path: string): { readonly complianceRate?: NumberText } {
  if (line['bauShare'] === undefined && line['complianceRate'] === undefined) return {};
  const bau = shareOf(numberOr(line, 'bauShare', ZERO, path), `${path}.bauShare`);
  const compliance = shareOf(numberOr(line, 'complianceRate', ONE, path), `${path}.complianceRate`);
  return { complianceRate: numberText(ONE.sub(bau).mul(compliance)) };
}

function readLabour(entry: Fields, path: string): Labour {
  const rate = entry['rate'];
  if (rate === undefined) throw new DomainError('cost_missing_field', { path: `${path}.rate`, expected: 'a rate, or null where time is not priced' });
  const time = entry['minutes'] !== undefined ? 'minutes' : 'hours';
  if (entry[time] === undefined) throw new DomainError('cost_missing_field', { path: `${path}.hours`, expected: 'hours or minutes' });
  return {
    ...(typeof entry['role'] === 'string' ? { role: entry['role'] } : {}),
    [time]: numberText(parseNumber(entry[time], `${path}.${time}`)),
    rate: rate === null ? null : rateText(rate, `${path}.rate`),
  };
}

function rateText(rate: unknown, path: string): NumberText {
  const value = parseNumber(rate, path);
  if (isNegative(value)) throw new DomainError('cost_negative_value', { path });
  return numberText(value);
}

/** A stated derivation must give the stated value. `hours`, `minutes`, `rate` mean the first labour entry. */
function checkDerivations(line: Fields, path: string): void {
  if (line['derivation'] === undefined) return;
  for (const [field, expression] of Object.entries(fieldsOf(line['derivation'], `${path}.derivation`))) {
    const inLabour = field === 'hours' || field === 'minutes' || field === 'rate';
    const first: unknown = Array.isArray(line['labour']) ? line['labour'][0] : undefined;
    const holder = inLabour ? fieldsOf(first, `${path}.labour[0]`) : line;
    const stated = parseNumber(holder[field], `${path}.${field}`);
    if (!evaluate(expression, `${path}.derivation.${field}`).equals(stated)) throw new DomainError('cost_derivation_mismatch', { path: `${path}.${field}` });
  }
}
