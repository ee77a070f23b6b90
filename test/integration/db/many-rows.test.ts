import { OutboxEntity } from '../../../db/entities/ledger.entity.js';
import { TaskEntity } from '../../../db/entities/review.entity.js';
import { insertMany } from '../../../db/insert-many.js';
import type { Row } from '../../../db/stored-row.js';
import { updateMany } from '../../../db/update-many.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

jest.setTimeout(60_000);

/** More than one block, and a rest. */
const COUNT = 620;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const task = (at: number, family: string): Row => ({
  id: `${family}.${at}`,
  reviewId: family,
  stageId: `${family}.stage`,
  stageKey: 'assess',
  round: 1,
  slot: at,
  unitId: 'unit',
  ownerUnitId: 'owner',
  role: 'head',
  status: 'open',
  isOpen: true,
  version: 1,
  openedAt: '2026-03-02T02:00:00.125Z',
  dueAt: null,
  provisional: false,
  breachedAt: '2026-03-17T16:59:59.999Z',
  term: { reason: "Thủ tục của 'xã' \\ phường", nested: [1, null, true] },
  rungLevel: 0,
  decisionId: null,
  delayRank: '9007199254740993',
  verified: false,
  held: true,
});
const tasks = (family: string): readonly Row[] => Array.from({ length: COUNT }, (_, at) => task(at, family));
const stored = (family: string): Promise<readonly Record<string, unknown>[]> =>
  database.reader.rows('SELECT * FROM tasks WHERE review_id = ? ORDER BY slot', [family]);

test('rows of a block and rows of the rest are stored alike, as the mapper reads them', async () => {
  await database.transact((tx) => insertMany(tx, TaskEntity, tasks('alike')));
  const rows = await stored('alike');
  expect(rows).toHaveLength(COUNT);
  const [first] = rows;
  expect(rows.map((row) => ({ ...row, id: '', slot: 0 }))).toEqual(Array.from({ length: COUNT }, () => ({ ...first, id: '', slot: 0 })));
  const read = await database.source.manager.findBy(TaskEntity, { reviewId: 'alike' });
  expect([...read].sort((a, b) => a.slot - b.slot)).toEqual(tasks('alike'));
});

test('keys the server gives out rise in the order of the rows', async () => {
  const at = '2026-03-02T02:00:00.000Z';
  const rows = Array.from({ length: COUNT }, (_, index) => ({
    kind: 'notice',
    refId: `ref.${index}`,
    payload: { noticeId: String(index) },
    createdAt: at,
    nextAt: at,
    attempts: 0,
    carriedAt: null,
    parkedAt: null,
    problem: null,
  }));
  await database.transact((tx) => insertMany(tx, OutboxEntity, rows));
  const read = await database.source.manager.find(OutboxEntity, { order: { id: 'ASC' } });
  expect(read.map(({ refId, payload }) => [refId, payload])).toEqual(rows.map(({ refId, payload }) => [refId, payload]));
});

test('what fails afterwards takes the blocks back too', async () => {
  const work = database.transact(async (tx) => {
    await insertMany(tx, TaskEntity, tasks('undone'));
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await stored('undone')).toEqual([]);
});

test('a key that is taken is refused as the mapper refuses it', async () => {
  const work = database.transact((tx) => insertMany(tx, TaskEntity, tasks('twice').with(COUNT - 400, task(0, 'twice'))));
  await expect(work).rejects.toMatchObject({ code: 'ER_DUP_ENTRY', errno: 1062 });
  expect(await stored('twice')).toEqual([]);
});

test('many rows are written over in one go, and one that is not there is an error', async () => {
  await database.transact((tx) => insertMany(tx, TaskEntity, tasks('moved')));
  const moved = tasks('moved').map((row) => ({
    ...row,
    breachedAt: null,
    isOpen: false,
    rungLevel: row['slot'],
    term: { moved: row['slot'] },
    unitId: 'other',
  }));
  const moving = new Set(['breachedAt', 'isOpen', 'rungLevel', 'term']);
  await database.transact((tx) => updateMany(tx, TaskEntity, moved, moving));
  const read = await database.source.manager.findBy(TaskEntity, { reviewId: 'moved' });
  expect([...read].sort((a, b) => a.slot - b.slot)).toEqual(moved.map((row) => ({ ...row, unitId: 'unit' })));
  await expect(database.transact((tx) => updateMany(tx, TaskEntity, [...moved, task(0, 'absent')], moving))).rejects.toThrow('of tasks were to be written');
});
