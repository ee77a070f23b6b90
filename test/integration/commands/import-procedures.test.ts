import { createCommands, type Commands } from '../../../commands/index.js';
import type { ImportProcedures } from '../../../commands/import-procedures.js';
import { FailpointError } from '../../../config/failpoint.js';
import type { ProcedureContent } from '../../../domain/procedure/procedure.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { aProcedure, buildProvince, launchReviews, type Province } from '../../support/province.js';
import { codeOf, openDesk, withFailpoints, type Desk } from '../../support/review-desk.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let files = 0;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
});
afterAll(() => database.drop());

/** A file of its own with these procedures. */
const file = (contents: readonly ProcedureContent[], mode: ImportProcedures['mode'] = 'update', ownerUnitCode = 'civil'): ImportProcedures => ({
  fileName: 'thu-tuc.json',
  fileHash: String((files += 1)).padStart(64, '0'),
  mode,
  drafts: contents.map((content) => ({ content, ownerUnitCode })),
});
const imports = (command: ImportProcedures, key = `import-${command.fileHash.slice(-8)}`) =>
  commands.importProcedures(province.actor('coordinator'), key, command);
const versionsOf = (code: string) =>
  database.reader.rows<{ number: number; status: string; effective_to: string | null }>(
    'SELECT v.number, v.status, v.effective_to FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE p.code = ? ORDER BY v.number',
    [code],
  );

const longer = (content: ProcedureContent, days: string): ProcedureContent => ({
  ...content,
  channels: content.channels.map((channel) => ({ ...channel, duration: { value: days, unit: 'workingDays' as const, published: `${days} Ngày làm việc` } })),
});

test('the same text imported twice is unchanged and makes no version', async () => {
  expect(await imports(file([aProcedure('1.000001'), aProcedure('1.000002')]))).toMatchObject({ added: 2, updated: 0, unchanged: 0 });
  expect(await imports(file([aProcedure('1.000001'), aProcedure('1.000002')]))).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
  expect(await versionsOf('1.000001')).toEqual([{ number: 1, status: 'inForce', effective_to: null }]);
});

test('another text becomes version two, and version one ends on that day', async () => {
  await imports(file([aProcedure('1.000010')]));
  expect(await imports(file([longer(aProcedure('1.000010'), '7')]))).toMatchObject({ added: 0, updated: 1, unchanged: 0, problems: [] });
  const versions = await versionsOf('1.000010');
  expect(versions.map(({ number, status }) => [number, status])).toEqual([
    [1, 'superseded'],
    [2, 'inForce'],
  ]);
  expect(versions[0]?.effective_to).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
  const current = await database.reader.row<{ content: string }>(
    "SELECT v.content FROM procedures p JOIN procedure_versions v ON v.id = p.current_version_id WHERE p.code = '1.000010'",
  );
  expect(JSON.parse(current!.content)).toMatchObject({ channels: [{ duration: { value: '7' } }] });
});

test('where only new procedures are wanted, known ones stay as they are', async () => {
  await imports(file([aProcedure('1.000020')]));
  expect(await imports(file([longer(aProcedure('1.000020'), '9'), aProcedure('1.000021')], 'addOnly'))).toMatchObject({ added: 1, updated: 0 });
  expect(await versionsOf('1.000020')).toHaveLength(1);
});

test('a procedure under review keeps its text and is named, the others are updated', async () => {
  await launchReviews(commands, province, ['1.000030']);
  await imports(file([aProcedure('1.000031')]));
  expect(await imports(file([longer(aProcedure('1.000030'), '9'), longer(aProcedure('1.000031'), '9')]))).toMatchObject({
    updated: 1,
    problems: [{ code: '1.000030', problem: 'review_open_already' }],
  });
  expect(await versionsOf('1.000030')).toHaveLength(1);
});

test('an owning unit that does not exist is refused by name, and nothing of the file is stored', async () => {
  const mixed = file([aProcedure('1.000040')], 'update', 'nowhere');
  expect(await codeOf(imports(mixed))).toBe('unit_unknown');
  expect(await versionsOf('1.000040')).toEqual([]);
});

test('a code that stands twice in one file is stored once', async () => {
  expect(await imports(file([aProcedure('1.000050'), longer(aProcedure('1.000050'), '8')]))).toMatchObject({ added: 1 });
  expect(await versionsOf('1.000050')).toHaveLength(1);
});

test('an import that dies half-way leaves nothing behind, and the same key then does it once', async () => {
  const command = file([aProcedure('1.000060'), aProcedure('1.000061')]);
  await expect(withFailpoints('import-procedures/mid-import=throw', () => imports(command))).rejects.toThrow(FailpointError);
  expect(await versionsOf('1.000060')).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 6 }, () => imports(command)));
  expect(new Set(answers.map((answer) => answer.batchId)).size).toBe(1);
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  expect(await versionsOf('1.000060')).toHaveLength(1);
  expect(await codeOf(imports({ ...command, mode: 'addOnly' }, `import-${command.fileHash.slice(-8)}`))).toBe('key_reused');
});

test('every life is a chain of facts that holds', async () => {
  expect(await desk.brokenChains()).toEqual([]);
  expect((await database.reader.rows('SELECT 1 FROM facts WHERE stream_id LIKE ?', ['prc_%'])).length).toBeGreaterThan(8);
});
