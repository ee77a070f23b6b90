import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..');
type Report = { readonly ours: number; readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[] };

/** Files of a small house in which every room imports what it may: path → source. */
const LEGITIMATE: Readonly<Record<string, string>> = {
  'domain/law.ts': "import Fraction from 'fraction.js'; export const law = new Fraction(1); export type Law = number;",
  'domain/late.ts': "import { law } from './law.js'; export const late = law;",
  'config/env.ts': "import { failpoint } from './failpoint.js'; export const env = failpoint;",
  'config/failpoint.ts': 'export const failpoint = 1;',
  'config/log.ts': "import { pino } from 'pino'; export const log = pino;",
  'db/transaction.ts': "import type { EntityManager } from 'typeorm'; export type Tx = EntityManager;",
  'db/reader.ts': "import { law } from '../domain/law.js'; export const reader = law;",
  'db/entities/task.entity.ts': "import { Entity } from 'typeorm'; export const entity = Entity;",
  'db/repositories/outbox.repository.ts': "import { entity } from '../entities/task.entity.js'; export const outbox = entity;",
  'commands/decide.ts':
    "import { randomUUID } from 'node:crypto'; import { law } from '../domain/law.js'; import type { Tx } from '../db/transaction.js'; import { outbox } from '../db/repositories/outbox.repository.js'; import { failpoint } from '../config/failpoint.js'; export const decide = (tx: Tx) => [tx, randomUUID, law, outbox, failpoint];",
  'queries/inbox.query.ts': "import { reader } from '../db/reader.js'; export const inbox = reader; export type InboxRow = string;",
  'reports/table.ts':
    "import type { InboxRow } from '../queries/inbox.query.js'; import { late } from '../domain/late.js'; export const table = (row: InboxRow) => [row, late];",
  'reports/verifier/verify.ts': "import { createHash } from 'node:crypto'; export const verify = createHash;",
  'api/schemas/task.schema.ts': "import { z } from 'zod'; export const task = z.string(); export type TaskBody = string;",
  'api/routes/task.routes.ts':
    "import { Router } from 'express'; import { decide } from '../../commands/decide.js'; import { inbox } from '../../queries/inbox.query.js'; import { table } from '../../reports/table.js'; import { task } from '../schemas/task.schema.js'; import { log } from '../../config/log.js'; export const routes = [Router, decide, inbox, table, task, log];",
  'mail/jobs.ts': 'export const job = 1;',
  'mail/outgoing.processor.ts': "import { job } from './jobs.js'; import { decide } from '../commands/decide.js'; export const outgoing = [job, decide];",
  'workflows/messages.ts': 'export const moved = 1;',
  'workflows/review.workflow.ts':
    "import { sleep } from '@temporalio/workflow'; import type { Hands } from '../activities/review.activities.js'; import { moved } from './messages.js'; import { late } from '../domain/late.js'; export const review = (hands: Hands) => [sleep, hands, moved, late];",
  'activities/review.activities.ts':
    "import { Context } from '@temporalio/activity'; import { decide } from '../commands/decide.js'; export const hands = [Context, decide]; export type Hands = typeof hands;",
  'relay/outbox.relay.ts':
    "import { Client } from '@temporalio/client'; import { outbox } from '../db/repositories/outbox.repository.js'; import { moved } from '../workflows/messages.js'; import { job } from '../mail/jobs.js'; import { inbox } from '../queries/inbox.query.js'; export const relay = [Client, outbox, moved, job, inbox];",
  'web/src/page.tsx':
    "import { late } from '../../domain/late.js'; import type { TaskBody } from '../../api/schemas/task.schema.js'; export const page = (body: TaskBody) => [late, body];",
  'cli/tasks.ts':
    "import { Command } from 'commander'; import type { TaskBody } from '../api/schemas/task.schema.js'; export const tasks = (body: TaskBody) => [Command, body];",
  'local/mariadb.ts':
    "import { createConnection } from 'mysql2/promise'; import { env } from '../config/env.js'; export const mariadb = [createConnection, env];",
  'bin/api.ts':
    "import { routes } from '../api/routes/task.routes.js'; import { env } from '../config/env.js'; import { review } from '../workflows/review.workflow.js'; import { mariadb } from '../local/mariadb.js'; export const api = [routes, env, review, mariadb];",
  'test/unit/law.test.ts':
    "import { law } from '../../domain/law.js'; import { entity } from '../../db/entities/task.entity.js'; export const test = [law, entity];",
};

/** Rule → a file that breaks it and nothing it does not have to. */
const PLANTS: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'domain-is-pure': ['domain/plant.ts', "import { z } from 'zod'; export const plant = z;"],
  'commands-stand-on-domain-and-db': ['commands/plant.ts', "import { inbox } from '../queries/inbox.query.js'; export const plant = inbox;"],
  'queries-only-read': ['queries/plant.query.ts', "import { outbox } from '../db/repositories/outbox.repository.js'; export const plant = outbox;"],
  'db-serves-it-does-not-call': ['db/plant.ts', "import { decide } from '../commands/decide.js'; export const plant = decide;"],
  'orm-stays-in-db': ['mail/plant-orm.ts', "import { DataSource } from 'typeorm'; export const plant = DataSource;"],
  'entities-stay-in-db': ['cli/plant-entity.ts', "import { entity } from '../db/entities/task.entity.js'; export const plant = entity;"],
  'api-is-an-edge': ['api/plant.ts', "import { reader } from '../db/reader.js'; export const plant = reader;"],
  'mail-is-an-edge': ['mail/plant.ts', "import { hands } from '../activities/review.activities.js'; export const plant = hands;"],
  'activities-only-forward': [
    'activities/plant.activities.ts',
    "import { outbox } from '../db/repositories/outbox.repository.js'; export const plant = outbox;",
  ],
  'workflows-see-domain-only': ['workflows/plant.workflow.ts', "import { readFileSync } from 'node:fs'; export const plant = readFileSync;"],
  'workflows-take-activity-types-only': [
    'workflows/plant-value.workflow.ts',
    "import { hands } from '../activities/review.activities.js'; export const plant = hands;",
  ],
  'only-messages-leave-workflows': ['relay/plant-workflow.ts', "import { review } from '../workflows/review.workflow.js'; export const plant = review;"],
  'relay-carries-it-does-not-judge': ['relay/plant.ts', "import { decide } from '../commands/decide.js'; export const plant = decide;"],
  'temporal-client-stays-in-relay': ['api/plant-client.ts', "import { Client } from '@temporalio/client'; export const plant = Client;"],
  'reports-do-no-io-with-the-world': ['reports/plant.ts', "import { reader } from '../db/reader.js'; export const plant = reader;"],
  'reports-know-read-shapes-only': ['reports/plant-query.ts', "import { inbox } from '../queries/inbox.query.js'; export const plant = inbox;"],
  'verifier-stands-alone': ['reports/verifier/plant.ts', "import { law } from '../../domain/law.js'; export const plant = law;"],
  'web-speaks-http': ['web/src/plant.tsx', "import { inbox } from '../../queries/inbox.query.js'; export const plant = inbox;"],
  'web-takes-api-types-only': ['cli/plant-value.ts', "import { task } from '../api/schemas/task.schema.js'; export const plant = task;"],
  'cli-speaks-http': ['cli/plant.ts', "import { decide } from '../commands/decide.js'; export const plant = decide;"],
  'settings-come-from-bin': ['mail/plant-settings.ts', "import { env } from '../config/env.js'; export const plant = env;"],
  'nobody-imports-bin': ['local/plant.ts', "import { api } from '../bin/api.js'; export const plant = api;"],
  'nothing-rests-on-tests': ['domain/plant-test.ts', "import { test } from '../test/unit/law.test.js'; export const plant = test;"],
  'no-cycles': ['domain/plant-cycle.ts', "import { plant as other } from './plant-cycle-other.js'; export const plant = () => other;"],
};
const CYCLE_PARTNER: Readonly<Record<string, string>> = {
  'domain/plant-cycle-other.ts': "import { plant as other } from './plant-cycle.js'; export const plant = () => other;",
};

async function cruise(
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly report: Report; readonly code: number; readonly said: string }> {
  const house = mkdtempSync(join(tmpdir(), 'tinhgon-house-'));
  try {
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), source);
    }
    writeFileSync(join(house, 'tsconfig.json'), '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext", "jsx": "react-jsx" } }');
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    const run = promisify(execFile)(process.execPath, [join(ROOT, 'local', 'check-arrows.mjs'), '--json', ...args], { cwd: house });
    const { stdout, stderr, code } = await run.then(
      (ended) => ({ ...ended, code: 0 }),
      (error: { stdout: string; stderr: string; code: number }) => error,
    );
    if (!stdout.startsWith('{')) throw new Error(stderr);
    return { report: JSON.parse(stdout) as Report, code, said: stderr };
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

/** Reads this checkout itself, as `npm run arch` does. */
const cruiseOurselves = (): Promise<{ readonly said: string; readonly code: number }> =>
  promisify(execFile)(process.execPath, [join(ROOT, 'local', 'check-arrows.mjs')], { cwd: ROOT }).then(
    ({ stdout }) => ({ said: stdout, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => ({ said: error.stdout + error.stderr, code: error.code }),
  );

const RULES = (
  createRequire(__filename)(join(ROOT, '.dependency-cruiser.cjs')) as { readonly forbidden: readonly { readonly name: string; readonly severity: string }[] }
).forbidden;

describe('the arrows between the rooms', () => {
  it('let a house pass in which every room imports what it may', async () => {
    const { report, code } = await cruise(LEGITIMATE, '--at-least', String(Object.keys(LEGITIMATE).length));
    expect(report.violations).toEqual([]);
    expect(code).toBe(0);
  });

  it('are all errors, and each has a planted violation in this test', () => {
    expect(RULES.filter(({ severity }) => severity !== 'error')).toEqual([]);
    expect(Object.keys(PLANTS).sort()).toEqual(RULES.map(({ name }) => name).sort());
  });

  it('catch every planted violation, in the file where it stands', async () => {
    const planted = Object.fromEntries(Object.values(PLANTS));
    const { report, code } = await cruise({ ...LEGITIMATE, ...planted, ...CYCLE_PARTNER }, '--at-least', '0');
    expect(code).toBe(1);
    for (const [rule, [file]] of Object.entries(PLANTS)) {
      const caught = report.violations.filter((violation) => violation.rule === rule).map(({ from }) => from);
      // A cycle is reported from whichever of its files is read first.
      expect(caught).toContain(rule === 'no-cycles' && !caught.includes(file) ? 'domain/plant-cycle-other.ts' : file);
    }
    const caughtFiles = new Set(report.violations.map(({ from }) => from));
    const innocent = Object.keys(LEGITIMATE).filter((file) => caughtFiles.has(file));
    expect(innocent).toEqual([]);
  });

  it('hold in this house, of which at least the committed number of modules was read', async () => {
    expect(await cruiseOurselves()).toEqual({ said: expect.stringMatching(/^\d+ modules read, 0 wrong arrows\n$/u), code: 0 });
  }, 240_000);

  it('are not called right when the tree could not be read', async () => {
    const { code, said } = await cruise({ 'domain/law.ts': 'export const law = 1;' }, '--at-least', '2');
    expect(code).toBe(1);
    expect(said).toContain('only 1 modules were read');
  });
});
