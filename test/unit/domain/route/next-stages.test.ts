import fc from 'fast-check';
import { firstStages, nextStages, type RouteStage } from '../../../../domain/route/next-stages.js';
import type { Edge, Route, StageKey, StageOutcome } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';

/** A review told as openings and closings, each with its place in the one order of both. */
class Walk {
  stages: RouteStage[] = [];
  #order = 0;
  constructor(readonly route: Route) {}

  open(key: StageKey): this {
    const round = 1 + this.stages.filter((stage) => stage.key === key).length;
    this.stages.push({ key, round, status: 'open', outcome: null, openedOrder: (this.#order += 1), closedOrder: null });
    return this;
  }

  close(key: StageKey, outcome: StageOutcome): this {
    const closedOrder = (this.#order += 1);
    this.stages = this.stages.map((stage) => (stage.key === key && stage.status === 'open' ? { ...stage, status: 'closed', outcome, closedOrder } : stage));
    return this;
  }

  next(key: StageKey) {
    return nextStages(this.route, this.stages, key);
  }

  /** Opens what follows and says what it was. */
  follow(key: StageKey): readonly StageKey[] {
    const { open } = this.next(key);
    for (const target of open) this.open(target);
    return open;
  }
}

const routeOf = (edges: readonly Edge[]): Route => ({ key: 'test', version: 1, name: { vi: 'Thử', en: 'Test' }, stages: [], edges });
const shipped = (): Walk => new Walk(PROVINCIAL_REVIEW);

describe('the shipped route', () => {
  it('starts with the assessment', () => {
    expect(firstStages(PROVINCIAL_REVIEW)).toEqual(['assess']);
  });

  it('opens both consultations once the assessment is approved, and asked again opens nothing', () => {
    const walk = shipped().open('assess').close('assess', 'approved');
    expect(walk.follow('assess')).toEqual(['consultUnits', 'consultLaw']);
    expect(walk.next('assess')).toEqual({ open: [], close: null });
  });

  it.each([
    ['consultUnits', 'consultLaw'],
    ['consultLaw', 'consultUnits'],
  ])('holds the appraisal after %s until %s has answered too', (first, second) => {
    const walk = shipped().open('consultUnits').open('consultLaw').close(first, 'opinion');
    expect(walk.next(first)).toEqual({ open: [], close: null });
    walk.close(second, 'opinion');
    expect(walk.follow(second)).toEqual(['appraise']);
    expect(walk.follow(first)).toEqual([]);
  });

  it('opens the join once although both consultations closed before anybody asked', () => {
    const walk = shipped().open('consultUnits').open('consultLaw').close('consultUnits', 'opinion').close('consultLaw', 'opinion');
    expect([walk.follow('consultUnits'), walk.follow('consultLaw')]).toEqual([['appraise'], []]);
  });

  it('returns to the assessment as a new round, whose consultations both answer again before the next appraisal', () => {
    const walk = shipped().open('assess').close('assess', 'approved');
    walk.follow('assess');
    walk.close('consultUnits', 'opinion').close('consultLaw', 'opinion').follow('consultLaw');
    walk.close('appraise', 'returned');
    expect(walk.follow('appraise')).toEqual(['assess']);
    expect(walk.stages.at(-1)).toMatchObject({ key: 'assess', round: 2 });
    expect(['assess', 'consultUnits', 'consultLaw', 'appraise'].flatMap((key) => walk.next(key).open)).toEqual([]);
    walk.close('assess', 'approved');
    expect(walk.follow('assess')).toEqual(['consultUnits', 'consultLaw']);
    walk.close('consultLaw', 'opinion');
    expect(walk.follow('consultLaw')).toEqual([]);
    walk.close('consultUnits', 'opinion');
    expect(walk.follow('consultUnits')).toEqual(['appraise']);
    expect(walk.stages.filter((stage) => stage.key === 'appraise').map((stage) => stage.round)).toEqual([1, 2]);
  });

  it.each([
    ['approved', 'closeApproved'],
    ['rejected', 'closeRejected'],
  ] as const)('ends when the leadership has %s', (outcome, close) => {
    expect(shipped().open('approve').close('approve', outcome).next('approve')).toEqual({ open: [], close });
  });

  it('names nothing after a stage that is open or was never opened', () => {
    expect(shipped().open('assess').next('assess')).toEqual({ open: [], close: null });
    expect(shipped().next('appraise')).toEqual({ open: [], close: null });
  });
});

describe('joins over branches of unequal length', () => {
  const route = routeOf([
    { from: 'start', to: ['b', 'c'] },
    { from: 'b', on: 'approved', to: ['e'] },
    { from: 'e', on: 'approved', to: ['d'] },
    { from: 'c', on: 'approved', to: ['d'] },
    { from: 'd', on: 'approved', to: 'closeApproved' },
  ]);

  it('waits for the longer branch although its middle stage is not open yet when the shorter one closes', () => {
    const walk = new Walk(route).open('b').open('c').close('b', 'approved').close('c', 'approved');
    expect(walk.follow('c')).toEqual([]);
    expect(walk.follow('b')).toEqual(['e']);
    walk.close('e', 'approved');
    expect(walk.follow('e')).toEqual(['d']);
    expect(walk.follow('c')).toEqual([]);
  });

  it('does not wait for a branch that was never activated', () => {
    const walk = new Walk(route).open('c').close('c', 'approved');
    expect(walk.follow('c')).toEqual(['d']);
  });

  it('a stage that names both a stage and what comes after it opens the first alone', () => {
    const walk = new Walk(
      routeOf([
        { from: 'start', to: ['a'] },
        { from: 'a', on: 'approved', to: ['b', 'c'] },
        { from: 'b', on: 'approved', to: ['c'] },
      ]),
    )
      .open('a')
      .close('a', 'approved');
    expect(walk.follow('a')).toEqual(['b']);
    walk.close('b', 'approved');
    expect(walk.follow('b')).toEqual(['c']);
  });

  it('approves the whole only when every branch that leads to approval has ended; one rejection ends it at once', () => {
    const twoApprovals = routeOf([
      { from: 'start', to: ['a', 'b'] },
      { from: 'a', on: 'approved', to: 'closeApproved' },
      { from: 'b', on: 'approved', to: 'closeApproved' },
      { from: 'b', on: 'rejected', to: 'closeRejected' },
    ]);
    const walk = new Walk(twoApprovals).open('a').open('b').close('a', 'approved');
    expect(walk.next('a')).toEqual({ open: [], close: null });
    expect(new Walk(twoApprovals).open('a').open('b').close('b', 'rejected').next('b').close).toBe('closeRejected');
    walk.close('b', 'approved');
    expect(walk.next('b').close).toBe('closeApproved');
  });

  it('a side branch that leads nowhere keeps nobody waiting', () => {
    const walk = new Walk(
      routeOf([
        { from: 'start', to: ['a', 'inform'] },
        { from: 'a', on: 'approved', to: 'closeApproved' },
      ]),
    )
      .open('a')
      .open('inform')
      .close('a', 'approved');
    expect(walk.next('a').close).toBe('closeApproved');
  });

  it('two targets that lead to each other do not wait for each other for ever', () => {
    const walk = new Walk(
      routeOf([
        { from: 'start', to: ['x', 'y'] },
        { from: 'x', on: 'approved', to: ['p'] },
        { from: 'y', on: 'approved', to: ['q'] },
        { from: 'p', on: 'rejected', to: ['q'] },
        { from: 'q', on: 'rejected', to: ['p'] },
      ]),
    )
      .open('x')
      .open('y')
      .close('x', 'approved')
      .close('y', 'approved');
    expect([...walk.follow('x'), ...walk.follow('y')].sort()).toEqual(['p', 'q']);
  });
});

/** Routes without loops: each stage names one or two later ones, the last ones end the review. */
const anyRoute = fc.integer({ min: 2, max: 8 }).chain((size) =>
  fc.tuple(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: size, maxLength: size }), fc.boolean()).map(([picks, twoStarts]): Route => {
    const key = (index: number): StageKey => `s${index}`;
    const forward = picks.map(([one, two, both], index): Edge => {
      const later = size - index - 1;
      if (later === 0) return { from: key(index), on: 'approved', to: 'closeApproved' };
      const targets = [index + 1 + (one % later), ...(both ? [index + 1 + (two % later)] : [])];
      return { from: key(index), on: 'approved', to: [...new Set(targets)].map(key) };
    });
    return routeOf([{ from: 'start', to: twoStarts && size > 2 ? ['s0', 's1'] : ['s0'] }, ...forward]);
  }),
);

const targetsOf = (route: Route, key: StageKey, outcome: StageOutcome): readonly StageKey[] =>
  route.edges.flatMap((edge) => (edge.from === key && edge.on === outcome && typeof edge.to !== 'string' ? edge.to : []));

function leadsTo(route: Route, from: StageKey): ReadonlySet<StageKey> {
  const seen = new Set<StageKey>();
  const queue = [...targetsOf(route, from, 'approved')];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    queue.push(...targetsOf(route, key, 'approved'));
  }
  return seen;
}

describe('over random routes and random orders of closing and asking', () => {
  it('route-join-waits-for-activated-only: a join opens once, after every activated branch before it and no other, and the review reaches its end', () => {
    fc.assert(
      fc.property(anyRoute, fc.infiniteStream(fc.nat()), (route, stream) => {
        const walk = new Walk(route);
        for (const key of firstStages(route)) walk.open(key);
        const choose = <T>(list: readonly T[]): T => list[(stream.next().value as number) % list.length] as T;
        let ended = false;
        for (let step = 0; step < 400 && !ended; step += 1) {
          const open = walk.stages.filter((stage) => stage.status === 'open').map((stage) => stage.key);
          const closed = walk.stages.filter((stage) => stage.status === 'closed').map((stage) => stage.key);
          if (open.length > 0 && (closed.length === 0 || choose([true, false]))) {
            walk.close(choose(open), 'approved');
            continue;
          }
          const asked = choose(closed);
          const answer = walk.next(asked);
          for (const target of answer.open) {
            expect(targetsOf(route, asked, 'approved')).toContain(target);
            const activated = [...open, ...closed.flatMap((key) => targetsOf(route, key, 'approved'))].filter(
              (key) => key !== target && leadsTo(route, key).has(target),
            );
            const unfinished = activated.filter((key) => !walk.stages.some((stage) => stage.key === key && stage.status === 'closed'));
            expect(unfinished).toEqual([]);
            walk.open(target);
          }
          expect(walk.next(asked).open).toEqual([]);
          ended = answer.close !== null;
          if (ended) expect(open).toEqual([]);
        }
        expect(ended).toBe(true);
        const keys = walk.stages.map((stage) => stage.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 400, seed: 20_261_125 },
    );
  });

  it('returns open a later round of an earlier stage, never two rounds of one stage at once, and the end is still reached', () => {
    fc.assert(
      fc.property(anyRoute, fc.infiniteStream(fc.nat()), (forward, stream) => {
        const keys = [...new Set(forward.edges.map((edge) => edge.from))].filter((key) => key !== 'start');
        const route = routeOf([
          ...forward.edges,
          ...keys.slice(1).map((key, index): Edge => ({ from: key, on: 'returned', to: [keys[Math.floor(index / 2)] as StageKey] })),
        ]);
        const walk = new Walk(route);
        for (const key of firstStages(route)) walk.open(key);
        const choose = <T>(list: readonly T[]): T => list[(stream.next().value as number) % list.length] as T;
        let returns = 4;
        let ended = false;
        for (let step = 0; step < 2000 && !ended; step += 1) {
          const open = walk.stages.filter((stage) => stage.status === 'open').map((stage) => stage.key);
          expect(new Set(open).size).toBe(open.length);
          const closed = walk.stages.filter((stage) => stage.status === 'closed').map((stage) => stage.key);
          if (open.length > 0 && (closed.length === 0 || choose([true, false]))) {
            const key = choose(open);
            const back = returns > 0 && key !== keys[0] && choose([true, false, false]);
            if (back) returns -= 1;
            walk.close(key, back ? 'returned' : 'approved');
            continue;
          }
          const asked = choose(closed);
          ended = walk.next(asked).close !== null;
          walk.follow(asked);
        }
        expect(ended).toBe(true);
        for (const key of keys) {
          const rounds = walk.stages.filter((stage) => stage.key === key).map((stage) => stage.round);
          expect(rounds).toEqual(rounds.map((_, index) => index + 1));
        }
      }),
      { numRuns: 300, seed: 20_261_126 },
    );
  });
});
