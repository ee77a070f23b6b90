import { createCommands, type Commands } from '../../../commands/index.js';
import { leaseNotice } from '../../../commands/lease-notice.js';
import { coveredDigest } from '../../../domain/review/content-digest.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import type { Route, Verdict } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { sha256 } from '../../support/law.js';
import { panelReview } from '../../support/panel-route.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

const NOW = '2026-03-02T02:00:00Z';
/** The finance head answers for the note, the lawyer for the items. */
const PARTED: Route = {
  ...PROVINCIAL_REVIEW,
  key: 'parted',
  stages: PROVINCIAL_REVIEW.stages.map((stage) =>
    stage.key === 'consultUnits' ? { ...stage, covers: ['note'] } : stage.key === 'consultLaw' ? { ...stage, covers: ['items/*'] } : stage,
  ),
};

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let serial = 0;
const k = (): string => `return-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase([
    PARTED,
    panelReview('collecting', { t: 'all' }, { returns: { to: ['assess'], maxRounds: 3, collect: true } }),
    panelReview('twoRounds', { t: 'one' }, { returns: { to: ['assess'], maxRounds: 2 } }),
    panelReview('lastRejects', { t: 'one' }, { returns: { to: ['assess'], maxRounds: 2, onExhausted: 'reject' } }),
    panelReview('siblings', { t: 'all' }, { returns: { to: ['assess'], maxRounds: 3 } }),
  ]);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());
beforeEach(() => database.setNow(NOW));

const atPanel = async (code: string, route: string): Promise<ReviewId> => {
  const reviewId = await desk.oneReview(code, aProposal(), route);
  await desk.decideOn(reviewId, 'assess', 'head');
  return reviewId;
};
const stageOf = async (reviewId: ReviewId, key: string, round: number) =>
  (await desk.stateOf(reviewId)).stages.find((stage) => stage.key === key && stage.round === round);
const open = async (reviewId: ReviewId) =>
  (await desk.stateOf(reviewId)).stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round]);
const resubmit = async (reviewId: ReviewId, objection?: string): Promise<string> => {
  const command = await desk.verdictOn(reviewId, 'assess');
  const code = await codeOf(commands.recordDecision(province.actor('head'), k(), { ...command, ...(objection === undefined ? {} : { objection }) }));
  const { round = 0 } = (await desk.stateOf(reviewId)).tasks.findLast((task) => task.stageKey === 'assess') ?? {};
  await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'assess', round), rebuild: 0 }, 'caller');
  return code;
};
const revise = async (reviewId: ReviewId, note: string): Promise<void> => {
  const { revision } = await desk.stateOf(reviewId);
  await commands.reviseProposal(province.actor('officer'), k(), { reviewId, expectedRevision: revision, body: aProposal(note) });
};
const look = (reviewId: ReviewId, key: string, round: number) => commands.fireRungs({ reviewId, step: stageIdOf(reviewId, key, round), rebuild: 0 }, 'caller');

describe('return-objection-path', () => {
  it('return-objection-path: nothing new is refused, a reasoned objection is taken, and the returner sees it when he is asked again', async () => {
    const reviewId = await atPanel('1.800001', 'twoRounds');
    await desk.answer(reviewId, 'panel', 'lawyer', 'return', 'Thiếu căn cứ');
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    // The return is told to the author with its reason; his work has a term of its own.
    const [task] = (await desk.stateOf(reviewId)).tasks.filter((one) => one.stageKey === 'assess' && one.round === 2);
    expect(task).toMatchObject({ candidates: [province.people.head], term: { dueAt: '2026-03-16T17:00:00.000Z' } });
    expect(await resubmit(reviewId)).toBe('nothing_changed');
    expect(await resubmit(reviewId, '   ')).toBe('nothing_changed');
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    expect(await resubmit(reviewId, 'Nghị định 63/2010/NĐ-CP không đòi giấy tờ này')).toBe('accepted');
    expect(await open(reviewId)).toEqual([['panel', 2]]);
    const again = (await desk.stateOf(reviewId)).decisions.at(-1);
    expect(again).toMatchObject({ stageKey: 'assess', round: 2, objection: 'Nghị định 63/2010/NĐ-CP không đòi giấy tờ này' });
    // Written anew it needs no objection, and an objection does no harm.
    const other = await atPanel('1.800002', 'twoRounds');
    await desk.answer(other, 'panel', 'lawyer', 'return', 'Thiếu căn cứ');
    await revise(other, 'đã bổ sung');
    expect(await resubmit(other)).toBe('accepted');
  });

  it('return-objection-path: a return without a comment, or to a stage the route does not name, is refused', async () => {
    const reviewId = await atPanel('1.800003', 'twoRounds');
    const command = { ...(await desk.verdictOn(reviewId, 'panel')), verdict: 'return' as const };
    expect(await codeOf(commands.recordDecision(province.actor('lawyer'), k(), { ...command, comment: '  ' }))).toBe('comment_required');
    expect(await codeOf(commands.recordDecision(province.actor('lawyer'), k(), { ...command, comment: 'Sửa', returnTo: 'panel' }))).toBe(
      'return_target_invalid',
    );
    expect(await open(reviewId)).toEqual([['panel', 1]]);
  });
});

describe('return-keeps-unchanged-approvals', () => {
  it('return-keeps-unchanged-approvals: after a return only those are asked again whose part has changed', async () => {
    const reviewId = await desk.oneReview('1.800004', aProposal(), 'parted');
    const send = async (key: string, seat: Seat, verdict: Verdict = 'approve') => {
      const state = await desk.stateOf(reviewId);
      const task = state.tasks.findLast((one) => one.stageKey === key);
      const covers = PARTED.stages.find((stage) => stage.key === key)?.covers ?? [];
      await commands.recordDecision(province.actor(seat), k(), {
        taskId: task?.id as string,
        expectedVersion: task?.version ?? 0,
        contentDigest: coveredDigest(state.content, covers, sha256),
        verdict,
        comment: verdict === 'return' ? 'Sửa phần ghi chú' : '',
      });
      await commands.openNextStages({ reviewId, after: task?.stageId as never, rebuild: 0 }, 'caller');
    };
    await send('assess', 'head');
    await send('consultUnits', 'financeHead');
    await send('consultLaw', 'lawyer');
    await send('appraise', 'appraiser', 'return');
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    await revise(reviewId, 'ghi chú mới');
    await send('assess', 'head');
    // The note is asked about again; the lawyer's approval of the items stands and is carried over.
    expect(await open(reviewId)).toEqual([['consultUnits', 2]]);
    expect(await stageOf(reviewId, 'consultLaw', 2)).toMatchObject({ status: 'closed', outcome: 'opinion', carriedOver: true });
    const state = await desk.stateOf(reviewId);
    const lawyers = state.decisions.filter((decision) => decision.actor === province.people.lawyer);
    expect(lawyers.map((decision) => [decision.round, state.standings[decision.id]?.t])).toEqual([[1, 'counts']]);
    expect(
      await database.reader.rows("SELECT id FROM notices WHERE review_id = ? AND kind = 'task.assigned' AND recipient_id = ?", [
        reviewId,
        province.people.lawyer,
      ]),
    ).toHaveLength(1);
    await send('consultUnits', 'financeHead');
    // The returner is always asked anew.
    expect(await open(reviewId)).toEqual([['appraise', 2]]);
  });
});

describe('return-budget-exhausted', () => {
  it('return-budget-exhausted: in the last round a return is refused, whatever time passes, and approve and reject are left', async () => {
    const reviewId = await atPanel('1.800005', 'twoRounds');
    await desk.answer(reviewId, 'panel', 'lawyer', 'return');
    await database.setNow('2026-03-04T02:00:00Z');
    await revise(reviewId, 'một');
    expect(await resubmit(reviewId)).toBe('accepted');
    expect(await open(reviewId)).toEqual([['panel', 2]]);
    await database.setNow('2026-03-06T02:00:00Z');
    const command = await desk.verdictOn(reviewId, 'panel', 'return');
    expect(await codeOf(commands.recordDecision(province.actor('lawyer'), k(), command))).toBe('round_budget_spent');
    // Late, with the whole ladder behind it, it is refused still: lateness gives no further round.
    await database.setNow('2026-03-25T02:00:00Z');
    await look(reviewId, 'panel', 2);
    const late = await desk.verdictOn(reviewId, 'panel', 'return');
    expect(await codeOf(commands.recordDecision(province.actor('lawyer'), k(), late))).toBe('round_budget_spent');
    await desk.answer(reviewId, 'panel', 'lawyer', 'reject');
    expect((await desk.stateOf(reviewId)).outcome).toBe('rejected');
  });

  it('return-budget-exhausted: where the route says so, the return of the last round rejects', async () => {
    const reviewId = await atPanel('1.800006', 'lastRejects');
    await desk.answer(reviewId, 'panel', 'lawyer', 'return');
    await revise(reviewId, 'một');
    await resubmit(reviewId);
    await desk.answer(reviewId, 'panel', 'lawyer', 'return');
    expect([(await stageOf(reviewId, 'panel', 2))?.outcome, (await desk.stateOf(reviewId)).outcome]).toEqual(['rejected', 'rejected']);
  });
});

describe('return-collect-merges', () => {
  it('return-collect-merges: returns wait for the siblings and go out as one, with every reason', async () => {
    const reviewId = await atPanel('1.800007', 'collecting');
    await desk.answer(reviewId, 'panel', 'lawyer', 'return', 'Thiếu căn cứ');
    await desk.answer(reviewId, 'panel', 'financeHead', 'return', 'Thiếu số liệu');
    expect(await open(reviewId)).toEqual([['panel', 1]]);
    // Not even a rung before the due instant sends them out.
    await database.setNow('2026-03-09T02:00:00Z');
    await look(reviewId, 'panel', 1);
    expect(await open(reviewId)).toEqual([['panel', 1]]);
    await desk.answer(reviewId, 'panel', 'justiceHead');
    await desk.answer(reviewId, 'panel', 'finance');
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    const { decisions } = await desk.stateOf(reviewId);
    expect(decisions.filter((decision) => decision.verdict === 'return').map((decision) => decision.comment)).toEqual(['Thiếu căn cứ', 'Thiếu số liệu']);
    expect((await desk.factsOf(reviewId)).filter((event) => event.type === 'StageClosed' && event.outcome === 'returned')).toHaveLength(1);
  });

  it('return-collect-merges: when the term ends without the rest, what there is goes out, once', async () => {
    const reviewId = await atPanel('1.800008', 'collecting');
    await desk.answer(reviewId, 'panel', 'lawyer', 'return', 'Thiếu căn cứ');
    await database.setNow('2026-03-10T02:00:00Z');
    await Promise.all([look(reviewId, 'panel', 1), look(reviewId, 'panel', 1)]);
    expect(await stageOf(reviewId, 'panel', 1)).toMatchObject({ status: 'closed', outcome: 'returned' });
    await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'panel', 1), rebuild: 0 }, 'caller');
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    expect(
      (await desk.stateOf(reviewId)).tasks
        .filter((task) => task.stageKey === 'panel')
        .map((task) => task.status)
        .sort(),
    ).toEqual(['done', 'withdrawn', 'withdrawn', 'withdrawn']);
    // Whoever answers now is told that the stage has been returned.
    const late = (await desk.stateOf(reviewId)).tasks.find((task) => task.stageKey === 'panel' && task.status === 'withdrawn');
    expect(
      await codeOf(
        commands.recordDecision(province.actor('finance'), k(), {
          taskId: late?.id as string,
          expectedVersion: late?.version ?? 0,
          contentDigest: 'a'.repeat(64),
          verdict: 'approve',
          comment: '',
        }),
      ),
    ).toBe('stage_closed');
  });

  it('return-collect-merges: without collecting, one return ends the round and takes the open tasks back; an approval given stays on record', async () => {
    const reviewId = await atPanel('1.800009', 'siblings');
    await desk.answer(reviewId, 'panel', 'lawyer');
    await desk.answer(reviewId, 'panel', 'justiceHead', 'return');
    const state = await desk.stateOf(reviewId);
    expect(await open(reviewId)).toEqual([['assess', 2]]);
    expect(state.tasks.filter((task) => task.stageKey === 'panel').map((task) => task.status)).toEqual(['done', 'done', 'withdrawn', 'withdrawn']);
    expect(state.decisions.find((decision) => decision.actor === province.people.lawyer)).toMatchObject({ verdict: 'approve' });
  });
});

describe('return-no-old-round-rungs', () => {
  it('return-no-old-round-rungs: a timer or a letter of the round before tells nobody in the new one', async () => {
    const reviewId = await atPanel('1.800010', 'twoRounds');
    const notices = async (kind: string) =>
      database.reader.rows<{ id: string; round: number; rung: string; state: string }>(
        'SELECT id, round, rung, state FROM notices WHERE review_id = ? AND kind = ? ORDER BY id',
        [reviewId, kind],
      );
    // Two reminders of round one are due; the second has been told, its letter waits.
    await database.setNow('2026-03-05T02:00:00Z');
    await look(reviewId, 'panel', 1);
    const [old] = (await notices('task.reminder')).filter((notice) => notice.rung === 'before2');
    expect(old).toMatchObject({ round: 1, state: 'pending' });
    await desk.answer(reviewId, 'panel', 'lawyer', 'return');
    await revise(reviewId, 'một');
    await resubmit(reviewId);
    expect(await open(reviewId)).toEqual([['panel', 2]]);
    // The letter of round one is about a closed task: it is not sent.
    expect(await leaseNotice(database.transact, old?.id as string)).toMatchObject({ t: 'ended', state: 'suppressed', reason: 'closed' });
    // Round one's timer rings after all, when its due instant would have passed, and for weeks after it.
    for (const now of ['2026-03-10T02:00:00Z', '2026-03-11T02:00:00Z']) {
      await database.setNow(now);
      await look(reviewId, 'panel', 1);
      await commands.serveDueReview(reviewId);
    }
    const state = await desk.stateOf(reviewId);
    const [one, two] = [1, 2].map((round) => state.tasks.find((task) => task.stageKey === 'panel' && task.round === round));
    expect(one?.rungs.map((rung) => rung.key)).toEqual(['before2']);
    expect(one?.breachedAt).toBeNull();
    // Round two counts from its own opening, with its own rungs, each once.
    expect(two?.term.dueAt).toBe('2026-03-12T17:00:00.000Z');
    expect(two?.rungs.map((rung) => rung.key)).toEqual(['before2']);
    expect([...new Set((await notices('task.reminder')).map((notice) => `${notice.rung} of round ${notice.round}`))]).toEqual([
      'before2 of round 1',
      'before2 of round 2',
    ]);
  });
});
