/** Standard times of activities, weighed against own measurements. */
import type { Addressee } from './model.js';
import { rational, sum, type Rational } from './number.js';

export const COMPLEXITIES = ['simple', 'medium', 'complex'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

/** Minutes of an activity by complexity; an entry of a dated table. */
export type StandardTime = {
  readonly addressee: Addressee;
  readonly activity: string;
  readonly vintage: string;
  readonly minutes: Readonly<Partial<Record<Complexity, Rational>>>;
};

/** `weightOfOwn` 0 = the table value, towards 1 = the own mean. */
export type UsedTime = {
  readonly minutes: Rational;
  readonly table: Rational | null;
  readonly own: Rational | null;
  readonly weightOfOwn: Rational;
  readonly measurements: number;
};

/**
 * The time to use: no measurement gives the table value, many give the own mean. The own mean weighs n ÷ (n + `trust`):
 * `trust` is how many measurements the table is worth. Null when neither exists.
 */
export function usedTime(table: Rational | null, measurements: readonly Rational[], trust: Rational): UsedTime | null {
  const count = rational(BigInt(measurements.length));
  const own = measurements.length === 0 ? null : sum(measurements).div(count);
  if (table === null) return own === null ? null : { minutes: own, table, own, weightOfOwn: rational(1n), measurements: measurements.length };
  if (own === null) return { minutes: table, table, own, weightOfOwn: rational(0n), measurements: 0 };
  const weight = count.div(count.add(trust));
  return { minutes: own.mul(weight).add(table.mul(rational(1n).sub(weight))), table, own, weightOfOwn: weight, measurements: measurements.length };
}

/** The table minutes of an activity; null where the table prints none. */
export function standardMinutes(
  times: readonly StandardTime[],
  addressee: Addressee,
  activity: string,
  complexity: Complexity,
  vintage: string,
): Rational | null {
  return times.find((time) => time.addressee === addressee && time.activity === activity && time.vintage === vintage)?.minutes[complexity] ?? null;
}
