/**
 * What follows what: the stages that open once a stage has closed.
 * Two edges from one outcome open side by side; a stage with several inbound edges waits for every activated one.
 */
import type { Instant } from '../shared/instant.js';
import type { Closing, Edge, Route, StageKey, StageOutcome } from './route.js';

/** A stage of a running review as far as routing cares. */
export type RouteStage = {
  readonly key: StageKey;
  readonly round: number;
  readonly status: 'open' | 'closed';
  readonly outcome: StageOutcome | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
};

export type NextStep =
  | { readonly open: readonly StageKey[]; readonly close: null }
  | { readonly open: readonly []; readonly close: Closing };

const isClosing = (to: Edge['to']): to is Closing => typeof to === 'string';

/** The stages a route starts with. */
export function firstStages(route: Route): readonly StageKey[] {
  return route.edges.flatMap((edge) => (edge.from === 'start' && !isClosing(edge.to) ? edge.to : []));
}

const latest = (stages: readonly RouteStage[], key: StageKey): RouteStage | null =>
  stages.reduce<RouteStage | null>((found, stage) => (stage.key === key && stage.round >= (found?.round ?? 0) ? stage : found), null);

/** Stages that can still be reached from `key`, itself not counted. */
function reachable(route: Route, from: StageKey): ReadonlySet<StageKey> {
  const seen = new Set<StageKey>();
  const walk = (key: StageKey): void => {
    for (const edge of route.edges) {
      if (edge.from !== key || isClosing(edge.to) || edge.on === 'returned') continue;
      for (const target of edge.to) {
        if (!seen.has(target)) {
          seen.add(target);
          walk(target);
        }
      }
    }
  };
  walk(from);
  return seen;
}

/**
 * What opens after `closed` has closed. A target still reachable from an open stage waits (the join); a target opened
 * since the closing has been served, whoever asked for it, so asking again opens nothing.
 */
export function nextStages(route: Route, stages: readonly RouteStage[], closed: StageKey): NextStep {
  const from = latest(stages, closed);
  const outcome = from?.outcome ?? null;
  const edges = route.edges.filter((edge) => edge.from === closed && edge.on === outcome);
  const closing = edges.find((edge) => isClosing(edge.to));
  if (closing) return { open: [], close: closing.to as Closing };
  const openKeys = stages.filter((stage) => stage.status === 'open').map((stage) => stage.key);
  const targets = edges.flatMap((edge) => (isClosing(edge.to) ? [] : edge.to));
  const ready = targets.filter((target) => {
    const served = stages.some((stage) => stage.key === target && (stage.status === 'open' || stage.openedAt >= (from?.closedAt ?? stage.openedAt)));
    if (served) return false;
    return outcome === 'returned' || !openKeys.some((open) => open !== target && reachable(route, open).has(target));
  });
  return { open: [...new Set(ready)], close: null };
}
