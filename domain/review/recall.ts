/** Takes one's own verdict back while the stage is still open; afterwards the remedy is a return, or two people reopen. */
import { DomainError } from '../shared/errors.js';
import type { PersonId, TaskId } from '../shared/ids.js';
import { requireAuthority } from './authority.js';
import type { Law } from './law.js';
import { decisionOf, findStage, findTask, isFrozen, type ReviewEvent, type ReviewState } from './review.js';

export type RecallDecision = { readonly taskId: TaskId; readonly by: PersonId; readonly reason: string };

/** @throws not_found, review_closed, stage_closed, nothing_to_recall, not_eligible (only who gave it), frozen */
export function recallDecision(state: ReviewState, command: RecallDecision, law: Pick<Law, 'now'>): readonly ReviewEvent[] {
  const task = findTask(state, command.taskId);
  if (!task) throw new DomainError('not_found', { kind: 'task', id: command.taskId });
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  const stage = findStage(state, task.stageId);
  if (stage?.status !== 'open') throw new DomainError('stage_closed', { outcome: stage?.outcome ?? null });
  const decision = decisionOf(state, task.decisionId);
  if (!decision) throw new DomainError('nothing_to_recall');
  if (isFrozen(state)) throw new DomainError('frozen');
  requireAuthority(decision.actor === command.by, 'not_own_verdict');
  return [
    {
      type: 'DecisionRecalled',
      at: law.now,
      decisionId: decision.id,
      taskId: task.id,
      by: command.by,
      ...(command.reason === '' ? {} : { reason: command.reason }),
    },
  ];
}
