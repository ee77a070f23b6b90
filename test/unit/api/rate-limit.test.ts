import type { Options } from 'express-rate-limit';
import { sharedStore } from '../../../api/middleware/rate-limit.js';

const options = { windowMs: 60_000 } as Options;
const log = { warn: jest.fn(), info: jest.fn() };

/** A Redis that counts by key, or does not answer. */
function redis(state: { status: string; answer: 'counts' | 'throws' | 'hangs' }) {
  const counts = new Map<string, number>();
  return {
    get status() {
      return state.status;
    },
    call: async (command: string, ...args: string[]): Promise<unknown> => {
      if (state.answer === 'throws') throw new Error('connection is closed');
      if (state.answer === 'hangs') return new Promise(() => undefined);
      if (command === 'SCRIPT') return 'sha';
      const key = args[2] as string;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return [counts.get(key), 60_000];
    },
    counts,
  };
}

describe('the counter of requests', () => {
  beforeEach(() => jest.clearAllMocks());

  it('is shared through Redis while it is there', async () => {
    const client = redis({ status: 'ready', answer: 'counts' });
    const [one, two] = [sharedStore(client, 'x', log as never), sharedStore(client, 'x', log as never)];
    void one.init?.(options);
    void two.init?.(options);
    await one.increment('a');
    expect((await two.increment('a')).totalHits).toBe(2);
    expect([...client.counts.keys()]).toEqual(['tinhgon:rl:x:a']);
  });

  it.each(['throws', 'hangs'] as const)('goes on in this process when Redis %s, warning once', async (answer) => {
    const store = sharedStore(redis({ status: 'ready', answer }), 'x', log as never);
    void store.init?.(options);
    const hits: number[] = [];
    for (let request = 0; request < 3; request += 1) hits.push((await store.increment('a')).totalHits);
    expect(hits).toEqual([1, 2, 3]);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('does not wait for a Redis that is not connected', async () => {
    const client = redis({ status: 'reconnecting', answer: 'hangs' });
    const store = sharedStore(client, 'x', log as never);
    void store.init?.(options);
    // Its answer hangs: waiting for it would never end.
    expect((await store.increment('a')).totalHits).toBe(1);
  });

  it('returns to Redis once it is back', async () => {
    const state: Parameters<typeof redis>[0] = { status: 'ready', answer: 'throws' };
    const client = redis(state);
    const store = sharedStore(client, 'x', log as never);
    void store.init?.(options);
    await store.increment('a');
    state.answer = 'counts';
    await store.increment('a');
    expect([...client.counts.values()]).toEqual([1]);
    expect(log.info).toHaveBeenCalledTimes(1);
  });

  it('counts in this process when there is no Redis at all', async () => {
    const store = sharedStore(null, 'x', log as never);
    void store.init?.(options);
    await store.increment('a');
    expect((await store.increment('a')).totalHits).toBe(2);
    await store.decrement('a');
    expect((await store.increment('a')).totalHits).toBe(2);
  });
});
