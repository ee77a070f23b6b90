import { createCommands, type Commands } from '../../../commands/index.js';
import { reviewWorkflowId, type ReviewId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province, type Seat } from '../../support/province.js';
import { freshNamespace, startHouseWorkers, testRelay, type TestRelay, type TestTemporal } from '../../support/relay.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { seeded } from '../../support/seeded.js';
import { eventually } from '../../support/temporal.js';
import type { ReviewView } from '../../../workflows/messages.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let temporal: TestTemporal;
let relay: TestRelay;
const close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  close.push(() => database.drop());
  temporal = await freshNamespace();
  close.push(temporal.close);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  relay = testRelay(database, commands, temporal.gateway);
  close.push((await startHouseWorkers(temporal.namespace, commands)).stop);
});
afterAll(async () => {
  for (const end of close.toReversed()) await end();
});

const STEPS: readonly (readonly [string, Seat, readonly string[]])[] = [
  ['assess', 'head', ['consultLaw', 'consultUnits']],
  ['consultLaw', 'lawyer', ['consultUnits']],
  ['consultUnits', 'financeHead', ['appraise']],
  ['appraise', 'appraiser', ['approve']],
  ['approve', 'leader', []],
];

/** A wire that loses a signal, brings it twice, or keeps it back and brings it after a newer one. */
function faultyWire(seed: number): {
  readonly send: (view: ReviewView) => Promise<void>;
  readonly count: Readonly<Record<'lost' | 'doubled' | 'late', number>>;
} {
  const random = seeded(seed);
  const count = { lost: 0, doubled: 0, late: 0 };
  const kept: ReviewView[] = [];
  const { reviewMoved } = temporal.gateway;
  return {
    count,
    send: async (view) => {
      const luck = random();
      if (luck < 0.3) {
        count.lost += 1;
        return;
      }
      if (luck < 0.6) {
        count.late += 1;
        kept.push(view);
        return;
      }
      await reviewMoved(view);
      if (luck < 0.8) {
        count.doubled += 1;
        await reviewMoved(view);
      }
      for (const old of kept.splice(0)) await reviewMoved(old);
    },
  };
}

test('signal-lost-doubled-reordered: over a wire that loses, doubles and reorders, each stage opens once and the end is reached', async () => {
  const counts = { lost: 0, doubled: 0, late: 0 };
  for (const seed of [1, 2, 3]) {
    const reviewId = await desk.oneReview(`1.70000${seed}`);
    const wire = faultyWire(seed);
    const carry = (): Promise<number> => relay.carryAll({ temporal: { ...temporal.gateway, reviewMoved: wire.send } });
    for (const [stageKey, seat, next] of STEPS) {
      await desk.decide(reviewId, stageKey, seat);
      await carry();
      await eventually(
        `after ${stageKey} comes ${next.join(' and ') || 'the end'}`,
        async () => {
          if ((await desk.openKeys(reviewId)).join() === [...next].sort().join()) return true;
          // What was lost is sent again by whoever looks a minute later.
          await commands.resendReviewView(reviewId);
          await carry();
          return false;
        },
        60_000,
      );
    }
    await ends(reviewId, carry);
    const state = await desk.stateOf(reviewId);
    expect([state.outcome, state.stages.map((stage) => `${stage.key} ${stage.round}`).sort()]).toEqual([
      'approved',
      ['appraise 1', 'approve 1', 'assess 1', 'consultLaw 1', 'consultUnits 1'],
    ]);
    for (const name of ['lost', 'doubled', 'late'] as const) counts[name] += wire.count[name];
  }
  expect(Math.min(counts.lost, counts.doubled, counts.late)).toBeGreaterThan(0);
  expect(await desk.brokenChains()).toEqual([]);
});

/** The route has ended; the run goes on with carrying out, and has no stage left to ask about. */
async function ends(reviewId: ReviewId, carry: () => Promise<number>): Promise<void> {
  await eventually(
    'the review is approved and its tracks are open',
    async () => {
      if ((await desk.stateOf(reviewId)).tracks.length > 0) return true;
      await commands.resendReviewView(reviewId);
      await carry();
      return false;
    },
    60_000,
  );
  const { status } = await temporal.client.workflow.getHandle(reviewWorkflowId(reviewId, 0)).describe();
  expect(status.name).toBe('RUNNING');
}
