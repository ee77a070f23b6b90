/** Runs one step of the start to its end, such as the migrations. */
import { forgetOwned, logSince, spawnOwned, stopPid, type ChildSpec } from './owned-process.js';
import { trouble } from './words.js';

/**
 * Runs a child until it ends.
 * @param aborted ends the child early when it fires
 * @throws Error with the end of its output when it ends with another code than 0 or takes longer than `withinMs`
 */
export async function runToEnd(spec: ChildSpec, withinMs: number, aborted: AbortSignal): Promise<void> {
  const child = await spawnOwned(spec);
  let cut = false;
  const end = (): void => {
    cut = true;
    void stopPid(child.pid, 5_000);
  };
  const timer = setTimeout(end, withinMs);
  aborted.addEventListener('abort', end, { once: true });
  if (aborted.aborted) end();
  const exit = await child.exited;
  clearTimeout(timer);
  aborted.removeEventListener('abort', end);
  forgetOwned(spec.folder, spec.name);
  if (exit.code === 0 && !cut) return;
  throw trouble({
    vi: `Bước ${spec.name} không xong (nhật ký: ${child.logFile}):\n${logSince(child, 15)}`,
    en: `Step ${spec.name} did not finish (log: ${child.logFile}); its last words are above.`,
  });
}
