/** A Temporal server of one test's own, for what the run's shared server must not be set to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../local/ports.js';
import { createSupervisor } from '../../local/supervisor.js';
import { temporalSpec } from '../../local/temporal.js';
import { ROOT } from './sources.js';

export type OwnTemporal = { readonly address: string; readonly namespace: string; readonly stop: () => Promise<void> };

/** @param settings the server's dynamic configuration, `name=value` */
export async function startOwnTemporal(settings: readonly string[]): Promise<OwnTemporal> {
  const folder = mkdtempSync(join(tmpdir(), 'tinhgon-temporal-'));
  const supervisor = createSupervisor(folder, { detached: false, onEvent: () => undefined });
  const stop = async (): Promise<void> => {
    supervisor.hurry();
    await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [port] = await freePorts(1);
    if (port === undefined) throw new Error('the system gave no free port');
    const spec = temporalSpec({ folder, root: ROOT, port, namespace: 'own' }, process.env);
    await supervisor.start({ ...spec, args: [...spec.args, ...settings.flatMap((setting) => ['--dynamic-config-value', setting])] });
    return { address: `127.0.0.1:${port}`, namespace: 'own', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
