import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createOutbox } from '../../db/repositories/outbox.repository.js';
import type { ReviewId } from '../../domain/shared/ids.js';
import { carryOutbox } from '../../relay/outbox.relay.js';
import { createTemporalGateway } from '../../relay/temporal.gateway.js';
import { judge, type Verdict } from '../oracle/oracle.js';
import { wrongRuns } from '../oracle/workflows.js';
import { readRecords } from '../oracle/records.js';
import type { Person } from '../support/faults/crowd.js';
import { startFaultStack, type FaultStack } from '../support/faults/fault-stack.js';
import { openLedger, type Ledger } from '../support/faults/ledger.js';
import { comeToRest, openFaultWorld, type FaultWorld } from '../support/faults/round.js';
import { signIn, type Answer } from '../support/http-client.js';
import { letterText, lettersTo, linkIn } from '../support/mailbox.js';
import { SILENT, unheardJobs } from '../support/relay.js';
import { eventually } from '../support/temporal.js';

jest.setTimeout(300_000);

let stack: FaultStack;
let ledger: Ledger;
let world: FaultWorld;
let reviews: readonly ReviewId[];

beforeAll(async () => {
  stack = await startFaultStack();
  ledger = openLedger(join(stack.folder, 'ledger.jsonl'), 'c-');
  world = await openFaultWorld(stack, ledger);
  reviews = await world.launch(1);
  await comeToRest(stack);
}, 240_000);
afterAll(async () => {
  ledger?.close();
  await stack?.end();
}, 60_000);

type TaskSeen = { readonly id: string; readonly contentDigest: string; readonly etag: string };
type Rung = { readonly of: string; readonly epoch: number; readonly rung: string; readonly result: string };

const verdict = (): Promise<Verdict> => judge({ reader: stack.database.reader, temporal: stack.temporal, ledger });
const advance = async (step: object): Promise<void> => {
  const fate = await (await world.crowd.person('admin@demo')).act({ kind: 'advance', method: 'POST', path: '/test-clock/advances', body: step });
  expect(fate.word).toBe('acknowledged');
};
const rungsOf = (reviewId: string): Promise<readonly Rung[]> =>
  stack.database.reader.rows<Rung>(
    'SELECT term_of AS `of`, epoch, rung_key AS rung, result FROM rung_firings WHERE review_id = ? ORDER BY term_of, epoch, planned_at, rung_key',
    [reviewId],
  );
/** How often each person was told of each rung. */
const tellings = async (reviewId: string): Promise<readonly number[]> =>
  (
    await stack.database.reader.rows<{ n: string }>(
      "SELECT COUNT(*) AS n FROM notices WHERE review_id = ? AND rung <> '' GROUP BY task_id, rung, recipient_id, kind",
      [reviewId],
    )
  ).map((row) => Number(row.n));
const seenBy = async (person: Person, reviewId: string, stageKey: string): Promise<TaskSeen> => {
  const row = await stack.database.reader.row<{ id: string }>('SELECT id FROM tasks WHERE review_id = ? AND stage_key = ? AND is_open = 1', [
    reviewId,
    stageKey,
  ]);
  const seen = row && (await person.look<TaskSeen>(`/tasks/${row.id}`));
  if (!seen) throw new Error(`${person.login} sees no task of ${stageKey}`);
  return seen;
};
const approve = async (login: string, reviewId: string, stageKey: string): Promise<void> => {
  const person = await world.crowd.person(login);
  const task = await seenBy(person, reviewId, stageKey);
  const body = { verdict: 'approve', comment: '', contentDigest: task.contentDigest };
  const fate = await person.act({ kind: 'decide', method: 'POST', path: `/tasks/${task.id}/decisions`, body, seen: task.etag });
  expect(fate.word).toBe('acknowledged');
};
const openStages = async (reviewId: string): Promise<string> =>
  (
    await stack.database.reader.rows<{ key: string }>("SELECT stage_key AS `key` FROM stages WHERE review_id = ? AND status = 'open' ORDER BY stage_key", [
      reviewId,
    ])
  )
    .map((row) => row.key)
    .join();

/** One more process that dies at a moment, by its own SIGKILL. */
async function diesAt(app: 'worker' | 'relay', point: string): Promise<void> {
  const dying = await stack.startBeside(app, `${point}=crash`);
  const how = await Promise.race([dying.ended, pause(DIES_WITHIN_MS, 'alive', { ref: false })]);
  await dying.kill();
  expect(`${point}: ${how}`).toBe(`${point}: SIGKILL`);
}
const DIES_WITHIN_MS = 90_000;

test('commit-lost-reply-retry-same-receipt: the API dies between commit and reply; the same key gets the receipt of the first time', async () => {
  const [reviewId] = reviews as [ReviewId];
  const dying = await stack.startBeside('api', 'record-decision/after-commit-before-reply=crash');
  const head = await world.crowd.person('truongDonVi@demo');
  const task = await seenBy(head, reviewId, 'assess');
  const client = await signIn(stack.url, 'truongDonVi@demo');
  const at = await signIn(dying.url, 'truongDonVi@demo', 'demo', stack.url);
  const body = { verdict: 'approve', comment: 'Trình phương án', contentDigest: task.contentDigest };
  const send = (through: typeof client, key: string): Promise<Answer> =>
    through.post(`/tasks/${task.id}/decisions`, body, { 'if-match': task.etag, 'idempotency-key': key });
  await expect(send(at, 'lost-reply-of-the-api')).rejects.toThrow('fetch failed');
  expect(await dying.ended).toBe('SIGKILL');
  const decisions = await stack.database.reader.rows<{ id: string }>('SELECT id FROM decisions WHERE task_id = ?', [task.id]);
  expect(decisions).toHaveLength(1);
  const again = await send(client, 'lost-reply-of-the-api');
  const { replayed, ...receipt } = again.body as { replayed: boolean; decisionId: string };
  expect([again.status, replayed, receipt.decisionId]).toEqual([200, true, decisions[0]?.id]);
  const stored = await stack.database.reader.row<{ response: string }>(
    "SELECT response FROM command_receipts WHERE command_key LIKE '%.lost-reply-of-the-api'",
  );
  const inUtc = (said: Readonly<Record<string, unknown>>): object => ({ ...said, recordedAt: Date.parse(String(said['recordedAt'])) });
  expect(inUtc(receipt)).toEqual(inUtc(JSON.parse(stored?.response ?? '{}') as Record<string, unknown>));
  expect((await send(client, 'lost-reply-of-the-api')).body).toEqual(again.body);
  const other = await send(client, 'another-key-of-the-head');
  expect([other.status, (other.body as { code: string }).code]).toEqual([409, 'already_decided']);
});

test('decide-api-mail-bulk-at-once: API and link at the same moment, many of each: one decision, the others its receipt or its winner', async () => {
  for (const index of [1, 4, 5]) await decideAtOnce(reviews[index] as ReviewId);
});

async function decideAtOnce(reviewId: ReviewId): Promise<void> {
  const head = await world.crowd.person('truongDonVi@demo');
  const task = await seenBy(head, reviewId, 'assess');
  const client = await signIn(stack.url, 'truongDonVi@demo');
  const code =
    (await stack.database.reader.row<{ code: string }>('SELECT p.code FROM procedures p JOIN reviews r ON r.procedure_id = p.id WHERE r.id = ?', [reviewId]))
      ?.code ?? '';
  let link = '';
  await eventually(
    'the letter with the link is there',
    async () => {
      for (const id of await lettersTo(stack.url, 'truongdonvi@anthinh.example')) {
        const text = await letterText(stack.url, id);
        if (text.includes(code)) link = linkIn(text) ?? '';
      }
      return link !== '';
    },
    90_000,
  );
  const path = new URL(link).pathname;
  const page = await fetch(`${stack.url}${path}`);
  const html = await page.text();
  const field = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`, 'u').exec(html)?.[1] ?? '';
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const form = new URLSearchParams({ nonce: field('nonce'), digest: field('digest'), verdict: 'approve', comment: '' });
  // Busy is no answer: whoever is told to come back sends the same again.
  const byLink = async (): Promise<string> => {
    const answer = await fetch(`${stack.url}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie }, body: form });
    if (answer.status === 503) return byLink();
    return answer.status === 303 || answer.status === 409 ? 'led to what stands' : `${answer.status} ${await answer.text()}`;
  };
  const body = { verdict: 'approve', comment: '', contentDigest: task.contentDigest };
  const byApi = async (key: string): Promise<Answer> => {
    const answer = await client.post(`/tasks/${task.id}/decisions`, body, { 'if-match': task.etag, 'idempotency-key': key });
    return answer.status === 503 ? byApi(key) : answer;
  };
  const [api, linked] = await Promise.all([
    Promise.all(Array.from({ length: 24 }, (_, index) => byApi(index % 3 === 0 ? `the-same-key-${reviewId}` : randomUUID()))),
    Promise.all(Array.from({ length: 12 }, byLink)),
  ]);
  const decisions = await stack.database.reader.rows<{ id: string; at: string; channel: string }>(
    'SELECT id, recorded_at AS at, channel FROM decisions WHERE task_id = ?',
    [task.id],
  );
  expect(decisions).toHaveLength(1);
  const [{ id: decisionId, at: recordedAt, channel }] = decisions as [{ id: string; at: string; channel: string }];
  // Whoever pressed in the letter is led to the receipt: of his own verdict, or of the one given meanwhile.
  expect([...new Set(linked)]).toEqual(['led to what stands']);
  for (const { status, body: said } of api) {
    const answer = said as { code?: string; decisionId?: string; winner?: { recordedAt: string; channel: string } };
    if (status === 409)
      expect([answer.code, answer.winner && [Date.parse(answer.winner.recordedAt), answer.winner.channel]]).toEqual([
        'already_decided',
        [Date.parse(recordedAt), channel],
      ]);
    else expect([[200, 201].includes(status), answer.decisionId]).toEqual([true, decisionId]);
  }
  expect(api.filter(({ status }) => status === 201).length).toBe(channel === 'mailLink' ? 0 : 1);
}

test('decide-with-temporal-down, and the length of a ladder without it: people decide, the sweep fires each rung once, the workflows add nothing', async () => {
  const [, , decided, silent] = reviews as [ReviewId, ReviewId, ReviewId, ReviewId];
  await stack.slay('temporal');
  await approve('truongDonVi@demo', decided, 'assess');
  // Days pass: reminders, the due day, the whole ladder; a sweep between each.
  for (const workingDays of [8, 3, 9]) {
    const before = (await rungsOf(silent)).length;
    await advance({ workingDays });
    await eventually('the sweep has fired what fell due', async () => (await rungsOf(silent)).length > before, 60_000);
  }
  await eventually('what follows the verdict is open', async () => (await openStages(decided)).includes('consult'), 60_000);
  expect((await rungsOf(silent)).map((row) => row.rung)).toEqual(['before5', 'before2', 'dueDay', 'late1', 'late2', 'late5', 'late8']);
  await eventually(
    'nothing is due any more',
    async () =>
      (
        await stack.database.reader.rows(
          'SELECT id FROM reviews WHERE next_wake_at < NOW(3) + INTERVAL (SELECT offset_ms FROM business_clock WHERE id = 1) * 1000 MICROSECOND',
        )
      ).length === 0,
    60_000,
  );
  const rungs = await Promise.all(reviews.map(rungsOf));
  const told = await Promise.all(reviews.map(tellings));

  await stack.heal();
  await comeToRest(stack);
  const { violations } = await verdict();
  expect(violations).toEqual([]);
  expect(await Promise.all(reviews.map(rungsOf))).toEqual(rungs);
  expect(await Promise.all(reviews.map(tellings))).toEqual(told);
  expect(told.flat().every((count) => count === 1)).toBe(true);
});

test('rung-at-most-once-under-kill: a worker and a relay die at each named moment of firing; each rung is there once, and told once', async () => {
  const waiting = await world.launch(2);
  await comeToRest(stack);
  await stack.slay('worker');
  await stack.slay('relay');
  await advance({ workingDays: 9 });
  // The views go out without a relay, so that no sweep takes the workers' rungs from them.
  await carryOutbox({
    outbox: createOutbox(stack.database.transact),
    temporal: createTemporalGateway(stack.temporal),
    jobs: unheardJobs(),
    rebuild: stack.commands.rebuildReview,
    log: SILENT,
  });
  for (const point of ['fire-rungs/after-lock', 'fire-rungs/before-commit', 'fire-rungs/after-commit-before-reply']) await diesAt('worker', point);
  for (const point of ['fire-due-reviews/before-commit', 'outbox-relay/between-read-and-signal']) await diesAt('relay', point);
  await advance({ hours: 1 });
  await diesAt('relay', 'outbox-relay/after-signal-before-mark');
  await stack.heal();
  await comeToRest(stack);
  const { violations } = await verdict();
  expect(violations).toEqual([]);
  for (const reviewId of waiting) {
    const rungs = await rungsOf(reviewId);
    expect(new Set(rungs.map((row) => `${row.of} ${row.epoch} ${row.rung}`)).size).toBe(rungs.length);
    expect((await tellings(reviewId)).every((count) => count === 1)).toBe(true);
  }
  expect((await rungsOf(waiting[0] as ReviewId)).map((row) => row.rung)).toEqual(expect.arrayContaining(['before5', 'before2']));
});

test('sweeper-repairs-lost-timer: a run is gone with its timer; the sweep fires what fell due, and a new run stands with timers of its own', async () => {
  const [reviewId] = (await world.launch(3)) as [ReviewId];
  await comeToRest(stack);
  await stack.slay('worker');
  await stack.slay('relay');
  await stack.temporal.workflow.getHandle(`review-${reviewId}`).terminate('lost');
  await advance({ workingDays: 9 });
  await stack.raise('relay');
  await eventually('the sweep has fired the rungs', async () => (await rungsOf(reviewId)).length >= 2, 60_000);
  await stack.heal();
  await eventually(
    'the review has a run with its timers again',
    async () => (await wrongRuns(stack.database.reader, stack.temporal, await readRecords(stack.database.reader))).every(({ about }) => about !== reviewId),
    90_000,
  );
  const row = await stack.database.reader.row<{ rebuild: number }>('SELECT rebuild FROM reviews WHERE id = ?', [reviewId]);
  expect(Number(row?.rebuild)).toBe(1);
  await comeToRest(stack);
  expect((await verdict()).violations).toEqual([]);
});

test('temporal-wiped-rebuild: its whole store is gone; every open review has a run and its timers again, no due date moves, nobody is told twice', async () => {
  // A canary may begin meanwhile: it is nobody's work.
  const dues = (): Promise<readonly unknown[]> =>
    stack.database.reader.rows("SELECT id, due_at, breached_at FROM tasks WHERE stage_key <> 'watch' ORDER BY id");
  const notices = async (): Promise<number> =>
    (await stack.database.reader.rows("SELECT n.id FROM notices n JOIN reviews r ON r.id = n.review_id WHERE r.route_key <> 'canary'")).length;
  const before = { dues: await dues(), notices: await notices() };
  await stack.slay('relay');
  await stack.slay('temporal');
  stack.wipeTemporal();
  await stack.heal();
  await comeToRest(stack, 120_000);
  const { violations, counts } = await verdict();
  expect(violations).toEqual([]);
  expect(counts.open).toBeGreaterThan(10);
  expect({ dues: await dues(), notices: await notices() }).toEqual(before);
});
