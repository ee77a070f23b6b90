import { createCommands, type Commands } from '../../../commands/index.js';
import { REVIEW_LIMIT } from '../../../domain/escalation/due-rungs.js';
import type { ReviewEvent } from '../../../domain/review/review.js';
import { plusMs, type Instant } from '../../../domain/shared/instant.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { listDueReviews } from '../../../queries/due-reviews.query.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province, type Seat } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';
import { seeded } from '../../support/seeded.js';

jest.setTimeout(120_000);

const OPENED = '2026-03-02T02:00:00Z';
let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
beforeEach(() => database.setNow(OPENED));
afterAll(() => database.drop());

const rungsOf = (facts: readonly ReviewEvent[]): readonly string[] =>
  facts.flatMap((event) => (event.type === 'RungFired' ? [`${event.taskId ?? 'review'} ${event.rung.epoch} ${event.rung.key} ${event.rung.result}`] : []));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const dueIds = async (lateSeconds: number): Promise<readonly string[]> => (await listDueReviews(database.reader, lateSeconds, 500)).map((due) => due.reviewId);
const assessOf = (reviewId: ReviewId) => stageIdOf(reviewId, 'assess', 1);

describe('a step whose rungs are due', () => {
  it('asked too early changes nothing and answers when to look again', async () => {
    const reviewId = await desk.oneReview('1.000001');
    const before = await desk.factsOf(reviewId);
    const view = await commands.fireRungs({ reviewId, step: assessOf(reviewId), rebuild: 0 }, 'caller');
    expect(await desk.factsOf(reviewId)).toEqual(before);
    expect(view.stages[0]?.wakeAt).toBeGreaterThan(Date.now() - 400 * 86_400_000);
    expect(view.seq).toBe((await commands.readReviewView(reviewId, 0)).seq);
  });

  it('fires each rung once however many ask at the same time, and tells each person once', async () => {
    const reviewId = await desk.oneReview('1.000002');
    await database.setNow('2026-03-17T02:00:00Z');
    await Promise.all(Array.from({ length: 8 }, () => commands.fireRungs({ reviewId, step: assessOf(reviewId), rebuild: 0 }, 'workflow')));
    const fired = rungsOf(await desk.factsOf(reviewId));
    expect(fired.map((line) => line.split(' ').slice(2).join(' '))).toEqual(['before5 overtaken', 'before2 overtaken', 'dueDay overtaken', 'late1 fired']);
    const told = await database.reader.rows<{ rung: string; recipient_id: string }>(
      "SELECT rung, recipient_id FROM notices WHERE review_id = ? AND kind IN ('ladder.rung', 'task.reminder')",
      [reviewId],
    );
    expect(told.map((row) => row.recipient_id).sort()).toEqual([province.people.head, province.people.coordinator].sort());
    expect(await desk.outboxOf(reviewId)).toHaveLength(1);
  });

  it('the limit of the whole review is told once', async () => {
    const reviewId = await desk.oneReview('1.000003');
    await database.setNow('2026-06-30T02:00:00Z');
    for (let time = 0; time < 3; time += 1) await commands.fireRungs({ reviewId, step: REVIEW_LIMIT, rebuild: 0 }, 'caller');
    const facts = await desk.factsOf(reviewId);
    expect(rungsOf(facts)).toEqual(['review 1 reviewLate fired']);
    expect(facts.filter((event) => event.type === 'TermBreached')).toHaveLength(1);
  });

  it('never fires after a decision that was first, whichever of them comes a few milliseconds earlier', async () => {
    const random = seeded(20_261_125);
    for (let round = 0; round < 10; round += 1) {
      await database.setNow(OPENED);
      const reviewId = await desk.oneReview(`1.0001${String(round).padStart(2, '0')}`);
      await database.setNow('2026-03-17T02:00:00Z');
      const command = await desk.verdictOn(reviewId, 'assess');
      const [decision] = await Promise.all([
        pause(Math.floor(random() * 12)).then(() => codeOf(commands.recordDecision(province.actor('head'), `race-rung-${round}`, command))),
        pause(Math.floor(random() * 12)).then(() => commands.fireRungs({ reviewId, step: assessOf(reviewId), rebuild: 0 }, 'caller')),
      ]);
      expect(decision).toBe('accepted');
      const facts = await desk.factsOf(reviewId);
      const decidedAt = facts.findIndex((event) => event.type === 'DecisionRecorded');
      const rungs = facts.flatMap((event, index) => (event.type === 'RungFired' ? [index] : []));
      expect(rungs.every((index) => index < decidedAt)).toBe(true);
      expect([0, 4]).toContain(rungs.length);
      const times = facts.map((event) => event.at);
      expect(times).toEqual([...times].sort());
    }
  });

  it('is refused to a run that has been replaced', async () => {
    const reviewId = await desk.oneReview('1.000004');
    await commands.rebuildReview(reviewId, 0);
    expect(await codeOf(commands.fireRungs({ reviewId, step: assessOf(reviewId), rebuild: 0 }, 'caller'))).toBe('stale_run');
    expect(await codeOf(commands.openNextStages({ reviewId, after: assessOf(reviewId), rebuild: 0 }, 'caller'))).toBe('stale_run');
    expect(await codeOf(commands.readReviewView(reviewId, 0))).toBe('stale_run');
    expect(await commands.readReviewView(reviewId, 1)).toMatchObject({ rebuild: 1 });
  });
});

describe('rebuilding a run', () => {
  it('is ordered once however many find the old one closed, under the next number, with the same due dates', async () => {
    const reviewId = await desk.oneReview('1.000010');
    const before = await desk.stateOf(reviewId);
    const sent = (await desk.outboxOf(reviewId)).length;
    const answers = await Promise.all(Array.from({ length: 6 }, () => commands.rebuildReview(reviewId, 0)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    const ordered = (await desk.outboxOf(reviewId)).slice(sent);
    expect(ordered.map((row) => row.payload.rebuild)).toEqual([1]);
    expect(await desk.stateOf(reviewId)).toEqual(before);
    expect(await commands.rebuildReview(reviewId, 1)).toBe(true);
  });

  it('is not ordered for a review that has ended', async () => {
    const reviewId = await desk.oneReview('1.000011');
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-11', { reviewId, reason: 'Trùng' });
    expect(await commands.rebuildReview(reviewId, 0)).toBe(false);
  });
});

describe('while Temporal is away', () => {
  const STEPS: readonly (readonly [string, Seat])[] = [
    ['assess', 'head'],
    ['consultLaw', 'lawyer'],
    ['consultUnits', 'financeHead'],
    ['appraise', 'appraiser'],
    ['approve', 'leader'],
  ];

  it('the sweep alone walks a review to the same end as its workflow would', async () => {
    const byWorkflow = await desk.oneReview('1.000020');
    const bySweep = await desk.oneReview('1.000021');
    for (const [stageKey, seat] of STEPS) {
      await desk.decideOn(byWorkflow, stageKey, seat);
      await desk.decide(bySweep, stageKey, seat);
      await commands.serveDueReview(bySweep);
    }
    const shape = async (reviewId: ReviewId): Promise<unknown> => {
      const state = await desk.stateOf(reviewId);
      const short = (id: string | null): string | null => id && id.slice(id.indexOf('-') + 1);
      return {
        outcome: state.outcome,
        stages: state.stages.map((stage) => [short(stage.id), stage.outcome, short(stage.openedBy)]),
        tasks: state.tasks.map((task) => [short(task.id), task.status, task.version, task.candidates, task.term.dueAt?.slice(0, 10)]),
        decisions: state.decisions.map((decision) => [decision.stageKey, decision.verdict, decision.actor]),
      };
    };
    expect(await shape(bySweep)).toEqual(await shape(byWorkflow));
    expect(await shape(bySweep)).toMatchObject({ outcome: 'approved' });
  });

  it('a closed stage waits in the list of due reviews until somebody has opened what follows', async () => {
    const reviewId = await desk.oneReview('1.000030');
    await desk.decide(reviewId, 'assess', 'head');
    const { closedAt } = (await desk.stateOf(reviewId)).stages[0]!;
    await database.setNow(plusMs(closedAt as Instant, 90_000));
    expect(await dueIds(60)).toContain(reviewId);
    expect(await dueIds(120)).not.toContain(reviewId);
    await commands.serveDueReview(reviewId);
    expect(await dueIds(60)).not.toContain(reviewId);
    expect(await desk.openKeys(reviewId)).toEqual(['consultLaw', 'consultUnits']);
  });

  it('a join that the workflow has asked about in vain is opened in the name of the branch it will ask about next', async () => {
    const reviewId = await desk.oneReview('1.000031');
    await desk.decideOn(reviewId, 'assess', 'head');
    await desk.decideOn(reviewId, 'consultUnits', 'financeHead');
    await desk.decide(reviewId, 'consultLaw', 'lawyer');
    await commands.serveDueReview(reviewId);
    const asked = await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'consultLaw', 1), rebuild: 0 }, 'caller');
    expect(asked.opened).toEqual([stageIdOf(reviewId, 'appraise', 1)]);
  });

  it('serving and the workflow at the same moment have one effect', async () => {
    const reviewId = await desk.oneReview('1.000032');
    await desk.decide(reviewId, 'assess', 'head');
    await Promise.all([
      ...Array.from({ length: 3 }, () => commands.serveDueReview(reviewId)),
      ...Array.from({ length: 3 }, () => commands.openNextStages({ reviewId, after: assessOf(reviewId), rebuild: 0 }, 'caller')),
    ]);
    const state = await desk.stateOf(reviewId);
    expect(state.stages.map((stage) => stage.key).sort()).toEqual(['assess', 'consultLaw', 'consultUnits']);
    expect(await database.reader.rows("SELECT recipient_id FROM notices WHERE review_id = ? AND kind = 'task.assigned'", [reviewId])).toHaveLength(3);
  });

  it('a review that has ended is served without effect', async () => {
    const reviewId = await desk.oneReview('1.000033');
    await commands.withdrawReview(province.actor('coordinator'), 'withdraw-33', { reviewId, reason: 'Trùng' });
    const facts = await desk.factsOf(reviewId);
    await database.setNow('2026-09-01T02:00:00Z');
    await commands.serveDueReview(reviewId);
    expect(await desk.factsOf(reviewId)).toEqual(facts);
    expect(await dueIds(0)).not.toContain(reviewId);
  });
});

test('no chain of facts is broken by any of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
