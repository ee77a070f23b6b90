/** What a check of a route finds: a code, how grave it is, where, in words that say what to do. */
import type { Text } from '../shared/errors.js';
import type { Route, StageKey } from './route.js';

export const ROUTE_CODES = [
  'unreachable_stage',
  'no_way_to_close',
  'endless_loop',
  'rung_not_armable',
  'rung_unreachable',
  'rung_before_start',
  'escalate_without_ladder',
  'silence_without_basis',
  'prenotice_too_late',
  'no_holder',
  'fallback_missing',
  'fallback_same_people',
  'one_over_units',
  'quorum_impossible',
  'extend_unbounded',
  'pause_on_fixed_date',
  'fixed_date_past',
  'calendar_horizon',
  'field_uncovered',
  'assurance_too_low',
] as const;
export type RouteCode = (typeof ROUTE_CODES)[number];

/** `refuse` blocks publishing; a `warn` must be acknowledged by its name. */
export type Finding = {
  readonly code: RouteCode;
  readonly severity: 'refuse' | 'warn';
  /** Null where it concerns the route as a whole. */
  readonly stage: StageKey | null;
  /** Key of the rung concerned. */
  readonly rung: string | null;
  /** JSON Pointer into the route. */
  readonly pointer: string;
  readonly sentence: Text;
};

/** Where in the route something stands. */
export type Place = { readonly stage: StageKey | null; readonly rung: string | null; readonly pointer: string };

export const wholeRoute = (pointer = ''): Place => ({ stage: null, rung: null, pointer });

/** A place inside a stage; `below` starts with a slash, or is empty for the stage itself. */
export const inStage = (route: Route, key: StageKey, below = '', rung: string | null = null): Place => ({
  stage: key,
  rung,
  pointer: `/stages/${route.stages.findIndex((stage) => stage.key === key)}${below}`,
});

export const refuse = (code: RouteCode, place: Place, vi: string, en: string): Finding => ({ code, severity: 'refuse', ...place, sentence: { vi, en } });
export const warn = (code: RouteCode, place: Place, vi: string, en: string): Finding => ({ code, severity: 'warn', ...place, sentence: { vi, en } });

/** By which a warning is acknowledged: it changes when the finding moves to another place. */
export const findingName = (finding: Finding): string => `${finding.code}:${finding.pointer}`;

/** Warnings nobody has acknowledged by name. */
export const unacknowledged = (findings: readonly Finding[], names: readonly string[]): readonly Finding[] =>
  findings.filter((finding) => finding.severity === 'warn' && !names.includes(findingName(finding)));
