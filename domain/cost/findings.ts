/** Sanity marks of a model in general; they never block a saved draft. */
import { bothLanguages } from './number-words.js';
import { shareMarks } from './channels.js';
import type { Comparison } from './compare.js';
import { finding, type Finding } from './finding.js';
import type { CostLine, CostModel, CostState } from './model.js';
import type { MeasuredLine, Result } from './measured.js';
import { isPositive, isZero, sum, type Rational } from './number.js';
import { componentsOf, sourceOf, stateOf } from './provenance.js';

/** Limits of plausibility; programme data. `volumeJump` = how many times more or fewer cases need a reason. */
export type Limits = { readonly maxHoursPerCase: number; readonly volumeJump: number };
export const LIMITS: Limits = { maxHoursPerCase: 200, volumeJump: 2 };

/** The marks of one measured state. */
export function findings(model: CostModel, result: Result, limits: Limits = LIMITS): readonly Finding[] {
  const state = stateOf(model, result.state);
  return [
    ...result.lines.flatMap((line) => lineMarks(line, result.state, limits)),
    ...emptySources(state, result.state),
    ...shareMarks(state.lines, result.state),
    ...doubleCounts(state.lines, result.state),
    ...(result.distinctEvents === null ? eventMarks(result) : []),
  ];
}

function lineMarks(line: MeasuredLine, state: string, limits: Limits): readonly Finding[] {
  const path = `${state}.lines.${line.id}`;
  const hours = sum(line.entries.map((entry) => entry.hours));
  return [
    ...line.gaps.map((gap) => finding('unknownValue', `${path}.${gap}`)),
    ...(hours.abs().compare(limits.maxHoursPerCase) > 0 && line.kind === 'recurring'
      ? [finding('implausibleTime', `${path}.labour`, { hours: bothLanguages(hours) })]
      : []),
  ];
}

function emptySources(state: CostState, name: string): readonly Finding[] {
  const seen = new Set<string>();
  return componentsOf(state, name).flatMap((part) =>
    part.inputs.flatMap(({ field, input }) => {
      const path = `${name}.lines.${part.lineId}.${field}`;
      if (input === null || (typeof input === 'object' && !('value' in input)) || sourceOf(input) !== null || seen.has(path)) return [];
      seen.add(path);
      return [finding('emptySource', path)];
    }),
  );
}

/** Internal time and an external fee for one act both count only knowingly; the same activity twice is marked. */
function doubleCounts(lines: readonly CostLine[], state: string): readonly Finding[] {
  const seen = new Map<string, string>();
  return lines.flatMap((line) => {
    if (line.activity === undefined) return [];
    const key = [line.dutyId, line.caseGroup, line.channel, line.segment, line.addressee, line.paper, line.step, line.activity]
      .map((part) => part ?? '')
      .join('|');
    const other = seen.get(key);
    if (other === undefined) seen.set(key, line.id);
    return other === undefined ? [] : [finding('possibleDoubleCount', `${state}.lines.${line.id}`, { other })];
  });
}

function eventMarks(result: Result): readonly Finding[] {
  const counts = new Map<string, Rational>();
  return result.lines.flatMap((line) => {
    const key = line.line.eventKey;
    if (key === undefined) return [];
    const other = counts.get(key);
    counts.set(key, line.cases);
    return other === undefined || other.equals(line.cases) ? [] : [finding('eventCountsDiffer', `${result.state}.lines.${line.id}`, { key })];
  });
}

/** The marks of a comparison. `explainedVolume` names lines whose number of cases a change item lowers. */
export function comparisonFindings(comparison: Comparison, explainedVolume: ReadonlySet<string> = new Set(), limits: Limits = LIMITS): readonly Finding[] {
  const { total } = comparison;
  const words = (value: Rational) => bothLanguages(value);
  return [
    ...(comparison.ratesDiffer ? [finding('mixedRates', 'compare.tariffs', rateWords(comparison))] : []),
    ...(isPositive(total.change) ? [finding('afterAboveBefore', 'compare.total', { before: words(total.before), after: words(total.after) })] : []),
    ...(comparison.after.lines.length === 0 && comparison.before.lines.length > 0 ? [finding('abolishedToZero', 'compare.total')] : []),
    ...comparison.dominated.map((mark) => finding(mark, 'compare.effects')),
    ...pairMarks(comparison, explainedVolume, limits),
  ];
}

function pairMarks(comparison: Comparison, explained: ReadonlySet<string>, limits: Limits): readonly Finding[] {
  return comparison.after.lines.flatMap((line) => {
    const before = comparison.before.lines.find((other) => other.id === line.id);
    if (before === undefined) return [];
    const path = `after.lines.${line.id}`;
    const paperGone = before.line.paper !== undefined && line.line.paper === undefined && before.hours.equals(line.hours) && !isZero(line.hours);
    const jumped =
      !explained.has(line.id) &&
      !before.cases.equals(line.cases) &&
      (line.cases.compare(before.cases.mul(limits.volumeJump)) >= 0 || line.cases.mul(limits.volumeJump).compare(before.cases) <= 0);
    return [
      ...(paperGone ? [finding('paperGoneTimeUnchanged', path)] : []),
      ...(jumped ? [finding('volumeJump', `${path}.cases`, { before: bothLanguages(before.cases), after: bothLanguages(line.cases) })] : []),
    ];
  });
}

/** The first role priced twice. */
function rateWords(comparison: Comparison): { readonly before: { vi: string; en: string }; readonly after: { vi: string; en: string } } {
  const rates = (result: Result): ReadonlyMap<string, Rational> =>
    new Map(
      result.lines.flatMap((line) =>
        line.entries.flatMap((entry) => (entry.rate === null ? [] : [[entry.key.startsWith('#') ? `${line.id}${entry.key}` : entry.key, entry.rate] as const])),
      ),
    );
  const after = rates(comparison.after);
  for (const [key, rate] of rates(comparison.before)) {
    const other = after.get(key);
    if (other !== undefined && !other.equals(rate)) return { before: bothLanguages(rate), after: bothLanguages(other) };
  }
  return { before: { vi: '?', en: '?' }, after: { vi: '?', en: '?' } };
}
