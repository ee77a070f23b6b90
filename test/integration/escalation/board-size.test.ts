import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { boardArgs, fillBoard, PAGE_ROWS } from '../../../bench/board.bench.js';
import { buildReviewWorld, type ReviewWorld } from '../../../bench/review-world.js';
import type { Reader } from '../../../db/reader.js';
import { compareDelays } from '../../../domain/escalation/cost-of-delay.js';
import { findOverdueBoard, type OverdueBoard } from '../../../queries/overdue-board.query.js';

jest.setTimeout(180_000);

const COUNT = 1_500;
const PAGES_DOWN = 15;

let world: ReviewWorld;
let probe: Connection;

beforeAll(async () => {
  world = await buildReviewWorld(process.env['TEST_DATABASE_ADMIN_URL'] ?? '', 4);
  await fillBoard(world, COUNT);
  probe = await createConnection(world.url);
});
afterAll(async () => {
  await probe.end();
  await world.close();
});

type Asked = { readonly sql: string; readonly params: readonly unknown[] };

/** A board, and what it asked the database for. */
async function watched(cursor: string | null): Promise<{ readonly board: OverdueBoard; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const { reader } = world.database;
  const noting: Reader = {
    rows: (sql, params = []) => {
      asked.push({ sql, params });
      return reader.rows(sql, params);
    },
    row: (sql, params = []) => {
      asked.push({ sql, params });
      return reader.row(sql, params);
    },
  };
  const board = await findOverdueBoard(noting, boardArgs(cursor));
  return { board, asked };
}

/** Rows and index entries the server looked at for a statement. */
async function looksOf({ sql, params }: Asked): Promise<number> {
  await probe.query('FLUSH STATUS');
  await probe.query(sql, [...params]);
  const [rows] = await probe.query<(RowDataPacket & { Value: string })[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}

async function looksOfAll(asked: readonly Asked[]): Promise<number> {
  let looks = 0;
  for (const ask of asked) looks += await looksOf(ask);
  return looks;
}

async function planOf({ sql, params }: Asked): Promise<readonly RowDataPacket[]> {
  const [rows] = await probe.query<RowDataPacket[]>(`EXPLAIN ${sql}`, [...params]);
  return rows;
}

const isCount = ({ sql }: Asked): boolean => sql.includes('ix_tasks_overdue_counts');
const isPage = ({ sql }: Asked): boolean => sql.includes('ix_tasks_overdue_order');

async function down(pages: number): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) ({ next: cursor } = await findOverdueBoard(world.database.reader, boardArgs(cursor)));
  return cursor;
}

test('board-100k-under-100ms: a page reads its own rows in the order of an index, the first like one far down, and its figures come from one walk over another', async () => {
  for (const cursor of [null, await down(1), await down(PAGES_DOWN)]) {
    const { board, asked } = await watched(cursor);
    expect(board.counts.overdue).toBe(COUNT);
    expect(board.items).toHaveLength(PAGE_ROWS);
    const [counts, pages] = [asked.filter(isCount), asked.filter(isPage)];
    expect(counts).toHaveLength(1);
    for (const ask of counts) {
      expect(await planOf(ask)).toEqual([expect.objectContaining({ key: 'ix_tasks_overdue_counts', Extra: 'Using where; Using index' })]);
      expect(await looksOf(ask)).toBeLessThanOrEqual(COUNT + 2);
    }
    for (const ask of pages) expect(await planOf(ask)).toEqual([expect.objectContaining({ key: 'ix_tasks_overdue_order', Extra: 'Using where; Using index' })]);
    const looks = await looksOfAll(asked.filter((ask) => !isCount(ask)));
    // Two pages' worth of index entries, then the rows shown with what hangs on each of them.
    expect(looks).toBeLessThan(PAGE_ROWS * 25);
  }
});

test('board-order-total: the pages of the index are the order of the law, each late task once', async () => {
  const walked: OverdueBoard['items'][number][] = [];
  for (let cursor: string | null = null; ;) {
    const page: OverdueBoard = await findOverdueBoard(world.database.reader, { ...boardArgs(cursor), limit: 97 });
    walked.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  expect(new Set(walked.map((row) => row.id)).size).toBe(COUNT);
  const lawful = walked.map(({ id, saving, lost, dueAt }) => ({ id, saving, lost, dueAt: dueAt! })).toSorted(compareDelays);
  expect(walked.map((row) => row.id)).toEqual(lawful.map((row) => row.id));
  const board = await findOverdueBoard(world.database.reader, boardArgs(null));
  expect(board.costUnknown).toBe(walked.filter((row) => row.saving === null).length);
  const sure = walked.filter((row) => !row.unverified && row.lost !== null && row.lost > 0);
  // Each row is rounded by itself, the whole once.
  const rounded = sure.reduce((sum, row) => sum + (row.lost ?? 0), 0);
  expect(board.delay.lost).toBeGreaterThanOrEqual(rounded);
  expect(board.delay.lost).toBeLessThanOrEqual(rounded + sure.length);
});

test('savings of one size stand by what each has lost, across units of different calendars and time that was held', async () => {
  const { source, reader } = world.database;
  await source.query('UPDATE tasks SET delay_rank = -1000000 WHERE delay_rank < 0');
  // One department keeps a week of its own: there fewer days are lost at the same age.
  await source.query(
    `INSERT INTO calendar_versions (calendar_id, version, status, digest, body, published_at)
     SELECT 'OWN-WEEK', 1, status, digest, JSON_SET(body, '$.id', 'OWN-WEEK', '$.weekly."5"', JSON_EXTRACT('[]', '$'), '$.weekly."4"', JSON_EXTRACT('[]', '$')), published_at
     FROM calendar_versions WHERE calendar_id = 'VN-CO-QUAN' ORDER BY version DESC LIMIT 1`,
  );
  await source.query("UPDATE units SET calendar_id = 'OWN-WEEK' WHERE code = 'dept1'");
  await source.query('UPDATE proposals SET cost_before = 1000000, cost_after = 0 WHERE cost_before IS NOT NULL');
  const [every] = (await findOverdueBoard(reader, { ...boardArgs(null), limit: COUNT })).items.filter((row) => row.saving !== null);
  // A pause in the middle of the delay: less is lost than by others of the same age.
  await source.query("UPDATE tasks SET held = 1, term = JSON_SET(term, '$.events', JSON_EXTRACT(?, '$')) WHERE id = ?", [
    JSON.stringify([
      { type: 'suspended', from: '2026-04-01T00:00:00.000Z', until: '2026-05-01T00:00:00.000Z', ground: 'g', basis: 'b' },
      { type: 'resumed', at: '2026-05-01T00:00:00.000Z' },
    ]),
    every!.id,
  ]);
  const whole = await findOverdueBoard(reader, { ...boardArgs(null), limit: COUNT });
  const paused = whole.items.find((row) => row.id === every!.id);
  expect(paused!.lost).toBeLessThan(every!.lost!);
  const lawful = whole.items.map(({ id, saving, lost, dueAt }) => ({ id, saving, lost, dueAt: dueAt! })).toSorted(compareDelays);
  expect(whole.items.map((row) => row.id)).toEqual(lawful.map((row) => row.id));
  const losing = whole.items.filter((row) => row.saving !== null);
  expect(losing.some((row, at) => at > 0 && row.dueAt! < losing[at - 1]!.dueAt!)).toBe(true);
  const walked: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: OverdueBoard = await findOverdueBoard(reader, { ...boardArgs(cursor), limit: 311 });
    walked.push(...page.items.map((row) => row.id));
    cursor = page.next;
    if (cursor === null) break;
  }
  expect(walked).toEqual(whole.items.map((row) => row.id));
});
