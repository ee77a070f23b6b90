/** What each reader of a task learns of why he, or somebody else, may not decide it. */
import { openNextStages } from '../../../commands/open-next-stages.js';
import type { TaskDetail, TaskPage } from '../../../api/schemas/types.js';
import { stageIdOf, type ReviewId } from '../../../domain/shared/ids.js';
import type { Role, Route } from '../../../domain/route/route.js';
import { panelReview } from '../../support/panel-route.js';
import { aProposal, launchReviews, type Seat } from '../../support/province.js';
import { openHouse, type Client, type House } from './serve.js';

const ROUTE = 'privacy';
/** All appraisers share one task about the items; a note beside them is nobody's content. */
const route: Route = panelReview(ROUTE, { t: 'one' }, { who: [{ unit: { holderOf: 'appraiser' }, role: 'appraiser' }], duties: { exclude: ['author'] } });
const itemsOnly: Route = { ...route, stages: route.stages.map((stage) => ({ ...stage, covers: ['items/*'] })) };

let house: House;
let task: string;
const clients = new Map<Seat, Client>();

const alsoHolds = (seat: Seat, unit: string, role: Role) =>
  house.database.source.query('INSERT INTO holdings (person_id, unit_id, role, valid_from, valid_to, source) VALUES (?, ?, ?, ?, NULL, ?)', [
    house.province.people[seat],
    house.province.units[unit],
    role,
    '2025-01-01',
    'test',
  ]);
const as = async (seat: Seat): Promise<Client> => {
  const known = clients.get(seat) ?? (await house.as(seat));
  clients.set(seat, known);
  return known;
};
const see = async (seat: Seat) => (await as(seat)).get<TaskDetail>(`/tasks/${task}`);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } }, [itemsOnly]);
  const { commands, province, database } = house;
  for (const seat of ['tradeOfficer', 'leader', 'lawyer'] as const) await alsoHolds(seat, 'control', 'appraiser');
  await alsoHolds('tradeOfficer', 'civil', 'officer');
  await launchReviews(commands, province, ['1.910001'], aProposal(), ROUTE);
  const [row] = (await (await as('head')).get<TaskPage>('/tasks?q=1.910001')).body.items;
  if (!row) throw new Error('nothing to do');
  const reviewId = row.reviewId as ReviewId;
  const head = await as('head');
  const shown = await head.get<TaskDetail>(`/tasks/${row.id}`);
  await head.ask('POST', `/tasks/${row.id}/decisions`, {
    key: 'privacy-assess',
    ifMatch: shown.headers.get('etag') as string,
    body: { verdict: 'approve', contentDigest: shown.body.contentDigest },
  });
  await openNextStages(database.transact, { reviewId, after: stageIdOf(reviewId, 'assess', 1), rebuild: 0 }, 'caller');
  task = `tsk_${reviewId.slice(4)}-panel-1-1`;
  // Since the task opened: one of the four has become an author, one has lost the post, one is away.
  await commands.reviseProposal(province.actor('tradeOfficer'), 'privacy-revise', { reviewId, expectedRevision: 0, body: aProposal('ghi chú') });
  await (
    await as('lawyer')
  ).ask('POST', '/absences', { key: 'privacy-away', body: { substituteId: province.people.finance, from: inDays(-1), to: inDays(3) } });
  await database.source.query("UPDATE holdings SET valid_to = CURRENT_DATE - INTERVAL 1 DAY WHERE person_id = ? AND role = 'appraiser'", [
    province.people.leader,
  ]);
}, 60_000);
afterAll(() => house.close());

/** Who is looked at × what is the matter with him: what he himself, a colleague, a superior learns. */
const MATTERS = [
  { seat: 'tradeOfficer', own: 'is_author', colleague: 'excluded', superior: 'Bạn là người soạn phương án' },
  { seat: 'leader', own: 'role_ended', colleague: 'excluded', superior: 'đã kết thúc' },
  { seat: 'lawyer', own: null, colleague: 'away', superior: null },
  { seat: 'appraiser', own: null, colleague: null, superior: null },
] as const;

describe('explain-privacy-matrix', () => {
  it.each(MATTERS)('explain-privacy-matrix: $seat himself reads his own reasons in full', async ({ seat, own }) => {
    const { status, body } = await see(seat);
    expect([status, body.eligible, body.why.filter((line) => !line.pass).map((line) => line.code)]).toEqual([200, own === null, own === null ? [] : [own]]);
    // In full: what passes is told as well as what fails.
    expect(body.why.map((line) => line.rule)).toEqual(['holding', 'duties', 'claim', 'assurance', 'state']);
  });

  it('explain-privacy-matrix: a colleague learns of the others that they are kept out or away, and no reason', async () => {
    const { body } = await see('appraiser');
    const others = MATTERS.filter(({ seat }) => seat !== 'appraiser').map(({ seat, colleague }) => [`Người ${seat}`, colleague, []]);
    const told = body.colleagues.map(({ person, because, why }) => [person.name, because, why]);
    expect(told).toEqual(expect.arrayContaining(others));
    expect(told).toContainEqual(['Người finance', null, []]);
    expect(told).toHaveLength(4);
    expect(JSON.stringify(body.colleagues)).not.toMatch(/absence|soạn phương án|kết thúc/u);
  });

  it.each(['controlHead', 'coordinator'] as const)(
    'explain-privacy-matrix: a superior, %s, learns the reasons, but not of what kind an absence is',
    async (superior) => {
      const { body } = await see(superior);
      for (const { seat, colleague, superior: sentence } of MATTERS) {
        const told = body.colleagues.find(({ person }) => person.name === `Người ${seat}`);
        expect([seat, told?.because]).toEqual([seat, colleague]);
        expect([seat, told?.why.map(({ vi }) => vi)]).toEqual([seat, sentence === null ? [] : [expect.stringContaining(sentence)]]);
      }
      expect(JSON.stringify(body.colleagues)).not.toMatch(/absence|self|clerk|suggested/u);
    },
  );

  it('explain-privacy-matrix: who sees the task but never had it reads the first reason and no list of others', async () => {
    const { body } = await see('officer');
    expect([body.why.map((line) => line.code), body.colleagues, body.eligible]).toEqual([['no_seat'], [], false]);
  });

  it('explain-privacy-matrix: to a stranger there is no task', async () => {
    const { status, body } = await see('tradeHead');
    expect([status, (body as unknown as { code: string }).code]).toEqual([404, 'not_found']);
  });

  it('explain-privacy-matrix: a stand-in is judged as himself and as the one he stands for, and told whom he acts for', async () => {
    const { body } = await see('finance');
    expect([body.eligible, body.why[0]?.code, body.actsFor]).toMatchObject([true, 'stands_in', { person: { name: 'Người lawyer' }, authority: null }]);
  });
});
