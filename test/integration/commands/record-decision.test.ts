import { createCommands, type Commands } from '../../../commands/index.js';
import { DomainError } from '../../../domain/shared/errors.js';
import { parseTaskId, type ReviewId, type StageId } from '../../../domain/shared/ids.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';
import { coveredDigest } from '../../../domain/review/content-digest.js';
import { fold, type ReviewEvent, type ReviewState } from '../../../domain/review/review.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { buildProvince, launchReviews, type Province, type Seat } from '../../support/province.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let commands: Commands;
let province: Province;

beforeAll(async () => {
  database = await freshDatabase();
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
});
afterAll(() => database.drop());

const stateOf = async (reviewId: string): Promise<ReviewState> => {
  const rows = await database.reader.rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [reviewId]);
  return fold(rows.map((row) => JSON.parse(row.payload) as ReviewEvent));
};
const openTask = (state: ReviewState, stageKey: string) => {
  const task = state.tasks.find((candidate) => candidate.stageKey === stageKey && (candidate.status === 'unclaimed' || candidate.status === 'inProgress'));
  if (!task) throw new Error(`no open task in ${stageKey}`);
  return task;
};
const verdictOn = (state: ReviewState, stageKey: string, verdict: 'approve' | 'reject' | 'return' | 'noOpinion' = 'approve', comment = '') => {
  const task = openTask(state, stageKey);
  return { taskId: task.id, expectedVersion: task.version, contentDigest: coveredDigest(state.content, ['*'], sha256), verdict, comment };
};
const decide = async (reviewId: string, stageKey: string, seat: Seat, verdict: 'approve' | 'reject' | 'return' | 'noOpinion' = 'approve', comment = '') => {
  const receipt = await commands.recordDecision(
    province.actor(seat),
    `k-${reviewId.slice(-8)}-${stageKey}-${seat}-${verdict}`,
    verdictOn(await stateOf(reviewId), stageKey, verdict, comment),
  );
  const { reviewId: id, stageKey: key, round } = parseTaskId(receipt.taskId);
  await commands.openNextStages({ reviewId: id, after: `stg_${id.slice(4)}-${key}-${round}` as StageId, rebuild: 0 }, 'caller');
  return receipt;
};
const oneReview = async (code: string): Promise<ReviewId> => {
  const launched = await launchReviews(commands, province, [code]);
  expect(launched.problems).toEqual([]);
  const row = await database.reader.row<{ review_id: ReviewId }>('SELECT review_id FROM campaign_items WHERE campaign_id = ?', [launched.campaignId]);
  if (!row) throw new Error('no review');
  return row.review_id;
};
const codeOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return 'accepted';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

test('a review walks assess, two consultations side by side, appraisal and approval; the procedure gets its next version', async () => {
  const reviewId = await oneReview('1.000001');
  await decide(reviewId, 'assess', 'head');
  const consulted = await stateOf(reviewId);
  expect(
    consulted.stages
      .filter((stage) => stage.status === 'open')
      .map((stage) => stage.key)
      .sort(),
  ).toEqual(['consultLaw', 'consultUnits']);
  await decide(reviewId, 'consultUnits', 'financeHead');
  expect((await stateOf(reviewId)).stages.filter((stage) => stage.status === 'open').map((stage) => stage.key)).toEqual(['consultLaw']);
  await decide(reviewId, 'consultLaw', 'lawyer', 'noOpinion');
  await decide(reviewId, 'appraise', 'appraiser');
  await decide(reviewId, 'approve', 'leader');
  const state = await stateOf(reviewId);
  expect(state.outcome).toBe('approved');
  const versions = await database.reader.rows<{ number: number; status: string; content: string }>(
    'SELECT v.number, v.status, v.content FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE p.code = ? ORDER BY v.number',
    ['1.000001'],
  );
  expect(versions.map((version) => [version.number, version.status])).toEqual([
    [1, 'inForce'],
    [2, 'adopted'],
  ]);
  expect(versions[1]?.content).not.toContain('Bản sao có chứng thực');
  const procedure = await database.reader.row<{ phase: string; open: string | null }>(
    "SELECT phase, (SELECT id FROM reviews r WHERE r.open_procedure_id = p.id) AS open FROM procedures p WHERE code = '1.000001'",
  );
  expect(procedure).toEqual({ phase: 'adopted', open: null });
});

test('two hundred concurrent decisions on one task give one effect and 199 clear answers', async () => {
  const reviewId = await oneReview('1.000002');
  const command = verdictOn(await stateOf(reviewId), 'assess');
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) => codeOf(commands.recordDecision(province.actor('head'), `race-${index}-abcdef`, command))),
  );
  expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'already_decided')).toHaveLength(199);
  const state = await stateOf(reviewId);
  expect(state.decisions).toHaveLength(1);
});

test('the same key gives the first receipt again; with other content it is refused', async () => {
  const reviewId = await oneReview('1.000003');
  const command = verdictOn(await stateOf(reviewId), 'assess');
  const answers = await Promise.all(Array.from({ length: 20 }, () => commands.recordDecision(province.actor('head'), 'same-key-123', command)));
  expect(new Set(answers.map((answer) => answer.decisionId)).size).toBe(1);
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  expect(await codeOf(commands.recordDecision(province.actor('head'), 'same-key-123', { ...command, comment: 'khác' }))).toBe('key_reused');
});

test('who is not asked, who saw other content, and who saw an older version are told so', async () => {
  const reviewId = await oneReview('1.000004');
  const command = verdictOn(await stateOf(reviewId), 'assess');
  expect(await codeOf(commands.recordDecision(province.actor('tradeHead'), 'k-not-asked', command))).toBe('not_eligible');
  expect(await codeOf(commands.recordDecision(province.actor('head'), 'k-stale-one', { ...command, contentDigest: '0'.repeat(64) }))).toBe('stale_content');
  expect(await codeOf(commands.recordDecision(province.actor('head'), 'k-version-1', { ...command, expectedVersion: 7 }))).toBe('version_moved');
  expect(await codeOf(commands.recordDecision(province.actor('head'), 'k-verdict-1', { ...command, verdict: 'reject', comment: 'x' }))).toBe(
    'verdict_not_allowed',
  );
  expect(await codeOf(commands.recordDecision(province.actor('head'), 'k-nowhere-1', { ...command, taskId: 'tsk_x' }))).toBe('not_found');
});

test('a return opens the author stage again as round two, and the author may not appraise', async () => {
  const reviewId = await oneReview('1.000005');
  await decide(reviewId, 'assess', 'head');
  await decide(reviewId, 'consultUnits', 'financeHead');
  await decide(reviewId, 'consultLaw', 'lawyer');
  expect(await codeOf(commands.recordDecision(province.actor('appraiser'), 'k-return-empty', verdictOn(await stateOf(reviewId), 'appraise', 'return')))).toBe(
    'comment_required',
  );
  await decide(reviewId, 'appraise', 'appraiser', 'return', 'Thiếu căn cứ');
  const state = await stateOf(reviewId);
  expect(state.stages.filter((stage) => stage.status === 'open').map((stage) => [stage.key, stage.round])).toEqual([['assess', 2]]);
});

test('next-stages-twice-opens-once: asked again by a lost reply, by the sweep or long after, what follows opens once', async () => {
  const reviewId = await oneReview('1.000006');
  const receipt = await commands.recordDecision(province.actor('head'), 'k-next-once', verdictOn(await stateOf(reviewId), 'assess'));
  const after = `stg_${receipt.reviewId.slice(4)}-assess-1` as StageId;
  const answers = await Promise.all(Array.from({ length: 8 }, () => commands.openNextStages({ reviewId, after, rebuild: 0 }, 'caller')));
  expect(new Set(answers.map((answer) => answer.opened.join())).size).toBe(1);
  await commands.serveDueReview(reviewId);
  expect((await commands.openNextStages({ reviewId, after, rebuild: 0 }, 'workflow')).opened).toEqual(answers[0]?.opened);
  const state = await stateOf(reviewId);
  expect(state.stages).toHaveLength(3);
  expect(new Set(state.tasks.map((task) => task.id)).size).toBe(state.tasks.length);
  const told = await database.reader.rows<{ n: string }>(
    "SELECT COUNT(*) AS n FROM notices WHERE review_id = ? AND kind = 'task.assigned' GROUP BY task_id, recipient_id",
    [reviewId],
  );
  expect(told.every((row) => Number(row.n) === 1)).toBe(true);
  // A later answer that has moved the review on does not make an old question open anything.
  await decide(reviewId, 'consultUnits', 'financeHead');
  await decide(reviewId, 'consultLaw', 'lawyer');
  const moved = (await stateOf(reviewId)).stages.length;
  await commands.openNextStages({ reviewId, after, rebuild: 0 }, 'caller');
  expect((await stateOf(reviewId)).stages).toHaveLength(moved);
});

test('the tables hold exactly what folding the facts gives', async () => {
  const reviews = await database.reader.rows<{ id: string; seq: number; outcome: string | null }>('SELECT id, seq, outcome FROM reviews');
  for (const row of reviews) {
    const state = await stateOf(row.id);
    expect(row.outcome).toBe(state.outcome);
    const tasks = await database.reader.rows<{ id: string; status: string; version: number }>(
      'SELECT id, status, version FROM tasks WHERE review_id = ? ORDER BY id',
      [row.id],
    );
    expect(tasks.map((task) => [task.id, task.status, Number(task.version)])).toEqual(
      [...state.tasks].sort((a, b) => (a.id < b.id ? -1 : 1)).map((task) => [task.id, task.status, task.version]),
    );
  }
  expect(reviews.length).toBeGreaterThan(5);
});

test('facts can be neither changed nor deleted', async () => {
  await expect(database.source.query("UPDATE facts SET type = 'x' LIMIT 1")).rejects.toThrow('append-only');
  await expect(database.source.query('DELETE FROM facts LIMIT 1')).rejects.toThrow('append-only');
});
