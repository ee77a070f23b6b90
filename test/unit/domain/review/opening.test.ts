import { recordDecision } from '../../../../domain/review/decide.js';
import { candidatesFor, waysToTake } from '../../../../domain/review/directory.js';
import type { Law } from '../../../../domain/review/law.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
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
import { codeOf, refusalOf } from '../../../support/verbs.js';

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
