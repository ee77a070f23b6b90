/** Which approved tables of one kind for one scope would claim the same day. */
import type { Table } from './tariff.js';

type Period = Pick<Table, 'kind' | 'scope' | 'validFrom' | 'validTo'>;

/**
 * The first table whose period meets the candidate's; null when each day has one table at most. An open-ended table ends
 * the day before the next one begins, so only two equal beginnings, or a stated end beyond the next beginning, meet.
 */
export function overlapping<T extends Period>(tables: readonly T[], candidate: Period): T | null {
  const meets = (other: T): boolean => {
    if (other.kind !== candidate.kind || other.scope !== candidate.scope) return false;
    if (other.validFrom === candidate.validFrom) return true;
    const [first, second] = other.validFrom < candidate.validFrom ? [other, candidate] : [candidate, other];
    return first.validTo !== undefined && first.validTo >= second.validFrom;
  };
  return tables.find(meets) ?? null;
}
