/**
 * The overdue board over many late tasks: its first page with all its figures, the page behind it, and one far down.
 *
 * The tasks fell due on fifty days, one in ten has no known cost, one in three has verified figures; savings are drawn from a
 * printed seed. Settings: BOARD (100000; the goal is stated for it), BOARD_DEPARTMENTS (40), BOARD_ROUNDS (100).
 */
import { inParts } from '../domain/shared/in-parts.js';
import type { Instant } from '../domain/shared/instant.js';
import { insertProposals, type ProposalRow } from '../db/repositories/review.repository.js';
import { rankTasks } from '../db/repositories/delay-rank.repository.js';
import { findOverdueBoard, type OverdueArgs, type OverdueBoard } from '../queries/overdue-board.query.js';
import { buildReviewWorld, type OpenWork, type ReviewWorld } from './review-world.js';
import { seededNumbers } from './seeded-numbers.js';
import { withServers } from './servers.js';

const COUNT = Number(process.env['BOARD'] ?? 100_000);
const DEPARTMENTS = Number(process.env['BOARD_DEPARTMENTS'] ?? 40);
const ROUNDS = Number(process.env['BOARD_ROUNDS'] ?? 100);
const GOAL_MS = 100;

const SEED = 20_261_125;
const FIRST_DAY = Date.UTC(2026, 0, 5, 2);
const DAYS = 50;
const MS_PER_DAY = 86_400_000;
const LATE = '2026-06-01T02:00:00Z';
const PAGE = 1_000;
const MOST_DONG = 9_000_000_000;
const UNKNOWN_SHARE = 0.1;
const VERIFIED_SHARE = 1 / 3;
export const PAGE_ROWS = 50;
const PAGES_DOWN = 20;

export const boardArgs = (cursor: string | null): OverdueArgs => ({ scope: { everywhere: true, paths: [] }, unit: null, age: null, cursor, limit: PAGE_ROWS });

/** Fills a world with so many late tasks. */
export async function fillBoard(world: ReviewWorld, count: number): Promise<void> {
  const random = seededNumbers(SEED);
  for (let day = 0; day < DAYS; day += 1) {
    const share = Math.floor((count * (day + 1)) / DAYS) - Math.floor((count * day) / DAYS);
    if (share === 0) continue;
    await world.setNow(new Date(FIRST_DAY + day * MS_PER_DAY).toISOString());
    for (const part of inParts(await world.open(share), PAGE)) await propose(world, part, random);
  }
  await world.database.source.query(
    `INSERT INTO procedures (id, code, name, field, search_text, owner_unit_id, phase, seq, view_seq, chain_head)
     SELECT procedure_id, RIGHT(procedure_id, 40), 'bench', 'bench', 'bench', owner_unit_id, 'inForce', 0, 0, REPEAT('0', 64) FROM reviews`,
  );
  await world.setNow(LATE);
}

async function propose({ database, coordinator }: ReviewWorld, works: readonly OpenWork[], random: () => number): Promise<void> {
  const proposals = works.map(({ reviewId }): ProposalRow => {
    const known = random() >= UNKNOWN_SHARE;
    const before = Math.floor(random() * MOST_DONG);
    return {
      reviewId,
      revision: 0,
      body: {},
      revisedBy: coordinator,
      revisedAt: LATE as Instant,
      costBefore: known ? String(before) : null,
      costAfter: known ? String(Math.floor(random() * before)) : null,
    };
  });
  const verified = works.filter(() => random() < VERIFIED_SHARE).map(({ reviewId }) => reviewId);
  await database.transact(async (tx) => {
    await insertProposals(tx, proposals);
  });
  if (verified.length === 0) return;
  await database.source.query(
    `INSERT INTO cost_sheets (id, review_id, kind, number, block, revision, body, digest, written_by, written_at, frozen_at)
     SELECT id, id, 'submission', 1, 'before', 0, '{}', REPEAT('0', 64), ?, NOW(3), NOW(3) FROM reviews WHERE id IN (?)`,
    [coordinator, verified],
  );
  await database.transact((tx) => rankTasks(tx, verified));
}

/** Processor time spent so far by the server and by this process: what a busy machine changes least. */
async function processorMs({ database }: ReviewWorld): Promise<readonly number[]> {
  const [row] = (await database.source.query("SHOW GLOBAL STATUS WHERE Variable_name = 'Cpu_time'")) as { Value: string }[];
  const { user, system } = process.cpuUsage();
  return [Number(row?.Value ?? 0) * 1e3, (user + system) / 1e3];
}

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export async function runBoard(print: (line: string) => void): Promise<boolean> {
  return withServers({ database: true }, async ({ databaseUrl }) => {
    if (databaseUrl === null) throw new Error('the database did not start');
    const world = await buildReviewWorld(databaseUrl, DEPARTMENTS);
    try {
      print(`${COUNT} late tasks in ${DEPARTMENTS} departments, seed ${SEED}: opening them takes a while`);
      await fillBoard(world, COUNT);
      const { reader, source } = world.database;
      await source.query('SET GLOBAL userstat = 1').catch(() => undefined);
      const first = await findOverdueBoard(reader, boardArgs(null));
      if (first.counts.overdue !== COUNT || first.items.length !== Math.min(PAGE_ROWS, COUNT))
        throw new Error(`the board shows ${first.counts.overdue} late tasks`);
      let deep: OverdueBoard = first;
      for (let page = 0; page < PAGES_DOWN && deep.next !== null; page += 1) deep = await findOverdueBoard(reader, boardArgs(deep.next));
      let met = true;
      for (const [name, cursor] of [
        ['first page', null],
        ['next page', first.next],
        [`page ${PAGES_DOWN + 2}`, deep.next],
      ] as const) {
        const times: number[] = [];
        const before = await processorMs(world);
        for (let round = 0; round < ROUNDS; round += 1) {
          const started = performance.now();
          await findOverdueBoard(reader, boardArgs(cursor));
          times.push(performance.now() - started);
        }
        times.sort((a, b) => a - b);
        const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
        const [server, own] = (await processorMs(world)).map((ms, at) => ((ms - (before[at] ?? 0)) / ROUNDS).toFixed(1));
        print(
          `${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (goal ${GOAL_MS} ms), ${ROUNDS} rounds of ${PAGE_ROWS} rows; processor ${server} ms of the database, ${own} ms here`,
        );
        met &&= p95 <= GOAL_MS;
      }
      return met;
    } finally {
      await world.close();
    }
  });
}
