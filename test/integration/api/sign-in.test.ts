import type { IssuedToken } from '../../../api/schemas/types.js';
import { openHouse, PASSWORD, type House } from './serve.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 10_000, perPerson: 10_000, failedSignIns: 4 } });
}, 60_000);
afterAll(() => house.close());

describe('signing in', () => {
  it('answers who I am and sets a cookie that scripts cannot read', async () => {
    const { status, body, headers } = await house.anonymous().ask('POST', '/sessions', { body: { login: 'Head@Test', password: PASSWORD } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      person: { login: 'head@test', honorific: 'bà', locale: 'vi' },
      posts: [{ unit: { code: 'civil' }, role: 'unitHead' }],
      roles: ['unitHead'],
    });
    expect(body['can']).toContain('tasks.decide');
    expect(body['can']).not.toContain('campaigns.launch');
    expect(headers.getSetCookie()[0]).toMatch(/^tinhgon=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/u);
  });

  it('keeps only a hash of the session id at rest, beside its person', async () => {
    const head = await house.as('head');
    const id = decodeURIComponent((head.cookie() as string).split('=')[1] as string)
      .slice(2)
      .split('.')[0] as string;
    const rows = await house.database.reader.rows<{ id: string; person_id: string; data: string }>('SELECT id, person_id, data FROM sessions');
    expect(rows.some((row) => row.person_id === house.province.people.head)).toBe(true);
    expect(rows.some((row) => row.id === id || row.data.includes(id))).toBe(false);
  });

  it('gives a fresh session id at every sign-in, whatever cookie came in', async () => {
    const head = await house.as('head');
    const before = head.cookie();
    const again = await head.ask('POST', '/sessions', { body: { login: 'head@test', password: PASSWORD } });
    expect(again.status).toBe(201);
    expect(head.cookie()).not.toBe(before);
    const old = await house.anonymous().get('/me', { cookie: before as string });
    expect(old.status).toBe(401);
  });

  it('refuses a wrong password and an unknown login alike', async () => {
    const wrong = await house.anonymous().ask('POST', '/sessions', { body: { login: 'lawyer@test', password: 'không phải' } });
    const unknown = await house.anonymous().ask('POST', '/sessions', { body: { login: 'ai-do@test', password: PASSWORD } });
    const accented = await house.anonymous().ask('POST', '/sessions', { body: { login: 'đầu-mối@test', password: PASSWORD } });
    expect([wrong.status, unknown.status, accented.status]).toEqual([401, 401, 401]);
    expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    expect(wrong.body).toMatchObject({ code: 'sign_in_failed', status: 401 });
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('stops guessing at one login, with the time to wait, while others sign in', async () => {
    const guess = () => house.anonymous().ask('POST', '/sessions', { body: { login: 'tradehead@test', password: 'đoán' } });
    const answers = [];
    for (let tries = 0; tries < 6; tries += 1) answers.push(await guess());
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 429, 429]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers[5]?.body).toMatchObject({ code: 'too_many_requests' });
    expect((await house.as('officer')).cookie()).not.toBeNull();
  });

  it('does not count good sign-ins', async () => {
    for (let tries = 0; tries < 8; tries += 1) expect((await house.as('appraiser')).cookie()).not.toBeNull();
  });
});

describe('a session', () => {
  it('ends with signing out, for the cookie and for its copy', async () => {
    const head = await house.as('head');
    const copy = head.cookie() as string;
    const out = await head.ask('DELETE', '/sessions/current');
    expect([out.status, out.text]).toEqual([204, '']);
    expect((await house.anonymous().get('/me', { cookie: copy })).status).toBe(401);
    expect((await head.get('/me')).body).toMatchObject({ code: 'sign_in_required' });
  });

  it('ends with the next request when the account is closed', async () => {
    const lawyer = await house.as('lawyer');
    expect((await lawyer.get('/me')).status).toBe(200);
    await house.database.source.query('UPDATE people SET active = 0 WHERE login = ?', ['lawyer@test']);
    expect((await lawyer.get('/me')).status).toBe(401);
    await house.database.source.query('UPDATE people SET active = 1 WHERE login = ?', ['lawyer@test']);
  });

  it('ends everywhere at once for a person', async () => {
    const [one, two] = [await house.as('finance'), await house.as('finance')];
    await house.database.source.query('DELETE FROM sessions WHERE person_id = ?', [house.province.people.finance]);
    expect([(await one.get('/me')).status, (await two.get('/me')).status]).toEqual([401, 401]);
  });

  it('is over when its time is, by the clock of the database', async () => {
    const person = await house.as('financeHead');
    await house.database.source.query('UPDATE sessions SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE person_id = ?', [house.province.people.financeHead]);
    expect((await person.get('/me')).status).toBe(401);
  });

  it('survives a business clock moved by years', async () => {
    const head = await house.as('head');
    await house.database.setNow('2030-01-02T03:00:00.000Z');
    expect((await head.get('/me')).status).toBe(200);
    await house.database.source.query('UPDATE business_clock SET offset_ms = 0');
  });

  it('is not written by requests that only read', async () => {
    const head = await house.as('head');
    const read = () => house.database.reader.rows('SELECT id, expires_at FROM sessions ORDER BY id');
    const before = await read();
    await head.get('/me');
    expect(await read()).toEqual(before);
  });

  it.each([
    ['wrongly signed', 'tinhgon=s%3Afalse.sig'],
    ['empty', 'tinhgon='],
    ['in a broken encoding', 'tinhgon=%F0'],
    ['very long', `tinhgon=${'x'.repeat(3000)}`],
  ])('is not opened by a made-up cookie, %s', async (_name, cookie) => {
    expect((await house.anonymous().get('/me', { cookie })).status).toBe(401);
  });
});

describe('a token for tools', () => {
  it('is shown once, stands for its person and reads like one', async () => {
    const head = await house.as('head');
    const { status, body } = await head.ask<IssuedToken>('POST', '/tokens', { body: { label: 'máy của tôi' } });
    expect(status).toBe(201);
    expect(body.token).toMatch(/^tinhgon_pat_/u);
    expect(body.expiresAt).toMatch(/\+07:00$/u);
    const tool = house.withToken(body.token);
    expect((await tool.get('/me')).body).toMatchObject({ person: { login: 'head@test' } });
    const stored = await house.database.reader.rows<{ token_hash: string }>('SELECT token_hash FROM api_tokens');
    expect(JSON.stringify(stored)).not.toContain(body.token);
  });

  it('cannot make another token', async () => {
    const head = await house.as('head');
    const { body } = await head.ask<IssuedToken>('POST', '/tokens', { body: { label: 'một' } });
    const second = await house.withToken(body.token).ask('POST', '/tokens', { body: { label: 'hai' } });
    expect([second.status, second.body['code']]).toEqual([403, 'not_permitted']);
  });

  it.each(['Bearer nope', 'Bearer tinhgon_pat_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'Basic aGVhZDpo', 'tinhgon_pat_x'])(
    'that is none is refused, even beside a good cookie: %p',
    async (authorization) => {
      const head = await house.as('head');
      const answer = await head.get('/me', { authorization });
      expect([answer.status, answer.body['code']]).toEqual([401, 'token_invalid']);
    },
  );

  it('ends when it is revoked and when its time is over', async () => {
    const head = await house.as('head');
    const issue = async () => (await head.ask<IssuedToken>('POST', '/tokens', { body: { label: 'x' } })).body.token;
    const [revoked, expired] = [await issue(), await issue()];
    await house.database.source.query('UPDATE api_tokens SET revoked_at = NOW(3) WHERE token_hash = SHA2(?, 256)', [revoked]);
    await house.database.source.query('UPDATE api_tokens SET expires_at = NOW(3) WHERE token_hash = SHA2(?, 256)', [expired]);
    expect([(await house.withToken(revoked).get('/me')).status, (await house.withToken(expired).get('/me')).status]).toEqual([401, 401]);
  });
});

describe('a change asked for across sites', () => {
  it('is refused with the cookie and taken with a token', async () => {
    const head = await house.as('head');
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const refused = await head.ask('POST', '/tokens', { body: { label: 'x' }, headers: foreign });
    expect([refused.status, refused.body['code']]).toEqual([403, 'origin_refused']);
    const signIn = await house.anonymous().ask('POST', '/sessions', { body: { login: 'head@test', password: PASSWORD }, headers: foreign });
    expect(signIn.status).toBe(403);
  });
});
