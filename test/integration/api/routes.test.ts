import type { RoutePage, RouteVersion } from '../../../api/schemas/types.js';
import { PROVINCIAL_REVIEW } from '../../../domain/route/shipped-routes.js';
import { edited } from '../../support/json-edit.js';
import { launchReviews } from '../../support/province.js';
import { openHouse, type Client, type House } from './serve.js';

jest.setTimeout(120_000);

type Drafted = {
  readonly version: number;
  readonly digest: string;
  readonly findings: readonly { readonly name: string; readonly severity: string; readonly code: string; readonly sentence: { readonly vi: string } }[];
  readonly replayed: boolean;
};
type Problem = {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly findings?: readonly { readonly code: string; readonly name: string; readonly sentence: string }[];
  readonly names?: readonly string[];
};

let house: House;
let coordinator: Client;
let leader: Client;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  coordinator = await house.as('coordinator');
  leader = await house.as('leader');
  await launchReviews(house.commands, house.province, ['1.900001']);
});
afterAll(() => house.close());

describe('the routes', () => {
  it('are listed for everybody signed in, with what a review launched now follows', async () => {
    const { status, body } = await (await house.as('officer')).get<RoutePage>('/routes');
    expect(status).toBe(200);
    expect(body.items.find((route) => route.key === 'provincialReview')).toMatchObject({
      currentVersion: 1,
      name: PROVINCIAL_REVIEW.name,
      versions: [{ version: 1, status: 'published', approval: null, openReviews: 1, publication: { by: null } }],
    });
    expect((await house.anonymous().get('/routes')).status).toBe(401);
  });

  it('show one version as it is', async () => {
    const { body } = await coordinator.get<RouteVersion>('/routes/provincialReview/versions/1');
    expect(body.route).toEqual(JSON.parse(JSON.stringify(PROVINCIAL_REVIEW)));
    expect([body.changes, body.comparedWith, body.proof]).toEqual([[], null, null]);
    for (const path of ['/routes/provincialReview/versions/7', '/routes/nowhere/versions/1', '/routes/provincialReview/versions/0', '/routes/a-b/versions/1'])
      expect((await coordinator.get(path)).status).toBe(404);
  });
});

describe('a new version', () => {
  const shorter = edited(PROVINCIAL_REVIEW, ['/stages/3/limit/workingDays', 4]);
  let drafted: Drafted;

  it('is drafted under the next number, with everything that would warn', async () => {
    const { status, body, headers } = await coordinator.ask<Drafted>('POST', '/routes/provincialReview/drafts', {
      body: { route: shorter },
      key: 'draft-shorter',
    });
    expect([status, body.version, headers.get('location')]).toEqual([201, 2, '/api/v1/routes/provincialReview/versions/2']);
    expect(body.findings.every((finding) => finding.severity === 'warn' && finding.sentence.vi.length > 0)).toBe(true);
    drafted = body;
    const again = await coordinator.ask<Drafted>('POST', '/routes/provincialReview/drafts', { body: { route: shorter }, key: 'draft-shorter' });
    expect([again.status, again.body.digest, again.body.replayed]).toEqual([200, body.digest, true]);
  });

  it('shows what it changes, and is not yet what a launch follows', async () => {
    const { body } = await coordinator.get<RouteVersion>('/routes/provincialReview/versions/2');
    expect([body.status, body.comparedWith, body.changes]).toEqual([
      'draft',
      1,
      [{ path: 'stages/appraise/limit/workingDays', kind: 'changed', before: 5, after: 4 }],
    ]);
    expect(body.editors).toHaveLength(1);
    expect((await coordinator.get<RoutePage>('/routes')).body.items.find((route) => route.key === 'provincialReview')?.currentVersion).toBe(1);
  });

  it('is submitted with its warnings acknowledged, sent back, approved by somebody else, published, retired with a reason', async () => {
    const at = '/routes/provincialReview/versions/2';
    const { digest } = drafted;
    const tooEarly = await leader.ask<Problem>('POST', `${at}/approvals`, { body: { digest }, key: 'approve-early' });
    expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'route_not_submitted']);
    const names = drafted.findings.map((finding) => finding.name);
    const open = await coordinator.ask<Problem>('POST', `${at}/submissions`, { body: { digest }, key: 'submit-open' });
    expect([open.status, open.body.code, open.body.names]).toEqual([409, 'route_warnings_open', names]);
    expect(open.body.findings?.map((finding) => finding.name)).toEqual(names);
    expect((await leader.ask('POST', `${at}/submissions`, { body: { digest, acknowledged: names }, key: 'submit-leader' })).status).toBe(403);
    expect((await coordinator.ask('POST', `${at}/submissions`, { body: { digest, acknowledged: names }, key: 'submit-it' })).status).toBe(201);
    expect((await leader.get<RouteVersion>(at)).body.submission?.by.post).toBe('coordinator');

    const blank = await leader.ask<Problem>('POST', `${at}/returns`, { body: { digest, reason: ' ' }, key: 'return-blank' });
    expect([blank.status, blank.body.errors?.[0]?.pointer]).toEqual([422, '/reason']);
    expect((await leader.ask('POST', `${at}/returns`, { body: { digest, reason: 'Cần thêm một ngày' }, key: 'return-it' })).status).toBe(201);
    const back = (await coordinator.get<RouteVersion>(at)).body;
    expect([back.submission, back.returned?.by.post, back.returned?.reason]).toEqual([null, 'leader', 'Cần thêm một ngày']);
    expect((await coordinator.ask('POST', `${at}/submissions`, { body: { digest, acknowledged: names }, key: 'submit-again' })).status).toBe(201);

    const own = await coordinator.ask<Problem>('POST', `${at}/approvals`, { body: { digest }, key: 'approve-own' });
    expect([own.status, own.body.code]).toEqual([403, 'second_person_needed']);
    const early = await coordinator.ask<Problem>('POST', `${at}/publications`, { body: { digest }, key: 'publish-early' });
    expect([early.status, early.body.code]).toEqual([409, 'route_not_approved']);
    expect((await leader.ask('POST', `${at}/approvals`, { body: { digest }, key: 'approve-other' })).status).toBe(201);

    const done = await coordinator.ask('POST', `${at}/publications`, { body: { digest }, key: 'publish-done' });
    expect(done.status).toBe(201);

    const { body } = await leader.get<RouteVersion>(at);
    expect([body.status, body.approval?.by.post, body.publication?.by?.post]).toEqual(['published', 'leader', 'coordinator']);
    expect(
      body.proof?.terms
        .find((term) => term.stage === 'approve')
        ?.rungs.find((rung) => rung.key === 'late8')
        ?.tells.map((person) => person.post),
      // The leader decides here himself: nobody is reported to himself.
    ).toEqual(['controlHead']);
    expect(body.proof?.terms.find((term) => term.stage === 'assess')?.unit.code).toBe('civil');

    expect((await leader.ask('POST', `${at}/retirements`, { body: { reason: 'x' }, key: 'retire-leader' })).status).toBe(403);
    expect((await coordinator.ask('POST', `${at}/retirements`, { body: { reason: 'Quá ngắn' }, key: 'retire-it' })).status).toBe(201);
    expect((await coordinator.get<RoutePage>('/routes')).body.items.find((route) => route.key === 'provincialReview')?.currentVersion).toBe(1);
  });
});

describe('a bad route', () => {
  it('that is not well formed is answered with every place', async () => {
    const route = edited(PROVINCIAL_REVIEW, ['/stages/0/limit', 5], ['/stages/1/colour', 'red']);
    const { status, body } = await coordinator.ask<Problem>('POST', '/routes/provincialReview/drafts', { body: { route }, key: 'bad-shape' });
    expect([status, body.code, body.errors?.map((error) => error.pointer)]).toEqual([
      422,
      'validation_failed',
      ['/route/stages/0/limit', '/route/stages/1/colour'],
    ]);
    const other = await coordinator.ask<Problem>('POST', '/routes/otherRoute/drafts', { body: { route: PROVINCIAL_REVIEW }, key: 'bad-key' });
    expect([other.status, other.body.errors?.[0]?.pointer]).toEqual([422, '/route/key']);
    for (const body of [{}, { route: null }, { route: [] }, { route: PROVINCIAL_REVIEW, more: 1 }, { route: PROVINCIAL_REVIEW, replaces: { version: 1 } }]) {
      expect((await coordinator.ask('POST', '/routes/provincialReview/drafts', { body, key: 'bad-body-1' })).status).toBe(422);
    }
  });

  it('that cannot work is not even submitted, and says why in the reader’s language', async () => {
    const route = edited(PROVINCIAL_REVIEW, ['/key', 'deadRoute'], ['/stages/4/ladder', []], ['/stages/4/minAssurance', 'A1']);
    const { body: draft } = await coordinator.ask<Drafted>('POST', '/routes/deadRoute/drafts', { body: { route }, key: 'dead-draft' });
    const { status, body } = await coordinator.ask<Problem>('POST', '/routes/deadRoute/versions/1/submissions', {
      body: { digest: draft.digest, acknowledged: draft.findings.map((finding) => finding.name) },
      key: 'dead-submit',
      headers: { 'accept-language': 'vi' },
    });
    expect([status, body.code]).toEqual([409, 'route_refused']);
    expect(body.findings?.map((finding) => finding.code)).toEqual(expect.arrayContaining(['assurance_too_low', 'escalate_without_ladder']));
    expect(body.findings?.find((finding) => finding.code === 'escalate_without_ladder')?.sentence).toContain('Quá hạn bước “Phê duyệt”');
  });

  it('is tried before it is kept: the same findings, and no version', async () => {
    const route = edited(PROVINCIAL_REVIEW, ['/key', 'triedRoute'], ['/stages/4/minAssurance', 'A1']);
    const { status, body } = await coordinator.ask<{ findings: Drafted['findings'] }>('POST', '/routes/triedRoute/checks', { body: { route } });
    expect([status, body.findings.find((finding) => finding.severity === 'refuse')?.name]).toEqual([200, 'assurance_too_low:/stages/4/minAssurance']);
    expect((await coordinator.get('/routes/triedRoute/versions/1')).status).toBe(404);
    const wrong = await coordinator.ask<Problem>('POST', '/routes/triedRoute/checks', { body: { route: edited(route, ['/stages/0/limit', 5]) } });
    expect([wrong.status, wrong.body.errors?.[0]?.pointer]).toEqual([422, '/route/stages/0/limit']);
    expect((await leader.ask('POST', '/routes/triedRoute/checks', { body: { route } })).status).toBe(403);
  });

  it('is drafted only by those who may', async () => {
    for (const seat of ['officer', 'head', 'leader', 'appraiser'] as const) {
      expect(
        (await (await house.as(seat)).ask('POST', '/routes/provincialReview/drafts', { body: { route: PROVINCIAL_REVIEW }, key: 'may-not-draft' })).status,
      ).toBe(403);
    }
  });
});
