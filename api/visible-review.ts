/** A review named in an address, as far as the caller may see it. */
import type { Scope } from '../domain/shared/access.js';
import { DomainError } from '../domain/shared/errors.js';
import { parseId, type ReviewId } from '../domain/shared/ids.js';
import type { ReadPort } from '../queries/read-port.js';
import { isReviewVisible } from '../queries/visibility.js';

/** @throws not_found for a review that does not exist as for one the caller may not see */
export async function visibleReview(reader: ReadPort, id: string, scope: Scope): Promise<ReviewId> {
  const reviewId = parseId('review', id);
  if (!(await isReviewVisible(reader, reviewId, scope))) throw new DomainError('not_found', { kind: 'review', id });
  return reviewId;
}
