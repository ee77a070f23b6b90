import { recordDecision } from '../../../../domain/review/decide.js';
import { candidatesFor, waysToTake } from '../../../../domain/review/directory.js';
import type { Law } from '../../../../domain/review/law.js';
import { noticesFor } from '../../../../domain/review/notices.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { addReviewer } from '../../../../domain/review/reviewers.js';
import { fold } from '../../../../domain/review/review.js';
import { candidateChanges } from '../../../../domain/review/stand-ins.js';
import type { Mode, Role, Stage } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import {
  directoryWith,
  lawAt,
  opening,
  openTasks,
  personOf,
  routeWith,
  sha256,
  taskIn,
  unitOf,
  verdictOn,
  type Seat,
  type UnitCode,
} from '../../../support/law.js';

import { CONSULTED, LAW, walked } from '../../../support/walked-review.js';
import { codeOf, refusalOf, then, vote } from '../../../support/verbs.js';

describe('opening a review', () => {
  it('opens the first stage of the route with a task for those who hold its post, and a term for the whole', () => {
    const state = fold(opening(LAW));
    expect(state.stages.map((stage) => [stage.key, stage.round, stage.status])).toEqual([['assess', 1, 'open']]);
    expect(state.tasks).toHaveLength(1);
    expect(state.tasks[0]).toMatchObject({ unitId: unitOf('civil'), role: 'unitHead', candidates: [personOf('head')], status: 'unclaimed', version: 1 });
    expect(state.tasks[0]?.term.dueAt).toBe(vn('2026-03-17'));
    expect(state.limitTerm?.term.limit).toEqual(PROVINCIAL_REVIEW.reviewLimit);
  });

  it('falls back where nobody holds the post, and is refused where nobody holds that one either', () => {
    const noHead = lawAt('2026-03-02 09:00', { directory: directoryWith({ without: 'head' }) });
    expect(fold(opening(noHead)).tasks[0]).toMatchObject({ unitId: unitOf('control'), role: 'coordinator', candidates: [personOf('coordinator')] });
    const nobody = lawAt('2026-03-02 09:00', { directory: { ...directoryWith({}), holdings: [] } });
    expect(refusalOf(() => opening(nobody))).toMatchObject({ code: 'route_has_no_holder', details: { stage: 'assess' } });
  });

  it('is refused past the last year the calendar knows', () => {
    expect(codeOf(() => opening(lawAt('2027-12-30 09:00')))).toBe('calendar_unknown');
  });

  it('asks the fallback where the duties of the stage exclude everybody who holds its post', () => {
    const directory = { ...directoryWith({ without: 'appraiser', also: [['officer', 'control', 'appraiser']] }) };
    const state = walked(CONSULTED, lawAt('2026-03-02 09:00', { directory }));
    expect(taskIn(state, 'appraise')).toMatchObject({ role: 'coordinator', candidates: [personOf('coordinator')] });
  });

  it('opens unassigned where nobody may decide it and nobody is left to fall back on: its clock runs, and it goes to whoever may later', () => {
    const law = (also: readonly (readonly [Seat, UnitCode, Role])[]): Law => {
      const directory = directoryWith({ without: 'appraiser', also });
      return lawAt('2026-03-02 09:00', { directory: { ...directory, holdings: directory.holdings.filter((holding) => holding.role !== 'coordinator') } });
    };
    for (const also of [[['officer', 'control', 'appraiser']], [['lawyer', 'control', 'officer']]] as const) {
      const state = walked(CONSULTED, law(also));
      const task = taskIn(state, 'appraise');
      expect(task.candidates).toEqual([]);
      expect(task.term.dueAt).not.toBeNull();
      const appointed = law([['member1', task.unitId === unitOf('control') ? 'control' : 'civil', task.role]]);
      expect(candidateChanges(state, appointed)).toMatchObject([
        { type: 'CandidatesChanged', candidates: [personOf('member1')], added: [personOf('member1')] },
      ]);
    }
  });
});

describe('a stand-in of somebody whom a duty keeps out', () => {
  const substitute = (of: Seat): Law['directory']['absences'][number] => ({ id: `abs_${of}`, personId: personOf(of), substituteId: personOf('accountant') });
  /** The post of appraisal is the author's, the accountant stands in for him, and for whom else is named. */
  const standingIn = (also: readonly (readonly [Seat, UnitCode, Role])[], ...absent: readonly Seat[]): Law => {
    const directory = directoryWith({ without: 'appraiser', also: [['officer', 'control', 'appraiser'], ...also] });
    return lawAt('2026-03-02 09:00', { directory: { ...directory, absences: [substitute('officer'), ...absent.map(substitute)] } });
  };

  it('is not asked for him: the fallback is', () => {
    const state = walked(CONSULTED, standingIn([]));
    expect(taskIn(state, 'appraise')).toMatchObject({ role: 'coordinator', candidates: [personOf('coordinator')] });
  });

  it('is asked where he stands in for another holder too, and decides for that one', () => {
    const law = standingIn([['lawyer', 'control', 'appraiser']], 'lawyer');
    const state = walked(CONSULTED, law);
    expect(taskIn(state, 'appraise').candidates).toEqual([personOf('lawyer'), personOf('accountant')]);
    const decided = then(state, recordDecision(state, verdictOn(state, taskIn(state, 'appraise'), 'accountant', 'approve', law), law, sha256));
    expect(decided.decisions.at(-1)).toMatchObject({ actor: personOf('accountant'), onBehalfOf: personOf('lawyer') });
  });

  it('is no member of a panel for him, but of the seat of the other', () => {
    const route = routeWith('consultLaw', { mode: { t: 'all' }, who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }] });
    const directory = { ...directoryWith({ also: [['officer', 'council', 'officer']] }), absences: [substitute('officer'), substitute('member2')] };
    const state = walked([['assess', 'head']], lawAt('2026-03-02 09:00', { directory, route }));
    expect(openTasks(state, 'consultLaw').map((task) => task.candidates)).toEqual([
      [personOf('member1')],
      [personOf('member2'), personOf('accountant')],
      [personOf('member3')],
    ]);
  });

  it('is not given the task by a supervisor, nor asked beside', () => {
    const law = standingIn([]);
    const state = walked(CONSULTED, law);
    const to = { taskId: taskIn(state, 'appraise').id, by: personOf('coordinator'), unitId: unitOf('control'), role: 'appraiser' as const, reason: 'Giao lại' };
    expect(codeOf(() => reassignTask(state, to, law))).toBe('holders_excluded');
    expect(codeOf(() => addReviewer(state, to, law))).toBe('holders_excluded');
  });
});

describe('seats by mode', () => {
  const members = [{ unit: { fixed: unitOf('council') }, role: 'officer' }] as const;
  const openedAs = (mode: Mode, who: Stage['who'] = members): readonly (readonly [string, number])[] => {
    const law = lawAt('2026-03-02 09:00', { route: routeWith('assess', { mode, who }) });
    return fold(opening(law)).tasks.map((task) => [task.unitId, task.candidates.length]);
  };

  it.each<[string, Mode, number, number]>([
    ['one task that all holders share', { t: 'one' }, 1, 3],
    ['one task a person where all must answer', { t: 'all' }, 3, 1],
    ['one task a person in a quorum', { t: 'quorum', need: 2, veto: false, members: 'snapshot' }, 3, 1],
    ['one task a unit', { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' }, 1, 3],
  ])('%s', (_, mode, tasks, candidates) => {
    expect(openedAs(mode)).toEqual(Array.from({ length: tasks }, () => [unitOf('council'), candidates]));
  });

  it('two units asked side by side get a task each', () => {
    const who = [{ unit: { each: [unitOf('finance'), unitOf('civil')] }, role: 'unitHead' }] as const;
    expect(openedAs({ t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' }, who).map(([unit]) => unit)).toEqual([unitOf('finance'), unitOf('civil')]);
  });

  describe('a unit in which nobody may answer', () => {
    const consulted = [
      { unit: { fixed: unitOf('finance') }, role: 'unitHead' },
      { unit: { fixed: unitOf('justice') }, role: 'unitHead' },
    ] as const;
    const lawOf = (directory: Parameters<typeof directoryWith>[0], needUnits: number | 'all' = 'all'): Law => {
      const change: Partial<Stage> = { mode: { t: 'perUnit', inner: { t: 'one' }, needUnits }, who: consulted };
      return lawAt('2026-03-02 09:00', { directory: directoryWith(directory), route: routeWith('consultLaw', change) });
    };
    const asked = (law: Law) => openTasks(walked([['assess', 'head']], law), 'consultLaw').map((task) => [task.unitId, task.candidates]);

    it.each<[string, Parameters<typeof directoryWith>[0]]>([
      ['vacant', {}],
      ['its holder excluded', { also: [['officer', 'justice', 'unitHead']] }],
    ])('is asked all the same: %s', (_, directory) => {
      expect(asked(lawOf(directory))).toEqual([
        [unitOf('finance'), [personOf('financeHead')]],
        [unitOf('justice'), []],
      ]);
    });

    it('is waited for, its coordinator told, and whoever comes into its post answers for it', () => {
      const law = lawOf({});
      const state = walked([['assess', 'head']], law);
      const told = noticesFor(
        [
          {
            type: 'StageOpened',
            at: law.now,
            stageId: taskIn(state, 'consultLaw').stageId,
            key: 'consultLaw',
            round: 1,
            openedBy: null,
            tasks: openTasks(state, 'consultLaw').map(({ carried: _, ...task }) => task),
          },
        ],
        state,
        law,
      );
      expect(told.filter(({ kind }) => kind === 'task.unassigned')).toEqual([
        expect.objectContaining({ taskId: taskIn(state, 'consultLaw', 2).id, recipientId: personOf('coordinator') }),
      ]);
      const one = vote(state, 'consultLaw', 'financeHead', 'approve', law);
      expect(one.stages.find((stage) => stage.key === 'consultLaw')?.status).toBe('open');
      const appointed = lawOf({ also: [['lawyer', 'justice', 'unitHead']] });
      const both = vote(then(one, candidateChanges(one, appointed)), 'consultLaw', 'lawyer', 'approve', appointed, 2);
      expect(both.stages.find((stage) => stage.key === 'consultLaw')?.status).toBe('closed');
    });

    it('is no reason to refuse the launch, which a stage with nobody at all is', () => {
      const first = (without: Seat): Law => {
        const route = routeWith('assess', { mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' }, who: consulted, fallback: [] });
        return lawAt('2026-03-02 09:00', { directory: directoryWith({ without }), route });
      };
      expect(codeOf(() => opening(first('lawyer')))).toBe('accepted');
      expect(codeOf(() => opening(first('financeHead')))).toBe('route_has_no_holder');
    });

    it('leaves no unit out where the stage opens with nobody in any of them', () => {
      const law = lawOf({ without: 'financeHead' });
      const nobody = { ...law, route: routeWith('consultLaw', { fallback: [] }, law.route) };
      expect(asked(nobody)).toEqual([
        [unitOf('finance'), []],
        [unitOf('justice'), []],
      ]);
    });

    it('answers once, however many of it are asked', () => {
      const law = lawOf({ also: [['lawyer', 'justice', 'unitHead']] });
      const state = walked([['assess', 'head']], law);
      const on = {
        taskId: taskIn(state, 'consultLaw').id,
        by: personOf('coordinator'),
        unitId: unitOf('finance'),
        role: 'finance' as const,
        reason: 'Hỏi thêm',
      };
      const more = then(state, addReviewer(state, on, law));
      const statusAfter = (seats: readonly (readonly [Seat, number])[]) =>
        seats.reduce((sofar, [seat, slot]) => vote(sofar, 'consultLaw', seat, 'approve', law, slot), more).stages.find((stage) => stage.key === 'consultLaw')
          ?.status;
      expect(
        statusAfter([
          ['financeHead', 1],
          ['accountant', 3],
        ]),
      ).toBe('open');
      expect(
        statusAfter([
          ['financeHead', 1],
          ['lawyer', 2],
        ]),
      ).toBe('open');
      expect(
        statusAfter([
          ['financeHead', 1],
          ['accountant', 3],
          ['lawyer', 2],
        ]),
      ).toBe('closed');
      const enough = lawOf({ also: [['lawyer', 'justice', 'unitHead']] }, 1);
      expect(vote(more, 'consultLaw', 'financeHead', 'approve', enough, 1).stages.find((stage) => stage.key === 'consultLaw')?.status).toBe('open');
    });
  });

  it('two posts in one hand are one vote', () => {
    const who = [
      { unit: { fixed: unitOf('council') }, role: 'officer' },
      { unit: { fixed: unitOf('civil') }, role: 'officer' },
    ] as const;
    const directory = directoryWith({ also: [['member1', 'civil', 'officer']] });
    const law = lawAt('2026-03-02 09:00', { directory, route: routeWith('assess', { mode: { t: 'all' }, who }) });
    const people = fold(opening(law)).tasks.flatMap((task) => task.candidates);
    expect(new Set(people).size).toBe(people.length);
    expect(people).toContain(personOf('member1'));
  });

  it('a colleague of the same post may not answer for a member of the quorum', () => {
    const route = routeWith('assess', { mode: { t: 'quorum', need: 2, veto: false, members: 'snapshot' }, who: members });
    const law = lawAt('2026-03-02 09:00', { route });
    const state = fold(opening(law));
    const [first] = openTasks(state, 'assess');
    if (!first) throw new Error('no task');
    expect(first.candidates).toEqual([personOf('member1')]);
    expect(codeOf(() => recordDecision(state, verdictOn(state, first, 'member2', 'approve', law), law, sha256))).toBe('not_eligible');
    expect(codeOf(() => recordDecision(state, verdictOn(state, first, 'member1', 'approve', law), law, sha256))).toBe('accepted');
  });

  describe('a unit that is no more', () => {
    const ending = (units: Partial<Record<UnitCode, UnitCode | null>>): Law => {
      const directory = directoryWith({ also: [['lawyer', 'justice', 'unitHead']] });
      const ended = (id: string) => Object.entries(units).find(([code]) => unitOf(code as UnitCode) === id);
      return lawAt('2026-03-02 09:00', {
        route: routeWith('assess', { who: [{ unit: { fixed: unitOf('council') }, role: 'unitHead' }] }),
        directory: {
          ...directory,
          units: directory.units.map((unit) => {
            const [, into] = ended(unit.id) ?? [];
            return into === undefined ? unit : { ...unit, ended: { successorId: into === null ? null : unitOf(into) } };
          }),
        },
      });
    };
    const asked = (law: Law) => openTasks(fold(opening(law)), 'assess').map((task) => [task.unitId, task.candidates]);

    it.each<[string, Partial<Record<UnitCode, UnitCode | null>>, UnitCode, Seat]>([
      ['the one it was merged into is asked', { council: 'finance' }, 'finance', 'financeHead'],
      ['over as many mergers as there were', { council: 'finance', finance: 'justice' }, 'justice', 'lawyer'],
      ['dissolved, the fallback is', { council: null }, 'control', 'coordinator'],
      ['the fallback is where mergers lead nowhere', { council: 'finance', finance: 'council' }, 'control', 'coordinator'],
    ])('%s', (_, units, unit, seat) => {
      expect(asked(ending(units))).toEqual([[unitOf(unit), [personOf(seat)]]]);
    });

    it('nobody is asked twice for two that were merged into one', () => {
      const who = [{ unit: { each: [unitOf('finance'), unitOf('justice')] }, role: 'unitHead' }] as const;
      const law = ending({ finance: 'justice' });
      const route = routeWith('assess', { who, mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' } });
      expect(asked({ ...law, route })).toEqual([[unitOf('justice'), [personOf('lawyer')]]]);
    });
  });

  describe('two posts of one unit', () => {
    const who = [
      { unit: 'owner', role: 'unitHead' },
      { unit: 'owner', role: 'officer' },
    ] as const;
    const lawOf = (directory: Parameters<typeof directoryWith>[0], mode: Mode = { t: 'one' }): Law =>
      lawAt('2026-03-02 09:00', { directory: directoryWith(directory), route: routeWith('assess', { mode, who }) });
    const decides = (state: ReturnType<typeof fold>, seat: Seat, law: Law): string =>
      codeOf(() => recordDecision(state, verdictOn(state, taskIn(state, 'assess'), seat, 'approve', law), law, sha256));

    it.each<Mode>([{ t: 'one' }, { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' }])(
      'share one task, which the holder of either may decide ($t)',
      (mode) => {
        const law = lawOf({ also: [['member1', 'civil', 'officer']] }, mode);
        const state = fold(opening(law));
        expect(openTasks(state, 'assess')).toHaveLength(1);
        expect(taskIn(state, 'assess')).toMatchObject({ role: 'unitHead', otherRoles: ['officer'] });
        expect(taskIn(state, 'assess').candidates).toEqual([...new Set(who.flatMap(({ role }) => candidatesFor(law.directory, unitOf('civil'), role)))]);
        expect((['head', 'member1', 'member2'] as const).map((seat) => decides(state, seat, law))).toEqual(['accepted', 'accepted', 'not_eligible']);
      },
    );

    it('are asked as one where only the second is held, and whoever comes into the first has the task too', () => {
      const vacant = lawOf({ without: 'head', also: [['member1', 'civil', 'officer']] });
      const state = fold(opening(vacant));
      expect(taskIn(state, 'assess')).toMatchObject({ unitId: unitOf('civil'), role: 'officer', otherRoles: ['unitHead'] });
      expect(decides(state, 'member2', vacant)).toBe('not_eligible');
      const appointed = lawOf({
        without: 'head',
        also: [
          ['member1', 'civil', 'officer'],
          ['member2', 'civil', 'unitHead'],
        ],
      });
      const joined = fold(candidateChanges(state, appointed), state);
      expect(taskIn(joined, 'assess').candidates).toContain(personOf('member2'));
      expect(decides(joined, 'member2', appointed)).toBe('accepted');
    });

    it('in one hand are one right, and the own right stands before that of another', () => {
      const law = lawOf({
        also: [
          ['head', 'civil', 'officer'],
          ['member1', 'civil', 'officer'],
        ],
      });
      const absences = [{ id: 'absence-1', personId: personOf('head'), substituteId: personOf('member1') }];
      const task = taskIn(fold(opening(law)), 'assess');
      expect(waysToTake({ ...law.directory, absences }, personOf('head'), task)).toEqual([{ onBehalfOf: null, authority: null }]);
      expect(waysToTake({ ...law.directory, absences }, personOf('member1'), task)).toEqual([
        { onBehalfOf: null, authority: null },
        { onBehalfOf: personOf('head'), authority: 'absence absence-1' },
      ]);
    });

    it('given to one of them again is no change; given to another seat it is with that one alone', () => {
      const law = lawOf({ also: [['member1', 'civil', 'officer']] });
      const state = fold(opening(law));
      const to = (unit: UnitCode, role: Role) => ({
        taskId: taskIn(state, 'assess').id,
        by: personOf('coordinator'),
        unitId: unitOf(unit),
        role,
        reason: 'Giao lại',
      });
      expect(codeOf(() => reassignTask(state, to('civil', 'officer'), law))).toBe('nothing_changed');
      const moved = fold(reassignTask(state, to('finance', 'unitHead'), law), state);
      expect(taskIn(moved, 'assess')).toMatchObject({ unitId: unitOf('finance'), role: 'unitHead', otherRoles: [] });
      expect(decides(moved, 'member1', law)).toBe('not_eligible');
    });
  });
});
