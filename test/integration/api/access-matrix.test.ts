import { ENDPOINTS } from '../../../api/endpoints.js';
import { mayAnywhere, type Operation } from '../../../domain/shared/access.js';
import { findActor } from '../../../queries/actor.query.js';
import type { Seat } from '../../support/province.js';
import { openHouse, type Client, type House } from './serve.js';

const SEATS: readonly Seat[] = ['coordinator', 'appraiser', 'leader', 'finance', 'lawyer', 'head', 'officer'];
const GUARDED = ENDPOINTS.filter((endpoint) => endpoint.access !== 'public' && endpoint.id !== 'signOut');

let house: House;
const clients = new Map<Seat, Client>();

beforeAll(async () => {
  house = await openHouse({ limits: { perAddress: 100_000, perPerson: 100_000, failedSignIns: 10 } });
  for (const seat of SEATS) clients.set(seat, await house.as(seat));
}, 60_000);
afterAll(() => house.close());

/** A call that means nothing, so that being let in shows as another refusal, or as an answer, but never as an effect. */
const call = (client: Client, { method, path, body, upload }: (typeof ENDPOINTS)[number]) =>
  client.ask(method.toUpperCase(), path.replaceAll(/\{\w+\}/gu, 'nothing'), body && !upload ? { body: { nonsense: true } } : {});

describe('every guarded endpoint', () => {
  it.each(GUARDED.map((endpoint) => [endpoint.id, endpoint] as const))(
    '%s: is shut to strangers, and open to exactly the roles of the access table',
    async (_id, endpoint) => {
      const stranger = await call(house.anonymous(), endpoint);
      expect([stranger.status, stranger.body['code'], stranger.headers.get('x-content-type-options'), stranger.headers.get('cache-control')]).toEqual([
        401,
        'sign_in_required',
        'nosniff',
        'no-store',
      ]);
      for (const seat of SEATS) {
        const answer = await call(clients.get(seat) as Client, endpoint);
        const posts = (await findActor(house.database.reader, house.province.people[seat]))?.posts ?? [];
        const allowed = endpoint.access === 'signedIn' || mayAnywhere(endpoint.access as Operation, posts);
        expect([endpoint.id, seat, answer.body['code'] === 'not_permitted']).toEqual([endpoint.id, seat, !allowed]);
        expect(answer.status).toBeLessThan(500);
      }
    },
  );

  it('changes nothing when called with nonsense', async () => {
    for (const table of ['campaigns', 'procedures', 'reviews', 'decisions', 'facts', 'api_tokens', 'command_receipts']) {
      expect([table, await house.database.reader.rows(`SELECT * FROM ${table}`)]).toEqual([table, []]);
    }
  });
});
