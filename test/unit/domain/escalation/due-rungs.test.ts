import fc from 'fast-check';
import { dueRungs, REVIEW_LIMIT, type StepId } from '../../../../domain/escalation/due-rungs.js';
import { planRungs, unfiredRungs, wakeOf } from '../../../../domain/escalation/ladder.js';
import { nextWakeOf, viewOf, wakeOfLimit, wakeOfStage } from '../../../../domain/escalation/review-view.js';
import { openNext } from '../../../../domain/review/what-follows.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import type { Law } from '../../../../domain/review/law.js';
import { fold, type ReviewEvent, type ReviewState, type RungRecord } from '../../../../domain/review/review.js';
import { rungsOf, stageOf, type Rung } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { epochMs, instantFromMs, plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { day, vn, vnOffice } from '../../../support/fixtures/calendars/vn.js';
import { deciding, latestStageId, lawAt, opening, personOf, REVIEW, routeWith, taskIn } from '../../../support/law.js';

const CALENDAR = vnOffice();
const OPENED = lawAt('2026-03-02 09:00');
const state0 = fold(opening(OPENED));
const ASSESS = latestStageId(state0, 'assess');
const at = (now: Instant, law: Law = OPENED): Law => ({ ...law, now });

type Fired = { readonly key: string; readonly result: RungRecord['result'] };
const firedOf = (events: readonly ReviewEvent[]): readonly Fired[] =>
  events.flatMap((event) => (event.type === 'RungFired' ? [{ key: event.rung.key, result: event.rung.result }] : []));
const breachesOf = (events: readonly ReviewEvent[]): number => events.filter((event) => event.type === 'TermBreached').length;
const fire = (state: ReviewState, wall: string, step: StepId = ASSESS): { readonly events: readonly ReviewEvent[]; readonly state: ReviewState } => {
  const events = dueRungs(state, step, lawAt(wall));
  return { events, state: events.length > 0 ? fold(events, state) : state };
};

describe('planned instants', () => {
  it('of the shipped rungs on ten working days opened on Monday 2 March 2026, due at the end of 16 March', () => {
    const planned = planRungs(taskIn(state0, 'assess').term, rungsOf(stageOf(PROVINCIAL_REVIEW, 'assess')), CALENDAR);
    expect(planned.map(({ rung, at: instant }) => [rung.key, instant])).toEqual([
      ['before5', vn('2026-03-09 08:30')],
      ['before2', vn('2026-03-12 08:30')],
      ['dueDay', vn('2026-03-16 08:30')],
      ['late1', vn('2026-03-17 08:30')],
      ['late2', vn('2026-03-18 08:30')],
      ['late5', vn('2026-03-23 08:30')],
      ['late8', vn('2026-03-26 08:30')],
    ]);
  });

  it('of the rung of the whole review is its due instant', () => {
    const { limitTerm } = state0;
    expect(planRungs(limitTerm!.term, PROVINCIAL_REVIEW.reviewLadder ?? [], CALENDAR).map(({ at: instant }) => instant)).toEqual([limitTerm!.term.dueAt]);
  });

  it('while an open pause holds the clock only rungs counted from the start are planned', () => {
    const rungs: readonly Rung[] = [
      { key: 'begun', name: { vi: 'Bắt đầu', en: 'Begun' }, at: { ref: 'start', offset: 1, unit: 'workingDays' }, notify: ['assignees'] },
      { key: 'late', name: { vi: 'Trễ', en: 'Late' }, at: { ref: 'due', offset: 1, unit: 'workingDays' }, notify: ['leader'] },
    ];
    const term = { ...taskIn(state0, 'assess').term, dueAt: null };
    expect(planRungs(term, rungs, CALENDAR).map(({ rung, at: instant }) => [rung.key, instant])).toEqual([['begun', vn('2026-03-03 08:30')]]);
  });
});

describe('planned instants after time that stood still after due', () => {
  // Ten working days opened on Monday 2 March 2026 are due at the end of 16 March.
  const { term: running } = taskIn(state0, 'assess');
  const pausedFrom = (from: string, to: string | null, limit = running.limit) => ({
    ...running,
    limit,
    events: [
      { type: 'suspended' as const, at: vn(from), from: vn(from), ground: 'dispute', basis: 'b' },
      ...(to === null ? [] : [{ type: 'resumed' as const, at: vn(to) }]),
    ],
  });
  const late = (term: typeof running) =>
    planRungs(term, rungsOf(stageOf(PROVINCIAL_REVIEW, 'assess')), CALENDAR).flatMap(({ rung, at: instant }) =>
      rung.key.startsWith('late') ? [[rung.key, instant]] : [],
    );

  it('held dates are no steps, and no rung comes at night when the clock runs again', () => {
    expect(late(pausedFrom('2026-03-17 08:00', '2026-03-27 21:00'))).toEqual([
      ['late1', vn('2026-03-30 08:30')],
      ['late2', vn('2026-03-30 08:30')],
      ['late5', vn('2026-04-02 08:30')],
      ['late8', vn('2026-04-07 08:30')],
    ]);
  });

  it('the ladder does not fire at once when a long pause ends at night: it goes on at its hour, level after level', () => {
    const term = pausedFrom('2026-03-17 08:00', '2026-03-27 21:00');
    const before = fire(state0, '2026-03-17 00:00').state;
    const resumed = { ...before, tasks: before.tasks.map((task) => ({ ...task, term })) };
    const firing = (wall: string) => firedOf(fire(resumed, wall).events).map(({ key }) => key);
    expect([firing('2026-03-27 21:00'), firing('2026-03-30 08:29'), firing('2026-03-30 08:30'), firing('2026-04-02 08:30')]).toEqual([
      [],
      [],
      ['late1', 'late2'],
      ['late1', 'late2', 'late5'],
    ]);
  });

  it('a pause that ends before the hour of the rung leaves the whole date to it', () => {
    expect(late(pausedFrom('2026-03-17 08:00', '2026-03-30 07:00')).slice(0, 2)).toEqual([
      ['late1', vn('2026-03-30 08:30')],
      ['late2', vn('2026-03-31 08:30')],
    ]);
  });

  it('what came before the pause stays where it was; the levels above it move', () => {
    expect(late(pausedFrom('2026-03-17 16:00', '2026-03-18 10:00')).map(([, instant]) => instant)).toEqual([
      vn('2026-03-17 08:30'),
      vn('2026-03-19 08:30'),
      vn('2026-03-24 08:30'),
      vn('2026-03-27 08:30'),
    ]);
  });

  it('an hour lost on one date costs the rung of that date its day, and the others nothing', () => {
    expect(late(pausedFrom('2026-03-18 08:00', '2026-03-18 10:00')).map(([, instant]) => instant)).toEqual([
      vn('2026-03-17 08:30'),
      vn('2026-03-19 08:30'),
      vn('2026-03-23 08:30'),
      vn('2026-03-26 08:30'),
    ]);
  });

  it('in an open pause only what came before it is planned', () => {
    expect(late(pausedFrom('2026-03-18 16:00', null)).map(([key]) => key)).toEqual(['late1', 'late2']);
  });

  it('where the date of resuming does not count, the ladder goes on a day later', () => {
    expect(late(pausedFrom('2026-03-17 08:00', '2026-03-27 21:00', { ...running.limit, resumeDay: 'notCounted' })).slice(0, 2)).toEqual([
      ['late1', vn('2026-03-30 08:30')],
      ['late2', vn('2026-03-31 08:30')],
    ]);
  });
});

describe('what fires', () => {
  it.each([
    ['a second before the first reminder', '2026-03-09 08:29', [], 0],
    ['at the first reminder', '2026-03-09 08:30', [['before5', 'fired']], 0],
    [
      'a minute before the term ends',
      '2026-03-16 23:59',
      [
        ['before5', 'overtaken'],
        ['before2', 'overtaken'],
        ['dueDay', 'fired'],
      ],
      0,
    ],
    [
      'when the term ends',
      '2026-03-17 00:00',
      [
        ['before5', 'overtaken'],
        ['before2', 'overtaken'],
        ['dueDay', 'fired'],
      ],
      1,
    ],
    [
      'after an outage of a fortnight: every level of the ladder in order, reminders overtaken',
      '2026-03-24 09:00',
      [
        ['before5', 'overtaken'],
        ['before2', 'overtaken'],
        ['dueDay', 'overtaken'],
        ['late1', 'fired'],
        ['late2', 'fired'],
        ['late5', 'fired'],
      ],
      1,
    ],
  ] as const)('%s', (_, wall, fired, breaches) => {
    const { events } = fire(state0, wall);
    expect(firedOf(events).map(({ key, result }) => [key, result])).toEqual(fired);
    expect(breachesOf(events)).toBe(breaches);
  });

  it('fires once: asked again at the same instant there is nothing left', () => {
    const { state } = fire(state0, '2026-03-17 09:00');
    expect(dueRungs(state, ASSESS, lawAt('2026-03-17 09:00'))).toEqual([]);
    expect(firedOf(dueRungs(state, ASSESS, lawAt('2026-03-18 09:00'))).map(({ key }) => key)).toEqual(['late2']);
  });

  it('in a new epoch the rungs count afresh', () => {
    const { state } = fire(state0, '2026-03-17 09:00');
    const renewed = { ...state, tasks: state.tasks.map((task) => ({ ...task, term: { ...task.term, epoch: 2 } })) };
    expect(firedOf(dueRungs(renewed, ASSESS, lawAt('2026-03-17 09:00'))).at(-1)).toEqual({ key: 'late1', result: 'fired' });
  });

  it('reminders of a short term that lie before its opening are recorded, never told', () => {
    const route = routeWith('assess', { limit: { workingDays: 1 } });
    const first = dueRungs(fold(opening(lawAt('2026-03-02 09:00', { route }))), ASSESS, lawAt('2026-03-03 08:30', { route }));
    expect(firedOf(first)).toEqual([
      { key: 'before5', result: 'pastAtOpen' },
      { key: 'before2', result: 'pastAtOpen' },
      { key: 'dueDay', result: 'fired' },
    ]);
    expect(first.flatMap((event) => (event.type === 'RungFired' && event.rung.result === 'pastAtOpen' ? event.rung.told : []))).toEqual([]);
  });

  it('tells those who hold the posts when it fires, nobody twice', () => {
    const told = (wall: string, key: string): readonly string[] =>
      dueRungs(state0, ASSESS, lawAt(wall)).flatMap((event) => (event.type === 'RungFired' && event.rung.key === key ? event.rung.told : []));
    expect(told('2026-03-16 09:00', 'dueDay')).toEqual([personOf('head')]);
    expect(told('2026-03-17 09:00', 'late1')).toEqual([personOf('head'), personOf('coordinator')]);
    expect(told('2026-03-23 09:00', 'late5')).toEqual([personOf('controlHead')]);
    expect(told('2026-03-26 09:00', 'late8')).toEqual([personOf('leader')]);
  });

  it('nothing fires on a task that was decided, a stage that is closed, or a review that has ended', () => {
    const done = fold(deciding(state0, 'assess', 'head', 'approve', OPENED), state0);
    expect(dueRungs(done, ASSESS, lawAt('2026-06-01 09:00'))).toEqual([]);
    const ended = fold(withdrawReview(state0, { by: personOf('coordinator'), reason: 'Trùng' }, OPENED), state0);
    for (const step of [ASSESS, REVIEW_LIMIT] as const) expect(dueRungs(ended, step, lawAt('2026-06-01 09:00'))).toEqual([]);
  });

  it('the limit of the whole review tells its coordinator and is recorded as passed, once', () => {
    const law = at(state0.limitTerm!.term.dueAt as Instant);
    const events = dueRungs(state0, REVIEW_LIMIT, law);
    expect(events.map((event) => event.type)).toEqual(['TermBreached', 'RungFired']);
    const after = fold(events, state0);
    expect(after.limitTerm?.breachedAt).toBe(state0.limitTerm?.term.dueAt);
    expect(dueRungs(after, REVIEW_LIMIT, law)).toEqual([]);
    expect(wakeOfLimit(after, law)).toBeNull();
  });
});

/** Random instants of two months around the term, to the minute. */
const minutes = fc.integer({ min: 0, max: 60 * 24 * 60 }).map((count) => plusMs(vn('2026-03-02 09:00'), count * 60_000));
const ownRungs = fc
  .uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      ref: fc.constantFrom('start' as const, 'due' as const),
      offset: fc.integer({ min: -8, max: 12 }),
      unit: fc.constantFrom('days' as const, 'workingDays' as const, 'workingHours' as const),
      clock: fc.option(fc.constantFrom('07:00', '08:30', '16:45'), { nil: undefined }),
    }),
    { selector: ({ key }) => key, maxLength: 5 },
  )
  .map((list) =>
    list.map(({ key, ref, offset, unit, clock }): Rung => ({
      key,
      name: { vi: key, en: key },
      at: { ref, offset, unit, ...(clock === undefined ? {} : { clock }) },
      notify: ['assignees'],
    })),
  );

const lawWith = (ladder: readonly Rung[], reminders: readonly Rung[] = []): Law => ({ ...OPENED, route: routeWith('assess', { ladder, reminders }) });

describe('over random ladders and instants', () => {
  it('no rung fires before its planned instant, none twice in an epoch, and all that are due fire', () => {
    fc.assert(
      fc.property(ownRungs, fc.array(minutes, { minLength: 1, maxLength: 6 }), (ladder, instants) => {
        const law = lawWith(ladder);
        let state = fold(opening(law));
        for (const now of [...instants].sort()) {
          const events = dueRungs(state, ASSESS, at(now, law));
          for (const event of events) if (event.type === 'RungFired') expect(event.rung.plannedAt <= now).toBe(true);
          if (events.length > 0) state = fold(events, state);
          const task = taskIn(state, 'assess');
          const keys = task.rungs.map((rung) => `${rung.epoch}/${rung.key}`);
          expect(new Set(keys).size).toBe(keys.length);
          expect(unfiredRungs(task, ladder, CALENDAR).filter((planned) => planned.at <= now)).toEqual([]);
          expect(task.breachedAt !== null).toBe(task.term.dueAt !== null && task.term.dueAt <= now);
        }
      }),
      { numRuns: 250, seed: 5 },
    );
  });

  it('the instant a step asks to be woken at is the first at which it has work, and after serving it lies ahead', () => {
    fc.assert(
      fc.property(ownRungs, minutes, (ladder, now) => {
        const law = lawWith(ladder);
        let state = fold(opening(law));
        const served = dueRungs(state, ASSESS, at(now, law));
        if (served.length > 0) state = fold(served, state);
        const wake = wakeOfStage(state, ASSESS, law);
        if (wake === null) {
          expect(dueRungs(state, ASSESS, at(vn('2026-12-01 00:00'), law))).toEqual([]);
          return;
        }
        expect(wake > now || served.length === 0).toBe(true);
        const before = instantFromMs(epochMs(wake) - 1);
        const early = before < now ? [] : dueRungs(state, ASSESS, at(before, law));
        expect(firedOf(early).filter(({ result }) => result !== 'pastAtOpen')).toEqual([]);
        expect(breachesOf(early)).toBe(0);
        expect(
          dueRungs(state, ASSESS, at(wake, law)).some(
            (event) => event.type === 'TermBreached' || (event.type === 'RungFired' && event.rung.result !== 'pastAtOpen'),
          ),
        ).toBe(true);
      }),
      { numRuns: 250, seed: 6 },
    );
  });

  it('a reminder is told only when nothing later is due with it; a level of the ladder always is', () => {
    fc.assert(
      fc.property(ownRungs, minutes, fc.nat(5), (all, now, cut) => {
        const law = lawWith(all.slice(cut), all.slice(0, cut));
        const fired = dueRungs(fold(opening(law)), ASSESS, at(now, law)).flatMap((event) => (event.type === 'RungFired' ? [event.rung] : []));
        expect(fired.map((rung) => rung.plannedAt)).toEqual(fired.map((rung) => rung.plannedAt).toSorted());
        for (const [index, rung] of fired.entries()) {
          const reminder = all.slice(0, cut).some(({ key }) => key === rung.key);
          if (rung.plannedAt <= OPENED.now) expect(rung.result).toBe('pastAtOpen');
          else expect(rung.result).toBe(reminder && index < fired.length - 1 ? 'overtaken' : 'fired');
        }
      }),
      { numRuns: 200, seed: 12 },
    );
  });
});

describe('the view a workflow walks by', () => {
  it('holds ids, codes and wall instants, and nothing of people or text', () => {
    const view = viewOf(state0, 4, 1, 3_600_000, OPENED);
    expect(view).toEqual({
      reviewId: REVIEW,
      seq: 4,
      rebuild: 1,
      phase: 'deliberate',
      tracks: [],
      outcome: null,
      stages: [
        expect.objectContaining({
          id: ASSESS,
          key: 'assess',
          status: 'open',
          outcome: null,
          openedBy: null,
          wakeAt: epochMs(vn('2026-03-09 08:30')) - 3_600_000,
        }),
      ],
      limitWakeAt: epochMs(state0.limitTerm!.term.dueAt as Instant) - 3_600_000,
      awaiting: null,
    });
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(JSON.stringify(view).length).toBeLessThan(2_000);
    expect(JSON.stringify(view)).not.toContain('psn_');
  });

  it('asks for no wake-up of a stage that is closed', () => {
    const closed = fold(deciding(state0, 'assess', 'head', 'approve', OPENED), state0);
    expect(viewOf(closed, 5, 0, 0, OPENED).stages[0]).toMatchObject({ status: 'closed', outcome: 'approved', wakeAt: null });
  });

  it('the review wakes at the earliest of its steps; a closing that nobody has followed is due at once', () => {
    expect(nextWakeOf(state0, OPENED)).toBe(vn('2026-03-09 08:30'));
    const law = lawAt('2026-03-04 10:00');
    const closed = fold(deciding(state0, 'assess', 'head', 'approve', law), state0);
    expect(nextWakeOf(closed, law)).toBe(law.now);
    const followed = fold(openNext(closed, ASSESS, { adoptsOn: day('2026-03-05') }, law), closed);
    expect(nextWakeOf(followed, law)).toBe(vn('2026-03-05 08:30'));
    const ended = fold(withdrawReview(state0, { by: personOf('coordinator'), reason: 'Trùng' }, OPENED), state0);
    expect(nextWakeOf(ended, OPENED)).toBeNull();
  });

  it('wakes for the due instant of a term that has no rung, and then no more', () => {
    const task = taskIn(state0, 'assess');
    expect(wakeOf(task, [], CALENDAR)).toBe(task.term.dueAt);
    expect(wakeOf({ ...task, breachedAt: task.term.dueAt }, [], CALENDAR)).toBeNull();
  });
});
