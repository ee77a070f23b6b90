import fc from 'fast-check';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import type { Law } from '../../../../domain/review/law.js';
import { awaitingNext, openNext } from '../../../../domain/review/what-follows.js';
import { fold, isOpen } from '../../../../domain/review/review.js';
import type { Route } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { stageOf } from '../../../../domain/route/route.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import { deciding, latestStageId, lawAt, opening, openTasks, REVIEW, routeWith, taskIn, unitOf, type Seat, rewritten } from '../../../support/law.js';

import { ADOPTION, APPRAISED, ASSESSED, CONSULTED, LAW, types, walked } from '../../../support/walked-review.js';
import { codeOf } from '../../../support/verbs.js';

describe('what comes next', () => {
  it('rivals of a closed quorum are withdrawn by the deciding vote, and only those', () => {
    const route = routeWith('consultLaw', {
      mode: { t: 'quorum', need: 2, veto: false, members: 'snapshot' },
      who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }],
    });
    const law = lawAt('2026-03-02 09:00', { route });
    let state = walked(ASSESSED, law);
    state = fold(deciding(state, 'consultLaw', 'member1', 'approve', law, 1), state);
    const events = deciding(state, 'consultLaw', 'member3', 'approve', law, 3);
    expect(types(events)).toEqual(['DecisionRecorded', 'StageClosed', 'TaskWithdrawn']);
    const after = fold(events, state);
    expect(after.tasks.filter((task) => task.stageKey === 'consultLaw').map((task) => task.status)).toEqual(['done', 'withdrawn', 'done']);
    expect(openTasks(after, 'consultUnits')).toHaveLength(1);
  });

  it('asked twice the second answer is empty, and a stage still open is followed by nothing', () => {
    const open = fold(opening(LAW));
    expect(openNext(open, latestStageId(open, 'assess'), ADOPTION, LAW)).toEqual([]);
    const state = walked(ASSESSED);
    expect(openNext(state, latestStageId(state, 'assess'), ADOPTION, LAW)).toEqual([]);
    expect(codeOf(() => openNext(state, `stg_${REVIEW.slice(4)}-assess-7` as never, ADOPTION, LAW))).toBe('not_found');
  });

  it.each([
    ['prevClosed', '2026-03-06 00:00'],
    ['opened', '2026-03-10 00:00'],
  ] as const)('a stage opened late counts from what its limit is anchored at: %s', (anchor, due) => {
    const route = routeWith('consultLaw', { limit: { workingDays: 2, anchor } });
    const at = (wall: string): Law => lawAt(wall, { route });
    const open = fold(opening(at('2026-03-02 09:00')));
    const decided = fold(deciding(open, 'assess', 'head', 'approve', at('2026-03-03 09:00')), open);
    const late = at('2026-03-05 09:00');
    const opened = fold(openNext(decided, latestStageId(decided, 'assess'), ADOPTION, late), decided);
    expect(taskIn(opened, 'consultLaw').term.dueAt).toBe(vn(due));
    // What the ladder would have told before anybody was asked is not told.
    const fired = dueRungs(opened, latestStageId(opened, 'consultLaw'), late).flatMap((event) => (event.type === 'RungFired' ? [event.rung.result] : []));
    expect(fired.filter((result) => result === 'fired')).toEqual([]);
  });

  it('the last approval ends the review and says from when the change holds', () => {
    const state = walked([...APPRAISED, ['approve', 'leader']]);
    expect(state).toMatchObject({ outcome: 'approved', closedAt: LAW.now });
    const decided = walked(APPRAISED);
    const closing = fold(deciding(decided, 'approve', 'leader', 'approve', LAW), decided);
    expect(openNext(closing, latestStageId(closing, 'approve'), ADOPTION, LAW).at(-1)).toMatchObject({
      type: 'ReviewClosed',
      outcome: 'approved',
      adoptsOn: null,
      executes: true,
    });
  });

  it('a rejection ends it without a day of effect', () => {
    const state = walked(CONSULTED);
    const rejected = fold(deciding(state, 'appraise', 'appraiser', 'reject', LAW), state);
    expect(openNext(rejected, latestStageId(rejected, 'appraise'), ADOPTION, LAW).at(-1)).toMatchObject({
      type: 'ReviewClosed',
      outcome: 'rejected',
      adoptsOn: null,
    });
  });

  it('names every closed stage that still waits for its follower, the last to close first', () => {
    let state = walked(ASSESSED);
    state = fold(deciding(state, 'consultLaw', 'lawyer', 'approve', LAW), state);
    expect(awaitingNext(state, LAW)).toEqual([]);
    state = fold(deciding(state, 'consultUnits', 'financeHead', 'approve', LAW), state);
    expect(awaitingNext(state, LAW)).toEqual([latestStageId(state, 'consultUnits'), latestStageId(state, 'consultLaw')]);
  });

  it('a branch that ends without an edge to the join releases what waited for it', () => {
    const route: Route = {
      ...PROVINCIAL_REVIEW,
      edges: PROVINCIAL_REVIEW.edges.map((edge) => (edge.from === 'consultUnits' ? { ...edge, on: 'approved' } : edge)),
    };
    const law = lawAt('2026-03-02 09:00', { route });
    let state = walked([...ASSESSED, ['consultLaw', 'lawyer']], law);
    expect(openTasks(state, 'appraise')).toEqual([]);
    state = fold(deciding(state, 'consultUnits', 'financeHead', 'approve', law), state);
    const events = openNext(state, latestStageId(state, 'consultUnits'), ADOPTION, law);
    expect(events).toEqual([expect.objectContaining({ type: 'StageOpened', key: 'appraise', openedBy: latestStageId(state, 'consultUnits') })]);
  });

  it('over random verdicts and random orders, asking once after each closing always ends the review, each stage and task once', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const choose = <T>(list: readonly T[]): T => list[(stream.next().value as number) % list.length] as T;
        const seats: Record<string, Seat> = { assess: 'head', consultUnits: 'financeHead', consultLaw: 'lawyer', appraise: 'appraiser', approve: 'leader' };
        let state = fold(opening(LAW));
        const toAsk: string[] = [];
        for (let step = 0; step < 200 && state.outcome === null; step += 1) {
          const open = state.tasks.filter(isOpen);
          if (open.length > 0 && (toAsk.length === 0 || choose([true, false]))) {
            const task = choose(open);
            if (task.stageKey === 'assess' && task.round > 1) state = rewritten(state, LAW);
            const { verdicts } = stageOf(LAW.route, task.stageKey);
            const allowed = verdicts.filter((verdict) => verdict !== 'return' || task.round < 3);
            const events = deciding(state, task.stageKey, seats[task.stageKey] as Seat, choose(allowed), LAW);
            state = fold(events, state);
            if (events.some((event) => event.type === 'StageClosed')) toAsk.push(task.stageId);
            continue;
          }
          const asked = toAsk.splice((stream.next().value as number) % toAsk.length, 1)[0];
          const events = openNext(state, asked as never, ADOPTION, LAW);
          if (events.length > 0) state = fold(events, state);
          expect(openNext(state, asked as never, ADOPTION, LAW)).toEqual([]);
        }
        expect(state.outcome).not.toBeNull();
        expect(state.tasks.filter(isOpen)).toEqual([]);
        for (const list of [state.stages, state.tasks, state.decisions]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      }),
      { numRuns: 150, seed: 20_261_125 },
    );
  });
});
