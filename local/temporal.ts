/** A private Temporal server with its web UI, on a file of its own. */
import { join } from 'node:path';
import { findTemporalCli } from './binaries.js';
import type { KeptSpec } from './supervisor.js';
import { probeTemporal } from './temporal-probe.js';
import { trouble } from './words.js';

/** What workflows may be searched by. Names and types are stored data of the server. */
export const SEARCH_ATTRIBUTES = {
  CampaignId: 'Keyword',
  ProcedureId: 'Keyword',
  UnitId: 'Keyword',
  ProvinceCode: 'Keyword',
  ReviewStatus: 'Keyword',
  StageCode: 'Keyword',
  DeadlineAt: 'Datetime',
  NextDueAt: 'Datetime',
  RungLevel: 'Int',
} as const;

export type TemporalSettings = {
  readonly folder: string;
  readonly root: string;
  readonly port: number;
  readonly namespace: string;
  /** Absent: no web UI. */
  readonly uiPort?: number;
};

/** How the supervisor runs it. Every address is named: by itself the server would listen on `localhost` in either family. */
export function temporalSpec(settings: TemporalSettings, env: NodeJS.ProcessEnv): KeptSpec {
  const command = findTemporalCli(env, settings.root);
  if (command === undefined) {
    throw trouble({
      vi: 'Thiếu chương trình temporal (từ 1.9). Chạy npm start để tự tải, hoặc đặt TEMPORAL_CLI tới tệp có sẵn, hoặc đặt TEMPORAL_ADDRESS tới máy chủ Temporal có sẵn.',
      en: 'The temporal CLI (1.9 or newer) is missing. npm start brings it; or set TEMPORAL_CLI to a file you have, or TEMPORAL_ADDRESS to an existing server.',
    });
  }
  const data = join(settings.folder, 'temporal');
  return {
    name: 'temporal',
    phase: 'store',
    command,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(settings.port),
      ...(settings.uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(settings.uiPort)]),
      '--db-filename',
      join(data, 'temporal.db'),
      '--namespace',
      settings.namespace,
      '--log-level',
      'warn',
      '--dynamic-config-value',
      'frontend.WorkflowTimeSkippingEnabled=true',
      ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ],
    env,
    cwd: data,
    readyWithinMs: 60_000,
    politeMs: 10_000,
    isReady: async () => (await probeTemporal(`127.0.0.1:${settings.port}`, settings.namespace)).kind === 'ready',
  };
}
