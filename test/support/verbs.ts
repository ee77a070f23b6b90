/** Hands for the verbs of a review without a database: a panel that votes, stages side by side, and what the workflow would open. */
import { openNext } from '../../domain/review/what-follows.js';
import type { Law } from '../../domain/review/law.js';
import { contentMapOf } from '../../domain/review/content-digest.js';
import { fold, type ContentMap, type ReviewEvent, type ReviewState } from '../../domain/review/review.js';
import type { Mode, Route, Stage, Verdict } from '../../domain/route/route.js';
import { DomainError, type ErrorCode } from '../../domain/shared/errors.js';
import type { LocalDate } from '../../domain/shared/instant.js';
import { deciding, latestStageId, lawAt, opening, routeWith, sha256, unitOf, type Seat } from './law.js';

export const ADOPTION = { adoptsOn: '2026-03-03' as LocalDate };

/** The state after facts that an act gave. */
export const then = (state: ReviewState, events: readonly ReviewEvent[]): ReviewState => (events.length === 0 ? state : fold(events, state));

/** The code of a refusal, or `accepted`. */
export function codeOf(act: () => unknown): ErrorCode | 'accepted' {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/** The refusal of an act, with what it says. @throws Error when it was accepted */
export function refusalOf(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** What the workflow opens once a stage has closed; nothing while it is open. */
export const walkOn = (state: ReviewState, stageKey: string, law: Law): ReviewState =>
  then(state, openNext(state, latestStageId(state, stageKey), ADOPTION, law));

export const vote = (state: ReviewState, stageKey: string, seat: Seat, verdict: Verdict, law: Law, slot = 1): ReviewState =>
  then(state, deciding(state, stageKey, seat, verdict, law, slot));

/** A verdict, then what follows it. */
export const step = (state: ReviewState, stageKey: string, seat: Seat, law: Law, verdict: Verdict = 'approve'): ReviewState =>
  walkOn(vote(state, stageKey, seat, verdict, law), stageKey, law);

/** The route in which the three members of the council answer `consultLaw` in a mode. */
export const panelRoute = (mode: Mode, change: Partial<Stage> = {}): Route =>
  routeWith('consultLaw', {
    mode,
    kind: 'appraisal',
    verdicts: ['approve', 'reject', 'return', 'noOpinion'],
    who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }],
    ...change,
  });

export const quorum = (need: number, veto = false): Mode => ({ t: 'quorum', need, veto, members: 'snapshot' });

/** The panel's stage, open, with a law to judge it by. */
export function panel(mode: Mode, change: Partial<Stage> = {}, parts: Partial<Law> = {}): { readonly law: Law; readonly state: ReviewState } {
  const law = lawAt('2026-03-02 09:00', { route: panelRoute(mode, change), ...parts });
  return { law, state: step(fold(opening(law)), 'assess', 'head', law) };
}

/** Content in two parts that different stages cover. */
export const twoParts = (fee: string, legal: string): ContentMap => contentMapOf({ 'items/i1': { op: 'remove' }, 'cost/fee': fee, 'law/basis': legal }, sha256);

/** The shipped route, with the lawyer answering for the legal part and the finance head for the fee alone. */
export const partedRoute = (): Route => routeWith('consultLaw', { covers: ['law/*'] }, routeWith('consultUnits', { covers: ['cost/*'] }));
