import { createCommands, type Commands } from '../../../commands/index.js';
import type { ProposalBody } from '../../../domain/review/proposal.js';
import type { ProcedureId, ReviewId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProposal, buildProvince, type Province, type Seat } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  await database.setNow('2026-03-02T02:00:00Z');
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

const revise = (reviewId: ReviewId, key: string, expectedRevision: number, body: ProposalBody, seat: Seat = 'officer') =>
  commands.reviseProposal(province.actor(seat), key, { reviewId, expectedRevision, body });
const approveAll = async (reviewId: ReviewId): Promise<void> => {
  for (const [stageKey, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
    ['appraise', 'appraiser'],
    ['approve', 'leader'],
  ] as const)
    await desk.decideOn(reviewId, stageKey, seat);
};
const procedureOf = async (reviewId: ReviewId): Promise<{ readonly id: ProcedureId; readonly phase: string; readonly next: string | null }> =>
  (await database.reader.row<{ id: ProcedureId; phase: string; next: string | null }>(
    'SELECT p.id, p.phase, p.next_milestone_at AS next FROM procedures p JOIN reviews r ON r.procedure_id = p.id WHERE r.id = ?',
    [reviewId],
  ))!;
const versionsOf = async (id: ProcedureId): Promise<readonly (readonly [number, string])[]> =>
  (
    await database.reader.rows<{ number: number; status: string }>('SELECT number, status FROM procedure_versions WHERE procedure_id = ? ORDER BY number', [id])
  ).map((row) => [Number(row.number), row.status]);

describe('a new revision of a proposal', () => {
  it('raises revision and task version, and a head who saw the older text is told so and keeps his text', async () => {
    const reviewId = await desk.oneReview('1.000001');
    const seen = await desk.verdictOn(reviewId, 'assess');
    expect(await revise(reviewId, 'revise-one-1', 0, aProposal('sửa lần một'))).toEqual({ revision: 1, replayed: false });
    expect((await desk.stateOf(reviewId)).tasks[0]?.version).toBe(2);
    expect(await codeOf(commands.recordDecision(province.actor('head'), 'old-text-seen', seen))).toBe('stale_content');
    expect(await codeOf(desk.decide(reviewId, 'assess', 'head'))).toBe('accepted');
  });

  it('is written once for one key, and a revision made from an older one is refused', async () => {
    const reviewId = await desk.oneReview('1.000002');
    const answers = await Promise.all(Array.from({ length: 5 }, () => revise(reviewId, 'revise-same-key', 0, aProposal('một'))));
    expect(answers.map((answer) => answer.revision)).toEqual([1, 1, 1, 1, 1]);
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
    expect(await codeOf(revise(reviewId, 'revise-behind', 0, aProposal('hai')))).toBe('version_moved');
    expect(await codeOf(revise(reviewId, 'revise-nothing', 1, aProposal('một')))).toBe('nothing_changed');
    const proposals = await database.reader.rows('SELECT revision FROM proposals WHERE review_id = ? ORDER BY revision', [reviewId]);
    expect(proposals).toEqual([{ revision: 0 }, { revision: 1 }]);
  });

  it('of two writers who start from one revision at once one is written, the other is told', async () => {
    const reviewId = await desk.oneReview('1.000003');
    const codes = await Promise.all(
      ['officer', 'head'].map((seat, index) => codeOf(revise(reviewId, `rival-writer-${index}`, 0, aProposal(`bản ${index}`), seat as Seat))),
    );
    expect(codes.sort()).toEqual(['accepted', 'version_moved']);
  });

  it('is open to the owning unit only, and closed once the review has ended', async () => {
    const reviewId = await desk.oneReview('1.000004');
    expect(await codeOf(revise(reviewId, 'stranger-writes', 0, aProposal('x'), 'tradeOfficer'))).toBe('not_eligible');
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-four', { reviewId, reason: 'Trùng' });
    expect(await codeOf(revise(reviewId, 'too-late-now', 0, aProposal('x')))).toBe('proposal_locked');
  });

  it('that touches what the procedure lacks is refused, and nothing of it is kept', async () => {
    const reviewId = await desk.oneReview('1.000005');
    const broken: ProposalBody = {
      ...aProposal(),
      items: aProposal().items.map((item) => ({ ...item, ops: [{ path: 'dossier/d9/items/p9', op: 'remove' as const }] })),
    };
    expect(await codeOf(revise(reviewId, 'broken-target', 0, broken))).toBe('change_target_unknown');
    expect((await desk.stateOf(reviewId)).revision).toBe(0);
    expect(await database.reader.rows('SELECT revision FROM proposals WHERE review_id = ?', [reviewId])).toHaveLength(1);
  });

  it('whoever writes a revision becomes an author and may not appraise it', async () => {
    const reviewId = await desk.oneReview('1.000006');
    await revise(reviewId, 'head-writes-1', 0, aProposal('của thủ trưởng'), 'head');
    expect((await desk.stateOf(reviewId)).authors).toEqual([province.people.officer, province.people.head]);
  });
});

describe('withdrawing a review', () => {
  it('ends it, frees its procedure for another review and leaves the text alone', async () => {
    const reviewId = await desk.oneReview('1.000010');
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-ten', { reviewId, reason: 'Thủ tục sắp bãi bỏ' });
    expect((await desk.stateOf(reviewId)).outcome).toBe('withdrawn');
    const procedure = await procedureOf(reviewId);
    expect([procedure.phase, await versionsOf(procedure.id)]).toEqual(['inForce', [[1, 'inForce']]]);
    expect((await desk.outboxOf(reviewId)).at(-1)?.payload['outcome']).toBe('withdrawn');
    const again = await commands.launchCampaign(province.actor('coordinator'), 'launch-again', {
      name: 'Đợt sau',
      planYear: 2026,
      basis: 'b',
      basisDocument: 'KH 02',
      routeKey: 'provincialReview',
      procedures: [{ code: '1.000010' }],
    });
    expect(again).toMatchObject({ opened: 1, problems: [] });
  });

  it('needs the coordinator or the owning head, a reason, and an open review', async () => {
    const reviewId = await desk.oneReview('1.000011');
    const withdraw = (key: string, seat: Seat, reason = 'Trùng') => codeOf(commands.withdrawReview(province.actor(seat), key, { reviewId, reason }));
    expect(await withdraw('by-stranger', 'leader')).toBe('not_eligible');
    expect(await withdraw('no-reason-1', 'head', '  ')).toBe('comment_required');
    expect(await withdraw('by-the-head', 'head')).toBe('accepted');
    expect(await withdraw('once-more-1', 'coordinator')).toBe('review_closed');
    expect(await withdraw('by-the-head', 'head')).toBe('accepted');
  });

  it('and a verdict at the same moment: one of them is first, and the loser is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const reviewId = await desk.oneReview(`1.0002${round}0`);
      const command = await desk.verdictOn(reviewId, 'assess');
      const [decision, withdrawal] = await Promise.all([
        codeOf(commands.recordDecision(province.actor('head'), `race-verdict-${round}`, command)),
        codeOf(commands.withdrawReview(province.actor('coordinator'), `race-withdraw-${round}`, { reviewId, reason: 'Trùng' })),
      ]);
      expect(withdrawal).toBe('accepted');
      expect(['accepted', 'review_closed']).toContain(decision);
      const state = await desk.stateOf(reviewId);
      expect([state.outcome, state.decisions.length]).toEqual(['withdrawn', decision === 'accepted' ? 1 : 0]);
    }
  });
});

describe('the days of an adopted change', () => {
  it('comes into force on its day, neither early nor twice, and is measured a year later', async () => {
    await database.setNow('2026-03-02T02:00:00Z');
    const reviewId = await desk.oneReview('1.000030');
    await approveAll(reviewId);
    expect(await procedureOf(reviewId)).toMatchObject({ phase: 'adopted', next: null });
    await desk.enact(reviewId, { from: '2026-06-01' });
    const { id, phase, next } = await procedureOf(reviewId);
    expect([phase, next]).toEqual(['adopted', '2026-05-31T17:00:00.000Z']);
    const early = await commands.reachMilestone(id, 'bringIntoForce', 'caller');
    expect(early.milestones.map(({ kind }) => kind)).toEqual(['bringIntoForce']);
    expect(await versionsOf(id)).toEqual([
      [1, 'inForce'],
      [2, 'adopted'],
    ]);

    await database.setNow('2026-05-31T17:00:00Z');
    const answers = await Promise.all(Array.from({ length: 4 }, () => commands.reachMilestone(id, 'bringIntoForce', 'caller')));
    expect(answers.every((view) => view.milestones.length === 1 && view.milestones[0]?.kind === 'measureAgain')).toBe(true);
    expect(await versionsOf(id)).toEqual([
      [1, 'superseded'],
      [2, 'inForce'],
    ]);
    const facts = (await desk.factsOf(id)) as readonly { readonly type: string }[];
    expect(facts.filter((fact) => fact.type === 'VersionBroughtIntoForce')).toHaveLength(1);
    expect(await database.reader.row('SELECT effective_to FROM procedure_versions WHERE procedure_id = ? AND number = 1', [id])).toEqual({
      effective_to: '2026-05-31',
    });

    await database.setNow('2027-06-15T02:00:00Z');
    await commands.reachMilestone(id, 'measureAgain', 'caller');
    await commands.reachMilestone(id, 'measureAgain', 'caller');
    expect(await procedureOf(reviewId)).toMatchObject({ phase: 'measuring', next: null });
  });

  it('a second review begun before the day of the first change is written against the changed text', async () => {
    await database.setNow('2026-03-02T02:00:00Z');
    const first = await desk.oneReview('1.000031');
    await approveAll(first);
    await desk.enact(first, { from: '2026-06-01' });
    const campaign = await commands.launchCampaign(province.actor('coordinator'), 'second-change', {
      name: 'Đợt hai',
      planYear: 2026,
      basis: 'b',
      basisDocument: 'KH 02',
      routeKey: 'provincialReview',
      procedures: [
        {
          code: '1.000031',
          draft: { ...aProposal(), items: aProposal().items.map((item) => ({ ...item, ops: [{ path: 'dossier/d1/items/p1', op: 'remove' as const }] })) },
        },
      ],
    });
    const [second] = await desk.reviewsOf(campaign.campaignId);
    await approveAll(second!);
    const { id } = await procedureOf(first);
    const last = await database.reader.row<{ content: string }>('SELECT content FROM procedure_versions WHERE procedure_id = ? AND number = 3', [id]);
    expect((JSON.parse(last!.content) as { dossier: { items: unknown[] }[] }).dossier.flatMap((group) => group.items)).toEqual([]);
  });
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
