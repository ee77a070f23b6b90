/**
 * Gaming guard: the part of a saving that is no relief.
 *
 * Such a part comes from edits of tariff, volume, business as usual, compliance, rounding, or from nothing a change item
 * explains. Before-values raised after the target was announced are listed beside it.
 */
import { setField } from './change-items.js';
import type { Comparison } from './compare.js';
import { fineEffects, pairLines } from './effects.js';
import type { Input } from './input.js';
import { readState } from './line-factors.js';
import { measure } from './measure.js';
import type { Concept, CostModel } from './model.js';
import { ZERO, isPositive, positivePart, roundWhole, sum, type Rational } from './number.js';

export const GAMING_PARTS = ['tariff', 'volume', 'frequency', 'compliance', 'bau', 'unattributed', 'rounding'] as const;
export type GamingPart = (typeof GAMING_PARTS)[number];

/** A value of the before state that was edited: what it was, and when. Text order of `at` is time order. */
export type BaselineEdit = { readonly line: string; readonly field: string; readonly from: Input; readonly at: string };

/**
 * `parts` are contributions to the saving (positive = claimed as relief); `parts` + `real` = `saving`.
 * `flagged` adds the positive parts; `flaggedShare` is null when there is no saving to question.
 */
export type GamingGuard = {
  readonly saving: Rational;
  readonly parts: Readonly<Record<GamingPart, Rational>>;
  readonly real: Rational;
  readonly flagged: Rational;
  readonly flaggedShare: Rational | null;
  readonly raisedAfterTarget: readonly { readonly edit: BaselineEdit; readonly amount: Rational }[];
};

export type GamingOptions = {
  /** Lines whose volume or frequency a change item lowers: there the volume is reform, not an edit. */
  readonly explainedVolume?: ReadonlySet<string>;
  readonly unattributed?: Rational;
  /** The saving as it is claimed; its difference to the exact one is the rounding part. */
  readonly claimedSaving?: Rational;
  readonly baselineEdits?: readonly BaselineEdit[];
  readonly targetAnnouncedAt?: string;
};

/** Splits a nominal saving into what is questionable and what is real. */
export function gamingGuard(model: CostModel, comparison: Comparison, options: GamingOptions = {}): GamingGuard {
  const exact = comparison.total.change.neg();
  const saving = options.claimedSaving ?? exact;
  const pairs = pairLines(readState(model.before, 'before'), readState(model.after ?? { lines: [] }, 'after'), comparison.concept, 'parts');
  const explained = (id: string): boolean => options.explainedVolume?.has(id) ?? false;
  const edits = fineEffects(pairs.filter((pair) => !explained(pair.id)));
  const reforms = fineEffects(pairs.filter((pair) => explained(pair.id)));
  const relief = (effect: Rational | undefined): Rational => (effect ?? ZERO).neg();
  const parts: Readonly<Record<GamingPart, Rational>> = {
    tariff: relief(edits.price).add(relief(reforms.price)),
    volume: relief(edits.population),
    frequency: relief(edits.frequency),
    compliance: relief(edits.compliance).add(relief(reforms.compliance)),
    bau: relief(comparison.effects?.bau),
    unattributed: options.unattributed ?? ZERO,
    rounding: saving.sub(exact),
  };
  const flagged = sum(Object.values(parts).map(positivePart));
  return {
    saving,
    parts,
    real: saving.sub(sum(Object.values(parts))),
    flagged,
    flaggedShare: isPositive(saving) ? flagged.div(saving) : null,
    raisedAfterTarget: raises(model, comparison.concept, options),
  };
}

/** Before-values raised after the target was announced, each with the amount it adds to the before total. */
function raises(model: CostModel, concept: Concept, options: GamingOptions): GamingGuard['raisedAfterTarget'] {
  const announced = options.targetAnnouncedAt;
  if (announced === undefined) return [];
  const now = measure(model, 'before', { concept }).recurring.total ?? ZERO;
  return (options.baselineEdits ?? [])
    .filter((edit) => edit.at >= announced)
    .flatMap((edit) => {
      const lines = model.before.lines.map((line) => (line.id === edit.line ? setField(line, edit.field, edit.from) : line));
      const then = measure({ ...model, before: { ...model.before, lines } }, 'before', { concept }).recurring.total ?? ZERO;
      const amount = now.sub(then);
      return isPositive(amount) ? [{ edit, amount }] : [];
    });
}

/** The rounding part of a saving claimed in whole units of a scale. */
export const claimedInUnits = (saving: Rational, unit: Rational): Rational => unit.mul(roundWhole(saving.div(unit)));
