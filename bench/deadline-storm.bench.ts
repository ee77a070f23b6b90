/**
 * A storm: many deadlines pass in one and the same second. Every breach and every rung is recorded through the sweep's own
 * batches, and each person gets one digest.
 *
 * Database time is what the server itself was busy (MariaDB `userstat`), whatever else this machine does. The deadlines were
 * foreseen by the forecast of the day before, so the fuse lets them through. Settings: STORM (10000; the goal is stated for
 * 100000), STORM_DEPARTMENTS (40).
 */
import { FORECAST_AHEAD_MS } from '../domain/escalation/fuse.js';
import { MOST_IMMEDIATE } from '../domain/review/notices.js';
import { inParts } from '../domain/shared/in-parts.js';
import { listDueReviews } from '../queries/due-reviews.query.js';
import { TOGETHER } from '../relay/due-sweep.js';
import { buildReviewWorld, type ReviewWorld } from './review-world.js';
import { withServers } from './servers.js';

const COUNT = Number(process.env['STORM'] ?? 10_000);
const DEPARTMENTS = Number(process.env['STORM_DEPARTMENTS'] ?? 40);
/** Seconds of database time allowed for each 100,000 deadlines. */
const GOAL_PER_100K = 10;
const OPENED = '2026-03-02T02:00:00Z';
/** Due at the end of 16 March in Vietnam; the rung of the first day late stands open the next morning. */
const DAY_BEFORE = '2026-03-16T02:00:00Z';
const LATE = '2026-03-17T02:00:00Z';
const PAGE = 2_000;

export type Storm = {
  readonly deadlines: number;
  readonly recorded: number;
  readonly rungs: number;
  /** People who are told, the digests they get, and the most single letters anybody got before his digest opened. */
  readonly people: number;
  readonly digests: number;
  readonly mostSingles: number;
  readonly wallSeconds: number;
  /** Time the server was busy, and the processor time of that; null where it does not tell. */
  readonly databaseSeconds: number | null;
  readonly databaseProcessorSeconds: number | null;
};

async function statusOf({ database }: ReviewWorld, name: 'Busy_time' | 'Cpu_time'): Promise<number | null> {
  const [row] = (await database.source.query('SHOW GLOBAL STATUS WHERE Variable_name = ?', [name])) as { Value: string }[];
  return row === undefined ? null : Number(row.Value);
}

const spent = (before: number | null, after: number | null): number | null => (before === null || after === null ? null : after - before);

const count = async ({ database }: ReviewWorld, sql: string): Promise<number> => Number((await database.reader.row<{ n: string }>(sql))?.n ?? 0);

/** What the due sweep does when nobody else has: batch by batch until nothing is due. */
async function fireAll({ database, commands }: ReviewWorld): Promise<void> {
  for (let due = await listDueReviews(database.reader, 0, PAGE); due.length > 0; due = await listDueReviews(database.reader, 0, PAGE)) {
    for (const part of inParts(due, TOGETHER)) {
      const { fired, rest, held } = await commands.fireDueReviews(part.map((review) => review.reviewId));
      if (held || rest.length > 0 || fired !== part.length)
        throw new Error(`a batch was not fired whole: ${JSON.stringify({ held, fired, rest: rest.length })}`);
    }
  }
}

export async function storm(world: ReviewWorld, deadlines: number): Promise<Storm> {
  const { database, commands } = world;
  await world.setNow(OPENED);
  await commands.judgeFuse();
  await world.open(deadlines);
  await world.setNow(DAY_BEFORE);
  if (FORECAST_AHEAD_MS < 24 * 3_600_000) throw new Error('the forecast does not reach the storm');
  await commands.judgeFuse();
  await commands.forecastDue();
  // The reminders of the days before have fired in their time; what remains is the storm.
  await fireAll(world);
  await database.source.query('SET GLOBAL userstat = 1').catch(() => undefined);
  await world.setNow(LATE);
  const [busy, processor] = [await statusOf(world, 'Busy_time'), await statusOf(world, 'Cpu_time')];
  const started = performance.now();
  await fireAll(world);
  const wallSeconds = (performance.now() - started) / 1e3;
  const databaseSeconds = spent(busy, await statusOf(world, 'Busy_time'));
  const databaseProcessorSeconds = spent(processor, await statusOf(world, 'Cpu_time'));
  return {
    deadlines,
    recorded: await count(world, 'SELECT COUNT(*) AS n FROM tasks WHERE breached_at IS NOT NULL'),
    rungs: await count(world, "SELECT COUNT(*) AS n FROM rung_firings WHERE rung_key = 'late1' AND result = 'fired'"),
    digests: await count(world, "SELECT COUNT(*) AS n FROM notices WHERE kind = 'ladder.digest'"),
    mostSingles: await count(
      world,
      "SELECT COALESCE(MAX(m.n), 0) AS n FROM (SELECT COUNT(*) AS n FROM notices WHERE kind = 'ladder.rung' AND state = 'pending' GROUP BY recipient_id) m",
    ),
    people: await count(
      world,
      "SELECT COUNT(DISTINCT j.person) AS n FROM rung_firings f, JSON_TABLE(f.told, '$[*]' COLUMNS (person VARCHAR(80) PATH '$')) j WHERE f.rung_key = 'late1'",
    ),
    wallSeconds,
    databaseSeconds,
    databaseProcessorSeconds,
  };
}

export async function runDeadlineStorm(print: (line: string) => void): Promise<boolean> {
  return withServers({ database: true }, async ({ databaseUrl }) => {
    if (databaseUrl === null) throw new Error('there is no database server');
    const world = await buildReviewWorld(databaseUrl, DEPARTMENTS);
    try {
      print(`${COUNT} deadlines in one second, ${DEPARTMENTS} departments: opening the reviews takes a while`);
      const { recorded, rungs, people, digests, mostSingles, wallSeconds, databaseSeconds, databaseProcessorSeconds } = await storm(world, COUNT);
      const allowed = (GOAL_PER_100K * COUNT) / 100_000;
      const complete = recorded === COUNT && rungs === COUNT && digests === people && mostSingles <= MOST_IMMEDIATE;
      print(`recorded ${recorded} breaches and ${rungs} rungs; ${digests} digests for ${people} people, at most ${mostSingles} single letters before one`);
      const told = (seconds: number | null): string => (seconds === null ? 'not told' : `${seconds.toFixed(2)} s`);
      print(
        `database busy ${told(databaseSeconds)} (goal ${allowed.toFixed(2)} s), of that on the processor ${told(databaseProcessorSeconds)}; wall ${wallSeconds.toFixed(2)} s`,
      );
      return complete && databaseSeconds !== null && databaseSeconds <= allowed;
    } finally {
      await world.close();
    }
  });
}
