import { createCommands, type Commands } from '../../../commands/index.js';
import { isFrozen, LAW } from '../../../domain/review/review.js';
import { PRE_NOTICE, type Route, type StageLimit } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import type { LocalDate } from '../../../domain/shared/instant.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

/** The law decides for a lawyer who stays silent after due notice. */
const silent = (key: string, limit: StageLimit): Route => ({
  ...PROVINCIAL_REVIEW,
  key,
  stages: PROVINCIAL_REVIEW.stages.map((stage) =>
    stage.key === 'consultLaw'
      ? { ...stage, limit, ladder: [], silence: { then: 'tacitApprove', basis: 'Quy chế, Điều 4', preNotice: { workingDaysBefore: 1, alsoTo: [] } } }
      : stage,
  ),
});

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let serial = 0;
const k = (): string => `dispute-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase([silent('silentDays', { workingDays: 3 }), silent('silentDate', { fixedDate: '2026-03-12' as LocalDate })]);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());
beforeEach(() => database.setNow('2026-03-02T02:00:00Z'));

/** Both consultations are open, and the verdict they rest on is said not to be its giver's. */
async function disputed(
  code: string,
  route: string,
): Promise<{ readonly reviewId: ReviewId; readonly on: { readonly taskId: string; readonly decisionId: string } }> {
  const reviewId = await desk.oneReview(code, aProposal(), route);
  const { taskId, decisionId } = await desk.decideOn(reviewId, 'assess', 'head');
  return { reviewId, on: { taskId, decisionId } };
}
const task = async (reviewId: ReviewId, key: string) => {
  const found = (await desk.stateOf(reviewId)).tasks.findLast((one) => one.stageKey === key);
  if (!found) throw new Error(`no task in ${key}`);
  return found;
};
const look = (reviewId: ReviewId) => commands.fireRungs({ reviewId, step: stageIdOf(reviewId, 'consultLaw', 1), rebuild: 0 }, 'caller');
const since = async (reviewId: ReviewId, seq: number) => (await desk.factsOf(reviewId)).slice(seq).map((event) => event.type as string);
/** The server of the recipient has taken the letter before the term ends. */
const accepted = (reviewId: ReviewId) =>
  database.source.query("UPDATE notices SET state = 'accepted', ended_at = (SELECT NOW(3)) WHERE review_id = ? AND rung = ?", [reviewId, PRE_NOTICE]);

describe('dispute-freezes', () => {
  it('dispute-freezes: nobody acts on the review, nothing opens, its clocks stand, and silence says nothing, however long it lasts', async () => {
    const { reviewId, on } = await disputed('1.850001', 'silentDays');
    await database.setNow('2026-03-03T02:00:00Z');
    await commands.disputeDecision(province.actor('head'), k(), on);
    const { length: seq } = await desk.factsOf(reviewId);
    const { id: taskId } = await task(reviewId, 'consultLaw');
    const rows = await database.reader.rows<{ due_at: string | null }>('SELECT due_at FROM tasks WHERE review_id = ? AND is_open = 1', [reviewId]);
    expect(rows.map((row) => row.due_at)).toEqual([null, null]);
    const refused: readonly (readonly [string, Promise<unknown>])[] = [
      ['decide', desk.decide(reviewId, 'consultLaw', 'lawyer')],
      ['decide the other', desk.decide(reviewId, 'consultUnits', 'financeHead')],
      ['claim', commands.claimTask(province.actor('lawyer'), k(), { taskId })],
      [
        'reassign',
        commands.reassignTask(province.actor('coordinator'), k(), { taskId, unitId: province.units['finance'] as never, role: 'unitHead', reason: 'x' }),
      ],
      ['add', commands.addReviewer(province.actor('coordinator'), k(), { taskId, unitId: province.units['finance'] as never, role: 'unitHead', reason: 'x' })],
      ['extend', commands.requestExtension(province.actor('lawyer'), k(), { taskId, amount: 1, reason: 'x' })],
      ['resume', commands.resumeTerm(province.actor('lawyer'), k(), { taskId })],
      ['revise', commands.reviseProposal(province.actor('officer'), k(), { reviewId, expectedRevision: 0, body: aProposal('khác') })],
      ['reopen', commands.requestReopen(province.actor('head'), k(), { reviewId, stageId: stageIdOf(reviewId, 'assess', 1), reason: 'x' })],
    ];
    for (const [act, answer] of refused) expect([act, await codeOf(answer)]).toEqual([act, 'frozen']);
    expect((await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller')).view.outcome).toBeNull();
    // Weeks later the term would long be over: no rung, no breach, no verdict by law, nothing for the sweep to do.
    await database.setNow('2026-03-20T01:00:00Z');
    await look(reviewId);
    await commands.serveDueReview(reviewId);
    expect(await since(reviewId, seq)).toEqual([]);
    const { decisions } = await desk.stateOf(reviewId);
    expect(decisions.map((decision) => decision.actor)).not.toContain(LAW);
    // Words are not held, and neither is the end of the whole.
    expect(await codeOf(commands.addComment(province.actor('lawyer'), k(), { reviewId, taskId: null, path: null, text: 'Đã báo công an', source: null }))).toBe(
      'accepted',
    );
  });

  it('dispute-freezes: upheld, each clock goes on where it stood; only then does silence count, after a notice of its own', async () => {
    const { reviewId, on } = await disputed('1.850002', 'silentDays');
    await database.setNow('2026-03-03T02:00:00Z');
    await commands.disputeDecision(province.actor('head'), k(), on);
    await database.setNow('2026-03-20T02:00:00Z');
    expect(await codeOf(commands.resolveDispute(province.actor('head'), k(), { ...on, outcome: 'upheld', reason: 'x' }))).toBe('second_person_needed');
    await commands.resolveDispute(province.actor('coordinator'), k(), { ...on, outcome: 'upheld', reason: 'Đã xác minh' });
    expect(isFrozen(await desk.stateOf(reviewId))).toBe(false);
    // 3 to 19 March were held: Friday the 20th is the first of the three days.
    expect((await task(reviewId, 'consultLaw')).term.dueAt).toBe('2026-03-24T17:00:00.000Z');
    expect(await database.reader.row('SELECT due_at FROM tasks WHERE id = ?', [(await task(reviewId, 'consultLaw')).id])).toEqual({
      due_at: '2026-03-24T17:00:00.000Z',
    });
    await database.setNow('2026-03-23T01:30:00Z');
    await look(reviewId);
    await accepted(reviewId);
    await database.setNow('2026-03-24T16:59:00Z');
    await look(reviewId);
    expect((await task(reviewId, 'consultLaw')).status).toBe('unclaimed');
    await database.setNow('2026-03-24T17:00:00Z');
    await look(reviewId);
    expect((await desk.stateOf(reviewId)).decisions.at(-1)).toMatchObject({
      actor: LAW,
      stageKey: 'consultLaw',
      byLaw: { effectiveAt: '2026-03-24T17:00:00.000Z' },
    });
  });

  it('dispute-freezes: a fixed date runs on, but while the review is disputed silence does not decide', async () => {
    const { reviewId, on } = await disputed('1.850003', 'silentDate');
    await database.setNow('2026-03-11T01:30:00Z');
    await look(reviewId);
    await accepted(reviewId);
    await commands.disputeDecision(province.actor('head'), k(), on);
    expect((await task(reviewId, 'consultLaw')).term.dueAt).toBe('2026-03-12T17:00:00.000Z');
    await database.setNow('2026-03-13T02:00:00Z');
    await look(reviewId);
    const facts = await desk.factsOf(reviewId);
    expect(facts.find((event) => event.type === 'SilenceRefused')).toMatchObject({ reason: 'disputed' });
    expect((await task(reviewId, 'consultLaw')).status).toBe('unclaimed');
    // Settled, the refusal stands: the lawyer answers late, in person.
    await commands.resolveDispute(province.actor('coordinator'), k(), { ...on, outcome: 'upheld', reason: 'Đã xác minh' });
    expect(await desk.decide(reviewId, 'consultLaw', 'lawyer')).toMatchObject({ late: true });
  });

  it('dispute-freezes: annulled, what rested on the verdict ends and its stage runs again; a closing that waited does not happen', async () => {
    const { reviewId, on } = await disputed('1.850004', 'silentDays');
    for (const [key, seat] of [
      ['consultUnits', 'financeHead'],
      ['consultLaw', 'lawyer'],
      ['appraise', 'appraiser'],
    ] as const satisfies readonly (readonly [string, Seat])[])
      await desk.decideOn(reviewId, key, seat);
    // The last approval is given, the review not yet ended: the dispute comes first.
    const last = await desk.decide(reviewId, 'approve', 'leader');
    await commands.disputeDecision(province.actor('head'), k(), on);
    const after = stageIdOf(reviewId, 'approve', 1);
    await commands.openNextStages({ reviewId, after, rebuild: 0 }, 'caller');
    expect([(await desk.stateOf(reviewId)).outcome, last.stageOutcome]).toEqual([null, 'approved']);
    await commands.resolveDispute(province.actor('coordinator'), k(), { ...on, outcome: 'annulled', reason: 'Hộp thư bị lộ' });
    await commands.openNextStages({ reviewId, after, rebuild: 0 }, 'caller');
    const state = await desk.stateOf(reviewId);
    expect([state.outcome, state.standings[on.decisionId as never]?.t, await desk.openKeys(reviewId)]).toEqual([null, 'annulled', ['assess']]);
    expect(await desk.brokenChains()).toEqual([]);
  });
});
