import { createLog } from '../../../config/log.js';
import { startLoop } from '../../../relay/loop.js';

const lines: string[] = [];
const LOG = createLog('test', 'error', { write: (line) => void lines.push(line) });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Lets everything that is ready run, then moves time on. */
const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('a loop', () => {
  it('works again at once while there is more, then rests for its beat', async () => {
    const answers = ['again', 'again', 'rest', 'rest'] as const;
    let turns = 0;
    const loop = startLoop('test', 1_000, LOG, () => Promise.resolve(answers[turns++] ?? 'rest'));
    await pass(0);
    expect(turns).toBe(3);
    await pass(800);
    expect(turns).toBe(3);
    await pass(400);
    expect(turns).toBe(4);
    await loop.stop();
    await pass(10_000);
    expect(turns).toBe(4);
  });

  it('logs what goes wrong and goes on, more slowly while it keeps failing, at its beat once it succeeds', async () => {
    lines.length = 0;
    let turns = 0;
    const loop = startLoop('test', 1_000, LOG, () => (turns++ < 3 ? Promise.reject(new Error('away')) : Promise.resolve('rest')));
    await pass(0);
    await pass(1_200);
    expect(turns).toBe(1);
    await pass(1_200);
    expect(turns).toBe(2);
    await pass(4_600 + 9_000);
    expect(turns).toBeGreaterThanOrEqual(4);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain('"failures":3');
    await loop.stop();
  });

  it('stops only after the work under way has ended', async () => {
    let end: () => void = () => undefined;
    const loop = startLoop(
      'test',
      1_000,
      LOG,
      () =>
        new Promise((resolve) => {
          end = () => resolve('again');
        }),
    );
    await pass(0);
    let stopped = false;
    const stopping = loop.stop().then(() => {
      stopped = true;
    });
    await pass(5_000);
    expect(stopped).toBe(false);
    end();
    await stopping;
    expect(stopped).toBe(true);
  });
});
