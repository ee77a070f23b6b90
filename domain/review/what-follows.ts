/** What opens once a stage is settled: the next stages, another round, or the end of the review. */
import { DomainError } from '../shared/errors.js';
import type { LocalDate } from '../shared/instant.js';
import { stageIdOf, type StageId } from '../shared/ids.js';
import { nextStages } from '../route/next-stages.js';
import type { StageKey } from '../route/route.js';
import type { Law } from './law.js';
import { openByRoute } from './next-round.js';
import { openStage } from './opening.js';
import { carried, latestRound, reasonToReopen, routeOf, routeStages, toReopen } from './reapproval.js';
import { findStage, fold, isFrozen, isOpen, type ReviewEvent, type ReviewState } from './review.js';

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
