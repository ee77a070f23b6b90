import { storm } from '../../../bench/deadline-storm.bench.js';
import { race, RACE_ROUTE } from '../../../bench/races.bench.js';
import { MOST_IMMEDIATE } from '../../../domain/review/notices.js';
import { buildReviewWorld, type ReviewWorld } from '../../../bench/review-world.js';

jest.setTimeout(180_000);

let world: ReviewWorld;
const build = async (route?: typeof RACE_ROUTE): Promise<void> => {
  world = await buildReviewWorld(process.env['TEST_DATABASE_ADMIN_URL'] ?? '', 4, route);
};
afterEach(() => world.close());

test('deadline-storm-100k: a thousand deadlines in one second are recorded whole, with one digest a person', async () => {
  await build();
  const { recorded, rungs, people, digests, mostSingles } = await storm(world, 1_000);
  expect({ recorded, rungs, people, digests }).toEqual({ recorded: 1_000, rungs: 1_000, people: 5, digests: 5 });
  expect(mostSingles).toBeLessThanOrEqual(MOST_IMMEDIATE);
});

test('decide-vs-reassign-vs-deadline-5ms: of each group one wins, and the losers are told why', async () => {
  await build(RACE_ROUTE);
  const { won, broken, told } = await race(world, 60, 4, 7);
  expect(broken).toEqual([]);
  expect(won.approve + won.reject + won.reassign).toBe(60);
  expect(Math.min(won.approve, won.reject, won.reassign)).toBeGreaterThan(0);
  expect([...told.values()].reduce((sum, times) => sum + times, 0)).toBe(120);
});
