import { claimTask, releaseTask } from '../../domain/review/claims.js';
import { recordDecision } from '../../domain/review/decide.js';
import { reviseProposal } from '../../domain/review/revise.js';
import { contentMapOf } from '../../domain/review/content-digest.js';
import type { Directory } from '../../domain/review/directory.js';
import type { Law } from '../../domain/review/law.js';
import { noticesFor } from '../../domain/review/notices.js';
import { isOpen, type ReviewEvent, type ReviewState, type TaskState } from '../../domain/review/review.js';
import type { Route } from '../../domain/route/route.js';
import type { Instant } from '../../domain/shared/instant.js';
import { REVIEW_MOVED } from '../../workflows/messages.js';
import { reviewWorkflow } from '../../workflows/review.workflow.js';
import { vn } from '../support/fixtures/calendars/vn.js';
import { deciding, DIRECTORY, directoryWith, lawAt, openTasks, personOf, routeWith, sha256, taskIn, unitOf, verdictOn, type Seat } from '../support/law.js';
import { lawReview, type LawReview } from '../support/law-review.js';
import { reviewCast } from '../support/review-cast.js';
import { codeOf, panelRoute } from '../support/verbs.js';
import { eventually, type TestWorker } from '../support/temporal.js';

jest.setTimeout(180_000);

const WAIT_MS = 60_000;
const cast = reviewCast<LawReview>();
let worker: TestWorker;

beforeAll(async () => {
  worker = await cast.startWorker();
});
afterAll(() => worker.close());

/** A review with its workflow running; every act is signalled as the relay would. */
async function begin(law: Law, directoryAt?: (now: Instant) => Directory) {
  const review = cast.add(lawReview(law, directoryAt));
  const handle = await worker.client.workflow.start(reviewWorkflow, {
    workflowId: worker.uniqueId('review'),
    taskQueue: worker.taskQueue,
    args: [{ reviewId: review.reviewId, rebuild: 0 }],
  });
  const act = (decide: (state: ReviewState, now: Law) => readonly ReviewEvent[]): Promise<void> => handle.signal(REVIEW_MOVED, review.act(decide));
  return {
    review,
    act,
    vote: (stageKey: string, seat: Seat, verdict: 'approve' | 'reject' | 'return' | 'noOpinion' = 'approve', slot = 1) =>
      act((state, now) => deciding(state, stageKey, seat, verdict, now, slot)),
    jump: (wall: string) => handle.signal(REVIEW_MOVED, review.jump(vn(wall))),
    opens: (stageKey: string, round = 1) =>
      eventually(
        `${stageKey} opens, round ${round}`,
        () => review.state().stages.some((stage) => stage.key === stageKey && stage.round === round && stage.status === 'open'),
        WAIT_MS,
      ),
    rewrite: (note: string) =>
      act((state, now) =>
        reviseProposal(
          state,
          { by: personOf('officer'), content: contentMapOf({ 'items/i1': { op: 'remove', path: 'dossier/d1/items/p2' }, note }, sha256) },
          now,
        ),
      ),
    end: () => handle.terminate('done'),
  };
}
type Running = Awaited<ReturnType<typeof begin>>;

/** As far as the appraisal. */
async function toAppraisal({ vote, opens }: Running): Promise<void> {
  await vote('assess', 'head');
  await opens('consultUnits');
  await opens('consultLaw');
  await vote('consultUnits', 'financeHead', 'noOpinion');
  await vote('consultLaw', 'lawyer', 'noOpinion');
  await opens('appraise');
}

test('substitute-added-and-removed: while the absence holds the substitute is asked and told too; afterwards only what he has claimed stays with him', async () => {
  /** The appraiser is away from Thursday 5 March up to, not including, Monday the 9th. */
  const away = { ...DIRECTORY, absences: [{ id: 'abs_1', personId: personOf('appraiser'), substituteId: personOf('lawyer') }] };
  const running = await begin(lawAt('2026-03-02 09:00'), (now) => (now >= vn('2026-03-05') && now < vn('2026-03-09') ? away : DIRECTORY));
  const { review, act, jump } = running;
  await toAppraisal(running);
  const task = (): TaskState => review.state().tasks.find((one) => one.stageKey === 'appraise') as TaskState;
  const told = (rung: string) => task().rungs.find((record) => record.key === rung)?.told;
  // Due on Monday the 9th: one reminder falls into the absence, one after it.
  expect([task().term.dueAt, task().candidates]).toEqual([vn('2026-03-10'), [personOf('appraiser')]]);
  await jump('2026-03-05 08:31');
  await eventually('the substitute is asked', () => task().candidates.length === 2, WAIT_MS);
  await eventually('the reminder is told', () => told('before2') !== undefined, WAIT_MS);
  expect([task().candidates, told('before2')]).toEqual([
    [personOf('appraiser'), personOf('lawyer')],
    [personOf('appraiser'), personOf('lawyer')],
  ]);
  await jump('2026-03-09 08:31');
  await eventually('the task is the holder’s alone again', () => task().candidates.length === 1, WAIT_MS);
  await eventually('the due day is told', () => told('dueDay') !== undefined, WAIT_MS);
  expect([task().candidates, told('dueDay')?.includes(personOf('lawyer'))]).toEqual([[personOf('appraiser')], false]);
  expect(codeOf(() => act((state, now) => deciding(state, 'appraise', 'lawyer', 'approve', now)))).toBe('not_eligible');
  // Both were told of it coming and going.
  const changes = review.state();
  expect(changes.tasks.find((one) => one.stageKey === 'appraise')?.version).toBe(3);
  await running.end();

  // The same, but the substitute has taken the task: it stays with him past the end, until he gives it back.
  const second = await begin(lawAt('2026-03-02 09:00'), (now) => (now >= vn('2026-03-05') && now < vn('2026-03-09') ? away : DIRECTORY));
  await toAppraisal(second);
  const claimed = (): TaskState => second.review.state().tasks.find((one) => one.stageKey === 'appraise') as TaskState;
  await second.jump('2026-03-05 08:31');
  await eventually('the substitute is asked', () => claimed().candidates.length === 2, WAIT_MS);
  await second.act((state, now) => claimTask(state, { taskId: claimed().id, by: personOf('lawyer') }, now));
  await second.jump('2026-03-09 08:31');
  await eventually('the due day is told', () => claimed().rungs.some((record) => record.key === 'dueDay'), WAIT_MS);
  expect(claimed().candidates).toEqual([personOf('appraiser'), personOf('lawyer')]);
  await second.act((state, now) => releaseTask(state, { taskId: claimed().id, by: personOf('lawyer') }, now));
  await second.jump('2026-03-11 08:31');
  await eventually('it has gone back', () => claimed().candidates.length === 1, WAIT_MS);
  await second.vote('appraise', 'appraiser');
  await second.opens('approve');
  await second.end();
});

test('sod-empty-set-goes-to-fallback: where duties leave nobody the fallback is asked; where they leave nobody there either, the task opens unassigned and those who can fill it are told', async () => {
  // The only appraiser is the author.
  const authorOnly = directoryWith({ without: 'appraiser', also: [['officer', 'control', 'appraiser']] });
  const fallen = await begin(lawAt('2026-03-02 09:00', { directory: authorOnly }));
  await toAppraisal(fallen);
  expect(taskIn(fallen.review.state(), 'appraise')).toMatchObject({ role: 'coordinator', candidates: [personOf('coordinator')] });
  await fallen.vote('appraise', 'coordinator');
  await fallen.opens('approve');
  await fallen.end();

  // He is all there is to fall back on as well.
  const route = routeWith('appraise', { fallback: [{ unit: { fixed: unitOf('control') }, role: 'appraiser' }] });
  const law = lawAt('2026-03-02 09:00', { route, directory: authorOnly });
  let directory = authorOnly;
  const nobody = await begin(law, () => directory);
  await toAppraisal(nobody);
  const task = (): TaskState => nobody.review.state().tasks.find((one) => one.stageKey === 'appraise') as TaskState;
  expect([task().candidates, isOpen(task()), task().term.dueAt]).toEqual([[], true, vn('2026-03-10')]);
  // Told at once: the head of the unit and the coordinator, and nobody as if he had been given it.
  const opened: ReviewEvent = {
    type: 'StageOpened',
    at: law.now,
    stageId: task().stageId,
    key: 'appraise',
    round: 1,
    openedBy: null,
    tasks: [{ id: task().id, slot: 1, unitId: task().unitId, role: task().role, candidates: [], term: task().term }],
  };
  expect(noticesFor([opened], nobody.review.state(), law).map((notice) => [notice.kind, notice.recipientId])).toEqual([
    ['task.unassigned', personOf('controlHead')],
    ['task.unassigned', personOf('coordinator')],
  ]);
  // Nobody slips past: the author does not, and nothing opens by itself while the ladder climbs.
  expect(codeOf(() => nobody.act((state, now) => deciding(state, 'appraise', 'officer', 'approve', now)))).toBe('not_eligible');
  await nobody.jump('2026-03-11 08:31');
  await eventually('the first rung after due is told', () => task().rungs.some((record) => record.key === 'late1'), WAIT_MS);
  expect(task().rungs.find((record) => record.key === 'late1')?.told).toEqual([personOf('controlHead'), personOf('coordinator')]);
  expect(openTasks(nobody.review.state(), 'approve')).toEqual([]);
  // Somebody is appointed: at the next look the task is his.
  directory = { ...authorOnly, holdings: [...authorOnly.holdings, { personId: personOf('member1'), unitId: unitOf('control'), role: 'appraiser' }] };
  await nobody.jump('2026-03-16 08:31');
  await eventually('the new appraiser is asked', () => task().candidates.length === 1, WAIT_MS);
  await nobody.vote('appraise', 'member1');
  await nobody.opens('approve');
  await nobody.end();
});

const returning = (change: Partial<Route['stages'][number]>): Law => lawAt('2026-03-02 09:00', { route: routeWith('appraise', change) });

test('return-budget-exhausted: round by round up to the budget; in the last round a return is refused, or rejects where the route says so', async () => {
  const running = await begin(returning({ returns: { to: ['assess'], maxRounds: 2 } }));
  const { review, act, vote, opens, rewrite, jump } = running;
  await toAppraisal(running);
  await vote('appraise', 'appraiser', 'return');
  await opens('assess', 2);
  await jump('2026-03-05 09:00');
  await rewrite('một');
  await vote('assess', 'head');
  await opens('consultUnits', 2);
  await opens('consultLaw', 2);
  await vote('consultUnits', 'financeHead', 'noOpinion');
  await vote('consultLaw', 'lawyer', 'noOpinion');
  await opens('appraise', 2);
  const send = (state: ReviewState, now: Law): readonly ReviewEvent[] =>
    recordDecision(state, verdictOn(state, taskIn(state, 'appraise'), 'appraiser', 'return', now), now, sha256);
  expect(codeOf(() => act(send))).toBe('round_budget_spent');
  // Lateness gives no further round either.
  await jump('2026-03-27 09:00');
  await eventually('the ladder has climbed', () => taskIn(review.state(), 'appraise').rungs.some((record) => record.key === 'late8'), WAIT_MS);
  expect(codeOf(() => act(send))).toBe('round_budget_spent');
  await vote('appraise', 'appraiser', 'reject');
  await eventually('the review has ended', () => review.state().outcome === 'rejected', WAIT_MS);

  const strict = await begin(returning({ returns: { to: ['assess'], maxRounds: 1, onExhausted: 'reject' } }));
  await toAppraisal(strict);
  await strict.vote('appraise', 'appraiser', 'return');
  await eventually('the last return has rejected', () => strict.review.state().outcome === 'rejected', WAIT_MS);
});

test('return-collect-merges: returns wait until all have answered, or until the term ends, and then one goes out', async () => {
  const law = lawAt('2026-03-02 09:00', {
    route: panelRoute({ t: 'all' }, { returns: { to: ['assess'], maxRounds: 3, collect: true }, limit: { workingDays: 3 } }),
  });
  const withReturn: Law = { ...law, route: { ...law.route, edges: [...law.route.edges, { from: 'consultLaw', on: 'returned', to: ['assess'] }] } };
  const returned = (review: LawReview) => review.state().stages.filter((stage) => stage.key === 'consultLaw' && stage.outcome === 'returned');
  for (const rest of ['answers', 'is silent'] as const) {
    const running = await begin(withReturn);
    const { review, vote, opens, jump } = running;
    await vote('assess', 'head');
    await opens('consultLaw');
    await vote('consultLaw', 'member1', 'return', 1);
    await vote('consultLaw', 'member2', 'return', 2);
    // Friday morning: due at the end of Thursday 5 March, so still open the day before.
    await jump('2026-03-05 17:00');
    await eventually('the due day has been told', () => review.state().tasks.some((task) => task.rungs.some((record) => record.key === 'dueDay')), WAIT_MS);
    expect([rest, returned(review).length]).toEqual([rest, 0]);
    if (rest === 'answers') await vote('consultLaw', 'member3', 'approve', 3);
    else await jump('2026-03-06 00:01');
    await opens('assess', 2);
    expect(returned(review)).toHaveLength(1);
    expect(review.state().decisions.filter((decision) => decision.verdict === 'return')).toHaveLength(2);
    expect(review.state().stages.filter((stage) => stage.key === 'assess')).toHaveLength(2);
    await running.end();
  }
});
