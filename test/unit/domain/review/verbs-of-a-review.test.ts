import { addComment, answerComment, requestInformation, submitInformation } from '../../../../domain/review/comments.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { openNext } from '../../../../domain/review/what-follows.js';
import { disputeDecision, resolveDispute } from '../../../../domain/review/dispute.js';
import { explainEligibility, ELIGIBILITY_SENTENCES } from '../../../../domain/review/eligibility.js';
import { grantOverride, requestOverride } from '../../../../domain/review/overrides.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { confirmReopen, requestReopen } from '../../../../domain/review/reopen.js';
import { fold, isFrozen, isOpen, standingOf, type ReviewState } from '../../../../domain/review/review.js';
import { decideExtension, requestExtension, resumeTerm, suspendTerm } from '../../../../domain/review/term-changes.js';
import { deciding, latestStageId, lawAt, opening, personOf, routeWith, sha256, taskIn, unitOf, verdictOn, type Seat } from '../../../support/law.js';
import { ADOPTION, codeOf, panel, step, then, vote, walkOn } from '../../../support/verbs.js';
import { vn } from '../../../support/fixtures/calendars/vn.js';

const LAW = lawAt('2026-03-02 09:00');
const AT_APPRAISAL = (
  [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
  ] as const
).reduce<ReviewState>((state, [key, seat]) => step(state, key, seat, LAW), fold(opening(LAW)));
const AT_APPROVAL = step(AT_APPRAISAL, 'appraise', 'appraiser', LAW);
const by = (seat: Seat) => personOf(seat);

describe('comments', () => {
  const commented = (state: ReviewState = AT_APPROVAL, taskId = taskIn(state, 'approve').id): ReviewState =>
    then(state, addComment(state, { commentId: 'cmt_1', by: by('lawyer'), taskId, path: 'items/i1', text: 'Giữ lại bản sao', source: 'Hội Luật gia' }, LAW));

  it('an approval waits until each comment has a recorded answer; a rejection does not', () => {
    const state = commented();
    const given = (verdict: 'approve' | 'reject') => codeOf(() => deciding(state, 'approve', 'leader', verdict, LAW));
    expect([given('approve'), given('reject')]).toEqual(['comments_unanswered', 'accepted']);
    expect(codeOf(() => answerComment(state, { commentId: 'cmt_1', by: by('lawyer'), kind: 'explained', text: 'Không' }, LAW))).toBe('not_eligible');
    const answered = then(state, answerComment(state, { commentId: 'cmt_1', by: by('head'), kind: 'explained', text: 'Đã có dữ liệu dân cư' }, LAW));
    expect(answered.comments[0]).toMatchObject({
      source: 'Hội Luật gia',
      unitId: unitOf('justice'),
      stageKey: 'approve',
      disposition: { kind: 'explained', by: by('head') },
    });
    expect(codeOf(() => deciding(answered, 'approve', 'leader', 'approve', LAW))).toBe('accepted');
  });

  it('a comment names content that exists, and says something', () => {
    const ask = { commentId: 'c', by: by('lawyer'), taskId: null, path: null, text: 'x', source: null };
    expect(codeOf(() => addComment(AT_APPROVAL, { ...ask, path: 'items/i9' }, LAW))).toBe('content_field_unknown');
    expect(codeOf(() => addComment(AT_APPROVAL, { ...ask, text: ' ' }, LAW))).toBe('comment_required');
    expect(codeOf(() => addComment(AT_APPROVAL, { ...ask, text: 'a'.repeat(4_001) }, LAW))).toBe('content_too_long');
  });

  it('a question stops the clock and its answer lets it run: the used budget stays', () => {
    const task = taskIn(AT_APPRAISAL, 'appraise');
    const asked = then(
      AT_APPRAISAL,
      requestInformation(
        AT_APPRAISAL,
        { taskId: task.id, by: by('appraiser'), commentId: 'cmt_1', question: 'Số liệu năm 2025?', path: null, until: vn('2026-03-06 09:00') },
        lawAt('2026-03-03 09:00'),
      ),
    );
    expect(asked.comments.map((comment) => comment.text)).toEqual(['Số liệu năm 2025?']);
    expect(codeOf(() => submitInformation(asked, { taskId: task.id, by: by('lawyer'), text: 'Đây' }, lawAt('2026-03-04 09:00')))).toBe('not_eligible');
    const given = then(asked, submitInformation(asked, { taskId: task.id, by: by('officer'), text: '1.234 hồ sơ' }, lawAt('2026-03-04 09:00')));
    expect(given.comments[0]?.disposition).toMatchObject({ kind: 'explained', text: '1.234 hồ sơ', by: by('officer') });
    // One date's end was held, so the term ends one working day later than it would have.
    expect([task.term.dueAt, taskIn(given, 'appraise').term.dueAt]).toEqual([vn('2026-03-10 00:00'), vn('2026-03-11 00:00')]);
    expect(codeOf(() => submitInformation(given, { taskId: task.id, by: by('officer'), text: 'nữa' }, lawAt('2026-03-04 10:00')))).toBe('request_unknown');
  });
});

describe('clocks', () => {
  const task = taskIn(AT_APPRAISAL, 'appraise');
  const paused = then(
    AT_APPRAISAL,
    suspendTerm(
      AT_APPRAISAL,
      { taskId: task.id, by: by('appraiser'), ground: 'supplement', until: vn('2026-03-05 09:00'), reason: '' },
      lawAt('2026-03-03 09:00'),
    ),
  );

  it('extend-keeps-pause (the law of it): what the pause held is still held after an extension', () => {
    const now = lawAt('2026-03-04 09:00');
    const asked = then(paused, requestExtension(paused, { taskId: task.id, by: by('appraiser'), requestId: 'req_1', amount: 2, reason: 'Phức tạp' }, now));
    expect(codeOf(() => decideExtension(asked, { taskId: task.id, by: by('appraiser'), requestId: 'req_1', grant: true, reason: '' }, now))).toBe(
      'not_eligible',
    );
    const granted = then(asked, decideExtension(asked, { taskId: task.id, by: by('coordinator'), requestId: 'req_1', grant: true, reason: 'Đồng ý' }, now));
    const before = taskIn(paused, 'appraise').term;
    const after = taskIn(granted, 'appraise').term;
    expect(after.events.filter((event) => event.type === 'suspended')).toEqual(before.events.filter((event) => event.type === 'suspended'));
    expect([task.term.dueAt, before.dueAt, after.dueAt]).toEqual([vn('2026-03-10 00:00'), vn('2026-03-12 00:00'), vn('2026-03-14 00:00')]);
  });

  it('a pause or a resume repeated changes nothing, and a reassignment keeps the used budget', () => {
    const now = lawAt('2026-03-04 09:00');
    expect(suspendTerm(paused, { taskId: task.id, by: by('appraiser'), ground: 'supplement', until: vn('2026-03-06 09:00'), reason: '' }, now)).toEqual([]);
    const running = then(paused, resumeTerm(paused, { taskId: task.id, by: by('appraiser') }, now));
    expect(resumeTerm(running, { taskId: task.id, by: by('appraiser') }, now)).toEqual([]);
    const moved = then(
      running,
      reassignTask(running, { taskId: task.id, by: by('coordinator'), unitId: unitOf('finance'), role: 'unitHead', reason: 'Điều chuyển' }, now),
    );
    expect(taskIn(moved, 'appraise').term).toEqual(taskIn(running, 'appraise').term);
    expect(taskIn(moved, 'appraise')).toMatchObject({ version: task.version + 1, candidates: [by('financeHead')] });
  });
});

describe('a disputed verdict', () => {
  const decision = AT_APPROVAL.decisions.find((one) => one.stageKey === 'appraise');
  if (!decision) throw new Error('no decision');
  const later = lawAt('2026-03-03 09:00');
  const disputed = then(AT_APPROVAL, disputeDecision(AT_APPROVAL, { decisionId: decision.id, by: by('appraiser') }, later));

  it('freezes the review: nobody decides, nothing opens, the clock stands', () => {
    expect(codeOf(() => disputeDecision(AT_APPROVAL, { decisionId: decision.id, by: by('leader') }, later))).toBe('not_eligible');
    expect(isFrozen(disputed)).toBe(true);
    expect(taskIn(disputed, 'approve').term.dueAt).toBeNull();
    expect(codeOf(() => deciding(disputed, 'approve', 'leader', 'approve', later))).toBe('frozen');
    expect(openNext(disputed, latestStageId(disputed, 'appraise'), ADOPTION, later)).toEqual([]);
  });

  it('is settled by neither of the two; upheld, everything goes on with the term it had', () => {
    const resolve =
      (seat: Seat, outcome: 'upheld' | 'annulled' = 'upheld', reason = 'Đã xác minh') =>
      () =>
        resolveDispute(disputed, { decisionId: decision.id, by: by(seat), outcome, reason }, lawAt('2026-03-04 09:00'));
    expect([codeOf(resolve('appraiser')), codeOf(resolve('leader')), codeOf(resolve('coordinator', 'upheld', ' '))]).toEqual([
      'second_person_needed',
      'not_eligible',
      'comment_required',
    ]);
    const upheld = then(disputed, resolve('coordinator')());
    expect(isFrozen(upheld)).toBe(false);
    expect(standingOf(upheld, decision.id)).toEqual({ t: 'counts' });
    expect(taskIn(upheld, 'approve').term.dueAt).toBe(vn('2026-03-11 00:00'));
    expect(codeOf(() => deciding(upheld, 'approve', 'leader', 'approve', later))).toBe('accepted');
  });

  it('annulled, the fact is kept, what rested on it ends, and its stage runs again as a new round', () => {
    const annulled = then(
      disputed,
      resolveDispute(
        disputed,
        { decisionId: decision.id, by: by('coordinator'), outcome: 'annulled', reason: 'Không phải người đó' },
        lawAt('2026-03-04 09:00'),
      ),
    );
    expect(annulled.decisions.some((one) => one.id === decision.id)).toBe(true);
    expect(standingOf(annulled, decision.id)).toEqual({ t: 'annulled' });
    expect(annulled.tasks.filter(isOpen)).toEqual([]);
    const again = walkOn(annulled, 'approve', later);
    expect(again.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round, stage.reason])).toEqual([
      ['appraise', 2, 'reopened'],
    ]);
    const decided = step(again, 'appraise', 'appraiser', later);
    expect(decided.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round])).toEqual([['approve', 2]]);
  });
});

describe('clocks of a disputed review', () => {
  const dispute = (state: ReviewState, seat: Seat, wall: string): ReviewState => {
    const given = state.decisions.find((one) => one.actor === by(seat));
    if (!given) throw new Error(`${seat} has not decided`);
    return then(state, disputeDecision(state, { decisionId: given.id, by: by(seat) }, lawAt(wall)));
  };
  const uphold = (state: ReviewState, seat: Seat, wall: string): ReviewState => {
    const given = state.decisions.find((one) => one.actor === by(seat));
    if (!given) throw new Error(`${seat} has not decided`);
    return then(state, resolveDispute(state, { decisionId: given.id, by: by('coordinator'), outcome: 'upheld', reason: 'Đã xác minh' }, lawAt(wall)));
  };

  it('stand until the last dispute is settled', () => {
    const both = dispute(dispute(AT_APPROVAL, 'appraiser', '2026-03-03 09:00'), 'lawyer', '2026-03-03 10:00');
    const one = uphold(both, 'appraiser', '2026-03-04 09:00');
    expect([isFrozen(one), taskIn(one, 'approve').term.dueAt]).toEqual([true, null]);
    const none = uphold(one, 'lawyer', '2026-03-05 09:00');
    expect([isFrozen(none), taskIn(none, 'approve').term.dueAt]).toEqual([false, vn('2026-03-12 00:00')]);
  });

  it('a planned pause holds as long as the dispute, and to its own end where that comes later', () => {
    const until = (wall: string): ReviewState =>
      then(
        AT_APPRAISAL,
        suspendTerm(
          AT_APPRAISAL,
          { taskId: taskIn(AT_APPRAISAL, 'appraise').id, by: by('appraiser'), ground: 'supplement', until: vn(wall), reason: 'Chờ bổ sung' },
          lawAt('2026-03-02 10:00'),
        ),
      );
    const outlived = dispute(until('2026-03-04 08:00'), 'lawyer', '2026-03-03 09:00');
    expect(taskIn(outlived, 'appraise').term.dueAt).toBeNull();
    expect(dueRungs(outlived, latestStageId(outlived, 'appraise'), lawAt('2026-04-20 09:00'))).toEqual([]);
    expect(taskIn(uphold(outlived, 'lawyer', '2026-03-06 09:00'), 'appraise').term.dueAt).toBe(taskIn(until('2026-03-06 09:00'), 'appraise').term.dueAt);
    const outlives = uphold(dispute(until('2026-03-10 08:00'), 'lawyer', '2026-03-03 09:00'), 'lawyer', '2026-03-04 09:00');
    expect(taskIn(outlives, 'appraise').term.dueAt).toBe(taskIn(until('2026-03-10 08:00'), 'appraise').term.dueAt);
  });

  it('the disputed verdict asked again in an open stage has the days of the dispute given back', () => {
    const { law, state: opened } = panel({ t: 'all' });
    const due = taskIn(opened, 'consultLaw', 1).term.dueAt;
    const voted = vote(opened, 'consultLaw', 'member1', 'approve', law, 1);
    const [given] = voted.decisions.filter((one) => one.actor === by('member1'));
    if (!given) throw new Error('no decision');
    const at = (wall: string) => ({ ...law, now: vn(wall) });
    const frozen = then(voted, disputeDecision(voted, { decisionId: given.id, by: by('member1') }, at('2026-03-03 09:00')));
    const annulled = then(
      frozen,
      resolveDispute(frozen, { decisionId: given.id, by: by('coordinator'), outcome: 'annulled', reason: 'Không phải người đó' }, at('2026-03-05 09:00')),
    );
    expect(taskIn(annulled, 'consultLaw', 1).term.dueAt).toBe(taskIn(annulled, 'consultLaw', 2).term.dueAt);
    expect(taskIn(annulled, 'consultLaw', 1).term.dueAt! > due!).toBe(true);
  });
});

describe('opening a stage again', () => {
  it('takes two people; what comes after ends without an outcome and is walked again', () => {
    const stageId = latestStageId(AT_APPROVAL, 'appraise');
    const ask = (seat: Seat, reason = 'Bỏ sót tài liệu') => ({ stageId, by: by(seat), reason });
    expect(codeOf(() => requestReopen(AT_APPROVAL, ask('lawyer'), LAW))).toBe('not_eligible');
    expect(codeOf(() => confirmReopen(AT_APPROVAL, ask('coordinator'), LAW))).toBe('request_unknown');
    const asked = then(AT_APPROVAL, requestReopen(AT_APPROVAL, ask('appraiser'), LAW));
    expect(codeOf(() => confirmReopen(asked, ask('appraiser'), LAW))).toBe('second_person_needed');
    const confirmed = then(asked, confirmReopen(asked, ask('coordinator'), LAW));
    const again = walkOn(confirmed, 'approve', LAW);
    expect(again.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round, stage.reason])).toEqual([
      ['appraise', 2, 'reopened'],
    ]);
    expect(codeOf(() => requestReopen(again, ask('appraiser'), LAW))).toBe('stage_not_reopenable');
  });
});

describe('an override', () => {
  const law = lawAt('2026-03-02 10:00', {
    directory: { ...LAW.directory, holdings: [...LAW.directory.holdings, { personId: by('head'), unitId: unitOf('control'), role: 'appraiser' }] },
  });
  const task = taskIn(AT_APPRAISAL, 'appraise');
  const ask = (seat: Seat) => ({ taskId: task.id, by: by(seat), person: by('head'), reason: 'Thiếu người' });

  it('lifts an exclusion for one person, one task and a day, with two people', () => {
    expect(codeOf(() => deciding(AT_APPRAISAL, 'appraise', 'head', 'approve', law))).toBe('not_eligible');
    const asked = then(AT_APPRAISAL, requestOverride(AT_APPRAISAL, ask('head'), law));
    expect(codeOf(() => grantOverride(asked, ask('head'), law))).toBe('second_person_needed');
    expect(codeOf(() => grantOverride(asked, ask('lawyer'), law))).toBe('not_eligible');
    const granted = then(asked, grantOverride(asked, ask('controlHead'), law));
    expect(codeOf(() => deciding(granted, 'appraise', 'head', 'approve', law))).toBe('accepted');
    expect(codeOf(() => deciding(granted, 'appraise', 'head', 'approve', { ...law, now: vn('2026-03-03 10:00') }))).toBe('not_eligible');
    const never = { ...law, route: routeWith('appraise', { duties: { exclude: ['author', { decidedStage: ['assess'] }], override: 'never' } }) };
    expect(codeOf(() => requestOverride(AT_APPRAISAL, ask('head'), never))).toBe('override_never');
  });
});

describe('who may', () => {
  it('explain-equals-assert: eligible exactly when accepted, over every seat, stage and proof', () => {
    for (const state of [fold(opening(LAW)), AT_APPRAISAL, AT_APPROVAL]) {
      for (const task of state.tasks.filter(isOpen)) {
        for (const seat of [
          'coordinator',
          'controlHead',
          'appraiser',
          'leader',
          'financeHead',
          'accountant',
          'lawyer',
          'head',
          'officer',
          'member1',
        ] as const) {
          for (const assurance of ['A1', 'A2', 'A3', 'A4'] as const) {
            const rules = explainEligibility(state, task.id, by(seat), { assurance, verdict: 'approve' }, LAW);
            const accepted = codeOf(() => recordDecision(state, verdictOn(state, task, seat, 'approve', LAW, { assurance }), LAW, sha256)) === 'accepted';
            expect([seat, task.stageKey, assurance, rules.every((rule) => rule.pass)]).toEqual([seat, task.stageKey, assurance, accepted]);
          }
        }
      }
    }
  });

  it('explain-sentences-vi-en-complete: every code has a sentence in both languages, and none twice', () => {
    const sentences = Object.entries(ELIGIBILITY_SENTENCES);
    for (const [code, { vi, en }] of sentences) {
      expect([code, vi.endsWith('.') && /[à-ỹđ]/iu.test(vi), en.endsWith('.') && /^[\x20-\x7e“”’]+$/u.test(en)]).toEqual([code, true, true]);
    }
    for (const language of ['vi', 'en'] as const) expect(new Set(sentences.map(([, text]) => text[language])).size).toBe(sentences.length);
  });

  it('the trace of the rules is stored with the decision', () => {
    const [fact] = deciding(AT_APPROVAL, 'approve', 'leader', 'approve', LAW);
    expect(fact).toMatchObject({ type: 'DecisionRecorded', trace: ['holds_seat', 'duties_clear', 'unclaimed', 'proof_enough', 'task_open'] });
    expect(vote(AT_APPROVAL, 'approve', 'leader', 'approve', LAW).decisions.at(-1)?.actor).toBe(by('leader'));
  });
});
