/** A review ended without a decision on its substance. */
import { DomainError } from '../shared/errors.js';
import type { PersonId } from '../shared/ids.js';
import type { Law } from './law.js';
import { isOpen, type ReviewEvent, type ReviewState } from './review.js';

/** Ends a review without a decision on its substance. @throws review_closed */
export function withdrawReview(state: ReviewState, command: { readonly by: PersonId; readonly reason: string }, law: Law): readonly ReviewEvent[] {
  if (state.outcome !== null) throw new DomainError('review_closed', { outcome: state.outcome });
  return [
    ...state.tasks.filter(isOpen).map((task): ReviewEvent => ({ type: 'TaskWithdrawn', at: law.now, taskId: task.id, reason: 'reviewWithdrawn', by: null })),
    { type: 'ReviewClosed', at: law.now, outcome: 'withdrawn', by: command.by, reason: command.reason, adoptsOn: null },
  ];
}
