/**
 * The clocks of carrying out: which runs on a track or the publication of its text, what its rungs are, what is due on it now.
 * A ministry's answer is waited for without anybody being late; its clock only says when to write again.
 */
import type { Text } from '../shared/errors.js';
import { EXECUTION_STEP_LABELS } from '../shared/labels.js';
import { clockOf, type ClockId } from '../shared/ids.js';
import { earliest, type Instant } from '../shared/instant.js';
import type { UnitId } from '../shared/ids.js';
import type { CompetenceTrack } from '../procedure/change-items.js';
import type { Rung } from '../route/route.js';
import { candidatesFor, resolveAudience } from '../review/directory.js';
import { trackClockRuns } from '../review/execution.js';
import { calendarsOfTerm, type Law } from '../review/law.js';
import { isPublished, publicationOf, type Clocked, type ReviewEvent, type ReviewState } from '../review/review.js';
import type { ExecutionStep } from '../review/review-events.js';
import { breachAwaited, liesBeforeOpening, unfiredRungs, wakeOf } from './ladder.js';

/** A step of carrying out, as the workflow names it: a track until it ends, then the publication of its text. */
export type ExecutionStepId = `${'track' | 'publication'}/${CompetenceTrack}`;

export const trackStepId = (key: CompetenceTrack): ExecutionStepId => `track/${key}`;
export const publicationStepId = (key: CompetenceTrack): ExecutionStepId => `publication/${key}`;
export const isExecutionStep = (step: string): step is ExecutionStepId => step.startsWith('publication/') || step.startsWith('track/');

/** The steps of carrying out a review has, whether their clocks run or not. */
export const stepIdsOf = (state: ReviewState): readonly ExecutionStepId[] => state.tracks.flatMap(({ key }) => [trackStepId(key), publicationStepId(key)]);

/** When a ministry has not answered in time. @policy a follow-up letter, told once per letter sent */
export const FOLLOW_UP: Rung = {
  key: 'followUp',
  name: { vi: 'Đôn đốc bộ, ngành trả lời', en: 'Ask the ministry again' },
  at: { ref: 'due', offset: 0, unit: 'workingDays' },
  notify: ['coordinator'],
};

/** `lateness`: whether a passed due instant is the unit's lateness. */
export type StepClock = {
  readonly id: ClockId;
  readonly of: ExecutionStep;
  readonly unitId: UnitId;
  readonly clock: Clocked;
  readonly rungs: readonly Rung[];
  readonly lateness: boolean;
};

/** The clock that runs on a step now; null when none does. */
export function clockOfStep(state: ReviewState, step: ExecutionStepId, law: Law): StepClock | null {
  const ladder = law.route.reviewLadder ?? [];
  const [kind, of] = step.split('/');
  const track = state.tracks.find(({ key }) => key === of);
  if (!track) return null;
  const { key, unitId, clock, publication } = track;
  if (kind === 'publication') {
    if (publication === null || isPublished(track)) return null;
    const name = publicationOf(key);
    return { id: clockOf(state.id, name), of: name, unitId, clock: publication.clock, rungs: ladder, lateness: true };
  }
  if (clock === null || !trackClockRuns(track)) return null;
  const waits = key === 'ministry';
  return { id: clockOf(state.id, key), of: key, unitId, clock, rungs: waits ? [FOLLOW_UP] : ladder, lateness: !waits };
}

/** The business instant at which a step of carrying out next needs looking at. */
export function wakeOfExecution(state: ReviewState, step: ExecutionStepId, law: Law): Instant | null {
  const found = clockOfStep(state, step, law);
  if (!found) return null;
  const { clock, rungs, lateness } = found;
  const calendars = calendarsOfTerm(law, clock.term);
  return lateness
    ? wakeOf(clock, rungs, calendars)
    : earliest(
        unfiredRungs(clock, rungs, calendars)
          .filter((planned) => !liesBeforeOpening(clock.term, planned))
          .map((planned) => planned.at),
      );
}

/** Every rung of a step of carrying out that is due, each once per epoch, and the breach of its due instant. */
export function dueExecutionRungs(state: ReviewState, step: ExecutionStepId, law: Law): readonly ReviewEvent[] {
  const found = clockOfStep(state, step, law);
  if (!found) return [];
  const { clock, rungs, of, unitId, lateness } = found;
  const { term } = clock;
  const people = (['unitHead', 'officer'] as const).flatMap((role) => candidatesFor(law.directory, unitId, role));
  const breach: readonly ReviewEvent[] =
    lateness && breachAwaited(clock) && term.dueAt !== null && term.dueAt <= law.now
      ? [{ type: 'TermBreached', at: law.now, taskId: null, step: of, dueAt: term.dueAt }]
      : [];
  const fired = unfiredRungs(clock, rungs, calendarsOfTerm(law, term))
    .filter((planned) => planned.at <= law.now)
    .map((planned): ReviewEvent => {
      const past = liesBeforeOpening(term, planned);
      return {
        type: 'RungFired',
        at: law.now,
        taskId: null,
        step: of,
        rung: {
          epoch: term.epoch,
          key: planned.rung.key,
          plannedAt: planned.at,
          firedAt: law.now,
          result: past ? 'pastAtOpen' : 'fired',
          told: past ? [] : resolveAudience(planned.rung.notify, { unitId, candidates: people }, law.directory),
        },
      };
    });
  return [...breach, ...fired];
}

/** A rung of a step of carrying out as people read it; `step` and `key` as recorded. */
export function nameOfStepRung(step: ExecutionStep, key: string): Text {
  const { vi, en } = EXECUTION_STEP_LABELS[step];
  return key === FOLLOW_UP.key ? FOLLOW_UP.name : { vi: `Quá hạn: ${vi}`, en: `Late: ${en}` };
}
