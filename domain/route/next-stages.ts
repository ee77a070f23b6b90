/**
 * What follows what: the stages that open once a stage has closed.
 * Two edges from one outcome open side by side; a stage with several inbound edges waits for every activated one.
 */
import type { Closing, Edge, Route, StageKey, StageOutcome } from './route.js';

/** A stage of a running review as far as routing cares. */
export type RouteStage = {
  readonly key: StageKey;
  readonly round: number;
  readonly status: 'open' | 'closed';
  readonly outcome: StageOutcome | null;
  /** Places in the one order of openings and closings of the review: clocks may repeat or step back, it does not. */
  readonly openedOrder: number;
  readonly closedOrder: number | null;
};

export type NextStep = { readonly open: readonly StageKey[]; readonly close: null } | { readonly open: readonly []; readonly close: Closing };

const isClosing = (to: Edge['to']): to is Closing => typeof to === 'string';

const latest = (stages: readonly RouteStage[], key: StageKey): RouteStage | null =>
  stages.reduce<RouteStage | null>((found, stage) => (stage.key === key && stage.round >= (found?.round ?? 0) ? stage : found), null);

/** Stages and endings that can still be reached from `key`, itself not counted; a return goes back and reaches nothing new. */
function reachable(route: Route, from: StageKey): ReadonlySet<StageKey | Closing> {
  const seen = new Set<StageKey | Closing>();
  const walk = (key: StageKey): void => {
    for (const edge of route.edges) {
      if (edge.from !== key || edge.on === 'returned') continue;
      for (const target of isClosing(edge.to) ? [edge.to] : edge.to) {
        if (seen.has(target)) continue;
        seen.add(target);
        if (target !== edge.to) walk(target);
      }
    }
  };
  walk(from);
  return seen;
}

/** Whether `target` comes after `key`. Two that lead to each other would wait for ever: neither comes after. */
export const comesAfter = (route: Route, target: StageKey, key: StageKey): boolean =>
  key !== target && reachable(route, key).has(target) && !reachable(route, target).has(key);

/** The stages a route starts with. */
export function firstStages(route: Route): readonly StageKey[] {
  const named = route.edges.flatMap((edge) => (edge.from === 'start' && !isClosing(edge.to) ? edge.to : []));
  return named.filter((target) => !named.some((key) => comesAfter(route, target, key)));
}

const edgesAfter = (route: Route, stage: RouteStage): readonly Edge[] => route.edges.filter((edge) => edge.from === stage.key && edge.on === stage.outcome);

/** Targets of a closed stage that nobody has opened since, whoever was asked. */
const unserved = (route: Route, stages: readonly RouteStage[], closed: RouteStage): readonly StageKey[] =>
  edgesAfter(route, closed)
    .flatMap((edge) => (isClosing(edge.to) ? [] : edge.to))
    .filter((target) => !stages.some((stage) => stage.key === target && (stage.status === 'open' || stage.openedOrder > (closed.closedOrder ?? 0))));

/** Stages under way: open, or named by a stage that has closed but not yet opened. */
export function underWay(route: Route, stages: readonly RouteStage[]): readonly StageKey[] {
  const newest = [...new Set(stages.map((stage) => stage.key))].flatMap((key) => latest(stages, key) ?? []);
  return newest.flatMap((stage) => (stage.status === 'open' ? [stage.key] : unserved(route, stages, stage)));
}

const NOTHING: NextStep = { open: [], close: null };

/**
 * What opens after `closed` has closed. A target still reachable from a stage under way waits (the join), and so does
 * an approval of the whole; a target opened since the closing has been served, whoever asked for it, so asking again
 * opens nothing.
 */
export function nextStages(route: Route, stages: readonly RouteStage[], closed: StageKey): NextStep {
  const from = latest(stages, closed);
  if (from === null || from.status === 'open') return NOTHING;
  const running = underWay(route, stages);
  const closing = edgesAfter(route, from)
    .map((edge) => edge.to)
    .find(isClosing);
  if (closing !== undefined) {
    const waits = closing === 'closeApproved' && running.some((key) => reachable(route, key).has(closing));
    return waits ? NOTHING : { open: [], close: closing };
  }
  const ready = unserved(route, stages, from).filter((target) => from.outcome === 'returned' || !running.some((key) => comesAfter(route, target, key)));
  return { open: [...new Set(ready)], close: null };
}
