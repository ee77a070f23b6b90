/** What somebody may not see is answered exactly as what does not exist. */
import type { TaskPage } from '../../../api/schemas/types.js';
import { aProposal, launchReviews } from '../../support/province.js';
import { openHouse, type Client, type House, type Seen } from './serve.js';

let house: House;
let stranger: Client;
let task: string;
let review: string;

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  await launchReviews(house.commands, house.province, ['1.900001'], aProposal());
  const head = await house.as('head');
  const [row] = (await head.get<TaskPage>('/tasks?q=1.900001')).body.items;
  if (!row) throw new Error('nothing to do');
  task = row.id;
  review = row.reviewId;
  stranger = await house.as('tradeHead');
}, 60_000);
afterAll(() => house.close());

let numbers = 0;
const fresh = (): string => `hidden-key-${(numbers += 1)}`;

/** Everything of an answer but what tells one request from another, and the id that was asked for. */
const seen = ({ status, body, headers }: Seen): unknown => ({
  status,
  body: { ...body, requestId: null, instance: null, id: null },
  headers: [...headers.entries()].filter(([name]) => !['date', 'x-request-id'].includes(name) && !name.startsWith('ratelimit')).sort(),
});

const reason = 'Lý do';
const TASK_WRITES: readonly (readonly [string, object?])[] = [
  ['/decisions', { verdict: 'approve', contentDigest: 'a'.repeat(64) }],
  ['/claims'],
  ['/releases'],
  ['/reassignments', { unitId: 'unt_x', role: 'officer', reason }],
  ['/pauses', { ground: 'obstacle', reason }],
  ['/resumptions'],
  ['/extension-requests', { amount: 1, reason }],
  ['/extension-requests/req_x/decisions', { grant: true }],
  ['/adjustments', { amount: 1, reason }],
  ['/adjustments/req_x/confirmations'],
  ['/recalls', {}],
  ['/information-requests', { question: '?' }],
  ['/information', { text: 'x' }],
  ['/overrides', { personId: 'per_x', reason }],
  ['/overrides/grants', { personId: 'per_x', reason }],
];

describe('404-equals-403-hidden', () => {
  it('404-equals-403-hidden: a stranger reads the same answer for a task that is there, one that is not, and one that cannot be', async () => {
    for (const below of ['', '/clock']) {
      const [hidden, absent, malformed] = [
        await stranger.get(`/tasks/${task}${below}`),
        await stranger.get(`/tasks/${task.replace(/-1-1$/u, '-9-1')}${below}`),
        await stranger.get(`/tasks/${task.replaceAll('-', '_')}${below}`),
      ];
      expect([below, hidden.status, hidden.body['code']]).toEqual([below, 404, 'not_found']);
      expect([below, seen(hidden)]).toEqual([below, seen(absent)]);
      expect([below, seen(malformed)]).toEqual([below, seen(absent)]);
    }
    const [hidden, absent] = [await stranger.get(`/reviews/${review}`), await stranger.get(`/reviews/${review.replace(/.{4}$/u, 'zzzz')}`)];
    expect([hidden.status, seen(hidden)]).toEqual([404, seen(absent)]);
  });

  it('404-equals-403-hidden: every act on a hidden task is answered as on none, before anything else is judged', async () => {
    for (const [path, body] of TASK_WRITES) {
      const write = (id: string) => stranger.ask('POST', `/tasks/${id}${path}`, { key: fresh(), ifMatch: '"v1"', ...(body === undefined ? {} : { body }) });
      const [hidden, absent] = [await write(task), await write(task.replace(/-1-1$/u, '-9-1'))];
      expect([path, hidden.status, hidden.body['code']]).toEqual([path, 404, 'not_found']);
      expect([path, seen(hidden)]).toEqual([path, seen(absent)]);
    }
    expect(
      await house.database.reader.rows("SELECT seq FROM facts WHERE stream_id = ? AND type NOT IN ('ReviewOpened', 'StageOpened', 'ProposalRevised')", [
        review,
      ]),
    ).toEqual([]);
  });

  it('404-equals-403-hidden: so are the acts on its review, and on a verdict given in it', async () => {
    const head = await house.as('head');
    const shown = await head.get<{ readonly contentDigest: string }>(`/tasks/${task}`);
    const given = await head.ask('POST', `/tasks/${task}/decisions`, {
      key: fresh(),
      ifMatch: shown.headers.get('etag') as string,
      body: { verdict: 'approve', contentDigest: shown.body.contentDigest },
    });
    const decision = String(given.body['decisionId']);
    const none = (id: string): string => id.replace(/.{4}$/u, 'zzzz');
    const acts: readonly (readonly [string, (id: string) => string, object?])[] = [
      [review, (id) => `/reviews/${id}/comments`, { text: 'x' }],
      [review, (id) => `/reviews/${id}/withdrawals`, { reason }],
      [review, (id) => `/reviews/${id}/reopen-requests`, { stageId: 'stg_x', reason }],
      [decision, (id) => `/decisions/${id}/disputes`],
      [decision, (id) => `/decisions/${id}/disputes/resolutions`, { outcome: 'upheld', reason }],
    ];
    for (const [id, path, body] of acts) {
      const [hidden, absent] = await Promise.all(
        [path(id), path(none(id))].map((to) => stranger.ask('POST', to, { key: fresh(), ...(body === undefined ? {} : { body }) })),
      );
      expect([path('…'), (hidden as Seen).status, seen(hidden as Seen)]).toEqual([path('…'), 404, seen(absent as Seen)]);
    }
    // Who sees the task but may not act is told so, with the reason: that is no secret to him.
    const officer = await house.as('officer');
    expect((await officer.ask('POST', `/tasks/${task}/recalls`, { key: fresh(), ifMatch: '"v2"', body: {} })).status).not.toBe(404);
  });
});
