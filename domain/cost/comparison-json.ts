/** A comparison as plain JSON with numbers as text. */
import type { Comparison, Difference, NoClaim } from './compare.js';
import type { Effects } from './effects.js';
import type { Finding } from './finding.js';
import type { GamingGuard } from './gaming.js';
import type { Result } from './measured.js';
import { fixedText, numberText, type NumberText, type Rational } from './number.js';

export type DifferenceJson = { readonly before: NumberText; readonly after: NumberText; readonly change: NumberText };
type Amounts = { readonly [name: string]: NumberText };

/** `saving`, `percent` are null where no honest claim can be made; `noClaim` says why. */
export type ComparisonJson = {
  readonly concept: string;
  readonly currency: string;
  readonly total: DifferenceJson;
  readonly saving: NumberText | null;
  readonly percent: { readonly exact: NumberText; readonly shown: string } | null;
  readonly noClaim: readonly NoClaim[];
  readonly hours: DifferenceJson;
  readonly oneOff: DifferenceJson;
  readonly before: Completeness;
  readonly after: Completeness;
  readonly effects: Amounts | null;
  readonly sequential: Amounts | null;
  readonly oneTariff: { readonly beforeTable: NumberText; readonly afterTable: NumberText };
  readonly byAddressee: { readonly [addressee: string]: DifferenceJson };
  readonly lines: readonly (DifferenceJson & { readonly id: string; readonly addressee: string; readonly presence: string })[];
  readonly shift: { readonly hours: NumberText; readonly towards: string | null };
  readonly gaming: { readonly parts: Amounts; readonly real: NumberText; readonly flagged: NumberText; readonly flaggedShare: NumberText | null };
  readonly findings: readonly Finding[];
};

type Completeness = {
  readonly status: string;
  readonly coverage: NumberText;
  readonly missing: readonly string[];
  readonly negligible: readonly string[];
  readonly notApplicable: readonly string[];
};

const differenceJson = ({ before, after, change }: Difference): DifferenceJson => ({
  before: numberText(before),
  after: numberText(after),
  change: numberText(change),
});
const amounts = (values: Readonly<Record<string, Rational>> | Effects): Amounts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, numberText(value)]));
const orNull = (value: Rational | null): NumberText | null => (value === null ? null : numberText(value));
const completeness = ({ status, coverage, missing, negligible, notApplicable }: Result): Completeness => ({
  status,
  coverage: numberText(coverage),
  missing,
  negligible,
  notApplicable,
});

export function comparisonJson(comparison: Comparison, gaming: GamingGuard, findings: readonly Finding[]): ComparisonJson {
  const { percent } = comparison;
  return {
    concept: comparison.concept,
    currency: comparison.before.currency,
    total: differenceJson(comparison.total),
    saving: orNull(comparison.saving),
    percent: percent === null ? null : { exact: numberText(percent), shown: fixedText(percent, 2) },
    noClaim: comparison.noClaim,
    hours: differenceJson(comparison.hours),
    oneOff: differenceJson(comparison.oneOff),
    before: completeness(comparison.before),
    after: completeness(comparison.after),
    effects: comparison.effects === null ? null : amounts(comparison.effects),
    sequential: comparison.sequential === null ? null : amounts(comparison.sequential),
    oneTariff: { beforeTable: numberText(comparison.oneTariff.beforeTable), afterTable: numberText(comparison.oneTariff.afterTable) },
    byAddressee: Object.fromEntries(Object.entries(comparison.byAddressee).map(([addressee, difference]) => [addressee, differenceJson(difference)])),
    lines: comparison.lines.map((line) => ({ id: line.id, addressee: line.addressee, presence: line.presence, ...differenceJson(line) })),
    shift: { hours: numberText(comparison.shift.hours), towards: comparison.shift.towards },
    gaming: { parts: amounts(gaming.parts), real: numberText(gaming.real), flagged: numberText(gaming.flagged), flaggedShare: orNull(gaming.flaggedShare) },
    findings,
  };
}
