import { createCommands, type Commands } from '../../../commands/index.js';
import type { Actor } from '../../../commands/frame/actor.js';
import { newId } from '../../../commands/frame/new-id.js';
import { findActor, findActorByToken } from '../../../queries/actor.query.js';
import { addDays, type Instant, type LocalDate } from '../../../domain/shared/instant.js';
import type { PersonId, ReviewId, UnitId } from '../../../domain/shared/ids.js';
import type { Route } from '../../../domain/route/route.js';
import { coveredDigest } from '../../../domain/review/content-digest.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { routeWith, sha256 } from '../../support/law.js';
import { aProposal, buildProvince, type Province } from '../../support/province.js';
import { codeOf, openDesk, type Desk } from '../../support/review-desk.js';

jest.setTimeout(120_000);

/** Two posts of one unit are asked to appraise: the answer of either is the answer. */
const SHARED: Route = {
  ...routeWith('appraise', {
    who: [
      { unit: { holderOf: 'appraiser' }, role: 'appraiser' },
      { unit: { holderOf: 'appraiser' }, role: 'officer' },
    ],
  }),
  key: 'sharedAppraisal',
};

const NOW = '2026-03-02T02:00:00Z';
const TODAY = '2026-03-02' as LocalDate;

let database: TestDatabase;
let commands: Commands;
let province: Province;
let desk: Desk;
let admin: Actor;
let control: UnitId;
let serial = 0;
const k = (): string => `post-key-${(serial += 1)}`;

beforeAll(async () => {
  database = await freshDatabase([SHARED]);
  await database.setNow(NOW);
  commands = createCommands(database.transact);
  province = await buildProvince(database.transact);
  desk = openDesk(database, commands, province);
  control = province.units['control'] as UnitId;
  const ada = await aPerson('quantri');
  await database.source.query(
    "INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, 'admin', '2025-01-01', NULL, 'test')",
    [ada, control],
  );
  admin = as(ada);
});
afterAll(() => database.drop());
beforeEach(() => database.setNow(NOW));

const as = (personId: PersonId): Actor => ({ personId, onBehalfOf: null, channel: 'web', assurance: 'A3', receivedMono: performance.now() });

/** Somebody with an account and no post. */
async function aPerson(name: string): Promise<PersonId> {
  const id = newId('person', '2026-01-01T00:00:00.000Z' as Instant);
  await database.source.query(
    "INSERT INTO people (id, login, honorific, name, post, email, locale, active, password_hash) VALUES (?, ?, 'ông', ?, ?, ?, 'vi', 1, NULL)",
    [id, `${name}@test`, name, name, `${name}@tinh.example`],
  );
  return id;
}

const anAppraiser = (personId: PersonId, from = TODAY, to: LocalDate | null = null) =>
  commands.givePost(admin, k(), { personId, unitId: control, role: 'appraiser', from, to, source: '12/QĐ-SNV' });
const atAppraisal = async (code: string, route?: string): Promise<ReviewId> => {
  const reviewId = await desk.oneReview(code, aProposal(), route);
  for (const [key, seat] of [
    ['assess', 'head'],
    ['consultUnits', 'financeHead'],
    ['consultLaw', 'lawyer'],
  ] as const)
    await desk.decideOn(reviewId, key, seat);
  return reviewId;
};
const taskOf = async (reviewId: string, stageKey = 'appraise') => {
  const task = (await desk.stateOf(reviewId)).tasks.find((one) => one.stageKey === stageKey);
  if (!task) throw new Error(`no task in ${stageKey}`);
  return task;
};
const offered = async (reviewId: string): Promise<readonly string[]> =>
  (
    await database.reader.rows<{ person_id: string }>('SELECT person_id FROM task_candidates WHERE task_id = ? AND is_open = 1 ORDER BY person_id', [
      (await taskOf(reviewId)).id,
    ])
  ).map((row) => row.person_id);
const decide = async (reviewId: string, person: PersonId) => {
  const state = await desk.stateOf(reviewId);
  const task = await taskOf(reviewId);
  return commands.recordDecision(as(person), k(), {
    taskId: task.id,
    expectedVersion: task.version,
    contentDigest: coveredDigest(state.content, ['*'], sha256),
    verdict: 'approve',
    comment: '',
  });
};
const why = async (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'accepted',
    (error: { details?: { why?: readonly { code: string }[] } }) => error.details?.why?.map(({ code }) => code),
  );
const signalsOf = (reviewId: string): Promise<number> => desk.outboxOf(reviewId, 'reviewMoved').then((rows) => rows.length);

describe('a task two posts of a unit share', () => {
  it('reaches whoever comes into either, and leaves him with the post', async () => {
    const reviewId = await atAppraisal('1.700090', SHARED.key);
    expect(await taskOf(reviewId)).toMatchObject({ unitId: control, role: 'appraiser', otherRoles: ['officer'] });
    const joiner = await aPerson('chuyenvien9');
    expect(await why(decide(reviewId, joiner))).toEqual(['no_seat']);
    const { postId } = await commands.givePost(admin, k(), { personId: joiner, unitId: control, role: 'officer', from: TODAY, to: null, source: '12/QĐ-SNV' });
    expect(await offered(reviewId)).toEqual([province.people.appraiser, joiner].sort());
    await commands.endPost(admin, k(), { postId, to: TODAY, reason: 'Hết việc' });
    expect(await offered(reviewId)).toEqual([province.people.appraiser]);
    const next = await aPerson('chuyenvien10');
    await commands.givePost(admin, k(), { personId: next, unitId: control, role: 'officer', from: TODAY, to: null, source: '13/QĐ-SNV' });
    await decide(reviewId, next);
    expect((await desk.stateOf(reviewId)).decisions.at(-1)).toMatchObject({ stageKey: 'appraise', actor: next, onBehalfOf: null });
  });
});

describe('a unit that was merged into another', () => {
  it('is answered for by that one from the day on which it ended', async () => {
    const civil = province.units['civil'] as UnitId;
    await database.source.query('UPDATE units SET valid_to = ?, successor_id = ? WHERE id = ?', [TODAY, province.units['finance'], civil]);
    const reviewId = await desk.oneReview('1.700095');
    await database.source.query('UPDATE units SET valid_to = NULL, successor_id = NULL WHERE id = ?', [civil]);
    expect(await taskOf(reviewId, 'assess')).toMatchObject({ unitId: province.units['finance'], candidates: [province.people.financeHead] });
  });
});

describe('giving a post', () => {
  it('offers the open tasks of the seat to the new holder in the same commit, tells the workflow, and is chained', async () => {
    const reviewId = await atAppraisal('1.700001');
    const before = await signalsOf(reviewId);
    const joiner = await aPerson('thamtra1');
    expect(await why(decide(reviewId, joiner))).toEqual(['no_seat']);
    const { postId } = await anAppraiser(joiner);
    expect(await offered(reviewId)).toEqual([province.people.appraiser, joiner].sort());
    expect(await signalsOf(reviewId)).toBe(before + 1);
    expect(await desk.factsOf(`person-${joiner}`)).toEqual([expect.objectContaining({ type: 'PostGiven', by: admin.personId, postId, source: '12/QĐ-SNV' })]);
    await decide(reviewId, joiner);
    await commands.endPost(admin, k(), { postId, to: TODAY, reason: 'Hết việc' });
  });

  it('twice with one key is once', async () => {
    const joiner = await aPerson('thamtra2');
    const command = { personId: joiner, unitId: control, role: 'appraiser' as const, from: TODAY, to: addDays(TODAY, 3), source: '13/QĐ' };
    const first = await commands.givePost(admin, 'post-once-1', command);
    expect(await commands.givePost(admin, 'post-once-1', command)).toEqual({ ...first, replayed: true });
    expect(await codeOf(commands.givePost(admin, 'post-once-1', { ...command, role: 'officer' }))).toBe('key_reused');
    expect(await database.reader.rows('SELECT id FROM holdings WHERE person_id = ?', [joiner])).toHaveLength(1);
    await commands.endPost(admin, k(), { postId: first.postId, to: TODAY, reason: 'Nhầm' });
  });

  it('is refused without the right, without a paper, to oneself, to a closed account, over itself, at a unit that is not there, for days gone by', async () => {
    const joiner = await aPerson('thamtra3');
    const ask = { personId: joiner, unitId: control, role: 'officer' as const, from: TODAY, to: null, source: '14/QĐ' };
    const give = (over: Partial<Omit<typeof ask, 'to'>> & { readonly to?: LocalDate }, by: Actor = admin) =>
      codeOf(commands.givePost(by, k(), { ...ask, ...over }));
    expect(await give({}, province.actor('coordinator'))).toBe('not_permitted');
    expect(await give({ source: ' ' })).toBe('evidence_required');
    expect(await give({ personId: admin.personId })).toBe('own_post');
    expect(await give({ personId: newId('person', NOW as Instant) })).toBe('not_found');
    expect(await give({ unitId: newId('unit', NOW as Instant) })).toBe('post_invalid');
    expect(await give({ from: '2024-06-01' as LocalDate })).toBe('post_invalid');
    expect(await give({ from: addDays(TODAY, -9), to: TODAY })).toBe('date_invalid');
    expect(await give({ to: TODAY })).toBe('date_invalid');
    expect(await give({ to: addDays(TODAY, 5) })).toBe('accepted');
    expect(await give({ from: addDays(TODAY, 4) })).toBe('post_held');
    expect(await give({ from: addDays(TODAY, 5) })).toBe('accepted');
    const closed = await aPerson('thamtra4');
    await commands.closeAccount(admin, k(), { personId: closed, reason: 'Chuyển công tác' });
    expect(await give({ personId: closed })).toBe('post_invalid');
  });
});

describe('holding-validity-half-open', () => {
  it('holding-validity-half-open: a post given ahead joins on its first date and decides up to the midnight before its last, with nobody acting', async () => {
    const reviewId = await atAppraisal('1.700011');
    const joiner = await aPerson('thamtra5');
    const from = addDays(TODAY, 1);
    await anAppraiser(joiner, from, addDays(TODAY, 3));
    expect(await offered(reviewId)).toEqual([province.people.appraiser]);
    await database.setNow('2026-03-02T16:59:50Z');
    expect((await commands.turnDay(TODAY)).people).toBe(0);
    expect(await why(decide(reviewId, joiner))).toEqual(['no_seat']);

    await database.setNow('2026-03-02T17:00:00Z');
    expect(await commands.turnDay(TODAY)).toMatchObject({ today: from, people: 1 });
    expect(await offered(reviewId)).toEqual([province.people.appraiser, joiner].sort());
    expect(await commands.turnDay(from)).toMatchObject({ people: 0, changed: 0 });
    await commands.claimTask(as(joiner), k(), { taskId: (await taskOf(reviewId)).id });

    await database.setNow('2026-03-04T16:59:40Z');
    expect((await commands.turnDay(from)).changed).toBe(0);
    const other = await atAppraisal('1.700012');
    expect(await why(decide(other, joiner))).toBe('accepted');

    await database.setNow('2026-03-04T17:00:00Z');
    expect(await why(decide(reviewId, joiner))).toEqual(['role_ended']);
    // A process that has just begun does not know which days were turned.
    expect((await commands.turnDay(null)).changed).toBeGreaterThanOrEqual(1);
    expect(await offered(reviewId)).toEqual([province.people.appraiser]);
    expect((await taskOf(reviewId)).claim).toBeNull();
    expect((await desk.factsOf(reviewId)).filter((fact) => fact.type === 'TaskReleased')).toEqual([
      expect.objectContaining({ by: joiner, reason: 'roleEnded' }),
    ]);
    expect(await why(decide(reviewId, joiner))).toEqual(['role_ended']);
    expect(await why(decide(reviewId, province.people.appraiser))).toBe('accepted');
  });
});

describe('ending a post', () => {
  it('eligibility-rechecked-at-decision: who claimed the task loses the claim with the post, and deciding later is refused with role_ended', async () => {
    const reviewId = await atAppraisal('1.700021');
    const leaver = await aPerson('thamtra6');
    const { postId } = await anAppraiser(leaver);
    await commands.claimTask(as(leaver), k(), { taskId: (await taskOf(reviewId)).id });
    expect(await codeOf(decide(reviewId, province.people.appraiser))).toBe('claimed');
    const ended = await commands.endPost(admin, k(), { postId, to: TODAY, reason: 'Điều động' });
    expect(ended).toMatchObject({ postId, to: TODAY });
    expect([await offered(reviewId), (await taskOf(reviewId)).claim]).toEqual([[province.people.appraiser], null]);
    expect(await codeOf(decide(reviewId, leaver))).toBe('not_eligible');
    expect(await why(decide(reviewId, leaver))).toEqual(['role_ended']);
    expect(await why(decide(reviewId, province.people.appraiser))).toBe('accepted');
    expect((await desk.factsOf(`person-${leaver}`)).map((fact) => fact.type as string)).toEqual(['PostGiven', 'PostEnded']);
  });

  it('is refused for one’s own post, without a reason, for a day gone by, and a second time', async () => {
    const leaver = await aPerson('thamtra7');
    const { postId } = await anAppraiser(leaver, TODAY, addDays(TODAY, 9));
    const end = (over: object = {}, by: Actor = admin) => codeOf(commands.endPost(by, k(), { postId, to: TODAY, reason: 'Thôi', ...over }));
    expect(await end({ reason: ' ' })).toBe('comment_required');
    expect(await end({ to: addDays(TODAY, -1) })).toBe('date_invalid');
    expect(await end({ to: addDays(TODAY, 9) })).toBe('date_invalid');
    expect(await end({ postId: '999999' })).toBe('not_found');
    expect(await end({}, province.actor('leader'))).toBe('not_permitted');
    const [own] = await database.reader.rows<{ id: string }>('SELECT id FROM holdings WHERE person_id = ?', [admin.personId]);
    expect(await end({ postId: String(own?.id) })).toBe('own_post');
    expect(await end()).toBe('accepted');
    expect(await end()).toBe('post_ended');
  });

  it('of a decision and the end of the post at the same time one comes first, and the other knows it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const reviewId = await atAppraisal(`1.70003${round}`);
      const leaver = await aPerson(`thamtra8${round}`);
      const { postId } = await anAppraiser(leaver);
      const [decided, ended] = await Promise.allSettled([decide(reviewId, leaver), commands.endPost(admin, k(), { postId, to: TODAY, reason: 'Điều động' })]);
      expect(ended.status).toBe('fulfilled');
      const facts = await desk.factsOf(reviewId);
      expect(facts.some((fact) => fact.type === 'DecisionRecorded' && fact.decision.actor === leaver)).toBe(decided.status === 'fulfilled');
      if (decided.status === 'rejected') expect(['not_eligible', 'version_moved']).toContain((decided.reason as { code: string }).code);
    }
  });
});

describe('disabled-account-next-request', () => {
  it('disabled-account-next-request: a closed account opens nothing any more; its claim is released, its links, tokens and sessions are dead', async () => {
    const reviewId = await atAppraisal('1.700041');
    const leaver = await aPerson('thamtra9');
    await anAppraiser(leaver);
    const task = await taskOf(reviewId);
    await commands.claimTask(as(leaver), k(), { taskId: task.id });
    const token = 'a'.repeat(64);
    await database.source.query(
      "INSERT INTO decision_tokens (token_hash, task_id, task_version, addressee_id, content_digest, notice_id, issued_at, expires_at, state, code_tries) VALUES (?, ?, ?, ?, ?, 'ntc_x', NOW(3), NOW(3) + INTERVAL 90 DAY, 'live', 0)",
      [token, task.id, task.version, leaver, 'b'.repeat(64)],
    );
    await database.source.query("INSERT INTO sessions (id, person_id, data, expires_at) VALUES ('s-leaver', ?, '{}', NOW(3) + INTERVAL 1 DAY)", [leaver]);
    await database.source.query(
      "INSERT INTO api_tokens (token_hash, person_id, label, created_at, expires_at) VALUES (?, ?, 'máy', NOW(3), NOW(3) + INTERVAL 1 DAY)",
      ['c'.repeat(64), leaver],
    );
    expect(await findActorByToken(database.reader, 'c'.repeat(64))).not.toBeNull();

    await commands.closeAccount(admin, k(), { personId: leaver, reason: 'Nghỉ việc' });
    expect(await findActor(database.reader, leaver)).toBeNull();
    expect([(await taskOf(reviewId)).claim, await offered(reviewId)]).toEqual([null, [province.people.appraiser]]);
    expect(await why(decide(reviewId, leaver))).toEqual(['role_ended']);
    expect(await database.reader.row('SELECT state FROM decision_tokens WHERE token_hash = ?', [token])).toEqual({ state: 'revoked' });
    expect(await database.reader.rows("SELECT id FROM sessions WHERE id = 's-leaver'")).toEqual([]);

    expect(await codeOf(commands.closeAccount(admin, k(), { personId: leaver, reason: 'Lại' }))).toBe('account_closed');
    await commands.reopenAccount(admin, k(), { personId: leaver, reason: 'Trở lại' });
    expect(await offered(reviewId)).toEqual([province.people.appraiser, leaver].sort());
    expect(await findActorByToken(database.reader, 'c'.repeat(64))).toBeNull();
    expect(await why(decide(reviewId, leaver))).toBe('accepted');
    expect((await desk.factsOf(`person-${leaver}`)).map((fact) => fact.type as string)).toEqual(['PostGiven', 'AccountClosed', 'AccountReopened']);
  });

  it('is for administrators, with a reason, never for one’s own account', async () => {
    const someone = await aPerson('thamtra10');
    const close = (over: object = {}, by: Actor = admin) => codeOf(commands.closeAccount(by, k(), { personId: someone, reason: 'Nghỉ', ...over }));
    expect(await close({}, province.actor('coordinator'))).toBe('not_permitted');
    expect(await close({ reason: '' })).toBe('comment_required');
    expect(await close({ personId: admin.personId })).toBe('own_post');
    expect(await codeOf(commands.reopenAccount(admin, k(), { personId: someone, reason: 'Mở' }))).toBe('account_open');
  });
});

it('every chain holds after all of it', async () => {
  expect(await desk.brokenChains()).toEqual([]);
});
