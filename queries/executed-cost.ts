/** What a year costs after as much of an approval as its texts in force have executed. */
import type { LocalDate } from '../domain/shared/instant.js';
import type { SqlPart } from './keyset.js';

/** A track `t` whose text is in force on a day. */
export const inForceOn = (day: LocalDate): SqlPart => ({
  sql: "t.outcome = 'executed' AND t.effective_from <= ? AND (t.effective_to IS NULL OR t.effective_to >= ?)",
  params: [day, day],
});

/**
 * SQL of that cost: the whole of `cost_after` where nothing is left to carry out, else what today costs less the savings
 * in force. Null where a saving in force is not known.
 * @param review alias of the review, @param proposal alias of its proposal
 */
export function executedCost(review: string, proposal: string, day: LocalDate): SqlPart {
  const { sql, params } = inForceOn(day);
  return {
    sql: `CASE WHEN EXISTS (SELECT 1 FROM tracks t WHERE t.review_id = ${review}.id)
      THEN ${proposal}.cost_before - (SELECT CASE WHEN SUM(CASE WHEN t.saving IS NULL THEN 1 ELSE 0 END) > 0 THEN NULL ELSE COALESCE(SUM(t.saving), 0) END FROM tracks t WHERE t.review_id = ${review}.id AND ${sql})
      ELSE ${proposal}.cost_after END`,
    params,
  };
}
