/**
 * The cost of 7,000 procedures × 20 rows × before and after, read from a real database, computed, and the totals written
 * back in one transaction.
 *
 * The sheets stand as JSON in the proposals, as the product keeps them, and the totals go where its lists read them. The
 * best round is judged by the wall clock, since whatever else runs on the machine can only add to it; where that fills the
 * machine, by the processor time of both processes. Settings: COST_BENCH_PROCEDURES (7000), COST_BENCH_ROUNDS (5).
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { dongOf, measurePortfolio, packPortfolio } from '../domain/cost/portfolio.js';
import type { VnSheet } from '../domain/cost/vn/sheet.js';
import { openDatabase } from '../db/database.js';
import { EMPTY_PROPOSAL, type ProposalBody } from '../domain/review/proposal.js';
import { withServers } from './servers.js';
import { makeSheets, SEED } from './sheets.js';

const PROCEDURES = Number(process.env['COST_BENCH_PROCEDURES'] ?? 7_000);
const ROUNDS = Number(process.env['COST_BENCH_ROUNDS'] ?? 5);
const LINES = 20;
const GOAL_SECONDS = 1.5;
/** Proposals a statement reads or fills: enough to keep both sides busy. */
const CHUNK = 250;
/** Totals a statement writes. */
const WRITE_CHUNK = 3_500;

const reviewId = (procedure: number): string => `rev_${String(procedure).padStart(26, '0')}`;
const now = (): number => performance.now() / 1e3;

async function fill(connection: Connection, sheets: readonly VnSheet[]): Promise<number> {
  let bytes = 0;
  for (let from = 0; from < PROCEDURES; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, PROCEDURES - from) }, (_row, at) => {
      const procedure = from + at;
      const body: ProposalBody = { ...EMPTY_PROPOSAL, cost: { before: sheets[procedure * 2] as VnSheet, after: sheets[procedure * 2 + 1] as VnSheet } };
      const text = JSON.stringify(body);
      bytes += text.length;
      return [reviewId(procedure), 0, text, 'psn_bench', new Date(0)];
    });
    await connection.query('INSERT INTO proposals (review_id, revision, body, revised_by, revised_at) VALUES ?', [rows]);
  }
  return bytes;
}

/** Processor seconds of this process and of the server together; null where the system does not tell the server's. */
async function processorMeter(connection: Connection): Promise<() => number | null> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@pid_file AS file');
  let stat: string;
  try {
    stat = `/proc/${readFileSync(String(row?.['file']), 'utf8').trim()}/stat`;
    readFileSync(stat);
  } catch {
    return () => null;
  }
  return () => {
    // Fields after the name in brackets: user and system time are the 12th and 13th, in hundredths of a second.
    const fields = readFileSync(stat, 'utf8')
      .replace(/^.*\) /u, '')
      .split(' ')
      .map(Number);
    const { user, system } = process.cpuUsage();
    return ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100 + (user + system) / 1e6;
  };
}

type Round = {
  readonly seconds: number;
  readonly processor: number | null;
  readonly readAndParsed: number;
  readonly computed: number;
  readonly written: number;
};

/** The next part is on its way while this one is parsed. */
async function readSheets(connection: Connection): Promise<{ readonly ids: string[]; readonly sheets: VnSheet[] }> {
  const ids: string[] = [];
  const sheets: VnSheet[] = [];
  const part = (after: string): Promise<readonly (readonly [string, string])[]> =>
    connection
      .query<RowDataPacket[]>(
        { sql: 'SELECT review_id, body FROM proposals WHERE revision = 0 AND review_id > ? ORDER BY review_id LIMIT ?', rowsAsArray: true },
        [after, CHUNK],
      )
      .then(([rows]) => rows as unknown as readonly (readonly [string, string])[]);
  let next: Promise<readonly (readonly [string, string])[]> | null = part('');
  while (next) {
    const rows: readonly (readonly [string, string])[] = await next;
    const last = rows.at(-1);
    next = rows.length === CHUNK && last ? part(last[0]) : null;
    for (const row of rows) {
      const { cost } = JSON.parse(row[1]) as ProposalBody;
      if (!cost.before || !cost.after) throw new Error(`${row[0]} has no sheets`);
      ids.push(row[0]);
      sheets.push(cost.before, cost.after);
    }
  }
  return { ids, sheets };
}

async function writeTotals(connection: Connection, rows: readonly (readonly [string, string, string])[]): Promise<void> {
  await connection.beginTransaction();
  await connection.query(
    'CREATE TEMPORARY TABLE totals (review_id VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, cost_before BIGINT, cost_after BIGINT) ENGINE=MEMORY',
  );
  for (let from = 0; from < rows.length; from += WRITE_CHUNK) await connection.query('INSERT INTO totals VALUES ?', [rows.slice(from, from + WRITE_CHUNK)]);
  await connection.query(
    'UPDATE totals t JOIN proposals p ON p.review_id = t.review_id AND p.revision = 0 SET p.cost_before = t.cost_before, p.cost_after = t.cost_after',
  );
  await connection.query('DROP TEMPORARY TABLE totals');
  await connection.commit();
}

async function round(connection: Connection, meter: () => number | null): Promise<Round> {
  const spent = meter();
  const from = now();
  const { ids, sheets } = await readSheets(connection);
  const read = now();
  const totals = measurePortfolio(packPortfolio(sheets));
  const rows = ids.map((id, at) => [id, dongOf(totals, at * 2).toString(), dongOf(totals, at * 2 + 1).toString()] as const);
  const computed = now();
  await writeTotals(connection, rows);
  const end = now();
  const used = meter();
  return {
    seconds: end - from,
    processor: used === null || spent === null ? null : used - spent,
    readAndParsed: read - from,
    computed: computed - read,
    written: end - computed,
  };
}

/** What stands in the table afterwards against what was made: sheets whose total is not there to the đồng. */
async function wrongTotals(connection: Connection, sheets: readonly VnSheet[]): Promise<number> {
  const expected = measurePortfolio(packPortfolio(sheets));
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT CAST(cost_before AS CHAR) AS b, CAST(cost_after AS CHAR) AS a FROM proposals ORDER BY review_id',
  );
  return (
    PROCEDURES * 2 -
    rows.reduce(
      (right, row, at) => right + Number(row['b'] === String(dongOf(expected, at * 2))) + Number(row['a'] === String(dongOf(expected, at * 2 + 1))),
      0,
    )
  );
}

export async function runCostDatabaseBench(print: (line: string) => void): Promise<boolean> {
  return withServers({ database: true }, async ({ databaseUrl }) => {
    const url = new URL(databaseUrl as string);
    const admin = await createConnection(url.toString());
    await admin.query('CREATE DATABASE bench');
    await admin.end();
    url.pathname = '/bench';
    const database = await openDatabase({ url: url.toString(), poolSize: 2 });
    await database.source.runMigrations({ transaction: 'none' });
    await database.close();
    const connection = await createConnection({ uri: url.toString(), charset: 'utf8mb4_unicode_520_ci' });
    try {
      const sheets = makeSheets(PROCEDURES, LINES);
      const bytes = await fill(connection, sheets);
      const meter = await processorMeter(connection);
      const rounds: Round[] = [];
      for (let count = 0; count < ROUNDS; count += 1) {
        // The write must change rows each time: equal values would cost the server nothing.
        await connection.query('UPDATE proposals SET cost_before = NULL, cost_after = NULL');
        globalThis.gc?.();
        rounds.push(await round(connection, meter));
      }
      const wrong = await wrongTotals(connection, sheets);
      const best = rounds.reduce((least, one) => (one.seconds < least.seconds ? one : least));
      const median = [...rounds].sort((one, two) => one.seconds - two.seconds)[Math.floor(rounds.length / 2)] as Round;
      const [[server]] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
      print(
        `B8  ${PROCEDURES} procedures × ${LINES} rows × before and after (${(bytes / 1e6).toFixed(0)} MB of JSON), seed ${SEED}, ${ROUNDS} rounds, node ${process.version}, ${String(server?.['version'])}`,
      );
      for (const one of rounds)
        print(
          `read and parsed ${one.readAndParsed.toFixed(2)} s, computed ${one.computed.toFixed(2)} s, written ${one.written.toFixed(2)} s, whole ${one.seconds.toFixed(2)} s, processor ${one.processor?.toFixed(2) ?? '?'} s`,
        );
      print(`totals that are not in the table to the đồng: ${wrong} of ${PROCEDURES * 2}`);
      const [load = 0] = loadavg();
      const cores = availableParallelism();
      const busy = load > cores;
      print(
        `${PROCEDURES} procedures × ${LINES} rows, both sides, from the database and back: ${best.seconds.toFixed(2)} s (median ${median.seconds.toFixed(2)} s, processor ${best.processor?.toFixed(2) ?? '?'} s; goal ≤ ${GOAL_SECONDS} s)`,
      );
      if (busy)
        print(
          `other work fills the machine (load ${load.toFixed(1)} on ${cores} cores): judged by processor time, run again on a quiet one for the wall clock`,
        );
      return wrong === 0 && (busy && best.processor !== null ? best.processor : best.seconds) <= GOAL_SECONDS;
    } finally {
      await connection.end();
    }
  });
}
