import { audienceOf, resolveAudience } from '../../../../domain/review/directory.js';
import { ladderOffers } from '../../../../domain/review/remedies.js';
import { fold, type TaskState } from '../../../../domain/review/review.js';
import { stageOf } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { DIRECTORY, directoryWith, lawAt, opening, personOf, taskIn, unitOf } from '../../../support/law.js';

const LAW = lawAt('2026-03-02 09:00');
const LEADERS_TASK = { unitId: unitOf('committee'), candidates: [personOf('leader')] };
const OFFICERS_TASK = { unitId: unitOf('civil'), candidates: [personOf('head')] };

describe('whom a rung tells', () => {
  it('a leader is never reported to himself: what waits for him is told to the head of the office that serves him', () => {
    expect(resolveAudience(['leader'], LEADERS_TASK, DIRECTORY)).toEqual([personOf('controlHead')]);
    expect(resolveAudience(['leader'], OFFICERS_TASK, DIRECTORY)).toEqual([personOf('leader')]);
    expect(resolveAudience(['leader'], null, DIRECTORY)).toEqual([personOf('leader')]);
  });

  it('another leader who is not asked is told in his place', () => {
    const two = directoryWith({ also: [['lawyer', 'committee', 'leader']] });
    expect(resolveAudience(['leader'], LEADERS_TASK, two)).toEqual([personOf('lawyer')]);
  });

  it('a reminder of his own still reaches him, and nobody is told twice', () => {
    expect(resolveAudience(['assignees', 'leader', 'controlHead'], LEADERS_TASK, DIRECTORY)).toEqual([personOf('leader'), personOf('controlHead')]);
  });

  it('an office of leader that is vacant is told to nobody, so that a route cannot rest on it unseen', () => {
    expect(resolveAudience(['leader'], LEADERS_TASK, directoryWith({ without: 'leader' }))).toEqual([]);
  });

  it('on the shipped ladder a late task of the leader comes before somebody else at every level above due', () => {
    for (const rung of stageOf(PROVINCIAL_REVIEW, 'approve').ladder.filter(({ at }) => at.offset > 2))
      expect([rung.key, resolveAudience(rung.notify, LEADERS_TASK, DIRECTORY)]).toEqual([rung.key, [personOf('controlHead')]]);
  });
});

describe('what being told gives', () => {
  const state = fold(opening(LAW));
  const told = (parts: Partial<TaskState>): TaskState => ({
    ...taskIn(state, 'assess'),
    rungs: [{ epoch: 1, key: 'late8', plannedAt: LAW.now, firedAt: LAW.now, result: 'fired', told: [] }],
    ...parts,
  });

  it('who is told in a leader’s place may not decide in it, nor may the leader be his own superior', () => {
    expect(audienceOf('leader', LEADERS_TASK, DIRECTORY)).toEqual([]);
    const own = told(LEADERS_TASK);
    for (const seat of ['controlHead', 'leader'] as const) expect([seat, ladderOffers(own, personOf(seat), 'decideInOwnRight', LAW)]).toEqual([seat, false]);
    expect(ladderOffers(told({}), personOf('leader'), 'decideInOwnRight', LAW)).toBe(true);
  });
});
