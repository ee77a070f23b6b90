import { ladderReport, type ReviewFacts } from '../../../../domain/escalation/ladder-report.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { fold, type ReviewEvent } from '../../../../domain/review/review.js';
import type { Instant } from '../../../../domain/shared/instant.js';
import { vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';
import { deciding, latestStageId, lawAt, opening } from '../../../support/law.js';

const CALENDAR = vnOffice();
const opened = opening(lawAt('2026-03-02 09:00'));
const ASSESS = latestStageId(fold(opened), 'assess');
/** Everything up to the rung of the first day late, 17 March 2026. */
const late = (): readonly ReviewEvent[] => [...opened, ...dueRungs(fold(opened), ASSESS, lawAt('2026-03-17 09:00'))];
const decidedAt = (wall: string): readonly ReviewEvent[] => [...late(), ...deciding(fold(late()), 'assess', 'head', 'approve', lawAt(wall))];
const facts = (events: readonly ReviewEvent[], routeVersion = 1): ReviewFacts => ({ routeKey: 'provincialReview', routeVersion, events });
const report = (reviews: readonly ReviewFacts[], now: Instant) => ladderReport(reviews, () => CALENDAR, now);
const late1 = (reviews: readonly ReviewFacts[], now: Instant) => report(reviews, now).filter((line) => line.rung === 'late1');

describe('ladder-report-from-events', () => {
  it('a task decided on the second working day after its rung has moved; on the third it has not', () => {
    const now = vn('2026-04-01 09:00');
    const lines = late1([facts(decidedAt('2026-03-19 16:00')), facts(decidedAt('2026-03-20 08:00')), facts(decidedAt('2026-03-18 09:00'))], now);
    expect(lines).toEqual([{ routeKey: 'provincialReview', routeVersion: 1, stageKey: 'assess', rung: 'late1', fired: 3, moved: 2, waiting: 0, percent: 66 }]);
  });

  it('a task whose two days are not over counts in no share', () => {
    expect(late1([facts(late())], vn('2026-03-18 09:00'))).toMatchObject([{ fired: 1, moved: 0, waiting: 1, percent: null }]);
    expect(late1([facts(late())], vn('2026-03-20 00:00'))).toMatchObject([{ fired: 1, moved: 0, waiting: 0, percent: 0 }]);
  });

  it('each route version has its own line, and overtaken reminders none', () => {
    const lines = report([facts(late()), facts(late(), 2)], vn('2026-04-01 09:00'));
    expect(lines.map((line) => [line.routeVersion, line.rung, line.fired])).toEqual([
      [1, 'late1', 1],
      [2, 'late1', 1],
    ]);
  });

  it('what a rung does by itself is no movement', () => {
    const events = late();
    const fired = events.find((event) => event.type === 'RungFired' && event.rung.key === 'late1');
    const taskId = fired?.type === 'RungFired' ? fired.taskId! : never();
    const task = fold(events).tasks.find((candidate) => candidate.id === taskId)!;
    const byRung: ReviewEvent = { type: 'TermExtended', at: vn('2026-03-17 10:00'), taskId, by: null, requestId: null, amount: 1, basis: 'x', term: task.term };
    const byPerson: ReviewEvent = { ...byRung, by: task.candidates[0]! };
    expect(late1([facts([...events, byRung])], vn('2026-04-01 09:00'))[0]?.moved).toBe(0);
    expect(late1([facts([...events, byPerson])], vn('2026-04-01 09:00'))[0]?.moved).toBe(1);
  });
});

function never(): never {
  throw new Error('the first day late has no rung');
}
