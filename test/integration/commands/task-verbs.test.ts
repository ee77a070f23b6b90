import { createCommands, type Commands } from '../../../commands/index.js';
import { LAW } from '../../../domain/review/review.js';
import { PRE_NOTICE, type Route } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { addDays, type Instant, type LocalDate } from '../../../domain/shared/instant.js';
import { parseTaskId, stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { readMailLag } from '../../../queries/watch.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProposal, buildProvince, launchReviews, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

/** The shipped route, but the law decides for a lawyer who stays silent after due notice. */
const SILENT: Route = {
  ...PROVINCIAL_REVIEW,
  key: 'silentConsultation',
  stages: PROVINCIAL_REVIEW.stages.map((stage) =>
    stage.key === 'consultLaw'
      ? { ...stage, ladder: [], silence: { then: 'tacitApprove', basis: 'Quy chế, Điều 4', preNotice: { workingDaysBefore: 1, alsoTo: [] } } }
      : stage,
  ),
};

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let serial = 0;
/** A key nobody has used. */
const k = (): string => `verb-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase([SILENT]);
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());
beforeEach(() => database.setNow('2026-03-02T02:00:00Z'));

const taskOf = async (reviewId: string, stageKey: string) => {
  const task = (await desk.stateOf(reviewId)).tasks.filter((one) => one.stageKey === stageKey).at(-1);
  if (!task) throw new Error(`no task in ${stageKey}`);
  return task;
};
const atAppraisal = async (code: string): Promise<ReviewId> => {
  const reviewId = await desk.oneReview(code);
  for (const [key, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
  ] as const)
    await desk.decideOn(reviewId, key, seat);
  return reviewId;
};
const refusal = async (act: Promise<unknown>) =>
  act.then(
    () => null,
    (error: { code: string; details: Record<string, unknown> }) => error,
  );
const TODAY = '2026-03-02' as LocalDate;

describe('claims', () => {
  it('claim-50-parallel-one-wins: of fifty who reach for one task at once one holds it, the others are told who', async () => {
    const reviewId = await desk.oneReview('1.100001');
    await database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
      province.people.tradeHead,
      province.units['civil'],
      'officer',
      '2025-01-01',
      'test',
    ]);
    const moved = await commands.reassignTask(province.actor('coordinator'), k(), {
      taskId: (await taskOf(reviewId, 'assess')).id,
      unitId: province.units['civil'] as never,
      role: 'officer',
      reason: 'Giao chuyên viên',
    });
    const seats = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? ('officer' as const) : ('tradeHead' as const)));
    const answers = await Promise.all(
      seats.map(async (seat) => ({ seat, code: await codeOf(commands.claimTask(province.actor(seat), k(), { taskId: moved.taskId })) })),
    );
    const holder = (await taskOf(reviewId, 'assess')).claim?.by;
    // Whoever holds it may repeat himself; nobody of the other post got through.
    for (const { seat, code } of answers) expect([seat, code]).toEqual([seat, province.people[seat] === holder ? 'accepted' : 'claimed']);
    expect((await desk.factsOf(reviewId)).filter((event) => event.type === 'TaskClaimed')).toHaveLength(1);
    const loser = province.people.officer === holder ? 'tradeHead' : 'officer';
    expect(await refusal(commands.claimTask(province.actor(loser), k(), { taskId: moved.taskId }))).toMatchObject({ code: 'claimed', details: { by: holder } });
    expect(await codeOf(commands.releaseTask(province.actor(loser), k(), { taskId: moved.taskId }))).toBe('not_eligible');
    await database.source.query("DELETE FROM holdings WHERE person_id = ? AND role = 'officer'", [province.people.tradeHead]);
  });

  it('reassign-notifies-both: the new people are asked, those who had it are told it is gone', async () => {
    const reviewId = await atAppraisal('1.100002');
    const task = await taskOf(reviewId, 'appraise');
    const moved = await commands.reassignTask(province.actor('coordinator'), k(), {
      taskId: task.id,
      expectedVersion: task.version,
      unitId: province.units['finance'] as never,
      role: 'unitHead',
      reason: 'Người thẩm tra nghỉ',
    });
    expect(moved).toMatchObject({ version: task.version + 1, dueAt: task.term.dueAt, replayed: false });
    const notices = await database.reader.rows<{ kind: string; recipient_id: string; model: string }>(
      'SELECT kind, recipient_id, model FROM notices WHERE task_id = ? AND epoch = ? ORDER BY kind',
      [task.id, moved.version],
    );
    expect(notices.map((notice) => [notice.kind, notice.recipient_id])).toEqual([
      ['task.assigned', province.people.financeHead],
      ['task.withdrawn', province.people.appraiser],
    ]);
    expect(JSON.parse(notices[1]?.model ?? '{}')).toMatchObject({ reason: 'reassigned' });
    expect(
      await codeOf(
        commands.reassignTask(province.actor('coordinator'), k(), {
          taskId: task.id,
          expectedVersion: task.version,
          unitId: province.units['control'] as never,
          role: 'appraiser',
          reason: 'Lại',
        }),
      ),
    ).toBe('version_moved');
    expect(await codeOf(desk.decide(reviewId, 'appraise', 'appraiser'))).toBe('not_eligible');
  });
});

describe('who may act at the moment of acting', () => {
  it('eligibility-rechecked-at-decision: a post that ended after the task opened decides nothing', async () => {
    const reviewId = await atAppraisal('1.100003');
    await database.source.query("UPDATE holdings SET valid_to = '2026-03-02' WHERE person_id = ?", [province.people.appraiser]);
    expect(await refusal(desk.decide(reviewId, 'appraise', 'appraiser'))).toMatchObject({ code: 'not_eligible', details: { why: [{ code: 'role_ended' }] } });
    await database.source.query('UPDATE holdings SET valid_to = NULL WHERE person_id = ?', [province.people.appraiser]);
    expect(await codeOf(desk.decide(reviewId, 'appraise', 'appraiser'))).toBe('accepted');
  });

  it('disabled-account-next-request: a disabled account loses the task with the next act, and its claim', async () => {
    const reviewId = await atAppraisal('1.100004');
    await commands.claimTask(province.actor('appraiser'), k(), { taskId: (await taskOf(reviewId, 'appraise')).id });
    await database.source.query('UPDATE people SET active = 0 WHERE id = ?', [province.people.appraiser]);
    expect(await codeOf(desk.decide(reviewId, 'appraise', 'appraiser'))).toBe('not_eligible');
    await database.source.query('UPDATE people SET active = 1 WHERE id = ?', [province.people.appraiser]);
  });

  it('a delegate is offered the open task at once, acts in the owner’s name on his paper, and no longer once it is taken back', async () => {
    const reviewId = await atAppraisal('1.100005');
    const ask = {
      delegateId: province.people.financeHead,
      kind: 'TUQ' as const,
      unitId: province.units['control'] as never,
      role: 'appraiser' as const,
      from: TODAY,
      to: addDays(TODAY, 5),
      document: '05/UQ-VP',
    };
    const key = k();
    const granted = await commands.grantDelegation(province.actor('appraiser'), key, ask);
    expect(await commands.grantDelegation(province.actor('appraiser'), key, ask)).toEqual({ delegationId: granted.delegationId, replayed: true });
    expect(await codeOf(commands.grantDelegation(province.actor('lawyer'), k(), ask))).toBe('delegation_invalid');
    const offered = await database.reader.rows<{ person_id: string }>('SELECT person_id FROM task_candidates WHERE task_id = ? AND is_open = 1', [
      (await taskOf(reviewId, 'appraise')).id,
    ]);
    expect(offered.map((row) => row.person_id).sort()).toEqual([province.people.appraiser, province.people.financeHead].sort());
    await desk.decide(reviewId, 'appraise', 'financeHead');
    expect((await desk.stateOf(reviewId)).decisions.at(-1)).toMatchObject({
      actor: province.people.financeHead,
      onBehalfOf: province.people.appraiser,
      authority: 'TUQ. 05/UQ-VP',
    });
    await commands.revokeDelegation(province.actor('appraiser'), k(), { delegationId: granted.delegationId });
    const other = await atAppraisal('1.100006');
    expect(await codeOf(desk.decide(other, 'appraise', 'financeHead'))).toBe('not_eligible');
    expect((await desk.factsOf(granted.delegationId)).map((fact) => fact.type as string)).toEqual(['DelegationGranted', 'DelegationRevoked']);
  });

  it('a substitute holds while the absence does, and two cannot stand in for each other', async () => {
    const away = await commands.recordAbsence(province.actor('appraiser'), k(), {
      substituteId: province.people.controlHead,
      from: TODAY,
      to: addDays(TODAY, 3),
    });
    expect(
      await codeOf(commands.recordAbsence(province.actor('controlHead'), k(), { substituteId: province.people.appraiser, from: addDays(TODAY, 2), to: null })),
    ).toBe('delegation_cycle');
    const reviewId = await atAppraisal('1.100007');
    expect((await taskOf(reviewId, 'appraise')).candidates).toContain(province.people.controlHead);
    await commands.endAbsence(province.actor('appraiser'), k(), { absenceId: away.absenceId });
    expect((await taskOf(reviewId, 'appraise')).candidates).toEqual([province.people.appraiser]);
  });
});

describe('separation of duties', () => {
  it('sod-override-needs-second-person: one asks, another grants, for a day', async () => {
    const reviewId = await atAppraisal('1.100009');
    await database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
      province.people.head,
      province.units['control'],
      'appraiser',
      '2025-01-01',
      'test',
    ]);
    const on = { taskId: (await taskOf(reviewId, 'appraise')).id, personId: province.people.head, reason: 'Thiếu người' };
    await commands.requestOverride(province.actor('head'), k(), on);
    expect(await codeOf(commands.grantOverride(province.actor('head'), k(), on))).toBe('second_person_needed');
    expect(await commands.grantOverride(province.actor('controlHead'), k(), on)).toMatchObject({ until: expect.stringMatching(/^2026-03-03/) });
    expect(await codeOf(desk.decide(reviewId, 'appraise', 'head'))).toBe('accepted');
    expect((await desk.factsOf(reviewId)).find((event) => event.type === 'DecisionRecorded' && event.decision.stageKey === 'appraise')).toMatchObject({
      trace: expect.arrayContaining(['duties_lifted']),
    });
    await database.source.query("DELETE FROM holdings WHERE person_id = ? AND role = 'appraiser'", [province.people.head]);
  });
});

describe('one effect', () => {
  it('decide-50-parallel-one-effect, idempotency-same-key: fifty at once, one decision; one key, one receipt', async () => {
    const reviewId = await desk.oneReview('1.100010');
    const command = await desk.verdictOn(reviewId, 'assess');
    const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(commands.recordDecision(province.actor('head'), k(), command))));
    expect([codes.filter((code) => code === 'accepted').length, codes.filter((code) => code === 'already_decided').length]).toEqual([1, 49]);
    const other = await desk.oneReview('1.100011');
    const sent = await desk.verdictOn(other, 'assess');
    const key = k();
    const answers = await Promise.all(Array.from({ length: 10 }, () => commands.recordDecision(province.actor('head'), key, sent)));
    expect(new Set(answers.map((answer) => answer.decisionId)).size).toBe(1);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await codeOf(commands.recordDecision(province.actor('head'), key, { ...sent, comment: 'khác' }))).toBe('key_reused');
    // The answer got lost: the same key, later, still gives the first receipt.
    expect(await commands.recordDecision(province.actor('head'), key, sent)).toMatchObject({ decisionId: answers[0]?.decisionId, replayed: true });
  });

  it('explain-trace-stored-with-decision: the rules that let it pass are kept with the fact', async () => {
    const reviewId = await desk.oneReview('1.100012');
    await desk.decide(reviewId, 'assess', 'head');
    expect((await desk.factsOf(reviewId)).find((event) => event.type === 'DecisionRecorded')).toMatchObject({
      trace: ['holds_seat', 'duties_clear', 'unclaimed', 'proof_enough', 'task_open'],
    });
  });
});

describe('the clock and its papers', () => {
  it('extend-keeps-pause: asked, granted by the clock keeper, and what the pause held is still held', async () => {
    const reviewId = await atAppraisal('1.100013');
    const { id: taskId, term } = await taskOf(reviewId, 'appraise');
    await database.setNow('2026-03-03T02:00:00Z');
    const question = await commands.requestInformation(province.actor('appraiser'), k(), {
      taskId,
      question: 'Số liệu năm 2025?',
      path: null,
      until: '2026-03-05T02:00:00.000Z' as never,
    });
    expect(question.version).toBe(1);
    const { requestId } = await commands.requestExtension(province.actor('appraiser'), k(), { taskId, amount: 2, reason: 'Phức tạp' });
    const granted = await commands.decideExtension(province.actor('coordinator'), k(), { taskId, requestId, grant: true, reason: 'Đồng ý' });
    expect([term.dueAt, granted.dueAt]).toEqual(['2026-03-09T17:00:00.000Z', '2026-03-13T17:00:00.000Z']);
    await commands.submitInformation(province.actor('officer'), k(), { taskId, text: '1.234 hồ sơ' });
    expect((await desk.stateOf(reviewId)).comments[0]).toMatchObject({ id: question.commentId, disposition: { kind: 'explained' } });
    const row = await database.reader.row<{ due_at: string }>('SELECT due_at FROM tasks WHERE id = ?', [taskId]);
    expect(row?.due_at).toBe('2026-03-11T17:00:00.000Z');
  });

  it('fee-edit-keeps-legal-approval, revert-revives-approval: an edit during appraisal sends it back, and edited back it goes on', async () => {
    const reviewId = await atAppraisal('1.100014');
    const appraise = (await taskOf(reviewId, 'appraise')).id;
    await commands.reviseProposal(province.actor('officer'), k(), { reviewId, expectedRevision: 0, body: aProposal('khác') });
    expect(await desk.openKeys(reviewId)).toEqual([]);
    await commands.reviseProposal(province.actor('officer'), k(), { reviewId, expectedRevision: 1, body: aProposal('') });
    const { reviewId: id, stageKey, round } = parseTaskId(appraise);
    await commands.openNextStages({ reviewId: id, after: stageIdOf(id, stageKey, round), rebuild: 0 }, 'caller');
    const state = await desk.stateOf(reviewId);
    expect(state.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round])).toEqual([['appraise', 2]]);
    expect(Object.values(state.standings).map((standing) => standing.t)).toEqual(['counts', 'counts', 'counts']);
    expect(await desk.brokenChains()).toEqual([]);
  });

  it('dispute-annul-reopens: a verdict that was not his is struck, and its stage runs again', async () => {
    const reviewId = await atAppraisal('1.100015');
    const receipt = await desk.decideOn(reviewId, 'appraise', 'appraiser');
    const on = { taskId: receipt.taskId, decisionId: receipt.decisionId };
    await commands.disputeDecision(province.actor('appraiser'), k(), on);
    expect(await codeOf(desk.decide(reviewId, 'approve', 'leader'))).toBe('frozen');
    await commands.resolveDispute(province.actor('coordinator'), k(), { ...on, outcome: 'annulled', reason: 'Không phải người đó' });
    await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'approve', 1), rebuild: 0 }, 'caller');
    expect(await desk.openKeys(reviewId)).toEqual(['appraise']);
  });
});

describe('silence', () => {
  const silentReview = async (code: string): Promise<ReviewId> => {
    const base = await launchReviews(
      { ...commands, launchCampaign: (actor, key, command) => commands.launchCampaign(actor, key, { ...command, routeKey: 'silentConsultation' }) },
      province,
      [code],
    );
    const [reviewId] = await desk.reviewsOf(base.campaignId);
    if (!reviewId) throw new Error(JSON.stringify(base.problems));
    await desk.decideOn(reviewId, 'assess', 'head');
    await database.setNow('2026-03-04T01:30:00Z');
    await commands.fireRungs({ reviewId, step: stageIdOf(reviewId, 'consultLaw', 1), rebuild: 0 }, 'caller');
    return reviewId;
  };
  /** What the mailer marks once the server of the recipient has taken, or sent back, the letter. */
  const letter = (reviewId: string, state: string) =>
    database.source.query('UPDATE notices SET state = ?, ended_at = (SELECT NOW(3)) WHERE review_id = ? AND rung = ?', [state, reviewId, PRE_NOTICE]);

  it('silence-needs-delivery-proof: settled first by whoever comes next, in a transaction of its own, with the letter as proof', async () => {
    const reviewId = await silentReview('1.100016');
    await letter(reviewId, 'accepted');
    const late = await desk.verdictOn(reviewId, 'consultLaw');
    await database.setNow('2026-03-06T02:00:00Z');
    expect(await codeOf(commands.recordDecision(province.actor('lawyer'), k(), late))).toBe('settled_by_silence');
    const decision = (await desk.stateOf(reviewId)).decisions.at(-1);
    expect(decision).toMatchObject({ actor: LAW, assurance: null, verdict: 'approve', byLaw: { effectiveAt: '2026-03-05T17:00:00.000Z' } });
    expect(decision?.byLaw?.proofs).toHaveLength(1);
    expect(await database.reader.row('SELECT actor_id, assurance FROM decisions WHERE id = ?', [decision?.id])).toEqual({ actor_id: LAW, assurance: null });
  });

  it('silence-bounce-after-notice: a letter that came back proves nothing, so the stage escalates and a late verdict counts', async () => {
    const reviewId = await silentReview('1.100017');
    await letter(reviewId, 'bounced');
    const late = await desk.verdictOn(reviewId, 'consultLaw');
    await database.setNow('2026-03-06T02:00:00Z');
    expect(await commands.recordDecision(province.actor('lawyer'), k(), late)).toMatchObject({ late: true });
    expect((await desk.factsOf(reviewId)).find((event) => event.type === 'SilenceRefused')).toMatchObject({ reason: 'bounced' });
  });

  it('silence-inbound-watermark: while mail from before the due instant may still be unread nothing is settled; read in time the law decides, unread for half an hour the stage escalates', async () => {
    const settled = async (reviewId: ReviewId) =>
      (await desk.factsOf(reviewId)).flatMap((event) =>
        event.type === 'SilenceRefused' ? [event.reason] : event.type === 'DecisionRecorded' && event.decision.byLaw ? ['byLaw'] : [],
      );
    const wakeOf = async (reviewId: ReviewId) =>
      (await database.reader.row<{ at: string }>('SELECT next_wake_at AS at FROM reviews WHERE id = ?', [reviewId]))?.at;
    const look = (reviewId: ReviewId) => commands.serveDueReview(reviewId);
    const told = async (code: string): Promise<ReviewId> => {
      await database.setNow('2026-03-02T02:00:00Z');
      const reviewId = await silentReview(code);
      await letter(reviewId, 'accepted');
      return reviewId;
    };
    const [none, read, unread] = [await told('1.100020'), await told('1.100021'), await told('1.100022')];
    // The term of each ends at 17:00Z on 5 March. Nobody answers by mail: nothing is waited for.
    await database.setNow('2026-03-05T17:00:05Z');
    await look(none);
    expect(await settled(none)).toEqual(['byLaw']);

    // Two mailboxes, one of which is behind: a letter may lie there.
    await commands.markMailRead({ source: 'box-a', through: '2026-03-05T17:00:05.000Z' as Instant });
    await commands.markMailRead({ source: 'box-b', through: '2026-03-05T16:40:00.000Z' as Instant });
    for (const reviewId of [read, unread]) {
      await look(reviewId);
      expect([await settled(reviewId), await wakeOf(reviewId)]).toEqual([[], '2026-03-05T17:30:00.000Z']);
    }
    // A person who decides meanwhile is heard.
    expect(await codeOf(commands.claimTask(province.actor('lawyer'), k(), { taskId: (await taskOf(read, 'consultLaw')).id }))).toBe('accepted');

    await database.setNow('2026-03-05T17:20:00Z');
    await commands.markMailRead({ source: 'box-b', through: '2026-03-05T16:59:00.000Z' as Instant });
    await look(read);
    expect(await settled(read)).toEqual([]);
    await commands.markMailRead({ source: 'box-b', through: '2026-03-05T17:19:00.000Z' as Instant });
    await commands.markMailRead({ source: 'box-b', through: '2026-03-05T12:00:00.000Z' as Instant });
    await look(read);
    expect(await settled(read)).toEqual(['byLaw']);

    // One box stands still for half an hour: the law does not speak, somebody is told.
    await commands.markMailRead({ source: 'box-c', through: '2026-03-05T16:00:00.000Z' as Instant });
    await look(unread);
    expect([await settled(unread), await wakeOf(unread)]).toEqual([[], '2026-03-05T17:30:00.000Z']);
    await database.setNow('2026-03-05T17:30:01Z');
    await look(unread);
    expect(await settled(unread)).toEqual(['inboundUnread']);
    expect(await readMailLag(database.reader)).toBeGreaterThanOrEqual(90 * 60);
    expect(await codeOf(desk.decide(unread, 'consultLaw', 'lawyer'))).toBe('accepted');
    await database.source.query('DELETE FROM mail_sources');
    expect(await readMailLag(database.reader)).toBeNull();
  });

  it('silence-reassign-invalidates: who got the task after the notice had none', async () => {
    const reviewId = await silentReview('1.100018');
    await letter(reviewId, 'accepted');
    await commands.reassignTask(province.actor('coordinator'), k(), {
      taskId: (await taskOf(reviewId, 'consultLaw')).id,
      unitId: province.units['justice'] as never,
      role: 'unitHead',
      reason: 'Nghỉ',
    });
    await database.setNow('2026-03-06T02:00:00Z');
    await commands.fireRungs({ reviewId, step: stageIdOf(reviewId, 'consultLaw', 1), rebuild: 0 }, 'caller');
    expect((await desk.factsOf(reviewId)).find((event) => event.type === 'SilenceRefused')).toMatchObject({ reason: 'noNotice' });
    expect((await taskOf(reviewId, 'consultLaw')).status).toBe('unclaimed');
  });
});
