/**
 * Runs one case of the exchange format.
 *
 * A case that cannot be computed answers with an error code, a path; it does not stop the others.
 */
import { DomainError, type ErrorCode } from '../shared/errors.js';
import { computeBeforeAfter, computeDecomposition, computeProgramme, computeProposals } from './cases/changes.js';
import { presentFigure, readRequest, type Computed, type Exact, type FigureRequest } from './cases/figure.js';
import { computeLines } from './cases/lines.js';
import { computeAnnualise, computeBreakEven, computeDelay, computeMultiYear } from './cases/over-time.js';
import { computePresentation, computeQuantity, computeRate, computeRateTable, computeSubsidy } from './cases/quantities.js';
import { fieldsOf, type Fields } from './cases/reader.js';
import { computeAggregate, computeBauFloor, computeTakeUp } from './cases/reforms.js';
import { computeCompleteness, computeRange, computeSimulate, type SimulatedText } from './cases/uncertain.js';
import { computeVnForm } from './cases/vn-form.js';
import type { PolicyName } from './policy.js';

type Compute = (inputs: Fields, path: string) => Computed & { readonly simulated?: SimulatedText };

const KINDS = {
  lines: computeLines,
  quantity: computeQuantity,
  rate: computeRate,
  'rate-table': computeRateTable,
  'multi-year': computeMultiYear,
  annualise: computeAnnualise,
  delay: computeDelay,
  'take-up': computeTakeUp,
  'bau-floor': computeBauFloor,
  subsidy: computeSubsidy,
  range: computeRange,
  simulate: computeSimulate,
  'before-after': computeBeforeAfter,
  decomposition: computeDecomposition,
  aggregate: computeAggregate,
  programme: computeProgramme,
  proposals: computeProposals,
  completeness: computeCompleteness,
  'vn-form': computeVnForm,
  'break-even': computeBreakEven,
  presentation: computePresentation,
} as const satisfies Record<string, Compute>;

export const CASE_KINDS = Object.keys(KINDS) as readonly (keyof typeof KINDS)[];

export type Presented = FigureRequest & { readonly value: string | null };

/** `exact` has the shape of the kind; `presented[i].value` answers request i. `simulated` stands beside kind `simulate`. */
export type CaseResult =
  | { readonly id: string; readonly kind: string; readonly exact: Exact; readonly presented: readonly Presented[]; readonly simulated?: SimulatedText }
  | { readonly id: string; readonly error: { readonly code: ErrorCode; readonly path: string; readonly details?: Readonly<Record<string, unknown>> } };

export type RunOptions = {
  /** Replaces the policy of every request. */
  readonly policy?: PolicyName;
};

/** Runs a case. `at` is where the case stands in its file. Never throws for what a file holds. */
export function runCase(input: unknown, options: RunOptions = {}, at = ''): CaseResult {
  const id = idOf(input, at);
  try {
    const fields = fieldsOf(input, at);
    const kind = fields['kind'];
    const compute: Compute | undefined = typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : undefined;
    if (compute === undefined) throw new DomainError('cost_unknown_kind', { path: joined(at, 'kind'), given: String(kind), known: CASE_KINDS.join(', ') });
    const inputs = fieldsOf(fields['inputs'], joined(at, 'inputs'));
    const { simulated, ...computed } = compute(inputs, joined(at, 'inputs'));
    const presented = requestsOf(fields, at, options.policy).map((request): Presented => ({ ...request, value: presentFigure(computed, request) }));
    return { id, kind: kind as string, exact: computed.exact, presented, ...(simulated === undefined ? {} : { simulated }) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { path, ...details } = error.details;
    return { id, error: { code: error.code, path: typeof path === 'string' ? path : at, ...(Object.keys(details).length === 0 ? {} : { details }) } };
  }
}

const joined = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

function idOf(input: unknown, at: string): string {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  return typeof id === 'string' && id !== '' ? id : at === '' ? 'case' : at;
}

/** `present` where it is given, else the figures a source printed. */
function requestsOf(fields: Fields, at: string, policy: PolicyName | undefined): readonly FigureRequest[] {
  const own = fields['present'];
  const expected = fields['expected'] === undefined ? undefined : fieldsOf(fields['expected'], joined(at, 'expected'))['printed'];
  const [list, name] = own !== undefined ? [own, 'present'] : [expected ?? [], 'expected.printed'];
  if (!Array.isArray(list)) throw new DomainError('cost_bad_document', { path: joined(at, name), expected: 'a list' });
  return list.map((request, index) => readRequest(request, joined(at, `${name}[${index}]`), policy));
}
