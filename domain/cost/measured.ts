/** What a measure yields: columns of a line, totals, completeness. */
import type { Resolved } from './input.js';
import type { Addressee, Concept, CostLine, MoneyColumn } from './model.js';
import type { Rational } from './number.js';
import type { Exact } from './quantity.js';

/** Yearly money of a line or total by column (once, for one-off lines); `labour` is null where time is not priced. */
export type Columns = {
  readonly labour: Exact<'money/yr'> | null;
  readonly external: Exact<'money/yr'>;
  readonly cash: Exact<'money/yr'>;
  readonly fees: Exact<'money/yr'>;
  readonly delay: Exact<'money/yr'>;
};

export const LINE_STATUSES = ['counted', 'missing', 'negligible', 'notApplicable'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** `passes` = expected goes; hours of one go. */
export type MeasuredEntry = { readonly key: string; readonly hours: Rational; readonly rate: Rational | null };

/** One line computed. `gaps` name the fields nobody has a number for; `atMost` bounds what was too small to count. */
export type MeasuredLine = {
  readonly id: string;
  readonly line: CostLine;
  readonly kind: 'recurring' | 'oneOff';
  readonly addressee: Addressee;
  readonly status: LineStatus;
  readonly gaps: readonly string[];
  readonly atMost: Rational;
  readonly cases: Exact<'case/yr'>;
  readonly passes: Rational;
  readonly entries: readonly MeasuredEntry[];
  /** Amounts of one case as they count; 0 where absent or missing. */
  readonly perCase: { readonly externalPerCase: Rational; readonly cashPerCase: Rational; readonly feePerCase: Rational };
  readonly hours: Exact<'h/yr'>;
  readonly columns: Columns;
  /** Labour + external + cash before the share that would arise anyway. */
  readonly gross: Exact<'money/yr'>;
  /** Gross less that share. */
  readonly burden: Exact<'money/yr'>;
  /** Burden less the subsidy, never below zero; what the subsidy exceeds is `excess`. */
  readonly net: Exact<'money/yr'>;
  readonly excess: Exact<'money/yr'>;
  /** The total of the concept asked for; null when the line holds neither priced time nor any amount. */
  readonly total: Exact<'money/yr'> | null;
};

export type Totals = {
  /** Null when lines share events: hours add up, events do not. */
  readonly cases: Rational | null;
  readonly hours: Rational;
  readonly columns: { readonly [K in MoneyColumn]: K extends 'labour' ? Rational | null : Rational };
  readonly gross: Rational;
  readonly burden: Rational;
  readonly net: Rational;
  readonly excess: Rational;
  readonly total: Rational | null;
};

/** How complete a total is: `coverage` = counted ÷ (counted + missing) lines. */
export type Completeness = {
  readonly status: 'complete' | 'incomplete';
  readonly coverage: Rational;
  readonly missing: readonly string[];
  readonly negligible: readonly string[];
  readonly notApplicable: readonly string[];
  readonly negligibleAtMost: Rational;
};

/** The measure of a state. Recurring and one-off totals stand side by side and are never added. */
export type Result = Completeness & {
  readonly modelId: string;
  readonly state: 'before' | 'after';
  readonly concept: Concept;
  readonly currency: string;
  readonly priceYear: number | null;
  readonly lines: readonly MeasuredLine[];
  readonly recurring: Totals;
  readonly oneOff: Totals;
  readonly distinctEvents: Rational | null;
};

/** A line before any floor; with what the floor needs to know. */
export type RawLine = MeasuredLine & { readonly bauShare: Resolved; readonly subsidy: Rational; readonly isDelta: boolean };
