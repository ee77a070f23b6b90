/** Parameters of an address, read into what the screens understand; anything else is left out. */

import type { OverdueRow } from './api/types.js';

type Raw = Readonly<Record<string, unknown>>;

const text = (raw: Raw, name: string): string | undefined => {
  const value = raw[name];
  if (typeof value === 'string' && value !== '') return value.normalize('NFC').slice(0, 300);
  return typeof value === 'number' ? String(value) : undefined;
};

const oneOf = <T extends string>(raw: Raw, name: string, values: readonly T[]): T | undefined => values.find((value) => value === raw[name]);

const only = <T extends Raw>(fields: T): T => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export const BOXES = ['todo', 'waiting', 'done'] as const;
export const LATENESS_FILTERS = ['overdue', 'dueSoon', 'onTime'] as const;
export const PROCEDURE_TABS = ['content', 'diff', 'cost', 'reviews', 'log'] as const;
export const REVIEW_TABS = ['walk', 'diff', 'cost', 'execution', 'log'] as const;
export const AGES = ['1-2', '3-5', '6-10', '11-20', 'over20'] as const satisfies readonly OverdueRow['age'][];

export type WorkSearch = {
  readonly box?: (typeof BOXES)[number];
  readonly lateness?: (typeof LATENESS_FILTERS)[number];
  readonly unit?: string;
  readonly campaign?: string;
  readonly q?: string;
};
export const readWorkSearch = (raw: Raw): WorkSearch =>
  only({
    box: oneOf(raw, 'box', BOXES),
    lateness: oneOf(raw, 'lateness', LATENESS_FILTERS),
    unit: text(raw, 'unit'),
    campaign: text(raw, 'campaign'),
    q: text(raw, 'q'),
  });

export type ProcedureSearch = { readonly q?: string; readonly field?: string; readonly unit?: string; readonly phase?: string };
export const readProcedureSearch = (raw: Raw): ProcedureSearch =>
  only({ q: text(raw, 'q'), field: text(raw, 'field'), unit: text(raw, 'unit'), phase: text(raw, 'phase') });

export type ProcedureTab = { readonly tab?: (typeof PROCEDURE_TABS)[number] };
export const readProcedureTab = (raw: Raw): ProcedureTab => only({ tab: oneOf(raw, 'tab', PROCEDURE_TABS) });

export type ReviewTab = { readonly tab?: (typeof REVIEW_TABS)[number] };
export const readReviewTab = (raw: Raw): ReviewTab => only({ tab: oneOf(raw, 'tab', REVIEW_TABS) });

export type ExecutionSearch = { readonly campaign?: string };
export const readExecutionSearch = (raw: Raw): ExecutionSearch => only({ campaign: text(raw, 'campaign') });

export const POST_STATES = ['current', 'coming', 'ended'] as const;
export type PostSearch = { readonly q?: string; readonly unit?: string; readonly state?: (typeof POST_STATES)[number] };
export const readPostSearch = (raw: Raw): PostSearch => only({ q: text(raw, 'q'), unit: text(raw, 'unit'), state: oneOf(raw, 'state', POST_STATES) });

export type OverdueSearch = { readonly unit?: string; readonly age?: (typeof AGES)[number] };
export const readOverdueSearch = (raw: Raw): OverdueSearch => only({ unit: text(raw, 'unit'), age: oneOf(raw, 'age', AGES) });

/** `tiep` is where to go after signing in: a path of this application, never another site. */
export type LogInSearch = { readonly tiep?: string };
export const readLogInSearch = (raw: Raw): LogInSearch => {
  const next = text(raw, 'tiep');
  return next !== undefined && /^\/(?![/\\])/.test(next) ? { tiep: next } : {};
};
