import fc from 'fast-check';
import { wayOf } from '../../../../domain/review/duties.js';
import { explainEligibility } from '../../../../domain/review/eligibility.js';
import { holds, waysToFill, type Delegation } from '../../../../domain/review/directory.js';
import { candidateChanges, checkAbsence, checkDelegation, closesCircle, holdsOn, overlap, type StandIn } from '../../../../domain/review/stand-ins.js';
import { addDays, type LocalDate } from '../../../../domain/shared/instant.js';
import type { PersonId } from '../../../../domain/shared/ids.js';
import { fold } from '../../../../domain/review/review.js';
import { deciding, DIRECTORY, lawAt, nthId, opening, openTasks, personOf, taskIn, unitOf, type Seat } from '../../../support/law.js';
import { codeOf, step, then } from '../../../support/verbs.js';

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
    const claimed = fold([{ type: 'TaskClaimed', at: away.now, taskId: task.id, by: personOf('accountant') }], offered);
    expect(candidateChanges(claimed, back)).toEqual([]);
    expect(openTasks(claimed, 'appraise')).toHaveLength(1);
  });
});
