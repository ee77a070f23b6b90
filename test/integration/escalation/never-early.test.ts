import { createCommands, type Commands } from '../../../commands/index.js';
import { REVIEW_LIMIT } from '../../../domain/escalation/due-rungs.js';
import { fold, isOpen, type ReviewEvent } from '../../../domain/review/review.js';
import { allRungsOf, stageOf } from '../../../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { epochMs, plusMs, type Instant } from '../../../domain/shared/instant.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { witnessDue, witnessRung } from '../../../queries/due-witness.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { vn, vnOffice } from '../../support/fixtures/calendars/vn.js';
import { buildProvince, launchReviews, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';
import { seeded } from '../../support/seeded.js';

jest.setTimeout(180_000);

const SEED = 20_261_125;
const HOUR = 3_600_000;
const OFFICE = vnOffice();
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
afterAll(() => database.drop());

/** When a fact about a rung should have come at the earliest, worked out from the facts before it by the second implementation. */
function earliest(before: readonly ReviewEvent[], event: Extract<ReviewEvent, { type: 'RungFired' | 'TermBreached' }>): number | null {
  const state = fold(before);
  const task = state.tasks.find((candidate) => candidate.id === event.taskId);
  const clock = task ?? state.limitTerm;
  if (!clock) throw new Error(`a rung of no term: ${JSON.stringify(event)}`);
  const due = witnessDue(clock.term, OFFICE, () => OFFICE);
  if (due === 'unknown') throw new Error('the calendar ends too early');
  if (event.type === 'TermBreached') return due;
  const rungs = task ? allRungsOf(stageOf(PROVINCIAL_REVIEW, task.stageKey)) : (PROVINCIAL_REVIEW.reviewLadder ?? []);
  const rung = rungs.find(({ key }) => key === event.rung.key);
  if (!rung) throw new Error(`no rung ${event.rung.key}`);
  return witnessRung(clock.term, rung, due, OFFICE);
}

test(`rung-never-early: over random jumps of the clock, pauses, extensions and calls of the engine no rung and no breach comes before its time, and none twice (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let now: Instant = vn('2026-03-02 09:00');
  await database.setNow(now);
  const reviews = await desk.reviewsOf((await launchReviews(commands, province, ['1.700001', '1.700002', '1.700003', '1.700004'])).campaignId);
  let key = 0;
  const k = (): string => `early-key-${(key += 1)}`;
  const coordinator = province.actor('coordinator');
  const openTask = async (reviewId: string) => (await desk.stateOf(reviewId)).tasks.find(isOpen);

  const acts: Readonly<Record<string, (reviewId: ReviewId) => Promise<unknown>>> = {
    fire: async (reviewId) => {
      const state = await desk.stateOf(reviewId);
      const steps = [...state.stages.filter((stage) => stage.status === 'open').map((stage) => stage.id), REVIEW_LIMIT] as const;
      await commands.fireRungs({ reviewId, step: pick(steps), rebuild: 0 }, 'caller');
    },
    fireTwiceAtOnce: (reviewId) => Promise.all([commands.serveDueReview(reviewId), commands.serveDueReview(reviewId)]),
    fireMany: () => commands.fireDueReviews(reviews),
    pause: async (reviewId) => {
      const task = await openTask(reviewId);
      const until = plusMs(now, Math.ceil(random() * 60) * HOUR);
      if (task) await codeOf(commands.suspendTerm(coordinator, k(), { taskId: task.id, ground: 'supplement', until, reason: 'Chờ' }));
    },
    resume: async (reviewId) => {
      const task = await openTask(reviewId);
      if (task) await codeOf(commands.resumeTerm(coordinator, k(), { taskId: task.id }));
    },
    extend: async (reviewId) => {
      const task = await openTask(reviewId);
      if (!task) return;
      const asked = await commands.requestExtension(province.actor('head'), k(), { taskId: task.id, amount: 2, reason: 'Phức tạp' }).catch(() => null);
      if (asked) await codeOf(commands.decideExtension(coordinator, k(), { taskId: task.id, requestId: asked.requestId, grant: true, reason: '' }));
    },
    decide: async (reviewId) => {
      const [stageKey] = await desk.openKeys(reviewId);
      const seat = stageKey === undefined ? undefined : ({ assess: 'head', consultUnits: 'financeHead', consultLaw: 'lawyer' } as const)[stageKey];
      if (stageKey !== undefined && seat !== undefined && random() < 0.3) await codeOf(desk.decideOn(reviewId, stageKey, seat));
    },
  };
  const moves = ['fire', 'fire', 'fireTwiceAtOnce', 'fireMany', 'pause', 'resume', 'extend', 'decide'];
  for (let step = 0; step < 240; step += 1) {
    // Mostly forward by hours, now and then to the second before a rung or back by a day, as a clock that was set right.
    const leap = random();
    now = leap < 0.1 ? plusMs(now, -24 * HOUR) : leap < 0.2 ? now : plusMs(now, Math.ceil(random() * 9) * HOUR);
    if (leap > 0.9) {
      const row = await database.reader.row<{ at: Instant }>('SELECT MIN(next_wake_at) AS at FROM reviews WHERE next_wake_at IS NOT NULL');
      if (row?.at) now = plusMs(row.at, pick([-1_000, 0, 1_000]));
    }
    await database.setNow(now);
    await acts[pick(moves)]?.(pick(reviews));
  }

  const seen = { rungs: 0, breaches: 0, extended: 0, paused: 0 };
  for (const reviewId of reviews) {
    const facts = await desk.factsOf(reviewId);
    const names = facts.flatMap((event) => (event.type === 'RungFired' ? [`${event.taskId} ${event.rung.epoch} ${event.rung.key}`] : []));
    expect(new Set(names).size).toBe(names.length);
    facts.forEach((event, index) => {
      if (event.type === 'TermExtended') seen.extended += 1;
      if (event.type === 'TermSuspended') seen.paused += 1;
      if (event.type !== 'RungFired' && event.type !== 'TermBreached') return;
      const at = earliest(facts.slice(0, index), event);
      expect([event.type, at !== null && at <= epochMs(event.at)]).toEqual([event.type, true]);
      if (event.type === 'RungFired') {
        seen.rungs += 1;
        expect(epochMs(event.rung.plannedAt)).toBe(at);
        expect(event.rung.firedAt).toBe(event.at);
      } else seen.breaches += 1;
    });
    const rows = await database.reader.rows<{ name: string }>(
      "SELECT CONCAT(term_of, ' ', epoch, ' ', rung_key) AS name FROM rung_firings WHERE review_id = ?",
      [reviewId],
    );
    expect(rows.map((row) => row.name).sort()).toEqual(names.map((name) => name.replace(/^null/u, reviewId)).sort());
  }
  expect([seen.rungs > 20, seen.breaches > 2, seen.extended > 0, seen.paused > 0]).toEqual([true, true, true, true]);
  expect(await desk.brokenChains()).toEqual([]);
});
