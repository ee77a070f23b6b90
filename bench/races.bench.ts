/**
 * Groups of racing commands: approve, reject, reassign and the deadline's own firing meet on one task within ±5 ms. One of the
 * three people wins; the others are told why; the ladder never fires after a decision.
 *
 * Settings: RACES (500; the goal is stated for 10000), RACES_AT_ONCE (4).
 */
import { seededNumbers } from './seeded-numbers.js';
import { DomainError, type ErrorCode } from '../domain/shared/errors.js';
import { stageOf, type Route, type Stage, type Who } from '../domain/route/route.js';
import { PROVINCIAL_REVIEW } from '../domain/route/shipped-routes.js';
import { stageIdOf } from '../domain/shared/ids.js';
import type { ReviewEvent } from '../domain/review/review.js';
import { buildReviewWorld, SEEN_DIGEST, type OpenWork, type ReviewWorld } from './review-world.js';
import { withServers } from './servers.js';

const GROUPS = Number(process.env['RACES'] ?? 500);
const AT_ONCE = Number(process.env['RACES_AT_ONCE'] ?? 4);
const SEED = 20_261_125;
const SPREAD_MS = 10;
const OPENED = '2026-03-02T02:00:00Z';
const DAY_BEFORE = '2026-03-16T02:00:00Z';
const LATE = '2026-03-17T02:00:00Z';

const SEATS: Who = [{ unit: 'owner', role: 'unitHead' }];
const APPRAISE = stageOf(PROVINCIAL_REVIEW, 'appraise');
/** The shipped appraisal as the first step of a review, with ten working days; whatever is decided, another step follows. */
export const RACE_ROUTE: Route = {
  key: 'race',
  version: 1,
  name: { vi: 'Thử tranh chấp', en: 'Races' },
  stages: ['assess', 'approve'].map((key): Stage => ({
    ...APPRAISE,
    key,
    who: SEATS,
    fallback: [],
    duties: { exclude: [] },
    verdicts: ['approve', 'reject'],
    limit: { workingDays: 10 },
  })),
  edges: [
    { from: 'start', to: ['assess'] },
    { from: 'assess', on: 'approved', to: ['approve'] },
    { from: 'assess', on: 'rejected', to: ['approve'] },
    { from: 'approve', on: 'approved', to: 'closeApproved' },
    { from: 'approve', on: 'rejected', to: 'closeRejected' },
  ],
};

export type Act = 'approve' | 'reject' | 'reassign';
export type Races = {
  readonly groups: number;
  readonly won: Readonly<Record<Act, number>>;
  /** Groups with another number of winners than one. */
  readonly broken: readonly string[];
  /** Why losers were refused. */
  readonly told: ReadonlyMap<ErrorCode, number>;
  /** Groups in which the deadline's rungs came before the winner. */
  readonly rungsFirst: number;
  readonly seconds: number;
};

const ACTS: readonly Act[] = ['approve', 'reject', 'reassign'];
/** What a loser may be told: who was first, or what has moved. */
const REASONS: readonly ErrorCode[] = ['already_decided', 'stage_closed', 'version_moved', 'not_eligible'];

export async function race(world: ReviewWorld, groups: number, atOnce = AT_ONCE, seed = SEED): Promise<Races> {
  const next = seededNumbers(seed);
  await world.setNow(OPENED);
  await world.commands.judgeFuse();
  const works = await world.open(groups);
  // The deadlines were foreseen the day before: the fuse lets them through.
  await world.setNow(DAY_BEFORE);
  await world.commands.judgeFuse();
  await world.commands.forecastDue();
  await world.setNow(LATE);
  const won = { approve: 0, reject: 0, reassign: 0 };
  const told = new Map<ErrorCode, number>();
  const broken: string[] = [];
  let rungsFirst = 0;
  const started = performance.now();
  const queue = [...works.entries()];
  const runner = async (): Promise<void> => {
    for (let taken = queue.shift(); taken !== undefined; taken = queue.shift()) {
      const [index, work] = taken;
      const waits = ACTS.map(() => next() * SPREAD_MS);
      const [answers] = await Promise.all([
        Promise.all(ACTS.map((act, at) => later(waits[at] ?? 0, () => answerOf(perform(world, work, act, index))))),
        later(next() * SPREAD_MS, () =>
          world.commands.fireRungs({ reviewId: work.reviewId, step: stageIdOf(work.reviewId, 'assess', 1), rebuild: 0 }, 'caller'),
        ),
      ]);
      const winners = ACTS.filter((_, at) => answers[at] === 'accepted');
      const [winner] = winners;
      for (const answer of answers) if (answer !== 'accepted') told.set(answer, (told.get(answer) ?? 0) + 1);
      const facts = await factsOf(world, work.reviewId);
      const why = faultOf(facts, winners, answers);
      if (why === null && winner) won[winner] += 1;
      else broken.push(`${work.reviewId}: ${why ?? 'nobody won'}`);
      const settled = facts.findIndex((event) => event.type === 'DecisionRecorded' || event.type === 'TaskReassigned');
      if (facts.findIndex((event) => event.type === 'RungFired') < settled && facts.some((event) => event.type === 'RungFired')) rungsFirst += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
  return { groups, won, broken, told, rungsFirst, seconds: (performance.now() - started) / 1e3 };
}

/** What is wrong with the outcome of a group; null when nothing is. */
function faultOf(facts: readonly ReviewEvent[], winners: readonly Act[], answers: readonly (ErrorCode | 'accepted')[]): string | null {
  if (winners.length !== 1) return `${winners.length} winners: ${answers.join(', ')}`;
  const unexplained = answers.filter((answer) => answer !== 'accepted' && !REASONS.includes(answer));
  if (unexplained.length > 0) return `refused for ${unexplained.join(', ')}`;
  const decisions = facts.filter((event) => event.type === 'DecisionRecorded').length;
  const moves = facts.filter((event) => event.type === 'TaskReassigned').length;
  if (decisions + moves !== 1 || (winners[0] === 'reassign') !== (moves === 1)) return `${decisions} decisions and ${moves} moves for ${winners[0] ?? ''}`;
  const decidedAt = facts.findIndex((event) => event.type === 'DecisionRecorded');
  if (decidedAt >= 0 && facts.slice(decidedAt).some((event) => event.type === 'RungFired')) return 'a rung fired after the decision';
  return null;
}

const later = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return act();
};

async function answerOf(act: Promise<unknown>): Promise<ErrorCode | 'accepted'> {
  try {
    await act;
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

const factsOf = async ({ database }: ReviewWorld, reviewId: string): Promise<readonly ReviewEvent[]> =>
  (await database.reader.rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [reviewId])).map(
    (row) => JSON.parse(row.payload) as ReviewEvent,
  );

function perform(world: ReviewWorld, { taskId, head, unitId }: OpenWork, act: Act, index: number): Promise<unknown> {
  const { commands, actor, coordinator, departments } = world;
  const key = `race-${act}-${index}-0`;
  if (act === 'reassign') {
    const other = departments.find((department) => department.unitId !== unitId);
    if (!other) throw new Error('a race needs two departments');
    return commands.reassignTask(actor(coordinator), key, { taskId, expectedVersion: 1, unitId: other.unitId, role: 'unitHead', reason: 'Giao đơn vị khác' });
  }
  return commands.recordDecision(actor(head), key, {
    taskId,
    expectedVersion: 1,
    contentDigest: SEEN_DIGEST,
    verdict: act,
    comment: act === 'reject' ? 'Thiếu căn cứ' : '',
  });
}

export async function runRaces(print: (line: string) => void): Promise<boolean> {
  return withServers({ database: true }, async ({ databaseUrl }) => {
    if (databaseUrl === null) throw new Error('there is no database server');
    const world = await buildReviewWorld(databaseUrl, 8, RACE_ROUTE);
    try {
      print(`seed ${SEED}: ${GROUPS} groups of approve, reject, reassign and deadline within ±${SPREAD_MS / 2} ms, ${AT_ONCE} groups at once`);
      const { won, broken, told, rungsFirst, seconds } = await race(world, GROUPS);
      print(`won: approve ${won.approve}, reject ${won.reject}, reassign ${won.reassign}; the deadline was first ${rungsFirst} times; ${seconds.toFixed(1)} s`);
      print(`losers told: ${[...told].map(([code, times]) => `${code} ${times}`).join(', ')}`);
      for (const line of broken.slice(0, 20)) print(`BROKEN ${line}`);
      return broken.length === 0 && won.approve + won.reject + won.reassign === GROUPS;
    } finally {
      await world.close();
    }
  });
}
