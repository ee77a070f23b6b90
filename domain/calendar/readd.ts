/** The sums a clock view must keep: a sentence that does not re-add is a fault of ours and is never shown. */
import { addDays, dayNumber, epochMs, MS_PER_MINUTE, type Instant, type LocalDate } from '../shared/instant.js';
import type { DateCheck, HourCheck, Segment } from './clock-view.js';

/**
 * Each date after the anchor up to due lies in exactly one segment, and the counted ones are the budget.
 * @param dueOn null while nothing is due · @param budget null where nothing is counted off, as for a fixed date
 */
export function requireDatesReadd(segments: readonly Segment[], check: DateCheck, anchorOn: LocalDate, dueOn: LocalDate | null, budget: number | null): void {
  let next = addDays(anchorOn, 1);
  for (const segment of segments) {
    if (segment.from !== next) throw new Error(`clock view has a gap: ${segment.from} follows ${addDays(next, -1)}`);
    if (segment.to === null) continue;
    const to = segment.to as LocalDate;
    if (dayNumber(to) - dayNumber(next) + 1 !== segment.amount) throw new Error(`clock view miscounts ${segment.label}`);
    next = addDays(to, 1);
  }
  const through = addDays(next, -1);
  if (dueOn !== null && segments.length > 0 && through !== dueOn) throw new Error(`clock view ends on ${through}, due ${dueOn}`);
  if (check.dates !== dayNumber(through) - dayNumber(anchorOn)) throw new Error(`clock view counts ${check.dates} dates up to ${through}`);
  if (budget !== null && dueOn !== null && check.counted !== budget) throw new Error(`clock view counts ${check.counted} of ${budget}`);
}

/**
 * Wall time is the sum of its three parts, reaches from the anchor to the due instant, and leaves nothing of the budget.
 * @param leftMs budget not yet counted, milliseconds
 */
export function requireHoursReadd(check: HourCheck, anchor: Instant, dueAt: Instant | null, leftMs: number): void {
  if (check.wall !== check.used + check.held + check.off) throw new Error(`clock view of hours does not re-add: ${JSON.stringify(check)}`);
  if (dueAt === null) return;
  const size = check.unit === 'minutes' ? MS_PER_MINUTE : 1;
  if (check.wall * size !== epochMs(dueAt) - epochMs(anchor)) throw new Error('clock view of hours misses the due instant');
  if (leftMs !== 0) throw new Error(`clock view of hours leaves ${leftMs} ms of the budget`);
}
