/**
 * Whether a stage that needs so many approvals can still reach them. A seat nobody fills is not an answer: it can put the number
 * out of reach, and rejects nothing. Then the coordinator is told, who fills a seat or has the stage run again.
 */
import { stageOf, type Stage } from '../route/route.js';
import type { PersonId, StageId } from '../shared/ids.js';
import { mayTake } from './duties.js';
import type { Law } from './law.js';
import { decisionOf, isOpen, standingOf, type ReviewEvent, type ReviewState, type StageState, type TaskState } from './review.js';

export type QuorumCount = {
  readonly need: number;
  readonly approvals: number;
  /** Open tasks that somebody may answer. */
  readonly unanswered: number;
  /** Open tasks whose seat nobody fills any more. */
  readonly empty: number;
};

/** Null where the stage counts no quorum. */
export function countQuorum(state: ReviewState, stageId: StageId, law: Law): QuorumCount | null {
  const tasks = state.tasks.filter((task) => task.stageId === stageId);
  const [first] = tasks;
  const mode = first && stageOf(law.route, first.stageKey).mode;
  if (mode?.t !== 'quorum') return null;
  const verdicts = tasks.flatMap((task) => {
    const decision = decisionOf(state, task.decisionId);
    return decision && standingOf(state, decision.id).t === 'counts' ? [decision.verdict] : [];
  });
  const open = tasks.filter(isOpen);
  const filled = open.filter((task) => isFilled(state, task, law)).length;
  return {
    need: mode.need,
    approvals: verdicts.filter((verdict) => verdict === 'approve').length,
    unanswered: filled,
    empty: open.length - filled,
  };
}

/** The task on which a person's one vote in a stage is cast, by himself or for him; null while it is not. */
export const votedOn = (state: ReviewState, stageId: StageId, person: PersonId): TaskState | null =>
  state.tasks.find((task) => {
    const decision = task.stageId === stageId ? decisionOf(state, task.decisionId) : null;
    return decision !== null && standingOf(state, decision.id).t === 'counts' && (decision.actor === person || decision.onBehalfOf === person);
  }) ?? null;

/** Whether somebody the task was given to may answer it now: one who has voted in the stage already, for whomever, has no second vote. */
export const isFilled = (state: ReviewState, task: TaskState, law: Law): boolean =>
  task.candidates.some((person) => mayTake(state, task, person, law) && votedOn(state, task.stageId, person) === null);

/** Out of reach with the empty seats counted in, a rejection has closed the stage already. */
const isReachable = ({ need, approvals, unanswered }: QuorumCount): boolean => approvals + unanswered >= need;

/** Told once: open stages whose number has gone out of reach, or come within it again, since that was last said. */
export function quorumJudged(state: ReviewState, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) return [];
  return state.stages.filter((stage) => stage.status === 'open' && counts(stageOf(law.route, stage.key))).flatMap((stage) => judged(state, stage, law));
}

const counts = (stage: Stage): boolean => stage.mode.t === 'quorum';

function judged(state: ReviewState, stage: StageState, law: Law): readonly ReviewEvent[] {
  const count = countQuorum(state, stage.id, law);
  if (count === null || isReachable(count) === stage.quorumReachable) return [];
  const { need, approvals, unanswered, empty } = count;
  return [{ type: 'QuorumJudged', at: law.now, stageId: stage.id, reachable: !stage.quorumReachable, need, approvals, unanswered, empty }];
}
