import { linkExpiryOf, linkStateOf, LINK_STATES, type LinkFacts, type LinkState } from '../../../../domain/review/link.js';
import type { Instant } from '../../../../domain/shared/instant.js';
import { shippedCalendars } from '../../../support/database.js';

const at = (text: string): Instant => text as Instant;
const NOW = at('2026-02-24T02:00:00.000Z');
const facts = (over: Partial<LinkFacts> = {}): LinkFacts => ({
  token: { revoked: false, taskVersion: 3, contentDigest: 'a', expiresAt: at('2026-03-04T17:00:00.000Z') },
  decided: null,
  reviewOpen: true,
  task: { open: true, version: 3, contentDigest: 'a', minAssurance: 'A1' },
  eligible: true,
  now: NOW,
  ...over,
});
const token = (over: Partial<LinkFacts['token']>): Partial<LinkFacts> => ({ token: { ...facts().token, ...over } });
const task = (over: Partial<LinkFacts['task']>): Partial<LinkFacts> => ({ task: { ...facts().task, ...over } });

const cases: readonly (readonly [string, Partial<LinkFacts>, LinkState])[] = [
  ['nothing has changed', {}, 'live'],
  ['a stage that asks for a mailed code is still decided here', task({ minAssurance: 'A2' }), 'live'],
  ['a stage that asks for signing in is not', task({ minAssurance: 'A3' }), 'signIn'],
  ['nor is one that asks for a second factor', task({ minAssurance: 'A4' }), 'signIn'],
  ['the addressee has decided', { decided: 'byAddressee', ...task({ open: false, version: 4 }) }, 'decidedByAddressee'],
  ['a success stays a success after the link’s end', { decided: 'byAddressee', ...token({ expiresAt: at('2026-01-01T00:00:00.000Z') }) }, 'decidedByAddressee'],
  ['a colleague has decided', { decided: 'byOther', ...task({ open: false, version: 4 }) }, 'decidedByOther'],
  ['the review has ended', { reviewOpen: false, ...task({ open: false }) }, 'reviewEnded'],
  ['the stage has closed without this task', task({ open: false, version: 4 }), 'stageClosed'],
  ['the addressee lost the post', { eligible: false }, 'notEligible'],
  ['the task has another version', task({ version: 4 }), 'stale'],
  ['the content has changed', task({ contentDigest: 'b' }), 'stale'],
  ['the letter was replaced', token({ revoked: true }), 'revoked'],
  ['its time is over', token({ expiresAt: NOW }), 'expired'],
  ['an old version is told before the end of time', { ...task({ version: 4 }), ...token({ taskVersion: 3, expiresAt: NOW }) }, 'stale'],
];

describe('what a link is still good for', () => {
  test.each(cases)('%s', (_what, over, expected) => expect(linkStateOf(facts(over))).toBe(expected));

  test('every state is reached by some case', () => {
    expect([...new Set(cases.map(([, , state]) => state))].sort()).toEqual([...LINK_STATES].sort());
  });

  test('it dies in the very instant of its end, not after it', () => {
    const end = at('2026-03-04T17:00:00.000Z');
    expect(linkStateOf(facts({ now: at('2026-03-04T16:59:59.999Z') }))).toBe('live');
    expect(linkStateOf(facts({ now: end }))).toBe('expired');
  });
});

describe('when a link ends', () => {
  const calendar = shippedCalendars().find((candidate) => candidate.id === 'VN-CO-QUAN');
  if (!calendar) throw new Error('no office calendar');

  test('five working days after the due instant, to the end of that day', () => {
    // Due at the end of Wednesday 25/02/2026; five working days on is Wednesday 04/03/2026.
    expect(linkExpiryOf(at('2026-02-25T17:00:00.000Z'), NOW, calendar)).toBe('2026-03-04T17:00:00.000Z');
  });

  test('five working days from now for a task that is already late, so that a new link is of use', () => {
    expect(linkExpiryOf(at('2026-01-05T17:00:00.000Z'), NOW, calendar)).toBe('2026-03-03T17:00:00.000Z');
  });

  test('thirty days where the clock is paused', () => {
    expect(linkExpiryOf(null, NOW, calendar)).toBe('2026-03-26T02:00:00.000Z');
  });

  test('thirty days where the calendar ends before the grace does', () => {
    const far = at('2199-12-30T17:00:00.000Z');
    expect(linkExpiryOf(far, NOW, calendar)).toBe('2200-01-29T17:00:00.000Z');
  });
});
