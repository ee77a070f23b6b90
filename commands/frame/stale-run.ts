/** Refuses an activity called by a run that has been rebuilt under a newer id. */
import { DomainError } from '../../domain/shared/errors.js';
import type { ReviewHead } from '../../db/repositories/review.repository.js';

/** @throws stale_run */
export function assertCurrentRun(head: ReviewHead, rebuild: number): void {
  if (rebuild < head.rebuild) throw new DomainError('stale_run', { rebuild: head.rebuild });
}
