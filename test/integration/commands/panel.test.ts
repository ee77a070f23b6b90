import { createCommands, type Commands } from '../../../commands/index.js';
import type { Role } from '../../../domain/route/route.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { leaseNotice } from '../../../commands/lease-notice.js';
import { markNotice } from '../../../commands/mark-notice.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { openMailRoom } from '../../support/mail-room.js';
import { panelReview } from '../../support/panel-route.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase([
    panelReview('two', { t: 'quorum', need: 2, veto: false, members: 'snapshot' }),
    panelReview('three', { t: 'quorum', need: 3, veto: false, members: 'snapshot' }),
    panelReview('live', { t: 'quorum', need: 3, veto: false, members: 'live' }),
    panelReview('veto', { t: 'quorum', need: 2, veto: true, members: 'snapshot' }),
    panelReview('every', { t: 'all' }),
  ]);
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const atPanel = async (code: string, route: string): Promise<ReviewId> => {
  const reviewId = await desk.oneReview(code, aProposal(), route);
  await desk.decideOn(reviewId, 'assess', 'head');
  return reviewId;
};
const refusal = (act: Promise<unknown>): Promise<{ code: string; details: Record<string, unknown> } | null> =>
  act.then(
    () => null,
    (error: { code: string; details: Record<string, unknown> }) => error,
  );
const panelOf = async (reviewId: ReviewId) => (await desk.stateOf(reviewId)).stages.find((stage) => stage.key === 'panel');
const taskOf = async (reviewId: ReviewId, seat: Seat) => {
  const task = (await desk.stateOf(reviewId)).tasks.find((one) => one.stageKey === 'panel' && one.candidates[0] === province.people[seat]);
  if (!task) throw new Error(`${seat} was not asked`);
  return task;
};
/** What a member who saw his task before the panel closed would send after it. */
const sees = async (reviewId: ReviewId, seat: Seat) => {
  const { id, version } = await taskOf(reviewId, seat);
  const shown = await desk.verdictOn(reviewId, 'panel');
  return { ...shown, taskId: id, expectedVersion: version };
};

describe('quorum-late-click-gets-outcome', () => {
  it('quorum-late-click-gets-outcome: whoever answers after the closing vote is told the outcome, whatever he wanted to say', async () => {
    for (const [code, route, votes, outcome] of [
      [
        '1.500001',
        'two',
        [
          ['lawyer', 'approve'],
          ['justiceHead', 'approve'],
        ],
        'approved',
      ],
      ['1.500002', 'veto', [['lawyer', 'reject']], 'rejected'],
      ['1.500003', 'every', [['lawyer', 'reject']], 'rejected'],
    ] as const) {
      const reviewId = await atPanel(code, route);
      const shown = await sees(reviewId, 'finance');
      for (const [seat, verdict] of votes) await desk.answer(reviewId, 'panel', seat, verdict);
      for (const [verdict, comment] of [
        ['approve', ''],
        ['reject', 'Không đồng ý'],
        ['return', 'Sửa lại'],
        ['noOpinion', ''],
      ] as const) {
        const late = await refusal(commands.recordDecision(province.actor('finance'), `late-${route}-${verdict}`, { ...shown, verdict, comment }));
        // The route ends with its panel: the outcome of the stage is told, not merely that the review is over.
        expect([route, verdict, late?.code, late?.details['outcome']]).toEqual([route, verdict, 'review_closed', outcome]);
      }
      expect((await desk.stateOf(reviewId)).decisions.filter((decision) => decision.stageKey === 'panel')).toHaveLength(votes.length);
    }
  });

  it('quorum-late-click-gets-outcome: of the last two needed votes at the same moment one closes, and the other is told so', async () => {
    const reviewId = await atPanel('1.500004', 'two');
    await desk.answer(reviewId, 'panel', 'lawyer');
    const sent = await Promise.all((['justiceHead', 'financeHead', 'finance'] as const).map(async (seat) => [seat, await sees(reviewId, seat)] as const));
    const answers = await Promise.all(sent.map(([seat, command]) => refusal(commands.recordDecision(province.actor(seat), `same-${seat}`, command))));
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    for (const loser of answers.filter((answer) => answer !== null)) expect(loser).toMatchObject({ code: 'stage_closed', details: { outcome: 'approved' } });
    expect(await panelOf(reviewId)).toMatchObject({ status: 'closed', outcome: 'approved' });
    expect(
      (await desk.stateOf(reviewId)).tasks
        .filter((task) => task.stageKey === 'panel')
        .map((task) => task.status)
        .sort(),
    ).toEqual(['done', 'done', 'withdrawn', 'withdrawn']);
  });

  it('quorum-late-click-gets-outcome: a reject that meets the closing approval at the same moment loses or wins whole', async () => {
    const reviewId = await atPanel('1.500005', 'veto');
    await desk.answer(reviewId, 'panel', 'lawyer');
    const [yes, no] = [
      { ...(await sees(reviewId, 'justiceHead')), comment: 'Nhất trí' },
      { ...(await sees(reviewId, 'finance')), verdict: 'reject' as const, comment: 'Thiếu căn cứ' },
    ];
    const [approved, rejected] = await Promise.all([
      refusal(commands.recordDecision(province.actor('justiceHead'), 'race-yes', yes)),
      refusal(commands.recordDecision(province.actor('finance'), 'race-no', no)),
    ]);
    const outcome = approved === null ? 'approved' : 'rejected';
    expect([approved, rejected].filter((answer) => answer === null)).toHaveLength(1);
    expect(approved ?? rejected).toMatchObject({ code: 'stage_closed', details: { outcome } });
    expect((await panelOf(reviewId))?.outcome).toBe(outcome);
    // The loser's vote is gone, his words are not: they wait for an answer like any other comment.
    const [loser, text] = approved === null ? (['finance', 'Thiếu căn cứ'] as const) : (['justiceHead', 'Nhất trí'] as const);
    const { comments } = await desk.stateOf(reviewId);
    expect(comments).toMatchObject([{ id: (approved ?? rejected)?.details['keptAs'], by: province.people[loser], text, stageKey: 'panel', disposition: null }]);
    const again =
      approved === null
        ? refusal(commands.recordDecision(province.actor('finance'), 'race-no', no))
        : refusal(commands.recordDecision(province.actor('justiceHead'), 'race-yes', yes));
    expect([(await again)?.code, (await desk.stateOf(reviewId)).comments.length]).toEqual(['stage_closed', 1]);
  });
});

describe('withdrawal-notifies-only-the-told', () => {
  it('withdrawal-notifies-only-the-told: one letter to whoever had been asked and had not answered, none to anybody else', async () => {
    const room = await openMailRoom(database);
    try {
      await room.sendAll();
      const reviewId = await atPanel('1.500006', 'two');
      const asked = (await room.notices(reviewId, 'task.assigned')).filter((notice) => notice.task_id?.includes('-panel-'));
      expect(asked.map((notice) => notice.recipient_id).sort()).toEqual(
        (['lawyer', 'justiceHead', 'financeHead', 'finance'] as const).map((seat) => province.people[seat]).sort(),
      );
      const assignmentOf = (seat: Seat) => asked.find((notice) => notice.recipient_id === province.people[seat])?.id as string;
      for (const seat of ['lawyer', 'financeHead'] as const) await room.processor(assignmentOf(seat));
      await desk.answer(reviewId, 'panel', 'lawyer');
      await desk.answer(reviewId, 'panel', 'justiceHead');
      const withdrawn = await room.notices(reviewId, 'task.withdrawn');
      // Whoever answered is not told that his task is gone, whether or not the letter that asked him ever left.
      expect(withdrawn.map((notice) => notice.recipient_id).sort()).toEqual([province.people.financeHead, province.people.finance].sort());
      await room.sendAll();
      const state = async (kind: string, seat: Seat) =>
        (await room.notices(reviewId, kind))
          .filter((notice) => notice.task_id?.includes('-panel-') && notice.recipient_id === province.people[seat])
          .map((notice) => [notice.state, notice.reason]);
      expect(await state('task.withdrawn', 'financeHead')).toEqual([['accepted', null]]);
      expect([await state('task.assigned', 'finance'), await state('task.withdrawn', 'finance')]).toEqual([
        [['suppressed', 'closed']],
        [['suppressed', 'neverTold']],
      ]);
      expect(await state('task.assigned', 'justiceHead')).toEqual([['suppressed', 'closed']]);
      // The winner's second thoughts change nothing: nobody is told twice.
      await room.passTime();
      await room.sendAll();
      expect((await room.notices(reviewId, 'task.withdrawn')).map((notice) => notice.state).sort()).toEqual(['accepted', 'suppressed']);
    } finally {
      await room.close();
    }
  });

  it('withdrawal-notifies-only-the-told: a letter that is just being sent is waited for', async () => {
    const room = await openMailRoom(database);
    try {
      await room.sendAll();
      const reviewId = await atPanel('1.500007', 'two');
      const underway = (await room.notices(reviewId, 'task.assigned')).find(
        (notice) => notice.task_id?.includes('-panel-') && notice.recipient_id === province.people.finance,
      );
      const lease = await leaseNotice(database.transact, underway?.id as string);
      if (lease.t !== 'leased') throw new Error(`the letter could not be taken: ${JSON.stringify(lease)}`);
      await desk.answer(reviewId, 'panel', 'lawyer');
      await desk.answer(reviewId, 'panel', 'justiceHead');
      const told = async () => (await room.notices(reviewId, 'task.withdrawn')).find((notice) => notice.recipient_id === province.people.finance);
      expect(await leaseNotice(database.transact, (await told())?.id as string)).toEqual({ t: 'nothing', why: 'waits' });
      await markNotice(database.transact, lease.lease.noticeId, lease.lease.attempt, { to: 'accepted' });
      await room.passTime();
      await room.sendAll();
      expect(await told()).toMatchObject({ state: 'accepted', attempts: 1 });
    } finally {
      await room.close();
    }
  });
});

describe('quorum.impossible', () => {
  /** A member leaves: his posts end today. @returns brings him back */
  const leaves = async (seat: Seat): Promise<() => Promise<unknown>> => {
    await database.source.query("UPDATE holdings SET valid_to = '2026-03-02' WHERE person_id = ?", [province.people[seat]]);
    return () => database.source.query('UPDATE holdings SET valid_to = NULL WHERE person_id = ?', [province.people[seat]]);
  };
  const appointed = async (seat: Seat, unit: string, role: Role): Promise<() => Promise<unknown>> => {
    const values = [province.people[seat], province.units[unit], role];
    await database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
      ...values,
      '2025-01-01',
      'test',
    ]);
    return () => database.source.query('DELETE FROM holdings WHERE person_id = ? AND unit_id = ? AND role = ?', values);
  };
  const told = async (reviewId: ReviewId) =>
    (
      await database.reader.rows<{ recipient_id: string; model: string }>(
        "SELECT recipient_id, model FROM notices WHERE review_id = ? AND kind = 'quorum.impossible' ORDER BY id",
        [reviewId],
      )
    ).map((row) => [row.recipient_id, JSON.parse(row.model) as Record<string, unknown>] as const);
  const judged = async (reviewId: ReviewId) =>
    (await desk.factsOf(reviewId)).filter((event) => event.type === 'QuorumJudged').map((event) => event.type === 'QuorumJudged' && event.reachable);
  /** The timer of the stage rings. */
  const look = async (reviewId: ReviewId) => commands.fireRungs({ reviewId, step: (await panelOf(reviewId))?.id as never, rebuild: 0 }, 'caller');

  it('quorum-live-vs-snapshot: seats that fell empty put the number out of reach; the coordinator is told once, fills them, and nothing was rejected', async () => {
    const reviewId = await atPanel('1.500010', 'three');
    await desk.answer(reviewId, 'panel', 'lawyer');
    const back = [await leaves('justiceHead'), await leaves('finance')];
    await look(reviewId);
    await look(reviewId);
    expect(await judged(reviewId)).toEqual([false]);
    expect(await told(reviewId)).toEqual([[province.people.coordinator, expect.objectContaining({ need: 3, approvals: 1, unanswered: 1, empty: 2 })]]);
    // Not even a rejection makes a rejection of it: the empty seats have not answered.
    await desk.answer(reviewId, 'panel', 'financeHead', 'reject');
    expect(await panelOf(reviewId)).toMatchObject({ status: 'open', outcome: null, quorumReachable: false });
    const fill = async (left: Seat, unit: string, role: Role) => {
      const { id, version } = await taskOf(reviewId, left);
      return commands.reassignTask(province.actor('coordinator'), `fill-${left}`, {
        taskId: id,
        expectedVersion: version,
        unitId: province.units[unit] as never,
        role,
        reason: 'Người kế nhiệm',
      });
    };
    // Nobody has taken the post yet: there is nobody to give the seat to.
    await expect(fill('justiceHead', 'justice', 'unitHead')).rejects.toMatchObject({ code: 'route_has_no_holder' });
    back.push(await appointed('tradeHead', 'justice', 'unitHead'), await appointed('tradeOfficer', 'finance', 'finance'));
    await fill('justiceHead', 'justice', 'unitHead');
    expect(await judged(reviewId)).toEqual([false]);
    await fill('finance', 'finance', 'finance');
    expect(await judged(reviewId)).toEqual([false, true]);
    await desk.answer(reviewId, 'panel', 'tradeHead');
    await desk.answer(reviewId, 'panel', 'tradeOfficer');
    expect(await panelOf(reviewId)).toMatchObject({ status: 'closed', outcome: 'approved' });
    expect(await told(reviewId)).toHaveLength(1);
    for (const undo of back.toReversed()) await undo();
  });

  it('quorum-live-vs-snapshot: whoever comes into a post joins a live panel and every panel in which all answer, never a fixed one; the number needed stays', async () => {
    const [live, every, fixed] = [await atPanel('1.500013', 'live'), await atPanel('1.500014', 'every'), await atPanel('1.500015', 'three')];
    await desk.answer(live, 'panel', 'lawyer');
    const back = await appointed('tradeOfficer', 'finance', 'finance');
    for (const reviewId of [live, every, fixed]) {
      await look(reviewId);
      await look(reviewId);
    }
    const asked = async (reviewId: ReviewId) =>
      (await desk.stateOf(reviewId)).tasks.filter((task) => task.stageKey === 'panel' && task.candidates[0] === province.people.tradeOfficer).length;
    expect([await asked(live), await asked(every), await asked(fixed)]).toEqual([1, 1, 0]);
    const task = await taskOf(live, 'tradeOfficer');
    expect(await database.reader.rows("SELECT recipient_id FROM notices WHERE task_id = ? AND kind = 'task.assigned'", [task.id])).toEqual([
      { recipient_id: province.people.tradeOfficer },
    ]);
    // His vote counts while the panel sits, and once he has left again it stays.
    await desk.answer(live, 'panel', 'tradeOfficer');
    await back();
    await look(live);
    expect((await panelOf(live))?.status).toBe('open');
    await desk.answer(live, 'panel', 'justiceHead');
    expect(await panelOf(live)).toMatchObject({ status: 'closed', outcome: 'approved' });
    // Where all answer, the panel waits for the one who joined; his seat, empty now, is given to somebody else.
    for (const seat of ['lawyer', 'justiceHead', 'financeHead', 'finance'] as const) await desk.answer(every, 'panel', seat);
    expect((await panelOf(every))?.status).toBe('open');
    const left = await taskOf(every, 'tradeOfficer');
    await commands.reassignTask(province.actor('coordinator'), 'fill-every', {
      taskId: left.id,
      expectedVersion: left.version,
      unitId: province.units['trade'] as never,
      role: 'unitHead',
      reason: 'Người mới đã đi',
    });
    await desk.answer(every, 'panel', 'tradeHead');
    expect((await desk.stateOf(every)).outcome).toBe('approved');
  });

  it('quorum.impossible: answers without an opinion are told in the commit of the last one, and two people have the stage asked anew', async () => {
    const reviewId = await atPanel('1.500011', 'two');
    await desk.answer(reviewId, 'panel', 'lawyer');
    for (const seat of ['justiceHead', 'financeHead'] as const) await desk.answer(reviewId, 'panel', seat, 'noOpinion');
    expect(await judged(reviewId)).toEqual([]);
    await desk.answer(reviewId, 'panel', 'finance', 'noOpinion');
    expect([await judged(reviewId), (await panelOf(reviewId))?.status, (await told(reviewId)).length]).toEqual([[false], 'open', 1]);
    const stageId = (await panelOf(reviewId))?.id as string;
    const ask = { reviewId, stageId, reason: 'Hỏi lại từ đầu' };
    await commands.requestReopen(province.actor('coordinator'), 'reopen-ask', ask);
    await expect(commands.confirmReopen(province.actor('coordinator'), 'reopen-self', ask)).rejects.toMatchObject({ code: 'second_person_needed' });
    await commands.confirmReopen(province.actor('lawyer'), 'reopen-yes', ask);
    await commands.openNextStages({ reviewId, after: stageId as never, rebuild: 0 }, 'caller');
    const state = await desk.stateOf(reviewId);
    expect(state.stages.filter((stage) => stage.key === 'panel').map((stage) => [stage.round, stage.status, stage.outcome])).toEqual([
      [1, 'closed', null],
      [2, 'open', null],
    ]);
    expect(state.tasks.filter((task) => task.stageKey === 'panel' && task.round === 2)).toHaveLength(4);
    for (const seat of ['lawyer', 'finance'] as const) await desk.answer(reviewId, 'panel', seat);
    expect((await desk.stateOf(reviewId)).outcome).toBe('approved');
  });

  it('quorum.impossible: one more person asked brings it within reach; a stage that can still decide is not reopened', async () => {
    const reviewId = await atPanel('1.500012', 'two');
    const stageId = (await panelOf(reviewId))?.id as string;
    await expect(commands.requestReopen(province.actor('coordinator'), 'reopen-early', { reviewId, stageId, reason: 'Sớm' })).rejects.toMatchObject({
      code: 'stage_not_reopenable',
    });
    await desk.answer(reviewId, 'panel', 'lawyer');
    for (const seat of ['justiceHead', 'financeHead'] as const) await desk.answer(reviewId, 'panel', seat, 'noOpinion');
    const back = await leaves('finance');
    await look(reviewId);
    expect(await judged(reviewId)).toEqual([false]);
    const { id, version } = await taskOf(reviewId, 'finance');
    const on = { taskId: id, expectedVersion: version, unitId: province.units['trade'] as never, role: 'unitHead' as const, reason: 'Cần thêm một ý kiến' };
    await expect(commands.addReviewer(province.actor('lawyer'), 'add-lawyer', on)).rejects.toMatchObject({ code: 'not_eligible' });
    await commands.addReviewer(province.actor('coordinator'), 'add-coordinator', on);
    expect(await judged(reviewId)).toEqual([false, true]);
    await expect(commands.addReviewer(province.actor('coordinator'), 'add-again', on)).rejects.toMatchObject({ code: 'nothing_changed' });
    const added = (await desk.stateOf(reviewId)).tasks.at(-1);
    expect(added).toMatchObject({ slot: 5, candidates: [province.people.tradeHead], term: { dueAt: '2026-03-09T17:00:00.000Z' } });
    expect(await database.reader.row('SELECT kind FROM notices WHERE task_id = ? AND recipient_id = ?', [added?.id, province.people.tradeHead])).toEqual({
      kind: 'task.assigned',
    });
    await desk.answer(reviewId, 'panel', 'tradeHead');
    expect(await panelOf(reviewId)).toMatchObject({ status: 'closed', outcome: 'approved' });
    await back();
  });
});
