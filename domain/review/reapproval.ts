/**
 * Which answers still stand on the text as it is now, and which stages must therefore be asked again.
 * An answer names the content it was given on; an edit voids only what it touches.
 */
import { comesAfter, underWay, type RouteStage } from '../route/next-stages.js';
import { stageOf, type Route, type StageKey } from '../route/route.js';
import { changedPaths, coveredPart } from './content-digest.js';
import type { Law } from './law.js';
import { decisionOf, findTask, fold, isOpen, standingOf, type DecisionState, type ReviewEvent, type ReviewState, type StageState } from './review.js';

type ByRoute = Pick<Law, 'route'>;

/** The round a stage has reached; 0 before its first opening. */
export const latestRound = (state: ReviewState, key: StageKey): number =>
  Math.max(0, ...state.stages.filter((stage) => stage.key === key).map((stage) => stage.round));

/** Closed without an outcome: what it rested on fell away while it was open. */
export const isVoided = (stage: StageState): boolean => stage.status === 'closed' && stage.outcome === null;

const latestOf = (state: ReviewState, key: StageKey): StageState | null =>
  state.stages
    .filter((stage) => stage.key === key && !isVoided(stage))
    .reduce<StageState | null>((last, stage) => (stage.round > (last?.round ?? 0) ? stage : last), null);

const newest = (state: ReviewState): readonly StageState[] => [...new Set(state.stages.map((stage) => stage.key))].flatMap((key) => latestOf(state, key) ?? []);

/** The answers a stage's outcome rests on: its own, or those of the round it was carried over from. */
export function restsOn(state: ReviewState, stage: StageState): readonly DecisionState[] {
  const round = stage.carriedOver ? (decisionOf(state, stage.closedBy)?.round ?? stage.round) : stage.round;
  return state.tasks.filter((task) => task.stageKey === stage.key && task.round === round).flatMap((task) => decisionOf(state, task.decisionId) ?? []);
}

/** Closed stages whose outcome no longer stands: an answer fell away, or two people reopened them. */
export function fallen(state: ReviewState): readonly StageState[] {
  return newest(state).filter(
    (stage) =>
      stage.status === 'closed' &&
      (stage.reopenConfirmedBy !== null || restsOn(state, stage).some((decision) => ['superseded', 'annulled'].includes(standingOf(state, decision.id).t))),
  );
}

/** The stages as routing must see them: a fallen one runs again, a voided one never was. */
export function routeStages(state: ReviewState): readonly RouteStage[] {
  const again = fallen(state);
  return state.stages
    .filter((stage) => !isVoided(stage))
    .map((stage): RouteStage => (again.includes(stage) ? { ...stage, status: 'open', outcome: null, closedOrder: null } : stage));
}

/** The route as this review walks it: a return goes to the one stage it named. */
export function routeOf(state: ReviewState, route: Route): Route {
  const returned = newest(state).flatMap((stage) => {
    const to = stage.outcome === 'returned' ? decisionOf(state, stage.closedBy)?.returnTo : undefined;
    return to === undefined ? [] : [{ key: stage.key, to }];
  });
  if (returned.length === 0) return route;
  return {
    ...route,
    edges: route.edges.map((edge) => {
      const named = edge.on === 'returned' ? returned.find((one) => one.key === edge.from) : undefined;
      return named ? { ...edge, to: [named.to] } : edge;
    }),
  };
}

/** Fallen stages that nothing still under way leads to: these open again now. */
export function toReopen(state: ReviewState, { route }: ByRoute): readonly StageState[] {
  const again = fallen(state);
  if (again.length === 0) return [];
  const running = underWay(route, routeStages(state));
  return again.filter((stage) => !running.some((key) => comesAfter(route, stage.key, key)));
}

/** What `decision` was given on and is different now, path by path. */
const touched = (state: ReviewState, decision: DecisionState, { route }: ByRoute): readonly string[] =>
  changedPaths(decision.shown ?? {}, coveredPart(state.content, stageOf(route, decision.stageKey).covers));

/** Whether an answer counts, and nothing it was given on is different now. */
export const holdsOn = (state: ReviewState, decision: DecisionState, law: ByRoute): boolean =>
  decision.shown !== undefined && standingOf(state, decision.id).t === 'counts' && touched(state, decision, law).length === 0;

/**
 * The closed round whose answers still hold on the text as it is, so that the stage need not be asked again; null when it
 * must. Work of an author is never carried over on a return: he was asked to do it again.
 */
export function carried(state: ReviewState, key: StageKey, law: ByRoute): StageState | null {
  if (stageOf(law.route, key).kind === 'author') return null;
  const last = latestOf(state, key);
  return last && holdsStill(state, last, law) ? last : null;
}

function holdsStill(state: ReviewState, stage: StageState, law: ByRoute): boolean {
  if (stage.status === 'open' || stage.reopenConfirmedBy !== null || (stage.outcome !== 'approved' && stage.outcome !== 'opinion')) return false;
  const answers = restsOn(state, stage);
  return answers.length > 0 && answers.every((decision) => holdsOn(state, decision, law));
}

/** What a new text does to the answers given on the old one, and to the stages that rest on them. */
export function reapprovalAfter(state: ReviewState, law: Law): readonly ReviewEvent[] {
  const events: ReviewEvent[] = newest(state)
    .filter((stage) => stage.status === 'open' || stage.outcome === 'approved' || stage.outcome === 'opinion')
    .flatMap((stage) => restsOn(state, stage))
    .filter((decision) => standingOf(state, decision.id).t === 'counts')
    .flatMap((decision): readonly ReviewEvent[] => {
      const fields = touched(state, decision, law);
      return fields.length === 0 ? [] : [{ type: 'DecisionSuperseded', at: law.now, decisionId: decision.id, fields }];
    });
  events.push(...revived(state, law));
  let current = events.length > 0 ? fold(events, state) : state;
  for (const stage of current.stages.filter((open) => open.status === 'open' && open.reason === 'contentChanged')) {
    const before = current.stages.filter((earlier) => earlier.key === stage.key && earlier.round < stage.round && !isVoided(earlier)).at(-1);
    if (!before || before.outcome === null || !holdsStill(current, before, law)) continue;
    const closing: readonly ReviewEvent[] = [
      { type: 'StageClosed', at: law.now, stageId: stage.id, outcome: before.outcome, by: before.closedBy, carriedOver: true },
      ...withdrawTasks(current, stage, 'contentChanged', law),
    ];
    events.push(...closing);
    current = fold(closing, current);
  }
  return [...events, ...voidAfter(current, fallen(current), 'contentChanged', law)];
}

/** Edited back: superseded answers whose text is again what they were given on, unless the stage has been decided anew. */
function revived(state: ReviewState, law: Law): readonly ReviewEvent[] {
  return state.decisions
    .filter((decision) => {
      const standing = standingOf(state, decision.id);
      if (standing.t !== 'superseded' || standing.fields.length === 0 || touched(state, decision, law).length > 0) return false;
      const task = findTask(state, decision.taskId);
      const last = state.decisions.filter((other) => other.taskId === decision.taskId).at(-1);
      const since = state.stages.filter((stage) => stage.key === decision.stageKey && stage.round > decision.round && !isVoided(stage));
      return task !== null && last?.id === decision.id && since.every((stage) => stage.status === 'open' && stage.reason === 'contentChanged');
    })
    .map((decision): ReviewEvent => ({ type: 'DecisionRevived', at: law.now, decisionId: decision.id }));
}

const withdrawTasks = (state: ReviewState, stage: StageState, reason: 'contentChanged' | 'reopened', law: Law): readonly ReviewEvent[] =>
  state.tasks
    .filter((task) => task.stageId === stage.id && isOpen(task))
    .map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason, by: null }));

/** Open stages that come after a fallen one end without an outcome; the route opens them again when it gets there. */
export function voidAfter(state: ReviewState, again: readonly StageState[], reason: 'contentChanged' | 'reopened', law: Law): readonly ReviewEvent[] {
  return state.stages
    .filter((stage) => stage.status === 'open' && again.some((one) => comesAfter(law.route, stage.key, one.key)))
    .flatMap((stage) => voided(state, stage, reason, law));
}

/** An open stage that ends without an outcome, with the tasks nobody has answered. */
export const voided = (state: ReviewState, stage: StageState, reason: 'contentChanged' | 'reopened', law: Law): readonly ReviewEvent[] => [
  { type: 'StageClosed', at: law.now, stageId: stage.id, outcome: null, by: null },
  ...withdrawTasks(state, stage, reason, law),
];

/** Why a fallen stage opens again. */
export const reasonToReopen = (state: ReviewState, stage: StageState): 'contentChanged' | 'reopened' =>
  stage.reopenConfirmedBy === null && restsOn(state, stage).every((decision) => standingOf(state, decision.id).t !== 'annulled')
    ? 'contentChanged'
    : 'reopened';

/** Rounds of a stage that count against its budget of returns: neither carried over nor voided. */
export const roundsSpent = (state: ReviewState, key: StageKey): number =>
  state.stages.filter((stage) => stage.key === key && !stage.carriedOver && !isVoided(stage)).length;
