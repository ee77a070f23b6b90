import type { AccountPage, PostPage } from '../../../api/schemas/types.js';
import { openHouse, type Client, type House } from './serve.js';

jest.setTimeout(120_000);

type Problem = { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };

let house: House;
let admin: Client;
let officer: Client;
let coordinator: Client;
let today: string;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  await house.database.source.query("INSERT INTO holdings (person_id, unit_id, role, valid_from, source) VALUES (?, ?, 'admin', '2025-01-01', 'test')", [
    house.province.people.justiceHead,
    house.province.units['control'],
  ]);
  admin = await house.as('justiceHead');
  officer = await house.as('officer');
  coordinator = await house.as('coordinator');
  today = (await admin.get<{ today: string }>('/clock')).body.today;
});
afterAll(() => house.close());

const post = (over: object = {}) => ({
  personId: house.province.people.tradeOfficer,
  unitId: house.province.units['civil'],
  role: 'officer',
  from: today,
  source: '21/QĐ-SNV',
  ...over,
});

describe('the register of posts', () => {
  it('shows watchers the whole province, people of a unit their own branch, strangers nothing', async () => {
    const all = (await coordinator.get<PostPage>('/posts?limit=100')).body.items;
    expect(all).toHaveLength(13);
    expect(all.every((row) => row.state === 'current' && row.active && !row.mayEnd)).toBe(true);
    const own = (await officer.get<PostPage>('/posts')).body.items;
    expect(own.map((row) => row.person.post).sort()).toEqual(['head', 'officer']);
    expect((await house.anonymous().get('/posts')).status).toBe(401);
  });

  it('is filtered by unit, person and state, paged, and marks what the reader may end', async () => {
    const first = (await admin.get<PostPage>('/posts?limit=5')).body;
    const second = (await admin.get<PostPage>(`/posts?limit=50&cursor=${encodeURIComponent(first.next ?? '')}`)).status;
    expect([first.items.length, second]).toEqual([5, 200]);
    const civil = (await admin.get<PostPage>('/posts?unit=civil&state=current')).body.items;
    expect(civil.map((row) => [row.person.post, row.mayEnd])).toEqual(expect.arrayContaining([['head', true]]));
    const own = (await admin.get<PostPage>(`/posts?person=${house.province.people.justiceHead}`)).body.items;
    expect(own.map((row) => row.mayEnd)).toEqual([false, false]);
    expect((await admin.get<PostPage>('/posts?state=ended')).body.items).toEqual([]);
    expect((await admin.get('/posts?unit=nowhere')).status).toBe(400);
  });
});

describe('a post', () => {
  it('is given on a paper, seen as coming or current, and ended with a reason', async () => {
    const made = await admin.ask<{ postId: string; replayed: boolean }>('POST', '/posts', { body: post(), key: 'give-post-1' });
    expect([made.status, made.body.replayed]).toEqual([201, false]);
    expect((await admin.ask('POST', '/posts', { body: post(), key: 'give-post-1' })).status).toBe(200);
    const held = await admin.ask<Problem>('POST', '/posts', { body: post(), key: 'give-post-2' });
    expect([held.status, held.body.code]).toEqual([409, 'post_held']);
    const ahead = await admin.ask<{ postId: string }>('POST', '/posts', { body: post({ role: 'consultee', from: '2027-12-01' }), key: 'give-post-3' });
    expect((await admin.get<PostPage>('/posts?state=coming')).body.items.map((row) => [row.id, row.source])).toEqual([[ahead.body.postId, '21/QĐ-SNV']]);

    const at = `/posts/${made.body.postId}/endings`;
    const blank = await admin.ask<Problem>('POST', at, { body: { to: today, reason: ' ' }, key: 'end-post-1' });
    expect([blank.status, blank.body.errors?.[0]?.pointer]).toEqual([422, '/reason']);
    expect((await admin.ask('POST', at, { body: { to: today, reason: 'Điều động' }, key: 'end-post-2' })).status).toBe(201);
    const again = await admin.ask<Problem>('POST', at, { body: { to: today, reason: 'Điều động' }, key: 'end-post-3' });
    expect([again.status, again.body.code]).toEqual([409, 'post_ended']);
    // One that has not begun never begins.
    expect((await admin.ask('POST', `/posts/${ahead.body.postId}/endings`, { body: { to: '2027-12-01', reason: 'Thôi' }, key: 'end-post-4' })).status).toBe(
      201,
    );
    expect((await admin.get<PostPage>('/posts?state=coming')).body.items).toEqual([]);
    expect((await admin.get<PostPage>('/posts?state=ended')).body.items).toHaveLength(2);
  });

  it('is refused with the place that is wrong', async () => {
    for (const [body, status, pointer] of [
      [post({ source: '' }), 422, '/source'],
      [post({ role: 'king' }), 422, '/role'],
      [post({ from: '2026-13-01' }), 422, '/from'],
      [post({ personId: house.province.people.officer, to: '2020-01-01' }), 422, '/to'],
      [post({ personId: 'psn_nobody' }), 404, undefined],
    ] as const) {
      const { status: seen, body: problem } = await admin.ask<Problem>('POST', '/posts', { body, key: `wrong-post-${String(pointer).slice(1)}` });
      expect([seen, problem.errors?.[0]?.pointer]).toEqual([status, pointer]);
    }
    const own = await admin.ask<Problem>('POST', '/posts', { body: post({ personId: house.province.people.justiceHead }), key: 'own-post-1' });
    expect([own.status, own.body.code]).toEqual([403, 'own_post']);
    expect((await coordinator.ask('POST', '/posts', { body: post(), key: 'no-right-1' })).status).toBe(403);
    expect((await admin.ask('POST', '/posts/999/endings', { body: { to: today, reason: 'x' }, key: 'no-such-post' })).status).toBe(404);
  });
});

describe('an account', () => {
  it('disabled-account-next-request: is shut out with its very next request, and signs in again once it is opened', async () => {
    const person = await house.as('tradeOfficer');
    expect((await person.get('/me')).status).toBe(200);
    const id = house.province.people.tradeOfficer;
    expect((await admin.ask('POST', `/accounts/${id}/closures`, { body: { reason: 'Nghỉ việc' }, key: 'close-it-1' })).status).toBe(201);
    expect((await person.get('/me')).status).toBe(401);
    await expect(house.as('tradeOfficer')).rejects.toThrow('could not sign in');
    const seen = (await admin.get<AccountPage>('/accounts?q=tradeofficer')).body.items;
    expect(seen.map((row) => [row.active, row.maySwitch, row.posts.map((one) => one.unit.code)])).toEqual([[false, true, ['trade']]]);
    expect((await admin.ask('POST', `/accounts/${id}/reopenings`, { body: { reason: 'Trở lại' }, key: 'open-it-1' })).status).toBe(201);
    expect((await person.get('/me')).status).toBe(401);
    expect((await (await house.as('tradeOfficer')).get('/me')).status).toBe(200);
  });

  it('is listed and closed by administrators only, and never one’s own', async () => {
    expect((await coordinator.get('/accounts')).status).toBe(403);
    const first = (await admin.get<AccountPage>('/accounts?limit=7')).body;
    const rest = (await admin.get<AccountPage>(`/accounts?limit=7&cursor=${encodeURIComponent(first.next ?? '')}`)).body;
    expect([first.items.length + rest.items.length, rest.next]).toEqual([12, null]);
    const own = house.province.people.justiceHead;
    expect([...first.items, ...rest.items].find((row) => row.id === own)?.maySwitch).toBe(false);
    const closing = await admin.ask<Problem>('POST', `/accounts/${own}/closures`, { body: { reason: 'x' }, key: 'close-own-1' });
    expect([closing.status, closing.body.code]).toEqual([403, 'own_post']);
  });
});
