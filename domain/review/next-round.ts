/** How a stage the route leads to opens: from when its limit counts, and what of the round before still holds. */
import { amountOf, progressOf } from '../calendar/term.js';
import { MS_PER_HOUR } from '../calendar/working-time.js';
import { isPersonal, stageOf, type StageKey } from '../route/route.js';
import type { Instant } from '../shared/instant.js';
import type { DecisionId, StageId } from '../shared/ids.js';
import { calendarsOfTerm, startTerm, type Law } from './law.js';
import { openStage } from './opening.js';
import { holdsOn, latestRound } from './reapproval.js';
import { decisionOf, type OpenedTask, type ReviewEvent, type ReviewState, type RunningTerm, type StageState } from './review.js';
import { withEntry } from './term-changes.js';

/**
 * Opens a stage the route leads to. A limit anchored at what went before counts from there, however late the stage is opened;
 * what its ladder would have told before the opening is not told.
 */
export function openByRoute(state: ReviewState, key: StageKey, openedBy: StageId, law: Law): ReviewEvent {
  const anchor = stageOf(law.route, key).limit.anchor === 'prevClosed' ? lastClosedBefore(state, key, law) : law.now;
  const opened = openStage(state, key, openedBy, anchor, law);
  if (opened.type !== 'StageOpened') return opened;
  const since = anchor < law.now ? { epochAt: law.now } : {};
  const before = state.stages.find((stage) => stage.key === key && stage.round === latestRound(state, key));
  const answered = before?.outcome === 'returned' ? opened.tasks.map((task) => stillAnswered(state, task, before, law)) : [];
  // Where nobody would be left to ask, all are asked again.
  const carries = answered.includes(null) ? answered : [];
  return {
    ...opened,
    tasks: opened.tasks.map((task, index) => ({
      ...task,
      term: { ...termOfRound(state, key, task, anchor, law), ...since },
      ...(carries[index] ? { carried: carries[index] } : {}),
    })),
  };
}

/**
 * The approval that answers a task in the round after a return: that of the same person, or of the same unit, as long as nothing
 * it was given on has changed. Whoever gave it is not asked again.
 */
function stillAnswered(state: ReviewState, task: OpenedTask, before: StageState, law: Law): DecisionId | null {
  const personal = isPersonal(stageOf(law.route, before.key));
  const earlier = state.tasks.filter(
    (one) => one.stageId === before.id && one.unitId === task.unitId && (!personal || (task.candidates.length > 0 && one.candidates[0] === task.candidates[0])),
  );
  const approvals = earlier.flatMap((one) => decisionOf(state, one.decisionId) ?? []).filter((one) => one.verdict === 'approve' && holdsOn(state, one, law));
  return approvals.length === earlier.length ? (approvals[0]?.id ?? null) : null;
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
