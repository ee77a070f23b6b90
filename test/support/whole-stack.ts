/** The whole product for one end-to-end file: servers and processes of its own, in a folder that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startDemo, type Demo } from '../../local/demo.js';

export type WholeStack = Demo & { readonly url: string; readonly folder: string; readonly end: () => Promise<void> };

const ROOT = resolve(__dirname, '..', '..');

/** Needs `dist/`, which `npm test` has built. */
export async function startWholeStack(env: Readonly<Record<string, string>> = {}): Promise<WholeStack> {
  const folder = mkdtempSync(join(ROOT, '.tinhgon', 'e2e-'));
  const outside = { ...process.env };
  // Servers of its own: a fault test breaks them.
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL', 'TINHGON_DATA', 'NODE_OPTIONS']) delete outside[name];
  const started = await startDemo({
    root: ROOT,
    folder,
    env: { ...outside, NODE_ENV: 'test', LOG_LEVEL: 'warn', TINHGON_DATA: folder, ...env },
    usualPorts: false,
    seed: true,
    detached: false,
    onProgress: () => undefined,
    onEvent: () => undefined,
  });
  if (started.kind !== 'started') throw new Error(`the folder ${folder} is in use`);
  const { demo } = started;
  return {
    ...demo,
    url: demo.state.urls.web,
    folder,
    end: async () => {
      demo.supervisor.hurry();
      await demo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
