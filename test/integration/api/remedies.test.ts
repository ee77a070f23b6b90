/** What a ladder offers a superior about a late task: named in his letter, shown on his screen, taken by the command. */
import type { TaskDetail, TaskPage } from '../../../api/schemas/types.js';
import { sha256 } from '../../../commands/frame/audit-chain.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import type { Role, Route } from '../../../domain/route/route.js';
import { DEFAULT_LADDER } from '../../../domain/route/shipped/parts.js';
import { fold, type ReviewEvent } from '../../../domain/review/review.js';
import { findNoticeLetter } from '../../../queries/notice-letter.query.js';
import { panelReview } from '../../support/panel-route.js';
import { aProposal, launchReviews, type Seat } from '../../support/province.js';
import { openHouse, type Client, type House, type Seen } from './serve.js';

/** The default ladder, whose last rung also lets a reviewer be added; five working days, nobody's own proposal. */
const ROUTE: Route = panelReview(
  'remedies',
  { t: 'one' },
  {
    who: [{ unit: { holderOf: 'consultee' }, role: 'consultee' }],
    duties: { exclude: ['author'] },
    ladder: DEFAULT_LADDER.map((rung) =>
      rung.key === 'late8' ? { ...rung, remedies: ['reassign', 'extend', 'addReviewer', 'decideInOwnRight'] as const } : rung,
    ),
  },
);
const route: Route = { ...ROUTE, stages: ROUTE.stages.map((stage) => ({ ...stage, covers: ['items/*'] })) };

let house: House;
const clients = new Map<Seat, Client>();
let numbers = 0;
const fresh = (): string => `remedy-key-${(numbers += 1)}`;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } }, [route]);
}, 60_000);
afterAll(() => house.close());

const as = async (seat: Seat): Promise<Client> => {
  const known = clients.get(seat) ?? (await house.as(seat));
  clients.set(seat, known);
  return known;
};
const see = async (seat: Seat, id: string): Promise<Seen<TaskDetail>> => (await as(seat)).get<TaskDetail>(`/tasks/${id}`);
const acts = async (seat: Seat, id: string): Promise<readonly string[]> =>
  ((await see(seat, id)).body.acts ?? []).filter((act) => ['reassign', 'requestExtension', 'addReviewer', 'decideInOwnRight'].includes(act));
const ask = async (seat: Seat, id: string, path: string, body: object): Promise<Seen> =>
  (await as(seat)).ask('POST', `/tasks/${id}${path}`, { key: fresh(), ifMatch: (await see('coordinator', id)).headers.get('etag') as string, body });
const decide = async (seat: Seat, id: string, parts: object): Promise<Seen> =>
  ask(seat, id, '/decisions', { verdict: 'approve', contentDigest: (await see('coordinator', id)).body.contentDigest, inOwnRight: true, ...parts });
const said = ({ status, body }: Seen): readonly unknown[] => [
  status,
  body['code'],
  ((body['why'] ?? []) as readonly { code: string }[]).map(({ code }) => code),
];

/** A review whose panel opened on Monday 2 March 2026 and is due at the end of the 9th. */
async function atPanel(code: string): Promise<{ readonly reviewId: ReviewId; readonly id: string }> {
  const { commands, province, database } = house;
  await database.setNow('2026-03-02T02:00:00Z');
  await launchReviews(commands, province, [code], aProposal(), 'remedies');
  const [row] = (await (await as('head')).get<TaskPage>(`/tasks?q=${code}`)).body.items;
  if (!row) throw new Error('nothing to do');
  const head = await as('head');
  const shown = await head.get<TaskDetail>(`/tasks/${row.id}`);
  await head.ask('POST', `/tasks/${row.id}/decisions`, {
    key: fresh(),
    ifMatch: shown.headers.get('etag') as string,
    body: { verdict: 'approve', contentDigest: shown.body.contentDigest },
  });
  const reviewId = row.reviewId as ReviewId;
  await commands.openNextStages({ reviewId, after: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
  return { reviewId, id: `tsk_${reviewId.slice(4)}-panel-1-1` };
}
const climb = async (reviewId: ReviewId, now: string): Promise<void> => {
  await house.database.setNow(now);
  await house.commands.fireRungs({ reviewId, step: stageIdOf(reviewId, 'panel', 1), rebuild: 0 }, 'caller');
};
/** What the letter of a rung offers a person. */
const offered = async (reviewId: ReviewId, seat: Seat, rung: string) => {
  const row = await house.database.reader.row<{ id: string }>(
    "SELECT id FROM notices WHERE review_id = ? AND kind = 'ladder.rung' AND rung = ? AND recipient_id = ?",
    [reviewId, rung, house.province.people[seat]],
  );
  return row && (await findNoticeLetter(house.database.reader, sha256, row.id))?.remedies;
};
const alsoHolds = (seat: Seat, unit: string, role: Role) =>
  house.database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
    house.province.people[seat],
    house.province.units[unit],
    role,
    '2025-01-01',
    'test',
  ]);
const stateOf = async (reviewId: ReviewId) =>
  fold(
    (await house.database.reader.rows<{ payload: string }>('SELECT payload FROM facts WHERE stream_id = ? ORDER BY seq', [reviewId])).map(
      (row) => JSON.parse(row.payload) as ReviewEvent,
    ),
  );

const LATE2 = '2026-03-11T01:30:00Z';
const LATE5 = '2026-03-16T01:30:00Z';
const LATE8 = '2026-03-19T01:30:00Z';

describe('remedies', () => {
  it('are offered rung by rung, to each post what the ladder gives it, and to nobody before', async () => {
    const { reviewId, id } = await atPanel('1.920001');
    expect([await acts('leader', id), await acts('coordinator', id), await acts('appraiser', id)]).toEqual([
      [],
      ['reassign', 'addReviewer', 'requestExtension'],
      [],
    ]);
    await climb(reviewId, LATE2);
    expect(await offered(reviewId, 'coordinator', 'late2')).toEqual(['reassign', 'extend']);
    expect(await offered(reviewId, 'justiceHead', 'late2')).toEqual(['reassign', 'extend']);
    // The head of the control office sees it, and may act, once the ladder has told him.
    expect((await see('controlHead', id)).status).toBe(404);
    await climb(reviewId, LATE5);
    expect((await see('controlHead', id)).status).toBe(200);
    expect(await offered(reviewId, 'controlHead', 'late5')).toEqual(['reassign', 'extend']);
    expect([await acts('controlHead', id), await acts('leader', id)]).toEqual([['reassign', 'requestExtension'], []]);
    await climb(reviewId, LATE8);
    expect(await offered(reviewId, 'leader', 'late8')).toEqual(['reassign', 'extend', 'addReviewer', 'decideInOwnRight']);
    expect(await acts('leader', id)).toEqual(['reassign', 'addReviewer', 'decideInOwnRight', 'requestExtension']);
    expect(await acts('controlHead', id)).toEqual(['reassign', 'requestExtension']);
    // A person the ladder has not told is offered, and allowed, none of it.
    expect([await acts('appraiser', id), said(await decide('appraiser', id, {}))]).toEqual([[], [403, 'not_eligible', ['not_superior']]]);
  });

  it('a superior decides a late task in his own right, under his own name, by the rules of every verdict', async () => {
    const { reviewId, id } = await atPanel('1.920002');
    expect(said(await decide('leader', id, {}))).toEqual([403, 'not_eligible', ['not_superior', 'not_past_due']]);
    await climb(reviewId, LATE5);
    expect(said(await decide('leader', id, {}))).toEqual([403, 'not_eligible', ['not_superior']]);
    await climb(reviewId, LATE8);
    // Not as an ordinary verdict: he does not hold the seat.
    expect(said(await ask('leader', id, '/decisions', { verdict: 'approve', contentDigest: (await see('leader', id)).body.contentDigest }))).toEqual([
      403,
      'not_eligible',
      ['no_seat'],
    ]);
    expect(said(await decide('leader', id, { verdict: 'reject' })).slice(0, 2)).toEqual([422, 'comment_required']);
    expect(said(await decide('leader', id, { contentDigest: 'a'.repeat(64) })).slice(0, 2)).toEqual([409, 'stale_content']);
    const key = fresh();
    const { body: shown, headers } = await see('leader', id);
    const send = async () =>
      (await as('leader')).ask('POST', `/tasks/${id}/decisions`, {
        key,
        ifMatch: headers.get('etag') as string,
        body: { verdict: 'approve', comment: 'Đã quá hạn', contentDigest: shown.contentDigest, inOwnRight: true },
      });
    const first = await send();
    expect([first.status, first.body['late'], first.body['stageOutcome']]).toEqual([201, true, 'approved']);
    expect(await send()).toMatchObject({ status: 200, body: { ...first.body, replayed: true } });
    const decision = (await stateOf(reviewId)).decisions.at(-1);
    expect(decision).toMatchObject({ actor: house.province.people.leader, onBehalfOf: null, inOwnRight: true, unitId: house.province.units['justice'] });
    const fact = await house.database.reader.row<{ payload: string }>(
      "SELECT payload FROM facts WHERE stream_id = ? AND type = 'DecisionRecorded' ORDER BY seq DESC LIMIT 1",
      [reviewId],
    );
    expect((JSON.parse(fact?.payload ?? '{}') as { trace?: unknown }).trace).toEqual([
      'superior_told',
      'past_due',
      'duties_clear',
      'proof_enough',
      'task_open',
    ]);
    expect((await see('coordinator', id)).body.decisions.at(-1)).toMatchObject({ by: { name: 'Người leader' }, onBehalfOf: null, inOwnRight: true });
    // The one it was given to comes too late, and is told who was first.
    const late = await ask('lawyer', id, '/decisions', { verdict: 'approve', contentDigest: shown.contentDigest });
    expect([late.body['code'], (late.body['winner'] as { by: { name: string } }).by.name]).toEqual(['already_decided', 'Người leader']);
  });

  it('whom the duties of the stage keep out is offered no say in who decides, only time', async () => {
    const { reviewId, id } = await atPanel('1.920003');
    await alsoHolds('leader', 'civil', 'officer');
    await house.commands.reviseProposal(house.province.actor('leader'), fresh(), { reviewId, expectedRevision: 0, body: aProposal('ghi chú') });
    await climb(reviewId, LATE8);
    expect([await offered(reviewId, 'leader', 'late8'), await acts('leader', id)]).toEqual([['extend'], ['requestExtension']]);
    expect(said(await decide('leader', id, {}))).toEqual([403, 'not_eligible', ['is_author']]);
    const to = { unitId: house.province.units['trade'], role: 'unitHead', reason: 'Người khác' };
    expect([said(await ask('leader', id, '/reassignments', to))[0], said(await ask('leader', id, '/reviewers', to))[0]]).toEqual([403, 403]);
    await house.database.source.query("DELETE FROM holdings WHERE person_id = ? AND role = 'officer'", [house.province.people.leader]);
  });

  it('end with what they rest on: the post, the time left to give, the term they were told in', async () => {
    const { reviewId, id } = await atPanel('1.920004');
    await climb(reviewId, LATE8);
    // Five working days at once use up what the stage allows.
    const asked = await ask('leader', id, '/extension-requests', { amount: 5, reason: 'Chờ số liệu' });
    expect(asked.status).toBe(201);
    const requestId = String(asked.body['requestId']);
    expect((await ask('coordinator', id, `/extension-requests/${requestId}/decisions`, { grant: true, reason: 'Đồng ý' })).status).toBe(201);
    expect(await acts('coordinator', id)).toEqual(['reassign', 'addReviewer']);
    // A new term begins: the ladder has told nobody in it, and it is late again only after its own due instant.
    expect([await offered(reviewId, 'leader', 'late8'), await acts('leader', id), said(await decide('leader', id, {}))[2]]).toEqual([[], [], ['not_superior']]);
  });

  it('one more reviewer stands beside the late one; whoever answers first closes the stage', async () => {
    const { reviewId, id } = await atPanel('1.920005');
    await climb(reviewId, LATE8);
    const to = { unitId: house.province.units['trade'], role: 'unitHead', reason: 'Cần ý kiến ngành' };
    expect(said(await ask('lawyer', id, '/reviewers', to)).slice(0, 2)).toEqual([403, 'not_eligible']);
    expect(said(await ask('leader', id, '/reviewers', { ...to, unitId: house.province.units['civil'], role: 'officer' })).slice(0, 2)).toEqual([
      409,
      'holders_excluded',
    ]);
    expect((await ask('leader', id, '/reviewers', to)).status).toBe(201);
    const added = `${id.slice(0, -1)}2`;
    const seen = await (await as('tradeHead')).get<TaskDetail>(`/tasks/${added}`);
    expect(seen.body).toMatchObject({ eligible: true, lateness: 'onTime', unit: { code: 'trade' } });
    expect((await ask('tradeHead', added, '/decisions', { verdict: 'approve', contentDigest: seen.body.contentDigest })).status).toBe(201);
    expect((await stateOf(reviewId)).tasks.filter((task) => task.stageKey === 'panel').map((task) => task.status)).toEqual(['withdrawn', 'done']);
    // An author works alone.
    await launchReviews(house.commands, house.province, ['1.920006'], aProposal(), 'remedies');
    const [row] = (await (await as('head')).get<TaskPage>('/tasks?q=1.920006')).body.items;
    expect(said(await ask('head', row?.id as string, '/reviewers', to)).slice(0, 2)).toEqual([409, 'reviewer_not_here']);
  });
});
