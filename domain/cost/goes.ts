/** Expected number of goes of a file that may be returned. */
import { DomainError } from '../shared/errors.js';
import { ONE, isNegative, power, type Rational } from './number.js';

/**
 * Expected goes with return probability `p`: 1 / (1 − p), or (1 − p^(n+1)) / (1 − p) with at most `n` returns.
 * @throws cost_share_out_of_range outside 0…1, or at exactly 1 without a limit (the file would never arrive)
 */
export function expectedGoes(probability: Rational, maxReturns: number | null, path: string): Rational {
  const certain = probability.compare(ONE);
  if (isNegative(probability) || certain > 0 || (certain === 0 && maxReturns === null)) throw new DomainError('cost_share_out_of_range', { path });
  if (maxReturns === null) return ONE.div(ONE.sub(probability));
  let goes = ONE;
  for (let round = 1; round <= maxReturns; round += 1) goes = goes.add(power(probability, round));
  return goes;
}
