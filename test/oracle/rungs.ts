/** Every rung of every ladder, worked out anew from the log and the calendar: once, not early, not after the verdict, none missing. */
import { clockOfStep, stepIdsOf } from '../../domain/escalation/execution-steps.js';
import { liesBeforeOpening, planRungs, unfiredRungs } from '../../domain/escalation/ladder.js';
import { calendarsOfTerm } from '../../domain/review/law.js';
import { evolve, isOpen, type Clocked, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import { allRungsOf, stageOf, type Rung } from '../../domain/route/route.js';
import { overdueMs, type KnownReview, type Records } from './records.js';
import { reporter, type Report, type Violation } from './violation.js';

/** At rest, what fell due longer ago than this must have been recorded. */
const STILL_COMING_MS = 15_000;

type Running = { readonly of: string; readonly clock: Clocked; readonly rungs: readonly Rung[]; readonly lateness: boolean };

/** The clocks that run in a state. */
function runningClocks(state: ReviewState, law: KnownReview['law']): readonly Running[] {
  if (state.outcome !== null) {
    return stepIdsOf(state).flatMap((step) => {
      const found = clockOfStep(state, step, law);
      return found ? [{ of: found.of, clock: found.clock, rungs: found.rungs, lateness: found.lateness }] : [];
    });
  }
  return [
    ...state.tasks.filter(isOpen).map((task): Running => ({ of: task.id, clock: task, rungs: allRungsOf(stageOf(law.route, task.stageKey)), lateness: true })),
    ...(state.limitTerm ? [{ of: state.id as string, clock: state.limitTerm, rungs: law.route.reviewLadder ?? [], lateness: true }] : []),
  ];
}

const ownerOf = (event: Extract<ReviewEvent, { type: 'RungFired' }>, review: KnownReview): string => event.taskId ?? event.step ?? review.id;

function checkHistory(review: KnownReview, report: Report): number {
  const seen = new Set<string>();
  let state: ReviewState | null = null;
  for (const event of review.events) {
    if (event.type === 'RungFired' && state !== null) {
      const of = ownerOf(event, review);
      const name = `${of} epoch ${event.rung.epoch} ${event.rung.key}`;
      if (seen.has(name)) report(review.id, `${name} fired twice`);
      seen.add(name);
      const running = runningClocks(state, review.law).find((clock) => clock.of === of);
      if (!running) report(review.id, `${name} fired on a clock that no longer ran`);
      else checkInstant(event, running, review, name, report);
    }
    state = evolve(state, event);
  }
  return seen.size;
}

function checkInstant(
  { rung, at }: Extract<ReviewEvent, { type: 'RungFired' }>,
  { clock, rungs }: Running,
  { id, law }: KnownReview,
  name: string,
  report: Report,
): void {
  const planned = planRungs(clock.term, rungs, calendarsOfTerm(law, clock.term)).find((one) => one.rung.key === rung.key);
  if (!planned) return report(id, `${name} is not on its ladder`);
  if (rung.firedAt !== at) report(id, `${name} says it fired ${rung.firedAt}, recorded ${at}`);
  if (rung.plannedAt < planned.at) report(id, `${name} was planned ${rung.plannedAt}, by its term ${planned.at}`);
  if (rung.firedAt < rung.plannedAt) report(id, `${name} fired ${rung.firedAt}, early for ${rung.plannedAt}`);
}

function checkPresent(records: Records, { id, state, law }: KnownReview, report: Report): void {
  for (const { of, clock, rungs, lateness } of runningClocks(state, law)) {
    const { dueAt } = clock.term;
    if (lateness && dueAt !== null && clock.breachedAt === null && overdueMs(records, dueAt) > STILL_COMING_MS)
      report(id, `${of}: the breach of ${dueAt} is missing`);
    for (const planned of unfiredRungs(clock, rungs, calendarsOfTerm(law, clock.term))) {
      if (!liesBeforeOpening(clock.term, planned) && overdueMs(records, planned.at) > STILL_COMING_MS)
        report(id, `${of}: rung ${planned.rung.key} of ${planned.at} is missing`);
    }
  }
}

export function wrongRungs(records: Records): { readonly violations: readonly Violation[]; readonly fired: number } {
  const { report, violations } = reporter('each rung once, never early, none missing');
  let fired = 0;
  for (const review of records.reviews) {
    fired += checkHistory(review, report);
    checkPresent(records, review, report);
  }
  return { violations, fired };
}
