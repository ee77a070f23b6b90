/** House view: every total with its concept, range, coverage, share of assumptions, sources. */
import type { Comparison } from '../compare.js';
import { CONCEPTS, CONCEPT_COLUMNS, type Concept, type CostModel } from '../model.js';
import { ZERO, numberText, sum, type NumberText, type Rational } from '../number.js';
import { assumptionShare } from '../provenance.js';
import { bounds } from '../ranges.js';
import type { Result } from '../measured.js';

export type HouseTotal = {
  readonly concept: Concept;
  readonly before: NumberText;
  readonly after: NumberText;
  readonly change: NumberText;
  readonly range: { readonly low: NumberText; readonly high: NumberText; readonly kind: 'corners' | 'outer' };
  readonly coverage: { readonly before: NumberText; readonly after: NumberText };
  readonly assumptions: { readonly before: NumberText; readonly after: NumberText };
};

const totalOf = (result: Result, concept: Concept): Rational => sum(CONCEPT_COLUMNS[concept].map((column) => result.recurring.columns[column] ?? ZERO));

/** One row per concept; totals of two concepts stand side by side and are never compared. */
export function houseTotals(model: CostModel, comparison: Comparison): readonly HouseTotal[] {
  return CONCEPTS.map((concept) => {
    const before = totalOf(comparison.before, concept);
    const after = totalOf(comparison.after, concept);
    const { low, high, kind } = bounds(model, { figure: 'saving', concept });
    return {
      concept,
      before: numberText(before),
      after: numberText(after),
      change: numberText(after.sub(before)),
      range: { low: numberText(low), high: numberText(high), kind },
      coverage: { before: numberText(comparison.before.coverage), after: numberText(comparison.after.coverage) },
      assumptions: { before: numberText(assumptionShare(model, 'before', concept)), after: numberText(assumptionShare(model, 'after', concept)) },
    };
  });
}

/** What a reader needs to recompute: model, tables with vintage, documents behind the numbers. */
export function methodNote(model: CostModel): {
  readonly model: string;
  readonly currency: string;
  readonly priceYear: number | null;
  readonly tables: readonly string[];
  readonly documents: readonly string[];
} {
  const tariffs = [...Object.values(model.before.tariffs ?? {}), ...Object.values(model.after?.tariffs ?? {})];
  const tables = [...new Set(tariffs.flatMap((tariff) => (tariff.tableId === undefined ? [] : [`${tariff.tableId} ${tariff.vintage ?? ''}`.trim()])))].sort();
  const documents = (model.sources ?? [])
    .map((source) => [source.kind, source.document, source.locator].filter((part) => part !== undefined).join(', '))
    .sort();
  return { model: model.id, currency: model.currency, priceYear: model.priceYear ?? null, tables, documents };
}
