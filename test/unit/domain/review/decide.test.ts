import fc from 'fast-check';
import { outcomeOf, recordDecision, type RecordDecision } from '../../../../domain/review/decide.js';
import { openNext } from '../../../../domain/review/what-follows.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { contentMapOf } from '../../../../domain/review/content-digest.js';
import type { Law } from '../../../../domain/review/law.js';
import { fold, type DecisionState, type ReviewState } from '../../../../domain/review/review.js';
import { type ErrorCode } from '../../../../domain/shared/errors.js';
import type { Mode, Stage, StageOutcome, Verdict } from '../../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';
import { stageOf } from '../../../../domain/route/route.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';
import {
  deciding,
  directoryWith,
  latestStageId,
  lawAt,
  nthId,
  opening,
  personOf,
  REVIEW,
  routeWith,
  sha256,
  taskIn,
  unitOf,
  verdictOn,
  type Seat,
  rewritten,
} from '../../../support/law.js';

import { ADOPTION, APPRAISED, ASSESSED, CONSULTED, LAW, types, walked } from '../../../support/walked-review.js';
import { codeOf, refusalOf } from '../../../support/verbs.js';

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
      unitId: nthId('unit', 500 + index),
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
