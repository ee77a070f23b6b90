import { openNextStages } from '../../../commands/open-next-stages.js';
import type { ReviewId } from '../../../domain/shared/ids.js';
import { aProposal, launchReviews } from '../../support/province.js';
import type { IssuedToken, ReviewDetail, ReviewPage, TaskDetail, TaskPage } from '../../../api/schemas/types.js';
import { openHouse, type Client, type House } from './serve.js';

let house: House;
let head: Client;
let officer: Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  head = await house.as('head');
  officer = await house.as('officer');
}, 60_000);
afterAll(() => house.close());

let code = 100_000;
/** A review at its first stage, held by the head of the unit `civil`. */
async function aTask(
  draft: ReturnType<typeof aProposal> | null = aProposal(),
): Promise<{ id: string; reviewId: string; etag: string; contentDigest: string; task: TaskDetail }> {
  code += 1;
  await launchReviews(house.commands, house.province, [`1.${code}`], draft);
  const [listed] = (await head.get<TaskPage>(`/tasks?q=1.${code}`)).body.items;
  if (!listed) throw new Error('the launch gave the head nothing to do');
  const { body: task, headers } = await head.get<TaskDetail>(`/tasks/${listed.id}`);
  return { id: task.id, reviewId: task.reviewId, etag: headers.get('etag') as string, contentDigest: task.contentDigest, task };
}

let keys = 0;
const freshKey = (): string => `test-key-${(keys += 1)}`;

describe('one task', () => {
  it('shows what is proposed, what it changes, what each verdict causes and why me', async () => {
    const { task, etag } = await aTask();
    expect(etag).toBe('"v1"');
    expect(task).toMatchObject({
      version: 1,
      stage: { key: 'assess' },
      kind: 'author',
      status: 'unclaimed',
      lateness: 'onTime',
      unit: { code: 'civil' },
      round: 1,
      minAssurance: 'A1',
      maxRounds: null,
      acts: expect.arrayContaining(['revise']) as string[],
      eligible: true,
      decisions: [],
      others: [],
      verdicts: [
        {
          verdict: 'approve',
          label: { vi: 'Đồng ý' },
          effect: { vi: 'Chuyển bước: Lấy ý kiến đơn vị liên quan, Lấy ý kiến về tính hợp pháp' },
          commentRequired: false,
        },
      ],
      proposal: { revision: 0, items: [{ id: 'i1' }], diff: { summary: { papersBefore: 2, papersAfter: 1, papersDropped: 1 } }, cost: null },
    });
    expect(task.proposal.diff.changes).toHaveLength(1);
    expect(task.why.every((line) => line.pass)).toBe(true);
    expect(task.dueAt).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00\+07:00$/u);
    expect(task.ladder).not.toHaveLength(0);
    expect(task.holders).toMatchObject([{ name: 'Người head' }]);
  });

  it('is the same 404 for a stranger as one that does not exist', async () => {
    const { id } = await aTask();
    const stranger = await house.as('tradeHead');
    const [hidden, absent, malformed] = [
      await stranger.get(`/tasks/${id}`),
      await stranger.get(`/tasks/${id.replace(/-1-1$/u, '-9-1')}`),
      await stranger.get('/tasks/nothing'),
    ];
    expect([hidden, absent, malformed].map((answer) => [answer.status, answer.body['code']])).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect(Object.keys(hidden.body)).toEqual(Object.keys(absent.body));
    const write = await stranger.ask('POST', `/tasks/${id}/decisions`, {
      body: { verdict: 'approve', contentDigest: 'a'.repeat(64) },
      key: freshKey(),
      ifMatch: '"v1"',
    });
    expect(write.status).toBe(404);
  });

  it('tells somebody who sees it but may not decide it why not', async () => {
    const { id, contentDigest } = await aTask();
    const shown = await officer.get(`/tasks/${id}`);
    expect(shown.body).toMatchObject({ eligible: false });
    const refused = await officer.ask('POST', `/tasks/${id}/decisions`, {
      body: { verdict: 'approve', contentDigest },
      key: freshKey(),
      ifMatch: '"v1"',
      headers: { 'accept-language': 'en' },
    });
    expect([refused.status, refused.body['code']]).toEqual([403, 'not_eligible']);
    expect(refused.body['why']).toMatchObject([{ sentence: expect.stringMatching(/^You/u) }]);
  });
});

describe('a verdict', () => {
  it('is answered 201 with a receipt, again with the same key 200 with the first receipt', async () => {
    const { id, etag, contentDigest } = await aTask();
    const key = freshKey();
    const body = { verdict: 'approve', comment: 'Nhất trí', contentDigest };
    const first = await head.ask('POST', `/tasks/${id}/decisions`, { body, key, ifMatch: etag });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ taskId: id, verdict: 'approve', late: false, stageOutcome: 'approved', replayed: false });
    expect(first.body['recordedAt']).toMatch(/\+07:00$/u);
    const second = await head.ask('POST', `/tasks/${id}/decisions`, { body, key, ifMatch: etag });
    expect([second.status, second.body]).toEqual([200, { ...first.body, replayed: true }]);
    const rows = await house.database.reader.rows<{ channel: string; assurance: string }>('SELECT channel, assurance FROM decisions WHERE task_id = ?', [id]);
    expect(rows).toEqual([{ channel: 'web', assurance: 'A3' }]);
  });

  it('is explained to who gave it by the reasons kept with it, to others by the rules of today', async () => {
    const { id, etag, contentDigest } = await aTask();
    await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag });
    const mine = (await head.get(`/tasks/${id}`)).body as unknown as TaskDetail;
    expect([mine.eligible, mine.whyAt, mine.why.map(({ code, pass }) => [code, pass])]).toEqual([
      false,
      mine.decisions[0]?.recordedAt,
      ['holds_seat', 'duties_clear', 'unclaimed', 'proof_enough', 'task_open'].map((code) => [code, true]),
    ]);
    const others = (await officer.get(`/tasks/${id}`)).body as unknown as TaskDetail;
    expect([others.whyAt, others.why.every(({ pass }) => !pass)]).toEqual([null, true]);
  });

  it('given twice with different words under one key is refused', async () => {
    const { id, etag, contentDigest } = await aTask();
    const key = freshKey();
    await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key, ifMatch: etag });
    const other = await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', comment: 'khác', contentDigest }, key, ifMatch: etag });
    expect([other.status, other.body['code']]).toEqual([422, 'key_reused']);
  });

  it('after somebody else decided names the winner with the time and the channel', async () => {
    const { id, etag, contentDigest } = await aTask();
    await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag });
    const late = await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag });
    expect([late.status, late.body['code']]).toEqual([409, 'already_decided']);
    expect(late.body['winner']).toMatchObject({ verdict: 'approve', channel: 'web', by: { honorific: 'bà', name: 'Người head' } });
    expect(late.body['detail']).toMatch(/^Đã được bà Người head quyết định \(Đồng ý\) lúc \d{2}\/\d{2}\/\d{4} \d{2}:\d{2} qua web\.$/u);
  });

  it('of two hundred at once has one effect and 199 clear answers', async () => {
    const { id, etag, contentDigest } = await aTask();
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag }),
      ),
    );
    const counted = answers.reduce<Record<string, number>>((counts, answer) => {
      const name = answer.status === 201 ? '201' : `${answer.status} ${answer.body['code']}`;
      return { ...counts, [name]: (counts[name] ?? 0) + 1 };
    }, {});
    expect(counted).toEqual({ '201': 1, '409 already_decided': 199 });
    expect(await house.database.reader.rows('SELECT id FROM decisions WHERE task_id = ?', [id])).toHaveLength(1);
  }, 60_000);

  it('without If-Match is 428, with another version 412, with a tag of something else 412', async () => {
    const { id, contentDigest } = await aTask();
    const give = (ifMatch?: string) =>
      head.ask('POST', `/tasks/${id}/decisions`, {
        body: { verdict: 'approve', contentDigest },
        key: freshKey(),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    const answers = [await give(), await give('"v7"'), await give('"r1"'), await give('*'), await give('v1')];
    expect(answers.map((answer) => [answer.status, answer.body['code']])).toEqual([
      [428, 'if_match_missing'],
      [412, 'version_moved'],
      [412, 'version_moved'],
      [412, 'version_moved'],
      [412, 'version_moved'],
    ]);
  });

  it.each([
    ['no key', undefined, 'idempotency_key_missing'],
    ['a short key', 'abc', 'idempotency_key_invalid'],
    ['a key with a colon', 'abcdefgh:1', 'idempotency_key_invalid'],
    ['a key too long', 'k'.repeat(101), 'idempotency_key_invalid'],
  ])('with %s is 400', async (_name, key, expected) => {
    const { id, etag, contentDigest } = await aTask();
    const answer = await head.ask('POST', `/tasks/${id}/decisions`, {
      body: { verdict: 'approve', contentDigest },
      ifMatch: etag,
      ...(key === undefined ? {} : { key }),
    });
    expect([answer.status, answer.body['code']]).toEqual([400, expected]);
  });

  it('the stage does not take is refused with those it takes', async () => {
    const { id, etag, contentDigest } = await aTask();
    const answer = await head.ask('POST', `/tasks/${id}/decisions`, {
      body: { verdict: 'reject', comment: 'không', contentDigest },
      key: freshKey(),
      ifMatch: etag,
    });
    expect([answer.status, answer.body['code'], answer.body['allowed']]).toEqual([422, 'verdict_not_allowed', ['approve']]);
  });

  it('on content that changed since it was shown is refused with what changed', async () => {
    const { id, reviewId, contentDigest } = await aTask();
    const written = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, { body: aProposal('Sửa sau khi xem'), key: freshKey(), ifMatch: '"r0"' });
    expect([written.status, written.body]).toEqual([200, { revision: 1, replayed: false }]);
    const stale = await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: '"v1"' });
    expect([stale.status, stale.body['code'], stale.body['changed']]).toEqual([409, 'stale_content', ['note']]);
    const again = await head.get<TaskDetail>(`/tasks/${id}`);
    expect(again.headers.get('etag')).toBe('"v2"');
    const decided = await head.ask('POST', `/tasks/${id}/decisions`, {
      body: { verdict: 'approve', contentDigest: again.body.contentDigest },
      key: freshKey(),
      ifMatch: '"v2"',
    });
    expect(decided.status).toBe(201);
  });

  it('by a token is recorded as given through the API, or the command line', async () => {
    const { token } = (await head.ask<IssuedToken>('POST', '/tokens', { body: { label: 'công cụ' } })).body;
    const [one, two] = [await aTask(), await aTask()];
    const tool = house.withToken(token);
    await tool.ask('POST', `/tasks/${one.id}/decisions`, {
      body: { verdict: 'approve', contentDigest: one.contentDigest },
      key: freshKey(),
      ifMatch: one.etag,
    });
    await tool.ask('POST', `/tasks/${two.id}/decisions`, {
      body: { verdict: 'approve', contentDigest: two.contentDigest },
      key: freshKey(),
      ifMatch: two.etag,
      headers: { 'user-agent': 'tinhgon-cli/0.1.0' },
    });
    const channel = async (id: string) =>
      (await house.database.reader.row<{ channel: string }>('SELECT channel FROM decisions WHERE task_id = ?', [id]))?.channel;
    expect([await channel(one.id), await channel(two.id)]).toEqual(['api', 'cli']);
  });

  it('on an empty proposal is told to write one first', async () => {
    const { id, etag, contentDigest } = await aTask(null);
    const answer = await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag });
    expect([answer.status, answer.body['code']]).toEqual([409, 'proposal_empty']);
  });
});

describe('writing a proposal', () => {
  const body = (note: string) => aProposal(note);

  it('is for the owning unit: another unit does not even see the review, an auditor-like reader may not write', async () => {
    const { reviewId } = await aTask();
    const stranger = await (await house.as('tradeOfficer')).ask('PUT', `/reviews/${reviewId}/proposal`, { body: body('x'), key: freshKey(), ifMatch: '"r0"' });
    const coordinator = await (
      await house.as('coordinator')
    ).ask('PUT', `/reviews/${reviewId}/proposal`, { body: body('x'), key: freshKey(), ifMatch: '"r0"' });
    expect([stranger.status, coordinator.status, coordinator.body['code'], coordinator.body['right']]).toEqual([404, 403, 'not_permitted', 'proposals.revise']);
  });

  it('over a newer revision is 412, without change 409', async () => {
    const { reviewId } = await aTask();
    await officer.ask('PUT', `/reviews/${reviewId}/proposal`, { body: body('một'), key: freshKey(), ifMatch: '"r0"' });
    const stale = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, { body: body('hai'), key: freshKey(), ifMatch: '"r0"' });
    const same = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, { body: body('một'), key: freshKey(), ifMatch: '"r1"' });
    expect([stale.status, stale.body['code'], same.status, same.body['code']]).toEqual([412, 'version_moved', 409, 'nothing_changed']);
  });

  it('that changes what is not there is refused with the place, and writes nothing', async () => {
    const { reviewId } = await aTask();
    const bad = { ...body('x'), items: [{ ...aProposal().items[0], ops: [{ op: 'remove', path: 'dossier/d1/items/nope' }] }] };
    const answer = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, { body: bad, key: freshKey(), ifMatch: '"r0"' });
    expect([answer.status, answer.body['code'], answer.body['path']]).toEqual([422, 'change_target_unknown', 'dossier/d1/items/nope']);
    expect((await officer.get(`/reviews/${reviewId}`)).body['revision']).toBe(0);
  });

  it('shows cost before and after with the saving', async () => {
    const { reviewId, id } = await aTask();
    const row = { id: 'r1', group: 'prepare', task: 'Chuẩn bị hồ sơ', hours: '4', service: '0', fees: '100000', timesPerYear: '1', subjectsPerYear: '1200' };
    const sheet = (hours: string) => ({ schema: 'tinhgon.vn-sheet/1', hourlyIncome: { value: '55000' }, rows: [{ ...row, hours }] });
    const written = await officer.ask('PUT', `/reviews/${reviewId}/proposal`, {
      body: { ...body('chi phí'), cost: { before: sheet('4'), after: sheet('1') } },
      key: freshKey(),
      ifMatch: '"r0"',
    });
    expect(written.status).toBe(200);
    const { body: shown } = await head.get<TaskDetail>(`/tasks/${id}`);
    expect(shown).toMatchObject({
      costBefore: 384_000_000,
      costAfter: 186_000_000,
      saving: 198_000_000,
      proposal: { cost: { before: { totalDong: 384_000_000, complete: true }, after: { totalDong: 186_000_000 }, savingDong: 198_000_000, percent: '51.56' } },
    });
    const listed = (await head.get<ReviewPage>(`/reviews?q=${shown.procedure.code}`)).body.items;
    expect(listed.map((review) => review.saving)).toEqual([198_000_000]);
  });
});

describe('after a decision', () => {
  it('what the workflow opens next is what the verdict promised, and shows up for the next unit', async () => {
    const { id, etag, contentDigest, reviewId, task: shown } = await aTask();
    await head.ask('POST', `/tasks/${id}/decisions`, { body: { verdict: 'approve', contentDigest }, key: freshKey(), ifMatch: etag });
    const stage = await house.database.reader.row<{ id: string }>("SELECT id FROM stages WHERE review_id = ? AND status = 'closed'", [reviewId]);
    await openNextStages(house.database.transact, { reviewId: reviewId as ReviewId, rebuild: 0, after: stage?.id as never }, 'workflow');
    const lawyer = await house.as('lawyer');
    const mine = (await lawyer.get<TaskPage>('/tasks')).body.items;
    expect(mine.find((task) => task.reviewId === reviewId)?.stage.key).toBe('consultLaw');
    const waiting = (await head.get<TaskPage>('/tasks?box=waiting')).body.items;
    const opened = waiting.filter((task) => task.reviewId === reviewId).map((task) => task.stage.name.vi);
    expect(shown.verdicts[0]?.effect.vi.replace('Chuyển bước: ', '').split(', ').sort()).toEqual(opened.sort());
    expect(
      waiting
        .filter((task) => task.reviewId === reviewId)
        .map((task) => task.stage.key)
        .sort(),
    ).toEqual(['consultLaw', 'consultUnits']);
    const done = (await head.get<TaskPage>('/tasks?box=done')).body.items;
    expect(done.find((task) => task.id === id)?.decision?.verdict).toBe('approve');
    const detail = await lawyer.get<ReviewDetail>(`/reviews/${reviewId}`);
    expect(detail.status).toBe(200);
    expect(detail.body.facts.map((fact) => fact.type)).toEqual([
      'ReviewOpened',
      'StageOpened',
      'DecisionRecorded',
      'StageClosed',
      'StageOpened',
      'StageOpened',
    ]);
    expect(detail.body.facts.slice(1).map((fact) => fact.previousHash)).toEqual(detail.body.facts.slice(0, -1).map((fact) => fact.hash));
    expect(detail.body.chainHead).toBe(detail.body.facts.at(-1)?.hash);
    expect(detail.body.facts[2]?.summary.vi).toBe('Đồng ý ở bước “Đánh giá, đề xuất”');
  });
});

describe('withdrawing a review', () => {
  it('is for the coordinator or the head of the owning unit, with a reason, once', async () => {
    const { reviewId } = await aTask();
    const byOfficer = await officer.ask('POST', `/reviews/${reviewId}/withdrawals`, { body: { reason: 'x' }, key: freshKey() });
    const empty = await head.ask('POST', `/reviews/${reviewId}/withdrawals`, { body: { reason: '  ' }, key: freshKey() });
    const done = await head.ask('POST', `/reviews/${reviewId}/withdrawals`, { body: { reason: 'Trùng với đợt khác' }, key: freshKey() });
    const again = await head.ask('POST', `/reviews/${reviewId}/withdrawals`, { body: { reason: 'Trùng với đợt khác' }, key: freshKey() });
    expect([byOfficer.status, empty.status, empty.body['errors'], done.status, again.status, again.body['code']]).toEqual([
      403,
      422,
      [{ pointer: '/reason', code: 'required', detail: 'Không được để trống' }],
      201,
      409,
      'review_closed',
    ]);
    expect((await head.get(`/reviews/${reviewId}`)).body['outcome']).toBe('withdrawn');
  });
});
