import fc from 'fast-check';
import { wayOf } from '../../../../domain/review/duties.js';
import { explainEligibility } from '../../../../domain/review/eligibility.js';
import { holds, waysToFill, type Delegation } from '../../../../domain/review/directory.js';
import { claimTask, releaseTask } from '../../../../domain/review/claims.js';
import type { Law } from '../../../../domain/review/law.js';
import { quorumJudged } from '../../../../domain/review/quorum.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { addReviewer } from '../../../../domain/review/reviewers.js';
import { candidateChanges, checkAbsence, checkDelegation, closesCircle, holdsOn, overlap, type StandIn } from '../../../../domain/review/stand-ins.js';
import { addDays, type LocalDate } from '../../../../domain/shared/instant.js';
import type { PersonId } from '../../../../domain/shared/ids.js';
import { fold, type ReviewState } from '../../../../domain/review/review.js';
import type { Mode, Role } from '../../../../domain/route/route.js';
import {
  deciding,
  DIRECTORY,
  directoryWith,
  lawAt,
  nthId,
  opening,
  openTasks,
  personOf,
  taskIn,
  unitOf,
  type Seat,
  type UnitCode,
} from '../../../support/law.js';
import { codeOf, panel, quorum, step, then, vote } from '../../../support/verbs.js';

const day = (n: number): LocalDate => addDays('2026-03-01' as LocalDate, n);
const TODAY = day(0);
const person = (n: number): PersonId => nthId('person', n);
const dates = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 1, max: 20 })))
  .map(([from, length]) => ({ from: day(from), to: length === null ? null : day(from + length) }));
const delegation = (ownerId: PersonId, delegateId: PersonId): Delegation => ({
  id: 'dlg_1',
  kind: 'TUQ',
  ownerId,
  delegateId,
  unitId: unitOf('control'),
  role: 'appraiser',
  document: '05/UQ',
});

describe('dates of stand-ins', () => {
  it('holding-validity-half-open: holds from its first date up to, not including, the last', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -2, max: 45 }), (range, at) => {
        expect(holdsOn(range, day(at))).toBe(day(at) >= range.from && (range.to === null || day(at) < range.to));
        if (range.to !== null) expect([holdsOn(range, range.to), holdsOn(range, addDays(range.to, -1))]).toEqual([false, true]);
      }),
      { numRuns: 300, seed: 31 },
    );
    fc.assert(
      fc.property(dates, dates, (one, other) => {
        const shared = Array.from({ length: 60 }, (_, index) => day(index)).some((date) => holdsOn(one, date) && holdsOn(other, date));
        expect(overlap(one, other)).toBe(shared);
      }),
      { numRuns: 300, seed: 32 },
    );
  });

  it('delegate-cycle-refused: nobody stands in for himself over others on any date', () => {
    const to = day(10);
    const one: StandIn = { forPerson: person(1), by: person(2), from: TODAY, to };
    expect(closesCircle([one], { forPerson: person(2), by: person(1), from: day(9), to: day(12) })).toBe(true);
    expect(closesCircle([one], { forPerson: person(2), by: person(1), from: day(10), to: day(12) })).toBe(false);
    expect(closesCircle([one, { forPerson: person(2), by: person(3), from: TODAY, to }], { forPerson: person(3), by: person(1), from: day(5), to })).toBe(true);
    const head = personOf('appraiser');
    const ask = {
      ownerId: head,
      delegateId: personOf('officer'),
      kind: 'TUQ' as const,
      unitId: unitOf('control'),
      role: 'appraiser' as const,
      document: '05/UQ',
      from: TODAY,
      to,
    };
    expect(codeOf(() => checkDelegation(ask, [], DIRECTORY, TODAY))).toBe('accepted');
    expect(codeOf(() => checkDelegation(ask, [{ forPerson: personOf('officer'), by: head, from: TODAY, to: null }], DIRECTORY, TODAY))).toBe(
      'delegation_cycle',
    );
    expect(codeOf(() => checkDelegation({ ...ask, ownerId: personOf('officer'), delegateId: head }, [], DIRECTORY, TODAY))).toBe('delegation_invalid');
    expect(codeOf(() => checkDelegation({ ...ask, document: '  ' }, [], DIRECTORY, TODAY))).toBe('evidence_required');
    expect(codeOf(() => checkDelegation({ ...ask, to: TODAY }, [], DIRECTORY, TODAY))).toBe('date_invalid');
    const away = { personId: head, substituteId: personOf('officer'), from: TODAY, to };
    expect(codeOf(() => checkAbsence(away, [{ forPerson: personOf('officer'), by: head, from: day(3), to: day(4) }], TODAY))).toBe('delegation_cycle');
    expect(checkAbsence(away, [{ forPerson: personOf('officer'), by: head, from: to, to: null }], TODAY)).toEqual({ mutualLater: true });
    expect(codeOf(() => checkAbsence({ ...away, substituteId: head }, [], TODAY))).toBe('absence_invalid');
  });

  it('over random registers no accepted entry ever closes a circle', () => {
    const entry = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), dates)
      .map(([of, by, range]): StandIn => ({ forPerson: person(of), by: person(by), ...range }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), (wished) => {
        const register = wished.reduce<readonly StandIn[]>((known, one) => (closesCircle(known, one) ? known : [...known, one]), []);
        for (let at = 0; at < 45; at += 1) {
          const now = register.filter((one) => holdsOn(one, day(at)));
          for (const start of [1, 2, 3, 4].map(person)) {
            let reached: readonly PersonId[] = [start];
            for (let hop = 0; hop < 5; hop += 1) {
              reached = now.filter((one) => reached.includes(one.forPerson)).map((one) => one.by);
              expect(reached).not.toContain(start);
            }
          }
        }
      }),
      { numRuns: 150, seed: 33 },
    );
  });
});

describe('duties of stand-ins', () => {
  const atAppraisal = (law = lawAt('2026-03-02 09:00')) =>
    (
      [
        ['assess', 'head'],
        ['consultUnits', 'financeHead'],
        ['consultLaw', 'lawyer'],
      ] as const
    ).reduce((state, [key, seat]) => step(state, key, seat, law), fold(opening(law)));

  it('delegation-cannot-bypass-duties: a stand-in passes every duty as himself and as the one he stands for', () => {
    const everybody = [
      'coordinator',
      'controlHead',
      'appraiser',
      'leader',
      'financeHead',
      'accountant',
      'lawyer',
      'head',
      'officer',
    ] as const satisfies readonly Seat[];
    const state = atAppraisal();
    const task = taskIn(state, 'appraise');
    fc.assert(
      fc.property(fc.constantFrom(...everybody), fc.boolean(), (seat, byAbsence) => {
        if (seat === 'appraiser') return;
        const law = lawAt('2026-03-02 10:00', {
          directory: {
            ...DIRECTORY,
            delegations: byAbsence ? [] : [delegation(personOf('appraiser'), personOf(seat))],
            absences: byAbsence ? [{ id: 'abs_1', personId: personOf('appraiser'), substituteId: personOf(seat) }] : [],
          },
        });
        expect(wayOf(state, task, personOf(seat), law)?.onBehalfOf).toBe(personOf('appraiser'));
        // The officer wrote the proposal, the head has decided its assessment: no paper lets them appraise it.
        const barred = seat === 'officer' || seat === 'head';
        expect(codeOf(() => deciding(state, 'appraise', seat, 'approve', law))).toBe(barred ? 'not_eligible' : 'accepted');
        expect(explainEligibility(state, task.id, personOf(seat), 'A3', law).find((rule) => rule.rule === 'duties')?.pass).toBe(!barred);
      }),
      { numRuns: 60, seed: 34 },
    );
    // And the other way round: a fresh person may not act for one whom a duty excludes.
    const acting = lawAt('2026-03-02 10:00', {
      directory: {
        ...DIRECTORY,
        holdings: [...DIRECTORY.holdings, { personId: personOf('head'), unitId: unitOf('control'), role: 'appraiser' }],
        delegations: [delegation(personOf('head'), personOf('accountant'))],
      },
    });
    expect(codeOf(() => deciding(state, 'appraise', 'accountant', 'approve', acting))).toBe('not_eligible');
  });

  it('a stand-in of a stand-in has no way to the seat', () => {
    const chain = {
      ...DIRECTORY,
      absences: [
        { id: 'a', personId: personOf('appraiser'), substituteId: personOf('officer') },
        { id: 'b', personId: personOf('officer'), substituteId: personOf('accountant') },
      ],
    };
    expect(waysToFill(chain, personOf('accountant'), unitOf('control'), 'appraiser')).toEqual([]);
    expect(holds(chain, personOf('officer'), unitOf('control'), 'appraiser')).toBe(false);
  });

  it('open tasks are offered to a new stand-in and taken back when it ends, but not what he has claimed', () => {
    const state = atAppraisal();
    const task = taskIn(state, 'appraise');
    const away = lawAt('2026-03-03 09:00', {
      directory: { ...DIRECTORY, absences: [{ id: 'a', personId: personOf('appraiser'), substituteId: personOf('accountant') }] },
    });
    const offered = then(state, candidateChanges(state, away));
    expect(taskIn(offered, 'appraise')).toMatchObject({ candidates: [personOf('appraiser'), personOf('accountant')], version: task.version + 1 });
    expect(candidateChanges(offered, away)).toEqual([]);
    const back = lawAt('2026-03-04 09:00');
    expect(candidateChanges(offered, back)).toEqual([expect.objectContaining({ removed: [personOf('accountant')], added: [] })]);
    const claimed = then(offered, claimTask(offered, { taskId: task.id, by: personOf('accountant') }, away));
    expect(candidateChanges(claimed, back)).toEqual([]);
    expect(openTasks(claimed, 'appraise')).toHaveLength(1);
  });

  describe('what a stand-in has claimed', () => {
    const taskId = taskIn(atAppraisal(), 'appraise').id;
    const byAbsence = { absences: [{ id: 'a', personId: personOf('appraiser'), substituteId: personOf('accountant') }] };
    const byPaper = { delegations: [delegation(personOf('appraiser'), personOf('accountant'))] };
    const claimedUnder = (parts: Partial<typeof DIRECTORY>): ReviewState => {
      const law = lawAt('2026-03-03 09:00', { directory: { ...DIRECTORY, ...parts } });
      const offered = then(atAppraisal(), candidateChanges(atAppraisal(), law));
      return then(offered, claimTask(offered, { taskId, by: personOf('accountant') }, law));
    };
    const later = (directory = DIRECTORY) => lawAt('2026-03-03 15:00', { directory });
    const released = expect.objectContaining({ type: 'TaskReleased', by: personOf('accountant'), reason: 'roleEnded' });

    it('he decides after the absence, for the one who was away; once he has released it he no longer may', () => {
      const claimed = claimedUnder(byAbsence);
      const [fact] = deciding(claimed, 'appraise', 'accountant', 'approve', later());
      expect(fact).toMatchObject({ decision: { actor: personOf('accountant'), onBehalfOf: personOf('appraiser'), authority: 'absence a' } });
      expect(codeOf(() => deciding(claimed, 'appraise', 'appraiser', 'approve', later()))).toBe('claimed');
      const free = then(claimed, releaseTask(claimed, { taskId, by: personOf('accountant') }, later()));
      expect(candidateChanges(free, later())).toEqual([expect.objectContaining({ removed: [personOf('accountant')] })]);
      expect(codeOf(() => deciding(free, 'appraise', 'accountant', 'approve', later()))).toBe('not_eligible');
    });

    it('falls when the delegation ends, when the absent person leaves the post, and when the substitute leaves', () => {
      expect(candidateChanges(claimedUnder(byPaper), later())).toEqual([released, expect.objectContaining({ removed: [personOf('accountant')] })]);
      const successor = directoryWith({ without: 'appraiser', also: [['member1', 'control', 'appraiser']] });
      expect(candidateChanges(claimedUnder(byAbsence), later(successor))[0]).toEqual(released);
      expect(candidateChanges(claimedUnder(byAbsence), later(directoryWith({ without: 'accountant' })))[0]).toEqual(released);
      expect(candidateChanges(claimedUnder(byAbsence), later(directoryWith({ without: 'member1' })))).toEqual([]);
    });

    it('he does not decide once the one he claimed it for may not', () => {
      const claimed = { ...claimedUnder(byAbsence), authors: [personOf('officer'), personOf('appraiser')] };
      expect(codeOf(() => deciding(claimed, 'appraise', 'accountant', 'approve', later()))).toBe('not_eligible');
    });
  });
});

describe('those who come into the posts of a stage that asks each member', () => {
  const live: Mode = { t: 'quorum', need: 3, veto: false, members: 'live' };
  const without = (base: Law, left: Seat, ...also: readonly (readonly [Seat, UnitCode, Role])[]): Law => ({
    ...base,
    directory: directoryWith({ without: left, also }),
  });
  const seats = (state: ReviewState) => openTasks(state, 'consultLaw').map((task) => [task.slot, ...task.candidates]);
  const stageOfPanel = (state: ReviewState) => state.stages.find((stage) => stage.key === 'consultLaw');

  it.each<[string, Mode]>([
    ['all', { t: 'all' }],
    ['live quorum', live],
  ])('%s: a successor takes the task of the one who left, and the stage closes with him', (_, mode) => {
    const { law, state } = panel(mode);
    const gone = without(law, 'member1');
    const left = then(state, candidateChanges(state, gone));
    expect(seats(left)).toEqual([
      [1, personOf('member1')],
      [2, personOf('member2')],
      [3, personOf('member3')],
    ]);
    for (const [from, after] of [
      [left, gone],
      [state, law],
    ] as const) {
      const succeeded = without(after, 'member1', ['lawyer', 'council', 'officer']);
      const changes = candidateChanges(from, succeeded);
      expect(changes).toMatchObject([
        { type: 'CandidatesChanged', candidates: [personOf('lawyer')], added: [personOf('lawyer')], removed: [personOf('member1')] },
      ]);
      const joined = then(from, changes);
      expect(candidateChanges(joined, succeeded)).toEqual([]);
      const voted = (['lawyer', 'member2', 'member3'] as const).reduce(
        (sofar, seat, index) => vote(sofar, 'consultLaw', seat, 'approve', succeeded, index + 1),
        joined,
      );
      expect(stageOfPanel(voted)).toMatchObject({ status: 'closed', outcome: 'approved' });
    }
  });

  it('whoever comes beside the others has a task of his own; the second of two has one where the first succeeds', () => {
    const { law, state } = panel({ t: 'all' });
    const beside = { ...law, directory: directoryWith({ also: [['lawyer', 'council', 'officer']] }) };
    expect(candidateChanges(state, beside)).toMatchObject([{ type: 'ReviewerAdded', task: { slot: 4, candidates: [personOf('lawyer')] } }]);
    const two = without(law, 'member1', ['lawyer', 'council', 'officer'], ['accountant', 'council', 'officer']);
    expect(seats(then(state, candidateChanges(state, two)))).toEqual([
      [1, personOf('lawyer')],
      [2, personOf('member2')],
      [3, personOf('member3')],
      [4, personOf('accountant')],
    ]);
  });

  it('the stand-in of the one who left succeeds him; what the other answered is not asked again; a fixed set has no successor', () => {
    const { law, state } = panel({ t: 'all' });
    const away = { ...law, directory: { ...DIRECTORY, absences: [{ id: 'a', personId: personOf('member1'), substituteId: personOf('lawyer') }] } };
    const offered = then(state, candidateChanges(state, away));
    const succeeded = without(law, 'member1', ['lawyer', 'council', 'officer']);
    expect(candidateChanges(offered, succeeded)).toMatchObject([{ candidates: [personOf('lawyer')], added: [], removed: [personOf('member1')] }]);
    expect(candidateChanges(then(offered, candidateChanges(offered, succeeded)), succeeded)).toEqual([]);
    const answered = vote(state, 'consultLaw', 'member1', 'approve', law);
    expect(candidateChanges(answered, succeeded)).toMatchObject([{ type: 'ReviewerAdded', task: { candidates: [personOf('lawyer')] } }]);
    const fixed = panel(quorum(3));
    expect(candidateChanges(fixed.state, without(fixed.law, 'member1', ['lawyer', 'council', 'officer']))).toEqual([]);
  });

  it.each<[string, Mode, number]>([
    ['all', { t: 'all' }, 2],
    ['live quorum', live, 2],
    ['fixed quorum', quorum(1), 1],
  ])('%s: opened with nobody, its first task goes to the first who comes, with his stand-in', (_, mode, tasks) => {
    const none = { ...DIRECTORY, holdings: DIRECTORY.holdings.filter((holding) => holding.unitId !== unitOf('council')) };
    const { law, state } = panel(mode, { fallback: [] }, { directory: none });
    expect(seats(state)).toEqual([[1]]);
    const come = (...people: readonly Seat[]): Law => ({
      ...law,
      directory: {
        ...none,
        holdings: [...none.holdings, ...people.map((seat) => ({ personId: personOf(seat), unitId: unitOf('council'), role: 'officer' as const }))],
        absences: [{ id: 'a', personId: personOf('member1'), substituteId: personOf('lawyer') }],
      },
    });
    const one = then(state, candidateChanges(state, come('member1')));
    expect(seats(one)).toEqual([[1, personOf('member1'), personOf('lawyer')]]);
    const two = then(one, candidateChanges(one, come('member1', 'member2')));
    expect(seats(two)).toHaveLength(tasks);
    expect(seats(then(state, candidateChanges(state, come('member1', 'member2'))))).toEqual(seats(two));
  });
});

describe('a member who has voted for another', () => {
  it('fills his own seat no more: a number that rests on it is out of reach, and that is told', () => {
    const { law, state } = panel(quorum(3));
    const absences = [{ id: 'a', personId: personOf('member1'), substituteId: personOf('member2') }];
    const away = { ...law, directory: { ...DIRECTORY, absences } };
    const offered = then(state, candidateChanges(state, away));
    expect(quorumJudged(offered, away)).toEqual([]);
    const voted = vote(offered, 'consultLaw', 'member2', 'approve', away, 1);
    expect(voted.decisions.at(-1)).toMatchObject({ actor: personOf('member2'), onBehalfOf: personOf('member1') });
    expect(codeOf(() => deciding(voted, 'consultLaw', 'member2', 'approve', away, 2))).toBe('already_voted');
    expect(quorumJudged(voted, away)).toEqual([expect.objectContaining({ reachable: false, need: 3, approvals: 1, unanswered: 1, empty: 1 })]);
  });
});

describe('a panel whose members each answer', () => {
  const { law, state } = panel({ t: 'all' }, { who: [{ unit: { fixed: unitOf('finance') }, role: 'unitHead' }], kind: 'appraisal' });
  const task = taskIn(state, 'consultLaw');
  const to = { taskId: task.id, by: personOf('coordinator'), unitId: unitOf('council'), role: 'officer' as const, reason: 'Hỏi hội đồng' };
  const askedIn = (after: ReviewState) => openTasks(after, 'consultLaw').map((one) => one.candidates);

  it('asks each holder of a post that is added by a task of his own, and keeps it so', () => {
    const added = then(state, addReviewer(state, to, law));
    expect(askedIn(added)).toEqual([[personOf('financeHead')], ...(['member1', 'member2', 'member3'] as const).map((seat) => [personOf(seat)])]);
    expect(candidateChanges(added, law)).toEqual([]);
    expect(codeOf(() => addReviewer(added, to, law))).toBe('nothing_changed');
  });

  it('gives a task moved to a post of several to one of them, and moved there again to the next', () => {
    const first = then(state, reassignTask(state, to, law));
    expect([askedIn(first), candidateChanges(first, law)]).toEqual([[[personOf('member1')]], []]);
    const next = then(first, reassignTask(first, to, law));
    expect(askedIn(next)).toEqual([[personOf('member2')]]);
  });
});
