import fc from 'fast-check';
import { addComment, answerComment, requestInformation, submitInformation } from '../../../../domain/review/comments.js';
import { claimTask, releaseTask } from '../../../../domain/review/claims.js';
import { recordDecision } from '../../../../domain/review/decide.js';
import { reviseProposal } from '../../../../domain/review/revise.js';
import { awaitingNext, openNext } from '../../../../domain/review/what-follows.js';
import { withdrawReview } from '../../../../domain/review/withdraw.js';
import { disputeDecision, resolveDispute } from '../../../../domain/review/dispute.js';
import { dueRungs } from '../../../../domain/escalation/due-rungs.js';
import { nextWakeOf } from '../../../../domain/escalation/review-view.js';
import type { Law } from '../../../../domain/review/law.js';
import { grantOverride, requestOverride } from '../../../../domain/review/overrides.js';
import { recallDecision } from '../../../../domain/review/recall.js';
import { fallen, isVoided } from '../../../../domain/review/reapproval.js';
import { reassignTask } from '../../../../domain/review/reassign.js';
import { confirmReopen, requestReopen } from '../../../../domain/review/reopen.js';
import { evolve, fold, isFrozen, isOpen, standingOf, type ReviewEvent, type ReviewState } from '../../../../domain/review/review.js';
import { settleSilence, silenceDue } from '../../../../domain/review/silence.js';
import { candidateChanges } from '../../../../domain/review/stand-ins.js';
import { confirmAdjustment, decideExtension, proposeAdjustment, requestExtension, resumeTerm, suspendTerm } from '../../../../domain/review/term-changes.js';
import { stageOf, VERDICTS } from '../../../../domain/route/route.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { plusMs, type Instant } from '../../../../domain/shared/instant.js';
import { DIRECTORY, lawAt, nthId, opening, personOf, routeWith, sha256, unitOf, verdictOn, type Seat } from '../../../support/law.js';
import { ADOPTION, quorum, twoParts } from '../../../support/verbs.js';

const SEATS = [
  'coordinator',
  'controlHead',
  'appraiser',
  'leader',
  'financeHead',
  'lawyer',
  'head',
  'officer',
  'member1',
  'member2',
  'member3',
  'accountant',
] as const satisfies readonly Seat[];
/** The shipped route with a panel that votes, a stage that silence decides, parts covered apart, and rounds enough. */
const ROUTE = routeWith(
  'consultLaw',
  {
    mode: quorum(2),
    kind: 'appraisal',
    verdicts: ['approve', 'reject', 'return', 'noOpinion'],
    who: [{ unit: { fixed: unitOf('council') }, role: 'officer' }],
    covers: ['law/*'],
    returns: { to: ['assess'], maxRounds: 9, collect: true },
  },
  routeWith('consultUnits', {
    covers: ['cost/*'],
    ladder: [],
    silence: { then: 'tacitApprove', basis: 'Quy chế, Điều 4', preNotice: { workingDaysBefore: 1, alsoTo: [] } },
  }),
);
const EDGES = {
  ...ROUTE,
  edges: [
    ...ROUTE.edges.filter((edge) => edge.from !== 'consultLaw'),
    ...(['approved', 'rejected', 'opinion'] as const).map((on) => ({ from: 'consultLaw', on, to: ['appraise'] })),
    { from: 'consultLaw', on: 'returned' as const, to: ['assess'] },
  ],
};

type Pick = <T>(list: readonly T[]) => T;

/** One random act of somebody, or of the engine; what it may not do it is refused. */
function act(state: ReviewState, law: Law, pick: Pick, n: number): readonly ReviewEvent[] {
  const seat = pick(SEATS);
  const by = personOf(seat);
  const task = pick(state.tasks);
  const stage = pick(state.stages);
  const decision = state.decisions.length > 0 ? pick(state.decisions) : null;
  const on = { taskId: task.id, by };
  const why = { ...on, reason: 'Lý do' };
  const asked = (kind: 'extend' | 'adjust') => {
    const holder = state.tasks.find((one) => one.requests.some((request) => request.kind === kind));
    return { taskId: (holder ?? task).id, requestId: holder?.requests.find((request) => request.kind === kind)?.id ?? 'req_0' };
  };
  return pick<() => readonly ReviewEvent[]>([
    () =>
      recordDecision(
        state,
        verdictOn(state, task, seat, pick(VERDICTS), law, { assurance: 'A4', comment: 'x', ...(pick([true, false]) ? { objection: 'Giữ nguyên' } : {}) }),
        law,
        sha256,
      ),
    () => recordDecision(state, verdictOn(state, task, seat, 'approve', law, { assurance: 'A4', objection: 'Giữ nguyên' }), law, sha256),
    () =>
      recordDecision(
        state,
        verdictOn(state, task, seatOf(task.candidates[0]) ?? seat, 'approve', law, { assurance: 'A4', objection: 'Giữ nguyên' }),
        law,
        sha256,
      ),
    () => openNext(state, stage.id, ADOPTION, law),
    () => awaitingNext(state, law).flatMap((after, index) => (index === 0 ? openNext(state, after, ADOPTION, law) : [])),
    () => reviseProposal(state, { by: pick([by, personOf('officer')]), content: twoParts(pick(['1', '2']), pick(['a', 'b'])) }, law),
    () => claimTask(state, on, law),
    () => releaseTask(state, on, law),
    () => reassignTask(state, { ...why, unitId: pick(DIRECTORY.units).id, role: pick(['unitHead', 'officer', 'appraiser', 'coordinator'] as const) }, law),
    () => suspendTerm(state, { ...why, ground: pick(['supplement', 'obstacle']), until: pick([null, plusMs(law.now, 86_400_000 * 2)]) }, law),
    () => resumeTerm(state, on, law),
    () => requestExtension(state, { ...forTask(state, task), requestId: `req_${n}`, amount: pick([1, 2]), reason: 'Phức tạp' }, law),
    () => decideExtension(state, { ...asked('extend'), by: personOf('coordinator'), reason: '', grant: pick([true, true, false]) }, law),
    () => proposeAdjustment(state, { ...forTask(state, task), by: headOf(state, task), requestId: `req_${n}`, amount: 1, reason: 'Ghi nhầm' }, law),
    () => confirmAdjustment(state, { ...asked('adjust'), by: personOf('coordinator') }, law),
    () => addComment(state, { commentId: `cmt_${n}`, by, taskId: task.id, path: null, text: 'Góp ý', source: null }, law),
    () =>
      answerComment(
        state,
        {
          commentId: state.comments.find((comment) => comment.disposition === null)?.id ?? 'cmt',
          by: personOf('head'),
          kind: 'explained',
          text: `Giải trình ${n}`,
        },
        law,
      ),
    () => requestInformation(state, { ...on, commentId: `cmt_${n}`, question: 'Số liệu?', path: null, until: plusMs(law.now, 86_400_000) }, law),
    () => submitInformation(state, { ...on, text: 'Đây' }, law),
    () => requestOverride(state, { ...forTask(state, task), person: forTask(state, task).by, reason: 'Thiếu người' }, law),
    () => {
      const lifted = state.tasks.find((one) => isOpen(one) && one.overrides.some((override) => override.grantedBy === null)) ?? task;
      return grantOverride(state, { taskId: lifted.id, by: personOf('coordinator'), person: lifted.overrides[0]?.person ?? by, reason: 'Thiếu người' }, law);
    },
    () => {
      const given = state.tasks.findLast((one) => one.decisionId !== null && state.stages.some((open) => open.id === one.stageId && open.status === 'open'));
      const own = state.decisions.find((one) => one.id === given?.decisionId);
      return recallDecision(state, given && own ? { taskId: given.id, by: own.actor, reason: '' } : why, law);
    },
    () => (decision && pick([true, false, false]) ? disputeDecision(state, { decisionId: decision.id, by: decision.actor }, law) : []),
    () =>
      decision
        ? resolveDispute(
            state,
            {
              decisionId: state.decisions.find((one) => standingOf(state, one.id).t === 'disputed')?.id ?? decision.id,
              by: personOf('coordinator'),
              outcome: pick(['upheld', 'annulled'] as const),
              reason: 'Đã rõ',
            },
            law,
          )
        : [],
    () => requestReopen(state, { stageId: stage.id, by, reason: 'Sót' }, law),
    () => confirmReopen(state, { stageId: stage.id, by: personOf('coordinator'), reason: 'Sót' }, law),
    () => dueRungs(state, stage.id, law),
    () => candidateChanges(state, law),
    () =>
      silenceDue(state, law)
        .slice(0, 1)
        .flatMap((due) =>
          settleSilence(state, due, law, {
            proofs: due.candidates.map((recipientId) => ({
              noticeId: `ntc_${n}`,
              recipientId,
              epoch: due.term.epoch,
              takenAfterMs: pick([null, 60_000]),
              bounced: pick([true, false, false]),
            })),
            inboundWatermark: null,
            decisionId: nthId('decision', 100_000 + n),
            hash: sha256,
          }),
        ),
    () => (n % 10 === 9 ? withdrawReview(state, { by, reason: 'Trùng' }, law) : []),
  ])();
}

/** The head of the unit that has the work. */
const headOf = (state: ReviewState, task: ReviewState['tasks'][number]) =>
  DIRECTORY.holdings.find((holding) => holding.role === 'unitHead' && holding.unitId === (state.tasks.find(isOpen) ?? task).unitId)?.personId ??
  personOf('head');

/** Somebody who is asked speaks for the task. */
const forTask = (state: ReviewState, task: ReviewState['tasks'][number]) => {
  const open = state.tasks.find(isOpen) ?? task;
  return { taskId: open.id, by: open.candidates[0] ?? personOf('coordinator') };
};

const seatOf = (person: string | undefined): Seat | undefined => SEATS.find((seat) => personOf(seat) === person);

/** What moves a review on: somebody who is asked agrees, a comment is answered, or the next stage opens. */
function progress(state: ReviewState, law: Law, pick: Pick, n: number): readonly ReviewEvent[] {
  const waiting = awaitingNext(state, law)[0];
  if (waiting !== undefined && pick([true, true, false])) return openNext(state, waiting, ADOPTION, law);
  const comment = state.comments.find((one) => one.disposition === null);
  if (comment) return answerComment(state, { commentId: comment.id, by: personOf('head'), kind: 'explained', text: `Giải trình ${n}` }, law);
  const open = state.tasks.filter(isOpen);
  const task = open.length > 0 ? pick(open) : undefined;
  const seat = seatOf(task?.claim?.by ?? task?.candidates[0]);
  return task && seat ? recordDecision(state, verdictOn(state, task, seat, 'approve', law, { assurance: 'A4', objection: 'Giữ nguyên' }), law, sha256) : [];
}

/** Everything that must hold of a review whatever has happened to it. */
function mustHold(state: ReviewState, law: Law): void {
  const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
  expect(
    unique(state.stages.map((stage) => stage.id)) && unique(state.tasks.map((task) => task.id)) && unique(state.decisions.map((decision) => decision.id)),
  ).toBe(true);
  expect(unique(state.decisions.map((decision) => `${decision.taskId} ${decision.taskVersion}`))).toBe(true);
  for (const task of state.tasks) {
    const stage = state.stages.find((candidate) => candidate.id === task.stageId);
    // Work lies open only in an open stage of a review that has not ended.
    if (isOpen(task)) expect([stage?.status, state.outcome, task.decisionId]).toEqual(['open', null, null]);
    expect(task.status === 'done').toBe(task.decisionId !== null);
    expect(task.candidates.length).toBeGreaterThan(0);
    const keys = task.rungs.map((rung) => `${rung.epoch} ${rung.key}`);
    expect(unique(keys)).toBe(true);
    for (const rung of task.rungs) if (rung.result === 'fired') expect(rung.plannedAt <= rung.firedAt).toBe(true);
  }
  for (const key of new Set(state.stages.map((stage) => stage.key))) {
    const rounds = state.stages.filter((stage) => stage.key === key);
    expect(rounds.map((stage) => stage.round)).toEqual(rounds.map((_, index) => index + 1));
    expect(rounds.filter((stage) => stage.status === 'open').length).toBeLessThanOrEqual(1);
    expect(rounds.slice(0, -1).every((stage) => stage.status === 'closed')).toBe(true);
  }
  for (const stage of state.stages) {
    if (stage.status === 'closed' && !isVoided(stage) && state.outcome === null)
      expect(state.tasks.filter((task) => task.stageId === stage.id && isOpen(task))).toEqual([]);
    // An open stage has somebody to ask, or its last answer has been given.
    if (stage.status === 'open' && state.outcome === null) expect(state.tasks.some((task) => task.stageId === stage.id)).toBe(true);
  }
  // Nobody decided what he wrote, unless two others let him.
  for (const decision of state.decisions) {
    const duties = stageOf(law.route, decision.stageKey).duties.exclude;
    const lifted = state.tasks.find((task) => task.id === decision.taskId)?.overrides.some((override) => override.grantedBy !== null) ?? false;
    if (duties.includes('author') && !lifted) expect(decision.actor).not.toBe(personOf('officer'));
  }
  if (state.outcome === 'approved') {
    expect(isFrozen(state)).toBe(false);
    expect(fallen(state)).toEqual([]);
    const approval = state.decisions.filter(
      (decision) => decision.stageKey === 'approve' && decision.verdict === 'approve' && standingOf(state, decision.id).t === 'counts',
    );
    expect(approval.length).toBeGreaterThan(0);
  }
}

it('route-reducer-no-illegal-transition: over 2,000 random sequences of commands a review never reaches an illegal state, replays to itself, and is never left without a way on', () => {
  const reached = { approved: 0, rejected: 0, withdrawn: 0, facts: 0, types: new Set<string>() };
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (stream) => {
      const pick: Pick = (list) => list[(stream.next().value as number) % list.length] as never;
      let law = lawAt('2026-03-02 09:00', { route: EDGES });
      const facts: ReviewEvent[] = [...opening(law, twoParts('1', 'a'))];
      let state = fold(facts);
      for (let n = 0; n < 22 && state.outcome === null; n += 1) {
        law = { ...law, now: plusMs(law.now, pick([60_000, 3_600_000, 86_400_000])) as Instant };
        let events: readonly ReviewEvent[] = [];
        try {
          events = pick([progress, act])(state, law, pick, n);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
        state = events.reduce<ReviewState>((before, event) => evolve(before, event), state);
        facts.push(...events);
        for (const { type } of events) reached.types.add(type);
        if (events.length > 0 && (n % 8 === 0 || state.outcome !== null)) mustHold(state, law);
      }
      mustHold(state, law);
      expect(fold(JSON.parse(JSON.stringify(facts)) as ReviewEvent[])).toEqual(JSON.parse(JSON.stringify(state)));
      // A review that runs waits for a person, for an instant, or for what the sweep opens: never for nobody.
      if (state.outcome === null && !isFrozen(state)) {
        // The one exception the law knows: a panel that cannot reach its number and has not rejected, where votes may be taken back.
        const stalled = state.stages.some(
          (stage) =>
            stage.status === 'open' &&
            stageOf(law.route, stage.key).mode.t === 'quorum' &&
            !state.tasks.some((task) => task.stageId === stage.id && isOpen(task)),
        );
        expect(state.tasks.some(isOpen) || awaitingNext(state, law).length > 0 || stalled).toBe(true);
        expect(nextWakeOf(state, law) !== null || state.tasks.some(isOpen) || stalled).toBe(true);
      }
      if (state.outcome !== null) reached[state.outcome] += 1;
      reached.facts += facts.length;
    }),
    { numRuns: 2_000, seed: 20_261_125 },
  );
  // Some end, most are caught on their way.
  expect([reached.approved + reached.rejected > 0, reached.withdrawn > 0, reached.facts > 15_000]).toEqual([true, true, true]);
  // The walk was no stroll: it met the verbs it is meant to try.
  const meant = [
    'DecisionRecorded',
    'DecisionSuperseded',
    'DecisionRevived',
    'DecisionRecalled',
    'DecisionDisputed',
    'DisputeResolved',
    'ReopenConfirmed',
    'TermSuspended',
    'TermResumed',
    'TermExtended',
    'TermAdjusted',
    'TaskReassigned',
    'TaskClaimed',
    'OverrideGranted',
    'CommentAnswered',
    'RungFired',
    'StageClosed',
    'ReviewClosed',
  ];
  expect(meant.filter((type) => !reached.types.has(type))).toEqual([]);
});
