import { recordDecision } from '../../../../domain/review/decide.js';
import type { Law } from '../../../../domain/review/law.js';
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
});
