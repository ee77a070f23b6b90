import fc from 'fast-check';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { wakeOfStage } from '../../../../domain/escalation/review-view.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { settleSilence, silenceDue, type Evidence, type NoticeProof } from '../../../../domain/review/silence.js';
import { fold, LAW as BY_LAW, type ReviewState } from '../../../../domain/review/review.js';
import type { Law } from '../../../../domain/review/law.js';
import { noticesFor } from '../../../../domain/review/notices.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { extended } from '../../../../domain/review/term-changes.js';
import { PRE_NOTICE, type Rung } from '../../../../domain/route/route.js';
import { plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import { deciding, directoryWith, latestStageId, lawAt, nthId, opening, personOf, routeWith, sha256, taskIn, unitOf, verdictOn } from '../../../support/law.js';
import { codeOf, step, then } from '../../../support/verbs.js';

const ROUTE = routeWith('consultLaw', {
  ladder: [],
  silence: { then: 'tacitApprove', basis: 'Nghị định 63/2010/NĐ-CP, Điều 29', preNotice: { workingDaysBefore: 1, alsoTo: ['coordinator'] } },
});
const at = (wall: string) => lawAt(wall, { route: ROUTE });
/** Opened Mon 02/03/2026 09:00 for three working days: due at the end of Thu 05/03. */
const OPENED = step(fold(opening(at('2026-03-02 09:00'))), 'assess', 'head', at('2026-03-02 09:00'));
const TOLD = at('2026-03-04 08:30');
const told = (state: ReviewState = OPENED): ReviewState => then(state, dueRungs(state, latestStageId(state, 'consultLaw'), TOLD));
const MINUTE = 60_000;
/** From Wed 08:30 into Thursday, the last day. */
const NEXT_DAY = 25 * 3_600_000;
const proof = (parts: Partial<NoticeProof> = {}): NoticeProof => ({
  noticeId: 'ntc_1',
  recipientId: personOf('lawyer'),
  epoch: 1,
  takenAfterMs: MINUTE,
  bounced: false,
  ...parts,
});
const evidence = (proofs: readonly NoticeProof[] = [proof()], inboundWatermark: Instant | null = null): Evidence => ({
  proofs,
  inboundWatermark,
  decisionId: nthId('decision', 900),
  hash: sha256,
});
const LATE = at('2026-03-06 09:00');
const settle = (state: ReviewState, law = LATE, given = evidence()) => settleSilence(state, taskIn(state, 'consultLaw'), law, given);
const types = (events: readonly { readonly type: string }[]): readonly string[] => events.map((event) => event.type);
const refused = (state: ReviewState, given: Evidence, law = LATE): string | null =>
  settle(state, law, given).flatMap((event) => (event.type === 'SilenceRefused' ? [event.reason] : []))[0] ?? null;

describe('silence', () => {
  it('silence-actor-is-law: the verdict names the law, its basis and its proofs, takes effect at the due instant and closes the stage', () => {
    const state = told();
    expect(state.tasks.find((task) => task.stageKey === 'consultLaw')?.rungs.find((rung) => rung.key === PRE_NOTICE)?.told).toEqual([
      personOf('lawyer'),
      personOf('coordinator'),
    ]);
    const events = settle(state);
    expect(types(events)).toEqual(['DecisionRecorded', 'StageClosed']);
    expect(events[0]).toMatchObject({
      decision: {
        actor: BY_LAW,
        onBehalfOf: null,
        assurance: null,
        channel: 'system',
        verdict: 'approve',
        late: false,
        receivedAt: vn('2026-03-06 00:00'),
        byLaw: { basis: 'Nghị định 63/2010/NĐ-CP, Điều 29', effectiveAt: vn('2026-03-06 00:00'), proofs: ['ntc_1'] },
      },
    });
  });

  it('a verdict that comes after is told that the rule has settled it', () => {
    const state = told();
    const task = taskIn(state, 'consultLaw');
    const after = then(state, settle(state));
    expect(codeOf(() => recordDecision(after, verdictOn(state, task, 'lawyer', 'approve', LATE), LATE, sha256))).toBe('settled_by_silence');
    expect(after.tasks.find((one) => one.id === task.id)).toMatchObject({ status: 'done', decisionId: nthId('decision', 900) });
  });

  it('nothing is settled before the due instant, or where silence only escalates', () => {
    const state = told();
    expect(silenceDue(state, at('2026-03-05 23:59'))).toEqual([]);
    expect(silenceDue(state, at('2026-03-06 00:00')).map((task) => task.stageKey)).toEqual(['consultLaw']);
    const plain = { ...LATE, route: routeWith('consultLaw', { silence: 'escalate' }) };
    expect(silenceDue(state, plain)).toEqual([]);
  });

  it.each<[string, readonly NoticeProof[], string]>([
    ['no letter ever left', [], 'noProof'],
    ['his server has not taken it', [proof({ takenAfterMs: null })], 'noProof'],
    ['it came back', [proof({ bounced: true })], 'bounced'],
    ['it was taken on the last day', [proof({ takenAfterMs: NEXT_DAY })], 'noticeLate'],
    ['it spoke of an earlier term', [proof({ epoch: 2 })], 'noProof'],
    ['somebody else got it', [proof({ recipientId: personOf('coordinator') })], 'noProof'],
  ])('without proof it does not decide: %s', (_, proofs, reason) => {
    const state = told();
    expect(refused(state, evidence(proofs))).toBe(reason);
    // Refused once, the stage escalates: the law is not asked again, and a late verdict is taken, marked late.
    const escalated = then(state, settle(state, LATE, evidence(proofs)));
    expect(silenceDue(escalated, LATE)).toEqual([]);
    expect(deciding(escalated, 'consultLaw', 'lawyer', 'approve', LATE)[0]).toMatchObject({ decision: { late: true, actor: personOf('lawyer') } });
  });

  it('silence-reassign-invalidates (the law of it): a new person had no notice, so it is not applied', () => {
    const state = told();
    const moved = then(
      state,
      reassignTask(
        state,
        { taskId: taskIn(state, 'consultLaw').id, by: personOf('coordinator'), unitId: unitOf('finance'), role: 'unitHead', reason: 'Nghỉ phép' },
        TOLD,
      ),
    );
    expect(refused(moved, evidence())).toBe('noNotice');
  });

  it('an extension after the notice opens a new term: a new notice is needed, and the old one is not told again', () => {
    const state = told();
    const longer = then(state, [
      extended(taskIn(state, 'consultLaw'), { by: personOf('coordinator'), requestId: null, amount: 2, basis: 'Hồ sơ phức tạp' }, TOLD),
    ]);
    expect(taskIn(longer, 'consultLaw').term).toMatchObject({ epoch: 2, dueAt: vn('2026-03-10 00:00') });
    expect(refused(longer, evidence(), at('2026-03-10 09:00'))).toBe('noNotice');
    const again = then(longer, dueRungs(longer, latestStageId(longer, 'consultLaw'), at('2026-03-06 08:30')));
    expect(
      taskIn(again, 'consultLaw')
        .rungs.filter((rung) => rung.key === PRE_NOTICE)
        .map((rung) => [rung.epoch, rung.result]),
    ).toEqual([
      [1, 'fired'],
      [2, 'fired'],
    ]);
    expect(refused(again, evidence([proof({ epoch: 2, takenAfterMs: MINUTE })]), at('2026-03-10 09:00'))).toBeNull();
  });

  it('a term lengthened after it was refused is looked at when it ends anew, and may then be settled', () => {
    const state = told();
    const stageId = latestStageId(state, 'consultLaw');
    const refusal = then(state, settle(state, LATE, evidence([proof({ bounced: true })])));
    const breached = then(refusal, dueRungs(refusal, stageId, LATE));
    expect([taskIn(breached, 'consultLaw').breachedAt, wakeOfStage(breached, stageId, LATE)]).toEqual([vn('2026-03-06 00:00'), null]);
    const longer = then(breached, [
      extended(taskIn(breached, 'consultLaw'), { by: personOf('coordinator'), requestId: null, amount: 3, basis: 'Hồ sơ phức tạp' }, LATE),
    ]);
    const told2 = then(longer, dueRungs(longer, stageId, at('2026-03-09 08:30')));
    const again = then(told2, dueRungs(told2, stageId, at('2026-03-10 08:30')));
    const due = taskIn(again, 'consultLaw').term.dueAt as Instant;
    expect(wakeOfStage(again, stageId, at('2026-03-10 08:30'))).toBe(due);
    const ended = at('2026-03-11 00:00');
    expect([due, silenceDue(again, ended).length]).toEqual([ended.now, 1]);
    expect(types(settle(again, ended, evidence([proof({ epoch: 2 })])))).toEqual(['DecisionRecorded', 'StageClosed']);
    expect(dueRungs(again, stageId, ended).filter((event) => event.type === 'TermBreached')).toMatchObject([{ dueAt: due }]);
  });

  it('refused, it is told to the head of the unit and the coordinator, once a running of the term', () => {
    const state = told();
    const law = { ...LATE, directory: directoryWith({ also: [['officer', 'justice', 'unitHead']] }) };
    const events = settle(state, law, evidence([proof({ bounced: true })]));
    expect(noticesFor(events, then(state, events), law).map(({ kind, recipientId, epoch, model }) => [kind, recipientId, epoch, model['reason']])).toEqual(
      (['officer', 'coordinator'] as const).map((seat) => ['task.stalled', personOf(seat), 1, 'bounced']),
    );
  });

  it.each([
    ['refuse', 'roundsSpent', null],
    ['reject', null, 'rejected'],
  ] as const)('the law returns no more often than people may: in the last round %s', (onExhausted, refusal, outcome) => {
    const route = routeWith('consultLaw', {
      ladder: [],
      kind: 'appraisal',
      silence: { then: 'return', basis: 'Quy chế', preNotice: { workingDaysBefore: 1, alsoTo: [] } },
      returns: { to: ['assess'], maxRounds: 1, onExhausted },
    });
    const law = (wall: string) => lawAt(wall, { route });
    const opened = step(fold(opening(law('2026-03-02 09:00'))), 'assess', 'head', law('2026-03-02 09:00'));
    const state = then(opened, dueRungs(opened, latestStageId(opened, 'consultLaw'), law('2026-03-04 08:30')));
    expect(refused(state, evidence(), law('2026-03-06 09:00'))).toBe(refusal);
    expect(settle(state, law('2026-03-06 09:00')).flatMap((event) => (event.type === 'StageClosed' ? [event.outcome] : []))[0] ?? null).toBe(outcome);
  });

  it('waits half an hour for mail received before the due instant, then escalates', () => {
    const state = told();
    const due = taskIn(state, 'consultLaw').term.dueAt as Instant;
    const behind = evidence([proof()], plusMs(due, -60_000));
    expect(settle(state, { ...LATE, now: plusMs(due, 29 * 60_000) }, behind)).toEqual([]);
    expect(refused(state, behind, { ...LATE, now: plusMs(due, 30 * 60_000) })).toBe('inboundUnread');
    expect(refused(state, evidence([proof()], due), { ...LATE, now: due })).toBeNull();
  });

  it('silence-settled-lazily-same-result: however late somebody looks, the law has decided the same', () => {
    const state = told();
    const due = taskIn(state, 'consultLaw').term.dueAt as Instant;
    const outcome = (lateBy: number, given: Evidence) =>
      settle(state, { ...LATE, now: plusMs(due, lateBy) }, given).map((event) =>
        event.type === 'DecisionRecorded' ? { ...event.decision, recordedAt: null } : { type: event.type, reason: 'reason' in event ? event.reason : null },
      );
    const proofs = fc
      .array(fc.record({ takenAfterMs: fc.constantFrom<number | null>(null, MINUTE, NEXT_DAY), bounced: fc.boolean() }), { maxLength: 2 })
      .map((list) => list.map((parts) => proof(parts)));
    fc.assert(
      fc.property(proofs, fc.integer({ min: 0, max: 30 * 86_400_000 }), fc.integer({ min: 0, max: 30 * 86_400_000 }), (list, one, other) => {
        expect(outcome(one, evidence(list))).toEqual(outcome(other, evidence(list)));
      }),
      { numRuns: 150, seed: 41 },
    );
  });
});

describe('rungs that act', () => {
  const rung = (key: string, offset: number, act: Rung['act']): Rung => ({
    key,
    name: { vi: key, en: key },
    at: { ref: 'due', offset, unit: 'workingDays' },
    notify: ['unitHead'],
    ...(act ? { act } : {}),
  });
  const LADDER = [
    rung('moveOn', 0, { reassign: [{ unit: { fixed: unitOf('finance') }, role: 'unitHead' }] }),
    rung('moveUp', 1, { reassign: [{ unit: { fixed: unitOf('control') }, role: 'coordinator' }] }),
    rung('tellOnly', 2, undefined),
  ];
  const route = routeWith('consultLaw', { ladder: LADDER, silence: 'escalate' });
  const lawOf = (wall: string) => lawAt(wall, { route });
  const opened = step(fold(opening(lawOf('2026-03-02 09:00'))), 'assess', 'head', lawOf('2026-03-02 09:00'));
  const fire = (state: ReviewState, wall: string): ReviewState => then(state, dueRungs(state, latestStageId(state, 'consultLaw'), lawOf(wall)));
  const acted = (state: ReviewState) =>
    taskIn(state, 'consultLaw')
      .rungs.filter((record) => record.plannedAt >= (taskIn(state, 'consultLaw').term.dueAt ?? ''))
      .map((record) => [record.key, record.acted ?? null]);

  it('rung-min-dwell-after-outage (the law of it): a rung that moves the task waits a working day after the one before', () => {
    // Nobody looked until Wed 11/03 14:00, when all three were due.
    const first = fire(opened, '2026-03-11 14:00');
    expect(acted(first)).toEqual([['moveOn', 'reassigned']]);
    expect(taskIn(first, 'consultLaw').unitId).toBe(unitOf('finance'));
    expect(acted(fire(first, '2026-03-12 13:59')).map(([key]) => key)).not.toContain('moveUp');
    const second = fire(first, '2026-03-12 14:00');
    expect(acted(second)).toContainEqual(['moveUp', 'reassigned']);
    expect(taskIn(second, 'consultLaw')).toMatchObject({ unitId: unitOf('control'), role: 'coordinator' });
    expect(
      fire(second, '2026-03-13 14:00')
        .tasks.filter((task) => task.stageKey === 'consultLaw')
        .flatMap((task) => task.rungs.map((record) => record.key))
        .filter((key) => key === 'moveOn'),
    ).toHaveLength(1);
  });

  it('what lay behind when a new epoch began stays past, however lately a rung has acted', () => {
    const moveOn: Rung = {
      ...rung('moveOn', 1, { reassign: [{ unit: { fixed: unitOf('finance') }, role: 'unitHead' }] }),
      at: { ref: 'start', offset: 1, unit: 'workingDays' },
    };
    const early = routeWith('consultLaw', { limit: { workingDays: 5, extend: { maxTimes: 1, maxTotal: 5 } }, ladder: [moveOn], silence: 'escalate' });
    const law = (wall: string) => lawAt(wall, { route: early });
    const start = step(fold(opening(law('2026-03-02 09:00'))), 'assess', 'head', law('2026-03-02 09:00'));
    const look = (state: ReviewState, wall: string): ReviewState => then(state, dueRungs(state, latestStageId(state, 'consultLaw'), law(wall)));
    const moved = look(start, '2026-03-03 08:30');
    expect(taskIn(moved, 'consultLaw').unitId).toBe(unitOf('finance'));
    const longer = then(moved, [extended(taskIn(moved, 'consultLaw'), { by: null, requestId: null, amount: 2, basis: 'x' }, law('2026-03-03 10:00'))]);
    expect(
      taskIn(look(longer, '2026-03-05 10:00'), 'consultLaw')
        .rungs.filter((record) => record.key === 'moveOn')
        .map((record) => [record.epoch, record.result, record.acted ?? null]),
    ).toEqual([
      [1, 'fired', 'reassigned'],
      [2, 'pastAtOpen', null],
    ]);
  });

  it('a rung whose seats nobody may fill turns to the fallback, and where nobody is there either records it and moves nothing', () => {
    const ladder = [rung('moveOn', 0, { reassign: [{ unit: { fixed: unitOf('justice') }, role: 'finance' }] })];
    const fallenBack = lawAt('2026-03-11 14:00', { route: routeWith('consultLaw', { ladder, silence: 'escalate' }) });
    const moved = then(opened, dueRungs(opened, latestStageId(opened, 'consultLaw'), fallenBack));
    expect(taskIn(moved, 'consultLaw')).toMatchObject({ role: 'coordinator', candidates: [personOf('coordinator')] });
    const vacant = routeWith('consultLaw', {
      fallback: [{ unit: { fixed: unitOf('justice') }, role: 'finance' }],
      ladder: [rung('moveOn', 0, { reassign: [{ unit: { fixed: unitOf('justice') }, role: 'finance' }] })],
      silence: 'escalate',
    });
    const law = lawAt('2026-03-11 14:00', { route: vacant });
    const after = then(opened, dueRungs(opened, latestStageId(opened, 'consultLaw'), law));
    expect(taskIn(after, 'consultLaw').rungs.at(-1)).toMatchObject({ key: 'moveOn', result: 'fired', acted: 'noEligible' });
    expect(taskIn(after, 'consultLaw').unitId).toBe(unitOf('justice'));
  });

  it('a rung whose seat only the stand-in of an excluded holder fills turns to the fallback', () => {
    const ladder = [rung('moveOn', 0, { reassign: [{ unit: { fixed: unitOf('justice') }, role: 'finance' }] })];
    const change = routeWith('consultLaw', { ladder, silence: 'escalate', duties: { exclude: ['author'] } });
    const directory = {
      ...directoryWith({ also: [['officer', 'justice', 'finance']] }),
      absences: [{ id: 'a', personId: personOf('officer'), substituteId: personOf('accountant') }],
    };
    const moved = then(opened, dueRungs(opened, latestStageId(opened, 'consultLaw'), lawAt('2026-03-11 14:00', { route: change, directory })));
    expect(taskIn(moved, 'consultLaw')).toMatchObject({ role: 'coordinator', candidates: [personOf('coordinator')] });
  });

  it('a deciding rung waits half an hour for mail received before it, is not used up by waiting, and asks to be looked at then', () => {
    const ladder = [rung('decides', 1, { decide: 'approve', basis: 'Quy chế, Điều 8', preNotice: { workingDaysBefore: 1, alsoTo: [] } })];
    const law = (wall: string) => lawAt(wall, { route: routeWith('consultLaw', { ladder, silence: 'escalate' }) });
    const stageId = latestStageId(opened, 'consultLaw');
    const breached = then(opened, dueRungs(opened, stageId, law('2026-03-06 08:29')));
    const plannedAt = wakeOfStage(breached, stageId, law('2026-03-06 08:29')) as Instant;
    const behind = () => evidence([], plusMs(plannedAt, -MINUTE));
    const at1 = (minutes: number): Law => ({ ...law('2026-03-06 08:30'), now: plusMs(plannedAt, minutes * MINUTE) });
    const fired = (minutes: number, given: () => Evidence) =>
      dueRungs(breached, stageId, at1(minutes), given).flatMap((event) => (event.type === 'RungFired' ? [[event.rung.key, event.rung.acted]] : []));
    expect([fired(1, behind), wakeOfStage(breached, stageId, at1(1))]).toEqual([[], plusMs(plannedAt, 30 * MINUTE)]);
    expect(fired(30, behind)).toEqual([['decides', 'refused']]);
    expect(fired(1, () => evidence([], plannedAt))).toEqual([['decides', 'refused']]);
  });

  it('an extending rung lengthens once, and rungs of the new term that lie behind are past, not told', () => {
    const lengthen = routeWith('consultLaw', { ladder: [rung('longer', 0, { extend: 2, maxTimes: 1, basis: 'Quy chế, Điều 8' })], silence: 'escalate' });
    const law = lawAt('2026-03-06 08:00', { route: lengthen });
    const after = then(opened, dueRungs(opened, latestStageId(opened, 'consultLaw'), law));
    expect(taskIn(after, 'consultLaw').term).toMatchObject({ epoch: 2, epochAt: law.now, dueAt: vn('2026-03-10 00:00') });
    const later = then(after, dueRungs(after, latestStageId(after, 'consultLaw'), { ...law, now: vn('2026-03-10 08:00') }));
    expect(
      taskIn(later, 'consultLaw')
        .rungs.filter((record) => record.key === 'longer')
        .map((record) => [record.epoch, record.acted]),
    ).toEqual([
      [1, 'extended'],
      [2, 'refused'],
    ]);
    expect(taskIn(later, 'consultLaw').rungs.filter((record) => record.epoch === 2 && record.result === 'fired' && record.plannedAt < law.now)).toEqual([]);
  });
});
