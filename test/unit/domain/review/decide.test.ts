import fc from 'fast-check';
import { awaitingNext, openNext, outcomeOf, recordDecision, reviseProposal, withdrawReview, type RecordDecision } from '../../../../domain/review/decide.js';
import { contentMapOf } from '../../../../domain/review/content-digest.js';
import type { Law } from '../../../../domain/review/law.js';
import { fold, isOpen, type DecisionState, type ReviewEvent, type ReviewState } from '../../../../domain/review/review.js';
import { DomainError, type ErrorCode } from '../../../../domain/shared/errors.js';
import { candidateChanges } from '../../../../domain/review/stand-ins.js';
import type { Mode, Role, Route, Stage, StageOutcome, Verdict } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { stageOf } from '../../../../domain/route/route.js';
import { day, vn } from '../../../support/fixtures/calendars/vn.js';
import {
  CONTENT,
  deciding,
  directoryWith,
  latestStageId,
  lawAt,
  nthId,
  opening,
  openTasks,
  personOf,
  REVIEW,
  routeWith,
  sha256,
  taskIn,
  unitOf,
  verdictOn,
  type Seat,
  rewritten,
  type UnitCode,
} from '../../../support/law.js';

const LAW = lawAt('2026-03-02 09:00');
const ADOPTION = { adoptsOn: day('2026-03-03') };
const codeOf = (act: () => unknown): ErrorCode | 'accepted' => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
const refusalOf = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was accepted');
};
const types = (events: readonly ReviewEvent[]): readonly string[] => events.map((event) => event.type);

/** The review as it stands once the named people have decided, the route followed after each. */
function walked(steps: readonly (readonly [string, Seat, Verdict?])[], law: Law = LAW): ReviewState {
  return steps.reduce<ReviewState>(
    (state, [stageKey, seat, verdict = 'approve']) => {
      const decided = fold(deciding(state, stageKey, seat, verdict, law), state);
      const next = openNext(decided, latestStageId(state, stageKey), ADOPTION, law);
      return next.length > 0 ? fold(next, decided) : decided;
    },
    fold(opening(law)),
  );
}
const ASSESSED = [['assess', 'head']] as const;
const CONSULTED = [...ASSESSED, ['consultUnits', 'financeHead'], ['consultLaw', 'lawyer', 'noOpinion']] as const;
const APPRAISED = [...CONSULTED, ['appraise', 'appraiser']] as const;

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

describe('a verdict', () => {
  it('is recorded with who, when and on what content, closes its stage and opens nothing', () => {
    const state = fold(opening(LAW));
    const events = deciding(state, 'assess', 'head', 'approve', LAW);
    expect(types(events)).toEqual(['DecisionRecorded', 'StageClosed']);
    const after = fold(events, state);
    expect(after.decisions[0]).toMatchObject({ actor: personOf('head'), verdict: 'approve', taskVersion: 1, recordedAt: LAW.now, late: false, round: 1 });
    expect(after.stages).toEqual([expect.objectContaining({ status: 'closed', outcome: 'approved', closedAt: LAW.now })]);
    expect(after.tasks[0]).toMatchObject({ status: 'done', version: 2 });
  });

  it.each([
    ['just before its due instant', '2026-03-16 23:59', false],
    ['at its due instant', '2026-03-17 00:00', true],
    ['after it', '2026-03-17 08:00', true],
  ])('received %s', (_, wall, late) => {
    const state = fold(opening(LAW));
    const law = lawAt('2026-03-18 08:00');
    const events = recordDecision(state, verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', law, { receivedAt: vn(wall) }), law, sha256);
    expect(fold(events, state).decisions[0]).toMatchObject({ late, recordedAt: law.now, receivedAt: vn(wall) });
  });
});

describe('who and what is refused, by the state of the task and the verdict', () => {
  const CASES: readonly (readonly [
    string,
    () => { readonly state: ReviewState; readonly command: RecordDecision; readonly law?: Law },
    ErrorCode | 'accepted',
  ])[] = [
    [
      'an unknown task',
      () => ({ state: fold(opening(LAW)), command: { ...onTask('assess', 'head'), taskId: `tsk_${REVIEW.slice(4)}-assess-9-1` as RecordDecision['taskId'] } }),
      'not_found',
    ],
    ['a person who was never asked', () => ({ state: fold(opening(LAW)), command: onTask('assess', 'lawyer') }), 'not_eligible'],
    [
      'an opinion by the author of the proposal',
      () => {
        const law = lawAt('2026-03-02 09:00', { directory: directoryWith({ also: [['officer', 'justice', 'consultee']] }) });
        return { law, state: walked(ASSESSED, law), command: onTask('consultLaw', 'officer', 'approve', walked(ASSESSED, law), law) };
      },
      'not_eligible',
    ],
    [
      'an appraisal by the head who assessed',
      () => {
        const law = lawAt('2026-03-02 09:00', { directory: directoryWith({ also: [['head', 'control', 'appraiser']] }) });
        return { law, state: walked(CONSULTED, law), command: onTask('appraise', 'head', 'approve', walked(CONSULTED, law), law) };
      },
      'not_eligible',
    ],
    [
      'an approval through a link alone, where a mailed code or a sign-in is needed',
      () => ({ state: walked(APPRAISED), command: { ...onTask('approve', 'leader', 'approve', walked(APPRAISED)), assurance: 'A1' } }),
      'step_up_required',
    ],
    [
      'content that changed since it was shown',
      () => ({ state: fold(opening(LAW)), command: { ...onTask('assess', 'head'), contentDigest: '0'.repeat(64) } }),
      'stale_content',
    ],
    [
      'changed content on an older version: the content is named first',
      () => ({ state: fold(opening(LAW)), command: { ...onTask('assess', 'head'), contentDigest: '0'.repeat(64), expectedVersion: 9 } }),
      'stale_content',
    ],
    ['an older version of the task', () => ({ state: fold(opening(LAW)), command: { ...onTask('assess', 'head'), expectedVersion: 9 } }), 'version_moved'],
    ['a verdict the stage does not take', () => ({ state: fold(opening(LAW)), command: onTask('assess', 'head', 'reject') }), 'verdict_not_allowed'],
    [
      'a return without a ground',
      () => ({ state: walked(CONSULTED), command: { ...onTask('appraise', 'appraiser', 'return', walked(CONSULTED)), comment: ' \n' } }),
      'comment_required',
    ],
    [
      'a rejection without a ground',
      () => ({ state: walked(CONSULTED), command: { ...onTask('appraise', 'appraiser', 'reject', walked(CONSULTED)), comment: '' } }),
      'comment_required',
    ],
    [
      'an approval without a word',
      () => ({ state: walked(CONSULTED), command: { ...onTask('appraise', 'appraiser', 'approve', walked(CONSULTED)), comment: '' } }),
      'accepted',
    ],
    [
      'a proposal that changes nothing',
      () => {
        const state = fold(opening(LAW, contentMapOf({ note: 'chưa có gì' }, sha256)));
        return { state, command: onTask('assess', 'head', 'approve', state) };
      },
      'proposal_empty',
    ],
  ];

  function onTask(stageKey: string, seat: Seat, verdict: Verdict = 'approve', state: ReviewState = fold(opening(LAW)), law: Law = LAW): RecordDecision {
    return verdictOn(state, taskIn(state, stageKey), seat, verdict, law);
  }

  it.each(CASES)('%s', (_, given, code) => {
    const { state, command, law = LAW } = given();
    expect(codeOf(() => recordDecision(state, command, law, sha256))).toBe(code);
  });

  it('a second head who decides the same task is told who decided first', () => {
    const open = fold(opening(LAW));
    const command = onTask('assess', 'head');
    const state = fold(recordDecision(open, command, LAW, sha256), open);
    const refused = refusalOf(() => recordDecision(state, { ...command, decisionId: nthId('decision', 9001) }, LAW, sha256));
    expect(refused.code).toBe('already_decided');
    expect(refused.details['winner']).toMatchObject({
      decisionId: command.decisionId,
      by: personOf('head'),
      verdict: 'approve',
      channel: 'web',
      recordedAt: LAW.now,
    });
  });

  it('content changed comes with the digest and version that hold now', () => {
    const state = fold(opening(LAW));
    const right = onTask('assess', 'head');
    expect(refusalOf(() => recordDecision(state, { ...right, contentDigest: 'x' }, LAW, sha256)).details).toMatchObject({
      contentDigest: right.contentDigest,
      version: 1,
    });
  });

  it.each(['approve', 'reject', 'return', 'noOpinion'] as const)('%s on a task whose stage another vote has closed is told the outcome', (verdict) => {
    const route = routeWith('consultLaw', {
      mode: { t: 'quorum', need: 1, veto: false, members: 'snapshot' },
      who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }],
    });
    const law = lawAt('2026-03-02 09:00', { route });
    const open = walked(ASSESSED, law);
    const late = verdictOn(open, taskIn(open, 'consultLaw', 2), 'member2', verdict, law);
    const state = fold(deciding(open, 'consultLaw', 'member1', 'approve', law), open);
    const refused = refusalOf(() => recordDecision(state, late, law, sha256));
    expect([refused.code, refused.details['outcome']]).toEqual(['stage_closed', 'opinion']);
  });

  it('a task of a withdrawn review says that the review has ended', () => {
    const open = fold(opening(LAW));
    const command = onTask('assess', 'head');
    const state = fold(withdrawReview(open, { by: personOf('coordinator'), reason: 'Trùng' }, LAW), open);
    expect(codeOf(() => recordDecision(state, command, LAW, sha256))).toBe('review_closed');
  });

  it('a post that has ended since the task was given no longer decides', () => {
    const state = fold(opening(LAW));
    const law = lawAt('2026-03-03 09:00', { directory: directoryWith({ without: 'head' }) });
    const refused = refusalOf(() => recordDecision(state, onTask('assess', 'head'), law, sha256));
    expect(refused.details['why']).toEqual([expect.objectContaining({ code: 'role_ended' })]);
  });

  it('somebody who took the post after the opening may decide', () => {
    const state = fold(opening(LAW));
    const law = lawAt('2026-03-03 09:00', { directory: directoryWith({ without: 'head', also: [['member3', 'civil', 'unitHead']] }) });
    expect(codeOf(() => recordDecision(state, onTask('assess', 'member3'), law, sha256))).toBe('accepted');
  });
});

describe('returns', () => {
  const round = (state: ReviewState): ReviewState =>
    [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
      ['appraise', 'appraiser', 'return'],
    ].reduce<ReviewState>((current, step) => {
      const [stageKey, seat, verdict = 'approve'] = step as [string, Seat, Verdict?];
      const written = stageKey === 'assess' && taskIn(current, 'assess').round > 1 ? rewritten(current, LAW) : current;
      const decided = fold(deciding(written, stageKey, seat, verdict, LAW), written);
      return fold(openNext(decided, latestStageId(current, stageKey), ADOPTION, LAW), decided);
    }, state);

  it('number the rounds of each stage from one', () => {
    const state = round(round(fold(opening(LAW))));
    for (const key of ['assess', 'consultUnits', 'consultLaw', 'appraise']) {
      const rounds = state.stages.filter((stage) => stage.key === key).map((stage) => stage.round);
      expect(rounds).toEqual(rounds.map((_, index) => index + 1));
    }
    expect(taskIn(state, 'assess')).toMatchObject({ round: 3, version: 1 });
  });

  it('are refused in the last round of the budget, in which approval and rejection are left', () => {
    let state = rewritten(round(round(fold(opening(LAW)))), LAW);
    for (const [stageKey, seat] of [
      ['assess', 'head'],
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
    ] as const) {
      const decided = fold(deciding(state, stageKey, seat, 'approve', LAW), state);
      state = decided;
      const next = openNext(decided, latestStageId(decided, stageKey), ADOPTION, LAW);
      if (next.length > 0) state = fold(next, decided);
    }
    expect(taskIn(state, 'appraise').round).toBe(3);
    const refused = refusalOf(() => deciding(state, 'appraise', 'appraiser', 'return', LAW));
    expect([refused.code, refused.details['round']]).toEqual(['round_budget_spent', 3]);
    for (const verdict of ['approve', 'reject'] as const) expect(codeOf(() => deciding(state, 'appraise', 'appraiser', verdict, LAW))).toBe('accepted');
  });
});

describe('what a stage has reached', () => {
  const stage = (mode: Mode, kind: Stage['kind'] = 'appraisal'): Stage => ({ ...stageOf(PROVINCIAL_REVIEW, 'appraise'), kind, mode });
  const base = fold(opening(LAW));
  const template = taskIn(base, 'assess');
  /** `a` approve · `r` reject · `b` return · `n` no opinion · `.` open */
  const reached = (of: Stage, votes: string): StageOutcome | null => {
    const verdicts: Record<string, Verdict> = { a: 'approve', r: 'reject', b: 'return', n: 'noOpinion' };
    const cast = [...votes].map((vote, index) => ({ vote, id: nthId('decision', 500 + index) }));
    const tasks = cast.map(({ vote, id }, index) => ({
      ...template,
      slot: index + 1,
      status: vote === '.' ? ('unclaimed' as const) : ('done' as const),
      decisionId: vote === '.' ? null : id,
    }));
    const decisions = cast
      .filter(({ vote }) => vote !== '.')
      .map(({ vote, id }): DecisionState => ({
        ...verdictOn(base, template, 'head', verdicts[vote] as Verdict, LAW),
        id,
        taskVersion: 1,
        stageKey: of.key,
        round: 1,
        unitId: template.unitId,
        onBehalfOf: null,
        recordedAt: LAW.now,
        late: false,
      }));
    return outcomeOf(of, tasks, { ...base, decisions });
  };
  const quorum = (need: number, veto: boolean): Mode => ({ t: 'quorum', need, veto, members: 'snapshot' });
  const perUnit = (needUnits: number | 'all'): Mode => ({ t: 'perUnit', inner: { t: 'one' }, needUnits });

  it.each<[string, Mode, Stage['kind'], string, StageOutcome | null]>([
    ['one: open', { t: 'one' }, 'appraisal', '.', null],
    ['one: approved', { t: 'one' }, 'appraisal', 'a', 'approved'],
    ['one: rejected', { t: 'one' }, 'appraisal', 'r', 'rejected'],
    ['one: returned', { t: 'one' }, 'appraisal', 'b', 'returned'],
    ['one: no opinion is an answer, not an approval', { t: 'one' }, 'appraisal', 'n', 'opinion'],
    ['one: a refusal in a consultation is an opinion', { t: 'one' }, 'opinion', 'r', 'opinion'],
    ['all: waits for the last', { t: 'all' }, 'approval', 'aa.', null],
    ['all: approved', { t: 'all' }, 'approval', 'ana', 'approved'],
    ['all: one rejection closes', { t: 'all' }, 'approval', 'a.r', 'rejected'],
    ['all: nobody with an opinion approves nothing', { t: 'all' }, 'approval', 'nnn', 'opinion'],
    ['all: a consultation hears everybody', { t: 'all' }, 'opinion', 'r.', null],
    ['all: a consultation closes with the last', { t: 'all' }, 'opinion', 'ran', 'opinion'],
    ['quorum: waits', quorum(2, false), 'approval', 'a..', null],
    ['quorum: closes at need', quorum(2, false), 'approval', 'aa.', 'approved'],
    ['quorum: a rejection that still leaves enough', quorum(2, false), 'approval', 'ar.', null],
    ['quorum: out of reach with a rejection', quorum(2, false), 'approval', 'rr.', 'rejected'],
    ['quorum: out of reach, the last answer without opinion', quorum(2, false), 'approval', 'rna', 'rejected'],
    ['quorum: veto rejects at once', quorum(2, true), 'approval', 'ar.', 'rejected'],
    ['quorum: need reached although one vetoes later is not asked', quorum(1, true), 'approval', 'a..', 'approved'],
    ['quorum: out of reach without any rejection is never a rejection', quorum(2, false), 'approval', 'ann', null],
    ['quorum: a return ends the round', quorum(2, false), 'approval', 'ab.', 'returned'],
    ['per unit: waits for every unit', perUnit('all'), 'opinion', 'a.', null],
    ['per unit: all units have answered', perUnit('all'), 'opinion', 'rn', 'opinion'],
    ['per unit: enough units have answered', perUnit(2), 'opinion', 'ra.', 'opinion'],
    ['per unit: approved by enough', perUnit(2), 'approval', 'aa.', 'approved'],
    ['per unit: one rejection', perUnit(2), 'approval', 'ar.', 'rejected'],
  ])('%s', (_, mode, kind, votes, outcome) => {
    expect(reached(stage(mode, kind), votes)).toBe(outcome);
  });

  const votes = fc.array(fc.constantFrom('a', 'r', 'b', 'n', '.'), { minLength: 1, maxLength: 6 }).map((list) => list.join(''));
  const modes = fc.oneof(
    fc.constant<Mode>({ t: 'all' }),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([need, veto]) => quorum(need, veto)),
    fc.constantFrom<number | 'all'>(1, 2, 'all').map(perUnit),
  );

  it('nothing is approved without an approval, and nothing rejected without a rejection', () => {
    fc.assert(
      fc.property(modes, votes, (mode, cast) => {
        const outcome = reached(stage(mode, 'approval'), cast);
        if (outcome === 'approved') expect(cast).toContain('a');
        if (outcome === 'rejected') expect(cast).toContain('r');
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('the order of the votes does not matter, and a consultation is never approved or rejected', () => {
    fc.assert(
      fc.property(modes, votes, fc.nat(), (mode, cast, turn) => {
        const turned = cast.slice(turn % cast.length) + cast.slice(0, turn % cast.length);
        expect(reached(stage(mode), turned)).toBe(reached(stage(mode), cast));
        expect(['opinion', 'returned', null]).toContain(reached(stage(mode, 'opinion'), cast));
      }),
      { numRuns: 300, seed: 8 },
    );
  });

  it('a quorum is approved exactly from its needed number on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(5), fc.nat(3), (need, approvals, open) => {
        const cast = 'a'.repeat(approvals) + '.'.repeat(open);
        if (cast === '') return;
        expect(reached(stage(quorum(need, false), 'approval'), cast)).toBe(approvals >= need ? 'approved' : null);
      }),
      { numRuns: 200, seed: 9 },
    );
  });
});

describe('what comes next', () => {
  it('rivals of a closed quorum are withdrawn by the deciding vote, and only those', () => {
    const route = routeWith('consultLaw', {
      mode: { t: 'quorum', need: 2, veto: false, members: 'snapshot' },
      who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }],
    });
    const law = lawAt('2026-03-02 09:00', { route });
    let state = walked(ASSESSED, law);
    state = fold(deciding(state, 'consultLaw', 'member1', 'approve', law, 1), state);
    const events = deciding(state, 'consultLaw', 'member3', 'approve', law, 3);
    expect(types(events)).toEqual(['DecisionRecorded', 'StageClosed', 'TaskWithdrawn']);
    const after = fold(events, state);
    expect(after.tasks.filter((task) => task.stageKey === 'consultLaw').map((task) => task.status)).toEqual(['done', 'withdrawn', 'done']);
    expect(openTasks(after, 'consultUnits')).toHaveLength(1);
  });

  it('asked twice the second answer is empty, and a stage still open is followed by nothing', () => {
    const open = fold(opening(LAW));
    expect(openNext(open, latestStageId(open, 'assess'), ADOPTION, LAW)).toEqual([]);
    const state = walked(ASSESSED);
    expect(openNext(state, latestStageId(state, 'assess'), ADOPTION, LAW)).toEqual([]);
    expect(codeOf(() => openNext(state, `stg_${REVIEW.slice(4)}-assess-7` as never, ADOPTION, LAW))).toBe('not_found');
  });

  it('the last approval ends the review and says from when the change holds', () => {
    const state = walked([...APPRAISED, ['approve', 'leader']]);
    expect(state).toMatchObject({ outcome: 'approved', closedAt: LAW.now });
    const decided = walked(APPRAISED);
    const closing = fold(deciding(decided, 'approve', 'leader', 'approve', LAW), decided);
    expect(openNext(closing, latestStageId(closing, 'approve'), ADOPTION, LAW).at(-1)).toMatchObject({
      type: 'ReviewClosed',
      outcome: 'approved',
      adoptsOn: null,
      executes: true,
    });
  });

  it('a rejection ends it without a day of effect', () => {
    const state = walked(CONSULTED);
    const rejected = fold(deciding(state, 'appraise', 'appraiser', 'reject', LAW), state);
    expect(openNext(rejected, latestStageId(rejected, 'appraise'), ADOPTION, LAW).at(-1)).toMatchObject({
      type: 'ReviewClosed',
      outcome: 'rejected',
      adoptsOn: null,
    });
  });

  it('names every closed stage that still waits for its follower, the last to close first', () => {
    let state = walked(ASSESSED);
    state = fold(deciding(state, 'consultLaw', 'lawyer', 'approve', LAW), state);
    expect(awaitingNext(state, LAW)).toEqual([]);
    state = fold(deciding(state, 'consultUnits', 'financeHead', 'approve', LAW), state);
    expect(awaitingNext(state, LAW)).toEqual([latestStageId(state, 'consultUnits'), latestStageId(state, 'consultLaw')]);
  });

  it('a branch that ends without an edge to the join releases what waited for it', () => {
    const route: Route = {
      ...PROVINCIAL_REVIEW,
      edges: PROVINCIAL_REVIEW.edges.map((edge) => (edge.from === 'consultUnits' ? { ...edge, on: 'approved' } : edge)),
    };
    const law = lawAt('2026-03-02 09:00', { route });
    let state = walked([...ASSESSED, ['consultLaw', 'lawyer']], law);
    expect(openTasks(state, 'appraise')).toEqual([]);
    state = fold(deciding(state, 'consultUnits', 'financeHead', 'approve', law), state);
    const events = openNext(state, latestStageId(state, 'consultUnits'), ADOPTION, law);
    expect(events).toEqual([expect.objectContaining({ type: 'StageOpened', key: 'appraise', openedBy: latestStageId(state, 'consultUnits') })]);
  });

  it('over random verdicts and random orders, asking once after each closing always ends the review, each stage and task once', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const choose = <T>(list: readonly T[]): T => list[(stream.next().value as number) % list.length] as T;
        const seats: Record<string, Seat> = { assess: 'head', consultUnits: 'financeHead', consultLaw: 'lawyer', appraise: 'appraiser', approve: 'leader' };
        let state = fold(opening(LAW));
        const toAsk: string[] = [];
        for (let step = 0; step < 200 && state.outcome === null; step += 1) {
          const open = state.tasks.filter(isOpen);
          if (open.length > 0 && (toAsk.length === 0 || choose([true, false]))) {
            const task = choose(open);
            if (task.stageKey === 'assess' && task.round > 1) state = rewritten(state, LAW);
            const { verdicts } = stageOf(LAW.route, task.stageKey);
            const allowed = verdicts.filter((verdict) => verdict !== 'return' || task.round < 3);
            const events = deciding(state, task.stageKey, seats[task.stageKey] as Seat, choose(allowed), LAW);
            state = fold(events, state);
            if (events.some((event) => event.type === 'StageClosed')) toAsk.push(task.stageId);
            continue;
          }
          const asked = toAsk.splice((stream.next().value as number) % toAsk.length, 1)[0];
          const events = openNext(state, asked as never, ADOPTION, LAW);
          if (events.length > 0) state = fold(events, state);
          expect(openNext(state, asked as never, ADOPTION, LAW)).toEqual([]);
        }
        expect(state.outcome).not.toBeNull();
        expect(state.tasks.filter(isOpen)).toEqual([]);
        for (const list of [state.stages, state.tasks, state.decisions]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      }),
      { numRuns: 150, seed: 20_261_125 },
    );
  });
});

describe('a new revision of the proposal', () => {
  const OTHER = contentMapOf({ 'items/i2': 'khác', note: 'sửa' }, sha256);

  it('raises the revision and the version of the open task, names what changed and makes the writer an author', () => {
    const state = fold(opening(LAW));
    const events = reviseProposal(state, { by: personOf('head'), content: OTHER }, LAW);
    expect(events).toEqual([expect.objectContaining({ type: 'ProposalRevised', revision: 1, changed: ['items/i1', 'items/i2', 'note'] })]);
    const after = fold(events, state);
    expect([after.revision, after.authors, taskIn(after, 'assess').version]).toEqual([1, [personOf('officer'), personOf('head')], 2]);
    const seen = verdictOn(state, taskIn(state, 'assess'), 'head', 'approve', LAW);
    expect(codeOf(() => recordDecision(after, seen, LAW, sha256))).toBe('stale_content');
  });

  it('is refused after the end, and when nothing changed', () => {
    expect(codeOf(() => reviseProposal(fold(opening(LAW)), { by: personOf('head'), content: CONTENT }, LAW))).toBe('nothing_changed');
    const open = fold(opening(LAW));
    const ended = fold(withdrawReview(open, { by: personOf('coordinator'), reason: 'Trùng' }, LAW), open);
    expect(codeOf(() => reviseProposal(ended, { by: personOf('head'), content: OTHER }, LAW))).toBe('proposal_locked');
  });
});

describe('withdrawing a review', () => {
  it('closes every open task and ends it once', () => {
    const state = walked(ASSESSED);
    const events = withdrawReview(state, { by: personOf('coordinator'), reason: 'Thủ tục bị bãi bỏ' }, LAW);
    expect(types(events)).toEqual(['TaskWithdrawn', 'TaskWithdrawn', 'ReviewClosed']);
    const after = fold(events, state);
    expect(after).toMatchObject({ outcome: 'withdrawn', closedAt: LAW.now });
    expect(codeOf(() => withdrawReview(after, { by: personOf('coordinator'), reason: 'lần nữa' }, LAW))).toBe('review_closed');
    expect(openNext(after, latestStageId(after, 'assess'), ADOPTION, LAW)).toEqual([]);
    expect(awaitingNext(after, LAW)).toEqual([]);
  });
});
