/** A review walked along its route by named people, the route followed after each verdict. */
import { openNext } from '../../domain/review/what-follows.js';
import type { Law } from '../../domain/review/law.js';
import { fold, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import type { Verdict } from '../../domain/route/route.js';
import { day } from './fixtures/calendars/vn.js';
import { deciding, latestStageId, lawAt, opening, type Seat } from './law.js';

export const LAW = lawAt('2026-03-02 09:00');
export const ADOPTION = { adoptsOn: day('2026-03-03') };

export const types = (events: readonly ReviewEvent[]): readonly string[] => events.map((event) => event.type);

/** The review as it stands once the named people have decided, the route followed after each. */
export function walked(steps: readonly (readonly [string, Seat, Verdict?])[], law: Law = LAW): ReviewState {
  return steps.reduce<ReviewState>(
    (state, [stageKey, seat, verdict = 'approve']) => {
      const decided = fold(deciding(state, stageKey, seat, verdict, law), state);
      const next = openNext(decided, latestStageId(state, stageKey), ADOPTION, law);
      return next.length > 0 ? fold(next, decided) : decided;
    },
    fold(opening(law)),
  );
}
export const ASSESSED = [['assess', 'head']] as const;
export const CONSULTED = [...ASSESSED, ['consultUnits', 'financeHead'], ['consultLaw', 'lawyer', 'noOpinion']] as const;
export const APPRAISED = [...CONSULTED, ['appraise', 'appraiser']] as const;
