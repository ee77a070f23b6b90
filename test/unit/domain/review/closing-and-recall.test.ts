import fc from 'fast-check';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import {
  deciding,
  latestStageId,
  lawAt,
  opening,
  openTasks,
  personOf,
  rewritten,
  routeWith,
  sha256,
  taskIn,
  unitOf,
  verdictOn,
  type Seat,
} from '../../../support/law.js';
import { codeOf, panel, panelRoute, quorum, step, then, twoParts, vote, walkOn } from '../../../support/verbs.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { disputeDecision, resolveDispute } from '../../../../domain/review/dispute.js';
import { noticesFor } from '../../../../domain/review/notices.js';
import { reviseProposal } from '../../../../domain/review/revise.js';
import { recallDecision } from '../../../../domain/review/recall.js';
import { fold, isOpen, standingOf, type ReviewState } from '../../../../domain/review/review.js';
import type { Mode, Route, Stage, Verdict } from '../../../../domain/route/route.js';
import type { Law } from '../../../../domain/review/law.js';

const MEMBERS = ['member1', 'member2', 'member3'] as const satisfies readonly Seat[];
const slotOf = (state: ReviewState, seat: Seat): number => openTasks(state, 'consultLaw').find((task) => task.candidates[0] === personOf(seat))?.slot ?? 0;
const stageOfPanel = (state: ReviewState) => state.stages.find((stage) => stage.id === latestStageId(state, 'consultLaw'));

describe('closing by vote', () => {
  it('quorum-closes-at-need: approved exactly by the vote that reaches the number, the rest withdrawn by it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.shuffledSubarray([...MEMBERS], { minLength: 3, maxLength: 3 }), (need, order) => {
        const { law, state: opened } = panel(quorum(need));
        let state = opened;
        for (const [index, seat] of order.entries()) {
          if (index >= need) break;
          state = vote(state, 'consultLaw', seat, 'approve', law, slotOf(state, seat));
          expect(stageOfPanel(state)?.status).toBe(index + 1 === need ? 'closed' : 'open');
        }
        expect(stageOfPanel(state)).toMatchObject({ outcome: 'approved', closedBy: state.decisions.at(-1)?.id });
        expect(state.tasks.filter((task) => task.stageKey === 'consultLaw' && task.status === 'withdrawn')).toHaveLength(3 - need);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('quorum-rejects-when-unreachable: only once the number is out of reach and somebody has rejected', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.constantFrom<Verdict>('approve', 'reject', 'noOpinion'), { minLength: 3, maxLength: 3 }),
        (need, verdicts) => {
          const { law, state: opened } = panel(quorum(need));
          let state = opened;
          let approvals = 0;
          let rejects = 0;
          for (const [index, seat] of MEMBERS.entries()) {
            if (stageOfPanel(state)?.status === 'closed') break;
            const verdict = verdicts[index] as Verdict;
            state = vote(state, 'consultLaw', seat, verdict, law, slotOf(state, seat));
            approvals += Number(verdict === 'approve');
            rejects += Number(verdict === 'reject');
            const outOfReach = approvals + (2 - index) < need;
            expect(stageOfPanel(state)?.outcome).toBe(approvals >= need ? 'approved' : outOfReach && rejects > 0 ? 'rejected' : null);
          }
        },
      ),
      { numRuns: 120, seed: 12 },
    );
  });

  it('quorum-live-vs-snapshot: need stays while people come and go, votes of leavers stay, and an empty seat is never a rejection', () => {
    fc.assert(
      fc.property(fc.constantFrom<'live' | 'snapshot'>('live', 'snapshot'), fc.constantFrom(...MEMBERS), (members, leaver) => {
        const { law, state: opened } = panel({ t: 'quorum', need: 2, veto: false, members });
        const voted = vote(opened, 'consultLaw', leaver, 'approve', law, slotOf(opened, leaver));
        const gone = { ...law, directory: { ...law.directory, holdings: law.directory.holdings.filter((holding) => holding.personId !== personOf(leaver)) } };
        expect(stageOfPanel(voted)?.outcome).toBeNull();
        const other = MEMBERS.find((seat) => seat !== leaver) as Seat;
        expect(stageOfPanel(vote(voted, 'consultLaw', other, 'approve', gone, slotOf(voted, other)))?.outcome).toBe('approved');
        // A leaver who had not answered leaves an open seat: it is neither an answer nor a rejection.
        const silent = vote(opened, 'consultLaw', other, 'approve', gone, slotOf(opened, other));
        expect(codeOf(() => deciding(silent, 'consultLaw', leaver, 'approve', gone, slotOf(silent, leaver)))).toBe('not_eligible');
        expect(stageOfPanel(silent)?.outcome).toBeNull();
      }),
      { numRuns: 20, seed: 13 },
    );
  });

  it('same-person-one-vote: whoever fills two seats answers once, and is shown his own answer', () => {
    const delegated = {
      id: 'dlg_1',
      kind: 'TUQ' as const,
      ownerId: personOf('member2'),
      delegateId: personOf('member1'),
      unitId: unitOf('council'),
      role: 'officer' as const,
      document: '12/UQ',
    };
    const base = panel(quorum(3));
    const law = { ...base.law, directory: { ...base.law.directory, delegations: [delegated] } };
    const state = vote(base.state, 'consultLaw', 'member1', 'approve', law, slotOf(base.state, 'member1'));
    let refused: unknown;
    try {
      deciding(state, 'consultLaw', 'member1', 'approve', law, slotOf(state, 'member2'));
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'already_voted', details: { own: { decisionId: state.decisions.at(-1)?.id, verdict: 'approve' } } });
    // The one he would have stood for still has his own voice.
    expect(codeOf(() => deciding(state, 'consultLaw', 'member2', 'approve', law, slotOf(state, 'member2')))).toBe('accepted');
  });

  it('one task a holder: his stand-in is asked beside him, and their seat has one vote', () => {
    const delegated = {
      id: 'dlg_1',
      kind: 'TUQ' as const,
      ownerId: personOf('member2'),
      delegateId: personOf('accountant'),
      unitId: unitOf('council'),
      role: 'officer' as const,
      document: '12/UQ',
    };
    const directory = { ...lawAt('2026-03-02 09:00').directory, delegations: [delegated] };
    const { law, state } = panel(quorum(2), {}, { directory });
    expect(openTasks(state, 'consultLaw').map((task) => task.candidates)).toEqual([
      [personOf('member1')],
      [personOf('member2'), personOf('accountant')],
      [personOf('member3')],
    ]);
    const answered = vote(state, 'consultLaw', 'accountant', 'approve', law, 2);
    expect(answered.decisions.at(-1)).toMatchObject({ actor: personOf('accountant'), onBehalfOf: personOf('member2'), authority: 'TUQ. 12/UQ' });
    expect(codeOf(() => deciding(answered, 'consultLaw', 'accountant', 'approve', law, 1))).not.toBe('accepted');
  });
});

describe('taking a verdict back', () => {
  it('recall-only-while-open: the task asks again with a new version while the stage is open, afterwards it is closed', () => {
    const { law, state: opened } = panel(quorum(2));
    const voted = vote(opened, 'consultLaw', 'member1', 'approve', law, 1);
    const task = voted.tasks.find((one) => one.stageKey === 'consultLaw' && one.slot === 1);
    if (!task) throw new Error('no task');
    expect(codeOf(() => recallDecision(voted, { taskId: task.id, by: personOf('member2'), reason: '' }, law))).toBe('not_eligible');
    const recalled = then(voted, recallDecision(voted, { taskId: task.id, by: personOf('member1'), reason: 'Đọc lại' }, law));
    const again = recalled.tasks.find((one) => one.id === task.id);
    expect([again?.status, again?.version, again?.decisionId]).toEqual(['unclaimed', task.version + 1, null]);
    expect(standingOf(recalled, voted.decisions.at(-1)?.id as never)).toEqual({ t: 'recalled' });
    expect(codeOf(() => recallDecision(recalled, { taskId: task.id, by: personOf('member1'), reason: '' }, law))).toBe('nothing_to_recall');
    // Taken back, it no longer counts towards the number.
    const one = vote(recalled, 'consultLaw', 'member2', 'approve', law, 2);
    expect(stageOfPanel(one)?.status).toBe('open');
    const closed = vote(one, 'consultLaw', 'member1', 'approve', law, 1);
    expect(stageOfPanel(closed)?.outcome).toBe('approved');
    expect(codeOf(() => recallDecision(closed, { taskId: task.id, by: personOf('member1'), reason: '' }, law))).toBe('stage_closed');
  });
});

describe('returns', () => {
  const OTHER_TARGET = routeWith('approve', { returns: { to: ['assess', 'appraise'], maxRounds: 3 } });
  const law = lawAt('2026-03-02 09:00', { route: OTHER_TARGET });
  const atApproval = (): ReviewState =>
    (
      [
        ['assess', 'head'],
        ['consultUnits', 'financeHead'],
        ['consultLaw', 'lawyer'],
        ['appraise', 'appraiser'],
      ] as const
    ).reduce<ReviewState>((state, [key, seat]) => step(state, key, seat, law), fold(opening(law)));
  const returning = (state: ReviewState, parts: { returnTo?: string } = {}) =>
    recordDecision(state, verdictOn(state, taskIn(state, 'approve'), 'leader', 'return', law, parts), law, sha256);

  it('go to the one stage they name, from the list', () => {
    const state = atApproval();
    expect(codeOf(() => returning(state))).toBe('return_target_invalid');
    expect(codeOf(() => returning(state, { returnTo: 'consultLaw' }))).toBe('return_target_invalid');
    const back = walkOn(then(state, returning(state, { returnTo: 'appraise' })), 'approve', law);
    expect(back.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round])).toEqual([['appraise', 2]]);
    expect(back.decisions.at(-1)?.returnTo).toBe('appraise');
  });

  it('return-round-numbering: rounds count from one without a gap, whatever is carried over or voided', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 2 }), (changes) => {
        let state = fold(opening(law));
        for (const [index, change] of changes.entries()) {
          for (const [key, seat] of [
            ['assess', 'head'],
            ['consultUnits', 'financeHead'],
            ['consultLaw', 'lawyer'],
          ] as const) {
            if (openTasks(state, key).length > 0 && key === 'assess' && index > 0) {
              state = walkOn(
                then(
                  state,
                  recordDecision(
                    state,
                    verdictOn(
                      state,
                      taskIn(state, 'assess'),
                      'head',
                      'approve',
                      law,
                      change ? { objection: 'Giữ nguyên vì đủ căn cứ' } : { objection: 'Đã giải trình' },
                    ),
                    law,
                    sha256,
                  ),
                ),
                'assess',
                law,
              );
            } else if (openTasks(state, key).length > 0) state = step(state, key, seat, law);
            if (state.stages.some((stage) => stage.key === key && stage.carriedOver)) state = walkOn(state, key, law);
          }
          state = step(state, 'appraise', 'appraiser', law, 'return');
        }
        for (const key of new Set(state.stages.map((stage) => stage.key))) {
          const rounds = state.stages.filter((stage) => stage.key === key).map((stage) => stage.round);
          expect(rounds).toEqual(rounds.map((_, index) => index + 1));
        }
      }),
      { numRuns: 10, seed: 14 },
    );
  });

  it('the author sends nothing new only with a reasoned objection, which stays with his verdict', () => {
    const plain = lawAt('2026-03-02 09:00');
    let state = fold(opening(plain));
    for (const [key, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
    ] as const)
      state = step(state, key, seat, plain);
    state = step(state, 'appraise', 'appraiser', plain, 'return');
    expect(codeOf(() => deciding(state, 'assess', 'head', 'approve', plain))).toBe('nothing_changed');
    const objection = 'Nghị định 63/2010/NĐ-CP không đòi thêm giấy tờ này';
    const sent = then(state, recordDecision(state, verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', plain, { objection }), plain, sha256));
    expect(sent.decisions.at(-1)?.objection).toBe(objection);
    const next = walkOn(sent, 'assess', plain);
    expect(next.stages.filter((stage) => stage.carriedOver).map((stage) => stage.key)).toEqual(['consultUnits', 'consultLaw']);
    // The returner is asked anew: his own stage is never carried over.
    expect(
      walkOn(next, 'consultLaw', plain)
        .tasks.filter(isOpen)
        .map((task) => task.stageKey),
    ).toEqual(['appraise']);
  });

  it('a route that rejects when the rounds are used up takes the last return as a rejection', () => {
    const strict = lawAt('2026-03-02 09:00', { route: routeWith('appraise', { returns: { to: ['assess'], maxRounds: 1, onExhausted: 'reject' } }) });
    let state = fold(opening(strict));
    for (const [key, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
    ] as const)
      state = step(state, key, seat, strict);
    const decided = vote(state, 'appraise', 'appraiser', 'return', strict);
    expect(decided.stages.at(-1)).toMatchObject({ key: 'appraise', outcome: 'rejected' });
  });

  it('return-collect-merges (the law of it): returns wait for the siblings, then go out as one', () => {
    const { law: collecting, state: opened } = panel({ t: 'all' }, { returns: { to: ['assess'], maxRounds: 3, collect: true } });
    const one = vote(opened, 'consultLaw', 'member1', 'return', collecting, 1);
    expect(stageOfPanel(one)?.status).toBe('open');
    const two = vote(one, 'consultLaw', 'member2', 'approve', collecting, 2);
    const three = vote(two, 'consultLaw', 'member3', 'return', collecting, 3);
    expect(stageOfPanel(three)).toMatchObject({ status: 'closed', outcome: 'returned' });
    expect(three.decisions.filter((decision) => decision.verdict === 'return')).toHaveLength(2);
  });

  it.each<[string, Stage['limit'], NonNullable<Stage['returns']>['reentry'] | undefined, string, string, number | null]>([
    ['afresh', { workingDays: 5 }, undefined, '2026-03-05 09:00', '2026-03-18 00:00', null],
    ['a limit of its own', { workingDays: 5 }, { workingDays: 2 }, '2026-03-05 09:00', '2026-03-13 00:00', null],
    ['what was left: three of five days', { workingDays: 5 }, 'remaining', '2026-03-05 09:00', '2026-03-14 00:00', -2],
    ['nothing was left: one working day', { workingDays: 5 }, 'remaining', '2026-03-13 09:00', '2026-03-18 00:00', -4],
    ['what was left in hours', { workingHours: 20 }, 'remaining', '2026-03-03 09:00', '2026-03-11 14:00', -8],
    ['no hour was left: a working day of hours', { workingHours: 20 }, 'remaining', '2026-03-13 09:00', '2026-03-17 09:00', -12],
  ])('return-reentry: the rounds after a return have the term the route says: %s', (_, limit, reentry, returnedAt, due, by) => {
    const route = routeWith('appraise', { limit, returns: { to: ['assess'], maxRounds: 3, ...(reentry === undefined ? {} : { reentry }) } });
    const at = (wall: string): Law => lawAt(wall, { route });
    let state = fold(opening(at('2026-03-02 09:00')));
    for (const [key, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
    ] as const)
      state = step(state, key, seat, at('2026-03-02 09:00'));
    state = step(state, 'appraise', 'appraiser', at(returnedAt), 'return');
    const again = at(returnedAt < '2026-03-10' ? '2026-03-10 09:00' : '2026-03-16 09:00');
    state = step(rewritten(state, again), 'assess', 'head', again);
    state = step(step(state, 'consultUnits', 'financeHead', again), 'consultLaw', 'lawyer', again);
    const { term, round } = taskIn(state, 'appraise');
    expect([round, term.dueAt, term.events.flatMap((event) => (event.type === 'adjusted' ? [event.by] : []))[0] ?? null]).toEqual([2, vn(due), by]);
  });

  describe('return-keeps-unchanged-approvals (the law of it): an approval of a panel that returned', () => {
    const route = (mode: Mode): Route => {
      const one = routeWith('assess', { covers: ['items/*', 'cost/*'] }, panelRoute(mode, { covers: ['law/*'], returns: { to: ['assess'], maxRounds: 3 } }));
      return { ...one, edges: [...one.edges, { from: 'consultLaw', on: 'returned', to: ['assess'] }] };
    };
    /** Two members have approved, the third has returned, and the author sends a text back. */
    const again = (mode: Mode, legal: string): { readonly state: ReviewState; readonly law: Law } => {
      const law = lawAt('2026-03-02 09:00', { route: route(mode) });
      const opened = step(fold(opening(law, twoParts('1', 'cũ'))), 'assess', 'head', law);
      const approved = (['member1', 'member2'] as const).reduce((state, seat) => vote(state, 'consultLaw', seat, 'approve', law, slotOf(state, seat)), opened);
      const returned = step(approved, 'consultUnits', 'financeHead', law);
      const out = walkOn(vote(returned, 'consultLaw', 'member3', 'return', law, slotOf(returned, 'member3')), 'consultLaw', law);
      const edited = legal === 'cũ' ? out : revised(out, legal, law);
      const back = verdictOn(edited, taskIn(edited, 'assess'), 'head', 'approve', law, { objection: 'Giữ nguyên' });
      return { state: walkOn(then(edited, recordDecision(edited, back, law, sha256)), 'assess', law), law };
    };
    const edit = (state: ReviewState, legal: string, law: Law) => reviseProposal(state, { by: personOf('officer'), content: twoParts('1', legal) }, law);
    const revised = (state: ReviewState, legal: string, law: Law): ReviewState => then(state, edit(state, legal, law));
    const rounds = (state: ReviewState) =>
      state.tasks.filter((task) => task.stageKey === 'consultLaw' && task.round === 2).map((task) => [task.status, task.carried !== null]);

    it.each<Mode>([{ t: 'all' }, quorum(3)])('is not asked again while its fields stand, and counts ($t)', (mode) => {
      const { state, law } = again(mode, 'cũ');
      expect(rounds(state)).toEqual([
        ['done', true],
        ['done', true],
        ['unclaimed', false],
      ]);
      const closed = vote(state, 'consultLaw', 'member3', 'approve', law, 3);
      expect(stageOfPanel(closed)).toMatchObject({ round: 2, outcome: 'approved' });
    });

    it('is asked again where its fields changed', () => {
      const { state } = again({ t: 'all' }, 'mới');
      expect(rounds(state)).toEqual(Array.from({ length: 3 }, () => ['unclaimed', false]));
    });

    it('is asked for once a later edit or an annulment takes it away, with a notice', () => {
      const { state, law } = again({ t: 'all' }, 'cũ');
      const events = edit(state, 'mới', law);
      const edited = then(state, events);
      expect(openTasks(edited, 'consultLaw').map((task) => task.candidates[0])).toEqual(MEMBERS.map(personOf));
      expect(noticesFor(events, edited, law).map(({ kind, recipientId }) => [kind, recipientId])).toEqual([
        ['task.assigned', personOf('member1')],
        ['task.assigned', personOf('member2')],
      ]);
      const [given] = state.decisions.filter((one) => one.actor === personOf('member1'));
      if (!given) throw new Error('no decision');
      const frozen = then(state, disputeDecision(state, { decisionId: given.id, by: personOf('member1') }, law));
      const annulled = then(
        frozen,
        resolveDispute(frozen, { decisionId: given.id, by: personOf('coordinator'), outcome: 'annulled', reason: 'Không phải người đó' }, law),
      );
      expect(openTasks(annulled, 'consultLaw').map((task) => task.candidates[0])).toEqual([personOf('member1'), personOf('member3')]);
    });
  });

  it('return-collect-merges (the law of it): it goes where the return says, whoever answers last', () => {
    const to = ['assess', 'consultUnits'];
    const route = panelRoute({ t: 'all' }, { returns: { to, maxRounds: 3, collect: true } });
    const { law: collecting, state: opened } = panel(
      { t: 'all' },
      {},
      { route: { ...route, edges: [...route.edges, { from: 'consultLaw', on: 'returned', to }] } },
    );
    const returning = verdictOn(opened, taskIn(opened, 'consultLaw', 1), 'member1', 'return', collecting, { returnTo: 'assess' });
    const one = then(opened, recordDecision(opened, returning, collecting, sha256));
    const all = vote(vote(one, 'consultLaw', 'member2', 'approve', collecting, 2), 'consultLaw', 'member3', 'approve', collecting, 3);
    expect(stageOfPanel(all)).toMatchObject({ outcome: 'returned', closedBy: returning.decisionId });
    const next = walkOn(all, 'consultLaw', collecting);
    expect(next.stages.filter((stage) => stage.round === 2).map((stage) => stage.key)).toEqual(['assess']);
  });

  it('return-collect-merges (the law of it): one given after the term of the siblings waits for nobody', () => {
    const { law: collecting, state: opened } = panel({ t: 'all' }, { returns: { to: ['assess'], maxRounds: 3, collect: true } });
    const late = vote(opened, 'consultLaw', 'member1', 'return', { ...collecting, now: vn('2026-03-20 09:00') }, 1);
    expect(stageOfPanel(late)).toMatchObject({ status: 'closed', outcome: 'returned' });
    expect(late.tasks.filter((task) => task.stageKey === 'consultLaw').map((task) => task.status)).toEqual(['done', 'withdrawn', 'withdrawn']);
  });

  it('return-collect-merges (the law of it): merged in the last round, it rejects where the route says so', () => {
    const { law: collecting, state: opened } = panel({ t: 'all' }, { returns: { to: ['assess'], maxRounds: 1, onExhausted: 'reject', collect: true } });
    const one = vote(opened, 'consultLaw', 'member1', 'return', collecting, 1);
    const ended = { ...collecting, now: vn('2026-03-20 09:00') };
    expect(stageOfPanel(then(one, dueRungs(one, latestStageId(one, 'consultLaw'), ended)))).toMatchObject({ status: 'closed', outcome: 'rejected' });
  });
});
