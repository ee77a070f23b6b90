/** What opens once a stage is settled: the next stages, another round, or the end of the review. */
import { DomainError } from '../shared/errors.js';
import { amountOf, progressOf } from '../calendar/term.js';
import { MS_PER_HOUR } from '../calendar/working-time.js';
import type { Instant, LocalDate } from '../shared/instant.js';
import { stageIdOf, type StageId } from '../shared/ids.js';
import { nextStages } from '../route/next-stages.js';
import { stageOf, type StageKey } from '../route/route.js';
import { calendarsOfTerm, startTerm, type Law } from './law.js';
import { openStage } from './opening.js';
import { carried, latestRound, reasonToReopen, routeOf, routeStages, toReopen } from './reapproval.js';
import { findStage, fold, isFrozen, isOpen, type OpenedTask, type ReviewEvent, type ReviewState, type RunningTerm } from './review.js';
import { withEntry } from './term-changes.js';

/** Day on which an approved change takes effect, unless the proposal names one. */
export type Adoption = { readonly adoptsOn: LocalDate };

/**
 * Opens what the route names after a closed stage, or closes the review where the route ends; with it whatever other
 * closed stages were waiting for this one, so that a workflow that asks once per closing misses nothing.
 * Nothing to do is no fact: asked twice, the second answer is empty.
 */
export function openNext(state: ReviewState, after: StageId, adoption: Adoption, law: Law): readonly ReviewEvent[] {
  const closed = findStage(state, after);
  if (!closed) throw new DomainError('not_found', { kind: 'stage', id: after });
  // A later round has taken its place: what follows is asked of that one.
  if (state.outcome !== null || isFrozen(state) || closed.status === 'open' || closed.round < latestRound(state, closed.key)) return [];
  const events: ReviewEvent[] = [];
  let current = state;
  const open = (stages: readonly ReviewEvent[]): void => {
    events.push(...stages);
    if (stages.length > 0) current = fold(stages, current);
  };
  for (const key of [closed.key, ...awaitingNext(state, law).flatMap((id) => findStage(state, id)?.key ?? [])]) {
    const step = nextStages(routeOf(current, law.route), routeStages(current), key);
    if (step.close) {
      const outcome = step.close === 'closeApproved' ? 'approved' : 'rejected';
      // An approval that is still to be carried out has no day of effect of its own: the amending text has.
      const executes = outcome === 'approved' && law.route.execution !== undefined;
      return [
        ...events,
        ...current.tasks
          .filter(isOpen)
          .map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'stageClosed', by: closed.closedBy })),
        {
          type: 'ReviewClosed',
          at: law.now,
          outcome,
          by: null,
          reason: null,
          adoptsOn: outcome === 'approved' && !executes ? adoption.adoptsOn : null,
          ...(executes ? { executes } : {}),
        },
      ];
    }
    // Whoever a return names is asked again, whatever he said before.
    const returned = current.stages.findLast((stage) => stage.key === key)?.outcome === 'returned';
    open(step.open.flatMap((target) => (returned ? [openByRoute(current, target, after, law)] : nextRound(current, target, after, law))));
  }
  open(toReopen(current, law).map((stage) => openStage(current, stage.key, after, law.now, law, reasonToReopen(current, stage))));
  return events;
}

/**
 * Opens a stage the route leads to. A limit anchored at what went before counts from there, however late the stage is opened;
 * what its ladder would have told before the opening is not told.
 */
function openByRoute(state: ReviewState, key: StageKey, openedBy: StageId, law: Law): ReviewEvent {
  const anchor = stageOf(law.route, key).limit.anchor === 'prevClosed' ? lastClosedBefore(state, key, law) : law.now;
  const opened = openStage(state, key, openedBy, anchor, law);
  if (opened.type !== 'StageOpened') return opened;
  const since = anchor < law.now ? { epochAt: law.now } : {};
  return { ...opened, tasks: opened.tasks.map((task) => ({ ...task, term: { ...termOfRound(state, key, task, anchor, law), ...since } })) };
}

/**
 * The term of a task in a round after a return, as the route says. What the round before left is the limit with what was used
 * taken off, as an entry of its ledger, so that the due instant re-adds.
 * @policy at least one working day is left
 */
function termOfRound(state: ReviewState, key: StageKey, task: OpenedTask, anchor: Instant, law: Law): RunningTerm {
  const { limit, returns } = stageOf(law.route, key);
  const before = state.stages.find((stage) => stage.key === key && stage.round === latestRound(state, key));
  if (returns?.reentry === undefined || before?.outcome !== 'returned') return task.term;
  if (returns.reentry !== 'remaining') return startTerm(law, task.unitId, returns.reentry, anchor, 'wait');
  const earlier = state.tasks.find((one) => one.stageId === before.id && one.unitId === task.unitId);
  const left = earlier && progressOf(earlier.term, calendarsOfTerm(law, earlier.term), before.closedAt ?? law.now, 'wait');
  if (!left) return task.term;
  const [remaining, least] = left.unit === 'dates' ? [left.remaining, 1] : [Math.ceil(left.remaining / MS_PER_HOUR), Math.min(HOURS_OF_A_DAY, amountOf(limit))];
  const by = Math.max(remaining, least) - amountOf(limit);
  return by === 0 ? task.term : withEntry(task.term, { type: 'adjusted', by, reason: 'Phần thời hạn còn lại của vòng trước' }, law);
}

/** @policy a working day in hours, where no more of a limit in hours is left */
const HOURS_OF_A_DAY = 8;

/** When the last of the stages that lead to one closed: of a join the one it waited for. */
function lastClosedBefore(state: ReviewState, key: StageKey, law: Law): Instant {
  const led = state.stages.filter(
    (stage) =>
      stage.round === latestRound(state, stage.key) &&
      law.route.edges.some((edge) => edge.from === stage.key && edge.on === stage.outcome && typeof edge.to !== 'string' && edge.to.includes(key)),
  );
  return (
    led
      .flatMap(({ closedAt }) => closedAt ?? [])
      .toSorted()
      .at(-1) ?? law.now
  );
}

/** The next round of a stage, closed at once where an earlier round still covers the same content. */
function nextRound(state: ReviewState, key: StageKey, openedBy: StageId, law: Law): readonly ReviewEvent[] {
  const before = carried(state, key, law);
  if (before === null || before.outcome === null) return [openByRoute(state, key, openedBy, law)];
  const round = latestRound(state, key) + 1;
  const stageId = stageIdOf(state.id, key, round);
  return [
    { type: 'StageOpened', at: law.now, stageId, key, round, openedBy, tasks: [] },
    { type: 'StageClosed', at: law.now, stageId, outcome: before.outcome, by: before.closedBy, carriedOver: true },
  ];
}

/**
 * Closed stages that something still follows: what the due sweep asks `openNext` for when the workflow could not.
 * The last to close comes first: of a join it is the one whose follower the workflow will look for.
 */
export function awaitingNext(state: ReviewState, law: Pick<Law, 'route'>): readonly StageId[] {
  if (state.outcome !== null || isFrozen(state)) return [];
  const seen = routeStages(state);
  const route = routeOf(state, law.route);
  const closed = state.stages
    .filter((stage) => stage.status === 'closed' && stage.round === latestRound(state, stage.key))
    .toSorted((a, b) => (b.closedOrder ?? 0) - (a.closedOrder ?? 0));
  // A fallen stage opens again whoever is asked: the last to close is, as by the workflow.
  const reopens = toReopen(state, law).length > 0;
  return closed
    .filter((stage, index) => {
      const step = nextStages(route, seen, stage.key);
      return step.close !== null || step.open.length > 0 || (reopens && index === 0);
    })
    .map((stage) => stage.id);
}
