import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../support/workflow-bundle.js';

jest.setTimeout(120_000);

const root = join(__dirname, '..', 'histories');
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? filesUnder(join(folder, name)) : [join(folder, name)]));
const corpus = filesUnder(root).filter((file) => file.endsWith('.json'));

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

test('the corpus has every shape released so far', () => {
  const types = new Set(corpus.map((file) => relative(root, file).split('/')[0]));
  expect([...types].sort()).toEqual(['campaignBatchWorkflow', 'campaignWorkflow', 'procedureWorkflow', 'reviewWorkflow']);
  expect(corpus.length).toBeGreaterThanOrEqual(10);
});

/** What the work has in it, and the recorded runs that show it. */
const SHAPES = {
  branch: ['branch-join-approved'],
  join: ['branch-join-approved'],
  return: ['return-then-rejected'],
  quorum: ['quorum-closed-early'],
  pause: ['paused-then-resumed', 'pause-ended-as-planned'],
  extension: ['extended'],
  silence: ['silence-decided'],
  tracks: ['tracks-then-publication', 'ministry-waited-for'],
  rebuild: ['rebuilt', 'rebuilt-in-execution', 'rebuilt-in-publication'],
  'continue-as-new': ['continue-as-new-first', 'continue-as-new-last'],
  reopening: ['reopened'],
  dispute: ['dispute-held-what-follows'],
  withdrawal: ['withdrawn'],
  adoption: ['adopted-in-force-lapsed-measured'],
  'day of force': ['in-force-then-measured', 'date-moved'],
  lapse: ['provision-lapsed'],
  'ex-post measurement': ['in-force-then-measured'],
} as const;

test.each(Object.entries(SHAPES))('%s is in the corpus', (_, names) => {
  const recorded = new Set(corpus.map((file) => basename(file, '.json')));
  expect(names.filter((name) => !recorded.has(name))).toEqual([]);
});

test("today's workflows read yesterday's histories", async () => {
  const histories = corpus.map((file) => ({ workflowId: relative(root, file), history: historyFromJSON(JSON.parse(readFileSync(file, 'utf8'))) }));
  const failed: string[] = [];
  let replayed = 0;
  for await (const result of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, histories)) {
    replayed += 1;
    if (result.error) failed.push(`${result.workflowId}: ${result.error.message}`);
  }
  expect(failed).toEqual([]);
  expect(replayed).toBe(corpus.length);
});

test('a history that today’s code would not have made is found', async () => {
  const file = corpus.find((candidate) => candidate.includes('branch-join-approved'));
  if (!file) throw new Error('the approved review is missing from the corpus');
  const spoilt = readFileSync(file, 'utf8').replaceAll('"openNextStages"', '"openSomethingElse"');
  let error: Error | undefined;
  for await (const result of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, [
    { workflowId: 'spoilt', history: historyFromJSON(JSON.parse(spoilt)) },
  ]))
    error = result.error;
  expect(error?.name).toBe('DeterminismViolationError');
});
