/** Waiting for a condition of the outside world, with an end. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is true.
 * @param question false or a rejection mean "not yet"
 * @param givesUp checked each time; a text ends the wait with that reason
 * @throws Error when the time is over or `givesUp` names a reason
 */
export async function until(
  what: string,
  withinMs: number,
  question: () => boolean | Promise<boolean>,
  givesUp: () => string | undefined = () => undefined,
): Promise<void> {
  const end = Date.now() + withinMs;
  let last: unknown;
  let pause = 20;
  for (;;) {
    try {
      if (await question()) return;
    } catch (error) {
      last = error;
    }
    const reason = givesUp();
    if (reason !== undefined) throw new Error(`${what}: ${reason}`);
    if (Date.now() >= end) throw new Error(`${what}: not within ${Math.round(withinMs / 1000)} s`, { cause: last });
    await sleep(pause);
    pause = Math.min(pause * 1.5, 250);
  }
}
