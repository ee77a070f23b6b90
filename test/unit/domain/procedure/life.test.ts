import {
  foldProcedure,
  lapsing,
  measureDateOf,
  milestonesOf,
  newestVersionOf,
  phaseOf,
  reachMilestone,
  startReview,
  type ProcedureEvent,
  type ProcedureState,
} from '../../../../domain/procedure/life.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { startOfDate } from '../../../../domain/shared/instant.js';
import { day, vn } from '../../../support/fixtures/calendars/vn.js';
import { nthId, personOf } from '../../../support/law.js';

const ZONE = 420;
const NOW = vn('2026-03-02 09:00');
const version = (n: number) => nthId('procedureVersion', n);
const review = (n: number) => nthId('review', n);
const imported: ProcedureEvent = {
  type: 'ProcedureImported',
  at: NOW,
  by: personOf('coordinator'),
  procedureId: nthId('procedure', 1),
  versionId: version(1),
  digest: 'd1',
};
const started = (n: number, of: number): ProcedureEvent => ({ type: 'ReviewStarted', at: NOW, reviewId: review(n), versionId: version(of) });
const ended = (n: number, outcome: 'approved' | 'rejected' | 'withdrawn' = 'approved'): ProcedureEvent => ({
  type: 'ReviewEnded',
  at: NOW,
  reviewId: review(n),
  outcome,
});
const adopted = (n: number, on: string): ProcedureEvent => ({
  type: 'VersionAdopted',
  at: NOW,
  reviewId: review(n),
  versionId: version(n),
  number: n,
  digest: `d${n}`,
  effectiveFrom: day(on),
  measureOn: measureDateOf(day(on)),
});
const reach = (state: ProcedureState, kind: 'bringIntoForce' | 'measureAgain', wall: string): ProcedureState => {
  const events = reachMilestone(state, kind, vn(wall), ZONE);
  return events.length === 0 ? state : foldProcedure(events, state);
};

describe('the life of a procedure', () => {
  it('runs from import over review and adoption into force, and is measured a year later', () => {
    let state = foldProcedure([imported]);
    expect([phaseOf(state), state.currentVersionId]).toEqual(['inForce', version(1)]);
    state = foldProcedure([started(2, 1)], state);
    expect(phaseOf(state)).toBe('underReview');
    state = foldProcedure([ended(2), adopted(2, '2026-04-01')], state);
    expect([phaseOf(state), state.currentVersionId]).toEqual(['adopted', version(1)]);
    expect(milestonesOf(state, ZONE)).toEqual([{ kind: 'bringIntoForce', versionId: version(2), on: '2026-04-01', at: vn('2026-04-01') }]);
    state = reach(state, 'bringIntoForce', '2026-04-01');
    expect([phaseOf(state), state.currentVersionId]).toEqual(['inForce', version(2)]);
    expect(milestonesOf(state, ZONE)).toEqual([{ kind: 'measureAgain', versionId: version(2), on: '2027-04-01', at: vn('2027-04-01') }]);
    state = reach(state, 'measureAgain', '2027-04-01');
    expect([phaseOf(state), milestonesOf(state, ZONE)]).toEqual(['measuring', []]);
    expect(phaseOf(foldProcedure([started(3, 2)], state))).toBe('underReview');
  });

  it.each(['rejected', 'withdrawn'] as const)('a %s review leaves the text as it is', (outcome) => {
    const state = foldProcedure([imported, started(2, 1), ended(2, outcome)]);
    expect([phaseOf(state), state.currentVersionId, milestonesOf(state, ZONE)]).toEqual(['inForce', version(1), []]);
  });

  it('has at most one open review', () => {
    const state = foldProcedure([imported, started(2, 1)]);
    try {
      startReview(state, review(3), NOW);
      throw new Error('was accepted');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      expect([error.code, error.details['reviewId']]).toEqual(['review_open_already', review(2)]);
    }
  });

  it('begins with its import, and only once', () => {
    expect(() => foldProcedure([started(2, 1)])).toThrow('starts with its import');
    expect(() => foldProcedure([imported, imported])).toThrow('imported twice');
    expect(() => foldProcedure([])).toThrow('without facts');
  });

  it('a text imported anew becomes the current one', () => {
    const state = foldProcedure([imported, { type: 'VersionImported', at: NOW, by: personOf('coordinator'), versionId: version(2), number: 2, digest: 'd2' }]);
    expect([state.currentVersionId, state.versionCount, newestVersionOf(state)]).toEqual([version(2), 2, version(2)]);
  });
});

describe('a day in the life', () => {
  const waiting = foldProcedure([imported, started(2, 1), ended(2), adopted(2, '2026-04-01')]);

  it('is not reached a millisecond early, is reached at its midnight and whenever later, and only once', () => {
    expect(reachMilestone(waiting, 'bringIntoForce', vn('2026-03-31 23:59'), ZONE)).toEqual([]);
    for (const wall of ['2026-04-01', '2026-05-20 11:00']) {
      const [event] = reachMilestone(waiting, 'bringIntoForce', vn(wall), ZONE);
      expect(event).toEqual({ type: 'VersionBroughtIntoForce', at: vn(wall), versionId: version(2), effectiveFrom: '2026-04-01' });
    }
    const inForce = reach(waiting, 'bringIntoForce', '2026-04-01');
    expect(reachMilestone(inForce, 'bringIntoForce', vn('2026-04-02'), ZONE)).toEqual([]);
  });

  it('of measuring does not exist before the change is in force', () => {
    expect(reachMilestone(waiting, 'measureAgain', vn('2030-01-01'), ZONE)).toEqual([]);
  });
});

describe('a second change while the first waits for its day', () => {
  const first = foldProcedure([imported, started(2, 1), ended(2), adopted(2, '2026-06-01')]);

  it('is written against the text that waits, so that nothing of it is lost', () => {
    expect(startReview(first, review(3), NOW)).toEqual([{ type: 'ReviewStarted', at: NOW, reviewId: review(3), versionId: version(2) }]);
  });

  it('comes into force after it when its day is later', () => {
    let state = foldProcedure([started(3, 2), ended(3), adopted(3, '2026-07-01')], first);
    expect(milestonesOf(state, ZONE).map(({ versionId, on }) => [versionId, on])).toEqual([
      [version(2), '2026-06-01'],
      [version(3), '2026-07-01'],
    ]);
    state = reach(state, 'bringIntoForce', '2026-06-01');
    expect([state.currentVersionId, phaseOf(state)]).toEqual([version(2), 'adopted']);
    state = reach(state, 'bringIntoForce', '2026-07-01');
    expect([state.currentVersionId, phaseOf(state), state.toMeasure]).toEqual([version(3), 'inForce', { versionId: version(3), measureOn: '2027-07-01' }]);
  });

  it.each(['2026-06-01', '2026-05-01'])('takes its place when its day is the same or earlier (%s)', (on) => {
    let state = foldProcedure([started(3, 2), ended(3), adopted(3, on)], first);
    expect(milestonesOf(state, ZONE).map(({ versionId }) => versionId)).toEqual([version(3)]);
    state = reach(state, 'bringIntoForce', '2026-12-01');
    expect([state.currentVersionId, milestonesOf(state, ZONE).map(({ kind }) => kind)]).toEqual([version(3), ['measureAgain']]);
  });

  it('does not disturb the day on which the first one comes into force during the second review', () => {
    const state = reach(foldProcedure([started(3, 2)], first), 'bringIntoForce', '2026-06-01');
    expect([state.currentVersionId, phaseOf(state)]).toEqual([version(2), 'underReview']);
  });
});

test('a change is measured a year after it takes effect, on the last day of a month that lacks the day', () => {
  expect(measureDateOf(day('2026-04-01'))).toBe('2027-04-01');
  expect(measureDateOf(day('2028-02-29'))).toBe('2029-02-28');
});

describe('a change carried out text by text', () => {
  const review1 = review(1);
  const approved: ProcedureEvent = {
    type: 'VersionAdopted',
    at: NOW,
    reviewId: review1,
    versionId: version(2),
    number: 2,
    digest: 'd2',
    effectiveFrom: null,
    measureOn: null,
  };
  const dated = (n: number, track: 'province' | 'ministry', from: string, to: string | null = null): ProcedureEvent => ({
    type: 'ForceDated',
    at: NOW,
    reviewId: review1,
    track,
    itemIds: [`i-${track}`],
    versionId: version(n),
    number: n,
    digest: `d${n}`,
    effectiveFrom: day(from),
    effectiveTo: to === null ? null : day(to),
    measureOn: measureDateOf(day(from)),
  });
  const lifeOf = (...events: readonly ProcedureEvent[]): ProcedureState => foldProcedure(events, foldProcedure([imported]));
  const kinds = (state: ProcedureState) => milestonesOf(state, 7 * 60).map(({ kind, on }) => `${kind} ${on}`);

  it('has no day of its own when approved, and the next review is not written against it', () => {
    const state = lifeOf(approved);
    expect([phaseOf(state), kinds(state), newestVersionOf(state)]).toEqual(['adopted', [], version(1)]);
  });

  it('gets its day from the amending text, and lapses the day after that text ends, a Sunday or not', () => {
    const state = lifeOf(approved, dated(2, 'province', '2026-04-01', '2027-02-28'));
    expect(kinds(state)).toEqual(['bringIntoForce 2026-04-01', 'lapse 2027-03-01']);
    expect([state.undated, newestVersionOf(state)]).toEqual([[], version(2)]);
    expect(lapsing(state, startOfDate(day('2027-02-28'), 420), 420)).toBeNull();
    expect(lapsing(state, startOfDate(day('2027-03-01'), 420), 420)).toMatchObject({ on: '2027-03-01', provisions: [{ track: 'province' }] });
  });

  it('after a lapse the version without it is in force, and what lapsed is not measured', () => {
    const force: ProcedureEvent = { type: 'VersionBroughtIntoForce', at: NOW, versionId: version(2), effectiveFrom: day('2026-04-01') };
    const lapse: ProcedureEvent = {
      type: 'ProvisionLapsed',
      at: NOW,
      lapsed: [{ reviewId: review1, track: 'province' }],
      versionId: version(3),
      number: 3,
      digest: 'd3',
      on: day('2027-03-01'),
    };
    const inForce = lifeOf(approved, dated(2, 'province', '2026-04-01', '2027-02-28'), force);
    expect(kinds(inForce)).toEqual(['lapse 2027-03-01', 'measureAgain 2027-04-01']);
    const lapsed = foldProcedure([lapse], inForce);
    expect([lapsed.currentVersionId, lapsed.provisions, kinds(lapsed), lapsed.versionCount]).toEqual([version(3), [], [], 3]);
  });

  it('executed in parts, each part has its day, and the earlier comes first', () => {
    const state = lifeOf(approved, dated(3, 'ministry', '2026-09-01'), dated(4, 'province', '2026-04-01'));
    expect(kinds(state)).toEqual(['bringIntoForce 2026-04-01', 'bringIntoForce 2026-09-01']);
    const rebuilt = foldProcedure(
      [{ type: 'VersionRebuilt', at: NOW, replaces: version(3), versionId: version(5), number: 5, digest: 'd5', effectiveFrom: day('2026-09-01') }],
      state,
    );
    expect(rebuilt.coming.map((coming) => coming.versionId)).toEqual([version(4), version(5)]);
    expect(rebuilt.provisions.map((provision) => provision.versionId)).toEqual([version(5), version(4)]);
  });

  it('never fully executed, the approved whole is dropped and holds the procedure no longer', () => {
    expect(phaseOf(lifeOf(approved, { type: 'AdoptionDropped', at: NOW, reviewId: review1, versionId: version(2) }))).toBe('inForce');
  });

  it('an imported text takes the place of what came into force before it', () => {
    const state = lifeOf(approved, dated(2, 'province', '2020-01-01', '2027-02-28'), {
      type: 'VersionImported',
      at: NOW,
      by: 'psn' as never,
      versionId: version(3),
      number: 3,
      digest: 'd3',
    });
    expect([state.provisions, state.rootVersionId]).toEqual([[], version(3)]);
  });
});
