import { openNext } from '../../../../domain/review/what-follows.js';
import { noticesFor } from '../../../../domain/review/notices.js';
import { evolve, fold, type ReviewEvent } from '../../../../domain/review/review.js';
import { canonicalJson, type Json } from '../../../../domain/shared/canonical.js';
import { day } from '../../../support/fixtures/calendars/vn.js';
import { deciding, latestStageId, lawAt, opening, personOf, REVIEW, taskIn, verdictOn } from '../../../support/law.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { sha256 } from '../../../support/law.js';

const LAW = lawAt('2026-03-02 09:00');
const ADOPTION = { adoptsOn: day('2026-03-03') };

function assessed(): readonly ReviewEvent[] {
  const opened = opening(LAW);
  const state = fold(opened);
  const decided = deciding(state, 'assess', 'head', 'approve', LAW);
  const closed = fold(decided, state);
  return [...opened, ...decided, ...openNext(closed, latestStageId(closed, 'assess'), ADOPTION, LAW)];
}

describe('a review as a fold over its facts', () => {
  it('begins with its opening, and only once', () => {
    const [opened, stage] = opening(LAW) as [ReviewEvent, ReviewEvent];
    expect(() => evolve(null, stage)).toThrow('starts with its opening');
    expect(() => evolve(fold([opened]), opened)).toThrow('opened twice');
    expect(() => fold([])).toThrow('without facts');
  });

  it('is the same folded at once, in parts, and from what was stored', () => {
    const events = assessed();
    const whole = fold(events);
    for (let cut = 1; cut < events.length; cut += 1) expect(fold(events.slice(cut), fold(events.slice(0, cut)))).toEqual(whole);
    const stored = events.map((event) => JSON.parse(canonicalJson(event as unknown as Json)) as ReviewEvent);
    expect(JSON.parse(JSON.stringify(fold(stored)))).toEqual(JSON.parse(JSON.stringify(whole)));
  });

  it('numbers openings and closings of stages in one order, so that equal or receding clocks do not matter', () => {
    const orders = fold(assessed()).stages.map((stage) => [stage.key, stage.openedOrder, stage.closedOrder]);
    expect(orders).toEqual([
      ['assess', 1, 2],
      ['consultUnits', 3, null],
      ['consultLaw', 4, null],
    ]);
  });

  it('leaves the state before it untouched', () => {
    const events = assessed();
    const before = fold(events.slice(0, 3));
    const copy = JSON.stringify(before);
    fold(events.slice(3), before);
    expect(JSON.stringify(before)).toBe(copy);
  });
});

describe('who is told', () => {
  const tell = (events: readonly ReviewEvent[], earlier: readonly ReviewEvent[] = []) =>
    noticesFor(events, fold([...earlier, ...events]), LAW).map((notice) => [notice.kind, notice.recipientId, notice.rung]);

  it('a stage that opens tells everybody it asks', () => {
    expect(tell(opening(LAW))).toEqual([['task.assigned', personOf('head'), '']]);
  });

  it('a verdict given on the portal sends no receipt, one through a letter sends it to the person who gave it', () => {
    const state = fold(opening(LAW));
    for (const [channel, told] of [
      ['web', []],
      ['mailLink', [['decision.receipt', personOf('head'), '']]],
      ['mailReply', [['decision.receipt', personOf('head'), '']]],
    ] as const) {
      const events = recordDecision(state, verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', LAW, { channel }), LAW, sha256);
      expect(tell(events, opening(LAW))).toEqual(told);
    }
  });

  it('a withdrawn task tells those who were asked, and the end tells the owning head and the coordinator once each', () => {
    const state = fold(opening(LAW));
    const events = withdrawReview(state, { by: personOf('coordinator'), reason: 'Trùng' }, LAW);
    expect(tell(events, opening(LAW))).toEqual([
      ['task.withdrawn', personOf('head'), ''],
      ['review.closed', personOf('head'), ''],
      ['review.closed', personOf('coordinator'), ''],
    ]);
  });

  it('a reminder and a rung of the ladder are told apart, and what was overtaken is not told', () => {
    const state = fold(opening(LAW));
    const law = lawAt('2026-03-17 09:00');
    const events = dueRungs(state, latestStageId(state, 'assess'), law);
    const notices = noticesFor(events, fold(events, state), law);
    expect([...new Set(notices.map((notice) => `${notice.kind} ${notice.rung}`))]).toEqual(['ladder.rung late1']);
    expect(notices.map((notice) => notice.recipientId)).toEqual([personOf('head'), personOf('coordinator')]);
    const early = dueRungs(state, latestStageId(state, 'assess'), lawAt('2026-03-09 09:00'));
    expect(noticesFor(early, fold(early, state), law).map((notice) => [notice.kind, notice.rung, notice.epoch])).toEqual([['task.reminder', 'before5', 1]]);
  });

  it('a notice carries ids and codes only', () => {
    const state = fold(opening(LAW));
    const notices = noticesFor(opening(LAW), state, LAW);
    expect(notices[0]).toMatchObject({
      reviewId: REVIEW,
      subjectId: taskIn(state, 'assess').id,
      taskId: taskIn(state, 'assess').id,
      round: 1,
      model: { taskVersion: 1 },
    });
    expect(JSON.stringify(notices)).not.toMatch(/[À-ỹ@]/u);
  });
});
