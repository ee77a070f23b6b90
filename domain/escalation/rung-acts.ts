/** What a state-changing rung does to its task: moves it, lengthens its term, or lets the law decide. */
import { DomainError } from '../shared/errors.js';
import type { Instant } from '../shared/instant.js';
import { stageOf, type Rung } from '../route/route.js';
import { isWith, resolveSeats } from '../review/directory.js';
import { mayBeAsked } from '../review/duties.js';
import type { Law } from '../review/law.js';
import { reassignTask } from '../review/reassign.js';
import type { ReviewEvent, ReviewState, RungRecord, TaskState } from '../review/review.js';
import { decideByLaw, type Evidence } from '../review/silence.js';
import { extended } from '../review/term-changes.js';

export type Acted = { readonly events: readonly ReviewEvent[]; readonly acted: NonNullable<RungRecord['acted']> };

/** Null for a rung that only tells. A remedy that the law refuses at this moment is recorded as refused, never forced. */
export function actOf(state: ReviewState, task: TaskState, rung: Rung, plannedAt: Instant, law: Law, evidence: Evidence | null): Acted | null {
  const { act } = rung;
  if (act === undefined) return null;
  try {
    if ('reassign' in act) return reassigned(state, task, rung, law);
    if ('extend' in act) {
      const times = task.term.events.filter((event) => event.type === 'extended').length;
      if (times >= act.maxTimes) return { events: [], acted: 'refused' };
      return { events: [extended(task, { by: null, requestId: null, amount: act.extend, basis: act.basis }, law)], acted: 'extended' };
    }
    if (evidence === null) return { events: [], acted: 'refused' };
    const events = decideByLaw(state, task, { verdict: act.decide, basis: act.basis, preNotice: act.preNotice, at: plannedAt }, law, evidence);
    return { events, acted: events.some((event) => event.type === 'DecisionRecorded') ? 'decided' : 'refused' };
  } catch (error) {
    if (error instanceof DomainError) return { events: [], acted: 'refused' };
    throw error;
  }
}

/** To the first seat of the rung that somebody may decide in and that is not the one the task is already with, else to the fallback's. */
function reassigned(state: ReviewState, task: TaskState, rung: Rung, law: Law): Acted {
  const who = rung.act !== undefined && 'reassign' in rung.act ? rung.act.reassign : [];
  const stage = stageOf(law.route, task.stageKey);
  const seat = resolveSeats([...who, ...stage.fallback], state.ownerUnitId, law.directory).find(
    (candidate) => candidate.personIds.some((person) => mayBeAsked(state, stage, person, candidate, law, task.round)) && !isWith(task, candidate),
  );
  if (!seat) return { events: [], acted: 'noEligible' };
  return { events: reassignTask(state, { taskId: task.id, by: null, unitId: seat.unitId, role: seat.role, reason: rung.name.vi }, law), acted: 'reassigned' };
}
