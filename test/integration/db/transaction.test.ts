import { lockProcedures } from '../../../db/repositories/procedure.repository.js';
import { createCommands } from '../../../commands/index.js';
import type { ProcedureId } from '../../../domain/shared/ids.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProcedure, buildProvince } from '../../support/province.js';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a deadlock is replayed whole: both works end, and each has its effect once', async () => {
  const province = await buildProvince(database.transact);
  await createCommands(database.transact).importProcedures(province.actor('coordinator'), 'two-procedures', {
    fileName: 'x',
    fileHash: 'a'.repeat(64),
    mode: 'addOnly',
    drafts: ['1.000001', '1.000002'].map((code) => ({ content: aProcedure(code), ownerUnitCode: 'civil' })),
  });
  const [one, two] = (await database.reader.rows<{ id: ProcedureId }>('SELECT id FROM procedures ORDER BY id')).map((row) => row.id) as [
    ProcedureId,
    ProcedureId,
  ];
  const attempts = { left: 0, right: 0 };
  let met = 0;
  let meet: () => void = () => undefined;
  const bothHold = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const crossing = (name: keyof typeof attempts, first: ProcedureId, second: ProcedureId): Promise<string> =>
    database.transact(async (tx) => {
      attempts[name] += 1;
      await lockProcedures(tx, [first]);
      if (attempts[name] === 1) {
        met += 1;
        if (met === 2) meet();
        await bothHold;
      }
      await lockProcedures(tx, [second]);
      return name;
    });
  expect(await Promise.all([crossing('left', one, two), crossing('right', two, one)])).toEqual(['left', 'right']);
  expect(attempts.left + attempts.right).toBe(3);
});

test('an error of the work is not replayed, and a handle means nothing afterwards', async () => {
  let attempts = 0;
  await expect(
    database.transact(async () => {
      attempts += 1;
      throw new Error('a bug');
    }),
  ).rejects.toThrow('a bug');
  expect(attempts).toBe(1);
  const kept = await database.transact(async (tx) => {
    await tx.clock();
    return tx;
  });
  await expect(lockProcedures(kept, ['prc_x' as ProcedureId])).rejects.toThrow('has ended');
});

test('the clock is read once a transaction, and not before it is asked for', async () => {
  const [first, second] = await database.transact(async (tx) => {
    const early = await tx.clock();
    await new Promise((resolve) => setTimeout(resolve, 30));
    return [early, await tx.clock()];
  });
  expect(second).toBe(first);
  const { wall, now } = await database.transact(async (tx) => {
    const [row] = await database.reader.rows<{ wall: string }>('SELECT UTC_TIMESTAMP(3) AS wall');
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { wall: row!.wall, now: (await tx.clock()).wallNow };
  });
  expect(now > wall).toBe(true);
});

test('every connection of the pool keeps UTC, whatever zone its server lives in', async () => {
  const zones = await Promise.all(
    Array.from({ length: 20 }, () => database.reader.row<{ zone: string; held: number }>('SELECT @@session.time_zone AS zone, SLEEP(0.05) AS held')),
  );
  expect(new Set(zones.map((row) => row?.zone))).toEqual(new Set(['+00:00']));
});
