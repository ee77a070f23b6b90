/** What a decision link in a letter is still good for. */
import { shiftWorking } from '../calendar/term.js';
import { dueDate, localDate, type Calendar } from '../calendar/calendar.js';
import { ASSURANCES, type Assurance } from '../route/route.js';
import { DomainError } from '../shared/errors.js';
import { plusMs, MS_PER_DAY, type Instant } from '../shared/instant.js';

/** @policy a link outlives the due instant by this many working days, so that a late answer is still an answer */
export const LINK_GRACE_WORKING_DAYS = 5;
/** Calendar days that stand in where there is no due instant, or the calendar does not reach far enough. */
const FALLBACK_DAYS = 30;

/** When a link issued now ends: the grace after due, or after now for a task that is already late. */
export function linkExpiryOf(dueAt: Instant | null, now: Instant, calendar: Calendar): Instant {
  const late = dueAt !== null && dueAt <= now;
  const from = dueAt === null || late ? now : dueAt;
  if (dueAt === null) return plusMs(from, FALLBACK_DAYS * MS_PER_DAY);
  try {
    return shiftWorking(calendar, late ? localDate(calendar, now) : dueDate(calendar, dueAt), LINK_GRACE_WORKING_DAYS, 'workingDays', '24:00');
  } catch (error) {
    if (error instanceof DomainError) return plusMs(from, FALLBACK_DAYS * MS_PER_DAY);
    throw error;
  }
}

export const LINK_STATES = [
  'live',
  'decidedByAddressee',
  'decidedByOther',
  'reviewEnded',
  'stageClosed',
  'notEligible',
  'stale',
  'revoked',
  'expired',
  'signIn',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

export type LinkFacts = {
  readonly token: { readonly revoked: boolean; readonly taskVersion: number; readonly contentDigest: string; readonly expiresAt: Instant };
  readonly decided: 'byAddressee' | 'byOther' | null;
  readonly reviewOpen: boolean;
  readonly task: { readonly open: boolean; readonly version: number; readonly contentDigest: string; readonly minAssurance: Assurance };
  /** Whether the addressee may decide the task now, proof of identity left aside. */
  readonly eligible: boolean;
  readonly now: Instant;
};

/**
 * The first thing that holds, in the order in which people want to hear it: a success is never called "expired".
 * Valid only when live, unexpired by the business clock, and bound to the task's present version and content.
 */
export function linkStateOf({ token, decided, reviewOpen, task, eligible, now }: LinkFacts): LinkState {
  if (decided === 'byAddressee') return 'decidedByAddressee';
  if (decided === 'byOther') return 'decidedByOther';
  if (!reviewOpen) return 'reviewEnded';
  if (!task.open) return 'stageClosed';
  if (!eligible) return 'notEligible';
  if (token.taskVersion !== task.version || token.contentDigest !== task.contentDigest) return 'stale';
  if (token.revoked) return 'revoked';
  if (token.expiresAt <= now) return 'expired';
  return needsSignIn(task.minAssurance) ? 'signIn' : 'live';
}

/** A link proves a mailbox at most; a mailed code reaches A2. */
const needsSignIn = (least: Assurance): boolean => ASSURANCES.indexOf(least) > ASSURANCES.indexOf('A2');

/** Whether the button must be followed by a mailed code. */
export const needsCode = (least: Assurance): boolean => least === 'A2';
