import { createConnection } from 'mysql2/promise';
import { createCommands } from '../../../commands/index.js';
import { openDatabase } from '../../../db/database.js';
import type { Transact } from '../../../db/transaction.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, type Province } from '../../support/province.js';
import { openDesk, type Desk } from '../../support/review-desk.js';
import { eventually } from '../../support/temporal.js';

jest.setTimeout(180_000);

let database: TestDatabase;
let province: Province;
let desk: Desk;
beforeAll(async () => {
  database = await freshDatabase();
  await database.setNow('2026-03-02T02:00:00Z');
  province = await buildProvince(database.transact);
  desk = openDesk(database, createCommands(database.transact), province);
});
afterAll(() => database.drop());

/** Transactions that count how often their work was begun, and what ended each attempt. */
function counting(): { readonly transact: Transact; readonly attempts: readonly string[] } {
  const attempts: string[] = [];
  return {
    attempts,
    transact: (work) =>
      database.transact(async (tx) => {
        const attempt = attempts.push('done') - 1;
        try {
          return await work(tx);
        } catch (error) {
          attempts[attempt] = String((error as { code?: string }).code);
          throw error;
        }
      }),
  };
}

/** The server shows its locks as they were until nobody has looked for a tenth of a second. */
const LOCKS_SEEN_ANEW_MS = 250;

/**
 * Somebody who holds the task a command will write at its end, and then reaches for the review it has locked at its beginning:
 * each waits for the other. He has changed more rows, so the server gives the command up and not him.
 */
async function crossing<T>(reviewId: string, taskId: string, start: () => Promise<T>): Promise<T> {
  const rival = await createConnection(database.url);
  try {
    await rival.query('START TRANSACTION');
    await rival.query('SELECT id FROM tasks WHERE id = ? FOR UPDATE', [taskId]);
    for (let time = 0; time < 10; time += 1) await rival.query("UPDATE people SET post = CONCAT(post, '.')");
    const act = start();
    // What the test before saw must not be taken for this one.
    await new Promise((resolve) => setTimeout(resolve, LOCKS_SEEN_ANEW_MS));
    await eventually('the command waits for the task', async () => (await waitingFor('tasks')) > 0, 60_000, LOCKS_SEEN_ANEW_MS);
    await rival.query('SELECT id FROM reviews WHERE id = ? FOR UPDATE', [reviewId]);
    await rival.query('ROLLBACK');
    return await act;
  } finally {
    await rival.end();
  }
}

/** How many transactions of this test's schema wait for a lock on a table. */
const waitingFor = async (table: string): Promise<number> =>
  Number(
    (
      await database.reader.row<{ n: string }>(
        'SELECT COUNT(*) AS n FROM information_schema.innodb_lock_waits w JOIN information_schema.innodb_locks l ON l.lock_id = w.requested_lock_id WHERE l.lock_table = CONCAT(?, DATABASE(), ?, ?, ?)',
        ['`', '`.`', table, '`'],
      )
    )?.n,
  );

describe('deadlock-replayed-whole', () => {
  it('deadlock-replayed-whole: a verdict that is the victim is begun anew from its key on, and has one effect', async () => {
    const reviewId = await desk.oneReview('1.600001');
    const command = await desk.verdictOn(reviewId, 'assess');
    const before = await desk.factsOf(reviewId);
    const told = (await desk.outboxOf(reviewId)).length;
    const { transact, attempts } = counting();
    const storedKey = `${province.people.head}.deadlock-key-1`;
    const receipt = await crossing(reviewId, command.taskId, () => createCommands(transact).recordDecision(province.actor('head'), 'deadlock-key-1', command));
    expect(attempts).toEqual(['ER_LOCK_DEADLOCK', 'done']);
    expect(receipt).toMatchObject({ verdict: 'approve', replayed: false });
    expect((await desk.factsOf(reviewId)).slice(before.length).map((event) => event.type)).toEqual(['DecisionRecorded', 'StageClosed']);
    const count = async (sql: string, ...values: readonly string[]): Promise<number> => Number((await database.reader.row<{ n: string }>(sql, values))?.n);
    expect(await count('SELECT COUNT(*) AS n FROM decisions WHERE task_id = ?', command.taskId)).toBe(1);
    expect(await count('SELECT COUNT(*) AS n FROM command_receipts WHERE command_key = ? AND response IS NOT NULL', storedKey)).toBe(1);
    expect(await desk.outboxOf(reviewId)).toHaveLength(told + 1);
    expect(await desk.brokenChains()).toEqual([]);
    // The answer was the only one: the same key gives it again.
    expect(await createCommands(transact).recordDecision(province.actor('head'), 'deadlock-key-1', command)).toEqual({ ...receipt, replayed: true });
  });

  it('deadlock-replayed-whole: what changed meanwhile is seen by the second attempt, which judges anew', async () => {
    const reviewId = await desk.oneReview('1.600002');
    const command = await desk.verdictOn(reviewId, 'assess');
    const { transact, attempts } = counting();
    const storedKey = `${province.people.head}.deadlock-key-2`;
    let first = true;
    const meanwhile: Transact = async (work) =>
      transact(async (tx) => {
        // Between the attempts somebody else has decided.
        if (!first) await desk.decide(reviewId, 'assess', 'head');
        first = false;
        return work(tx);
      });
    const refused = await crossing(reviewId, command.taskId, () =>
      createCommands(meanwhile)
        .recordDecision(province.actor('head'), 'deadlock-key-2', command)
        .then(
          () => 'accepted',
          (error: { code: string }) => error.code,
        ),
    );
    expect([refused, attempts]).toEqual(['already_decided', ['ER_LOCK_DEADLOCK', 'already_decided']]);
    expect((await desk.stateOf(reviewId)).decisions).toHaveLength(1);
    // A refusal keeps no key: it may be used again.
    expect(await database.reader.row('SELECT command_key FROM command_receipts WHERE command_key = ?', [storedKey])).toBeNull();
  });

  it('deadlock-replayed-whole: a lock nobody gives up ends the command after four whole attempts, with nothing written', async () => {
    const reviewId = await desk.oneReview('1.600003');
    const command = await desk.verdictOn(reviewId, 'assess');
    const impatient = await openDatabase({ url: database.url, poolSize: 1 });
    const rival = await createConnection(database.url);
    let attempts = 0;
    try {
      await impatient.source.query('SET SESSION innodb_lock_wait_timeout = 1');
      await rival.query('START TRANSACTION');
      await rival.query('SELECT id FROM reviews WHERE id = ? FOR UPDATE', [reviewId]);
      const counted: Transact = (work) =>
        impatient.transact((tx) => {
          attempts += 1;
          return work(tx);
        });
      await expect(createCommands(counted).recordDecision(province.actor('head'), 'deadlock-key-3', command)).rejects.toMatchObject({
        code: 'ER_LOCK_WAIT_TIMEOUT',
      });
    } finally {
      await rival.end();
      await impatient.close();
    }
    expect(attempts).toBe(4);
    expect((await desk.stateOf(reviewId)).decisions).toEqual([]);
    // Once the lock is gone the same key does it.
    expect(await createCommands(database.transact).recordDecision(province.actor('head'), 'deadlock-key-3', command)).toMatchObject({ replayed: false });
  });
});
