/** Task verbs, comments, disputes, reopening, delegations and absences over HTTP, on a real database. */
import { openNextStages } from '../../../commands/open-next-stages.js';
import type { AbsencePage, DelegationPage, PersonPage, ReviewDetail, TaskDetail, TaskPage } from '../../../api/schemas/types.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import { aProposal, launchReviews, type Seat } from '../../support/province.js';
import { openHouse, type Client, type House, type Loose, type Seen } from './serve.js';

let house: House;
const clients = new Map<Seat, Client>();
const as = (seat: Seat): Client => clients.get(seat) as Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  for (const seat of ['coordinator', 'controlHead', 'appraiser', 'leader', 'financeHead', 'lawyer', 'head', 'officer', 'tradeHead', 'tradeOfficer'] as const) {
    clients.set(seat, await house.as(seat));
  }
}, 60_000);
afterAll(() => house.close());

let numbers = 300_000;
const fresh = (): string => `verb-key-${(numbers += 1)}`;

type Opened = { readonly id: string; readonly reviewId: ReviewId; readonly code: string };

async function aTask(seat: Seat = 'head'): Promise<Opened> {
  const code = `1.${(numbers += 1)}`;
  await launchReviews(house.commands, house.province, [code], aProposal());
  const [row] = (await as(seat).get<TaskPage>(`/tasks?q=${code}`)).body.items;
  if (!row) throw new Error(`nothing to do for ${seat} on ${code}`);
  return { id: row.id, reviewId: row.reviewId as ReviewId, code };
}

const see = async (seat: Seat, id: string): Promise<TaskDetail> => {
  const { status, body, text } = await as(seat).get<TaskDetail>(`/tasks/${id}`);
  if (status !== 200) throw new Error(`${seat} sees ${status} ${text}`);
  return body;
};

/** A verb as somebody who has just opened the task. */
async function act(seat: Seat, id: string, path: string, body?: object, key = fresh()): Promise<Seen> {
  const seen = await as(seat).get<TaskDetail>(`/tasks/${id}`);
  const ifMatch = seen.headers.get('etag');
  return as(seat).ask('POST', `/tasks/${id}${path}`, { key, ...(ifMatch === null ? {} : { ifMatch }), ...(body === undefined ? {} : { body }) });
}

const said = ({ status, body }: Seen): readonly [number, unknown] => [status, body['code']];

async function decide(seat: Seat, id: string, verdict = 'approve', comment = ''): Promise<Seen> {
  const { contentDigest } = await see(seat, id);
  return act(seat, id, '/decisions', { verdict, comment, contentDigest });
}

/** The task of a stage that opened after another closed. */
async function follow(reviewId: ReviewId, from: string, round = 1): Promise<void> {
  await openNextStages(house.database.transact, { reviewId, after: stageIdOf(reviewId, from, round), rebuild: 0 }, 'caller');
}
const taskOf = (reviewId: ReviewId, stage: string, round = 1): string => `tsk_${reviewId.slice(4)}-${stage}-${round}-1`;

/** A review whose appraisal is open. */
async function inAppraisal(): Promise<Opened> {
  const opened = await aTask();
  await decide('head', opened.id);
  await follow(opened.reviewId, 'assess');
  for (const [seat, stage] of [
    ['financeHead', 'consultUnits'],
    ['lawyer', 'consultLaw'],
  ] as const) {
    await decide(seat, taskOf(opened.reviewId, stage), 'noOpinion');
    await follow(opened.reviewId, stage);
  }
  return { ...opened, id: taskOf(opened.reviewId, 'appraise') };
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d{3}Z$/u, '+00:00');
const dateIn = (days: number): string => inDays(days).slice(0, 10);

describe('taking a task', () => {
  it('is answered 201 with the new state, again with the same key 200 with the first answer', async () => {
    const { id } = await aTask();
    expect((await see('head', id)).acts).toEqual(expect.arrayContaining(['claim', 'reassign', 'pause', 'requestExtension', 'comment']));
    const key = fresh();
    const first = await as('head').ask('POST', `/tasks/${id}/claims`, { key });
    expect([first.status, first.body['status'], first.body['claimedBy'], first.headers.get('etag')]).toEqual([
      201,
      'inProgress',
      house.province.people.head,
      '"v1"',
    ]);
    const again = await as('head').ask('POST', `/tasks/${id}/claims`, { key });
    expect([again.status, again.body]).toEqual([200, { ...first.body, replayed: true }]);
    const seen = await see('head', id);
    expect(seen.claim).toMatchObject({ mine: true, by: { name: 'Người head' } });
    expect([seen.acts.includes('claim'), seen.acts.includes('release')]).toEqual([false, true]);
    expect(said(await act('head', id, '/releases'))).toEqual([201, undefined]);
    expect((await see('head', id)).claim).toBeNull();
  });

  it('claim-50-parallel-one-wins: fifty at once for one shared task leave one holder and 49 told so', async () => {
    await house.database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
      house.province.people.tradeOfficer,
      house.province.units['control'],
      'appraiser',
      '2025-01-01',
      'test',
    ]);
    const { id } = await inAppraisal();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) => as(nth % 2 === 0 ? 'appraiser' : 'tradeOfficer').ask('POST', `/tasks/${id}/claims`, { key: fresh() })),
    );
    const holder = answers.filter((answer) => answer.status === 201).map((answer) => answer.body['claimedBy']);
    expect(new Set(holder).size).toBe(1);
    expect(answers.filter((answer) => answer.status === 409).map((answer) => answer.body['code'])).toEqual(Array.from({ length: 25 }, () => 'claimed'));
    const facts = await house.database.reader.rows(
      "SELECT seq FROM facts WHERE stream_id = (SELECT review_id FROM tasks WHERE id = ?) AND type = 'TaskClaimed'",
      [id],
    );
    expect(facts).toHaveLength(1);
    await house.database.source.query("DELETE FROM holdings WHERE person_id = ? AND role = 'appraiser'", [house.province.people.tradeOfficer]);
  }, 60_000);

  it('is not for somebody without the seat, and hidden from somebody outside the branch', async () => {
    const { id } = await aTask();
    expect(said(await act('officer', id, '/claims'))).toEqual([403, 'not_eligible']);
    expect(said(await as('tradeHead').ask('POST', `/tasks/${id}/claims`, { key: fresh() }))).toEqual([404, 'not_found']);
    expect(said(await as('head').ask('POST', '/tasks/nothing/claims', { key: fresh() }))).toEqual([404, 'not_found']);
    expect(said(await as('head').ask('POST', `/tasks/${id}/claims`))).toEqual([400, 'idempotency_key_missing']);
  });

  it('heeds If-Match where it is sent: a version that has gone by is 412', async () => {
    const { id } = await aTask();
    expect(said(await as('head').ask('POST', `/tasks/${id}/claims`, { key: fresh(), ifMatch: '"v9"' }))).toEqual([412, 'version_moved']);
  });
});

describe('giving a task to another seat', () => {
  it('needs the version seen and a reason, and moves it with its term', async () => {
    const { id } = await aTask();
    const before = await see('head', id);
    const to = { unitId: house.province.units['trade'], role: 'unitHead', reason: 'Thuộc lĩnh vực của đơn vị kia' };
    expect(said(await as('coordinator').ask('POST', `/tasks/${id}/reassignments`, { key: fresh(), body: to }))).toEqual([428, 'if_match_missing']);
    expect(said(await act('coordinator', id, '/reassignments', { ...to, reason: '' }))).toEqual([422, 'validation_failed']);
    expect(said(await act('officer', id, '/reassignments', to))).toEqual([403, 'not_eligible']);
    const moved = await act('coordinator', id, '/reassignments', to);
    expect([moved.status, moved.body['version'], moved.body['dueAt']]).toEqual([201, 2, before.dueAt]);
    expect((await see('tradeHead', id)).holders).toMatchObject([{ name: 'Người tradeHead' }]);
    expect(said(await act('coordinator', id, '/reassignments', { ...to, unitId: house.province.units['civil'], role: 'finance' }))).toEqual([
      409,
      'route_has_no_holder',
    ]);
  });
});

describe('the clock of a task', () => {
  it('stands on a ground of the stage, shows it, and runs again with a later due instant', async () => {
    const { id } = await aTask();
    const before = await see('head', id);
    expect(before.pauseGrounds).toMatchObject([{ code: 'obstacle', end: 'planned', usedTimes: 0, maxTimes: 2, maxWorkingDays: 10, mayUse: true }]);
    expect(said(await act('head', id, '/pauses', { ground: 'holiday', until: inDays(3), reason: 'x' }))).toEqual([422, 'pause_ground_unknown']);
    const lacking = await act('head', id, '/pauses', { ground: 'obstacle', reason: 'Chờ hướng dẫn' });
    expect([...said(lacking), lacking.body['errors']]).toMatchObject([422, 'pause_end_required', [{ pointer: '/until' }]]);
    expect(said(await act('head', id, '/pauses', { ground: 'obstacle', until: '2026-12-01', reason: 'Chờ' }))).toEqual([422, 'validation_failed']);
    const paused = await act('head', id, '/pauses', { ground: 'obstacle', until: inDays(4), reason: 'Chờ hướng dẫn của bộ' });
    expect(paused.status).toBe(201);
    const held = await see('head', id);
    expect(held.pause).toMatchObject({ ground: 'obstacle', name: { en: 'Waiting for a reported difficulty to be settled' } });
    expect(held.dueAt! >= before.dueAt!).toBe(true);
    expect([held.acts.includes('pause'), held.acts.includes('resume'), held.pauseGrounds[0]?.usedTimes]).toEqual([false, true, 1]);
    const { body: clock } = await as('head').get(`/tasks/${id}/clock`);
    const check = clock['check'] as Record<string, number>;
    expect(check['dates']).toBe(check['counted']! + check['held']! + check['off']! + check['rolled']!);
    expect(clock['sentences']).not.toHaveLength(0);
    expect((await act('head', id, '/resumptions')).status).toBe(201);
    expect((await see('head', id)).pause).toBeNull();
  });

  it('is lengthened only by a second person who keeps the clocks, within what the route allows', async () => {
    const { id } = await aTask();
    expect((await see('head', id)).extension).toEqual({ unit: 'workingDays', usedTimes: 0, maxTimes: 2, usedTotal: 0, maxTotal: 10 });
    expect(said(await act('head', id, '/extension-requests', { amount: 11, reason: 'Nhiều việc' }))).toEqual([409, 'extend_budget']);
    expect(said(await act('head', id, '/extension-requests', { amount: 0, reason: 'Nhiều việc' }))).toEqual([422, 'validation_failed']);
    const asked = await act('head', id, '/extension-requests', { amount: 3, reason: 'Chờ số liệu' });
    const requestId = asked.body['requestId'] as string;
    expect((await see('head', id)).requests).toMatchObject([{ id: requestId, kind: 'extend', amount: 3, mayDecide: false }]);
    expect((await see('coordinator', id)).requests).toMatchObject([{ mayDecide: true }]);
    expect(said(await act('head', id, `/extension-requests/${requestId}/decisions`, { grant: true }))).toEqual([403, 'not_eligible']);
    expect(said(await act('coordinator', id, `/extension-requests/${requestId}/decisions`, { grant: false }))).toEqual([422, 'validation_failed']);
    const granted = await act('coordinator', id, `/extension-requests/${requestId}/decisions`, { grant: true, reason: 'Đồng ý theo Tờ trình 12' });
    expect(granted.status).toBe(201);
    expect(await see('head', id)).toMatchObject({ requests: [], extension: { usedTimes: 1, usedTotal: 3 } });
    expect(said(await act('coordinator', id, `/extension-requests/${requestId}/decisions`, { grant: true }))).toEqual([409, 'request_unknown']);
  });

  it('is corrected by two people', async () => {
    const { id } = await aTask();
    const asked = await act('coordinator', id, '/adjustments', { amount: -2, reason: 'Ghi nhận muộn' });
    const requestId = asked.body['requestId'] as string;
    expect(said(await act('coordinator', id, `/adjustments/${requestId}/confirmations`))).toEqual([403, 'second_person_needed']);
    expect((await act('head', id, `/adjustments/${requestId}/confirmations`)).status).toBe(201);
    expect(said(await act('coordinator', id, '/adjustments', { amount: 0, reason: 'x' }))).toEqual([422, 'validation_failed']);
  });
});

describe('asking for more', () => {
  it('stops the clock with a question, and the answer of the owning unit starts it', async () => {
    const { id, reviewId } = await inAppraisal();
    const asked = await act('appraiser', id, '/information-requests', { question: 'Căn cứ nào cho phép bỏ giấy tờ này?', until: inDays(3) });
    expect(asked.status).toBe(201);
    const seen = await see('officer', id);
    expect(seen.pause).toMatchObject({ ground: 'supplement' });
    expect(seen.comments).toMatchObject([{ id: asked.body['commentId'], taskId: id, disposition: null, mayAnswer: true }]);
    expect(seen.acts).toContain('submitInformation');
    expect(said(await act('leader', id, '/information', { text: 'Không phải của tôi' }))).toEqual([403, 'not_eligible']);
    expect((await act('officer', id, '/information', { text: 'Điểm b khoản 2 Điều 5' })).status).toBe(201);
    const after = await see('appraiser', id);
    expect([after.pause, after.comments[0]?.disposition?.kind]).toEqual([null, 'explained']);
    expect(reviewId).toBe(after.reviewId);
  });
});

describe('comments', () => {
  it('are added for oneself or for people affected, and each gets a recorded answer', async () => {
    const { id, reviewId } = await aTask();
    const added = await as('officer').ask('POST', `/reviews/${reviewId}/comments`, {
      key: fresh(),
      body: { text: 'Nên giữ bản chụp', source: 'Hội Doanh nghiệp nhỏ và vừa' },
    });
    expect(added.status).toBe(201);
    const commentId = added.body['commentId'] as string;
    expect(said(await as('officer').ask('POST', `/reviews/${reviewId}/comments`, { key: fresh(), body: { text: ' ' } }))).toEqual([422, 'validation_failed']);
    expect(said(await as('officer').ask('POST', `/reviews/${reviewId}/comments`, { key: fresh(), body: { text: 'x', path: 'nowhere/else' } }))).toEqual([
      422,
      'content_field_unknown',
    ]);
    expect(said(await as('tradeHead').ask('POST', `/reviews/${reviewId}/comments`, { key: fresh(), body: { text: 'x' } }))).toEqual([404, 'not_found']);
    const answered = await as('head').ask('POST', `/reviews/${reviewId}/comments/${commentId}/answers`, {
      key: fresh(),
      body: { kind: 'explained', text: 'Đã có dữ liệu dân cư' },
    });
    expect(answered.status).toBe(201);
    expect(
      said(await as('leader').ask('POST', `/reviews/${reviewId}/comments/${commentId}/answers`, { key: fresh(), body: { kind: 'accepted', text: 'x' } })),
    ).toEqual([403, 'not_permitted']);
    const { body: review } = await as('head').get<ReviewDetail>(`/reviews/${reviewId}`);
    expect(review.comments).toMatchObject([
      { source: 'Hội Doanh nghiệp nhỏ và vừa', disposition: { kind: 'explained', by: { name: 'Người head' }, text: 'Đã có dữ liệu dân cư' } },
    ]);
    expect((await see('head', id)).comments).toEqual(review.comments);
  });
});

describe('a verdict', () => {
  it('is taken back by who gave it while the stage is open, never after', async () => {
    const { id } = await aTask();
    await decide('head', id);
    expect(said(await act('head', id, '/recalls', { reason: 'Nhầm' }))).toEqual([409, 'stage_closed']);
    const other = await aTask();
    expect(said(await act('head', other.id, '/recalls', {}))).toEqual([409, 'nothing_to_recall']);
  });

  it('is disputed by the person it names, holds the review, and is settled by somebody else', async () => {
    const { id, reviewId } = await aTask();
    const receipt = await decide('head', id);
    const decisionId = receipt.body['decisionId'] as string;
    const { body: mine } = await as('head').get<ReviewDetail>(`/reviews/${reviewId}`);
    expect([mine.disputable, mine.settleable]).toEqual([[decisionId], []]);
    expect(said(await as('coordinator').ask('POST', `/decisions/${decisionId}/disputes`, { key: fresh() }))).toEqual([403, 'not_eligible']);
    expect((await as('head').ask('POST', `/decisions/${decisionId}/disputes`, { key: fresh() })).status).toBe(201);
    const { body: held } = await as('coordinator').get<ReviewDetail>(`/reviews/${reviewId}`);
    expect([held.decisions[0]?.standing, held.settleable]).toEqual(['disputed', [decisionId]]);
    expect(
      said(await as('head').ask('POST', `/decisions/${decisionId}/disputes/resolutions`, { key: fresh(), body: { outcome: 'upheld', reason: 'x' } })),
    ).toEqual([403, 'second_person_needed']);
    const settled = await as('coordinator').ask('POST', `/decisions/${decisionId}/disputes/resolutions`, {
      key: fresh(),
      body: { outcome: 'annulled', reason: 'Hộp thư bị lộ' },
    });
    expect(settled.status).toBe(201);
    const { body: after } = await as('head').get<ReviewDetail>(`/reviews/${reviewId}`);
    expect(after.decisions[0]?.standing).toBe('annulled');
    expect(said(await as('head').ask('POST', '/decisions/nothing/disputes', { key: fresh() }))).toEqual([404, 'not_found']);
  });
});

describe('a closed stage', () => {
  it('is opened again by two people', async () => {
    const { id, reviewId } = await aTask();
    await decide('head', id);
    const stageId = stageIdOf(reviewId, 'assess', 1);
    const ask = (seat: Seat, path: string) =>
      as(seat).ask('POST', `/reviews/${reviewId}${path}`, { key: fresh(), body: { stageId, reason: 'Còn thiếu số liệu' } });
    expect(said(await ask('head', '/reopenings'))).toEqual([409, 'request_unknown']);
    expect((await ask('head', '/reopen-requests')).status).toBe(201);
    expect(said(await ask('head', '/reopenings'))).toEqual([403, 'second_person_needed']);
    const { body: review } = await as('coordinator').get<ReviewDetail>(`/reviews/${reviewId}`);
    expect(review.stages[0]?.reopen).toMatchObject({ requestedBy: { name: 'Người head' }, mayConfirm: true });
    expect((await ask('coordinator', '/reopenings')).status).toBe(201);
  });
});

describe('separation of duties', () => {
  it('is lifted for one person for a day, by two other people', async () => {
    const { reviewId, id } = await inAppraisal();
    const approve = taskOf(reviewId, 'approve');
    // The appraiser decides his stage, and then holds the leader's seat as well.
    await decide('appraiser', id);
    await follow(reviewId, 'appraise');
    await house.database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
      house.province.people.appraiser,
      house.province.units['committee'],
      'leader',
      '2025-01-01',
      'test',
    ]);
    const kept = await see('appraiser', approve);
    expect([kept.eligible, kept.why.filter((line) => !line.pass).map((line) => line.code)]).toEqual([false, ['decided_before']]);
    expect(kept.liftable).toMatchObject([{ name: 'Người appraiser' }]);
    const body = { personId: house.province.people.appraiser, reason: 'Lãnh đạo đi công tác' };
    expect((await act('leader', approve, '/overrides', body)).status).toBe(201);
    expect(said(await act('leader', approve, '/overrides/grants', body))).toEqual([403, 'second_person_needed']);
    const granted = await act('coordinator', approve, '/overrides/grants', body);
    expect([granted.status, granted.body['untilAt']]).toEqual([201, expect.stringMatching(/\+07:00$/u)]);
    expect((await see('appraiser', approve)).eligible).toBe(true);
    await house.database.source.query("DELETE FROM holdings WHERE person_id = ? AND role = 'leader'", [house.province.people.appraiser]);
  });
});

describe('delegations', () => {
  it('let the delegate see and decide what the owner could, on the paper named, until they are ended', async () => {
    const { id } = await aTask();
    const delegate = house.province.people.tradeOfficer;
    expect(said(await as('tradeOfficer').get(`/tasks/${id}`))).toEqual([404, 'not_found']);
    const body = {
      delegateId: delegate,
      kind: 'TUQ',
      unitId: house.province.units['civil'],
      role: 'unitHead',
      from: dateIn(-1),
      to: dateIn(5),
      document: '12/QĐ-SNV',
    };
    expect(said(await as('head').ask('POST', '/delegations', { key: fresh(), body: { ...body, document: '' } }))).toEqual([422, 'validation_failed']);
    expect(said(await as('officer').ask('POST', '/delegations', { key: fresh(), body }))).toEqual([422, 'delegation_invalid']);
    expect(said(await as('officer').ask('POST', '/delegations', { key: fresh(), body: { ...body, ownerId: house.province.people.head } }))).toEqual([
      403,
      'not_eligible',
    ]);
    const key = fresh();
    const granted = await as('head').ask('POST', '/delegations', { key, body });
    expect(granted.status).toBe(201);
    expect((await as('head').ask('POST', '/delegations', { key, body })).status).toBe(200);
    const { body: list } = await as('tradeOfficer').get<DelegationPage>('/delegations?mine=true&state=current');
    expect(list.items).toMatchObject([
      { id: granted.body['delegationId'], kind: 'TUQ', owner: { name: 'Người head' }, unit: { code: 'civil' }, state: 'current', mayEnd: false },
    ]);
    expect((await as('tradeHead').get<DelegationPage>('/delegations')).body.items).toEqual([]);
    const seen = await see('tradeOfficer', id);
    expect(seen).toMatchObject({
      eligible: true,
      actsFor: { person: { name: 'Người head' }, authority: 'TUQ. 12/QĐ-SNV' },
      standIns: [{ kind: 'TUQ', document: '12/QĐ-SNV' }],
    });
    expect((await as('tradeOfficer').get<TaskPage>('/tasks')).body.items.map((row) => row.id)).toContain(id);
    expect((await decide('tradeOfficer', id)).status).toBe(201);
    expect((await see('head', id)).decisions[0]).toMatchObject({
      by: { name: 'Người tradeOfficer' },
      onBehalfOf: { name: 'Người head' },
      authority: 'TUQ. 12/QĐ-SNV',
    });
    expect(said(await as('tradeOfficer').ask('POST', `/delegations/${String(granted.body['delegationId'])}/revocations`, { key: fresh() }))).toEqual([
      403,
      'not_eligible',
    ]);
    expect((await as('head').ask('POST', `/delegations/${String(granted.body['delegationId'])}/revocations`, { key: fresh() })).status).toBe(201);
    expect(said(await as('tradeOfficer').get(`/tasks/${id}`))).toEqual([404, 'not_found']);
    expect((await as('head').get<DelegationPage>('/delegations?state=ended')).body.items).toMatchObject([
      { state: 'ended', endedAt: expect.stringMatching(/\+07:00$/u), mayEnd: false },
    ]);
  });

  it('that overlap show each other, and those that would make a circle are refused', async () => {
    const seat = { unitId: house.province.units['trade'], role: 'unitHead' };
    const paper = { kind: 'KT', document: '01/QĐ', ...seat };
    const give = (seatOf: Seat, body: object) => as(seatOf).ask('POST', '/delegations', { key: fresh(), body });
    const one = await give('tradeHead', { ...paper, delegateId: house.province.people.officer, from: dateIn(10), to: dateIn(20) });
    const two = await give('tradeHead', { ...paper, delegateId: house.province.people.tradeOfficer, from: dateIn(15), to: null });
    const { body } = await as('tradeHead').get<DelegationPage>('/delegations?state=coming');
    expect(body.items.map((item) => [item.id, item.overlaps])).toEqual([
      [two.body['delegationId'], [one.body['delegationId']]],
      [one.body['delegationId'], [two.body['delegationId']]],
    ]);
    expect(
      said(await give('tradeOfficer', { ...paper, role: 'officer', delegateId: house.province.people.tradeHead, from: dateIn(16), to: dateIn(18) })),
    ).toEqual([409, 'delegation_cycle']);
    expect(said(await give('tradeHead', { ...paper, delegateId: house.province.people.officer, from: dateIn(5), to: dateIn(5) }))).toEqual([
      422,
      'date_invalid',
    ]);
    expect(said(await give('tradeHead', { ...paper, delegateId: 'nobody', from: dateIn(5), to: dateIn(6) }))).toEqual([404, 'not_found']);
  });
});

describe('absences', () => {
  it('are recorded by oneself, the head or the coordinator, listed, and ended', async () => {
    const body = { personId: house.province.people.officer, substituteId: house.province.people.head, from: dateIn(-1), to: dateIn(9) };
    expect(said(await as('tradeHead').ask('POST', '/absences', { key: fresh(), body }))).toEqual([403, 'not_eligible']);
    const recorded = await as('head').ask('POST', '/absences', { key: fresh(), body });
    expect([recorded.status, recorded.body['mutualLater']]).toEqual([201, false]);
    const { body: list } = await as('officer').get<AbsencePage>('/absences?mine=true&state=current');
    expect(list.items).toMatchObject([{ person: { name: 'Người officer' }, substitute: { name: 'Người head' }, source: 'clerk', mayEnd: true }]);
    expect((await as('officer').ask('POST', `/absences/${String(recorded.body['absenceId'])}/endings`, { key: fresh() })).status).toBe(201);
    expect((await as('officer').get<AbsencePage>('/absences?state=current')).body.items).toEqual([]);
    expect(said(await as('officer').get('/absences?state=sometimes'))).toEqual([400, 'parameter_invalid']);
  });
});

describe('people', () => {
  it('are found by name or unit, accents or not, page by page', async () => {
    const { body } = await as('officer').get<PersonPage>('/people?q=nguoi%20head&unit=civil');
    expect(body.items).toMatchObject([{ name: 'Người head', posts: [{ unit: { code: 'civil' }, role: 'unitHead' }] }]);
    const first = await as('officer').get<PersonPage>('/people?limit=5');
    const second = await as('officer').get<PersonPage>(`/people?limit=100&cursor=${first.body.next ?? ''}`);
    const all = [...first.body.items, ...second.body.items].map((person) => person.id);
    expect([new Set(all).size, all.length, second.body.next]).toEqual([12, 12, null]);
  });
});

/** Bodies are closed: a field nobody reads is refused rather than forgotten. */
it('every verb refuses a field it does not know', async () => {
  const { id } = await aTask();
  const bodies: Readonly<Record<string, Loose>> = {
    '/pauses': { ground: 'obstacle', until: inDays(2), reason: 'x' },
    '/extension-requests': { amount: 1, reason: 'x' },
    '/adjustments': { amount: 1, reason: 'x' },
    '/recalls': {},
    '/information-requests': { question: 'x' },
    '/information': { text: 'x' },
    '/overrides': { personId: 'x', reason: 'x' },
  };
  for (const [path, body] of Object.entries(bodies))
    expect([path, ...said(await act('head', id, path, { ...body, more: 1 }))]).toEqual([path, 422, 'validation_failed']);
});
