import { readFileSync } from 'node:fs';
import { checkRoute, examineRoute } from '../../../../domain/escalation/check-route.js';
import { ANSWER_CHANNELS, EXECUTORS, type RouteWorld } from '../../../../domain/escalation/route-world.js';
import { findingName, ROUTE_CODES, unacknowledged, type Finding } from '../../../../domain/route/finding.js';
import type { Mode, PreNotice, Role, Route, Rung, Stage, Who } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { DEFAULT_LADDER } from '../../../../domain/route/shipped/parts.js';
import type { LocalDate } from '../../../../domain/shared/instant.js';
import { DEMO_NOW, demoPerson, demoUnit, demoWorld } from '../../../support/demo-world.js';
import { routeWith } from '../../../support/law.js';
import { seeded } from '../../../support/seeded.js';

const told = (findings: readonly Finding[]): readonly string[] => findings.map((finding) => `${finding.severity} ${finding.code} ${finding.pointer}`);
const check = (route: Route, world: Partial<RouteWorld> = {}): readonly string[] => told(checkRoute(route, demoWorld(world)));
const rung = (key: string, parts: Partial<Rung> = {}): Rung => ({
  key,
  name: { vi: `Nấc ${key}`, en: `Rung ${key}` },
  at: { ref: 'due', offset: 1, unit: 'workingDays' },
  notify: ['coordinator'],
  ...parts,
});
const due = (offset: number, unit: Rung['at']['unit'] = 'workingDays', clock?: string): Rung['at'] => ({
  ref: 'due',
  offset,
  unit,
  ...(clock ? { clock } : {}),
});
const NOTICE: PreNotice = { workingDaysBefore: 2, alsoTo: [] };
const BASIS = 'Quy chế làm việc, Điều 5';
const without = (role: string): Partial<RouteWorld> => {
  const { directory } = demoWorld();
  return { directory: { ...directory, holdings: directory.holdings.filter((holding) => holding.role !== role) } };
};
const edges = (change: (list: Route['edges']) => Route['edges']): Route => ({ ...PROVINCIAL_REVIEW, edges: change(PROVINCIAL_REVIEW.edges) });
const approve = (change: Partial<Stage>): Route => routeWith('approve', change);
const assess = (change: Partial<Stage>): Route => routeWith('assess', change);

describe('publish-refuses-unreachable_stage', () => {
  it('publish-refuses-unreachable_stage: a stage no edge leads to', () => {
    expect(check(edges((list) => list.map((edge) => (edge.from === 'assess' ? { ...edge, to: ['consultUnits'] } : edge))))).toEqual([
      'refuse unreachable_stage /stages/2',
    ]);
  });
});

describe('publish-refuses-no_way_to_close', () => {
  it('publish-refuses-no_way_to_close: an outcome without an edge would leave the review standing', () => {
    expect(check(edges((list) => list.filter((edge) => !(edge.from === 'approve' && edge.on === 'rejected'))))).toEqual([
      'refuse no_way_to_close /stages/4/verdicts',
    ]);
  });

  it('publish-refuses-no_way_to_close: a last return that rejects needs the edge of a rejection', () => {
    const returning = routeWith('appraise', {
      verdicts: ['approve', 'return'],
      returns: { to: ['assess'], maxRounds: 1, onExhausted: 'reject' },
    });
    const without = { ...returning, edges: returning.edges.filter((edge) => !(edge.from === 'appraise' && edge.on === 'rejected')) };
    expect(check(without)).toEqual(['refuse no_way_to_close /stages/3/verdicts']);
    expect(check(returning)).toEqual([]);
  });

  it('publish-refuses-no_way_to_close: stages that lead round and round, or a route that can only reject', () => {
    expect(check(edges((list) => list.map((edge) => (edge.from === 'approve' && edge.on === 'approved' ? { ...edge, to: ['approve'] } : edge))))).toEqual([
      'refuse no_way_to_close /edges',
      'refuse endless_loop /stages/4',
    ]);
    const trapped = edges((list) => list.map((edge) => (typeof edge.to === 'string' ? { ...edge, to: ['assess'] } : edge)));
    expect(check(trapped).filter((line) => line.startsWith('refuse no_way_to_close /stages'))).toHaveLength(5);
  });

  it('publish-refuses-no_way_to_close: silence and deciding rungs lead somewhere too', () => {
    const silent = routeWith('consultUnits', {
      silence: { then: 'return', basis: BASIS, preNotice: NOTICE },
      ladder: [],
      returns: { to: ['assess'], maxRounds: 1 },
    });
    expect(check(silent)).toContain('refuse no_way_to_close /stages/1/verdicts');
  });
});

describe('publish-refuses-endless_loop', () => {
  it('publish-refuses-endless_loop: a loop without a greatest number of rounds', () => {
    expect(check(edges((list) => list.map((edge) => (edge.from === 'appraise' && edge.on === 'rejected' ? { ...edge, to: ['assess'] } : edge))))).toEqual([
      'refuse endless_loop /stages/0',
    ]);
  });

  it('publish-refuses-endless_loop: a return nobody counts', () => {
    const { returns: _returns, ...uncounted } = PROVINCIAL_REVIEW.stages[3] as Stage;
    const route = { ...PROVINCIAL_REVIEW, stages: PROVINCIAL_REVIEW.stages.map((stage) => (stage.key === 'appraise' ? uncounted : stage)) };
    expect(check(route)).toEqual(['refuse endless_loop /stages/3/returns', 'refuse endless_loop /stages/0']);
    expect(check(routeWith('appraise', { returns: { to: ['assess'], maxRounds: 0 } }))).toContain('refuse endless_loop /stages/3/returns');
  });
});

describe('publish-refuses-rung_not_armable', () => {
  const late = (parts: Partial<Rung>): Route => approve({ ladder: [...DEFAULT_LADDER, rung('extra', parts)] });

  it.each<[string, Route, Partial<RouteWorld>, string]>([
    [
      'an audience nobody belongs to',
      assess({ ladder: [...DEFAULT_LADDER, rung('extra', { notify: ['leader'] })] }),
      without('leader'),
      '/stages/0/ladder/4/notify',
    ],
    [
      'an action this installation cannot carry out',
      late({ act: { decide: 'approve', basis: BASIS, preNotice: NOTICE } }),
      { executors: EXECUTORS.filter((name) => name !== 'decide') },
      '/stages/4/ladder/4/act',
    ],
    [
      'a remedy this installation cannot carry out',
      PROVINCIAL_REVIEW,
      { executors: EXECUTORS.filter((name) => name !== 'decideInOwnRight') },
      '/stages/4/ladder/3/remedies',
    ],
    ['a letter without a template', PROVINCIAL_REVIEW, { templates: ['task.reminder'] }, '/stages/4/ladder/0/notify'],
    ['a reminder without a template', PROVINCIAL_REVIEW, { templates: ['ladder.rung'] }, '/stages/4/reminders/0/notify'],
    [
      'people no letter reaches',
      late({ notify: ['leader'] }),
      { reachable: new Set([demoPerson('dauMoi@demo'), demoPerson('chutich@demo')]) },
      '/stages/4/ladder/4/notify',
    ],
    ['a reassignment to nobody', late({ act: { reassign: [{ unit: { holderOf: 'leader' }, role: 'officer' }] } }), {}, '/stages/4/ladder/4/act/reassign'],
    [
      'a reassignment to the very holder',
      late({ act: { reassign: [{ unit: { holderOf: 'leader' }, role: 'leader' }] } }),
      {},
      '/stages/4/ladder/4/act/reassign',
    ],
    ['an extension the stage does not allow', late({ act: { extend: 9, maxTimes: 1, basis: BASIS } }), {}, '/stages/4/ladder/4/act/extend'],
    [
      'a reminder that decides, with no notice before it',
      approve({ reminders: [rung('decides', { at: due(0), act: { decide: 'approve', basis: BASIS, preNotice: NOTICE } })] }),
      {},
      '/stages/4/reminders/0',
    ],
    [
      'a remedy nobody can carry out',
      late({ remedies: ['addReviewer'] }),
      { executors: EXECUTORS.filter((name) => name !== 'addReviewer') },
      '/stages/4/ladder/4/remedies',
    ],
    [
      'a rung of the whole review that would reassign',
      { ...PROVINCIAL_REVIEW, reviewLadder: [rung('whole', { at: due(0), act: { reassign: [{ unit: { holderOf: 'leader' }, role: 'leader' }] } })] },
      {},
      '/reviewLadder/0/act',
    ],
    ['a rung that tells nobody and does nothing', late({ notify: [] }), {}, '/stages/4/ladder/4/notify'],
  ])('publish-refuses-rung_not_armable: %s', (_name, route, world, pointer) => {
    expect(check(route, world)).toContain(`refuse rung_not_armable ${pointer}`);
  });

  it('a notice beforehand that misses somebody it should also reach is warned of', () => {
    const preNotice = { workingDaysBefore: 2, alsoTo: ['leader'] } as const;
    expect(
      check(
        routeWith('appraise', {
          ladder: [...DEFAULT_LADDER.slice(0, 1), rung('decides', { at: due(9), act: { decide: 'approve', basis: BASIS, preNotice } })],
        }),
        without('leader'),
      ),
    ).toContain('warn rung_not_armable /stages/3/ladder/1/act/preNotice');
  });

  it('an audience that is empty beside others, and an extension offered where none is allowed, are warned of', () => {
    expect(check(late({ notify: ['leader', 'coordinator'] }), without('leader')).filter((line) => line.includes('/stages/4/ladder/4'))).toEqual([
      'warn rung_not_armable /stages/4/ladder/4/notify',
    ]);
    expect(check(approve({ limit: { workingDays: 5 } }))).toEqual([
      'warn rung_not_armable /stages/4/ladder/1/remedies',
      'warn rung_not_armable /stages/4/ladder/2/remedies',
      'warn rung_not_armable /stages/4/ladder/3/remedies',
    ]);
  });
});

describe('publish-refuses-rung_unreachable', () => {
  const silence = { then: 'tacitApprove', basis: BASIS, preNotice: NOTICE } as const;
  const decider = rung('decides', { at: due(3), act: { decide: 'approve', basis: BASIS, preNotice: NOTICE } });

  it('publish-refuses-rung_unreachable: a rung after the due date where silence has decided', () => {
    expect(check(approve({ silence, ladder: [rung('late')] }))).toEqual(['refuse rung_unreachable /stages/4/ladder/0']);
    expect(check(approve({ silence, ladder: [] }))).toEqual([]);
  });

  it('publish-refuses-rung_unreachable: a rung after one that decides', () => {
    expect(check(approve({ ladder: [rung('late'), decider, rung('later', { at: due(4) })] }))).toEqual(['refuse rung_unreachable /stages/4/ladder/2']);
  });

  it('publish-refuses-rung_unreachable: two deciders', () => {
    expect(check(approve({ silence, ladder: [decider] }))).toContain('refuse rung_unreachable /stages/4/ladder/0');
    expect(check(approve({ ladder: [rung('late'), decider, { ...decider, key: 'decidesToo', at: due(2) }] }))).toContain(
      'refuse rung_unreachable /stages/4/ladder/2',
    );
  });

  it('publish-refuses-rung_unreachable: a rung that bears the key of the notice silence demands', () => {
    expect(check(approve({ silence, ladder: [], reminders: [rung('preNotice', { at: due(-1), notify: ['assignees'] })] }))).toEqual([
      'refuse rung_unreachable /stages/4/silence/preNotice',
    ]);
  });

  it('publish-refuses-rung_unreachable: the second of two rungs with one key', () => {
    expect(check(approve({ ladder: [...DEFAULT_LADDER, rung('late1', { at: due(9) })] }))).toEqual(['refuse rung_unreachable /stages/4/ladder/4']);
    expect(check(approve({ ladder: [...DEFAULT_LADDER, rung('dueDay', { at: due(9) })] }))).toEqual(['refuse rung_unreachable /stages/4/ladder/4']);
  });
});

describe('publish-refuses-rung_before_start', () => {
  it('publish-refuses-rung_before_start: a reminder two days before the end of a one-day limit', () => {
    expect(check(approve({ limit: { workingDays: 1, extend: { maxTimes: 1, maxTotal: 1 } } }))).toEqual(['refuse rung_before_start /stages/4/reminders/0/at']);
  });

  it('only warns where it depends on the hour of opening', () => {
    expect(check(approve({ limit: { workingDays: 2, extend: { maxTimes: 1, maxTotal: 1 } } }))).toEqual(['warn rung_before_start /stages/4/reminders/0/at']);
  });

  it('publish-refuses-rung_before_start: a rung at the very opening is past when it could fire', () => {
    expect(check(approve({ reminders: [rung('begun', { at: { ref: 'start', offset: 0, unit: 'workingDays' } })] }))).toEqual([
      'refuse rung_before_start /stages/4/reminders/0/at',
    ]);
  });
});

describe('publish-refuses-escalate_without_ladder', () => {
  it.each<[string, Partial<Stage>]>([
    ['no ladder at all', { ladder: [] }],
    ['a ladder that only tells the holders', { ladder: [rung('late', { notify: ['assignees'] })] }],
    ['a ladder that ends before the due date', { ladder: DEFAULT_LADDER.map((one) => ({ ...one, at: due(-1, 'workingDays', '10:00') })) }],
  ])('publish-refuses-escalate_without_ladder: %s', (_name, change) => {
    expect(check(approve(change))).toEqual(['refuse escalate_without_ladder /stages/4/ladder']);
  });

  it('publish-refuses-escalate_without_ladder: a superior who holds the task himself, with nobody over the office that serves him', () => {
    const { directory } = demoWorld();
    const control = directory.holdings.filter((holding) => holding.role === 'coordinator').map((holding) => holding.unitId);
    const holdings = directory.holdings.filter((holding) => holding.role !== 'unitHead' || !control.includes(holding.unitId));
    const toLeader = approve({ ladder: [rung('late', { notify: ['leader'] })] });
    expect(check(toLeader, { directory: { ...directory, holdings } })).toContain('refuse escalate_without_ladder /stages/4/ladder');
    expect(check(toLeader)).toEqual([]);
  });

  it('publish-refuses-escalate_without_ladder: a limit of the whole review that tells nobody', () => {
    expect(check({ ...PROVINCIAL_REVIEW, reviewLadder: [] })).toEqual(['refuse escalate_without_ladder /reviewLimit']);
  });

  it('a reassignment to somebody else is a ladder', () => {
    expect(
      check(approve({ ladder: [rung('handOver', { notify: ['assignees'], act: { reassign: [{ unit: { holderOf: 'leader' }, role: 'unitHead' }] } })] })),
    ).toEqual([]);
  });
});

describe('publish-refuses-silence_without_basis', () => {
  it.each<[string, Partial<Stage>, string]>([
    ['silence that approves', { silence: { then: 'tacitApprove', basis: ' ', preNotice: NOTICE }, ladder: [] }, '/stages/4/silence/basis'],
    ['a rung that decides', { ladder: [rung('decides', { act: { decide: 'approve', basis: '', preNotice: NOTICE } })] }, '/stages/4/ladder/0/act/basis'],
    ['a rung that extends', { ladder: [rung('late'), rung('extends', { act: { extend: 1, maxTimes: 1, basis: '' } })] }, '/stages/4/ladder/1/act/basis'],
  ])('publish-refuses-silence_without_basis: %s', (_name, change, pointer) => {
    expect(check(approve(change))).toEqual([`refuse silence_without_basis ${pointer}`]);
  });
});

describe('publish-refuses-prenotice_too_late', () => {
  const silent = (workingDaysBefore: number): Route =>
    approve({ silence: { then: 'tacitApprove', basis: BASIS, preNotice: { workingDaysBefore, alsoTo: [] } }, ladder: [] });

  it.each([[0], [5], [9]])('publish-refuses-prenotice_too_late: a notice %i working days before the end of five', (days) => {
    expect(check(silent(days))).toEqual(['refuse prenotice_too_late /stages/4/silence/preNotice']);
  });

  it.each([[1], [4]])('a notice %i working days before the end of five fits', (days) => {
    expect(check(silent(days))).toEqual([]);
  });

  it('publish-refuses-prenotice_too_late: a notice before a rung that decides counts from that rung', () => {
    const deciding = (workingDaysBefore: number): Route =>
      approve({ ladder: [rung('decides', { at: due(2), act: { decide: 'approve', basis: BASIS, preNotice: { workingDaysBefore, alsoTo: [] } } })] });
    expect(check(deciding(6))).toEqual([]);
    expect(check(deciding(7))).toEqual(['refuse prenotice_too_late /stages/4/ladder/0/act/preNotice']);
  });
});

describe('publish-refuses-no_holder', () => {
  it('publish-refuses-no_holder: a post nobody holds', () => {
    expect(check(PROVINCIAL_REVIEW, without('consultee'))).toContain('refuse no_holder /stages/2/who/0');
  });

  it('publish-refuses-no_holder: a unit without the post, by its name', () => {
    const findings = checkRoute(routeWith('consultLaw', { who: [{ unit: { fixed: demoUnit('sct') }, role: 'consultee' }] }), demoWorld());
    expect(told(findings)).toEqual(['refuse no_holder /stages/2/who/0']);
    expect(findings[0]?.sentence.vi).toContain('Sở Công Thương');
  });

  it('publish-refuses-no_holder: each listed unit must hold it', () => {
    expect(
      check(
        routeWith('consultLaw', {
          who: [{ unit: { each: [demoUnit('stc'), demoUnit('sct'), demoUnit('stp')] }, role: 'consultee' }],
          mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' },
        }),
      ),
    ).toEqual(['refuse no_holder /stages/2/who/0', 'refuse no_holder /stages/2/who/0']);
  });

  it('publish-refuses-no_holder: nobody keeps the clocks', () => {
    expect(check({ ...PROVINCIAL_REVIEW, clockKeeper: 'officer' })).toEqual([]);
    expect(check({ ...PROVINCIAL_REVIEW, clockKeeper: 'admin' }, without('admin'))).toEqual(['refuse no_holder /clockKeeper']);
  });

  it('publish-refuses-no_holder: the unit of another stage, which nobody knows beforehand', () => {
    expect(check(routeWith('appraise', { fallback: [{ unit: { sameAs: 'assess' }, role: 'unitHead' }] }))).toEqual(['refuse no_holder /stages/3/fallback/0']);
  });

  it('warns, by name, where only some owning units lack the post', () => {
    const { directory } = demoWorld();
    const holdings = directory.holdings.filter((holding) => !(holding.unitId === demoUnit('sxd') && holding.role === 'unitHead'));
    const findings = checkRoute(PROVINCIAL_REVIEW, demoWorld({ directory: { ...directory, holdings } }));
    expect(told(findings)).toContain('warn no_holder /stages/0/who/0');
    expect(findings.find((finding) => finding.code === 'no_holder')?.sentence.vi).toContain('Sở Xây dựng');
    expect(findings.filter((finding) => finding.severity === 'refuse')).toEqual([]);
  });

  it('warns with the date where a post ends before the expected due date', () => {
    const holdingEnds = [{ personId: demoPerson('quanLy@demo'), unitId: demoUnit('tinh'), role: 'leader' as const, until: '2026-12-01' as LocalDate }];
    const findings = checkRoute(PROVINCIAL_REVIEW, demoWorld({ holdingEnds }));
    expect(told(findings)).toEqual(['warn no_holder /stages/4/who']);
    expect(findings[0]?.sentence.en).toContain('2026-12-01');
    expect(check(PROVINCIAL_REVIEW, { holdingEnds: [{ ...(holdingEnds[0] as (typeof holdingEnds)[number]), until: '2027-06-01' as LocalDate }] })).toEqual([]);
  });
});

describe('publish-refuses-fallback_missing', () => {
  it('publish-refuses-fallback_missing: a stage that excludes people and names nobody else', () => {
    expect(check(approve({ fallback: [] }))).toEqual(['refuse fallback_missing /stages/4/fallback']);
    expect(check(assess({ fallback: [] }))).toEqual([]);
  });
});

describe('publish-refuses-fallback_same_people', () => {
  it('publish-refuses-fallback_same_people: falling back on the very people asked first', () => {
    expect(check(routeWith('appraise', { fallback: [{ unit: { fixed: demoUnit('kstthc') }, role: 'appraiser' }] }))).toEqual([
      'refuse fallback_same_people /stages/3/fallback',
    ]);
  });
});

describe('publish-refuses-one_over_units', () => {
  const of = (code: string, role: Role = 'unitHead'): Who[number] => ({ unit: { fixed: demoUnit(code) }, role });

  it('publish-refuses-one_over_units: one answer, asked of two units', () => {
    const route = assess({ who: [of('stc'), of('stp')] });
    expect(check(route)).toEqual(['refuse one_over_units /stages/0/who']);
    expect(checkRoute(route, demoWorld())[0]?.sentence.vi).toContain('Sở Tài chính, Sở Tư pháp');
  });

  it('lets two posts of one unit share it, and two units each have their own', () => {
    expect(check(assess({ who: [of('stc'), of('stc', 'officer')] }))).toEqual([]);
    expect(check(routeWith('consultUnits', { who: [of('stc'), of('stp')], mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' } }))).toEqual([]);
  });
});

describe('publish-refuses-quorum_impossible', () => {
  const quorum = (need: number): Mode => ({ t: 'quorum', need, veto: false, members: 'live' });

  it('publish-refuses-quorum_impossible: more approvals than there are members', () => {
    expect(check(routeWith('appraise', { mode: quorum(3) }))).toEqual(['refuse quorum_impossible /stages/3/mode']);
  });

  it('publish-refuses-quorum_impossible: a substitute is no further member', () => {
    const { directory } = demoWorld();
    const [member] = directory.holdings.filter((holding) => holding.role === 'appraiser');
    if (!member) throw new Error('no appraiser');
    const absences = [{ id: 'absence-1', personId: member.personId, substituteId: demoPerson('quanLy@demo') }];
    expect(check(routeWith('appraise', { mode: quorum(3) }), { directory: { ...directory, absences } })).toEqual(['refuse quorum_impossible /stages/3/mode']);
  });

  it('warns where one excluded member makes it impossible', () => {
    expect(check(routeWith('appraise', { mode: quorum(2) }))).toEqual(['warn quorum_impossible /stages/3/mode']);
    expect(check(routeWith('appraise', { mode: quorum(1) }))).toEqual([]);
  });

  it('publish-refuses-quorum_impossible: more units than are asked', () => {
    const who = [{ unit: { each: [demoUnit('stc'), demoUnit('stp')] }, role: 'unitHead' }] as const;
    expect(check(routeWith('consultUnits', { who, mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 3 } }))).toEqual([
      'refuse quorum_impossible /stages/1/mode',
    ]);
    expect(check(routeWith('consultUnits', { who, mode: { t: 'perUnit', inner: { t: 'one' }, needUnits: 2 } }))).toEqual([]);
  });
});

describe('publish-refuses-extend_unbounded', () => {
  it.each([
    [0, 5],
    [4, 5],
    [1, 0],
  ])('publish-refuses-extend_unbounded: %i times, %i in all', (maxTimes, maxTotal) => {
    expect(check(approve({ limit: { workingDays: 5, extend: { maxTimes, maxTotal } } }))).toContain('refuse extend_unbounded /stages/4/limit/extend');
  });
});

describe('publish-refuses-pause_on_fixed_date', () => {
  const fixedDate = '2027-01-29' as LocalDate;
  const ground = { code: 'obstacle', name: { vi: 'Vướng mắc', en: 'Obstacle' }, basis: BASIS, maxTimes: 1, maxTotalWorkingDays: 5, end: 'planned' } as const;
  const plain = DEFAULT_LADDER.map(({ remedies: _remedies, ...one }) => one);

  it('publish-refuses-pause_on_fixed_date: a pause, or an extension, of a fixed date', () => {
    expect(check(approve({ limit: { fixedDate }, ladder: plain, pauseGrounds: [ground] }))).toEqual(['refuse pause_on_fixed_date /stages/4/limit']);
    expect(check(approve({ limit: { fixedDate, extend: { maxTimes: 1, maxTotal: 5 } }, ladder: plain }))).toEqual([
      'refuse pause_on_fixed_date /stages/4/limit',
    ]);
    expect(check(approve({ limit: { fixedDate }, ladder: plain }))).toEqual([]);
  });
});

describe('publish-refuses-fixed_date_past', () => {
  it('publish-refuses-fixed_date_past: yesterday', () => {
    const ladder = DEFAULT_LADDER.map(({ remedies: _remedies, ...one }) => one);
    expect(check(approve({ limit: { fixedDate: '2026-11-24' as LocalDate }, ladder, reminders: [] }))).toEqual(['refuse fixed_date_past /stages/4/limit']);
    expect(check(approve({ limit: { fixedDate: '2026-11-25' as LocalDate }, ladder, reminders: [] }))).toEqual([]);
  });
});

describe('publish-refuses-calendar_horizon', () => {
  it('publish-refuses-calendar_horizon: the limit itself, its extension, its pauses or its ladder lead past the last known date', () => {
    const horizon = 'refuse calendar_horizon /stages/4/limit';
    expect(check(approve({ limit: { workingDays: 300 } }))).toContain(horizon);
    expect(check(approve({ limit: { workingDays: 150, extend: { maxTimes: 1, maxTotal: 150 } } }))).toContain(horizon);
    expect(
      check(
        approve({
          limit: { workingDays: 150, extend: { maxTimes: 1, maxTotal: 1 } },
          pauseGrounds: [{ code: 'wait', name: { vi: 'Chờ', en: 'Wait' }, basis: BASIS, maxTimes: 1, maxTotalWorkingDays: 150, end: 'planned' }],
        }),
      ),
    ).toContain(horizon);
    expect(check(approve({ ladder: [...DEFAULT_LADDER, rung('never', { at: due(300) })] })).some((line) => line.startsWith('refuse calendar_horizon'))).toBe(
      true,
    );
  });

  it('publish-refuses-calendar_horizon: a unit without a calendar', () => {
    const world = demoWorld();
    expect(check(PROVINCIAL_REVIEW, { calendarOfUnit: (unit) => (unit === demoUnit('tinh') ? null : world.calendarOfUnit(unit)) })).toEqual([
      'refuse calendar_horizon /stages/4/limit',
    ]);
  });
});

describe('publish-refuses-field_uncovered', () => {
  const covering = (covers: readonly string[], uncovered?: readonly string[]): Route => ({
    ...PROVINCIAL_REVIEW,
    ...(uncovered ? { uncovered } : {}),
    stages: PROVINCIAL_REVIEW.stages.map((stage) => ({ ...stage, covers })),
  });

  it('publish-refuses-field_uncovered: a field no stage answers for', () => {
    const findings = checkRoute(covering(['items/*', 'effectiveOn', 'cost/*']), demoWorld());
    expect(told(findings)).toEqual(['refuse field_uncovered /stages']);
    expect(findings[0]?.sentence.en).toContain('“note”');
  });

  it('is content where the field is left open on purpose', () => {
    expect(check(covering(['items/*', 'effectiveOn', 'cost/*'], ['note']))).toEqual([]);
  });
});

describe('publish-refuses-assurance_too_low', () => {
  it('publish-refuses-assurance_too_low: a closing approval by a bare link', () => {
    expect(check(approve({ minAssurance: 'A1' }))).toEqual(['refuse assurance_too_low /stages/4/minAssurance']);
  });

  it('publish-refuses-assurance_too_low: a level, or a verdict, no way of answering carries', () => {
    expect(check(approve({ minAssurance: 'A4' }))).toEqual(['refuse assurance_too_low /stages/4/minAssurance']);
    expect(check(approve({}), { channels: ANSWER_CHANNELS.map((channel) => ({ ...channel, verdicts: ['approve', 'noOpinion'] })) })).toContain(
      'refuse assurance_too_low /stages/4/minAssurance',
    );
  });
});

describe('all findings', () => {
  it('come at once, in both languages, each at its place', () => {
    const route = {
      ...approve({ fallback: [], minAssurance: 'A1', ladder: [], limit: { workingDays: 5, extend: { maxTimes: 9, maxTotal: 1 } } }),
      reviewLadder: [],
    };
    expect(check(route)).toEqual([
      'refuse extend_unbounded /stages/4/limit/extend',
      'refuse assurance_too_low /stages/4/minAssurance',
      'refuse fallback_missing /stages/4/fallback',
      'refuse escalate_without_ladder /reviewLimit',
      'refuse escalate_without_ladder /stages/4/ladder',
    ]);
    for (const { sentence } of checkRoute(route, demoWorld())) {
      expect(sentence.vi).toMatch(/\p{L}.*\.$/u);
      expect(sentence.en).toMatch(/^[A-Z].*\.$/u);
      expect(sentence.vi).not.toBe(sentence.en);
    }
  });

  it('have every code of the catalogue refused by a test of its name above', () => {
    const titles = readFileSync(__filename, 'utf8');
    expect(ROUTE_CODES.filter((code) => !titles.includes(`'publish-refuses-${code}: `))).toEqual([]);
    expect(ROUTE_CODES).toHaveLength(20);
  });

  it('are warnings to be acknowledged by name, one by one', () => {
    const findings = checkRoute(approve({ limit: { workingDays: 2, extend: { maxTimes: 1, maxTotal: 1 } } }), demoWorld());
    expect(findings.map(findingName)).toEqual(['rung_before_start:/stages/4/reminders/0/at']);
    expect(unacknowledged(findings, [])).toEqual(findings);
    expect(unacknowledged(findings, ['rung_before_start:/stages/3/reminders/0/at'])).toEqual(findings);
    expect(unacknowledged(findings, findings.map(findingName))).toEqual([]);
  });

  it('are told of a province without any unit', () => {
    expect(check(PROVINCIAL_REVIEW, { owners: [] })).toEqual(['refuse no_holder ']);
  });
});

/** Ways in which an escalation looks alive and is dead; each takes the stage it is planted in. */
const PLANTS: readonly (readonly [string, (key: string) => readonly [Route, Partial<RouteWorld>]])[] = [
  ['the ladder is empty', (key) => [routeWith(key, { ladder: [] }), {}]],
  ['the ladder only tells the holders', (key) => [routeWith(key, { ladder: [rung('late', { notify: ['assignees'] })] }), {}]],
  [
    'the ladder ends before the due date',
    (key) => [routeWith(key, { ladder: DEFAULT_LADDER.map((one) => ({ ...one, at: due(-1, 'workingDays', '10:00') })) }), {}],
  ],
  ['the superior left and nobody followed', (key) => [routeWith(key, { ladder: [rung('late', { notify: ['leader'] })] }), without('leader')]],
  ['two rungs share a key', (key) => [routeWith(key, { ladder: [...DEFAULT_LADDER, rung('late5', { at: due(12) })] }), {}]],
  ['a rung shares its key with a reminder', (key) => [routeWith(key, { ladder: [...DEFAULT_LADDER, rung('dueDay', { at: due(12) })] }), {}]],
  [
    'silence decides first',
    (key) => [routeWith(key, { silence: { then: 'tacitApprove', basis: BASIS, preNotice: { workingDaysBefore: 1, alsoTo: [] } } }), {}],
  ],
  [
    'another rung decides first',
    (key) => [
      routeWith(key, {
        ladder: [rung('decides', { at: due(0), act: { decide: 'approve', basis: BASIS, preNotice: { workingDaysBefore: 1, alsoTo: [] } } }), ...DEFAULT_LADDER],
      }),
      {},
    ],
  ],
  [
    'it hands over to nobody',
    (key) => [
      routeWith(key, {
        ladder: [...DEFAULT_LADDER, rung('handOver', { at: due(9), act: { reassign: [{ unit: { fixed: demoUnit('sct') }, role: 'leader' }] } })],
      }),
      {},
    ],
  ],
  [
    'its action does not exist here',
    (key) => [
      routeWith(key, { ladder: [...DEFAULT_LADDER, rung('handOver', { at: due(9), act: { reassign: [{ unit: { holderOf: 'admin' }, role: 'admin' }] } })] }),
      { executors: EXECUTORS.filter((name) => name !== 'reassign') },
    ],
  ],
  ['its letter has no template', () => [PROVINCIAL_REVIEW, { templates: ['task.assigned', 'task.reminder'] }]],
  ['nobody it tells has an address', () => [PROVINCIAL_REVIEW, { reachable: new Set() }]],
  ['the installation sends nothing', () => [PROVINCIAL_REVIEW, { executors: EXECUTORS.filter((name) => name !== 'notify') }]],
  ['it lies beyond the calendar', (key) => [routeWith(key, { ladder: [...DEFAULT_LADDER, rung('late', { at: due(320) })] }), {}]],
  ['the term lies beyond the calendar', (key) => [routeWith(key, { limit: { days: 800, extend: { maxTimes: 1, maxTotal: 1 } } }), {}]],
  [
    'it fires at the very opening',
    (key) => [routeWith(key, { ladder: [...DEFAULT_LADDER, rung('begun', { at: { ref: 'start', offset: 0, unit: 'workingDays' } })] }), {}],
  ],
  [
    'it fires before the opening',
    (key) => [routeWith(key, { ladder: [...DEFAULT_LADDER, rung('before', { at: { ref: 'start', offset: -3, unit: 'workingDays' } })] }), {}],
  ],
  [
    'it extends where nothing may be extended',
    (key) => [
      routeWith(key, { limit: { workingDays: 5 }, ladder: [...DEFAULT_LADDER, rung('more', { at: due(0), act: { extend: 2, maxTimes: 1, basis: BASIS } })] }),
      {},
    ],
  ],
  [
    'the stage is never reached',
    (key) => [
      edges((list) =>
        list
          .flatMap((edge) => (typeof edge.to === 'string' ? [edge] : [{ ...edge, to: edge.to.filter((target) => target !== key) }]))
          .filter((edge) => edge.to.length > 0),
      ),
      {},
    ],
  ],
  ['the whole review is late in silence', () => [{ ...PROVINCIAL_REVIEW, reviewLadder: [rung('whole', { at: due(-2) })] }, {}]],
];

describe('publish-planted-dead-escalations-all-refused', () => {
  const SEED = 7301;
  const random = seeded(SEED);
  const stages = ['consultUnits', 'consultLaw', 'appraise', 'approve'];
  const planted = PLANTS.map(([name, plant]) => [name, stages[Math.floor(random() * stages.length)] as string, plant] as const);

  it('plants twenty', () => expect(planted).toHaveLength(20));

  it.each(planted)(`publish-planted-dead-escalations-all-refused: %s, in %s (seed ${SEED})`, (_name, key, plant) => {
    const [route, world] = plant(key);
    expect(checkRoute(route, demoWorld(world)).filter((finding) => finding.severity === 'refuse').length).toBeGreaterThan(0);
  });

  it('and publishes the same route unplanted', () => expect(check(PROVINCIAL_REVIEW)).toEqual([]));
});

describe('the proof', () => {
  it('carries the instants and the people of every rung, as of the instant of the check', () => {
    const { proof } = examineRoute(PROVINCIAL_REVIEW, demoWorld());
    expect(proof.at).toBe(DEMO_NOW);
    const approval = proof.terms.find((term) => term.stage === 'approve');
    expect(approval).toMatchObject({
      unitId: demoUnit('tinh'),
      candidates: [demoPerson('quanLy@demo')],
      fallback: [demoPerson('dauMoi@demo')],
      calendarId: 'VN-CO-QUAN',
      dueAt: '2026-12-02T17:00:00.000Z',
    });
    expect(approval?.rungs.find((one) => one.key === 'late1')).toEqual({
      key: 'late1',
      at: '2026-12-03T01:30:00.000Z',
      tells: [demoPerson('quanLy@demo'), demoPerson('chutich@demo'), demoPerson('dauMoi@demo')],
    });
    expect(approval?.longestDueAt).toBe('2026-12-09T17:00:00.000Z');
  });

  it('tries every unit that may own a review', () => {
    const world = demoWorld();
    const { proof } = examineRoute(PROVINCIAL_REVIEW, world);
    expect(proof.terms.filter((term) => term.stage === 'assess').map((term) => term.unitId)).toEqual(world.owners);
  });
});
